import {
  copyTransfer3dFlags,
  CopyTransfer3dLength,
  copyTransfer3dResHandle,
  copyTransfer3dSrcResHandle,
  copyTransfer3dSrcResOffset,
  CopyTransferFlag,
  ResourceInlineWriteDataOffset,
  ResourceInlineWriteMinLength,
  resourceInlineWriteResHandle,
  transfer3dD,
  transfer3dDataOffset,
  transfer3dDirection,
  transfer3dH,
  transfer3dLayerStride,
  Transfer3dLength,
  transfer3dLevel,
  transfer3dResHandle,
  transfer3dStride,
  transfer3dW,
  transfer3dX,
  transfer3dY,
  transfer3dZ,
  TransferDirection,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import type { Resource } from '../resources/resource.ts';
import { guestSide, readBox, singleRun, writeBox } from '../resources/transfer.ts';
import type { Refusal } from '../resources/validate.ts';
import { Status } from '../status.ts';

/** The box of the command being executed; used again by the next one. */
const box = { level: 0, x: 0, y: 0, z: 0, width: 0, height: 0, depth: 0, stride: 0, layerStride: 0, offset: 0 };

/** Reads the words that all transfer commands begin with (the layout of RESOURCE_INLINE_WRITE) into `box`. */
function readTransferBox(words: Uint32Array, at: number): void {
  box.level = transfer3dLevel(words, at);
  box.stride = transfer3dStride(words, at);
  box.layerStride = transfer3dLayerStride(words, at);
  box.x = transfer3dX(words, at);
  box.y = transfer3dY(words, at);
  box.z = transfer3dZ(words, at);
  box.width = transfer3dW(words, at);
  box.height = transfer3dH(words, at);
  box.depth = transfer3dD(words, at);
}

function answer(ctx: VirglContext, resource: Resource, refusal: Refusal | null): Status {
  return refusal === null ? Status.OK : ctx.refuse(refusal.status, `resource ${resource.id}: ${refusal.cause}`);
}

/** RESOURCE_INLINE_WRITE: writes bytes of the stream into a box of a resource. */
export function resourceInlineWrite(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < ResourceInlineWriteMinLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const id = resourceInlineWriteResHandle(words, at);
  const resource = ctx.resource(id);
  if (resource === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no resource ${id}`);
  readTransferBox(words, at);
  box.offset = 0;
  const first = ctx.streamOffset + (at + ResourceInlineWriteDataOffset) * 4;
  const segments = singleRun(ctx.stream!, first, (length - ResourceInlineWriteMinLength) * 4);
  return answer(ctx, resource, writeBox(ctx.host, resource, segments, box));
}

/** TRANSFER3D: copies a box between a resource and its own backing. */
export function transfer3d(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < Transfer3dLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const id = transfer3dResHandle(words, at);
  const resource = ctx.resource(id);
  if (resource === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no resource ${id}`);
  readTransferBox(words, at);
  box.offset = transfer3dDataOffset(words, at);
  const direction = transfer3dDirection(words, at);
  switch (direction) {
    case TransferDirection.TO_HOST:
      return answer(ctx, resource, writeBox(ctx.host, resource, resource.backing, box));
    case TransferDirection.FROM_HOST:
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
  if (length < CopyTransfer3dLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const id = copyTransfer3dResHandle(words, at);
  const resource = ctx.resource(id);
  if (resource === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no resource ${id}`);
  const stagingId = copyTransfer3dSrcResHandle(words, at);
  const staging = ctx.resource(stagingId);
  if (staging === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `no staging resource ${stagingId}`);
  readTransferBox(words, at);
  box.offset = copyTransfer3dSrcResOffset(words, at);
  const fromHost = (copyTransfer3dFlags(words, at) & CopyTransferFlag.READ_FROM_HOST) !== 0;
  const copy = fromHost ? readBox : writeBox;
  return answer(ctx, resource, copy(ctx.host, resource, guestSide(staging), box));
}
