/* Copies between a resource and the client: through shared memory (version 2) or through the socket (version 0). */
import {
  VtestHeaderWords,
  vtestTransferGet2Depth,
  vtestTransferGet2Height,
  vtestTransferGet2Level,
  vtestTransferGet2Offset,
  vtestTransferGet2ResHandle,
  vtestTransferGet2Width,
  vtestTransferGet2X,
  vtestTransferGet2Y,
  vtestTransferGet2Z,
  vtestTransferGetDataSize,
  vtestTransferGetDepth,
  vtestTransferGetHeight,
  vtestTransferGetLayerStride,
  VtestTransferGetLength,
  vtestTransferGetLevel,
  vtestTransferGetResHandle,
  vtestTransferGetStride,
  vtestTransferGetWidth,
  vtestTransferGetX,
  vtestTransferGetY,
  vtestTransferGetZ,
} from '@virglass/protocol';
import type { TransferBox } from '@virglass/virtio-gpu';
import { type Client, type ClientResource, contextId, Outcome } from './client.ts';
import { maxInlineBytes } from './limits.ts';
import { MemorySlice } from './memory-slice.ts';
import { waitsForResults } from './submit.ts';

/** TRANSFER_GET2: a box into the shared memory. The copy is complete when this returns. */
export function transferGet2(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestTransferGet2ResHandle(words, at);
  const box = sharedBox(words, at);
  const resource = backed(client, id, box.offset);
  if (resource === null) return Outcome.REFUSED;
  if (resource.dead) return ignoreDead(client, 'TRANSFER_GET2', id);
  if (waitsForResults(client)) return Outcome.WAIT;
  const status = client.device.transferFromHost(contextId, id, box, null);
  if (status === 0) resource.readAt = client.fences.submitted;
  return note(client, 'TRANSFER_GET2', id, status);
}

/** TRANSFER_PUT2: a box from the shared memory. */
export function transferPut2(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestTransferGet2ResHandle(words, at);
  const box = sharedBox(words, at);
  const resource = backed(client, id, box.offset);
  if (resource === null) return Outcome.REFUSED;
  if (resource.dead) return ignoreDead(client, 'TRANSFER_PUT2', id);
  return note(client, 'TRANSFER_PUT2', id, client.device.transferToHost(contextId, id, box, null));
}

/** TRANSFER_GET: a box as the answer, exactly as many bytes as the client asked for, zero where the renderer wrote none. */
export function transferGet(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestTransferGetResHandle(words, at);
  const resource = client.resources.get(id);
  if (resource === undefined) return client.refuse(`no resource ${id}`);
  const dataSize = vtestTransferGetDataSize(words, at);
  if (dataSize > maxInlineBytes) return client.refuse(`${dataSize} bytes: the limit is ${maxInlineBytes}`);
  if (!client.affords(dataSize)) return client.refuse(`${dataSize} bytes: the client's quota does not allow it`);
  if (!resource.dead && waitsForResults(client)) return Outcome.WAIT;
  const data = client.replies.zeros(dataSize);
  if (resource.dead) return ignoreDead(client, 'TRANSFER_GET', id);
  return note(client, 'TRANSFER_GET', id, client.device.transferFromHost(contextId, id, inlineBox(words, at), data));
}

/** TRANSFER_PUT: a box whose bytes follow the fields. */
export function transferPut(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestTransferGetResHandle(words, at);
  const resource = client.resources.get(id);
  if (resource === undefined) return client.refuse(`no resource ${id}`);
  if (resource.dead) return ignoreDead(client, 'TRANSFER_PUT', id);
  const from = 4 * (at + VtestHeaderWords + VtestTransferGetLength);
  const data = new MemorySlice(client.received.memory, from, vtestTransferGetDataSize(words, at));
  return note(client, 'TRANSFER_PUT', id, client.device.transferToHost(contextId, id, inlineBox(words, at), data));
}

/** The box of TRANSFER_GET2 and TRANSFER_PUT2, which have the same fields. Strides are those of the whole level. */
function sharedBox(words: Uint32Array, at: number): TransferBox {
  return {
    level: vtestTransferGet2Level(words, at),
    x: vtestTransferGet2X(words, at),
    y: vtestTransferGet2Y(words, at),
    z: vtestTransferGet2Z(words, at),
    width: vtestTransferGet2Width(words, at),
    height: vtestTransferGet2Height(words, at),
    depth: vtestTransferGet2Depth(words, at),
    stride: 0,
    layerStride: 0,
    offset: vtestTransferGet2Offset(words, at),
  };
}

/** The box of TRANSFER_GET and TRANSFER_PUT, which begin with the same fields. */
function inlineBox(words: Uint32Array, at: number): TransferBox {
  return {
    level: vtestTransferGetLevel(words, at),
    x: vtestTransferGetX(words, at),
    y: vtestTransferGetY(words, at),
    z: vtestTransferGetZ(words, at),
    width: vtestTransferGetWidth(words, at),
    height: vtestTransferGetHeight(words, at),
    depth: vtestTransferGetDepth(words, at),
    stride: vtestTransferGetStride(words, at),
    layerStride: vtestTransferGetLayerStride(words, at),
    offset: 0,
  };
}

/** The resource with shared memory in which the offset lies; else null, with the cause noted. */
function backed(client: Client, id: number, offset: number): ClientResource | null {
  const resource = client.resources.get(id);
  if (resource === undefined) {
    client.refuse(`no resource ${id}`);
    return null;
  }
  if (resource.dead) return resource;
  if (resource.mapping === null) {
    client.refuse(`resource ${id} has no shared memory`);
    return null;
  }
  if (offset >= resource.byteLength) {
    client.refuse(`offset ${offset} lies outside the ${resource.byteLength} bytes of resource ${id}`);
    return null;
  }
  return resource;
}

function ignoreDead(client: Client, command: string, id: number): Outcome {
  client.log.warn(`${command}: resource ${id} was refused when it was created`);
  return Outcome.DONE;
}

/** A box that the renderer refuses (its cause is in the log) changes nothing; the client has no answer to wait for and goes on. */
function note(client: Client, command: string, id: number, status: number): Outcome {
  if (status !== 0) client.log.warn(`${command}: the renderer refused the box of resource ${id} with status ${status}`);
  return Outcome.DONE;
}
