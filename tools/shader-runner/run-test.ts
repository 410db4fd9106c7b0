/** Runs one file on a context. */
import type { OpenGLContext, WebGLProgram, WebGLShader } from '@virglass/guest';
import { bufferCommands } from './buffer-commands.ts';
import { drawCommands } from './draw-commands.ts';
import { completeShaders } from './fixed-pipeline.ts';
import { framebufferCommands } from './framebuffer-commands.ts';
import { identity, setMatrices } from './matrices.ts';
import { probeCommands } from './probe-commands.ts';
import { queryCommands } from './query-commands.ts';
import { whyNot } from './requirements.ts';
import { type Command, TestState } from './state.ts';
import type { ShaderTest } from './test-file.ts';
import { textureCommands } from './texture-commands.ts';
import { makeUniformBuffers, uniformCommands } from './uniform-commands.ts';
import { made, TestFailure, TestSkipped } from './values.ts';
import { setVertexData } from './vertex-data.ts';

/** What became of a test. */
export interface Outcome {
  readonly outcome: 'pass' | 'fail' | 'skip';
  /** Why it is no pass. */
  readonly reason: string;
}

const commands: readonly Command[] = [
  ...uniformCommands,
  ...drawCommands,
  ...probeCommands,
  ...textureCommands,
  ...framebufferCommands,
  ...bufferCommands,
  ...queryCommands,
];

const stageNames = {
  vertex: 'VERTEX_SHADER',
  'tess-control': 'TESS_CONTROL_SHADER',
  'tess-eval': 'TESS_EVALUATION_SHADER',
  geometry: 'GEOMETRY_SHADER',
  fragment: 'FRAGMENT_SHADER',
  compute: 'COMPUTE_SHADER',
} as const;
const stageBits = {
  vertex: 'VERTEX_SHADER_BIT',
  'tess-control': 'TESS_CONTROL_SHADER_BIT',
  'tess-eval': 'TESS_EVALUATION_SHADER_BIT',
  geometry: 'GEOMETRY_SHADER_BIT',
  fragment: 'FRAGMENT_SHADER_BIT',
  compute: 'COMPUTE_SHADER_BIT',
} as const;

const firstLines = (log: string | null): string => (log ?? '').split('\n').slice(0, 2).join(' | ').slice(0, 300);

const compile = (gl: OpenGLContext, stage: keyof typeof stageNames, source: string): WebGLShader => {
  const shader = gl.createShader(gl[stageNames[stage]]);
  if (shader === null) throw new TestFailure(`there are no ${stage} shaders`);
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) !== true)
    throw new TestFailure(`compiling the ${stage} shader failed: ${firstLines(gl.getShaderInfoLog(shader))}`);
  return shader;
};

const linkOne = (state: TestState, shaders: readonly WebGLShader[], separable: boolean): WebGLProgram | null => {
  const { gl } = state;
  const program = made(gl.createProgram());
  for (const shader of shaders) gl.attachShader(program, shader);
  gl.bindAttribLocation(program, 0, 'piglit_vertex');
  gl.bindAttribLocation(program, 1, 'piglit_texcoord');
  if (separable) gl.programParameteri(program, gl.PROGRAM_SEPARABLE, 1);
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) === true) return program;
  state.linkError = firstLines(gl.getProgramInfoLog(program));
  return null;
};

const link = (state: TestState): void => {
  const { gl, test } = state;
  const shaders = completeShaders(test).map(({ stage, source }) => ({ stage, shader: compile(gl, stage, source) }));
  if (shaders.length === 0) throw new TestSkipped('no shaders');
  if (!test.require.some((line) => /^SSO\s+ENABLED/.test(line))) {
    const separable = test.require.some((line) => /^SEPARABLE PROGRAM\s+ENABLED/.test(line));
    state.program = linkOne(
      state,
      shaders.map(({ shader }) => shader),
      separable,
    );
    if (state.program !== null) gl.useProgram(state.program);
    return;
  }
  const pipeline = made(gl.createProgramPipeline());
  state.pipeline = pipeline;
  for (const [stage, group] of Map.groupBy(shaders, (one) => one.stage)) {
    const program = linkOne(
      state,
      group.map(({ shader }) => shader),
      true,
    );
    if (program === null) throw new TestFailure(`linking the ${stage} shader alone failed: ${state.linkError}`);
    state.stagePrograms.set(gl[stageNames[stage]], program);
    gl.useProgramStages(pipeline, gl[stageBits[stage]], program);
    state.program = program;
  }
  gl.bindProgramPipeline(pipeline);
  // Attributes are the vertex shader's.
  state.program = state.stagePrograms.get(gl.VERTEX_SHADER) ?? state.program;
};

const runCommand = (state: TestState, line: string): void => {
  const text = line.replace(/\s+/g, ' ');
  for (const [pattern, run] of commands) {
    const found = pattern.exec(text);
    if (found === null) continue;
    run(state, ...found.slice(1));
    return;
  }
  throw new TestFailure('the command is not known');
};

/** Bounds of what is remembered of errors. */
const MOST_ERRORS = 4;

const noteErrors = (state: TestState, where: string): void => {
  const { gl } = state;
  for (let error = gl.getError(); error !== gl.NO_ERROR && state.errors.length < MOST_ERRORS; error = gl.getError())
    state.errors.push(`0x${error.toString(16)} ${where}`);
};

const run = (state: TestState): void => {
  const { gl, test } = state;
  gl.viewport(0, 0, test.size[0], test.size[1]);
  setMatrices(state, identity(), identity());
  link(state);
  gl.bindVertexArray(gl.createVertexArray());
  if (state.program !== null && test.vertexData.length > 0) setVertexData(state);
  makeUniformBuffers(state);
  noteErrors(state, 'before the commands');
  for (const { line, text } of test.commands) {
    if (text === '' || text.startsWith('#')) continue;
    try {
      runCommand(state, text);
    } catch (error) {
      noteErrors(state, `in line ${line}`);
      if (error instanceof TestFailure) throw new TestFailure(`line ${line}: ${text.slice(0, 60)}: ${error.message}`);
      throw error;
    }
    noteErrors(state, `in line ${line}`);
  }
  if (state.program === null && !state.expectsError) state.linked();
};

/** Runs a test; whatever goes wrong is its outcome. */
export function runTest(test: ShaderTest, gl: OpenGLContext): Outcome {
  const state = new TestState(gl, test);
  try {
    const why = whyNot(test, gl);
    if (why !== '') return { outcome: 'skip', reason: why };
    run(state);
    return { outcome: 'pass', reason: '' };
  } catch (error) {
    const errors = state.errors.length > 0 ? ` (GL errors: ${state.errors.join(', ')})` : '';
    if (error instanceof TestSkipped) return { outcome: 'skip', reason: error.message };
    if (error instanceof TestFailure) return { outcome: 'fail', reason: `${error.message}${errors}` };
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: 'fail', reason: `thrown: ${text.split('\n').slice(0, 4).join(' | ')}${errors}` };
  }
}
