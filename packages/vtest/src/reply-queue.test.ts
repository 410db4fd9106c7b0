import { expect, test } from 'vitest';
import { ReplyQueue } from './reply-queue.ts';

test('the byte without a descriptor makes room for itself, in an empty queue and in a full one', () => {
  using queue = new ReplyQueue();
  queue.noFd();
  expect(queue.pending).toBe(1);
  const { capacity } = queue;
  queue.bytes(new Uint8Array(capacity - 1));
  queue.noFd();
  expect(queue.pending).toBe(capacity + 1);
});
