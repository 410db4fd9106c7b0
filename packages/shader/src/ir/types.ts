/**
 * The vocabulary of TGSI, spelt as Mesa prints it.
 *
 * Names are kept verbatim (`PERSPECTIVE`, `2D_ARRAY`, `CLIPDIST`): what stands in the text stands in the module, in error
 * messages and in these tables, once.
 *
 * @source Mesa docs/gallium/tgsi.rst; names as printed by tgsi_dump
 */

/** Shader stages, in pipeline order. */
export type Stage = 'vertex' | 'tess-control' | 'tess-eval' | 'geometry' | 'fragment' | 'compute';

/** First word of a TGSI text and the stage it stands for. */
export const processors = {
  VERT: 'vertex',
  TESS_CTRL: 'tess-control',
  TESS_EVAL: 'tess-eval',
  GEOM: 'geometry',
  FRAG: 'fragment',
  COMP: 'compute',
} as const satisfies Record<string, Stage>;

/* prettier-ignore */
/** Register files. */
export const files = [
  'NULL', 'CONST', 'IN', 'OUT', 'TEMP', 'SAMP', 'ADDR', 'IMM', 'SV', 'IMAGE', 'SVIEW', 'BUFFER', 'MEMORY', 'CONSTBUF', 'HWATOMIC',
] as const;
/** A register file. */
export type File = (typeof files)[number];

/* prettier-ignore */
/** What an input, output or system value means. */
export const semantics = [
  'POSITION', 'COLOR', 'BCOLOR', 'FOG', 'PSIZE', 'GENERIC', 'NORMAL', 'FACE', 'EDGEFLAG', 'PRIM_ID', 'INSTANCEID', 'VERTEXID',
  'STENCIL', 'CLIPDIST', 'CLIPVERTEX', 'GRID_SIZE', 'BLOCK_ID', 'BLOCK_SIZE', 'THREAD_ID', 'TEXCOORD', 'PCOORD', 'VIEWPORT_INDEX',
  'LAYER', 'SAMPLEID', 'SAMPLEPOS', 'SAMPLEMASK', 'INVOCATIONID', 'VERTEXID_NOBASE', 'BASEVERTEX', 'PATCH', 'TESSCOORD', 'TESSOUTER',
  'TESSINNER', 'VERTICESIN', 'HELPER_INVOCATION', 'BASEINSTANCE', 'DRAWID', 'WORK_DIM', 'SUBGROUP_SIZE', 'SUBGROUP_INVOCATION',
  'SUBGROUP_EQ_MASK', 'SUBGROUP_GE_MASK', 'SUBGROUP_GT_MASK', 'SUBGROUP_LE_MASK', 'SUBGROUP_LT_MASK', 'CS_USER_DATA_AMD',
  'VIEWPORT_MASK', 'TESS_DEFAULT_OUTER_LEVEL', 'TESS_DEFAULT_INNER_LEVEL',
] as const;
/** A semantic name. */
export type Semantic = (typeof semantics)[number];

/* prettier-ignore */
/** Texture targets of sampling instructions, sampler views and images. */
export const textureTargets = [
  'BUFFER', '1D', '2D', '3D', 'CUBE', 'RECT', 'SHADOW1D', 'SHADOW2D', 'SHADOWRECT', '1D_ARRAY', '2D_ARRAY', 'SHADOW1D_ARRAY',
  'SHADOW2D_ARRAY', 'SHADOWCUBE', '2D_MSAA', '2D_ARRAY_MSAA', 'CUBEARRAY', 'SHADOWCUBEARRAY', 'UNKNOWN',
] as const;
/** A texture target; the shadow ones compare. */
export type TextureTarget = (typeof textureTargets)[number];

/** What a sampler view returns; the three non-integer ones are all float for the shader. */
export const returnTypes = ['UNORM', 'SNORM', 'SINT', 'UINT', 'FLOAT'] as const;
/** A sampler view's return type. */
export type ReturnType = (typeof returnTypes)[number];

/** How a fragment input is interpolated; `COLOR` follows the rasterizer's flat shading bit. */
export const interpolations = ['CONSTANT', 'LINEAR', 'PERSPECTIVE', 'COLOR'] as const;
/** An interpolation mode. */
export type Interpolation = (typeof interpolations)[number];

/** Where inside a pixel a fragment input is interpolated. */
export const interpolationLocations = ['CENTER', 'CENTROID', 'SAMPLE'] as const;
/** An interpolation location. */
export type InterpolationLocation = (typeof interpolationLocations)[number];

/** Types of immediates. */
export const immediateTypes = ['FLT32', 'UINT32', 'INT32', 'FLT64', 'UINT64', 'INT64'] as const;
/** An immediate's type. */
export type ImmediateType = (typeof immediateTypes)[number];

/* prettier-ignore */
/** Primitive names of geometry shader properties. */
export const primitives = [
  'POINTS', 'LINES', 'LINE_LOOP', 'LINE_STRIP', 'TRIANGLES', 'TRIANGLE_STRIP', 'TRIANGLE_FAN', 'QUADS', 'QUAD_STRIP', 'POLYGON',
  'LINES_ADJACENCY', 'LINE_STRIP_ADJACENCY', 'TRIANGLES_ADJACENCY', 'TRIANGLE_STRIP_ADJACENCY', 'PATCHES',
] as const;

/** Vertices of a geometry shader's input primitive, by name; the size of its input arrays. */
export const primitiveVertices: Readonly<Record<string, number>> = {
  POINTS: 1,
  LINES: 2,
  TRIANGLES: 3,
  LINES_ADJACENCY: 4,
  TRIANGLES_ADJACENCY: 6,
};

/* prettier-ignore */
/** Advanced blend equations by Mesa's number, as GLSL's `blend_support_` layouts name them; 0 is none. */
export const advancedBlendModes = [
  '', 'multiply', 'screen', 'overlay', 'darken', 'lighten', 'colordodge', 'colorburn', 'hardlight', 'softlight', 'difference',
  'exclusion', 'hsl_hue', 'hsl_saturation', 'hsl_color', 'hsl_luminosity',
] as const;

/** Memory qualifiers of LOAD, STORE and atomics. */
export const memoryQualifiers = ['COHERENT', 'RESTRICT', 'VOLATILE', 'STREAM_CACHE_POLICY'] as const;
/** A memory qualifier. */
export type MemoryQualifier = (typeof memoryQualifiers)[number];

/** Kinds of MEMORY declarations. */
export const memoryKinds = ['GLOBAL', 'SHARED', 'PRIVATE', 'INPUT'] as const;
/** A kind of MEMORY. */
export type MemoryKind = (typeof memoryKinds)[number];
