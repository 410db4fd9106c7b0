/*
 * What a guest may make the host spend. Each limit names where it comes from.
 */

/** Shader stages in pipe order: vertex, fragment, geometry, tessellation control and evaluation, compute. */
export const STAGES = 6;

/** Viewports and scissors (PIPE_MAX_VIEWPORTS). */
export const MAX_VIEWPORTS = 16;

/** Vertex buffers and vertex elements (PIPE_MAX_ATTRIBS). */
export const MAX_VERTEX_BUFFERS = 32;

/** Sampler views and sampler states of one stage (PIPE_MAX_SHADER_SAMPLER_VIEWS is 128; GL offers 16 to 32). */
export const MAX_SAMPLERS = 32;

/** Constant buffer slots of one stage, slot 0 included (PIPE_MAX_CONSTANT_BUFFERS). */
export const MAX_CONSTANT_BUFFERS = 32;

/** Words of inline constants in slot 0: 4096 vec4, what the caps offer (max_const_buffer_size). */
export const MAX_CONSTANT_WORDS = 4096 * 4;

/** Bytes of one TGSI text; the longest seen in practice is below 300 KiB. */
export const MAX_SHADER_BYTES = 4 * 1024 * 1024;

/** Sub-contexts of one context; Mesa makes one per GL context of a process. */
export const MAX_SUB_CONTEXTS = 1024;

/** Framebuffer objects remembered per renderer. */
export const MAX_FRAMEBUFFERS = 64;

/**
 * Vertices of one draw, instances multiplied: far above what programs draw at once (a million triangles are 3 million
 * vertices), and what a software host gets through in seconds, so that one command cannot hold the others up for minutes.
 */
export const MAX_DRAW_VERTICES = 2 ** 26;

/** Instances of a draw that a software host makes without looking at the clock. */
export const UNSLICED_INSTANCES = 256;

/** Instances that it makes first where there are more, to see how long they take. */
export const FIRST_INSTANCES = 4;

/** Instances of a draw that a software host cannot slice. */
export const MAX_WHOLE_INSTANCES = 2 ** 20;

/** How long some instances of a draw should take, in milliseconds. */
export const SLICE_MILLISECONDS = 100;

/** How long a draw of many instances may take, in milliseconds. */
export const DRAW_MILLISECONDS = 4000;

/**
 * Vertices that one draw may become at most after tessellation and geometry shaders: a million patches at the finest level,
 * or a million points of which each may become 4096 vertices.
 */
export const MAX_MADE_VERTICES = 2 ** 32;
