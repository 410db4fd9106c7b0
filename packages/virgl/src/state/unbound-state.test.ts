/** State objects that a guest never bound are at rest, whatever the guest before it had bound. */
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, makeShader, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, expect, test } from 'vitest';

const { BlendFactor, CompareFunc, ObjectType, PipeFormat, PipePrim, PipeShader } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());

const cover = [-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1];
const white = [255, 255, 255, 255];

/** A target of one pixel to draw to; its resource. */
function target(guest: VirglGuest, count = 1): number[] {
  const ids = Array.from({ length: count }, () => guest.resource({ width: 1, height: 1 }));
  guest.framebuffer(0, ...ids.map((id) => guest.surface(id, PipeFormat.R8G8B8A8_UNORM)));
  return ids;
}

function bindBlend(guest: VirglGuest, factor: number, enable: number): void {
  const handle = guest.handle();
  const rt = {
    blendEnable: enable,
    rgbFunc: 0,
    rgbSrcFactor: factor,
    rgbDstFactor: factor,
    alphaFunc: 0,
    alphaSrcFactor: factor,
    alphaDstFactor: factor,
    colormask: enable === 0 ? 0xf : 0,
  };
  const status = guest.submit(
    command(p.encodeCreateBlend, {
      handle,
      independentBlendEnable: 0,
      logicopEnable: 0,
      dither: 0,
      alphaToCoverage: 0,
      alphaToOne: 0,
      logicopFunc: 0,
      rt: Array.from({ length: 8 }, () => rt),
    }),
    command(p.encodeBindObject, { objectType: ObjectType.BLEND, handle }),
  );
  expect(status, guest.log.at(-1)).toBe(0);
}

/** A guest that culls, discards, clips and masks all it draws. */
function drawNothing(guest: VirglGuest): void {
  target(guest);
  const stencil = { enabled: 1, func: CompareFunc.NEVER, failOp: 0, zpassOp: 0, zfailOp: 0, valuemask: 0xff, writemask: 0xff };
  bindPipeline(guest, 1, 1, {
    rasterizer: { rasterizerDiscard: 1, cullFace: 3, scissor: 1 },
    dsa: { depthEnable: 1, depthFunc: CompareFunc.NEVER, stencil: [stencil, stencil] },
  });
  bindBlend(guest, BlendFactor.SRC1_COLOR, 1);
  bindPositions(guest, cover);
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
}

test('a guest that binds no state objects draws plainly', () => {
  using other = bench.guest();
  drawNothing(other);
  using guest = bench.guest();
  const [pixel] = target(guest);
  const vertex = makeShader(guest, PipeShader.VERTEX, 'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\n  0: MOV OUT[0], IN[0]\n  1: END\n');
  const text = 'FRAG\nDCL OUT[0], COLOR\nIMM[0] FLT32 {1.0, 1.0, 1.0, 1.0}\n  0: MOV OUT[0], IMM[0]\n  1: END\n';
  const elements = guest.handle();
  guest.submit(
    command(p.encodeCreateVertexElements, {
      handle: elements,
      element: [{ srcOffset: 0, instanceDivisor: 0, vertexBufferIndex: 0, srcFormat: PipeFormat.R32G32B32A32_FLOAT }],
    }),
    command(p.encodeBindObject, { objectType: ObjectType.VERTEX_ELEMENTS, handle: elements }),
    command(p.encodeBindShader, { handle: vertex, type: PipeShader.VERTEX }),
    command(p.encodeBindShader, { handle: makeShader(guest, PipeShader.FRAGMENT, text), type: PipeShader.FRAGMENT }),
    command(p.encodeSetViewportState, { startSlot: 0, viewport: [{ scale: [0.5, 0.5, 0.5], translate: [0.5, 0.5, 0.5] }] }),
  );
  bindPositions(guest, cover);
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
  expect([...guest.read(pixel!, 4, {})]).toEqual(white);
  expect(bench.glErrors()).toBe('');
});

test('two colour buffers can be drawn to after another guest blended with two sources', () => {
  using other = bench.guest();
  drawNothing(other);
  using guest = bench.guest();
  const pixels = target(guest, 2);
  bindPipeline(guest, 1, 1);
  bindPositions(guest, cover);
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
  for (const pixel of pixels) expect([...guest.read(pixel, 4, {})]).toEqual(white);
  expect(bench.glErrors()).toBe('');
});

test.each([
  ['huge', 1e30],
  ['not a number', Number.NaN],
  ['infinite', Number.POSITIVE_INFINITY],
])('a viewport whose numbers are %s is no error', (_, value) => {
  using guest = bench.guest();
  target(guest);
  bindPipeline(guest, 1, 1);
  bindPositions(guest, cover);
  guest.submit(
    command(p.encodeSetViewportState, { startSlot: 0, viewport: [{ scale: [value, value, value], translate: [value, value, value] }] }),
  );
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
  expect(bench.glErrors()).toBe('');
});
