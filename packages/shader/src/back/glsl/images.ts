/**
 * Images: declarations, loads, stores, atomics, sizes.
 *
 * GLSL wants to know a format of every image that is read, ESSL of every image, and ESSL lets an image be both read and written in
 * three formats only: there, one unit has two uniforms, of which each does one thing. 1D and rectangle images that a dialect lacks are
 * two-dimensional ones, as it is with samplers.
 */
import type { Destination, Instruction, Register, Source } from '../../ir/instruction.ts';
import type { ImageDecl } from '../../ir/module.ts';
import { textureShapes } from '../../ir/textures.ts';
import type { TextureTarget } from '../../ir/types.ts';
import { imageCandidates, type MemoryUse } from '../../passes/memory-uses.ts';
import { type Elements, groupSlots, mayIndex, withElement } from './elements.ts';
import { imageFormat, isFormatless, kindOfName } from './image-formats.ts';
import type { GlslImage } from './options.ts';
import { maskComponents, type Stored, vector } from './value.ts';
import type { Writer } from './writer.ts';

/** An image, or several in an array. */
type ImageElements = Elements & {
  /** The uniform that is written to: the same, or its twin in ESSL. */
  readonly writeName: string;
  readonly kind: Stored;
  readonly target: TextureTarget;
  /** 1D and RECT as 2D. */
  readonly emulated: boolean;
};

const declared = new WeakMap<Writer, readonly ImageElements[]>();

/** GLSL name of an image type after the kind's letter. */
const typeOf = (target: TextureTarget, emulated: boolean): string => {
  const substitute = emulated ? (target === '1D_ARRAY' ? '2D_ARRAY' : '2D') : target;
  return textureShapes[substitute].sampler.replace('sampler', 'image');
};

const letters = { f: '', i: 'i', u: 'u' } as const;
const kindNames = { f: 'float', i: 'int', u: 'uint' } as const;
const storedOf = { float: 'f', int: 'i', uint: 'u' } as const;

const kindOf = (w: Writer, { index, format }: ImageDecl): Stored => {
  if (isFormatless(format)) return (['f', 'i', 'u'] as const)[w.options.imageKinds?.[index] ?? 0] ?? 'f';
  return storedOf[imageFormat(format)?.kind ?? kindOfName(format)];
};

const emulates = (w: Writer, target: TextureTarget): boolean =>
  (target.startsWith('1D') && !w.req.has('texture1D')) || (target === 'RECT' && !w.req.has('textureRect'));

/** Asks for what a target needs. */
const needTarget = (w: Writer, target: TextureTarget): void => {
  if (target === 'BUFFER') w.req.need('textureBuffer', 'a BUFFER image');
  if (target === 'CUBEARRAY') w.req.need('cubeMapArray', 'a CUBEARRAY image');
  if (target.endsWith('MSAA') && w.req.essl) w.fail(`a ${target} image in ESSL`);
};

/** `r32f`, or '' where none is said and none is needed. */
const formatQualifier = (w: Writer, { index, format }: ImageDecl, use: MemoryUse): string => {
  const row = isFormatless(format) ? null : imageFormat(format);
  if (row !== null) {
    if (!row.es) w.req.need('imageFormats', `IMAGE[${index}] of ${format}`);
    return row.qualifier;
  }
  if (w.req.essl) w.fail(`IMAGE[${index}] without a format in ESSL`);
  if (use.atomics) w.fail(`atomics on IMAGE[${index}] without a format`);
  if (use.reads) w.req.need('imageLoadFormatted', `reading IMAGE[${index}] without a format`);
  return '';
};

const single = new Set(['r32f', 'r32i', 'r32ui']);

/** Declares one image or array, and lists its elements. */
const declare = (w: Writer, first: number, last: number, use: MemoryUse, decl: ImageDecl, array: boolean): ImageElements => {
  const { target, format } = decl;
  const kind = kindOf(w, decl);
  needTarget(w, target);
  const qualifier = formatQualifier(w, decl, use);
  const name = `${w.prefix}_i${first}`;
  const emulated = emulates(w, target);
  // Queries alone need neither; ESSL and images without a format want one.
  const access = use.reads && use.writes ? '' : use.reads ? 'readonly ' : use.writes || w.req.essl || qualifier === '' ? 'writeonly ' : '';
  const twins = w.req.essl && access === '' && !single.has(qualifier);
  if (twins && use.atomics) w.fail(`atomics on IMAGE[${first}] of ${format}`);
  const binding = (w.options.imageBase ?? 0) + first;
  const layout = [qualifier, `binding = ${binding}`].filter((part) => part !== '').join(', ');
  const memory = `${use.coherent ? 'coherent ' : ''}${use.volatile ? 'volatile ' : ''}${use.restrict && !twins ? 'restrict ' : ''}`;
  const type = `${w.req.essl ? 'highp ' : ''}${letters[kind]}${typeOf(target, emulated)}`;
  const brackets = array ? `[${last - first + 1}]` : '';
  const line = (how: string, uniform: string): void =>
    w.head.add(`layout(${layout}) ${memory}${how}uniform ${type} ${uniform}${brackets};`);
  if (twins) {
    line('readonly ', name);
    line('writeonly ', `${name}w`);
  } else line(access, name);
  for (let i = first; i <= last; i++) {
    const image: GlslImage = {
      index: i,
      name: array ? `${name}[${i - first}]` : name,
      binding: binding + i - first,
      target,
      emulated: emulated ? '2d' : '',
      kind: kindNames[kind],
      format: isFormatless(format) ? '' : format,
      reads: use.reads,
      writes: use.writes,
    };
    w.images.push(image);
  }
  return { name, writeName: twins ? `${name}w` : name, first, last, array, kind, target, emulated };
};

const merged = (uses: readonly MemoryUse[]): MemoryUse => {
  const some = (key: keyof MemoryUse): boolean => uses.some((use) => use[key]);
  return {
    reads: some('reads'),
    writes: some('writes'),
    atomics: some('atomics'),
    indirect: some('indirect'),
    coherent: some('coherent'),
    volatile: some('volatile'),
    restrict: uses.every((use) => use.restrict),
    signedOrder: some('signedOrder'),
    unsignedOrder: some('unsignedOrder'),
  };
};

/** Declares the images that the program uses. */
export const setupImages = (w: Writer, uses: ReadonlyMap<number, MemoryUse>): void => {
  if (uses.size === 0) return;
  w.req.need('images', 'images');
  w.req.need('layoutBinding', 'images');
  const decls = new Map(w.module.info.images.map((decl) => [decl.index, decl]));
  const slots = [...uses.keys()].sort((a, b) => a - b);
  const together = (a: number, b: number): boolean => {
    const [da, db] = [decls.get(a), decls.get(b)];
    if (da === undefined || db === undefined || uses.get(a)?.indirect !== true || uses.get(b)?.indirect !== true) return false;
    return da.target === db.target && da.format === db.format && kindOf(w, da) === kindOf(w, db);
  };
  const list = groupSlots(slots, together).map(({ first, last }) => {
    const inside = slots.filter((slot) => slot >= first && slot <= last);
    const use = merged(inside.map((slot) => uses.get(slot) as MemoryUse));
    return declare(w, first, last, use, decls.get(first) as ImageDecl, use.indirect);
  });
  declared.set(w, list);
};

/** The coordinate of an access, and the sample where there is one, each followed by a comma. */
const coordinates = (w: Writer, src: Source, { target, emulated }: ImageElements): string => {
  const { base, dimensions, array } = textureShapes[target];
  const at = (components: readonly number[]): string => w.read(src, 'i', components);
  const count = base === 'CUBEARRAY' ? 3 : dimensions + (array ? 1 : 0);
  let text: string;
  if (!emulated || base === 'RECT') text = at([0, 1, 2].slice(0, count));
  else text = array ? `ivec3(${at([0])}, 0, ${at([1])})` : `ivec2(${at([0])}, 0)`;
  return base.endsWith('MSAA') ? `${text}, ${at([3])}` : text;
};

const nameFor = (element: ImageElements, text: string): string => element.writeName + text.slice(element.name.length);

const load = (w: Writer, inst: Instruction, element: ImageElements, text: string): void =>
  w.assignVec4(inst, element.kind, `imageLoad(${text}, ${coordinates(w, inst.src[1] as Source, element)})`);

const store = (w: Writer, inst: Instruction, element: ImageElements, text: string): void => {
  const value = w.read(inst.src[1] as Source, element.kind, [0, 1, 2, 3]);
  w.body.add(`imageStore(${nameFor(element, text)}, ${coordinates(w, inst.src[0] as Source, element)}, ${value});`);
};

/* prettier-ignore */
const functions: Readonly<Record<string, string>> = {
  ATOMUADD: 'Add', ATOMFADD: 'Add', ATOMXCHG: 'Exchange', ATOMAND: 'And', ATOMOR: 'Or', ATOMXOR: 'Xor', ATOMUMIN: 'Min', ATOMIMIN: 'Min',
  ATOMUMAX: 'Max', ATOMIMAX: 'Max', ATOMCAS: 'CompSwap', ATOMINC_WRAP: 'IncWrap', ATOMDEC_WRAP: 'DecWrap',
};

const atomic = (w: Writer, inst: Instruction, element: ImageElements, text: string): void => {
  const { kind } = element;
  const { op } = inst;
  w.req.need('imageAtomics', op);
  if (op === 'ATOMFADD' ? kind !== 'f' : kind === 'f' && op !== 'ATOMXCHG') w.fail(`${op} on an image of ${kindNames[kind]}`);
  if (op === 'ATOMFADD') w.req.need('atomicFloat', op);
  else if (kind === 'f') w.req.need('imageFloatExchange', op);
  if (op.endsWith('WRAP')) w.req.need('imageWrap', op);
  const data = inst.src.slice(2).map((src) => w.read(src, kind, [0]));
  const name = functions[op] ?? w.fail(`${op} on an image`);
  w.assignScalar(inst, kind, `imageAtomic${name}(${text}, ${coordinates(w, inst.src[1] as Source, element)}, ${data.join(', ')})`);
};

/** Sizes in xyz, samples in w. */
const query = (w: Writer, inst: Instruction, element: ImageElements, text: string): void => {
  const { base, sizes } = textureShapes[element.target];
  const written = maskComponents((inst.dst[0] as Destination).mask);
  const parts = ['0', '0', '0', '0'];
  if (written.some((c) => c < 3)) {
    w.req.need('imageSize', 'RESQ');
    const size = `imageSize(${text})`;
    const order = element.emulated && base !== 'RECT' ? 'xz' : 'xyz';
    if (sizes === 1 && !element.emulated) parts[0] = size;
    else for (let i = 0; i < sizes; i++) parts[i] = `${size}.${order[i]}`;
  }
  if (written.includes(3)) {
    // Of a texture with one sample per pixel nobody asks; it has one.
    if (base.endsWith('MSAA')) {
      w.req.need('textureSamples', 'RESQ');
      parts[3] = `imageSamples(${text})`;
    } else parts[3] = '1';
  }
  w.assign(
    inst,
    'i',
    vector(
      'i',
      written.map((c) => parts[c] as string),
    ),
  );
};

/** Writes an instruction on images; the operand is `register`. */
export const writeImage = (w: Writer, inst: Instruction, register: Register): void => {
  const all = declared.get(w) ?? [];
  const candidates = imageCandidates(w.module.info.images, inst, register);
  const among = all.filter(({ first, last }) => candidates.some(({ index }) => index >= first && index <= last));
  const dynamic = register.index.indirect !== null && mayIndex(w);
  withElement(w, among.length > 0 ? among : all, register.index, dynamic, (one, text) => {
    const element = one as ImageElements;
    if (inst.op === 'LOAD') load(w, inst, element, text);
    else if (inst.op === 'STORE') store(w, inst, element, text);
    else if (inst.op === 'RESQ') query(w, inst, element, text);
    else atomic(w, inst, element, text);
  });
};
