import { GL } from '@virglass/gl';
import {
  launchGridGridX,
  launchGridGridY,
  launchGridGridZ,
  launchGridIndirectHandle,
  launchGridIndirectOffset,
  LaunchGridLength,
} from '@virglass/protocol';
import type { VirglContext } from '../context.ts';
import { MAX_DISPATCH_GROUPS, MAX_DISPATCH_INVOCATIONS, PICTURE_WORK } from '../limits.ts';
import type { LinkedProgram } from '../programs/linked-program.ts';
import { selectCompute } from '../programs/select.ts';
import type { Resource } from '../resources/resource.ts';
import { Dirty } from '../state/dirty.ts';
import { syncConstants, syncSystemBlock, syncSystemUniforms, syncTextures } from '../state/sync-bindings.ts';
import { syncMemory } from '../state/sync-memory.ts';
import { Status } from '../status.ts';
import type { SubContext } from '../sub-context.ts';
import { dispatchGroups } from './dispatch-slices.ts';
import { renderConditionPasses } from './render-condition.ts';

const COMPUTE = 5;
/** Bytes of the parameters of an indirect dispatch: groups along x, y and z. */
const INDIRECT_BYTES = 12;

/** Groups along x, y and z of the dispatch that is being made: one record for all. */
const groups = new Uint32Array(3);

/** LAUNCH_GRID: runs the bound compute shader, on a grid of groups that is in the command or in a buffer. */
export function launchGrid(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < LaunchGridLength) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  const { sub, host } = ctx;
  const { gl } = host;
  if (!gl.features.computeShader) return ctx.refuse(Status.UNSUPPORTED, 'the host has no compute shaders');
  const module = sub.shaders[COMPUTE]?.module;
  if (!module) return ctx.refuse(Status.ILLEGAL_SHADER, 'no compute shader is bound');
  // The block of the command is the one of the shader again.
  const size = module.tgsi.info.workgroup;
  if (size === null) return ctx.refuse(Status.ILLEGAL_SHADER, 'the shader leaves the size of its groups open, which is not offered');
  const x = size[0];
  const y = size[1];
  const z = size[2];
  const limit = gl.features.maxComputeGroupSize;
  const invocations = x * y * z;
  if (invocations === 0 || x > limit[0] || y > limit[1] || z > limit[2] || invocations > gl.features.maxComputeInvocations) {
    return ctx.refuse(Status.ILLEGAL_VALUE, `groups of ${x}x${y}x${z} invocations`);
  }
  const handle = launchGridIndirectHandle(words, at);
  const offset = launchGridIndirectOffset(words, at);
  let indirect: Resource | null = null;
  groups[0] = launchGridGridX(words, at);
  groups[1] = launchGridGridY(words, at);
  groups[2] = launchGridGridZ(words, at);
  if (handle !== 0) {
    indirect = ctx.resource(handle);
    if (indirect === null || !indirect.isBuffer || offset % 4 !== 0 || offset + INDIRECT_BYTES > indirect.args.width) {
      return ctx.refuse(Status.ILLEGAL_RESOURCE, `groups at byte ${offset} of resource ${handle}`);
    }
    // A host that computes on the CPU has them at hand, and what holds for a grid's size holds for theirs too.
    if (host.slicesDraws) {
      readGroups(sub, indirect, offset);
      indirect = null;
    }
  }
  if (indirect === null) {
    const refusal = checkGroups(ctx, invocations);
    if (refusal !== Status.OK) return refusal;
    if (groups[0] === 0 || groups[1] === 0 || groups[2] === 0) return Status.OK;
  }
  if (!renderConditionPasses(sub)) return Status.OK;
  const program = prepareCompute(sub);
  if (program === null) return Status.ILLEGAL_SHADER;
  if (indirect === null) return dispatchGroups(sub, program, groups[0], groups[1], groups[2], invocations);
  host.time.work += PICTURE_WORK;
  host.state.bindBuffer(GL.DISPATCH_INDIRECT_BUFFER, indirect.glName);
  gl.dispatchComputeIndirect(offset);
  return Status.OK;
}

/** Reads the parameters of an indirect dispatch into `groups`. */
function readGroups(sub: SubContext, buffer: Resource, offset: number): void {
  const { host } = sub.ctx;
  host.shaderWrites.settle();
  const memory = host.scratch(INDIRECT_BYTES);
  host.state.bindBuffer(GL.COPY_READ_BUFFER, buffer.glName);
  host.gl.getBufferSubData(GL.COPY_READ_BUFFER, offset, INDIRECT_BYTES, memory, 0);
  const { bytes } = memory;
  for (let i = 0; i < 3; i++) {
    const at = i * 4;
    groups[i] = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }
}

/** Compares `groups` with what the host can do and what one command may ask of it. */
function checkGroups(ctx: VirglContext, invocations: number): number {
  const x = groups[0]!;
  const y = groups[1]!;
  const z = groups[2]!;
  const limit = ctx.host.gl.features.maxComputeGroupCount;
  const count = x * y * z;
  if (x > limit[0] || y > limit[1] || z > limit[2]) {
    return ctx.refuse(Status.ILLEGAL_RANGE, `${x}x${y}x${z} groups, the host has ${limit.join('x')}`);
  }
  if (ctx.host.slicesDraws) return Status.OK;
  if (count > MAX_DISPATCH_GROUPS || count * invocations > MAX_DISPATCH_INVOCATIONS) {
    return ctx.refuse(Status.ILLEGAL_RANGE, `${count} groups of ${invocations} invocations are too many`);
  }
  return Status.OK;
}

/** Brings GL to what a dispatch needs. @returns the program, in use; null when there is none that works, with the cause noted */
function prepareCompute(sub: SubContext): LinkedProgram | null {
  const { ctx } = sub;
  const { host } = ctx;
  const program = selectCompute(sub);
  if (program === null) return null;
  if (program.glName === 0) {
    ctx.cause = program.reported ? 'the program does not link, as reported' : program.error;
    program.reported = true;
    return null;
  }
  host.state.useProgram(program.glName);
  syncConstants(sub, program);
  if (program.usesSystemBlock) syncSystemBlock(sub, (sub.dirty & Dirty.SYSTEM) !== 0, 0);
  if (program.systemUniforms !== null) syncSystemUniforms(sub, program.systemUniforms, 0);
  // Compute shaders have a graphics stage's texture units, and the image units and buffers of all.
  syncTextures(sub, program);
  syncMemory(sub, program);
  if (program.guarded) host.time.bindGuard(ctx);
  sub.dirty |= Dirty.TEXTURES | Dirty.MEMORY;
  if (program.writesMemory) host.shaderWrites.pending = true;
  return program;
}
