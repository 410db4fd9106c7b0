import { getSystemErrorName } from 'node:util';

/**
 * The host refused something: a socket, a file descriptor, memory. It never reports what a guest did wrong.
 *
 * The message says what was tried, on what, and the system's reason: `bind /run/vg.sock: Address already in use (EADDRINUSE)`.
 */
export class HostError extends Error {
  /** Symbolic error number (`EADDRINUSE`), or `EINVAL`-like names for what is refused before the system is asked. */
  readonly code: string;
  /** The system's error number; 0 when the system was not asked. */
  readonly errno: number;

  constructor(message: string, code: string, errno = 0, options?: ErrorOptions) {
    super(`${message} (${code})`, options);
    this.name = 'HostError';
    this.code = code;
    this.errno = errno;
  }
}

/** Symbolic name of a system error number: 98 is `EADDRINUSE`. */
export function errnoName(errno: number): string {
  return errno > 0 ? getSystemErrorName(-errno) : String(errno);
}
