import type { Fd } from './fd.ts';
import { libc } from './libc.ts';
import { NativeBuffer } from './native-buffer.ts';

/*
 *    0  pollfd      fd i32, events i16, revents i16
 *    8  timespec    seconds i64, nanoseconds i64
 */
const timespecAt = 8;
const bytes = 24;
const pollOut = 4;

let page: NativeBuffer | null = null;

/**
 * Blocks the thread until a descriptor takes bytes (or its peer has gone), or the time is over.
 *
 * @param microseconds - below a second
 * @returns false when the time was over or a signal came
 */
export function waitWritable(fd: Fd, microseconds: number): boolean {
  page ??= NativeBuffer.allocate(bytes);
  const { words, address } = page;
  words[0] = fd;
  words[1] = pollOut;
  words[2] = 0;
  words[3] = 0;
  words[4] = microseconds * 1000;
  words[5] = 0;
  return libc.ppoll(address, 1, address + timespecAt, 0) > 0;
}
