/*
 * Answers on their way to a client.
 *
 * Answers gather here while a batch of commands executes and leave in one system call. A file descriptor needs a message of
 * its own: it travels with one zero byte, and a client that read the bytes before it in the same message would take the
 * descriptor off the queue without seeing it. So the queue remembers where descriptors stand and cuts there.
 *
 * Nothing waits. What the kernel does not take stays; the client executes nothing until it has read that.
 */
import { closeFd, Errno, type Fd, NativeBuffer, send, sendFds } from '@virglass/host-linux';
import type { HostMemory } from '@virglass/virtio-gpu';
import { MemorySlice } from './memory-slice.ts';
import { replyBytes } from './limits.ts';

type QueuedFd = { readonly at: number; readonly fd: Fd; readonly owned: boolean };

/** The send side of one client. */
export class ReplyQueue implements Disposable {
  #memory: NativeBuffer | null = null;
  #view: DataView = emptyView;
  #start = 0;
  #end = 0;
  /** Bytes from here on were never written and are zero. */
  #clean = 0;
  readonly #fds: QueuedFd[] = [];

  /** Bytes that wait to be sent. */
  get pending(): number {
    return this.#end - this.#start;
  }

  /** Bytes of memory held. */
  get capacity(): number {
    return this.#memory?.byteLength ?? 0;
  }

  /** Appends a header. */
  header(length: number, id: number): void {
    this.word(length);
    this.word(id);
  }

  /** Appends a 32-bit word. */
  word(value: number): void {
    const at = this.#take(4);
    this.#view.setUint32(at, value, true);
  }

  /** Appends bytes. */
  bytes(bytes: Uint8Array): void {
    const at = this.#take(bytes.length);
    this.#memory?.bytes.set(bytes, at);
  }

  /**
   * Appends a file descriptor with its byte.
   * @param owned - true when the queue closes it after sending; else it must stay open until then
   */
  fd(fd: Fd, owned: boolean): void {
    const at = this.#take(1);
    this.#view.setUint8(at, 0);
    this.#fds.push({ at, fd, owned });
  }

  /** Appends the byte that goes with a descriptor, without one: how a client that waits for a descriptor learns of a failure. */
  noFd(): void {
    const at = this.#take(1);
    this.#view.setUint8(at, 0);
  }

  /**
   * Appends zero bytes for somebody else to write, and lends them.
   * The slice is valid until the next call on the queue. Memory is taken as it is written.
   */
  zeros(byteLength: number): HostMemory {
    const dirty = this.#clean;
    const at = this.#take(byteLength);
    const memory = this.#memory as NativeBuffer;
    if (dirty > at) memory.bytes.fill(0, at, Math.min(dirty, at + byteLength));
    return new MemorySlice(memory, at, byteLength);
  }

  /**
   * Sends what the kernel takes.
   * @returns 0 when all is sent; else a negated error number, `-Errno.EAGAIN` when the client has to read first
   */
  flush(socket: Fd): number {
    const memory = this.#memory;
    if (memory === null) return 0;
    while (this.#start < this.#end) {
      const fd = this.#fds[0];
      const until = fd?.at ?? this.#end;
      let sent: number;
      if (fd !== undefined && until === this.#start) {
        sent = sendFds(socket, memory.address + this.#start, 1, [fd.fd]);
        if (sent === 1) {
          this.#fds.shift();
          if (fd.owned) closeFd(fd.fd);
        }
      } else {
        sent = send(socket, memory.address + this.#start, until - this.#start);
      }
      if (sent < 0) return sent;
      if (sent === 0) return -Errno.EAGAIN;
      this.#start += sent;
    }
    this.#start = 0;
    this.#end = 0;
    // A large inline answer is rare; what it took goes back at once.
    if (memory.byteLength > replyBytes) this[Symbol.dispose]();
    return 0;
  }

  /** Gives memory back when nothing waits. */
  trim(): void {
    if (this.pending === 0) this[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    for (const { fd, owned } of this.#fds.splice(0)) if (owned) closeFd(fd);
    this.#memory?.[Symbol.dispose]();
    this.#memory = null;
    this.#view = emptyView;
    this.#start = 0;
    this.#end = 0;
    this.#clean = 0;
  }

  /** Makes room at the end; returns where it begins. */
  #take(byteLength: number): number {
    const at = this.#end;
    const end = at + byteLength;
    if (this.#memory === null || end > this.#memory.byteLength) {
      const memory =
        this.#memory === null
          ? NativeBuffer.allocate(Math.max(replyBytes, end))
          : this.#memory.moveTo(Math.max(this.#memory.byteLength * 2, end));
      this.#memory = memory;
      this.#view = new DataView(memory.bytes.buffer);
    }
    this.#end = end;
    if (end > this.#clean) this.#clean = end;
    return at;
  }
}

const emptyView = new DataView(new ArrayBuffer(0));
