import { capitalize } from '../packages/protocol/src/names.ts';
import type { StructField, StructSpec } from '../packages/protocol/src/schema.ts';
import { structFieldBytes } from '../packages/protocol/src/structs.ts';
import { noteOf } from './generate-accessors.ts';
import { docLine } from './generate-names.ts';

/** Size, offsets, writers and readers of a byte structure over a DataView. */
export function structLines(spec: StructSpec): string[] {
  const offsets: string[] = [];
  const lines: string[] = [];
  let at = 0;
  for (const field of spec.fields) {
    if ('name' in field) offsets.push(`${field.name}: ${at},`);
    memberLines(lines, spec, '', field, at, '');
    at += structFieldBytes(field);
  }
  return [
    docLine(`Bytes of ${spec.name}. ${spec.doc}`, `Source: ${spec.source}.`),
    `export const ${spec.name}Size = ${at};`,
    docLine(`Byte offset of each field of ${spec.name}.`),
    `export const ${spec.name}Offset = {`,
    ...offsets,
    '} as const;',
    ...lines,
  ];
}

const methods = { u32: 'Uint32', i32: 'Int32', f32: 'Float32' } as const;

function memberLines(lines: string[], spec: StructSpec, path: string, field: StructField, at: number, index: string): void {
  const outer = index === '' ? '' : ', i: number';
  switch (field.kind) {
    case 'u32':
    case 'i32':
    case 'f32':
    case 'formats': {
      const count = field.kind === 'formats' ? 16 : (field.count ?? 1);
      const inner = count > 1 ? (index === '' ? 'i' : 'j') : '';
      const place = `${at}${index}${inner === '' ? '' : ` + ${inner} * 4`}`;
      const method = field.kind === 'formats' ? 'Uint32' : methods[field.kind];
      const name = spec.name + path + capitalize(field.name);
      const parameters = `${outer}${inner === '' ? '' : `, ${inner}: number`}`;
      const note = [
        field.kind === 'formats' ? 'Mask of formats, 32 a word.' : '',
        field.kind !== 'formats' && field.flags !== undefined ? `Bits of ${field.flags}.` : '',
        noteOf(field),
      ];
      lines.push(
        docLine(`Writes ${field.name}${inner === '' ? '' : ` [0, ${count})`}.`, ...note),
        `export function write${name}(view: DataView, value: number${parameters}): void { view.set${method}(${place}, value, true); }`,
        docLine(`Reads ${field.name}${inner === '' ? '' : ` [0, ${count})`}.`, ...note),
        `export function read${name}(view: DataView${parameters}): number { return view.get${method}(${place}, true); }`,
      );
      return;
    }
    case 'chars': {
      const name = spec.name + path + capitalize(field.name);
      lines.push(
        docLine(`Writes ${field.name}: at most ${field.bytes - 1} Latin-1 characters and a zero byte.`, noteOf(field)),
        `export function write${name}(view: DataView, value: string): void { writeChars(view, ${at}, ${field.bytes}, value); }`,
        docLine(`Reads ${field.name}.`, noteOf(field)),
        `export function read${name}(view: DataView): string { return readChars(view, ${at}, ${field.bytes}); }`,
      );
      return;
    }
    case 'bits': {
      let shift = 0;
      for (const bit of field.fields) {
        const name = spec.name + path + capitalize(bit.name);
        const mask = `0x${(2 ** bit.width - 1).toString(16)}`;
        lines.push(
          docLine(`Writes ${bit.name}, ${bit.width} ${bit.width === 1 ? 'bit' : 'bits'}.`, bit.doc ?? ''),
          `export function write${name}(view: DataView, value: number${outer}): void { writeBits(view, ${at}${index}, ${shift}, ${mask}, value); }`,
          docLine(`Reads ${bit.name}, ${bit.width} ${bit.width === 1 ? 'bit' : 'bits'}.`, bit.doc ?? ''),
          `export function read${name}(view: DataView${outer}): number { return (view.getUint32(${at}${index}, true) >>> ${shift}) & ${mask}; }`,
        );
        shift += bit.width;
      }
      return;
    }
    case 'structs': {
      const stride = field.fields.reduce((bytes, f) => bytes + structFieldBytes(f), 0);
      let inner = at;
      for (const member of field.fields) {
        memberLines(lines, spec, path + capitalize(field.name), member, inner, ` + i * ${stride}`);
        inner += structFieldBytes(member);
      }
    }
  }
}
