/**
 * What hosts cannot do with code that is right: virglrenderer makes GLSL of it instruction by instruction, and mistakes with some
 * operands that Mesa's driver therefore never sends. Said in words that every host understands, at the price of some moves:
 *
 * - a double operation has one result, and operands that are registers (immediates are converted as numbers, swizzles are applied twice);
 * - sampling has no immediate coordinates (room in a buffer of its);
 * - a number of a work group goes through a move of three components, layers and viewports through an operation on integers;
 * - outputs are written by moves unless the operation is one on floats; clip distances and colors are written whole;
 * - the number of a primitive is an input of geometry shaders.
 */
import { opcodes } from '../../ir/opcodes.ts';
import type { ShaderStage } from '../options.ts';
import { type Code, type Dst, destination, identity, partOf, pick, source, type Src } from './code.ts';

/** What the pass needs to know of a stage. */
export type HostFit = {
  readonly stage: ShaderStage;
  /** Registers in use; those after them are taken. */
  readonly registers: number;
  /** `DCL` lines of inputs and outputs. */
  readonly declarations: readonly string[];
  /** System values by semantic. */
  readonly systemValues: ReadonlyMap<string, number>;
  /** Inputs in use. */
  readonly inputs: number;
};

/** What it gives: code, registers, further declarations, and system values that are none any more. */
export type Fitted = {
  readonly code: Code[];
  readonly registers: number;
  readonly declarations: readonly string[];
  readonly dropped: ReadonlySet<string>;
};

const plain = (op: string, dst: Dst, src: Src[]): Code => ({
  op,
  dst,
  second: null,
  src,
  saturate: false,
  precise: false,
  target: null,
  offsets: [],
  tail: '',
});

/** Outputs of stages before the rasterizer that are written whole. */
const wholeOutputs = /^OUT\[(\d+)\], (?:CLIPDIST|CLIPVERTEX|COLOR)\b/;
const numberInputs = /^IN\[(\d+)\], (?:LAYER|VIEWPORT_INDEX)\b/;

/** The two components that a double takes of a source, for its first or second pair. */
const pairOf = (src: Src, pair: number): readonly [number, number] => [partOf(src.swizzle, pair * 2), partOf(src.swizzle, pair * 2 + 1)];

/** Rewrites code for hosts. */
export const fitHosts = (code: readonly Code[], { stage, registers: first, declarations, systemValues, inputs }: HostFit): Fitted => {
  let registers = first;
  const out: Code[] = [];
  const scratch: number[] = [];
  const scratchOf = (i: number): number => (scratch[i] ??= registers++);
  const instead = new Map<string, Src>();
  const more: string[] = [];
  const dropped = new Set<string>();
  const uses = (file: string, index: number): boolean =>
    code.some(({ src }) => src.some((one) => one.file === file && one.index === index));
  const before = (op: string, file: 'SV' | 'IN', index: number, mask: number): void => {
    if (!uses(file, index)) return;
    const register = registers++;
    const src = mask === 7 ? pick(source(file, index), [0, 1, 2]) : source(file, index);
    out.push(plain(op, destination('TEMP', register, mask), op === 'MOV' ? [src] : [src, src]));
    instead.set(`${file}${index}`, source('TEMP', register));
  };
  for (const [semantic, index] of systemValues) {
    if (semantic === 'BLOCK_ID') before('MOV', 'SV', index, 7);
    else if (semantic === 'HELPER_INVOCATION') before('MOV', 'SV', index, 15);
    else if (semantic === 'PRIM_ID' && stage === 'geometry') {
      more.push(`IN[][${inputs}], PRIM_ID`);
      instead.set(`SV${index}`, source('IN', inputs));
      dropped.add(semantic);
    }
  }
  const whole = new Map<number, number>();
  for (const line of declarations) {
    const output = stage === 'fragment' ? null : wholeOutputs.exec(line);
    if (output !== null) whole.set(Number(output[1]), -1);
    const input = stage === 'fragment' ? numberInputs.exec(line) : null;
    if (input !== null) before('IMAX', 'IN', Number(input[1]), 15);
  }
  const replaced = (src: Src): Src => {
    const other = instead.get(`${src.file}${src.index}`);
    if (other === undefined || src.indirect !== null) return src;
    return { ...src, file: other.file, index: other.index };
  };
  /** One result of a double operation. */
  const double = (one: Code, types: readonly string[], pair: number, mask: number): void => {
    const src = one.src.map((operand, i) => {
      if (types[Math.min(i, types.length - 1)] !== 'd') return operand;
      const [low, high] = pairOf(operand, pair);
      const straight = low === 0 && high === 1 ? true : low === 2 && high === 3;
      if (operand.file !== 'IMM' && straight) return { ...operand, swizzle: pick(source('TEMP', 0), [low, high, low, high]).swizzle };
      const register = scratchOf(i);
      const bits = { ...pick(operand, [pair * 2, pair * 2 + 1]), negate: false, absolute: false };
      out.push(plain('MOV', destination('TEMP', register, 3), [bits]));
      const swizzle = pick(source('TEMP', 0), [0, 1, 0, 1]).swizzle;
      return { ...source('TEMP', register, swizzle), negate: operand.negate, absolute: operand.absolute };
    });
    out.push({ ...one, dst: one.dst === null ? null : { ...one.dst, mask }, src });
  };
  const emit = (one: Code): void => {
    const info = opcodes.get(one.op);
    const sources = info?.srcTypes ?? [];
    if (info === undefined || (!sources.includes('d') && info.dstType !== 'd')) {
      out.push(one);
      return;
    }
    const mask = one.dst?.mask ?? 0;
    const both =
      info.dstType === 'd' && info.shape === 'each' && (mask & 3) !== 0 && (mask & 12) !== 0 && sources.every((type) => type === 'd');
    if (!both) {
      double(one, sources, info.dstType === 'd' && (mask & 3) === 0 ? 1 : 0, mask);
      return;
    }
    // What the first result overwrites may be what the second needs.
    const held = one.src.map((operand, i) => {
      const register = scratchOf(4 + i);
      out.push(plain('MOV', destination('TEMP', register, 15), [{ ...operand, negate: false, absolute: false }]));
      return { ...source('TEMP', register), negate: operand.negate, absolute: operand.absolute };
    });
    double({ ...one, src: held }, sources, 0, mask & 3);
    double({ ...one, src: held }, sources, 1, mask & 12);
  };
  for (const original of code) {
    const info = opcodes.get(original.op);
    const one = { ...original, src: original.src.map(replaced) };
    const [coordinates] = one.src;
    if ((info?.class === 'tex' || info?.class === 'sample') && coordinates?.file === 'IMM') {
      const register = scratchOf(0);
      out.push(plain('MOV', destination('TEMP', register, 15), [coordinates]));
      one.src[0] = source('TEMP', register);
    }
    const { dst } = one;
    if (dst === null || dst.file !== 'OUT') {
      emit(one);
      continue;
    }
    const held = whole.get(dst.index);
    if (held !== undefined && dst.indirect === null && dst.mask !== 15) {
      const register = held >= 0 ? held : registers++;
      whole.set(dst.index, register);
      emit({ ...one, dst: destination('TEMP', register, dst.mask) });
      out.push(plain('MOV', { ...dst, mask: 15 }, [source('TEMP', register)]));
    } else if (one.op !== 'MOV' && info !== undefined && info.dstType !== 'f' && info.class === 'alu') {
      const register = scratchOf(0);
      emit({ ...one, dst: destination('TEMP', register, dst.mask) });
      out.push(plain('MOV', dst, [source('TEMP', register, identity)]));
    } else emit(one);
  }
  return { code: out, registers, declarations: more, dropped };
};
