/**
 * Memory: uniform blocks (constant buffers), storage blocks and shared variables.
 *
 * Constant buffers are read by registers of 16 bytes, which std140 fits: nothing crosses one. Storage is read and written by bytes,
 * up to four words at once.
 */
import { alignOf, arrayStride, fieldOffsets, matrixStride, type Packing, scalarBytes } from '../types/layout.ts';
import { elementOf, type Type } from '../types/type.ts';
import { type Address, destination, firstMask, pick, scalar, source, type Src } from './code.ts';
import type { Lowering } from './context.ts';
import { slotsOf } from './slots.ts';
import type { Ref, Value } from './value.ts';

type MemoryRef = Extract<Ref, { kind: 'memory' }>;

/** One scalar or vector of a value in memory: where it is, and which register of the value it is. */
type Piece = { readonly type: Type; readonly offset: number; readonly stride: number };

/** A type as vectors one after another, in the order of the value's registers. */
const pieces = (type: Type, packing: Packing, rowMajor: boolean, offset: number, out: Piece[]): Piece[] => {
  if (type.kind === 'number') {
    if (!type.isMatrix) out.push({ type, offset, stride: 0 });
    else {
      const stride = matrixStride(type, packing, rowMajor);
      for (let c = 0; c < type.cols; c++)
        out.push(
          rowMajor
            ? { type: elementOf(type), offset: offset + c * scalarBytes(type), stride }
            : { type: elementOf(type), offset: offset + c * stride, stride: 0 },
        );
    }
  } else if (type.element !== null) {
    const stride = arrayStride(type, packing, rowMajor);
    for (let i = 0; i < type.length; i++) pieces(type.element, packing, rowMajor, offset + i * stride, out);
  } else {
    const { offsets } = fieldOffsets(type.fields, packing, rowMajor);
    type.fields.forEach((field, i) => pieces(field.type, packing, field.layout?.rowMajor ?? rowMajor, offset + (offsets[i] ?? 0), out));
  }
  return out;
};

const piecesOf = (ref: MemoryRef): Piece[] => {
  if (ref.type.kind === 'number' && !ref.type.isMatrix) return [{ type: ref.type, offset: 0, stride: ref.stride }];
  return pieces(ref.type, ref.store.packing, ref.rowMajor, 0, []);
};

/** Reads a place in memory. */
export const readMemory = (L: Lowering, ref: MemoryRef): Value => {
  const slots: Src[] = [];
  for (const piece of piecesOf(ref)) slots.push(...readPiece(L, ref, piece));
  return { type: ref.type, slots };
};

/** Words of a vector: from its first component on, or those that `parts` names. */
const wordOffsets = (ref: MemoryRef, piece: Piece): number[] => {
  const words = piece.type.base === 'double' ? 2 : 1;
  const parts = ref.parts ?? Array.from({ length: piece.type.rows }, (_, i) => i);
  const step = piece.stride > 0 ? piece.stride : words * 4;
  return parts.flatMap((part) => Array.from({ length: words }, (_, w) => ref.offset + piece.offset + part * step + w * 4));
};

const readPiece = (L: Lowering, ref: MemoryRef, piece: Piece): Src[] => {
  const { b } = L;
  const offsets = wordOffsets(ref, piece);
  const slots: Src[] = [];
  for (let from = 0; from < offsets.length; from += 4) {
    const some = offsets.slice(from, from + 4);
    let src = ref.store.space === 'uniform' ? readConstants(L, ref, some) : readBytes(L, ref, some);
    // Booleans are any number but 0 in memory.
    if (piece.type.base === 'bool') src = b.op('USNE', some.length, src, b.ints(0));
    slots.push(src);
  }
  return slots;
};

/** The bytes that a variable adds, as registers of a constant buffer. */
const quarter = (L: Lowering, address: Address): Address => L.b.address(L.b.op('USHR', 1, L.b.addressValue(address), L.b.ints(4)));

const readConstants = (L: Lowering, ref: MemoryRef, offsets: readonly number[]): Src => {
  const { b } = L;
  const indirect = ref.indirect === null ? null : quarter(L, ref.indirect);
  const register = (offset: number): Src => ({
    ...source('CONST', Math.floor(offset / 16)),
    dimension: ref.slot,
    dimensionIndirect: ref.slotIndirect,
    indirect,
  });
  const [first = 0] = offsets;
  const parts = offsets.map((offset) => Math.floor((offset % 16) / 4));
  if (offsets.every((offset) => Math.floor(offset / 16) === Math.floor(first / 16))) {
    const src = pick(register(first), parts);
    return src.indirect !== null || src.dimensionIndirect !== null ? b.copy(src, offsets.length) : src;
  }
  const made = b.temps(1);
  offsets.forEach((offset, i) => b.emit('MOV', destination('TEMP', made, 1 << i), [scalar(register(offset), parts[i] ?? 0)]));
  return source('TEMP', made);
};

/** The address of a byte as a value. */
const byteAddress = (L: Lowering, ref: MemoryRef, offset: number): Src => {
  const { b } = L;
  if (ref.indirect === null) return b.ints(offset);
  const base = b.addressValue(ref.indirect);
  return offset === 0 ? base : b.op('UADD', 1, base, b.ints(offset));
};

/** The buffer or shared memory as an operand. */
const memorySource = (ref: MemoryRef): Src =>
  ref.store.space === 'shared' ? source('MEMORY', 0) : { ...source('BUFFER', ref.slot), indirect: ref.slotIndirect };

const runs = (offsets: readonly number[]): boolean => offsets.every((offset, i) => offset === (offsets[0] ?? 0) + 4 * i);

const readBytes = (L: Lowering, ref: MemoryRef, offsets: readonly number[]): Src => {
  const { b } = L;
  const made = b.temps(1);
  if (runs(offsets)) {
    b.emit('LOAD', destination('TEMP', made, firstMask(offsets.length)), [memorySource(ref), byteAddress(L, ref, offsets[0] ?? 0)], {
      tail: ref.qualifiers,
    });
  } else {
    offsets.forEach((offset, i) => {
      const one = b.temps(1);
      b.emit('LOAD', destination('TEMP', one, 1), [memorySource(ref), byteAddress(L, ref, offset)], { tail: ref.qualifiers });
      b.emit('MOV', destination('TEMP', made, 1 << i), [scalar(source('TEMP', one), 0)]);
    });
  }
  return offsets.length === 4 ? source('TEMP', made) : pick(source('TEMP', made), [0, 1, 2, 3].slice(0, offsets.length));
};

/** Writes a place in storage or shared memory. */
export const writeMemory = (L: Lowering, ref: MemoryRef, value: Value): void => {
  const { b } = L;
  let slot = 0;
  for (const piece of piecesOf(ref)) {
    const offsets = wordOffsets(ref, piece);
    for (let from = 0; from < offsets.length; from += 4) {
      const some = offsets.slice(from, from + 4);
      let src = value.slots[slot++] as Src;
      if (piece.type.base === 'bool') src = b.op('AND', some.length, src, b.ints(1));
      const dst = (mask: number) => ({
        ...destination(memorySource(ref).file, memorySource(ref).index, mask),
        indirect: ref.store.space === 'shared' ? null : ref.slotIndirect,
      });
      if (runs(some)) b.emit('STORE', dst(firstMask(some.length)), [byteAddress(L, ref, some[0] ?? 0), src], { tail: ref.qualifiers });
      else some.forEach((offset, i) => b.emit('STORE', dst(1), [byteAddress(L, ref, offset), scalar(src, i)], { tail: ref.qualifiers }));
    }
  }
};

/** Elements of the array that ends a storage block: what the buffer has after it starts. */
export const memoryLength = (L: Lowering, ref: MemoryRef): Src => {
  const { b } = L;
  const size = b.op('RESQ', 1, memorySource(ref));
  const stride = arrayStride(ref.type, ref.store.packing, ref.rowMajor);
  const rest = ref.offset === 0 ? size : b.op('UADD', 1, size, b.ints(-ref.offset));
  return b.op('UDIV', 1, rest, b.ints(stride));
};

/** An atomic operation on a word of storage or shared memory: its operands before the data. */
export const memoryOperands = (L: Lowering, ref: MemoryRef): readonly [Src, Src] => {
  const at = ref.parts === null ? 0 : (ref.parts[0] ?? 0) * (ref.stride > 0 ? ref.stride : 4);
  return [memorySource(ref), byteAddress(L, ref, ref.offset + at)];
};

/** Bytes of shared variables, one after another. */
export const sharedBytes = (type: Type, from: number): { readonly offset: number; readonly end: number } => {
  const align = alignOf(type, 'std430', false);
  const offset = Math.ceil(from / align) * align;
  const last = pieces(type, 'std430', false, 0, []).at(-1);
  const end = last === undefined ? 0 : last.offset + last.type.rows * scalarBytes(last.type);
  return { offset, end: offset + Math.max(end, slotsOf(type) * 4) };
};
