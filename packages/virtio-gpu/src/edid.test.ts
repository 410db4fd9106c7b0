import { expect, test } from 'vitest';
import { edid, EDID_BYTES } from './edid.ts';

/** The size of the first detailed timing. */
function preferred(block: Uint8Array): [number, number] {
  return [block[56]! | ((block[58]! >> 4) << 8), block[59]! | ((block[61]! >> 4) << 8)];
}

test.each([
  [640, 480],
  [1280, 800],
  [1920, 1080],
  [3840, 2160],
  [4095, 4095],
  [1, 1],
])('a screen of %ix%i says so, with a right checksum', (width, height) => {
  const block = edid({ width, height }, 0);
  expect(block.length).toBe(EDID_BYTES);
  expect(preferred(block)).toEqual([width, height]);
  expect(block.reduce((sum, byte) => sum + byte, 0) % 256).toBe(0);
  expect([...block.subarray(0, 8)]).toEqual([0, 255, 255, 255, 255, 255, 255, 0]);
});

test('sizes beyond the format are cut, other modes are never larger than the screen, screens differ', () => {
  expect(preferred(edid({ width: 100000, height: 0 }, 0))).toEqual([4095, 1]);
  const small = edid({ width: 800, height: 600 }, 0);
  expect(small[35]! & 0x21).toBe(0x21);
  expect(small[36]! & 0x08).toBe(0);
  expect(small[38]).toBe(1);
  expect([...edid({ width: 800, height: 600 }, 1)]).not.toEqual([...small]);
  expect(new TextDecoder().decode(edid({ width: 800, height: 600, name: 'a very long name' }, 0).subarray(95, 108))).toBe('a very long n');
});
