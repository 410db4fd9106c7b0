import { expect, test } from 'vitest';
import {
  CapBit,
  CapsV1Offset,
  CapsV1Size,
  CapsV2Offset,
  CapsV2Size,
  PipeFormat,
  capsV1Spec,
  capsV2Spec,
  hasFormatBit,
  readCapsV2MaxAnisotropy,
  readCapsV2Renderer,
  readCapsV2VideoCapsMaxTemporalLayers,
  readStruct,
  setFormatBit,
  writeCapsV1IndepBlendFunc,
  writeCapsV2CapabilityBits,
  writeCapsV2MaxAnisotropy,
  writeCapsV2MaxComputeGridSize,
  writeCapsV2MinTexelOffset,
  writeCapsV2Renderer,
  writeCapsV2SampleLocations,
  writeCapsV2TransformFeedbackOverflowQuery,
  writeCapsV2VideoCapsMaxTemporalLayers,
} from '../index.ts';
import { structBytes } from '../structs.ts';

test('sizes and offsets as the C structures have them', () => {
  expect(CapsV1Size).toBe(308);
  expect(CapsV2Size).toBe(1408);
  expect(structBytes(capsV1Spec)).toBe(308);
  expect(structBytes(capsV2Spec)).toBe(1408);
  expect(CapsV1Offset.sampler).toBe(4);
  expect(CapsV1Offset.glslLevel).toBe(264);
  expect(CapsV2Offset).toMatchObject({
    minAliasedPointSize: 308,
    capabilityBits: 392,
    sampleLocations: 396,
    maxImageSamples: 448,
    hostFeatureCheckVersion: 556,
    supportedReadbackFormats: 560,
    scanout: 624,
    capabilityBitsV2: 688,
    maxVideoMemory: 692,
    renderer: 696,
    maxAnisotropy: 760,
    supportedMultisampleFormats: 768,
    maxConstBufferSize: 832,
    numVideoCaps: 856,
    videoCaps: 860,
    maxUniformBlockSize: 1372,
    maxTcsOutputs: 1376,
    maxShaderStorageBlocks: 1384,
  });
});

test('writers put values where the structure has them', () => {
  const view = new DataView(new ArrayBuffer(CapsV2Size));
  writeCapsV2CapabilityBits(view, CapBit.TEXTURE_VIEW | CapBit.ARB_BUFFER_STORAGE);
  expect(view.getUint32(392, true)).toBe(0x80000002);
  writeCapsV2MinTexelOffset(view, -8);
  writeCapsV2SampleLocations(view, 0x12345678, 7);
  expect(view.getUint32(396 + 28, true)).toBe(0x12345678);
  writeCapsV2MaxComputeGridSize(view, 65535, 2);
  writeCapsV1IndepBlendFunc(view, 1);
  writeCapsV2TransformFeedbackOverflowQuery(view, 1);
  expect(view.getUint32(260, true)).toBe(0x80000002);
  writeCapsV1IndepBlendFunc(view, 0);
  expect(view.getUint32(260, true)).toBe(0x80000000);
  writeCapsV2MaxAnisotropy(view, 16);
  expect(readCapsV2MaxAnisotropy(view)).toBe(16);
  writeCapsV2Renderer(view, 'virglass '.repeat(20));
  expect(readCapsV2Renderer(view)).toBe('virglass '.repeat(20).slice(0, 63));
  writeCapsV2Renderer(view, 'virglass');
  expect(readCapsV2Renderer(view)).toBe('virglass');
  writeCapsV2VideoCapsMaxTemporalLayers(view, 200, 31);
  expect(view.getUint32(860 + 31 * 16 + 12, true)).toBe(200 << 4);
  expect(readCapsV2VideoCapsMaxTemporalLayers(view, 31)).toBe(200);
  setFormatBit(view, CapsV2Offset.scanout, PipeFormat.B8G8R8X8_UNORM);
  setFormatBit(view, CapsV2Offset.scanout, 480);
  expect(view.getUint32(624, true)).toBe(4);
  expect(hasFormatBit(view, CapsV2Offset.scanout, 480)).toBe(true);
  expect(hasFormatBit(view, CapsV2Offset.scanout, 479)).toBe(false);
  const read = readStruct(capsV2Spec, view);
  expect(read).toMatchObject({ minTexelOffset: -8, renderer: 'virglass', transformFeedbackOverflowQuery: 1, indepBlendFunc: 0 });
  expect(read['maxComputeGridSize']).toEqual([0, 0, 65535]);
});

test('a shorter set reads as far as it goes', () => {
  const read = readStruct(capsV2Spec, new DataView(new ArrayBuffer(400)));
  expect(read['capabilityBits']).toBe(0);
  expect(read['sampleLocations']).toBeUndefined();
  expect(readStruct(capsV2Spec, new DataView(new ArrayBuffer(0)))).toEqual({});
});
