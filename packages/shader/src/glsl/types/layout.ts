/**
 * Memory layouts of blocks: std140 and std430. `shared` and `packed` are laid out as std140.
 *
 * Everything is counted in bytes. Matrices are arrays of columns, or of rows where they are row-major.
 *
 * @source OpenGL 4.2 core 2.11.4 "Standard Uniform Block Layout"; OpenGL 4.3 core 7.6.2.2 for std430
 */
import type { Field, Type } from './type.ts';

/** A layout's rules. */
export type Packing = 'std140' | 'std430';

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Bytes of one scalar. */
export const scalarBytes = (type: Type): number => (type.base === 'double' ? 8 : 4);

const vectorAlign = (type: Type, rows: number): number => scalarBytes(type) * (rows === 3 ? 4 : rows);

/** What a value asks of the address where it starts. */
export const alignOf = (type: Type, packing: Packing, rowMajor: boolean): number => {
  if (type.element !== null) {
    const align = alignOf(type.element, packing, rowMajor);
    return packing === 'std140' ? roundUp(align, 16) : align;
  }
  if (type.kind === 'number') {
    if (!type.isMatrix) return vectorAlign(type, type.rows);
    const align = vectorAlign(type, rowMajor ? type.cols : type.rows);
    return packing === 'std140' ? roundUp(align, 16) : align;
  }
  let align = 4;
  for (const field of type.fields) align = Math.max(align, alignOf(field.type, packing, field.layout?.rowMajor ?? rowMajor));
  return packing === 'std140' ? roundUp(align, 16) : align;
};

/** Bytes between two columns of a matrix (rows, where it is row-major). */
export const matrixStride = (type: Type, packing: Packing, rowMajor: boolean): number => {
  const align = vectorAlign(type, rowMajor ? type.cols : type.rows);
  return packing === 'std140' ? roundUp(align, 16) : align;
};

/** Bytes between two elements of an array. */
export const arrayStride = (type: Type, packing: Packing, rowMajor: boolean): number => {
  const element = type.element as Type;
  return roundUp(sizeOf(element, packing, rowMajor), alignOf(type, packing, rowMajor));
};

/** Bytes of a value; an unsized array counts as empty. */
export const sizeOf = (type: Type, packing: Packing, rowMajor: boolean): number => {
  if (type.element !== null) return type.length * arrayStride(type, packing, rowMajor);
  if (type.kind === 'number') {
    if (!type.isMatrix) return scalarBytes(type) * type.rows;
    return matrixStride(type, packing, rowMajor) * (rowMajor ? type.rows : type.cols);
  }
  const end = fieldOffsets(type.fields, packing, rowMajor).end;
  return roundUp(end, alignOf(type, packing, rowMajor));
};

/** Where each member of a structure or block starts, and where the last ends. */
export const fieldOffsets = (
  fields: readonly Field[],
  packing: Packing,
  rowMajor: boolean,
): { readonly offsets: number[]; readonly end: number } => {
  const offsets: number[] = [];
  let end = 0;
  for (const field of fields) {
    const major = field.layout?.rowMajor ?? rowMajor;
    const explicit = field.layout?.offset ?? -1;
    const align = Math.max(alignOf(field.type, packing, major), field.layout?.align ?? 0);
    const offset = explicit >= 0 ? roundUp(explicit, Math.max(1, field.layout?.align ?? 1)) : roundUp(end, align);
    offsets.push(offset);
    end = offset + sizeOf(field.type, packing, major);
  }
  return { offsets, end };
};
