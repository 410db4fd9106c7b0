import { closeFd, EventFd, Ready, socketPair, Watch } from '@virglass/host-linux';
import { DeviceQueue, GuestMemory } from '@virglass/virtio';
import { expect, test } from 'vitest';
import { Vring, Waited } from './vring.ts';

/** Long enough for a test to notice, were it waited for. */
const MICROSECONDS = 500_000;

function vring(kicks: string[] = [], name = 'kicked'): Vring {
  const memory = new GuestMemory();
  return new Vring(new DeviceQueue(memory), memory, () => kicks.push(name));
}

function milliseconds(action: () => void): number {
  const begin = performance.now();
  action();
  return performance.now() - begin;
}

test('a kick that is waited for in place is taken there, and does not come again', async () => {
  const kicks: string[] = [];
  using control = vring(kicks);
  using cursor = vring();
  using kick = new EventFd();
  expect(control.setKick(kick.duplicate())).toBe('');
  expect(control.awaitKick(cursor, 1000)).toBe(Waited.NOTHING);
  kick.signal();
  expect(control.awaitKick(cursor, MICROSECONDS)).toBe(Waited.KICKED);
  expect(control.awaitKick(cursor, 0)).toBe(Waited.NOTHING);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(kicks).toEqual([]);
});

test('a kick of the other queue ends the wait and is left to the event loop', async () => {
  const kicks: string[] = [];
  using control = vring(kicks);
  using cursor = vring(kicks, 'cursor');
  using kick = new EventFd();
  using cursorKick = new EventFd();
  control.setKick(kick.duplicate());
  cursor.setKick(cursorKick.duplicate());
  cursorKick.signal();
  expect(milliseconds(() => expect(control.awaitKick(cursor, MICROSECONDS)).toBe(Waited.WANTED))).toBeLessThan(MICROSECONDS / 2000);
  await expect.poll(() => kicks).toEqual(['cursor']);
});

test('whatever the event loop has to do ends the wait', async () => {
  const kicks: string[] = [];
  using control = vring(kicks);
  using cursor = vring();
  using kick = new EventFd();
  using other = new EventFd();
  let seen = 0;
  using watch = new Watch(other.fd, Ready.READABLE, () => {
    seen++;
    other.drain();
  });
  expect(watch.interest).toBe(Ready.READABLE);
  control.setKick(kick.duplicate());
  // The loop is known by the kicks that come out of it.
  kick.signal();
  await expect.poll(() => kicks).toEqual(['kicked']);
  expect(control.isLoopWanted).toBe(false);
  other.signal();
  expect(control.isLoopWanted).toBe(true);
  expect(milliseconds(() => expect(control.awaitKick(cursor, MICROSECONDS)).toBe(Waited.WANTED))).toBeLessThan(MICROSECONDS / 2000);
  await expect.poll(() => seen).toBe(1);
  expect(control.isLoopWanted).toBe(false);
  kick.signal();
  expect(control.awaitKick(cursor, MICROSECONDS)).toBe(Waited.KICKED);
  expect(milliseconds(() => expect(control.awaitKick(cursor, 20_000)).toBe(Waited.NOTHING))).toBeGreaterThan(19);
});

test('nobody waits for kicks that cannot come', () => {
  using control = vring();
  using cursor = vring();
  expect(milliseconds(() => expect(control.awaitKick(cursor, MICROSECONDS)).toBe(Waited.NOTHING))).toBeLessThan(MICROSECONDS / 2000);
  const [kick, theirs] = socketPair();
  expect(control.setKick(kick)).toBe('');
  closeFd(theirs);
  expect(milliseconds(() => expect(control.awaitKick(cursor, MICROSECONDS)).toBe(Waited.NOTHING))).toBeLessThan(MICROSECONDS / 2000);
  expect(milliseconds(() => expect(control.awaitKick(cursor, MICROSECONDS)).toBe(Waited.NOTHING))).toBeLessThan(MICROSECONDS / 2000);
});
