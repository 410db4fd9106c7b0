import { Ccmd } from '@virglass/protocol';
import type { VirglContext } from './context.ts';
import { bindSamplerStates, setConstantBuffer, setSamplerViews, setUniformBuffer } from './commands/bindings.ts';
import { blit } from './commands/blit.ts';
import { clear, clearSurface, clearTexture } from './commands/clear.ts';
import { launchGrid } from './commands/compute.ts';
import { resourceCopyRegion } from './commands/copy.ts';
import { nop, sendStringMarker, setDebugFlags, setTweaks, unknownCommand } from './commands/debug.ts';
import { drawVbo } from './commands/draw.ts';
import { setBlendColor, setMinSamples, setSampleMask, setStencilRef, setTessState } from './commands/dynamic-state.ts';
import { setFramebufferState, setFramebufferStateNoAttach } from './commands/framebuffer.ts';
import { setAtomicBuffers, setShaderBuffers, setShaderImages } from './commands/memory-bindings.ts';
import { bindObject, bindShader, createObject, destroyObject } from './commands/object.ts';
import { beginQuery, endQuery, getQueryResult, getQueryResultQbo } from './commands/query.ts';
import { setRenderCondition } from './commands/render-condition.ts';
import { getMemoryInfo, getPipeResourceLayout, pipeResourceCreate, pipeResourceSetType } from './commands/resource.ts';
import { linkShader } from './commands/shader.ts';
import { setStreamoutTargets } from './commands/streamout.ts';
import { createSubCtx, destroySubCtx, setSubCtx } from './commands/sub-context.ts';
import { memoryBarrier, textureBarrier } from './commands/barrier.ts';
import { copyTransfer3d, endTransfers, resourceInlineWrite, transfer3d } from './commands/transfer.ts';
import { setIndexBuffer, setVertexBuffers } from './commands/vertex-input.ts';
import { setClipState, setPolygonStipple, setScissorState, setViewportState } from './commands/viewport.ts';

/**
 * Executes one command. `at` is the index of the header word, `length` the number of payload words, which lie inside the
 * submit; both views are borrowed for the call.
 *
 * @returns Status.OK, or why the command was refused
 */
export type Handler = (ctx: VirglContext, words: Uint32Array, floats: Float32Array, at: number, length: number) => number;

type CommandName = keyof typeof Ccmd;

/** Every command of the protocol; one that is missing here does not compile. Commands that no caps offer are refused. */
const byName: Record<CommandName, Handler> = {
  NOP: nop,
  CREATE_OBJECT: createObject,
  BIND_OBJECT: bindObject,
  DESTROY_OBJECT: destroyObject,
  SET_VIEWPORT_STATE: setViewportState,
  SET_FRAMEBUFFER_STATE: setFramebufferState,
  SET_VERTEX_BUFFERS: setVertexBuffers,
  CLEAR: clear,
  DRAW_VBO: drawVbo,
  RESOURCE_INLINE_WRITE: resourceInlineWrite,
  SET_SAMPLER_VIEWS: setSamplerViews,
  SET_INDEX_BUFFER: setIndexBuffer,
  SET_CONSTANT_BUFFER: setConstantBuffer,
  SET_STENCIL_REF: setStencilRef,
  SET_BLEND_COLOR: setBlendColor,
  SET_SCISSOR_STATE: setScissorState,
  BLIT: blit,
  RESOURCE_COPY_REGION: resourceCopyRegion,
  BIND_SAMPLER_STATES: bindSamplerStates,
  BEGIN_QUERY: beginQuery,
  END_QUERY: endQuery,
  GET_QUERY_RESULT: getQueryResult,
  SET_POLYGON_STIPPLE: setPolygonStipple,
  SET_CLIP_STATE: setClipState,
  SET_SAMPLE_MASK: setSampleMask,
  SET_STREAMOUT_TARGETS: setStreamoutTargets,
  SET_RENDER_CONDITION: setRenderCondition,
  SET_UNIFORM_BUFFER: setUniformBuffer,
  SET_SUB_CTX: setSubCtx,
  CREATE_SUB_CTX: createSubCtx,
  DESTROY_SUB_CTX: destroySubCtx,
  BIND_SHADER: bindShader,
  SET_TESS_STATE: setTessState,
  SET_MIN_SAMPLES: setMinSamples,
  SET_SHADER_BUFFERS: setShaderBuffers,
  SET_SHADER_IMAGES: setShaderImages,
  MEMORY_BARRIER: memoryBarrier,
  LAUNCH_GRID: launchGrid,
  SET_FRAMEBUFFER_STATE_NO_ATTACH: setFramebufferStateNoAttach,
  TEXTURE_BARRIER: textureBarrier,
  SET_ATOMIC_BUFFERS: setAtomicBuffers,
  SET_DEBUG_FLAGS: setDebugFlags,
  GET_QUERY_RESULT_QBO: getQueryResultQbo,
  TRANSFER3D: transfer3d,
  END_TRANSFERS: endTransfers,
  COPY_TRANSFER3D: copyTransfer3d,
  SET_TWEAKS: setTweaks,
  CLEAR_TEXTURE: clearTexture,
  PIPE_RESOURCE_CREATE: pipeResourceCreate,
  PIPE_RESOURCE_SET_TYPE: pipeResourceSetType,
  GET_MEMORY_INFO: getMemoryInfo,
  SEND_STRING_MARKER: sendStringMarker,
  LINK_SHADER: linkShader,
  CREATE_VIDEO_CODEC: unknownCommand,
  DESTROY_VIDEO_CODEC: unknownCommand,
  CREATE_VIDEO_BUFFER: unknownCommand,
  DESTROY_VIDEO_BUFFER: unknownCommand,
  BEGIN_FRAME: unknownCommand,
  DECODE_MACROBLOCK: unknownCommand,
  DECODE_BITSTREAM: unknownCommand,
  ENCODE_BITSTREAM: unknownCommand,
  END_FRAME: unknownCommand,
  CLEAR_SURFACE: clearSurface,
  GET_PIPE_RESOURCE_LAYOUT: getPipeResourceLayout,
};

/** Handlers by opcode, dense over all 256 values of the header's low byte. */
export const handlers: readonly Handler[] = byOpcode();

function byOpcode(): Handler[] {
  const out: Handler[] = Array.from({ length: 256 }, () => unknownCommand);
  for (const name of Object.keys(byName) as CommandName[]) out[Ccmd[name]] = byName[name];
  return out;
}
