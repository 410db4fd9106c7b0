/*
 * Blits by drawing a triangle that samples the source: for everything that glBlitFramebuffer cannot do. The shaders are in
 * `blit-shaders.ts`. The guest's occlusion and primitive queries are suspended meanwhile.
 */
import { GL } from '@virglass/gl';
import { resumeQueries, suspendQueries } from '../commands/query.ts';
import { FormatKind } from '../formats/format.ts';
import type { VirglHost } from '../host.ts';
import type { Resource } from '../resources/resource.ts';
import { BLIT_DEPTH, BLIT_STENCIL, type BlitRequest } from './blit-request.ts';
import { BlitInput, BlitOutput, BlitSamples, type BlitShaderCase, isCube } from './blit-shaders.ts';
import { isDepthStencil, isInteger, NOWHERE, storageChannels } from './channels.ts';
import { samplesOf, scales, srgbFix, SrgbFix, swapsRedBlue } from './choose.ts';
import { levelHeight, levelLayers, levelWidth } from './geometry.ts';
import { type BlitProgram, BlitPrograms } from './programs.ts';
import type { ViewCache } from './view-cache.ts';

const CAPABILITIES_OFF: readonly number[] = [
  ...[GL.BLEND, GL.CULL_FACE, GL.POLYGON_OFFSET_FILL, GL.POLYGON_OFFSET_LINE, GL.POLYGON_OFFSET_POINT],
  ...[GL.RASTERIZER_DISCARD, GL.SAMPLE_ALPHA_TO_COVERAGE, GL.SAMPLE_ALPHA_TO_ONE, GL.SAMPLE_COVERAGE, GL.SAMPLE_MASK],
  ...[GL.COLOR_LOGIC_OP, GL.DEPTH_CLAMP, GL.SAMPLE_SHADING, GL.POLYGON_SMOOTH],
];

/** The blitter's way of drawing. One per host. */
export class ShaderBlit implements Disposable {
  readonly #host: VirglHost;
  readonly #views: ViewCache;
  readonly #programs: BlitPrograms;
  /** Samplers that do not filter: for textures with levels, and for targets that have none. */
  readonly #mipmapSampler: number;
  readonly #plainSampler: number;
  readonly #samples = new WeakMap<Resource, number>();

  constructor(host: VirglHost, views: ViewCache) {
    this.#host = host;
    this.#views = views;
    this.#programs = new BlitPrograms(host.gl, host.state, host.programs.stored);
    this.#mipmapSampler = this.#makeSampler(GL.NEAREST_MIPMAP_NEAREST);
    this.#plainSampler = this.#makeSampler(GL.NEAREST);
  }

  #makeSampler(minFilter: number): number {
    const { gl } = this.#host;
    const sampler = gl.createSampler();
    gl.samplerParameteri(sampler, GL.TEXTURE_MIN_FILTER, minFilter);
    gl.samplerParameteri(sampler, GL.TEXTURE_MAG_FILTER, GL.NEAREST);
    gl.samplerParameteri(sampler, GL.TEXTURE_WRAP_S, GL.CLAMP_TO_EDGE);
    gl.samplerParameteri(sampler, GL.TEXTURE_WRAP_T, GL.CLAMP_TO_EDGE);
    gl.samplerParameteri(sampler, GL.TEXTURE_WRAP_R, GL.CLAMP_TO_EDGE);
    return sampler;
  }

  /**
   * Blits by drawing.
   *
   * @param mask - `effectiveMask` of the request
   * @returns '' when done, else why it cannot be done
   */
  blit(r: BlitRequest, mask: number): string {
    const host = this.#host;
    if (host.current !== null) suspendQueries(host);
    let reason: string;
    if (!isDepthStencil(r.dstFormat)) {
      reason = this.#drawColor(r, mask);
    } else {
      reason = (mask & BLIT_DEPTH) === 0 ? '' : this.#drawDepth(r);
      if (reason === '' && (mask & BLIT_STENCIL) !== 0) reason = this.#drawStencil(r);
    }
    if (host.current !== null) resumeQueries(host);
    host.touchAll();
    return reason;
  }

  /**
   * Draws one plane of a depth-stencil source as colours, in red: depth as it is sampled, stencil as an unsigned integer.
   *
   * @param r - its destination is a colour texture, of floats for depth and of unsigned integers for stencil
   * @returns '' when done, else why it cannot be done
   */
  plane(r: BlitRequest, stencil: boolean): string {
    const host = this.#host;
    const { state } = host;
    if (stencil && !host.gl.features.stencilTexturing) return 'the host cannot sample stencil';
    if (host.current !== null) suspendQueries(host);
    const shader: BlitShaderCase = {
      target: r.src.glTarget,
      input: stencil ? BlitInput.UINT : BlitInput.FLOAT,
      output: stencil ? BlitOutput.UINT : BlitOutput.FLOAT,
      samples: BlitSamples.SINGLE,
      sampleCount: 1,
      linear: false,
      swizzle: [0, 4, 4, 5],
      decode: SrgbFix.NONE,
      encode: SrgbFix.NONE,
    };
    const reason = this.#draw(r, shader, this.#views.samplingView(r.src, r.srcFormat, stencil), stencil, r.dst.glName, () => {
      state.disable(GL.DEPTH_TEST);
      state.disable(GL.STENCIL_TEST);
      state.colorMask(true, true, true, true);
    });
    if (host.current !== null) resumeQueries(host);
    host.touchAll();
    return reason;
  }

  #drawColor(r: BlitRequest, mask: number): string {
    const { state } = this.#host;
    const srcTexture = this.#views.samplingView(r.src, r.srcFormat, false);
    const dstTexture = this.#views.textureAs(r.dst, r.dstFormat);
    const write = storageChannels(r.dstFormat);
    const srcSwapped = swapsRedBlue(r.src, r.srcFormat);
    const dstSwapped = swapsRedBlue(r.dst, r.dstFormat);
    const swizzle: [number, number, number, number] = [4, 4, 4, 4];
    let stored = 0;
    for (let i = 0; i < 4; i++) {
      const at = dstSwapped && i < 3 ? 2 - i : i;
      const channel = write[i]!;
      if (channel === NOWHERE) {
        // A channel that the format does not use: one in alpha, as blending with destination alpha would expect.
        swizzle[at] = i === 3 ? 5 : 4;
        stored |= 1 << at;
        continue;
      }
      const from = r.srcFormat.swizzle === null ? channel : r.srcFormat.swizzle[channel]!;
      swizzle[at] = srcSwapped && from < 3 ? 2 - from : from;
      if (((mask >>> channel) & 1) !== 0) stored |= 1 << at;
    }
    state.colorMask((stored & 1) !== 0, (stored & 2) !== 0, (stored & 4) !== 0, (stored & 8) !== 0);
    const sameRead = srcTexture !== 0 || r.src.format.internalFormat === r.srcFormat.internalFormat;
    const sameWrite = dstTexture !== r.dst.glName || r.dst.format.internalFormat === r.dstFormat.internalFormat;
    return this.#draw(
      r,
      {
        target: r.src.glTarget,
        input: inputOf(r.srcFormat.kind),
        output:
          r.dstFormat.kind === FormatKind.SINT
            ? BlitOutput.SINT
            : r.dstFormat.kind === FormatKind.UINT
              ? BlitOutput.UINT
              : BlitOutput.FLOAT,
        samples: this.#samplesMode(r, isInteger(r.srcFormat)),
        sampleCount: this.#storedSamples(r.src),
        linear: r.linear && scales(r),
        swizzle,
        decode: sameRead ? SrgbFix.NONE : srgbFix(r.src.format, r.srcFormat, true),
        encode: sameWrite ? SrgbFix.NONE : srgbFix(r.dst.format, r.dstFormat, false),
      },
      srcTexture,
      false,
      dstTexture,
      () => {
        state.disable(GL.DEPTH_TEST);
        state.disable(GL.STENCIL_TEST);
        state.setEnabled(GL.BLEND, r.alphaBlend);
        if (r.alphaBlend) {
          state.blendFuncSeparate(-1, GL.SRC_ALPHA, GL.ONE_MINUS_SRC_ALPHA, GL.SRC_ALPHA, GL.ONE_MINUS_SRC_ALPHA);
          state.blendEquationSeparate(-1, GL.FUNC_ADD, GL.FUNC_ADD);
        }
      },
    );
  }

  /** How samples become texels: each to each between equal counts in place, else their mean, or the first where no mean is. */
  #samplesMode(r: BlitRequest, firstOnly: boolean): BlitSamples {
    const from = samplesOf(r.src);
    if (from === 1) return BlitSamples.SINGLE;
    if (samplesOf(r.dst) === from && !scales(r) && this.#host.gl.features.sampleVariables) return BlitSamples.EACH;
    return firstOnly ? BlitSamples.FIRST : BlitSamples.RESOLVE;
  }

  /** Samples of a texel as GL stores it, which may be more than were asked for. */
  #storedSamples(resource: Resource): number {
    if (samplesOf(resource) === 1) return 1;
    const known = this.#samples.get(resource);
    if (known !== undefined) return known;
    const { gl, state, scratchUnit } = this.#host;
    state.bindTexture(scratchUnit, resource.glTarget, resource.glName);
    const samples = Math.max(resource.hostSamples, gl.getTexLevelParameteri(resource.glTarget, 0, GL.TEXTURE_SAMPLES));
    this.#samples.set(resource, samples);
    return samples;
  }

  #depthStencilCase(r: BlitRequest, input: BlitInput, output: BlitOutput): BlitShaderCase {
    return {
      target: r.src.glTarget,
      input,
      output,
      samples: this.#samplesMode(r, true),
      sampleCount: this.#storedSamples(r.src),
      linear: output === BlitOutput.DEPTH && r.linear && scales(r),
      swizzle: [0, 1, 2, 3],
      decode: SrgbFix.NONE,
      encode: SrgbFix.NONE,
    };
  }

  #drawDepth(r: BlitRequest): string {
    const { state } = this.#host;
    return this.#draw(
      r,
      this.#depthStencilCase(r, BlitInput.FLOAT, BlitOutput.DEPTH),
      this.#views.samplingView(r.src, r.srcFormat, false),
      false,
      r.dst.glName,
      () => {
        state.disable(GL.STENCIL_TEST);
        state.enable(GL.DEPTH_TEST);
        state.depthFunc(GL.ALWAYS);
        state.depthMask(true);
      },
    );
  }

  #drawStencil(r: BlitRequest): string {
    const { state, gl } = this.#host;
    if (!gl.features.stencilTexturing) return 'the host cannot sample stencil';
    const source = this.#views.samplingView(r.src, r.srcFormat, true);
    const setUp = (ref: number, mask: number): void => {
      state.disable(GL.DEPTH_TEST);
      state.enable(GL.STENCIL_TEST);
      state.stencilFuncSeparate(GL.FRONT_AND_BACK, GL.ALWAYS, ref, 0xff);
      state.stencilOpSeparate(GL.FRONT_AND_BACK, GL.KEEP, GL.KEEP, GL.REPLACE);
      state.stencilMaskSeparate(GL.FRONT_AND_BACK, mask);
    };
    if (gl.features.has('ARB_shader_stencil_export')) {
      return this.#draw(r, this.#depthStencilCase(r, BlitInput.UINT, BlitOutput.STENCIL), source, true, r.dst.glName, () => setUp(0, 0xff));
    }
    // Without export, one draw a bit: the first writes zeros everywhere, the others set their bit where the source has it.
    for (let bit = -1; bit < 8; bit++) {
      const reason = this.#draw(
        r,
        this.#depthStencilCase(r, BlitInput.UINT, BlitOutput.STENCIL_BIT),
        source,
        true,
        r.dst.glName,
        () => setUp(bit < 0 ? 0 : 0xff, bit < 0 ? 0xff : 1 << bit),
        bit < 0 ? 0 : 1 << bit,
      );
      if (reason !== '') return reason;
    }
    return '';
  }

  /**
   * Draws every layer of the destination box with one program.
   *
   * @param view - view to sample; 0 takes the resource's own texture and puts its parameters back afterwards
   * @param stencil - sample the stencil part
   * @param target - texture to attach
   * @param setUp - sets the state that differs between the kinds of blit
   * @param bit - for STENCIL_BIT: the bit to write; 0 writes all pixels
   */
  #draw(r: BlitRequest, shader: BlitShaderCase, view: number, stencil: boolean, target: number, setUp: () => void, bit = 0): string {
    const host = this.#host;
    const { gl, state } = host;
    const program = this.#programs.get(shader);
    if (program === null) return `the host compiles no shader for a blit from ${r.srcFormat.name} to ${r.dstFormat.name}`;
    const x0 = Math.max(0, Math.min(r.dstX, r.dstX + r.dstWidth), r.scissor ? r.scissorMinX : 0);
    const y0 = Math.max(0, Math.min(r.dstY, r.dstY + r.dstHeight), r.scissor ? r.scissorMinY : 0);
    const width = levelWidth(r.dst, r.dstLevel);
    const height = levelHeight(r.dst, r.dstLevel);
    const x1 = Math.min(width, Math.max(r.dstX, r.dstX + r.dstWidth), r.scissor ? r.scissorMaxX : width);
    const y1 = Math.min(height, Math.max(r.dstY, r.dstY + r.dstHeight), r.scissor ? r.scissorMaxY : height);
    if (x0 >= x1 || y0 >= y1) return '';

    for (let i = 0; i < CAPABILITIES_OFF.length; i++) state.disable(CAPABILITIES_OFF[i]!);
    for (let i = 0; i < 8; i++) state.disable(GL.CLIP_DISTANCE0 + i);
    state.disable(GL.SCISSOR_TEST);
    state.enable(GL.MULTISAMPLE);
    state.polygonMode(GL.FILL);
    state.clipControl(GL.LOWER_LEFT, GL.NEGATIVE_ONE_TO_ONE);
    setUp();
    state.viewport(x0, y0, x1 - x0, y1 - y0);
    state.bindVertexArray(host.emptyVertexArray);
    state.useProgram(program.name);
    this.#bindSource(r, view, stencil);
    const ownLevels = r.src === r.dst;
    if (ownLevels && gl.features.textureBarrier) gl.textureBarrier();
    gl.uniform1i(program.tex, host.scratchUnit);
    const scaleX = r.srcWidth / r.dstWidth;
    const scaleY = r.srcHeight / r.dstHeight;
    gl.uniform4f(program.map, scaleX, scaleY, r.srcX - r.dstX * scaleX, r.srcY - r.dstY * scaleY);
    const srcLayers = levelLayers(r.src, r.srcLevel);
    gl.uniform4f(
      program.size,
      levelWidth(r.src, r.srcLevel),
      levelHeight(r.src, r.srcLevel),
      srcLayers,
      ownLevels && hasLevels(r.src) ? 0 : r.srcLevel,
    );
    if (program.bit >= 0) gl.uniform1ui(program.bit, bit);
    for (let i = 0; i < r.dstDepth; i++) {
      const to = this.#views.framebuffer(r.dst, target, r.dstLevel, r.dstZ + i);
      if (!to.complete) return `${r.dst.format.name} cannot be rendered to`;
      state.bindFramebuffer(GL.FRAMEBUFFER, to.name);
      this.#setSlice(r, program, i, srcLayers);
      gl.drawArrays(GL.TRIANGLE_STRIP, 0, 4);
    }
    this.#releaseSource(r, view, stencil);
    return '';
  }

  #setSlice(r: BlitRequest, program: BlitProgram, i: number, srcLayers: number): void {
    const { gl } = this.#host;
    if (r.srcDepth === r.dstDepth) {
      gl.uniform4f(program.slice, r.srcZ + i, r.srcZ + i, 0, 0);
      return;
    }
    const z = r.srcZ + ((i + 0.5) * r.srcDepth) / r.dstDepth;
    if (!r.linear || r.src.glTarget !== GL.TEXTURE_3D) {
      const nearest = Math.min(srcLayers - 1, Math.floor(z));
      gl.uniform4f(program.slice, nearest, nearest, 0, 0);
      return;
    }
    const below = Math.floor(z - 0.5);
    const clampLayer = (layer: number): number => Math.min(srcLayers - 1, Math.max(0, layer));
    gl.uniform4f(program.slice, clampLayer(below), clampLayer(below + 1), z - 0.5 - below, 0);
  }

  /** Binds the source to the scratch unit with parameters that show it as it is stored. */
  #bindSource(r: BlitRequest, view: number, stencil: boolean): void {
    const { gl, state, scratchUnit } = this.#host;
    const { src } = r;
    const target = src.glTarget;
    state.bindTexture(scratchUnit, target, view === 0 ? src.glName : view);
    const levels = hasLevels(src);
    state.bindSampler(scratchUnit, levels || isCube(target) ? this.#mipmapSampler : this.#plainSampler);
    if (view === 0) {
      if (gl.features.textureSwizzle) gl.texSwizzle(target, GL.RED, GL.GREEN, GL.BLUE, GL.ALPHA);
      if (stencil) gl.texParameteri(target, GL.DEPTH_STENCIL_TEXTURE_MODE, GL.STENCIL_INDEX);
      if (levels) this.#setLevels(target, 0, src.args.lastLevel);
    }
    // Reading one level of a texture while another is written is defined only when sampling cannot reach the other.
    if (src === r.dst && levels) this.#setLevels(target, r.srcLevel, r.srcLevel);
  }

  #releaseSource(r: BlitRequest, view: number, stencil: boolean): void {
    const { gl, state, scratchUnit } = this.#host;
    const { src } = r;
    const target = src.glTarget;
    if (src === r.dst && hasLevels(src)) this.#setLevels(target, 0, src.args.lastLevel);
    if (view === 0) {
      if (stencil) gl.texParameteri(target, GL.DEPTH_STENCIL_TEXTURE_MODE, GL.DEPTH_COMPONENT);
      const swizzle = src.format.swizzle;
      if (src.boundView !== null) src.boundView.apply(this.#host);
      else if (swizzle !== null && gl.features.textureSwizzle) {
        gl.texSwizzle(target, glSwizzle(swizzle[0]), glSwizzle(swizzle[1]), glSwizzle(swizzle[2]), glSwizzle(swizzle[3]));
      }
    }
    state.bindSampler(scratchUnit, 0);
  }

  #setLevels(target: number, base: number, last: number): void {
    const { gl } = this.#host;
    gl.texParameteri(target, GL.TEXTURE_BASE_LEVEL, base);
    gl.texParameteri(target, GL.TEXTURE_MAX_LEVEL, last);
  }

  [Symbol.dispose](): void {
    this.#programs[Symbol.dispose]();
    this.#host.state.deleteSampler(this.#mipmapSampler);
    this.#host.state.deleteSampler(this.#plainSampler);
  }
}

/** Whether the target has mipmap levels and their parameters. */
function hasLevels(resource: Resource): boolean {
  switch (resource.glTarget) {
    case GL.TEXTURE_RECTANGLE:
    case GL.TEXTURE_2D_MULTISAMPLE:
    case GL.TEXTURE_2D_MULTISAMPLE_ARRAY:
      return false;
    default:
      return true;
  }
}

function inputOf(kind: FormatKind): BlitInput {
  return kind === FormatKind.SINT ? BlitInput.SINT : kind === FormatKind.UINT ? BlitInput.UINT : BlitInput.FLOAT;
}

function glSwizzle(channel: number): number {
  switch (channel) {
    case 0:
      return GL.RED;
    case 1:
      return GL.GREEN;
    case 2:
      return GL.BLUE;
    case 3:
      return GL.ALPHA;
    default:
      return channel === 4 ? GL.ZERO : GL.ONE;
  }
}
