/** A `.shader_test` file: sections that begin with a name in brackets. @source piglit, tests/shaders/shader_runner.c */
import type { ShaderStage } from '@virglass/shader';

/** A shader of a file, as it is compiled: with a `#version` line. */
export interface TestShader {
  readonly stage: ShaderStage;
  readonly source: string;
}

/** A line of the section `[test]`. */
export interface TestCommand {
  readonly line: number;
  readonly text: string;
}

/** A comparison of a version: GLSL as 420, GL as 42. */
export interface VersionRequirement {
  readonly profile: '' | 'CORE' | 'COMPAT' | 'ES';
  readonly operator: string;
  readonly version: number;
}

/** A file that has been read. */
export interface ShaderTest {
  readonly require: readonly string[];
  readonly glsl: VersionRequirement | null;
  readonly gl: VersionRequirement | null;
  readonly shaders: readonly TestShader[];
  readonly vertexData: readonly string[];
  readonly geometryLayout: readonly string[];
  readonly commands: readonly TestCommand[];
  /** Sections that need something else than GLSL: assembly programs, SPIR-V, included texts. */
  readonly foreign: readonly string[];
  /** Size of the window. */
  readonly size: readonly [number, number];
}

const stages: Readonly<Record<string, ShaderStage>> = {
  'vertex shader': 'vertex',
  'vertex shader passthrough': 'vertex',
  'tessellation control shader': 'tess-control',
  'tessellation evaluation shader': 'tess-eval',
  'geometry shader': 'geometry',
  'fragment shader': 'fragment',
  'compute shader': 'compute',
};

const passthrough = `#if __VERSION__ >= 130
in vec4 piglit_vertex;
#else
attribute vec4 piglit_vertex;
#endif
void main() { gl_Position = piglit_vertex; }
`;

/** Windows are this large unless a file says otherwise. */
const WINDOW = 250;

const versionOf = (lines: readonly string[], name: 'GL' | 'GLSL'): VersionRequirement | null => {
  for (const line of lines) {
    const found = /^(GLSL|GL)\s+(CORE\s+|COMPAT\s+|ES\s+)?(>=|<=|==|!=|=|<|>)\s*(\d+)\.(\d+)\s*$/.exec(line);
    if (found?.[1] !== name) continue;
    const [, , profile = '', operator = '', major, minor] = found;
    return {
      profile: profile.trim() as VersionRequirement['profile'],
      operator,
      version: Number(major) * (name === 'GLSL' ? 100 : 10) + Number(minor),
    };
  }
  return null;
};

/** The text of a shader with the version that its file asks for, unless it says one itself. */
const withVersion = (source: string, glsl: VersionRequirement | null, compatibility: boolean): string => {
  if (source.includes('#version ') || glsl === null) return source;
  // GLSL 1.40 of a compatibility profile has all of that before it.
  if (compatibility && glsl.version === 140) return `#version 140\n#extension GL_ARB_compatibility : enable\n${source}`;
  return `#version ${glsl.version}${glsl.profile === 'ES' && glsl.version !== 100 ? ' es' : ''}\n${source}`;
};

/** Reads a file's text. */
export function parseShaderTest(text: string): ShaderTest {
  const sections: { name: string; line: number; lines: string[] }[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const current = sections.at(-1);
    // Commands may begin with a bracket's name in comments only; nothing follows them.
    const header = /^\[([a-z0-9 ]+)\]/.exec(line);
    if (header !== null && current?.name !== 'test') sections.push({ name: header[1] ?? '', line: index + 1, lines: [] });
    else current?.lines.push(line);
  });
  const named = (name: string): string[] => sections.filter((one) => one.name === name).flatMap(({ lines }) => lines);
  const require = named('require')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean);
  const glsl = versionOf(require, 'GLSL');
  const gl = versionOf(require, 'GL');
  const shaders: TestShader[] = [];
  const foreign: string[] = [];
  for (const { name, lines } of sections) {
    const stage = stages[name];
    if (stage !== undefined)
      shaders.push({
        stage,
        source: withVersion(name.endsWith('passthrough') ? passthrough : `${lines.join('\n')}\n`, glsl, gl?.profile === 'COMPAT'),
      });
    else if (!['require', 'vertex data', 'geometry layout', 'test'].includes(name)) foreign.push(name);
  }
  const test = sections.find((one) => one.name === 'test');
  const size = require.map((line) => /^SIZE\s+(\d+)\s+(\d+)/.exec(line)).find((found) => found !== null);
  return {
    require,
    glsl,
    gl,
    shaders,
    vertexData: named('vertex data'),
    geometryLayout: named('geometry layout'),
    commands: (test?.lines ?? []).map((line, index) => ({ line: (test?.line ?? 0) + index + 1, text: line.trim() })),
    foreign,
    size: size == null ? [WINDOW, WINDOW] : [Number(size[1]), Number(size[2])],
  };
}

/** Whether a file's linking is meant to fail. */
export function expectsLinkError({ commands }: ShaderTest): boolean {
  return commands.some(({ text }) => text.startsWith('link error'));
}
