/**
 * Hostile texts: real shaders cut short, with characters, tokens and lines changed. Nothing may throw, hang or be written badly:
 * whatever the writer accepts must be text that a real compiler takes. VIRGLASS_FUZZ=n goes n times as far.
 */
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { expect, test } from 'vitest';
import type { GlslOptions } from './back/glsl/options.ts';
import { writeGlsl } from './back/glsl/write.ts';
import { parseTgsi } from './front/tgsi/parse.ts';
import { opcodes } from './ir/opcodes.ts';
import { files, memoryKinds, memoryQualifiers, semantics, textureTargets } from './ir/types.ts';
import { type Host, host } from './testing/host.test.ts';

const corpus = new URL('../../../corpus/shaders/in/', import.meta.url);
const texts = readdirSync(corpus)
  .filter((file) => file.endsWith('.tgsi'))
  .sort()
  .map((file) => readFileSync(new URL(file, corpus), 'latin1'));

/** Numbers that repeat: mulberry32. */
const random = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const rounds = Math.max(1, Number(process.env['VIRGLASS_FUZZ'] ?? 1));

type Random = () => number;
const pick = <T>(r: Random, list: readonly T[]): T => list[Math.floor(r() * list.length)] as T;
const words = [
  ...opcodes.keys(),
  ...files,
  ...semantics,
  ...textureTargets,
  ...memoryQualifiers,
  ...memoryKinds,
  'PIPE_FORMAT_NONE',
  'PIPE_FORMAT_R32_UINT',
  'PIPE_FORMAT_R32_SINT',
  'PIPE_FORMAT_R32_FLOAT',
  'PIPE_FORMAT_R8G8B8A8_UNORM',
  'PIPE_FORMAT_B5G6R5_UNORM',
  'WR',
  'CENTROID',
  'FLAT',
  'ARRAY(1)',
  'DCL',
  'IMM',
  'PROPERTY',
  'END',
  '..',
  '|',
  '-',
  '[',
  ']',
  '.xyzw',
  ', ',
];
const numbers = [
  '0',
  '1',
  '7',
  '31',
  '32',
  '79',
  '80',
  '255',
  '4095',
  '4096',
  '65535',
  '2147483647',
  '2147483648',
  '4294967295',
  '99999999999999999999',
  '-1',
  '0x7fffffff',
  '1e308',
  'nan',
];

const mutations: readonly ((text: string, r: Random) => string)[] = [
  (text, r) => text.slice(0, Math.floor(r() * text.length)),
  (text, r) => {
    const at = Math.floor(r() * text.length);
    return text.slice(0, at) + String.fromCharCode(Math.floor(r() * 128)) + text.slice(at + 1);
  },
  (text, r) => {
    const lines = text.split('\n');
    lines.splice(Math.floor(r() * lines.length), 1);
    return lines.join('\n');
  },
  (text, r) => {
    const lines = text.split('\n');
    lines.splice(Math.floor(r() * lines.length), 0, pick(r, lines));
    return lines.join('\n');
  },
  (text, r) => {
    const lines = text.split('\n');
    const [a, b] = [Math.floor(r() * lines.length), Math.floor(r() * lines.length)];
    [lines[a], lines[b]] = [lines[b] as string, lines[a] as string];
    return lines.join('\n');
  },
  (text, r) => {
    const found = [...text.matchAll(/\d+/g)];
    const one = pick(r, found);
    return one === undefined ? text : text.slice(0, one.index) + pick(r, numbers) + text.slice(one.index + one[0].length);
  },
  (text, r) => {
    const found = [...text.matchAll(/[A-Z][A-Z0-9_]+/g)];
    const one = pick(r, found);
    return one === undefined ? text : text.slice(0, one.index) + pick(r, words) + text.slice(one.index + one[0].length);
  },
  (text, r) => {
    // Small numbers keep texts valid more often.
    const found = [...text.matchAll(/\[\d+\]/g)];
    const one = pick(r, found);
    return one === undefined ? text : `${text.slice(0, one.index)}[${Math.floor(r() * 4)}]${text.slice(one.index + one[0].length)}`;
  },
  (text, r) =>
    text.replace(/\.[xyzw]{4}/g, (swizzle) => (r() < 0.2 ? `.${[0, 1, 2, 3].map(() => pick(r, ['x', 'y', 'z', 'w'])).join('')}` : swizzle)),
  (text, r) => text.replace(/, (IN|TEMP|CONST|IMM)\[/g, (operand) => (r() < 0.1 ? operand.replace(', ', ', -') : operand)),
  (text, r) =>
    text.replace(/\b(MOV|ADD|MUL|UADD|AND|MAD|FSLT)\b/g, (op) =>
      r() < 0.2
        ? pick(
            r,
            op === 'MOV'
              ? ['FRC', 'F2I', 'I2F', 'NOT', 'SSG', 'BREV', 'DDX']
              : op === 'MAD'
                ? ['LRP', 'CMP', 'UCMP', 'UMAD', 'FMA']
                : ['MIN', 'XOR', 'UDIV', 'SHL', 'USEQ', 'POW', 'DP3', 'DADD', 'SLT'],
          )
        : op,
    ),
];

/** Instructions on memory in place of one another, with what they name. */
const memoryMutations: typeof mutations = [
  (text, r) =>
    text.replace(/\b(LOAD|STORE|ATOM\w+|RESQ)\b/g, (op) =>
      r() < 0.3 ? pick(r, ['LOAD', 'STORE', 'RESQ', 'ATOMUADD', 'ATOMCAS', 'ATOMIMIN', 'ATOMUMAX', 'ATOMFADD', 'ATOMINC_WRAP']) : op,
    ),
  (text, r) =>
    text.replace(/\b(IMAGE|BUFFER|MEMORY|HWATOMIC)\[\d+\]/g, (operand) =>
      r() < 0.2
        ? `${pick(r, ['IMAGE', 'BUFFER', 'MEMORY'])}[${pick(r, ['0', '1', '2', 'ADDR[0].x', 'ADDR[0].x+1', 'ADDR[1].y-3'])}]`
        : operand,
    ),
  (text, r) => text.replace(/\b(2D|3D|CUBE|BUFFER|2D_ARRAY)\b(?!\[)/g, (target) => (r() < 0.2 ? pick(r, textureTargets) : target)),
  (text, r) => text.replace(/PIPE_FORMAT_\w+/g, (format) => (r() < 0.2 ? `PIPE_FORMAT_${pick(r, formatNames)}` : format)),
];
const formatNames = [
  'NONE',
  'R32_UINT',
  'R32_SINT',
  'R32_FLOAT',
  'R8G8B8A8_UNORM',
  'R16G16_SINT',
  'B8G8R8A8_UNORM',
  'Z32_FLOAT',
  'toString',
];

const touchesMemory = /\b(IMAGE|BUFFER|MEMORY|HWATOMIC)\[/;

const randomOptions = (r: Random): Partial<GlslOptions> => ({
  twoSide: r() < 0.3,
  flatShade: r() < 0.3,
  spriteCoordMask: r() < 0.3 ? Math.floor(r() * 256) : 0,
  alphaTest: Math.floor(r() * 8),
  polygonStipple: r() < 0.2,
  clampColor: r() < 0.3,
  clampVertexColor: r() < 0.3,
  clipPlanes: r() < 0.3 ? Math.floor(r() * 256) : 0,
  colorKinds: new Uint8Array([Math.floor(r() * 3), Math.floor(r() * 3), 0, 0, 0, 0, 0, 0]),
  colorCount: Math.floor(r() * 9),
  attribKind: new Uint8Array([0, 1, 2].map(() => Math.floor(r() * 3))),
  samplerSwizzle: r() < 0.2 ? new Uint8Array(128).map(() => Math.floor(r() * 6)) : new Uint8Array(0),
  loopLimit: r() < 0.5 ? 100 : 0,
  imageBase: Math.floor(r() * 3),
  storageBase: Math.floor(r() * 3),
  imageKinds: new Uint8Array([0, 1, 2].map(() => Math.floor(r() * 3))),
  clampStorage: r() < 0.3,
  sharedBytes: pick(r, [0, 4, 1000, 32768]),
});

const mutated = (seed: number): { readonly text: string; readonly r: Random } => {
  const r = random(seed);
  let text = pick(r, texts);
  for (let n = Math.floor(r() * 3); n >= 0; n--)
    text = pick(r, touchesMemory.test(text) && r() < 0.5 ? memoryMutations : mutations)(text, r);
  return { text, r };
};

test('parsing and writing mutated texts neither throws nor lingers', { timeout: 30_000 * rounds }, () => {
  let accepted = 0;
  const slow: string[] = [];
  for (let seed = 0; seed < 3000 * rounds; seed++) {
    const { text, r } = mutated(seed);
    const start = performance.now();
    const result = parseTgsi(text);
    if (result.ok) {
      accepted++;
      for (const dialect of [{ glsl: 450 }, { glsl: 140 }, { essl: 300 }, { essl: 320 }]) {
        const written = writeGlsl(result.module, { dialect, features: host('gl450').features, ...randomOptions(r) });
        if (!written.ok) expect(written.message, text).not.toMatch(/^internal/);
      }
    } else {
      expect(result.line).toBeGreaterThan(0);
      expect(result.message).not.toBe('');
    }
    if (performance.now() - start > 1000) slow.push(text);
  }
  // Too few would mean that the mutations no longer reach the writer.
  expect(accepted).toBeGreaterThan(500);
  expect(slow).toEqual([]);
});

test('every prefix of a shader is refused or accepted quietly', () => {
  const text = texts.reduce((a, b) => (b.length > a.length && b.length < 4000 ? b : a), '');
  for (let end = 0; end < text.length; end++) parseTgsi(text.slice(0, end));
});

test('what is written from mutated texts compiles', { timeout: 30_000 * rounds }, () => {
  const hosts = [host('gl450'), host('es300'), host('gl140'), host('es320')];
  let compiled = 0;
  for (let seed = 1e6; seed < 1e6 + 600 * rounds; seed++) {
    const { text, r } = mutated(seed);
    const at = hosts[seed % hosts.length] as Host;
    const result = parseTgsi(text);
    if (!result.ok) continue;
    const written = writeGlsl(result.module, { dialect: at.dialect, features: at.features, ...randomOptions(r) });
    if (!written.ok) continue;
    at.gl.makeCurrent();
    try {
      at.gl.deleteShader(at.compile(result.module.stage, written.source));
    } catch (error) {
      // A host's limits are not the writer's; and what the context has is more than what it lets GLSL 1.40 have.
      if (/exceeds the maximum|Too many|extension `\w+' unsupported/.test(String(error).split('\n|')[0] ?? '')) continue;
      throw new Error(`seed ${seed}\n${text}\n${String(error)}`, { cause: error });
    }
    compiled++;
  }
  expect(compiled).toBeGreaterThan(100);
});

test.for([
  [
    'a deep chain of subroutines',
    `FRAG\nCAL :2\nEND\n${Array.from({ length: 200 }, (_, i) => `BGNSUB\nCAL :${2 + (i + 1) * 3}\nENDSUB`).join('\n')}\nBGNSUB\nNOP\nENDSUB\n`,
  ],
  [
    'many indirect samplers',
    `FRAG\nDCL SAMP[0..31]\nDCL TEMP[0]\nDCL ADDR[0]\n${'TEX TEMP[0], TEMP[0], SAMP[ADDR[0].x], 2D\n'.repeat(20000)}END\n`,
  ],
  ['many brackets', `FRAG\nDCL TEMP${'['.repeat(100000)}`],
  ['a long word', `FRAG\n${'A'.repeat(1000000)}\n`],
  ['a long number', `FRAG\nDCL TEMP[${'9'.repeat(1000000)}]\n`],
  ['a long immediate', `FRAG\nIMM[0] FLT64 {${'9'.repeat(1000000)}}\n`],
  ['many line breaks', `FRAG\n${'\n'.repeat(1000000)}`],
  [
    'all registers there are',
    `FRAG\nDCL TEMP[0..8191]\nDCL OUT[0..79], GENERIC\nDCL IN[0..79], GENERIC, PERSPECTIVE\nDCL ADDR[0]\nMOV TEMP[ADDR[0].x], IN[ADDR[0].x]\nEND\n`,
  ],
] as const)('%s takes little time', ([, text]) => {
  const start = performance.now();
  const result = parseTgsi(text);
  if (result.ok) {
    const written = writeGlsl(result.module, { dialect: { glsl: 450 }, features: {} });
    if (!written.ok) expect(written.message).not.toMatch(/^internal/);
  }
  expect(performance.now() - start).toBeLessThan(5000);
});
