/**
 * TGSI text to a valid module.
 *
 * Three steps: reading (this folder), validation (`valid/`: every register exists, nesting closes, operands fit), summary
 * (`passes/summarize.ts`). A fault in any of them ends as `{ ok: false, line, message }`.
 */
import type { Instruction } from '../../ir/instruction.ts';
import type { Immediate, TgsiModule } from '../../ir/module.ts';
import { type OpcodeInfo, type OpcodeName, opcodes } from '../../ir/opcodes.ts';
import {
  memoryQualifiers,
  type MemoryQualifier,
  primitives,
  processors,
  type Stage,
  type TextureTarget,
  textureTargets,
} from '../../ir/types.ts';
import { limits } from '../../limits.ts';
import { summarize } from '../../passes/summarize.ts';
import { validate } from '../../valid/validate.ts';
import { type Declarations, emptyDeclarations, parseDeclaration } from './declaration.ts';
import { fromFirstBuffer } from './first-buffer.ts';
import { parseImmediate } from './immediate.ts';
import { parseDestination, parseSource, parseTexelOffset } from './operand.ts';
import { Scanner, TgsiError } from './scanner.ts';

/** Result of parsing: a valid module, or the line and reason it is not one. */
export type ParseResult =
  { readonly ok: true; readonly module: TgsiModule } | { readonly ok: false; readonly line: number; readonly message: string };

/** What the text says, before validation. */
export type RawModule = {
  readonly stage: Stage;
  readonly declarations: Declarations;
  readonly immediates: readonly Immediate[];
  readonly properties: ReadonlyMap<string, number>;
  readonly instructions: readonly Instruction[];
  readonly textLength: number;
  readonly lastLine: number;
};

type Opcode = { readonly info: OpcodeInfo & { readonly name: OpcodeName }; readonly saturate: boolean; readonly precise: boolean };

/** Splits `MUL_SAT_PRECISE` into the opcode and its flags. */
const findOpcode = (word: string): Opcode | undefined => {
  let name = word;
  let saturate = false;
  let precise = false;
  let info = opcodes.get(name);
  if (info === undefined && name.endsWith('_PRECISE')) {
    precise = true;
    name = name.slice(0, -8);
    info = opcodes.get(name);
  }
  if (info === undefined && name.endsWith('_SAT')) {
    saturate = true;
    info = opcodes.get(name.slice(0, -4));
  }
  return info === undefined ? undefined : { info, saturate, precise };
};

const parseProperty = (s: Scanner, properties: Map<string, number>): void => {
  const name = s.word();
  if (name === '') s.fail('expected the name of a property');
  const next = s.peek();
  let value: number;
  if ((next >= '0' && next <= '9') || next === '-') value = s.signed('the value of a property');
  else {
    const word = s.word();
    const lists: readonly (readonly string[])[] = [
      primitives,
      ['UPPER_LEFT', 'LOWER_LEFT'],
      ['HALF_INTEGER', 'INTEGER'],
      Object.keys(processors),
    ];
    value = Math.max(...lists.map((list) => list.indexOf(word)));
    if (value < 0) s.fail(`'${word.slice(0, 40)}' is no value of ${name.slice(0, 40)}`);
  }
  // Later Mesa versions bring new properties; an unknown one is kept and harms nobody.
  if (properties.size < 64) properties.set(name, value);
};

const targetOf = (word: string): TextureTarget | undefined => textureTargets.find((name) => name === word);

/** Everything after the operands: target, texel offsets, memory qualifiers, format, label. */
const parseTail = (s: Scanner, opcode: Opcode): Pick<Instruction, 'target' | 'offsets' | 'qualifiers' | 'format' | 'label'> => {
  const { info } = opcode;
  const offsets = [];
  const qualifiers: MemoryQualifier[] = [];
  let target: TextureTarget | null = null;
  let format = '';
  let label = -1;
  if (info.class === 'tex') {
    s.expect(',');
    target = targetOf(s.word()) ?? s.fail('expected a texture target');
  }
  if (info.class === 'tex' || info.class === 'sample') {
    while (offsets.length < 4 && s.take(',')) offsets.push(parseTexelOffset(s));
  } else if (info.class === 'resource' || info.class === 'atomic') {
    while (s.take(',')) {
      const raw = s.rawWord();
      const word = raw.toUpperCase();
      const qualifier = memoryQualifiers.find((name) => name === word);
      const found = targetOf(word);
      if (qualifier !== undefined) qualifiers.push(qualifier);
      else if (found !== undefined && target === null) target = found;
      else if (raw !== '' && format === '') format = raw;
      else s.fail('expected a memory qualifier, texture target or format');
      if (qualifiers.length > memoryQualifiers.length) s.fail('too many memory qualifiers');
    }
  } else if (info.class === 'flow' && s.take(':')) {
    label = s.index('a label');
  }
  return { target, offsets, qualifiers, format, label };
};

const parseInstruction = (s: Scanner, opcode: Opcode, line: number): Instruction => {
  const { info, saturate, precise } = opcode;
  const dst = [];
  const src = [];
  for (let i = 0; i < info.dstCount + info.srcCount; i++) {
    if (i > 0) s.expect(',');
    if (i < info.dstCount) dst.push(parseDestination(s));
    else src.push(parseSource(s));
  }
  return { op: info.name, info, saturate, precise, dst, src, ...parseTail(s, opcode), line };
};

const parseRaw = (text: string): RawModule => {
  const s = new Scanner(text);
  const header = s.word();
  if (!Object.hasOwn(processors, header)) s.fail('the text does not start with VERT, FRAG, GEOM, TESS_CTRL, TESS_EVAL or COMP');
  const stage = processors[header as keyof typeof processors];
  const declarations = emptyDeclarations();
  const immediates: Immediate[] = [];
  const properties = new Map<string, number>();
  const instructions: Instruction[] = [];
  let declared = 0;
  while (s.more()) {
    const line = s.line;
    s.statement = line;
    let word = s.word();
    if (/^\d+$/.test(word)) {
      s.expect(':');
      word = s.word();
    }
    if (word === 'DCL') {
      if (++declared > limits.declarations) s.fail('too many declarations');
      parseDeclaration(s, stage, declarations);
    } else if (word === 'IMM') {
      if (immediates.length >= limits.immediates) s.fail('too many immediates');
      immediates.push(parseImmediate(s, immediates.length));
    } else if (word === 'PROPERTY') {
      parseProperty(s, properties);
    } else {
      const opcode = findOpcode(word) ?? s.fail(`'${word.slice(0, 40)}' is no opcode`);
      if (instructions.length >= limits.instructions) s.fail('too many instructions');
      instructions.push(parseInstruction(s, opcode, line));
    }
  }
  return { stage, declarations, immediates, properties, instructions, textLength: s.end, lastLine: s.statement };
};

/**
 * Parses and validates TGSI text.
 *
 * @param text - as Mesa prints it; ends at the first NUL, if any
 * @returns the module, or the line (from 1) and reason; never throws, work and memory are bounded by `limits`
 */
export const parseTgsi = (text: string): ParseResult => {
  try {
    const raw = fromFirstBuffer(parseRaw(text));
    validate(raw);
    return { ok: true, module: summarize(raw) };
  } catch (error) {
    if (error instanceof TgsiError) return { ok: false, line: error.line, message: error.message };
    throw error;
  }
};
