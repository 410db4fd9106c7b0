import type { EnumSpec } from './schema.ts';
import { formatEnum } from './virgl/format-table.ts';
import { pipeEnums } from './virgl/pipe-enums.ts';
import { virglEnums } from './virgl/virgl-enums.ts';
import { vhostUserEnums } from './vhost-user/enums.ts';
import { virtioGpuEnums } from './virtio-gpu/enums.ts';
import { vtestEnums } from './vtest/enums.ts';

/** Every enum that a field can name. */
export const enumSpecs: readonly EnumSpec[] = [
  formatEnum,
  ...virglEnums,
  ...pipeEnums,
  ...vtestEnums,
  ...virtioGpuEnums,
  ...vhostUserEnums,
];

const byName = new Map(enumSpecs.map((spec) => [spec.name, spec]));
const namesOf = new Map(enumSpecs.map((spec) => [spec.name, new Map(Object.entries(spec.values).map(([name, value]) => [value, name]))]));
/** The members of each flag set, those with most bits first, so that a combination is named before its parts. */
const members = new Map(
  enumSpecs
    .filter((spec) => spec.flags === true)
    .map((spec) => [spec.name, Object.entries(spec.values).sort((a, b) => bitCount(b[1]) - bitCount(a[1]))]),
);

function bitCount(value: number): number {
  let count = 0;
  for (let rest = value >>> 0; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** The enum with this name; throws when a table names one that is not there. */
export function enumSpecOf(name: string): EnumSpec {
  const spec = byName.get(name);
  if (spec === undefined) throw new Error(`no enum ${name}`);
  return spec;
}

/** Name of a number of an enum, or undefined. */
export function enumName(name: string, value: number): string | undefined {
  return namesOf.get(name)?.get(value);
}

/** A flag word as names joined by '|'; bits without a name follow in hexadecimal. */
export function flagNames(name: string, value: number): string {
  let rest = value >>> 0;
  if (rest === 0) return '0';
  const parts: string[] = [];
  for (const [member, bits] of members.get(name) ?? []) {
    if (bits !== 0 && (rest & bits) >>> 0 === bits) {
      parts.push(member);
      rest = (rest & ~bits) >>> 0;
    }
  }
  if (rest !== 0) parts.push(`0x${rest.toString(16)}`);
  return parts.join('|');
}
