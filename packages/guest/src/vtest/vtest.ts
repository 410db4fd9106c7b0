/*
 * The vtest transport: `virglass vtest`, or virglrenderer's own `virgl_test_server`, over a Unix socket.
 *
 * Protocol 2 where the server has it: resource numbers are ours, and a staging resource has shared memory that uploads are copied from
 * by commands in the stream. Reads, and uploads where there is no staging memory, travel through the socket.
 */
import { closeFd, Mapping } from '@virglass/host-linux';
import { PipeBind, PipeFormat, PipeTarget, VtestCommand } from '@virglass/protocol';
import type { ResourceShape, Staging, TransferBox, Transport, Winsys } from '../winsys/winsys.ts';
import { Channel } from './channel.ts';

/** Choices of a vtest transport. */
export interface VtestOptions {
  /** Bytes of shared memory for uploads; 0: none. Default 8 MiB. */
  readonly stagingBytes?: number;
  /** How long an answer may take, in milliseconds; default a minute. */
  readonly timeoutMs?: number;
}

const STAGING_ID = 0x7fff_0001;
const NAME = 'virglass guest\0';
const WAIT = 1;

/**
 * A transport to the vtest server that listens at a path.
 *
 * Making a context on it throws a HostError when nobody listens there.
 */
export function vtest(path: string, options: VtestOptions = {}): Transport {
  return () => new VtestWinsys(path, options);
}

class VtestWinsys implements Winsys {
  readonly capset: Uint8Array;
  readonly staging: Staging | null = null;
  readonly #channel: Channel;
  readonly #words = new Uint32Array(16);
  readonly #bytes = new Uint8Array(this.#words.buffer);
  readonly #answer = new Uint32Array(4);
  readonly #mapping: Mapping | null = null;
  /** Answers to marks that have not been read yet, and how many have. */
  #marksSent = 0;
  #marksRead = 0;
  #nextResource = 1;
  /** Fences are points of the stream, counted; those up to here have passed. */
  #fences = 0;
  #passed = 0;
  /** Times that the server was found busy since it was last idle. */
  #busy = 0;

  constructor(path: string, options: VtestOptions) {
    const channel = (this.#channel = new Channel(path, options.timeoutMs ?? 60_000));
    const name = Uint8Array.from(NAME, (c) => c.charCodeAt(0));
    this.#message(VtestCommand.CREATE_RENDERER, [], name.length);
    channel.write(name);
    const version = this.#greet();
    this.capset = this.#capabilities();
    const bytes = options.stagingBytes ?? 8 * 1024 * 1024;
    if (version < 2 || bytes === 0) return;
    this.#message(VtestCommand.RESOURCE_CREATE2, [
      STAGING_ID,
      PipeTarget.BUFFER,
      PipeFormat.R8_UNORM,
      PipeBind.STAGING,
      bytes,
      1,
      1,
      1,
      0,
      0,
      bytes,
    ]);
    const fd = channel.readFd();
    if (fd === null) return;
    this.#mapping = new Mapping(fd, bytes);
    closeFd(fd);
    this.staging = { resource: STAGING_ID, bytes: this.#mapping.bytes };
  }

  get lost(): string {
    return this.#channel.closed ? 'the host has closed the connection' : '';
  }

  createResource(s: ResourceShape): number {
    const id = this.#nextResource++;
    const shape = [id, s.target, s.format, s.bind, s.width, s.height, s.depth, s.arraySize, s.lastLevel, s.samples];
    if (this.#mapping === null) this.#message(VtestCommand.RESOURCE_CREATE, shape);
    else this.#message(VtestCommand.RESOURCE_CREATE2, [...shape, 0]);
    return id;
  }

  destroyResource(id: number): void {
    this.#message(VtestCommand.RESOURCE_UNREF, [id]);
  }

  submit(words: Uint32Array, length: number): void {
    this.#message(VtestCommand.SUBMIT_CMD, [], length);
    this.#channel.write(new Uint8Array(words.buffer, words.byteOffset, length * 4));
    this.#channel.flush();
  }

  write(id: number, box: TransferBox, bytes: Uint8Array): void {
    this.#transfer(VtestCommand.TRANSFER_PUT, id, box, bytes.length, 11 + Math.ceil(bytes.length / 4));
    this.#channel.write(bytes);
  }

  read(id: number, box: TransferBox, into: Uint8Array): void {
    this.#transfer(VtestCommand.TRANSFER_GET, id, box, into.length, 11);
    this.#drain();
    this.#channel.read(into);
  }

  mark(): number {
    this.#message(VtestCommand.RESOURCE_BUSY_WAIT, [0, 0]);
    this.#channel.flush();
    return ++this.#marksSent;
  }

  passMark(mark: number): void {
    while (this.#marksRead < mark && !this.#channel.closed) this.#readMark();
  }

  fence(): number {
    this.#channel.flush();
    return ++this.#fences;
  }

  /** The server tells only whether it is idle; who keeps it busy gets an answer by waiting now and then. */
  fenceSignalled(fence: number): boolean {
    if (fence <= this.#passed || this.#channel.closed) return true;
    const upTo = this.#fences;
    if (this.#busyWait(++this.#busy >= 8 ? WAIT : 0) !== 0) return false;
    this.#busy = 0;
    this.#passed = upTo;
    return true;
  }

  waitFence(fence: number, microseconds: number): boolean {
    const deadline = performance.now() + microseconds / 1000;
    while (!this.fenceSignalled(fence)) if (performance.now() >= deadline) return false;
    return true;
  }

  destroyFence(): void {}

  finish(): void {
    const upTo = this.#fences;
    this.#busyWait(WAIT);
    this.#passed = upTo;
  }

  [Symbol.dispose](): void {
    this.#channel[Symbol.dispose]();
    this.#mapping?.[Symbol.dispose]();
  }

  /** Asks for the newest protocol that both know, as Mesa does: old servers do not answer the first question. */
  #greet(): number {
    this.#message(VtestCommand.PING_PROTOCOL_VERSION, []);
    this.#message(VtestCommand.RESOURCE_BUSY_WAIT, [0, 0]);
    const old = this.#header() !== VtestCommand.PING_PROTOCOL_VERSION;
    if (!old) this.#header();
    this.#readWords(1);
    if (old) return 0;
    this.#message(VtestCommand.PROTOCOL_VERSION, [2]);
    this.#header();
    return this.#readWords(1);
  }

  #capabilities(): Uint8Array {
    this.#message(VtestCommand.GET_CAPS2, []);
    this.#header();
    const length = this.#answer[0]! - 1;
    if (!(length > 0 && length <= 65536)) {
      this.#channel[Symbol.dispose]();
      throw new Error('the vtest server sent no capabilities');
    }
    const caps = new Uint8Array(length);
    this.#channel.read(caps);
    return caps;
  }

  #busyWait(flags: number): number {
    this.#message(VtestCommand.RESOURCE_BUSY_WAIT, [this.#mapping === null ? 0 : STAGING_ID, flags]);
    this.#drain();
    this.#header();
    return this.#readWords(1);
  }

  #drain(): void {
    this.passMark(this.#marksSent);
  }

  #readMark(): void {
    this.#header();
    this.#readWords(1);
    this.#marksRead++;
  }

  #header(): number {
    this.#readWords(2);
    return this.#answer[1]!;
  }

  #readWords(count: number): number {
    this.#channel.read(new Uint8Array(this.#answer.buffer, 0, count * 4));
    return this.#answer[0]!;
  }

  #transfer(command: number, id: number, box: TransferBox, bytes: number, length: number): void {
    const { level, x, y, z, width, height, depth, stride, layerStride } = box;
    this.#message(command, [id, level, stride, layerStride, x, y, z, width, height, depth, bytes], length);
  }

  #message(command: number, payload: readonly number[], length = payload.length): void {
    const words = this.#words;
    words[0] = length;
    words[1] = command;
    for (let i = 0; i < payload.length; i++) words[2 + i] = payload[i]!;
    this.#channel.write(this.#bytes.subarray(0, 8 + payload.length * 4));
  }
}
