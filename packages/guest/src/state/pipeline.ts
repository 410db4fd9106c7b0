/*
 * A draw: what has changed is sent, then the draw itself.
 */
import { CapBitV2, encodeDrawVbo, encodeLaunchGrid, encodeSetIndexBuffer, PipeShader } from '@virglass/protocol';
import type { BufferObject } from '../objects/buffer.ts';
import type { Executable } from '../objects/program.ts';
import type { Core } from './core.ts';
import { Dirty } from './dirty.ts';
import { FramebufferEmitter } from './emit-framebuffer.ts';
import { ProgramEmitter } from './emit-program.ts';
import { RasterEmitter } from './emit-raster.ts';
import { VertexEmitter } from './emit-vertex.ts';

/** The parameters of a draw. */
export interface DrawCall {
  /** `PipePrim`, which are GL's numbers. */
  readonly mode: number;
  readonly first: number;
  readonly count: number;
  readonly instances: number;
  /** Bytes of an index; 0 for draws without. */
  readonly indexSize: number;
  /** Byte of the first index. */
  readonly indexOffset: number;
  readonly indexBuffer: BufferObject | null;
  readonly baseVertex: number;
  readonly baseInstance: number;
  /** An index ends a primitive: the largest, unless `restartIndex` says which. */
  readonly restart: boolean;
  readonly restartIndex?: number;
  /** Number of the draw among those of one call. */
  readonly drawId?: number;
  /** The numbers come from a buffer. */
  readonly indirect?: IndirectDraw;
  /** Handle of the streamout target whose vertices are drawn. */
  readonly fromFeedback?: number;
}

/** Where an indirect draw's numbers lie. */
export interface IndirectDraw {
  readonly buffer: BufferObject;
  readonly offset: number;
  readonly stride: number;
  readonly count: number;
}

/** Mode of draws whose primitives are patches. */
const PATCHES = 14;

const RASTER_BITS =
  Dirty.BLEND |
  Dirty.DEPTH_STENCIL |
  Dirty.RASTERIZER |
  Dirty.VIEWPORT |
  Dirty.SCISSOR |
  Dirty.BLEND_COLOR |
  Dirty.STENCIL_REF |
  Dirty.SAMPLE_MASK;

/** Sends draws of a context. */
export class Pipeline {
  readonly core: Core;
  readonly raster: RasterEmitter;
  readonly framebuffer: FramebufferEmitter;
  readonly program: ProgramEmitter;
  readonly vertex: VertexEmitter;
  /** The host tells shaders the number of a draw; others may not know the words that say it. */
  readonly #numbersDraws: boolean;
  #index = 0;
  #indexSize = 0;
  #indexOffset = 0;

  constructor(core: Core) {
    this.core = core;
    this.#numbersDraws = (core.caps.bits2 & CapBitV2.DRAW_PARAMETERS) !== 0;
    this.raster = new RasterEmitter(core.stream);
    this.framebuffer = new FramebufferEmitter(core);
    this.program = new ProgramEmitter(core);
    this.vertex = new VertexEmitter(core);
  }

  /** Draws with the state as it is; the front API has checked that it can be. */
  draw(call: DrawCall): void {
    // Without a vertex shader there is nothing to draw, and hosts refuse it.
    if (this.core.program!.executable!.shaders[PipeShader.VERTEX] === 0) return;
    this.#sync();
    const { stream } = this.core;
    const { indexSize, indexBuffer, indexOffset } = call;
    if (indexSize !== 0) {
      const resource = indexBuffer!.resource;
      if (this.#index !== resource || this.#indexSize !== indexSize || this.#indexOffset !== indexOffset) {
        this.#index = resource;
        this.#indexSize = indexSize;
        this.#indexOffset = indexOffset;
        const buffer = { indexSize, offset: indexOffset };
        stream.at = encodeSetIndexBuffer(stream.words, stream.floats, stream.room(4), { handle: resource, buffer });
      }
    }
    const { indirect } = call;
    const drawId = this.#numbersDraws ? (call.drawId ?? 0) : 0;
    const more = call.mode === PATCHES || indirect !== undefined || drawId !== 0;
    stream.at = encodeDrawVbo(stream.words, stream.floats, stream.room(21), {
      ...(more ? { tess: { verticesPerPatch: call.mode === PATCHES ? this.core.patch.vertices : 0, drawid: drawId } } : null),
      ...(indirect === undefined ? null : { indirect: indirectArgs(indirect) }),
      start: call.first,
      count: call.count,
      mode: call.mode,
      indexed: indexSize === 0 ? 0 : 1,
      instanceCount: call.instances,
      indexBias: call.baseVertex,
      startInstance: call.baseInstance,
      primitiveRestart: Number(call.restart),
      restartIndex: call.restartIndex ?? (indexSize === 1 ? 0xff : indexSize === 2 ? 0xffff : 0xffffffff),
      minIndex: indexSize === 0 ? call.first : 0,
      maxIndex: indexSize === 0 ? call.first + call.count - 1 : 0xffffffff,
      countFromSo: call.fromFeedback ?? 0,
    });
  }

  /** Runs a program's compute shader; a size comes from the buffer where one is given. */
  launch(executable: Executable, grid: readonly [number, number, number], buffer: BufferObject | null, offset: number): void {
    const { core } = this;
    const { stream } = core;
    const [blockX, blockY, blockZ] = executable.linked.workgroup!;
    const [gridX, gridY, gridZ] = grid;
    this.program.computeShader(executable);
    this.program.textures(executable);
    this.program.uniformBuffers(executable);
    if (executable.usesMemory) this.program.memory(executable);
    this.program.computeConstants(executable);
    const at = { indirectHandle: buffer?.resource ?? 0, indirectOffset: offset };
    stream.at = encodeLaunchGrid(stream.words, stream.floats, stream.room(9), { blockX, blockY, blockZ, gridX, gridY, gridZ, ...at });
  }

  /** Sends the surfaces of the draw framebuffer, for clears. */
  syncFramebuffer(): void {
    const { core } = this;
    core.dirty.bits |= this.framebuffer.sync(core.drawFramebuffer);
    if (core.drawFramebuffer.isDefault) core.defaultFramebuffer.stale = true;
  }

  #sync(): void {
    const { core } = this;
    const { dirty } = core;
    const executable = core.program!.executable!;
    if (dirty.bits & Dirty.TEXTURES) this.program.textures(executable);
    if (dirty.bits & Dirty.FRAMEBUFFER) this.syncFramebuffer();
    else if (core.drawFramebuffer.isDefault) core.defaultFramebuffer.stale = true;
    const { raster } = core;
    const shaderPointSize = executable.linked.writesPointSize && raster.programPointSize;
    if (raster.shaderPointSize !== shaderPointSize) {
      raster.shaderPointSize = shaderPointSize;
      dirty.mark(Dirty.RASTERIZER);
    }
    if (raster.views.length > 0 && dirty.bits & Dirty.PROGRAM) {
      const viewCount = executable.choosesViewport ? raster.views.length + 1 : 1;
      if (viewCount !== raster.viewCount) {
        raster.viewCount = viewCount;
        dirty.mark(Dirty.VIEWPORT | Dirty.SCISSOR);
      }
    }
    const { bits } = dirty;
    if (executable.linked.builtins.length > 0 && bits & (Dirty.PROGRAM | Dirty.VIEWPORT | Dirty.FRAMEBUFFER)) {
      const { depthNear, depthFar } = core.raster;
      const numSamples = this.framebuffer.facts.samples;
      const range: Readonly<Record<string, number>> = {
        'gl_DepthRange.near': depthNear,
        'gl_DepthRange.far': depthFar,
        'gl_DepthRange.diff': depthFar - depthNear,
        gl_NumSamples: Math.max(1, numSamples),
      };
      executable.setBuiltins((name) => core.builtinValues.get(name) ?? range[name] ?? 0);
    }
    if (bits & Dirty.PROGRAM) this.program.shaders(executable);
    if (bits & (Dirty.PROGRAM | Dirty.TESSELLATION)) this.program.tessellation(executable);
    if (bits & RASTER_BITS) this.raster.emit(bits, core.raster, this.framebuffer.facts);
    if (bits & Dirty.VERTEX || core.currentDirty) this.vertex.sync(core.vertexArray, executable);
    if (bits & Dirty.UNIFORM_BUFFERS) this.program.uniformBuffers(executable);
    if (executable.usesMemory) this.program.memory(executable);
    if (executable.dirtyStages !== 0 || bits & Dirty.PROGRAM) this.program.constants(executable);
    dirty.bits = 0;
  }
}

function indirectArgs({ buffer, offset, stride, count }: IndirectDraw): NonNullable<Parameters<typeof encodeDrawVbo>[3]['indirect']> {
  return {
    indirectHandle: buffer.resource,
    indirectOffset: offset,
    indirectStride: stride,
    indirectDrawCount: count,
    indirectDrawCountOffset: 0,
    indirectDrawCountHandle: 0,
  };
}
