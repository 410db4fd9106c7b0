import { closeFd, type Fd, takeFd } from './fd.ts';
import { Errno, libc, lastErrno } from './libc.ts';
import { NativeBuffer } from './native-buffer.ts';

const nonBlockCloseOnExec = 0o2004000;
const duplicateCloseOnExec = 1030;
const getFlags = 3;
const setFlags = 4;
const nonBlock = 0o4000;

/** One counter value for all eventfds of this thread: the calls are synchronous. */
let counter: NativeBuffer | null = null;

/**
 * A kernel counter that wakes whoever polls its descriptor: kicks, interrupts, fences handed to other processes.
 */
export class EventFd implements Disposable {
  /** The descriptor, owned by this object. */
  readonly fd: Fd;

  /**
   * @param fd - what another process made, taken over: an eventfd, or a socket or pipe that is used like one (eight bytes a signal). It
   *   never blocks from now on, for the other process neither. A new eventfd when absent
   * @throws {HostError} when there is no descriptor left
   */
  constructor(fd?: Fd) {
    this.fd = fd ?? takeFd(libc.eventfd(0, nonBlockCloseOnExec), 'eventfd');
    if (fd === undefined) return;
    const flags = libc.fcntl(fd, getFlags, 0);
    if (flags >= 0 && (flags & nonBlock) === 0) libc.fcntl(fd, setFlags, flags | nonBlock);
  }

  /**
   * Adds one to the counter; pollers wake. A full counter stays full, which pollers see all the same.
   * @returns false when nobody will ever see it: the other end is closed, or the descriptor is nothing that can be signalled
   */
  signal(): boolean {
    counter ??= NativeBuffer.allocate(8);
    counter.words[0] = 1;
    counter.words[1] = 0;
    return libc.write(this.fd, counter.address, 8) >= 0 || lastErrno() === Errno.EAGAIN;
  }

  /**
   * Takes the counter back to zero.
   * @returns what it was; 0 when nothing was signalled; -1 when nothing ever will be: the other end is closed, or the descriptor is
   *   nothing that can be read. It stays ready to be read then, so stop waiting for it
   */
  drain(): number {
    counter ??= NativeBuffer.allocate(8);
    const read = libc.read(this.fd, counter.address, 8);
    if (read <= 0) return read < 0 && lastErrno() === Errno.EAGAIN ? 0 : -1;
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
