/**
 * Storage buffers and shared memory: arrays of words.
 *
 * TGSI counts bytes, of which the lowest two bits mean nothing here. A buffer has its length from the host, which keeps accesses inside
 * it in robust contexts; elsewhere `clampStorage` does. Shared memory has no such guard on some hosts, so its index is clamped, and it starts as zeros: hosts leave there
 * what the program before had.
 *
 * Words are uint, or int where signed minima and maxima are all the ordering there is. What GLSL has no function for (the other
 * signedness, sums of floats, wrapping counts) is a loop around compare-and-swap; the loop starts from a guess, so it needs no load.
 */
import type { Destination, Instruction, Register, Source } from '../../ir/instruction.ts';
import type { MemoryUse } from '../../passes/memory-uses.ts';
import { limits } from '../../limits.ts';
import { type Elements, groupSlots, mayIndex, withElement } from './elements.ts';
import { convert, maskComponents, type Stored, typeName, vector } from './value.ts';
import type { Writer } from './writer.ts';

type Words = Elements & { readonly kind: 'u' | 'i' };

type Parts = { readonly blocks: readonly Words[]; readonly shared: Words | null; readonly sharedWords: number };

const states = new WeakMap<Writer, Parts>();

const kindOf = ({ signedOrder, unsignedOrder }: MemoryUse): 'u' | 'i' => (signedOrder && !unsignedOrder ? 'i' : 'u');

const wordType = (w: Writer, kind: 'u' | 'i'): string => `${w.req.essl ? 'highp ' : ''}${typeName(kind, 1)}`;

const declareBlock = (w: Writer, first: number, last: number, uses: readonly MemoryUse[], array: boolean): Words => {
  const some = (key: keyof MemoryUse): boolean => uses.some((use) => use[key]);
  const kind = some('signedOrder') && !some('unsignedOrder') ? 'i' : 'u';
  const reads = some('reads');
  const writes = some('writes');
  const binding = (w.options.storageBase ?? 0) + first;
  const block = `${w.prefix}_b${first}`;
  const name = `${w.prefix}_d${first}`;
  const access = reads === writes ? '' : reads ? 'readonly ' : 'writeonly ';
  const restrict = uses.every((use) => use.restrict);
  const memory = `${some('coherent') ? 'coherent ' : ''}${some('volatile') ? 'volatile ' : ''}${restrict ? 'restrict ' : ''}${access}`;
  const brackets = array ? `[${last - first + 1}]` : '';
  w.head.add(`layout(std430, binding = ${binding}) ${memory}buffer ${block} { ${wordType(w, kind)} words[]; } ${name}${brackets};`);
  for (let slot = first; slot <= last; slot++)
    w.storageBlocks.push({
      slot,
      name: array ? `${block}[${slot - first}]` : block,
      binding: binding + slot - first,
      writes,
    });
  return { name, first, last, array, kind };
};

/** Declares the buffers that the program uses. */
export const setupStorage = (w: Writer, buffers: ReadonlyMap<number, MemoryUse>, shared: MemoryUse | null): void => {
  const slots = [...buffers.keys()].sort((a, b) => a - b);
  if (slots.length > 0) {
    w.req.need('storageBuffers', 'storage buffers');
    w.req.need('layoutBinding', 'storage buffers');
    if (w.req.version < 150) w.fail(`storage buffers in ${w.req.name()}`);
  }
  const isIndirect = (slot: number): boolean => buffers.get(slot)?.indirect === true;
  const blocks = groupSlots(slots, (a, b) => isIndirect(a) && isIndirect(b)).map(({ first, last }) => {
    const uses = slots.filter((slot) => slot >= first && slot <= last).map((slot) => buffers.get(slot) as MemoryUse);
    return declareBlock(w, first, last, uses, isIndirect(first));
  });
  const bytes = w.options.sharedBytes ?? 0;
  const words = Math.ceil(bytes / 4);
  if (shared !== null) {
    if (!(bytes > 0) || bytes > limits.sharedBytes) w.fail(`${bytes} bytes of shared memory`);
    const kind = kindOf(shared);
    const zero = kind === 'u' ? '0u' : '0';
    w.head.add(`shared ${wordType(w, kind)} cs_shared[${words}];`);
    const threads = (w.module.info.workgroup ?? [1, 1, 1]).reduce((a, b) => a * b);
    w.prolog.add(`for (uint i = gl_LocalInvocationIndex; i < ${words}u; i += ${threads}u) cs_shared[i] = ${zero};`);
    w.prolog.add('memoryBarrierShared();');
    w.prolog.add('barrier();');
  }
  const sharedElements: Words | null =
    shared === null ? null : { name: 'cs_shared', first: 0, last: 0, array: false, kind: kindOf(shared) };
  states.set(w, { blocks, shared: sharedElements, sharedWords: shared === null ? 0 : words });
};

/** Bytes of shared memory declared. */
export const sharedBytesOf = (w: Writer): number => (states.get(w)?.sharedWords ?? 0) * 4;

/** A place in an array of words: an index for each word that follows. */
type Place = (word: number) => string;

/** The last word that may be named: a number, an expression, or null where the host sees to it. */
type Last = number | string | null;

/** Writes `emit` with the place that a byte address names; the address is evaluated once. */
const at = (w: Writer, address: Source, last: Last, many: boolean, emit: (place: Place) => void): void => {
  const clamp = (text: string): string => (last === null ? text : `min(${text}, ${typeof last === 'number' ? `${last}u` : last})`);
  const bits = w.immediateBits(address, 0);
  if (bits !== null) {
    const first = bits >>> 2;
    emit((word) => (typeof last === 'number' ? `${Math.min(first + word, last)}u` : clamp(`${first + word}u`)));
    return;
  }
  const text = `${w.read(address, 'u', [0])} >> 2`;
  if (!many) {
    emit(() => clamp(text));
    return;
  }
  w.body.open('{');
  w.body.add(`uint at = ${text};`);
  emit((word) => clamp(word === 0 ? 'at' : `at + ${word}u`));
  w.body.close('}');
};

const load = (w: Writer, inst: Instruction, { kind }: Words, array: string, last: Last): void => {
  const written = maskComponents((inst.dst[0] as Destination).mask);
  at(w, inst.src[1] as Source, last, written.length > 1, (place) =>
    w.assign(
      inst,
      kind,
      vector(
        kind,
        written.map((c) => `${array}[${place(c)}]`),
      ),
    ),
  );
};

const store = (w: Writer, inst: Instruction, { kind }: Words, array: string, last: Last): void => {
  const written = maskComponents((inst.dst[0] as Destination).mask);
  at(w, inst.src[0] as Source, last, written.length > 1, (place) => {
    for (const c of written) w.body.add(`${array}[${place(c)}] = ${w.read(inst.src[1] as Source, kind, [c])};`);
  });
};

/* prettier-ignore */
const functions: Readonly<Record<string, string>> = {
  ATOMUADD: 'atomicAdd', ATOMXCHG: 'atomicExchange', ATOMAND: 'atomicAnd', ATOMOR: 'atomicOr', ATOMXOR: 'atomicXor',
  ATOMUMIN: 'atomicMin', ATOMIMIN: 'atomicMin', ATOMUMAX: 'atomicMax', ATOMIMAX: 'atomicMax', ATOMCAS: 'atomicCompSwap',
};

/** The new word from `seen` and the operand, for what has no function; all uint. */
const steps: Readonly<Record<string, (value: string) => string>> = {
  ATOMIMIN: (value) => `uint(min(int(seen), int(${value})))`,
  ATOMIMAX: (value) => `uint(max(int(seen), int(${value})))`,
  ATOMFADD: (value) => `floatBitsToUint(uintBitsToFloat(seen) + ${value})`,
  ATOMINC_WRAP: (value) => `seen >= ${value} ? 0u : seen + 1u`,
  ATOMDEC_WRAP: (value) => `seen == 0u || seen > ${value} ? ${value} : seen - 1u`,
};

/** Turns of a compare-and-swap loop; each that fails means that another thread got on. */
const mostTurns = 1 << 16;

const atomic = (w: Writer, inst: Instruction, { kind }: Words, array: string, last: Last): void => {
  const { op } = inst;
  const sources = inst.src.slice(2);
  const direct = functions[op];
  const fits = direct !== undefined && (kind === 'i' ? true : op !== 'ATOMIMIN' && op !== 'ATOMIMAX');
  if (fits) {
    at(w, inst.src[1] as Source, last, false, (place) => {
      const data = sources.map((src) => w.read(src, kind, [0]));
      w.assignScalar(inst, kind, `${direct}(${array}[${place(0)}], ${data.join(', ')})`);
    });
    return;
  }
  const step = steps[op] ?? w.fail(`${op} on a buffer`);
  at(w, inst.src[1] as Source, last, true, (place) => {
    const valueKind: Stored = op === 'ATOMFADD' ? 'f' : 'u';
    w.body.add(`${typeName(valueKind, 1)} value = ${w.read(sources[0] as Source, valueKind, [0])};`);
    w.body.add('uint seen = 0u;');
    w.body.open(`for (int turn = 0; turn < ${mostTurns}; turn++) {`);
    const word = (text: string): string => convert(text, 'u', kind, 1);
    w.body.add(`uint next = ${step('value')};`);
    w.body.add(`uint was = ${convert(`atomicCompSwap(${array}[${place(0)}], ${word('seen')}, ${word('next')})`, kind, 'u', 1)};`);
    w.body.add('if (was == seen) break;');
    w.body.add('seen = was;');
    w.body.close('}');
    w.assignScalar(inst, 'u', 'seen');
  });
};

/** Writes an instruction on a storage buffer or shared memory; the operand is `register`. */
export const writeStorage = (w: Writer, inst: Instruction, register: Register): void => {
  const state = states.get(w) ?? w.fail('no memory is declared');
  const one = (words: Words, array: string, last: Last): void => {
    if (inst.op === 'LOAD') load(w, inst, words, array, last);
    else if (inst.op === 'STORE') store(w, inst, words, array, last);
    else if (inst.op === 'RESQ') w.assignScalar(inst, 'i', `${array}.length() << 2`);
    else atomic(w, inst, words, array, last);
  };
  if (register.file === 'MEMORY') {
    const { shared, sharedWords } = state;
    if (shared === null) w.fail('no shared memory is declared');
    else one(shared, shared.name, sharedWords - 1);
    return;
  }
  const dynamic = register.index.indirect !== null && mayIndex(w);
  withElement(w, state.blocks, register.index, dynamic, (words, text) => {
    const array = `${text}.words`;
    one(words as Words, array, w.options.clampStorage === true ? `uint(${array}.length() - 1)` : null);
  });
};
