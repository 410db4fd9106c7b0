/*
 * A render node of Linux's virtio_gpu driver: its ioctls as calls.
 *
 * An open file is a context of its own on the host. Structures are written into one page of native memory; what goes beside them
 * (a driver's name, parameters, lists of buffers) has its place further on in that page. Failures are negative error numbers.
 */
import { closeFd, type Fd, HostError, ioctl, Mapping, NativeBuffer, openDevice } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { readdirSync } from 'node:fs';
import type { ResourceShape, TransferBox } from '../winsys/winsys.ts';

const DRIVER = 'virtio_gpu';
const FOLDER = '/dev/dri';
const PAGE_BYTES = 4096;
/** Byte and word of the page where what goes beside a structure lies. */
const BESIDE = 1024;
const BESIDE_WORD = BESIDE / 4;

/** A buffer as the kernel made it. */
export interface MadeResource {
  /** The buffer's name in this process. */
  readonly handle: number;
  /** The resource's number on the host. */
  readonly resource: number;
}

/** See above. */
export class RenderNode implements Disposable {
  readonly path: string;
  readonly #fd: Fd;
  readonly #page = NativeBuffer.allocate(PAGE_BYTES);
  readonly #words = this.#page.words;
  readonly #floats = new Float32Array(this.#words.buffer);

  private constructor(path: string, fd: Fd) {
    this.path = path;
    this.#fd = fd;
  }

  /**
   * Opens a node, or finds one.
   *
   * @param path - of the node; null: the first one of the driver
   * @throws {HostError} when there is none
   */
  static open(path: string | null): RenderNode {
    if (path !== null) {
      const node = new RenderNode(path, openDevice(path));
      const driver = node.driver();
      if (driver === DRIVER) return node;
      node[Symbol.dispose]();
      throw new HostError(`${path} is no render node of ${DRIVER}, but of ${driver === '' ? 'something else' : driver}`, 'ENODEV');
    }
    const seen: string[] = [];
    for (const name of renderNodes()) {
      const candidate = `${FOLDER}/${name}`;
      try {
        return RenderNode.open(candidate);
      } catch (error) {
        seen.push(error instanceof Error ? error.message : String(error));
      }
    }
    throw new HostError(`no render node of ${DRIVER}: ${seen.length === 0 ? `${FOLDER} has none at all` : seen.join('; ')}`, 'ENODEV');
  }

  /** Name of the driver; '' where the file is none of a GPU's. */
  driver(): string {
    const room = 64;
    this.#clear(p.DrmVersionLength);
    const [nameLo, nameHi] = this.#beside(0);
    const none = { dateLengthLo: 0, dateLengthHi: 0, dateLo: 0, dateHi: 0 };
    const rest = { descriptionLengthLo: 0, descriptionLengthHi: 0, descriptionLo: 0, descriptionHi: 0 };
    const args = { major: 0, minor: 0, patch: 0, nameLengthLo: room, nameLengthHi: 0, nameLo, nameHi, ...none, ...rest };
    p.encodeDrmVersion(this.#words, this.#floats, 0, args);
    if (this.#ask(p.DrmIoctl.VERSION) < 0) return '';
    const length = Math.min(room, p.drmVersionNameLengthLo(this.#words, 0));
    return Buffer.from(this.#page.bytes.subarray(BESIDE, BESIDE + length)).toString('latin1');
  }

  /** What the kernel says to one of `VirtgpuParam`; 0 for what it does not know. */
  param(param: number): number {
    const [valueLo, valueHi] = this.#beside(0);
    this.#words[BESIDE_WORD] = 0;
    p.encodeDrmVirtgpuGetparam(this.#words, this.#floats, 0, { paramLo: param, paramHi: 0, valueLo, valueHi });
    const known = this.#ask(p.DrmIoctl.VIRTGPU_GETPARAM) >= 0;
    return known ? (this.#words[BESIDE_WORD] ?? 0) : 0;
  }

  /** Makes the context one of a capability set. */
  initContext(capset: number): number {
    const args = { paramLo: p.VirtgpuContextParam.CAPSET_ID, paramHi: 0, valueLo: capset, valueHi: 0 };
    p.encodeDrmVirtgpuContextParam(this.#words, this.#floats, BESIDE_WORD, args);
    const [paramsLo, paramsHi] = this.#beside(0);
    p.encodeDrmVirtgpuContextInit(this.#words, this.#floats, 0, { count: 1, paramsLo, paramsHi });
    return this.#ask(p.DrmIoctl.VIRTGPU_CONTEXT_INIT);
  }

  /** A capability set; null where the host does not have it. */
  caps(capset: number, size: number): Uint8Array | null {
    const [addrLo, addrHi] = this.#beside(0);
    this.#page.bytes.fill(0, BESIDE, BESIDE + size);
    p.encodeDrmVirtgpuGetCaps(this.#words, this.#floats, 0, { capset, version: 0, addrLo, addrHi, size });
    return this.#ask(p.DrmIoctl.VIRTGPU_GET_CAPS) < 0 ? null : this.#page.bytes.slice(BESIDE, BESIDE + size);
  }

  /** Makes a resource. @param bytes - of the buffer that backs it; 0: one page */
  create(shape: ResourceShape, bytes: number): MadeResource | number {
    const args = { ...shape, flags: 0, boHandle: 0, resHandle: 0, size: bytes, stride: 0 };
    p.encodeDrmVirtgpuResourceCreate(this.#words, this.#floats, 0, args);
    const result = this.#ask(p.DrmIoctl.VIRTGPU_RESOURCE_CREATE);
    if (result < 0) return result;
    return {
      handle: p.drmVirtgpuResourceCreateBoHandle(this.#words, 0),
      resource: p.drmVirtgpuResourceCreateResHandle(this.#words, 0),
    };
  }

  /**
   * Maps a buffer.
   * @throws {HostError} when the kernel refuses
   */
  map(handle: number, bytes: number): Mapping {
    p.encodeDrmVirtgpuMap(this.#words, this.#floats, 0, { offsetLo: 0, offsetHi: 0, boHandle: handle });
    const result = this.#ask(p.DrmIoctl.VIRTGPU_MAP);
    if (result < 0) throw new HostError(`${this.path} does not map a buffer`, 'EIO', -result);
    const offset = p.u64Of(p.drmVirtgpuMapOffsetLo(this.#words, 0), p.drmVirtgpuMapOffsetHi(this.#words, 0));
    return new Mapping(this.#fd, bytes, offset);
  }

  /**
   * Sends a command stream.
   *
   * @param address - of its words; the kernel has read them when this returns
   * @param handle - buffer that `wait` is to wait for; 0: none
   */
  execute(address: number, bytes: number, handle: number): number {
    return this.#execute(address, bytes, handle, 0);
  }

  /** As `execute`, with a fence. @returns the descriptor of the fence, which the caller closes */
  executeFenced(address: number, bytes: number): number {
    const result = this.#execute(address, bytes, 0, p.VirtgpuExecFlag.FENCE_FD_OUT);
    return result < 0 ? result : p.drmVirtgpuExecbufferFenceFd(this.#words, 0);
  }

  /** Copies a box between a resource and the beginning of its buffer. @param request - one of the two transfers */
  transfer(request: number, handle: number, box: TransferBox): number {
    const { x, y, z, width: w, height: h, depth: d, level, stride, layerStride } = box;
    const args = { boHandle: handle, x, y, z, w, h, d, level, offset: 0, stride, layerStride };
    p.encodeDrmVirtgpuTransferFromHost(this.#words, this.#floats, 0, args);
    return this.#ask(request);
  }

  /** Waits until the host has done what was sent for a buffer; -EBUSY after the kernel's own 15 seconds. */
  wait(handle: number): number {
    p.encodeDrmVirtgpuWait(this.#words, this.#floats, 0, { boHandle: handle, flags: 0 });
    return this.#ask(p.DrmIoctl.VIRTGPU_WAIT);
  }

  /** Gives a buffer back. */
  close(handle: number): void {
    p.encodeDrmGemClose(this.#words, this.#floats, 0, { boHandle: handle });
    this.#ask(p.DrmIoctl.GEM_CLOSE);
  }

  [Symbol.dispose](): void {
    closeFd(this.#fd);
    this.#page[Symbol.dispose]();
  }

  #execute(address: number, bytes: number, handle: number, flags: number): number {
    const [boHandlesLo, boHandlesHi] = this.#beside(0);
    this.#words[BESIDE_WORD] = handle;
    const [commandLo, commandHi] = halves(address);
    this.#clear(p.DrmVirtgpuExecbufferLength);
    const syncobjs = { ringIndex: 0, syncobjStride: 0, inSyncobjs: 0, outSyncobjs: 0 };
    const places = { inSyncobjsAtLo: 0, inSyncobjsAtHi: 0, outSyncobjsAtLo: 0, outSyncobjsAtHi: 0 };
    const list = { boHandlesLo, boHandlesHi, boCount: handle === 0 ? 0 : 1 };
    const args = { flags, size: bytes, commandLo, commandHi, ...list, fenceFd: -1, ...syncobjs, ...places };
    p.encodeDrmVirtgpuExecbuffer(this.#words, this.#floats, 0, args);
    return this.#ask(p.DrmIoctl.VIRTGPU_EXECBUFFER);
  }

  #ask(request: number): number {
    return ioctl(this.#fd, request, this.#page.address);
  }

  #clear(words: number): void {
    this.#words.fill(0, 0, words);
  }

  /** Address of a byte of what goes beside the structure, in halves. */
  #beside(byte: number): [number, number] {
    return halves(this.#page.address + BESIDE + byte);
  }
}

function halves(address: number): [number, number] {
  return [address >>> 0, Math.floor(address / 0x1_0000_0000)];
}

function renderNodes(): string[] {
  try {
    return readdirSync(FOLDER)
      .filter((name) => /^renderD\d+$/.test(name))
      .sort();
  } catch {
    return [];
  }
}
