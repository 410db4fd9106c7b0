/**
 * The lower form: vector instructions on virtual registers, control flow still structured.
 *
 * An instruction is TGSI's, but `TEMP` numbers are virtual (there are as many as wanted, each of four components) and an index that
 * a variable chooses names the virtual register that holds it. Passes work on this form; `tgsi/` prints it.
 */
import type { TextureTarget } from '../../ir/types.ts';

/** Files of operands. */
export type CodeFile = 'TEMP' | 'CONST' | 'IN' | 'OUT' | 'IMM' | 'SV' | 'SAMP' | 'IMAGE' | 'BUFFER' | 'MEMORY' | 'HWATOMIC';

/** A component of a virtual register that holds an index. */
export type Address = { readonly register: number; readonly component: number };

/** A source. */
export type Src = {
  readonly file: CodeFile;
  readonly index: number;
  /** Two bits per component, x lowest. */
  readonly swizzle: number;
  readonly negate: boolean;
  readonly absolute: boolean;
  /** First of two indices, -1 where there is one. */
  readonly dimension: number;
  readonly indirect: Address | null;
  readonly dimensionIndirect: Address | null;
  /** Array that an indirect index stays in: its first register; -1 where there is none. */
  readonly array: number;
};

/** A destination. */
export type Dst = {
  readonly file: CodeFile;
  readonly index: number;
  readonly mask: number;
  readonly dimension: number;
  readonly indirect: Address | null;
  readonly dimensionIndirect: Address | null;
  readonly array: number;
};

/** One instruction. */
export type Code = {
  op: string;
  dst: Dst | null;
  /** DFRACEXP has two. */
  second: Dst | null;
  src: Src[];
  saturate: boolean;
  precise: boolean;
  target: TextureTarget | null;
  offsets: Src[];
  /** Words after the operands: memory qualifiers and format. */
  tail: string;
};

/** An array of virtual registers that is indexed by variables. */
export type TempArray = { readonly base: number; readonly size: number };

/** Packs four components into a swizzle. */
export const swizzle4 = (x: number, y: number, z: number, w: number): number => x | (y << 2) | (z << 4) | (w << 6);

/** xyzw. */
export const identity = swizzle4(0, 1, 2, 3);

/** Component i of a swizzle. */
export const partOf = (swizzle: number, i: number): number => (swizzle >> (2 * i)) & 3;

/** A source with every component readable. */
export const source = (file: CodeFile, index: number, swizzle = identity): Src => ({
  file,
  index,
  swizzle,
  negate: false,
  absolute: false,
  dimension: -1,
  indirect: null,
  dimensionIndirect: null,
  array: -1,
});

/** A destination. */
export const destination = (file: CodeFile, index: number, mask: number): Dst => ({
  file,
  index,
  mask,
  dimension: -1,
  indirect: null,
  dimensionIndirect: null,
  array: -1,
});

/** The source with its components picked: part i of the result is part `parts[i]` of it, the last repeated. */
export const pick = (src: Src, parts: readonly number[]): Src => {
  let swizzle = 0;
  for (let i = 0; i < 4; i++) swizzle |= partOf(src.swizzle, parts[Math.min(i, parts.length - 1)] ?? 0) << (2 * i);
  return swizzle === src.swizzle ? src : { ...src, swizzle };
};

/** One component for all. */
export const scalar = (src: Src, part: number): Src => pick(src, [part]);

/** The source moved so that its first components stand where a mask has bits. */
export const spread = (src: Src, mask: number): Src => {
  let swizzle = 0;
  let next = 0;
  for (let i = 0; i < 4; i++) {
    const part = partOf(src.swizzle, next);
    swizzle |= part << (2 * i);
    if ((mask >> i) & 1) next = Math.min(next + 1, 3);
  }
  return { ...src, swizzle };
};

/** The mask of the first n components. */
export const firstMask = (n: number): number => (1 << n) - 1;

/** Negated. */
export const negated = (src: Src): Src => ({ ...src, negate: !src.negate });

/** Opcodes that only order control flow. */
export const flowOps: ReadonlySet<string> = new Set(['IF', 'UIF', 'ELSE', 'ENDIF', 'BGNLOOP', 'ENDLOOP', 'BRK', 'CONT', 'RET', 'END']);
