/** Draws that differ in their vertices alone are made in one call, and come out as if each had been made by itself. */
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, type Command, command, makeShader, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { MAX_BATCH } from '../limits.ts';

const { ObjectType, PipeBind, PipeFormat, PipePrim, PipeShader } = p;

/** Draw calls that reached GL. */
let calls: string[] = [];
const bench = new VirglBench(undefined, { checkErrors: true }, (gl) => {
  const methods = gl as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of ['drawArrays', 'drawElements', 'drawElementsBaseVertex', 'multiDrawArrays', 'multiDrawElements']) {
    const method = methods[name]!;
    methods[name] = (...args) => {
      calls.push(name);
      return method.apply(gl, args);
    };
  }
});
afterAll(() => bench[Symbol.dispose]());
beforeEach(() => void (calls = []));
const { multiDraw } = bench.gl.features;

const SIDE = 16;
const PIXELS = SIDE * SIDE;

/** A guest whose vertex i is pixel i of its picture, and whose index i is i. */
class Dots implements Disposable {
  readonly guest: VirglGuest = bench.guest();
  readonly picture = this.guest.resource({ width: SIDE, height: SIDE });
  readonly indices = this.#indexBuffer(Array.from({ length: PIXELS }, (_, i) => i));

  constructor(options: Parameters<typeof bindPipeline>[3] = {}) {
    const { guest } = this;
    guest.framebuffer(0, guest.surface(this.picture, PipeFormat.R8G8B8A8_UNORM));
    bindPipeline(guest, SIDE, SIDE, options);
    const centre = (i: number): number => ((i + 0.5) / SIDE) * 2 - 1;
    bindPositions(guest, Array.from({ length: PIXELS }, (_, i) => [centre(i % SIDE), centre(Math.floor(i / SIDE)), 0, 1]).flat());
    guest.submit(command(p.encodeClear, { buffers: p.PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 0, stencil: 0 }));
  }

  #indexBuffer(indices: readonly number[]): number {
    const bytes = new Uint8Array(Uint16Array.from(indices).buffer);
    const id = this.guest.buffer(bytes.length, PipeBind.INDEX_BUFFER);
    this.guest.write(id, bytes, { width: bytes.length });
    return id;
  }

  /** Another index buffer. */
  indexBuffer(indices: readonly number[]): number {
    return this.#indexBuffer(indices);
  }

  /** Numbers of the pixels that are not black. */
  get lit(): number[] {
    const red = this.guest.read(this.picture, PIXELS * 4, { width: SIDE, height: SIDE }).filter((_, i) => i % 4 === 0);
    return [...red.keys()].filter((i) => red[i] !== 0);
  }

  [Symbol.dispose](): void {
    this.guest[Symbol.dispose]();
  }
}

const draw = (args: Partial<p.DrawVboArgs>): Command =>
  command(p.encodeDrawVbo, {
    start: 0,
    count: 1,
    mode: PipePrim.POINTS,
    indexed: 0,
    instanceCount: 1,
    indexBias: 0,
    startInstance: 0,
    primitiveRestart: 0,
    restartIndex: 0,
    minIndex: 0,
    maxIndex: 0xffffffff,
    countFromSo: 0,
    ...args,
  });
const from = (handle: number, index: number): Command =>
  command(p.encodeSetIndexBuffer, handle === 0 ? { handle } : { handle, buffer: { indexSize: 2, offset: 2 * index } });

test.runIf(multiDraw)('draws of other vertices are one call', () => {
  using dots = new Dots();
  expect(dots.guest.submit(...[3, 5, 9].map((start) => draw({ start })))).toBe(0);
  expect(calls).toEqual(['multiDrawArrays']);
  expect(dots.lit).toEqual([3, 5, 9]);
});

test.runIf(multiDraw)('draws of other places of an index buffer are one call', () => {
  using dots = new Dots();
  const commands = [7, 100, 200].flatMap((i) => [from(dots.indices, i), draw({ indexed: 1, count: 2 })]);
  expect(dots.guest.submit(...commands)).toBe(0);
  expect(calls).toEqual(['multiDrawElements']);
  expect(dots.lit).toEqual([7, 8, 100, 101, 200, 201]);
});

test('draws with other base vertices', () => {
  using dots = new Dots();
  expect(dots.guest.submit(from(dots.indices, 4), ...[0, 10, -3].map((indexBias) => draw({ indexed: 1, indexBias })))).toBe(0);
  expect(dots.lit).toEqual([1, 4, 14]);
});

test('more draws than are made in one call', () => {
  using dots = new Dots();
  const count = MAX_BATCH + 3;
  const commands = Array.from({ length: count }, (_, i) => draw({ start: i % PIXELS }));
  expect(dots.guest.submit(...commands)).toBe(0);
  expect(dots.lit).toHaveLength(Math.min(count, PIXELS));
  if (multiDraw) expect(calls).toEqual(['multiDrawArrays', 'multiDrawArrays']);
});

test('draws are made before what comes between them', () => {
  using dots = new Dots();
  const clear = command(p.encodeClear, { buffers: p.PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 0, stencil: 0 });
  expect(dots.guest.submit(draw({ start: 1 }), draw({ start: 2 }), clear, draw({ start: 3 }), draw({ start: 4 }))).toBe(0);
  expect(dots.lit).toEqual([3, 4]);
});

test('draws keep the constants that they were made with', () => {
  using dots = new Dots({ fragment: 'FRAG\nDCL OUT[0], COLOR\nDCL CONST[0][0]\n  0: MOV OUT[0], CONST[0][0]\n  1: END\n' });
  const color = (red: number): Command =>
    command(p.encodeSetConstantBuffer, {
      shaderType: PipeShader.FRAGMENT,
      index: 0,
      data: new Uint32Array(Float32Array.of(red, red, red, 1).buffer),
    });
  const commands = [color(1), draw({ start: 1 }), draw({ start: 2 }), color(0), draw({ start: 3 }), color(1), draw({ start: 4 })];
  expect(dots.guest.submit(...commands)).toBe(0);
  expect(dots.lit).toEqual([1, 2, 4]);
});

test('draws with another index buffer, and the first one gone', () => {
  using dots = new Dots();
  const { guest, indices } = dots;
  const other = dots.indexBuffer([50, 60]);
  const commands = [from(indices, 1), draw({ indexed: 1 }), from(indices, 2), draw({ indexed: 1 }), from(other, 0)];
  expect(guest.submit(...commands, draw({ indexed: 1 }), from(0, 0))).toBe(0);
  guest.device.destroyResource(other);
  expect(dots.lit).toEqual([1, 2, 50]);
});

test('a draw beyond the index buffer is refused by itself', () => {
  using dots = new Dots();
  const { guest, indices } = dots;
  const commands = [1, PIXELS - 1, 2].flatMap((i) => [from(indices, i), draw({ indexed: 1, count: 2 })]);
  expect(guest.submit(...commands)).not.toBe(0);
  expect(guest.log.at(-1)).toMatch(/2 indices of 2 bytes from byte/);
  expect(dots.lit).toEqual([1, 2, 3]);
});

test('draws with and without restarts', () => {
  using dots = new Dots();
  const cut = dots.indexBuffer([1, 0xffff, 2, 3]);
  const restart = { indexed: 1, count: 4, primitiveRestart: 1, restartIndex: 0xffff };
  const commands = [from(cut, 0), draw(restart), draw({ ...restart, indexBias: 10 }), draw({ indexed: 1, count: 1, indexBias: 30 })];
  expect(dots.guest.submit(...commands)).toBe(0);
  expect(dots.lit).toEqual([1, 2, 3, 11, 12, 13, 31]);
});

test('a program that counts draws gets them one by one', () => {
  using dots = new Dots();
  const { guest } = dots;
  const vertex = `VERT
DCL IN[0]
DCL OUT[0], POSITION
DCL SV[0], DRAWID
DCL TEMP[0]
IMM[0] FLT32 {0.125, 0.0, 0.0, 0.0}
U2F TEMP[0].x, SV[0].xxxx
MOV OUT[0], IN[0]
MAD OUT[0].x, TEMP[0].xxxx, IMM[0].xxxx, IN[0].xxxx
END
`;
  guest.submit(command(p.encodeBindShader, { handle: makeShader(guest, PipeShader.VERTEX, vertex), type: PipeShader.VERTEX }));
  const commands = [0, 1, 2].map((drawid) => draw({ start: 0, tess: { verticesPerPatch: 0, drawid } }));
  expect(guest.submit(...commands), guest.log.at(-1)).toBe(0);
  expect(dots.lit).toEqual([0, 1, 2]);
});

test('primitives are counted from the first of each draw', () => {
  using dots = new Dots({
    fragment: `FRAG
DCL SV[0], PRIM_ID
DCL OUT[0], COLOR
DCL TEMP[0]
IMM[0] FLT32 {1.0, 0.0, 0.0, 0.0}
U2F TEMP[0].x, SV[0].xxxx
ADD OUT[0], IMM[0].xxxx, -TEMP[0].xxxx
END
`,
  });
  expect(dots.guest.submit(draw({ start: 1 }), draw({ start: 2 }), draw({ start: 3, count: 2 })), dots.guest.log.at(-1)).toBe(0);
  expect(dots.lit).toEqual([1, 2, 3]);
});

test('vertices have the numbers that they have in draws made one by one', () => {
  using dots = new Dots({
    vertex: `VERT
DCL SV[0], VERTEXID
DCL OUT[0], POSITION
DCL TEMP[0]
IMM[0] FLT32 {0.125, -0.9375, 0.0, 1.0}
I2F TEMP[0].x, SV[0].xxxx
MAD OUT[0].x, TEMP[0].xxxx, IMM[0].xxxx, IMM[0].yyyy
MOV OUT[0].yzw, IMM[0].yyzw
END
`,
  });
  const commands = [draw({ start: 2 }), draw({ start: 5, count: 2 }), from(dots.indices, 8)];
  expect(dots.guest.submit(...commands, draw({ indexed: 1, indexBias: 1 }), draw({ indexed: 1, indexBias: 3 }))).toBe(0);
  expect(dots.lit).toEqual([2, 5, 6, 9, 11]);
});

test('nothing is drawn after a stream that is refused', () => {
  using dots = new Dots();
  const { guest } = dots;
  const wrong = (words: Uint32Array, _floats: Float32Array, at: number): number => {
    words[at] = 0xff;
    return at + 1;
  };
  expect(guest.submit(draw({ start: 1 }), wrong)).not.toBe(0);
  using next = new Dots();
  expect(next.guest.submit(command(p.encodeBindObject, { objectType: ObjectType.BLEND, handle: 0 }), draw({ start: 2 }))).toBe(0);
  expect(next.lit).toEqual([2]);
});
