/** Values as text for the dump: enum names, handles, short floats, runs of equal records folded. */
import type { Value, Values } from './decode.ts';
import { enumName, flagNames } from './enums.ts';
import type { BitsField, Element, Field } from './schema.ts';

/** Elements of an array that are printed before the rest is only counted. */
const maxElements = 32;
/** Bytes of a blob that are printed. */
const maxBytes = 16;

const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** `name=value` of every field, in the order of the wire. One-bit fields appear only when set; text fields not at all. */
export function printFields(fields: readonly Field[], values: Values): string {
  const parts: string[] = [];
  for (const field of fields) printField(parts, field, values, values);
  return parts.join(' ');
}

function printField(parts: string[], field: Field, values: Values, message: Values): void {
  switch (field.kind) {
    case 'bits':
      printBits(parts, field, values);
      return;
    case 'array':
    case 'records': {
      const items = values[field.name];
      if (!Array.isArray(items)) return;
      const list = items as readonly Value[];
      const texts = list
        .slice(0, maxElements)
        .map((item) => (field.kind === 'array' ? printElement(field.of, item) : `{${printFields(field.fields, item as Values)}}`));
      const more = list.length > maxElements ? ` ... ${list.length - maxElements} more` : '';
      parts.push(`${field.name}=[${foldRuns(texts).join(' ')}${more}]`);
      return;
    }
    case 'union':
      for (const variant of field.variants) {
        const { when } = variant;
        if (when !== undefined && (message[when.field] === when.equals) === (when.not === true)) continue;
        const inner = values[variant.name];
        if (inner !== undefined) parts.push(`${variant.name}={${printFields(variant.fields, inner as Values)}}`);
      }
      return;
    case 'optional':
    case 'when': {
      const inner = values[field.name];
      if (inner !== undefined) parts.push(`${field.name}={${printFields(field.fields, inner as Values)}}`);
      return;
    }
    case 'bytes': {
      const bytes = values[field.name];
      if (bytes instanceof Uint8Array) parts.push(`${field.name}=${printBytes(bytes)}`);
      return;
    }
    case 'text':
    case 'pad':
      return;
    default:
      if (field.kind === 'u64') parts.push(`${field.name}=${printPair(values[`${field.name}Lo`], values[`${field.name}Hi`])}`);
      else if (values[field.name] !== undefined) parts.push(`${field.name}=${printElement(field, values[field.name] ?? 0)}`);
  }
}

function printBits(parts: string[], field: BitsField, values: Values): void {
  for (const bit of field.fields) {
    if ('skip' in bit) continue;
    const value = values[bit.name];
    if (typeof value !== 'number') continue;
    if (bit.width === 1 && bit.enum === undefined) {
      if (value !== 0) parts.push(bit.name);
    } else if (bit.enum !== undefined) parts.push(`${bit.name}=${printEnum(bit.enum, value)}`);
    else parts.push(`${bit.name}=${bit.flags === undefined ? value : flagNames(bit.flags, value)}`);
  }
}

function printElement(element: Element, value: Value): string {
  if (element.kind === 'u64') return printPair((value as Values)['lo'], (value as Values)['hi']);
  const number = value as number;
  switch (element.kind) {
    case 'f32':
      return printF32(number);
    case 'any32':
      return printAny32(number);
    case 'handle':
      return number === 0 ? 'none' : `#${number}`;
    case 'enum':
      return printEnum(element.enum, number);
    case 'flags':
      return flagNames(element.flags, number);
    default:
      return String(number);
  }
}

function printEnum(name: string, value: number): string {
  return enumName(name, value) ?? `${value}?`;
}

function printPair(lo: Value | undefined, hi: Value | undefined): string {
  const value = (BigInt(Number(hi ?? 0)) << 32n) | BigInt(Number(lo ?? 0));
  return value <= 0xffffffffn ? String(value) : `0x${value.toString(16)}`;
}

/** A single-precision number in the fewest digits that give it back. */
export function printF32(value: number): string {
  if (!Number.isFinite(value) || (Number.isInteger(value) && Math.abs(value) < 2 ** 24)) return Object.is(value, -0) ? '-0' : String(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return String(text);
  }
  return String(Number(value.toPrecision(9)));
}

/** A word of unknown type: small numbers as they are, else hexadecimal with the float it would be. */
function printAny32(word: number): string {
  if (word < 0x10000) return String(word);
  bits[0] = word;
  const value = float[0] ?? 0;
  const size = Math.abs(value);
  const hex = `0x${word.toString(16).padStart(8, '0')}`;
  return size > 1e-6 && size < 1e9 ? `${hex}(${printF32(value)})` : hex;
}

function printBytes(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, maxBytes), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  return `<${bytes.length} bytes${shown === '' ? '' : `: ${shown}`}${bytes.length > maxBytes ? ' ...' : ''}>`;
}

/** a a a b -> a x3, b. */
function foldRuns(texts: readonly string[]): string[] {
  const folded: string[] = [];
  for (let i = 0; i < texts.length;) {
    let run = 1;
    while (texts[i + run] === texts[i]) run++;
    folded.push(
      run > 2
        ? `${texts[i]} x${run}`
        : Array<string>(run)
            .fill(texts[i] ?? '')
            .join(' '),
    );
    i += run;
  }
  return folded;
}
