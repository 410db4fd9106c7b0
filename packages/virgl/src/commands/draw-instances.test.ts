/** Draws of many instances come out the same in slices, and one that would take minutes is given up. */
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, expect, test } from 'vitest';
import { DRAW_MILLISECONDS } from '../limits.ts';

const { ObjectType, PipeBind, PipeFormat, PipePrim } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());
const isSoftware = bench.gl.features.quirks.has('host-is-software');

const SIDE = 64;
const INSTANCES = SIDE * SIDE;

/** A guest that draws one point an instance, each where its instance data says, into a picture of 64 x 64. */
function pointPerInstance(guest: VirglGuest): number {
  const picture = guest.resource({ width: SIDE, height: SIDE });
  guest.framebuffer(0, guest.surface(picture, PipeFormat.R8G8B8A8_UNORM));
  bindPipeline(guest, SIDE, SIDE);
  const elements = guest.handle();
  guest.submit(
    command(p.encodeCreateVertexElements, {
      handle: elements,
      element: [{ srcOffset: 0, instanceDivisor: 1, vertexBufferIndex: 0, srcFormat: PipeFormat.R32G32B32A32_FLOAT }],
    }),
    command(p.encodeBindObject, { objectType: ObjectType.VERTEX_ELEMENTS, handle: elements }),
    command(p.encodeClear, { buffers: p.PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 0, stencil: 0 }),
  );
  const centre = (i: number): number => ((i + 0.5) / SIDE) * 2 - 1;
  bindPositions(guest, Array.from({ length: INSTANCES }, (_, i) => [centre(i % SIDE), centre(Math.floor(i / SIDE)), 0, 1]).flat());
  return picture;
}

/** Pixels drawn, and whether they are the instances from the first one on. */
function drawn(guest: VirglGuest, picture: number): { readonly count: number; readonly first: number } {
  const red = guest.read(picture, INSTANCES * 4, { width: SIDE, height: SIDE }).filter((_, i) => i % 4 === 0);
  return { count: red.filter((value) => value !== 0).length, first: red.findIndex((value) => value !== 0) };
}

test.each([
  [INSTANCES, 0],
  [INSTANCES - 1000, 1000],
  [300, 7],
])('%i instances from %i on', (instanceCount, startInstance) => {
  using guest = bench.guest();
  const picture = pointPerInstance(guest);
  expect(drawArrays(guest, PipePrim.POINTS, 1, { instanceCount, startInstance }), guest.log.at(-1)).toBe(0);
  expect(drawn(guest, picture)).toEqual({ count: instanceCount, first: startInstance });
});

test.runIf(isSoftware)('indirect draws are held to the same limits', () => {
  using guest = bench.guest();
  const picture = pointPerInstance(guest);
  const buffer = guest.buffer(32, PipeBind.CUSTOM);
  const indirect = (...args: number[]): number => {
    guest.write(buffer, new Uint8Array(Uint32Array.from(args).buffer), { width: 16 });
    return drawArrays(guest, PipePrim.POINTS, 0, {
      tess: { verticesPerPatch: 0, drawid: 0 },
      indirect: {
        indirectHandle: buffer,
        indirectOffset: 0,
        indirectStride: 0,
        indirectDrawCount: 1,
        indirectDrawCountOffset: 0,
        indirectDrawCountHandle: 0,
      },
    });
  };
  expect(indirect(1, 500, 0, 3), guest.log.at(-1)).toBe(0);
  expect(drawn(guest, picture)).toEqual({ count: 500, first: 3 });
  expect(indirect(0xffffffff, 0xffffffff, 0, 0)).not.toBe(0);
  expect(guest.log.at(-1)).toMatch(/4294967295 vertices/);
});

test.runIf(isSoftware)(
  'instances that would take minutes are given up after seconds',
  () => {
    using guest = bench.guest();
    const picture = guest.resource({ width: 512, height: 512 });
    guest.framebuffer(0, guest.surface(picture, PipeFormat.R8G8B8A8_UNORM));
    bindPipeline(guest, 512, 512);
    bindPositions(guest, [-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1]);
    const begin = performance.now();
    expect(drawArrays(guest, PipePrim.TRIANGLES, 3, { instanceCount: 20_000_000 })).not.toBe(0);
    expect(performance.now() - begin).toBeLessThan(DRAW_MILLISECONDS * 3);
    expect(guest.log.at(-1)).toMatch(/of 20000000 instances took/);
  },
  30_000,
);
