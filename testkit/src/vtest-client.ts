/*
 * A vtest client for protocol 0 (no file descriptors), to say what Mesa would never say.
 *
 * It sends what it is told, true or not, and collects what comes back. Every wait has a limit.
 */
import { connect, type Socket } from 'node:net';
import { Vcmd, VtestRecording } from './vtest-stream.ts';

/** What happened to the connection within a time. */
export type ConnectionFate = 'open' | 'closed' | 'data';

/** Parameters of RESOURCE_CREATE; what is absent is a plain 16x16 BGRA texture. */
export interface ResourceParameters {
  readonly target?: number;
  readonly format?: number;
  readonly bind?: number;
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  readonly arraySize?: number;
  readonly lastLevel?: number;
  readonly samples?: number;
}

/** Makes a message: header of two words, then the payload. */
export function vtestMessage(command: number, payload: Uint8Array | readonly number[] = [], lengthWords?: number): Uint8Array {
  const bytes = payload instanceof Uint8Array ? payload : new Uint8Array(Uint32Array.from(payload).buffer);
  const message = new Uint8Array(8 + bytes.length);
  const view = new DataView(message.buffer);
  view.setUint32(0, lengthWords ?? Math.ceil(bytes.length / 4), true);
  view.setUint32(4, command, true);
  message.set(bytes, 8);
  return message;
}

const REPLY_TIMEOUT_MS = 30_000;

/** Pings in a row, so that their answers are not taken for something else. */
const PINGS = 4;
/** What the answers to them are on the wire. */
const pongs = Buffer.concat(Array.from({ length: PINGS }, () => vtestMessage(Vcmd.PING_PROTOCOL_VERSION)));

function connectSocket(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** A connection to a vtest server. */
export class VtestClient implements Disposable {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #closed = false;
  #wake: (() => void) | null = null;
  #discard = false;
  /** The last bytes received, kept when answers are thrown away too. */
  #tail: Buffer = Buffer.alloc(0);
  /** Bytes received so far. */
  receivedBytes = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.receivedBytes += chunk.length;
      this.#tail = Buffer.concat([this.#tail, chunk]).subarray(-pongs.length);
      if (!this.#discard) this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
      this.#wake?.();
    });
    const closed = (): void => {
      this.#closed = true;
      this.#wake?.();
    };
    socket.on('error', closed); // reset and broken pipe are what these tests are about
    socket.on('close', closed);
  }

  /** Connects; a server whose queue of connections is full (EAGAIN) is asked again for 5 s. Rejects when nobody listens. */
  static async connect(path: string): Promise<VtestClient> {
    for (let attempt = 1; ; attempt++) {
      try {
        return new VtestClient(await connectSocket(path));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || attempt === 100) throw error;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** Connects and goes through Mesa's greeting: renderer, version question, version, capabilities. */
  static async open(path: string, protocol = 0): Promise<VtestClient> {
    const client = await VtestClient.connect(path);
    await client.greet(protocol);
    return client;
  }

  /** True once the server has closed the connection. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Sends bytes as they are; resolves when the kernel has taken them or the connection has gone. */
  send(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (this.#closed || !this.#socket.writable) return resolve();
      const timer = setTimeout(resolve, REPLY_TIMEOUT_MS);
      const settle = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.#socket.once('close', settle);
      this.#socket.write(bytes, () => {
        this.#socket.off('close', settle);
        settle();
      });
    });
  }

  /** Sends one message. */
  message(command: number, payload: Uint8Array | readonly number[] = [], lengthWords?: number): Promise<void> {
    return this.send(vtestMessage(command, payload, lengthWords));
  }

  /** Sends a virgl command stream as one SUBMIT_CMD. */
  submit(words: readonly number[] | Uint32Array): Promise<void> {
    return this.message(Vcmd.SUBMIT_CMD, Array.from(words));
  }

  /**
   * Reads exactly so many bytes.
   * @throws {Error} when the connection closes or 30 s pass first
   */
  async read(length: number, timeoutMs = REPLY_TIMEOUT_MS): Promise<Buffer> {
    const deadline = performance.now() + timeoutMs;
    while (this.#received.length < length) {
      if (this.#closed) throw new Error(`connection closed, ${this.#received.length} of ${length} bytes read`);
      if (performance.now() > deadline) throw new Error(`no answer, ${this.#received.length} of ${length} bytes read`);
      await this.#something(deadline - performance.now());
    }
    const result = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return result;
  }

  /** Reads the two words of an answer's header. */
  async readHeader(): Promise<{ readonly length: number; readonly command: number }> {
    const header = await this.read(8);
    return { length: header.readUInt32LE(0), command: header.readUInt32LE(4) };
  }

  /**
   * Greets as Mesa does. Protocol 2 may be asked for although this client drops the descriptors that it is sent.
   * @returns the bytes of the larger capability set
   */
  async greet(protocol = 0): Promise<Uint8Array> {
    const text = Buffer.from('testkit\0', 'latin1');
    await this.message(Vcmd.CREATE_RENDERER, text, text.length); // this length is in bytes
    await this.message(Vcmd.PING_PROTOCOL_VERSION);
    await this.message(Vcmd.RESOURCE_BUSY_WAIT, [0, 0]);
    const first = await this.readHeader();
    if (first.command === Vcmd.PING_PROTOCOL_VERSION) {
      await this.readHeader();
      await this.read(4);
      await this.message(Vcmd.PROTOCOL_VERSION, [protocol]);
      await this.readHeader();
      await this.read(4);
    } else {
      await this.read(4);
    }
    return this.capabilities();
  }

  /** Asks for capability set 2. @returns its bytes */
  async capabilities(): Promise<Uint8Array> {
    await this.message(Vcmd.GET_CAPS2);
    const answer = await this.readHeader();
    return this.read(answer.length - 1); // the length is in bytes, plus one
  }

  /** Waits until everything sent before has been executed. @returns the busy flag */
  async sync(resource = 0): Promise<number> {
    await this.message(Vcmd.RESOURCE_BUSY_WAIT, [resource, resource === 0 ? 0 : 1]);
    await this.readHeader();
    return (await this.read(4)).readUInt32LE(0);
  }

  /** Sends RESOURCE_CREATE; by default a 16x16 B8G8R8A8_UNORM render target. */
  createResource(handle: number, parameters: ResourceParameters = {}): Promise<void> {
    const p = { target: 2, format: 1, bind: 10, width: 16, height: 16, depth: 1, arraySize: 1, lastLevel: 0, samples: 0, ...parameters };
    const shape = [p.target, p.format, p.bind, p.width, p.height, p.depth, p.arraySize, p.lastLevel, p.samples];
    return this.message(Vcmd.RESOURCE_CREATE, [handle, ...shape]);
  }

  /** Reads a box of level 0 back. @returns its bytes, rows tightly packed */
  async transferGet(handle: number, width: number, height: number, bytesPerTexel = 4): Promise<Buffer> {
    const size = width * height * bytesPerTexel;
    await this.message(Vcmd.TRANSFER_GET, [handle, 0, width * bytesPerTexel, size, 0, 0, 0, width, height, 1, size]);
    return this.read(size);
  }

  /** Writes a box of level 0, rows tightly packed. */
  transferPut(handle: number, width: number, height: number, data: Uint8Array): Promise<void> {
    const header = [handle, 0, data.length / height, data.length, 0, 0, 0, width, height, 1, data.length];
    const payload = new Uint8Array(44 + data.length);
    payload.set(new Uint8Array(Uint32Array.from(header).buffer));
    payload.set(data, 44);
    return this.message(Vcmd.TRANSFER_PUT, payload);
  }

  /** Waits up to `timeoutMs` for the server to answer or to close the connection. */
  async fate(timeoutMs: number): Promise<ConnectionFate> {
    const deadline = performance.now() + timeoutMs;
    while (!this.#closed && this.#received.length === 0 && performance.now() < deadline) {
      await this.#something(deadline - performance.now());
    }
    if (this.#received.length > 0) return 'data';
    return this.#closed ? 'closed' : 'open';
  }

  /**
   * Waits until everything sent before has been executed, whatever answers that brings; what was sent must end with a whole message.
   * @returns false when the connection was closed or the time passed before that
   */
  async settled(timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    for (let i = 0; i < PINGS; i++) await this.message(Vcmd.PING_PROTOCOL_VERSION);
    while (!this.#closed && performance.now() < deadline) {
      if (this.#tail.equals(pongs)) return true;
      await this.#something(deadline - performance.now());
    }
    return this.#tail.equals(pongs);
  }

  /** From now on answers are counted and thrown away. */
  discardAnswers(): void {
    this.#discard = true;
    this.#received = Buffer.alloc(0);
  }

  /** From now on nothing is read, so that the server's answers fill the kernel's queue. */
  pauseReading(): void {
    this.#socket.pause();
  }

  /** Says that nothing more will be sent, and waits for the server to close its side too. */
  finish(timeoutMs: number): Promise<ConnectionFate> {
    this.#socket.end();
    return this.untilClosed(timeoutMs);
  }

  /** Waits for the server to close the connection by itself; answers that come meanwhile are kept. */
  async untilClosed(timeoutMs: number): Promise<ConnectionFate> {
    const deadline = performance.now() + timeoutMs;
    while (!this.#closed && performance.now() < deadline) await this.#something(deadline - performance.now());
    return this.#closed ? 'closed' : 'open';
  }

  close(): void {
    this.#socket.destroy();
    this.#closed = true;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** Resolves when something has arrived, the connection has closed, or the time has passed. */
  #something(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, Math.max(1, timeoutMs));
      this.#wake = done;
    });
  }
}

/** A picture or other data that a replayed recording read back. */
export interface Readback {
  /** Index of the message in the recording. */
  readonly message: number;
  readonly resource: number;
  readonly width: number;
  readonly height: number;
  readonly strideBytes: number;
  readonly bytes: Buffer;
}

/**
 * Sends a recording made with protocol 0 or 2 message by message, taking each answer before going on.
 *
 * @param keep - which readbacks (counted from 0) to return; default all
 * @returns what the server sent back for TRANSFER_GET, in order
 * @throws {Error} when the server closes the connection or stops answering
 */
export async function replayRecording(
  path: string,
  recording: VtestRecording,
  keep: (index: number) => boolean = () => true,
): Promise<Readback[]> {
  using client = await VtestClient.connect(path);
  const readbacks: Readback[] = [];
  let count = 0;
  for (const [index, message] of recording.messages.entries()) {
    await client.send(recording.slice(message));
    switch (message.command) {
      case Vcmd.GET_CAPS:
      case Vcmd.GET_CAPS2:
        await client.read((await client.readHeader()).length - 1);
        break;
      case Vcmd.PING_PROTOCOL_VERSION:
        await client.readHeader();
        break;
      case Vcmd.PROTOCOL_VERSION:
      case Vcmd.RESOURCE_BUSY_WAIT:
        await client.readHeader();
        await client.read(4);
        break;
      case Vcmd.RESOURCE_CREATE2:
        // The byte that the descriptor of the shared memory comes with.
        if (recording.word(message, 10) !== 0) await client.read(1);
        break;
      case Vcmd.TRANSFER_GET: {
        const bytes = await client.read(recording.word(message, 10));
        if (!keep(count++)) break;
        const [resource, width, height] = [recording.word(message, 0), recording.word(message, 7), recording.word(message, 8)];
        readbacks.push({ message: index, resource, width, height, strideBytes: recording.word(message, 2), bytes });
        break;
      }
    }
  }
  return readbacks;
}

/**
 * Sends bytes that may be damaged, throwing answers away, waits until the server has executed all messages that are whole, then
 * closes.
 * @returns whether the server had closed the connection by itself within `timeoutMs`
 */
export async function replayBlindly(path: string, bytes: Uint8Array, timeoutMs: number): Promise<ConnectionFate> {
  using client = await VtestClient.connect(path);
  client.discardAnswers();
  const step = 1 << 16;
  const deadline = performance.now() + timeoutMs;
  const send = async (some: Uint8Array): Promise<void> => {
    for (let at = 0; at < some.length && !client.closed && performance.now() < deadline; at += step) {
      await client.send(some.subarray(at, at + step));
    }
  };
  const last = new VtestRecording(bytes).messages.at(-1);
  const whole = last === undefined ? 0 : last.at + 8 + last.payloadBytes;
  await send(bytes.subarray(0, whole));
  // A client that goes away at once has its last messages thrown away: nothing would have been tried.
  if (whole > 0 && !client.closed) await client.settled(Math.max(1, deadline - performance.now()));
  await send(bytes.subarray(whole));
  return client.finish(Math.max(1, deadline - performance.now()));
}
