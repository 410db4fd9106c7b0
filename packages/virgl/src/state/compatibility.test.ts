/** What only compatibility contexts can do: edge flags, a polygon mode of each face, stippled lines, CLAMP with filtering. */
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, floatBits, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, expect, test } from 'vitest';

const { ObjectType, PipeFormat, PipePrim, PipeShader, PolygonMode, Swizzle, TexFilter, TexWrap } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());

const there = bench.gl.features.compatibility;
const SIZE = 8;

/** A black target; its resource. */
function target(guest: VirglGuest): number {
  const id = guest.resource({ width: SIZE, height: SIZE });
  guest.framebuffer(0, guest.surface(id, PipeFormat.R8G8B8A8_UNORM));
  guest.submit(command(p.encodeClear, { buffers: p.PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 0, stencil: 0 }));
  return id;
}

/** The lit pixels as `x,y`. */
function lit(guest: VirglGuest, id: number): string[] {
  const bytes = guest.read(id, SIZE * SIZE * 4, { width: SIZE, height: SIZE });
  const pixels: string[] = [];
  for (let i = 0; i < SIZE * SIZE; i++) if (bytes[i * 4] !== 0) pixels.push(`${i % SIZE},${Math.trunc(i / SIZE)}`);
  expect(bench.glErrors()).toBe('');
  return pixels;
}

/** Middle of a pixel in clip space. */
const at = (pixel: number): number => ((pixel + 0.5) / SIZE) * 2 - 1;
const triangle = [at(1), at(1), 0, 1, at(6), at(1), 0, 1, at(1), at(6), 0, 1];
const corners = ['1,1', '6,1', '1,6'];

test.runIf(there).each([
  ['bytes', PipeFormat.R8_USCALED, Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0)],
  ['floats', PipeFormat.R32_FLOAT, new Uint8Array(Float32Array.of(1, 0, 1).buffer)],
])('edge flags that come as %s', (_, srcFormat, flags) => {
  using guest = bench.guest();
  const id = target(guest);
  const points = { fillFront: PolygonMode.POINT, fillBack: PolygonMode.POINT };
  const passOn =
    'VERT\nDCL IN[0]\nDCL IN[1]\nDCL OUT[0], POSITION\nDCL OUT[1], EDGEFLAG\n  0: MOV OUT[1], IN[1]\n  1: MOV OUT[0], IN[0]\n  2: END\n';
  bindPipeline(guest, SIZE, SIZE, { rasterizer: points, vertex: passOn });
  const positions = bindPositions(guest, triangle);
  const buffer = guest.buffer(flags.length);
  guest.write(buffer, flags, { width: flags.length });
  const elements = guest.handle();
  const status = guest.submit(
    command(p.encodeCreateVertexElements, {
      handle: elements,
      element: [
        { srcOffset: 0, instanceDivisor: 0, vertexBufferIndex: 0, srcFormat: PipeFormat.R32G32B32A32_FLOAT },
        { srcOffset: 0, instanceDivisor: 0, vertexBufferIndex: 1, srcFormat },
      ],
    }),
    command(p.encodeBindObject, { objectType: ObjectType.VERTEX_ELEMENTS, handle: elements }),
    command(p.encodeSetVertexBuffers, {
      buffer: [
        { stride: 16, offset: 0, handle: positions },
        { stride: 4, offset: 0, handle: buffer },
      ],
    }),
  );
  expect(status, guest.log.at(-1)).toBe(0);
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
  expect(lit(guest, id)).toEqual(['1,1', '1,6']);
  // A shader without edge flags has all edges again.
  bindPipeline(guest, SIZE, SIZE, { rasterizer: points });
  drawArrays(guest, PipePrim.TRIANGLES, 3);
  expect(lit(guest, id)).toEqual(corners);
});

test.runIf(there).each([
  ['behind the end of the buffer', 0xfffffff0, 4],
  ['all in one place', 0, 0],
  ['too close', 2, 1],
])('edge flags %s are read from no memory of the host', (_, offset, stride) => {
  using guest = bench.guest();
  target(guest);
  const passOn =
    'VERT\nDCL IN[0]\nDCL IN[1]\nDCL OUT[0], POSITION\nDCL OUT[1], EDGEFLAG\n  0: MOV OUT[1], IN[1]\n  1: MOV OUT[0], IN[0]\n  2: END\n';
  for (const srcFormat of [PipeFormat.R32_FLOAT, PipeFormat.R8_USCALED, PipeFormat.R16_UINT]) {
    bindPipeline(guest, SIZE, SIZE, { rasterizer: { fillFront: PolygonMode.POINT, fillBack: PolygonMode.POINT }, vertex: passOn });
    const positions = bindPositions(guest, triangle);
    const buffer = guest.buffer(8);
    const elements = guest.handle();
    guest.submit(
      command(p.encodeCreateVertexElements, {
        handle: elements,
        element: [
          { srcOffset: 0, instanceDivisor: 0, vertexBufferIndex: 0, srcFormat: PipeFormat.R32G32B32A32_FLOAT },
          { srcOffset: 4, instanceDivisor: 0, vertexBufferIndex: 1, srcFormat },
        ],
      }),
      command(p.encodeBindObject, { objectType: ObjectType.VERTEX_ELEMENTS, handle: elements }),
      command(p.encodeSetVertexBuffers, {
        buffer: [
          { stride: 16, offset: 0, handle: positions },
          { stride, offset, handle: buffer },
        ],
      }),
    );
    expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
    bench.gl.finish();
  }
});

test.runIf(there)('each face has its polygon mode', () => {
  using guest = bench.guest();
  const counts: number[] = [];
  for (const frontCcw of [0, 1]) {
    const id = target(guest);
    bindPipeline(guest, SIZE, SIZE, { rasterizer: { frontCcw, fillFront: PolygonMode.POINT, fillBack: PolygonMode.FILL } });
    bindPositions(guest, triangle);
    drawArrays(guest, PipePrim.TRIANGLES, 3);
    counts.push(lit(guest, id).length);
  }
  expect(Math.min(...counts)).toBe(corners.length);
  expect(Math.max(...counts)).toBeGreaterThan(10);
});

test.runIf(there)('lines are stippled', () => {
  using guest = bench.guest();
  const id = target(guest);
  bindPipeline(guest, SIZE, SIZE, { rasterizer: { lineStippleEnable: 1, lineStipplePattern: 0x3333, lineStippleFactor: 0 } });
  bindPositions(guest, [at(0), at(2), 0, 1, at(8), at(2), 0, 1]);
  drawArrays(guest, PipePrim.LINES, 2);
  expect(lit(guest, id)).toEqual(['0,2', '1,2', '4,2', '5,2']);
});

test.runIf(there)('a polygon drawn as lines has no edges inside', () => {
  using guest = bench.guest();
  const id = target(guest);
  bindPipeline(guest, SIZE, SIZE, { rasterizer: { fillFront: PolygonMode.LINE, fillBack: PolygonMode.LINE } });
  bindPositions(guest, [at(1), at(1), 0, 1, at(6), at(1), 0, 1, at(6), at(6), 0, 1, at(1), at(6), 0, 1]);
  expect(drawArrays(guest, PipePrim.POLYGON, 4), guest.log.at(-1)).toBe(0);
  expect(lit(guest, id)).not.toContain('3,3');
});

test.runIf(there)('CLAMP with filtering takes half a texel of border', () => {
  using guest = bench.guest();
  const id = target(guest);
  const sampled =
    'FRAG\nDCL OUT[0], COLOR\nDCL SAMP[0]\nDCL SVIEW[0], 2D, FLOAT\nIMM[0] FLT32 {-3.0, 0.5, 0.0, 0.0}\n  0: TEX OUT[0], IMM[0], SAMP[0], 2D\n  1: END\n';
  bindPipeline(guest, SIZE, SIZE, { fragment: sampled });
  const texture = guest.resource({ width: 1, height: 1 });
  guest.write(texture, [0, 0, 0, 255], {});
  const [view, sampler] = [guest.handle(), guest.handle()];
  const status = guest.submit(
    command(p.encodeCreateSamplerView, {
      handle: view,
      resHandle: texture,
      format: PipeFormat.R8G8B8A8_UNORM,
      target: p.PipeTarget.TEXTURE_2D,
      texture: { firstLayer: 0, lastLayer: 0, firstLevel: 0, lastLevel: 0 },
      swizzleR: Swizzle.X,
      swizzleG: Swizzle.Y,
      swizzleB: Swizzle.Z,
      swizzleA: Swizzle.W,
    }),
    command(p.encodeCreateSamplerState, {
      handle: sampler,
      wrapS: TexWrap.CLAMP,
      wrapT: TexWrap.CLAMP,
      wrapR: TexWrap.CLAMP,
      minImgFilter: TexFilter.LINEAR,
      minMipFilter: p.MipFilter.NONE,
      magImgFilter: TexFilter.LINEAR,
      compareMode: 0,
      compareFunc: 0,
      seamlessCubeMap: 0,
      maxAnisotropy: 0,
      lodBias: 0,
      minLod: 0,
      maxLod: 0,
      borderColor: [floatBits(1), floatBits(1), floatBits(1), floatBits(1)],
    }),
    command(p.encodeSetSamplerViews, { shaderType: PipeShader.FRAGMENT, startSlot: 0, handle: [view] }),
    command(p.encodeBindSamplerStates, { shaderType: PipeShader.FRAGMENT, startSlot: 0, handle: [sampler] }),
  );
  expect(status, guest.log.at(-1)).toBe(0);
  bindPositions(guest, [-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1]);
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
  const red = guest.read(id, 4, {})[0]!;
  expect(red).toBeGreaterThan(126);
  expect(red).toBeLessThan(129);
});
