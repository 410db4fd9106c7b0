/*
 * Messages of vhost-user over a Unix socket: three words of header (request, flags, bytes), then the payload; descriptors come
 * with the first byte.
 *
 * Nothing here waits. What arrives is put together until a message is whole; what cannot be sent is kept and goes when the
 * socket takes it. A peer that announces more than a message may have, or sends descriptors that no message takes, is cut off.
 */
import {
  closeFd,
  Errno,
  type Fd,
  isClosed,
  NativeBuffer,
  Ready,
  receiveFds,
  send,
  sendFds,
  waitWritable,
  Watch,
} from '@virglass/host-linux';
import { VhostUserHeaderWords } from '@virglass/protocol';

const headerBytes = VhostUserHeaderWords * 4;
/** Descriptors that wait for their message; a memory table has eight. */
const maxWaitingFds = 32;

/** A message that has arrived; borrowed for the call. */
export interface Message {
  readonly request: number;
  readonly flags: number;
  /** Header and payload as words, for accessors with `at` 0. */
  readonly words: Uint32Array;
  /** Bytes of the payload. */
  readonly bytes: number;
  /** The receiver owns what it takes out; the rest is closed. */
  readonly fds: Fd[];
}

/** What a socket's owner does. */
export interface FramedHandler {
  message(message: Message): void;
  /** The socket has taken everything that had to wait. */
  drained?(): void;
  /** The peer is gone, or was cut off; `reason` is '' when it simply closed. */
  closed(reason: string): void;
}

/** Bytes that wait to be sent. */
interface Outgoing {
  readonly buffer: NativeBuffer;
  at: number;
  readonly length: number;
  readonly fds: readonly Fd[];
  /** Called instead of disposing the buffer; see `sendBuffer`. */
  readonly left: (() => void) | null;
}

/** A socket of messages. */
export class FramedSocket implements Disposable {
  readonly #fd: Fd;
  readonly #handler: FramedHandler;
  readonly #watch: Watch;
  readonly #maxPayload: number;
  #buffer: NativeBuffer;
  #filled = 0;
  #fds: Fd[] = [];
  readonly #outgoing: Outgoing[] = [];
  #outgoingBytes = 0;
  #open = true;

  /**
   * @param fd - non-blocking, owned from now on
   * @param maxPayload - bytes of the largest payload
   * @throws {HostError} when the descriptor is none that can be waited for
   */
  constructor(fd: Fd, maxPayload: number, handler: FramedHandler) {
    this.#fd = fd;
    this.#handler = handler;
    this.#maxPayload = maxPayload;
    this.#buffer = NativeBuffer.allocate(headerBytes + maxPayload);
    try {
      this.#watch = new Watch(fd, Ready.READABLE, (ready) => this.#onReady(ready));
    } catch (error) {
      this.#buffer[Symbol.dispose]();
      closeFd(fd);
      throw error;
    }
  }

  #onReady(ready: number): void {
    if ((ready & Ready.WRITABLE) !== 0 && this.#outgoing.length > 0) {
      this.#flush();
      if (this.#open && this.#outgoing.length === 0) this.#handler.drained?.();
    }
    if (this.#open && (ready & Ready.READABLE) !== 0) this.#receive();
  }

  /** Bytes that the peer has not taken yet. */
  get unsent(): number {
    return this.#outgoingBytes;
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Whether the peer has closed its end, though that may not have been told yet. */
  get isLeft(): boolean {
    return !this.#open || isClosed(this.#fd);
  }

  /**
   * Sends a message, now or when the socket takes it.
   *
   * @param words - header and payload up to `bytes`; copied when it has to wait
   * @param bytes - of the whole message
   * @param fds - borrowed until the message is sent
   */
  send(words: Uint32Array, bytes: number, fds: readonly Fd[] = []): void {
    if (!this.#open) return;
    const buffer = NativeBuffer.allocate(bytes);
    buffer.bytes.set(new Uint8Array(words.buffer, words.byteOffset, bytes));
    this.sendBuffer(buffer, bytes, fds);
  }

  /**
   * As `send`, for a message that lies in a buffer already, which is taken over.
   *
   * @param left - called when the message has left, or never will: buffer and descriptors are the caller's again
   */
  sendBuffer(buffer: NativeBuffer, bytes: number, fds: readonly Fd[] = [], left: (() => void) | null = null): void {
    const outgoing: Outgoing = { buffer, at: 0, length: bytes, fds, left };
    if (!this.#open) {
      release(outgoing);
      return;
    }
    this.#outgoing.push(outgoing);
    this.#outgoingBytes += bytes;
    if (this.#outgoing.length === 1) this.#flush();
  }

  /**
   * Sends what waits in place, to a peer that takes a message in one go and does nothing else meanwhile.
   *
   * @param milliseconds - for no longer than this without the peer taking anything; the rest goes as usual
   */
  push(milliseconds: number): void {
    for (let left = this.#outgoingBytes; left > 0; left = this.#outgoingBytes) {
      if (!waitWritable(this.#fd, milliseconds * 1000)) return;
      this.#flush();
      if (this.#outgoingBytes === left) return;
    }
  }

  /** Closes the socket; nothing is called any more. */
  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    this.#watch[Symbol.dispose]();
    for (const outgoing of this.#outgoing.splice(0)) release(outgoing);
    this.#outgoingBytes = 0;
    for (const fd of this.#fds.splice(0)) closeFd(fd);
    this.#buffer[Symbol.dispose]();
    closeFd(this.#fd);
  }

  #end(reason: string): void {
    if (!this.#open) return;
    this[Symbol.dispose]();
    this.#handler.closed(reason);
  }

  #flush(): void {
    while (this.#outgoing.length > 0) {
      const first = this.#outgoing[0]!;
      const address = first.buffer.address + first.at;
      const length = first.length - first.at;
      const sent = first.at === 0 && first.fds.length > 0 ? sendFds(this.#fd, address, length, first.fds) : send(this.#fd, address, length);
      if (sent === -Errno.EAGAIN) {
        this.#watch.interest = Ready.READABLE | Ready.WRITABLE;
        return;
      }
      if (sent < 0) {
        this.#end(sent === -Errno.EPIPE || sent === -Errno.ECONNRESET ? '' : `sending failed with error ${-sent}`);
        return;
      }
      first.at += sent;
      this.#outgoingBytes -= sent;
      if (first.at < first.length) continue;
      this.#outgoing.shift();
      release(first);
    }
    this.#watch.interest = Ready.READABLE;
  }

  #receive(): void {
    for (;;) {
      // Never more than the message at hand: descriptors behind it belong to the next one.
      const wanted = this.#filled < headerBytes ? headerBytes : headerBytes + this.#buffer.words[2]!;
      const received = receiveFds(this.#fd, this.#buffer.address + this.#filled, wanted - this.#filled, this.#fds);
      if (received === -Errno.EAGAIN) return;
      if (received <= 0) {
        const cut = this.#filled > 0 ? 'the peer closed in the middle of a message' : '';
        this.#end(received === 0 || received === -Errno.ECONNRESET ? cut : `receiving failed with error ${-received}`);
        return;
      }
      if (this.#fds.length > maxWaitingFds) {
        this.#end(`${this.#fds.length} descriptors came with one message`);
        return;
      }
      this.#filled += received;
      if (this.#filled < headerBytes) continue;
      const bytes = this.#buffer.words[2]!;
      if (bytes > this.#maxPayload) {
        this.#end(`request ${this.#buffer.words[0]} announces ${bytes} bytes; at most ${this.#maxPayload} are taken`);
        return;
      }
      if (this.#filled < headerBytes + bytes) continue;
      if (!this.#deliver(bytes)) return;
    }
  }

  /** Hands a whole message over; false when the socket was closed meanwhile. */
  #deliver(bytes: number): boolean {
    const { words } = this.#buffer;
    const fds = this.#fds;
    this.#fds = [];
    this.#filled = 0;
    this.#handler.message({ request: words[0]!, flags: words[1]!, words, bytes, fds });
    for (const fd of fds) closeFd(fd);
    return this.#open;
  }
}

function release({ buffer, left }: Outgoing): void {
  if (left === null) buffer[Symbol.dispose]();
  else left();
}
