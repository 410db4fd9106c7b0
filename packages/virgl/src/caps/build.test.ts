import { GlState } from '@virglass/gl';
import { createNativeGl, type NativeGl } from '@virglass/gl/native';
import { CapBit, CapsV2Offset, PipeFormat } from '@virglass/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FormatSupport } from '../formats/probe.ts';
import { BindingLayout } from '../programs/binding-layout.ts';
import { buildCaps, type Caps } from './build.ts';
import { bitRows, bitRowsV2 } from './bits.ts';
import { secondRows, sharedRows } from './rows.ts';
import { type Offered, offered } from './stages.ts';

let gl: NativeGl;
let host: Parameters<typeof buildCaps>[0];
let caps: Caps;
let view: DataView;

beforeAll(() => {
  gl = createNativeGl({ platform: 'surfaceless' });
  host = { gl, state: new GlState(gl), formats: new FormatSupport(gl), bindings: new BindingLayout(gl.features) };
  caps = buildCaps(host);
  view = new DataView(caps.v2.buffer, caps.v2.byteOffset, caps.v2.byteLength);
});

afterAll(() => gl[Symbol.dispose]());

const u32 = (at: number): number => view.getUint32(at, true);
const f32 = (at: number): number => view.getFloat32(at, true);

const rowValue = (field: string): unknown => caps.rows.find((r) => r.field === field)?.value;

function hasFormat(at: number, id: number): boolean {
  return ((u32(at + (id >> 5) * 4) >>> (id & 31)) & 1) === 1;
}

describe('layout', () => {
  test('sizes are those of the headers', () => {
    expect([caps.v1.length, caps.v2.length]).toEqual([308, 1408]);
  });

  // Offsets as a C compiler gives them for struct virgl_caps_v1 and v2.
  test('fields lie where C has them', () => {
    expect(u32(0)).toBe(2);
    expect(new DataView(caps.v1.buffer).getUint32(0, true)).toBe(1);
    expect(u32(264)).toBe(rowValue('glslLevel'));
    expect(u32(280)).toBe(8);
    expect(f32(312)).toBe(gl.features.maxPointSize);
    expect(view.getInt32(364, true)).toBe(gl.features.minTexelOffset);
    expect(u32(384)).toBe(gl.features.uniformBufferOffsetAlignment);
    expect(u32(484)).toBe(gl.features.maxTextureSize);
    expect(u32(556)).toBe(23);
    expect(f32(760)).toBe(Math.min(16, gl.features.maxAnisotropy));
    expect(u32(1372)).toBe(gl.features.maxUniformBlockSize);
    expect(String.fromCharCode(...caps.v2.subarray(696, 704))).not.toMatch(/llvmpipe/);
    expect(caps.v2[696 + 63]).toBe(0);
    // has_fp64 is bit 23, indep_blend_enable bit 0 of the word at 260.
    expect(u32(260) & 1).toBe(gl.features.independentBlend ? 1 : 0);
    expect((u32(260) >>> 23) & 1).toBe(rowValue('hasFp64'));
  });

  test('the two sets agree but for the version', () => {
    expect([...caps.v1.subarray(4)]).toEqual([...caps.v2.subarray(4, 308)]);
  });
});

describe('contents', () => {
  test('what OpenGL 3.3 and OpenGL ES 3.0 guests need is there', () => {
    const needed = {
      sampler: [
        'R8G8B8A8_UNORM',
        'B8G8R8A8_SRGB',
        'R32G32B32A32_FLOAT',
        'R16G16B16A16_FLOAT',
        'RGTC2_SNORM',
        'R9G9B9E5_FLOAT',
        'R8G8B8A8_SNORM',
        'X24S8_UINT',
        'R16_SNORM',
      ],
      render: [
        'R8_UNORM',
        'R8G8_UNORM',
        'R11G11B10_FLOAT',
        'R32G32B32A32_UINT',
        'R10G10B10A2_UINT',
        'R8G8B8A8_SRGB',
        'B8G8R8A8_UNORM',
        'B8G8R8X8_UNORM',
      ],
      depthstencil: ['Z16_UNORM', 'S8_UINT_Z24_UNORM', 'Z32_FLOAT', 'Z32_FLOAT_S8X24_UINT'],
      supportedMultisampleFormats: ['NONE', 'R8G8B8A8_UNORM', 'B8G8R8X8_UNORM', 'S8_UINT_Z24_UNORM', 'R8G8B8A8_SINT'],
      supportedReadbackFormats: ['R8G8B8A8_UNORM', 'R32G32B32A32_FLOAT', 'R32G32B32A32_SINT', 'R32G32B32A32_UINT'],
    } as const;
    for (const [mask, names] of Object.entries(needed)) {
      for (const name of names)
        expect(hasFormat(CapsV2Offset[mask as keyof typeof needed], PipeFormat[name]), `${mask} ${name}`).toBe(true);
    }
    expect(u32(CapsV2Offset.glslLevel)).toBeGreaterThanOrEqual(330);
    expect(u32(CapsV2Offset.maxSamples)).toBeGreaterThanOrEqual(4);
    expect(u32(CapsV2Offset.maxDualSourceRenderTargets)).toBeGreaterThanOrEqual(1);
    expect(u32(CapsV2Offset.maxUniformBlocks)).toBeGreaterThanOrEqual(13);
    expect(u32(CapsV2Offset.maxTextureSamplers)).toBeGreaterThanOrEqual(16);
    expect(u32(CapsV2Offset.maxTboSize)).toBeGreaterThanOrEqual(65536);
    expect(u32(CapsV2Offset.capabilityBits) & CapBit.SRGB_WRITE_CONTROL).not.toBe(0);
  });

  test('what shaders could not write is not renderable, what guests decompress is not sampled', () => {
    for (const name of ['A8_UNORM', 'L8A8_UNORM', 'I8_UNORM', 'DXT1_RGB'] as const)
      expect(hasFormat(CapsV2Offset.render, PipeFormat[name]), name).toBe(false);
    expect(hasFormat(CapsV2Offset.render, PipeFormat.L8_UNORM)).toBe(true);
    expect(hasFormat(CapsV2Offset.sampler, PipeFormat.ETC2_RGB8)).toBe(gl.features.isGles);
    expect(hasFormat(CapsV2Offset.scanout, PipeFormat.B8G8R8X8_UNORM)).toBe(true);
    expect(hasFormat(CapsV2Offset.scanout, PipeFormat.Z16_UNORM)).toBe(false);
  });

  test('nothing is promised that is switched off', () => {
    const off = Object.fromEntries(Object.keys(offered).map((key) => [key, false])) as unknown as Offered;
    const none = buildCaps(host, off);
    const value = (field: string): unknown => none.rows.find((r) => r.field === field)?.value;
    for (const field of [
      'COMPUTE_SHADER',
      'TRANSFER',
      'COPY_TRANSFER',
      'QBO',
      'MEMORY_BARRIER',
      'hasTessellationShaders',
      'hasFp64',
      'maxGeomOutputVertices',
    ])
      expect(value(field), field).toBe(0);
    for (const field of [
      'maxShaderBufferFragCompute',
      'maxShaderImageFragCompute',
      'maxCombinedAtomicCounters',
      'maxComputeSharedMemorySize',
    ])
      expect(value(field), field).toBe(0);
    expect(value('maxConstBufferSize')).toEqual([65536, 65536, 0, 0, 0, 0]);
  });

  test('switches turn abilities on where the host has them', () => {
    const on = Object.fromEntries(Object.keys(offered).map((key) => [key, true])) as unknown as Offered;
    const all = buildCaps(host, on);
    const value = (field: string): unknown => all.rows.find((r) => r.field === field)?.value;
    const { features } = gl;
    expect(value('COMPUTE_SHADER')).toBe(features.computeShader ? 1 : 0);
    expect(value('maxGeomOutputVertices')).toBe(features.maxGeometryOutputVertices);
    expect(value('glslLevel')).toBe(Math.min(460, features.version * 10));
  });

  test('every row says why, and writes what it says', () => {
    expect(caps.rows).toHaveLength(sharedRows.length + secondRows.length + bitRows.length + bitRowsV2.length + 1);
    for (const row of caps.rows) expect(row.reason, row.field).toMatch(/\S/);
    expect(new Set(caps.rows.map((r) => r.field)).size).toBe(caps.rows.length);
    const bits = bitRows.reduce((sum, row) => sum + (caps.rows.find((r) => r.field === row.name)!.value === 1 ? row.bit : 0), 0);
    expect(u32(CapsV2Offset.capabilityBits)).toBe(bits >>> 0);
    expect(gl.getError()).toBe(0);
  });
});
