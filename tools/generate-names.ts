import { camelCase, capitalize, pascalCase } from '../packages/protocol/src/names.ts';
import type { Field, MessageSpec } from '../packages/protocol/src/schema.ts';

/** What the generator needs to know about a message besides its fields. */
export type Message = {
  readonly spec: MessageSpec;
  /** How comments call it. */
  readonly label: string;
  /** Prefix of accessors: setBlendColor, vtestResourceCreate. */
  readonly camel: string;
  /** Prefix of lengths and types: SetBlendColor, VtestResourceCreate. */
  readonly pascal: string;
  readonly fields: readonly Field[];
  /** Words before the payload. */
  readonly headerWords: number;
};

/** A message whose names begin with a prefix ('' or 'vtest') and end with a suffix ('' or 'Response'). */
export function messageOf(
  spec: MessageSpec,
  prefix: string,
  suffix: string,
  headerWords: number,
  fields: readonly Field[] = spec.fields,
): Message {
  const camel = (prefix === '' ? camelCase(spec.name) : prefix + pascalCase(spec.name)) + suffix;
  return { spec, label: suffix === '' ? spec.name : `the response to ${spec.name}`, camel, pascal: capitalize(camel), fields, headerWords };
}

/** A one-line doc comment; `parts` that are empty are left out. */
export function docLine(...parts: readonly string[]): string {
  return `/** ${parts.filter((part) => part !== '').join(' ')} */`;
}
