import type { VirglContext } from '../context.ts';
import { Status } from '../status.ts';

/*
 * Commands about resources that need a capability which this renderer does not offer. A guest that follows the caps never
 * sends them; one that does not is told so.
 */

/** PIPE_RESOURCE_CREATE: describes host storage for a blob (host-visible blobs are not offered). */
export function pipeResourceCreate(ctx: VirglContext): number {
  return ctx.refuse(Status.UNSUPPORTED, 'host blobs are not offered');
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
