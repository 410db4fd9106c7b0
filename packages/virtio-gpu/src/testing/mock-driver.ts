/*
 * A driver for tests: guest memory, two queues and requests written word by word. It does what it is told, right or wrong.
 */
import { VirtioGpuHeaderWords } from '@virglass/protocol';
import { DriverQueue, type DriverRange, GuestMemory } from '@virglass/virtio';
import { VirtioGpu } from '../device.ts';
import { plainMemory, type VirtioGpuOptions } from '../options.ts';

const base = 0x80000000;
const ramBytes = 16 << 20;
const controlPlaces = { descriptors: base, available: base + 0x2000, used: base + 0x3000 };
const cursorPlaces = { descriptors: base + 0x4000, available: base + 0x5000, used: base + 0x6000 };
/** Where requests and responses lie: short requests in turns, so that those that wait keep their words, long ones in one place. */
const requestAt = 0x10000;
const shortBytes = 0x8000;
const longAt = 0x110000;
const responseAt = 0x200000;
const responseBytes = 4096;
const turns = 32;
/** Where tests keep pictures and streams. */
export const DATA = base + 0x400000;

/** An answer: type and words behind the header. */
export interface Answer {
  readonly type: number;
  readonly words: Uint32Array;
  /** Bytes that the device said it wrote. */
  readonly written: number;
}

/** Log lines of the device. */
export class LogLines {
  readonly lines: string[] = [];
  warn(line: string): void {
    this.lines.push(line);
  }
  debug(): void {
    // What tests look at is what went wrong.
  }
}

/** A guest with a device. */
export class MockDriver {
  readonly memory = new GuestMemory();
  readonly ram: Uint8Array;
  readonly device: VirtioGpu;
  readonly log = new LogLines();
  readonly control: DriverQueue;
  readonly cursor: DriverQueue;
  /** Answers that came later than their request was processed, by head. */
  readonly late = new Map<number, Answer>();
  #posted = 0;
  /** Where the responses of requests lie, by head. */
  readonly #responses = new Map<number, number>();

  constructor(options: Partial<VirtioGpuOptions> = {}) {
    const memory = (options.allocate ?? plainMemory)(ramBytes);
    this.ram = memory.bytes;
    const added = this.memory.add({ guestAddress: base, size: ramBytes, userAddress: 0, memory, offset: 0 });
    if (added !== '') throw new Error(added);
    this.control = new DriverQueue(this.memory, 256, controlPlaces, true);
    this.cursor = new DriverQueue(this.memory, 16, cursorPlaces, true);
    this.device = new VirtioGpu({
      memory: this.memory,
      renderer: null,
      display: { scanout: () => undefined, damage: () => undefined, cursor: () => undefined, moveCursor: () => undefined },
      screens: [{ width: 800, height: 600 }],
      quota: { bytes: 64 << 20, resources: 64, contexts: 8, objects: 1000, gpuMilliseconds: 4000 },
      log: this.log,
      ...options,
    });
    this.start();
  }

  /** Starts both queues; after a reset they begin anew. */
  start(): void {
    const places = { next: 0, eventIndex: true };
    for (const [queue, size, at] of [[this.device.control, 256, controlPlaces] as const, [this.device.cursor, 16, cursorPlaces] as const]) {
      const error = queue.start({ size, ...at, ...places });
      if (error !== '') throw new Error(error);
    }
  }

  /** Sends bytes as a request and returns the head; `pieces` cuts them into so many buffers. */
  post(queue: 0 | 1, request: Uint8Array, room = responseBytes, pieces = 1): number {
    const turn = this.#posted++ % turns;
    const place = request.length > shortBytes ? longAt : requestAt + turn * shortBytes;
    const response = responseAt + turn * responseBytes;
    this.ram.set(request, place);
    const readable: DriverRange[] = [];
    const step = Math.max(1, Math.ceil(request.length / pieces));
    for (let at = 0; at < request.length; at += step) {
      readable.push({ address: base + place + at, length: Math.min(step, request.length - at) });
    }
    const driver = queue === 0 ? this.control : this.cursor;
    const head = driver.add(readable, room === 0 ? [] : [{ address: base + response, length: room }]);
    this.#responses.set(head, response);
    driver.kick();
    while (this.device.process(queue).more);
    this.device.queue(queue)!.publish();
    return head;
  }

  /** Takes the answers that are there. */
  collect(queue: 0 | 1): Map<number, Answer> {
    const answers = new Map<number, Answer>();
    const driver = queue === 0 ? this.control : this.cursor;
    while (
      driver.collect((head, written) => {
        const at = this.#responses.get(head)!;
        const words = new Uint32Array(this.ram.slice(at, at + responseBytes).buffer);
        answers.set(head, { type: words[0]!, words: words.slice(VirtioGpuHeaderWords), written });
      })
    );
    return answers;
  }

  /** Sends bytes and returns the answer, which must be there at once. */
  send(queue: 0 | 1, request: Uint8Array, room = responseBytes, pieces = 1): Answer {
    const head = this.post(queue, request, room, pieces);
    const answer = this.collect(queue).get(head);
    if (answer === undefined) throw new Error('the request was not answered');
    return answer;
  }

  /** Sends a request made by an encoder of the protocol. */
  command<A>(encode: (words: Uint32Array, floats: Float32Array, at: number, args: A) => number, args: A, header: Header = {}): Answer {
    return this.send(header.queue ?? 0, this.encode(encode, args, header), responseBytes, header.pieces ?? 1);
  }

  /** The bytes of a request. */
  encode<A>(encode: (words: Uint32Array, floats: Float32Array, at: number, args: A) => number, args: A, header: Header = {}): Uint8Array {
    const words = new Uint32Array(1 << 16);
    const end = encode(words, new Float32Array(words.buffer), 0, args);
    words[1] = header.flags ?? 0;
    words[2] = header.fence ?? 0;
    words[4] = header.context ?? 0;
    words[5] = header.ring ?? 0;
    const tail = header.tail ?? new Uint8Array(0);
    const bytes = new Uint8Array(end * 4 + tail.length);
    bytes.set(new Uint8Array(words.buffer, 0, end * 4));
    bytes.set(tail, end * 4);
    return bytes;
  }
}

/** What the header of a request says besides its type, and what follows the request. */
export interface Header {
  readonly flags?: number;
  readonly fence?: number;
  readonly context?: number;
  readonly ring?: number;
  readonly queue?: 0 | 1;
  readonly pieces?: number;
  readonly tail?: Uint8Array;
}
