import * as p from '@virglass/protocol';
import type { HostCaps } from '../formats/host-caps.ts';
import { GL4 } from '../gl4-constants.ts';
import { webglLimits, type Limits } from '../webgl/limits.ts';

/** Limits of an OpenGL context: those that WebGL has too, and OpenGL's own. */
export interface OpenGLLimits extends Limits {
  readonly viewports: number;
  readonly patchVertices: number;
  readonly bufferTextureTexels: number;
  readonly bufferTextureAlignment: number;
  readonly rectangleSize: number;
  /** Vertex streams of geometry shaders. */
  readonly streams: number;
  readonly dualSourceBuffers: number;
  readonly clipDistances: number;
  /** Image uniforms of a stage; 0: there are none. */
  readonly images: number;
  /** The same of vertex, tessellation and geometry shaders. */
  readonly imagesElsewhere: number;
  readonly imageUnits: number;
  readonly imageSamples: number;
  /** Shader storage blocks of a stage, and bindings; 0: there are none. */
  readonly storageBlocks: number;
  readonly storageBlocksElsewhere: number;
  readonly storageBindings: number;
  readonly storageAlignment: number;
  /** Atomic counter buffers of a stage, counters in all, and bindings. */
  readonly atomicBuffers: number;
  readonly atomicCounters: number;
  readonly atomicBindings: number;
  /** Bytes between elements of a vertex buffer, and the largest offset in one. */
  readonly vertexStride: number;
  readonly relativeOffset: number;
  /** Vertices and components that a geometry shader can put out. */
  readonly geometryVertices: number;
  readonly geometryComponents: number;
  readonly patchComponents: number;
  readonly workGroupCount: readonly [number, number, number];
  readonly workGroupSize: readonly [number, number, number];
  readonly workGroupInvocations: number;
  readonly sharedBytes: number;
}

const STAGES = 6;

/** Limits of an OpenGL context on a host. */
export function openglLimits(caps: HostCaps): OpenGLLimits {
  const { view } = caps;
  const base = webglLimits(caps, 2);
  const stageUnits = Math.min(32, caps.maxSamplers);
  const combinedUnits = Math.min(192, stageUnits * STAGES);
  const uniformBlocks = Math.min(15, Math.max(12, caps.maxUniformBlocks - 1));
  const uniformBuffers = uniformBlocks * STAGES;
  const images = p.readCapsV2MaxShaderImageFragCompute(view);
  const imagesElsewhere = p.readCapsV2MaxShaderImageOtherStages(view);
  const storageBlocks = p.readCapsV2MaxShaderBufferFragCompute(view);
  const storageBlocksElsewhere = p.readCapsV2MaxShaderBufferOtherStages(view);
  const feedback3 = caps.has(p.CapBit.TRANSFORM_FEEDBACK3) || p.readCapsV2HostFeatureCheckVersion(view) < 2;
  const three = (read: (at: DataView, i: number) => number): readonly [number, number, number] => [
    read(view, 0),
    read(view, 1),
    read(view, 2),
  ];
  const varyingVectors = Math.min(32, Math.max(15, caps.maxVaryings));
  const own = {
    varyingVectors,
    stageUnits,
    combinedUnits,
    uniformBlocks,
    uniformBuffers,
    vertexAttribs: Math.min(16, caps.maxVertexAttribs),
    viewports: Math.min(16, Math.max(1, p.readCapsV2MaxViewports(view))),
    patchVertices: 32,
    bufferTextureTexels: p.readCapsV2MaxTboSize(view),
    bufferTextureAlignment: p.readCapsV2TextureBufferOffsetAlignment(view) || 256,
    rectangleSize: caps.maxTextureSize,
    streams: feedback3 ? 4 : 1,
    dualSourceBuffers: p.readCapsV2MaxDualSourceRenderTargets(view),
    clipDistances: 8,
    images,
    imagesElsewhere,
    imageUnits: images === 0 ? 0 : Math.max(8, Math.min(32, images + imagesElsewhere * 4)),
    imageSamples: p.readCapsV2MaxImageSamples(view),
    storageBlocks,
    storageBlocksElsewhere,
    storageBindings: Math.min(storageBlocks * STAGES, Math.max(storageBlocks, p.readCapsV2MaxCombinedShaderBuffers(view))),
    storageAlignment: p.readCapsV2ShaderBufferOffsetAlignment(view) || 256,
    atomicBuffers: p.readCapsV2MaxAtomicCounterBuffers(view, 4) || Math.min(1, storageBlocks),
    atomicCounters: p.readCapsV2MaxCombinedAtomicCounters(view) || 4096,
    atomicBindings: Math.max(1, Math.min(8, p.readCapsV2MaxCombinedAtomicCounterBuffers(view) || 1)),
    vertexStride: p.readCapsV2MaxVertexAttribStride(view) || 2048,
    relativeOffset: 2047,
    geometryVertices: p.readCapsV2MaxGeomOutputVertices(view) || 256,
    geometryComponents: p.readCapsV2MaxGeomTotalOutputComponents(view) || 1024,
    patchComponents: (p.readCapsV2MaxShaderPatchVaryings(view) || 30) * 4,
    workGroupCount: three(p.readCapsV2MaxComputeGridSize),
    workGroupSize: three(p.readCapsV2MaxComputeBlockSize),
    workGroupInvocations: p.readCapsV2MaxComputeWorkGroupInvocations(view),
    sharedBytes: p.readCapsV2MaxComputeSharedMemorySize(view),
  } as const;
  return { ...base, ...own, parameters: parameters(caps, base, own) };
}

type Own = Omit<OpenGLLimits, keyof Limits> &
  Pick<Limits, 'varyingVectors' | 'stageUnits' | 'combinedUnits' | 'uniformBlocks' | 'uniformBuffers' | 'vertexAttribs'>;

function parameters(caps: HostCaps, base: Limits, own: Own): Limits['parameters'] {
  const map = new Map(base.parameters);
  const { view } = caps;
  const { stageUnits, uniformBlocks, images, imagesElsewhere, storageBlocks, storageBlocksElsewhere, atomicBuffers, atomicCounters } = own;
  const components = base.fragmentUniformVectors * 4;
  const varying = own.varyingVectors * 4;
  const blocks = components + uniformBlocks * (caps.maxUniformBlockSize / 4);
  const set = (rows: readonly (readonly [number, number | Float32Array | Int32Array])[]): void => {
    for (const [name, value] of rows) map.set(name, value);
  };
  set([
    [GL4.MAX_VERTEX_ATTRIBS, own.vertexAttribs],
    [GL4.MAX_TEXTURE_IMAGE_UNITS, stageUnits],
    [GL4.MAX_VERTEX_TEXTURE_IMAGE_UNITS, stageUnits],
    [GL4.MAX_GEOMETRY_TEXTURE_IMAGE_UNITS, stageUnits],
    [GL4.MAX_TESS_CONTROL_TEXTURE_IMAGE_UNITS, stageUnits],
    [GL4.MAX_TESS_EVALUATION_TEXTURE_IMAGE_UNITS, stageUnits],
    [GL4.MAX_COMPUTE_TEXTURE_IMAGE_UNITS, stageUnits],
    [GL4.MAX_COMBINED_TEXTURE_IMAGE_UNITS, own.combinedUnits],
    [GL4.MAX_VERTEX_UNIFORM_COMPONENTS, components],
    [GL4.MAX_FRAGMENT_UNIFORM_COMPONENTS, components],
    [GL4.MAX_GEOMETRY_UNIFORM_COMPONENTS, components],
    [GL4.MAX_TESS_CONTROL_UNIFORM_COMPONENTS, components],
    [GL4.MAX_TESS_EVALUATION_UNIFORM_COMPONENTS, components],
    [GL4.MAX_COMPUTE_UNIFORM_COMPONENTS, components],
    [GL4.MAX_VERTEX_UNIFORM_BLOCKS, uniformBlocks],
    [GL4.MAX_FRAGMENT_UNIFORM_BLOCKS, uniformBlocks],
    [GL4.MAX_GEOMETRY_UNIFORM_BLOCKS, uniformBlocks],
    [GL4.MAX_TESS_CONTROL_UNIFORM_BLOCKS, uniformBlocks],
    [GL4.MAX_TESS_EVALUATION_UNIFORM_BLOCKS, uniformBlocks],
    [GL4.MAX_COMPUTE_UNIFORM_BLOCKS, uniformBlocks],
    [GL4.MAX_COMBINED_UNIFORM_BLOCKS, uniformBlocks * STAGES],
    [GL4.MAX_UNIFORM_BUFFER_BINDINGS, own.uniformBuffers],
    [GL4.MAX_COMBINED_VERTEX_UNIFORM_COMPONENTS, blocks],
    [GL4.MAX_COMBINED_FRAGMENT_UNIFORM_COMPONENTS, blocks],
    [GL4.MAX_COMBINED_GEOMETRY_UNIFORM_COMPONENTS, blocks],
    [GL4.MAX_COMBINED_TESS_CONTROL_UNIFORM_COMPONENTS, blocks],
    [GL4.MAX_COMBINED_TESS_EVALUATION_UNIFORM_COMPONENTS, blocks],
    [GL4.MAX_COMBINED_COMPUTE_UNIFORM_COMPONENTS, blocks],
    [GL4.MAX_UNIFORM_LOCATIONS, 1024],
    [GL4.MAX_VARYING_VECTORS, own.varyingVectors],
    [GL4.MAX_VARYING_COMPONENTS, varying],
    [GL4.MAX_VERTEX_OUTPUT_COMPONENTS, varying],
    [GL4.MAX_FRAGMENT_INPUT_COMPONENTS, varying],
    [GL4.MAX_GEOMETRY_INPUT_COMPONENTS, varying],
    [GL4.MAX_GEOMETRY_OUTPUT_COMPONENTS, varying],
    [GL4.MAX_GEOMETRY_OUTPUT_VERTICES, own.geometryVertices],
    [GL4.MAX_GEOMETRY_TOTAL_OUTPUT_COMPONENTS, own.geometryComponents],
    [GL4.MAX_GEOMETRY_SHADER_INVOCATIONS, 32],
    [GL4.MAX_VERTEX_STREAMS, own.streams],
    [GL4.MAX_TESS_GEN_LEVEL, 64],
    [GL4.MAX_PATCH_VERTICES, own.patchVertices],
    [GL4.MAX_TESS_CONTROL_INPUT_COMPONENTS, varying],
    [GL4.MAX_TESS_CONTROL_OUTPUT_COMPONENTS, varying],
    [GL4.MAX_TESS_CONTROL_TOTAL_OUTPUT_COMPONENTS, 4096],
    [GL4.MAX_TESS_PATCH_COMPONENTS, own.patchComponents],
    [GL4.MAX_TESS_EVALUATION_INPUT_COMPONENTS, varying],
    [GL4.MAX_TESS_EVALUATION_OUTPUT_COMPONENTS, varying],
    [GL4.MAX_CLIP_DISTANCES, own.clipDistances],
    [GL4.MAX_DUAL_SOURCE_DRAW_BUFFERS, own.dualSourceBuffers],
    [GL4.MAX_RECTANGLE_TEXTURE_SIZE, own.rectangleSize],
    [GL4.MAX_TEXTURE_BUFFER_SIZE, own.bufferTextureTexels],
    [GL4.TEXTURE_BUFFER_OFFSET_ALIGNMENT, own.bufferTextureAlignment],
    [GL4.MAX_SAMPLE_MASK_WORDS, 1],
    [GL4.MAX_COLOR_TEXTURE_SAMPLES, base.samples],
    [GL4.MAX_DEPTH_TEXTURE_SAMPLES, base.samples],
    [GL4.MAX_INTEGER_SAMPLES, base.samples],
    [GL4.MAX_FRAMEBUFFER_SAMPLES, base.samples],
    [GL4.MAX_FRAMEBUFFER_WIDTH, base.textureSize],
    [GL4.MAX_FRAMEBUFFER_HEIGHT, base.textureSize],
    [GL4.MAX_FRAMEBUFFER_LAYERS, base.arrayLayers],
    [GL4.MAX_VIEWPORTS, own.viewports],
    [GL4.VIEWPORT_SUBPIXEL_BITS, 8],
    [GL4.VIEWPORT_BOUNDS_RANGE, Float32Array.of(-32768, 32767)],
    [GL4.MAX_TRANSFORM_FEEDBACK_INTERLEAVED_COMPONENTS, 64],
    [GL4.MAX_TRANSFORM_FEEDBACK_SEPARATE_ATTRIBS, 4],
    [GL4.MAX_TRANSFORM_FEEDBACK_SEPARATE_COMPONENTS, 4],
    [GL4.MAX_TRANSFORM_FEEDBACK_BUFFERS, 4],
    [GL4.MIN_PROGRAM_TEXTURE_GATHER_OFFSET, p.readCapsV2MinTextureGatherOffset(view)],
    [GL4.MAX_PROGRAM_TEXTURE_GATHER_OFFSET, p.readCapsV2MaxTextureGatherOffset(view)],
    [GL4.MIN_FRAGMENT_INTERPOLATION_OFFSET, Float32Array.of(-0.5)],
    [GL4.MAX_FRAGMENT_INTERPOLATION_OFFSET, Float32Array.of(0.5)],
    [GL4.FRAGMENT_INTERPOLATION_OFFSET_BITS, 4],
    [GL4.MIN_SAMPLE_SHADING_VALUE, 0],
    [GL4.MAX_SUBROUTINES, 256],
    [GL4.MAX_SUBROUTINE_UNIFORM_LOCATIONS, 1024],
    [GL4.MIN_MAP_BUFFER_ALIGNMENT, 64],
    [GL4.MAX_VERTEX_ATTRIB_RELATIVE_OFFSET, own.relativeOffset],
    [GL4.MAX_VERTEX_ATTRIB_BINDINGS, 16],
    [GL4.MAX_VERTEX_ATTRIB_STRIDE, own.vertexStride],
    [GL4.MAX_IMAGE_UNITS, own.imageUnits],
    [GL4.MAX_IMAGE_SAMPLES, own.imageSamples],
    [GL4.MAX_COMBINED_IMAGE_UNITS_AND_FRAGMENT_OUTPUTS, own.imageUnits + base.drawBuffers],
    [GL4.MAX_COMBINED_SHADER_OUTPUT_RESOURCES, own.imageUnits + base.drawBuffers + own.storageBindings],
    [GL4.MAX_VERTEX_IMAGE_UNIFORMS, imagesElsewhere],
    [GL4.MAX_TESS_CONTROL_IMAGE_UNIFORMS, imagesElsewhere],
    [GL4.MAX_TESS_EVALUATION_IMAGE_UNIFORMS, imagesElsewhere],
    [GL4.MAX_GEOMETRY_IMAGE_UNIFORMS, imagesElsewhere],
    [GL4.MAX_FRAGMENT_IMAGE_UNIFORMS, images],
    [GL4.MAX_COMPUTE_IMAGE_UNIFORMS, images],
    [GL4.MAX_COMBINED_IMAGE_UNIFORMS, images + imagesElsewhere * 4],
    [GL4.MAX_VERTEX_SHADER_STORAGE_BLOCKS, storageBlocksElsewhere],
    [GL4.MAX_TESS_CONTROL_SHADER_STORAGE_BLOCKS, storageBlocksElsewhere],
    [GL4.MAX_TESS_EVALUATION_SHADER_STORAGE_BLOCKS, storageBlocksElsewhere],
    [GL4.MAX_GEOMETRY_SHADER_STORAGE_BLOCKS, storageBlocksElsewhere],
    [GL4.MAX_FRAGMENT_SHADER_STORAGE_BLOCKS, storageBlocks],
    [GL4.MAX_COMPUTE_SHADER_STORAGE_BLOCKS, storageBlocks],
    [GL4.MAX_COMBINED_SHADER_STORAGE_BLOCKS, own.storageBindings],
    [GL4.MAX_SHADER_STORAGE_BUFFER_BINDINGS, own.storageBindings],
    [GL4.MAX_SHADER_STORAGE_BLOCK_SIZE, 2 ** 27],
    [GL4.SHADER_STORAGE_BUFFER_OFFSET_ALIGNMENT, own.storageAlignment],
    [GL4.MAX_ATOMIC_COUNTER_BUFFER_BINDINGS, own.atomicBindings],
    [GL4.MAX_ATOMIC_COUNTER_BUFFER_SIZE, 16384],
    [GL4.MAX_COMBINED_ATOMIC_COUNTER_BUFFERS, own.atomicBindings],
    [GL4.MAX_COMBINED_ATOMIC_COUNTERS, atomicCounters],
    [GL4.MAX_VERTEX_ATOMIC_COUNTER_BUFFERS, atomicBuffers],
    [GL4.MAX_TESS_CONTROL_ATOMIC_COUNTER_BUFFERS, atomicBuffers],
    [GL4.MAX_TESS_EVALUATION_ATOMIC_COUNTER_BUFFERS, atomicBuffers],
    [GL4.MAX_GEOMETRY_ATOMIC_COUNTER_BUFFERS, atomicBuffers],
    [GL4.MAX_FRAGMENT_ATOMIC_COUNTER_BUFFERS, atomicBuffers],
    [GL4.MAX_COMPUTE_ATOMIC_COUNTER_BUFFERS, atomicBuffers],
    [GL4.MAX_VERTEX_ATOMIC_COUNTERS, atomicCounters],
    [GL4.MAX_TESS_CONTROL_ATOMIC_COUNTERS, atomicCounters],
    [GL4.MAX_TESS_EVALUATION_ATOMIC_COUNTERS, atomicCounters],
    [GL4.MAX_GEOMETRY_ATOMIC_COUNTERS, atomicCounters],
    [GL4.MAX_FRAGMENT_ATOMIC_COUNTERS, atomicCounters],
    [GL4.MAX_COMPUTE_ATOMIC_COUNTERS, atomicCounters],
    [GL4.MAX_COMPUTE_WORK_GROUP_INVOCATIONS, own.workGroupInvocations],
    [GL4.MAX_COMPUTE_SHARED_MEMORY_SIZE, own.sharedBytes],
    [GL4.MAX_DEBUG_MESSAGE_LENGTH, 4096],
    [GL4.MAX_DEBUG_LOGGED_MESSAGES, 64],
    [GL4.MAX_DEBUG_GROUP_STACK_DEPTH, 64],
    [GL4.MAX_LABEL_LENGTH, 256],
    [GL4.MAX_SERVER_WAIT_TIMEOUT, Number.MAX_SAFE_INTEGER],
    [GL4.MAX_TEXTURE_LOD_BIAS, caps.maxLodBias],
    [GL4.MAX_TEXTURE_MAX_ANISOTROPY, caps.maxAnisotropy],
    [GL4.NUM_PROGRAM_BINARY_FORMATS, 0],
    [GL4.NUM_SHADER_BINARY_FORMATS, 0],
    [GL4.SMOOTH_LINE_WIDTH_RANGE, Float32Array.of(1, Math.max(1, p.readCapsV2MaxSmoothLineWidth(view) || caps.maxLineWidth))],
    [GL4.SMOOTH_LINE_WIDTH_GRANULARITY, Float32Array.of(0.125)],
    [GL4.POINT_SIZE_RANGE, Float32Array.of(1, Math.max(1, caps.maxPointSize))],
    [GL4.POINT_SIZE_GRANULARITY, Float32Array.of(0.125)],
  ]);
  return map;
}
