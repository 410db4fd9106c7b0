/*
 * A monitor for tests: connects to a back end, shares memory that it made, sets the queues up as QEMU does, and drives them as a
 * guest's driver would.
 */
import { closeFd, createMemfd, EventFd, type Fd, Mapping, Ready, waitReadable, Watch } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { DriverQueue, GuestMemory } from '@virglass/virtio';
import { FramedSocket, type Message } from '../framed-socket.ts';

const base = 0x40000000;
/** Memory of the guest when nothing else is said. */
const defaultRamBytes = 8 << 20;
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
  readonly #region: ReturnType<typeof regionOf>;
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

  /** @param ramBytes - memory of the guest */
  constructor(fd: Fd, ramBytes = defaultRamBytes) {
    this.#fd = createMemfd('guest', ramBytes);
    this.#region = regionOf(ramBytes);
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
    return this.demand((w, f) => p.encodeVhostUserAddMemReg(w, f, 0, this.#region), [this.#fd]);
  }

  /** Takes it away again. */
  removeMemory(): Promise<boolean> {
    return this.demand((w, f) => p.encodeVhostUserRemMemReg(w, f, 0, this.#region));
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

  /** Sends a request of the guest's driver without waiting for its answer; see `answered`. */
  post(words: Uint32Array, bytes: number): void {
    this.ram.bytes.set(new Uint8Array(words.buffer, words.byteOffset, bytes), REQUEST);
    const driver = this.queues[0]!;
    driver.add([{ address: base + REQUEST, length: bytes }], [{ address: base + RESPONSE, length: 4096 }]);
    if (driver.kick()) this.#kicks[0]!.signal();
  }

  /** Waits until everything posted is answered, without interrupts. */
  async answered(): Promise<void> {
    const driver = this.queues[0]!;
    while (driver.free < driver.ring.size) {
      if (!driver.collect(() => undefined)) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Waits until what was sent has been taken, or the connection has ended. */
  async settled(): Promise<void> {
    while (this.socket.unsent > 0 && !this.isClosed) await new Promise((resolve) => setImmediate(resolve));
  }

  /** Clears the queues as a driver does that begins anew. */
  renewQueues(): void {
    this.queues.splice(0, 2, ...places.map((place, i) => new DriverQueue(this.#memory, i === 0 ? 256 : 16, place, true)));
  }

  /**
   * Sends a request whose words lie at `REQUEST` and waits for its answer in place, without the event loop.
   *
   * @param bytes - of the request
   * @returns whether there was an answer within a second
   */
  exchange(bytes: number): boolean {
    const driver = this.queues[0]!;
    const call = this.#calls[0]!;
    driver.add([{ address: base + REQUEST, length: bytes }], [{ address: base + RESPONSE, length: 4096 }]);
    if (driver.kick()) this.#kicks[0]!.signal();
    const until = performance.now() + 1000;
    while (performance.now() < until) {
      if (driver.collect(() => undefined)) return true;
      if (waitReadable(call.fd, call.fd, 100_000) !== 0) call.drain();
    }
    return false;
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
const regionOf = (ramBytes: number): Parameters<typeof p.encodeVhostUserAddMemReg>[3] => ({
  guestAddressLo: base,
  guestAddressHi: 0,
  sizeLo: ramBytes,
  sizeHi: 0,
  userAddressLo,
  userAddressHi,
  mmapOffsetLo: 0,
  mmapOffsetHi: 0,
});
