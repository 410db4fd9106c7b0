/**
 * Encoding by walking a table: the counterpart of `decode.ts`, for fuzzers and tools that have a table and no generated
 * function at hand. The property test holds it against the generated encoders.
 */
import { storeBytes, storeF64, storeText } from './bytes.ts';
import { countOf, isPresent } from './decode.ts';
import type { Value, Values } from './decode.ts';
import { elementWords, fieldWords } from './layout.ts';
import type { CommandSpec, Element, Field } from './schema.ts';
import { commandHeader } from './virgl/constants.ts';

/** Encodes a virgl command with values in the shape that `decodeFields` gives; returns the index of the next word. */
export function encodeCommand(spec: CommandSpec, values: Values, words: Uint32Array, floats: Float32Array, at: number): number {
  const end = encodeFields(spec.fields, values, words, floats, at + 1);
  const object = spec.objectInHeader === true ? numeric(values['objectType']) : (spec.object ?? 0);
  words[at] = commandHeader(spec.opcode, object, end - at - 1);
  return end;
}

/** Encodes the fields of a message from word `at` on; returns the index of the next word. Missing values count as 0. */
export function encodeFields(fields: readonly Field[], values: Values, words: Uint32Array, floats: Float32Array, at: number): number {
  return storeFields(fields, values, values, words, floats, at);
}

function storeFields(
  fields: readonly Field[],
  values: Values,
  message: Values,
  words: Uint32Array,
  floats: Float32Array,
  start: number,
): number {
  let at = start;
  for (const field of fields) at = storeField(field, values, message, words, floats, at);
  return at;
}

function storeField(field: Field, values: Values, message: Values, words: Uint32Array, floats: Float32Array, at: number): number {
  switch (field.kind) {
    case 'bits': {
      let word = 0;
      let shift = 0;
      for (const bit of field.fields) {
        if ('skip' in bit) shift += bit.skip;
        else {
          word |= (numeric(values[bit.name]) & (2 ** bit.width - 1)) << shift;
          shift += bit.width;
        }
      }
      words[at] = word;
      return at + 1;
    }
    case 'array':
    case 'records': {
      const items = list(values[field.name]);
      let next = at;
      for (let i = 0; i < countOf(field.count, items.length, message); i++) {
        const item = items[i] ?? 0;
        if (field.kind === 'array') {
          storeElement(field.of, item, words, floats, next);
          next += elementWords(field.of);
        } else next = storeFields(field.fields, record(item), message, words, floats, next);
      }
      return next;
    }
    case 'union': {
      const variant = field.variants.find((v) => values[v.name] !== undefined) ?? field.variants[0];
      return variant === undefined ? at : storeFields(variant.fields, record(values[variant.name]), message, words, floats, at);
    }
    case 'optional':
      return values[field.name] === undefined ? at : storeFields(field.fields, record(values[field.name]), message, words, floats, at);
    case 'when':
      return isPresent(field, message) ? storeFields(field.fields, record(values[field.name]), message, words, floats, at) : at;
    case 'bytes': {
      const bytes = values[field.name];
      return bytes instanceof Uint8Array ? storeBytes(words, at, bytes) : at;
    }
    case 'text': {
      const text = values[field.name];
      return typeof text === 'string' ? storeText(words, at, text) : at;
    }
    case 'pad':
      words.fill(0, at, at + (field.words ?? 0));
      return at + (fieldWords(field) ?? 0);
    default:
      if (field.kind === 'u64') {
        words[at] = numeric(values[`${field.name}Lo`]);
        words[at + 1] = numeric(values[`${field.name}Hi`]);
      } else storeElement(field, values[field.name] ?? 0, words, floats, at);
      return at + elementWords(field);
  }
}

function storeElement(element: Element, value: Value, words: Uint32Array, floats: Float32Array, at: number): void {
  if (element.kind === 'f32') floats[at] = numeric(value);
  else if (element.kind === 'f64') storeF64(words, at, numeric(value));
  else if (element.kind === 'u64') {
    words[at] = numeric(record(value)['lo']);
    words[at + 1] = numeric(record(value)['hi']);
  } else words[at] = numeric(value);
}

function numeric(value: Value | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function record(value: Value | undefined): Values {
  return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Uint8Array) ? (value as Values) : {};
}
