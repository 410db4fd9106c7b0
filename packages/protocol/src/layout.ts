import type { ArrayField, BitsField, Element, Field, RecordsField } from './schema.ts';

/** Words of one element. */
export function elementWords(element: Element): number {
  return element.kind === 'u64' || element.kind === 'f64' ? 2 : 1;
}

/** Words of a run of fields that always have the same size; throws for fields whose size depends on the message. */
export function fixedWords(fields: readonly Field[]): number {
  let words = 0;
  for (const field of fields) {
    const n = fieldWords(field);
    if (n === null) throw new Error(`a ${field.kind} field has no fixed size`);
    words += n;
  }
  return words;
}

/** Words of a field, or null when they depend on the message. */
export function fieldWords(field: Field): number | null {
  switch (field.kind) {
    case 'bits':
      return 1;
    case 'array':
      return typeof field.count === 'number' ? field.count * elementWords(field.of) : null;
    case 'records':
      return typeof field.count === 'number' ? field.count * fixedWords(field.fields) : null;
    case 'union':
      return fixedWords(field.variants[0]?.fields ?? []);
    case 'optional':
    case 'when':
    case 'bytes':
    case 'text':
      return null;
    case 'pad':
      return field.words ?? null;
    default:
      return elementWords(field);
  }
}

/** Words of one element of an array or of one record. */
export function strideWords(field: ArrayField | RecordsField): number {
  return field.kind === 'array' ? elementWords(field.of) : fixedWords(field.fields);
}

/** The least words a message can have: fields of fixed size, everything else empty. */
export function minimumWords(fields: readonly Field[]): number {
  return fields.reduce((words, field) => words + (fieldWords(field) ?? 0), 0);
}

/** True when every message of these fields has the same length. */
export function isFixed(fields: readonly Field[]): boolean {
  return fields.every((field) => fieldWords(field) !== null);
}

/** The number of bits that a word of packed fields uses; the tables' test keeps it within 32. */
export function usedBits(field: BitsField): number {
  return field.fields.reduce((bits, f) => bits + ('skip' in f ? f.skip : f.width), 0);
}
