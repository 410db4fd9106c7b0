import { type BigIntStats, lstatSync, unlinkSync } from 'node:fs';
import { closeFd, type Fd, takeFd } from './fd.ts';
import { HostError } from './host-error.ts';
import { Errno, errorFor, lastError, libc, lastErrno } from './libc.ts';
import { NativeBuffer } from './native-buffer.ts';

const unixFamily = 1;
const stream = 1;
const nonBlock = 0o4000;
const closeOnExec = 0o2000000;
const dontWait = 0x40;
const noSignal = 0x4000;

/** Longest path of a Unix socket in bytes: `sun_path` is 108 bytes and ends with a zero. */
export const maxSocketPathBytes = 107;

/**
 * A listening Unix stream socket at a path.
 *
 * Disposal closes it and removes the path, unless the path has become something else meanwhile.
 */
export class Listener implements Disposable {
  /** The listening socket, non-blocking, owned by this object. */
  readonly fd: Fd;
  readonly path: string;
  readonly #identity: BigIntStats;

  private constructor(fd: Fd, path: string) {
    this.fd = fd;
    this.path = path;
    this.#identity = lstatSync(path, { bigint: true });
  }

  /**
   * Listens at a path. A socket that nobody listens on any more is replaced; anything else at the path is left alone.
   *
   * @param path - at most `maxSocketPathBytes` bytes in UTF-8
   * @param mode - permission bits of the socket: who may connect. The process's umask applies too
   * @param backlog - connections that may wait to be accepted
   * @throws {HostError} ENAMETOOLONG, ENOTSOCK (something else is there), EADDRINUSE (someone listens), or what the system says
   */
  static listen(path: string, mode = 0o600, backlog = 128): Listener {
    const address = socketAddress(path);
    removeStale(path);
    const fd = takeFd(libc.socket(unixFamily, stream | nonBlock | closeOnExec, 0), 'socket');
    try {
      // On Linux the socket file gets the mode of the unbound socket, so there is no moment with wider permissions.
      if (libc.fchmod(fd, mode) < 0) throw lastError(`fchmod for ${path}`);
      if (libc.bind(fd, address, address.length) < 0) throw lastError(`bind ${path}`);
      if (libc.listen(fd, backlog) < 0) throw lastError(`listen on ${path}`);
      return new Listener(fd, path);
    } catch (error) {
      closeFd(fd);
      throw error;
    }
  }

  /**
   * Takes a waiting connection: non-blocking, closed on exec.
   * @returns a descriptor that the caller owns, or a negated error number: `-Errno.EAGAIN` when nobody waits
   */
  accept(): number {
    const fd = libc.accept4(this.fd, 0, 0, nonBlock | closeOnExec);
    return fd >= 0 ? fd : -lastErrno();
  }

  [Symbol.dispose](): void {
    try {
      const now = statOrNull(this.path);
      if (now !== null && now.dev === this.#identity.dev && now.ino === this.#identity.ino) unlinkSync(this.path);
    } finally {
      closeFd(this.fd);
    }
  }
}

/**
 * Connects to a Unix stream socket; the descriptor is non-blocking and closed on exec.
 *
 * @returns a descriptor that the caller owns
 * @throws {HostError} ENOENT, ECONNREFUSED, EAGAIN (the listener's queue is full), ...
 */
export function connectUnix(path: string): Fd {
  const address = socketAddress(path);
  const fd = takeFd(libc.socket(unixFamily, stream | nonBlock | closeOnExec, 0), 'socket');
  if (libc.connect(fd, address, address.length) === 0) return fd;
  const error = lastError(`connect to ${path}`);
  closeFd(fd);
  throw error;
}

/** Two connected stream sockets, non-blocking, closed on exec; the caller owns both. */
export function socketPair(): [Fd, Fd] {
  using pair = NativeBuffer.allocate(8);
  if (libc.socketpair(unixFamily, stream | nonBlock | closeOnExec, 0, pair.address) < 0) throw lastError('socketpair');
  return [pair.words[0] as Fd, pair.words[1] as Fd];
}

/**
 * Reads what has arrived, without waiting. Descriptors that the peer attached are dropped by the kernel.
 *
 * @param address - where the bytes go
 * @param length - room there
 * @returns bytes read, 0 at the end of the stream, or a negated error number: `-Errno.EAGAIN` when nothing is there
 */
export function receive(socket: Fd, address: number, length: number): number {
  for (;;) {
    const received = libc.recv(socket, address, length, dontWait);
    if (received >= 0) return received;
    const errno = lastErrno();
    if (errno !== Errno.EINTR) return -errno;
  }
}

/**
 * Writes what the peer's queue takes, without waiting and without SIGPIPE.
 *
 * @returns bytes written, or a negated error number: `-Errno.EAGAIN` when the queue is full, `-Errno.EPIPE` when the peer is gone
 */
export function send(socket: Fd, address: number, length: number): number {
  for (;;) {
    const sent = libc.send(socket, address, length, dontWait | noSignal);
    if (sent >= 0) return sent;
    const errno = lastErrno();
    if (errno !== Errno.EINTR) return -errno;
  }
}

/**
 * Whether the peer of a connected socket has closed it, so that nobody will read what is sent. A peer that has only said that it will
 * send no more has not. What it sent before may still be there to be read.
 */
export function isClosed(socket: Fd): boolean {
  return send(socket, 0, 0) === -Errno.EPIPE;
}

/** `struct sockaddr_un` with the path. */
function socketAddress(path: string): Uint8Array {
  const name = Buffer.from(path);
  if (name.length === 0) throw new HostError('socket path is empty', 'EINVAL');
  if (name.includes(0)) throw new HostError('socket path contains a zero byte', 'EINVAL');
  if (name.length > maxSocketPathBytes) {
    throw new HostError(`socket path is ${name.length} bytes, the system allows ${maxSocketPathBytes}: ${path}`, 'ENAMETOOLONG');
  }
  const address = new Uint8Array(2 + name.length + 1);
  address[0] = unixFamily;
  address.set(name, 2);
  return address;
}

/** Removes a socket file that nobody listens on; throws when there is anything else. */
function removeStale(path: string): void {
  const before = statOrNull(path);
  if (before === null) return;
  if (!before.isSocket()) throw new HostError(`${path} exists and is not a socket`, 'ENOTSOCK');
  const fd = takeFd(libc.socket(unixFamily, stream | nonBlock | closeOnExec, 0), 'socket');
  const address = socketAddress(path);
  const errno = libc.connect(fd, address, address.length) === 0 ? 0 : lastErrno();
  closeFd(fd);
  // A full queue and another socket type both mean that somebody is there.
  if (errno === 0 || errno === Errno.EAGAIN || errno === Errno.EPROTOTYPE) {
    throw new HostError(`another process listens on ${path}`, 'EADDRINUSE');
  }
  if (errno === Errno.ENOENT) return;
  if (errno !== Errno.ECONNREFUSED) throw errorFor(`connect to ${path}`, errno);
  // Between the look and the removal another server may have put its own socket there.
  const now = statOrNull(path);
  if (now === null || now.dev !== before.dev || now.ino !== before.ino) return;
  try {
    unlinkSync(path);
  } catch (error) {
    throw new HostError(`the stale socket ${path} cannot be removed`, (error as NodeJS.ErrnoException).code ?? 'EIO', 0, { cause: error });
  }
}

function statOrNull(path: string): BigIntStats | null {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
}
