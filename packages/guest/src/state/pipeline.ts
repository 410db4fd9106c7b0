/*
 * A draw: what has changed is sent, then the draw itself.
 */
import { encodeDrawVbo, encodeSetIndexBuffer } from '@virglass/protocol';
import type { BufferObject } from '../objects/buffer.ts';
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
  /** The largest index ends a primitive. */
  readonly restart: boolean;
}

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
  #index = 0;
  #indexSize = 0;
  #indexOffset = 0;

  constructor(core: Core) {
    this.core = core;
    this.raster = new RasterEmitter(core.stream);
    this.framebuffer = new FramebufferEmitter(core);
    this.program = new ProgramEmitter(core);
    this.vertex = new VertexEmitter(core);
  }

  /** Draws with the state as it is; the front API has checked that it can be. */
  draw(call: DrawCall): void {
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
    stream.at = encodeDrawVbo(stream.words, stream.floats, stream.room(13), {
      start: call.first,
      count: call.count,
      mode: call.mode,
      indexed: indexSize === 0 ? 0 : 1,
      instanceCount: call.instances,
      indexBias: call.baseVertex,
      startInstance: call.baseInstance,
      primitiveRestart: Number(call.restart),
      restartIndex: indexSize === 1 ? 0xff : indexSize === 2 ? 0xffff : 0xffffffff,
      minIndex: indexSize === 0 ? call.first : 0,
      maxIndex: indexSize === 0 ? call.first + call.count - 1 : 0xffffffff,
      countFromSo: 0,
    });
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
    if (core.raster.shaderPointSize !== executable.linked.writesPointSize) {
      core.raster.shaderPointSize = executable.linked.writesPointSize;
      dirty.mark(Dirty.RASTERIZER);
    }
    const { bits } = dirty;
    if (executable.linked.builtins.length > 0 && bits & (Dirty.PROGRAM | Dirty.VIEWPORT)) {
      const { depthNear, depthFar } = core.raster;
      executable.setBuiltins((name) => (name.endsWith('.near') ? depthNear : name.endsWith('.far') ? depthFar : depthFar - depthNear));
    }
    if (bits & Dirty.PROGRAM) this.program.shaders(executable);
    if (bits & RASTER_BITS) this.raster.emit(bits, core.raster, this.framebuffer.facts);
    if (bits & Dirty.VERTEX || core.currentDirty) this.vertex.sync(core.vertexArray, executable);
    if (bits & Dirty.UNIFORM_BUFFERS) this.program.uniformBuffers(executable);
    if (executable.dirtyStages !== 0 || bits & Dirty.PROGRAM) this.program.constants(executable);
    dirty.bits = 0;
  }
}
