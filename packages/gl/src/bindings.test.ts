import { expect, test } from 'vitest';
import { GL } from './constants.ts';
import { featureTable } from './feature-table.ts';
import { functionRows } from './functions.ts';
import { glFunctionNames } from './generated/function-names.ts';
import { limitTable } from './limit-table.ts';
import { createNullGl } from './null.ts';
import { parseIdentity } from './probe.ts';
import { findQuirks, quirks } from './quirks.ts';
import { createRecorderGl } from './recorder.ts';

test('there are no more constants than V8 keeps in a fast object', () => {
  expect(Object.keys(GL).length).toBeLessThan(1000);
  expect(Object.isFrozen(GL)).toBe(true);
});

test('every row of the table has a name of its own', () => {
  const count = functionRows.flatMap(({ rows }) => rows.split('\n').filter((line) => line !== '')).length;
  expect(new Set(glFunctionNames).size).toBe(count);
});

test.each(glFunctionNames)('null and recorder have %s', (name) => {
  const gl = createNullGl();
  expect(typeof gl[name]).toBe('function');
  expect(typeof createRecorderGl(gl)[name]).toBe('function');
});

test('null is an OpenGL 4.5 host that never fails', () => {
  const gl = createNullGl();
  expect([gl.features.version, gl.features.glslVersion, gl.features.isGles]).toEqual([45, 450, false]);
  for (const name of ['textureView', 'bufferStorage', 'copyImage', 'clipControl', 'computeShader', 's3tc'] as const) {
    expect(gl.features[name], name).toBe(true);
  }
  expect(gl.checkFramebufferStatus()).toBe(GL.FRAMEBUFFER_COMPLETE);
  expect(gl.getShaderParameter(1, GL.COMPILE_STATUS)).toBe(1);
  expect(gl.getProgramParameter(1, GL.LINK_STATUS)).toBe(1);
  expect(gl.getError()).toBe(GL.NO_ERROR);
  const names = [gl.createTexture(), gl.createBuffer(), gl.createTexture(), gl.fenceSync()];
  expect(new Set(names).size).toBe(4);
  expect(names).not.toContain(0);
});

test('null takes features that the caller wants', () => {
  expect(createNullGl({ textureView: false, isGles: true }).features).toMatchObject({ textureView: false, isGles: true, version: 45 });
});

test('features have every row of the tables', () => {
  const { features } = createNullGl();
  for (const name of Object.keys(featureTable)) expect(typeof features[name as keyof typeof featureTable], name).toBe('boolean');
  for (const name of Object.keys(limitTable)) expect(Number.isFinite(features[name as keyof typeof limitTable]), name).toBe(true);
  expect(features.maxUniformBlocks).toHaveLength(6);
});

test('the recorder writes enums by name, data by content, and passes results on', () => {
  const gl = createRecorderGl();
  const memory = gl.memory(16);
  memory.bytes.set([1, 2, 3, 4]);
  const buffer = gl.createBuffer();
  gl.bindBuffer(GL.ARRAY_BUFFER, buffer);
  gl.bufferData(GL.ARRAY_BUFFER, 4, memory, 0, GL.STATIC_DRAW);
  gl.bufferData(GL.ARRAY_BUFFER, 4, null, 0, GL.STATIC_DRAW);
  gl.texSubImage2D(GL.TEXTURE_2D, 0, 0, 0, 1, 1, GL.RGBA, GL.UNSIGNED_BYTE, memory, 8);
  gl.drawArrays(GL.TRIANGLES, 0, 3);
  gl.blendFuncSeparate(GL.ONE, GL.ZERO, GL.SRC_ALPHA, GL.ONE_MINUS_SRC_ALPHA);
  gl.clear(GL.COLOR_BUFFER_BIT | GL.DEPTH_BUFFER_BIT);
  gl.memoryBarrier(GL.TEXTURE_FETCH_BARRIER_BIT | 0x80000000);
  gl.activeTexture(GL.TEXTURE0 + 33);
  gl.shaderSource(1, 'void main()\n{}');
  expect(gl.checkFramebufferStatus(GL.FRAMEBUFFER)).toBe(GL.FRAMEBUFFER_COMPLETE);
  expect(gl.take()).toEqual([
    `createBuffer() = ${buffer}`,
    `bindBuffer(ARRAY_BUFFER, ${buffer})`,
    'bufferData(ARRAY_BUFFER, 4, +0 #5734a87d, STATIC_DRAW)',
    'bufferData(ARRAY_BUFFER, 4, null, STATIC_DRAW)',
    'texSubImage2D(TEXTURE_2D, 0, 0, 0, 1, 1, RGBA, UNSIGNED_BYTE, +8)',
    'drawArrays(TRIANGLES, 0, 3)',
    'blendFuncSeparate(ONE, ZERO, SRC_ALPHA, ONE_MINUS_SRC_ALPHA)',
    'clear(DEPTH_BUFFER_BIT|COLOR_BUFFER_BIT)',
    'memoryBarrier(TEXTURE_FETCH_BARRIER_BIT|0x80000000)',
    'activeTexture(TEXTURE33)',
    'shaderSource(1, "void main()\\n{}")',
    'checkFramebufferStatus(FRAMEBUFFER) = FRAMEBUFFER_COMPLETE',
  ]);
  expect(gl.lines).toEqual([]);
});

test.each([
  ['4.5 (Core Profile) Mesa 22.3.6', '4.50', false, 45, 450],
  ['4.6.0 NVIDIA 550.54.14', '4.60 NVIDIA', false, 46, 460],
  ['3.3 (Core Profile) Mesa 25.0', '3.30', false, 33, 330],
  ['OpenGL ES 3.2 Mesa 22.3.6', 'OpenGL ES GLSL ES 3.20', true, 32, 320],
  ['OpenGL ES 3.2 V@0502.0', 'OpenGL ES GLSL ES 3.20', true, 32, 320],
  ['WebGL 2.0 (OpenGL ES 3.0 Chromium)', 'WebGL GLSL ES 3.00 (OpenGL ES GLSL ES 3.0 Chromium)', true, 30, 300],
])('reads the version %s', (version, language, isGles, number, glslVersion) => {
  expect(parseIdentity(version, language, '', '')).toMatchObject({ isGles, version: number, glslVersion });
});

test('quirks are found, forced and refused', () => {
  const llvmpipe = parseIdentity('4.5 (Core Profile) Mesa 22.3.6', '4.50', 'Mesa', 'llvmpipe (LLVM 15.0.6, 256 bits)');
  expect([...findQuirks(llvmpipe)]).toEqual(['host-is-software', 'edge-flags-are-one', 'first-point-decides', 'folded-casts-are-poison']);
  expect([
    ...findQuirks(llvmpipe, '-host-is-software, -edge-flags-are-one, -first-point-decides, -folded-casts-are-poison, +no-texture-view'),
  ]).toEqual(['no-texture-view']);
  expect(() => findQuirks(llvmpipe, '+nonsense')).toThrow(/no quirk 'nonsense'/);
  expect(() => findQuirks(llvmpipe, '=no-texture-view')).toThrow(/write \+/);
  expect(new Set(quirks.map((quirk) => quirk.name)).size).toBe(quirks.length);
});
