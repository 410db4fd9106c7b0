import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, floatBits, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';

const { PipeBind, PipeClear, PipeFormat, PipePrim, PipeQuery, QueryState, RenderCondition } = p;
const bench = new VirglBench();
afterAll(() => bench[Symbol.dispose]());

/** A guest with a framebuffer of 4x4 pixels that draws points, one sample each. */
class Drawer {
  readonly guest: VirglGuest;
  readonly target: number;

  constructor() {
    this.guest = bench.guest();
    this.target = this.guest.resource({});
    this.guest.framebuffer(0, this.guest.surface(this.target, PipeFormat.R8G8B8A8_UNORM));
    bindPipeline(this.guest, 4, 4);
    const centres = Array.from({ length: 16 }, (_, i) => [(i % 4) * 0.5 - 0.75, Math.floor(i / 4) * 0.5 - 0.75, 0, 1]);
    bindPositions(this.guest, centres.flat());
    this.clear();
  }

  draw(points: number): void {
    expect(drawArrays(this.guest, PipePrim.POINTS, points)).toBe(0);
  }

  clear(): void {
    this.guest.submit(command(p.encodeClear, { buffers: PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 0, stencil: 0 }));
  }

  /** Number of pixels drawn. */
  drawn(): number {
    return this.guest.read(this.target, 64, { width: 4, height: 4 }).filter((value, i) => i % 4 === 0 && value !== 0).length;
  }

  query(type: number, index = 0): TestQuery {
    const { guest } = this;
    const buffer = guest.buffer(32, PipeBind.CUSTOM);
    const handle = guest.handle();
    const status = guest.submit(command(p.encodeCreateQuery, { handle, type, index, offset: 16, resHandle: buffer }));
    if (status !== 0) throw new Error(guest.log.at(-1));
    return new TestQuery(guest, handle, buffer);
  }
}

class TestQuery {
  readonly guest: VirglGuest;
  readonly handle: number;
  readonly buffer: number;

  constructor(guest: VirglGuest, handle: number, buffer: number) {
    this.guest = guest;
    this.handle = handle;
    this.buffer = buffer;
  }

  begin(): number {
    return this.guest.submit(command(p.encodeBeginQuery, { handle: this.handle }));
  }

  end(): number {
    return this.guest.submit(
      command(p.encodeEndQuery, { handle: this.handle }),
      command(p.encodeGetQueryResult, { handle: this.handle, wait: 0 }),
    );
  }

  /** State and result as the guest's driver sees them after a fence. */
  result(): { state: number; size: number; value: number } {
    this.guest.device.finish();
    const bytes = this.guest.backing(this.buffer);
    const view = new DataView(bytes.buffer, bytes.byteOffset + 16);
    return { state: view.getUint32(0, true), size: view.getUint32(4, true), value: Number(view.getBigUint64(8, true)) };
  }

  get value(): number {
    const { state, value } = this.result();
    return state === QueryState.DONE ? value : NaN;
  }
}

let a: Drawer;
beforeEach(() => {
  a = new Drawer();
});
afterEach(() => {
  a.guest[Symbol.dispose]();
  expect(bench.glErrors()).toBe('');
  expect(bench.renderer.host.queries.pending.length).toBe(0);
});

test.each([
  ['OCCLUSION_COUNTER', PipeQuery.OCCLUSION_COUNTER, 5],
  ['OCCLUSION_PREDICATE', PipeQuery.OCCLUSION_PREDICATE, 1],
  ['OCCLUSION_PREDICATE_CONSERVATIVE', PipeQuery.OCCLUSION_PREDICATE_CONSERVATIVE, 1],
  ['PRIMITIVES_GENERATED', PipeQuery.PRIMITIVES_GENERATED, 5],
  ['PRIMITIVES_EMITTED', PipeQuery.PRIMITIVES_EMITTED, 0],
] as const)('%s', (_name, type, expected) => {
  const query = a.query(type);
  query.begin();
  a.draw(5);
  expect(query.end()).toBe(0);
  expect(query.result()).toEqual({ state: QueryState.DONE, size: 4, value: expected });
  query.begin();
  query.end();
  expect(query.value).toBe(0);
});

test('the result comes with a fence', () => {
  const query = a.query(PipeQuery.OCCLUSION_COUNTER);
  query.begin();
  a.draw(3);
  query.end();
  const fence = a.guest.device.createFence();
  for (let i = 0; i < 1000 && !a.guest.device.fenceSignalled(fence); i++) a.guest.device.waitFence(fence, 1000);
  a.guest.device.destroyFence(fence);
  expect(new Uint32Array(a.guest.backing(query.buffer).slice(16).buffer)[2]).toBe(3);
});

test('times', () => {
  const elapsed = a.query(PipeQuery.TIME_ELAPSED);
  const before = a.query(PipeQuery.TIMESTAMP);
  const after = a.query(PipeQuery.TIMESTAMP);
  before.end();
  elapsed.begin();
  a.draw(16);
  elapsed.end();
  after.end();
  expect(before.result().size).toBe(8);
  expect(before.value).toBeGreaterThan(0);
  expect(after.value).toBeGreaterThanOrEqual(before.value);
  expect(elapsed.value).toBeLessThan(1e10);
  const finished = a.query(PipeQuery.GPU_FINISHED);
  finished.end();
  expect(finished.value).toBe(1);
  const disjoint = a.query(PipeQuery.TIMESTAMP_DISJOINT);
  disjoint.begin();
  disjoint.end();
  expect(disjoint.value).toBe(1e9);
});

test('a query counts only what its own sub-context draws', () => {
  const b = new Drawer();
  const mine = a.query(PipeQuery.OCCLUSION_COUNTER);
  const other = b.query(PipeQuery.OCCLUSION_COUNTER);
  const predicate = b.query(PipeQuery.OCCLUSION_PREDICATE);
  mine.begin();
  a.draw(1);
  b.draw(8);
  other.begin();
  b.draw(2);
  a.draw(4);
  predicate.begin();
  predicate.end();
  a.draw(1);
  b.draw(1);
  mine.end();
  other.end();
  expect([mine.value, other.value, predicate.value]).toEqual([6, 3, 0]);
  b.guest[Symbol.dispose]();
});

test('sub-contexts of one context are told apart', () => {
  const query = a.query(PipeQuery.OCCLUSION_COUNTER);
  query.begin();
  a.draw(2);
  a.guest.submit(command(p.encodeCreateSubCtx, { id: 5 }), command(p.encodeSetSubCtx, { id: 5 }));
  // Another sub-context does not see the query, and nothing it does is counted.
  expect(query.begin()).not.toBe(0);
  a.guest.submit(command(p.encodeSetSubCtx, { id: 0 }));
  a.draw(3);
  query.end();
  expect(query.value).toBe(5);
});

test('queries of one kind may overlap', () => {
  const outer = a.query(PipeQuery.OCCLUSION_COUNTER);
  const inner = a.query(PipeQuery.OCCLUSION_PREDICATE);
  const late = a.query(PipeQuery.OCCLUSION_COUNTER);
  outer.begin();
  a.draw(1);
  inner.begin();
  a.draw(2);
  late.begin();
  inner.end();
  a.draw(4);
  outer.end();
  a.draw(8);
  late.end();
  expect([outer.value, inner.value, late.value]).toEqual([7, 1, 12]);
});

test('clears and blits are not counted, by GL or by shader', () => {
  const query = a.query(PipeQuery.OCCLUSION_COUNTER);
  const primitives = a.query(PipeQuery.PRIMITIVES_GENERATED);
  query.begin();
  primitives.begin();
  a.draw(1);
  a.clear();
  for (const format of [PipeFormat.R8G8B8A8_UNORM, PipeFormat.L8_UNORM]) {
    const id = a.guest.resource({ format });
    const box = { srcX: 0, srcY: 0, srcZ: 0, srcW: 4, srcH: 4, srcD: 1, dstX: 0, dstY: 0, dstZ: 0, dstW: 2, dstH: 2, dstD: 1 };
    const scissor = { scissorEnable: 0, scissorMinx: 0, scissorMiny: 0, scissorMaxx: 0, scissorMaxy: 0 };
    const status = a.guest.submit(
      command(p.encodeBlit, {
        ...box,
        ...scissor,
        mask: 0xf,
        filter: 0,
        renderConditionEnable: 0,
        alphaBlend: 0,
        dstResHandle: a.target,
        dstLevel: 0,
        dstFormat: PipeFormat.R8G8B8A8_UNORM,
        srcResHandle: id,
        srcLevel: 0,
        srcFormat: format,
      }),
    );
    expect(status).toBe(0);
  }
  a.draw(2);
  query.end();
  primitives.end();
  expect([query.value, primitives.value]).toEqual([3, 3]);
});

test('a query of many interruptions is still right', () => {
  const b = new Drawer();
  const query = a.query(PipeQuery.OCCLUSION_COUNTER);
  query.begin();
  for (let i = 0; i < 100; i++) {
    a.draw(1 + (i % 3));
    b.draw(1);
  }
  query.end();
  expect(query.value).toBe(199);
  b.guest[Symbol.dispose]();
});

function condition(query: TestQuery | null, inverted: boolean, mode: number): number {
  return a.guest.submit(
    command(p.encodeSetRenderCondition, { handle: query === null ? 0 : query.handle, condition: inverted ? 1 : 0, mode }),
  );
}

/** A query with some samples, by one GL query or, interrupted by another guest, by two. */
function occlusion(samples: number, interrupted: boolean): TestQuery {
  const query = a.query(PipeQuery.OCCLUSION_PREDICATE);
  query.begin();
  if (samples > 0) a.draw(samples);
  if (interrupted) {
    const b = new Drawer();
    b.draw(1);
    b.guest[Symbol.dispose]();
    a.draw(0);
  }
  query.end();
  a.clear();
  return query;
}

test.each([
  ['GL', false],
  ['the host', true],
])('a render condition decided by %s', (_name, interrupted) => {
  for (const mode of [RenderCondition.WAIT, RenderCondition.BY_REGION_WAIT]) {
    for (const samples of [0, 1]) {
      for (const inverted of [false, true]) {
        const query = occlusion(samples, interrupted);
        expect(condition(query, inverted, mode)).toBe(0);
        a.draw(3);
        condition(null, false, 0);
        expect(a.drawn()).toBe(samples > 0 !== inverted ? 3 : 0);
        a.draw(4);
        expect(a.drawn()).toBe(4);
      }
    }
  }
});

test('a render condition stops clears, but not those of others', () => {
  const b = new Drawer();
  const query = occlusion(0, false);
  a.draw(5);
  condition(query, false, RenderCondition.WAIT);
  b.draw(3);
  expect(b.drawn()).toBe(3);
  a.clear();
  b.clear();
  condition(null, false, 0);
  expect(b.drawn()).toBe(0);
  expect(a.drawn()).toBe(5);
  b.guest[Symbol.dispose]();
});

test('a query may be destroyed while it is active, pending or a condition', () => {
  const active = a.query(PipeQuery.OCCLUSION_COUNTER);
  const other = a.query(PipeQuery.OCCLUSION_COUNTER);
  active.begin();
  other.begin();
  const conditional = occlusion(1, false);
  condition(conditional, false, RenderCondition.WAIT);
  a.guest.submit(command(p.encodeGetQueryResult, { handle: active.handle, wait: 0 }));
  for (const { handle } of [active, conditional])
    a.guest.submit(command(p.encodeDestroyObject, { objectType: p.ObjectType.QUERY, handle }));
  a.draw(2);
  condition(null, false, 0);
  other.end();
  expect(other.value).toBe(3);
});

function intoBuffer(query: TestQuery, resultType: number, offset: number, index = 0, wait = 1): number {
  return a.guest.submit(command(p.encodeGetQueryResultQbo, { handle: query.handle, qboHandle: buffer, wait, resultType, offset, index }));
}

let buffer = 0;

test.each([
  ['GPU', false],
  ['host', true],
])('results into a buffer by the %s', (_name, interrupted) => {
  buffer = a.guest.buffer(32);
  a.guest.write(buffer, new Uint8Array(32), { width: 32 });
  const query = occlusion(2, interrupted);
  expect(intoBuffer(query, p.QueryValueType.U64, 0)).toBe(0);
  expect(intoBuffer(query, p.QueryValueType.I32, 12)).toBe(0);
  expect(intoBuffer(query, p.QueryValueType.U32, 16, -1)).toBe(0);
  expect(intoBuffer(query, p.QueryValueType.U64, 28)).not.toBe(0);
  expect(intoBuffer(query, p.QueryValueType.U32, 32)).not.toBe(0);
  expect(intoBuffer(query, 4, 0)).not.toBe(0);
  expect([...new Uint32Array(a.guest.read(buffer, 32, { width: 32 }).buffer)]).toEqual([1, 0, 0, 1, 1, 0, 0, 0]);
});

test('queries that cannot be are refused', () => {
  const { guest } = a;
  const ok = guest.buffer(16, PipeBind.CUSTOM);
  const create = (args: Partial<p.CreateQueryArgs>): number =>
    guest.submit(command(p.encodeCreateQuery, { handle: guest.handle(), type: 0, index: 0, offset: 0, resHandle: ok, ...args }));
  expect(create({})).toBe(0);
  expect(create({ type: 13 })).not.toBe(0);
  expect(create({ type: 0xffff })).not.toBe(0);
  expect(create({ offset: 1 })).not.toBe(0);
  expect(create({ offset: 0xfffffff0 })).not.toBe(0);
  expect(create({ resHandle: a.target })).not.toBe(0);
  expect(create({ resHandle: 999 })).not.toBe(0);
  expect(create({ type: PipeQuery.PRIMITIVES_GENERATED, index: 4 })).not.toBe(0);
  expect(create({ type: PipeQuery.PIPELINE_STATISTICS, index: 11 })).not.toBe(0);
  const query = a.query(PipeQuery.OCCLUSION_COUNTER);
  expect(guest.submit(command(p.encodeEndQuery, { handle: query.handle }))).not.toBe(0);
  expect(guest.submit(command(p.encodeBeginQuery, { handle: 12345 }))).not.toBe(0);
  expect(condition(query, false, 4)).not.toBe(0);
  expect(floatBits(1)).toBe(0x3f800000);
});

test.runIf(bench.gl.features.transformFeedback3)('a query of the host that counted another stream counts no wrong one later', () => {
  const { PRIMITIVES_GENERATED } = PipeQuery;
  // Two rounds: the second takes what the first has let go.
  for (let round = 0; round < 2; round++) {
    const other = a.query(PRIMITIVES_GENERATED, 1);
    other.begin();
    a.draw(4);
    other.end();
    expect(other.value).toBe(0);
    other.begin();
    other.end();
    const first = a.query(PRIMITIVES_GENERATED);
    first.begin();
    a.draw(4);
    first.end();
    expect(first.value).toBe(4);
  }
});
