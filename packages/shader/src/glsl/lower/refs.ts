/** Places: what a chain of names, members and indices means, and how it is read and written. */
import type { Expr } from '../syntax/tree.ts';
import { arrayStride, fieldOffsets, matrixStride, scalarBytes } from '../types/layout.ts';
import { elementOf, numberType, T, type Type } from '../types/type.ts';
import { type Address, destination, type Dst, firstMask, pick, scalar, source, type Src } from './code.ts';
import { type Lowering, tempStore, valueRef } from './context.ts';
import { memoryLength, readMemory, writeMemory } from './memory.ts';
import { opaqueCount, slotOfField, slotsOf, slotWords } from './slots.ts';
import type { Ref, Store, Value } from './value.ts';

/** The place of all of a variable. */
const wholeRef = (L: Lowering, expr: Extract<Expr, { op: 'var' }>): Ref => {
  const { variable } = expr;
  const { type } = variable;
  const binding = L.binding(variable);
  if ('alias' in binding) return binding.alias;
  if ('store' in binding)
    return { kind: 'slots', type, store: binding.store, slot: 0, indirect: null, vertex: null, parts: null, chosen: null };
  if ('mixed' in binding) {
    const opaque: Extract<Ref, { kind: 'opaque' }> = {
      kind: 'opaque',
      type,
      index: binding.mixed.opaque,
      indirect: null,
      variable,
      buffer: -1,
    };
    return { kind: 'slots', type, store: binding.mixed.store, slot: 0, indirect: null, vertex: null, parts: null, chosen: null, opaque };
  }
  if ('opaque' in binding)
    return { kind: 'opaque', type, index: binding.opaque.opaque, indirect: null, variable, buffer: binding.opaque.buffer };
  const { memory } = binding;
  return {
    kind: 'memory',
    type,
    store: memory,
    slotIndirect: null,
    slot: memory.slot,
    offset: memory.offset,
    indirect: null,
    rowMajor: memory.rowMajor,
    stride: 0,
    parts: null,
    chosen: null,
    qualifiers: memory.qualifiers,
  };
};

/** The place that an expression names; values that are no places are held in registers. */
export const refOf = (L: Lowering, expr: Expr): Ref => {
  switch (expr.op) {
    case 'var':
      return wholeRef(L, expr);
    case 'field':
      return fieldRef(refOf(L, expr.base), expr.field);
    case 'swizzle':
      return swizzleRef(L, refOf(L, expr.base), expr.parts, expr.type);
    case 'index': {
      const base = refOf(L, expr.base);
      if (expr.index.op === 'const') return elementRef(L, base, expr.index.values[0] ?? 0);
      // The place must not move when what is read next changes it.
      return chosenRef(L, base, L.value(expr.index).slots[0] as Src);
    }
    default:
      return valueRef(L.value(expr));
  }
};

const fieldRef = (base: Ref, field: number): Ref => {
  const found = base.type.fields[field] as { readonly type: Type };
  switch (base.kind) {
    case 'slots': {
      const opaque = base.opaque === undefined ? undefined : (fieldRef(base.opaque, field) as Extract<Ref, { kind: 'opaque' }>);
      if (opaque !== undefined && found.type.innermost.isOpaque) return opaque;
      const name = (base.type.fields[field] as { readonly name: string }).name;
      const packed =
        base.type.name === 'gl_PerVertex' && base.store.file !== 'TEMP' && (name === 'gl_ClipDistance' || name === 'gl_CullDistance');
      const store = packed ? { ...base.store, packed: true } : base.store;
      return {
        ...base,
        type: found.type,
        store,
        slot: base.slot + slotOfField(base.type, field),
        ...(opaque === undefined ? {} : { opaque }),
      };
    }
    case 'memory': {
      const { fields } = base.type;
      const { offsets } = fieldOffsets(fields, base.store.packing, base.rowMajor);
      const layout = fields[field]?.layout;
      let { qualifiers } = base;
      if (layout?.coherent === true && !qualifiers.includes('COHERENT')) qualifiers += ', COHERENT';
      if (layout?.volatile === true && !qualifiers.includes('VOLATILE')) qualifiers += ', VOLATILE';
      return {
        ...base,
        type: found.type,
        offset: base.offset + (offsets[field] ?? 0),
        rowMajor: layout?.rowMajor ?? base.rowMajor,
        qualifiers,
      };
    }
    case 'opaque': {
      let before = 0;
      for (let i = 0; i < field; i++) before += opaqueCount((base.type.fields[i] as { type: Type }).type);
      return { ...base, type: found.type, index: base.index + before };
    }
    default: {
      // A structure may hold opaque members; those are reached through places alone.
      const from = slotOfField(base.type, field);
      return valueRef({ type: found.type, slots: base.value.slots.slice(from, from + slotsOf(found.type)) });
    }
  }
};

const swizzleRef = (L: Lowering, base: Ref, parts: readonly number[], type: Type): Ref => {
  if (base.kind === 'slots' || base.kind === 'memory') {
    const before = base.parts;
    return { ...base, type, parts: before === null ? parts : parts.map((part) => before[part] ?? 0) };
  }
  if (base.kind === 'opaque') return base;
  return valueRef({ type, slots: swizzleValue(L, base.value, parts) });
};

/** Components of a vector's value. */
export const swizzleValue = (L: Lowering, value: Value, parts: readonly number[]): Src[] =>
  value.type.base === 'double' ? gatherDoubles(L, value, parts) : [pick(value.slots[0] as Src, parts)];

/** One double of a vector: its words as x and y, and again as z and w. */
export const doublePart = (value: Value, part: number): Src => {
  const src = value.slots[part >> 1] as Src;
  const at = (part & 1) * 2;
  return pick(src, [at, at + 1, at, at + 1]);
};

/** Element `index` of a place. */
export const elementRef = (L: Lowering, base: Ref, index: number): Ref => {
  const { type } = base;
  const element = elementOf(type);
  if (type.isVector) return swizzleRef(L, base, [index], element);
  switch (base.kind) {
    case 'slots':
      if (base.store.perVertex && base.vertex === null) return { ...base, type: element, vertex: { index, indirect: null } };
      if (base.store.packed) {
        // What is packed may begin within a register.
        const at = index + base.store.component;
        return { ...base, store: { ...base.store, component: 0 }, type: element, slot: base.slot + (at >> 2), parts: [at & 3] };
      }
      return {
        ...base,
        type: element,
        slot: base.slot + index * slotsOf(element),
        ...(base.opaque === undefined ? {} : { opaque: elementRef(L, base.opaque, index) as Extract<Ref, { kind: 'opaque' }> }),
      };
    case 'memory':
      return memoryElement(L, base, element, index, null);
    case 'opaque':
      return { ...base, type: element, index: base.index + index * opaqueCount(element) };
    default: {
      const size = slotsOf(element);
      return valueRef({ type: element, slots: base.value.slots.slice(index * size, (index + 1) * size) });
    }
  }
};

const memoryElement = (L: Lowering, base: Extract<Ref, { kind: 'memory' }>, element: Type, index: number, chosen: Src | null): Ref => {
  const { type, store } = base;
  if (type.element !== null && type.element.innermost.kind === 'block') {
    const count = type.element.flatLength;
    if (chosen === null) return { ...base, type: element, slot: base.slot + index * count };
    const step = count === 1 ? chosen : L.b.op('UMUL', 1, chosen, L.b.ints(count));
    return { ...base, type: element, slotIndirect: L.addAddress(base.slotIndirect, L.clampIndex(step, type.length * count)) };
  }
  if (type.isMatrix && base.rowMajor) {
    if (chosen !== null) return valueRef(chooseElement(L, load(L, base), chosen));
    return { ...base, type: element, offset: base.offset + index * scalarBytes(type), stride: matrixStride(type, store.packing, true) };
  }
  const stride = type.isMatrix ? matrixStride(type, store.packing, false) : arrayStride(type, store.packing, base.rowMajor);
  if (chosen === null) return { ...base, type: element, offset: base.offset + index * stride };
  const bounded = type.length > 0 || type.isMatrix ? L.clampIndex(chosen, type.isMatrix ? type.cols : type.length) : chosen;
  return { ...base, type: element, indirect: L.addAddress(base.indirect, L.b.op('UMUL', 1, bounded, L.b.ints(stride))) };
};

/** The element that a variable chooses. */
const chosenRef = (L: Lowering, base: Ref, index: Src): Ref => {
  const { type } = base;
  const { b } = L;
  const element = elementOf(type);
  // Held, since it is used when the place is read or written.
  const held = index.file === 'IMM' ? index : b.copy(scalar(index, 0), 1);
  if (type.isVector) {
    if (base.kind === 'slots' || base.kind === 'memory')
      return { ...base, type: element, chosen: held, parts: base.parts ?? [0, 1, 2, 3].slice(0, type.rows) };
    return base.kind === 'value' ? valueRef(chooseElement(L, base.value, held)) : base;
  }
  switch (base.kind) {
    case 'slots': {
      const { store } = base;
      if (store.perVertex && base.vertex === null) return { ...base, type: element, vertex: { index: 0, indirect: b.address(held) } };
      if (store.packed) return packedElement(L, base, element, held);
      if (store.array >= 0 || store.file === 'CONST' || (store.file !== 'TEMP' && store.perVertex)) {
        const length = type.isArray ? type.length : type.cols;
        const size = slotsOf(element);
        const bounded = L.clampIndex(held, length);
        const step = size === 1 ? bounded : b.op('UMUL', 1, bounded, b.ints(size));
        const opaque = base.opaque === undefined ? {} : { opaque: chosenRef(L, base.opaque, held) as Extract<Ref, { kind: 'opaque' }> };
        return { ...base, type: element, indirect: L.addAddress(base.indirect, step), ...opaque };
      }
      return valueRef(chooseElement(L, load(L, base), held));
    }
    case 'memory':
      return memoryElement(L, base, element, 0, held);
    case 'opaque': {
      const count = opaqueCount(element);
      const bounded = L.clampIndex(held, type.length);
      const step = count === 1 ? bounded : b.op('UMUL', 1, bounded, b.ints(count));
      const steps = [...(base.steps ?? []), [type.length, count] as const];
      return { ...base, type: element, indirect: L.addAddress(base.indirect, step), steps };
    }
    default:
      return valueRef(chooseElement(L, base.value, held));
  }
};

/** Tessellation levels: four in a register, of which a variable chooses one. */
const packedElement = (L: Lowering, base: Extract<Ref, { kind: 'slots' }>, element: Type, index: Src): Ref => {
  const { type } = base;
  if (type.length <= 4 && base.store.component === 0)
    return { ...base, type: element, chosen: index, parts: [0, 1, 2, 3].slice(0, type.length) };
  return valueRef(chooseElement(L, load(L, base), index));
};

/** Element of a value by a variable index: vectors by comparing, others through registers that can be indexed. */
export const chooseElement = (L: Lowering, value: Value, index: Src): Value => {
  const { b } = L;
  const { type } = value;
  const element = elementOf(type);
  if (type.isVector) {
    if (type.base === 'double') {
      let result = doublePart(value, 0);
      for (let i = 1; i < type.rows; i++) {
        const is = b.op('USEQ', 1, index, b.ints(i));
        result = b.op('UCMP', 2, scalar(is, 0), doublePart(value, i), result);
      }
      return { type: element, slots: [result] };
    }
    return { type: element, slots: [chooseComponent(L, value.slots[0] as Src, type.rows, index)] };
  }
  const store = constantArray(L, value);
  const size = slotsOf(element);
  const bounded = L.clampIndex(index, type.isArray ? type.length : type.cols);
  const step = size === 1 ? bounded : b.op('UMUL', 1, bounded, b.ints(size));
  return load(L, { kind: 'slots', type: element, store, slot: 0, indirect: b.address(step), vertex: null, parts: null, chosen: null });
};

const chooseComponent = (L: Lowering, src: Src, count: number, index: Src): Src => {
  const { b } = L;
  let result = scalar(src, 0);
  for (let i = 1; i < count; i++) {
    const is = b.op('USEQ', 1, index, b.ints(i));
    result = b.op('UCMP', 1, scalar(is, 0), scalar(src, i), result);
  }
  return result;
};

/** A value in registers that can be indexed; constants are put there once, at the start. */
const constantArray = (L: Lowering, value: Value): Store => {
  const { b } = L;
  const constant = value.slots.every((src) => src.file === 'IMM');
  const key = value.slots as unknown as readonly number[];
  const known = constant ? L.constants.get(key) : undefined;
  if (known !== undefined) return known;
  const base = b.array(value.slots.length);
  const words = slotWords(value.type);
  const fill = (): void => {
    value.slots.forEach((src, i) => b.move(destination('TEMP', base + i, firstMask(words[i] ?? 4)), src));
  };
  if (constant) L.early(fill);
  else fill();
  const store = tempStore(base, base);
  if (constant) L.constants.set(key, store);
  return store;
};

const registerOf = (L: Lowering, ref: Extract<Ref, { kind: 'slots' }>, slot: number): Src => {
  const { store, vertex } = ref;
  let dimension = store.buffer;
  let dimensionIndirect: Address | null = null;
  if (store.perVertex) {
    if (vertex === null) return L.b.fail('an array of vertices is used as a whole');
    dimension = vertex.index;
    dimensionIndirect = vertex.indirect;
  }
  return { ...source(store.file, store.base + ref.slot + slot), dimension, dimensionIndirect, indirect: ref.indirect, array: store.array };
};

/** Reads a place. What variables index is copied at once; the rest is named, not copied. */
export const load = (L: Lowering, ref: Ref): Value => {
  const { b } = L;
  switch (ref.kind) {
    case 'value':
      return ref.value;
    case 'opaque':
      return { type: ref.type, slots: [] };
    case 'memory': {
      if (ref.chosen !== null) {
        const whole = load(L, { ...ref, type: numberType(ref.type.base, ref.parts?.length ?? 4), chosen: null });
        return chooseElement(L, whole, ref.chosen);
      }
      return readMemory(L, ref);
    }
    default:
  }
  if (ref.store.perVertex && ref.vertex === null) return loadVertices(L, ref);
  if (ref.store.packed && ref.type.isArray) {
    const slots = Array.from({ length: ref.type.length }, (_, i) => load(L, elementRef(L, ref, i)).slots[0] as Src);
    return { type: ref.type, slots };
  }
  if (ref.chosen !== null) {
    const rows = ref.parts?.length ?? 4;
    const whole = load(L, { ...ref, type: numberType(ref.type.base, Math.max(2, rows)), chosen: null });
    return chooseElement(L, whole, ref.chosen);
  }
  if (hasPacked(ref)) {
    // Members that nobody names are not there.
    const absent = (type: Type): Src[] => Array.from({ length: slotsOf(type) }, () => b.ints(0));
    return {
      type: ref.type,
      slots: ref.type.fields.flatMap((field, i) =>
        ref.store.present?.has(i) === false ? absent(field.type) : [...load(L, fieldRef(ref, i)).slots],
      ),
    };
  }
  const words = slotWords(ref.type);
  if (ref.parts !== null) return loadParts(L, ref);
  const slots = words.map((count, slot) => {
    let src = registerOf(L, ref, slot);
    const { component } = ref.store;
    if (component > 0)
      src = pick(
        src,
        [0, 1, 2, 3].map((i) => Math.min(3, i + component)),
      );
    if (src.indirect !== null || src.dimensionIndirect !== null) return b.copy(src, count);
    return count < 4 ? pick(src, [0, 1, 2, 3].slice(0, count)) : src;
  });
  return { type: ref.type, slots };
};

/** Whether it is a gl_PerVertex as it comes from the stage before: distances lie four in a register there. */
const hasPacked = (ref: Ref): boolean =>
  ref.kind === 'slots' && ref.type.name === 'gl_PerVertex' && ref.type.kind === 'block' && ref.store.file !== 'TEMP';

const loadParts = (L: Lowering, ref: Extract<Ref, { kind: 'slots' }>): Value => {
  const { b } = L;
  const parts = ref.parts ?? [];
  const { component } = ref.store;
  if (ref.type.base !== 'double') {
    const src = pick(
      registerOf(L, ref, 0),
      parts.map((part) => part + component),
    );
    return { type: ref.type, slots: [src.indirect !== null || src.dimensionIndirect !== null ? b.copy(src, parts.length) : src] };
  }
  const register = (slot: number): Src => {
    const src = registerOf(L, ref, slot);
    return src.indirect !== null || src.dimensionIndirect !== null ? b.copy(src, 4) : src;
  };
  const highest = Math.max(...parts);
  const slots = highest > 1 ? [register(0), register(1)] : [register(0)];
  const value: Value = { type: numberType('double', highest + 1), slots };
  return { type: ref.type, slots: gatherDoubles(L, value, parts) };
};

/** Doubles picked from a vector, in registers as a vector of them lies. */
export const gatherDoubles = (L: Lowering, value: Value, parts: readonly number[]): Src[] => {
  const { b } = L;
  const slots: Src[] = [];
  for (let i = 0; i < parts.length; i += 2) {
    const first = doublePart(value, parts[i] ?? 0);
    if (i + 1 >= parts.length) {
      slots.push(first);
      continue;
    }
    const register = b.temps(1);
    b.emit('MOV', destination('TEMP', register, 3), [first]);
    b.emit('MOV', destination('TEMP', register, 12), [doublePart(value, parts[i + 1] ?? 0)]);
    slots.push(source('TEMP', register));
  }
  return slots;
};

const loadVertices = (L: Lowering, ref: Extract<Ref, { kind: 'slots' }>): Value => {
  const slots: Src[] = [];
  for (let i = 0; i < ref.type.length; i++) slots.push(...load(L, elementRef(L, ref, i)).slots);
  return { type: ref.type, slots };
};

const targetOf = (L: Lowering, ref: Extract<Ref, { kind: 'slots' }>, slot: number, mask: number): Dst => {
  const src = registerOf(L, ref, slot);
  return {
    ...destination(src.file, src.index, mask),
    dimension: src.dimension,
    dimensionIndirect: src.dimensionIndirect,
    indirect: src.indirect,
    array: src.array,
  };
};

/** Writes a place. */
export const store = (L: Lowering, ref: Ref, value: Value): void => {
  const { b } = L;
  if (ref.kind === 'memory') {
    if (ref.chosen !== null) storeChosenMemory(L, ref, ref.chosen, value);
    else writeMemory(L, ref, value);
    return;
  }
  if (ref.kind !== 'slots') return b.fail('a value is assigned to');
  if (ref.store.packed && ref.type.isArray) {
    for (let i = 0; i < ref.type.length; i++) store(L, elementRef(L, ref, i), { type: T.float, slots: [value.slots[i] as Src] });
    return;
  }
  if (ref.store.perVertex && ref.vertex === null) {
    const element = elementOf(ref.type);
    const size = slotsOf(element);
    for (let i = 0; i < ref.type.length; i++)
      store(L, elementRef(L, ref, i), { type: element, slots: value.slots.slice(i * size, (i + 1) * size) });
    return;
  }
  if (ref.chosen !== null) return storeChosen(L, ref, ref.chosen, value);
  if (hasPacked(ref)) {
    ref.type.fields.forEach((field, i) => {
      if (ref.store.present?.has(i) === false) return;
      const from = slotOfField(ref.type, i);
      store(L, fieldRef(ref, i), { type: field.type, slots: value.slots.slice(from, from + slotsOf(field.type)) });
    });
    return;
  }
  const { component } = ref.store;
  if (ref.type.base === 'double' && ref.type.kind === 'number') return storeDoubles(L, ref, value);
  if (ref.parts !== null) {
    storeParts(
      L,
      targetOf(L, ref, 0, 15),
      ref.parts.map((part) => part + component),
      value.slots[0] as Src,
    );
    return;
  }
  const words = slotWords(ref.type);
  // Written one after another: what is read must not be what was written just before.
  const slots = words.length > 1 ? safeSlots(L, ref, value, words) : value.slots;
  words.forEach((count, slot) => {
    const mask = (firstMask(count) << component) & 15;
    b.move(targetOf(L, ref, slot, mask), slots[slot] as Src);
  });
};

/** Copies of registers that the place itself overlaps. */
const safeSlots = (L: Lowering, ref: Extract<Ref, { kind: 'slots' }>, value: Value, words: readonly number[]): readonly Src[] => {
  const from = ref.store.base + ref.slot;
  const to = from + words.length;
  return value.slots.map((src, i) =>
    src.file === ref.store.file && src.index >= from && src.index < to && src.index !== from + i ? L.b.copy(src, words[i] ?? 4) : src,
  );
};

const storeParts = (L: Lowering, dst: Dst, parts: readonly number[], src: Src): void => {
  // Component i of the value goes to parts[i]; masks are in order of components.
  let mask = 0;
  for (const part of parts) mask |= 1 << part;
  const order: number[] = [];
  for (let c = 0; c < 4; c++) if ((mask >> c) & 1) order.push(parts.indexOf(c));
  L.b.move({ ...dst, mask }, pick(src, order));
};

const storeDoubles = (L: Lowering, ref: Extract<Ref, { kind: 'slots' }>, value: Value): void => {
  const { b } = L;
  const { type } = ref;
  if (ref.parts === null) {
    const words = slotWords(type);
    const slots = words.length > 1 ? safeSlots(L, ref, value, words) : value.slots;
    words.forEach((count, slot) => b.move(targetOf(L, ref, slot, (firstMask(count) << ref.store.component) & 15), slots[slot] as Src));
    return;
  }
  const held = value.slots.map((src) =>
    src.file === 'TEMP' && ref.store.file === 'TEMP' && ref.parts !== null && ref.parts.length > 1 ? b.copy(src, 4) : src,
  );
  ref.parts.forEach((part, i) => {
    const src = doublePart({ type, slots: held }, i);
    b.emit('MOV', targetOf(L, ref, part >> 1, (part & 1) === 0 ? 3 : 12), [src]);
  });
};

/** `v[i] = x`: every component keeps what it has unless it is the one. */
const storeChosen = (L: Lowering, ref: Extract<Ref, { kind: 'slots' }>, index: Src, value: Value): void => {
  const { b } = L;
  const double = ref.type.base === 'double';
  const count = ref.parts?.length ?? 4;
  for (let i = 0; i < count; i++) {
    const part = ref.parts?.[i] ?? i;
    const one: Ref = { ...ref, parts: [part], chosen: null };
    const is = b.op('USEQ', 1, index, b.ints(i));
    if (double) {
      const before = load(L, one).slots[0] as Src;
      store(L, one, { type: ref.type, slots: [b.op('UCMP', 2, scalar(is, 0), value.slots[0] as Src, before)] });
    } else if (ref.store.file === 'OUT') {
      // Outputs that all invocations see are written only where they are meant.
      b.emit('UIF', null, [scalar(is, 0)]);
      store(L, one, value);
      b.emit('ENDIF', null, []);
    } else {
      const before = load(L, one).slots[0] as Src;
      store(L, one, { type: ref.type, slots: [b.op('UCMP', 1, scalar(is, 0), value.slots[0] as Src, before)] });
    }
  }
};

const storeChosenMemory = (L: Lowering, ref: Extract<Ref, { kind: 'memory' }>, index: Src, value: Value): void => {
  const { b } = L;
  ref.parts?.forEach((part, i) => {
    b.emit('UIF', null, [b.op('USEQ', 1, index, b.ints(i))]);
    writeMemory(L, { ...ref, parts: [part], chosen: null }, value);
    b.emit('ENDIF', null, []);
  });
};

/** The length of the array that ends a storage block. */
export const runtimeLength = (L: Lowering, expr: Expr): Src => {
  const ref = refOf(L, expr);
  // Arrays that got their size from their use know it by now.
  if (ref.type.length > 0) return L.b.ints(ref.type.length);
  if (ref.kind !== 'memory') return L.b.fail('this array has no length');
  return memoryLength(L, ref);
};

/** The sampler, image or counter that an expression names. */
export const opaqueRef = (L: Lowering, expr: Expr): Extract<Ref, { kind: 'opaque' }> => {
  const ref = refOf(L, expr);
  return ref.kind === 'opaque' ? ref : L.b.fail('this is no sampler, image or counter');
};

/** The slots that an opaque thing may be. */
export const slotsReached = ({ index, steps = [] }: Extract<Ref, { kind: 'opaque' }>): number[] =>
  steps.reduce(
    (slots, [count, step]) => slots.flatMap((slot) => Array.from({ length: Math.max(1, count) }, (_, i) => slot + i * step)),
    [index],
  );

/** Sets all of a variable to zero; those too large for that keep what they hold. */
export const clearStore = (L: Lowering, held: Store, type: Type): void => {
  const words = slotWords(type);
  if (words.length > 256 || held.file !== 'TEMP') return;
  words.forEach((count, slot) => L.b.emit('MOV', destination('TEMP', held.base + slot, firstMask(count)), [L.b.ints(0)]));
};
