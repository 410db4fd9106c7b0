import { GL } from '@virglass/gl';
import type { LinkedProgram } from '../programs/linked-program.ts';
import { primitiveClass, selectProgram } from '../programs/select.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';
import { Dirty } from './dirty.ts';
import { syncBlend } from './sync-blend.ts';
import { syncConstants, syncSystemBlock, syncSystemUniforms, syncTextures } from './sync-bindings.ts';
import { syncDepthStencil } from './sync-depth-stencil.ts';
import { syncMemory } from './sync-memory.ts';
import { syncRasterizer, syncScissor, syncViewport } from './sync-raster.ts';
import { syncVertexInput } from './sync-vertex.ts';

/**
 * Brings GL to what the sub-context's next draw needs: the framebuffer, the program, and every group that is dirty.
 *
 * @param mode - pipe primitive
 * @returns Status.OK, or why nothing can be drawn (`ctx.cause` has the words)
 */
export function prepareDraw(sub: SubContext, mode: number, drawId: number): number {
  const { ctx } = sub;
  const { host } = ctx;
  const { state } = host;
  let { dirty } = sub;

  let fb = sub.cachedFramebuffer;
  if ((dirty & Dirty.FRAMEBUFFER) !== 0 || fb === null || fb.deleted) {
    fb = host.framebuffers.get(sub.framebuffer);
    sub.cachedFramebuffer = fb;
  }
  if (!fb.complete) return ctx.refuse(Status.ILLEGAL_SURFACE, 'the framebuffer is not complete');
  const dualSource = sub.blend?.dualSourceMask ?? 0;
  if (dualSource !== 0 && (dualSource & (2 ** sub.framebuffer.colorCount - 1)) >>> host.gl.features.maxDualSourceDrawBuffers !== 0) {
    return ctx.refuse(Status.ILLEGAL_VALUE, `${sub.framebuffer.colorCount} colour buffers with blending of two sources`);
  }
  state.bindFramebuffer(GL.FRAMEBUFFER, fb.name);

  const shape = primitiveClass(mode);
  let program = sub.program;
  if ((dirty & (Dirty.PROGRAM | Dirty.SELECTION)) !== 0 || program === null || program.deleted || shape !== sub.programShape) {
    const selected = chooseProgram(sub, shape, dirty);
    if (selected === null) return Status.ILLEGAL_SHADER;
    if (selected !== program) {
      dirty |= Dirty.TEXTURES | Dirty.MEMORY;
      if (program === null || selected.clipDistances !== program.clipDistances) dirty |= Dirty.RASTERIZER;
      program = selected;
      sub.program = program;
    }
    sub.programShape = shape;
    sub.dirty = dirty;
  }
  if (program.glName === 0) {
    ctx.cause = program.reported ? 'the program does not link, as reported' : program.error;
    program.reported = true;
    return Status.ILLEGAL_SHADER;
  }
  state.useProgram(program.glName);

  if (dirty !== 0) syncGroups(sub, dirty);
  syncConstants(sub, program);
  if (program.usesSystemBlock) syncSystemBlock(sub, (dirty & Dirty.SYSTEM) !== 0, drawId);
  else if ((dirty & Dirty.SYSTEM) !== 0) sub.systemLap = -1;
  if (program.systemUniforms !== null) syncSystemUniforms(sub, program.systemUniforms, drawId);
  if ((dirty & Dirty.TEXTURES) !== 0 || !host.gl.features.textureView) syncTextures(sub, program);
  if (program.guarded) host.time.bindGuard(ctx);
  if (program.usesMemory) {
    if ((dirty & Dirty.MEMORY) !== 0) syncMemory(sub, program);
    if (program.writesMemory) host.shaderWrites.pending = true;
  }
  syncVertexInput(sub);
  sub.dirty = 0;
  return Status.OK;
}

/** The program for what is bound: one that was chosen for the same before, or a new choice. */
function chooseProgram(sub: SubContext, shape: number, dirty: number): LinkedProgram | null {
  if ((dirty & Dirty.PROGRAM) !== 0) sub.selectionSerial++;
  const known = sub.selections.find(sub, shape, sub.selectionSerial);
  if (known !== null) return known;
  const program = selectProgram(sub, shape);
  if (program !== null) sub.selections.store(sub, shape, sub.selectionSerial, program);
  return program;
}

/** Emits the dirty groups of fixed-function state. */
function syncGroups(sub: SubContext, dirty: number): void {
  const { state, gl } = sub.ctx.host;
  if ((dirty & Dirty.RASTERIZER) !== 0) syncRasterizer(sub);
  if ((dirty & Dirty.VIEWPORT) !== 0) syncViewport(sub);
  if ((dirty & Dirty.SCISSOR) !== 0) syncScissor(sub);
  if ((dirty & Dirty.BLEND) !== 0) syncBlend(sub);
  if ((dirty & Dirty.BLEND_COLOR) !== 0) {
    const c = sub.blendColor;
    state.blendColor(c[0]!, c[1]!, c[2]!, c[3]!);
  }
  if ((dirty & (Dirty.DEPTH_STENCIL | Dirty.STENCIL_REF)) !== 0) syncDepthStencil(sub);
  if ((dirty & (Dirty.SAMPLE_MASK | Dirty.FRAMEBUFFER)) !== 0 && gl.features.sampleMask) {
    const { samples, hostSamples } = sub.framebuffer;
    state.sampleMask(0, hostSamples > samples && samples > 1 ? spreadSamples(sub.sampleMask, samples, hostSamples) : sub.sampleMask);
  }
  if ((dirty & (Dirty.MIN_SAMPLES | Dirty.FRAMEBUFFER | Dirty.RASTERIZER)) !== 0 && gl.features.sampleShading) {
    const { samples } = sub.framebuffer;
    const perSample = sub.minSamples > 1 && samples > 1;
    state.setEnabled(GL.SAMPLE_SHADING, perSample);
    if (perSample) state.minSampleShading(Math.min(1, sub.minSamples / samples));
  }
}

/**
 * The sample mask of a framebuffer that has more samples than its guest asked for: each bit stands for an equal share, the
 * sample of its own number, which is what fetches by number read, among them.
 */
function spreadSamples(mask: number, samples: number, hostSamples: number): number {
  let spread = 0;
  for (let i = 0; i < Math.min(hostSamples, 32); i++) {
    if ((mask >>> (i % samples)) & 1) spread |= 1 << i;
  }
  return spread >>> 0;
}
