/**
 * Doubles: two registers' components make one value, `xy` and `zw`, kept as bits and passed through packDouble2x32.
 *
 * The first value of an operand stands at swizzle positions 0 and 1, the second at 2 and 3. Results that are 64 bits wide go where
 * they come from; 32-bit results of comparisons go to one component of each pair; conversions to 32 bits put the first value into the
 * first written component and the second into the next; conversions from 32 bits take x for xy and y for zw.
 */
import type { Destination, Instruction, Source } from '../../ir/instruction.ts';
import { is64bit, type ValueType } from '../../ir/opcodes.ts';
import { fill, maskComponents, type Stored } from './value.ts';
import type { Writer } from './writer.ts';

/* prettier-ignore */
const templates: Readonly<Record<string, string>> = {
  DABS: 'abs({0})', DNEG: '-{0}', DADD: '{0} + {1}', DMUL: '{0} * {1}', DDIV: '{0} / {1}', DMAX: 'max({0}, {1})', DMIN: 'min({0}, {1})',
  DRCP: '1.0lf / {0}', DSQRT: 'sqrt({0})', DRSQ: 'inversesqrt({0})', DMAD: '{0} * {1} + {2}', DFMA: 'fma({0}, {1}, {2})',
  DFRAC: 'fract({0})', DTRUNC: 'trunc({0})', DCEIL: 'ceil({0})', DFLR: 'floor({0})', DROUND: 'roundEven({0})', DSSG: 'sign({0})',
  DLDEXP: 'ldexp({0}, {1})',
  DSLT: '{0} < {1}', DSGE: '{0} >= {1}', DSEQ: '{0} == {1}', DSNE: '{0} != {1}',
  F2D: 'double({0})', I2D: 'double({0})', U2D: 'double({0})', D2F: 'float({0})', D2I: 'int({0})', D2U: 'uint({0})',
  U2I64: 'int64_t({0})', I2I64: 'int64_t({0})', F2U64: 'uint64_t({0})', F2I64: 'int64_t({0})', D2U64: 'uint64_t({0})', D2I64: 'int64_t({0})',
  U642F: 'float({0})', I642F: 'float({0})', U642D: 'double({0})', I642D: 'double({0})',
  U64SEQ: '{0} == {1}', U64SNE: '{0} != {1}', I64SLT: '{0} < {1}', U64SLT: '{0} < {1}', I64SGE: '{0} >= {1}', U64SGE: '{0} >= {1}',
  I64MIN: 'min({0}, {1})', U64MIN: 'min({0}, {1})', I64MAX: 'max({0}, {1})', U64MAX: 'max({0}, {1})', I64ABS: 'abs({0})',
  I64SSG: 'sign({0})', I64NEG: '-{0}', U64ADD: '{0} + {1}', U64MUL: '{0} * {1}', U64SHL: '{0} << {1}', I64SHR: '{0} >> {1}',
  U64SHR: '{0} >> {1}', I64DIV: '{0} / {1}', U64DIV: '{0} / {1}', I64MOD: '{0} % {1}', U64MOD: '{0} % {1}',
};

/* prettier-ignore */
const packing: Readonly<Record<string, readonly [pack: string, unpack: string]>> = {
  d: ['packDouble2x32', 'unpackDouble2x32'], I: ['packInt2x32', 'unpackInt2x32'], U: ['packUint2x32', 'unpackUint2x32'],
};

/** A 64-bit operand: value 0 or 1 of it; one that becomes an integer is hidden from the compiler as `Writer.opaque` does. */
const readWide = (w: Writer, src: Source, type: ValueType, value: number, toInteger = false): string => {
  const [pack] = packing[type] as readonly [string, string];
  const plain = { ...src, negate: false, absolute: false };
  const bits = w.read(plain, type === 'I' ? 'i' : 'u', [value * 2, value * 2 + 1]);
  const hidden = toInteger && w.options.opaqueConversions === true;
  let text = `${pack}(${hidden ? `${bits} ^ uint(${w.zero()})` : bits})`;
  if (src.absolute) text = `abs(${text})`;
  return src.negate ? `-${text}` : text;
};

const positions = new WeakMap<Writer, Map<Instruction, number>>();

/** Where an instruction stands in the program. */
const positionOf = (w: Writer, inst: Instruction): number => {
  let map = positions.get(w);
  if (map === undefined) {
    map = new Map(w.module.instructions.map((one, i) => [one, i]));
    positions.set(w, map);
  }
  return map.get(inst) ?? 0;
};

/**
 * Mesa's virgl driver moves each double into xy of a temporary of its own, right before the instruction, and leaves the destination's
 * mask alone: what is then written to zw is computed from xy.
 */
const isMovedToFirst = (w: Writer, inst: Instruction, src: Source): boolean => {
  if (src.file !== 'TEMP' || src.index.indirect !== null || ((inst.dst[0]?.mask ?? 0) & 3) !== 0) return false;
  const at = positionOf(w, inst);
  for (let i = Math.max(0, at - inst.src.length); i < at; i++) {
    const before = w.module.instructions[i] as Instruction;
    const dst = before.dst[0];
    if (
      before.op === 'MOV' &&
      dst?.file === 'TEMP' &&
      dst.index.offset === src.index.offset &&
      dst.index.indirect === null &&
      dst.mask === 3
    )
      return true;
  }
  return false;
};

const kind32 = (type: ValueType): Stored => (type === 'i' ? 'i' : type === 'u' ? 'u' : 'f');

/** Text of one result value. */
const evaluate = (w: Writer, inst: Instruction, template: string, value: number): string => {
  const fromNarrow = is64bit(inst.info.dstType) && !inst.info.srcTypes.some(is64bit);
  const toInteger = /^[DF]2[IU]/.test(inst.op);
  const sources = inst.src.map((src, i) => {
    const type = inst.info.srcTypes[i] as ValueType;
    if (is64bit(type)) return readWide(w, src, type, isMovedToFirst(w, inst, src) ? 0 : value, toInteger);
    // Shift counts and exponents stand beside their value (x or z); operands of conversions are x and y.
    const at = fromNarrow ? value : value * 2;
    let text = w.read(src, kind32(type), [at]);
    if (toInteger && type === 'f') text = w.opaque(text);
    return inst.op.endsWith('SHL') || inst.op.endsWith('SHR') ? `int(${text} & 63u)` : text;
  });
  return fill(template, sources);
};

const store = (w: Writer, inst: Instruction, mask: number, kind: Stored, text: string): void =>
  w.assign(inst, kind, text, { ...(inst.dst[0] as Destination), mask });

/** Writes a 64-bit instruction; false when it is none. */
export const writeWide = (w: Writer, inst: Instruction): boolean => {
  const types = [inst.info.dstType, ...inst.info.srcTypes];
  if (!types.some(is64bit)) return false;
  const dst = inst.dst[0] as Destination;
  w.req.need(types.some((type) => type === 'I' || type === 'U') ? 'int64' : 'fp64', inst.op);
  if (types.includes('d')) w.req.need('fp64', inst.op);
  if (inst.op === 'DFRACEXP') {
    writeFrexp(w, inst);
    return true;
  }
  const template = templates[inst.op] ?? w.fail(`${inst.op} is not supported`);
  const { dstType } = inst.info;
  // Both values are computed before either is stored: the destination may be a source.
  const results: { mask: number; kind: Stored; text: string }[] = [];
  if (is64bit(dstType)) {
    const unpack = (packing[dstType] as readonly [string, string])[1];
    const kind: Stored = dstType === 'I' ? 'i' : 'u';
    for (const value of [0, 1])
      if ((dst.mask >> (value * 2)) & 3)
        results.push({ mask: dst.mask & (3 << (value * 2)), kind, text: `${unpack}(${evaluate(w, inst, template, value)})` });
  } else if (/(SEQ|SNE|SLT|SGE)$/.test(inst.op)) {
    for (const value of [0, 1]) {
      const mask = dst.mask & (3 << (value * 2));
      if (mask !== 0) results.push({ mask: mask & -mask, kind: 'u', text: `-uint(${evaluate(w, inst, template, value)})` });
    }
  } else {
    const at = maskComponents(dst.mask).slice(0, 2);
    at.forEach((c, value) => results.push({ mask: 1 << c, kind: kind32(dstType), text: evaluate(w, inst, template, value) }));
  }
  if (results.length === 1) {
    const one = results[0] as (typeof results)[number];
    storeWide(w, inst, one.mask, one.kind, one.text, is64bit(dstType));
    return true;
  }
  w.body.open('{');
  results.forEach((result, i) => w.body.add(`${wideType(result.kind, is64bit(dstType))} r${i} = ${result.text};`));
  results.forEach((result, i) => storeWide(w, inst, result.mask, result.kind, `r${i}`, is64bit(dstType)));
  w.body.close('}');
  return true;
};

const wideType = (kind: Stored, wide: boolean): string =>
  wide ? (kind === 'i' ? 'ivec2' : 'uvec2') : kind === 'u' ? 'uint' : kind === 'i' ? 'int' : 'float';

const storeWide = (w: Writer, inst: Instruction, mask: number, kind: Stored, text: string, wide: boolean): void => {
  const half = wide && maskComponents(mask).length === 1;
  // One half of a double is written: y and w are the high words.
  store(w, inst, mask, kind, half ? `${text}${mask & 10 ? '.y' : '.x'}` : text);
};

/** Both destinations of DFRACEXP: the significand as a double, the exponent as ints. */
const writeFrexp = (w: Writer, inst: Instruction): void => {
  const [significand, exponent] = inst.dst as readonly [Destination, Destination];
  w.body.open('{');
  w.body.add('int e;');
  w.body.add(`uvec2 m = unpackDouble2x32(frexp(${readWide(w, inst.src[0] as Source, 'd', 0)}, e));`);
  for (const mask of [3, 12]) if ((significand.mask & mask) === mask) store(w, inst, mask, 'u', 'm');
  w.assignScalar(inst, 'i', 'e', exponent);
  w.body.close('}');
};
