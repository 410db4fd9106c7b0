import { GL } from '@virglass/gl';
import { SystemBlock } from '@virglass/shader';
import type { VirglHost } from '../host.ts';
import { SYSTEM_BINDING } from '../programs/binding-layout.ts';
import { InlineConstants } from '../programs/inline-constants.ts';
import type { LinkedProgram, PlainConstants, SystemUniformLocations } from '../programs/linked-program.ts';
import type { SubContext } from '../sub-context.ts';

/**
 * Binds the textures and samplers that the program samples.
 *
 * Where there is no view, or one of another target than the shader samples, nothing is bound: whatever the unit had last may
 * be another guest's.
 */
export function syncTextures(sub: SubContext, program: LinkedProgram): void {
  const { host } = sub.ctx;
  const { state } = host;
  const count = program.samplerUnit.length;
  for (let i = 0; i < count; i++) {
    const stage = program.samplerStage[i]!;
    const slot = program.samplerSlot[i]!;
    const unit = program.samplerUnit[i]!;
    const view = sub.samplerViews[stage]![slot];
    if (!view || view.target !== program.samplerTarget[i]) {
      state.bindTextureForDraw(unit, program.samplerTarget[i]!, 0);
      continue;
    }
    if (program.samplerCompares[i] !== 0 && view.isSwizzled) state.bindTextureForDraw(unit, view.target, view.unswizzled(host));
    else {
      if (view.needsApply) view.apply(host);
      state.bindTextureForDraw(unit, view.target, view.glName);
    }
    if (view.target === GL.TEXTURE_BUFFER || view.resource.args.samples > 1) continue;
    const sampler = sub.samplers[stage]![slot];
    state.bindSampler(unit, sampler ? sampler.sampler(host, view.border) : 0);
  }
}

/** Uploads inline constants that changed (or whose place in the ring is gone) and binds every uniform block. */
export function syncConstants(sub: SubContext, program: LinkedProgram): void {
  const { host } = sub.ctx;
  const { state, uniforms } = host;
  const plain = program.plainConstants;
  if (plain !== null) {
    const inline = sub.constants[1]!;
    if (plain.version !== inline.version || plain.holder !== inline.id) setPlainConstants(host, plain, inline);
  }
  const count = program.constantBinding.length;
  for (let i = 0; i < count; i++) {
    const stage = program.constantStage[i]!;
    const slot = program.constantSlot[i]!;
    const binding = program.constantBinding[i]!;
    const bytes = program.constantBytes[i]!;
    const range = sub.uniformBuffers[stage]![slot]!;
    if (range.resource !== null) {
      bindRange(sub, binding, stage, slot, bytes);
      continue;
    }
    const inline = slot === 0 ? sub.constants[stage]! : nothing;
    inline.plain = false;
    if (inline.uploaded < bytes || !uniforms.isFresh(inline.lap, inline.offset)) uniforms.renew(inline, bytes);
    state.bindBufferRange(GL.UNIFORM_BUFFER, binding, uniforms.buffer, inline.offset, bytes);
  }
}

/** Sets a program's plain uniforms, where it is in use, to a guest's inline constants, and zeros behind them. */
function setPlainConstants(host: VirglHost, plain: PlainConstants, inline: InlineConstants): void {
  const { gl, uniforms } = host;
  uniforms.fetch(inline);
  inline.plain = true;
  plain.holder = inline.id;
  plain.version = inline.version;
  const { memory, words } = host.plainConstants;
  const from = inline.words;
  const end = plain.rows * 4;
  const length = Math.min(inline.length, end);
  for (let i = 0; i < length; i++) words[i] = from[i]!;
  for (let i = length; i < end; i++) words[i] = 0;
  if (plain.bits) gl.uniform4uiv(plain.location, plain.rows, memory, 0);
  else gl.uniform4fv(plain.location, plain.rows, memory, 0);
}

/** What a slot reads that nothing is bound to: zeros. */
const nothing = new InlineConstants();

/**
 * Binds a range of a guest's buffer. A range that is shorter than the block is extended where the buffer goes on. Where that ends within
 * the block, shaders read zeros behind it, of robust contexts, or zeros altogether.
 */
function bindRange(sub: SubContext, binding: number, stage: number, slot: number, bytes: number): void {
  const { host } = sub.ctx;
  const range = sub.uniformBuffers[stage]![slot]!;
  const resource = range.resource!;
  const { offset } = range;
  const room = resource.args.width - offset;
  const size = Math.min(Math.max(range.length, bytes), room);
  const aligned = offset % host.gl.features.uniformBufferOffsetAlignment === 0;
  if (size <= 0 || !aligned || (size < bytes && !host.robust)) {
    host.state.bindBufferRange(GL.UNIFORM_BUFFER, binding, host.zeroBuffer, 0, Math.min(bytes, 65536));
    return;
  }
  host.state.bindBufferRange(GL.UNIFORM_BUFFER, binding, resource.glName, offset, size);
}

const systemWords = new Uint32Array(SystemBlock.size / 4);
const systemFloats = new Float32Array(systemWords.buffer);
const systemBytes = new Uint8Array(systemWords.buffer);

function fillSystemBlock(sub: SubContext, drawId: number): void {
  for (let i = 0; i < 32; i++) systemFloats[SystemBlock.clipPlanes / 4 + i] = sub.clipPlanes[i]!;
  for (let i = 0; i < 32; i++) systemWords[SystemBlock.stipple / 4 + i] = sub.stipple[i]!;
  systemFloats[SystemBlock.positionYFactor / 4] = sub.adjustY;
  systemFloats[SystemBlock.framebufferHeight / 4] = sub.framebuffer.height;
  systemFloats[SystemBlock.alphaReference / 4] = sub.dsa === null ? 0 : sub.dsa.alphaRef;
  systemFloats[SystemBlock.pointSize / 4] = sub.rasterizer === null ? 1 : sub.rasterizer.pointSize;
  systemWords[SystemBlock.drawId / 4] = drawId;
}

/** Uploads the system block when it changed, and binds it. */
export function syncSystemBlock(sub: SubContext, dirty: boolean, drawId: number): void {
  const { host } = sub.ctx;
  const { uniforms, state } = host;
  if (dirty || sub.systemDrawId !== drawId || !uniforms.isFresh(sub.systemLap, sub.systemOffset)) {
    sub.systemDrawId = drawId;
    fillSystemBlock(sub, drawId);
    sub.systemOffset = uniforms.write(systemWords, systemWords.length, SystemBlock.size);
    sub.systemLap = uniforms.lap;
  }
  state.bindBufferRange(GL.UNIFORM_BUFFER, SYSTEM_BINDING, uniforms.buffer, sub.systemOffset, SystemBlock.size);
}

/** Sets the plain uniforms of a program, in use, that has no block to spare for the system block. */
export function syncSystemUniforms(sub: SubContext, locations: SystemUniformLocations, drawId: number): void {
  const { host } = sub.ctx;
  const { gl } = host;
  fillSystemBlock(sub, drawId);
  const memory = host.scratch(SystemBlock.size);
  memory.bytes.set(systemBytes);
  if (locations.clipPlanes >= 0) gl.uniform4fv(locations.clipPlanes, 8, memory, SystemBlock.clipPlanes);
  if (locations.stipple >= 0) gl.uniform4uiv(locations.stipple, 8, memory, SystemBlock.stipple);
  if (locations.raster >= 0) gl.uniform4fv(locations.raster, 1, memory, SystemBlock.positionYFactor);
  if (locations.draw >= 0) gl.uniform4iv(locations.draw, 1, memory, SystemBlock.baseVertex);
}
