/** Buffers that shaders write: storage, counters, what is captured. */
import type { WebGLBuffer } from '@virglass/guest';
import type { Command, TestState } from './state.ts';
import { made, parseDoubles, parseFloats, parseInteger, parseInts, TestFailure, TestSkipped } from './values.ts';

const make = (state: TestState, map: Map<number, WebGLBuffer>, target: number, index: number, bytes: number): void => {
  const { gl } = state;
  const buffer = made(gl.createBuffer());
  gl.bindBufferBase(target, index, buffer);
  gl.bufferData(target, new Uint8Array(bytes), gl.DYNAMIC_DRAW);
  map.set(index, buffer);
};

const setStorage = (state: TestState, buffer: string, type: string, offset: string, value: string): void => {
  const { gl } = state;
  const held = state.storage.get(Number(buffer));
  if (held === undefined) throw new TestFailure(`there is no storage buffer ${buffer}`);
  if (type.includes('64')) throw new TestSkipped('integers of 64 bits are not offered');
  const data = type === 'double' ? parseDoubles(value, 1) : type === 'float' ? parseFloats(value, 1) : parseInts(value, 1);
  gl.bindBuffer(gl.SHADER_STORAGE_BUFFER, held);
  gl.bufferSubData(gl.SHADER_STORAGE_BUFFER, Number(offset), data);
};

/** See above. */
export const bufferCommands: readonly Command[] = [
  [/^ssbo (\d+) subdata (\S+) (\d+) (\S+)/, setStorage],
  [/^ssbo (\d+) (\d+)/, (state, i, size) => make(state, state.storage, state.gl.SHADER_STORAGE_BUFFER, Number(i), Number(size))],
  [
    /^atomic counter buffer (\d+) (\d+)/,
    (state, i, count) => make(state, state.atomics, state.gl.ATOMIC_COUNTER_BUFFER, Number(i), Number(count) * 4),
  ],
  [/^atomic counters (\d+)/, (state, count) => make(state, state.atomics, state.gl.ATOMIC_COUNTER_BUFFER, 0, Number(count) * 4)],
  [
    /^atomic counter (\d+) (\d+) (\S+)/,
    (state, i, counter, value = '') => {
      const { gl } = state;
      const buffer = state.atomics.get(Number(i));
      if (buffer === undefined) throw new TestFailure(`there is no counter buffer ${i}`);
      gl.bindBufferBase(gl.ATOMIC_COUNTER_BUFFER, Number(i), buffer);
      gl.bufferSubData(gl.ATOMIC_COUNTER_BUFFER, Number(counter) * 4, Uint32Array.of(parseInteger(value)));
    },
  ],
  [
    /^xfb buffer object (\d+) (\d+)/,
    (state, i, size) => make(state, state.feedback, state.gl.TRANSFORM_FEEDBACK_BUFFER, Number(i), Number(size)),
  ],
];
