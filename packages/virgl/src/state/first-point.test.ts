/** Points outside the view volume are not drawn, whatever the first point of the context was drawn on. */
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, makeShader, VirglBench, type VirglGuest } from '@virglass/testkit';
import { expect, test } from 'vitest';

const { PipeBind, PipeFormat, PipePrim } = p;
const SIDE = 64;

/** Passes points on: hosts may clip what comes out of a geometry shader in another place than what comes out of a vertex shader. */
const GEOMETRY = `GEOM
PROPERTY GS_INPUT_PRIMITIVE POINTS
PROPERTY GS_OUTPUT_PRIMITIVE POINTS
PROPERTY GS_MAX_OUTPUT_VERTICES 1
DCL IN[][0], POSITION
DCL OUT[0], POSITION
IMM[0] UINT32 {0, 0, 0, 0}
  0: MOV OUT[0], IN[0][0]
  1: EMIT IMM[0].xxxx
  2: END
`;

/** How many pixels a point outside a picture leaves in it; draws it from a guest that is new. */
function pixelsOfPointOutside(guest: VirglGuest, format: number, y: number): number {
  // As windows are made: software hosts keep the texels of some of them in another order, and draw on those in another way.
  const bind = PipeBind.RENDER_TARGET | PipeBind.DISPLAY_TARGET;
  const picture = guest.resource({ format, bind, width: SIDE, height: SIDE });
  guest.framebuffer(0, guest.surface(picture, format));
  bindPipeline(guest, SIDE, SIDE);
  guest.submit(command(p.encodeBindShader, { handle: makeShader(guest, p.PipeShader.GEOMETRY, GEOMETRY), type: p.PipeShader.GEOMETRY }));
  guest.submit(command(p.encodeClear, { buffers: p.PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 0, stencil: 0 }));
  bindPositions(guest, [0.9, y, 0, 1]);
  expect(drawArrays(guest, PipePrim.POINTS, 1), guest.log.at(-1)).toBe(0);
  return guest.read(picture, SIDE * SIDE * 4, { width: SIDE, height: SIDE }).filter((byte) => byte !== 0).length / 4;
}

const isGles = (process.env['VIRGLASS_TEST_GL'] ?? '').includes('gles');

// OpenGL ES on llvmpipe draws such points whatever was drawn first.
test.skipIf(isGles).each([
  ['B8G8R8A8_UNORM', 'R8G8B8A8_UNORM'],
  ['R8G8B8A8_UNORM', 'B8G8R8A8_UNORM'],
] as const)('a point outside %s, then one outside %s', (first, second) => {
  // A context of its own: what is tested happens once in a context.
  using bench = new VirglBench();
  // Far outside, and where a pixel of the picture is if these are taken for window coordinates.
  for (const [format, y] of [
    [first, 3],
    [second, 1.9],
    [first, 1.9],
  ] as const) {
    using guest = bench.guest();
    expect(pixelsOfPointOutside(guest, PipeFormat[format], y), format).toBe(0);
  }
  expect(bench.glErrors()).toBe('');
});
