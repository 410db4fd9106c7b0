import { GL } from './constants.ts';
import type { Features } from './features.ts';
import { NullFunctions } from './generated/null-functions.ts';
import type { Gl } from './gl.ts';
import type { Memory } from './memory.ts';
import { probeFeatures, readIdentity } from './probe.ts';

/** Limits of the OpenGL 4.5 host that a null GL stands for, by enum; what is not here is `PLAIN_LIMIT`. */
const limits = new Map<number, number>([
  [GL.MAX_TEXTURE_SIZE, 16384],
  [GL.MAX_3D_TEXTURE_SIZE, 2048],
  [GL.MAX_CUBE_MAP_TEXTURE_SIZE, 16384],
  [GL.MAX_ARRAY_TEXTURE_LAYERS, 2048],
  [GL.MAX_RENDERBUFFER_SIZE, 16384],
  [GL.MAX_VIEWPORT_DIMS, 16384],
  [GL.MAX_FRAMEBUFFER_WIDTH, 16384],
  [GL.MAX_FRAMEBUFFER_HEIGHT, 16384],
  [GL.MAX_COMBINED_TEXTURE_IMAGE_UNITS, 192],
  [GL.MAX_TEXTURE_BUFFER_SIZE, 1 << 27],
  [GL.MIN_PROGRAM_TEXEL_OFFSET, -8],
  [GL.MAX_PROGRAM_TEXEL_OFFSET, 7],
  [GL.MIN_PROGRAM_TEXTURE_GATHER_OFFSET, -8],
  [GL.MAX_PROGRAM_TEXTURE_GATHER_OFFSET, 7],
  [GL.MAX_PROGRAM_TEXTURE_GATHER_COMPONENTS_ARB, 4],
  [GL.MAX_UNIFORM_BUFFER_BINDINGS, 84],
  [GL.MAX_COMBINED_UNIFORM_BLOCKS, 84],
  [GL.MAX_UNIFORM_BLOCK_SIZE, 65536],
  [GL.UNIFORM_BUFFER_OFFSET_ALIGNMENT, 256],
  [GL.MAX_SHADER_STORAGE_BUFFER_BINDINGS, 80],
  [GL.MAX_COMBINED_SHADER_STORAGE_BLOCKS, 80],
  [GL.MAX_SHADER_STORAGE_BLOCK_SIZE, 1 << 27],
  [GL.SHADER_STORAGE_BUFFER_OFFSET_ALIGNMENT, 256],
  [GL.MAX_IMAGE_UNITS, 80],
  [GL.MAX_COMBINED_IMAGE_UNIFORMS, 80],
  [GL.MAX_ATOMIC_COUNTER_BUFFER_SIZE, 16384],
  [GL.MAX_COMBINED_ATOMIC_COUNTERS, 4096],
  [GL.MAX_COLOR_ATTACHMENTS, 8],
  [GL.MAX_DRAW_BUFFERS, 8],
  [GL.MAX_DUAL_SOURCE_DRAW_BUFFERS, 1],
  [GL.MAX_SAMPLES, 8],
  [GL.MAX_COLOR_TEXTURE_SAMPLES, 8],
  [GL.MAX_DEPTH_TEXTURE_SAMPLES, 8],
  [GL.MAX_INTEGER_SAMPLES, 8],
  [GL.MAX_SAMPLE_MASK_WORDS, 1],
  [GL.MAX_VERTEX_ATTRIB_RELATIVE_OFFSET, 2047],
  [GL.MAX_VERTEX_ATTRIB_STRIDE, 2048],
  [GL.MAX_VERTEX_OUTPUT_COMPONENTS, 128],
  [GL.MAX_FRAGMENT_INPUT_COMPONENTS, 128],
  [GL.MAX_GEOMETRY_OUTPUT_VERTICES, 1024],
  [GL.MAX_GEOMETRY_TOTAL_OUTPUT_COMPONENTS, 1024],
  [GL.MAX_PATCH_VERTICES, 32],
  [GL.MAX_TESS_PATCH_COMPONENTS, 120],
  [GL.MAX_VERTEX_STREAMS, 4],
  [GL.MAX_TRANSFORM_FEEDBACK_BUFFERS, 4],
  [GL.MAX_TRANSFORM_FEEDBACK_SEPARATE_ATTRIBS, 4],
  [GL.MAX_TRANSFORM_FEEDBACK_INTERLEAVED_COMPONENTS, 128],
  [GL.MAX_CLIP_DISTANCES, 8],
  [GL.MAX_CULL_DISTANCES, 8],
  [GL.MAX_COMBINED_CLIP_AND_CULL_DISTANCES, 8],
  [GL.MAX_COMPUTE_WORK_GROUP_INVOCATIONS, 1024],
  [GL.MAX_COMPUTE_SHARED_MEMORY_SIZE, 32768],
  [GL.MAX_COMPUTE_WORK_GROUP_COUNT, 65535],
  [GL.MAX_COMPUTE_WORK_GROUP_SIZE, 1024],
  [GL.MAX_VERTEX_UNIFORM_COMPONENTS, 4096],
  [GL.MAX_FRAGMENT_UNIFORM_COMPONENTS, 4096],
  [GL.MAX_GEOMETRY_UNIFORM_COMPONENTS, 4096],
  [GL.MAX_TESS_CONTROL_UNIFORM_COMPONENTS, 4096],
  [GL.MAX_TESS_EVALUATION_UNIFORM_COMPONENTS, 4096],
  [GL.MAX_COMPUTE_UNIFORM_COMPONENTS, 4096],
  [GL.NUM_EXTENSIONS, 0],
  [GL.CONTEXT_FLAGS, GL.CONTEXT_FLAG_ROBUST_ACCESS_BIT],
]);

/** Attributes, viewports, units and blocks of a stage. */
const PLAIN_LIMIT = 16;

/** Extensions besides the version that guests are the better for. */
const extensions: readonly string[] = [
  'GL_ARB_shader_draw_parameters',
  'GL_ARB_shader_group_vote',
  'GL_ARB_pipeline_statistics_query',
  'GL_ARB_indirect_parameters',
  'GL_ARB_polygon_offset_clamp',
  'GL_ARB_transform_feedback_overflow_query',
  'GL_ARB_robust_buffer_access_behavior',
  'GL_EXT_texture_compression_s3tc',
  'GL_EXT_texture_sRGB',
  'GL_EXT_texture_sRGB_decode',
  'GL_EXT_texture_filter_anisotropic',
  'GL_EXT_texture_mirror_clamp',
];

/** Memory that only JavaScript can reach. */
export class ArrayMemory implements Memory {
  readonly address = 0;
  readonly byteLength: number;
  bytes: Uint8Array;

  /** @param byteLength - size in bytes */
  constructor(byteLength: number) {
    this.byteLength = byteLength;
    this.bytes = new Uint8Array(byteLength);
  }
}

/**
 * A GL that draws nothing and believes everything: objects get unique names, shaders compile, framebuffers are complete,
 * fences are signalled. No call allocates, but for mapBufferRange and memory. For benchmarks of everything but GL and for
 * tests on machines without GL.
 */
export class NullGl extends NullFunctions implements Gl {
  readonly features: Features;
  private locations = 0;

  /** @param features - what to answer otherwise than an OpenGL 4.5 host would */
  constructor(features: Partial<Features> = {}) {
    super();
    this.features = { ...probeFeatures(this, readIdentity(this), extensions), ...features };
  }

  memory(byteLength: number): Memory {
    return new ArrayMemory(byteLength);
  }

  freeMemory(memory: Memory): void {
    if (memory instanceof ArrayMemory) memory.bytes = new Uint8Array(0);
  }

  override getString(name: number = 0): string {
    if (name === GL.VERSION) return '4.5 (Core Profile) virglass';
    if (name === GL.SHADING_LANGUAGE_VERSION) return '4.50';
    return name === GL.VENDOR ? 'virglass' : 'null';
  }

  override getInteger(pname: number = 0): number {
    return limits.get(pname) ?? PLAIN_LIMIT;
  }

  override getIntegerComponent(pname: number = 0): number {
    return this.getInteger(pname);
  }

  override getIntegerIndexed(pname: number = 0): number {
    return this.getInteger(pname);
  }

  override getInteger64(pname: number = 0): number {
    return pname === GL.TIMESTAMP ? 0 : this.getInteger(pname);
  }

  override getFloat(): number {
    return PLAIN_LIMIT;
  }

  override getFloatComponent(): number {
    return 255;
  }

  override getQueryParameter(_target: number = 0, pname: number = 0): number {
    return pname === GL.QUERY_COUNTER_BITS ? 64 : 0;
  }

  override getQueryObject(_query: number = 0, pname: number = 0): number {
    return pname === GL.QUERY_RESULT_AVAILABLE ? 1 : 0;
  }

  override getShaderParameter(_shader: number = 0, pname: number = 0): number {
    return pname === GL.COMPILE_STATUS || pname === GL.COMPLETION_STATUS_KHR ? 1 : 0;
  }

  override getProgramParameter(_program: number = 0, pname: number = 0): number {
    return pname === GL.LINK_STATUS || pname === GL.VALIDATE_STATUS || pname === GL.COMPLETION_STATUS_KHR ? 1 : 0;
  }

  override getProgramPipelineParameter(_pipeline: number = 0, pname: number = 0): number {
    return pname === GL.VALIDATE_STATUS ? 1 : 0;
  }

  override getUniformLocation(): number {
    this.locations = (this.locations + 1) & 0x3ff;
    return this.locations;
  }

  override getUniformBlockIndex(): number {
    this.locations = (this.locations + 1) & 0x3ff;
    return this.locations;
  }

  override getProgramResourceIndex(): number {
    this.locations = (this.locations + 1) & 0x3ff;
    return this.locations;
  }

  override checkFramebufferStatus(): number {
    return GL.FRAMEBUFFER_COMPLETE;
  }

  override clientWaitSync(): number {
    return GL.ALREADY_SIGNALED;
  }

  override getSyncSignaled(): boolean {
    return true;
  }

  override unmapBuffer(): boolean {
    return true;
  }

  override mapBufferRange(_target: number = 0, _offset: number = 0, size: number = 0): Memory | null {
    return new ArrayMemory(size);
  }

  override getInternalformat(_target: number = 0, _format: number = 0, pname: number = 0): number {
    if (pname === GL.SAMPLES) return 8;
    return pname === GL.NUM_SAMPLE_COUNTS || pname === GL.INTERNALFORMAT_SUPPORTED ? 1 : GL.FULL_SUPPORT;
  }
}

/**
 * Makes a GL that does nothing.
 *
 * @param features - what to answer otherwise than an OpenGL 4.5 host would
 */
export function createNullGl(features: Partial<Features> = {}): NullGl {
  return new NullGl(features);
}
