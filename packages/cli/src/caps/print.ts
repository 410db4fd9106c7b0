import type { OfferedVersions } from '../doctor/guest-version.ts';
import type { Difference } from './compare.ts';
import { type Fact, type Section, sections } from './facts.ts';

const titles: Readonly<Record<Section, string>> = {
  abilities: 'Abilities',
  limits: 'Limits',
  bits: 'Capability bits',
  bitsV2: 'Capability bits, second word',
  formats: 'Formats',
};

/** Columns of text. */
const WIDTH = 130;

/** Kinds of format, the first that matches counts. */
const kinds: readonly (readonly [name: string, test: RegExp])[] = [
  ['depth, stencil', /^(X?[ZS]\d|X\d+_?Z|X24S8|S8X24|X32_S8)|Z\d+_|S8_UINT/],
  ['compressed', /^(DXT|RGTC|LATC|BPTC|ETC|ASTC|FXT|ATC)/],
  ['video', /_4\d\d_|[YUV]\d+|_42\d/],
  ['alpha, luminance', /^[ALI]\d+(A\d+)?_/],
  ['sRGB', /SRGB/],
  ['float', /FLOAT/],
  ['integer', /_[US]INT/],
  ['scaled', /SCALED|FIXED/],
  ['snorm', /SNORM/],
  ['unorm', /UNORM|NORM/],
];

/** The formats of a mask by kind, kinds in alphabetical order of what is rare last. */
export function formatKinds(formats: readonly string[]): Map<string, string[]> {
  const grouped = new Map<string, string[]>();
  for (const format of formats) {
    const kind = kinds.find(([, test]) => test.test(format))?.[0] ?? 'other';
    const members = grouped.get(kind);
    if (members === undefined) grouped.set(kind, [format]);
    else members.push(format);
  }
  const order = [...kinds.map(([name]) => name).reverse(), 'other'];
  return new Map([...grouped].sort((a, b) => order.indexOf(a[0]) - order.indexOf(b[0])));
}

/** Words in lines of at most `columns`, the second and later lines indented. */
function wrap(words: readonly string[], columns: number, indent: string): string {
  let text = '';
  let used = 0;
  for (const word of words) {
    const fits = used === 0 || used + 1 + word.length <= columns;
    text += used === 0 ? word : fits ? ` ${word}` : `\n${indent}${word}`;
    used = (fits ? used + (used === 0 ? 0 : 1) : 0) + word.length;
  }
  return text;
}

function valueText(value: Fact['value']): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? value.join(' ') || 'none' : String(value);
}

/** The renderer's part of a reason, as the rows word it. */
const RENDERER = /^the renderer(, and )?/;

function reasonText({ lacking, reason }: Fact): string {
  if (lacking === undefined) return reason;
  const needed = reason.replace(RENDERER, '');
  if (lacking === 'host') return `the host lacks it: ${needed}`;
  if (!RENDERER.test(reason)) return `not offered: ${reason}`;
  return `the renderer does not offer it${needed === '' ? '' : `; the host has it (${needed})`}`;
}

/** Formats of one difference that are named: some hosts set masks to all ones. */
const MAX_FORMATS = 100;
/** Values longer than this get lines of their own. */
const MAX_VALUE = 24;

/** Every field of a capability set, and what decides it. */
export function describeFacts(facts: readonly Fact[]): string {
  const lines: string[] = [];
  for (const section of sections) {
    const members = facts.filter((fact) => fact.section === section);
    if (members.length === 0) continue;
    lines.push('', titles[section]);
    if (section === 'formats') {
      for (const fact of members) lines.push(...formatLines(`${fact.name}: ${(fact.value as readonly string[]).length}`, fact));
      continue;
    }
    const nameWidth = Math.max(...members.map(({ name }) => name.length));
    const valueWidth = Math.max(...members.map(({ value }) => valueText(value).length).filter((length) => length <= MAX_VALUE));
    for (const fact of members) {
      const value = valueText(fact.value);
      const start = `  ${fact.name.padEnd(nameWidth)}  `;
      const indent = ' '.repeat(start.length);
      if (value.length <= MAX_VALUE) lines.push(`${start}${value.padEnd(valueWidth)}  ${reasonText(fact)}`.trimEnd());
      else lines.push(`${start}${reasonText(fact)}`.trimEnd(), `${indent}${wrap(value.split(' '), WIDTH - indent.length, indent)}`);
    }
  }
  return lines.join('\n');
}

function formatLines(title: string, fact: Fact): string[] {
  const groups = formatKinds(fact.value as readonly string[]);
  const width = Math.max(0, ...[...groups.keys()].map((kind) => kind.length));
  const indent = ' '.repeat(width + 6);
  return [
    `  ${title} ${reasonText(fact)}`.trimEnd(),
    ...[...groups].map(([kind, members]) => `    ${kind.padEnd(width)}  ${wrap(members, WIDTH - indent.length, indent)}`),
  ];
}

/** One line about versions. */
export function describeVersions({ gl, gles, glsl }: OfferedVersions): string {
  return `OpenGL ${gl} with GLSL ${glsl}, OpenGL ES ${gles}`;
}

/** The fields in which two servers differ. */
export function describeDifferences(differences: readonly Difference[]): string {
  if (differences.length === 0) return 'The two servers say the same.';
  const lines: string[] = [];
  for (const section of sections) {
    const members = differences.filter((one) => one.section === section);
    if (members.length === 0) continue;
    lines.push('', titles[section]);
    lines.push(...valueLines(members.filter(({ onlyOurs }) => onlyOurs === undefined)));
    for (const one of members) if (one.onlyOurs !== undefined) lines.push(...nameLines(one));
  }
  return lines.join('\n');
}

/** Fields with one value on each side, as a table. */
function valueLines(members: readonly Difference[]): string[] {
  if (members.length === 0) return [];
  const width = (texts: readonly string[]): number => Math.max(...texts.map((text) => text.length));
  const names = width(members.map(({ name }) => name));
  const ours = width(['here', ...members.map((one) => valueText(one.ours))]);
  const theirs = width(['there', ...members.map((one) => valueText(one.theirs))]);
  const rows = members.map((one) => {
    const values = `${valueText(one.ours).padEnd(ours)}  ${valueText(one.theirs).padEnd(theirs)}`;
    return `  ${one.name.padEnd(names)}  ${values}  ${reasonText({ ...one, value: one.ours })}`.trimEnd();
  });
  return [`  ${''.padEnd(names)}  ${'here'.padEnd(ours)}  there`, ...rows];
}

/** A field whose values are lists of names, as what either side alone has. */
function nameLines(one: Difference): string[] {
  const lines = [`  ${one.name}  ${reasonText({ ...one, value: one.ours })}`.trimEnd()];
  for (const [title, all = []] of [
    ['here only ', one.onlyOurs],
    ['there only', one.onlyTheirs],
  ] as const) {
    if (all.length === 0) continue;
    const shown = all.length > MAX_FORMATS ? [...all.slice(0, MAX_FORMATS), '... (--json names all)'] : all;
    const start = `    ${title} ${String(all.length).padStart(3)}  `;
    lines.push(start + wrap(shown, WIDTH - start.length, ' '.repeat(start.length)));
  }
  return lines;
}
