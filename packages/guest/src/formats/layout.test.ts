import { PipeFormat } from '@virglass/protocol';
import { expect, test } from 'vitest';
import { GL } from '../gl-constants.ts';
import { clientLayout, pipeLayout } from './layout.ts';
import { fromHalf, packRgb9E5, toHalf, unpackRgb9E5 } from './small-floats.ts';

test('halves round to nearest', () => {
  for (let half = 0; half < 0x7c00; half += 7) expect(toHalf(fromHalf(half))).toBe(half);
  expect(toHalf(-1)).toBe(0xbc00);
  expect(toHalf(65519)).toBe(0x7bff);
  expect(toHalf(65520)).toBe(0x7c00);
  expect(toHalf(1 + 2 ** -11)).toBe(0x3c00);
  expect(toHalf(1 + 3 * 2 ** -11)).toBe(0x3c02);
  expect(toHalf(2 ** -25)).toBe(0);
  expect(toHalf(2 ** -24)).toBe(1);
  expect(fromHalf(toHalf(NaN))).toBeNaN();
});

test('shared exponents', () => {
  const out = new Float64Array(4);
  unpackRgb9E5(packRgb9E5(Float64Array.of(1, 0.5, 300, 0)), out);
  // 300 takes all nine bits in whole numbers, and a half is rounded up.
  expect([...out.subarray(0, 3)]).toEqual([1, 1, 300]);
});

test('what programs upload most lies as the host stores it', () => {
  const pairs = [
    [GL.RGBA, GL.UNSIGNED_BYTE, PipeFormat.R8G8B8A8_UNORM],
    [GL.RGB, GL.UNSIGNED_SHORT_5_6_5, PipeFormat.B5G6R5_UNORM],
    [GL.RGBA, GL.UNSIGNED_SHORT_4_4_4_4, PipeFormat.A4B4G4R4_UNORM],
    [GL.RGBA, GL.UNSIGNED_SHORT_5_5_5_1, PipeFormat.A1B5G5R5_UNORM],
    [GL.RGBA, GL.UNSIGNED_INT_2_10_10_10_REV, PipeFormat.R10G10B10A2_UNORM],
    [GL.RGBA_INTEGER, GL.UNSIGNED_INT_2_10_10_10_REV, PipeFormat.R10G10B10A2_UINT],
    [GL.RGB, GL.UNSIGNED_INT_10F_11F_11F_REV, PipeFormat.R11G11B10_FLOAT],
    [GL.RGBA, GL.FLOAT, PipeFormat.R32G32B32A32_FLOAT],
    [GL.RGBA, GL.HALF_FLOAT, PipeFormat.R16G16B16A16_FLOAT],
    [GL.RG_INTEGER, GL.SHORT, PipeFormat.R16G16_SINT],
    [GL.LUMINANCE_ALPHA, GL.UNSIGNED_BYTE, PipeFormat.R8G8_UNORM],
    [GL.DEPTH_STENCIL, GL.UNSIGNED_INT_24_8, PipeFormat.S8_UINT_Z24_UNORM],
    [GL.DEPTH_COMPONENT, GL.UNSIGNED_SHORT, PipeFormat.Z16_UNORM],
  ] as const;
  for (const [format, type, pipe] of pairs) expect(clientLayout(format, type)!.key).toBe(pipeLayout(pipe).key);
});

test('conversion goes through fractions', () => {
  const to = pipeLayout(PipeFormat.B5G5R5A1_UNORM);
  const view = new DataView(new ArrayBuffer(4));
  to.encode(view, 0, Float64Array.of(1, 0, 0, 1));
  expect(view.getUint16(0, true)).toBe(0xfc00);
  pipeLayout(PipeFormat.R8G8B8A8_SNORM).encode(view, 0, Float64Array.of(-1, 1, 0, -2));
  expect([...new Int8Array(view.buffer)]).toEqual([-127, 127, 0, -127]);
});
