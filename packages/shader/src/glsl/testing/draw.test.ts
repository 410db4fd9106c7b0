/**
 * Draws with shaders that this compiler made: GLSL to TGSI to the host's GLSL, uniforms where reflection says, one pixel read back.
 * (Its name ends in .test.ts because only tests may import the GL binding.)
 */
import { expect, test } from 'vitest';
import { floats, host } from '../../testing/host.test.ts';
import { compileShader } from '../compile.ts';
import { linkProgram } from '../link/link.ts';
import type { LinkedProgram } from '../link/program.ts';
import type { CompileOptions } from '../options.ts';
import type { Unit } from '../syntax/tree.ts';

/** A unit, or a failed test with the log. */
export const compiled = (stage: Parameters<typeof compileShader>[0], source: string, options: CompileOptions = { api: 'opengl' }): Unit => {
  const result = compileShader(stage, source, options);
  if (!result.ok) throw new Error(`${result.log}\n${source}`);
  return result.unit;
};

/** A program of a vertex and a fragment shader, or a failed test with the log. */
export const linked = (vertex: string, fragment: string, options: CompileOptions = { api: 'opengl' }): LinkedProgram => {
  const result = linkProgram([compiled('vertex', vertex, options), compiled('fragment', fragment, options)]);
  if (!result.ok) throw new Error(result.log);
  return result.program;
};

/** Covers the target. */
const cover = `#version 420
void main() {
  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0);
}
`;

const esCover = `#version 300 es
void main() {
  gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0.0, 1.0);
}
`;

/** Values of uniforms by name: floats, or integers as bits. */
export type Uniforms = Readonly<Record<string, readonly number[] | Int32Array | Uint32Array>>;

const constantsOf = (program: LinkedProgram, stage: 'vertex' | 'fragment', uniforms: Uniforms): Uint32Array => {
  const words = new Uint32Array(Math.max(4, (program.stages[stage]?.constants ?? 0) * 4));
  for (const [name, values] of Object.entries(uniforms)) {
    const uniform = program.uniforms.find((one) => one.name === name || one.name === `${name}[0]`);
    const base = uniform?.constants[stage];
    if (uniform === undefined || base === undefined) continue;
    const wide = uniform.type.base === 'double';
    const bits = wide
      ? new Uint32Array(new Float64Array(values).buffer)
      : Array.isArray(values)
        ? new Uint32Array(new Float32Array(values).buffer)
        : new Uint32Array((values as Uint32Array).buffer);
    const per = uniform.type.rows * (wide ? 2 : 1);
    for (let i = 0, at = base * 4; i < bits.length; i += per, at += Math.ceil(per / 4) * 4) words.set(bits.subarray(i, i + per), at);
  }
  return words;
};

/** Draws one pixel with a fragment shader (and a vertex shader) and gives its four floats. */
export const pixel = (fragment: string, uniforms: Uniforms = {}, vertex?: string): number[] => {
  const es = /#version \d+ es/.test(fragment);
  const program = linked(vertex ?? (es ? esCover : cover), fragment);
  const drawn = host('gl450').draw({
    vertex: program.stages.vertex?.tgsi ?? '',
    fragment: program.stages.fragment?.tgsi ?? '',
    vsConstants: { 0: constantsOf(program, 'vertex', uniforms) },
    fsConstants: { 0: constantsOf(program, 'fragment', uniforms) },
  });
  return floats(drawn.targets[0] as Uint32Array);
};

/** The value of an expression of four components: in GLSL 4.20, with what stands before `main`. */
export const valueOf = (expression: string, uniforms: Uniforms = {}, before = ''): number[] =>
  pixel(`#version 420\n${before}\nout vec4 color;\nvoid main() { color = vec4(${expression}); }\n`, uniforms);

test('a constant arrives', () => {
  expect(valueOf('0.25, 0.5, 0.75, 1.0')).toEqual([0.25, 0.5, 0.75, 1]);
});
