import { readCapsV2StreamoutPauseResume } from '@virglass/protocol';
import type { HostCaps } from '../formats/host-caps.ts';
import { GL } from '../gl-constants.ts';

/** Limits of a context, by the numbers that `getParameter` takes, and some that have none. */
export interface Limits {
  readonly parameters: ReadonlyMap<number, number | string | Float32Array | Int32Array>;
  readonly vertexAttribs: number;
  readonly drawBuffers: number;
  readonly colorAttachments: number;
  readonly combinedUnits: number;
  readonly textureSize: number;
  readonly cubeSize: number;
  readonly size3d: number;
  readonly arrayLayers: number;
  readonly renderbufferSize: number;
  readonly uniformBuffers: number;
  /** Of a stage. */
  readonly uniformBlocks: number;
  readonly feedbackBuffers: number;
  readonly samples: number;
  readonly uniformAlignment: number;
  readonly vertexUniformVectors: number;
  readonly fragmentUniformVectors: number;
  readonly varyingVectors: number;
  readonly stageUnits: number;
}

/** Points that buffers of blocks are bound to. The host knows nothing of them; browsers have as many. */
const UNIFORM_BUFFER_BINDINGS = 72;

/** What a host cannot do that every context needs, a place to draw to among it; '' when it can do everything. */
export function missingForDrawing(caps: HostCaps): string {
  for (const [id, name] of [
    [GL.RGBA8, 'RGBA8'],
    [GL.DEPTH24_STENCIL8, 'DEPTH24_STENCIL8'],
  ] as const) {
    if (caps.stored(id)?.renderable !== true) return `${name}, drawn to and read from`;
  }
  return '';
}

/** What a host cannot do that WebGL 2 needs; '' when it can do everything. */
export function missingForWebgl2(caps: HostCaps): string {
  if (caps.glslLevel < 130) return `GLSL 1.30 (it has ${caps.glslLevel / 100})`;
  if (caps.maxStreamoutBuffers < 4 || readCapsV2StreamoutPauseResume(caps.view) === 0) return 'transform feedback';
  if (caps.stored(GL.RGBA32UI) === null) return 'integer textures';
  if (caps.maxDrawBuffers < 4) return 'four draw buffers';
  return '';
}

/** Limits of a WebGL context on a host. */
export function webglLimits(caps: HostCaps, version: 1 | 2): Limits {
  const stageUnits = Math.min(caps.maxSamplers, 32);
  const vertexAttribs = Math.min(caps.maxVertexAttribs, 16);
  const constantVectors = Math.min(1024, Math.floor(caps.maxConstantBytes / 16));
  const varyingVectors = Math.min(31, Math.max(8, caps.maxVaryings - 1));
  const samples = caps.maxSamples > 1 ? caps.maxSamples : 0;
  const uniformBlocks = Math.min(14, Math.max(12, caps.maxUniformBlocks - 1));
  const size = caps.maxTextureSize;
  const parameters = new Map<number, number | string | Float32Array | Int32Array>([
    [GL.MAX_VERTEX_ATTRIBS, vertexAttribs],
    [GL.MAX_VERTEX_UNIFORM_VECTORS, constantVectors],
    [GL.MAX_FRAGMENT_UNIFORM_VECTORS, constantVectors],
    [GL.MAX_VARYING_VECTORS, varyingVectors],
    [GL.MAX_VERTEX_TEXTURE_IMAGE_UNITS, stageUnits],
    [GL.MAX_TEXTURE_IMAGE_UNITS, stageUnits],
    [GL.MAX_COMBINED_TEXTURE_IMAGE_UNITS, stageUnits * 2],
    [GL.MAX_TEXTURE_SIZE, size],
    [GL.MAX_CUBE_MAP_TEXTURE_SIZE, caps.maxCubeSize],
    [GL.MAX_RENDERBUFFER_SIZE, size],
    [GL.MAX_VIEWPORT_DIMS, Int32Array.of(size, size)],
    [GL.ALIASED_LINE_WIDTH_RANGE, Float32Array.of(1, Math.max(1, caps.maxLineWidth))],
    [GL.ALIASED_POINT_SIZE_RANGE, Float32Array.of(1, Math.max(1, caps.maxPointSize))],
    [GL.SUBPIXEL_BITS, 8],
  ]);
  if (version === 2) {
    const more: readonly (readonly [number, number])[] = [
      [GL.MAX_3D_TEXTURE_SIZE, caps.max3dSize],
      [GL.MAX_ARRAY_TEXTURE_LAYERS, caps.maxArrayLayers],
      [GL.MAX_ELEMENTS_VERTICES, 1048576],
      [GL.MAX_ELEMENTS_INDICES, 1048576],
      [GL.MAX_ELEMENT_INDEX, 0xfffffffe],
      [GL.MAX_TEXTURE_LOD_BIAS, caps.maxLodBias],
      [GL.MAX_DRAW_BUFFERS, caps.maxDrawBuffers],
      [GL.MAX_COLOR_ATTACHMENTS, caps.maxDrawBuffers],
      [GL.MAX_SAMPLES, samples],
      [GL.MAX_VERTEX_UNIFORM_COMPONENTS, constantVectors * 4],
      [GL.MAX_FRAGMENT_UNIFORM_COMPONENTS, constantVectors * 4],
      [GL.MAX_VERTEX_UNIFORM_BLOCKS, uniformBlocks],
      [GL.MAX_FRAGMENT_UNIFORM_BLOCKS, uniformBlocks],
      [GL.MAX_COMBINED_UNIFORM_BLOCKS, uniformBlocks * 2],
      [GL.MAX_UNIFORM_BUFFER_BINDINGS, UNIFORM_BUFFER_BINDINGS],
      [GL.MAX_UNIFORM_BLOCK_SIZE, caps.maxUniformBlockSize],
      [GL.MAX_COMBINED_VERTEX_UNIFORM_COMPONENTS, constantVectors * 4 + uniformBlocks * (caps.maxUniformBlockSize / 4)],
      [GL.MAX_COMBINED_FRAGMENT_UNIFORM_COMPONENTS, constantVectors * 4 + uniformBlocks * (caps.maxUniformBlockSize / 4)],
      [GL.UNIFORM_BUFFER_OFFSET_ALIGNMENT, caps.uniformBufferAlignment],
      [GL.MAX_VARYING_COMPONENTS, varyingVectors * 4],
      [GL.MAX_VERTEX_OUTPUT_COMPONENTS, varyingVectors * 4 + 4],
      [GL.MAX_FRAGMENT_INPUT_COMPONENTS, varyingVectors * 4],
      [GL.MIN_PROGRAM_TEXEL_OFFSET, caps.minTexelOffset],
      [GL.MAX_PROGRAM_TEXEL_OFFSET, caps.maxTexelOffset],
      [GL.MAX_TRANSFORM_FEEDBACK_INTERLEAVED_COMPONENTS, 64],
      [GL.MAX_TRANSFORM_FEEDBACK_SEPARATE_ATTRIBS, 4],
      [GL.MAX_TRANSFORM_FEEDBACK_SEPARATE_COMPONENTS, 4],
      [GL.MAX_SERVER_WAIT_TIMEOUT, 0],
      [GL.MAX_CLIENT_WAIT_TIMEOUT_WEBGL, 0],
    ];
    for (const [name, value] of more) parameters.set(name, value);
  }
  return {
    parameters,
    vertexAttribs,
    drawBuffers: caps.maxDrawBuffers,
    colorAttachments: caps.maxDrawBuffers,
    combinedUnits: stageUnits * 2,
    textureSize: size,
    cubeSize: caps.maxCubeSize,
    size3d: caps.max3dSize,
    arrayLayers: caps.maxArrayLayers,
    renderbufferSize: size,
    uniformBuffers: UNIFORM_BUFFER_BINDINGS,
    feedbackBuffers: 4,
    uniformBlocks,
    samples,
    uniformAlignment: caps.uniformBufferAlignment,
    vertexUniformVectors: constantVectors,
    fragmentUniformVectors: constantVectors,
    varyingVectors,
    stageUnits,
  };
}
