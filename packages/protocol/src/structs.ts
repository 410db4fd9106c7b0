import type { StructField, StructSpec } from './schema.ts';

/** Bytes of a field of a byte structure. */
export function structFieldBytes(field: StructField): number {
  switch (field.kind) {
    case 'formats':
      return 64;
    case 'chars':
      return field.bytes;
    case 'bits':
      return 4;
    case 'structs':
      return field.count * field.fields.reduce((bytes, member) => bytes + structFieldBytes(member), 0);
    default:
      return 4 * (field.count ?? 1);
  }
}

/** Bytes of a byte structure. */
export function structBytes(spec: StructSpec): number {
  return spec.fields.reduce((bytes, field) => bytes + structFieldBytes(field), 0);
}

/** Replaces the bits `mask << shift` of a little-endian word. */
export function writeBits(view: DataView, offset: number, shift: number, mask: number, value: number): void {
  view.setUint32(offset, (view.getUint32(offset, true) & ~(mask << shift)) | ((value & mask) << shift), true);
}

/** Writes Latin-1 text with a zero byte, and zeros to the end of its field. */
export function writeChars(view: DataView, offset: number, bytes: number, text: string): void {
  for (let i = 0; i < bytes; i++) view.setUint8(offset + i, i < bytes - 1 && i < text.length ? text.charCodeAt(i) : 0);
}

/** Reads Latin-1 text up to its zero byte. */
export function readChars(view: DataView, offset: number, bytes: number): string {
  let text = '';
  for (let i = 0; i < bytes; i++) {
    const byte = view.getUint8(offset + i);
    if (byte === 0) break;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Sets the bit of a format in a mask of a capability set; `offset` is the mask's byte offset (CapsV2Offset.sampler, ...). */
export function setFormatBit(view: DataView, offset: number, format: number): void {
  const at = offset + (format >>> 5) * 4;
  view.setUint32(at, view.getUint32(at, true) | (1 << (format & 31)), true);
}

/** True when the bit of a format is set in a mask of a capability set. */
export function hasFormatBit(view: DataView, offset: number, format: number): boolean {
  return (view.getUint32(offset + (format >>> 5) * 4, true) & (1 << (format & 31))) !== 0;
}

/** A byte structure as plain values, for tools: numbers, arrays of numbers, text, arrays of records. */
export type StructValue = number | string | readonly number[] | readonly StructRecord[];
/** The fields of a byte structure by name. */
export type StructRecord = { readonly [name: string]: StructValue };

/** Reads a byte structure by its table. Fields that lie beyond the view are left out: older hosts send shorter sets. */
export function readStruct(spec: StructSpec, view: DataView): StructRecord {
  return readFields(spec.fields, view, 0);
}

function readFields(fields: readonly StructField[], view: DataView, start: number): StructRecord {
  const record: Record<string, StructValue> = {};
  let at = start;
  for (const field of fields) {
    const bytes = structFieldBytes(field);
    if (at + bytes > view.byteLength) break;
    readField(record, field, view, at);
    at += bytes;
  }
  return record;
}

function readField(record: Record<string, StructValue>, field: StructField, view: DataView, at: number): void {
  switch (field.kind) {
    case 'chars':
      record[field.name] = readChars(view, at, field.bytes);
      return;
    case 'bits': {
      let shift = 0;
      for (const bit of field.fields) {
        record[bit.name] = (view.getUint32(at, true) >>> shift) & (2 ** bit.width - 1);
        shift += bit.width;
      }
      return;
    }
    case 'structs': {
      const stride = structFieldBytes(field) / field.count;
      record[field.name] = Array.from({ length: field.count }, (_, i) => readFields(field.fields, view, at + i * stride));
      return;
    }
    case 'formats':
      record[field.name] = Array.from({ length: 16 }, (_, i) => view.getUint32(at + i * 4, true));
      return;
    default: {
      const read = (offset: number): number =>
        field.kind === 'f32'
          ? view.getFloat32(offset, true)
          : field.kind === 'i32'
            ? view.getInt32(offset, true)
            : view.getUint32(offset, true);
      record[field.name] = field.count === undefined ? read(at) : Array.from({ length: field.count }, (_, i) => read(at + i * 4));
    }
  }
}
