/*
 * Shader texts: the plain ones that fit together, those of the corpus, grammatical nonsense made from the table of opcodes, and
 * damaged copies of all of them. What honest drivers never write - endless texts, absurd registers, missing ends - are rows.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { opcodes, type OpcodeInfo } from '@virglass/shader';
import { PipeShader } from '@virglass/protocol';
import type { Dice } from './dice.ts';

/** Stages of new shaders, the common ones more often. */
export const stageKeys: readonly number[] = [0, 0, 0, 1, 1, 1, 1, 2, 3, 4, 5, 5];

const header: Readonly<Record<number, string>> = {
  [PipeShader.VERTEX]: 'VERT',
  [PipeShader.FRAGMENT]: 'FRAG',
  [PipeShader.GEOMETRY]: 'GEOM',
  [PipeShader.TESS_CTRL]: 'TESS_CTRL',
  [PipeShader.TESS_EVAL]: 'TESS_EVAL',
  [PipeShader.COMPUTE]: 'COMP',
};

/** Vertex shader that passes a position and a colour on. */
export const plainVertex = `VERT
DCL IN[0]
DCL IN[1]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL CONST[0][0..3]
DCL TEMP[0]
  0: ADD TEMP[0], IN[0], CONST[0][0]
  1: MOV OUT[0], IN[0]
  2: MOV OUT[1], IN[1]
  3: END
`;

/** Fragment shader that samples texture 0 and adds a colour. */
export const plainFragment = `FRAG
PROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1
DCL IN[0], GENERIC[0], PERSPECTIVE
DCL OUT[0], COLOR
DCL SAMP[0]
DCL SVIEW[0], 2D, FLOAT
DCL TEMP[0..1]
IMM[0] FLT32 {    0.2500,     0.5000,     0.7500,     1.0000}
  0: TEX TEMP[0], IN[0], SAMP[0], 2D
  1: ADD OUT[0], TEMP[0], IMM[0]
  2: END
`;

const plainGeometry = `GEOM
PROPERTY GS_INPUT_PRIMITIVE TRIANGLES
PROPERTY GS_OUTPUT_PRIMITIVE TRIANGLE_STRIP
PROPERTY GS_MAX_OUTPUT_VERTICES 3
PROPERTY GS_INVOCATIONS 1
DCL IN[][0], POSITION
DCL IN[][1], GENERIC[0]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
IMM[0] UINT32 {0, 0, 0, 0}
  0: MOV OUT[0], IN[0][0]
  1: MOV OUT[1], IN[0][1]
  2: EMIT IMM[0].xxxx
  3: MOV OUT[0], IN[1][0]
  4: EMIT IMM[0].xxxx
  5: MOV OUT[0], IN[2][0]
  6: EMIT IMM[0].xxxx
  7: ENDPRIM IMM[0].xxxx
  8: END
`;

const plainControl = `TESS_CTRL
PROPERTY TCS_VERTICES_OUT 3
DCL IN[][0], POSITION
DCL SV[0], INVOCATIONID
DCL OUT[][0], POSITION
DCL OUT[1], TESSOUTER
DCL OUT[2].xy, TESSINNER
DCL ADDR[0]
IMM[0] FLT32 {    2.0000,     2.0000,     2.0000,     2.0000}
  0: UARL ADDR[0].x, SV[0].xxxx
  1: MOV OUT[ADDR[0].x][0], IN[ADDR[0].x][0]
  2: MOV OUT[1], IMM[0]
  3: MOV OUT[2].xy, IMM[0].xyxx
  4: END
`;

const plainEvaluation = `TESS_EVAL
PROPERTY TES_PRIM_MODE 4
PROPERTY TES_SPACING 2
PROPERTY TES_VERTEX_ORDER_CW 0
PROPERTY TES_POINT_MODE 0
DCL IN[][0], POSITION
DCL SV[0], TESSCOORD
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL TEMP[0..1]
  0: MUL TEMP[0], IN[1][0], SV[0].yyyy
  1: MAD OUT[0], IN[0][0], SV[0].xxxx, TEMP[0]
  2: MOV OUT[1], SV[0]
  3: END
`;

/** Compute shader that adds to a storage buffer. */
export const plainCompute = `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 4
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], THREAD_ID
DCL SV[1], BLOCK_ID
DCL BUFFER[0]
DCL TEMP[0..1]
IMM[0] UINT32 {16, 1, 7, 0}
  0: UMUL TEMP[0].x, SV[0].xxxx, IMM[0].xxxx
  1: LOAD TEMP[1].x, BUFFER[0], TEMP[0].xxxx
  2: UADD TEMP[1].x, TEMP[1].xxxx, IMM[0].zzzz
  3: STORE BUFFER[0].x, TEMP[0].xxxx, TEMP[1].xxxx
  4: END
`;

const plain: Readonly<Record<number, string>> = {
  [PipeShader.VERTEX]: plainVertex,
  [PipeShader.FRAGMENT]: plainFragment,
  [PipeShader.GEOMETRY]: plainGeometry,
  [PipeShader.TESS_CTRL]: plainControl,
  [PipeShader.TESS_EVAL]: plainEvaluation,
  [PipeShader.COMPUTE]: plainCompute,
};

const prefixes: readonly string[] = ['vs', 'fs', 'gs', 'tc', 'te', 'cs'];
const folder = new URL('../corpus/shaders/in/', import.meta.url);

/** Texts of the corpus by stage. */
const corpus: readonly (readonly string[])[] = prefixes.map((prefix) =>
  readdirSync(folder)
    .filter((name) => name.startsWith(`${prefix}-`) && name.endsWith('.tgsi'))
    .sort()
    .map((name) => readFileSync(new URL(name, folder), 'latin1')),
);

/** A text for a stage. */
export function pickShader(dice: Dice, stage: number): string {
  const kind = dice.below(20);
  const known = corpus[stage] ?? [];
  if (kind < 8) return plain[stage] ?? '';
  if (kind < 13) return known.length === 0 ? grammatical(dice, stage) : dice.pick(known);
  if (kind < 15) return grammatical(dice, stage);
  if (kind < 16) return absurd(dice, stage);
  return mutateText(dice, dice.chance(0.3) || known.length === 0 ? grammatical(dice, stage) : dice.pick(known));
}

const swizzle = (dice: Dice): string => Array.from({ length: 4 }, () => dice.pick(['x', 'y', 'z', 'w'])).join('');
const textures = ['1D', '2D', '3D', 'CUBE', 'RECT', 'SHADOW2D', '1D_ARRAY', '2D_ARRAY', 'CUBE_ARRAY', '2D_MSAA', 'BUFFER'];
const usable = [...opcodes.values()].filter(({ class: kind }) => !['flow', 'geometry', 'lane', 'interp'].includes(kind));

function destination(dice: Dice, stage: number, out: number): string {
  const mask = dice.pick(['', '', '.x', '.xy', '.xyz', '.w']);
  if (stage === PipeShader.COMPUTE || stage === PipeShader.TESS_CTRL || dice.chance(0.8)) return `TEMP[${dice.below(8)}]${mask}`;
  return `OUT[${dice.below(out)}]${mask}`;
}

function operand(dice: Dice, stage: number): string {
  const perVertex = stage === PipeShader.GEOMETRY || stage === PipeShader.TESS_CTRL || stage === PipeShader.TESS_EVAL;
  const input = stage === PipeShader.COMPUTE ? 'SV[0]' : perVertex ? `IN[${dice.below(3)}][${dice.below(2)}]` : `IN[${dice.below(2)}]`;
  const register = dice.pick([
    `TEMP[${dice.below(8)}]`,
    `TEMP[${dice.below(8)}]`,
    input,
    `CONST[${dice.below(4)}]`,
    `IMM[${dice.below(2)}]`,
    `TEMP[ADDR[0].x+${dice.below(4)}](1)`,
  ]);
  const negated = dice.chance(0.15) ? '-' : '';
  return `${negated}${dice.chance(0.1) ? `|${register}|` : register}.${swizzle(dice)}`;
}

function instruction(dice: Dice, stage: number, info: OpcodeInfo): string {
  const parts = Array.from({ length: info.dstCount }, () => destination(dice, stage, 2));
  for (let i = 0; i < info.srcCount; i++) parts.push(operand(dice, stage));
  if (info.class === 'tex' || info.class === 'sample') {
    const sampler = dice.below(3);
    return `${info.name} ${[...parts.slice(0, -1), `SAMP[${sampler}]`, dice.pick(textures)].join(', ')}`;
  }
  if (info.class === 'resource' || info.class === 'atomic') {
    const memory = dice.pick(['BUFFER[0]', 'IMAGE[0]', 'HWATOMIC[0]', 'MEMORY[0]']);
    if (info.name === 'STORE') return `STORE ${memory}.x, ${operand(dice, stage)}, ${operand(dice, stage)}`;
    return `${info.name} ${[parts[0] ?? 'TEMP[0]', memory, ...parts.slice(2)].join(', ')}${memory.startsWith('IMAGE') ? ', 2D, PIPE_FORMAT_R32_UINT' : ''}`;
  }
  return parts.length === 0 ? info.name : `${info.name}${dice.chance(0.1) ? '_SAT' : ''} ${parts.join(', ')}`;
}

/** A text that the grammar allows, with every kind of register, any opcode and a little control flow. */
export function grammatical(dice: Dice, stage: number): string {
  const perVertex = stage === PipeShader.GEOMETRY || stage === PipeShader.TESS_CTRL || stage === PipeShader.TESS_EVAL;
  const name = header[stage] ?? 'FRAG';
  const lines = (plain[stage] ?? '').split('\n').filter((line) => line.startsWith('PROPERTY'));
  if (stage === PipeShader.COMPUTE) lines.push('DCL SV[0], THREAD_ID', 'DCL SV[1], BLOCK_ID');
  else if (perVertex) lines.push('DCL IN[][0], POSITION', 'DCL IN[][1], GENERIC[0]');
  else if (stage === PipeShader.VERTEX) lines.push('DCL IN[0]', 'DCL IN[1]');
  else
    lines.push(
      'DCL IN[0], GENERIC[0], PERSPECTIVE',
      `DCL IN[1], ${dice.pick(['COLOR, COLOR', 'GENERIC[1], LINEAR', 'POSITION, LINEAR', 'FACE, CONSTANT'])}`,
    );
  if (stage === PipeShader.FRAGMENT) lines.push('DCL OUT[0], COLOR', `DCL OUT[1], ${dice.pick(['COLOR[1]', 'POSITION', 'STENCIL'])}`);
  else if (stage === PipeShader.TESS_CTRL) lines.push('DCL OUT[][0], POSITION', 'DCL OUT[1], TESSOUTER');
  else if (stage !== PipeShader.COMPUTE)
    lines.push('DCL OUT[0], POSITION', `DCL OUT[1], ${dice.pick(['GENERIC[0]', 'PSIZE', 'CLIPDIST', 'LAYER'])}`);
  for (let i = 0; i < 3; i++) lines.push(`DCL SAMP[${i}]`, `DCL SVIEW[${i}], ${dice.pick(textures)}, FLOAT`);
  lines.push('DCL CONST[0..3]', 'DCL TEMP[0..7], ARRAY(1), LOCAL', 'DCL ADDR[0]', 'DCL BUFFER[0]');
  if (dice.chance(0.4)) lines.push('DCL IMAGE[0], 2D, PIPE_FORMAT_R32_UINT, WR');
  if (dice.chance(0.2)) lines.push('DCL HWATOMIC[0..1]');
  lines.push('IMM[0] FLT32 {    0.0000,     1.0000,     0.5000,    -1.0000}', 'IMM[1] UINT32 {0, 1, 4294967295, 2147483648}');
  for (let i = 0; i < 8; i++) lines.push(`MOV TEMP[${i}], ${operand(dice, stage).replace(/TEMP\[[^\]]*\](?:\]\(1\))?/, 'IMM[0]')}`);
  lines.push('UARL ADDR[0].x, IMM[1].xxxx');
  for (let n = dice.between(1, 24); n > 0; n--) {
    const line = instruction(dice, stage, dice.pick(usable));
    if (dice.chance(0.1)) lines.push(`UIF ${operand(dice, stage)}`, line, 'ENDIF');
    else if (dice.chance(0.05)) lines.push('BGNLOOP', line, 'BRK', 'ENDLOOP');
    else lines.push(line);
  }
  if (stage !== PipeShader.COMPUTE && stage !== PipeShader.TESS_CTRL) lines.push('MOV OUT[0], TEMP[0]');
  if (stage === PipeShader.GEOMETRY) lines.push('EMIT IMM[1].xxxx');
  return `${name}\n${lines.join('\n')}\nEND\n`;
}

const absurdTexts: readonly ((name: string) => string)[] = [
  (name) => `${name}\nDCL TEMP[0]\nBGNLOOP\nADD TEMP[0], TEMP[0], TEMP[0]\nENDLOOP\nEND\n`,
  (name) => `${name}\nDCL TEMP[0]\nMOV TEMP[0], TEMP[0]\n`,
  (name) => `${name}\nDCL TEMP[0..4294967295]\nMOV TEMP[4294967295], TEMP[2147483648]\nEND\n`,
  (name) => `${name}\nDCL TEMP[0..8191]\nDCL ADDR[0]\nMOV TEMP[ADDR[0].x+8191], TEMP[0]\nEND\n`,
  (name) => `${name}\nCAL :1\nEND\nBGNSUB\nCAL :1\nRET\nENDSUB\n`,
  (name) => `${name}\nCAL :99\nEND\n`,
  (name) => `${name}\nDCL TEMP[0]\n${'IF TEMP[0].xxxx\n'.repeat(2000)}END\n`,
  (name) => `${name}\nDCL TEMP[0]\n${'UIF TEMP[0].xxxx\n'.repeat(100)}${'ENDIF\n'.repeat(100)}END\n`,
  (name) => `${name}\nDCL TEMP[0]\n${'BGNLOOP\n'.repeat(60)}${'BRK\nENDLOOP\n'.repeat(60)}END\n`,
  (name) => `${name}\nDCL TEMP[0..3]\n${'MAD TEMP[0], TEMP[1], TEMP[2], TEMP[3]\n'.repeat(1000)}END\n`,
  (name) => `${name}\nDCL SAMP[0..200]\nDCL TEMP[0]\nTEX TEMP[0], TEMP[0], SAMP[200], 2D\nEND\n`,
  (name) => `${name}\nDCL OUT[0..200], GENERIC[0]\nDCL IN[0..200], GENERIC[0]\nMOV OUT[200], IN[200]\nEND\n`,
  (name) => `${name}\nDCL CONST[31][0..4095]\nDCL TEMP[0]\nMOV TEMP[0], CONST[31][4095]\nEND\n`,
  (name) => `${name}\nPROPERTY GS_MAX_OUTPUT_VERTICES 4294967295\nPROPERTY GS_INVOCATIONS 100000\nPROPERTY TCS_VERTICES_OUT 1000\nEND\n`,
  (name) => `${name}\nPROPERTY CS_FIXED_BLOCK_WIDTH 65536\nPROPERTY CS_FIXED_BLOCK_HEIGHT 65536\nPROPERTY CS_FIXED_BLOCK_DEPTH 64\nEND\n`,
  (name) =>
    `${name}\nDCL MEMORY[0], SHARED\nDCL TEMP[0]\nIMM[0] UINT32 {4294967292, 0, 0, 0}\nSTORE MEMORY[0].x, IMM[0].xxxx, IMM[0].yyyy\nEND\n`,
  (name) => `${name}\nDCL BUFFER[0]\nDCL TEMP[0]\nIMM[0] UINT32 {4294967292, 0, 0, 0}\nLOAD TEMP[0], BUFFER[0], IMM[0].xxxx\nEND\n`,
];

/** What no driver writes: no end, registers beyond counting, subroutines that call themselves, blocks that never close. */
function absurd(dice: Dice, stage: number): string {
  return dice.pick(absurdTexts)(header[stage] ?? 'FRAG');
}

const numbers = ['0', '1', '7', '15', '16', '31', '32', '79', '80', '255', '4095', '4096', '65535', '2147483647', '4294967295', '-1'];

const textMutations: readonly ((text: string, dice: Dice) => string)[] = [
  (text, dice) => text.slice(0, dice.below(text.length)),
  (text, dice) => {
    const lines = text.split('\n');
    lines.splice(dice.below(lines.length), 1);
    return lines.join('\n');
  },
  (text, dice) => {
    const lines = text.split('\n');
    lines.splice(dice.below(lines.length), 0, dice.pick(lines));
    return lines.join('\n');
  },
  (text, dice) => {
    const lines = text.split('\n');
    const [a, b] = [dice.below(lines.length), dice.below(lines.length)];
    [lines[a], lines[b]] = [lines[b]!, lines[a]!];
    return lines.join('\n');
  },
  (text, dice) => replaceOne(text, /\d+/g, dice, () => dice.pick(numbers)),
  (text, dice) => replaceOne(text, /\[\d+\]/g, dice, () => `[${dice.below(4)}]`),
  (text, dice) =>
    replaceOne(text, /\b[A-Z][A-Z0-9_]+\b/g, dice, () =>
      dice.pick([...opcodes.keys(), ...textures, 'IN', 'OUT', 'TEMP', 'GENERIC', 'COLOR']),
    ),
  (text, dice) => replaceOne(text, /\.[xyzw]+/g, dice, () => `.${swizzle(dice)}`),
];

function replaceOne(text: string, pattern: RegExp, dice: Dice, by: () => string): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { index, 0: old } = dice.pick(found);
  return text.slice(0, index) + by() + text.slice(index + old.length);
}

/** A copy with up to three things changed. */
export function mutateText(dice: Dice, text: string): string {
  let result = text;
  for (let n = dice.between(1, 3); n > 0 && result.length > 0; n--) result = dice.pick(textMutations)(result, dice);
  return result;
}
