import {
  CapBit,
  CapsV2Offset,
  CapsV2Size,
  PipeFormat,
  setFormatBit,
  writeCapsV2CapabilityBits,
  writeCapsV2GlslLevel,
} from '@virglass/protocol';
import { expect, test } from 'vitest';
import { compareFacts } from './compare.ts';
import { capsFacts, type Fact } from './facts.ts';
import { describeDifferences, describeFacts, formatKinds } from './print.ts';

interface Content {
  readonly glslLevel?: number;
  readonly bits?: number;
  readonly formats?: readonly number[];
  readonly size?: number;
}

function capset({ glslLevel = 430, bits = 0, formats = [], size = CapsV2Size }: Content): Uint8Array {
  const view = new DataView(new ArrayBuffer(CapsV2Size));
  writeCapsV2GlslLevel(view, glslLevel);
  writeCapsV2CapabilityBits(view, bits);
  for (const format of formats) setFormatBit(view, CapsV2Offset.sampler, format);
  return new Uint8Array(view.buffer, 0, size);
}

const fact = (facts: readonly Fact[], name: string): Fact | undefined => facts.find((one) => one.name === name);

test('every bit and format has its name', () => {
  const facts = capsFacts(
    capset({ bits: CapBit.ARB_BUFFER_STORAGE | CapBit.TGSI_INVARIANT, formats: [PipeFormat.R8_UNORM, PipeFormat.Z16_UNORM] }),
  );
  expect(fact(facts, 'ARB_BUFFER_STORAGE')).toMatchObject({ section: 'bits', value: true });
  expect(fact(facts, 'COMPUTE_SHADER')?.value).toBe(false);
  expect(fact(facts, 'sampler')?.value).toEqual(['Z16_UNORM', 'R8_UNORM']);
  expect(fact(facts, 'glslLevel')).toMatchObject({ section: 'limits', value: 430, reason: '' });
  expect(fact(facts, 'ubo')).toMatchObject({ section: 'abilities', value: false });
});

test('rows add what decides, and who lacks what is not there', () => {
  const facts = capsFacts(capset({}), [
    { field: 'glslLevel', value: 430, reason: 'the shader stages' },
    { field: 'COMPUTE_SHADER', value: 0, reason: 'the renderer, and OpenGL 4.3', lacking: 'renderer' },
    { field: 'TXQS', value: 0, reason: 'OpenGL 4.5', lacking: 'host' },
  ]);
  const text = describeFacts(facts);
  expect(text).toMatch(/^ {2}glslLevel +430 +the shader stages$/m);
  expect(text).toMatch(/^ {2}COMPUTE_SHADER +no +the renderer does not offer it; the host has it \(OpenGL 4\.3\)$/m);
  expect(text).toMatch(/^ {2}TXQS +no +the host lacks it: OpenGL 4\.5$/m);
  expect(text).toMatch(/^ {2}HOST_IS_GLES +no +not offered: nothing in this renderer needs it$/m);
});

test('only differing fields are compared, masks by format', () => {
  const ours = capsFacts(capset({ bits: CapBit.TXQS, formats: [PipeFormat.R8_UNORM, PipeFormat.R8_SRGB] }));
  const theirs = capsFacts(capset({ glslLevel: 330, formats: [PipeFormat.R8_UNORM, PipeFormat.DXT1_RGB] }));
  const differences = compareFacts(ours, theirs);
  expect(differences.map(({ name }) => name)).toEqual(['glslLevel', 'TXQS', 'sampler']);
  expect(differences[2]).toMatchObject({ onlyOurs: ['R8_SRGB'], onlyTheirs: ['DXT1_RGB'] });
  const text = describeDifferences(differences);
  expect(text).toMatch(/^ {2}glslLevel +430 +330$/m);
  expect(text).toMatch(/^ {2}TXQS +yes +no$/m);
  expect(text).toMatch(/^ {4}here only +1 +R8_SRGB$/m);
  expect(compareFacts(ours, ours)).toEqual([]);
});

test('a shorter set of an older server is absent where it ends', () => {
  const differences = compareFacts(capsFacts(capset({})), capsFacts(capset({ size: 1376 })));
  expect(differences.map(({ name, theirs }) => [name, theirs])).toContainEqual(['maxTcsOutputs', 'absent']);
});

test.each([
  ['Z24_UNORM_S8_UINT', 'depth, stencil'],
  ['X24S8_UINT', 'depth, stencil'],
  ['S8_UINT', 'depth, stencil'],
  ['DXT1_SRGB', 'compressed'],
  ['ASTC_4x4', 'compressed'],
  ['R8G8_B8G8_422_UNORM', 'video'],
  ['L8A8_SRGB', 'alpha, luminance'],
  ['A8B8G8R8_SRGB', 'sRGB'],
  ['A8_SINT', 'alpha, luminance'],
  ['R32G32B32X32_FLOAT', 'float'],
  ['B10G10R10A2_UINT', 'integer'],
  ['R8_SSCALED', 'scaled'],
  ['R8_SNORM', 'snorm'],
  ['B5G6R5_UNORM', 'unorm'],
  ['NONE', 'other'],
])('%s is a format of kind %s', (format, kind) => {
  expect([...formatKinds([format]).keys()]).toEqual([kind]);
});
