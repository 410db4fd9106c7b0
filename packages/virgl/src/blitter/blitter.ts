/*
 * Blits.
 *
 * `choose.ts` says which way a blit goes; this file goes it, the shader's way in `shader-blit.ts`. Whatever touches GL state
 * goes through `GlState`, and the current sub-context is told to emit its state again, so that a guest sees nothing of it.
 * Transform feedback is bound only during the guest's draws, and conditional rendering is ended by the callers where a blit
 * must not heed it.
 */
import { GL } from '@virglass/gl';
import { PipeTarget } from '@virglass/protocol';
import type { VirglHost } from '../host.ts';
import { Resource } from '../resources/resource.ts';
import { Dirty } from '../state/dirty.ts';
import { BLIT_COLOR, BLIT_DEPTH, BLIT_STENCIL, type BlitRequest } from './blit-request.ts';
import { isDepthStencil, isInteger } from './channels.ts';
import { type BlitAbilities, BlitPath, chooseBlit, effectiveMask, samplesOf } from './choose.ts';
import { clipUnscaled } from './clip.ts';
import { levelHeight, levelWidth } from './geometry.ts';
import { ShaderBlit } from './shader-blit.ts';
import { ViewCache } from './view-cache.ts';

/** Carries out blits. One per host. */
export class Blitter implements Disposable {
  readonly #host: VirglHost;
  readonly #views: ViewCache;
  readonly #shader: ShaderBlit;
  readonly #abilities: BlitAbilities;
  readonly #withoutCopy: BlitAbilities;

  constructor(host: VirglHost) {
    this.#host = host;
    this.#views = new ViewCache(host);
    this.#shader = new ShaderBlit(host, this.#views);
    const { copyImage, textureView, isGles } = host.gl.features;
    this.#abilities = { copyImage, textureView, isGles };
    this.#withoutCopy = { copyImage: false, textureView, isGles };
  }

  /**
   * Blits. Levels, formats and layers have been checked (the layers of both boxes exist); x and y may lie outside. The boxes
   * and the scissor of the request are not kept.
   *
   * @param mayCopy - false when the blit must heed conditional rendering, which raw copies do not
   * @returns '' when done, else why it cannot be done
   */
  blit(r: BlitRequest, mayCopy = true): string {
    clipUnscaled(r);
    const mask = effectiveMask(r.mask, r.srcFormat, r.dstFormat);
    const abilities = mayCopy ? this.#abilities : this.#withoutCopy;
    const path = chooseBlit(r, mask, abilities);
    // OpenGL ES neither blits within one level of a texture nor samples a level that it draws to.
    if (path > BlitPath.COPY && abilities.isGles && r.src === r.dst && r.srcLevel === r.dstLevel) return this.#throughCopy(r);
    return this.#go(r, mask, path);
  }

  #go(r: BlitRequest, mask: number, path: BlitPath): string {
    switch (path) {
      case BlitPath.NOTHING:
        return '';
      case BlitPath.COPY:
        this.#copy(r);
        return '';
      case BlitPath.FRAMEBUFFER:
        return this.#framebufferBlit(r, mask) ? '' : this.#shader.blit(r, mask);
      case BlitPath.SHADER:
        return this.#shader.blit(r, mask);
      default:
        return `no blit from ${r.srcFormat.name} to ${r.dstFormat.name}`;
    }
  }

  /** Blits from a copy of the source's layers, which lies in a texture of its own. */
  #throughCopy(r: BlitRequest): string {
    const { gl, state, scratchUnit } = this.#host;
    const { src } = r;
    if (samplesOf(src) > 1) return 'the host cannot blit within a multisample texture';
    const width = levelWidth(src, r.srcLevel);
    const height = levelHeight(src, r.srcLevel);
    const args = { ...src.args, target: PipeTarget.TEXTURE_2D_ARRAY, width, height, depth: 1, arraySize: r.srcDepth, lastLevel: 0 };
    const copy = new Resource(src.device, args, src.format, false, GL.TEXTURE_2D_ARRAY);
    copy.glInternalFormat = src.glInternalFormat;
    copy.glName = gl.createTexture();
    state.bindTexture(scratchUnit, GL.TEXTURE_2D_ARRAY, copy.glName);
    gl.texStorage3D(GL.TEXTURE_2D_ARRAY, 1, src.glInternalFormat, width, height, r.srcDepth);
    const whole: BlitRequest = {
      ...r,
      dst: copy,
      srcFormat: src.format,
      dstFormat: src.format,
      dstLevel: 0,
      srcX: 0,
      srcY: 0,
      srcWidth: width,
      srcHeight: height,
      dstX: 0,
      dstY: 0,
      dstZ: 0,
      dstWidth: width,
      dstHeight: height,
      dstDepth: r.srcDepth,
      mask: isDepthStencil(src.format) ? BLIT_DEPTH | BLIT_STENCIL : BLIT_COLOR,
      linear: false,
      scissor: false,
      alphaBlend: false,
    };
    const mask = effectiveMask(whole.mask, src.format, src.format);
    let reason = this.#go(whole, mask, BlitPath.FRAMEBUFFER);
    if (reason === '') {
      r.src = copy;
      r.srcLevel = 0;
      r.srcZ = 0;
      const wanted = effectiveMask(r.mask, r.srcFormat, r.dstFormat);
      reason = this.#go(r, wanted, chooseBlit(r, wanted, this.#withoutCopy));
      r.src = src;
    }
    this.forgetResource(copy);
    state.deleteTexture(copy.glName);
    return reason;
  }

  /** Draws depth or stencil as colours; see `ShaderBlit.plane`. */
  plane(r: BlitRequest, stencil: boolean): string {
    return this.#shader.plane(r, stencil);
  }

  #copy(r: BlitRequest): void {
    this.#host.gl.copyImageSubData(
      r.src.glName,
      r.src.glTarget,
      r.srcLevel,
      r.srcX,
      r.srcY,
      r.srcZ,
      r.dst.glName,
      r.dst.glTarget,
      r.dstLevel,
      r.dstX,
      r.dstY,
      r.dstZ,
      r.dstWidth,
      r.dstHeight,
      r.dstDepth,
    );
  }

  /** False when one side is no complete framebuffer, in which case nothing was written. */
  #framebufferBlit(r: BlitRequest, mask: number): boolean {
    const { gl, state } = this.#host;
    const views = this.#views;
    const colors = !isDepthStencil(r.dstFormat);
    const srcTexture = colors ? views.textureAs(r.src, r.srcFormat) : r.src.glName;
    const dstTexture = colors ? views.textureAs(r.dst, r.dstFormat) : r.dst.glName;
    let bits = colors ? GL.COLOR_BUFFER_BIT : 0;
    if ((mask & BLIT_DEPTH) !== 0) bits |= GL.DEPTH_BUFFER_BIT;
    if ((mask & BLIT_STENCIL) !== 0) bits |= GL.STENCIL_BUFFER_BIT;
    const linear = r.linear && colors && !isInteger(r.srcFormat);
    for (let i = 0; i < r.dstDepth; i++) {
      const from = views.framebuffer(r.src, srcTexture, r.srcLevel, r.srcZ + i);
      const to = views.framebuffer(r.dst, dstTexture, r.dstLevel, r.dstZ + i);
      if (!from.complete || !to.complete) return false;
      if (i === 0) this.#setScissor(r);
      state.bindFramebuffer(GL.READ_FRAMEBUFFER, from.name);
      state.bindFramebuffer(GL.DRAW_FRAMEBUFFER, to.name);
      gl.blitFramebuffer(
        r.srcX,
        r.srcY,
        r.srcX + r.srcWidth,
        r.srcY + r.srcHeight,
        r.dstX,
        r.dstY,
        r.dstX + r.dstWidth,
        r.dstY + r.dstHeight,
        bits,
        linear && (r.srcWidth !== r.dstWidth || r.srcHeight !== r.dstHeight) ? GL.LINEAR : GL.NEAREST,
      );
    }
    this.#host.touched(Dirty.SCISSOR | Dirty.RASTERIZER);
    return true;
  }

  #setScissor(r: BlitRequest): void {
    const { state } = this.#host;
    state.setEnabled(GL.SCISSOR_TEST, r.scissor);
    if (r.scissor) {
      const { scissorMinX: x, scissorMinY: y } = r;
      state.scissor(x, y, Math.max(0, r.scissorMaxX - x), Math.max(0, r.scissorMaxY - y));
    }
  }

  /** Drops what is remembered of a resource; called when its storage goes. */
  forgetResource(resource: Resource): void {
    this.#views.forgetResource(resource);
  }

  [Symbol.dispose](): void {
    this.#views[Symbol.dispose]();
    this.#shader[Symbol.dispose]();
  }
}
