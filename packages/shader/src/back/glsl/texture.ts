/**
 * Texture instructions.
 *
 * TGSI packs everything an instruction samples with into its first source, or two: the coordinates, the layer, then the comparison's
 * reference from component 2 on at the earliest, then the bias or level from component 3 on. What does not fit goes into the second
 * source of TEX2, TXB2 and TXL2. A *slot* is a place in that list of eight. (Mesa's documentation has reference and bias of cube array
 * shadows the other way round; its compiler does as said here.)
 *
 * Targets that a dialect lacks are emulated where that is exact: 1D as 2D of height 1, RECT as 2D with scaled coordinates.
 */
import type { Destination, Instruction, Source } from '../../ir/instruction.ts';
import { type TextureShape, textureShapes } from '../../ir/textures.ts';
import type { TextureTarget } from '../../ir/types.ts';
import { indirectUnits } from '../../passes/samplers.ts';
import { declareSampler } from './samplers.ts';
import { decodeSrgb } from './srgb.ts';
import { maskComponents, splat, type Stored, suffix, typeName, vector } from './value.ts';
import type { Writer } from './writer.ts';

/** What stands at a place of a coordinate: a slot number, or text. */
type Piece = number | string;

/** One texture instruction being written. */
class Sampling {
  readonly w: Writer;
  readonly inst: Instruction;
  readonly target: TextureTarget;
  readonly shape: TextureShape;
  readonly projected: boolean;
  /** A 1D target is sampled as 2D. */
  readonly widened: boolean;
  /** A RECT target is sampled as 2D. */
  readonly scaled: boolean;

  constructor(w: Writer, inst: Instruction) {
    this.w = w;
    this.inst = inst;
    this.target = inst.target as TextureTarget;
    this.shape = textureShapes[this.target];
    this.projected = inst.op === 'TXP';
    const { base } = this.shape;
    this.widened = (base === '1D' || base === '1D_ARRAY') && !w.req.has('texture1D');
    this.scaled = base === 'RECT' && !w.req.has('textureRect');
  }

  /** The value at a slot as one component. */
  slot(slot: number, kind: Stored = 'f'): string {
    const src = this.inst.src[slot < 4 ? 0 : 1] as Source;
    return this.w.read(src, kind, [slot & 3]);
  }

  /** First slot after coordinates, layer and reference: the bias or level. */
  get lodSlot(): number {
    const { dimensions, array, shadow } = this.shape;
    return Math.max(3, Math.max(2, dimensions + (array ? 1 : 0)) + (shadow ? 1 : 0));
  }

  /** Coordinates and layer as slots. */
  pieces(): Piece[] {
    const { dimensions, array } = this.shape;
    const count = dimensions + (array ? 1 : 0);
    const slots: Piece[] = Array.from({ length: count }, (_, i) => i);
    if (this.widened) slots.splice(1, 0, '0.5');
    return slots;
  }

  /** A vector of pieces; runs of slots of one source are read at once. */
  join(pieces: readonly Piece[], kind: Stored = 'f'): string {
    const parts: string[] = [];
    for (let i = 0; i < pieces.length;) {
      const piece = pieces[i] as Piece;
      if (typeof piece === 'string') {
        parts.push(piece);
        i++;
        continue;
      }
      let end = i + 1;
      while (typeof pieces[end] === 'number' && (pieces[end] as number) >> 2 === piece >> 2) end++;
      const at = pieces.slice(i, end).map((slot) => (slot as number) & 3);
      const src = this.inst.src[piece >> 2] as Source;
      const text = this.w.read(src, kind, at);
      parts.push(this.projected ? `${text} / ${this.w.read(src, kind, [3])}` : text);
      i = end;
    }
    return parts.length === 1 ? (parts[0] as string) : `${typeName(kind, pieces.length)}(${parts.join(', ')})`;
  }

  /** Coordinates with layer, and with the reference value where GLSL wants it among them. Samplers make integers of them. */
  coordinate(withReference: boolean, sampler: string): string {
    return this.w.opaque(this.#coordinate(withReference, sampler));
  }

  #coordinate(withReference: boolean, sampler: string): string {
    const { shadow, reference, dimensions } = this.shape;
    const pieces = this.pieces();
    if (shadow && withReference) {
      // sampler1DShadow takes a vec3 whose second component is unused.
      if (dimensions === 1 && pieces.length === 1) pieces.push('0.0');
      if (reference < 4) pieces.push(reference);
    }
    const text = this.join(pieces);
    if (!this.scaled) return text;
    const size = `vec2(textureSize(${sampler}, 0))`;
    return pieces.length === 2 ? `(${text}) / ${size}` : `vec3((${this.join([0, 1])}) / ${size}, ${this.join([reference])})`;
  }

  /** A texel offset as text; '' when there is none or all are 0. */
  offset(i = 0): string {
    const one = this.inst.offsets[i];
    if (one === undefined) return '';
    const { dimensions } = this.shape;
    const src: Source = {
      file: one.file,
      index: { offset: one.index, indirect: null },
      dimension: null,
      swizzle: one.swizzle[0] | (one.swizzle[1] << 2) | (one.swizzle[2] << 4),
      negate: false,
      absolute: false,
    };
    const at = [0, 1, 2].slice(0, dimensions);
    if (at.every((c) => this.w.immediateBits(src, c) === 0) && this.inst.op !== 'TG4') return '';
    const text = this.w.read(src, 'i', at);
    return this.widened ? `ivec2(${text}, 0)` : text;
  }

  /** Whether the offset is an immediate, as all functions but texelFetch and gather demand. */
  get constantOffset(): boolean {
    return this.inst.offsets.every(({ file }) => file === 'IMM');
  }
}

const sampleCall = (name: string, offset: string, args: readonly string[], tail = ''): string =>
  `${name}${offset === '' ? '' : 'Offset'}(${[...args, ...(offset === '' ? [] : [offset]), ...(tail === '' ? [] : [tail])].join(', ')})`;

/** Comparing samplers that lack functions taking a level before EXT_texture_shadow_lod. */
const lacksLod: ReadonlySet<TextureTarget> = new Set<TextureTarget>(['SHADOW2D_ARRAY', 'SHADOWCUBE', 'SHADOWCUBEARRAY']);

/** TEX, TXB, TXL, TXD and their variants as an expression. */
const sampleText = (s: Sampling, sampler: string): string => {
  const { w, inst, target, shape } = s;
  const { op } = inst;
  if (shape.base === 'BUFFER' || shape.base.endsWith('MSAA')) w.fail(`${op} of ${target}`);
  const offset = s.offset();
  if (offset !== '' && !s.constantOffset) w.fail(`${op} with a variable offset`);
  if (offset !== '' && shape.base.startsWith('CUBE')) w.fail(`${op} of ${target} with an offset`);
  const args = [sampler, s.coordinate(true, sampler)];
  if (shape.reference === 4) args.push(s.slot(4));
  const unfiltered = shape.base === 'RECT';
  switch (op) {
    case 'TEX':
    case 'TEX2':
    case 'TXP':
      return sampleCall('texture', offset, args);
    case 'TXB':
    case 'TXB2': {
      if (unfiltered) return sampleCall('texture', offset, args);
      if (target === 'SHADOW2D_ARRAY' || target === 'SHADOWCUBEARRAY') w.req.need('shadowLod', `${op} of ${target}`);
      return sampleCall('texture', offset, args, w.opaque(s.slot(s.lodSlot)));
    }
    case 'TXL':
    case 'TXL2':
    case 'TEX_LZ': {
      if (unfiltered) return sampleCall('texture', offset, args);
      const level = op === 'TEX_LZ' ? '0.0' : w.opaque(s.slot(s.lodSlot));
      if (lacksLod.has(target) && !w.req.want('shadowLod')) return shadowGradient(s, sampler, args, level, offset);
      return `textureLod${offset === '' ? '' : 'Offset'}(${[...args, level, ...(offset === '' ? [] : [offset])].join(', ')})`;
    }
    case 'TXD': {
      if (target === 'SHADOWCUBEARRAY') w.fail(`TXD of ${target}`);
      const at = [0, 1, 2].slice(0, shape.dimensions);
      let gradients = [1, 2].map((i) => w.opaque(w.read(inst.src[i] as Source, 'f', at)));
      if (s.widened) gradients = gradients.map((text) => `vec2(${text}, 0.0)`);
      if (s.scaled) gradients = gradients.map((text) => `${text} / vec2(textureSize(${sampler}, 0))`);
      return `textureGrad${offset === '' ? '' : 'Offset'}(${[...args, ...gradients, ...(offset === '' ? [] : [offset])].join(', ')})`;
    }
    default:
      return w.fail(`${op} is not supported`);
  }
};

/** A level for samplers that only take gradients: a gradient of 2^level texels. */
const shadowGradient = (s: Sampling, sampler: string, args: readonly string[], level: string, offset: string): string => {
  const { w, target } = s;
  if (target !== 'SHADOW2D_ARRAY') {
    if (level !== '0.0' || target === 'SHADOWCUBEARRAY') w.req.need('shadowLod', `${s.inst.op} of ${target}`);
    return sampleCall('textureGrad', offset, [...args, 'vec3(0.0)', 'vec3(0.0)']);
  }
  const gradient = level === '0.0' ? 'vec2(0.0)' : `vec2(exp2(${level}), 0.0) / vec2(textureSize(${sampler}, 0).xy)`;
  return sampleCall('textureGrad', offset, [...args, gradient, gradient]);
};

/** TXF: integer coordinates; an offset is simply added. */
const fetchText = (s: Sampling, sampler: string): string => {
  const { w, inst, shape } = s;
  const pieces = s.pieces().map((piece) => (piece === '0.5' ? '0' : piece));
  let coordinate = s.join(pieces, 'i');
  const offset = s.offset();
  if (offset !== '') {
    const layered = shape.array ? `${typeName('i', pieces.length)}(${offset}, 0)` : offset;
    coordinate = `${coordinate} + ${layered}`;
  }
  const args = [sampler, coordinate];
  // Level or sample, where there is such a thing.
  if (shape.base.endsWith('MSAA')) args.push(s.slot(3, 'i'));
  else if (shape.base !== 'BUFFER' && (shape.base !== 'RECT' || s.scaled))
    args.push(inst.op === 'TXF_LZ' || s.scaled ? '0' : s.slot(3, 'i'));
  if (shape.shadow || shape.base.startsWith('CUBE')) w.fail(`${inst.op} of ${s.target}`);
  return `texelFetch(${args.join(', ')})`;
};

/** TG4 as an expression. */
const gatherText = (s: Sampling, sampler: string, swizzle: readonly number[]): { readonly text: string; readonly kind: Stored } => {
  const { w, inst, shape } = s;
  w.req.need('textureGather', 'TG4');
  const component = shape.shadow ? 0 : (w.immediateBits(inst.src[1] as Source, 0) ?? w.fail('TG4 with a variable component'));
  const channel = swizzle[component & 3] as number;
  const kind = shape.shadow ? 'f' : samplerKind(s);
  if (channel > 3) return { text: splat(kind, 4, channel === 5 ? (kind === 'f' ? '1.0' : '1') : '0'), kind };
  const args = [sampler, s.coordinate(false, sampler)];
  let tail = '';
  if (shape.shadow) {
    w.req.need('gpuShader5', 'TG4 with comparison');
    args.push(shape.reference === 4 ? w.read(inst.src[1] as Source, 'f', [0]) : s.slot(shape.reference));
  } else if (channel !== 0) {
    if (!(w.req.essl && w.req.version >= 310)) w.req.need('gpuShader5', 'TG4 of a component other than x');
    tail = `${channel}`;
  }
  if (inst.offsets.length > 1) {
    w.req.need('gpuShader5', 'TG4 with four offsets');
    // The texel at each offset is the lower left one of a gather, its w.
    const parts = [0, 1, 2, 3].map((i) => `${sampleCall('textureGather', s.offset(i), args, tail)}.w`);
    return { text: `${typeName(kind, 4)}(${parts.join(', ')})`, kind };
  }
  const offset = s.offset();
  if (offset !== '' && !s.constantOffset) w.req.need('gpuShader5', 'TG4 with a variable offset');
  return { text: sampleCall('textureGather', offset, args, tail), kind };
};

/** TXQ: size in xyz, number of levels in w. */
const queryText = (s: Sampling, sampler: string, mask: number): string => {
  const { w, shape } = s;
  const { base, sizes } = shape;
  const levelled = base !== 'BUFFER' && !base.endsWith('MSAA') && (base !== 'RECT' || s.scaled);
  const level = levelled ? `, ${w.read(s.inst.src[0] as Source, 'i', [0])}` : '';
  let size = `textureSize(${sampler}${level})`;
  if (s.widened) size = shape.array ? `${size}.xz` : `${size}.x`;
  let levels = '1';
  if (mask & 8 && levelled && !s.scaled) {
    w.req.need('textureQueryLevels', 'TXQ of the number of levels');
    levels = `textureQueryLevels(${sampler})`;
  }
  if (mask === 8) return `ivec4(${levels})`;
  const pad = Array.from({ length: 3 - sizes }, () => '0');
  return `ivec4(${[size, ...pad, levels].join(', ')})`;
};

const samplerKind = (s: Sampling): Stored => {
  const unit = (s.inst.src.at(-1) as Source).index.offset;
  const kind = s.w.module.info.samplerViews.find((view) => view.unit === unit)?.kind ?? 'float';
  return kind === 'int' ? 'i' : kind === 'uint' ? 'u' : 'f';
};

const identity = [0, 1, 2, 3];

const swizzleOf = (w: Writer, unit: number): readonly number[] => {
  const all = w.options.samplerSwizzle;
  if (all === undefined || all.length < unit * 4 + 4) return identity;
  return [0, 1, 2, 3].map((i) => Math.min(all[unit * 4 + i] as number, 5));
};

/** Assigns a sampled texel, swizzled; comparisons give one value for r, g and b and 1 for alpha. */
const storeTexel = (s: Sampling, unit: number, text: string): void => {
  const { w, inst, shape } = s;
  const kind = samplerKind(s);
  const at = maskComponents((inst.dst[0] as Destination).mask);
  const swizzle = swizzleOf(w, unit);
  const one = kind === 'f' ? '1.0' : kind === 'u' ? '1u' : '1';
  const none = kind === 'f' ? '0.0' : kind === 'u' ? '0u' : '0';
  if (shape.shadow) {
    if (swizzle === identity) return w.assignScalar(inst, 'f', text);
    const parts = at.map((c) => ((swizzle[c] as number) < 3 ? 'compared' : swizzle[c] === 4 ? '0.0' : '1.0'));
    if (!parts.includes('compared')) return w.assign(inst, 'f', vector('f', parts));
    w.body.open('{');
    w.body.add(`float compared = ${text};`);
    w.assign(inst, 'f', vector('f', parts));
    return w.body.close('}');
  }
  const decode = ((w.options.samplerDecodeSrgb ?? 0) >>> unit) & 1 && kind === 'f';
  const texel = decode ? `${decodeSrgb(w)}(${text})` : text;
  const channels = at.map((c) => swizzle[c] as number);
  if (channels.every((c) => c < 4)) {
    const whole = channels.length === 4 && channels.every((c, i) => c === i);
    return w.assign(inst, kind, whole ? texel : texel + suffix(channels));
  }
  if (channels.every((c) => c > 3))
    return w.assign(
      inst,
      kind,
      vector(
        kind,
        channels.map((c) => (c === 5 ? one : none)),
      ),
    );
  w.body.open('{');
  w.body.add(`${typeName(kind, 4)} texel = ${texel};`);
  w.assign(
    inst,
    kind,
    vector(
      kind,
      channels.map((c) => (c < 4 ? `texel${suffix([c])}` : c === 5 ? one : none)),
    ),
  );
  return w.body.close('}');
};

/** One instruction on one unit. */
const writeOn = (s: Sampling, unit: number): void => {
  const { w, inst } = s;
  const mask = (inst.dst[0] as Destination).mask;
  const { name } = declareSampler(w, unit);
  switch (inst.op) {
    case 'TXF':
    case 'TXF_LZ':
      return storeTexel(s, unit, fetchText(s, name));
    case 'TXQ':
      return w.assignVec4(inst, 'i', queryText(s, name, mask));
    case 'TXQS':
      if (!s.shape.base.endsWith('MSAA')) return w.assignScalar(inst, 'i', '1');
      w.req.need('textureSamples', 'TXQS');
      return w.assignScalar(inst, 'i', `textureSamples(${name})`);
    case 'TG4': {
      const { text, kind } = gatherText(s, name, swizzleOf(w, unit));
      return w.assignVec4(inst, kind, text);
    }
    case 'LODQ': {
      w.req.need('textureQueryLod', 'LODQ');
      // The extensions spell it with capitals.
      const call = w.req.essl || w.req.version < 400 ? 'textureQueryLOD' : 'textureQueryLod';
      const at = [0, 1, 2].slice(0, s.shape.dimensions);
      return w.assignVec4(inst, 'f', `vec4(${call}(${name}, ${w.opaque(w.read(inst.src[0] as Source, 'f', at))}), 0.0, 0.0)`);
    }
    case 'SAMP2HND':
      return w.fail('bindless samplers are not supported');
    default:
      return storeTexel(s, unit, sampleText(s, name));
  }
};

/** Writes a texture instruction; false when it is none. */
export const writeTexture = (w: Writer, inst: Instruction): boolean => {
  if (inst.info.class !== 'tex') return false;
  if (inst.target === 'UNKNOWN') w.fail('texture target UNKNOWN');
  const s = new Sampling(w, inst);
  const { offset, indirect } = (inst.src.at(-1) as Source).index;
  if (indirect === null) {
    writeOn(s, offset);
    return true;
  }
  // Arrays of samplers cannot be indexed before GLSL 4.00 and only uniformly after: choose among the units instead.
  const units = indirectUnits(Math.max(0, offset), s.target, new Set(w.module.info.samplerViews.map(({ unit }) => unit)), w.module.sviews);
  if (units.length === 0) w.fail(`no sampler from SAMP[${offset}] on`);
  w.body.open(`switch (${w.dynamicIndex(indirect, offset)}) {`);
  units.forEach((unit, i) => {
    w.body.open(i === units.length - 1 ? 'default:' : `case ${unit}:`);
    writeOn(s, unit);
    w.body.add('break;');
    w.body.dedent();
  });
  w.body.close('}');
  return true;
};
