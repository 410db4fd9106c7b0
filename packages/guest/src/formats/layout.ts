/*
 * How texels lie in memory: of the program's arrays (GL format and type) and of resources (pipe format).
 *
 * Both are described by the same few words, so that equal ones are found to be equal and copied, and others are converted texel by
 * texel through four numbers: fractions for normalised components, the value itself for everything else. The numbers are places of the
 * storage, not colours: luminance is the first, as the resource has it in red.
 */
import { PipeFormat } from '@virglass/protocol';
import { GL } from '../gl-constants.ts';
import { GL4 } from '../gl4-constants.ts';
import { fromHalf, packR11G11B10, packRgb9E5, toHalf, unpackR11G11B10, unpackRgb9E5 } from './small-floats.ts';

/** A texel's layout. */
export interface Layout {
  /** Equal layouts have equal keys. */
  readonly key: string;
  readonly bytes: number;
  /** Reads a texel into four numbers; what it has not stays as it is. */
  decode(view: DataView, at: number, out: Float64Array): void;
  /** Writes a texel, clamping what does not fit. */
  encode(view: DataView, at: number, from: Float64Array): void;
}

type Component = 'u8' | 's8' | 'u16' | 's16' | 'u32' | 's32' | 'f16' | 'f32';

const bytesOf: Readonly<Record<Component, number>> = { u8: 1, s8: 1, u16: 2, s16: 2, u32: 4, s32: 4, f16: 2, f32: 4 };
const largest: Readonly<Record<Component, number>> = {
  u8: 255,
  s8: 127,
  u16: 65535,
  s16: 32767,
  u32: 4294967295,
  s32: 2147483647,
  f16: 65504,
  f32: Infinity,
};

function load(view: DataView, at: number, component: Component): number {
  switch (component) {
    case 'u8':
      return view.getUint8(at);
    case 's8':
      return view.getInt8(at);
    case 'u16':
      return view.getUint16(at, true);
    case 's16':
      return view.getInt16(at, true);
    case 'u32':
      return view.getUint32(at, true);
    case 's32':
      return view.getInt32(at, true);
    case 'f16':
      return fromHalf(view.getUint16(at, true));
    default:
      return view.getFloat32(at, true);
  }
}

function store(view: DataView, at: number, component: Component, value: number): void {
  switch (component) {
    case 'u8':
      return view.setUint8(at, value);
    case 's8':
      return view.setInt8(at, value);
    case 'u16':
      return view.setUint16(at, value, true);
    case 's16':
      return view.setInt16(at, value, true);
    case 'u32':
      return view.setUint32(at, value, true);
    case 's32':
      return view.setInt32(at, value, true);
    case 'f16':
      return view.setUint16(at, toHalf(value), true);
    default:
      return view.setFloat32(at, value, true);
  }
}

function clampTo(value: number, low: number, high: number): number {
  return value >= low ? (value > high ? high : value) : low; // NaN becomes `low`
}

/** Components of one type after another; `slots` says which of the four numbers each is, -1 for none. */
export function arrayLayout(component: Component, slots: readonly number[], normalized: boolean): Layout {
  const size = bytesOf[component];
  const max = largest[component];
  const signed = component.startsWith('s');
  const float = component.startsWith('f');
  const low = signed ? (normalized ? -max : -max - 1) : 0;
  return {
    key: `${component}${normalized ? 'n' : ''}:${slots.join()}`,
    bytes: size * slots.length,
    decode(view, at, out) {
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i]!;
        if (slot < 0) continue;
        const value = load(view, at + i * size, component);
        out[slot] = normalized ? Math.max(value / max, -1) : value;
      }
    },
    encode(view, at, from) {
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i]!;
        const value = slot < 0 ? 0 : from[slot]!;
        if (float) store(view, at + i * size, component, value);
        else store(view, at + i * size, component, clampTo(normalized ? Math.round(value * max) : Math.trunc(value), low, max));
      }
    },
  };
}

/** Components within one number of 16 or 32 bits, lowest first: [slot, bits]; slot -1 is filling. */
export function packedLayout(bytes: 2 | 4 | 1, parts: readonly (readonly [slot: number, bits: number])[], normalized: boolean): Layout {
  return {
    key: `p${bytes}${normalized ? 'n' : ''}:${parts.map((part) => part.join('.')).join()}`,
    bytes,
    decode(view, at, out) {
      const value = bytes === 1 ? view.getUint8(at) : bytes === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
      let shift = 0;
      for (const [slot, bits] of parts) {
        const max = 2 ** bits - 1;
        const field = Math.floor(value / 2 ** shift) % 2 ** bits;
        if (slot >= 0) out[slot] = normalized && slot < 4 ? field / max : field;
        shift += bits;
      }
    },
    encode(view, at, from) {
      let value = 0;
      let shift = 0;
      for (const [slot, bits] of parts) {
        const max = 2 ** bits - 1;
        if (slot >= 0) value += clampTo(Math.round(from[slot]! * (normalized ? max : 1)), 0, max) * 2 ** shift;
        shift += bits;
      }
      if (bytes === 1) view.setUint8(at, value);
      else if (bytes === 2) view.setUint16(at, value, true);
      else view.setUint32(at, value, true);
    },
  };
}

const r11g11b10: Layout = {
  key: 'r11g11b10f',
  bytes: 4,
  decode: (view, at, out) => unpackR11G11B10(view.getUint32(at, true), out),
  encode: (view, at, from) => view.setUint32(at, packR11G11B10(from), true),
};

const rgb9e5: Layout = {
  key: 'rgb9e5',
  bytes: 4,
  decode: (view, at, out) => unpackRgb9E5(view.getUint32(at, true), out),
  encode: (view, at, from) => view.setUint32(at, packRgb9E5(from), true),
};

/** Depth in the upper 24 bits, stencil (an integer, the second number) in the lower 8. */
const d24s8: Layout = depthStencil('d24s8', false);
/** Stencil in the upper 8 bits, depth in the lower 24. */
const s8d24: Layout = depthStencil('s8d24', true);

function depthStencil(key: string, depthLow: boolean): Layout {
  return {
    key,
    bytes: 4,
    decode(view, at, out) {
      const value = view.getUint32(at, true);
      out[0] = (depthLow ? value & 0xffffff : value >>> 8) / 0xffffff;
      out[1] = depthLow ? value >>> 24 : value & 0xff;
    },
    encode(view, at, from) {
      const depth = clampTo(Math.round(from[0]! * 0xffffff), 0, 0xffffff);
      const stencil = from[1]! & 0xff;
      view.setUint32(at, depthLow ? depth + stencil * 0x1000000 : depth * 256 + stencil, true);
    },
  };
}

const d32fs8: Layout = {
  key: 'd32fs8',
  bytes: 8,
  decode(view, at, out) {
    out[0] = view.getFloat32(at, true);
    out[1] = view.getUint8(at + 4);
  },
  encode(view, at, from) {
    view.setFloat32(at, from[0]!, true);
    view.setUint32(at + 4, from[1]! & 0xff, true);
  },
};

const special: Readonly<Record<string, Layout>> = {
  R11G11B10_FLOAT: r11g11b10,
  R9G9B9E5_FLOAT: rgb9e5,
  S8_UINT_Z24_UNORM: d24s8,
  Z24_UNORM_S8_UINT: s8d24,
  Z24X8_UNORM: packedLayout(
    4,
    [
      [0, 24],
      [-1, 8],
    ],
    true,
  ),
  X8Z24_UNORM: packedLayout(
    4,
    [
      [-1, 8],
      [0, 24],
    ],
    true,
  ),
  Z16_UNORM: arrayLayout('u16', [0], true),
  Z32_FLOAT: arrayLayout('f32', [0], false),
  Z32_UNORM: arrayLayout('u32', [0], true),
  Z32_FLOAT_S8X24_UINT: d32fs8,
  S8_UINT: arrayLayout('u8', [1], false),
};

const slotOf: Readonly<Record<string, number>> = { R: 0, G: 1, B: 2, A: 3, X: -1 };
const layouts = new Map<number, Layout>();
const nameOf = new Map<number, keyof typeof PipeFormat>(
  Object.entries(PipeFormat).map(([name, value]) => [value, name as keyof typeof PipeFormat]),
);

/** Layout of an uncompressed pipe format, from its name: channels from the lowest bits or the first bytes on. */
export function pipeLayout(format: number): Layout {
  let layout = layouts.get(format);
  if (layout === undefined) layouts.set(format, (layout = parse(nameOf.get(format) ?? '')));
  return layout;
}

function parse(name: string): Layout {
  const known = special[name];
  if (known !== undefined) return known;
  const parts = [...name.matchAll(/([RGBAX])(\d+)/g)].map(([, channel, bits]) => [slotOf[channel!]!, Number(bits)] as const);
  const kind = name.slice(name.lastIndexOf('_') + 1);
  const normalized = kind === 'UNORM' || kind === 'SNORM' || kind === 'SRGB';
  const bits = parts[0]?.[1] ?? 8;
  if (parts.every((part) => part[1] === bits) && bits >= 8) {
    const component = `${kind === 'FLOAT' ? 'f' : kind === 'SNORM' || kind === 'SINT' ? 's' : 'u'}${bits}` as Component;
    return arrayLayout(
      component,
      parts.map((part) => part[0]),
      normalized,
    );
  }
  const total = parts.reduce((sum, part) => sum + part[1], 0);
  return packedLayout(total > 16 ? 4 : total > 8 ? 2 : 1, parts, normalized);
}

const slotsOf = new Map<number, readonly number[]>([
  [GL.RED, [0]],
  [GL.RED_INTEGER, [0]],
  [GL.RG, [0, 1]],
  [GL.RG_INTEGER, [0, 1]],
  [GL.RGB, [0, 1, 2]],
  [GL.RGB_INTEGER, [0, 1, 2]],
  [GL.RGBA, [0, 1, 2, 3]],
  [GL.RGBA_INTEGER, [0, 1, 2, 3]],
  [0x8c40, [0, 1, 2]], // SRGB_EXT
  [0x8c42, [0, 1, 2, 3]], // SRGB_ALPHA_EXT
  [GL.LUMINANCE, [0]],
  [GL.ALPHA, [0]],
  [GL.LUMINANCE_ALPHA, [0, 1]],
  [GL.DEPTH_COMPONENT, [0]],
  [GL.DEPTH_STENCIL, [0, 1]],
  [GL4.STENCIL_INDEX, [1]],
  [GL4.GREEN, [1]],
  [GL4.GREEN_INTEGER, [1]],
  [GL4.BLUE, [2]],
  [GL4.BLUE_INTEGER, [2]],
  [GL4.BGR, [2, 1, 0]],
  [GL4.BGR_INTEGER, [2, 1, 0]],
  [GL4.BGRA, [2, 1, 0, 3]],
  [GL4.BGRA_INTEGER, [2, 1, 0, 3]],
]);

/** Formats whose components are integers as they are. */
const integerFormats: ReadonlySet<number> = new Set<number>([
  GL.RED_INTEGER,
  GL.RG_INTEGER,
  GL.RGB_INTEGER,
  GL.RGBA_INTEGER,
  GL4.GREEN_INTEGER,
  GL4.BLUE_INTEGER,
  GL4.BGR_INTEGER,
  GL4.BGRA_INTEGER,
  GL4.STENCIL_INDEX,
]);

/** Packed types: bytes, and bits of each component from the lowest on; the components are the format's, the first highest unless `reversed`. */
const packedTypes = new Map<number, readonly [bytes: 1 | 2 | 4, bits: readonly number[], reversed: boolean]>([
  [GL4.UNSIGNED_BYTE_3_3_2, [1, [2, 3, 3], false]],
  [GL4.UNSIGNED_BYTE_2_3_3_REV, [1, [3, 3, 2], true]],
  [GL4.UNSIGNED_SHORT_5_6_5, [2, [5, 6, 5], false]],
  [GL4.UNSIGNED_SHORT_5_6_5_REV, [2, [5, 6, 5], true]],
  [GL4.UNSIGNED_SHORT_4_4_4_4, [2, [4, 4, 4, 4], false]],
  [GL4.UNSIGNED_SHORT_4_4_4_4_REV, [2, [4, 4, 4, 4], true]],
  [GL4.UNSIGNED_SHORT_5_5_5_1, [2, [1, 5, 5, 5], false]],
  [GL4.UNSIGNED_SHORT_1_5_5_5_REV, [2, [5, 5, 5, 1], true]],
  [GL4.UNSIGNED_INT_8_8_8_8, [4, [8, 8, 8, 8], false]],
  [GL4.UNSIGNED_INT_8_8_8_8_REV, [4, [8, 8, 8, 8], true]],
  [GL4.UNSIGNED_INT_10_10_10_2, [4, [2, 10, 10, 10], false]],
  [GL4.UNSIGNED_INT_2_10_10_10_REV, [4, [10, 10, 10, 2], true]],
]);

/** Layout of a packed type; null where the format has another number of components. */
function packedClient(format: number, type: number): Layout | null {
  const packed = packedTypes.get(type);
  const slots = slotsOf.get(format);
  if (packed === undefined || slots === undefined || slots.length !== packed[1].length) return null;
  const [bytes, bits, reversed] = packed;
  const order = reversed ? slots : [...slots].reverse();
  return packedLayout(
    bytes,
    order.map((slot, i) => [slot, bits[i]!] as const),
    !integerFormats.has(format),
  );
}

const componentOf = new Map<number, Component>([
  [GL.UNSIGNED_BYTE, 'u8'],
  [GL.BYTE, 's8'],
  [GL.UNSIGNED_SHORT, 'u16'],
  [GL.SHORT, 's16'],
  [GL.UNSIGNED_INT, 'u32'],
  [GL.INT, 's32'],
  [GL.FLOAT, 'f32'],
  [GL.HALF_FLOAT, 'f16'],
  [0x8d61, 'f16'], // HALF_FLOAT_OES
]);

const clientLayouts = new Map<number, Layout | null>();

/** Layout of the program's texels of a format and type; null when they make none. */
export function clientLayout(format: number, type: number): Layout | null {
  const id = format * 65536 + type;
  let layout = clientLayouts.get(id);
  if (layout === undefined) clientLayouts.set(id, (layout = makeClient(format, type)));
  return layout;
}

function makeClient(format: number, type: number): Layout | null {
  switch (type) {
    case GL.UNSIGNED_INT_10F_11F_11F_REV:
      return r11g11b10;
    case GL.UNSIGNED_INT_5_9_9_9_REV:
      return rgb9e5;
    case GL.UNSIGNED_INT_24_8:
      return d24s8;
    case GL.FLOAT_32_UNSIGNED_INT_24_8_REV:
      return d32fs8;
  }
  if (packedTypes.has(type)) return packedClient(format, type);
  const slots = slotsOf.get(format);
  const component = componentOf.get(type);
  if (slots === undefined || component === undefined) return null;
  const integer = integerFormats.has(format);
  return arrayLayout(component, slots, !integer && !component.startsWith('f'));
}
