/** What was drawn or written is compared with what a test expects. */
import type { WebGLBuffer } from '@virglass/guest';
import type { Command, TestState } from './state.ts';
import { compareBy, parseFloats, parseInteger, TestFailure } from './values.ts';

type Box = readonly [x: number, y: number, width: number, height: number];

const list = (values: ArrayLike<number>): string => Array.from(values, (value) => Number(value.toPrecision(6))).join(' ');

/** Whether all that is read has 8 bits at most, which is compared as bytes. */
const isBytes = (state: TestState): boolean => {
  const { gl, readFramebuffer } = state;
  if (readFramebuffer === null) return true;
  const size = (pname: number): number => Number(gl.getFramebufferAttachmentParameter(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, pname));
  const sizes = [
    gl.FRAMEBUFFER_ATTACHMENT_RED_SIZE,
    gl.FRAMEBUFFER_ATTACHMENT_GREEN_SIZE,
    gl.FRAMEBUFFER_ATTACHMENT_BLUE_SIZE,
    gl.FRAMEBUFFER_ATTACHMENT_ALPHA_SIZE,
  ].map(size);
  return sizes.some((bits) => bits > 0) && sizes.every((bits) => bits <= 8);
};

const probe = (state: TestState, [x, y, width, height]: Box, expected: Float32Array): void => {
  const { gl } = state;
  const bytes = isBytes(state);
  const count = Math.max(0, width * height);
  const pixels = bytes ? new Uint8Array(count * 4) : new Float32Array(count * 4);
  gl.readPixels(x, y, width, height, gl.RGBA, bytes ? gl.UNSIGNED_BYTE : gl.FLOAT, pixels);
  const wanted = bytes ? Array.from(expected, (value) => Math.trunc(Math.min(1, Math.max(0, value)) * 255)) : expected;
  const tolerance = bytes ? Array.from(state.tolerance, (value) => Math.ceil(value * 255)) : state.tolerance;
  for (let i = 0; i < count; i++)
    for (let c = 0; c < expected.length; c++) {
      if (Math.abs((pixels[i * 4 + c] ?? 0) - (wanted[c] ?? 0)) <= (tolerance[c] ?? 0)) continue;
      const seen = pixels.subarray(i * 4, i * 4 + expected.length);
      throw new TestFailure(`pixel ${x + (i % width)} ${y + Math.trunc(i / width)} is ${list(seen)}, not ${list(wanted)}`);
    }
};

/** A box in parts of what is read; a point where there is no size. */
const relative = (state: TestState, parts: ArrayLike<number>): Box => {
  const [width, height] = state.readSize;
  const at = [(parts[0] ?? 0) * width, (parts[1] ?? 0) * height].map((value) => Math.trunc(Math.fround(value)));
  if (parts.length < 4) return [Math.min(at[0] ?? 0, width - 1), Math.min(at[1] ?? 0, height - 1), 1, 1];
  return [at[0] ?? 0, at[1] ?? 0, Math.trunc((parts[2] ?? 0) * width), Math.trunc((parts[3] ?? 0) * height)];
};

const probeIntegers = (state: TestState, at: string, expected: string): void => {
  const { gl } = state;
  const [x, y, width, height] = relative(state, parseFloats(at, 4));
  const pixels = new Int32Array(width * height * 4);
  gl.readPixels(x, y, width, height, gl.RGBA_INTEGER, gl.INT, pixels);
  const wanted = parseFloats(expected, 4);
  const wrong = pixels.findIndex((value, i) => value !== wanted[i % 4]);
  if (wrong >= 0) throw new TestFailure(`a component is ${pixels[wrong]}, not ${wanted[wrong % 4]}`);
};

const probeDepth = (state: TestState, text: string): void => {
  const { gl } = state;
  const [x = 0, y = 0, depth = 0] = parseFloats(text, 3);
  const seen = new Float32Array(1);
  gl.readPixels(x, y, 1, 1, gl.DEPTH_COMPONENT, gl.FLOAT, seen);
  if (Math.abs((seen[0] ?? 0) - depth) > 0.01) throw new TestFailure(`the depth at ${x} ${y} is ${seen[0]}, not ${depth}`);
};

const readBuffer = (state: TestState, target: number, buffer: WebGLBuffer | undefined, offset: number, size: number): DataView => {
  const { gl } = state;
  const bytes = new Uint8Array(size);
  if (buffer === undefined) throw new TestFailure('there is no such buffer');
  gl.bindBuffer(target, buffer);
  gl.getBufferSubData(target, offset, bytes);
  return new DataView(bytes.buffer);
};

const check = (what: string, seen: number, operator: string, wanted: number): void => {
  if (!compareBy(operator, seen, wanted)) throw new TestFailure(`${what} is ${seen}, not ${operator} ${wanted}`);
};

const probeAtomic = (state: TestState, buffer: number, offset: number, operator: string, value: string): void => {
  const view = readBuffer(state, state.gl.ATOMIC_COUNTER_BUFFER, state.atomics.get(buffer), offset, 4);
  check(`the counter at ${offset}`, view.getUint32(0, true), operator, parseInteger(value) >>> 0);
};

const probeStorage = (state: TestState, type: string, buffer: string, offset: string, operator: string, value: string): void => {
  const view = readBuffer(
    state,
    state.gl.SHADER_STORAGE_BUFFER,
    state.storage.get(Number(buffer)),
    Number(offset),
    type === 'double' ? 8 : 4,
  );
  const what = `the ${type} at ${offset}`;
  if (type === 'uint') check(what, view.getUint32(0, true), operator, parseInteger(value) >>> 0);
  else if (type === 'int') check(what, view.getInt32(0, true), operator, parseInteger(value) | 0);
  else {
    const seen = type === 'double' ? view.getFloat64(0, true) : view.getFloat32(0, true);
    const wanted = type === 'double' ? Number(value) : Math.fround(Number(value));
    if (operator.includes('=') && !/[<>!]/.test(operator)) {
      if (Math.abs(seen - wanted) >= 2 ** -52) throw new TestFailure(`${what} is ${seen}, not ${wanted}`);
    } else check(what, seen, operator, wanted);
  }
};

const probeCaptured = (state: TestState, type: string, buffer: string, index: string, value: string): void => {
  const size = type === 'double' ? 8 : 4;
  const view = readBuffer(state, state.gl.TRANSFORM_FEEDBACK_BUFFER, state.feedback.get(Number(buffer)), Number(index) * size, size);
  const seen = type === 'double' ? view.getFloat64(0, true) : view.getFloat32(0, true);
  if (!(Math.abs(seen - Number(value)) < (state.tolerance[0] ?? 0)))
    throw new TestFailure(`${index} of captured buffer ${buffer} is ${seen}, not ${value}`);
};

const group = String.raw`\(([^)]*)\)`;

/** See above. */
export const probeCommands: readonly Command[] = [
  [
    new RegExp(`^probe rect rgba\\s*${group}\\s*${group}`),
    (state, at = '', color = '') => probe(state, [...parseFloats(at, 4)] as never, parseFloats(color, 4)),
  ],
  [
    /^probe (?:warn )?all rgba (.*)$/,
    (state, color = '') => probe(state, [0, 0, state.readSize[0], state.readSize[1]], parseFloats(color, 4)),
  ],
  [/^probe all rgb(.*)$/, (state, color = '') => probe(state, [0, 0, state.readSize[0], state.readSize[1]], parseFloats(color, 3))],
  [
    /^probe rgba (.*)$/,
    (state, text = '') => {
      const values = parseFloats(text, 6);
      probe(state, [Math.trunc(values[0] ?? 0), Math.trunc(values[1] ?? 0), 1, 1], values.subarray(2));
    },
  ],
  [
    /^probe rgb (.*)$/,
    (state, text = '') => {
      const values = parseFloats(text, 5);
      probe(state, [Math.trunc(values[0] ?? 0), Math.trunc(values[1] ?? 0), 1, 1], values.subarray(2));
    },
  ],
  [/^probe depth (.*)$/, probeDepth],
  [
    /^probe atomic counter buffer (\d+) (\d+) (\S+) (\S+)/,
    (state, buffer, offset, operator = '', value = '') => probeAtomic(state, Number(buffer), Number(offset), operator, value),
  ],
  [
    /^probe atomic counter (\d+) (\S+) (\S+)/,
    (state, counter, operator = '', value = '') => probeAtomic(state, 0, Number(counter) * 4, operator, value),
  ],
  [/^probe ssbo (uint|int|float|double) (\d+) (\d+) (\S+) (\S+)/, probeStorage],
  [/^probe xfb buffer (float|double) (\d+) (\d+) (\S+)/, probeCaptured],
  [new RegExp(`^relative probe rect rgba int\\s*${group}\\s*${group}`), probeIntegers],
  [
    new RegExp(`^relative probe rect rgb(a?)\\s*${group}\\s*${group}`),
    (state, alpha, at = '', color = '') => probe(state, relative(state, parseFloats(at, 4)), parseFloats(color, alpha === 'a' ? 4 : 3)),
  ],
  [
    new RegExp(`^relative probe rgb(a?)\\s*${group}\\s*${group}`),
    (state, alpha, at = '', color = '') => probe(state, relative(state, parseFloats(at, 2)), parseFloats(color, alpha === 'a' ? 4 : 3)),
  ],
  [/^tolerance (.*)$/, (state, text = '') => state.tolerance.set(parseFloats(text, 4))],
];
