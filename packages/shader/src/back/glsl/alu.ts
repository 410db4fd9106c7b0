/**
 * Arithmetic: one row per opcode.
 *
 * `{0}`, `{1}` ... stand for the sources, already selected, converted and negated; `{t}` for the result's vector type, `{b}` for the
 * boolean one. Rows of shape `each` are evaluated on as many components as are written, rows of shape `scalar` once, on the
 * components that `reads` says.
 */
import type { Destination, Instruction, Source } from '../../ir/instruction.ts';
import { fill, maskComponents, type Stored, typeName, vector } from './value.ts';
import type { Writer } from './writer.ts';

/* prettier-ignore */
const each: Readonly<Record<string, string>> = {
  MUL: '{0} * {1}', ADD: '{0} + {1}', DIV: '{0} / {1}', MIN: 'min({0}, {1})', MAX: 'max({0}, {1})',
  MAD: '{0} * {1} + {2}', LRP: 'mix({2}, {1}, {0})',
  FRC: 'fract({0})', FLR: 'floor({0})', CEIL: 'ceil({0})', ROUND: 'roundEven({0})', TRUNC: 'trunc({0})', SSG: 'sign({0})',
  DDX: 'dFdx({0})', DDY: 'dFdy({0})',
  ARL: '{t}(floor({0}))', ARR: '{t}(roundEven({0}))', UARL: '{0}',
  F2I: '{t}({0})', F2U: '{t}({0})', I2F: '{t}({0})', U2F: '{t}({0})',
  UADD: '{0} + {1}', UMUL: '{0} * {1}', UMAD: '{0} * {1} + {2}',
  INEG: '-{0}', IABS: 'abs({0})', ISSG: 'sign({0})',
  IMAX: 'max({0}, {1})', IMIN: 'min({0}, {1})', UMAX: 'max({0}, {1})', UMIN: 'min({0}, {1})',
  NOT: '~{0}', AND: '{0} & {1}', OR: '{0} | {1}', XOR: '{0} ^ {1}',
};

/** Comparisons: the scalar operator and the vector function. SLT and its kin give 1.0 and 0.0, the others ~0 and 0. */
/* prettier-ignore */
const comparisons: Readonly<Record<string, readonly [string, string]>> = {
  SLT: ['<', 'lessThan'], SGE: ['>=', 'greaterThanEqual'], SEQ: ['==', 'equal'], SNE: ['!=', 'notEqual'], SGT: ['>', 'greaterThan'],
  SLE: ['<=', 'lessThanEqual'], FSEQ: ['==', 'equal'], FSGE: ['>=', 'greaterThanEqual'], FSLT: ['<', 'lessThan'],
  FSNE: ['!=', 'notEqual'], ISGE: ['>=', 'greaterThanEqual'], ISLT: ['<', 'lessThan'], USEQ: ['==', 'equal'],
  USGE: ['>=', 'greaterThanEqual'], USLT: ['<', 'lessThan'], USNE: ['!=', 'notEqual'],
};

/** Scalar opcodes: the template and the components each source is read at. */
/* prettier-ignore */
const scalar: Readonly<Record<string, readonly [string, readonly number[]]>> = {
  RCP: ['1.0 / {0}', [0]], RSQ: ['inversesqrt({0})', [0]], SQRT: ['sqrt({0})', [0]], EX2: ['exp2({0})', [0]], LG2: ['log2({0})', [0]],
  POW: ['pow({0}, {1})', [0]], COS: ['cos({0})', [0]], SIN: ['sin({0})', [0]],
  DP2: ['dot({0}, {1})', [0, 1]], DP3: ['dot({0}, {1})', [0, 1, 2]], DP4: ['dot({0}, {1})', [0, 1, 2, 3]],
};

const stored = (type: string): Stored => (type === 'i' ? 'i' : type === 'u' ? 'u' : 'f');

/** Opcodes that make integers of floats, or whose builtins do so on the way. */
const converting: ReadonlySet<string> = new Set(['ARL', 'ARR', 'F2I', 'F2U', 'EX2', 'POW', 'COS', 'SIN', 'LIT', 'EXP', 'LOG']);

/** A float operand, hidden from the compiler where the opcode converts it. */
const readFloat = (w: Writer, inst: Instruction, src: Source, at: readonly number[]): string => {
  const text = w.read(src, 'f', at);
  return converting.has(inst.op) ? w.opaque(text) : text;
};

/** Sources as the opcode's types, at the given components. */
export const operands = (w: Writer, inst: Instruction, at: readonly number[]): string[] =>
  inst.src.map((src, i) => {
    const kind = stored(inst.info.srcTypes[i] as string);
    return kind === 'f' ? readFloat(w, inst, src, at) : w.read(src, kind, at);
  });

const compare = (w: Writer, inst: Instruction, [operator, name]: readonly [string, string], at: readonly number[]): void => {
  const [a, b] = operands(w, inst, at) as [string, string];
  const kind = stored(inst.info.dstType);
  const test = at.length === 1 ? `${a} ${operator} ${b}` : `${name}(${a}, ${b})`;
  const text = `${typeName(kind, at.length)}(${test})`;
  w.assign(inst, kind, kind === 'u' ? `-${text}` : text);
};

/** `condition ? yes : no`, per component. */
const choose = (w: Writer, inst: Instruction, kind: Stored, conditions: readonly string[], at: readonly number[]): void => {
  const [yes, no] = [inst.src[1] as Source, inst.src[2] as Source];
  const parts = at.map((c, i) => `${conditions[i]} ? ${w.read(yes, kind, [c])} : ${w.read(no, kind, [c])}`);
  const same = conditions.every((condition) => condition === conditions[0]);
  // One condition for all: choose between vectors.
  if (same) return w.assign(inst, kind, `${conditions[0]} ? ${w.read(yes, kind, at)} : ${w.read(no, kind, at)}`);
  return w.assign(inst, kind, vector(kind, parts));
};

const lit = (w: Writer, inst: Instruction): void => {
  const src = inst.src[0] as Source;
  const [x, y, power] = [0, 1, 3].map((c) => readFloat(w, inst, src, [c]));
  const parts = ['1.0', `max(${x}, 0.0)`, `${x} > 0.0 ? pow(max(${y}, 0.0), clamp(${power}, -128.0, 128.0)) : 0.0`, '1.0'];
  components(w, inst, 'f', parts);
};

/** Assigns the written ones of four component texts. */
export const components = (w: Writer, inst: Instruction, kind: Stored, parts: readonly string[]): void => {
  const at = maskComponents((inst.dst[0] as Destination).mask);
  w.assign(
    inst,
    kind,
    vector(
      kind,
      at.map((c) => parts[c] as string),
    ),
  );
};

const shiftCount = (w: Writer, src: Source, at: readonly number[]): string => {
  const known = at.every((c) => (w.immediateBits(src, c) ?? 32) < 32);
  const text = w.read(src, 'u', at);
  return known ? text : `(${text} & 31u)`;
};

/** Writes an arithmetic instruction; false when the opcode is not arithmetic of this file. */
export const writeAlu = (w: Writer, inst: Instruction): boolean => {
  const { op, info } = inst;
  const dst = inst.dst[0] as Destination;
  const at = maskComponents(dst?.mask ?? 0);
  const n = at.length;
  const kind = stored(info.dstType);
  const template = each[op];
  if (template !== undefined) {
    w.assign(inst, kind, fill(template, operands(w, inst, at), typeName(kind, n)));
    return true;
  }
  const comparison = comparisons[op];
  if (comparison !== undefined) {
    compare(w, inst, comparison, at);
    return true;
  }
  const once = scalar[op];
  if (once !== undefined) {
    w.assignScalar(inst, 'f', fill(once[0], operands(w, inst, once[1]), 'float'));
    return true;
  }
  const src = inst.src[0] as Source;
  switch (op) {
    case 'MOV': {
      // Bits travel as the destination stores them; a modifier makes them floats.
      const plain = !inst.saturate && !src.negate && !src.absolute;
      const as = plain ? w.kindOf(dst) : 'f';
      w.assign(inst, as, w.read(src, as, at));
      return true;
    }
    case 'FMA': {
      const [a, b, c] = operands(w, inst, at);
      w.assign(inst, 'f', w.req.want('gpuShader5') ? `fma(${a}, ${b}, ${c})` : `${a} * ${b} + ${c}`);
      return true;
    }
    case 'CMP': {
      choose(
        w,
        inst,
        'f',
        at.map((c) => `${w.read(src, 'f', [c])} < 0.0`),
        at,
      );
      return true;
    }
    case 'UCMP': {
      const modified = inst.src.slice(1).some(({ negate, absolute }) => negate || absolute) || inst.saturate;
      choose(
        w,
        inst,
        modified ? 'f' : w.kindOf(dst),
        at.map((c) => `${w.read(src, 'u', [c])} != 0u`),
        at,
      );
      return true;
    }
    case 'DST': {
      const [a, b] = [src, inst.src[1] as Source];
      components(w, inst, 'f', ['1.0', `${w.read(a, 'f', [1])} * ${w.read(b, 'f', [1])}`, w.read(a, 'f', [2]), w.read(b, 'f', [3])]);
      return true;
    }
    case 'LIT':
      lit(w, inst);
      return true;
    case 'EXP': {
      const x = readFloat(w, inst, src, [0]);
      components(w, inst, 'f', [`exp2(floor(${x}))`, `fract(${x})`, `exp2(${x})`, '1.0']);
      return true;
    }
    case 'LOG': {
      const x = `abs(${readFloat(w, inst, src, [0])})`;
      components(w, inst, 'f', [`floor(log2(${x}))`, `${x} / exp2(floor(log2(${x})))`, `log2(${x})`, '1.0']);
      return true;
    }
    case 'DDX_FINE':
    case 'DDY_FINE': {
      const name = op === 'DDX_FINE' ? 'dFdx' : 'dFdy';
      w.assign(inst, 'f', `${name}${w.req.want('derivativeControl') ? 'Fine' : ''}(${w.read(src, 'f', at)})`);
      return true;
    }
    case 'SHL':
    case 'USHR':
    case 'ISHR': {
      const value = w.read(src, kind, at);
      w.assign(inst, kind, `${value} ${op === 'SHL' ? '<<' : '>>'} ${shiftCount(w, inst.src[1] as Source, at)}`);
      return true;
    }
    case 'IDIV':
    case 'MOD':
    case 'UDIV':
    case 'UMOD': {
      const operator = op.endsWith('DIV') ? '/' : '%';
      const divisor = inst.src[1] as Source;
      if (kind === 'i' || at.every((c) => (w.immediateBits(divisor, c) ?? 0) !== 0)) {
        const [a, b] = operands(w, inst, at);
        w.assign(inst, kind, `${a} ${operator} ${b}`);
        return true;
      }
      // Gallium defines unsigned division by zero as all ones, GLSL does not.
      const parts = at.map((c) => {
        const b = w.read(divisor, 'u', [c]);
        return `${b} == 0u ? 0xffffffffu : ${w.read(src, 'u', [c])} ${operator} ${b}`;
      });
      w.assign(inst, kind, vector(kind, parts));
      return true;
    }
    default:
      return false;
  }
};
