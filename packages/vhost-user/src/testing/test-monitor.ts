/*
 * A monitor for tests: connects to a back end, shares memory that it made, sets the queues up as QEMU does, and drives them as a
 * guest's driver would.
 */
import { closeFd, createMemfd, EventFd, type Fd, Mapping, Ready, Watch } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { DriverQueue, GuestMemory } from '@virglass/virtio';
import { FramedSocket, type Message } from '../framed-socket.ts';

const base = 0x40000000;
const ramBytes = 8 << 20;
const userBase = 0x7f0000000000;
const places = [0, 0x8000].map((at) => ({ descriptors: base + at, available: base + at + 0x4000, used: base + at + 0x5000 }));
/** Where requests, responses and data lie in `ram`. */
export const REQUEST = 0x20000;
export const RESPONSE = 0x30000;
export const DATA = 0x100000;
/** Guest address of the first byte of `ram`. */
export const RAM_BASE = base;

/** A monitor and the guest in it. */
export class TestMonitor implements Disposable {
  readonly socket: FramedSocket;
  readonly ram: Mapping;
  readonly queues: DriverQueue[];
  readonly #fd: Fd;
  readonly #memory = new GuestMemory();
  readonly #kicks = [new EventFd(), new EventFd()];
  readonly #calls = [new EventFd(), new EventFd()];
  readonly #watches: Watch[];
  readonly #words = new Uint32Array(1024);
  readonly #floats = new Float32Array(this.#words.buffer);
  #answer: ((message: { words: Uint32Array; bytes: number }) => void) | null = null;
  #interrupted: (() => void) | null = null;
  /** Interrupts of the control queue so far. */
  interrupts = 0;
  closed = '';
  isClosed = false;

  constructor(fd: Fd) {
    this.#fd = createMemfd('guest', ramBytes);
    this.ram = new Mapping(this.#fd, ramBytes);
    this.#memory.add({ guestAddress: base, size: ramBytes, userAddress: userBase, memory: this.ram, offset: 0 });
    this.queues = places.map((place, i) => new DriverQueue(this.#memory, i === 0 ? 256 : 16, place, true));
    this.#watches = this.#calls.map(
      (call, i) =>
        new Watch(call.fd, Ready.READABLE, () => {
          call.drain();
          if (i === 0) this.interrupts++;
          this.#interrupted?.();
        }),
    );
    this.socket = new FramedSocket(fd, 8192, {
      message: ({ words, bytes }: Message) => {
        const answer = this.#answer;
        this.#answer = null;
        answer?.({ words: words.slice(0, p.VhostUserHeaderWords + Math.ceil(bytes / 4)), bytes });
      },
      closed: (reason) => {
        this.closed = reason;
        this.isClosed = true;
      },
    });
  }

  /** Sends a request. */
  tell(encode: (words: Uint32Array, floats: Float32Array) => number, fds: readonly Fd[] = [], flags = 1): void {
    const end = encode(this.#words, this.#floats);
    this.#words[1] = flags;
    this.socket.send(this.#words, end * 4, fds);
  }

  /** Sends a request and waits for its answer. */
  ask(
    encode: (words: Uint32Array, floats: Float32Array) => number,
    fds: readonly Fd[] = [],
    flags = 1,
  ): Promise<{ words: Uint32Array; bytes: number }> {
    const { promise, resolve } = Promise.withResolvers<{ words: Uint32Array; bytes: number }>();
    this.#answer = resolve;
    this.tell(encode, fds, flags);
    return promise;
  }

  /** Sends a request that asks for an acknowledgement; true: it was accepted. */
  async demand(encode: (words: Uint32Array, floats: Float32Array) => number, fds: readonly Fd[] = []): Promise<boolean> {
    const { words } = await this.ask(encode, fds, p.VhostUserFlag.VERSION | p.VhostUserFlag.NEED_REPLY);
    return words[p.VhostUserHeaderWords] === 0;
  }

  /** What QEMU does until the guest's driver is ready; answers GET_FEATURES' low word. */
  async start(): Promise<number> {
    const features = await this.ask((w, f) => p.encodeVhostUserGetFeatures(w, f, 0));
    const low = p.vhostUserGetFeaturesReplyValueLo(features.words, 0);
    await this.ask((w, f) => p.encodeVhostUserGetProtocolFeatures(w, f, 0));
    this.tell((w, f) => p.encodeVhostUserSetProtocolFeatures(w, f, 0, { valueLo: 0x8608, valueHi: 0 }));
    this.tell((w, f) => p.encodeVhostUserSetOwner(w, f, 0));
    this.tell((w, f) => p.encodeVhostUserSetFeatures(w, f, 0, { valueLo: low, valueHi: 1 }));
    await this.addMemory();
    this.startQueues();
    return low;
  }

  /** Shares the guest's memory. */
  addMemory(): Promise<boolean> {
    return this.demand((w, f) => p.encodeVhostUserAddMemReg(w, f, 0, region), [this.#fd]);
  }

  /** Takes it away again. */
  removeMemory(): Promise<boolean> {
    return this.demand((w, f) => p.encodeVhostUserRemMemReg(w, f, 0, region));
  }

  /** Sets both queues up from index 0 (or where they were). */
  startQueues(num = 0): void {
    for (let index = 0; index < 2; index++) {
      const place = places[index]!;
      const user = (address: number): readonly [number, number] => split(address - base + userBase);
      const [descriptorsLo, descriptorsHi] = user(place.descriptors);
      const [usedLo, usedHi] = user(place.used);
      const [availableLo, availableHi] = user(place.available);
      const address = { index, flags: 0, descriptorsLo, descriptorsHi, usedLo, usedHi, availableLo, availableHi, logLo: 0, logHi: 0 };
      this.tell((w, f) => p.encodeVhostUserSetVringNum(w, f, 0, { index, num: index === 0 ? 256 : 16 }));
      this.tell((w, f) => p.encodeVhostUserSetVringBase(w, f, 0, { index, num }));
      this.tell((w, f) => p.encodeVhostUserSetVringAddr(w, f, 0, address));
      this.tell((w, f) => p.encodeVhostUserSetVringKick(w, f, 0, { valueLo: index, valueHi: 0 }), [this.#kicks[index]!.fd]);
      this.tell((w, f) => p.encodeVhostUserSetVringCall(w, f, 0, { valueLo: index, valueHi: 0 }), [this.#calls[index]!.fd]);
      this.tell((w, f) => p.encodeVhostUserSetVringEnable(w, f, 0, { index, num: 1 }));
    }
  }

  /** Sends a request of the guest's driver and waits for the interrupt of its answer. */
  async command(words: Uint32Array, bytes: number, queue = 0): Promise<Uint32Array> {
    this.ram.bytes.set(new Uint8Array(words.buffer, words.byteOffset, bytes), REQUEST);
    const driver = this.queues[queue]!;
    driver.add([{ address: base + REQUEST, length: bytes }], [{ address: base + RESPONSE, length: 4096 }]);
    if (driver.kick()) this.#kicks[queue]!.signal();
    let answered = false;
    const take = (): boolean =>
      driver.collect(() => {
        answered = true;
      });
    for (;;) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#interrupted = resolve;
      while (take());
      if (answered) break;
      await promise;
    }
    return new Uint32Array(this.ram.bytes.slice(RESPONSE, RESPONSE + 4096).buffer);
  }

  [Symbol.dispose](): void {
    for (const watch of this.#watches) watch[Symbol.dispose]();
    for (const event of [...this.#kicks, ...this.#calls]) event[Symbol.dispose]();
    this.socket[Symbol.dispose]();
    this.ram[Symbol.dispose]();
    closeFd(this.#fd);
  }
}

const split = (address: number): readonly [number, number] => [address >>> 0, Math.floor(address / 0x100000000)];
const [userAddressLo, userAddressHi] = split(userBase);
const region = {
  guestAddressLo: base,
  guestAddressHi: 0,
  sizeLo: ramBytes,
  sizeHi: 0,
  userAddressLo,
  userAddressHi,
  mmapOffsetLo: 0,
  mmapOffsetHi: 0,
};

/** A console for tests: answers what the device asks on its display socket and keeps what it shows. */
export class TestConsole implements Disposable {
  readonly socket: FramedSocket;
  readonly messages: { request: number; words: Uint32Array; bytes: number }[] = [];
  readonly #words = new Uint32Array(1024);
  #told: (() => void) | null = null;

  readonly size: readonly [number, number];

  constructor(fd: Fd, size: readonly [number, number]) {
    this.size = size;
    this.socket = new FramedSocket(fd, 8 << 20, { message: (message) => this.#message(message), closed: () => undefined });
  }

  /** Waits until a message of this number has come, and takes it with those before it. */
  async until(request: number): Promise<{ words: Uint32Array; bytes: number }> {
    for (;;) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#told = resolve;
      const found = this.messages.findIndex((message) => message.request === request);
      if (found >= 0) return this.messages.splice(0, found + 1)[found]!;
      await promise;
    }
  }

  [Symbol.dispose](): void {
    this.socket[Symbol.dispose]();
  }

  #message({ request, words, bytes }: Message): void {
    this.messages.push({ request, words: words.slice(0, 3 + Math.ceil(bytes / 4)), bytes });
    const G = p.VhostUserGpuRequest as Readonly<Record<string, number>>;
    if (request === G['GET_PROTOCOL_FEATURES']) {
      this.#words.set([request, 4, 8, 3, 0]);
      this.socket.send(this.#words, 20);
    } else if (request === G['GET_DISPLAY_INFO']) {
      this.#words.fill(0);
      this.#words.set([request, 4, 408, p.VirtioGpuResponse.OK_DISPLAY_INFO]);
      this.#words.set([0, 0, ...this.size, 1, 0], 3 + 6);
      this.socket.send(this.#words, 12 + 408);
    }
    this.#told?.();
  }
}
