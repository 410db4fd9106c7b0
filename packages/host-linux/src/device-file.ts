import { type Fd, takeFd } from './fd.ts';
import { Errno, lastErrno, libc } from './libc.ts';

const readWrite = 2;
const closeOnExec = 0o2000000;

/**
 * Opens a device file for reading and writing.
 *
 * @returns a descriptor that the caller closes
 * @throws {HostError} when it is not there, or not for this user
 */
export function openDevice(path: string): Fd {
  return takeFd(libc.open(path, readWrite | closeOnExec, 0), `open ${path}`);
}

/**
 * A device's own request. It is made again where a signal came in between, or the driver asks for that.
 *
 * @param request - number, as the driver's headers have it
 * @param address - the structure that goes with it
 * @returns what the driver says; -Errno on failure
 */
export function ioctl(fd: Fd, request: number, address: number): number {
  for (;;) {
    const result = libc.ioctl(fd, request, address);
    if (result >= 0) return result;
    const errno = lastErrno();
    if (errno !== Errno.EINTR && errno !== Errno.EAGAIN) return -errno;
  }
}
