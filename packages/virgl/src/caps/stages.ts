/*
 * What this renderer has been taught so far.
 *
 * The caps are the smaller of two things: what the host's GL has, and what is implemented here. The second is this list: one
 * switch for each ability, to be turned on by the change that brings it. A guest never hears of an ability that is off.
 */

/** Abilities of the renderer itself, whatever the host has. */
export interface Offered {
  /** Geometry shaders. */
  readonly geometry: boolean;
  /** Tessellation control and evaluation shaders. */
  readonly tessellation: boolean;
  readonly compute: boolean;
  /** Shader images. */
  readonly images: boolean;
  /** Shader storage buffers. */
  readonly shaderBuffers: boolean;
  /** Atomic counters. */
  readonly atomics: boolean;
  /** Doubles in shaders. */
  readonly fp64: boolean;
  /** Inputs and outputs that share a location by components. */
  readonly sharedComponents: boolean;
  /** Inputs that shaders address through a register. */
  readonly indirectInputs: boolean;
  /** Reading the framebuffer in fragment shaders. */
  readonly framebufferFetch: boolean;
  /** Query results into buffers. */
  readonly queryBuffers: boolean;
  /** Queries of pipeline statistics. */
  readonly pipelineStatistics: boolean;
  /** Several indirect draws in one command, and their count from a buffer. */
  readonly multiIndirectDraw: boolean;
  /** KHR_blend_equation_advanced. */
  readonly advancedBlend: boolean;
  /** gl_BaseVertex, gl_BaseInstance, gl_DrawID. */
  readonly drawParameters: boolean;
  /**
   * Transfers as commands of the stream in place of requests of their own. A submit then carries some 4 KiB of room for
   * them, which END_TRANSFERS skips; in return an upload costs no message, and the staging copies below come with it.
   */
  readonly streamTransfers: boolean;
  /** Copies from a staging buffer, so that a guest need not wait for a buffer it writes to. Only with `streamTransfers`. */
  readonly copyTransfers: boolean;
}

/** What is offered now. */
export const offered: Offered = {
  geometry: true,
  tessellation: true,
  compute: true,
  images: true,
  shaderBuffers: true,
  atomics: true,
  fp64: true,
  sharedComponents: true,
  indirectInputs: true,
  framebufferFetch: true,
  queryBuffers: true,
  pipelineStatistics: true,
  multiIndirectDraw: true,
  advancedBlend: true,
  drawParameters: true,
  streamTransfers: true,
  copyTransfers: true,
};

/** A renderer that has been taught all of it. */
export const everything: Offered = Object.fromEntries(Object.keys(offered).map((ability) => [ability, true])) as unknown as Offered;
