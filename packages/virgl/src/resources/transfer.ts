/*
 * Transfers: boxes of texels (or bytes of a buffer) between a guest's memory and a resource.
 *
 * The box is checked against the resource and the memory first (`transfer-layout.ts`). A box whose rows GL can address
 * where they lie is read or written in place, by one GL call and without a copy here. The rest goes through the host's
 * staging block in pieces: memory in several runs, strides that are no multiple of a texel, formats whose bytes must be
 * rearranged. Pieces are bounded, so no guest can make the staging block grow to the size of a resource.
 */
import { GL } from '@virglass/gl';
import type { Memory } from '@virglass/gl';
import type { BackingSegment, HostMemory, TransferBox } from '@virglass/virtio-gpu';
import type { VirglDevice } from '../device.ts';
import { FormatConversion } from '../formats/format.ts';
import type { VirglHost } from '../host.ts';
import { Status } from '../status.ts';
import { convertFromGl, convertToGl } from './convert.ts';
import { GuestRun, backingBytes, findRun, gatherBox, scatterBox } from './guest-memory.ts';
import { resolveTexture } from './resolve.ts';
import type { Resource } from './resource.ts';
import { copySystemBuffer } from './system-buffer.ts';
import { type TexelBox, downloadTexels, strideFits, uploadTexels } from './texels.ts';
import { BoxLayout, layOutBox } from './transfer-layout.ts';
import type { Refusal } from './validate.ts';

/** Bytes that go through the staging block at once; rows longer than this go one at a time. */
const PIECE_BYTES = 1024 * 1024;

const layout = new BoxLayout();
const piece = new BoxLayout();
const run = new GuestRun();
const texels: TexelBox = { level: 0, x: 0, y: 0, z: 0, width: 0, height: 0, depth: 0 };

/** One run of memory that stands for a backing. */
class SingleRun {
  memory!: Memory;
  offset = 0;
  length = 0;
}

const single = new SingleRun();
const singleList: readonly BackingSegment[] = [single];

/**
 * A block of memory as guest memory of one run, for `writeBox` and `readBox`. Valid until the next call.
 *
 * @param offset - byte of `memory` that is byte 0 of the list
 */
export function singleRun(memory: Memory, offset: number, length: number): readonly BackingSegment[] {
  single.memory = memory;
  single.offset = offset;
  single.length = length;
  return singleList;
}

function outOfRange(cause: string): Refusal {
  return { status: Status.ILLEGAL_RANGE, cause };
}

/** Checks box and memory and fills `layout`; true in `done` when there is nothing to copy. */
function prepare(resource: Resource, segments: readonly BackingSegment[], box: TransferBox): Refusal | null {
  const wrong = layOutBox(resource.args, resource.format, resource.isBuffer, box, layout);
  if (wrong !== null) return outOfRange(wrong);
  if (layout.span === 0) return null;
  const available = backingBytes(segments);
  if (box.offset + layout.span > available) {
    return outOfRange(`bytes ${box.offset} to ${box.offset + layout.span} of guest memory of ${available}`);
  }
  return null;
}

/**
 * Whether a resource's contents are what the guest has mapped, so that copying them to or from the guest means nothing.
 * @param segments - the guest's side
 */
function isMapped(resource: Resource, segments: readonly BackingSegment[]): boolean {
  return resource.shared !== null && segments.length === 0;
}

/** The guest's side of a resource: its backing, or the memory that the guest has mapped. */
export function guestSide(resource: Resource): readonly BackingSegment[] {
  const { shared, backing } = resource;
  return shared === null || backing.length > 0 ? backing : singleRun(shared.memory, shared.offset, shared.length);
}

function setTexels(box: TransferBox): void {
  texels.level = box.level;
  texels.x = box.x;
  texels.y = box.y;
  texels.z = box.z;
  texels.width = box.width;
  texels.height = box.height;
  texels.depth = box.depth;
}

/**
 * Copies a box from guest memory into a resource.
 *
 * @param segments - guest memory; the box begins at its byte `box.offset`
 * @returns null, or why nothing was copied
 */
export function writeBox(host: VirglHost, resource: Resource, segments: readonly BackingSegment[], box: TransferBox): Refusal | null {
  if (isMapped(resource, segments)) return null;
  const refusal = prepare(resource, segments, box);
  if (refusal !== null || layout.span === 0) return refusal;
  host.shaderWrites.settle();
  if (resource.isBuffer) return writeBuffer(host, resource, segments, box);
  if (resource.args.samples > 1) return { status: Status.UNSUPPORTED, cause: 'an upload into a multisample texture' };
  setTexels(box);
  const direct = resource.format.conversion === FormatConversion.NONE && strideFits(resource, texels, layout.stride, layout.layerStride);
  if (direct && findRun(segments, box.offset, layout.span, run)) {
    uploadTexels(host, resource, texels, run.memory!, run.offset, layout.stride, layout.layerStride);
    return null;
  }
  inPieces(host, resource, segments, box, true);
  return null;
}

/**
 * Copies a box of a resource into guest memory. Bytes between the rows stay as they are.
 *
 * @param segments - guest memory; the box begins at its byte `box.offset`
 * @returns null, or why nothing was copied
 */
export function readBox(host: VirglHost, resource: Resource, segments: readonly BackingSegment[], box: TransferBox): Refusal | null {
  if (isMapped(resource, segments)) return null;
  const refusal = prepare(resource, segments, box);
  if (refusal !== null || layout.span === 0) return refusal;
  host.shaderWrites.settle();
  if (resource.isBuffer) return readBuffer(host, resource, segments, box);
  if (resource.args.samples > 1) return readResolved(host, resource, segments, box);
  setTexels(box);
  const direct = resource.format.conversion === FormatConversion.NONE && strideFits(resource, texels, layout.stride, layout.layerStride);
  let done: boolean;
  if (direct && findRun(segments, box.offset, layout.span, run)) {
    done = downloadTexels(host, resource, texels, run.memory!, run.offset, layout.stride, layout.layerStride, layout.span);
  } else done = inPieces(host, resource, segments, box, false);
  return done ? null : { status: Status.UNSUPPORTED, cause: `the host cannot read back ${resource.format.name}` };
}

function writeBuffer(host: VirglHost, resource: Resource, segments: readonly BackingSegment[], box: TransferBox): Refusal | null {
  const bytes = layout.span;
  if (resource.deferred) {
    return copySystemBuffer(resource, segments, box.offset, box.x, bytes, true)
      ? null
      : outOfRange('the backing is shorter than the buffer');
  }
  const { gl, state } = host;
  state.bindBuffer(GL.COPY_WRITE_BUFFER, resource.glName);
  if (findRun(segments, box.offset, bytes, run)) {
    gl.bufferSubData(GL.COPY_WRITE_BUFFER, box.x, bytes, run.memory!, run.offset);
    return null;
  }
  eachRun(segments, box.offset, bytes, (memory, offset, at, length) => {
    gl.bufferSubData(GL.COPY_WRITE_BUFFER, box.x + at, length, memory, offset);
  });
  return null;
}

function readBuffer(host: VirglHost, resource: Resource, segments: readonly BackingSegment[], box: TransferBox): Refusal | null {
  const bytes = layout.span;
  if (resource.deferred) {
    return copySystemBuffer(resource, segments, box.offset, box.x, bytes, false)
      ? null
      : outOfRange('the backing is shorter than the buffer');
  }
  const { gl, state } = host;
  state.bindBuffer(GL.COPY_READ_BUFFER, resource.glName);
  if (findRun(segments, box.offset, bytes, run)) {
    gl.getBufferSubData(GL.COPY_READ_BUFFER, box.x, bytes, run.memory!, run.offset);
    return null;
  }
  eachRun(segments, box.offset, bytes, (memory, offset, at, length) => {
    gl.getBufferSubData(GL.COPY_READ_BUFFER, box.x + at, length, memory, offset);
  });
  return null;
}

/** Calls back for each piece of a range that lies in one run: place, position within the range, length. */
function eachRun(
  segments: readonly BackingSegment[],
  offset: number,
  bytes: number,
  visit: (memory: Memory, offset: number, at: number, length: number) => void,
): void {
  let start = 0;
  const end = offset + bytes;
  for (let i = 0; i < segments.length && start < end; i++) {
    const segment = segments[i]!;
    const from = Math.max(offset, start);
    const to = Math.min(end, start + segment.length);
    if (from < to) visit(segment.memory, segment.offset + from - start, from - offset, to - from);
    start += segment.length;
  }
}

/** Copies through the staging block: all at once when it is small, else some rows of one layer at a time. */
function inPieces(host: VirglHost, resource: Resource, segments: readonly BackingSegment[], box: TransferBox, toHost: boolean): boolean {
  const { rowBytes, rows, layers, stride, layerStride } = layout;
  piece.rowBytes = rowBytes;
  piece.stride = stride;
  piece.layerStride = layerStride;
  if (layout.packedBytes <= PIECE_BYTES) {
    piece.rows = rows;
    piece.layers = layers;
    return copyPiece(host, resource, segments, box.offset, toHost);
  }
  const { blockHeight } = resource.format;
  const rowsAtOnce = Math.max(1, Math.floor(PIECE_BYTES / rowBytes));
  piece.layers = 1;
  texels.depth = 1;
  for (let z = 0; z < layers; z++) {
    texels.z = box.z + z;
    for (let row = 0; row < rows; row += rowsAtOnce) {
      piece.rows = Math.min(rowsAtOnce, rows - row);
      texels.y = box.y + row * blockHeight;
      texels.height = Math.min(piece.rows * blockHeight, box.height - row * blockHeight);
      if (!copyPiece(host, resource, segments, box.offset + z * layerStride + row * stride, toHost)) return false;
    }
  }
  return true;
}

function copyPiece(host: VirglHost, resource: Resource, segments: readonly BackingSegment[], offset: number, toHost: boolean): boolean {
  const bytes = piece.packedBytes;
  const staging = host.scratch(bytes);
  const packedLayer = piece.rows * piece.rowBytes;
  const { conversion } = resource.format;
  if (toHost) {
    gatherBox(segments, offset, piece, staging.bytes, 0);
    if (conversion !== FormatConversion.NONE) convertToGl(conversion, staging.bytes, 0, bytes);
    uploadTexels(host, resource, texels, staging, 0, piece.rowBytes, packedLayer);
    return true;
  }
  if (!downloadTexels(host, resource, texels, staging, 0, piece.rowBytes, packedLayer, bytes)) return false;
  if (conversion !== FormatConversion.NONE) convertFromGl(conversion, staging.bytes, 0, bytes);
  scatterBox(segments, offset, piece, staging.bytes, 0);
  return true;
}

function readResolved(host: VirglHost, resource: Resource, segments: readonly BackingSegment[], box: TransferBox): Refusal | null {
  const resolved = resolveTexture(host, resource, box.z, box.depth);
  if (resolved === null) return { status: Status.OUT_OF_MEMORY, cause: 'no memory to resolve a multisample texture' };
  const refusal = readBox(host, resolved, segments, { ...box, z: 0 });
  host.state.deleteTexture(resolved.glName);
  return refusal;
}

function finish(device: VirglDevice, what: string, resource: Resource, refusal: Refusal | null): number {
  if (refusal === null) return Status.OK;
  device.log.warn(`${what} resource ${resource.id}: ${refusal.cause}`);
  return refusal.status;
}

/**
 * Copies a box from the resource's backing, or from `memory` at its byte `box.offset`, into the resource.
 *
 * @returns a `Status`; a refusal's cause is in the device's log
 */
export function transferToHost(device: VirglDevice, resource: Resource, box: TransferBox, memory: HostMemory | null): number {
  const segments = memory === null ? resource.backing : singleRun(memory, 0, memory.byteLength);
  return finish(device, 'transfer to', resource, writeBox(device.host, resource, segments, box));
}

/**
 * Copies a box of the resource into its backing, or into `memory` at its byte `box.offset`.
 *
 * @returns a `Status`; a refusal's cause is in the device's log
 */
export function transferFromHost(device: VirglDevice, resource: Resource, box: TransferBox, memory: HostMemory | null): number {
  const segments = memory === null ? resource.backing : singleRun(memory, 0, memory.byteLength);
  return finish(device, 'transfer from', resource, readBox(device.host, resource, segments, box));
}
