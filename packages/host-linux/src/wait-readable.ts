import type { Fd } from './fd.ts';
import { libc } from './libc.ts';
import { NativeBuffer } from './native-buffer.ts';

/*
 * Waiting in place, for who knows that an answer comes at once: going back to the event loop for it costs more than the answer.
 *
 *    0  pollfd[2]   fd i32, events i16, revents i16
 *   16  timespec    seconds i64, nanoseconds i64
 */
const timespecAt = 16;
const bytes = 32;
const pollIn = 1;

let page: NativeBuffer | null = null;

/**
 * Blocks the thread until one of two descriptors has something to be collected (bytes, a connection, an end, an error), or the time is over.
 *
 * @param microseconds - below a second
 * @returns bit 0 for the first, bit 1 for the second; 0 when the time was over or a signal came
 */
export function waitReadable(first: Fd, second: Fd, microseconds: number): number {
  page ??= NativeBuffer.allocate(bytes);
  const { words, address } = page;
  words[0] = first;
  words[1] = pollIn;
  words[2] = second;
  words[3] = pollIn;
  words[4] = 0;
  words[5] = 0;
  words[6] = microseconds * 1000;
  words[7] = 0;
  if (libc.ppoll(address, 2, address + timespecAt, 0) <= 0) return 0;
  return (words[1] >>> 16 === 0 ? 0 : 1) | (words[3] >>> 16 === 0 ? 0 : 2);
}
