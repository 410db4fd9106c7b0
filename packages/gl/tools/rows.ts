/*
 * Reads the rows of `src/functions.ts` into objects. The grammar is at the head of that file.
 */
import { functionRows } from '../src/functions.ts';

/** Object kinds: parameters that are names of GL objects. */
export const objectKinds = [
  'texture',
  'buffer',
  'framebuffer',
  'renderbuffer',
  'sampler',
  'query',
  'vertexArray',
  'transformFeedback',
  'pipeline',
  'shader',
  'program',
] as const;

/** C type of each parameter kind that is one C argument. */
const cTypes: Readonly<Record<string, string>> = {
  enum: 'uint32_t',
  prim: 'uint32_t',
  factor: 'uint32_t',
  clearBits: 'uint32_t',
  mapBits: 'uint32_t',
  storageBits: 'uint32_t',
  barrierBits: 'uint32_t',
  stageBits: 'uint32_t',
  syncBits: 'uint32_t',
  uint: 'uint32_t',
  int: 'int32_t',
  sizei: 'int32_t',
  location: 'int32_t',
  size: 'intptr_t',
  offset: 'intptr_t',
  pointer: 'uintptr_t',
  data: 'uintptr_t',
  sync: 'uintptr_t',
  u64: 'uint64_t',
  float: 'float',
  double: 'double',
  clampd: 'clampd',
  bool: 'bool',
  str: 'str',
  vec4f: 'uintptr_t',
  vec4i: 'uintptr_t',
  vec4u: 'uintptr_t',
  out: 'uintptr_t',
  void: 'void',
  ...Object.fromEntries(objectKinds.map((kind) => [kind, 'uint32_t'])),
};

/** One parameter of a row. */
export interface Param {
  readonly kind: string;
  readonly name: string;
  /** `data?` and `enum?`: may be null or left out. */
  readonly optional: boolean;
  /** Names of the four numbers of a `vec4*` parameter. */
  readonly parts: readonly string[];
}

/** One row of the table. */
export interface Row {
  readonly family: string;
  readonly name: string;
  readonly returns: string;
  readonly params: readonly Param[];
  /** Kind of the value that C stores through its last pointer, or ''. */
  readonly out: string;
  readonly symbol: string;
  readonly symbolEs: string;
  /** Lowest version times ten; 0 where no version of that API has it. */
  readonly gl: number;
  readonly es: number;
  /** Extensions that bring it: name without `GL_`, suffix of the symbol there. */
  readonly extensions: readonly { readonly name: string; readonly suffix: string }[];
  /** What the native binding does: the symbol itself, a generated wrapper, or hand-written code. */
  readonly native: 'direct' | 'wrapped' | 'hand';
  readonly web: 'direct' | 'hand' | 'missing';
  /** Row whose C call makes (`create`) or frees (`delete`) one object through an array of names. */
  readonly generates: 'create' | 'delete' | '';
}

function fail(line: string, why: string): never {
  throw new Error(`functions.ts: ${why}: ${line}`);
}

function parseParam(text: string, line: string): Param {
  const match = /^(\w+)(\??) ([\w,]+)$/.exec(text);
  const kind = match?.[1] ?? fail(line, `bad parameter '${text}'`);
  const name = match?.[3] ?? '';
  if (kind !== 'strings' && kind !== 'debugCallback' && cTypes[kind] === undefined) fail(line, `unknown kind '${kind}'`);
  return { kind, name, optional: match?.[2] === '?', parts: kind.startsWith('vec4') ? name.split(',') : [] };
}

function parseRow(family: string, line: string): Row {
  const match = /^(\w+) (\w+)\((.*)\) ;(.*)$/.exec(line);
  if (match === null) return fail(line, 'cannot read row');
  const [, returns = '', name = '', list = '', tokenText = ''] = match;
  let out = '';
  const params: Param[] = [];
  for (const text of list === '' ? [] : list.split(/, (?=\w+\?? )/)) {
    if (text.startsWith('out ')) out = text.split(' ')[1] ?? '';
    else params.push(parseParam(text, line));
  }
  let symbol = `gl${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
  let symbolEs = '';
  let gl = 33;
  let es = 30;
  let hand = false;
  let web: Row['web'] = 'missing';
  const extensions: { name: string; suffix: string }[] = [];
  for (const token of tokenText.split(' ').filter((t) => t !== '')) {
    let m: RegExpExecArray | null;
    if ((m = /^=(es:)?(\w+)$/.exec(token)) !== null) {
      if (m[1] === undefined) symbol = m[2] ?? '';
      else symbolEs = m[2] ?? '';
    } else if ((m = /^(gl|es)(\d\d|-)$/.exec(token)) !== null) {
      const version = m[2] === '-' ? 0 : Number(m[2]);
      if (m[1] === 'gl') gl = version;
      else es = version;
    } else if (token === 'hand') hand = true;
    else if (token === 'web') web = 'direct';
    else if (token === 'web!') web = 'hand';
    else if ((m = /^([A-Z]+_\w+?)(?::([\w/]+))?$/.exec(token)) !== null) extensions.push({ name: m[1] ?? '', suffix: m[2] ?? '' });
    else fail(line, `unknown token '${token}'`);
  }
  const generates = symbol.startsWith('glGen') && name.startsWith('create') ? 'create' : /^glDelete\w+s$/.test(symbol) ? 'delete' : '';
  const wrapped = out !== '' || generates !== '' || params.some((p) => p.kind === 'data' || p.parts.length > 0);
  const native = hand ? 'hand' : wrapped ? 'wrapped' : 'direct';
  return { family, name, returns, params, out, symbol, symbolEs: symbolEs || symbol, gl, es, extensions, native, web, generates };
}

/** All rows of the table, in its order. */
export const rows: readonly Row[] = functionRows.flatMap(({ family, rows: text }) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseRow(family, line)),
);

/** TypeScript type of a parameter or return kind. */
export function tsType(kind: string, optional = false): string {
  if (kind === 'bool') return 'boolean';
  if (kind === 'str') return 'string';
  if (kind === 'strings') return 'readonly string[]';
  if (kind === 'debugCallback') return 'DebugCallback | null';
  if (kind === 'memory') return 'Memory | null';
  if (kind === 'void') return 'void';
  if (kind === 'data') return optional ? 'Memory | null' : 'Memory';
  return 'number';
}

/** Parameters of the method as TypeScript sees them: name and type, in order. */
export function tsParams(row: Row): { name: string; type: string; optional: boolean; kind: string }[] {
  return row.params.flatMap((p) => {
    if (p.parts.length > 0) return p.parts.map((name) => ({ name, type: 'number', optional: false, kind: p.kind }));
    if (p.kind === 'data') {
      return [
        { name: p.name, type: tsType('data', p.optional), optional: false, kind: 'data' },
        { name: dataOffset(row), type: 'number', optional: false, kind: 'dataOffset' },
      ];
    }
    return [{ name: p.name, type: tsType(p.kind), optional: p.optional, kind: p.kind }];
  });
}

/** Name of the offset that goes with a `data` parameter. */
export function dataOffset(row: Row): string {
  return row.params.some((p) => p.name === 'offset') ? 'memOffset' : 'offset';
}

/** C signature as `result(argument,...)`, `clampd` left for the loader to replace. */
export function cSignature(row: Row): string {
  if (row.generates !== '') return 'void(int32_t,uintptr_t)';
  const params = row.params.map((p) => cTypes[p.kind] ?? 'uintptr_t');
  if (row.out !== '') params.push('uintptr_t');
  return `${row.out === '' ? (cTypes[row.returns] ?? 'void') : 'void'}(${params.join(',')})`;
}

/** First lines of every generated file. */
export const banner = '// Generated from packages/gl/src/functions.ts by packages/gl/tools/generate.ts. Do not edit.\n';
