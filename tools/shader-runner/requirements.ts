/** Whether a context is what a file's `[require]` asks for. */
import type { OpenGLContext } from '@virglass/guest';
import { shaderExtensions } from '@virglass/shader';
import type { ShaderTest, VersionRequirement } from './test-file.ts';
import { compareBy } from './values.ts';

/** Names of limits that lines begin with. */
const limits: Readonly<Record<string, string>> = {
  GL_MAX_VERTEX_OUTPUT_COMPONENTS: 'MAX_VERTEX_OUTPUT_COMPONENTS',
  GL_MAX_FRAGMENT_UNIFORM_COMPONENTS: 'MAX_FRAGMENT_UNIFORM_COMPONENTS',
  GL_MAX_VERTEX_UNIFORM_COMPONENTS: 'MAX_VERTEX_UNIFORM_COMPONENTS',
  GL_MAX_VERTEX_ATTRIBS: 'MAX_VERTEX_ATTRIBS',
  GL_MAX_VARYING_COMPONENTS: 'MAX_VARYING_COMPONENTS',
  GL_NUM_PROGRAM_BINARY_FORMATS: 'NUM_PROGRAM_BINARY_FORMATS',
};

/** What shaders do with these needs the context's part too, which it does not have. */
const shaderOnly: ReadonlySet<string> = new Set([
  'KHR_blend_equation_advanced',
  'EXT_shader_framebuffer_fetch',
  'EXT_shader_framebuffer_fetch_non_coherent',
  'ARB_shader_ballot',
  'ARB_shader_group_vote',
]);

/** Extensions that are a part of OpenGL since a version, beyond those that shaders name. */
const since: Readonly<Record<string, number>> = {
  ARB_texture_rg: 30,
  ARB_texture_float: 30,
  EXT_texture_array: 30,
  ARB_framebuffer_object: 30,
  EXT_provoking_vertex: 32,
  ARB_texture_swizzle: 33,
  EXT_texture_swizzle: 33,
  EXT_texture_integer: 30,
  ARB_depth_clamp: 32,
  ARB_fragment_program_shadow: 20,
  ARB_texture_storage: 42,
  ARB_transform_feedback3: 40,
  ARB_transform_feedback2: 40,
  EXT_transform_feedback: 30,
  ARB_geometry_shader4: 99,
  ARB_vertex_program: 99,
  ARB_fragment_program: 99,
  ARB_color_buffer_float: 99,
  ARB_vertex_array_object: 30,
  ARB_map_buffer_range: 30,
  ARB_draw_buffers: 20,
};

const atLeast = (requirement: VersionRequirement, version: number): boolean =>
  compareBy(requirement.operator, version, requirement.version);

/** Why a test cannot be run; '' where it can. */
export function whyNot(test: ShaderTest, gl: OpenGLContext): string {
  const foreign = test.foreign.find((name) => !name.includes('spirv') && !name.includes('specializations'));
  if (foreign !== undefined) return `[${foreign}]`;
  if (test.require.some((line) => /^SPIRV\s+ONLY/.test(line)) || (test.shaders.length === 0 && test.foreign.length > 0)) return 'SPIR-V';
  const { glVersion } = gl;
  const glsl =
    glVersion >= 33
      ? glVersion * 10
      : ([
          [32, 150],
          [31, 140],
          [30, 130],
        ].find(([of = 0]) => glVersion >= of)?.[1] ?? 120);
  const es = test.gl?.profile === 'ES' || test.glsl?.profile === 'ES';
  if (test.glsl !== null && !atLeast(test.glsl, test.glsl.profile === 'ES' ? 320 : glsl))
    return `GLSL ${test.glsl.operator} ${test.glsl.version / 100}`;
  if (test.gl !== null && !atLeast(test.gl, es ? 32 : glVersion)) return `GL ${test.gl.operator} ${test.gl.version / 10}`;
  const own = new Set(gl.getSupportedExtensions() ?? []);
  for (const line of test.require) {
    const limit = /^(?:INT\s+)?(GL_\w+)\s*(>=|<=|==|!=|=|<|>)\s*(\d+)/.exec(line);
    if (limit !== null && (line.startsWith('INT') || limits[limit[1] ?? ''] !== undefined)) {
      const [, name = '', operator = '', value = ''] = limit;
      const pname = (gl as unknown as Record<string, unknown>)[name.slice(3)];
      const have = typeof pname === 'number' ? Number(gl.getParameter(pname)) : 0;
      if (!compareBy(operator, have, Number(value))) return `${name} ${operator} ${value}`;
      continue;
    }
    const extension = /^(!?)GL_(\w+)/.exec(line);
    if (extension === null) continue;
    const [, not, name = ''] = extension;
    const version = since[name];
    const offered =
      own.has(name) ||
      own.has(`GL_${name}`) ||
      (version === undefined ? shaderExtensions.includes(name) && !shaderOnly.has(name) : glVersion >= version);
    if (offered === (not === '!')) return line;
  }
  return '';
}

/** What kind of context a file is meant for; those of `es` and `compat` run on a core profile's context all the same. */
export function profileOf(test: ShaderTest): 'core' | 'compat' | 'es' {
  if (test.gl?.profile === 'ES' || test.glsl?.profile === 'ES') return 'es';
  if (test.gl?.profile === 'COMPAT') return 'compat';
  const glsl = test.glsl?.version ?? 110;
  const gl = test.gl?.version ?? 0;
  return glsl >= 140 || gl >= 31 ? 'core' : 'compat';
}
