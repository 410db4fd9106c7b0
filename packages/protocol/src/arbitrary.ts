/**
 * Made-up messages for fuzzers and property tests.
 *
 * `random` is any source of numbers in [0, 1); the same source gives the same messages, so a failure can be repeated from a
 * seed. Values lean towards the interesting: borders of their type, small numbers, named enum values.
 */
import { encodeCommand } from './encode.ts';
import type { Value, Values } from './decode.ts';
import { isPresent } from './decode.ts';
import { enumSpecOf } from './enums.ts';
import type { ArrayField, BitField, CommandSpec, Element, Field, RecordsField } from './schema.ts';
import { virglSpecs } from './virgl/commands.ts';
import { commandHeader, commandLength, commandObject, commandOpcode } from './virgl/constants.ts';

/** A source of numbers in [0, 1). */
export type Random = () => number;

/** Greatest number of elements of an array whose length is free. */
const maxElements = 8;

const words32 = [
  0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 255, 256, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];
const doubles = [0, -0, 1, -1, 0.5, 2, 1e-30, 1e30, 3.25, 65504, Infinity, -Infinity];

/** Values for every field of a message, in the shape that encoders take. */
export function arbitrary(spec: Pick<CommandSpec, 'fields' | 'objectInHeader'>, random: Random): Values {
  const message: Record<string, Value> = {};
  const counts = countFields(spec.fields);
  for (const field of spec.fields) {
    // Optional groups come last, and each needs those before it.
    if (field.kind === 'optional' && random() > 0.6) break;
    fill(field, message, message, counts, random);
  }
  if (spec.objectInHeader === true) message['objectType'] = integer(random, 12);
  return message;
}

/** A well-formed command as words. */
export function arbitraryCommand(spec: CommandSpec, random: Random): Uint32Array {
  const words = new Uint32Array(1024);
  const end = encodeCommand(spec, arbitrary(spec, random), words, new Float32Array(words.buffer), 0);
  return words.slice(0, end);
}

/** A stream of well-formed commands of any kind; what they name does not exist. */
export function arbitraryStream(commands: number, random: Random): Uint32Array {
  const parts: Uint32Array[] = [];
  for (let i = 0; i < commands; i++) parts.push(arbitraryCommand(pick(virglSpecs, random), random));
  const stream = new Uint32Array(parts.reduce((n, part) => n + part.length, 0));
  let at = 0;
  for (const part of parts) {
    stream.set(part, at);
    at += part.length;
  }
  return stream;
}

/** Fields that say how long an array is: they stay small and decide first. */
function countFields(fields: readonly Field[]): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (field: Field): void => {
    if ((field.kind === 'array' || field.kind === 'records') && typeof field.count === 'object') names.add(field.count.field);
    if (field.kind === 'when') field.fields.forEach(visit);
  };
  fields.forEach(visit);
  return names;
}

function fill(field: Field, into: Record<string, Value>, message: Values, counts: ReadonlySet<string>, random: Random): void {
  const group = (fields: readonly Field[]): Values => {
    const inner: Record<string, Value> = {};
    for (const f of fields) fill(f, inner, message, counts, random);
    return inner;
  };
  switch (field.kind) {
    case 'bits':
      for (const bit of field.fields) if (!('skip' in bit)) into[bit.name] = arbitraryBits(bit, random);
      return;
    case 'array':
    case 'records': {
      const list: Value[] = [];
      for (let i = arbitraryCount(field, message, random); i > 0; i--)
        list.push(field.kind === 'array' ? arbitraryElement(field.of, random) : group(field.fields));
      into[field.name] = list;
      return;
    }
    case 'union': {
      const variant = pick(field.variants, random);
      into[variant.name] = group(variant.fields);
      return;
    }
    case 'optional':
      into[field.name] = group(field.fields);
      return;
    case 'when':
      if (isPresent(field, message)) into[field.name] = group(field.fields);
      return;
    case 'bytes':
      into[field.name] = Uint8Array.from({ length: integer(random, maxElements) * 4 }, () => integer(random, 256));
      return;
    case 'text':
      into[field.name] = Array.from({ length: integer(random, 40) }, () => String.fromCharCode(32 + integer(random, 95))).join('');
      return;
    case 'pad':
      return;
    default:
      if (field.kind === 'u64') {
        into[`${field.name}Lo`] = arbitraryWord(random);
        into[`${field.name}Hi`] = arbitraryWord(random);
      } else into[field.name] = counts.has(field.name) ? integer(random, maxElements + 1) : arbitraryElement(field, random);
  }
}

function arbitraryCount(field: ArrayField | RecordsField, message: Values, random: Random): number {
  if (typeof field.count === 'number') return field.count;
  if (field.count === 'rest') return integer(random, maxElements + 1);
  const value = message[field.count.field];
  return typeof value === 'number' ? value : 0;
}

function arbitraryBits(bit: Exclude<BitField, { readonly skip: number }>, random: Random): number {
  const mask = 2 ** bit.width - 1;
  const name = bit.enum ?? bit.flags;
  if (name !== undefined && random() < 0.8) return (pick(Object.values(enumSpecOf(name).values), random) & mask) >>> 0;
  return (arbitraryWord(random) & mask) >>> 0;
}

function arbitraryElement(element: Element, random: Random): Value {
  switch (element.kind) {
    case 'f32':
      return Math.fround(arbitraryDouble(random));
    case 'f64':
      return arbitraryDouble(random);
    case 'i32':
      return arbitraryWord(random) | 0;
    case 'u64':
      return { lo: arbitraryWord(random), hi: arbitraryWord(random) };
    case 'handle':
      return random() < 0.8 ? integer(random, 16) : arbitraryWord(random);
    case 'enum':
      return random() < 0.8 ? pick(Object.values(enumSpecOf(element.enum).values), random) : arbitraryWord(random);
    case 'flags':
      return random() < 0.8 ? pick(Object.values(enumSpecOf(element.flags).values), random) >>> 0 : arbitraryWord(random);
    default:
      return arbitraryWord(random);
  }
}

function arbitraryWord(random: Random): number {
  return random() < 0.6 ? pick(words32, random) : integer(random, 2 ** 32);
}

function arbitraryDouble(random: Random): number {
  return random() < 0.6 ? pick(doubles, random) : (random() - 0.5) * 2 ** integer(random, 20);
}

function integer(random: Random, below: number): number {
  return Math.floor(random() * below);
}

function pick<T>(from: readonly T[], random: Random): T {
  return from[integer(random, from.length)] as T;
}

/**
 * A damaged copy of a stream: one to four of bit flips, border values, header lengths, opcodes, object types, cut, doubled or swapped words.
 * The copy is at most twice as long.
 */
export function mutate(words: Uint32Array, random: Random): Uint32Array {
  let result: Uint32Array = words.slice();
  for (let i = 1 + integer(random, 4); i > 0; i--) result = mutateOnce(result, random);
  return result.length > words.length * 2 ? result.slice(0, words.length * 2) : result;
}

function mutateOnce(words: Uint32Array, random: Random): Uint32Array {
  if (words.length === 0) return words;
  const at = integer(random, words.length);
  const word = words[at] ?? 0;
  switch (integer(random, 8)) {
    case 0:
      words[at] = word ^ (1 << integer(random, 32));
      return words;
    case 1:
      words[at] = arbitraryWord(random);
      return words;
    case 2:
      words[at] = word + integer(random, 3) - 1;
      return words;
    case 3: {
      const header = headerAt(words, random);
      const h = words[header] ?? 0;
      words[header] = commandHeader(
        commandOpcode(h),
        commandObject(h),
        random() < 0.5 ? commandLength(h) + integer(random, 5) - 2 : integer(random, 0x10000),
      );
      return words;
    }
    case 4: {
      const header = headerAt(words, random);
      const h = words[header] ?? 0;
      const opcode = random() < 0.5 ? integer(random, 256) : commandOpcode(h);
      words[header] = commandHeader(opcode, integer(random, random() < 0.5 ? 12 : 256), commandLength(h));
      return words;
    }
    case 5:
      return words.slice(0, at + 1);
    case 6: {
      const length = 1 + integer(random, Math.min(16, words.length - at));
      const longer = new Uint32Array(words.length + length);
      longer.set(words.subarray(0, at + length));
      longer.set(words.subarray(at), at + length);
      return longer;
    }
    default: {
      const other = integer(random, words.length);
      words[at] = words[other] ?? 0;
      words[other] = word;
      return words;
    }
  }
}

/** Index of some header word, found by walking the stream as a decoder does. */
function headerAt(words: Uint32Array, random: Random): number {
  const target = integer(random, words.length);
  let at = 0;
  for (;;) {
    const next = at + 1 + commandLength(words[at] ?? 0);
    if (next > target || next >= words.length) return at;
    at = next;
  }
}
