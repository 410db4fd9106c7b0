/** Compute shaders, and what shaders read and write besides their outputs. */
import * as p from '@virglass/protocol';
import { command, makeShader, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, expect, test } from 'vitest';

const { PipeBarrier, PipeBind, PipeFormat, PipeShader, PipeTarget } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());

const STORE = `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 4
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], THREAD_ID
DCL SV[1], BLOCK_ID
DCL BUFFER[0]
DCL TEMP[0..1]
IMM[0] UINT32 {4, 4, 0, 0}
  0: UMAD TEMP[0].x, SV[1].xxxx, IMM[0].xxxx, SV[0].xxxx
  1: UMUL TEMP[1].x, TEMP[0].xxxx, IMM[0].yyyy
  2: STORE BUFFER[0].x, TEMP[1].xxxx, TEMP[0].xxxx
  3: END
`;

function bindCompute(guest: VirglGuest, text: string): void {
  const handle = makeShader(guest, PipeShader.COMPUTE, text);
  expect(guest.submit(command(p.encodeBindShader, { handle, type: PipeShader.COMPUTE })), guest.log.at(-1)).toBe(0);
}

function bindStorage(
  guest: VirglGuest,
  resHandle: number,
  offset: number,
  length: number,
  shaderType: number = PipeShader.COMPUTE,
): number {
  return guest.submit(command(p.encodeSetShaderBuffers, { shaderType, startSlot: 0, buffer: [{ offset, length, resHandle }] }));
}

interface Grid {
  readonly x?: number;
  readonly y?: number;
  readonly z?: number;
  readonly indirectHandle?: number;
  readonly indirectOffset?: number;
}

function launch(guest: VirglGuest, { x = 1, y = 1, z = 1, indirectHandle = 0, indirectOffset = 0 }: Grid): number {
  return guest.submit(
    command(p.encodeLaunchGrid, { blockX: 4, blockY: 1, blockZ: 1, gridX: x, gridY: y, gridZ: z, indirectHandle, indirectOffset }),
    command(p.encodeMemoryBarrier, { flags: PipeBarrier.SHADER_BUFFER }),
  );
}

function words(guest: VirglGuest, buffer: number, count: number): number[] {
  const bytes = guest.read(buffer, count * 4, { width: count * 4 });
  return [...new Uint32Array(bytes.buffer, bytes.byteOffset, count)];
}

const storageBuffer = (guest: VirglGuest, bytes: number): number => guest.buffer(bytes, PipeBind.SHADER_BUFFER);

test('a compute shader writes to a storage buffer', () => {
  using guest = bench.guest();
  const buffer = storageBuffer(guest, 64);
  bindCompute(guest, STORE);
  expect(bindStorage(guest, buffer, 16, 32), guest.log.at(-1)).toBe(0);
  expect(launch(guest, { x: 2 }), guest.log.at(-1)).toBe(0);
  expect(words(guest, buffer, 16)).toEqual([0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 0, 0, 0, 0]);
  expect(bench.glErrors()).toBe('');
});

test('the grid may lie in a buffer', () => {
  using guest = bench.guest();
  const buffer = storageBuffer(guest, 64);
  const grid = guest.buffer(32, PipeBind.COMMAND_ARGS);
  guest.write(grid, new Uint8Array(Uint32Array.of(0, 0, 3, 1, 1).buffer), { width: 20 });
  bindCompute(guest, STORE);
  bindStorage(guest, buffer, 0, 64);
  expect(launch(guest, { indirectHandle: grid, indirectOffset: 8 }), guest.log.at(-1)).toBe(0);
  expect(words(guest, buffer, 16)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 0, 0, 0]);
  guest.write(grid, new Uint8Array(Uint32Array.of(2 ** 31, 1, 1).buffer), { width: 12 });
  for (const indirectOffset of [0, 2, 24, 2 ** 32 - 4]) {
    expect(launch(guest, { indirectHandle: grid, indirectOffset })).not.toBe(0);
    expect(guest.log.at(-1)).toMatch(/groups/);
  }
  expect(launch(guest, { indirectHandle: 999 })).not.toBe(0);
  expect(bench.glErrors()).toBe('');
});

test.each([
  ['beyond the end', 48, 32],
  ['at an odd offset', 4, 16],
  ['far beyond', 2 ** 32 - 16, 2 ** 32 - 1],
  ['of no bytes', 0, 0],
])('a range %s is not bound, nor is what was bound before', (_name, offset, length) => {
  using guest = bench.guest();
  const buffer = storageBuffer(guest, 64);
  bindCompute(guest, STORE);
  bindStorage(guest, buffer, 0, 64);
  expect(bindStorage(guest, buffer, offset, length) === 0).toBe(length === 0);
  launch(guest, { x: 4 });
  expect(words(guest, buffer, 16)).toEqual(Array.from({ length: 16 }, () => 0));
  expect(bench.glErrors()).toBe('');
});

test('a slot without a buffer is not the one of another guest', () => {
  using owner = bench.guest();
  const buffer = storageBuffer(owner, 64);
  bindCompute(owner, STORE);
  bindStorage(owner, buffer, 0, 64);
  expect(launch(owner, { x: 1 }), owner.log.at(-1)).toBe(0);
  using other = bench.guest();
  bindCompute(other, STORE);
  expect(launch(other, { x: 4 }), other.log.at(-1)).toBe(0);
  expect(words(owner, buffer, 16)).toEqual([0, 1, 2, 3, ...Array.from({ length: 12 }, () => 0)]);
});

test.each([
  ['too many groups along x', { x: 2 ** 32 - 1 }],
  ['too many along z', { z: 65536 }],
  ['too many to finish', { x: 65535, y: 65535, z: 65535 }],
])('%s are refused', (_name, grid) => {
  using guest = bench.guest();
  bindCompute(guest, STORE);
  expect(launch(guest, grid)).not.toBe(0);
  expect(guest.log.at(-1)).toMatch(/groups/);
});

const WHERE = `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 1
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], BLOCK_ID
DCL SV[1], GRID_SIZE
DCL BUFFER[0]
DCL TEMP[0..1]
IMM[0] UINT32 {4, 1, 0, 0}
  0: UMAD TEMP[0].x, SV[0].zzzz, SV[1].yyyy, SV[0].yyyy
  1: UMAD TEMP[0].x, TEMP[0].xxxx, SV[1].xxxx, SV[0].xxxx
  2: UMUL TEMP[1].x, TEMP[0].xxxx, IMM[0].xxxx
  3: ATOMUADD TEMP[0].x, BUFFER[0], TEMP[1].xxxx, IMM[0].yyyy
  4: END
`;

test.each<[{ x: number; y?: number; z?: number }]>([
  [{ x: 50000 }],
  [{ x: 3, y: 20000 }],
  [{ x: 100, y: 10, z: 30 }],
  [{ x: 1, y: 1, z: 40000 }],
])('every group of a large grid runs once: %j', (grid) => {
  using guest = bench.guest();
  const count = (grid.x ?? 1) * (grid.y ?? 1) * (grid.z ?? 1);
  const buffer = storageBuffer(guest, count * 4 + 4);
  bindCompute(guest, WHERE);
  bindStorage(guest, buffer, 0, count * 4 + 4);
  expect(launch(guest, grid), guest.log.at(-1)).toBe(0);
  const found = words(guest, buffer, count + 1);
  expect(found.findIndex((n) => n !== 1)).toBe(count);
  expect(found[count]).toBe(0);
});

test('nothing runs without a compute shader', () => {
  using guest = bench.guest();
  expect(launch(guest, {})).not.toBe(0);
  expect(guest.log.at(-1)).toContain('no compute shader is bound');
});

test.each([
  ['SET_SHADER_BUFFERS', 3],
  ['SET_SHADER_IMAGES', 5],
] as const)('slots and stages of %s that do not exist are refused', (name, stride) => {
  for (const [stage, start, count] of [
    [6, 0, 1],
    [0, 33, 0],
    [0, 32, 1],
    [0, 2 ** 32 - 1, 1],
    [1, 0, 33],
  ] as const) {
    using guest = bench.guest();
    const write = (w: Uint32Array, _f: Float32Array, at: number): number => {
      const length = 2 + count * stride;
      w[at] = p.Ccmd[name] | (length << 16);
      w[at + 1] = stage;
      w[at + 2] = start;
      w.fill(0, at + 3, at + 1 + length);
      return at + 1 + length;
    };
    expect(guest.submit(write), `${stage} ${start} ${count}`).not.toBe(0);
    expect(guest.log.at(-1)).toMatch(/stage/);
  }
});

const FILL = `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 1
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], BLOCK_ID
DCL IMAGE[0], TARGET, PIPE_FORMAT_R32_UINT, WR
DCL TEMP[0]
IMM[0] UINT32 {1, 0, 0, 0}
  0: UADD TEMP[0], SV[0].xxxx, IMM[0].xxxx
  1: STORE IMAGE[0], SV[0], TEMP[0], TARGET, PIPE_FORMAT_R32_UINT
  2: END
`;

interface ImageArgs {
  readonly resHandle: number;
  readonly format?: number;
  readonly access?: number;
  readonly layerOffset?: number;
  readonly levelSize?: number;
}

function bindImage(guest: VirglGuest, image: ImageArgs): number {
  const whole = { format: PipeFormat.R32_UINT, access: p.ImageAccess.WRITE, layerOffset: 0, levelSize: 0 };
  return guest.submit(command(p.encodeSetShaderImages, { shaderType: PipeShader.COMPUTE, startSlot: 0, image: [{ ...whole, ...image }] }));
}

test('a compute shader writes to a level of a texture', () => {
  using guest = bench.guest();
  const texture = guest.resource({ format: PipeFormat.R32_UINT, width: 4, height: 2, lastLevel: 1 });
  bindCompute(guest, FILL.replaceAll('TARGET', '2D'));
  expect(bindImage(guest, { resHandle: texture, levelSize: 1 }), guest.log.at(-1)).toBe(0);
  expect(launch(guest, { x: 2 }), guest.log.at(-1)).toBe(0);
  const bytes = guest.read(texture, 8, { level: 1, width: 2 });
  expect([...new Uint32Array(bytes.buffer, 0, 2)]).toEqual([1, 2]);
  expect(bench.glErrors()).toBe('');
});

test('a layer of an array is a 2D image, a run of its layers an array of its own', () => {
  using guest = bench.guest();
  const texture = guest.resource({ target: PipeTarget.TEXTURE_2D_ARRAY, format: PipeFormat.R32_UINT, width: 2, height: 1, arraySize: 4 });
  const layer = (z: number): number[] => {
    const bytes = guest.read(texture, 8, { width: 2, z });
    return [...new Uint32Array(bytes.buffer, 0, 2)];
  };
  bindCompute(guest, FILL.replaceAll('TARGET', '2D'));
  expect(bindImage(guest, { resHandle: texture, layerOffset: 2 | (2 << 16) }), guest.log.at(-1)).toBe(0);
  expect(launch(guest, { x: 2 }), guest.log.at(-1)).toBe(0);
  expect([0, 1, 2, 3].map(layer)).toEqual([
    [0, 0],
    [0, 0],
    [1, 2],
    [0, 0],
  ]);
  bindCompute(guest, FILL.replaceAll('TARGET', '2D_ARRAY'));
  expect(bindImage(guest, { resHandle: texture, layerOffset: 1 | (3 << 16) }), guest.log.at(-1)).toBe(0);
  expect(launch(guest, { x: 1, z: 3 }), guest.log.at(-1)).toBe(0);
  expect([0, 1, 2, 3].map(layer)).toEqual([
    [0, 0],
    [1, 0],
    [1, 2],
    [1, 0],
  ]);
  expect(bench.glErrors()).toBe('');
});

test('a range of a buffer is an image', () => {
  using guest = bench.guest();
  const buffer = guest.buffer(64, PipeBind.SHADER_BUFFER);
  bindCompute(guest, FILL.replaceAll('TARGET', 'BUFFER'));
  expect(bindImage(guest, { resHandle: buffer, layerOffset: 16, levelSize: 8 }), guest.log.at(-1)).toBe(0);
  expect(launch(guest, { x: 4 }), guest.log.at(-1)).toBe(0);
  expect(words(guest, buffer, 8)).toEqual([0, 0, 0, 0, 1, 2, 0, 0]);
  for (const [layerOffset, levelSize] of [
    [0, 65],
    [4, 8],
    [64, 4],
    [2 ** 32 - 16, 16],
    [0, 3],
  ] as const) {
    expect(bindImage(guest, { resHandle: buffer, layerOffset, levelSize }), `${layerOffset} ${levelSize}`).not.toBe(0);
  }
  expect(bench.glErrors()).toBe('');
});

test('an image slot that is empty is not the one of another guest, nor is one of another target', () => {
  using owner = bench.guest();
  const texture = owner.resource({ format: PipeFormat.R32_UINT, width: 2, height: 1 });
  bindCompute(owner, FILL.replaceAll('TARGET', '2D'));
  bindImage(owner, { resHandle: texture });
  expect(launch(owner, { x: 1 }), owner.log.at(-1)).toBe(0);
  using other = bench.guest();
  bindCompute(other, FILL.replaceAll('TARGET', '2D'));
  expect(launch(other, { x: 2 }), other.log.at(-1)).toBe(0);
  bindCompute(owner, FILL.replaceAll('TARGET', '3D'));
  expect(launch(owner, { x: 2 }), owner.log.at(-1)).toBe(0);
  const bytes = owner.read(texture, 8, { width: 2 });
  expect([...new Uint32Array(bytes.buffer, 0, 2)]).toEqual([1, 0]);
  expect(bench.glErrors()).toBe('');
});

test.each([
  ['no resource', { resHandle: 999 }],
  ['a format of other size', { format: PipeFormat.R32G32_UINT }],
  ['a format that images do not have', { format: PipeFormat.DXT1_RGB }],
  ['a format that does not exist', { format: 0xffffffff }],
  ['no access', { access: 0 }],
  ['a level that is not there', { levelSize: 1 }],
  ['a layer that is not there', { layerOffset: 1 | (1 << 16) }],
  ['layers in the wrong order', { layerOffset: 1 }],
  ['layers without end', { layerOffset: 0xffff0000 }],
])('an image with %s is refused and the slot emptied', (_name, wrong) => {
  using guest = bench.guest();
  const texture = guest.resource({ format: PipeFormat.R32_UINT, width: 2, height: 1 });
  bindCompute(guest, FILL.replaceAll('TARGET', '2D'));
  expect(bindImage(guest, { resHandle: texture })).toBe(0);
  expect(bindImage(guest, { resHandle: texture, ...wrong })).not.toBe(0);
  expect(guest.log.at(-1)).toContain('slot 0');
  expect(launch(guest, { x: 2 }), guest.log.at(-1)).toBe(0);
  expect([...guest.read(texture, 8, { width: 2 })]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(bench.glErrors()).toBe('');
});
