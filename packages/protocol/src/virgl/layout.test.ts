/*
 * The independent witness: sizes, positions and numbers written by hand from virgl_protocol.h and virgl_hw.h. The tables
 * never state an offset, so a field that is missing, doubled or misplaced shows here.
 */
import { expect, test } from 'vitest';
import { minimumWords, isFixed, strideWords, usedBits } from '../layout.ts';
import { enumSpecOf } from '../enums.ts';
import * as protocol from '../index.ts';
import type { Field } from '../schema.ts';
import { virglCommandNames, virglSpecOf, virglSpecs } from './commands.ts';

/** Payload words of commands of fixed size: the *_SIZE macros. */
const fixedSizes: Readonly<Record<string, number>> = {
  CREATE_BLEND: 11,
  CREATE_RASTERIZER: 9,
  CREATE_DSA: 5,
  CREATE_SAMPLER_STATE: 9,
  CREATE_SAMPLER_VIEW: 6,
  CREATE_SURFACE: 5,
  CREATE_MSAA_SURFACE: 6,
  CREATE_QUERY: 4,
  CREATE_STREAMOUT_TARGET: 4,
  BIND_OBJECT: 1,
  DESTROY_OBJECT: 1,
  CLEAR: 8,
  SET_STENCIL_REF: 1,
  SET_BLEND_COLOR: 4,
  BLIT: 21,
  RESOURCE_COPY_REGION: 13,
  BEGIN_QUERY: 1,
  END_QUERY: 1,
  GET_QUERY_RESULT: 2,
  SET_POLYGON_STIPPLE: 32,
  SET_CLIP_STATE: 32,
  SET_SAMPLE_MASK: 1,
  SET_RENDER_CONDITION: 3,
  SET_UNIFORM_BUFFER: 5,
  SET_SUB_CTX: 1,
  CREATE_SUB_CTX: 1,
  DESTROY_SUB_CTX: 1,
  BIND_SHADER: 2,
  SET_TESS_STATE: 6,
  SET_MIN_SAMPLES: 1,
  MEMORY_BARRIER: 1,
  LAUNCH_GRID: 8,
  SET_FRAMEBUFFER_STATE_NO_ATTACH: 2,
  TEXTURE_BARRIER: 1,
  GET_QUERY_RESULT_QBO: 6,
  TRANSFER3D: 13,
  COPY_TRANSFER3D: 14,
  SET_TWEAKS: 2,
  CLEAR_TEXTURE: 12,
  PIPE_RESOURCE_CREATE: 11,
  GET_MEMORY_INFO: 1,
  LINK_SHADER: 6,
  DESTROY_VIDEO_CODEC: 1,
  DESTROY_VIDEO_BUFFER: 1,
  BEGIN_FRAME: 2,
  DECODE_BITSTREAM: 5,
  ENCODE_BITSTREAM: 5,
  END_FRAME: 2,
  CLEAR_SURFACE: 10,
  GET_PIPE_RESOURCE_LAYOUT: 2,
};

/** Least payload words and words of a repeated element (0: none) of commands of changing size. */
const openSizes: Readonly<Record<string, readonly [number, number]>> = {
  CREATE_SHADER: [5, 0],
  CREATE_VERTEX_ELEMENTS: [1, 4],
  NOP: [0, 0],
  SET_VIEWPORT_STATE: [1, 6],
  SET_FRAMEBUFFER_STATE: [2, 1],
  SET_VERTEX_BUFFERS: [0, 3],
  DRAW_VBO: [12, 0],
  RESOURCE_INLINE_WRITE: [11, 0],
  SET_SAMPLER_VIEWS: [2, 1],
  SET_INDEX_BUFFER: [1, 0],
  SET_CONSTANT_BUFFER: [2, 1],
  SET_SCISSOR_STATE: [1, 2],
  BIND_SAMPLER_STATES: [2, 1],
  SET_STREAMOUT_TARGETS: [1, 1],
  SET_SHADER_BUFFERS: [2, 3],
  SET_SHADER_IMAGES: [2, 5],
  SET_ATOMIC_BUFFERS: [1, 3],
  SET_DEBUG_FLAGS: [0, 0],
  END_TRANSFERS: [0, 0],
  PIPE_RESOURCE_SET_TYPE: [8, 2],
  SEND_STRING_MARKER: [1, 0],
  CREATE_VIDEO_CODEC: [7, 0],
  CREATE_VIDEO_BUFFER: [4, 1],
  DECODE_MACROBLOCK: [0, 0],
};

test('every opcode 0-63 and object type 1-11 has a table', () => {
  expect(virglCommandNames).toHaveLength(64);
  for (let opcode = 0; opcode < 64; opcode++) {
    expect(virglCommandNames[opcode]).toBeTypeOf('string');
    if (opcode !== 1) expect(virglSpecOf(opcode)?.opcode).toBe(opcode);
  }
  for (let object = 1; object < 12; object++) expect(virglSpecOf(1 | (object << 8))?.object).toBe(object);
  expect(virglSpecOf(1)).toBeUndefined();
  expect(virglSpecOf(64)).toBeUndefined();
  expect(virglSpecOf(1 | (12 << 8))).toBeUndefined();
  expect(Object.keys(fixedSizes).length + Object.keys(openSizes).length).toBe(virglSpecs.length);
  expect(virglSpecs).toHaveLength(63 + 11);
});

test.each(virglSpecs.map((spec) => [spec.name, spec] as const))('size of %s', (name, spec) => {
  const fixed = fixedSizes[name];
  if (fixed !== undefined) {
    expect(isFixed(spec.fields)).toBe(true);
    expect(minimumWords(spec.fields)).toBe(fixed);
    return;
  }
  const [least, stride] = openSizes[name] ?? [NaN, NaN];
  expect(isFixed(spec.fields)).toBe(false);
  expect(minimumWords(spec.fields)).toBe(least);
  const repeated = spec.fields.find((field) => (field.kind === 'array' || field.kind === 'records') && typeof field.count !== 'number');
  expect(repeated === undefined ? 0 : strideWords(repeated as Parameters<typeof strideWords>[0])).toBe(stride);
});

test('the tables name enums that exist, pack no word twice and keep names unique', () => {
  const check = (field: Field, names: Set<string>): void => {
    if ('name' in field) {
      expect(names.has(field.name), field.name).toBe(false);
      names.add(field.name);
    }
    if (field.kind === 'enum') enumSpecOf(field.enum);
    if (field.kind === 'flags') expect(enumSpecOf(field.flags).flags).toBe(true);
    if (field.kind === 'bits') {
      expect(usedBits(field)).toBeLessThanOrEqual(32);
      for (const bit of field.fields) {
        if ('skip' in bit) continue;
        expect(names.has(bit.name), bit.name).toBe(false);
        names.add(bit.name);
        if (bit.enum !== undefined) enumSpecOf(bit.enum);
        if (bit.flags !== undefined) expect(enumSpecOf(bit.flags).flags).toBe(true);
      }
    }
    if (field.kind === 'records' || field.kind === 'when')
      for (const inner of field.fields) check(inner, field.kind === 'when' ? new Set() : names);
  };
  for (const spec of virglSpecs) {
    const names = new Set<string>();
    for (const field of spec.fields) check(field, names);
  }
});

test('lengths of groups', () => {
  expect(protocol.DrawVboMinLength).toBe(12);
  expect(protocol.DrawVboTessLength).toBe(14);
  expect(protocol.DrawVboIndirectLength).toBe(20);
  expect(protocol.SetIndexBufferMinLength).toBe(1);
  expect(protocol.SetIndexBufferBufferLength).toBe(3);
  expect(protocol.CreateVideoCodecMinLength).toBe(7);
  expect(protocol.CreateVideoCodecReferencesLength).toBe(8);
  expect(protocol.ResourceInlineWriteDataOffset).toBe(12);
  expect(protocol.SetConstantBufferDataOffset).toBe(3);
  expect(protocol.SetDebugFlagsFlagsOffset).toBe(1);
  expect(protocol.SendStringMarkerTextOffset).toBe(2);
});

type Accessor = (words: Uint32Array, at: number, i?: number, j?: number) => number;
type FloatAccessor = (floats: Float32Array, at: number, i?: number, j?: number) => number;
const accessor = (name: string): Accessor => (protocol as unknown as Record<string, Accessor>)[name]!;

/** Word positions as the headers number them (header = 0): accessor, position, index. */
const positions: readonly (readonly [string, number, number?, number?])[] = [
  ['createBlendHandle', 1],
  ['createRasterizerSpriteCoordEnable', 4],
  ['createShaderHandle', 1],
  ['createShaderType', 2],
  ['createShaderNumTokens', 4],
  ['createShaderSoNumOutputs', 5],
  ['createShaderSoStride', 9, 3],
  ['createVertexElementsElementSrcOffset', 2 + 12, 3],
  ['createVertexElementsElementInstanceDivisor', 3 + 12, 3],
  ['createVertexElementsElementVertexBufferIndex', 4 + 12, 3],
  ['createVertexElementsElementSrcFormat', 5 + 12, 3],
  ['createSamplerViewResHandle', 2],
  ['createSamplerViewBufferFirstElement', 4],
  ['createSamplerViewBufferLastElement', 5],
  ['createSamplerStateBorderColor', 9, 3],
  ['createSurfaceResHandle', 2],
  ['createSurfaceFormat', 3],
  ['createSurfaceLevel', 4],
  ['createMsaaSurfaceSampleCount', 6],
  ['createQueryOffset', 3],
  ['createQueryResHandle', 4],
  ['createStreamoutTargetResHandle', 2],
  ['createStreamoutTargetBufferOffset', 3],
  ['createStreamoutTargetBufferSize', 4],
  ['setFramebufferStateNrCbufs', 1],
  ['setFramebufferStateZsurfHandle', 2],
  ['setFramebufferStateCbufHandle', 3 + 7, 7],
  ['setVertexBuffersBufferStride', 1 + 6, 2],
  ['setVertexBuffersBufferOffset', 2 + 6, 2],
  ['setVertexBuffersBufferHandle', 3 + 6, 2],
  ['clearBuffers', 1],
  ['clearColor', 5, 3],
  ['clearStencil', 8],
  ['drawVboStart', 1],
  ['drawVboMode', 3],
  ['drawVboIndexBias', 6],
  ['drawVboRestartIndex', 9],
  ['drawVboMaxIndex', 11],
  ['drawVboCountFromSo', 12],
  ['drawVboVerticesPerPatch', 13],
  ['drawVboDrawid', 14],
  ['drawVboIndirectHandle', 15],
  ['drawVboIndirectOffset', 16],
  ['drawVboIndirectStride', 17],
  ['drawVboIndirectDrawCount', 18],
  ['drawVboIndirectDrawCountOffset', 19],
  ['drawVboIndirectDrawCountHandle', 20],
  ['resourceInlineWriteResHandle', 1],
  ['resourceInlineWriteUsage', 3],
  ['resourceInlineWriteLayerStride', 5],
  ['resourceInlineWriteX', 6],
  ['resourceInlineWriteD', 11],
  ['setSamplerViewsShaderType', 1],
  ['setSamplerViewsStartSlot', 2],
  ['setSamplerViewsHandle', 3 + 4, 4],
  ['setIndexBufferHandle', 1],
  ['setIndexBufferIndexSize', 2],
  ['setIndexBufferOffset', 3],
  ['setConstantBufferShaderType', 1],
  ['setConstantBufferIndex', 2],
  ['setConstantBufferData', 3 + 5, 5],
  ['setUniformBufferOffset', 3],
  ['setUniformBufferLength', 4],
  ['setUniformBufferResHandle', 5],
  ['bindSamplerStatesHandle', 3, 0],
  ['setStreamoutTargetsAppendBitmask', 1],
  ['setStreamoutTargetsHandle', 2, 0],
  ['setRenderConditionCondition', 2],
  ['setRenderConditionMode', 3],
  ['bindShaderHandle', 1],
  ['bindShaderType', 2],
  ['setShaderBuffersBufferOffset', 3 + 3, 1],
  ['setShaderBuffersBufferLength', 4 + 3, 1],
  ['setShaderBuffersBufferResHandle', 5 + 3, 1],
  ['setShaderImagesImageFormat', 3 + 5, 1],
  ['setShaderImagesImageAccess', 4 + 5, 1],
  ['setShaderImagesImageLayerOffset', 5 + 5, 1],
  ['setShaderImagesImageLevelSize', 6 + 5, 1],
  ['setShaderImagesImageResHandle', 7 + 5, 1],
  ['launchGridBlockX', 1],
  ['launchGridGridZ', 6],
  ['launchGridIndirectHandle', 7],
  ['launchGridIndirectOffset', 8],
  ['setAtomicBuffersBufferOffset', 2 + 3, 1],
  ['setAtomicBuffersBufferResHandle', 4 + 3, 1],
  ['getQueryResultQboQboHandle', 2],
  ['getQueryResultQboResultType', 4],
  ['getQueryResultQboIndex', 6],
  ['transfer3dDataOffset', 12],
  ['transfer3dDirection', 13],
  ['copyTransfer3dSrcResHandle', 12],
  ['copyTransfer3dSrcResOffset', 13],
  ['copyTransfer3dFlags', 14],
  ['blitDstResHandle', 4],
  ['blitDstFormat', 6],
  ['blitDstX', 7],
  ['blitDstD', 12],
  ['blitSrcResHandle', 13],
  ['blitSrcFormat', 15],
  ['blitSrcD', 21],
  ['resourceCopyRegionDstZ', 5],
  ['resourceCopyRegionSrcResHandle', 6],
  ['resourceCopyRegionSrcD', 13],
  ['clearTextureLevel', 2],
  ['clearTextureD', 8],
  ['clearTextureData', 12, 3],
  ['pipeResourceCreateArraySize', 7],
  ['pipeResourceCreateNrSamples', 9],
  ['pipeResourceCreateFlags', 10],
  ['pipeResourceCreateBlobId', 11],
  ['pipeResourceSetTypeUsage', 6],
  ['pipeResourceSetTypeModifierLo', 7],
  ['pipeResourceSetTypeModifierHi', 8],
  ['pipeResourceSetTypePlaneStride', 9 + 4, 2],
  ['pipeResourceSetTypePlaneOffset', 10 + 4, 2],
  ['linkShaderVertexHandle', 1],
  ['linkShaderTessCtrlHandle', 4],
  ['linkShaderComputeHandle', 6],
  ['createVideoCodecHeight', 7],
  ['createVideoCodecMaxRef', 8],
  ['createVideoBufferResHandle', 5, 0],
  ['decodeBitstreamBufSize', 5],
  ['encodeBitstreamFeedHandle', 5],
  ['clearSurfaceHandle', 2],
  ['clearSurfaceColor', 3, 0],
  ['clearSurfaceDstX', 7],
  ['clearSurfaceHeight', 10],
  ['getPipeResourceLayoutTargetHandle', 2],
];

test.each(positions.map(([name, position, i, j]) => ({ name, position, i, j })))('$name is word $position', ({ name, position, i, j }) => {
  const words = Uint32Array.from({ length: 64 }, (_, index) => 1000 + index);
  expect(accessor(name)(words, 0, i, j)).toBe(1000 + position);
  expect(accessor(name)(words, 7, i, j)).toBe(1007 + position);
});

/** Positions of floats. */
const floatPositions: readonly (readonly [string, number, number?, number?])[] = [
  ['createRasterizerPointSize', 3],
  ['createRasterizerLineWidth', 6],
  ['createRasterizerOffsetUnits', 7],
  ['createRasterizerOffsetScale', 8],
  ['createRasterizerOffsetClamp', 9],
  ['createDsaAlphaRef', 5],
  ['createSamplerStateLodBias', 3],
  ['createSamplerStateMinLod', 4],
  ['createSamplerStateMaxLod', 5],
  ['createSamplerStateBorderColorF32', 6, 0],
  ['setViewportStateViewportScale', 2 + 6, 1, 0],
  ['setViewportStateViewportTranslate', 7 + 6, 1, 2],
  ['setBlendColorColor', 4, 3],
  ['setClipStatePlane', 32, 31],
  ['setTessStateOuter', 1, 0],
  ['setTessStateInner', 5, 0],
  ['clearColorF32', 2, 0],
];

test.each(floatPositions.map(([name, position, i, j]) => ({ name, position, i, j })))(
  '$name is word $position',
  ({ name, position, i, j }) => {
    const floats = Float32Array.from({ length: 64 }, (_, index) => index + 0.5);
    expect((accessor(name) as unknown as FloatAccessor)(floats, 0, i, j)).toBe(position + 0.5);
  },
);

/** Bits: accessor, word, lowest bit, width, index. */
const bits: readonly (readonly [string, number, number, number, number?])[] = [
  ['createBlendIndependentBlendEnable', 2, 0, 1],
  ['createBlendLogicopEnable', 2, 1, 1],
  ['createBlendDither', 2, 2, 1],
  ['createBlendAlphaToCoverage', 2, 3, 1],
  ['createBlendAlphaToOne', 2, 4, 1],
  ['createBlendLogicopFunc', 3, 0, 4],
  ['createBlendRtBlendEnable', 4 + 7, 0, 1, 7],
  ['createBlendRtRgbFunc', 4 + 7, 1, 3, 7],
  ['createBlendRtRgbSrcFactor', 4 + 7, 4, 5, 7],
  ['createBlendRtRgbDstFactor', 4 + 7, 9, 5, 7],
  ['createBlendRtAlphaFunc', 4 + 7, 14, 3, 7],
  ['createBlendRtAlphaSrcFactor', 4 + 7, 17, 5, 7],
  ['createBlendRtAlphaDstFactor', 4 + 7, 22, 5, 7],
  ['createBlendRtColormask', 4 + 7, 27, 4, 7],
  ['createDsaDepthEnable', 2, 0, 1],
  ['createDsaDepthWritemask', 2, 1, 1],
  ['createDsaDepthFunc', 2, 2, 3],
  ['createDsaAlphaEnabled', 2, 8, 1],
  ['createDsaAlphaFunc', 2, 9, 3],
  ['createDsaStencilEnabled', 4, 0, 1, 1],
  ['createDsaStencilFunc', 4, 1, 3, 1],
  ['createDsaStencilFailOp', 4, 4, 3, 1],
  ['createDsaStencilZpassOp', 4, 7, 3, 1],
  ['createDsaStencilZfailOp', 4, 10, 3, 1],
  ['createDsaStencilValuemask', 4, 13, 8, 1],
  ['createDsaStencilWritemask', 4, 21, 8, 1],
  ['createRasterizerFlatshade', 2, 0, 1],
  ['createRasterizerDepthClip', 2, 1, 1],
  ['createRasterizerClipHalfz', 2, 2, 1],
  ['createRasterizerRasterizerDiscard', 2, 3, 1],
  ['createRasterizerFlatshadeFirst', 2, 4, 1],
  ['createRasterizerLightTwoside', 2, 5, 1],
  ['createRasterizerSpriteCoordMode', 2, 6, 1],
  ['createRasterizerPointQuadRasterization', 2, 7, 1],
  ['createRasterizerCullFace', 2, 8, 2],
  ['createRasterizerFillFront', 2, 10, 2],
  ['createRasterizerFillBack', 2, 12, 2],
  ['createRasterizerScissor', 2, 14, 1],
  ['createRasterizerFrontCcw', 2, 15, 1],
  ['createRasterizerClampVertexColor', 2, 16, 1],
  ['createRasterizerClampFragmentColor', 2, 17, 1],
  ['createRasterizerOffsetLine', 2, 18, 1],
  ['createRasterizerOffsetPoint', 2, 19, 1],
  ['createRasterizerOffsetTri', 2, 20, 1],
  ['createRasterizerPolySmooth', 2, 21, 1],
  ['createRasterizerPolyStippleEnable', 2, 22, 1],
  ['createRasterizerPointSmooth', 2, 23, 1],
  ['createRasterizerPointSizePerVertex', 2, 24, 1],
  ['createRasterizerMultisample', 2, 25, 1],
  ['createRasterizerLineSmooth', 2, 26, 1],
  ['createRasterizerLineStippleEnable', 2, 27, 1],
  ['createRasterizerLineLastPixel', 2, 28, 1],
  ['createRasterizerHalfPixelCenter', 2, 29, 1],
  ['createRasterizerBottomEdgeRule', 2, 30, 1],
  ['createRasterizerForcePersampleInterp', 2, 31, 1],
  ['createRasterizerLineStipplePattern', 5, 0, 16],
  ['createRasterizerLineStippleFactor', 5, 16, 8],
  ['createRasterizerClipPlaneEnable', 5, 24, 8],
  ['createShaderOffset', 3, 0, 31],
  ['createShaderContinuation', 3, 31, 1],
  ['createShaderSoOutputRegisterIndex', 10 + 4, 0, 8, 2],
  ['createShaderSoOutputStartComponent', 10 + 4, 8, 2, 2],
  ['createShaderSoOutputNumComponents', 10 + 4, 10, 3, 2],
  ['createShaderSoOutputBuffer', 10 + 4, 13, 3, 2],
  ['createShaderSoOutputDstOffset', 10 + 4, 16, 16, 2],
  ['createShaderSoOutputStream', 11 + 4, 0, 2, 2],
  ['createSamplerViewFormat', 3, 0, 24],
  ['createSamplerViewTarget', 3, 24, 8],
  ['createSamplerViewTextureFirstLayer', 4, 0, 16],
  ['createSamplerViewTextureLastLayer', 4, 16, 16],
  ['createSamplerViewTextureFirstLevel', 5, 0, 8],
  ['createSamplerViewTextureLastLevel', 5, 8, 8],
  ['createSamplerViewSwizzleR', 6, 0, 3],
  ['createSamplerViewSwizzleG', 6, 3, 3],
  ['createSamplerViewSwizzleB', 6, 6, 3],
  ['createSamplerViewSwizzleA', 6, 9, 3],
  ['createSamplerStateWrapS', 2, 0, 3],
  ['createSamplerStateWrapT', 2, 3, 3],
  ['createSamplerStateWrapR', 2, 6, 3],
  ['createSamplerStateMinImgFilter', 2, 9, 1],
  ['createSamplerStateMinMipFilter', 2, 11, 2],
  ['createSamplerStateMagImgFilter', 2, 13, 1],
  ['createSamplerStateCompareMode', 2, 15, 1],
  ['createSamplerStateCompareFunc', 2, 16, 3],
  ['createSamplerStateSeamlessCubeMap', 2, 19, 1],
  ['createSamplerStateMaxAnisotropy', 2, 20, 5],
  ['createSurfaceFirstLayer', 5, 0, 16],
  ['createSurfaceLastLayer', 5, 16, 16],
  ['createQueryType', 2, 0, 16],
  ['createQueryIndex', 2, 16, 16],
  ['setStencilRefFront', 1, 0, 8],
  ['setStencilRefBack', 1, 8, 8],
  ['setScissorStateScissorMinx', 2 + 2, 0, 16, 1],
  ['setScissorStateScissorMiny', 2 + 2, 16, 16, 1],
  ['setScissorStateScissorMaxx', 3 + 2, 0, 16, 1],
  ['setScissorStateScissorMaxy', 3 + 2, 16, 16, 1],
  ['setFramebufferStateNoAttachWidth', 1, 0, 16],
  ['setFramebufferStateNoAttachHeight', 1, 16, 16],
  ['setFramebufferStateNoAttachLayers', 2, 0, 16],
  ['setFramebufferStateNoAttachSamples', 2, 16, 8],
  ['blitMask', 1, 0, 8],
  ['blitFilter', 1, 8, 2],
  ['blitScissorEnable', 1, 10, 1],
  ['blitRenderConditionEnable', 1, 11, 1],
  ['blitAlphaBlend', 1, 12, 1],
  ['blitScissorMinx', 2, 0, 16],
  ['blitScissorMaxy', 3, 16, 16],
  ['clearSurfaceRenderCondition', 1, 0, 1],
  ['clearSurfaceBuffers', 1, 1, 3],
];

test.each(bits.map(([name, word, shift, width, i]) => ({ name, word, shift, width, i })))(
  '$name is in word $word at bit $shift, $width wide',
  ({ name, word, shift, width, i }) => {
    const words = new Uint32Array(64);
    const read = accessor(name);
    words[word] = 0xffffffff;
    expect(read(words, 0, i)).toBe(2 ** width - 1);
    words[word] = 2 ** shift;
    expect(read(words, 0, i)).toBe(1);
    words.fill(0xffffffff);
    words[word] = ~(((2 ** width - 1) * 2 ** shift) >>> 0);
    expect(read(words, 0, i)).toBe(0);
  },
);

test('signed, double and shader places', () => {
  const words = new Uint32Array(32);
  words[6] = 0xfffffffe;
  expect(protocol.drawVboIndexBias(words, 0)).toBe(-2);
  words[6] = 0x00000000;
  words[7] = 0x3ff80000;
  expect(protocol.clearDepth(words, 0)).toBe(1.5);
  const shader = new Uint32Array(32);
  shader[2] = protocol.PipeShader.VERTEX;
  expect(protocol.createShaderTextOffset(shader, 0)).toBe(6);
  shader[5] = 3;
  expect(protocol.createShaderSoWords(shader, 0)).toBe(10);
  expect(protocol.createShaderTextOffset(shader, 0)).toBe(16);
  shader[2] = protocol.PipeShader.COMPUTE;
  expect(protocol.createShaderTextOffset(shader, 0)).toBe(6);
  shader[2] = protocol.PipeShader.VERTEX;
  shader[5] = 0xffffffff;
  expect(protocol.createShaderTextOffset(shader, 0)).toBe(6 + 4 + 2 * 0xffffffff);
});

test('numbers of enums', () => {
  expect(protocol.Ccmd.SET_BLEND_COLOR).toBe(14);
  expect(protocol.Ccmd.CREATE_OBJECT).toBe(1);
  expect(protocol.Ccmd.GET_PIPE_RESOURCE_LAYOUT).toBe(63);
  expect(Object.keys(protocol.Ccmd)).toHaveLength(64);
  expect(protocol.ObjectType.MSAA_SURFACE).toBe(11);
  expect(protocol.PipeFormat.R8G8B8A8_UNORM).toBe(67);
  expect(protocol.PipeFormat.Z32_FLOAT_S8X24_UINT).toBe(126);
  expect(protocol.PipeFormat.ASTC_12x12_SRGB).toBe(306);
  expect(Object.keys(protocol.PipeFormat)).toHaveLength(468);
  expect(Math.max(...Object.values(protocol.PipeFormat)) + 1).toBe(protocol.PipeFormatCount);
  expect(new Set(Object.values(protocol.PipeFormat)).size).toBe(468);
  expect(Object.values(protocol.CapBit)).toEqual(Array.from({ length: 32 }, (_, i) => 2 ** i));
  expect(Object.values(protocol.CapBitV2)).toEqual(Array.from({ length: 19 }, (_, i) => 2 ** i));
  expect(protocol.CapBit.HOST_IS_GLES).toBe(2 ** 19);
  expect(protocol.CapBit.COPY_TRANSFER).toBe(2 ** 26);
  expect(protocol.CapBit.ARB_BUFFER_STORAGE).toBe(2 ** 31);
  expect(protocol.PipeBind.SCANOUT).toBe(1 << 18);
  expect(protocol.PipeQuery.SO_OVERFLOW_ANY_PREDICATE).toBe(12);
});
