/** How values lie in registers: one register for a scalar or vector, two for dvec3 and dvec4, one after another for the rest. */
import { elementOf, type Type } from '../types/type.ts';

/** Registers of a value; opaque things take none. */
export const slotsOf = (type: Type): number => {
  if (type.kind === 'number') {
    const column = type.base === 'double' && type.rows > 2 ? 2 : 1;
    return column * type.cols;
  }
  if (type.element !== null) return Math.max(1, type.length) * slotsOf(type.element);
  if (type.kind === 'subroutine') return 1;
  let count = 0;
  for (const field of type.fields) count += slotsOf(field.type);
  return count;
};

/** Registers before a member. */
export const slotOfField = (type: Type, field: number): number => {
  let count = 0;
  for (let i = 0; i < field; i++) count += slotsOf((type.fields[i] as { type: Type }).type);
  return count;
};

/** Samplers, images or counters of a type. */
export const opaqueCount = (type: Type): number => {
  if (type.isOpaque) return 1;
  if (type.element !== null) return Math.max(1, type.length) * opaqueCount(type.element);
  let count = 0;
  for (const field of type.fields) count += opaqueCount(field.type);
  return count;
};

/** Words (32 bits each) in every register of a value: 1 to 4. */
export const slotWords = (type: Type): number[] => {
  if (type.kind === 'number') {
    const out: number[] = [];
    const words = type.base === 'double' ? type.rows * 2 : type.rows;
    for (let c = 0; c < type.cols; c++) {
      out.push(Math.min(4, words));
      if (words > 4) out.push(words - 4);
    }
    return out;
  }
  if (type.kind === 'subroutine') return [1];
  if (type.element !== null) {
    const one = slotWords(type.element);
    return Array.from({ length: Math.max(1, type.length) }, () => one).flat();
  }
  return type.fields.flatMap((field) => slotWords(field.type));
};

/** The type of each register's numbers, for conversions register by register. */
export const slotTypes = (type: Type): Type[] => {
  if (type.kind === 'number') {
    if (!type.isMatrix) return type.base === 'double' && type.rows > 2 ? [type, type] : [type];
    const column = slotTypes(elementOf(type));
    return Array.from({ length: type.cols }, () => column).flat();
  }
  if (type.element !== null) {
    const one = slotTypes(type.element);
    return Array.from({ length: Math.max(1, type.length) }, () => one).flat();
  }
  return type.fields.flatMap((field) => slotTypes(field.type));
};
