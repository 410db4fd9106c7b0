/* What a draw must fulfil before anything is sent. @source OpenGL ES 3.0.6, 2.9 and 2.14; WebGL 2.0, 4.1 */
import { GL } from '../gl-constants.ts';
import type { Executable } from '../objects/program.ts';
import { samplerKind, samplerTarget } from '../program/types.ts';
import type { Core } from '../state/core.ts';
import { isComplete } from '../state/emit-program.ts';

/**
 * Whether the arrays that a program reads are there and long enough.
 *
 * @param vertices - the highest vertex plus one; -1: not known, indices are the host's to check
 * @param instances - instances, 0 for draws without
 * @returns error, or 0
 */
export function checkArrays(core: Core, executable: Executable, vertices: number, instances: number, baseInstance = 0): number {
  const { attributes } = core.vertexArray;
  const { inputs, inputTypes } = executable;
  let anyPerVertex = inputs.length === 0;
  let anyArray = false;
  for (let i = 0; i < inputs.length; i++) {
    const location = inputs[i]!;
    if (location < 0) continue;
    const a = attributes[location]!;
    const want = inputTypes[i]!;
    if (!a.enabled) {
      if (core.currentAttributes[location]!.type !== want) return GL.INVALID_OPERATION;
      anyPerVertex = true;
      continue;
    }
    if (a.buffer === null) return GL.INVALID_OPERATION;
    anyArray = true;
    const have = !a.integer ? GL.FLOAT : a.type === GL.BYTE || a.type === GL.SHORT || a.type === GL.INT ? GL.INT : GL.UNSIGNED_INT;
    if (have !== want) return GL.INVALID_OPERATION;
    if (a.divisor === 0) anyPerVertex = true;
    const count = a.divisor === 0 ? vertices : baseInstance + (instances === 0 ? 1 : Math.ceil(instances / a.divisor));
    if (count <= 0) continue;
    const stride = a.stride === 0 ? a.bytes : a.stride;
    if (a.offset + stride * (count - 1) + a.bytes > a.buffer.size) return GL.INVALID_OPERATION;
  }
  return anyArray && !anyPerVertex && core.restrictedSizes ? GL.INVALID_OPERATION : 0;
}

/** Whether an enabled array has no buffer at all, read or not: WebGL refuses such draws too. */
export function hasLooseArray(core: Core): boolean {
  const { attributes } = core.vertexArray;
  for (let i = 0; i < attributes.length; i++) if (attributes[i]!.enabled && attributes[i]!.buffer === null) return true;
  return false;
}

/** Whether two samplers of different types read the same unit, or a texture that is read is drawn to, or has another type of texels. */
export function checkTextures(core: Core, executable: Executable): number {
  const { uniforms } = executable.linked;
  for (let u = 0; u < uniforms.length; u++) {
    const units = executable.units[u];
    if (units == null) continue;
    const { type } = uniforms[u]!;
    for (const unit of units) {
      for (let other = 0; other < u; other++) {
        const others = executable.units[other];
        if (others != null && uniforms[other]!.type !== type && others.includes(unit)) return GL.INVALID_OPERATION;
      }
      const texture = core.boundTexture(unit, samplerTarget(type));
      if (texture === null) continue;
      const image = texture.image(0, texture.effectiveBase);
      if (image === undefined) continue;
      const sampler = core.units[unit]!.sampler ?? texture.parameters;
      const { kind } = image.format.internal;
      const want = samplerKind(type);
      const integer = kind === 'int' || kind === 'uint' ? kind : 'float';
      if (want === 'shadow' ? kind !== 'depth' || sampler.compareMode === GL.NONE : want !== integer) {
        // Sampling a depth texture that compares with a plain sampler, and the other way round, is undefined; WebGL makes it an error.
        if (!core.restrictedSizes && texture.isBaseComplete) return GL.INVALID_OPERATION;
      } else if (want === 'float' && kind === 'depth' && sampler.compareMode !== GL.NONE && !core.restrictedSizes)
        return GL.INVALID_OPERATION;
      if (!isComplete(core, texture, sampler)) continue;
      for (const [, a] of core.drawFramebuffer.points()) {
        if (a.texture !== texture) continue;
        const base = texture.effectiveBase;
        if (a.level === base || (sampler.usesMipmaps && a.level > base && a.level <= texture.maxLevel)) return GL.INVALID_OPERATION;
      }
    }
  }
  return 0;
}

/** Whether the uniform blocks have buffers that are large enough. */
export function checkBlocks(core: Core, executable: Executable): number {
  const { uniformBlocks } = executable.linked;
  for (let i = 0; i < uniformBlocks.length; i++) {
    const { buffer, offset, size } = core.uniformBuffers[executable.blockBindings[i]!]!;
    if (buffer === null) return GL.INVALID_OPERATION;
    const bytes = size === 0 ? buffer.size - offset : Math.min(size, buffer.size - offset);
    if (bytes < uniformBlocks[i]!.dataSize) return GL.INVALID_OPERATION;
  }
  return 0;
}

/** Whether every buffer that may be written has an output of its type. @source WebGL 2.0, 4.2 */
export function checkOutputs(core: Core, executable: Executable): number {
  const { drawFramebuffer: framebuffer, raster } = core;
  if (raster.rasterizerDiscard) return 0;
  for (let i = 0; i < framebuffer.colors.length; i++) {
    const attachment = framebuffer.colors[i];
    if (attachment == null || framebuffer.drawBuffers[i] === GL.NONE) continue;
    if (raster.blend[raster.independentBlend ? i : 0]!.mask === 0) continue;
    const storage = attachment.renderbuffer?.storage ?? attachment.texture?.image(attachment.face, attachment.level)?.storage;
    const kind = storage?.format.internal.kind;
    if (kind === undefined) continue;
    let output: Executable['linked']['fragmentOutputs'][number] | undefined;
    for (const one of executable.linked.fragmentOutputs) {
      if (one.location !== i) continue;
      output = one;
      break;
    }
    if (output?.kind !== (kind === 'int' || kind === 'uint' ? kind : 'float')) return GL.INVALID_OPERATION;
  }
  return 0;
}

/** Least vertices that make a primitive: fewer draw nothing. */
export function leastVertices(mode: number): number {
  return mode === GL.POINTS ? 1 : mode <= GL.LINE_STRIP ? 2 : 3;
}
