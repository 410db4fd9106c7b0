/*
 * Small numbers in place of enums: the state cache keeps its values in typed arrays, and this table says at which index
 * the value of a capability or of a binding target lies. One lookup in 64 KiB of bytes replaces a switch.
 */
import { GL } from './constants.ts';
import type { Features } from './features.ts';

/** Value of `slotOf` for an enum that has no slot. */
export const NO_SLOT = 255;

/** Capabilities of enable() and disable(); their index is their slot. CLIP_DISTANCE0 + i are there for i = 0 to 7. */
export const capabilities: readonly number[] = [
  GL.BLEND,
  GL.SCISSOR_TEST,
  GL.COLOR_LOGIC_OP,
  GL.CULL_FACE,
  GL.DEPTH_CLAMP,
  GL.DEPTH_TEST,
  GL.DITHER,
  GL.FRAMEBUFFER_SRGB,
  GL.LINE_SMOOTH,
  GL.LINE_STIPPLE,
  GL.POINT_SPRITE,
  GL.MULTISAMPLE,
  GL.POLYGON_OFFSET_FILL,
  GL.POLYGON_OFFSET_LINE,
  GL.POLYGON_OFFSET_POINT,
  GL.POLYGON_SMOOTH,
  GL.PRIMITIVE_RESTART,
  GL.PRIMITIVE_RESTART_FIXED_INDEX,
  GL.PROGRAM_POINT_SIZE,
  GL.RASTERIZER_DISCARD,
  GL.SAMPLE_ALPHA_TO_COVERAGE,
  GL.SAMPLE_ALPHA_TO_ONE,
  GL.SAMPLE_COVERAGE,
  GL.SAMPLE_MASK,
  GL.SAMPLE_SHADING,
  GL.STENCIL_TEST,
  GL.TEXTURE_CUBE_MAP_SEAMLESS,
  GL.DEBUG_OUTPUT,
  GL.DEBUG_OUTPUT_SYNCHRONOUS,
  GL.BLEND_ADVANCED_COHERENT_KHR,
  GL.CLIP_DISTANCE0,
  GL.CLIP_DISTANCE1,
  GL.CLIP_DISTANCE2,
  GL.CLIP_DISTANCE3,
  GL.CLIP_DISTANCE4,
  GL.CLIP_DISTANCE5,
  GL.CLIP_DISTANCE6,
  GL.CLIP_DISTANCE7,
];

/** Slot of BLEND, which exists once for each draw buffer. */
export const BLEND_SLOT = 0;
/** Slot of SCISSOR_TEST, which exists once for each viewport. */
export const SCISSOR_SLOT = 1;

/** Texture targets; their index is their slot. */
export const textureTargets: readonly number[] = [
  GL.TEXTURE_2D,
  GL.TEXTURE_1D,
  GL.TEXTURE_3D,
  GL.TEXTURE_CUBE_MAP,
  GL.TEXTURE_RECTANGLE,
  GL.TEXTURE_1D_ARRAY,
  GL.TEXTURE_2D_ARRAY,
  GL.TEXTURE_CUBE_MAP_ARRAY,
  GL.TEXTURE_BUFFER,
  GL.TEXTURE_2D_MULTISAMPLE,
  GL.TEXTURE_2D_MULTISAMPLE_ARRAY,
];

/** Buffer targets; their index is their slot, but for TEXTURE_BUFFER, whose buffer binding nothing reads. */
export const bufferTargets: readonly number[] = [
  GL.ARRAY_BUFFER,
  GL.ELEMENT_ARRAY_BUFFER,
  GL.UNIFORM_BUFFER,
  GL.SHADER_STORAGE_BUFFER,
  GL.ATOMIC_COUNTER_BUFFER,
  GL.TRANSFORM_FEEDBACK_BUFFER,
  GL.COPY_READ_BUFFER,
  GL.COPY_WRITE_BUFFER,
  GL.PIXEL_PACK_BUFFER,
  GL.PIXEL_UNPACK_BUFFER,
  GL.DRAW_INDIRECT_BUFFER,
  GL.DISPATCH_INDIRECT_BUFFER,
  GL.QUERY_BUFFER,
  GL.PARAMETER_BUFFER,
];

/** Slot of ELEMENT_ARRAY_BUFFER, whose binding belongs to the vertex array. */
export const ELEMENT_SLOT = 1;
/** First slot with numbered bindings: UNIFORM, then SHADER_STORAGE, ATOMIC_COUNTER. */
export const FIRST_INDEXED_SLOT = 2;
/** Last slot with numbered bindings, TRANSFORM_FEEDBACK_BUFFER; they belong to the transform feedback object. */
export const FEEDBACK_SLOT = 5;

function makeSlots(): Uint8Array {
  const slots = new Uint8Array(0x10000).fill(NO_SLOT);
  for (const list of [capabilities, textureTargets, bufferTargets]) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i] ?? 0;
      if (slots[value] === NO_SLOT) slots[value] = i;
    }
  }
  return slots;
}

/** Slot of an enum below 65536 in its list, or NO_SLOT. */
export const slotOf: Uint8Array = makeSlots();

/** Capabilities that a context does not know: enabling them would be an error of ours. */
export function missingCapabilities(features: Features): number[] {
  const missing: number[] = [];
  const need = (there: boolean, ...caps: number[]): void => {
    if (!there) missing.push(...caps);
  };
  need(features.logicOp, GL.COLOR_LOGIC_OP);
  need(features.depthClamp, GL.DEPTH_CLAMP);
  need(features.srgbFramebuffer, GL.FRAMEBUFFER_SRGB);
  need(features.smooth, GL.LINE_SMOOTH, GL.POLYGON_SMOOTH);
  need(features.compatibility, GL.LINE_STIPPLE, GL.POINT_SPRITE);
  need(features.multisampleControl, GL.MULTISAMPLE, GL.SAMPLE_ALPHA_TO_ONE);
  need(features.polygonOffsetLine, GL.POLYGON_OFFSET_LINE, GL.POLYGON_OFFSET_POINT);
  need(features.primitiveRestart === 'any', GL.PRIMITIVE_RESTART);
  need(features.primitiveRestartFixed && !features.isWebGl, GL.PRIMITIVE_RESTART_FIXED_INDEX);
  need(features.pointSize, GL.PROGRAM_POINT_SIZE);
  need(features.sampleMask, GL.SAMPLE_MASK);
  need(features.sampleShading, GL.SAMPLE_SHADING);
  need(features.seamlessCube, GL.TEXTURE_CUBE_MAP_SEAMLESS);
  need(features.debug, GL.DEBUG_OUTPUT, GL.DEBUG_OUTPUT_SYNCHRONOUS);
  need(features.blendEquationAdvancedCoherent, GL.BLEND_ADVANCED_COHERENT_KHR);
  for (let i = features.maxClipDistances; i < 8; i++) missing.push(GL.CLIP_DISTANCE0 + i);
  return missing;
}
