import { GL } from './constants.ts';
import type { Memory } from './memory.ts';

const primitives = new Map<number, string>();
const bits: Readonly<Record<string, [number, string][]>> = {
  clearBits: [],
  mapBits: [],
  storageBits: [],
  barrierBits: [],
  stageBits: [],
  syncBits: [],
};
const enums = new Map<number, string>();

const primitiveNames = [
  'POINTS',
  'LINES',
  'LINE_LOOP',
  'LINE_STRIP',
  'TRIANGLES',
  'TRIANGLE_STRIP',
  'TRIANGLE_FAN',
  'QUADS',
  'QUAD_STRIP',
  'POLYGON',
  'LINES_ADJACENCY',
  'LINE_STRIP_ADJACENCY',
  'TRIANGLES_ADJACENCY',
  'TRIANGLE_STRIP_ADJACENCY',
  'PATCHES',
] as const;
for (const name of primitiveNames) primitives.set(GL[name], name);

/** Enums below this are told apart by their parameter only. */
const FIRST_PLAIN_ENUM = 0x100;

function bitKind(name: string): string[] {
  if (name === 'CLIENT_STORAGE_BIT' || name === 'DYNAMIC_STORAGE_BIT') return ['storageBits'];
  if (name.startsWith('MAP_')) return ['mapBits', 'storageBits'];
  if (name.endsWith('_BARRIER_BIT')) return ['barrierBits'];
  if (name.endsWith('_SHADER_BIT')) return ['stageBits'];
  if (name.endsWith('_BUFFER_BIT')) return ['clearBits'];
  return name.startsWith('SYNC_') ? ['syncBits'] : [];
}

for (const [name, value] of Object.entries(GL)) {
  if (/_BITS?$/.test(name) && name !== 'QUERY_COUNTER_BITS' && name !== 'SUBPIXEL_BITS') {
    for (const kind of bitKind(name)) bits[kind]?.push([value, name]);
  } else if (value >= FIRST_PLAIN_ENUM && !enums.has(value)) enums.set(value, name);
}

/** Name of an enum; the number itself where it is small (it may be a level or a size) or unknown. */
export function enumName(value: number): string {
  if (value < FIRST_PLAIN_ENUM) return String(value);
  return enums.get(value) ?? (Number.isInteger(value) ? `0x${value.toString(16)}` : String(value));
}

/** Name of a primitive type. */
export function primitiveName(value: number): string {
  return primitives.get(value) ?? String(value);
}

/** Name of a blend factor. */
export function factorName(value: number): string {
  return value === GL.ZERO ? 'ZERO' : value === GL.ONE ? 'ONE' : enumName(value);
}

/** Names of the bits of a mask, joined by `|`; unknown ones in hexadecimal. */
export function bitNames(kind: string, value: number): string {
  const names: string[] = [];
  let rest = value >>> 0;
  for (const [bit, name] of bits[kind] ?? []) {
    if ((rest & bit) === 0) continue;
    names.push(name);
    rest = (rest & ~bit) >>> 0;
  }
  if (rest !== 0 || names.length === 0) names.push(rest === 0 ? '0' : `0x${rest.toString(16)}`);
  return names.join('|');
}

/**
 * What a line says about data: offset, and where the size is known a checksum (FNV-1a) of the bytes, so that goldens notice
 * a change of content without holding it.
 */
export function dataText(memory: Memory | null, offset: number, size: number = -1): string {
  if (memory === null) return 'null';
  if (size < 0 || offset + size > memory.byteLength) return `+${offset}`;
  const bytes = memory.bytes;
  let hash = 0x811c9dc5;
  for (let i = offset; i < offset + size; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return `+${offset} #${(hash >>> 0).toString(16).padStart(8, '0')}`;
}
