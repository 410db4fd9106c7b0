import { PipeFormat, PipeTarget } from '@virglass/protocol';
import type { BackingSegment, ResourceArgs, TransferBox } from '@virglass/virtio-gpu';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatTable } from '../formats/table.ts';
import { backingBytes, findRun, gatherBox, GuestRun, scatterBox, writeGuest } from './guest-memory.ts';
import { BoxLayout, layOutBox, levelLayers, minify } from './transfer-layout.ts';

const table = formatTable(false);
const formats = [PipeFormat.R8_UNORM, PipeFormat.B5G6R5_UNORM, PipeFormat.R32G32B32_FLOAT, PipeFormat.DXT1_RGB, PipeFormat.ASTC_8x5].map(
  (id) => table[id]!,
);
const targets = [PipeTarget.TEXTURE_2D, PipeTarget.TEXTURE_3D, PipeTarget.TEXTURE_CUBE, PipeTarget.TEXTURE_2D_ARRAY];

function resource(over: Partial<ResourceArgs>): ResourceArgs {
  const none = { id: 1, target: PipeTarget.TEXTURE_2D, format: 0, bind: 8, width: 1, height: 1, depth: 1 };
  return { ...none, arraySize: 1, lastLevel: 0, samples: 0, flags: 0, ...over };
}

function boxOf(over: Partial<TransferBox>): TransferBox {
  return { level: 0, x: 0, y: 0, z: 0, width: 1, height: 1, depth: 1, stride: 0, layerStride: 0, offset: 0, ...over };
}

/** Cuts a block into runs at the given places, each run with some bytes of nothing around it in a memory of its own. */
function segmentsOf(bytes: Uint8Array, cuts: readonly number[]): BackingSegment[] {
  const edges = [0, ...[...new Set(cuts.map((c) => c % (bytes.length + 1)))].sort((a, b) => a - b), bytes.length];
  const segments: BackingSegment[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const length = edges[i + 1]! - edges[i]!;
    const memory = new Uint8Array(length + 6).fill(0xee);
    memory.set(bytes.subarray(edges[i], edges[i + 1]), 3);
    segments.push({ memory: { address: 0, byteLength: memory.length, bytes: memory }, offset: 3, length });
  }
  return segments;
}

function joined(segments: readonly BackingSegment[]): Uint8Array {
  const out = new Uint8Array(backingBytes(segments));
  let at = 0;
  for (const s of segments) {
    out.set(s.memory.bytes.subarray(s.offset, s.offset + s.length), at);
    at += s.length;
  }
  return out;
}

/** A resource, a box inside one of its levels, strides with gaps, and memory in pieces. */
const transfers = fc
  .record({
    format: fc.constantFrom(...formats),
    target: fc.constantFrom(...targets),
    width: fc.integer({ min: 1, max: 70 }),
    height: fc.integer({ min: 1, max: 40 }),
    layers: fc.integer({ min: 1, max: 6 }),
    level: fc.integer({ min: 0, max: 3 }),
    gaps: fc.tuple(fc.integer({ min: -1, max: 9 }), fc.integer({ min: -1, max: 20 })),
    at: fc.integer({ min: 0, max: 30 }),
    cuts: fc.array(fc.nat(20000), { maxLength: 6 }),
    box: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 6, maxLength: 6 }),
  })
  .map((r) => {
    const cube = r.target === PipeTarget.TEXTURE_CUBE;
    const args = resource({
      target: r.target,
      width: r.width,
      height: cube ? r.width : r.height,
      depth: r.target === PipeTarget.TEXTURE_3D ? r.layers : 1,
      arraySize: cube ? 6 : r.target === PipeTarget.TEXTURE_2D_ARRAY ? r.layers : 1,
      lastLevel: r.level,
    });
    const w = minify(args.width, r.level);
    const h = minify(args.height, r.level);
    const d = levelLayers(args, r.level);
    const { blockWidth, blockHeight, blockBytes } = r.format;
    const span = (a: number, b: number, size: number, block: number): [number, number] => {
      const blocks = Math.ceil(size / block);
      const from = Math.floor(a * blocks);
      const to = from + 1 + Math.floor(b * (blocks - from));
      return [from * block, Math.min(to * block, size) - from * block];
    };
    const [x, width] = span(r.box[0]!, r.box[1]!, w, blockWidth);
    const [y, height] = span(r.box[2]!, r.box[3]!, h, blockHeight);
    const [z, depth] = span(r.box[4]!, r.box[5]!, d, 1);
    const rowBytes = Math.ceil(width / blockWidth) * blockBytes;
    const rows = Math.ceil(height / blockHeight);
    const stride = r.gaps[0] < 0 ? 0 : rowBytes + r.gaps[0];
    const realStride = stride === 0 ? Math.ceil(w / blockWidth) * blockBytes : stride;
    const layerStride = r.gaps[1] < 0 ? 0 : realStride * rows + r.gaps[1];
    const realLayer = layerStride === 0 ? realStride * Math.ceil(h / blockHeight) : layerStride;
    const total = r.at + (depth - 1) * realLayer + (rows - 1) * realStride + rowBytes;
    return {
      args,
      format: r.format,
      box: boxOf({ level: r.level, x, y, z, width, height, depth, stride, layerStride, offset: r.at }),
      naive: { rowBytes, rows, depth, stride: realStride, layerStride: realLayer },
      total,
      cuts: r.cuts,
    };
  });

describe('transfer layout', () => {
  test('gathers and scatters what a naive copy does', () => {
    fc.assert(
      fc.property(transfers, ({ args, format, box, naive, total, cuts }) => {
        const layout = new BoxLayout();
        expect(layOutBox(args, format, false, box, layout)).toBeNull();
        expect(box.offset + layout.span).toBe(total);
        const bytes = Uint8Array.from({ length: total }, (_, i) => (i * 37 + (i >> 8) * 11) & 0xff);
        const packed: number[] = [];
        const offsets: number[] = [];
        for (let z = 0; z < naive.depth; z++) {
          for (let y = 0; y < naive.rows; y++) {
            for (let b = 0; b < naive.rowBytes; b++) {
              const at = box.offset + z * naive.layerStride + y * naive.stride + b;
              packed.push(bytes[at]!);
              offsets.push(at);
            }
          }
        }
        expect(layout.packedBytes).toBe(packed.length);
        const segments = segmentsOf(bytes, cuts);
        const gathered = new Uint8Array(packed.length + 4).fill(0xaa);
        gatherBox(segments, box.offset, layout, gathered, 2);
        expect([...gathered.subarray(2, -2)]).toEqual(packed);
        expect([gathered[0], gathered[1], gathered.at(-1), gathered.at(-2)]).toEqual([0xaa, 0xaa, 0xaa, 0xaa]);

        const source = Uint8Array.from(packed, (_, i) => (i * 101 + 7) & 0xff);
        scatterBox(segments, box.offset, layout, source, 0);
        const expected = bytes.slice();
        offsets.forEach((at, i) => (expected[at] = source[i]!));
        expect([...joined(segments)]).toEqual([...expected]);
      }),
      { numRuns: 300 },
    );
  });

  test('a run is found exactly when the range lies in one', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { maxLength: 5 }), fc.nat(110), fc.integer({ min: 1, max: 60 }), (cuts, offset, bytes) => {
        const segments = segmentsOf(new Uint8Array(100), cuts);
        const run = new GuestRun();
        const found = findRun(segments, offset, bytes, run);
        let start = 0;
        const inside = segments.some((s) => {
          const fits = offset >= start && offset + bytes <= start + s.length;
          start += s.length;
          return fits;
        });
        expect(found).toBe(inside);
        if (found) expect(run.offset + bytes).toBeLessThanOrEqual(run.memory!.byteLength - 3);
      }),
    );
  });

  test('results are written whole or not at all', () => {
    const segments = segmentsOf(new Uint8Array(10), [4]);
    expect(writeGuest(segments, 2, Uint8Array.of(1, 2, 3, 4))).toBe(true);
    expect([...joined(segments)]).toEqual([0, 0, 1, 2, 3, 4, 0, 0, 0, 0]);
    expect(writeGuest(segments, 8, Uint8Array.of(9, 9, 9))).toBe(false);
    expect(joined(segments)[8]).toBe(0);
  });
});

const rgba = table[PipeFormat.R8G8B8A8_UNORM]!;
const dxt = table[PipeFormat.DXT1_RGB]!;
const big = 0xffffffff;

describe('boxes that are refused', () => {
  const texture = resource({ width: 100, height: 50, lastLevel: 2 });
  test.each([
    ['level that is not there', texture, rgba, { level: 3 }, /level 3/],
    ['to the right', texture, rgba, { x: 99, width: 2 }, /outside/],
    ['below', texture, rgba, { y: 50, height: 1 }, /outside/],
    ['behind', texture, rgba, { z: 1 }, /outside/],
    ['outside a smaller level', texture, rgba, { level: 1, width: 51 }, /outside/],
    ['sum past 32 bits', texture, rgba, { x: big, width: 2 }, /outside/],
    ['width past everything', texture, rgba, { width: big, height: big, depth: big }, /outside/],
    ['stride shorter than a row', texture, rgba, { width: 10, height: 2, stride: 39 }, /stride of 39/],
    [
      'layer stride shorter than a layer',
      resource({ ...texture, target: PipeTarget.TEXTURE_3D, depth: 4, lastLevel: 0 }),
      rgba,
      { width: 2, height: 2, depth: 2, stride: 8, layerStride: 15 },
      /layer stride of 15/,
    ],
    ['half a block', texture, dxt, { x: 2, width: 4, height: 4 }, /blocks/],
    ['half a block wide', texture, dxt, { width: 6, height: 4 }, /blocks/],
  ] as const)('%s', (_name, args, format, over, cause) => {
    expect(layOutBox(args, format, false, boxOf(over), new BoxLayout())).toMatch(cause);
  });

  test.each([
    ['past the end', { x: 90, width: 11 }],
    ['second row', { height: 2 }],
    ['second level', { level: 1 }],
    ['sum past 32 bits', { x: big, width: big }],
  ] as const)('buffer: %s', (_name, over) => {
    const buffer = resource({ target: PipeTarget.BUFFER, width: 100 });
    expect(layOutBox(buffer, table[PipeFormat.R8_UNORM]!, true, boxOf(over), new BoxLayout())).toBeTypeOf('string');
  });
});

describe('boxes that are taken', () => {
  test('blocks cut by the edge of a level', () => {
    const layout = new BoxLayout();
    const texture = resource({ width: 10, height: 6, lastLevel: 1 });
    expect(layOutBox(texture, dxt, false, boxOf({ x: 8, y: 4, width: 2, height: 2 }), layout)).toBeNull();
    expect([layout.rowBytes, layout.rows, layout.span]).toEqual([8, 1, 8]);
    expect(layOutBox(texture, dxt, false, boxOf({ level: 1, width: 5, height: 3 }), layout)).toBeNull();
    expect([layout.rowBytes, layout.rows, layout.stride]).toEqual([16, 1, 16]);
  });

  test('nothing', () => {
    const layout = new BoxLayout();
    expect(layOutBox(resource({ width: 4, height: 4 }), rgba, false, boxOf({ width: 0 }), layout)).toBeNull();
    expect(layout.span).toBe(0);
    expect(layOutBox(resource({ width: 4, height: 4 }), rgba, false, boxOf({ depth: 0, z: 1 }), layout)).toBeNull();
    expect(layout.span).toBe(0);
  });

  test('one row with any stride', () => {
    const layout = new BoxLayout();
    expect(layOutBox(resource({ width: 100 }), rgba, false, boxOf({ width: 100, stride: 4, layerStride: 1 }), layout)).toBeNull();
    expect(layout.span).toBe(400);
  });
});
