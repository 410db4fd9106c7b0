import { PipeMask, PipeQuery } from '@virglass/protocol';
import { GL } from '../gl-constants.ts';
import { attachedImage, type AttachedImage, type Attachment, type FramebufferObject } from '../objects/framebuffer.ts';
import { QueryObject } from '../objects/query.ts';
import { blit } from '../ops/blits.ts';
import { TIMESTAMP } from './extension-state.ts';
import { later } from './later.ts';
import { WebGLQuery, WebGLSync } from './objects.ts';
import { TextureMethods2 } from './webgl2-texture-methods.ts';

const clearWords = new Uint32Array(4);
const clearFloats = new Float32Array(clearWords.buffer);
const clearInts = new Int32Array(clearWords.buffer);

/** Draws, clears, blits, queries and fences of WebGL 2. */
export class DrawMethods2 extends TextureMethods2 {
  /** @internal By target: the query that runs. */
  declare queries: Map<number, WebGLQuery>;

  drawArraysInstanced(mode: number, first: number, count: number, instanceCount: number): void {
    this.drawVertices(mode, first, count, instanceCount, true, 'drawArraysInstanced');
  }

  drawElementsInstanced(mode: number, count: number, type: number, offset: number, instanceCount: number): void {
    this.drawIndices(mode, count, type, offset, instanceCount, true, 'drawElementsInstanced');
  }

  drawRangeElements(mode: number, start: number, end: number, count: number, type: number, offset: number): void {
    if (end >>> 0 < start >>> 0) return this.fail(GL.INVALID_VALUE, 'drawRangeElements');
    this.drawIndices(mode, count, type, offset, 1, false, 'drawRangeElements');
  }

  drawBuffers(buffers: Iterable<number>): void {
    this.setDrawBuffers([...buffers], 'drawBuffers');
  }

  readBuffer(src: number): void {
    if (this.isLost()) return;
    const { readFramebuffer: framebuffer } = this.core;
    const index = src - GL.COLOR_ATTACHMENT0;
    const known = src === GL.NONE || src === GL.BACK || (index >= 0 && index < 32);
    if (!known) return this.fail(GL.INVALID_ENUM, 'readBuffer');
    const legal = src === GL.NONE || (framebuffer.isDefault ? src === GL.BACK : index >= 0 && index < this.limits.colorAttachments);
    if (!legal) return this.fail(GL.INVALID_OPERATION, 'readBuffer');
    framebuffer.readBuffer = src;
  }

  clearBufferfv(buffer: number, drawbuffer: number, values: ArrayLike<number>, srcOffset = 0): void {
    if (!this.#clearable(buffer, drawbuffer, values, srcOffset, [GL.COLOR, GL.DEPTH], 'clearBufferfv')) return;
    if (buffer === GL.DEPTH) return this.clearBuffers(0, clearWords, Math.min(1, Math.max(0, values[srcOffset]!)), null);
    for (let i = 0; i < 4; i++) clearFloats[i] = values[srcOffset + i]!;
    this.#clearColor(drawbuffer, 'float', 'clearBufferfv');
  }

  clearBufferiv(buffer: number, drawbuffer: number, values: ArrayLike<number>, srcOffset = 0): void {
    if (!this.#clearable(buffer, drawbuffer, values, srcOffset, [GL.COLOR, GL.STENCIL], 'clearBufferiv')) return;
    if (buffer === GL.STENCIL) return this.clearBuffers(0, clearWords, null, values[srcOffset]! & 255);
    for (let i = 0; i < 4; i++) clearInts[i] = values[srcOffset + i]!;
    this.#clearColor(drawbuffer, 'int', 'clearBufferiv');
  }

  clearBufferuiv(buffer: number, drawbuffer: number, values: ArrayLike<number>, srcOffset = 0): void {
    if (!this.#clearable(buffer, drawbuffer, values, srcOffset, [GL.COLOR], 'clearBufferuiv')) return;
    for (let i = 0; i < 4; i++) clearWords[i] = values[srcOffset + i]!;
    this.#clearColor(drawbuffer, 'uint', 'clearBufferuiv');
  }

  clearBufferfi(buffer: number, drawbuffer: number, depth: number, stencil: number): void {
    if (!this.#clearable(buffer, drawbuffer, [0], 0, [GL.DEPTH_STENCIL], 'clearBufferfi')) return;
    this.clearBuffers(0, clearWords, Math.min(1, Math.max(0, depth)), stencil & 255);
  }

  #clearable(
    buffer: number,
    drawbuffer: number,
    values: ArrayLike<number>,
    offset: number,
    buffers: readonly number[],
    method: string,
  ): boolean {
    if (this.isLost()) return false;
    if (!buffers.includes(buffer)) {
      this.fail(GL.INVALID_ENUM, method);
      return false;
    }
    const legal = buffer === GL.COLOR ? drawbuffer >= 0 && drawbuffer < this.limits.drawBuffers : drawbuffer === 0;
    if (!legal || values.length - offset < (buffer === GL.COLOR ? 4 : 1)) {
      this.fail(GL.INVALID_VALUE, method);
      return false;
    }
    return this.isComplete(true, method) && !this.core.raster.rasterizerDiscard;
  }

  #clearColor(drawbuffer: number, kind: 'float' | 'int' | 'uint', method: string): void {
    const { drawFramebuffer: framebuffer } = this.core;
    const attachment = framebuffer.colors[drawbuffer];
    if (attachment == null || framebuffer.drawBuffers[drawbuffer] === GL.NONE) return;
    const have = attachedImage(attachment)?.format.internal.kind;
    if (kind !== (have === 'int' || have === 'uint' ? have : 'float')) return this.fail(GL.INVALID_OPERATION, method);
    this.clearBuffers(1 << drawbuffer, clearWords, null, null);
  }

  blitFramebuffer(
    srcX0: number,
    srcY0: number,
    srcX1: number,
    srcY1: number,
    dstX0: number,
    dstY0: number,
    dstX1: number,
    dstY1: number,
    mask: number,
    filter: number,
  ): void {
    if (this.isLost()) return;
    const method = 'blitFramebuffer';
    if ((mask & ~(GL.COLOR_BUFFER_BIT | GL.DEPTH_BUFFER_BIT | GL.STENCIL_BUFFER_BIT)) !== 0) return this.fail(GL.INVALID_VALUE, method);
    if (filter !== GL.NEAREST && filter !== GL.LINEAR) return this.fail(GL.INVALID_ENUM, method);
    if (filter === GL.LINEAR && (mask & ~GL.COLOR_BUFFER_BIT) !== 0) return this.fail(GL.INVALID_OPERATION, method);
    const spans = [srcX1 - srcX0, srcY1 - srcY0, dstX1 - dstX0, dstY1 - dstY0];
    if (spans.some((span) => Math.abs(span) > 0x7fffffff)) return this.fail(GL.INVALID_VALUE, method);
    if (!this.isComplete(true, method) || !this.isComplete(false, method)) return;
    const { core } = this;
    const { drawFramebuffer: to, readFramebuffer: from } = core;
    const source = { x0: srcX0, y0: srcY0, x1: srcX1, y1: srcY1 };
    const target = { x0: dstX0, y0: dstY0, x1: dstX1, y1: dstY1 };
    const samplesTo = samplesOf(to);
    const samplesFrom = samplesOf(from);
    if (samplesTo > 0) return this.fail(GL.INVALID_OPERATION, method);
    const same = srcX0 === dstX0 && srcY0 === dstY0 && srcX1 === dstX1 && srcY1 === dstY1;
    const jobs: (() => void)[] = [];
    if (mask & GL.COLOR_BUFFER_BIT) {
      const attachment = from.readAttachment;
      const image = attachment === null ? null : attachedImage(attachment);
      const drawn = to.colors.some((one, i) => one !== null && to.drawBuffers[i] !== GL.NONE);
      if (image === null && drawn) return this.fail(GL.INVALID_OPERATION, method);
      if (image !== null) {
        for (let i = 0; i < to.colors.length; i++) {
          const other = to.colors[i];
          if (other == null || to.drawBuffers[i] === GL.NONE) continue;
          const into = attachedImage(other)!;
          const kindOf = (one: AttachedImage): string => {
            const { kind } = one.format.internal;
            return kind === 'int' || kind === 'uint' ? kind : 'float';
          };
          const kind = kindOf(image);
          if (kind !== kindOf(into) || (filter === GL.LINEAR && kind !== 'float')) return this.fail(GL.INVALID_OPERATION, method);
          if (samplesFrom > 0 && (!same || !sameFormat(image, into, to.opaque))) return this.fail(GL.INVALID_OPERATION, method);
          if (sameTexels(attachment!, other)) return this.fail(GL.INVALID_OPERATION, method);
          jobs.push(() => blit(core, image, source, into, target, PipeMask.RGBA, filter === GL.LINEAR));
        }
      }
    }
    let depthMask = 0;
    for (const [bit, part, name] of [
      [GL.DEPTH_BUFFER_BIT, PipeMask.Z, 'depth'],
      [GL.STENCIL_BUFFER_BIT, PipeMask.S, 'stencil'],
    ] as const) {
      const a = from[name];
      const b = to[name];
      if ((mask & bit) === 0 || b === null) continue;
      if (a === null) return this.fail(GL.INVALID_OPERATION, method);
      const image = attachedImage(a)!;
      const into = attachedImage(b)!;
      if (image.format !== into.format || (samplesFrom > 0 && !same) || sameTexels(a, b)) return this.fail(GL.INVALID_OPERATION, method);
      depthMask |= part;
    }
    if (depthMask !== 0) {
      const image = attachedImage((from.depth ?? from.stencil)!)!;
      const into = attachedImage((to.depth ?? to.stencil)!)!;
      jobs.push(() => blit(core, image, source, into, target, depthMask, false));
    }
    for (const job of jobs) job();
    if (to.isDefault) core.defaultFramebuffer.stale = true;
  }

  invalidateFramebuffer(target: number, attachments: Iterable<number>): void {
    if (this.isLost()) return;
    const framebuffer = this.targetFramebuffer(target, 'invalidateFramebuffer');
    if (framebuffer === undefined) return;
    for (const attachment of attachments) {
      const own = attachment === GL.COLOR || attachment === GL.DEPTH || attachment === GL.STENCIL;
      const point =
        attachment === GL.DEPTH_ATTACHMENT || attachment === GL.STENCIL_ATTACHMENT || attachment === GL.DEPTH_STENCIL_ATTACHMENT;
      const index = attachment - GL.COLOR_ATTACHMENT0;
      if (framebuffer === null ? own : point || (index >= 0 && index < this.limits.colorAttachments)) continue;
      return this.fail(index >= 0 && index < 32 && framebuffer !== null ? GL.INVALID_OPERATION : GL.INVALID_ENUM, 'invalidateFramebuffer');
    }
  }

  invalidateSubFramebuffer(target: number, attachments: Iterable<number>, _x: number, _y: number, width: number, height: number): void {
    if (width < 0 || height < 0) return this.fail(GL.INVALID_VALUE, 'invalidateSubFramebuffer');
    this.invalidateFramebuffer(target, attachments);
  }

  renderbufferStorageMultisample(target: number, samples: number, internalformat: number, width: number, height: number): void {
    this.setStorage(target, samples, internalformat, width, height, 'renderbufferStorageMultisample');
  }

  createQuery(): WebGLQuery | null {
    return new WebGLQuery(this.ownerOfNew, new QueryObject(this.core.stream));
  }

  deleteQuery(query: WebGLQuery | null): void {
    if (!this.mayDelete(query, WebGLQuery, 'deleteQuery')) return;
    for (const [target, running] of this.queries) {
      if (running !== query) continue;
      query.object.end();
      this.queries.delete(target);
    }
    query.object.deleted = true;
    query.object.destroy();
  }

  isQuery(query: WebGLQuery | null): boolean {
    return this.exists(query, WebGLQuery) && query.object.target !== 0;
  }

  beginQuery(target: number, query: WebGLQuery): void {
    if (this.isLost()) return;
    const type = this.#queryType(target);
    if (type < 0) return this.fail(GL.INVALID_ENUM, 'beginQuery');
    if (!(query instanceof WebGLQuery)) throw new TypeError('beginQuery: not a WebGLQuery');
    const { object } = query;
    const taken = this.queries.has(queryGroup(target));
    if (query.owner !== this.era || object.deleted || object.active || taken || (object.target !== 0 && object.target !== target)) {
      return this.fail(GL.INVALID_OPERATION, 'beginQuery');
    }
    query.settled = false;
    object.begin(target, type);
    this.queries.set(queryGroup(target), query);
  }

  endQuery(target: number): void {
    if (this.isLost()) return;
    if (this.#queryType(target) < 0) return this.fail(GL.INVALID_ENUM, 'endQuery');
    const query = this.queries.get(queryGroup(target));
    if (query === undefined || query.object.target !== target) return this.fail(GL.INVALID_OPERATION, 'endQuery');
    query.object.end();
    this.queries.delete(queryGroup(target));
    later(() => (query.settled = true));
  }

  /** @internal `queryCounterEXT` */
  stampQuery(query: WebGLQuery, target: number): void {
    if (this.isLost()) return;
    if (target !== TIMESTAMP) return this.fail(GL.INVALID_ENUM, 'queryCounterEXT');
    if (!(query instanceof WebGLQuery)) throw new TypeError('queryCounterEXT: not a WebGLQuery');
    const { object } = query;
    if (query.owner !== this.era || object.deleted || object.active || (object.target !== 0 && object.target !== target)) {
      return this.fail(GL.INVALID_OPERATION, 'queryCounterEXT');
    }
    query.settled = false;
    object.stamp(target);
    later(() => (query.settled = true));
  }

  /** `PipeQuery` of a target of queries that begin and end; -1 when it is none. */
  #queryType(target: number): number {
    return target === TIME_ELAPSED && this.has('ext_disjoint_timer_query_webgl2') ? PipeQuery.TIME_ELAPSED : queryType(target);
  }

  getQuery(target: number, pname: number): WebGLQuery | number | null {
    if (this.isLost()) return null;
    if (this.has('ext_disjoint_timer_query_webgl2') && (target === TIME_ELAPSED || target === TIMESTAMP)) {
      if (pname === QUERY_COUNTER_BITS) return 64;
      if (target === TIMESTAMP && pname === GL.CURRENT_QUERY) return null;
    }
    if (this.#queryType(target) < 0 || pname !== GL.CURRENT_QUERY) {
      this.fail(GL.INVALID_ENUM, 'getQuery');
      return null;
    }
    const query = this.queries.get(queryGroup(target));
    return query !== undefined && query.object.target === target ? query : null;
  }

  getQueryParameter(query: WebGLQuery, pname: number): number | boolean | null {
    if (this.isLost()) return null;
    if (!(query instanceof WebGLQuery)) throw new TypeError('getQueryParameter: not a WebGLQuery');
    const { object } = query;
    if (query.owner !== this.era || object.deleted || object.active || object.target === 0) {
      this.fail(GL.INVALID_OPERATION, 'getQueryParameter');
      return null;
    }
    if (pname === GL.QUERY_RESULT_AVAILABLE) return query.settled && object.available();
    if (pname === GL.QUERY_RESULT) {
      if (!query.settled) return 0;
      const result = object.result();
      return queryType(object.target) < 0 || object.target === GL.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN ? result : result === 0 ? 0 : 1;
    }
    this.fail(GL.INVALID_ENUM, 'getQueryParameter');
    return null;
  }

  fenceSync(condition: number, flags: number): WebGLSync | null {
    if (this.isLost()) return new WebGLSync(this.ownerOfNew, { deleted: false, fence: 0, signalled: true, settled: true });
    if (condition !== GL.SYNC_GPU_COMMANDS_COMPLETE || flags !== 0) {
      this.fail(condition !== GL.SYNC_GPU_COMMANDS_COMPLETE ? GL.INVALID_ENUM : GL.INVALID_VALUE, 'fenceSync');
      return null;
    }
    this.core.flush();
    const sync = new WebGLSync(this.era, { deleted: false, fence: this.core.winsys.fence(), signalled: false, settled: false });
    later(() => (sync.object.settled = true));
    return sync;
  }

  isSync(sync: WebGLSync | null): boolean {
    return this.exists(sync, WebGLSync);
  }

  deleteSync(sync: WebGLSync | null): void {
    if (!this.mayDelete(sync, WebGLSync, 'deleteSync')) return;
    sync.object.deleted = true;
    this.core.winsys.destroyFence(sync.object.fence);
  }

  clientWaitSync(sync: WebGLSync, flags: number, timeout: number): number {
    if (this.isLost() || !this.owns(sync, WebGLSync, 'clientWaitSync')) return GL.WAIT_FAILED;
    if ((flags & ~GL.SYNC_FLUSH_COMMANDS_BIT) !== 0) {
      this.fail(GL.INVALID_VALUE, 'clientWaitSync');
      return GL.WAIT_FAILED;
    }
    if (timeout > 0) {
      this.fail(GL.INVALID_OPERATION, 'clientWaitSync');
      return GL.WAIT_FAILED;
    }
    if (sync.object.signalled) return GL.ALREADY_SIGNALED;
    return this.#signalled(sync) ? GL.ALREADY_SIGNALED : GL.TIMEOUT_EXPIRED;
  }

  waitSync(sync: WebGLSync, flags: number, timeout: number): void {
    if (this.isLost() || !this.owns(sync, WebGLSync, 'waitSync')) return;
    if (flags !== 0 || timeout !== GL.TIMEOUT_IGNORED) this.fail(GL.INVALID_VALUE, 'waitSync');
  }

  getSyncParameter(sync: WebGLSync, pname: number): number | null {
    if (this.isLost() || !this.owns(sync, WebGLSync, 'getSyncParameter')) return null;
    switch (pname) {
      case GL.OBJECT_TYPE:
        return GL.SYNC_FENCE;
      case GL.SYNC_STATUS:
        return this.#signalled(sync) ? GL.SIGNALED : GL.UNSIGNALED;
      case GL.SYNC_CONDITION:
        return GL.SYNC_GPU_COMMANDS_COMPLETE;
      case GL.SYNC_FLAGS:
        return 0;
    }
    this.fail(GL.INVALID_ENUM, 'getSyncParameter');
    return null;
  }

  #signalled(sync: WebGLSync): boolean {
    const { object } = sync;
    object.signalled ||= object.settled && this.core.winsys.fenceSignalled(object.fence);
    return object.signalled;
  }
}

// @source EXT_disjoint_timer_query_webgl2
const TIME_ELAPSED = 0x88bf;
const QUERY_COUNTER_BITS = 0x8864;

function queryType(target: number): number {
  switch (target) {
    case GL.ANY_SAMPLES_PASSED:
      return PipeQuery.OCCLUSION_PREDICATE;
    case GL.ANY_SAMPLES_PASSED_CONSERVATIVE:
      return PipeQuery.OCCLUSION_PREDICATE_CONSERVATIVE;
    case GL.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN:
      return PipeQuery.PRIMITIVES_EMITTED;
    default:
      return -1;
  }
}

/** Occlusion queries of both kinds exclude each other. */
function queryGroup(target: number): number {
  return target === GL.ANY_SAMPLES_PASSED_CONSERVATIVE ? GL.ANY_SAMPLES_PASSED : target;
}

function samplesOf(framebuffer: FramebufferObject): number {
  for (const [, attachment] of framebuffer.points()) return attachedImage(attachment)?.samples ?? 0;
  return 0;
}

/** Samples are resolved into the same format only; a drawing buffer without alpha is RGB8. */
function sameFormat(from: AttachedImage, to: AttachedImage, opaque: boolean): boolean {
  return from.format.internal.id === (opaque ? GL.RGB8 : to.format.internal.id);
}

function sameTexels(a: Attachment, b: Attachment): boolean {
  return a.renderbuffer === b.renderbuffer && a.texture === b.texture && a.level === b.level && a.face === b.face && a.layer === b.layer;
}
