import { elementWords, fieldWords, fixedWords, isFixed, minimumWords, strideWords } from '../packages/protocol/src/layout.ts';
import { capitalize } from '../packages/protocol/src/names.ts';
import type {
  ArrayField,
  BitsField,
  Element,
  Field,
  FieldNote,
  RecordsField,
  ScalarField,
  WhenField,
} from '../packages/protocol/src/schema.ts';
import { docLine } from './generate-names.ts';
import type { Message } from './generate-names.ts';

/** Where a field lies: constant words from `at`, then words that depend on the message, then array indices. */
type Place = { readonly base: number; readonly dynamic: string; readonly indices: readonly number[] };

const indexNames = ['i', 'j'] as const;

/** The accessors, lengths and offsets of one message, as lines of TypeScript. */
export function accessorLines(message: Message): string[] {
  const lines: string[] = [...lengthLines(message)];
  let place: Place = { base: message.headerWords, dynamic: '', indices: [] };
  for (const field of message.fields) place = fieldLines(message, lines, '', field, place);
  return lines;
}

/** Length constants: one for messages of fixed size, else the least length and that of each optional group. */
function lengthLines({ spec, label, pascal, fields }: Message): string[] {
  const about = `${spec.doc} Source: ${spec.source}.`;
  if (isFixed(fields)) return [docLine(`Payload words of ${label}.`, about), `export const ${pascal}Length = ${fixedWords(fields)};`];
  const least = minimumWords(fields);
  const lines = [docLine(`Least payload words of ${label}.`, about), `export const ${pascal}MinLength = ${least};`];
  let words = least;
  for (const field of fields) {
    if (field.kind !== 'optional') continue;
    words += fixedWords(field.fields);
    lines.push(
      docLine(`Payload words of ${label} with its ${field.name} group.`),
      `export const ${pascal}${capitalize(field.name)}Length = ${words};`,
    );
  }
  return lines;
}

/** Emits one field of the message or of a group; returns where the next one lies. */
function fieldLines(message: Message, lines: string[], path: string, field: Field, place: Place): Place {
  const words = fieldWords(field) ?? 0;
  const after: Place = { ...place, base: place.base + words };
  switch (field.kind) {
    case 'bits':
      bitLines(message, lines, path, field, place);
      return after;
    case 'array':
    case 'records':
      return repeatedLines(message, lines, path, field, place);
    case 'union':
      for (const variant of field.variants) groupLines(message, lines, path + capitalize(variant.name), variant.fields, place);
      return after;
    case 'optional':
      return groupLines(message, lines, path, field.fields, place);
    case 'when':
      return whenLines(message, lines, path, field, place);
    case 'bytes':
    case 'text':
      offsetLines(message, lines, path + capitalize(field.name), place, noteOf(field));
      return after;
    case 'pad':
      return after;
    default:
      elementLines(message, lines, path + capitalize(field.name), field, place, noteOf(field));
      return after;
  }
}

function groupLines(message: Message, lines: string[], path: string, fields: readonly Field[], place: Place): Place {
  let next = place;
  for (const field of fields) next = fieldLines(message, lines, path, field, next);
  return next;
}

function repeatedLines(message: Message, lines: string[], path: string, field: ArrayField | RecordsField, place: Place): Place {
  const name = path + capitalize(field.name);
  const stride = strideWords(field);
  if (place.indices.length === 0 && typeof field.count !== 'number') {
    if (place.dynamic === '') offsetLines(message, lines, name, place, `First of the ${field.name} words.`);
    lines.push(docLine(`Words of one ${field.name} of ${message.label}.`), `export const ${message.pascal}${name}Stride = ${stride};`);
  }
  const inner: Place = { ...place, indices: [...place.indices, stride] };
  if (field.kind === 'array') elementLines(message, lines, name, field.of, inner, noteOf(field));
  else groupLines(message, lines, name, field.fields, inner);
  if (typeof field.count === 'number') return { ...place, base: place.base + field.count * stride };
  if (field.count === 'rest') return place;
  return { ...place, dynamic: `${place.dynamic} + ${wordOf(message, field.count.field)} * ${stride}` };
}

/** A conditional group: its size becomes a function, later fields are found with it. */
function whenLines(message: Message, lines: string[], path: string, field: WhenField, place: Place): Place {
  const size: string[] = [];
  let fixed = 0;
  for (const inner of field.fields) {
    const words = fieldWords(inner);
    if (words !== null) fixed += words;
    else if ((inner.kind === 'array' || inner.kind === 'records') && typeof inner.count === 'object')
      size.push(`${wordOf(message, inner.count.field)} * ${strideWords(inner)}`);
  }
  const absent = [`${wordOf(message, field.field)} === 0`];
  if (field.unless !== undefined) absent.push(`${wordOf(message, field.unless.field)} === ${field.unless.equals}`);
  const name = `${message.camel}${path}${capitalize(field.name)}Words`;
  lines.push(
    docLine(`Words of the ${field.name} group of ${message.label}; a guest may claim up to 2^33.`, field.doc ?? ''),
    `export function ${name}(words: Uint32Array, at: number): number { return ${absent.join(' || ')} ? 0 : ${[String(fixed), ...size].join(' + ')}; }`,
  );
  groupLines(message, lines, path + capitalize(field.name), field.fields, place);
  return { ...place, dynamic: `${place.dynamic} + ${name}(words, at)` };
}

/** Where the words of an array, or bytes, begin: a constant, or a function when it depends on the message. */
function offsetLines(message: Message, lines: string[], name: string, place: Place, note: string): void {
  const doc = docLine(`Words from the header of ${message.label} to its ${name.charAt(0).toLowerCase()}${name.slice(1)}.`, note);
  if (place.dynamic === '') lines.push(doc, `export const ${message.pascal}${name}Offset = ${place.base};`);
  else
    lines.push(
      doc,
      `export function ${message.camel}${name}Offset(words: Uint32Array, at: number): number { return ${place.base}${place.dynamic}; }`,
    );
}

function bitLines(message: Message, lines: string[], path: string, field: BitsField, place: Place): void {
  let shift = 0;
  for (const bit of field.fields) {
    if ('skip' in bit) {
      shift += bit.skip;
      continue;
    }
    const word = `words[${indexOf(place)}]!`;
    const shifted = shift === 0 ? word : `(${word} >>> ${shift})`;
    const value = shift + bit.width === 32 ? shifted : `${shifted} & 0x${(2 ** bit.width - 1).toString(16)}`;
    lines.push(
      docLine(
        `${bit.name} of ${message.label}, ${bit.width} ${bit.width === 1 ? 'bit' : 'bits'}${typeNote(bit.enum ?? bit.flags)}.`,
        noteOf(bit),
      ),
      `export function ${message.camel}${path}${capitalize(bit.name)}(words: Uint32Array, ${parameters(place)}): number { return ${value}; }`,
    );
    shift += bit.width;
  }
}

function elementLines(message: Message, lines: string[], path: string, element: Element, place: Place, note: string): void {
  const name = message.camel + path;
  const at = indexOf(place);
  const what = `${path.charAt(0).toLowerCase()}${path.slice(1)} of ${message.label}`;
  const emit = (suffix: string, array: 'words' | 'floats', type: string, expression: string): void => {
    const arrayType = array === 'words' ? 'Uint32Array' : 'Float32Array';
    lines.push(
      docLine(`${what}, ${type}.`, note),
      `export function ${name}${suffix}(${array}: ${arrayType}, ${parameters(place)}): number { return ${expression}; }`,
    );
  };
  const word = `words[${at}]!`;
  switch (element.kind) {
    case 'f32':
      return emit('', 'floats', 'f32', `floats[${at}]!`);
    case 'i32':
      return emit('', 'words', 'i32', `${word} | 0`);
    case 'any32':
      emit('', 'words', 'as bits', word);
      emit('I32', 'words', 'as i32', `${word} | 0`);
      // A place that depends on the message is found in the words, which this accessor does not get.
      return place.dynamic === '' ? emit('F32', 'floats', 'as f32', `floats[${at}]!`) : undefined;
    case 'u64':
      emit('Lo', 'words', 'bits 0-31', word);
      return emit('Hi', 'words', 'bits 32-63', `words[${at} + 1]!`);
    case 'f64':
      return emit('', 'words', 'f64', `f64Of(${word}, words[${at} + 1]!)`);
    case 'handle':
      return emit('', 'words', `handle of a ${element.of}${element.nullable === true ? ' or 0' : ''}`, word);
    case 'enum':
      return emit('', 'words', `a ${element.enum} if the guest is right`, word);
    case 'flags':
      return emit('', 'words', `bits of ${element.flags}`, word);
    default:
      return emit('', 'words', 'u32', word);
  }
}

function indexOf(place: Place): string {
  const indices = place.indices.map((stride, level) => ` + ${indexNames[level]}${stride === 1 ? '' : ` * ${stride}`}`);
  return `at + ${place.base}${place.dynamic}${indices.join('')}`;
}

function parameters(place: Place): string {
  return ['at', ...place.indices.map((_, level) => indexNames[level])].map((name) => `${name}: number`).join(', ');
}

function typeNote(name: string | undefined): string {
  return name === undefined ? '' : `, ${name}`;
}

/** Unit, doc and capability of a field as one text. */
export function noteOf(note: FieldNote): string {
  return [note.unit === undefined ? '' : `In ${note.unit}.`, note.doc ?? '', note.since === undefined ? '' : `Needs ${note.since}.`]
    .filter((part) => part !== '')
    .join(' ');
}

/** The expression that reads a scalar field of the message itself, by name. */
function wordOf(message: Message, name: string): string {
  let base = message.headerWords;
  for (const field of message.fields) {
    if (isNamedScalar(field, name)) return `words[at + ${base}]!`;
    const words = fieldWords(field);
    if (words === null) break;
    base += words;
  }
  throw new Error(`${message.label}: no scalar field ${name} at a fixed place`);
}

function isNamedScalar(field: Field, name: string): field is ScalarField {
  return 'name' in field && field.name === name && 'kind' in field && elementWords(field as ScalarField) === 1;
}
