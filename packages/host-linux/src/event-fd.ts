import { closeFd, type Fd, takeFd } from './fd.ts';
import { Errno, lastError, libc, lastErrno } from './libc.ts';
import { NativeBuffer } from './native-buffer.ts';

const nonBlockCloseOnExec = 0o2004000;
const duplicateCloseOnExec = 1030;

/** One counter value for all eventfds of this thread: the calls are synchronous. */
let counter: NativeBuffer | null = null;

/**
 * A kernel counter that wakes whoever polls its descriptor: kicks, interrupts, fences handed to other processes.
 */
export class EventFd implements Disposable {
  /** The descriptor, owned by this object. */
  readonly fd: Fd;

  /**
   * @param fd - an eventfd that another process made, taken over; a new one when absent
   * @throws {HostError} when there is no descriptor left
   */
  constructor(fd?: Fd) {
    this.fd = fd ?? takeFd(libc.eventfd(0, nonBlockCloseOnExec), 'eventfd');
  }

  /** Adds one to the counter; pollers wake. A full counter stays full, which pollers see all the same. */
  signal(): void {
    counter ??= NativeBuffer.allocate(8);
    counter.words[0] = 1;
    counter.words[1] = 0;
    if (libc.write(this.fd, counter.address, 8) < 0 && lastErrno() !== Errno.EAGAIN) throw lastError('write to eventfd');
  }

  /**
   * Takes the counter back to zero.
   * @returns what it was; 0 when nothing was signalled
   */
  drain(): number {
    counter ??= NativeBuffer.allocate(8);
    if (libc.read(this.fd, counter.address, 8) < 0) {
      if (lastErrno() === Errno.EAGAIN) return 0;
      throw lastError('read of eventfd');
    }
    return (counter.words[0] ?? 0) + (counter.words[1] ?? 0) * 0x1_0000_0000;
  }

  /**
   * A second descriptor of the same counter, owned by the caller.
   * @throws {HostError} when there is no descriptor left
   */
  duplicate(): Fd {
    return takeFd(libc.fcntl(this.fd, duplicateCloseOnExec, 0), 'dup of eventfd');
  }

  [Symbol.dispose](): void {
    closeFd(this.fd);
  }
}
