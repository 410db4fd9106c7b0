/** Draws of many instances come out the same in slices, and one that would take minutes is given up. */
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, makeShader, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, expect, test } from 'vitest';
import { Status } from '../status.ts';

const { ObjectType, PipeBind, PipeFormat, PipePrim } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());
const isSoftware = bench.gl.features.quirks.has('host-is-software');

const SIDE = 64;
const INSTANCES = SIDE * SIDE;

/** A guest that draws one point an instance, each where its instance data says, into a picture of 64 x 64. */
function pointPerInstance(guest: VirglGuest, instanceDivisor = 1): number {
  const picture = guest.resource({ width: SIDE, height: SIDE });
  guest.framebuffer(0, guest.surface(picture, PipeFormat.R8G8B8A8_UNORM));
  bindPipeline(guest, SIDE, SIDE);
  const elements = guest.handle();
  guest.submit(
    command(p.encodeCreateVertexElements, {
      handle: elements,
      element: [{ srcOffset: 0, instanceDivisor, vertexBufferIndex: 0, srcFormat: PipeFormat.R32G32B32A32_FLOAT }],
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

test('instances that share an attribute are not cut apart', () => {
  using guest = bench.guest();
  const picture = pointPerInstance(guest, 3);
  expect(drawArrays(guest, PipePrim.POINTS, 1, { instanceCount: INSTANCES, startInstance: 0 }), guest.log.at(-1)).toBe(0);
  expect(drawn(guest, picture)).toEqual({ count: Math.ceil(INSTANCES / 3), first: 0 });
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
    expect(performance.now() - begin).toBeLessThan(12_000);
    expect(guest.log.at(-1)).toMatch(/of 20000000 instances of 3 vertices took/);
  },
  30_000,
);

/** A guest whose draws add one to each pixel that they touch, in a picture of one row. */
function countingRow(guest: VirglGuest): number {
  const picture = guest.resource({ format: PipeFormat.R32_FLOAT, width: SIDE, height: 1 });
  guest.framebuffer(0, guest.surface(picture, PipeFormat.R32_FLOAT));
  bindPipeline(guest, SIDE, 1);
  const blend = guest.handle();
  const add = { rgbFunc: 0, rgbSrcFactor: p.BlendFactor.ONE, rgbDstFactor: p.BlendFactor.ONE };
  const target = {
    ...add,
    blendEnable: 1,
    alphaFunc: 0,
    alphaSrcFactor: p.BlendFactor.ONE,
    alphaDstFactor: p.BlendFactor.ONE,
    colormask: 0xf,
  };
  guest.submit(
    command(p.encodeCreateBlend, {
      handle: blend,
      independentBlendEnable: 0,
      logicopEnable: 0,
      dither: 0,
      alphaToCoverage: 0,
      alphaToOne: 0,
      logicopFunc: 0,
      rt: Array.from({ length: 8 }, () => target),
    }),
    command(p.encodeBindObject, { objectType: ObjectType.BLEND, handle: blend }),
    command(p.encodeClear, { buffers: p.PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 0, stencil: 0 }),
  );
  return picture;
}

const x = (column: number): number => (column / SIDE) * 2 - 1;
const cells = Array.from({ length: SIDE }, (_, i) => i);
/** Vertices of one pass over the row, for each primitive that can be cut. */
const passes: readonly (readonly [name: string, mode: number, vertices: readonly number[]])[] = [
  ['points', PipePrim.POINTS, cells.flatMap((i) => [x(i + 0.5), 0, 0, 1])],
  [
    'a triangle strip',
    PipePrim.TRIANGLE_STRIP,
    // The first and the last vertex twice: what joins two passes has no area.
    [[0, -1], ...Array.from({ length: 2 * SIDE + 2 }, (_, i) => [i >> 1, (i & 1) * 2 - 1]), [SIDE, 1]].flatMap(([i, y]) => [
      x(i!),
      y!,
      0,
      1,
    ]),
  ],
];

test.runIf(isSoftware).each(passes)('%s in slices leave nothing out and draw nothing twice', (_name, mode, vertices) => {
  using guest = bench.guest();
  const picture = countingRow(guest);
  const perPass = vertices.length / 4;
  const count = 2 ** 20 + 12_345;
  const times = Math.ceil(count / perPass);
  const data = new Float32Array(times * vertices.length);
  for (let i = 0; i < times; i++) data.set(vertices, i * vertices.length);
  const id = guest.buffer(data.byteLength);
  guest.write(id, new Uint8Array(data.buffer), { width: data.byteLength });
  guest.submit(command(p.encodeSetVertexBuffers, { buffer: [{ stride: 16, offset: 0, handle: id }] }));
  expect(drawArrays(guest, mode, times * perPass), guest.log.at(-1)).toBe(0);
  const bytes = guest.read(picture, SIDE * 4, { width: SIDE });
  const counts = new Float32Array(bytes.buffer, bytes.byteOffset, SIDE);
  expect([...new Set(counts)]).toEqual([times]);
});

test('a draw whose primitive the geometry shader does not take is skipped without an error of GL', () => {
  using guest = bench.guest();
  const picture = countingRow(guest);
  bindPositions(
    guest,
    cells.flatMap((i) => [x(i + 0.5), 0, 0, 1]),
  );
  const text = `GEOM
PROPERTY GS_INPUT_PRIMITIVE TRIANGLES
PROPERTY GS_OUTPUT_PRIMITIVE POINTS
PROPERTY GS_MAX_OUTPUT_VERTICES 1
PROPERTY GS_INVOCATIONS 1
DCL IN[][0], POSITION
DCL OUT[0], POSITION
IMM[0] UINT32 {0, 0, 0, 0}
MOV OUT[0], IN[0][0]
EMIT IMM[0].xxxx
END
`;
  const handle = makeShader(guest, p.PipeShader.GEOMETRY, text);
  guest.submit(command(p.encodeBindShader, { handle, type: p.PipeShader.GEOMETRY }));
  for (const mode of [PipePrim.POINTS, PipePrim.LINES, PipePrim.LINE_STRIP, PipePrim.TRIANGLES_ADJACENCY]) {
    expect(drawArrays(guest, mode, 6)).toBe(Status.ILLEGAL_VALUE);
  }
  expect(drawArrays(guest, PipePrim.TRIANGLE_STRIP, 3), guest.log.at(-1)).toBe(0);
  expect(bench.glErrors()).toBe('');
  const bytes = guest.read(picture, SIDE * 4, { width: SIDE });
  expect([...new Float32Array(bytes.buffer, bytes.byteOffset, 3)]).toEqual([1, 0, 0]);
});
