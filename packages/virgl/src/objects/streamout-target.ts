import * as p from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import type { VirglHost } from '../host.ts';
import type { Resource } from '../resources/resource.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';
import { VirglObject } from './virgl-object.ts';

/** A range of a buffer that a vertex stage's outputs are written to. */
export class StreamoutTarget extends VirglObject {
  readonly kind = p.ObjectType.STREAMOUT_TARGET;
  readonly sub: SubContext;
  readonly resource: Resource;
  /** First byte. */
  readonly offset: number;
  /** Bytes as the guest said. */
  readonly size: number;

  constructor(sub: SubContext, handle: number, payload: Uint32Array, resource: Resource, offset: number, size: number) {
    super(handle, payload);
    this.sub = sub;
    this.resource = resource.retain();
    this.offset = offset;
    this.size = size;
  }

  protected override free(host: VirglHost): void {
    this.sub.streamout.forgetTarget(host, this.sub, this);
    host.releaseResource(this.resource);
  }
}

/** Creates a stream-output target from CREATE_OBJECT STREAMOUT_TARGET. */
export function createStreamoutTarget(
  ctx: VirglContext,
  handle: number,
  payload: Uint32Array,
  words: Uint32Array,
  _floats: Float32Array,
  at: number,
  length: number,
): StreamoutTarget | number {
  if (length < p.CreateStreamoutTargetLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words is too short`);
  const resourceId = p.createStreamoutTargetResHandle(words, at);
  const offset = p.createStreamoutTargetBufferOffset(words, at);
  const size = p.createStreamoutTargetBufferSize(words, at);
  const resource = ctx.resource(resourceId);
  if (resource === null || !resource.isBuffer)
    return ctx.refuse(Status.ILLEGAL_RESOURCE, `streamout target ${handle}: no buffer ${resourceId}`);
  if (offset % 4 !== 0 || offset + size > resource.args.width) {
    return ctx.refuse(
      Status.ILLEGAL_RANGE,
      `streamout target ${handle}: ${size} bytes at byte ${offset} of a buffer of ${resource.args.width}`,
    );
  }
  return new StreamoutTarget(ctx.sub, handle, payload, resource, offset, size);
}
