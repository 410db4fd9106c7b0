import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Mapping, SharedBlock } from './index.ts';

test('a block is seen through its descriptor, gives pages back, and leaves zeros and no descriptor behind', () => {
  const before = readdirSync('/proc/self/fd').length;
  const block = SharedBlock.allocate('test', 3 * 4096 - 1);
  const { address } = block;
  expect(block.byteLength).toBe(3 * 4096);
  using seen = new Mapping(block.fd, block.byteLength);
  block.bytes[4096] = 7;
  seen.bytes[8192] = 9;
  expect([seen.bytes[4096], block.bytes[8192]]).toEqual([7, 9]);
  block.discard(4096, 4096);
  block.discard(4096, 1 << 20);
  expect([seen.bytes[4096], block.bytes[8192]]).toEqual([0, 9]);
  block[Symbol.dispose]();
  block[Symbol.dispose]();
  expect([block.address, block.byteLength, block.bytes.length]).toEqual([0, 0, 0]);
  expect(readdirSync('/proc/self/fd').length).toBe(before);
  // The place is used again, with nothing in it of the block before.
  using next = SharedBlock.allocate('test', 3 * 4096);
  expect([next.address, next.bytes[8192]]).toEqual([address, 0]);
  next.bytes[0] = 1;
  expect(seen.bytes[0]).toBe(0);
});
