import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryStream, mutate } from './arbitrary.ts';
import { dumpVirgl, dumpVtest } from './dump.ts';
import { encodeCreateShader, encodeSetBlendColor, encodeSetFramebufferState, encodeVtestCreateRenderer } from './index.ts';
import { printF32 } from './print.ts';

const corpus = new URL('../../../corpus/streams/', import.meta.url);

/** Words of a stream that `write` encodes. */
function stream(write: (words: Uint32Array, floats: Float32Array) => number): Uint32Array {
  const words = new Uint32Array(1024);
  return words.slice(0, write(words, new Float32Array(words.buffer)));
}

/** How often each command occurs in dump lines, as a table. */
function histogram(lines: Iterable<string>): string[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const name = /^ *@?\d+ ((?:vtest |CREATE_OBJECT |BIND_OBJECT |DESTROY_OBJECT )?\S+)/.exec(line)?.[1];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => `${String(count).padStart(8)} ${name}`);
}

test('a line a command, with names for numbers', () => {
  const words = stream((w, f) => {
    let at = encodeSetBlendColor(w, f, 0, { color: [0.25, 1, -0, 1e30] });
    at = encodeSetFramebufferState(w, f, at, { nrCbufs: 2, zsurfHandle: 7, cbufHandle: [3, 0] });
    return encodeCreateShader(w, f, at, {
      handle: 1,
      type: 1,
      offset: 9,
      continuation: 0,
      numTokens: 2,
      soNumOutputs: 0,
      text: 'FRAG\nEND\x1b\0',
    });
  });
  expect(dumpVirgl(words)).toEqual([
    '0 SET_BLEND_COLOR color=[0.25 1 -0 1e+30]',
    '5 SET_FRAMEBUFFER_STATE nrCbufs=2 zsurfHandle=#7 cbufHandle=[#3 none]',
    '10 CREATE_OBJECT SHADER handle=#1 type=FRAGMENT offset=9 numTokens=2 soNumOutputs=0',
    '  | FRAG',
    '  | END\\x1b',
  ]);
});

test.each([
  ['an empty stream', [], []],
  ['a command that is cut off', [0x0004000e, 0], ['0 SET_BLEND_COLOR !! the stream ends here: 4 words of payload wanted, 1 left']],
  ['an unknown command', [0x0001004d, 5, 0], ['0 command 77 !! no such command; 1 words skipped', '2 NOP']],
  ['an unknown object', [0x00016301, 5], ['0 CREATE_OBJECT type 99 !! no such command; 1 words skipped']],
  ['a payload that is too short', [0x0001000e, 0x3f800000], ['0 SET_BLEND_COLOR color=[1] !! ends in color: 4 x 1 words wanted, 1 left']],
  ['a payload that is too long', [0x0002000d, 0x0201, 9], ['0 SET_STENCIL_REF front=1 back=2 !! 1 words more than the fields']],
  [
    'half an optional group',
    [0x0002000b, 1, 2],
    ['0 SET_INDEX_BUFFER handle=#1 buffer={indexSize=2} !! ends at offset: 1 words wanted, 0 left'],
  ],
  [
    'a count that lies',
    [0x00020005, 0xffffffff, 0],
    [
      '0 SET_FRAMEBUFFER_STATE nrCbufs=4294967295 zsurfHandle=none cbufHandle=[] !! ends in cbufHandle: 4294967295 x 1 words wanted, 0 left',
    ],
  ],
  ['an enum without name', [0x0002001f, 3, 9], ['0 BIND_SHADER handle=#3 type=9?']],
])('%s', (_, words, lines) => {
  expect(dumpVirgl(Uint32Array.from(words))).toEqual(lines);
});

test('a limit ends the dump and says what is left', () => {
  expect(dumpVirgl(new Uint32Array(10), { maxLines: 2, indent: '> ' })).toEqual(['> 0 NOP', '> 1 NOP', '> ... 8 more words']);
  expect(dumpVtest(new Uint8Array(3))).toEqual(['@0 !! the recording ends inside a header: 3 bytes left']);
  expect(dumpVtest(new Uint8Array(8))).toEqual(['@0 vtest command 0 !! no such command, length 0; where the next one begins is unknown']);
  const words = stream((w, f) => encodeVtestCreateRenderer(w, f, 0, { name: 'cube\0' }));
  expect(dumpVtest(new Uint8Array(words.buffer, 0, 13))).toEqual(['@0 vtest CREATE_RENDERER', '  | cube']);
  expect(dumpVtest(new Uint8Array(words.buffer, 0, 12))).toEqual([
    '@0 vtest CREATE_RENDERER !! the recording ends here: 13 bytes wanted, 12 left',
  ]);
});

test('damaged streams are dumped without exception, in proportion to their size', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })), (numbers) => {
      const random = (): number => numbers.next().value as number;
      const words = arbitraryStream(5, random);
      expect(dumpVirgl(words).some((line) => line.includes('!!'))).toBe(false);
      const damaged = mutate(words, random);
      expect(damaged.length).toBeLessThanOrEqual(words.length * 2);
      const lines = dumpVirgl(damaged);
      expect(lines.length).toBeLessThanOrEqual(damaged.length * 5 + 1);
      expect(lines.join('').length).toBeLessThan(damaged.length * 400 + 400);
    }),
    { numRuns: 300 },
  );
});

test('noise is dumped without exception', () => {
  fc.assert(
    fc.property(fc.uint32Array({ maxLength: 200 }), (words) => {
      dumpVirgl(words);
      dumpVtest(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
    }),
    { numRuns: 500 },
  );
});

test.each([
  [0.1, '0.1'],
  [1 / 3, '0.33333334'],
  [16777216, '16777216'],
  [-65504, '-65504'],
  [3.4028234663852886e38, '3.4028235e+38'],
  [1e-45, '1e-45'],
  [NaN, 'NaN'],
])('the float %f prints as %s', (value, text) => {
  expect(printF32(Math.fround(value))).toBe(text);
  expect(Object.is(Math.fround(Number(text)), Math.fround(value))).toBe(true);
});

test('golden: glxgears over vtest', async () => {
  const bytes = gunzipSync(readFileSync(new URL('glxgears64.vtest.gz', corpus)));
  const lines = dumpVtest(bytes, { withoutText: true });
  expect(lines.filter((line) => line.includes('!!'))).toEqual([]);
  const text = [...dumpVtest(bytes, { maxLines: 300 }), '', 'In the whole recording:', ...histogram(lines), ''].join('\n');
  await expect(text).toMatchFileSnapshot(new URL('glxgears64.dump.txt', corpus).pathname);
});

test('golden: a cube in v86', async () => {
  const bytes = gunzipSync(readFileSync(new URL('v86-cube.bin.gz', corpus)));
  const lines: string[] = [];
  for (let at = 0, submit = 0; at < bytes.length; submit++) {
    const size = bytes.readUInt32LE(at);
    const words = new Uint32Array(Uint8Array.from(bytes.subarray(at + 4, at + 4 + size)).buffer);
    lines.push(`submit ${submit}: ${size} bytes`, ...dumpVirgl(words, { indent: '  ' }));
    at += 4 + size;
  }
  expect(lines.filter((line) => line.includes('!!'))).toEqual([]);
  const text = [
    ...lines.slice(0, 160),
    `... ${lines.length - 160} more lines`,
    '',
    'In the whole recording:',
    ...histogram(lines),
    '',
  ].join('\n');
  await expect(text).toMatchFileSnapshot(new URL('v86-cube.dump.txt', corpus).pathname);
});
