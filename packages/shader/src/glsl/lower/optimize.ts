/**
 * Passes over the lower form: copies are seen through, what nobody reads is dropped, registers are shared.
 *
 * Virtual registers that are written once, whole, by a MOV from something that never changes (constants, inputs, immediates) are
 * replaced by it. Everything else is left to the host's compiler, which sees the program again.
 */
import { type Address, type Code, flowOps, partOf, type Src, type TempArray } from './code.ts';

/** Opcodes with effects besides their destination. */
const isKept = (code: Code): boolean =>
  code.dst === null || code.dst.file !== 'TEMP' || code.op.startsWith('ATOM') || code.op === 'STORE' || flowOps.has(code.op);

const eachAddress = (code: Code, visit: (address: Address) => void): void => {
  for (const operand of [...code.src, ...(code.dst === null ? [] : [code.dst]), ...(code.second === null ? [] : [code.second])]) {
    if (operand.indirect !== null) visit(operand.indirect);
    if (operand.dimensionIndirect !== null) visit(operand.dimensionIndirect);
  }
};

/** Components that an instruction reads of a source, as far as its opcode says; all that its swizzle names otherwise. */
const readParts = (code: Code, src: Src, i: number): number => {
  let mask = 15;
  if (code.dst !== null && eachOps.has(code.op) && i >= 0) mask = code.dst.mask;
  else if (scalarOps.has(code.op)) mask = 1;
  else if (code.op === 'DP2') mask = 3;
  else if (code.op === 'DP3') mask = 7;
  let parts = 0;
  for (let c = 0; c < 4; c++) if ((mask >> c) & 1) parts |= 1 << partOf(src.swizzle, c);
  return parts;
};

/* prettier-ignore */
const eachOps = new Set([
  'MOV', 'ADD', 'MUL', 'MAD', 'FMA', 'DIV', 'MIN', 'MAX', 'FRC', 'FLR', 'CEIL', 'ROUND', 'TRUNC', 'SSG', 'LRP', 'FSEQ', 'FSNE', 'FSLT', 'FSGE',
  'F2I', 'F2U', 'I2F', 'U2F', 'UADD', 'UMUL', 'IMUL_HI', 'UMUL_HI', 'IDIV', 'UDIV', 'MOD', 'UMOD', 'INEG', 'IABS', 'ISSG', 'IMAX', 'IMIN', 'UMAX', 'UMIN',
  'ISGE', 'ISLT', 'USEQ', 'USGE', 'USLT', 'USNE', 'UCMP', 'NOT', 'AND', 'OR', 'XOR', 'SHL', 'ISHR', 'USHR', 'IBFE', 'UBFE', 'BFI', 'BREV', 'POPC', 'LSB', 'IMSB', 'UMSB', 'LDEXP',
]);
const scalarOps = new Set(['RCP', 'RSQ', 'SQRT', 'EX2', 'LG2', 'POW', 'COS', 'SIN', 'UIF', 'IF']);

/** How often each component of each register is read. */
class Reads {
  readonly #counts: Int32Array;
  readonly #arrays: Map<number, number> = new Map();

  constructor(registers: number) {
    this.#counts = new Int32Array(registers * 4);
  }

  #add(register: number, parts: number, by: number): void {
    for (let c = 0; c < 4; c++) if ((parts >> c) & 1) this.#counts[register * 4 + c] = (this.#counts[register * 4 + c] ?? 0) + by;
  }

  /** Counts what an instruction reads, or takes it back. */
  count(code: Code, by: 1 | -1): void {
    for (let i = 0; i < code.src.length; i++) {
      const src = code.src[i] as Src;
      if (src.file === 'TEMP') {
        if (src.indirect !== null) this.#arrays.set(src.array, (this.#arrays.get(src.array) ?? 0) + by);
        else this.#add(src.index, readParts(code, src, i), by);
      }
      this.#address(src.indirect, by);
      this.#address(src.dimensionIndirect, by);
    }
    for (const src of code.offsets) if (src.file === 'TEMP') this.#add(src.index, 15, by);
    this.#address(code.dst?.indirect ?? null, by);
    this.#address(code.dst?.dimensionIndirect ?? null, by);
  }

  #address(address: Address | null, by: number): void {
    if (address !== null) this.#add(address.register, 1 << address.component, by);
  }

  /** Components that somebody reads. */
  of(register: number): number {
    let mask = 0;
    for (let c = 0; c < 4; c++) if ((this.#counts[register * 4 + c] ?? 0) > 0) mask |= 1 << c;
    return mask;
  }

  /** Whether a variable chooses among an array's registers somewhere. */
  ofArray(base: number): boolean {
    return (this.#arrays.get(base) ?? 0) > 0;
  }
}

/** Removes instructions whose results nobody reads; masks shrink to what is read. Backwards, so that chains go at once. */
export const dropDead = (code: readonly Code[], registers: number, arrays: readonly TempArray[]): Code[] => {
  const arrayOf = new Int32Array(registers).fill(-1);
  const sizes = new Map<number, number>();
  for (const { base, size } of arrays) {
    arrayOf.fill(base, base, base + size);
    sizes.set(base, size);
  }
  const reads = new Reads(registers);
  for (const one of code) reads.count(one, 1);
  const live = (register: number): number => {
    const base = arrayOf[register] ?? -1;
    return base >= 0 && reads.ofArray(base) ? 15 : reads.of(register);
  };
  const anyOf = (base: number): boolean => {
    if (reads.ofArray(base)) return true;
    for (let i = base; i < base + (sizes.get(base) ?? 0); i++) if (reads.of(i) !== 0) return true;
    return false;
  };
  let list = code;
  for (let round = 0; round < 4; round++) {
    const kept: Code[] = [];
    let removed = false;
    for (let i = list.length - 1; i >= 0; i--) {
      const one = list[i] as Code;
      const { dst } = one;
      if (dst === null || isKept(one)) {
        kept.push(one);
        continue;
      }
      const wanted = dst.indirect !== null ? (anyOf(dst.array) ? dst.mask : 0) : live(dst.index) & dst.mask;
      const second = one.second !== null && live(one.second.index) !== 0;
      if (wanted === 0 && !second) {
        reads.count(one, -1);
        removed = true;
        continue;
      }
      // Whole vectors stay where the opcode looks at them as such (doubles, textures).
      if (wanted !== dst.mask && dst.indirect === null && eachOps.has(one.op)) {
        reads.count(one, -1);
        one.dst = { ...dst, mask: wanted };
        reads.count(one, 1);
      }
      kept.push(one);
    }
    const before = kept.length;
    list = dropEmpty(kept.reverse(), reads);
    if (!removed && list.length === before) break;
  }
  return [...list];
};

/** `UIF ENDIF` with nothing inside, and `ELSE` before its `ENDIF`. */
const dropEmpty = (code: readonly Code[], reads: Reads): Code[] => {
  const out: Code[] = [];
  for (const one of code) {
    if (one.op === 'ENDIF') {
      if (out.at(-1)?.op === 'ELSE') out.pop();
      const condition = out.at(-1);
      if (condition?.op === 'UIF') {
        out.pop();
        reads.count(condition, -1);
        continue;
      }
    }
    out.push(one);
  }
  return out;
};

/** Sources that mean the same wherever they stand. */
const unchanging = (src: Src): boolean =>
  (src.file === 'CONST' || src.file === 'IMM' || src.file === 'IN' || src.file === 'SV') &&
  src.indirect === null &&
  src.dimensionIndirect === null;

/** Replaces registers that are copies of what never changes. */
export const forwardCopies = (code: readonly Code[], registers: number, arrays: readonly TempArray[]): void => {
  const writes = new Int32Array(registers);
  const inArray = new Uint8Array(registers);
  for (const { base, size } of arrays) inArray.fill(1, base, base + size);
  for (const one of code) {
    for (const dst of [one.dst, one.second]) if (dst !== null && dst.file === 'TEMP') writes[dst.index] = (writes[dst.index] ?? 0) + 1;
  }
  const copies = new Map<number, Code>();
  for (const one of code) {
    const { dst } = one;
    if (one.op !== 'MOV' || one.saturate || dst === null || dst.file !== 'TEMP' || dst.indirect !== null || inArray[dst.index] === 1)
      continue;
    if (writes[dst.index] === 1 && unchanging(one.src[0] as Src)) copies.set(dst.index, one);
  }
  if (copies.size === 0) return;
  for (const one of code) {
    for (let i = 0; i < one.src.length; i++) {
      const src = one.src[i] as Src;
      if (src.file !== 'TEMP' || src.indirect !== null) continue;
      const copy = copies.get(src.index);
      const from = copy?.src[0];
      if (copy === undefined || from === undefined || copy === one) continue;
      // Inputs are read by what interpolates them; there and in other special places the register stays.
      if (one.op.startsWith('INTERP') || one.op.startsWith('DDX') || one.op.startsWith('DDY')) continue;
      if ((from.negate || from.absolute) && (src.negate || src.absolute || !eachOps.has(one.op) || one.op === 'UCMP')) continue;
      if (from.negate || from.absolute) continue;
      const mask = (copy.dst as { readonly mask: number }).mask;
      let swizzle = 0;
      let fits = true;
      for (let c = 0; c < 4; c++) {
        const part = partOf(src.swizzle, c);
        if (((mask >> part) & 1) === 0 && (readParts(one, src, i) >> part) & 1) fits = false;
        swizzle |= partOf(from.swizzle, part) << (2 * c);
      }
      if (fits) one.src[i] = { ...from, swizzle, negate: src.negate, absolute: src.absolute };
    }
  }
};

/** Within straight code: what is a copy of another register is read from there, as long as both keep their values. */
export const forwardLocal = (code: readonly Code[], registers: number, arrays: readonly TempArray[]): void => {
  const inArray = new Uint8Array(registers);
  for (const { base, size } of arrays) inArray.fill(1, base, base + size);
  // Component c of register r is component `part` of `register`: packed as register * 4 + part, -1 for none.
  const from = new Int32Array(registers * 4).fill(-1);
  const copies = new Set<number>();
  const dependents = new Map<number, Set<number>>();
  const clear = (): void => {
    for (const register of copies) from.fill(-1, register * 4, register * 4 + 4);
    copies.clear();
    dependents.clear();
  };
  const written = (register: number, mask: number): void => {
    for (let c = 0; c < 4; c++) if ((mask >> c) & 1) from[register * 4 + c] = -1;
    for (const other of dependents.get(register) ?? [])
      for (let c = 0; c < 4; c++) {
        const source = from[other * 4 + c] ?? -1;
        if (source >= 0 && source >> 2 === register && (mask >> (source & 3)) & 1) from[other * 4 + c] = -1;
      }
  };
  for (const one of code) {
    for (let i = 0; i < one.src.length && copies.size > 0; i++) {
      const src = one.src[i] as Src;
      if (src.file !== 'TEMP' || src.indirect !== null || !copies.has(src.index)) continue;
      const parts = readParts(one, src, i);
      let register = -1;
      let fits = true;
      for (let part = 0; part < 4 && fits; part++) {
        if (((parts >> part) & 1) === 0) continue;
        const source = from[src.index * 4 + part] ?? -1;
        fits = source >= 0 && (register < 0 || register === source >> 2);
        register = source >> 2;
      }
      if (!fits || register < 0) continue;
      let swizzle = 0;
      for (let c = 0; c < 4; c++) {
        const source = from[src.index * 4 + partOf(src.swizzle, c)] ?? -1;
        swizzle |= (source >= 0 && source >> 2 === register ? source & 3 : 0) << (2 * c);
      }
      one.src[i] = { ...src, index: register, swizzle };
    }
    if (one.op === 'ELSE' || one.op === 'ENDIF' || one.op === 'BGNLOOP' || one.op === 'ENDLOOP') clear();
    for (const dst of [one.dst, one.second]) if (dst !== null && dst.file === 'TEMP' && dst.indirect === null) written(dst.index, dst.mask);
    const { dst } = one;
    const [src] = one.src;
    if (one.op !== 'MOV' || one.saturate || dst === null || src === undefined || dst.file !== 'TEMP' || src.file !== 'TEMP') continue;
    if (dst.indirect !== null || src.indirect !== null || src.negate || src.absolute || dst.index === src.index) continue;
    if (inArray[dst.index] === 1 || inArray[src.index] === 1) continue;
    for (let c = 0; c < 4; c++) if ((dst.mask >> c) & 1) from[dst.index * 4 + c] = src.index * 4 + partOf(src.swizzle, c);
    copies.add(dst.index);
    const list = dependents.get(src.index);
    if (list === undefined) dependents.set(src.index, new Set([dst.index]));
    else list.add(dst.index);
  }
};

type Range = { first: number; last: number };

/** First and last use of each register, widened over the loops that it lives through. */
const lifetimes = (code: readonly Code[], registers: number): (Range | null)[] => {
  const ranges: (Range | null)[] = Array.from({ length: registers }, () => null);
  const loops: { readonly from: number; to: number }[] = [];
  const open: number[] = [];
  code.forEach((one, at) => {
    if (one.op === 'BGNLOOP') {
      open.push(loops.length);
      loops.push({ from: at, to: at });
    } else if (one.op === 'ENDLOOP') (loops[open.pop() ?? 0] as { to: number }).to = at;
    const touch = (register: number): void => {
      const range = ranges[register];
      if (range === null || range === undefined) ranges[register] = { first: at, last: at };
      else range.last = at;
    };
    for (const src of [...one.src, ...one.offsets]) if (src.file === 'TEMP') touch(src.index);
    for (const dst of [one.dst, one.second]) if (dst !== null && dst.file === 'TEMP') touch(dst.index);
    eachAddress(one, ({ register }) => touch(register));
  });
  // Used inside a loop and outside of it, or inside before it is written: alive in all of the loop. Innermost loops first.
  for (const range of ranges) {
    if (range === null) continue;
    for (let i = loops.length - 1; i >= 0; i--) {
      const { from, to } = loops[i] as { readonly from: number; readonly to: number };
      if (range.first < from ? range.last > from && range.last < to : range.last > to && range.first < to) {
        range.first = Math.min(range.first, from);
        range.last = Math.max(range.last, to);
      }
    }
  }
  return ranges;
};

/** Whether a register inside a loop is read before it is written there, so that its value passes from turn to turn. */
const carried = (code: readonly Code[], registers: number): Uint8Array => {
  const out = new Uint8Array(registers);
  // What was surely written since the loop began, by register; nested conditions make no sure writes.
  const stack: { readonly written: Map<number, number>; readonly loop: boolean }[] = [];
  const written = (register: number): number => {
    let mask = 0;
    for (let i = stack.length - 1; i >= 0; i--) {
      mask |= stack[i]?.written.get(register) ?? 0;
      if (stack[i]?.loop === true) break;
    }
    return mask;
  };
  for (const one of code) {
    if (stack.length > 0) {
      const read = (register: number, parts: number): void => {
        if ((parts & ~written(register)) !== 0) out[register] = 1;
      };
      one.src.forEach((src, i) => {
        if (src.file === 'TEMP') read(src.index, readParts(one, src, i));
      });
      for (const src of one.offsets) if (src.file === 'TEMP') read(src.index, 15);
      eachAddress(one, ({ register, component }) => read(register, 1 << component));
      const top = stack.at(-1);
      for (const dst of [one.dst, one.second])
        if (dst !== null && dst.file === 'TEMP' && dst.indirect === null)
          top?.written.set(dst.index, (top.written.get(dst.index) ?? 0) | dst.mask);
    }
    if (one.op === 'BGNLOOP' || one.op === 'UIF' || one.op === 'IF') stack.push({ written: new Map(), loop: one.op === 'BGNLOOP' });
    else if (one.op === 'ELSE') {
      stack.pop();
      stack.push({ written: new Map(), loop: false });
    } else if (one.op === 'ENDLOOP' || one.op === 'ENDIF') stack.pop();
  }
  return out;
};

/** A program with its registers numbered anew: arrays first, then as few others as the lifetimes allow. */
export const allocate = (
  code: readonly Code[],
  registers: number,
  arrays: readonly TempArray[],
): { readonly registers: number; readonly arrays: TempArray[] } => {
  const ranges = lifetimes(code, registers);
  const passed = carried(code, registers);
  const loops: { readonly from: number; readonly to: number }[] = [];
  const open: number[] = [];
  code.forEach((one, at) => {
    if (one.op === 'BGNLOOP') open.push(at);
    else if (one.op === 'ENDLOOP') loops.push({ from: open.pop() ?? 0, to: at });
  });
  const map = new Int32Array(registers).fill(-1);
  const kept: TempArray[] = [];
  let next = 0;
  for (const { base, size } of arrays) {
    let used = false;
    for (let i = base; i < base + size; i++) used ||= ranges[i] !== null && ranges[i] !== undefined;
    if (!used) continue;
    kept.push({ base: next, size });
    for (let i = 0; i < size; i++) map[base + i] = next + i;
    next += size;
  }
  const order: number[] = [];
  for (let i = 0; i < registers; i++) {
    const range = ranges[i];
    if (range === null || range === undefined || map[i] !== -1) continue;
    // What a turn leaves for the next one lives as long as the outermost loop around it.
    if (passed[i] === 1)
      for (const { from, to } of loops)
        if (range.first <= to && range.last >= from) {
          range.first = Math.min(range.first, from);
          range.last = Math.max(range.last, to);
        }
    order.push(i);
  }
  order.sort((a, b) => (ranges[a] as Range).first - (ranges[b] as Range).first);
  const free: number[] = [];
  const active: { readonly register: number; readonly last: number }[] = [];
  for (const i of order) {
    const { first, last } = ranges[i] as Range;
    while (active.length > 0 && (active[0] as { last: number }).last < first) free.push((active.shift() as { register: number }).register);
    const register = free.pop() ?? next++;
    map[i] = register;
    let at = active.length;
    while (at > 0 && (active[at - 1] as { last: number }).last > last) at--;
    active.splice(at, 0, { register, last });
  }
  const address = (one: Address | null): Address | null => (one === null ? null : { ...one, register: map[one.register] ?? 0 });
  for (const one of code) {
    one.src = one.src.map((src) => rename(src, map, address));
    one.offsets = one.offsets.map((src) => rename(src, map, address));
    if (one.dst !== null) one.dst = rename(one.dst, map, address);
    if (one.second !== null) one.second = rename(one.second, map, address);
  }
  return { registers: next, arrays: kept };
};

const rename = <T extends Pick<Src, 'file' | 'index' | 'indirect' | 'dimensionIndirect' | 'array'>>(
  operand: T,
  map: Int32Array,
  address: (one: Address | null) => Address | null,
): T => {
  const temp = operand.file === 'TEMP';
  if (!temp && operand.indirect === null && operand.dimensionIndirect === null) return operand;
  return {
    ...operand,
    index: temp ? (map[operand.index] ?? 0) : operand.index,
    array: temp && operand.array >= 0 ? (map[operand.array] ?? -1) : operand.array,
    indirect: address(operand.indirect),
    dimensionIndirect: address(operand.dimensionIndirect),
  };
};
