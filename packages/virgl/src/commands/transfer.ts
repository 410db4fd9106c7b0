import * as p from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import type { Resource } from '../resources/resource.ts';
import { readBox, singleRun, writeBox } from '../resources/transfer.ts';
import type { Refusal } from '../resources/validate.ts';
import { Status } from '../status.ts';

/** The box of the command being executed; used again by the next one. */
const box = { level: 0, x: 0, y: 0, z: 0, width: 0, height: 0, depth: 0, stride: 0, layerStride: 0, offset: 0 };

/** Reads the words that all transfer commands begin with (the layout of RESOURCE_INLINE_WRITE) into `box`. */
function readTransferBox(words: Uint32Array, at: number): void {
  box.level = p.transfer3dLevel(words, at);
  box.stride = p.transfer3dStride(words, at);
  box.layerStride = p.transfer3dLayerStride(words, at);
  box.x = p.transfer3dX(words, at);
  box.y = p.transfer3dY(words, at);
  box.z = p.transfer3dZ(words, at);
  box.width = p.transfer3dW(words, at);
  box.height = p.transfer3dH(words, at);
  box.depth = p.transfer3dD(words, at);
}

function answer(ctx: VirglContext, resource: Resource, refusal: Refusal | null): Status {
  return refusal === null ? Status.OK : ctx.refuse(refusal.status, `resource ${resource.id}: ${refusal.cause}`);
}

/** RESOURCE_INLINE_WRITE: writes bytes of the stream into a box of a resource. */
export function resourceInlineWrite(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < p.ResourceInlineWriteMinLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const id = p.resourceInlineWriteResHandle(words, at);
  const resource = ctx.resource(id);
  if (resource === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no resource ${id}`);
  readTransferBox(words, at);
  box.offset = 0;
  const first = ctx.streamOffset + (at + p.ResourceInlineWriteDataOffset) * 4;
  const segments = singleRun(ctx.stream!, first, (length - p.ResourceInlineWriteMinLength) * 4);
  return answer(ctx, resource, writeBox(ctx.host, resource, segments, box));
}

/** TRANSFER3D: copies a box between a resource and its own backing. */
export function transfer3d(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < p.Transfer3dLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const id = p.transfer3dResHandle(words, at);
  const resource = ctx.resource(id);
  if (resource === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no resource ${id}`);
  readTransferBox(words, at);
  box.offset = p.transfer3dDataOffset(words, at);
  const direction = p.transfer3dDirection(words, at);
  switch (direction) {
    case p.TransferDirection.TO_HOST:
      return answer(ctx, resource, writeBox(ctx.host, resource, resource.backing, box));
    case p.TransferDirection.FROM_HOST:
      return answer(ctx, resource, readBox(ctx.host, resource, resource.backing, box));
    default:
      return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `direction ${direction}`);
  }
}

/** END_TRANSFERS: nothing; its payload fills the guest's transfer buffer up and is skipped whole. */
export function endTransfers(): number {
  return Status.OK;
}

/** COPY_TRANSFER3D: copies a box between a resource and the backing of another one, a staging buffer. */
export function copyTransfer3d(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < p.CopyTransfer3dLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const id = p.copyTransfer3dResHandle(words, at);
  const resource = ctx.resource(id);
  if (resource === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no resource ${id}`);
  const stagingId = p.copyTransfer3dSrcResHandle(words, at);
  const staging = ctx.resource(stagingId);
  if (staging === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no staging resource ${stagingId}`);
  readTransferBox(words, at);
  box.offset = p.copyTransfer3dSrcResOffset(words, at);
  const fromHost = (p.copyTransfer3dFlags(words, at) & p.CopyTransferFlag.READ_FROM_HOST) !== 0;
  const copy = fromHost ? readBox : writeBox;
  return answer(ctx, resource, copy(ctx.host, resource, staging.backing, box));
}
