/** Barriers, and what fragment shaders declare about the depth test. */
import { expect, test } from 'vitest';
import { host, parsed } from '../../testing/host.test.ts';
import { linkCompute } from '../../testing/memory.test.ts';
import { glslFeatures } from './features.ts';
import { writeGlsl } from './write.ts';

const compute = (body: string): string => `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 2
DCL TEMP[0]
IMM[0] UINT32 {1, 2, 4, 8}
IMM[1] UINT32 {7, 15, 31, 0}
${body}
END
`;

const all = 'memoryBarrier();';

test.for([
  ['IMM[0].xxxx', 'memoryBarrierBuffer();'],
  ['IMM[0].yyyy', 'memoryBarrierAtomicCounter();'],
  ['IMM[0].zzzz', 'memoryBarrierImage();'],
  ['IMM[0].wwww', 'memoryBarrierShared();'],
  ['IMM[1].xxxx', all],
  ['IMM[1].yyyy', all],
  ['IMM[1].zzzz', 'groupMemoryBarrier();'],
  ['IMM[1].wwww', ''],
  ['TEMP[0].xxxx', all],
] as const)('MEMBAR %s is %s', ([operand, text]) => {
  for (const name of ['gl450', 'es310']) {
    const at = host(name);
    const shader = at.write(parsed(compute(`MEMBAR ${operand}\nBARRIER`)));
    expect(/\n {2}(\w*emory\w+\(\);)/.exec(shader.source)?.[1] ?? '').toBe(text);
    expect(shader.source).toContain('\n  barrier();');
    at.gl.deleteProgram(linkCompute(at, shader));
  }
});

test('barriers of other stages leave out what only compute shaders have', () => {
  const text = (bits: number): string => `FRAG\nIMM[0] UINT32 {${bits}, 0, 0, 0}\nMEMBAR IMM[0].xxxx\nEND\n`;
  const at = host('gl450');
  for (const [bits, barrier] of [
    [8, ''],
    [31, all],
    [5, 'memoryBarrierBuffer();'],
  ] as const) {
    const shader = at.write(parsed(text(bits)));
    expect(/\n {2}(\w*emory\w+\(\);)/.exec(shader.source)?.[1] ?? '').toBe(barrier);
    at.gl.deleteShader(at.compile('fragment', shader.source));
  }
  const dialect = { glsl: 330 };
  expect(writeGlsl(parsed(text(7)), { dialect, features: glslFeatures(dialect, () => false) })).toMatchObject({ ok: true });
});

test('early tests and coverage after them', () => {
  const text = `FRAG
PROPERTY FS_EARLY_DEPTH_STENCIL 1
PROPERTY FS_POST_DEPTH_COVERAGE 1
DCL SV[0], SAMPLEMASK
DCL BUFFER[0]
IMM[0] UINT32 {0, 0, 0, 0}
STORE BUFFER[0].x, IMM[0].xxxx, SV[0].xxxx
END
`;
  const at = host('gl450');
  const result = writeGlsl(parsed(text), { dialect: at.dialect, features: { ...at.features, postDepthCoverage: true } });
  expect(result).toMatchObject({ ok: true });
  if (!result.ok) return;
  expect(result.source).toContain('#extension GL_ARB_post_depth_coverage : require');
  expect(result.source).toContain('layout(early_fragment_tests) in;\nlayout(post_depth_coverage) in;');
  if (at.features.postDepthCoverage !== undefined && at.features.postDepthCoverage !== false)
    at.gl.deleteShader(at.compile('fragment', result.source));
  const without = writeGlsl(parsed(text), { dialect: at.dialect, features: { ...at.features, postDepthCoverage: false } });
  expect(without).toMatchObject({ ok: false });
});

test('the greatest group and the most of everything that the language has is written', () => {
  const images = Array.from({ length: 8 }, (_, i) => `DCL IMAGE[${i}], 2D, PIPE_FORMAT_R32_UINT, WR\n`).join('');
  const text = `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 16
PROPERTY CS_FIXED_BLOCK_HEIGHT 8
PROPERTY CS_FIXED_BLOCK_DEPTH 8
${images}DCL SV[0], THREAD_ID
DCL ADDR[0]
UARL ADDR[0].x, SV[0].zzzz
ATOMUADD TEMP[0].x, IMAGE[ADDR[0].x], SV[0], SV[0].xxxx, 2D, PIPE_FORMAT_R32_UINT
END
`.replace('DCL ADDR', 'DCL TEMP[0]\nDCL ADDR');
  for (const name of ['gl450', 'es320']) {
    const at = host(name);
    const shader = at.write(parsed(text));
    expect(shader.workgroup).toEqual([16, 8, 8]);
    expect(shader.images).toHaveLength(8);
    at.gl.deleteProgram(linkCompute(at, shader));
  }
});
