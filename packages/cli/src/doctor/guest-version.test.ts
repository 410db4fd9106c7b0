import { CapBit, CapsV2Size, writeCapsV1GlslLevel } from '@virglass/protocol';
import { expect, test } from 'vitest';
import { offeredVersions, readCaps } from './guest-version.ts';

const upTo33 = {
  conditionalRender: 1,
  maxStreamoutBuffers: 4,
  maxTextureArrayLayers: 2048,
  maxUniformBlocks: 12,
  maxTboSize: 65536,
  primitiveRestart: 1,
  depthClipDisable: 1,
  seamlessCubeMap: 1,
  textureMultisample: 1,
  fragmentCoordConventions: 1,
  maxDualSourceRenderTargets: 1,
  occlusionQuery: 1,
};

test.each([
  ['an empty set', {}, { gl: 'none', gles: 'none', glsl: '0.00' }],
  ['an old host', { glslLevel: 120 }, { gl: '2.1', gles: '2.0', glsl: '1.20' }],
  ['vertex and fragment stages', { ...upTo33, glslLevel: 330 }, { gl: '3.3', gles: '3.0', glsl: '3.30' }],
  ['the language alone', { ...upTo33, glslLevel: 430 }, { gl: '3.3', gles: '3.0', glsl: '4.30' }],
  ['one ability short', { ...upTo33, glslLevel: 330, textureMultisample: 0 }, { gl: '3.1', gles: '3.0', glsl: '3.30' }],
])('%s', (_name, caps, versions) => {
  expect(offeredVersions(caps)).toEqual(versions);
});

test('capability bits count, the highest one too', () => {
  const compute = {
    ...upTo33,
    glslLevel: 430,
    hasIndirectDraw: 1,
    maxShaderImageFragCompute: 8,
    maxShaderBufferFragCompute: 8,
    maxCombinedAtomicCounters: 8,
  };
  expect(offeredVersions({ ...compute, capabilityBits: CapBit.ARB_BUFFER_STORAGE }).gles).toBe('3.0');
  expect(offeredVersions({ ...compute, capabilityBits: CapBit.COMPUTE_SHADER }).gles).toBe('3.1');
});

test('reads the bytes of a capability set', () => {
  const bytes = new Uint8Array(CapsV2Size + 8).subarray(8);
  writeCapsV1GlslLevel(new DataView(bytes.buffer, bytes.byteOffset), 330);
  expect(readCaps(bytes)['glslLevel']).toBe(330);
});
