import { elementWords, fieldWords, fixedWords, isFixed, minimumWords, strideWords } from '../packages/protocol/src/layout.ts';
import { capitalize } from '../packages/protocol/src/names.ts';
import type { ArrayField, BitsField, Element, Field, ScalarField } from '../packages/protocol/src/schema.ts';
import { noteOf } from './generate-accessors.ts';
import { docLine } from './generate-names.ts';
import type { Message } from './generate-names.ts';

/** How the header of a message is written once its payload's length is known. */
export type HeaderWriter = (lengthExpression: string) => string[];

/** The argument type and the encoder of one message. */
export function encoderLines(message: Message, header: HeaderWriter, extra: readonly string[] = []): string[] {
  const { spec, label, camel, pascal, fields, headerWords } = message;
  const type = [...extra, ...typeLines(fields)];
  const body: string[] = [];
  const state = { base: headerWords, dynamic: false };
  for (const field of fields) storeField(body, field, 'args', state);
  const length = isFixed(fields) ? String(fixedWords(fields)) : `end - at - ${headerWords}`;
  const needsArgs = type.length > 0;
  const usesFloats = body.some((line) => line.includes('floats['));
  const lines: string[] = [];
  if (needsArgs) lines.push(docLine(`Arguments of encode${pascal}.`), `export type ${pascal}Args = {`, ...type, '};');
  lines.push(
    docLine(`Writes ${label} at word \`at\` of a buffer that is large enough; returns the index of the next word.`, spec.doc),
    `export function encode${capitalize(camel)}(words: Uint32Array, ${usesFloats ? '' : '_'}floats: Float32Array, at: number${needsArgs ? `, args: ${pascal}Args` : ''}): number {`,
  );
  if (state.dynamic) lines.push(`  let end = at + ${headerWords + leadingWords(fields)};`);
  lines.push(...body);
  lines.push(...header(state.dynamic ? length : isFixed(fields) ? length : String(minimumWords(fields))));
  lines.push(`  return ${state.dynamic ? 'end' : `at + ${headerWords + minimumWords(fields)}`};`, '}');
  return lines;
}

/** Words before the first field whose size depends on the message. */
function leadingWords(fields: readonly Field[]): number {
  let words = 0;
  for (const field of fields) {
    const n = fieldWords(field);
    if (n === null) break;
    words += n;
  }
  return words;
}

function typeLines(fields: readonly Field[]): string[] {
  const lines: string[] = [];
  const add = (name: string, type: string, note: string, optional = false): void => {
    if (note !== '') lines.push(docLine(note));
    lines.push(`readonly ${name}${optional ? '?' : ''}: ${type};`);
  };
  for (const field of fields) {
    switch (field.kind) {
      case 'bits':
        for (const bit of field.fields)
          if (!('skip' in bit)) add(bit.name, 'number', [named(bit.enum ?? bit.flags), noteOf(bit)].filter((s) => s !== '').join(' '));
        break;
      case 'array':
        add(
          field.name,
          elementWords(field.of) === 2 ? 'readonly { readonly lo: number; readonly hi: number }[]' : 'ArrayLike<number>',
          noteOf(field),
        );
        break;
      case 'records':
        add(field.name, `readonly { ${typeLines(field.fields).join('\n')} }[]`, noteOf(field));
        break;
      case 'union':
        for (const variant of field.variants)
          add(variant.name, `{ ${typeLines(variant.fields).join('\n')} }`, 'One of the variants must be given; the first one wins.', true);
        break;
      case 'optional':
        add(field.name, `{ ${typeLines(field.fields).join('\n')} }`, noteOf(field), true);
        break;
      case 'when':
        add(field.name, `{ ${typeLines(field.fields).join('\n')} }`, `Present exactly when ${field.field} says so. ${noteOf(field)}`, true);
        break;
      case 'bytes':
        add(field.name, 'Uint8Array', noteOf(field));
        break;
      case 'text':
        add(field.name, 'string', noteOf(field));
        break;
      case 'pad':
        break;
      case 'u64':
        add(`${field.name}Lo`, 'number', noteOf(field));
        add(`${field.name}Hi`, 'number', '');
        break;
      default:
        add(field.name, 'number', [named(nameOfType(field)), noteOf(field)].filter((s) => s !== '').join(' '));
    }
  }
  return lines;
}

function nameOfType(field: ScalarField): string | undefined {
  if (field.kind === 'enum') return field.enum;
  if (field.kind === 'flags') return field.flags;
  return undefined;
}

function named(type: string | undefined): string {
  return type === undefined ? '' : `${type}.`;
}

type State = { base: number; dynamic: boolean };

/** Emits the stores of a field. Until the first field of changing size places are constants, after it they follow `end`. */
function storeField(lines: string[], field: Field, source: string, state: State): void {
  const next = (words: number): string => {
    if (state.dynamic) {
      lines.push(`  end += ${words};`);
      return `end - ${words}`;
    }
    const at = `at + ${state.base}`;
    state.base += words;
    return at;
  };
  switch (field.kind) {
    case 'bits':
      lines.push(`  words[${next(1)}] = ${packed(field, source)};`);
      return;
    case 'array':
    case 'records': {
      const stride = strideWords(field);
      const index = source.includes('[i]') ? 'j' : 'i';
      const item = `${source}.${field.name}[${index}]!`;
      const count =
        typeof field.count === 'number'
          ? String(field.count)
          : field.count === 'rest'
            ? `${source}.${field.name}.length`
            : `args.${field.count.field}`;
      let start: string;
      if (typeof field.count === 'number') start = next(field.count * stride);
      else {
        state.dynamic = true;
        start = 'end';
      }
      const place = `${start} + ${index}${stride === 1 ? '' : ` * ${stride}`}`;
      lines.push(`  for (let ${index} = 0; ${index} < ${count}; ${index}++) {`);
      if (field.kind === 'array') storeElement(lines, field.of, item, place, true);
      else storeRecord(lines, field.fields, item, place);
      lines.push('  }');
      if (typeof field.count !== 'number') lines.push(`  end += ${count}${stride === 1 ? '' : ` * ${stride}`};`);
      return;
    }
    case 'union': {
      const at = next(fixedWords(field.variants[0]?.fields ?? []));
      field.variants.forEach((variant, i) => {
        lines.push(`  ${i === 0 ? '' : 'else '}if (${source}.${variant.name} !== undefined) {`);
        storeRecord(lines, variant.fields, `${source}.${variant.name}`, at);
        lines.push('  }');
      });
      return;
    }
    case 'optional':
      state.dynamic = true;
      lines.push(`  if (${source}.${field.name} !== undefined) {`);
      storeRecord(lines, field.fields, `${source}.${field.name}`, 'end');
      lines.push(`  end += ${fixedWords(field.fields)};`, '  }');
      return;
    case 'when':
      state.dynamic = true;
      lines.push(`  if (${source}.${field.name} !== undefined) {`);
      for (const inner of field.fields) storeField(lines, inner, `${source}.${field.name}`, state);
      lines.push('  }');
      return;
    case 'bytes':
    case 'text':
      state.dynamic = true;
      lines.push(`  end = ${field.kind === 'bytes' ? 'storeBytes' : 'storeText'}(words, end, ${source}.${field.name});`);
      return;
    case 'pad':
      for (let i = 0; i < (field.words ?? 0); i++) lines.push(`  words[${next(1)}] = 0;`);
      return;
    default:
      storeElement(lines, field, `${source}.${field.name}`, next(elementWords(field)), false);
  }
}

/** Stores a record of fixed size from `place` on. */
function storeRecord(lines: string[], fields: readonly Field[], source: string, place: string): void {
  let words = 0;
  for (const field of fields) {
    const at = words === 0 ? place : `${place} + ${words}`;
    if (field.kind === 'bits') lines.push(`  words[${at}] = ${packed(field, source)};`);
    else if (field.kind === 'array') {
      lines.push(`  for (let j = 0; j < ${countOf(field)}; j++) {`);
      storeElement(
        lines,
        field.of,
        `${source}.${field.name}[j]!`,
        `${at} + j${elementWords(field.of) === 1 ? '' : ` * ${elementWords(field.of)}`}`,
        true,
      );
      lines.push('  }');
    } else if ('name' in field) storeElement(lines, field as ScalarField, `${source}.${field.name}`, at, false);
    words += fieldWords(field) ?? 0;
  }
}

/** Elements of an array inside a record: records have a fixed size. */
function countOf(field: ArrayField): number {
  if (typeof field.count !== 'number') throw new Error(`${field.name}: an array in a record needs a constant length`);
  return field.count;
}

function packed(field: BitsField, source: string): string {
  const parts: string[] = [];
  let shift = 0;
  for (const bit of field.fields) {
    if ('skip' in bit) {
      shift += bit.skip;
      continue;
    }
    const masked = bit.width === 32 ? `${source}.${bit.name}` : `(${source}.${bit.name} & 0x${(2 ** bit.width - 1).toString(16)})`;
    parts.push(shift === 0 ? masked : `(${masked} << ${shift})`);
    shift += bit.width;
  }
  return parts.join(' | ');
}

/** `pair` says that a u64 comes as { lo, hi } (array elements) and not as two named arguments. */
function storeElement(lines: string[], element: Element, value: string, place: string, pair: boolean): void {
  switch (element.kind) {
    case 'f32':
      lines.push(`  floats[${place}] = ${value};`);
      return;
    case 'f64':
      lines.push(`  storeF64(words, ${place}, ${value});`);
      return;
    case 'u64':
      lines.push(
        `  words[${place}] = ${pair ? `${value}.lo` : `${value}Lo`};`,
        `  words[${place} + 1] = ${pair ? `${value}.hi` : `${value}Hi`};`,
      );
      return;
    default:
      lines.push(`  words[${place}] = ${value};`);
  }
}
