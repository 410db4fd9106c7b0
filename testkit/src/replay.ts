/*
 * Replaying a recorded vtest connection on a renderer in the same process, without a socket: neither Node nor the DOM is needed, so
 * that one recording draws on the machine's OpenGL and in a browser tab.
 *
 * Only what changes the renderer's world is carried out: resources, transfers, streams. Questions (capabilities, versions, busy
 * waits) have their answers already, in what the guest did next.
 */
import * as p from '@virglass/protocol';
import type { HostMemory, RendererDevice, ResourceArgs, TransferBox } from '@virglass/virtio-gpu';

/** A picture or other data that the recorded program read back. */
export interface ReplayReadback {
  readonly resource: number;
  readonly isBuffer: boolean;
  /** Texels. */
  readonly width: number;
  readonly height: number;
  /** Bytes from one row to the next. */
  readonly strideBytes: number;
  /** As in the guest's memory; the texels are in the resource's format. */
  readonly bytes: Uint8Array;
}

/** How to replay. */
export interface ReplayOptions {
  /** Makes memory that the renderer reads and writes: `(bytes) => gl.memory(bytes)`. */
  memory(byteLength: number): HostMemory;
  /** Context that the streams go to; made and destroyed here. Default 1. */
  readonly contextId?: number;
  /** Stop after so many readbacks of textures (frames that the program presented); default: replay everything. */
  readonly readbacks?: number;
}

/** What came of a replay. */
export interface ReplayResult {
  /** Every readback, in order. */
  readonly readbacks: readonly ReplayReadback[];
  /** Streams submitted. */
  readonly submits: number;
  /** What the renderer did not do, one line each: the request, its byte offset, the status. */
  readonly refusals: readonly string[];
}

/**
 * Replays client-to-server bytes of vtest protocol 0 or 2. With protocol 2 the guest's data went through shared memory and is not
 * in the recording: its resources hold zeros.
 *
 * @param recording - from the first byte of the connection; an incomplete request at the end is left out
 */
export function replayVtest(device: RendererDevice, recording: Uint8Array, options: ReplayOptions): ReplayResult {
  const replay = new Replay(device, options);
  const status = device.createContext(replay.contextId, 'replay');
  if (status !== 0) throw new Error(`the renderer makes no context: status ${status}`);
  for (let at = 0; !replay.done;) {
    const size = p.vtestRequestBytes(recording, at);
    if (size === null || at + size > recording.length) break;
    replay.request(recording.subarray(at, at + size), at);
    at += size;
  }
  device.finish();
  return replay;
}

/** A request that the replay carries out, by its number. */
type Handler = (replay: Replay, words: Uint32Array) => number;

class Replay implements ReplayResult {
  readonly readbacks: ReplayReadback[] = [];
  readonly refusals: string[] = [];
  submits = 0;
  readonly contextId: number;
  readonly device: RendererDevice;
  /** Shared memory of resources (protocol 2). */
  readonly shared = new Map<number, HostMemory>();
  readonly targets = new Map<number, number>();
  /** Readbacks of textures so far. */
  frames = 0;
  readonly #options: ReplayOptions;
  /** The request at hand, at a word boundary: in a recording requests lie at any byte. */
  #block: HostMemory;

  constructor(device: RendererDevice, options: ReplayOptions) {
    this.device = device;
    this.#options = options;
    this.contextId = options.contextId ?? 1;
    this.#block = options.memory(64 * 1024);
  }

  get done(): boolean {
    return this.frames >= (this.#options.readbacks ?? Infinity);
  }

  /** Memory that holds the request, header first. */
  get block(): HostMemory {
    return this.#block;
  }

  memory(byteLength: number): HostMemory {
    return this.#options.memory(byteLength);
  }

  request(bytes: Uint8Array, at: number): void {
    const command = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
    const handler = handlers.get(command);
    if (handler === undefined) return;
    if (bytes.length > this.#block.byteLength) this.#block = this.memory(2 ** Math.ceil(Math.log2(bytes.length)));
    this.#block.bytes.set(bytes);
    const status = handler(this, new Uint32Array(this.#block.bytes.buffer, this.#block.bytes.byteOffset, Math.ceil(bytes.length / 4)));
    if (status !== 0) this.refusals.push(`${p.vtestSpecOf(command)?.name ?? command} at byte ${at}: status ${status}`);
  }
}

const handlers: ReadonlyMap<number, Handler> = new Map<number, Handler>([
  [p.VtestCommand.RESOURCE_CREATE, (replay, words) => create(replay, words, 0)],
  [p.VtestCommand.RESOURCE_CREATE2, (replay, words) => create(replay, words, p.vtestResourceCreate2DataSize(words, 0))],
  [p.VtestCommand.RESOURCE_UNREF, unref],
  [p.VtestCommand.SUBMIT_CMD, submit],
  [p.VtestCommand.TRANSFER_PUT, put],
  [p.VtestCommand.TRANSFER_GET, get],
  [p.VtestCommand.TRANSFER_PUT2, (replay, words) => shared(replay, words, true)],
  [p.VtestCommand.TRANSFER_GET2, (replay, words) => shared(replay, words, false)],
]);

function create(replay: Replay, words: Uint32Array, sharedBytes: number): number {
  const args: ResourceArgs = {
    id: p.vtestResourceCreateResHandle(words, 0),
    target: p.vtestResourceCreateTarget(words, 0),
    format: p.vtestResourceCreateFormat(words, 0),
    bind: p.vtestResourceCreateBind(words, 0),
    width: p.vtestResourceCreateWidth(words, 0),
    height: p.vtestResourceCreateHeight(words, 0),
    depth: p.vtestResourceCreateDepth(words, 0),
    arraySize: p.vtestResourceCreateArraySize(words, 0),
    lastLevel: p.vtestResourceCreateLastLevel(words, 0),
    samples: p.vtestResourceCreateNrSamples(words, 0),
    flags: 0,
  };
  const { device, contextId } = replay;
  const status = device.createResource(args);
  if (status !== 0) return status;
  replay.targets.set(args.id, args.target);
  if (sharedBytes > 0) {
    const memory = replay.memory(sharedBytes);
    replay.shared.set(args.id, memory);
    device.attachBacking(args.id, [{ memory, offset: 0, length: sharedBytes }]);
  }
  return device.attachResource(contextId, args.id);
}

function unref(replay: Replay, words: Uint32Array): number {
  const id = p.vtestResourceUnrefResHandle(words, 0);
  replay.shared.delete(id);
  replay.targets.delete(id);
  return replay.device.destroyResource(id);
}

function submit(replay: Replay, words: Uint32Array): number {
  const length = words.length - p.VtestHeaderWords;
  if (length === 0) return 0;
  replay.submits++;
  return replay.device.submit(replay.contextId, replay.block, p.VtestHeaderWords * 4, length);
}

/** The box of TRANSFER_GET and TRANSFER_PUT, which begin with the same fields. */
function inlineBox(words: Uint32Array, offset: number): TransferBox {
  return {
    level: p.vtestTransferGetLevel(words, 0),
    x: p.vtestTransferGetX(words, 0),
    y: p.vtestTransferGetY(words, 0),
    z: p.vtestTransferGetZ(words, 0),
    width: p.vtestTransferGetWidth(words, 0),
    height: p.vtestTransferGetHeight(words, 0),
    depth: p.vtestTransferGetDepth(words, 0),
    stride: p.vtestTransferGetStride(words, 0),
    layerStride: p.vtestTransferGetLayerStride(words, 0),
    offset,
  };
}

function put(replay: Replay, words: Uint32Array): number {
  const from = 4 * (p.VtestHeaderWords + p.VtestTransferGetLength);
  return replay.device.transferToHost(replay.contextId, p.vtestTransferGetResHandle(words, 0), inlineBox(words, from), replay.block);
}

function get(replay: Replay, words: Uint32Array): number {
  const memory = replay.memory(p.vtestTransferGetDataSize(words, 0));
  const resource = p.vtestTransferGetResHandle(words, 0);
  const box = inlineBox(words, 0);
  const status = replay.device.transferFromHost(replay.contextId, resource, box, memory);
  note(replay, resource, box, memory.bytes.slice());
  return status;
}

function shared(replay: Replay, words: Uint32Array, toHost: boolean): number {
  const resource = p.vtestTransferGet2ResHandle(words, 0);
  const box: TransferBox = {
    level: p.vtestTransferGet2Level(words, 0),
    x: p.vtestTransferGet2X(words, 0),
    y: p.vtestTransferGet2Y(words, 0),
    z: p.vtestTransferGet2Z(words, 0),
    width: p.vtestTransferGet2Width(words, 0),
    height: p.vtestTransferGet2Height(words, 0),
    depth: p.vtestTransferGet2Depth(words, 0),
    stride: 0,
    layerStride: 0,
    offset: p.vtestTransferGet2Offset(words, 0),
  };
  if (toHost) return replay.device.transferToHost(replay.contextId, resource, box, null);
  const status = replay.device.transferFromHost(replay.contextId, resource, box, null);
  note(replay, resource, box, replay.shared.get(resource)?.bytes.slice(box.offset) ?? new Uint8Array(0));
  return status;
}

function note(replay: Replay, resource: number, box: TransferBox, bytes: Uint8Array): void {
  const isBuffer = replay.targets.get(resource) === p.PipeTarget.BUFFER;
  if (!isBuffer) replay.frames++;
  const strideBytes = box.stride === 0 ? Math.floor(bytes.length / Math.max(1, box.height)) : box.stride;
  replay.readbacks.push({ resource, isBuffer, width: box.width, height: box.height, strideBytes, bytes });
}

/**
 * A readback of a 32-bit BGRA or BGRX texture (what programs present) as a picture: 8-bit RGB, rows without padding.
 *
 * @returns the same shape as `Image` of `image.ts`, which a browser cannot load
 */
export function pictureOf(readback: Omit<ReplayReadback, 'resource' | 'isBuffer'>): { width: number; height: number; rgb: Uint8Array } {
  const { width, height, strideBytes, bytes } = readback;
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0, to = 0; y < height; y++) {
    for (let from = y * strideBytes, end = from + width * 4; from < end; from += 4) {
      rgb[to++] = bytes[from + 2] ?? 0;
      rgb[to++] = bytes[from + 1] ?? 0;
      rgb[to++] = bytes[from] ?? 0;
    }
  }
  return { width, height, rgb };
}
