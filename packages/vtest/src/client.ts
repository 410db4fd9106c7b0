import type { Fd, Mapping } from '@virglass/host-linux';
import type { Logger, Quota, Renderer, RendererDevice } from '@virglass/virtio-gpu';
import { ClientLog } from './client-log.ts';
import { Fences } from './fences.ts';
import { freeReceiveBytes } from './limits.ts';
import { ReceiveBuffer } from './receive-buffer.ts';
import { ReplyQueue } from './reply-queue.ts';
import { type MappingBudget, type SharedMemory, SharedMemoryPool } from './shared-memory.ts';
import { Syncs } from './syncs.ts';

/** What executing a command leads to. */
export const Outcome = {
  /** Done; the next command may follow. */
  DONE: 0,
  /** The client broke the protocol: `Client.cause` says how, and the connection ends. */
  REFUSED: 1,
  /** Nothing more executes until the GPU has finished `Client.waitingFor`; then the same command is executed again. */
  WAIT: 2,
  /** The turn is over in the middle of the command; it is executed again in the next one, and goes on from there. */
  AGAIN: 3,
} as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** Number of the one context that every client has on its device. */
export const contextId = 1;

/** What a client needs from the server around it. */
export interface ClientHost {
  readonly renderer: Renderer;
  readonly quota: Quota;
  readonly log: Logger;
  /** Mappings and descriptors that all clients share. */
  readonly mappings: MappingBudget;
  /** True when no other client is connected, so that waiting in place disturbs nobody. */
  readonly alone: boolean;
}

/** A resource as the front sees it. */
export type ClientResource = {
  readonly id: number;
  /** Shared memory that belongs to this resource alone. */
  readonly memory: SharedMemory | null;
  /** What its backing is; null when contents travel through the socket, or when there is nothing to transfer. */
  readonly mapping: Mapping | null;
  /** Bytes of the backing. */
  readonly byteLength: number;
  /** A fence: the submission it stands for; else -1. */
  readonly fence: number;
  /** Number of submissions when its contents were last copied into its shared memory; else -1. */
  readAt: number;
  /** True when the renderer refused it and the protocol had no way to say so; the number exists, the resource does not. */
  readonly dead: boolean;
};

/**
 * A connected client: what it has sent, what it will get, and everything it owns.
 *
 * Disposal frees all of it, whatever state the client is in. The socket belongs to the server.
 */
export class Client implements Disposable {
  readonly host: ClientHost;
  readonly number: number;
  readonly socket: Fd;
  readonly log: ClientLog;
  readonly received: ReceiveBuffer;
  readonly replies = new ReplyQueue();
  readonly memory: SharedMemoryPool;
  readonly resources = new Map<number, ClientResource>();
  readonly syncs = new Syncs();
  /** Bytes that must be there before looking at the next message again makes sense. */
  needed = 8;
  /** What the client calls itself; null until CREATE_RENDERER. */
  name: string | null = null;
  /** Protocol version agreed on. */
  version = 0;
  /** Capset chosen by CONTEXT_INIT; 0 while none was. */
  capset = 0;
  /** Why the last command was refused. */
  cause = '';
  /** What the renderer said of the last stream. */
  streamStatus = 0;
  /** Submission that the client waits for; -1 when there is none. */
  waitingFor = -1;
  /** The command that is executed again: its place in the receive buffer in words, -1 when there is none, its number and sizes. */
  readonly begun = { at: -1, id: 0, length: 0, bytes: 0 };
  /** How far its streams have been executed: batches, and words of the next one. */
  readonly executed = { batches: 0, words: 0 };
  /** Next resource number that the server chooses (protocol 3). */
  #nextResource = 1;
  #device: RendererDevice | null = null;
  #fences: Fences | null = null;

  constructor(host: ClientHost, number: number, socket: Fd) {
    this.host = host;
    this.number = number;
    this.socket = socket;
    this.memory = new SharedMemoryPool(host.mappings);
    this.log = new ClientLog(host.log, `client ${number}`);
    this.received = new ReceiveBuffer((byteLength) => this.affords(byteLength - this.received.capacity));
  }

  /** Notes why a command is refused, so that a handler reads `return client.refuse('no resource 7')`. */
  refuse(cause: string): Outcome {
    this.cause = cause;
    return Outcome.REFUSED;
  }

  /** The client's device. Handlers of commands that need a context are called with one. */
  get device(): RendererDevice {
    if (this.#device === null) throw new Error('no context yet');
    return this.#device;
  }

  /** The client's fences; as `device`. */
  get fences(): Fences {
    if (this.#fences === null) throw new Error('no context yet');
    return this.#fences;
  }

  /** True once the client's context exists. */
  get hasContext(): boolean {
    return this.#device !== null;
  }

  /** Makes the device and the context when they do not exist yet; returns a refusal of the renderer, else 0. */
  openContext(): number {
    if (this.#device !== null) return 0;
    const device = this.host.renderer.openDevice(this.host.quota, this.log);
    const status = device.createContext(contextId, this.name ?? '');
    if (status !== 0) {
      device[Symbol.dispose]();
      return status;
    }
    this.#device = device;
    this.#fences = new Fences(device);
    return 0;
  }

  /** Bytes that the client holds of the host: GL storage, shared memory, buffers. */
  get bytesUsed(): number {
    const buffers = Math.max(0, this.received.capacity - freeReceiveBytes) + this.replies.capacity;
    return (this.#device?.bytesUsed ?? 0) + this.memory.bytes + buffers;
  }

  /** True when the client may take that much more; gives up what lies ready for later before it says no. */
  affords(byteLength: number): boolean {
    if (this.bytesUsed + byteLength <= this.host.quota.bytes) return true;
    this.memory.trim();
    return this.bytesUsed + byteLength <= this.host.quota.bytes;
  }

  /** A resource number that is free. */
  newResourceId(): number {
    while (this.resources.has(this.#nextResource)) this.#step();
    const id = this.#nextResource;
    this.#step();
    return id;
  }

  #step(): void {
    this.#nextResource = this.#nextResource >= 0xffff_ffff ? 1 : this.#nextResource + 1;
  }

  /** Forgets a resource and takes its memory back. The renderer's side goes first: GL must not read what is unmapped. */
  dropResource(resource: ClientResource): void {
    this.resources.delete(resource.id);
    if (!resource.dead) this.device.destroyResource(resource.id);
    if (resource.memory !== null) this.memory.give(resource.memory);
  }

  [Symbol.dispose](): void {
    try {
      this.syncs[Symbol.dispose]();
      this.#fences?.[Symbol.dispose]();
      this.#device?.[Symbol.dispose]();
    } finally {
      this.#device = null;
      this.#fences = null;
      this.resources.clear();
      this.memory[Symbol.dispose]();
      this.replies[Symbol.dispose]();
      this.received[Symbol.dispose]();
      this.log.flush();
    }
  }
}
