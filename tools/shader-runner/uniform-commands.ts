/** `uniform`, and what goes with it: uniforms of blocks, subroutines, buffers of blocks. */
import type { WebGLProgram, WebGLUniformLocation } from '@virglass/guest';
import type { Command, TestState } from './state.ts';
import { made, parseDoubles, parseFloats, parseInteger, parseInts, parseUints, TestFailure, TestSkipped } from './values.ts';

type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** A type's shape and the values that a line gives for it. */
type Value = { readonly columns: number; readonly rows: number; readonly data: Numbers; readonly suffix: 'f' | 'd' | 'i' | 'ui' };

const valueOf = (type: string, text: string): Value => {
  if (/64/.test(type) || type === 'handle') throw new TestSkipped(`${type} uniforms are not offered`);
  const [, prefix = '', kind = '', first = '1', second] = /^(d|i|u|b)?(mat|vec)([2-4])(?:x([2-4]))?$/.exec(type) ?? [];
  const columns = kind === 'mat' ? Number(first) : 1;
  const rows = kind === 'mat' ? Number(second ?? first) : Number(first);
  const base = kind === '' ? type : ({ d: 'double', i: 'int', u: 'uint', b: 'int' }[prefix] ?? 'float');
  const count = columns * rows;
  switch (base) {
    case 'float':
      return { columns, rows, data: parseFloats(text, count), suffix: 'f' };
    case 'double':
      return { columns, rows, data: parseDoubles(text, count), suffix: 'd' };
    case 'int':
    case 'bool':
      return { columns, rows, data: parseInts(text, count), suffix: 'i' };
    case 'uint':
      return { columns, rows, data: parseUints(text, count), suffix: 'ui' };
    default:
      throw new TestFailure(`unknown type '${type}' of a uniform`);
  }
};

/** Writes into the buffer of a block; false where the uniform is in none. */
const setInBlock = (state: TestState, program: WebGLProgram, name: string, value: Value): boolean => {
  const { gl } = state;
  if (state.uniformBuffers.length === 0) return false;
  const indexOf = (text: string): number => gl.getUniformIndices(program, [text])?.[0] ?? gl.INVALID_INDEX;
  const [, plain = name, element = '0'] = /^(.*)\[(\d+)\]$/.exec(name) ?? [];
  let index = indexOf(plain);
  let inArray = Number(element);
  if (index === gl.INVALID_INDEX && name !== plain) {
    index = indexOf(name);
    inArray = 0;
  }
  if (index === gl.INVALID_INDEX) throw new TestFailure(`there is no uniform '${name}'`);
  const ask = (pname: number): number => Number((gl.getActiveUniforms(program, [index], pname) as ArrayLike<number | boolean>)[0] ?? -1);
  const block = ask(gl.UNIFORM_BLOCK_INDEX);
  if (block < 0) return false;
  const offset = ask(gl.UNIFORM_OFFSET) + (inArray === 0 ? 0 : ask(gl.UNIFORM_ARRAY_STRIDE) * inArray);
  const held = state.uniformBuffers[block + state.blockIndex];
  if (held === undefined) throw new TestFailure(`there is no block ${block + state.blockIndex}`);
  const { columns, rows, data } = value;
  const size = data.BYTES_PER_ELEMENT;
  const from = new Uint8Array(data.buffer);
  const stride = columns > 1 ? ask(gl.UNIFORM_MATRIX_STRIDE) : 0;
  const rowMajor = columns > 1 && ask(gl.UNIFORM_IS_ROW_MAJOR) !== 0;
  for (let c = 0; c < columns; c++)
    for (let r = 0; r < rows; r++) {
      const at = offset + (rowMajor ? r * stride + c * size : c * stride + r * size);
      const source = (c * rows + r) * size;
      held.bytes.set(from.subarray(source, source + size), at);
    }
  gl.bindBuffer(gl.UNIFORM_BUFFER, held.buffer);
  gl.bufferSubData(gl.UNIFORM_BUFFER, 0, held.bytes);
  return true;
};

/** The location of a number that the shader said itself. */
const numbered = (state: TestState, program: WebGLProgram, location: number): WebGLUniformLocation | null => {
  const { gl } = state;
  const count = Number(gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS));
  for (let i = 0; i < count; i++) {
    const info = gl.getActiveUniform(program, i);
    if (info === null) continue;
    for (let element = 0; element < info.size; element++) {
      const found = gl.getUniformLocation(program, info.size > 1 ? info.name.replace('[0]', `[${element}]`) : info.name);
      if (found !== null && (found as unknown as { location: number }).location === location) return found;
    }
  }
  return null;
};

const setUniform = (state: TestState, type: string, name: string, text: string): void => {
  const { gl } = state;
  const program = state.uniformProgram ?? state.linked();
  const value = valueOf(type, text);
  if (!/^\d/.test(name) && setInBlock(state, program, name, value)) return;
  const location = /^\d/.test(name) ? numbered(state, program, Number(name)) : gl.getUniformLocation(program, name);
  if (location === null) throw new TestFailure(`there is no uniform '${name}'`);
  const { columns, rows, data, suffix } = value;
  const shape = columns === 1 ? `${rows}` : `Matrix${columns === rows ? columns : `${columns}x${rows}`}`;
  const method = (gl as unknown as Record<string, ((...args: unknown[]) => void) | undefined>)[`uniform${shape}${suffix}v`];
  if (method === undefined) throw new TestFailure(`there is no uniform${shape}${suffix}v`);
  if (columns === 1) method.call(gl, location, data);
  else method.call(gl, location, false, data);
};

const setSubroutine = (state: TestState, stageName: string, name: string, functionName: string): void => {
  const { gl } = state;
  const stage = state.enum(stageName);
  const program = state.linked();
  let chosen = state.subroutines.get(stage);
  if (chosen === undefined) {
    chosen = new Uint32Array(Number(gl.getProgramStageParameter(program, stage, gl.ACTIVE_SUBROUTINE_UNIFORM_LOCATIONS)));
    state.subroutines.set(stage, chosen);
  }
  const location = gl.getSubroutineUniformLocation(program, stage, name);
  if (location < 0) throw new TestFailure(`there is no subroutine uniform '${name}'`);
  const index = gl.getSubroutineIndex(program, stage, functionName);
  if (index === gl.INVALID_INDEX) throw new TestFailure(`there is no subroutine '${functionName}'`);
  chosen[location] = index;
};

/** Sends the chosen subroutines, which every use of a program forgets. */
export function useSubroutines(state: TestState): void {
  for (const [stage, chosen] of state.subroutines) state.gl.uniformSubroutinesuiv(stage, chosen);
}

/** Gives each uniform block a buffer of its own. */
export function makeUniformBuffers(state: TestState): void {
  const { gl, program } = state;
  if (program === null) return;
  const count = Number(gl.getProgramParameter(program, gl.ACTIVE_UNIFORM_BLOCKS));
  for (let i = 0; i < count; i++) {
    const bytes = new Uint8Array(Number(gl.getActiveUniformBlockParameter(program, i, gl.UNIFORM_BLOCK_DATA_SIZE)));
    const buffer = made(gl.createBuffer());
    gl.bindBuffer(gl.UNIFORM_BUFFER, buffer);
    gl.bufferData(gl.UNIFORM_BUFFER, bytes, gl.STATIC_DRAW);
    gl.uniformBlockBinding(program, i, i);
    gl.bindBufferBase(gl.UNIFORM_BUFFER, i, buffer);
    state.uniformBuffers.push({ buffer, bytes });
  }
}

/** See above. */
export const uniformCommands: readonly Command[] = [
  [/^uniform\s+(\S+)\s+(\S+)\s*(.*)$/, setUniform],
  [/^subuniform\s+(\S+)\s+(\S+)\s+(\S+)/, setSubroutine],
  [/^(?:ubo|block) array index (\d+)/, (state, index = '0') => void (state.blockIndex = parseInteger(index))],
  // Where blocks have names, these are for programs without.
  [/^block (?:binding|offset|matrix stride|row major)/, () => {}],
];
