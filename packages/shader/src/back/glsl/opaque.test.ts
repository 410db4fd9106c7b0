/**
 * Values that become integers, kept from the compiler.
 *
 * Without it each of the drawn shaders here makes LLVM 15 in llvmpipe read, write or branch on an undefined address or value; whether
 * that ends the process depends on what is in the registers, which is why the registers are filled with huge numbers.
 */
import { GL } from '@virglass/gl';
import type { NativeGl } from '@virglass/gl/native';
import { expect, test } from 'vitest';
import { host, parsed } from '../../testing/host.test.ts';
import { writeGlsl } from './write.ts';

const hidden = /intBitsToFloat\(floatBitsToInt\(.*\) \^ vg_zero\)/;

const fragment = (body: string): string => `FRAG
DCL IN[0], GENERIC[0], PERSPECTIVE
DCL IN[1], GENERIC[1], PERSPECTIVE
DCL OUT[0], COLOR
DCL SAMP[0]
DCL SVIEW[0], 2D, FLOAT
DCL CONST[0][0..7]
DCL TEMP[0..2], LOCAL
DCL TEMP[3..10], ARRAY(1), LOCAL
DCL ADDR[0]
IMM[0] FLT32 {0.0, 1.0, 1e30, 2e30}
IMM[1] UINT32 {2143289344, 0, 1, 3}
${body}
END
`;

/* prettier-ignore */
const conversions: readonly (readonly [name: string, body: string])[] = [
  ['texture coordinates', 'TEX TEMP[0], IMM[1].xxxx, SAMP[0], 2D\nMUL OUT[0], TEMP[0], IN[0]'],
  ['projected texture coordinates', 'TXP TEMP[0], IMM[0].xxxx, SAMP[0], 2D\nMUL OUT[0], TEMP[0], IN[0]'],
  ['a level', 'MOV TEMP[0], IN[0]\nMOV TEMP[0].w, IMM[1].xxxx\nTXL TEMP[1], TEMP[0], SAMP[0], 2D\nMUL OUT[0], TEMP[1], IN[1]'],
  ['a bias', 'MOV TEMP[0], IN[0]\nMOV TEMP[0].w, IMM[1].xxxx\nTXB TEMP[1], TEMP[0], SAMP[0], 2D\nMUL OUT[0], TEMP[1], IN[1]'],
  ['gradients', 'TXD TEMP[1], IN[0], IMM[1].xxxx, IMM[1].xxxx, SAMP[0], 2D\nMUL OUT[0], TEMP[1], IN[1]'],
  ['gathered texels', 'TG4 TEMP[0], IMM[1].xxxx, IMM[1].yyyy, SAMP[0], 2D\nMUL OUT[0], TEMP[0], IN[0]'],
  ['the level of a coordinate', 'LODQ TEMP[0].xy, IMM[1].xxxx, SAMP[0], 2D\nTXL TEMP[1], TEMP[0].xyyy, SAMP[0], 2D\nMUL OUT[0], TEMP[1], IN[0]'],
  ['an address', 'UCMP TEMP[0].x, CONST[0][0].xxxx, IMM[0].zzzz, IMM[0].wwww\nARL ADDR[0].x, TEMP[0].xxxx\nMOV TEMP[ADDR[0].x+3](1), IN[0]\nADD OUT[0], TEMP[4], TEMP[5]'],
  ['a rounded address', 'UCMP TEMP[0].x, CONST[0][0].xxxx, IMM[0].zzzz, IMM[0].wwww\nARR ADDR[0].x, TEMP[0].xxxx\nMOV OUT[0], CONST[0][ADDR[0].x]'],
  ['an integer as an address', 'UCMP TEMP[0].x, CONST[0][0].xxxx, IMM[0].zzzz, IMM[0].wwww\nF2I TEMP[0].x, TEMP[0].xxxx\nUARL ADDR[0].x, TEMP[0].xxxx\nMOV TEMP[ADDR[0].x+3](1), IN[0]\nADD OUT[0], TEMP[4], TEMP[5]'],
  ['an unsigned integer as a condition', 'UCMP TEMP[0].x, CONST[0][0].xxxx, -IMM[0].zzzz, -IMM[0].wwww\nF2U TEMP[0].x, TEMP[0].xxxx\nMOV OUT[0], IN[0]\nUIF TEMP[0].xxxx\nKILL\nENDIF'],
  ['sines as coordinates', 'UCMP TEMP[0], CONST[0][0].xxxx, IMM[0].zzzz, IMM[0].wwww\nSIN TEMP[0].x, TEMP[0].xxxx\nTEX TEMP[1], TEMP[0].xxxx, SAMP[0], 2D\nMUL OUT[0], TEMP[1], IN[0]'],
  ['powers as coordinates', 'UCMP TEMP[0], CONST[0][0].xxxx, IMM[0].zzzz, IMM[0].wwww\nPOW TEMP[0].x, TEMP[0].xxxx, TEMP[0].xxxx\nTEX TEMP[1], TEMP[0].xxxx, SAMP[0], 2D\nMUL OUT[0], TEMP[1], IN[0]'],
  ['exponentials as coordinates', 'UCMP TEMP[0], CONST[0][0].xxxx, IMM[0].zzzz, IMM[0].wwww\nEX2 TEMP[0].x, TEMP[0].xxxx\nTEX TEMP[1], TEMP[0].xxxx, SAMP[0], 2D\nMUL OUT[0], TEMP[1], IN[0]'],
];

const vertex = `VERT
DCL SV[0], VERTEXID
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL OUT[2], GENERIC[1]
DCL TEMP[0]
IMM[0] UINT32 {1, 2, 0, 0}
IMM[1] FLT32 {4.0, 2.0, -1.0, 1.0}
IMM[2] FLT32 {1e30, -1e30, 3e29, 1.0}
AND TEMP[0].x, SV[0].xxxx, IMM[0].xxxx
AND TEMP[0].y, SV[0].xxxx, IMM[0].yyyy
U2F TEMP[0].xy, TEMP[0].xyyy
MAD TEMP[0].xy, TEMP[0].xyyy, IMM[1].xyyy, IMM[1].zzzz
MOV TEMP[0].z, IMM[0].zzzz
MOV TEMP[0].w, IMM[1].wwww
MOV OUT[0], TEMP[0]
MAD OUT[1], TEMP[0].xyxy, IMM[2].xxxx, IMM[2]
MAD OUT[2], TEMP[0].yxyx, IMM[2].zzzz, IMM[2]
END
`;

const texture = (gl: NativeGl): (() => void) => {
  const name = gl.createTexture();
  gl.activeTexture(GL.TEXTURE0);
  gl.bindTexture(GL.TEXTURE_2D, name);
  gl.texStorage2D(GL.TEXTURE_2D, 6, GL.RGBA8, 128, 32);
  gl.texParameteri(GL.TEXTURE_2D, GL.TEXTURE_MIN_FILTER, GL.NEAREST);
  gl.texParameteri(GL.TEXTURE_2D, GL.TEXTURE_MAG_FILTER, GL.NEAREST);
  return () => gl.deleteTexture(name);
};

test.each(conversions)('%s', (_, body) => {
  const drawn = host('gl450').draw({
    vertex,
    fragment: fragment(body),
    fs: { opaqueConversions: true },
    width: 16,
    height: 16,
    setup: texture,
  });
  expect(drawn.fragmentShader.source).toMatch(hidden);
  expect(drawn.fragmentShader.usesSystemBlock).toBe(false);
});

test('depth', () => {
  const text = 'FRAG\nDCL OUT[0], POSITION\nIMM[0] UINT32 {2143289344, 0, 0, 0}\nMOV OUT[0].z, IMM[0].xxxx\nEND\n';
  const drawn = host('gl450').draw({ fragment: text, fs: { opaqueConversions: true }, depth: true });
  expect(drawn.fragmentShader.source).toMatch(/gl_FragDepth = intBitsToFloat\(floatBitsToInt\(depth\.z\) \^ vg_zero\);/);
});

test('doubles that become integers', () => {
  const text =
    'FRAG\nDCL OUT[0], COLOR\nDCL TEMP[0]\nIMM[0] UINT32 {0, 1206117376, 0, 0}\n' +
    'D2I TEMP[0].x, IMM[0].xyxy\nI2F OUT[0], TEMP[0].xxxx\nEND\n';
  const options = { dialect: host('gl450').dialect, features: host('gl450').features, opaqueConversions: true };
  const result = writeGlsl(parsed(text), options);
  expect(result.ok && result.source).toMatch(/int\(packDouble2x32\(.* \^ uint\(vg_zero\)\)\)/);
});

test('nothing is hidden unless it is asked for', () => {
  for (const [, body] of conversions) {
    const result = writeGlsl(parsed(fragment(body)), { dialect: host('gl450').dialect, features: host('gl450').features });
    expect(result.ok && result.source).not.toMatch(/vg_zero/);
  }
});

test('samples that there are not are not looked up', () => {
  const text = `FRAG
DCL IN[0], GENERIC[0], PERSPECTIVE
DCL OUT[0], COLOR
DCL CONST[0][0]
INTERP_SAMPLE OUT[0], IN[0], CONST[0][0].xxxx
END
`;
  const { fragmentShader } = host('gl450').draw({
    vertex,
    fragment: text,
    samples: 4,
    fsConstants: { 0: Uint32Array.of(1 << 28, 0, 0, 0) },
  });
  expect(fragmentShader.source).toContain('gl_NumSamples - 1');
});
