/** The stages that a file of a compatibility profile leaves to the fixed pipeline, as shaders: enough of it for what the files draw. */
import { profileOf } from './requirements.ts';
import type { ShaderTest, TestShader } from './test-file.ts';

const coordinates = Array.from({ length: 4 }, (_, i) => `  gl_TexCoord[${i}] = gl_MultiTexCoord${i};`).join('\n');

const vertex: TestShader = {
  stage: 'vertex',
  source: `#version 110
void main()
{
  gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex;
  gl_FrontColor = gl_Color;
  gl_BackColor = gl_Color;
  gl_FrontSecondaryColor = gl_SecondaryColor;
${coordinates}
}
`,
};

const fragment: TestShader = {
  stage: 'fragment',
  source: `#version 110
void main()
{
  gl_FragColor = gl_Color;
}
`,
};

/** A file's shaders, with those of the fixed pipeline where it draws without one of its own. */
export function completeShaders(test: ShaderTest): readonly TestShader[] {
  const { shaders } = test;
  const has = (stage: TestShader['stage']): boolean => shaders.some((one) => one.stage === stage);
  const draws = test.commands.some(({ text }) => text.startsWith('draw '));
  const separate = test.require.some((line) => /^(SSO|SEPARABLE)/.test(line));
  if (shaders.length === 0 || has('compute') || !draws || separate || profileOf(test) === 'es') return shaders;
  if (profileOf(test) === 'core' && !shaders.some(({ source }) => /gl_(Front|Back)Color|gl_Vertex/.test(source))) return shaders;
  return [...(has('vertex') ? [] : [vertex]), ...shaders, ...(has('fragment') ? [] : [fragment])];
}
