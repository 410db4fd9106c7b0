/** Registers and operands of instructions. */
import {
  type Destination,
  type Index,
  type Indirect,
  identitySwizzle,
  type Register,
  type Source,
  type TexelOffset,
} from '../../ir/instruction.ts';
import { type File, files } from '../../ir/types.ts';
import type { Scanner } from './scanner.ts';

const fileNames: ReadonlyMap<string, File> = new Map(files.map((name) => [name, name]));
const components = 'XYZW';

/** A register file's name, or fails. */
export const parseFile = (s: Scanner): File => {
  const word = s.word();
  return fileNames.get(word) ?? s.fail(`'${word.slice(0, 40)}' is no register file`);
};

const componentAt = (s: Scanner): number => {
  const i = components.indexOf((s.text[s.at] ?? ' ').toUpperCase());
  if (i < 0) s.fail('expected a component x, y, z or w');
  s.at++;
  return i;
};

/** `[3]`, `[ADDR[0].x]`, `[ADDR[0].x+3](1)`, after the opening bracket was seen to be next. */
const parseIndex = (s: Scanner): Index => {
  s.expect('[');
  const next = s.peek();
  if (next >= '0' && next <= '9') {
    const offset = s.index('a register index');
    s.expect(']');
    return { offset, indirect: null };
  }
  const file = parseFile(s);
  s.expect('[');
  const index = s.index('an address register index');
  s.expect(']');
  let component = 0;
  if (s.take('.')) {
    s.more();
    component = componentAt(s);
  }
  const sign = s.peek();
  const offset = sign === '+' || sign === '-' ? s.signed('an index offset') : 0;
  s.expect(']');
  let arrayId = 0;
  if (s.take('(')) {
    arrayId = s.index('an array id');
    s.expect(')');
  }
  const indirect: Indirect = { file, index, component, arrayId };
  return { offset, indirect };
};

const parseRegister = (s: Scanner): Register => {
  const file = parseFile(s);
  const first = parseIndex(s);
  if (s.peek() !== '[') return { file, index: first, dimension: null };
  return { file, index: parseIndex(s), dimension: first };
};

/** An optional write mask, 15 when there is none. */
export const parseMask = (s: Scanner): number => {
  if (!s.take('.')) return 15;
  let mask = 0;
  s.more();
  for (let i = 0; i < 4; i++) {
    if ((s.text[s.at] ?? ' ').toUpperCase() === components[i]) {
      mask |= 1 << i;
      s.at++;
    }
  }
  if (mask === 0) s.fail('expected a write mask');
  return mask;
};

const parseSwizzle = (s: Scanner, count: number): number => {
  let swizzle = 0;
  s.more();
  for (let i = 0; i < count; i++) swizzle |= componentAt(s) << (i * 2);
  return swizzle;
};

/** A destination operand. */
export const parseDestination = (s: Scanner): Destination => {
  const register = parseRegister(s);
  // Mesa 22 and 23 put a TEMP in place of a vertex's CLIPVERTEX in tessellation control shaders and leave the vertex standing.
  const stray = register.file === 'TEMP' && register.dimension?.indirect != null;
  const dimension = stray ? null : register.dimension;
  return { ...register, dimension, mask: parseMask(s) };
};

/** A source operand with its modifiers. */
export const parseSource = (s: Scanner): Source => {
  const negate = s.take('-');
  const absolute = s.take('|');
  const register = parseRegister(s);
  const swizzle = s.take('.') ? parseSwizzle(s, 4) : identitySwizzle;
  if (absolute) s.expect('|');
  return { ...register, swizzle, negate, absolute };
};

/** A texel offset operand. */
export const parseTexelOffset = (s: Scanner): TexelOffset => {
  const { file, index, dimension } = parseRegister(s);
  if (dimension !== null || index.indirect !== null) s.fail('a texel offset is a plain register');
  const swizzle = s.take('.') ? parseSwizzle(s, 3) : identitySwizzle;
  return { file, index: index.offset, swizzle: [swizzle & 3, (swizzle >> 2) & 3, (swizzle >> 4) & 3] };
};
