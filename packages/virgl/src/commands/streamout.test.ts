import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, makeShader, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

const { PipeBind, PipeFormat, PipePrim, PipeQuery } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());

/** One float a vertex: x of the position. */
const streamOutput = {
  stride: [1, 0, 0, 0] as const,
  outputs: [{ registerIndex: 0, numComponents: 1, buffer: 0, dstOffset: 0 }],
};
const positions = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((x) => [x, 0, 0, 8]);

let guest: VirglGuest;
let output: number;
function setUp(): VirglGuest {
  const one = bench.guest();
  one.framebuffer(0, one.surface(one.resource({}), PipeFormat.R8G8B8A8_UNORM));
  bindPipeline(one, 4, 4, { streamOutput });
  bindPositions(one, positions);
  return one;
}
beforeEach(() => {
  guest = setUp();
  output = guest.buffer(64, PipeBind.STREAM_OUTPUT);
  guest.write(output, new Uint8Array(64), { width: 64 });
});
afterEach(() => {
  guest[Symbol.dispose]();
  expect(bench.glErrors()).toBe('');
});

function target(bufferOffset = 0, bufferSize = 64): number {
  const handle = guest.handle();
  const status = guest.submit(command(p.encodeCreateStreamoutTarget, { handle, resHandle: output, bufferOffset, bufferSize }));
  expect(status).toBe(0);
  return handle;
}

function bind(...handle: number[]): number {
  return guest.submit(command(p.encodeSetStreamoutTargets, { appendBitmask: 0, handle }));
}

/** What has been written, without the zeros at the end. */
function written(resource = output, of = guest): number[] {
  const values = [...new Float32Array(of.read(resource, 64, { width: 64 }).buffer)];
  while (values.at(-1) === 0) values.pop();
  return values;
}

const draw = (count: number, start = 0, mode: number = PipePrim.POINTS): void => {
  expect(drawArrays(guest, mode, count, { start })).toBe(0);
};

test('draws are written one behind the other', () => {
  expect(bind(target())).toBe(0);
  draw(2);
  draw(1, 4);
  bind();
  draw(3);
  expect(written()).toEqual([1, 2, 5]);
});

test('a new target begins anew, an old one goes on', () => {
  const first = target();
  bind(first);
  draw(2);
  bind();
  bind(first);
  draw(1, 6);
  expect(written()).toEqual([1, 2, 7]);
  bind(target());
  draw(1, 7);
  expect(written()).toEqual([8, 2, 7]);
});

test('primitives are written whole, and no further than the target', () => {
  bind(target(4, 20));
  draw(8, 0, PipePrim.TRIANGLES);
  expect(written()).toEqual([0, 1, 2, 3]);
  bind(target(4, 24));
  draw(4, 0, PipePrim.TRIANGLE_STRIP);
  expect(written().slice(1, 4)).toEqual([1, 2, 3]);
  expect(
    written()
      .slice(4)
      .toSorted((x, y) => x - y),
  ).toEqual([2, 3, 4]);
});

test('another kind of primitive goes on behind', () => {
  bind(target());
  draw(2);
  draw(3, 3, PipePrim.TRIANGLES);
  draw(2, 6, PipePrim.LINES);
  expect(written()).toEqual([1, 2, 4, 5, 6, 7, 8]);
});

test('another program goes on behind', () => {
  bind(target());
  draw(2);
  const text = 'FRAG\nDCL OUT[0], COLOR\nIMM[0] FLT32 { 0.0, 0.0, 0.0, 0.0}\n  0: MOV OUT[0], IMM[0]\n  1: END\n';
  guest.submit(command(p.encodeBindShader, { handle: makeShader(guest, p.PipeShader.FRAGMENT, text), type: p.PipeShader.FRAGMENT }));
  draw(2, 4);
  expect(written()).toEqual([1, 2, 5, 6]);
});

test('two guests write in turns', () => {
  const other = setUp();
  const otherOutput = other.buffer(64, PipeBind.STREAM_OUTPUT);
  other.write(otherOutput, new Uint8Array(64), { width: 64 });
  const handle = other.handle();
  other.submit(
    command(p.encodeCreateStreamoutTarget, { handle, resHandle: otherOutput, bufferOffset: 0, bufferSize: 64 }),
    command(p.encodeSetStreamoutTargets, { appendBitmask: 0, handle: [handle] }),
  );
  bind(target());
  draw(1);
  drawArrays(other, PipePrim.POINTS, 2, { start: 4 });
  draw(1, 2);
  drawArrays(other, PipePrim.POINTS, 1, { start: 7 });
  expect(written()).toEqual([1, 3]);
  expect(written(otherOutput, other)).toEqual([5, 6, 8]);
  other[Symbol.dispose]();
});

test('a draw takes its count from what was written', () => {
  const query = guest.handle();
  const result = guest.buffer(16, PipeBind.CUSTOM);
  guest.submit(
    command(p.encodeCreateQuery, { handle: query, type: PipeQuery.PRIMITIVES_GENERATED, index: 0, offset: 0, resHandle: result }),
  );
  const handle = target(0, 60);
  bind(handle);
  draw(2);
  draw(3, 0, PipePrim.TRIANGLES);
  bind();
  for (const [countFromSo, expected] of [
    [60, 5],
    [56, 0],
  ] as const) {
    guest.submit(command(p.encodeBeginQuery, { handle: query }));
    expect(drawArrays(guest, PipePrim.POINTS, 0, { countFromSo })).toBe(0);
    guest.submit(command(p.encodeEndQuery, { handle: query }), command(p.encodeGetQueryResult, { handle: query, wait: 0 }));
    guest.device.finish();
    expect(new Uint32Array(guest.backing(result).slice().buffer)[2]).toBe(expected);
  }
  // Counting did not disturb the position.
  bind(handle);
  draw(1, 7);
  expect(written()).toEqual([1, 2, 1, 2, 3, 8]);
});

test('the emitted primitives are counted', () => {
  const query = guest.handle();
  const result = guest.buffer(16, PipeBind.CUSTOM);
  guest.submit(command(p.encodeCreateQuery, { handle: query, type: PipeQuery.PRIMITIVES_EMITTED, index: 0, offset: 0, resHandle: result }));
  bind(target(0, 12));
  draw(1);
  guest.submit(command(p.encodeBeginQuery, { handle: query }));
  draw(8);
  guest.submit(command(p.encodeEndQuery, { handle: query }), command(p.encodeGetQueryResult, { handle: query, wait: 0 }));
  guest.device.finish();
  expect(new Uint32Array(guest.backing(result).slice().buffer)[2]).toBe(2);
  expect(written()).toEqual([1, 1, 2]);
});

test('targets go while they are bound', () => {
  const handle = target();
  bind(handle);
  draw(1);
  guest.submit(command(p.encodeDestroyObject, { objectType: p.ObjectType.STREAMOUT_TARGET, handle }));
  draw(2);
  expect(bind()).toBe(0);
  expect(written()).toEqual([1]);
});

test('a missing buffer makes a draw without stream output', () => {
  expect(bind(0, target())).toBe(0);
  draw(2);
  expect(written()).toEqual([]);
});

test('many sets of targets do not pile up', () => {
  for (let i = 0; i < 100; i++) {
    bind(target());
    draw(1, i % 8);
  }
  expect(written()).toEqual([4]);
});

test('what cannot be is refused', () => {
  const create = (args: Partial<p.CreateStreamoutTargetArgs>): number =>
    guest.submit(
      command(p.encodeCreateStreamoutTarget, { handle: guest.handle(), resHandle: output, bufferOffset: 0, bufferSize: 64, ...args }),
    );
  expect(create({ bufferOffset: 4 })).not.toBe(0);
  expect(create({ bufferOffset: 2, bufferSize: 4 })).not.toBe(0);
  expect(create({ bufferOffset: 0xfffffffc, bufferSize: 8 })).not.toBe(0);
  expect(create({ resHandle: 99 })).not.toBe(0);
  expect(bind(4711)).not.toBe(0);
  expect(bind(0, 0, 0, 0)).toBe(0);
  expect(bind(0, 0, 0, 0, 0)).not.toBe(0);
});
