/** `[vertex data]`: columns of attributes in one buffer. @source piglit, tests/util/piglit-vbo.cpp */
import type { TestState } from './state.ts';
import { halfBits, parseDoubles, parseFloats, parseInteger, TestFailure } from './values.ts';

type Column = {
  readonly location: number;
  readonly type: string;
  /** GLSL's basic type. */
  readonly base: string;
  readonly rows: number;
  readonly offset: number;
};

const bytes: Readonly<Record<string, number>> = { byte: 1, ubyte: 1, short: 2, ushort: 2, int: 4, uint: 4, half: 2, float: 4, double: 8 };
const enums: Readonly<Record<string, string>> = {
  byte: 'BYTE',
  ubyte: 'UNSIGNED_BYTE',
  short: 'SHORT',
  ushort: 'UNSIGNED_SHORT',
  int: 'INT',
  uint: 'UNSIGNED_INT',
  half: 'HALF_FLOAT',
  float: 'FLOAT',
  double: 'DOUBLE',
};
const bases: Readonly<Record<string, string>> = {
  byte: 'int',
  ubyte: 'uint',
  short: 'int',
  ushort: 'uint',
  int: 'int',
  uint: 'uint',
  half: 'float',
  float: 'float',
  double: 'double',
};

/** Shape of a column: `3`, `vec3`, `ivec2`, `double`, `dmat2x3`. */
const shapeOf = (text: string, type: string): { base: string; rows: number; columns: number } => {
  if (/^\d+$/.test(text)) return { base: bases[type] ?? 'float', rows: Number(text), columns: 1 };
  const found = /^(d?mat|[iud]?vec)([2-4])(?:x([2-4]))?$/.exec(text);
  if (found === null) {
    if (!/^(int|uint|float|double)$/.test(text)) throw new TestFailure(`'${text}' is no type of an attribute`);
    return { base: text, rows: 1, columns: 1 };
  }
  const [, kind = '', first = '', second] = found;
  const base = { i: 'int', u: 'uint', d: 'double' }[kind.charAt(0)] ?? 'float';
  if (kind.endsWith('vec')) return { base, rows: Number(first), columns: 1 };
  return { base, rows: Number(second ?? first), columns: Number(first) };
};

const columnsOf = (state: TestState, header: string): { columns: Column[]; stride: number } => {
  const { gl } = state;
  const columns: Column[] = [];
  let stride = 0;
  for (const text of header.trim().split(/\s+/)) {
    const [name = '', type = '', shape = '', matrix] = text.split('/');
    const size = bytes[type];
    if (size === undefined) throw new TestFailure(`'${type}' is no type of vertex data`);
    const { base, rows, columns: count } = shapeOf(shape, type);
    const [, plain = name, index = '0'] = /^(.*?)\[(\d+)\]$/.exec(name) ?? [];
    const numbered = /^\d+$/.test(plain) ? Number(plain) : gl.getAttribLocation(state.linked(), plain);
    // Attributes of the fixed pipeline have no location that the API tells.
    const fixed = numbered < 0 && plain === 'gl_Vertex' ? 0 : numbered;
    if (fixed < 0) throw new TestFailure(`there is no attribute '${plain}'`);
    columns.push({ location: fixed + Number(index) * count + Number(matrix ?? 0), type, base, rows, offset: stride });
    stride += size * rows;
  }
  return { columns, stride };
};

const write = (view: DataView, at: number, type: string, word: string): void => {
  switch (type) {
    case 'float':
      view.setUint32(at, new Uint32Array(parseFloats(word, 1).buffer)[0] ?? 0, true);
      break;
    case 'double':
      view.setBigUint64(at, new BigUint64Array(parseDoubles(word, 1).buffer)[0] ?? 0n, true);
      break;
    case 'half':
      view.setUint16(at, /^0x/i.test(word) ? Number(word) : halfBits(Number.parseFloat(word)), true);
      break;
    case 'byte':
    case 'ubyte':
      view.setUint8(at, parseInteger(word) & 0xff);
      break;
    case 'short':
    case 'ushort':
      view.setUint16(at, parseInteger(word) & 0xffff, true);
      break;
    default:
      view.setUint32(at, parseInteger(word) >>> 0, true);
  }
};

/** Makes the buffer, and points the attributes of the bound vertex array at it. */
export function setVertexData(state: TestState): void {
  const { gl } = state;
  const lines = state.test.vertexData.map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
  const [header, ...rows] = lines;
  if (header === undefined) return;
  const { columns, stride } = columnsOf(state, header);
  const data = new Uint8Array(stride * rows.length);
  const view = new DataView(data.buffer);
  rows.forEach((line, row) => {
    const words = line.split(/\s+/);
    let at = row * stride;
    let next = 0;
    for (const { type, rows: count } of columns) {
      for (let i = 0; i < count; i++) {
        const word = words[next++];
        if (word === undefined) throw new TestFailure(`row ${row + 1} of the vertex data is too short`);
        write(view, at, type, word);
        at += bytes[type] ?? 4;
      }
    }
  });
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
  for (const { location, type, base, rows: count, offset } of columns) {
    const glType = state.enum(enums[type] ?? 'FLOAT');
    if (base === 'double') gl.vertexAttribLPointer(location, count, glType, stride, offset);
    else if (base === 'float') gl.vertexAttribPointer(location, count, glType, false, stride, offset);
    else gl.vertexAttribIPointer(location, count, glType, stride, offset);
    gl.enableVertexAttribArray(location);
  }
  state.rows = rows.length;
}
