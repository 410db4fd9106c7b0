import { GL } from '@virglass/gl';
import {
  drawVboCount,
  drawVboCountFromSo,
  drawVboDrawid,
  drawVboIndexBias,
  drawVboIndexed,
  drawVboIndirectDrawCount,
  drawVboIndirectDrawCountHandle,
  drawVboIndirectDrawCountOffset,
  drawVboIndirectHandle,
  DrawVboIndirectLength,
  drawVboIndirectOffset,
  drawVboIndirectStride,
  drawVboInstanceCount,
  DrawVboMinLength,
  drawVboMode,
  drawVboPrimitiveRestart,
  drawVboRestartIndex,
  drawVboStart,
  drawVboStartInstance,
  DrawVboTessLength,
  drawVboVerticesPerPatch,
  PipePrim,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { MAX_DRAW_VERTICES, MAX_FIRST_VERTEX, MAX_MADE_VERTICES } from '../limits.ts';
import type { Resource } from '../resources/resource.ts';
import { prepareDraw } from '../state/prepare-draw.ts';
import { syncVertexInput } from '../state/sync-vertex.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';
import { indexType } from './draw-batch.ts';
import { call, drawInstances } from './draw-slices.ts';
import { renderConditionPasses } from './render-condition.ts';
import { streamoutAfterDraw, streamoutBeforeDraw, streamoutVertexCount } from './streamout.ts';

/** Bytes of one indirect draw: four words, five with indices. */
const INDIRECT_ARRAYS_BYTES = 16;
const INDIRECT_ELEMENTS_BYTES = 20;

/**
 * DRAW_VBO: draws with everything that is bound. Pipe primitives have GL's numbers.
 *
 * An indexed draw begins at the index buffer's own offset; its `start` is already in there.
 */
export function drawVbo(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < DrawVboMinLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { sub, host } = ctx;
  const { batch } = host;
  if (batch.count !== 0) {
    if (batch.join(sub, words, at, length)) return Status.OK;
    batch.flush();
  }
  const { features } = host.gl;
  const mode = drawVboMode(words, at);
  if (mode > PipePrim.PATCHES || (!features.compatibility && mode >= PipePrim.QUADS && mode <= PipePrim.POLYGON)) {
    return ctx.refuse(Status.ILLEGAL_VALUE, `primitive ${mode} is not offered`);
  }
  if (mode === PipePrim.PATCHES && (!features.tessellation || sub.shaders[4] === null)) {
    return ctx.refuse(Status.ILLEGAL_VALUE, 'patches without tessellation');
  }
  const indexed = drawVboIndexed(words, at) !== 0;
  let count = drawVboCount(words, at);
  const instances = drawVboInstanceCount(words, at);
  const fromStreamout = drawVboCountFromSo(words, at);
  const made = amplification(sub);
  const indirectHandle = length >= DrawVboIndirectLength ? drawVboIndirectHandle(words, at) : 0;
  if (indirectHandle === 0) {
    if (fromStreamout !== 0) count = streamoutVertexCount(sub, fromStreamout);
    if (count === 0) return Status.OK;
    const vertices = count * Math.max(1, instances);
    if (vertices > MAX_DRAW_VERTICES) return ctx.refuse(Status.ILLEGAL_RANGE, `${vertices} vertices, at most ${MAX_DRAW_VERTICES}`);
    if (vertices * made > MAX_MADE_VERTICES) return ctx.refuse(Status.ILLEGAL_RANGE, `${vertices} vertices that may become too many`);
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
  if (mode !== PipePrim.PATCHES && sub.shaders[4] !== null) {
    return ctx.refuse(Status.ILLEGAL_VALUE, `primitive ${mode} for tessellation, which takes patches`);
  }
  if (!isTaken(sub, mode)) return ctx.refuse(Status.ILLEGAL_VALUE, `the geometry shader does not take primitive ${mode}`);
  if (!renderConditionPasses(sub)) return Status.OK;
  const drawId = length >= DrawVboTessLength ? drawVboDrawid(words, at) : 0;
  const reason = prepareDraw(sub, mode, drawId);
  if (reason !== Status.OK) return reason;
  call.patchVertices = 3;
  if (mode === PipePrim.PATCHES && length >= DrawVboTessLength) {
    const vertices = drawVboVerticesPerPatch(words, at);
    call.patchVertices = vertices;
    if (vertices === 0 || vertices > features.maxPatchVertices) return ctx.refuse(Status.ILLEGAL_VALUE, `patches of ${vertices} vertices`);
    host.state.patchVertices(vertices);
    const levels = sub.tessLevels;
    host.state.patchOuterLevels(levels[0]!, levels[1]!, levels[2]!, levels[3]!);
    host.state.patchInnerLevels(levels[4]!, levels[5]!);
  }
  if (indexed) host.state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, sub.indexBuffer === null ? 0 : sub.indexBuffer.glName);
  call.restarts = indexed && drawVboPrimitiveRestart(words, at) !== 0;
  call.indexSize = sub.indexSize;
  setRestart(sub, call.restarts, drawVboRestartIndex(words, at));
  const feedback = sub.program!.hasStreamOutput && streamoutBeforeDraw(sub, mode);
  const status =
    indirectHandle !== 0
      ? drawIndirect(ctx, words, at, mode, indexed, drawId)
      : drawDirect(sub, words, at, mode, indexed, count, instances, made);
  if (feedback) streamoutAfterDraw(sub, mode, count, instances);
  return status;
}

/** Whether the bound geometry shader takes what draws of a primitive give it; GL refuses such draws. */
function isTaken(sub: SubContext, mode: number): boolean {
  const geometry = sub.shaders[2]?.module?.tgsi.info.geometry;
  if (geometry === undefined) return true;
  const taken = geometry.inputPrimitive;
  const evaluation = sub.shaders[4]?.module?.tgsi.info.tessEval;
  if (evaluation !== undefined) {
    return (
      taken === (evaluation.pointMode ? PipePrim.POINTS : evaluation.primitive === PipePrim.LINES ? PipePrim.LINES : PipePrim.TRIANGLES)
    );
  }
  return LISTS[mode] === taken;
}

/** The list of the same primitives, for each primitive. */
const LISTS: readonly number[] = [
  PipePrim.POINTS,
  PipePrim.LINES,
  PipePrim.LINES,
  PipePrim.LINES,
  PipePrim.TRIANGLES,
  PipePrim.TRIANGLES,
  PipePrim.TRIANGLES,
  PipePrim.QUADS,
  PipePrim.QUADS,
  PipePrim.POLYGON,
  PipePrim.LINES_ADJACENCY,
  PipePrim.LINES_ADJACENCY,
  PipePrim.TRIANGLES_ADJACENCY,
  PipePrim.TRIANGLES_ADJACENCY,
  PipePrim.PATCHES,
];

/** Vertices of one patch at the finest tessellation, 64 by 64. */
const PATCH_VERTICES_MADE = 4096;

/** Vertices that shaders may make of one. */
function amplification(sub: SubContext): number {
  const geometry = sub.shaders[2]?.module?.tgsi.info.geometry;
  const made = geometry === undefined ? 1 : geometry.invocations * Math.max(1, geometry.maxVertices);
  return sub.shaders[4] === null ? made : made * PATCH_VERTICES_MADE;
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

function drawDirect(
  sub: SubContext,
  words: Uint32Array,
  at: number,
  mode: number,
  indexed: boolean,
  count: number,
  instances: number,
  made: number,
): number {
  const { ctx } = sub;
  const { baseInstance: hasBaseInstance, baseVertex: hasBaseVertex } = ctx.host.gl.features;
  const baseInstance = drawVboStartInstance(words, at);
  if (baseInstance !== 0 && !hasBaseInstance) return ctx.refuse(Status.UNSUPPORTED, `base instance ${baseInstance}: the host has none`);
  const captured = drawVboCountFromSo(words, at) !== 0;
  const start = indexed || captured ? 0 : drawVboStart(words, at);
  if (start > MAX_FIRST_VERTEX) return ctx.refuse(Status.ILLEGAL_RANGE, `vertices from ${start}`);
  const { batch } = ctx.host;
  if (instances <= 1 && baseInstance === 0 && made === 1 && !captured && batch.keeps(sub, count)) {
    batch.begin(sub, words, at, count);
    return Status.OK;
  }
  call.mode = mode;
  call.count = count;
  call.indexed = indexed;
  call.start = start;
  if (indexed) {
    call.type = indexType(sub.indexSize);
    call.offset = sub.indexOffset;
    call.bias = drawVboIndexBias(words, at);
    if (call.bias !== 0 && !hasBaseVertex) {
      if (!syncVertexInput(sub, call.bias))
        return ctx.refuse(Status.UNSUPPORTED, `index bias ${call.bias} reaches before the start of a vertex buffer`);
      call.bias = 0;
    }
  }
  return drawInstances(sub, instances, baseInstance, made);
}

/** The buffer of an indirect draw when a run of draws lies inside it. */
function indirectBuffer(ctx: VirglContext, handle: number, offset: number, bytes: number): Resource | null {
  const resource = ctx.resource(handle);
  return resource !== null && resource.isBuffer && offset % 4 === 0 && offset + bytes <= resource.args.width ? resource : null;
}

/**
 * Reads what indirect draws are to draw, which a host that draws on the CPU has at hand, and draws it directly: what holds for
 * a draw's size holds for theirs too.
 */
function drawRead(
  sub: SubContext,
  buffer: Resource,
  mode: number,
  indexed: boolean,
  offset: number,
  step: number,
  draws: number,
  drawId: number,
): number {
  const { ctx } = sub;
  const { host } = ctx;
  const { gl, state } = host;
  const bytes = indexed ? INDIRECT_ELEMENTS_BYTES : INDIRECT_ARRAYS_BYTES;
  const usesDrawId = sub.shaders[0]?.module?.tgsi.info.usesDrawId === true;
  let budget = MAX_DRAW_VERTICES;
  host.shaderWrites.settle();
  for (let i = 0; i < draws; i++) {
    const memory = host.scratch(bytes);
    state.bindBuffer(GL.COPY_READ_BUFFER, buffer.glName);
    gl.getBufferSubData(GL.COPY_READ_BUFFER, offset + i * step, bytes, memory, 0);
    const args = new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset, bytes >>> 2);
    const [count, instances, first] = [args[0]!, args[1]!, args[2]!];
    const vertices = count * instances;
    if (vertices === 0) continue;
    budget -= vertices;
    if (budget < 0 || first > MAX_FIRST_VERTEX || vertices * amplification(sub) > MAX_MADE_VERTICES) {
      return ctx.refuse(Status.ILLEGAL_RANGE, `indirect draw ${i} of ${count} vertices, ${instances} instances`);
    }
    call.mode = mode;
    call.count = count;
    call.indexed = indexed;
    call.start = first;
    call.type = indexType(sub.indexSize);
    call.offset = first * sub.indexSize;
    call.bias = indexed ? args[3]! | 0 : 0;
    if (usesDrawId && drawId + i !== sub.systemDrawId) {
      const status = prepareDraw(sub, mode, drawId + i);
      if (status !== Status.OK) return status;
    }
    const status = drawInstances(sub, instances, indexed ? args[4]! : args[3]!, amplification(sub));
    if (status !== Status.OK) return status;
  }
  return Status.OK;
}

/** How many of so many indirect draws the buffer with their number wants; -1 when there is no such buffer, with the cause noted. */
function readDrawCount(ctx: VirglContext, words: Uint32Array, at: number, draws: number): number {
  const { host } = ctx;
  const handle = drawVboIndirectDrawCountHandle(words, at);
  const offset = drawVboIndirectDrawCountOffset(words, at);
  const counts = indirectBuffer(ctx, handle, offset, 4);
  if (counts === null) {
    ctx.refuse(Status.ILLEGAL_RESOURCE, `draw count at byte ${offset} of resource ${handle}`);
    return -1;
  }
  host.shaderWrites.settle();
  const memory = host.scratch(4);
  host.state.bindBuffer(GL.COPY_READ_BUFFER, counts.glName);
  host.gl.getBufferSubData(GL.COPY_READ_BUFFER, offset, 4, memory, 0);
  return Math.min(draws, new DataView(memory.bytes.buffer, memory.bytes.byteOffset, 4).getUint32(0, true));
}

function drawIndirect(ctx: VirglContext, words: Uint32Array, at: number, mode: number, indexed: boolean, drawId: number): number {
  const { host, sub } = ctx;
  const { gl, state } = host;
  const { features } = gl;
  if (!features.indirectDraw) return ctx.refuse(Status.UNSUPPORTED, 'indirect draw: the host has none');
  const handle = drawVboIndirectHandle(words, at);
  const offset = drawVboIndirectOffset(words, at);
  const stride = drawVboIndirectStride(words, at);
  const draws = drawVboIndirectDrawCount(words, at);
  const countHandle = drawVboIndirectDrawCountHandle(words, at);
  const one = indexed ? INDIRECT_ELEMENTS_BYTES : INDIRECT_ARRAYS_BYTES;
  if (indexed && sub.indexBuffer === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, 'indexed draw without an index buffer');
  if (draws > 1 && stride !== 0 && (stride < one || stride % 4 !== 0))
    return ctx.refuse(Status.ILLEGAL_RANGE, `indirect draws every ${stride} bytes`);
  const step = stride === 0 ? one : stride;
  const bytes = draws === 0 ? one : (draws - 1) * step + one;
  const buffer = indirectBuffer(ctx, handle, offset, bytes);
  if (buffer === null) return ctx.refuse(Status.ILLEGAL_RESOURCE, `${draws} indirect draws from byte ${offset} of resource ${handle}`);
  if (host.slicesDraws) {
    const made = countHandle === 0 ? Math.max(1, draws) : readDrawCount(ctx, words, at, draws);
    return made < 0 ? Status.ILLEGAL_RESOURCE : drawRead(sub, buffer, mode, indexed, offset, step, made, drawId);
  }
  state.bindBuffer(GL.DRAW_INDIRECT_BUFFER, buffer.glName);
  const type = indexType(sub.indexSize);
  if (countHandle !== 0) {
    if (!features.indirectParameters) return ctx.refuse(Status.UNSUPPORTED, 'indirect draw count: the host has none');
    const countOffset = drawVboIndirectDrawCountOffset(words, at);
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
