/** Emits instructions; hands out virtual registers and immediates. */
import type { TextureTarget } from '../../ir/types.ts';
import { opcodes } from '../../ir/opcodes.ts';
import { bounds } from '../bounds.ts';
import { CompileError, type Log } from '../log.ts';
import {
  type Address,
  type Code,
  destination,
  type Dst,
  firstMask,
  identity,
  partOf,
  pick,
  scalar,
  source,
  spread,
  type Src,
  type TempArray,
} from './code.ts';

const view = new DataView(new ArrayBuffer(8));

/** Bits of a float. */
export const floatBits = (value: number): number => {
  view.setFloat32(0, value);
  return view.getUint32(0);
};

/** Low and high word of a double. */
export const doubleWords = (value: number): readonly [number, number] => {
  view.setFloat64(0, value);
  return [view.getUint32(4), view.getUint32(0)];
};

/** The code under construction. */
export class Builder {
  readonly log: Log;
  code: Code[] = [];
  readonly arrays: TempArray[] = [];
  readonly immediates: number[][] = [];
  registers = 0;
  #emitted = 0;
  /** Register that the last instruction made and nobody has read: its instruction may be made to write elsewhere. */
  #fresh = -1;
  readonly #words = new Map<number, readonly [number, number]>();

  constructor(log: Log) {
    this.log = log;
  }

  /** Gives up with a message. */
  fail(message: string): never {
    this.log.linkError(message);
    throw new CompileError(message);
  }

  /** New registers, one after another. */
  temps(count: number): number {
    const base = this.registers;
    this.registers += count;
    if (this.registers > bounds.registers) this.fail('the shader needs too many registers');
    return base;
  }

  /** New registers that may be indexed. */
  array(size: number): number {
    const base = this.temps(size);
    this.arrays.push({ base, size });
    return base;
  }

  /** Emits an instruction. */
  emit(
    op: string,
    dst: Dst | null,
    src: Src[],
    more: Partial<Pick<Code, 'target' | 'offsets' | 'tail' | 'saturate' | 'second'>> = {},
  ): Code {
    if (++this.#emitted > bounds.instructions) this.fail('the shader becomes too long');
    // Signs are for floats; what takes bits gets them from a register.
    const types = opcodes.get(op)?.srcTypes;
    const plain = src.map((one, i) => {
      if ((!one.negate && !one.absolute) || op === 'MOV' || types?.[i] === 'f') return one;
      const register = this.temps(1);
      this.emit('MOV', destination('TEMP', register, 15), [one]);
      return source('TEMP', register);
    });
    const code: Code = {
      op,
      dst,
      second: more.second ?? null,
      src: plain,
      saturate: more.saturate ?? false,
      precise: false,
      target: more.target ?? null,
      offsets: more.offsets ?? [],
      tail: more.tail ?? '',
    };
    this.code.push(code);
    this.#fresh = -1;
    return code;
  }

  /** An operation on each of n components into a new register. */
  op(op: string, n: number, ...src: Src[]): Src {
    const register = this.temps(1);
    this.emit(op, destination('TEMP', register, firstMask(n)), src);
    this.#fresh = register;
    return this.#result(register, n);
  }

  #result(register: number, n: number): Src {
    return n === 4 ? source('TEMP', register) : pick(source('TEMP', register), [0, 1, 2, 3].slice(0, n));
  }

  /** An operation that takes and gives one component, done for each of n. */
  each(op: string, n: number, ...src: Src[]): Src {
    if (n === 1) return this.op(op, 1, ...src.map((one) => scalar(one, 0)));
    const register = this.temps(1);
    for (let i = 0; i < n; i++)
      this.emit(
        op,
        destination('TEMP', register, 1 << i),
        src.map((one) => scalar(one, i)),
      );
    return this.#result(register, n);
  }

  /** Texture instructions and their like: four components. */
  texture(op: string, src: Src[], target: TextureTarget | null, offsets: Src[] = [], tail = ''): Src {
    const register = this.temps(1);
    this.emit(op, destination('TEMP', register, 15), src, { target, offsets, tail });
    this.#fresh = register;
    return source('TEMP', register);
  }

  /** Copies the first components of a source to where the mask has bits; the instruction that made it is changed where that does. */
  move(dst: Dst, src: Src): void {
    const last = this.code.at(-1);
    const n = bits(dst.mask);
    if (
      src.file === 'TEMP' &&
      src.index === this.#fresh &&
      !src.negate &&
      !src.absolute &&
      last?.dst !== null &&
      last?.dst !== undefined &&
      dst.indirect === null &&
      dst.dimensionIndirect === null &&
      dst.mask === firstMask(n) &&
      last.dst.mask === dst.mask &&
      [0, 1, 2, 3].slice(0, n).every((i) => partOf(src.swizzle, i) === i)
    ) {
      last.dst = dst;
      this.#fresh = -1;
      return;
    }
    this.emit('MOV', dst, [spread(src, dst.mask)]);
  }

  /** The value that was made last is used more than once: its instruction stays as it is. */
  keep(): void {
    this.#fresh = -1;
  }

  /** A new register with a copy of the first n components. */
  copy(src: Src, n: number): Src {
    const register = this.temps(1);
    this.move(destination('TEMP', register, firstMask(n)), src);
    return this.#result(register, n);
  }

  /** A source that holds these words. */
  words(values: readonly number[]): Src {
    const [first = 0] = values;
    if (values.every((value) => value === first)) {
      const known = this.#words.get(first >>> 0);
      if (known !== undefined) return source('IMM', known[0], known[1] * 0b01010101);
    }
    const wanted = values.map((value) => value >>> 0);
    for (let i = Math.max(0, this.immediates.length - 16); i < this.immediates.length; i++) {
      const found = this.#fit(i, wanted);
      if (found !== null) return found;
    }
    this.immediates.push([]);
    return this.#fit(this.immediates.length - 1, wanted) as Src;
  }

  #fit(index: number, wanted: readonly number[]): Src | null {
    const have = this.immediates[index] as number[];
    const missing = new Set(wanted.filter((word) => !have.includes(word)));
    if (have.length + missing.size > 4) return null;
    for (const word of missing) {
      if (!this.#words.has(word)) this.#words.set(word, [index, have.length]);
      have.push(word);
    }
    return pick(
      source('IMM', index),
      wanted.map((word) => have.indexOf(word)),
    );
  }

  /** Floats as a source. */
  floats(...values: number[]): Src {
    return this.words(values.map(floatBits));
  }

  /** Integers as a source. */
  ints(...values: number[]): Src {
    return this.words(values);
  }

  /** A source as an index: the component of a virtual register. */
  address(src: Src): Address {
    const plain = src.file === 'TEMP' && src.indirect === null && !src.negate && !src.absolute;
    const value = plain ? src : this.copy(src, 1);
    return { register: value.index, component: partOf(value.swizzle, 0) };
  }

  /** Reads the value of an index. */
  addressValue({ register, component }: Address): Src {
    return scalar(source('TEMP', register, identity), component);
  }
}

/** Set bits of a mask. */
export const bits = (mask: number): number => (mask & 1) + ((mask >> 1) & 1) + ((mask >> 2) & 1) + ((mask >> 3) & 1);
