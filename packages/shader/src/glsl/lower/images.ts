/** Images, atomic counters, and atomics on memory. */
import type { Expr } from '../syntax/tree.ts';
import type { Type } from '../types/type.ts';
import { destination, pick, scalar, source, type Src } from './code.ts';
import type { Lowering } from './context.ts';
import { memoryOperands } from './memory.ts';
import { opaqueRef, refOf, slotsReached } from './refs.ts';
import { targetOfType } from './textures.ts';
import type { Ref, Value } from './value.ts';

/* prettier-ignore */
/** Image formats as Gallium prints them. */
const formats: Readonly<Record<string, string>> = {
  rgba32f: 'R32G32B32A32_FLOAT', rgba16f: 'R16G16B16A16_FLOAT', rg32f: 'R32G32_FLOAT', rg16f: 'R16G16_FLOAT', r11f_g11f_b10f: 'R11G11B10_FLOAT',
  r32f: 'R32_FLOAT', r16f: 'R16_FLOAT', rgba16: 'R16G16B16A16_UNORM', rgb10_a2: 'R10G10B10A2_UNORM', rgba8: 'R8G8B8A8_UNORM', rg16: 'R16G16_UNORM',
  rg8: 'R8G8_UNORM', r16: 'R16_UNORM', r8: 'R8_UNORM', rgba16_snorm: 'R16G16B16A16_SNORM', rgba8_snorm: 'R8G8B8A8_SNORM', rg16_snorm: 'R16G16_SNORM',
  rg8_snorm: 'R8G8_SNORM', r16_snorm: 'R16_SNORM', r8_snorm: 'R8_SNORM', rgba32i: 'R32G32B32A32_SINT', rgba16i: 'R16G16B16A16_SINT', rgba8i: 'R8G8B8A8_SINT',
  rg32i: 'R32G32_SINT', rg16i: 'R16G16_SINT', rg8i: 'R8G8_SINT', r32i: 'R32_SINT', r16i: 'R16_SINT', r8i: 'R8_SINT', rgba32ui: 'R32G32B32A32_UINT',
  rgba16ui: 'R16G16B16A16_UINT', rgb10_a2ui: 'R10G10B10A2_UINT', rgba8ui: 'R8G8B8A8_UINT', rg32ui: 'R32G32_UINT', rg16ui: 'R16G16_UINT', rg8ui: 'R8G8_UINT',
  r32ui: 'R32_UINT', r16ui: 'R16_UINT', r8ui: 'R8_UINT',
};

/** The name of a format in TGSI. */
export const formatName = (format: string): string => `PIPE_FORMAT_${Object.hasOwn(formats, format) ? formats[format] : 'NONE'}`;

type OpaqueRef = Extract<Ref, { kind: 'opaque' }>;

const imageSource = (L: Lowering, ref: OpaqueRef): Src => {
  for (let slot = ref.index; slot <= Math.max(...slotsReached(ref)); slot++) L.used.images.add(slot);
  return { ...source('IMAGE', ref.index), indirect: ref.indirect };
};

const imageTail = ({ variable }: OpaqueRef): string => {
  const { memory, layout } = variable;
  const words = [memory.coherent ? 'COHERENT' : '', memory.restrict ? 'RESTRICT' : '', memory.volatile ? 'VOLATILE' : ''].filter(
    (word) => word !== '',
  );
  return [...words, '%TARGET%', formatName(layout.format)].map((word) => `, ${word}`).join('');
};

const atomicOps: Readonly<Record<string, readonly [string, string]>> = {
  Add: ['ATOMUADD', 'ATOMUADD'],
  Min: ['ATOMIMIN', 'ATOMUMIN'],
  Max: ['ATOMIMAX', 'ATOMUMAX'],
  And: ['ATOMAND', 'ATOMAND'],
  Or: ['ATOMOR', 'ATOMOR'],
  Xor: ['ATOMXOR', 'ATOMXOR'],
  Exchange: ['ATOMXCHG', 'ATOMXCHG'],
  CompSwap: ['ATOMCAS', 'ATOMCAS'],
};

/** Coordinates as TGSI wants them: the sample in w. */
const coordinates = (L: Lowering, type: Type, args: readonly Value[]): readonly [Src, number] => {
  const at = (args[1] as Value).slots[0] as Src;
  if (!type.multisample) return [at, 2];
  const { b } = L;
  const register = b.temps(1);
  const count = (args[1] as Value).type.rows;
  for (let i = 0; i < count; i++) b.emit('MOV', destination('TEMP', register, 1 << i), [scalar(at, i)]);
  b.emit('MOV', destination('TEMP', register, 8), [scalar((args[2] as Value).slots[0] as Src, 0)]);
  return [source('TEMP', register), 3];
};

const values = (L: Lowering, exprs: readonly Expr[]): Value[] =>
  exprs.map((expr, i) => {
    if (i === 0) return { type: expr.type, slots: [] };
    const value = L.value(expr);
    // Later arguments may change what an earlier one names.
    return { type: value.type, slots: value.slots.map((src) => (src.file === 'TEMP' && i < exprs.length - 1 ? L.b.copy(src, 4) : src)) };
  });

/** imageLoad, imageStore, imageSize, imageAtomic...; null for others. */
export const imageCall = (L: Lowering, name: string, exprs: readonly Expr[], result: Type): Value | null => {
  const first = exprs[0];
  if (first === undefined || first.type.kind !== 'image') return null;
  const { b } = L;
  const args = values(L, exprs);
  const ref = opaqueRef(L, first);
  const image = imageSource(L, ref);
  const target = targetOfType(ref.type);
  const tail = imageTail(ref).replace('%TARGET%', target);
  if (name === 'imageSize') {
    const register = b.temps(1);
    b.emit('RESQ', destination('TEMP', register, 7), [image], { tail });
    const size = source('TEMP', register);
    if (ref.type.dim === 'Cube' && ref.type.arrayed) return { type: result, slots: [size] };
    return { type: result, slots: [pick(size, [0, 1, 2].slice(0, result.rows))] };
  }
  if (name === 'imageSamples') {
    const register = b.temps(1);
    b.emit('RESQ', destination('TEMP', register, 8), [image], { tail });
    return { type: result, slots: [scalar(source('TEMP', register), 3)] };
  }
  const [at, next] = coordinates(L, ref.type, args);
  if (name === 'imageLoad') return { type: result, slots: [b.texture('LOAD', [image, at], null, [], tail)] };
  if (name === 'imageStore') {
    b.emit('STORE', { ...destination('IMAGE', image.index, 15), indirect: image.indirect }, [at, (args[next] as Value).slots[0] as Src], {
      tail,
    });
    return { type: result, slots: [] };
  }
  const op = atomicOps[name.slice('imageAtomic'.length)]?.[ref.type.base === 'int' ? 0 : 1] ?? b.fail(`${name} is not supported`);
  const data = args.slice(next).map((value) => scalar(value.slots[0] as Src, 0));
  const register = b.temps(1);
  b.emit(op, destination('TEMP', register, 1), [image, at, ...data], { tail });
  return { type: result, slots: [scalar(source('TEMP', register), 0)] };
};

/** atomicCounter...; null for others. */
export const counterCall = (L: Lowering, name: string, exprs: readonly Expr[], result: Type): Value | null => {
  if (!name.startsWith('atomicCounter')) return null;
  const { b } = L;
  const args = values(L, exprs);
  const ref = opaqueRef(L, exprs[0] as Expr);
  L.used.counters = true;
  const counter: Src = { ...source('HWATOMIC', ref.index), dimension: ref.buffer, indirect: ref.indirect };
  const offset = b.ints(ref.index * 4);
  const register = b.temps(1);
  const dst = destination('TEMP', register, 1);
  const got = scalar(source('TEMP', register), 0);
  const data = args.slice(1).map((value) => scalar(value.slots[0] as Src, 0));
  const which = name.replace(/^atomicCounter|ARB$/g, '');
  switch (which) {
    case '':
      b.emit('LOAD', dst, [counter, offset]);
      return { type: result, slots: [got] };
    case 'Increment':
      b.emit('ATOMUADD', dst, [counter, offset, b.ints(1)]);
      return { type: result, slots: [got] };
    case 'Decrement':
      b.emit('ATOMUADD', dst, [counter, offset, b.ints(-1)]);
      // It gives the value after.
      return { type: result, slots: [b.op('UADD', 1, got, b.ints(-1))] };
    case 'Subtract':
      b.emit('ATOMUADD', dst, [counter, offset, b.op('INEG', 1, data[0] as Src)]);
      return { type: result, slots: [got] };
    default: {
      const op = atomicOps[which]?.[1] ?? b.fail(`${name} is not supported`);
      b.emit(op, dst, [counter, offset, ...data]);
      return { type: result, slots: [got] };
    }
  }
};

/** atomicAdd and so on, of storage and shared variables; null for others. */
export const memoryAtomicCall = (L: Lowering, name: string, exprs: readonly Expr[], result: Type): Value | null => {
  const ops = /^atomic(Add|Min|Max|And|Or|Xor|Exchange|CompSwap)$/.exec(name);
  if (ops === null) return null;
  const { b } = L;
  const args = values(L, exprs);
  const ref = refOf(L, exprs[0] as Expr);
  if (ref.kind !== 'memory') return b.fail(`${name} of something that is no memory`);
  let place = ref;
  if (ref.chosen !== null) {
    // A component that a variable chooses is an address like any other.
    const step = b.op('UMUL', 1, ref.chosen, b.ints(ref.stride > 0 ? ref.stride : 4));
    place = { ...ref, chosen: null, parts: null, indirect: L.addAddress(ref.indirect, step) };
  }
  const op = atomicOps[ops[1] as string]?.[result.base === 'int' ? 0 : 1] ?? b.fail(`${name} is not supported`);
  const register = b.temps(1);
  b.emit(
    op,
    destination('TEMP', register, 1),
    [...memoryOperands(L, place), ...args.slice(1).map((value) => scalar(value.slots[0] as Src, 0))],
    { tail: place.qualifiers },
  );
  return { type: result, slots: [scalar(source('TEMP', register), 0)] };
};
