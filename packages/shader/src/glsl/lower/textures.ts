/**
 * Texture functions as TGSI instructions.
 *
 * TGSI packs coordinates, layer, reference and level into one operand, or two where they do not fit. The functions' names say what
 * they do (`Proj`, `Lod`, `Grad`, `Offset`, `Gather`), in all generations of GLSL alike.
 */
import type { TextureTarget } from '../../ir/types.ts';
import type { Expr } from '../syntax/tree.ts';
import { type Type } from '../types/type.ts';
import { destination, pick, scalar, source, type Src } from './code.ts';
import type { Lowering } from './context.ts';
import { opaqueRef, slotsReached } from './refs.ts';
import type { Value } from './value.ts';

/** The target of a sampler or image type. */
export const targetOfType = (type: Type): TextureTarget => {
  const { dim, arrayed, shadow, multisample } = type;
  const prefix = shadow ? 'SHADOW' : '';
  switch (dim) {
    case '1D':
      return `${prefix}1D${arrayed ? '_ARRAY' : ''}` as TextureTarget;
    case '3D':
      return '3D';
    case 'Cube':
      return `${prefix}CUBE${arrayed ? 'ARRAY' : ''}` as TextureTarget;
    case '2DRect':
      return `${prefix}RECT` as TextureTarget;
    case 'Buffer':
      return 'BUFFER';
    default:
      if (multisample) return arrayed ? '2D_ARRAY_MSAA' : '2D_MSAA';
      return `${prefix}2D${arrayed ? '_ARRAY' : ''}` as TextureTarget;
  }
};

/** Coordinates without layer and reference. */
const dimensionsOf = ({ dim }: Type): number => (dim === '1D' || dim === 'Buffer' ? 1 : dim === '3D' || dim === 'Cube' ? 3 : 2);

/** What a function's name asks for. */
type Request = {
  readonly proj: boolean;
  readonly lod: boolean;
  readonly grad: boolean;
  readonly offset: boolean;
  readonly offsets: boolean;
  readonly fetch: boolean;
  readonly gather: boolean;
};

const requestOf = (name: string): Request => ({
  proj: name.includes('Proj'),
  lod: /Lod(EXT|Offset|$)/.test(name),
  grad: name.includes('Grad'),
  offset: name.endsWith('Offset'),
  offsets: name.endsWith('Offsets'),
  fetch: name.startsWith('texelFetch'),
  gather: name.startsWith('textureGather') || name === 'texture4',
});

/** The operand that names a sampler. */
const samplerOf = (L: Lowering, expr: Expr): readonly [src: Src, type: Type] => {
  const ref = opaqueRef(L, expr);
  const { type } = ref;
  const reached = slotsReached(ref);
  const declared = { target: targetOfType(type), base: type.base };
  for (const slot of reached) L.used.samplers.set(slot, declared);
  // An array is declared as a whole; what lies between may be named by itself, and then as what it is.
  for (let slot = ref.index; slot < Math.max(...reached); slot++) if (!L.used.samplers.has(slot)) L.used.samplers.set(slot, declared);
  return [{ ...source('SAMP', ref.index), indirect: ref.indirect }, type];
};

/** Puts floats into the components of one register. */
const assemble = (L: Lowering, parts: readonly (Src | null)[]): Src => {
  const { b } = L;
  const register = b.temps(1);
  parts.forEach((part, i) => {
    if (part !== null) b.emit('MOV', destination('TEMP', register, 1 << i), [scalar(part, 0)]);
  });
  return source('TEMP', register);
};

const component = (value: Src, i: number): Src => scalar(value, i);

/** textureSize, textureQueryLevels, textureSamples, imageSize have no coordinates. */
const query = (L: Lowering, name: string, sampler: Src, type: Type, args: readonly Value[], result: Type): Value | null => {
  const { b } = L;
  const target = targetOfType(type);
  if (name.startsWith('textureSize')) {
    const lod = args[1] === undefined ? b.ints(0) : (args[1].slots[0] as Src);
    const size = b.texture('TXQ', [scalar(lod, 0), sampler], target);
    return { type: result, slots: [pick(size, [0, 1, 2].slice(0, result.rows))] };
  }
  if (name === 'textureQueryLevels') return { type: result, slots: [scalar(b.texture('TXQ', [b.ints(0), sampler], target), 3)] };
  if (name === 'textureSamples') return { type: result, slots: [scalar(b.texture('TXQS', [sampler], target), 0)] };
  return null;
};

/** A texel offset as an operand of its own: a plain register. */
const offsetOperand = (L: Lowering, value: Value, rows: number, at = 0): Src => {
  const src = value.slots[at] as Src;
  const plain = (src.file === 'IMM' || src.file === 'TEMP') && !src.negate && !src.absolute && src.indirect === null;
  return pick(plain ? src : L.b.copy(src, rows), [0, 1, 2].slice(0, rows));
};

/** The components of an operand, or of two, in the order that TGSI wants. */
const pack = (
  L: Lowering,
  coordinate: Value,
  used: number,
  extra: readonly (readonly [slot: number, value: Src])[],
): readonly [Src, Src | null] => {
  const src = coordinate.slots[0] as Src;
  if (extra.length === 0) return [src, null];
  const parts: (Src | null)[] = Array.from({ length: 8 }, (_, i) => (i < used ? component(src, i) : null));
  for (const [slot, value] of extra) parts[slot] = value;
  const first = assemble(L, parts.slice(0, 4));
  const second = parts.slice(4);
  return [first, second.some((part) => part !== null) ? assemble(L, second) : null];
};

const gather = (L: Lowering, request: Request, sampler: Src, type: Type, args: readonly Value[], result: Type): Value => {
  const { b } = L;
  let next = 2;
  const coordinate = args[1] as Value;
  const count = dimensionsOf(type) + (type.arrayed ? 1 : 0);
  let [first, second]: readonly [Src, Src | null] = [coordinate.slots[0] as Src, null];
  let componentOperand = b.ints(0);
  if (type.shadow) {
    const reference = (args[next++] as Value).slots[0] as Src;
    if (count === 4) componentOperand = scalar(reference, 0);
    else [first, second] = pack(L, coordinate, count, [[Math.max(2, count), reference]]);
  }
  const offsets: Src[] = [];
  if (request.offset) offsets.push(offsetOperand(L, args[next++] as Value, 2));
  if (request.offsets) {
    const list = args[next++] as Value;
    for (let i = 0; i < 4; i++) offsets.push(offsetOperand(L, list, 2, i));
  }
  const chosen = args[next];
  if (chosen !== undefined) componentOperand = scalar(chosen.slots[0] as Src, 0);
  if (second !== null) b.fail('a gather with too many coordinates');
  return { type: result, slots: [b.texture('TG4', [first, componentOperand, sampler], targetOfType(type), offsets)] };
};

/** Divides by the last component. */
const project = (L: Lowering, coordinate: Value, used: number): Src => {
  const { b } = L;
  const src = coordinate.slots[0] as Src;
  const last = component(src, coordinate.type.rows - 1);
  return b.op('MUL', used, src, scalar(b.op('RCP', 1, last), 0));
};

/** The result: shadows of GLSL 1.20 and before give vec4, later ones float. */
const finish = (texel: Src, result: Type): Value => ({ type: result, slots: [result.isScalar ? scalar(texel, 0) : texel] });

/** A call of a texture function; null when it is none. */
export const textureCall = (L: Lowering, name: string, exprs: readonly Expr[], result: Type): Value | null => {
  const first = exprs[0];
  if (first === undefined || first.type.kind !== 'sampler') return null;
  const { b } = L;
  // Arguments first: what they do must not come between the sampler's index and its use.
  const args = exprs.map((expr, i) => (i === 0 ? ({ type: expr.type, slots: [] } satisfies Value) : held(L, L.value(expr), exprs, i)));
  const [sampler, type] = samplerOf(L, first);
  const asked = query(L, name, sampler, type, args, result);
  if (asked !== null) return asked;
  const target = targetOfType(type);
  const coordinate = args[1] as Value;
  if (name === 'textureQueryLod' || name === 'textureQueryLOD') {
    const lod = b.texture('LODQ', [coordinate.slots[0] as Src, sampler], target);
    return { type: result, slots: [pick(lod, [0, 1])] };
  }
  const request = requestOf(name);
  if (request.gather) return gather(L, request, sampler, type, args, result);
  const dimensions = dimensionsOf(type);
  const layered = dimensions + (type.arrayed ? 1 : 0);
  let next = 2;
  if (request.fetch) return fetchTexel(L, request, sampler, type, args, result);
  const extra: (readonly [number, Src])[] = [];
  // The reference follows coordinates and layer in the vector (1D leaves a gap), or is an argument of its own for cube arrays.
  const referenceSlot = Math.max(2, layered);
  let value = coordinate;
  let used = type.shadow && layered < 4 ? referenceSlot + 1 : layered;
  const explicit = request.lod || request.grad;
  const hasBias = !explicit && exprs.length > 2 + (request.offset ? 1 : 0) + (type.shadow && layered === 4 ? 1 : 0);
  let op = 'TEX';
  if (request.proj) {
    const divisor = coordinate.type.rows - 1;
    if (!explicit && !hasBias && !request.offset) {
      op = 'TXP';
      if (divisor !== 3)
        value = {
          type: coordinate.type,
          slots: [
            assemble(
              L,
              [0, 1, 2, 3].map((i) =>
                i === 3 ? component(coordinate.slots[0] as Src, divisor) : i < dimensions ? component(coordinate.slots[0] as Src, i) : null,
              ),
            ),
          ],
        };
      used = 4;
    } else value = { type: coordinate.type, slots: [project(L, coordinate, Math.min(3, Math.max(dimensions, type.shadow ? 3 : 0)))] };
  }
  if (type.shadow && layered === 4) extra.push([4, (args[next++] as Value).slots[0] as Src]);
  const lodSlot = Math.max(3, referenceSlot + (type.shadow ? 1 : 0));
  if (request.lod) {
    op = 'TXL';
    extra.push([lodSlot, (args[next++] as Value).slots[0] as Src]);
  }
  const gradients: Src[] = [];
  if (request.grad) {
    op = 'TXD';
    gradients.push((args[next++] as Value).slots[0] as Src, (args[next++] as Value).slots[0] as Src);
  }
  const offsets = request.offset ? [offsetOperand(L, args[next++] as Value, dimensions)] : [];
  const bias = args[next];
  if (bias !== undefined && hasBias) {
    op = 'TXB';
    extra.push([lodSlot, bias.slots[0] as Src]);
  }
  const [one, two] = pack(L, value, used, extra);
  if (two !== null) op = op === 'TEX' ? 'TEX2' : `${op}2`;
  const operands = [one, ...(two === null ? [] : [two]), ...gradients, sampler];
  return finish(b.texture(op, operands, target, offsets), result);
};

/** A value that later arguments may not change. */
const held = (L: Lowering, value: Value, exprs: readonly Expr[], at: number): Value => {
  const later = exprs.slice(at + 1).some((expr) => expr.op !== 'const' && expr.op !== 'var');
  const movable = value.slots.some(({ file }) => file === 'TEMP');
  return later && movable ? { type: value.type, slots: value.slots.map((src) => L.b.copy(src, 4)) } : value;
};

const fetchTexel = (L: Lowering, request: Request, sampler: Src, type: Type, args: readonly Value[], result: Type): Value => {
  const { b } = L;
  const coordinate = args[1] as Value;
  const count = dimensionsOf(type) + (type.arrayed ? 1 : 0);
  let next = 2;
  const extra: (readonly [number, Src])[] = [];
  const levelled = type.dim !== 'Buffer' && type.dim !== '2DRect';
  if (levelled) extra.push([3, (args[next++] as Value).slots[0] as Src]);
  else extra.push([3, b.ints(0)]);
  const offsets = request.offset ? [offsetOperand(L, args[next] as Value, dimensionsOf(type))] : [];
  const [one] = pack(L, coordinate, count, extra);
  return { type: result, slots: [b.texture('TXF', [one, sampler], targetOfType(type), offsets)] };
};
