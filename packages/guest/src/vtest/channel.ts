/*
 * A blocking end of a stream socket.
 *
 * What is sent is gathered in one buffer, so that a frame's messages are one system call; it goes out when somebody waits for an answer
 * or says `flush`. The peer going away ends nothing here: sends are swallowed, answers are zeros, and `closed` says so.
 */
import {
  closeFd,
  connectUnix,
  Errno,
  type Fd,
  NativeBuffer,
  receive,
  receiveFds,
  send,
  waitReadable,
  waitWritable,
} from '@virglass/host-linux';

const OUT_BYTES = 1024 * 1024;
const IN_BYTES = 64 * 1024;
const POLL_MICROSECONDS = 500_000;

/** A connection to a Unix socket; see above. */
export class Channel implements Disposable {
  closed = false;
  readonly #fd: Fd;
  readonly #out = NativeBuffer.allocate(OUT_BYTES);
  readonly #in = NativeBuffer.allocate(IN_BYTES);
  readonly #timeoutMs: number;
  #used = 0;

  /**
   * @param timeoutMs - how long an answer may take before the peer counts as gone
   * @throws {HostError} when nobody listens
   */
  constructor(path: string, timeoutMs: number) {
    this.#fd = connectUnix(path);
    this.#timeoutMs = timeoutMs;
  }

  /** Queues bytes; long ones are sent at once, after what is queued. */
  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) {
      if (this.#used === OUT_BYTES) this.flush();
      const take = Math.min(bytes.length - at, OUT_BYTES - this.#used);
      this.#out.bytes.set(at === 0 && take === bytes.length ? bytes : bytes.subarray(at, at + take), this.#used);
      this.#used += take;
      at += take;
    }
  }

  /** Sends what is queued. */
  flush(): void {
    let sent = 0;
    while (sent < this.#used && !this.closed) {
      const result = send(this.#fd, this.#out.address + sent, this.#used - sent);
      if (result >= 0) sent += result;
      else if (result === -Errno.EAGAIN) waitWritable(this.#fd, POLL_MICROSECONDS);
      else this.closed = true;
    }
    this.#used = 0;
  }

  /** Reads exactly so many bytes; zeros when the peer goes away. */
  read(into: Uint8Array): void {
    this.flush();
    let at = 0;
    while (at < into.length && this.#wait()) {
      const got = receive(this.#fd, this.#in.address, Math.min(IN_BYTES, into.length - at));
      if (got > 0) {
        into.set(this.#in.bytes.subarray(0, got), at);
        at += got;
      } else if (got !== -Errno.EAGAIN) this.closed = true;
    }
    if (at < into.length) into.fill(0, at);
  }

  /** Reads the one byte that a descriptor comes with. @returns null when none came */
  readFd(): Fd | null {
    this.flush();
    const fds: Fd[] = [];
    while (fds.length === 0 && this.#wait()) {
      const got = receiveFds(this.#fd, this.#in.address, 1, fds);
      if (got === 0 || (got < 0 && got !== -Errno.EAGAIN)) this.closed = true;
      else if (got > 0) break;
    }
    for (const extra of fds.slice(1)) closeFd(extra);
    return fds[0] ?? null;
  }

  /** Waits until there is something to read; false when the peer is gone or too slow. */
  #wait(): boolean {
    if (this.closed) return false;
    const deadline = performance.now() + this.#timeoutMs;
    while (waitReadable(this.#fd, this.#fd, POLL_MICROSECONDS) === 0) {
      if (performance.now() < deadline) continue;
      this.closed = true;
      return false;
    }
    return true;
  }

  [Symbol.dispose](): void {
    if (!this.closed) this.flush();
    this.closed = true;
    closeFd(this.#fd);
    this.#out[Symbol.dispose]();
    this.#in[Symbol.dispose]();
  }
}
