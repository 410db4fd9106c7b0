/**
 * DCL lines, collected per file.
 *
 * After the register range stands a list of words whose order Mesa fixes but nobody needs: each is recognised by what it is.
 * Only COLOR is ambiguous, a semantic the first time and an interpolation mode the second.
 */
import type { AtomicDecl, BufferDecl, ImageDecl, IoDecl, RegisterDecl, SviewDecl } from '../../ir/module.ts';
import {
  type File,
  type Interpolation,
  type InterpolationLocation,
  interpolationLocations,
  interpolations,
  type MemoryKind,
  memoryKinds,
  type ReturnType,
  returnTypes,
  type Semantic,
  semantics,
  type Stage,
  type TextureTarget,
  textureTargets,
} from '../../ir/types.ts';
import { limits } from '../../limits.ts';
import { parseFile, parseMask } from './operand.ts';
import type { Scanner } from './scanner.ts';

/** All declarations of a shader. */
export type Declarations = {
  readonly inputs: IoDecl[];
  readonly outputs: IoDecl[];
  readonly systemValues: IoDecl[];
  readonly temps: RegisterDecl[];
  readonly addresses: RegisterDecl[];
  /** Declared size in vec4s by slot. */
  readonly constants: Map<number, number>;
  readonly samplers: Set<number>;
  readonly sviews: SviewDecl[];
  readonly images: ImageDecl[];
  readonly buffers: BufferDecl[];
  readonly atomics: AtomicDecl[];
  readonly memory: MemoryKind[];
};

/** No declarations yet. */
export const emptyDeclarations = (): Declarations => ({
  inputs: [],
  outputs: [],
  systemValues: [],
  temps: [],
  addresses: [],
  constants: new Map(),
  samplers: new Set(),
  sviews: [],
  images: [],
  buffers: [],
  atomics: [],
  memory: [],
});

const find = <T extends string>(names: readonly T[], word: string): T | undefined => names.find((name) => name === word);

/** The words after the range. */
type Attributes = {
  arrayId: number;
  semantic: Semantic | null;
  semanticIndex: number;
  streams: [number, number, number, number];
  interpolation: Interpolation | null;
  location: InterpolationLocation;
  invariant: boolean;
  target: TextureTarget | null;
  returns: ReturnType | null;
  format: string;
  writable: boolean;
  raw: boolean;
  atomic: boolean;
  memory: MemoryKind;
};

const parenthesised = (s: Scanner, what: string): number => {
  s.expect('(');
  const value = s.index(what);
  s.expect(')');
  return value;
};

const parseStreams = (s: Scanner): [number, number, number, number] => {
  const streams: [number, number, number, number] = [0, 0, 0, 0];
  s.expect('(');
  for (let i = 0; i < 4; i++) {
    if (i > 0) s.expect(',');
    streams[i] = s.index('a stream');
    if ((streams[i] as number) > 3) s.fail('stream out of range');
  }
  s.expect(')');
  return streams;
};

/** One word of the list; false when it is unknown for this file. */
const parseAttribute = (s: Scanner, file: File, word: string, raw: string, a: Attributes): boolean => {
  if (word === 'ARRAY') {
    a.arrayId = parenthesised(s, 'an array id');
    return a.arrayId <= limits.arrays || s.fail('array id out of range');
  }
  if (file === 'SVIEW' || file === 'IMAGE') {
    const target = find(textureTargets, word);
    if (a.target === null && target !== undefined) a.target = target;
    else if (file === 'SVIEW') {
      const returns = find(returnTypes, word);
      // Four types may stand there; Mesa only ever prints equal ones as one.
      if (returns === undefined) return false;
      a.returns ??= returns;
    } else if (word === 'WR') a.writable = true;
    else if (word === 'RAW') a.raw = true;
    else if (a.format === '') a.format = raw;
    else return false;
    return true;
  }
  if (file === 'BUFFER') {
    a.atomic ||= word === 'ATOMIC';
    return word === 'ATOMIC';
  }
  if (file === 'MEMORY') {
    const kind = find(memoryKinds, word);
    if (kind !== undefined) a.memory = kind;
    return kind !== undefined;
  }
  if (word === 'LOCAL') return true;
  if (word === 'INVARIANT') return (a.invariant = true);
  if (word === 'STREAM') {
    a.streams = parseStreams(s);
    return true;
  }
  if (a.semantic === null) {
    const semantic = find(semantics, word);
    if (semantic !== undefined) {
      a.semantic = semantic;
      if (s.take('[')) {
        a.semanticIndex = s.index('a semantic index');
        s.expect(']');
      }
      return true;
    }
  }
  const interpolation = find(interpolations, word);
  if (interpolation !== undefined) a.interpolation = interpolation;
  const location = find(interpolationLocations, word);
  if (location !== undefined) a.location = location;
  return interpolation !== undefined || location !== undefined;
};

type Range = { readonly first: number; readonly last: number };

/** `[3]`, `[3..5]`, or `[]` where the size is implied by the stage (null). */
const parseRange = (s: Scanner): Range | null => {
  s.expect('[');
  if (s.take(']')) return null;
  const first = s.index('a register index');
  let last = first;
  if (s.take('.')) {
    s.expect('.');
    last = s.index('the last register');
  }
  s.expect(']');
  if (last < first) s.fail('the range ends before it starts');
  return { first, last };
};

const checkRange = (s: Scanner, range: Range, limit: number, what: string): void => {
  if (range.last >= limit) s.fail(`${what} beyond the limit of ${limit}`);
};

/** Parses what follows DCL and files it. */
export const parseDeclaration = (s: Scanner, stage: Stage, out: Declarations): void => {
  const file = parseFile(s);
  const brackets: (Range | null)[] = [parseRange(s)];
  if (s.peek() === '[') brackets.push(parseRange(s));
  const usageMask = parseMask(s);
  const a: Attributes = {
    arrayId: 0,
    semantic: null,
    semanticIndex: 0,
    streams: [0, 0, 0, 0],
    interpolation: null,
    location: 'CENTER',
    invariant: false,
    target: null,
    returns: null,
    format: '',
    writable: false,
    raw: false,
    atomic: false,
    memory: 'GLOBAL',
  };
  while (s.take(',')) {
    const raw = s.rawWord();
    if (raw === '' || !parseAttribute(s, file, raw.toUpperCase(), raw, a))
      s.fail(`'${raw.slice(0, 40)}' does not belong in a declaration of ${file}`);
  }
  const range = brackets[brackets.length - 1] ?? s.fail('a register range is missing');
  const dimension = brackets.length > 1 ? (brackets[0] ?? null) : null;
  fileDeclaration(s, stage, file, range, dimension, usageMask, a, out);
};

const fileDeclaration = (
  s: Scanner,
  stage: Stage,
  file: File,
  range: Range,
  dimension: Range | null,
  usageMask: number,
  a: Attributes,
  out: Declarations,
): void => {
  const { first, last } = range;
  switch (file) {
    case 'IN':
    case 'OUT':
    case 'SV': {
      const limit = file === 'IN' ? limits.inputs : file === 'OUT' ? limits.outputs : limits.systemValues;
      checkRange(s, range, limit, file);
      // Vertex inputs have no meaning to the shader: they are numbered.
      const semantic = a.semantic ?? (file === 'IN' && stage === 'vertex' ? 'GENERIC' : s.fail(`${file} needs a semantic`));
      const semanticIndex = a.semantic === null ? first : a.semanticIndex;
      if (semanticIndex > 0xffff) s.fail('semantic index out of range');
      const { arrayId, interpolation, location, invariant, streams } = a;
      const list = file === 'IN' ? out.inputs : file === 'OUT' ? out.outputs : out.systemValues;
      // Four components of a register may be declared one by one.
      if (list.length >= limit * 4) s.fail(`too many declarations of ${file}`);
      list.push({ first, last, semantic, semanticIndex, usageMask, arrayId, interpolation, location, invariant, streams });
      return;
    }
    case 'TEMP':
      checkRange(s, range, limits.temps, file);
      out.temps.push({ first, last, arrayId: a.arrayId });
      return;
    case 'ADDR':
      checkRange(s, range, limits.addresses, file);
      out.addresses.push({ first, last, arrayId: 0 });
      return;
    case 'CONST': {
      checkRange(s, range, limits.constants, file);
      const slot = dimension?.first ?? 0;
      if (slot >= limits.constBuffers) s.fail(`constant buffer ${slot} beyond the limit of ${limits.constBuffers}`);
      out.constants.set(slot, Math.max(out.constants.get(slot) ?? 0, last + 1));
      return;
    }
    case 'SAMP':
      checkRange(s, range, limits.samplers, file);
      for (let i = first; i <= last; i++) out.samplers.add(i);
      return;
    case 'SVIEW':
      checkRange(s, range, limits.samplerViews, file);
      for (let unit = first; unit <= last; unit++) {
        if (out.sviews.some((view) => view.unit === unit)) s.fail(`SVIEW[${unit}] is declared twice`);
        out.sviews.push({
          unit,
          target: a.target ?? s.fail('SVIEW needs a texture target'),
          returns: a.returns ?? s.fail('SVIEW needs a type'),
        });
      }
      return;
    case 'IMAGE':
      checkRange(s, range, limits.images, file);
      for (let index = first; index <= last; index++) {
        const target = a.target ?? s.fail('IMAGE needs a texture target');
        if (out.images.some((image) => image.index === index)) s.fail(`IMAGE[${index}] is declared twice`);
        out.images.push({ index, target, format: a.format, writable: a.writable, raw: a.raw });
      }
      return;
    case 'BUFFER':
      checkRange(s, range, limits.bufferNumbers, file);
      for (let index = first; index <= last; index++) {
        if (out.buffers.some((buffer) => buffer.index === index)) s.fail(`BUFFER[${index}] is declared twice`);
        out.buffers.push({ index, atomic: a.atomic });
      }
      return;
    case 'HWATOMIC': {
      checkRange(s, range, limits.atomicCounters, file);
      const buffer = dimension?.first ?? 0;
      if (buffer >= limits.buffers) s.fail('atomic buffer out of range');
      if (out.atomics.length >= limits.atomicRanges) s.fail('too many declarations of HWATOMIC');
      out.atomics.push({ buffer, first, last, arrayId: a.arrayId });
      return;
    }
    case 'MEMORY':
      if (out.memory.length >= limits.buffers) s.fail('too many MEMORY declarations');
      out.memory.push(a.memory);
      return;
    default:
      s.fail(`${file} cannot be declared`);
  }
};
