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

/**
 * Rows (vec4) of a fragment shader's inline constants that are plain uniforms rather than a block: what materials and effects have,
 * and a fraction of the 224 that every host has.
 */
export const MAX_PLAIN_CONSTANTS = 64;

/** Images of one stage (MAX_IMAGE_UNIFORMS of Mesa; PIPE_MAX_SHADER_IMAGES is 64). */
export const MAX_IMAGES = 32;

/** Storage buffers of one stage (PIPE_MAX_SHADER_BUFFERS). */
export const MAX_STORAGE_BUFFERS = 32;

/** Atomic counter buffers, of all stages together (PIPE_MAX_HW_ATOMIC_BUFFERS). */
export const MAX_ATOMIC_BUFFERS = 32;

/** Bytes of one TGSI text; the longest seen in practice is below 300 KiB. */
export const MAX_SHADER_BYTES = 4 * 1024 * 1024;

/** Variants of one shader that are kept; honest programs have some five, and each is a text and what the driver makes of it. */
export const MAX_VARIANTS = 256;

/** Combinations of swizzles and kinds of sampler views that are numbered; honest programs know a few. */
export const MAX_VIEW_SETS = 16384;

/** Sets of shader inputs that are numbered; equal ones make programs share variants. */
export const MAX_INPUT_SETS = 16384;

/** Sub-contexts of one context; Mesa makes one per GL context of a process. */
export const MAX_SUB_CONTEXTS = 1024;

/** Framebuffer objects remembered per renderer. */
export const MAX_FRAMEBUFFERS = 64;

/**
 * Vertices of one draw, instances multiplied: far above what programs draw at once (a million triangles are 3 million
 * vertices), and what a software host gets through in seconds, so that one command cannot hold the others up for minutes.
 */
export const MAX_DRAW_VERTICES = 2 ** 26;

/** First vertex of a draw: GL's numbers of vertices are signed, and the last vertex has to have one too. */
export const MAX_FIRST_VERTEX = 2 ** 31 - 1 - MAX_DRAW_VERTICES;

/** Turns of a shader's loops where nothing can stop it: no picture of an honest program needs as many for one vertex or pixel. */
export const MAX_LOOP_TURNS = 2 ** 20;

/** Draws without a mark to begin with. */
export const FIRST_DRAWS_TO_MARK = 4;

/** Draws without a mark at least, where no other context would queue behind them and none of them has been slow. */
export const LONE_DRAWS_TO_MARK = 64;

/** Draws without a mark at most. A mark makes the GPU begin: a tenth of a millisecond in software. */
export const MOST_DRAWS_TO_MARK = 128;

/** Work between two marks that takes longer is cut into smaller pieces, in milliseconds. */
export const SLOW_MILLISECONDS = 200;

/** Work between two marks that takes less is cut into larger pieces, in milliseconds. */
export const QUICK_MILLISECONDS = 50;

/** Marks that a context may be ahead of the GPU while others wait for their turns. */
export const MARKS_AHEAD = 2;

/** Work between two looks at the clock, in cheap commands of some tens of nanoseconds. */
export const LOOK_WORK = 512;

/** What a draw weighs in cheap commands, besides its vertices. */
export const DRAW_WORK = 16;

/** Vertices that weigh as much as a cheap command, a power of two. */
export const WORK_VERTICES_SHIFT = 1;

/** What making an object weighs in cheap commands. */
export const CREATION_WORK = 8;

/** What a clear, a blit, a copy or a dispatch weighs in cheap commands: it may be of the largest texture, and a look at the clock is cheap. */
export const PICTURE_WORK = 512;

/** Draws that are made in one call at most. */
export const MAX_BATCH = 256;

/** Vertices of draws that are made in one call: some milliseconds in software, so that there is a look at the clock after them. */
export const MAX_BATCH_VERTICES = 2 ** 16;

/** Instances of a draw that a software host makes without looking at the clock. */
export const UNSLICED_INSTANCES = 256;

/** Instances that it makes first where there are more, to see how long they take. */
export const FIRST_INSTANCES = 4;

/** Instances of a draw that a software host cannot slice. */
export const MAX_WHOLE_INSTANCES = 2 ** 20;

/** Vertices of a draw, with those that shaders make, that a software host makes without looking at the clock. */
export const UNSLICED_VERTICES = 2 ** 19;

/** Vertices that it makes first where there are more, to see how long they take. */
export const FIRST_VERTICES = 2 ** 16;

/** Vertices of a draw that a software host cannot slice: some seconds. */
export const MAX_WHOLE_VERTICES = 2 ** 24;

/** How long a slice of a draw should take, in milliseconds. */
export const SLICE_MILLISECONDS = 100;

/**
 * Vertices that one draw may become at most after tessellation and geometry shaders: a million patches at the finest level,
 * or a million points of which each may become 4096 vertices.
 */
export const MAX_MADE_VERTICES = 2 ** 32;

/** Groups of one dispatch where it is made whole: a group for each pixel of a picture of 8192 by 8192 is the most that programs ask for. */
export const MAX_DISPATCH_GROUPS = 2 ** 26;

/** Invocations of one dispatch where it is made whole, as `MAX_MADE_VERTICES` of a draw. */
export const MAX_DISPATCH_INVOCATIONS = 2 ** 32;

/** Groups of a dispatch that a software host makes without looking at the clock. */
export const UNSLICED_GROUPS = 2 ** 14;

/** Invocations of a dispatch that a software host makes without looking at the clock. */
export const UNSLICED_INVOCATIONS = 2 ** 20;

/** Invocations that it makes first where there are more, to see how long they take. */
export const FIRST_INVOCATIONS = 2 ** 16;

/** Invocations that weigh as much as a cheap command, a power of two. */
export const WORK_INVOCATIONS_SHIFT = 3;

/**
 * How many times as long as its quota a context may take while it is the only one: a picture of a large scene takes software many
 * seconds, and the quota is for the sake of those who wait.
 */
export const PATIENCE_ALONE = 10;
