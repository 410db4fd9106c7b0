/** What a program says of itself. */
import type { Command, TestState } from './state.ts';
import { parseInteger, TestFailure } from './values.ts';

/** A number, or a name of GL's. */
const valueOf = (state: TestState, word: string): number => {
  if (word === 'GL_TRUE') return 1;
  if (word === 'GL_FALSE') return 0;
  return word.startsWith('GL_') ? state.enum(word) : parseInteger(word);
};

const expect = (what: string, seen: unknown, wanted: number): void => {
  if (Number(seen) !== wanted) throw new TestFailure(`${what} is ${String(seen)}, not ${wanted}`);
};

const activeUniform = (state: TestState, name: string, pname: string, value: string): void => {
  const { gl } = state;
  const program = state.linked();
  const wanted = valueOf(state, value);
  const count = Number(gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS));
  for (let i = 0; i < count; i++) {
    const info = gl.getActiveUniform(program, i);
    if (info?.name !== name) continue;
    if (pname === 'GL_UNIFORM_NAME_LENGTH') expect(pname, info.name.length + 1, wanted);
    else expect(pname, (gl.getActiveUniforms(program, [i], state.enum(pname)) as ArrayLike<number>)[0], wanted);
    if (pname === 'GL_UNIFORM_TYPE') expect('the type', info.type, wanted);
    if (pname === 'GL_UNIFORM_SIZE') expect('the size', info.size, wanted);
    return;
  }
  throw new TestFailure(`there is no active uniform '${name}'`);
};

const resource = (state: TestState, kind: string, name: string, pname: string, value: string): void => {
  const { gl } = state;
  const program = state.linked();
  const wanted = valueOf(state, value);
  const interfaceType = state.enum(kind);
  const count = gl.getProgramInterfaceParameter(program, interfaceType, gl.ACTIVE_RESOURCES);
  for (let i = 0; i < count; i++) {
    if (gl.getProgramResourceName(program, interfaceType, i) !== name) continue;
    const [seen] = gl.getProgramResource(program, interfaceType, i, [state.enum(pname)]) ?? [];
    expect(`${pname} of ${name}`, seen, wanted);
    return;
  }
  throw new TestFailure(`there is no active resource '${name}'`);
};

/** See above. */
export const queryCommands: readonly Command[] = [
  [/^active uniform (\S+) (\S+) (\S+)/, activeUniform],
  [
    /^verify program_query (\S+) (\S+)/,
    (state, pname = '', value = '') =>
      expect(pname, state.gl.getProgramParameter(state.linked(), state.enum(pname)), valueOf(state, value)),
  ],
  [/^verify program_interface_query (\S+) (\S+) (\S+) (\S+)/, resource],
  [
    /^verify query_object (\S+) (\d+)/,
    (state, name = '', value = '') => {
      const seen = state.counted.get(name);
      if (seen === undefined) throw new TestFailure(`nothing has counted ${name}`);
      expect(name, seen, Number(value));
    },
  ],
  [
    /^link error/,
    (state) => {
      state.expectsError = true;
      if (state.program !== null) throw new TestFailure('the program links, which should be an error');
    },
  ],
  [/^link success/, (state) => void state.linked()],
];
