import { type Fd, Mapping } from '@virglass/host-linux';
import { expect, test } from 'vitest';
import { MappingBudget, SharedMemoryPool } from './shared-memory.ts';
import { holdings } from './testing/test-server.ts';

test('the budget follows the system, and every client has its share', () => {
  expect(new MappingBudget(256, 65_530, 1 << 20)).toMatchObject({ total: 49_147, perClient: 12_286, fdsPerClient: 64 });
  expect(new MappingBudget(256, 65_530, 1024)).toMatchObject({ fdsPerClient: 2 });
  expect(new MappingBudget(1000, 4, 100)).toMatchObject({ total: 3, perClient: 1, fdsPerClient: 1 });
});

test('one client cannot take the mappings of all', () => {
  const before = holdings();
  const budget = new MappingBudget(2, 40, 100);
  const greedy = new SharedMemoryPool(budget);
  const pieces = Array.from({ length: 7 }, () => greedy.take(4096));
  expect(() => greedy.take(4096)).toThrow(/7 pieces of this client, 7 of all: the limits are 7 and 30/);
  const modest = new SharedMemoryPool(budget);
  modest.take(4096);
  for (const piece of pieces) greedy.give(piece);
  expect(greedy.liveBytes).toBe(0);
  expect(greedy.take(4096)).toBe(pieces[6]);
  greedy[Symbol.dispose]();
  modest[Symbol.dispose]();
  expect(budget.used).toBe(0);
  expect(holdings()).toEqual(before);
});

test('pages go when a piece goes, whoever still has the descriptor', () => {
  const pool = new SharedMemoryPool(new MappingBudget(1));
  const piece = pool.take(1 << 20);
  using kept = new Mapping(piece.fd as Fd, 1 << 20);
  piece.mapping.bytes.fill(1);
  pool.give(piece);
  expect(kept.bytes[0]).toBe(1);
  pool.trim();
  expect([kept.bytes[0], kept.bytes[(1 << 20) - 1]]).toEqual([0, 0]);
  expect(pool.bytes).toBe(0);
  pool[Symbol.dispose]();
});

test('what lies ready is bounded in pieces and bytes', () => {
  const pool = new SharedMemoryPool(new MappingBudget(1));
  const small = Array.from({ length: 60 }, () => pool.take(4096));
  for (const piece of small) pool.give(piece);
  expect(pool.bytes).toBe(32 * 4096);
  const large = Array.from({ length: 4 }, () => pool.take(8 << 20));
  for (const piece of large) pool.give(piece);
  expect(pool.bytes).toBeLessThanOrEqual(16 << 20);
  pool[Symbol.dispose]();
  expect(pool.bytes).toBe(0);
});
