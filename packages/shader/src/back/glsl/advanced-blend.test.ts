/** Blending by the equations of KHR_blend_equation_advanced, and by a shader that reads the colour buffer. */
import { GL } from '@virglass/gl';
import { expect, test } from 'vitest';
import { floats, host, parsed, words } from '../../testing/host.test.ts';

const source = [0.5, 0.25, 1, 1];
const below = 0.5;
const clear = words(below)[0] as number;

const constantColor = (property: string): string => `FRAG
${property}DCL OUT[0], COLOR
DCL CONST[0]
MOV OUT[0], CONST[0]
END
`;

test('the equations that a shader allows stand in it', () => {
  const { info } = parsed(constantColor('PROPERTY FS_BLEND_EQUATION_ADVANCED 10\n'));
  expect(info.advancedBlend).toBe(10);
  for (const name of ['gl450', 'es320', 'es300']) {
    const { source: text } = host(name).write(parsed(constantColor('PROPERTY FS_BLEND_EQUATION_ADVANCED 10\n')));
    expect(text).toContain('layout(blend_support_multiply, blend_support_overlay) out;');
    expect(text.includes('#extension GL_KHR_blend_equation_advanced')).toBe(name !== 'es320');
  }
  const { source: all } = host('es320').write(parsed(constantColor('PROPERTY FS_BLEND_EQUATION_ADVANCED 65535\n')));
  expect(all).toContain('layout(blend_support_all_equations) out;');
  expect(host('gl450').write(parsed(constantColor(''))).source).not.toContain('blend_support');
});

test.for(['gl450', 'es320'])('%s multiplies', (name) => {
  const { targets } = host(name).draw({
    fragment: constantColor('PROPERTY FS_BLEND_EQUATION_ADVANCED 2\n'),
    fsConstants: { 0: words(...source) },
    clear,
    setup: (gl) => {
      gl.enable(GL.BLEND);
      gl.blendEquation(GL.MULTIPLY);
      return () => {
        gl.disable(GL.BLEND);
        gl.blendEquation(GL.FUNC_ADD);
      };
    },
  });
  // The destination's colour is 0.5 / 0.5 = 1 times alpha 0.5: source x 0.5 of it, and the source alone where the destination is not.
  expect(floats(targets[0] as Uint32Array)).toEqual([0.5, 0.25, 1, 1]);
});

test.for(['gl450', 'es320', 'es300'])('%s reads what the buffer had, whatever was written since', (name) => {
  const fragment = `FRAG
DCL OUT[0], COLOR
DCL CONST[0]
DCL TEMP[0]
MOV OUT[0], CONST[0]
FBFETCH TEMP[0], OUT[0]
MUL OUT[0].xyz, TEMP[0], CONST[0]
FBFETCH TEMP[0].w, OUT[0].xxxx
MOV OUT[0].w, TEMP[0].wwww
END
`;
  const { targets } = host(name).draw({ fragment, fsConstants: { 0: words(...source) }, clear });
  expect(floats(targets[0] as Uint32Array)).toEqual([0.25, 0.125, 0.5, 0.5]);
});

test('only colours are fetched', () => {
  const module = parsed('FRAG\nDCL OUT[0], POSITION\nDCL TEMP[0]\nFBFETCH TEMP[0], OUT[0]\nEND\n');
  expect(() => host('gl450').write(module)).toThrow('FBFETCH');
});
