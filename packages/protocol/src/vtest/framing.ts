import { elementWords, fieldWords, fixedWords } from '../layout.ts';
import type { ArrayField, Field, RecordsField, VtestSpec } from '../schema.ts';
import { VtestHeaderWords, vtestSpecOf } from './commands.ts';

/**
 * How many bytes a vtest request takes, header included.
 *
 * The length in the header is not enough: CREATE_RENDERER counts bytes, TRANSFER_PUT2 counts words that do not follow,
 * TRANSFER_PUT rounds up what follows exactly, the syncobj requests leave their arrays out. So requests of fixed size take
 * their table's size, and only those with an open end take the header's. The syncobjs of SUBMIT_CMD2 are counted too when
 * its batches name them.
 *
 * @param bytes - received so far
 * @param at - where the request begins
 * @returns the size, which may be more than is there; null when more must arrive before it is known, or for no such command
 */
export function vtestRequestBytes(bytes: Uint8Array, at: number): number | null {
  const left = bytes.length - at;
  if (left < VtestHeaderWords * 4) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, left);
  const length = view.getUint32(0, true);
  const spec = vtestSpecOf(view.getUint32(4, true));
  if (spec === undefined) return null;
  const header = VtestHeaderWords * 4;
  if (spec.lengthInBytes === true) return header + length;
  if (spec.name === 'SUBMIT_CMD2') return submit2Bytes(view, header + length * 4);
  let size = header;
  for (const field of spec.fields) {
    const words = fieldWords(field);
    if (words !== null) {
      size += words * 4;
      continue;
    }
    if (!('size' in field) || field.size === undefined) return header + length * 4;
    const bytesThere = numberAt(view, spec, field.size.field);
    if (bytesThere === null) return null;
    size += bytesThere;
  }
  for (const field of spec.tail ?? []) {
    const words = tailWords(view, spec, field);
    if (words === null) return null;
    size += words * 4;
  }
  return size;
}

function tailWords(view: DataView, spec: VtestSpec, field: ArrayField | RecordsField): number | null {
  const stride = field.kind === 'array' ? elementWords(field.of) : fixedWords(field.fields);
  if (typeof field.count === 'number') return field.count * stride;
  const count = field.count === 'rest' ? 0 : numberAt(view, spec, field.count.field);
  return count === null ? null : count * stride;
}

/** Adds 16 bytes for every syncobj of every batch (protocol version 4; older clients leave those words 0). */
function submit2Bytes(view: DataView, counted: number): number | null {
  if (view.byteLength < counted) return counted;
  if (counted < 12) return counted;
  const batches = view.getUint32(8, true);
  let size = counted;
  for (let i = 0; i < batches; i++) {
    const batch = 12 + i * 32;
    if (batch + 32 > counted) break;
    size += (view.getUint32(batch + 24, true) + view.getUint32(batch + 28, true)) * 16;
  }
  return size;
}

/** A scalar field of the request, or null when it has not arrived. */
function numberAt(view: DataView, spec: VtestSpec, name: string): number | null {
  let at = VtestHeaderWords * 4;
  for (const field of spec.fields) {
    if (isNamed(field, name)) return at + 4 <= view.byteLength ? view.getUint32(at, true) : null;
    at += (fieldWords(field) ?? 0) * 4;
  }
  return null;
}

function isNamed(field: Field, name: string): boolean {
  return 'name' in field && field.name === name;
}
