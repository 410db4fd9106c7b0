import { GL } from '@virglass/gl';
import * as p from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { MAX_DRAW_VERTICES, MAX_MADE_VERTICES } from '../limits.ts';
import type { Resource } from '../resources/resource.ts';
import { prepareDraw } from '../state/prepare-draw.ts';
import { syncVertexInput } from '../state/sync-vertex.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';
import { renderConditionPasses } from './render-condition.ts';
import { streamoutAfterDraw, streamoutBeforeDraw, streamoutVertexCount } from './streamout.ts';

const { PipePrim } = p;

/** Bytes of one indirect draw: four words, five with indices. */
const INDIRECT_ARRAYS_BYTES = 16;
const INDIRECT_ELEMENTS_BYTES = 20;

/**
 * DRAW_VBO: draws with everything that is bound. Pipe primitives have GL's numbers.
 *
 * An indexed draw begins at the index buffer's own offset; its `start` is already in there.
 */
export function drawVbo(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < p.DrawVboMinLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { sub, host } = ctx;
  const { features } = host.gl;
  const mode = p.drawVboMode(words, at);
  if (mode > PipePrim.PATCHES || (mode >= PipePrim.QUADS && mode <= PipePrim.POLYGON)) {
    return ctx.refuse(Status.ILLEGAL_VALUE, `primitive ${mode} is not offered`);
  }
  if (mode === PipePrim.PATCHES && (!features.tessellation || sub.shaders[4] === null)) {
    return ctx.refuse(Status.ILLEGAL_VALUE, 'patches without tessellation');
  }
  const indexed = p.drawVboIndexed(words, at) !== 0;
  let count = p.drawVboCount(words, at);
  const fromStreamout = p.drawVboCountFromSo(words, at);
  const indirectHandle = length >= p.DrawVboIndirectLength ? p.drawVboIndirectHandle(words, at) : 0;
  if (indirectHandle === 0) {
    if (fromStreamout !== 0) count = streamoutVertexCount(sub, fromStreamout);
    if (count === 0) return Status.OK;
    const vertices = count * Math.max(1, p.drawVboInstanceCount(words, at));
    if (vertices > MAX_DRAW_VERTICES) return ctx.refuse(Status.ILLEGAL_RANGE, `${vertices} vertices, at most ${MAX_DRAW_VERTICES}`);
    if (vertices * amplification(sub) > MAX_MADE_VERTICES)
      return ctx.refuse(Status.ILLEGAL_RANGE, `${vertices} vertices that may become too many`);
    if (indexed) {
      const buffer = sub.indexBuffer;
      if (buffer === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, 'indexed draw without an index buffer');
      if (sub.indexOffset + count * sub.indexSize > buffer.args.width) {
        return ctx.refuse(
          Status.ILLEGAL_RANGE,
          `${count} indices of ${sub.indexSize} bytes from byte ${sub.indexOffset} of a buffer of ${buffer.args.width}`,
        );
      }
    }
  }
  if (!renderConditionPasses(sub)) return Status.OK;
  const drawId = length >= p.DrawVboTessLength ? p.drawVboDrawid(words, at) : 0;
  const reason = prepareDraw(sub, mode, drawId);
  if (reason !== Status.OK) return reason;
  if (mode === PipePrim.PATCHES && length >= p.DrawVboTessLength) {
    const vertices = p.drawVboVerticesPerPatch(words, at);
    if (vertices === 0 || vertices > features.maxPatchVertices) return ctx.refuse(Status.ILLEGAL_VALUE, `patches of ${vertices} vertices`);
    host.state.patchVertices(vertices);
    const levels = sub.tessLevels;
    host.state.patchOuterLevels(levels[0]!, levels[1]!, levels[2]!, levels[3]!);
    host.state.patchInnerLevels(levels[4]!, levels[5]!);
  }
  if (indexed) host.state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, sub.indexBuffer === null ? 0 : sub.indexBuffer.glName);
  setRestart(sub, indexed && p.drawVboPrimitiveRestart(words, at) !== 0, p.drawVboRestartIndex(words, at));
  const feedback = sub.program!.hasStreamOutput && streamoutBeforeDraw(sub, mode);
  const status = indirectHandle !== 0 ? drawIndirect(ctx, words, at, mode, indexed) : drawDirect(sub, words, at, mode, indexed, count);
  if (feedback) streamoutAfterDraw(sub, mode, count, p.drawVboInstanceCount(words, at));
  return status;
}

/** Vertices of one patch at the finest tessellation, 64 by 64. */
const PATCH_VERTICES_MADE = 4096;

/** Vertices that shaders may make of one. */
function amplification(sub: SubContext): number {
  const geometry = sub.shaders[2]?.module?.tgsi.info.geometry;
  const made = geometry === undefined ? 1 : geometry.invocations * Math.max(1, geometry.maxVertices);
  return sub.shaders[4] === null ? made : made * PATCH_VERTICES_MADE;
}

/** GL type of indices of 1, 2 or 4 bytes. */
function indexType(size: number): number {
  return size === 1 ? GL.UNSIGNED_BYTE : size === 2 ? GL.UNSIGNED_SHORT : GL.UNSIGNED_INT;
}

function setRestart(sub: SubContext, on: boolean, index: number): void {
  const { state, gl } = sub.ctx.host;
  if (gl.features.primitiveRestart === 'fixed') {
    if (!gl.features.isWebGl) state.setEnabled(GL.PRIMITIVE_RESTART_FIXED_INDEX, on);
    return;
  }
  state.setEnabled(GL.PRIMITIVE_RESTART, on);
  if (on) state.primitiveRestartIndex(index);
}

function drawDirect(sub: SubContext, words: Uint32Array, at: number, mode: number, indexed: boolean, count: number): number {
  const { ctx } = sub;
  const { gl } = ctx.host;
  const instances = p.drawVboInstanceCount(words, at);
  const baseInstance = p.drawVboStartInstance(words, at);
  const { baseInstance: hasBaseInstance, baseVertex: hasBaseVertex } = gl.features;
  if (baseInstance !== 0 && !hasBaseInstance) return ctx.refuse(Status.UNSUPPORTED, `base instance ${baseInstance}: the host has none`);
  if (!indexed) {
    const start = p.drawVboCountFromSo(words, at) !== 0 ? 0 : p.drawVboStart(words, at);
    if (baseInstance !== 0) gl.drawArraysInstancedBaseInstance(mode, start, count, instances, baseInstance);
    else if (instances > 1) gl.drawArraysInstanced(mode, start, count, instances);
    else gl.drawArrays(mode, start, count);
    return Status.OK;
  }
  const type = indexType(sub.indexSize);
  const offset = sub.indexOffset;
  let bias = p.drawVboIndexBias(words, at);
  if (bias !== 0 && !hasBaseVertex) {
    if (!syncVertexInput(sub, bias))
      return ctx.refuse(Status.UNSUPPORTED, `index bias ${bias} reaches before the start of a vertex buffer`);
    bias = 0;
  }
  if (baseInstance !== 0) gl.drawElementsInstancedBaseVertexBaseInstance(mode, count, type, offset, instances, bias, baseInstance);
  else if (bias !== 0) {
    if (instances > 1) gl.drawElementsInstancedBaseVertex(mode, count, type, offset, instances, bias);
    else gl.drawElementsBaseVertex(mode, count, type, offset, bias);
  } else if (instances > 1) gl.drawElementsInstanced(mode, count, type, offset, instances);
  else gl.drawElements(mode, count, type, offset);
  return Status.OK;
}

/** The buffer of an indirect draw when a run of draws lies inside it. */
function indirectBuffer(ctx: VirglContext, handle: number, offset: number, bytes: number): Resource | null {
  const resource = ctx.resource(handle);
  return resource !== null && resource.isBuffer && offset % 4 === 0 && offset + bytes <= resource.args.width ? resource : null;
}

function drawIndirect(ctx: VirglContext, words: Uint32Array, at: number, mode: number, indexed: boolean): number {
  const { host, sub } = ctx;
  const { gl, state } = host;
  const { features } = gl;
  if (!features.indirectDraw) return ctx.refuse(Status.UNSUPPORTED, 'indirect draw: the host has none');
  const handle = p.drawVboIndirectHandle(words, at);
  const offset = p.drawVboIndirectOffset(words, at);
  const stride = p.drawVboIndirectStride(words, at);
  const draws = p.drawVboIndirectDrawCount(words, at);
  const countHandle = p.drawVboIndirectDrawCountHandle(words, at);
  const one = indexed ? INDIRECT_ELEMENTS_BYTES : INDIRECT_ARRAYS_BYTES;
  if (indexed && sub.indexBuffer === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, 'indexed draw without an index buffer');
  if (draws > 1 && stride !== 0 && (stride < one || stride % 4 !== 0))
    return ctx.refuse(Status.ILLEGAL_RANGE, `indirect draws every ${stride} bytes`);
  const step = stride === 0 ? one : stride;
  const bytes = draws === 0 ? one : (draws - 1) * step + one;
  const buffer = indirectBuffer(ctx, handle, offset, bytes);
  if (buffer === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `${draws} indirect draws from byte ${offset} of resource ${handle}`);
  state.bindBuffer(GL.DRAW_INDIRECT_BUFFER, buffer.glName);
  const type = indexType(sub.indexSize);
  if (countHandle !== 0) {
    if (!features.indirectParameters) return ctx.refuse(Status.UNSUPPORTED, 'indirect draw count: the host has none');
    const countOffset = p.drawVboIndirectDrawCountOffset(words, at);
    const counts = indirectBuffer(ctx, countHandle, countOffset, 4);
    if (counts === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `draw count at byte ${countOffset} of resource ${countHandle}`);
    state.bindBuffer(GL.PARAMETER_BUFFER, counts.glName);
    if (indexed) gl.multiDrawElementsIndirectCount(mode, type, offset, countOffset, draws, step);
    else gl.multiDrawArraysIndirectCount(mode, offset, countOffset, draws, step);
    return Status.OK;
  }
  if (draws > 1 && features.multiIndirectDraw) {
    if (indexed) gl.multiDrawElementsIndirect(mode, type, offset, draws, step);
    else gl.multiDrawArraysIndirect(mode, offset, draws, step);
    return Status.OK;
  }
  for (let i = 0; i < Math.max(1, draws); i++) {
    if (indexed) gl.drawElementsIndirect(mode, type, offset + i * step);
    else gl.drawArraysIndirect(mode, offset + i * step);
  }
  return Status.OK;
}
