import { lastError, libc } from './libc.ts';

declare const fdBrand: unique symbol;

/** An open file descriptor. Made only by calls that open one; whoever holds it closes it with `closeFd`. */
export type Fd = number & { readonly [fdBrand]: true };

/** Closes a file descriptor; the number means nothing afterwards. */
export function closeFd(fd: Fd): void {
  // EINTR from close still closes on Linux, and there is no other failure that a caller could do something about.
  libc.close(fd);
}

const duplicateCloseOnExec = 1030;

/**
 * Another descriptor of the same open file, for who needs it longer than its owner promises.
 * @throws {HostError} when there are too many
 */
export function duplicateFd(fd: Fd): Fd {
  return takeFd(libc.fcntl(fd, duplicateCloseOnExec, 0), `duplicating file descriptor ${fd}`);
}

/** Takes a system call's result as a descriptor, or throws what it says. */
export function takeFd(result: number, what: string): Fd {
  if (result < 0) throw lastError(what);
  return result as Fd;
}
