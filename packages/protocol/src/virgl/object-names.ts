import { enumName } from '../enums.ts';

/** Name of an object type of a header: BLEND, or `type 99?` for numbers that are none. */
export function objectTypeName(object: number): string {
  return enumName('ObjectType', object) ?? `type ${object}?`;
}
