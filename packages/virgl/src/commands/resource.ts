import * as p from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { createResource } from '../resources/create.ts';
import { Status } from '../status.ts';

/*
 * Commands about resources; most of them need a capability which this renderer does not offer. A guest that follows the caps never
 * sends them; one that does not is told so.
 */

/**
 * PIPE_RESOURCE_CREATE: makes the storage of a blob, which RESOURCE_CREATE_BLOB gives a number. What is prepared under a blob number
 * that has something already takes its place: nobody could reach that any more.
 */
export function pipeResourceCreate(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < p.PipeResourceCreateLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const { device } = ctx;
  const blobId = p.pipeResourceCreateBlobId(words, at);
  const old = ctx.blobs.get(blobId);
  if (old !== undefined) {
    ctx.blobs.delete(blobId);
    device.prepared--;
    ctx.host.releaseResource(old);
  }
  // Refusals below reach the guest as that of its RESOURCE_CREATE_BLOB; they are no reason to end the context.
  if (!device.hasRoom) return ctx.refuse(Status.ILLEGAL_RANGE, `the limit is ${device.quota.resources} resources`);
  const made = createResource(device, {
    id: 0,
    target: p.pipeResourceCreateTarget(words, at),
    format: p.pipeResourceCreateFormat(words, at),
    bind: p.pipeResourceCreateBind(words, at),
    width: p.pipeResourceCreateWidth(words, at),
    height: p.pipeResourceCreateHeight(words, at),
    depth: p.pipeResourceCreateDepth(words, at),
    arraySize: p.pipeResourceCreateArraySize(words, at),
    lastLevel: p.pipeResourceCreateLastLevel(words, at),
    samples: p.pipeResourceCreateNrSamples(words, at),
    flags: p.pipeResourceCreateFlags(words, at),
  });
  if (typeof made === 'number') return ctx.refuse(Status.ILLEGAL_RANGE, `nothing is prepared as blob ${blobId}`);
  ctx.blobs.set(blobId, made);
  device.prepared++;
  return Status.OK;
}

/** PIPE_RESOURCE_SET_TYPE: gives an imported blob a type (VIRGL_CAP_V2_UNTYPED_RESOURCE is not offered). */
export function pipeResourceSetType(ctx: VirglContext): number {
  return ctx.refuse(Status.UNSUPPORTED, 'untyped resources are not offered');
}

/** GET_MEMORY_INFO: reports video memory (VIRGL_CAP_V2_MEMINFO is not offered). */
export function getMemoryInfo(ctx: VirglContext): number {
  return ctx.refuse(Status.UNSUPPORTED, 'memory information is not offered');
}

/** GET_PIPE_RESOURCE_LAYOUT: reports planes and strides of an allocation (VIRGL_CAP_V2_RESOURCE_LAYOUT is not offered). */
export function getPipeResourceLayout(ctx: VirglContext): number {
  return ctx.refuse(Status.UNSUPPORTED, 'layouts of allocations are not offered');
}
