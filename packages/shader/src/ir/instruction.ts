/** Instructions and operands of a TGSI module. */
import type { OpcodeName, OpcodeInfo } from './opcodes.ts';
import type { File, MemoryQualifier, TextureTarget } from './types.ts';

/** Indirect part of an index: `ADDR[0].x` in `TEMP[ADDR[0].x+3](2)`. */
export type Indirect = {
  readonly file: File;
  readonly index: number;
  /** Component 0 to 3. */
  readonly component: number;
  /** ARRAY the access stays in, 0 when it may touch the whole file. */
  readonly arrayId: number;
};

/** One index of a register: a number, plus the value of a register when indirect. */
export type Index = { readonly offset: number; readonly indirect: Indirect | null };

/** A register: a file and one or two indices. */
export type Register = {
  readonly file: File;
  readonly index: Index;
  /** The first of two indices: the buffer of a CONST, the vertex of a geometry input. */
  readonly dimension: Index | null;
};

/** A destination operand. */
export type Destination = Register & {
  /** x = 1, y = 2, z = 4, w = 8. */
  readonly mask: number;
};

/** A source operand: absolute value first, then negation. */
export type Source = Register & {
  /** Component read for x, y, z, w: 2 bits each, x lowest. */
  readonly swizzle: number;
  readonly negate: boolean;
  readonly absolute: boolean;
};

/** A texel offset operand (three components). */
export type TexelOffset = { readonly file: File; readonly index: number; readonly swizzle: readonly [number, number, number] };

/** One instruction. */
export type Instruction = {
  readonly op: OpcodeName;
  readonly info: OpcodeInfo;
  readonly saturate: boolean;
  readonly precise: boolean;
  readonly dst: readonly Destination[];
  readonly src: readonly Source[];
  /** Texture target, of sampling and of image instructions. */
  readonly target: TextureTarget | null;
  readonly offsets: readonly TexelOffset[];
  readonly qualifiers: readonly MemoryQualifier[];
  /** Format of image instructions, '' when absent. */
  readonly format: string;
  /** Jump target of CAL (an instruction number), -1 when absent. */
  readonly label: number;
  /** Line in the text, from 1. */
  readonly line: number;
};

/** Component `i` (0 to 3) of a packed swizzle. */
export const swizzleAt = (swizzle: number, i: number): number => (swizzle >> (i * 2)) & 3;

/** The packed swizzle xyzw. */
export const identitySwizzle = 0b11_10_01_00;
