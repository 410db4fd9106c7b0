/*
 * Clears.
 *
 * The host's clear fills whole surfaces. What a scissor or a write mask restricts is drawn instead, as a rectangle with its own shaders
 * and state, after which the state of the program is dirty.
 */
import {
  encodeClear,
  encodeDrawVbo,
  ObjectType,
  PipeBind,
  PipeClear,
  PipeFormat,
  PipePrim,
  PipeShader,
  PipeTarget,
  encodeBindShader,
  encodeCreateVertexElements,
  encodeSetVertexBuffers,
} from '@virglass/protocol';
import { GL } from '../gl-constants.ts';
import { createShader } from '../objects/program.ts';
import type { Core } from '../state/core.ts';
import { Dirty } from '../state/dirty.ts';
import { RasterState } from '../state/state.ts';

/** What to clear. */
export interface ClearRequest {
  /** Bit i: color buffer i. */
  readonly colors: number;
  /** Four words: floats or integers as the buffers have them. */
  readonly color: Uint32Array;
  readonly depth: number | null;
  readonly stencil: number | null;
}

const VERTEX = `VERT
DCL IN[0]
DCL OUT[0], POSITION
  0: MOV OUT[0], IN[0]
  1: END
`;

/** Writes the same words to all outputs. */
const fragment = (outputs: number): string =>
  `FRAG
${Array.from({ length: outputs }, (_, i) => `DCL OUT[${i}], COLOR${i === 0 ? '' : `[${i}]`}\n`).join('')}DCL CONST[0][0]
${Array.from({ length: outputs }, (_, i) => `  ${i}: MOV OUT[${i}], CONST[0][0]\n`).join('')}  ${outputs}: END
`;

/** Clears buffers of the draw framebuffer, heeding scissor and write masks. */
export class Clearer {
  readonly #core: Core;
  readonly #fragments = new Map<number, number>();
  #vertex = 0;
  #layout = 0;
  #buffer = 0;
  readonly #raster: RasterState;

  constructor(core: Core) {
    this.#core = core;
    this.#raster = new RasterState(core.limits.drawBuffers);
  }

  clear(request: ClearRequest): void {
    const core = this.#core;
    const { raster, pipeline, drawFramebuffer } = core;
    pipeline.syncFramebuffer();
    const { facts } = pipeline.framebuffer;
    let buffers = 0;
    let masked = 0;
    for (let i = 0; i < drawFramebuffer.colors.length; i++) {
      if (((request.colors >> i) & 1) === 0 || drawFramebuffer.drawn(i) === null) continue;
      const full = (facts.opaque >> i) & 1 ? 7 : 15;
      const { mask } = raster.blend[raster.independentBlend ? i : 0]!;
      if ((mask & full) === 0) continue;
      if ((mask & full) === full) buffers |= PipeClear.COLOR0 << i;
      else masked |= 1 << i;
    }
    if (request.depth !== null && facts.hasDepth && raster.depthMask) buffers |= PipeClear.DEPTH;
    let maskedStencil = false;
    if (request.stencil !== null && facts.hasStencil) {
      const mask = raster.front.writeMask & 255;
      if (mask === 255) buffers |= PipeClear.STENCIL;
      else maskedStencil = mask !== 0;
    }
    const { width, height } = pipeline.framebuffer;
    const [x = 0, y = 0, w = 0, h = 0] = raster.scissor;
    const scissored = raster.scissorEnabled && (x > 0 || y > 0 || x + w < width || y + h < height);
    if (scissored) {
      if (x >= width || y >= height || x + w <= 0 || y + h <= 0) return;
      this.#draw(request, (buffers >> 2) | masked, (buffers & PipeClear.DEPTH) !== 0, (buffers & PipeClear.STENCIL) !== 0 || maskedStencil);
      return;
    }
    if (buffers !== 0) this.#send(buffers, request, facts.opaque);
    if (masked !== 0 || maskedStencil) this.#draw(request, masked, false, maskedStencil);
  }

  #send(buffers: number, request: ClearRequest, opaque: number): void {
    const { stream } = this.#core;
    const color = opaque === 0 ? request.color : Uint32Array.of(request.color[0]!, request.color[1]!, request.color[2]!, 0x3f800000);
    stream.at = encodeClear(stream.words, stream.floats, stream.room(9), {
      buffers,
      color,
      depth: request.depth ?? 0,
      stencil: request.stencil ?? 0,
    });
  }

  /** Draws the clear. */
  #draw(request: ClearRequest, colors: number, depth: boolean, stencil: boolean): void {
    const core = this.#core;
    const { stream, pipeline, raster } = core;
    const { facts, width, height } = pipeline.framebuffer;
    const own = this.#raster;
    own.independentBlend = true;
    own.blend.forEach((target, i) => {
      target.mask = (colors >> i) & 1 ? raster.blend[raster.independentBlend ? i : 0]!.mask : 0;
    });
    own.depthTest = depth;
    own.depthMask = depth;
    own.depthFunc = GL.ALWAYS;
    own.stencilTest = stencil;
    for (const face of [own.front, own.back]) {
      face.func = GL.ALWAYS;
      face.fail = face.depthFail = face.depthPass = GL.REPLACE;
      face.writeMask = raster.front.writeMask;
      face.ref = request.stencil ?? 0;
    }
    const emit = pipeline.raster;
    emit.blend(own, facts);
    emit.depthStencil(own, facts);
    emit.rasterizer(own, facts);
    emit.viewportOf(0, 0, width, height, 0, 1);
    emit.stencilRef(own.front.ref, own.back.ref);
    emit.sampleMask(0xffffffff);
    // The rectangle itself is cut to the scissor: its edges lie on pixels, which software hosts draw exactly with samples too.
    const [x = 0, y = 0, w = 0, h = 0] = raster.scissorEnabled ? raster.scissor : [0, 0, width, height];
    const edge = (at: number, size: number): number => (Math.min(Math.max(at, 0), size) / size) * 2 - 1;
    const rectangle = [edge(x, width), edge(y, height), edge(x + w, width), edge(y + h, height)] as const;
    this.#bind(Math.max(1, facts.colors, 32 - Math.clz32(colors)), request, rectangle);
    const { layers } = pipeline.framebuffer;
    for (let layer = 0; layer < layers; layer++) {
      // A rectangle covers one layer: several are drawn one by one.
      if (layers > 1) {
        pipeline.framebuffer.forget();
        pipeline.framebuffer.sync(core.drawFramebuffer, layer);
      }
      stream.at = encodeDrawVbo(stream.words, stream.floats, stream.room(13), {
        start: 0,
        count: 4,
        mode: PipePrim.TRIANGLE_STRIP,
        indexed: 0,
        instanceCount: 1,
        indexBias: 0,
        startInstance: 0,
        primitiveRestart: 0,
        restartIndex: 0,
        minIndex: 0,
        maxIndex: 3,
        countFromSo: 0,
      });
    }
    if (layers > 1) pipeline.framebuffer.forget();
    pipeline.program.forget();
    pipeline.vertex.forget();
    core.dirty.mark(Dirty.ALL & ~Dirty.BLEND_COLOR);
  }

  #bind(outputs: number, request: ClearRequest, [x0, y0, x1, y1]: readonly [number, number, number, number]): void {
    const { stream } = this.#core;
    if (this.#vertex === 0) this.#make();
    let shader = this.#fragments.get(outputs);
    if (shader === undefined) {
      shader = createShader(stream, { stage: PipeShader.FRAGMENT, tgsi: fragment(outputs), tokens: 300, streamOutput: null });
      this.#fragments.set(outputs, shader);
    }
    for (const stage of [PipeShader.GEOMETRY, PipeShader.TESS_CTRL, PipeShader.TESS_EVAL]) this.#bindShader(0, stage);
    this.#bindShader(this.#vertex, PipeShader.VERTEX);
    this.#bindShader(shader, PipeShader.FRAGMENT);
    const z = (request.depth ?? 0) * 2 - 1;
    const corners = Float32Array.of(x0, y0, z, 1, x1, y0, z, 1, x0, y1, z, 1, x1, y1, z, 1);
    stream.uploads.buffer(this.#buffer, 0, new Uint8Array(corners.buffer));
    stream.bindObject(ObjectType.VERTEX_ELEMENTS, this.#layout);
    const at = stream.room(4);
    stream.at = encodeSetVertexBuffers(stream.words, stream.floats, at, { buffer: [{ stride: 16, offset: 0, handle: this.#buffer }] });
    const constants = stream.room(7);
    stream.words[constants] = 12 | (6 << 16);
    stream.words[constants + 1] = PipeShader.FRAGMENT;
    stream.words[constants + 2] = 0;
    stream.words.set(request.color.subarray(0, 4), constants + 3);
    stream.at = constants + 7;
  }

  #bindShader(handle: number, type: number): void {
    const { stream } = this.#core;
    stream.at = encodeBindShader(stream.words, stream.floats, stream.room(3), { handle, type });
  }

  #make(): void {
    const { stream } = this.#core;
    this.#vertex = createShader(stream, { stage: PipeShader.VERTEX, tgsi: VERTEX, tokens: 300, streamOutput: null });
    this.#layout = stream.handle();
    stream.at = encodeCreateVertexElements(stream.words, stream.floats, stream.room(6), {
      handle: this.#layout,
      element: [{ srcOffset: 0, instanceDivisor: 0, vertexBufferIndex: 0, srcFormat: PipeFormat.R32G32B32A32_FLOAT }],
    });
    this.#buffer = stream.createResource({
      target: PipeTarget.BUFFER,
      format: PipeFormat.R8_UNORM,
      bind: PipeBind.VERTEX_BUFFER,
      width: 64,
      height: 1,
      depth: 1,
      arraySize: 1,
      lastLevel: 0,
      samples: 0,
    });
  }
}
