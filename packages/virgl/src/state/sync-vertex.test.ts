import * as p from '@virglass/protocol';
import { bindPipeline, command, drawArrays, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const { PipeFormat } = p;
const SIZE = 4;

const VERTEX = `VERT
DCL IN[0]
DCL IN[1]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
  0: MOV OUT[0], IN[0]
  1: MOV OUT[1], IN[1]
  2: END
`;

const FRAGMENT = `FRAG
DCL IN[0], GENERIC[0], PERSPECTIVE
DCL OUT[0], COLOR
  0: MOV OUT[0], IN[0]
  1: END
`;

/** A triangle over the whole target, behind three vertices that cover nothing. */
const POSITIONS = [...Array.from({ length: 3 }, () => [9, 9, 0, 1]), [-1, -1, 0, 1], [3, -1, 0, 1], [-1, 3, 0, 1]].flat();

describe.each(['', '+no-vertex-attrib-binding', '+no-base-vertex', '+no-vertex-attrib-binding,+no-base-vertex'])('quirks %j', (quirks) => {
  let bench: VirglBench;
  let guest: VirglGuest;
  let target: number;

  beforeAll(() => {
    bench = new VirglBench({ quirks });
    guest = bench.guest();
    target = guest.resource({ width: SIZE, height: SIZE });
    guest.framebuffer(0, guest.surface(target, PipeFormat.R8G8B8A8_UNORM));
    bindPipeline(guest, SIZE, SIZE, { vertex: VERTEX, fragment: FRAGMENT });
    const positions = guest.buffer(POSITIONS.length * 4);
    guest.write(positions, new Uint8Array(Float32Array.from(POSITIONS).buffer), { width: POSITIONS.length * 4 });
    const colors = guest.buffer(32);
    guest.write(colors, new Uint8Array(Float32Array.of(0, 0, 0, 0, 0.2, 0.4, 0.6, 1).buffer), { width: 32 });
    const elements = guest.handle();
    const element = { instanceDivisor: 0, srcOffset: 0, srcFormat: PipeFormat.R32G32B32A32_FLOAT };
    const status = guest.submit(
      command(p.encodeCreateVertexElements, {
        handle: elements,
        element: [
          { ...element, vertexBufferIndex: 0 },
          { ...element, vertexBufferIndex: 1 },
        ],
      }),
      command(p.encodeBindObject, { objectType: p.ObjectType.VERTEX_ELEMENTS, handle: elements }),
      command(p.encodeSetVertexBuffers, {
        buffer: [
          { stride: 16, offset: 0, handle: positions },
          { stride: 0, offset: 16, handle: colors },
        ],
      }),
    );
    expect([status, guest.log]).toEqual([0, []]);
  });

  afterAll(() => {
    guest[Symbol.dispose]();
    bench[Symbol.dispose]();
  });

  function draw(args: Partial<p.DrawVboArgs>): number[] {
    guest.submit(command(p.encodeClear, { buffers: p.PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 1, stencil: 0 }));
    const status = drawArrays(guest, p.PipePrim.TRIANGLES, 3, args);
    expect([status, guest.log]).toEqual([0, []]);
    expect(bench.glErrors()).toBe('');
    return [...guest.read(target, 4, { x: SIZE - 1, y: SIZE - 1 })];
  }

  test('a stride of 0 gives all vertices one value', () => {
    expect(draw({ start: 3 })).toEqual([51, 102, 153, 255]);
    expect(draw({ start: 0 })).toEqual([0, 0, 0, 0]);
  });

  test('an index bias moves per-vertex attributes only', () => {
    const indices = guest.buffer(8, p.PipeBind.INDEX_BUFFER);
    guest.write(indices, [0, 0, 1, 0, 2, 0, 0, 0], { width: 8 });
    guest.submit(command(p.encodeSetIndexBuffer, { handle: indices, buffer: { indexSize: 2, offset: 0 } }));
    expect(draw({ indexed: 1 })).toEqual([0, 0, 0, 0]);
    expect(draw({ indexed: 1, indexBias: 3 })).toEqual([51, 102, 153, 255]);
    expect(draw({ indexed: 1 })).toEqual([0, 0, 0, 0]);
  });
});
