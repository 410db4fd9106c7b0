/*
 * What a client has sent and nobody has executed yet.
 *
 *   memory  | consumed | message | message | part of a message |  room  |
 *           0          at                                      end      capacity
 *
 * The kernel writes into the room, commands are executed where they lie, and GL reads command streams and pixels from here
 * by address. Three rules follow.
 *
 * A message begins at a multiple of 4, because its words are read through a Uint32Array and handed over as such. Nearly all
 * messages are whole words; CREATE_RENDERER's name and the inline data of TRANSFER_PUT are not. A message behind one of
 * those is moved down by one to three bytes, over bytes that are consumed already, when it is complete. That touches one
 * message at a time, so a client that makes everything odd costs one copy of what it sent.
 *
 * The buffer grows when it is full and the message in it is incomplete, by doubling, never because of an announced length.
 *
 * Bytes move only when the room ends: what is incomplete moves to the front.
 */
import { type Fd, NativeBuffer, receive } from '@virglass/host-linux';
import { receiveBytes, streamingReceiveBytes } from './limits.ts';

/** What `fill` answers when the buffer may not grow any more. */
export const receiveBufferFull = Number.NEGATIVE_INFINITY;

/** The receive side of one client. Takes memory when the first bytes are read, and gives it back when idle. */
export class ReceiveBuffer implements Disposable {
  readonly #mayGrow: (byteLength: number) => boolean;
  #memory: NativeBuffer | null = null;
  #view: DataView = emptyView;
  #at = 0;
  #end = 0;
  /** Most bytes that were waiting at once since the last `trim`. */
  #peak = 0;
  #filledUp = false;

  /** @param mayGrow - asked before the buffer takes more than `streamingReceiveBytes` */
  constructor(mayGrow: (byteLength: number) => boolean) {
    this.#mayGrow = mayGrow;
  }

  /** Bytes that wait to be executed. */
  get available(): number {
    return this.#end - this.#at;
  }

  /** Bytes of memory held. */
  get capacity(): number {
    return this.#memory?.byteLength ?? 0;
  }

  /** The memory in which messages lie. Borrowed: the next `fill` may replace it. */
  get memory(): NativeBuffer {
    this.#memory ??= this.#adopt(NativeBuffer.allocate(receiveBytes));
    return this.#memory;
  }

  /** A word of the message that waits, aligned or not; it must be available. */
  peek(word: number): number {
    return this.#view.getUint32(this.#at + 4 * word, true);
  }

  /**
   * The place of the first message, a multiple of 4, moving the message there when needed. Once per message: what is moved
   * is no longer where `peek` looks.
   * @param byteLength - of the message, which must be available
   */
  locate(byteLength: number): number {
    const odd = this.#at & 3;
    if (odd === 0) return this.#at;
    const place = this.#at - odd;
    this.memory.bytes.copyWithin(place, this.#at, this.#at + byteLength);
    return place;
  }

  /** Takes the first message off the buffer. */
  consume(byteLength: number): void {
    this.#at += byteLength;
    if (this.#at !== this.#end) return;
    this.#at = 0;
    this.#end = 0;
  }

  /**
   * Reads what the kernel has.
   *
   * @param needed - bytes of the message that waits, when its header is here; else 0
   * @returns bytes read, 0 at the end of the stream, `receiveBufferFull`, or a negated error number
   * @throws {HostError} when there is no memory
   */
  fill(socket: Fd, needed: number): number {
    let memory = this.memory;
    if (this.#at > 0 && (this.#end === memory.byteLength || this.#at + needed > memory.byteLength)) {
      memory.bytes.copyWithin(0, this.#at, this.#end);
      this.#end -= this.#at;
      this.#at = 0;
    }
    if (this.#end === memory.byteLength || (this.#filledUp && memory.byteLength < streamingReceiveBytes)) {
      const grown = memory.byteLength * 2;
      if (grown > streamingReceiveBytes && !this.#mayGrow(grown)) return receiveBufferFull;
      memory = this.#adopt(memory.moveTo(grown));
      this.#memory = memory;
    }
    const room = memory.byteLength - this.#end;
    const received = receive(socket, memory.address + this.#end, room);
    if (received <= 0) return received;
    this.#end += received;
    this.#filledUp = received === room;
    if (this.available > this.#peak) this.#peak = this.available;
    return received;
  }

  /** Gives memory back that the client did not need since the last call. */
  trim(): void {
    const memory = this.#memory;
    const peak = this.#peak;
    this.#peak = this.available;
    if (memory === null || this.available > 0) return;
    const tooLarge = memory.byteLength > receiveBytes && peak <= memory.byteLength / 4;
    if (peak === 0 || tooLarge) this[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.#memory?.[Symbol.dispose]();
    this.#memory = null;
    this.#view = emptyView;
    this.#at = 0;
    this.#end = 0;
    this.#filledUp = false;
  }

  #adopt(memory: NativeBuffer): NativeBuffer {
    this.#view = new DataView(memory.bytes.buffer);
    return memory;
  }
}

const emptyView = new DataView(new ArrayBuffer(0));
