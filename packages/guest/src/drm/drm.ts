/*
 * The transport of a real guest: the render node of the kernel's virtio_gpu driver, whatever the host behind it is.
 *
 * The kernel gives every resource a buffer of guest memory and takes the pages for it at once, so buffers are as small as they may
 * be: contents travel through one staging buffer and one exchange buffer, by COPY_TRANSFER3D in the stream. With hosts that cannot copy
 * both ways, a box travels piece by piece through the resource's own buffer, by TRANSFER3D in the stream, or with very old hosts by
 * the transfer ioctls, to which the kernel lets nobody say how far rows are apart: row by row.
 *
 * What the host itself writes into a resource without storage of its own (results of queries) is read where it arrives: in the buffer.
 *
 * Fences are files that a sync_file of the kernel makes of a stream; a stream without anything to do carries those that stand alone.
 */
import { closeFd, Errno, errnoName, type Fd, HostError, type Mapping, NativeBuffer, waitReadable } from '@virglass/host-linux';
import {
  CapBit,
  CapBitV2,
  CapsetVirgl,
  CapsetVirgl2,
  CapsV1Size,
  CapsV2Size,
  Ccmd,
  CopyTransferFlag,
  DrmIoctl,
  encodeCopyTransfer3d,
  encodeTransfer3d,
  PipeBind,
  PipeFormat,
  PipeTarget,
  readCapsV2CapabilityBits,
  readCapsV2CapabilityBitsV2,
  TransferDirection,
  VirtgpuParam,
} from '@virglass/protocol';
import type { ResourceShape, Staging, TransferBox, Transport, Winsys } from '../winsys/winsys.ts';
import { pieces } from './pieces.ts';
import { RenderNode } from './render-node.ts';

/** Choices of a transport through a render node. */
export interface DrmOptions {
  /** Path of the render node; default: the first one of virtio_gpu in `/dev/dri`. */
  readonly path?: string;
  /** Bytes of guest memory for uploads; default 4 MiB. */
  readonly stagingBytes?: number;
  /** How long the host may take for what is waited for, in milliseconds; default a minute. */
  readonly timeoutMs?: number;
}

const PAGE_BYTES = 4096;
const STREAM_BYTES = 256 * 1024;
const EXCHANGE_BYTES = 1024 * 1024;
/** The largest texel. */
const TEXEL_BYTES = 16;
/** Below the second that `waitReadable` can wait. */
const POLL_MICROSECONDS = 500_000;

/**
 * A transport through a render node.
 *
 * Making a context on it throws a HostError when there is no such node, or no virgl behind it.
 */
export function drm(options: DrmOptions = {}): Transport {
  return () => new DrmWinsys(options);
}

/** A resource of the kernel's, and the buffer behind it. */
interface Held {
  readonly resource: number;
  readonly handle: number;
  readonly bytes: number;
  /** Its contents are the buffer. */
  readonly inGuest: boolean;
  mapping: Mapping | null;
}

const none = new Uint8Array(0);

class DrmWinsys implements Winsys {
  readonly capset: Uint8Array;
  readonly staging: Staging | null;
  lost = '';
  readonly #node: RenderNode;
  readonly #timeoutMs: number;
  readonly #stream: NativeBuffer;
  readonly #floats: Float32Array;
  readonly #held = new Map<number, Held>();
  /** Where contents go through; null: each through its own buffer. */
  readonly #exchange: Held | null;
  /** Whether the host knows TRANSFER3D. */
  readonly #inStream: boolean;
  readonly #fences = new Map<number, Fd>();
  #lastFence = 0;

  constructor(options: DrmOptions) {
    const node = (this.#node = RenderNode.open(options.path ?? null));
    this.#timeoutMs = options.timeoutMs ?? 60_000;
    this.#stream = NativeBuffer.allocate(STREAM_BYTES);
    this.#floats = new Float32Array(this.#stream.words.buffer);
    try {
      this.capset = openVirgl(node);
      const view = new DataView(this.capset.buffer, this.capset.byteOffset);
      const bits = readCapsV2CapabilityBits(view);
      this.#inStream = (bits & CapBit.TRANSFER) !== 0;
      const copies = (bits & CapBit.COPY_TRANSFER) !== 0;
      const bothWays = (readCapsV2CapabilityBitsV2(view) & CapBitV2.COPY_TRANSFER_BOTH_DIRECTIONS) !== 0;
      const staged = copies ? this.#memory(options.stagingBytes ?? 4 * 1024 * 1024) : null;
      this.staging = staged === null ? null : { resource: staged.resource, bytes: this.#map(staged) };
      this.#exchange = copies && bothWays ? this.#memory(EXCHANGE_BYTES) : null;
      this.finish();
      if (this.lost !== '') throw new HostError(this.lost, 'EIO');
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  createResource(shape: ResourceShape): number {
    if (this.lost !== '') return 0;
    const inGuest = (shape.bind & (PipeBind.CUSTOM | PipeBind.STAGING)) !== 0;
    const bytes = wholePages(inGuest ? shape.width : this.#exchange === null ? ownBytes(shape) : 1);
    const made = this.#node.create(shape, bytes);
    if (typeof made === 'number') {
      this.#fail('making a resource', made);
      return 0;
    }
    this.#held.set(made.resource, { ...made, bytes, inGuest, mapping: null });
    return made.resource;
  }

  destroyResource(id: number): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    this.#held.delete(id);
    this.#release(held);
  }

  submit(words: Uint32Array, length: number): void {
    if (this.lost !== '' || length === 0) return;
    this.#stream.words.set(words.subarray(0, length));
    this.#check('sending commands', this.#node.execute(this.#stream.address, length * 4, 0));
  }

  write(id: number, box: TransferBox, bytes: Uint8Array): void {
    const held = this.#held.get(id);
    if (held === undefined || this.lost !== '') return;
    if (held.inGuest) {
      this.finish();
      const mapped = this.#map(held);
      if (mapped.length > 0) mapped.set(bytes, box.x);
      return;
    }
    const through = this.#exchange ?? held;
    for (const piece of pieces(box, bytes.length, this.#capacity(through, box))) {
      // What was sent before may still be on its way through the same bytes.
      if (!this.#idle(through)) return;
      const mapped = this.#map(through);
      if (mapped.length === 0) return;
      mapped.set(bytes.subarray(piece.at, piece.at + piece.length));
      this.#carry(held, piece.box, TransferDirection.TO_HOST);
    }
  }

  read(id: number, box: TransferBox, into: Uint8Array): void {
    const held = this.#held.get(id);
    if (held === undefined || this.lost !== '') return;
    if (held.inGuest) {
      this.finish();
      into.set(this.#map(held).subarray(box.x, box.x + into.length));
      return;
    }
    const through = this.#exchange ?? held;
    for (const piece of pieces(box, into.length, this.#capacity(through, box))) {
      this.#carry(held, piece.box, TransferDirection.FROM_HOST);
      if (!this.#idle(through)) return;
      into.set(this.#map(through).subarray(0, piece.length), piece.at);
    }
  }

  mark(): number {
    return this.fence();
  }

  passMark(mark: number): void {
    this.#await(mark, this.#timeoutMs * 1000);
    this.destroyFence(mark);
  }

  fence(): number {
    if (this.lost !== '') return 0;
    this.#stream.words[0] = Ccmd.NOP;
    const fd = this.#node.executeFenced(this.#stream.address, 4);
    if (!this.#check('making a fence', fd)) return 0;
    this.#fences.set(++this.#lastFence, fd as Fd);
    return this.#lastFence;
  }

  fenceSignalled(fence: number): boolean {
    const fd = this.#fences.get(fence);
    return fd === undefined || this.lost !== '' || waitReadable(fd, fd, 0) !== 0;
  }

  waitFence(fence: number, microseconds: number): boolean {
    const fd = this.#fences.get(fence);
    if (fd === undefined || this.lost !== '') return true;
    const deadline = performance.now() + microseconds / 1000;
    for (;;) {
      const left = (deadline - performance.now()) * 1000;
      if (waitReadable(fd, fd, Math.max(0, Math.min(POLL_MICROSECONDS, Math.floor(left)))) !== 0) return true;
      if (left <= 0) return false;
    }
  }

  destroyFence(fence: number): void {
    const fd = this.#fences.get(fence);
    if (fd === undefined) return;
    this.#fences.delete(fence);
    closeFd(fd);
  }

  finish(): void {
    this.passMark(this.fence());
  }

  [Symbol.dispose](): void {
    for (const held of this.#held.values()) this.#release(held);
    this.#held.clear();
    for (const fd of this.#fences.values()) closeFd(fd);
    this.#fences.clear();
    if (this.lost === '') this.lost = 'the context has been given back';
    this.#node[Symbol.dispose]();
    this.#stream[Symbol.dispose]();
  }

  /** Makes a buffer that is nothing but guest memory. */
  #memory(bytes: number): Held {
    const shape = { target: PipeTarget.BUFFER, format: PipeFormat.R8_UNORM, bind: PipeBind.STAGING };
    const size = { width: wholePages(bytes), height: 1, depth: 1, arraySize: 1, lastLevel: 0, samples: 0 };
    const held = this.#held.get(this.createResource({ ...shape, ...size }));
    if (held === undefined) throw new HostError(this.lost, 'ENOMEM');
    return held;
  }

  /** The bytes of a buffer; none where the kernel does not map it any more. */
  #map(held: Held): Uint8Array {
    try {
      held.mapping ??= this.#node.map(held.handle, held.bytes);
      return held.mapping.bytes;
    } catch (error) {
      this.#fail('mapping a buffer', error instanceof HostError && error.errno !== 0 ? -error.errno : -Errno.EIO);
      return none;
    }
  }

  #release(held: Held): void {
    held.mapping?.[Symbol.dispose]();
    this.#node.close(held.handle);
  }

  /** Bytes that can go through a buffer at once. */
  #capacity(through: Held, box: TransferBox): number {
    const whole = this.#exchange !== null || this.#inStream || box.stride === 0;
    return whole ? through.bytes : Math.min(box.stride, through.bytes);
  }

  /** Has the host copy a box, through the exchange buffer or through the resource's own. @param direction - `TransferDirection` */
  #carry(held: Held, box: TransferBox, direction: number): void {
    const { level, stride, layerStride, x, y, z, width: w, height: h, depth: d } = box;
    const { words, address } = this.#stream;
    const place = { resHandle: held.resource, level, usage: 0, stride, layerStride, x, y, z, w, h, d };
    const fromHost = direction === TransferDirection.FROM_HOST;
    const exchange = this.#exchange;
    let length = 0;
    if (exchange !== null) {
      const flags = CopyTransferFlag.SYNCHRONIZED | (fromHost ? CopyTransferFlag.READ_FROM_HOST : 0);
      length = encodeCopyTransfer3d(words, this.#floats, 0, { ...place, srcResHandle: exchange.resource, srcResOffset: 0, flags });
    } else if (this.#inStream) {
      length = encodeTransfer3d(words, this.#floats, 0, { ...place, dataOffset: 0, direction });
    } else {
      const request = fromHost ? DrmIoctl.VIRTGPU_TRANSFER_FROM_HOST : DrmIoctl.VIRTGPU_TRANSFER_TO_HOST;
      this.#check('moving contents', this.#node.transfer(request, held.handle, { ...box, stride: 0, layerStride: 0 }));
      return;
    }
    this.#check('moving contents', this.#node.execute(address, length * 4, (exchange ?? held).handle));
  }

  /** Waits until the host is done with a buffer. @returns whether there is still a host */
  #idle(held: Held): boolean {
    const deadline = performance.now() + this.#timeoutMs;
    while (this.lost === '') {
      const result = this.#node.wait(held.handle);
      if (result === 0) return true;
      if (result !== -Errno.EBUSY || performance.now() >= deadline) this.#fail('waiting', result);
    }
    return false;
  }

  #await(fence: number, microseconds: number): void {
    if (!this.waitFence(fence, microseconds)) this.#fail('waiting', -Errno.EBUSY);
  }

  #check(what: string, result: number): boolean {
    if (result < 0) this.#fail(what, result);
    return result >= 0;
  }

  #fail(what: string, result: number): void {
    if (this.lost !== '') return;
    const why = result === -Errno.EBUSY ? `the host did not answer within ${this.#timeoutMs / 1000} s` : errnoName(-result);
    this.lost = `${this.#node.path}: ${what}: ${why}`;
  }
}

/** Makes a node's context one of virgl's, and reads its capabilities. */
function openVirgl(node: RenderNode): Uint8Array {
  if (node.param(VirtgpuParam.FEATURES_3D) === 0)
    throw new HostError(`${node.path} has no 3D: the virtual machine's GPU was made without virgl`, 'ENODEV');
  const offered = node.param(VirtgpuParam.SUPPORTED_CAPSET_IDS);
  if (node.param(VirtgpuParam.CONTEXT_INIT) !== 0 && offered !== 0) {
    const capset = [CapsetVirgl2, CapsetVirgl].find((id) => (offered & (1 << id)) !== 0);
    if (capset === undefined)
      throw new HostError(`${node.path} has 3D, but not virgl's (capability sets 0x${offered.toString(16)})`, 'ENODEV');
    const result = node.initContext(capset);
    if (result < 0) throw new HostError(`${node.path} does not make a virgl context`, errnoName(-result), -result);
  }
  const capset = node.caps(CapsetVirgl2, CapsV2Size) ?? node.caps(CapsetVirgl, CapsV1Size);
  if (capset === null) throw new HostError(`${node.path} does not tell virgl's capabilities`, 'EIO');
  const whole = new Uint8Array(CapsV2Size);
  whole.set(capset);
  return whole;
}

/** Bytes of a resource's own buffer where contents travel through it: at least a row, and at most what is read in one go. */
function ownBytes({ target, width, height, depth, arraySize }: ResourceShape): number {
  if (target === PipeTarget.BUFFER) return Math.min(width, PAGE_BYTES);
  return Math.max(width * TEXEL_BYTES, Math.min(EXCHANGE_BYTES, width * height * depth * arraySize * 4));
}

function wholePages(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / PAGE_BYTES)) * PAGE_BYTES;
}
