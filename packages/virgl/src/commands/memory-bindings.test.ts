/** Images, storage buffers and atomic counters of draws: the stages of a program share the host's units without seeing each other's. */
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, expect, test } from 'vitest';

const { ImageAccess, PipeBind, PipeFormat, PipePrim, PipeShader, PipeTarget } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());

const SIZE = 4;
const cover = [-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1];

/** Counts vertices in word 0 of its buffer and of its image. */
const VERTEX = `VERT
DCL IN[0]
DCL OUT[0], POSITION
DCL BUFFER[0]
DCL BUFFER[1]
DCL IMAGE[1], BUFFER, PIPE_FORMAT_R32_UINT, WR
DCL TEMP[0]
IMM[0] UINT32 {0, 1, 7, 0}
  0: MOV OUT[0], IN[0]
  1: ATOMUADD TEMP[0].x, BUFFER[1], IMM[0].xxxx, IMM[0].yyyy
  2: STORE IMAGE[1], IMM[0].xxxx, IMM[0].zzzz, BUFFER, PIPE_FORMAT_R32_UINT
  3: END
`;

/** Counts pixels by a buffer, an atomic counter and an image. */
const FRAGMENT = `FRAG
DCL OUT[0], COLOR
DCL BUFFER[0]
DCL HWATOMIC[0][1..1]
DCL IMAGE[0], 2D, PIPE_FORMAT_R32_UINT, WR
DCL TEMP[0]
IMM[0] UINT32 {4, 1, 0, 0}
IMM[1] FLT32 {1.0, 1.0, 1.0, 1.0}
  0: MOV OUT[0], IMM[1]
  1: ATOMUADD TEMP[0].x, BUFFER[0], IMM[0].xxxx, IMM[0].yyyy
  2: ATOMUADD TEMP[0].x, HWATOMIC[0][1], IMM[0].xxxx, IMM[0].yyyy
  3: ATOMUADD TEMP[0].x, IMAGE[0], IMM[0].zzzz, IMM[0].yyyy, 2D, PIPE_FORMAT_R32_UINT
  4: END
`;

function words(guest: VirglGuest, buffer: number, count: number): number[] {
  const bytes = guest.read(buffer, count * 4, { width: count * 4 });
  return [...new Uint32Array(bytes.buffer, bytes.byteOffset, count)];
}

function prepare(guest: VirglGuest, vertex: string, fragment: string): void {
  const target = guest.resource({ width: SIZE, height: SIZE });
  guest.framebuffer(0, guest.surface(target, PipeFormat.R8G8B8A8_UNORM));
  bindPipeline(guest, SIZE, SIZE, { vertex, fragment });
  bindPositions(guest, cover);
}

test('vertex and fragment shaders write to their own slots', () => {
  using guest = bench.guest();
  prepare(guest, VERTEX, FRAGMENT);
  const [ofVertex, ofFragment, counters, texels] = [0, 1, 2, 3].map(() => guest.buffer(32, PipeBind.SHADER_BUFFER)) as [
    number,
    number,
    number,
    number,
  ];
  const texture = guest.resource({ format: PipeFormat.R32_UINT, width: 1, height: 1 });
  const image = { format: PipeFormat.R32_UINT, access: ImageAccess.READ_WRITE };
  const status = guest.submit(
    command(p.encodeSetShaderBuffers, {
      shaderType: PipeShader.VERTEX,
      startSlot: 1,
      buffer: [{ offset: 16, length: 16, resHandle: ofVertex }],
    }),
    command(p.encodeSetShaderBuffers, {
      shaderType: PipeShader.FRAGMENT,
      startSlot: 0,
      buffer: [{ offset: 0, length: 32, resHandle: ofFragment }],
    }),
    command(p.encodeSetAtomicBuffers, { startSlot: 0, buffer: [{ offset: 8, length: 8, resHandle: counters }] }),
    command(p.encodeSetShaderImages, {
      shaderType: PipeShader.VERTEX,
      startSlot: 1,
      image: [{ ...image, layerOffset: 16, levelSize: 16, resHandle: texels }],
    }),
    command(p.encodeSetShaderImages, {
      shaderType: PipeShader.FRAGMENT,
      startSlot: 0,
      image: [{ ...image, layerOffset: 0, levelSize: 0, resHandle: texture }],
    }),
  );
  expect(status, guest.log.at(-1)).toBe(0);
  for (let i = 1; i <= 2; i++) {
    expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
    const pixels = i * SIZE * SIZE;
    expect(words(guest, ofVertex, 8).slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(words(guest, ofVertex, 8)[4]).toBeGreaterThanOrEqual(3 * i);
    expect(words(guest, texels, 8)).toEqual([0, 0, 0, 0, 7, 0, 0, 0]);
    expect(words(guest, ofFragment, 8)).toEqual([0, pixels, 0, 0, 0, 0, 0, 0]);
    expect(words(guest, counters, 8)).toEqual([0, 0, 0, pixels, 0, 0, 0, 0]);
    expect(new Uint32Array(guest.read(texture, 4, {}).buffer)[0]).toBe(pixels);
  }
  expect([guest.log, bench.glErrors()]).toEqual([[], '']);
});

test('slots that are emptied are not written to any more, and buffers that the guest deleted not by others', () => {
  using guest = bench.guest();
  prepare(guest, VERTEX, FRAGMENT);
  const buffer = guest.buffer(32, PipeBind.SHADER_BUFFER);
  const bind = (resHandle: number): number =>
    guest.submit(
      command(p.encodeSetShaderBuffers, { shaderType: PipeShader.FRAGMENT, startSlot: 0, buffer: [{ offset: 0, length: 32, resHandle }] }),
    );
  expect(bind(buffer)).toBe(0);
  drawArrays(guest, PipePrim.TRIANGLES, 3);
  expect(words(guest, buffer, 2)).toEqual([0, SIZE * SIZE]);
  expect(bind(0)).toBe(0);
  drawArrays(guest, PipePrim.TRIANGLES, 3);
  expect(words(guest, buffer, 2)).toEqual([0, SIZE * SIZE]);
  expect(bind(buffer)).toBe(0);
  guest.device.destroyResource(buffer);
  using other = bench.guest();
  const theirs = other.buffer(32, PipeBind.SHADER_BUFFER);
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
  expect(words(other, theirs, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect(bench.glErrors()).toBe('');
});

test('a shader that names no format writes what its image holds', () => {
  const fragment = `FRAG
DCL OUT[0], COLOR
DCL IMAGE[0], 2D, PIPE_FORMAT_NONE, WR
IMM[0] UINT32 {0, 4294967295, 2, 3}
IMM[1] FLT32 {1.0, 1.0, 1.0, 1.0}
  0: MOV OUT[0], IMM[1]
  1: STORE IMAGE[0], IMM[0].xxxx, IMM[0].yyyy, 2D, PIPE_FORMAT_NONE
  2: END
`;
  if (bench.gl.features.isGles) return;
  using guest = bench.guest();
  prepare(guest, VERTEX.replace(/^.*(BUFFER|IMAGE).*\n/gm, ''), fragment);
  const pipeFormats = { [PipeFormat.R32_UINT]: 0xffffffff, [PipeFormat.R32_SINT]: 0xffffffff, [PipeFormat.R8G8B8A8_UINT]: 0xffffffff };
  for (const [format, texel] of Object.entries(pipeFormats)) {
    const texture = guest.resource({ format: Number(format), width: 1, height: 1 });
    const status = guest.submit(
      command(p.encodeSetShaderImages, {
        shaderType: PipeShader.FRAGMENT,
        startSlot: 0,
        image: [{ format: Number(format), access: ImageAccess.WRITE, layerOffset: 0, levelSize: 0, resHandle: texture }],
      }),
    );
    expect(status, guest.log.at(-1)).toBe(0);
    expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
    expect(new Uint32Array(guest.read(texture, 4, {}).buffer)[0], format).toBe(texel);
  }
});

test('storage buffers that the host has no binding for are an error of the program, not of the host', () => {
  using guest = bench.guest();
  const most = bench.gl.features.maxStorageBindings;
  const fragment = FRAGMENT.replaceAll('BUFFER[0]', 'BUFFER[31]').replace(/^.*(HWATOMIC|IMAGE).*\n/gm, '');
  const vertex = VERTEX.replaceAll('BUFFER[1]', 'BUFFER[31]').replace(/^.*IMAGE.*\n/gm, '');
  prepare(guest, vertex, fragment);
  const status = drawArrays(guest, PipePrim.TRIANGLES, 3);
  expect(status === 0).toBe(most > 63);
  expect(bench.glErrors()).toBe('');
});

test('a framebuffer without surfaces has the size that the guest says', () => {
  if (!bench.gl.features.framebufferNoAttachments) return;
  using guest = bench.guest();
  bindPipeline(guest, SIZE, SIZE, {
    vertex: VERTEX.replace(/^.*(BUFFER|IMAGE).*\n/gm, ''),
    fragment: FRAGMENT.replace(/^.*(HWATOMIC|IMAGE).*\n/gm, ''),
  });
  bindPositions(guest, cover);
  const buffer = guest.buffer(32, PipeBind.SHADER_BUFFER);
  guest.framebuffer(0);
  const bind = command(p.encodeSetShaderBuffers, {
    shaderType: PipeShader.FRAGMENT,
    startSlot: 0,
    buffer: [{ offset: 0, length: 32, resHandle: buffer }],
  });
  const size = (width: number, height: number, layers = 0, samples = 0): number =>
    guest.submit(bind, command(p.encodeSetFramebufferStateNoAttach, { width, height, layers, samples }));
  let pixels = 0;
  for (const [width, height] of [
    [2, 1],
    [4, 2],
    [2, 1],
  ] as const) {
    expect(size(width, height), guest.log.at(-1)).toBe(0);
    expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
    pixels += width * height;
    expect(words(guest, buffer, 2)).toEqual([0, pixels]);
  }
  expect(size(0, 0)).toBe(0);
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3)).not.toBe(0);
  size(0xffff, 0xffff, 0xffff, 0xffff);
  drawArrays(guest, PipePrim.TRIANGLES, 3);
  expect(bench.glErrors()).toBe('');
});

test.each([
  ['SET_SHADER_BUFFERS of half a record', p.Ccmd.SET_SHADER_BUFFERS, [0, 0, 0]],
  ['SET_SHADER_IMAGES of half a record', p.Ccmd.SET_SHADER_IMAGES, [0, 0, 0, 0]],
  ['SET_ATOMIC_BUFFERS of nothing', p.Ccmd.SET_ATOMIC_BUFFERS, []],
  ['SET_ATOMIC_BUFFERS beyond the last slot', p.Ccmd.SET_ATOMIC_BUFFERS, [32, 0, 0, 0]],
  ['SET_ATOMIC_BUFFERS of a huge slot', p.Ccmd.SET_ATOMIC_BUFFERS, [0xffffffff, 0, 0, 0]],
  ['SET_ATOMIC_BUFFERS at an odd offset', p.Ccmd.SET_ATOMIC_BUFFERS, [0, 2, 4, 1]],
  ['SET_ATOMIC_BUFFERS beyond the end', p.Ccmd.SET_ATOMIC_BUFFERS, [0, 8, 0xfffffffc, 1]],
  ['SET_SHADER_BUFFERS with a texture', p.Ccmd.SET_SHADER_BUFFERS, [0, 0, 0, 4, 2]],
  ['MEMORY_BARRIER of nothing', p.Ccmd.MEMORY_BARRIER, []],
  ['LAUNCH_GRID of seven words', p.Ccmd.LAUNCH_GRID, [1, 1, 1, 1, 1, 1, 0]],
])('%s is refused', (_name, opcode, payload) => {
  using guest = bench.guest();
  guest.buffer(32, PipeBind.SHADER_BUFFER);
  guest.resource({ target: PipeTarget.TEXTURE_2D });
  const write = (w: Uint32Array, _f: Float32Array, at: number): number => {
    w[at] = opcode | (payload.length << 16);
    w.set(payload, at + 1);
    return at + 1 + payload.length;
  };
  expect(guest.submit(write)).not.toBe(0);
  expect(guest.log.at(-1)).toMatch(/payload|slot|buffer/);
  expect(bench.glErrors()).toBe('');
});
