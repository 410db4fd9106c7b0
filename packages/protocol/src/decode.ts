/**
 * Decoding by walking a table: slow, complete, safe on anything.
 *
 * Tools use it: the dump, the property tests, the fuzzers. The renderer reads in place with the generated accessors. Values
 * come in the shape that the generated encoders take as arguments, so that encoding what was decoded gives the same words
 * back (bits that no field names excepted). Nothing outside [at, end) is read, no loop and no allocation is longer than the
 * words that are there, and a message that contradicts itself is decoded as far as it goes, with the first problem named.
 */
import { bytesOf, f64Of, textOf } from './bytes.ts';
import { elementWords, fixedWords, strideWords } from './layout.ts';
import type { ArrayField, Count, Element, Field, RecordsField, WhenField } from './schema.ts';

/** A decoded value: number (also of u32, handles, enums), pair of words, text, bytes, array or record. */
export type Value = number | string | Uint8Array | readonly Value[] | Values;
/** Decoded fields by name. */
export interface Values {
  readonly [name: string]: Value;
}

/** What came of decoding: values, index of the first word that was not read, and what is wrong with the message. */
export type Decoded = { readonly values: Values; readonly end: number; readonly problem: string | null };

/**
 * Decodes the fields of a message.
 *
 * @param at - index of the first payload word
 * @param end - index one past the last word of the payload; words beyond the arrays count as missing
 */
export function decodeFields(fields: readonly Field[], words: Uint32Array, floats: Float32Array, at: number, end: number): Decoded {
  const walk = new Walk(words, floats, at, Math.min(end, words.length));
  const values: Record<string, Value> = {};
  for (const field of fields) {
    walk.field(field, values, values);
    if (walk.problem !== null) break;
  }
  if (walk.problem === null && walk.at < walk.end) walk.problem = `${walk.end - walk.at} words more than the fields`;
  return { values, end: walk.at, problem: walk.problem };
}

class Walk {
  readonly words: Uint32Array;
  readonly floats: Float32Array;
  readonly end: number;
  at: number;
  problem: string | null = null;

  constructor(words: Uint32Array, floats: Float32Array, at: number, end: number) {
    this.words = words;
    this.floats = floats;
    this.at = at;
    this.end = end;
  }

  /** True when `count` words are left; else notes the problem. */
  has(count: number, name: string): boolean {
    if (this.at + count <= this.end) return true;
    this.problem ??= `ends at ${name}: ${count} words wanted, ${Math.max(0, this.end - this.at)} left`;
    return false;
  }

  word(): number {
    return this.words[this.at++] ?? 0;
  }

  /** Decodes a field into `into`; `message` holds the fields of the message itself, which counts and conditions name. */
  field(field: Field, into: Record<string, Value>, message: Values): void {
    switch (field.kind) {
      case 'bits': {
        if (!this.has(1, 'packed bits')) return;
        const word = this.word();
        let shift = 0;
        for (const bit of field.fields) {
          if ('skip' in bit) shift += bit.skip;
          else {
            into[bit.name] = bit.width === 32 ? word : (word >>> shift) & (2 ** bit.width - 1);
            shift += bit.width;
          }
        }
        return;
      }
      case 'array':
      case 'records':
        this.repeated(field, into, message);
        return;
      case 'union': {
        const start = this.at;
        if (!this.has(fixedWords(field.variants[0]?.fields ?? []), field.variants[0]?.name ?? 'union')) return;
        for (const variant of field.variants) {
          this.at = start;
          this.group(variant.name, variant.fields, into, message);
        }
        return;
      }
      case 'optional':
        if (this.at < this.end) this.group(field.name, field.fields, into, message);
        return;
      case 'when':
        if (isPresent(field, message)) this.group(field.name, field.fields, into, message);
        return;
      case 'bytes': {
        const size = field.size === undefined ? (this.end - this.at) * 4 : numberOf(message, field.size.field);
        const used = Math.ceil(size / 4);
        if (!this.has(used, field.name)) return;
        into[field.name] = bytesOf(this.words, this.at, this.at + used).slice(0, size);
        this.at += used;
        return;
      }
      case 'text':
        into[field.name] = textOf(this.words, this.at, this.end);
        this.at = Math.max(this.at, this.end);
        return;
      case 'pad':
        if (field.words === undefined) this.at = Math.max(this.at, this.end);
        else if (this.has(field.words, 'padding')) this.at += field.words;
        return;
      default:
        if (!this.has(elementWords(field), field.name)) return;
        if (field.kind === 'u64') {
          into[`${field.name}Lo`] = this.word();
          into[`${field.name}Hi`] = this.word();
        } else into[field.name] = this.element(field);
    }
  }

  group(name: string, fields: readonly Field[], into: Record<string, Value>, message: Values): void {
    const inner: Record<string, Value> = {};
    into[name] = inner;
    for (const field of fields) {
      this.field(field, inner, message);
      if (this.problem !== null) return;
    }
  }

  repeated(field: ArrayField | RecordsField, into: Record<string, Value>, message: Values): void {
    const stride = strideWords(field);
    const fits = Math.floor((this.end - this.at) / stride);
    const wanted = countOf(field.count, fits, message);
    if (wanted > fits) this.problem ??= `ends in ${field.name}: ${wanted} x ${stride} words wanted, ${this.end - this.at} left`;
    const values: Value[] = [];
    into[field.name] = values;
    for (let i = Math.min(wanted, fits); i > 0; i--) {
      if (field.kind === 'array') values.push(this.element(field.of));
      else {
        const record: Record<string, Value> = {};
        for (const inner of field.fields) this.field(inner, record, message);
        values.push(record);
      }
    }
  }

  element(element: Element): Value {
    const at = this.at;
    this.at += elementWords(element);
    const word = this.words[at] ?? 0;
    switch (element.kind) {
      case 'f32':
        return this.floats[at] ?? 0;
      case 'i32':
        return word | 0;
      case 'f64':
        return f64Of(word, this.words[at + 1] ?? 0);
      case 'u64':
        return { lo: word, hi: this.words[at + 1] ?? 0 };
      default:
        return word;
    }
  }
}

/** True when the message's own fields say that the group is there. */
export function isPresent(field: WhenField, message: Values): boolean {
  if (numberOf(message, field.field) === 0) return false;
  return field.unless === undefined || numberOf(message, field.unless.field) !== field.unless.equals;
}

/** Elements of an array by its count: as many as fit for 'rest'. */
export function countOf(count: Count, rest: number, message: Values): number {
  if (typeof count === 'number') return count;
  return count === 'rest' ? rest : numberOf(message, count.field);
}

/** A numeric field of a message; 0 when it is not there. */
export function numberOf(message: Values, name: string): number {
  const value = message[name];
  return typeof value === 'number' ? value : 0;
}
