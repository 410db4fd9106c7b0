import { expect, test } from 'vitest';
import { HandleMap } from './handle-map.ts';

test('it is a map', () => {
  const map = new HandleMap<string>();
  const model = new Map<number, string>();
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % below;
  };
  // Handles that share places, and the largest that there are.
  const handles = [1, 65, 129, 2, 66, 0x7fffffff, 0x80000000, 0xffffffff, 0xffffffbf, 64, 128];
  for (let i = 0; i < 5000; i++) {
    const handle = handles[random(handles.length)]!;
    const what = random(10);
    if (what < 3) {
      map.set(handle, `${i}`);
      model.set(handle, `${i}`);
    } else if (what < 5) expect(map.delete(handle)).toBe(model.delete(handle));
    else if (what === 9 && random(50) === 0) {
      map.clear();
      model.clear();
    } else expect(map.get(handle)).toBe(model.get(handle) ?? null);
    expect(map.size).toBe(model.size);
  }
  expect([...map.values()]).toEqual([...model.values()]);
});

test('handle 0 has no value', () => {
  const map = new HandleMap<string>();
  map.set(64, 'at the place of 0');
  expect(map.get(0)).toBeNull();
  expect(map.get(64)).toBe('at the place of 0');
  map.delete(64);
  expect(map.get(0)).toBeNull();
  expect(map.get(64)).toBeNull();
});
