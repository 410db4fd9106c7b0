import type { EnumSpec } from '../packages/protocol/src/schema.ts';
import { docLine } from './generate-names.ts';

/** A numeric const object with its type. */
export function enumLines(spec: EnumSpec): string[] {
  const values = Object.entries(spec.values).map(
    ([name, value]) => `${name}: ${spec.flags === true && value > 9 ? `0x${value.toString(16)}` : value},`,
  );
  return [
    docLine(spec.doc, `Source: ${spec.source}.`),
    `export const ${spec.name} = {`,
    ...values,
    '} as const;',
    docLine(`A number of ${spec.name}.`),
    spec.flags === true
      ? `export type ${spec.name} = number;`
      : `export type ${spec.name} = (typeof ${spec.name})[keyof typeof ${spec.name}];`,
  ];
}
