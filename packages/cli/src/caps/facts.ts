/*
 * A capability set as facts that people can read: one for each field, each capability bit by its name, each mask as formats.
 *
 * The set's bytes are the truth; the renderer's rows only add what decides a field. So the same facts come from any server's
 * set, with reasons where it is ours.
 */
import { CapBit, CapBitV2, enumName, PipePrim, type StructValue } from '@virglass/protocol';
import { readCaps } from '../doctor/guest-version.ts';
import type { CapsRow } from '../doctor/report.ts';

/** Sections of the report, in its order. */
export const sections = ['abilities', 'limits', 'bits', 'bitsV2', 'formats'] as const;
/** One of `sections`. */
export type Section = (typeof sections)[number];

/** One field or bit of a capability set. */
export interface Fact {
  readonly section: Section;
  /** As in the protocol's tables. */
  readonly name: string;
  /** Abilities and bits are true or false, masks are names of formats. */
  readonly value: boolean | number | string | readonly number[] | readonly string[];
  /** What decides the value; empty for fields that this renderer leaves 0. */
  readonly reason: string;
  /** Who is to blame for a value of nothing. */
  readonly lacking?: 'host' | 'renderer';
}

/** Fields that hold one bit each. */
const ABILITIES = { first: 'indepBlendEnable', last: 'transformFeedbackOverflowQuery' };
const MASKS = new Set([
  'sampler',
  'render',
  'depthstencil',
  'vertexbuffer',
  'supportedReadbackFormats',
  'scanout',
  'supportedMultisampleFormats',
]);
/** Fields that say nothing by themselves: the bits are facts of their own, video is not part of this protocol's renderer. */
const LEFT_OUT = new Set(['maxVersion', 'capabilityBits', 'capabilityBitsV2', 'videoCaps']);
const NO_ROW = 'nothing in this renderer needs it';

/**
 * The facts of a capability set.
 *
 * @param capset - bytes of capability set 2; fields that an older host does not send are left out
 * @param rows - what decides the values, of the renderer that made the set
 */
export function capsFacts(capset: Uint8Array, rows: readonly CapsRow[] = []): Fact[] {
  const caps = readCaps(capset);
  const reasons = new Map(rows.map((row) => [row.field, row]));
  const facts: Fact[] = [];
  let abilities = false;
  for (const [name, raw] of Object.entries(caps)) {
    if (name === ABILITIES.first) abilities = true;
    if (!LEFT_OUT.has(name)) {
      const section: Section = abilities ? 'abilities' : MASKS.has(name) ? 'formats' : 'limits';
      facts.push({ section, name, value: valueOf(name, raw, section), ...decided(reasons.get(name), rows.length > 0, raw) });
    }
    if (name === ABILITIES.last) abilities = false;
  }
  facts.push(
    ...bitFacts('bits', CapBit, caps['capabilityBits'], reasons),
    ...bitFacts('bitsV2', CapBitV2, caps['capabilityBitsV2'], reasons),
  );
  return facts.sort((a, b) => sections.indexOf(a.section) - sections.indexOf(b.section));
}

function decided(row: CapsRow | undefined, ours: boolean, raw: StructValue): Pick<Fact, 'reason' | 'lacking'> {
  if (row === undefined) return ours && raw === 0 ? { reason: NO_ROW, lacking: 'renderer' } : { reason: '' };
  return { reason: row.reason, ...(row.lacking === undefined ? {} : { lacking: row.lacking }) };
}

function bitFacts(
  section: Section,
  bits: Readonly<Record<string, number>>,
  raw: StructValue | undefined,
  reasons: ReadonlyMap<string, CapsRow>,
): Fact[] {
  if (typeof raw !== 'number') return [];
  return Object.entries(bits).map(([name, bit]) => {
    const on = (raw & bit) !== 0;
    return { section, name, value: on, ...decided(reasons.get(name), reasons.size > 0, on ? 1 : 0) };
  });
}

function valueOf(name: string, raw: StructValue, section: Section): Fact['value'] {
  if (section === 'abilities') return raw !== 0;
  if (typeof raw === 'string') return raw;
  const words = typeof raw === 'number' ? [raw] : raw.map(Number);
  if (section === 'formats') return bitNumbers(words).map((format) => enumName('PipeFormat', format) ?? `format ${format}`);
  if (name === 'primMask') return Object.entries(PipePrim).flatMap(([prim, number]) => ((Number(raw) >>> number) & 1 ? [prim] : []));
  if (name === 'sampleLocations') return sampleLocations(words);
  return typeof raw === 'number' ? Number(raw.toPrecision(7)) : words;
}

function bitNumbers(words: readonly number[]): number[] {
  return words.flatMap((word, index) =>
    Array.from({ length: 32 }, (_, bit) => bit).flatMap((bit) => ((word >>> bit) & 1 ? [index * 32 + bit] : [])),
  );
}

/** Sample counts and where their positions begin, in samples. */
const LOCATIONS = [
  [2, 0],
  [4, 4],
  [8, 8],
  [16, 16],
] as const;

/** Positions in sixteenths of a pixel, `4x 6,2 14,6 ...`; counts without positions are left out. */
function sampleLocations(words: readonly number[]): string[] {
  const at = (sample: number): number => ((words[sample >> 2] ?? 0) >>> (8 * (sample & 3))) & 255;
  return LOCATIONS.flatMap(([count, first]) => {
    const places = Array.from({ length: count }, (_, i) => at(first + i));
    return places.every((place) => place === 0) ? [] : [`${count}x ${places.map((place) => `${place >> 4},${place & 15}`).join(' ')}`];
  });
}
