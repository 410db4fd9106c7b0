import { expect, test } from 'vitest';
import { desktopContext, linkTexts as link, pixelOf as pixel, wordsOf } from '../testing/opengl.ts';
import { testContexts } from '../testing/test-contexts.ts';

const { context } = testContexts(desktopContext);

test('compute shaders write storage and images, and count', () => {
  const gl = context();
  const program = link(gl, {
    compute: `#version 430
layout(local_size_x = 4, local_size_y = 2) in;
layout(std430, binding = 2) buffer Out { uint total; uint values[]; };
layout(binding = 1, offset = 4) uniform atomic_uint counter;
layout(rgba8) uniform writeonly image2D picture; layout(r32ui, binding = 1) uniform uimage2D sums;
uniform uint factor; shared uint part;
void main() {
  if (gl_LocalInvocationIndex == 0u) part = 0u;
  barrier();
  atomicAdd(part, 1u);
  barrier();
  uint at = gl_GlobalInvocationID.y * 8u + gl_GlobalInvocationID.x;
  values[at] = at * factor;
  if (gl_LocalInvocationIndex == 0u) atomicAdd(total, part);
  atomicCounterIncrement(counter);
  imageStore(picture, ivec2(gl_GlobalInvocationID.xy), vec4(0, 1, 0.2, 1));
  imageAtomicAdd(sums, ivec2(0), 2u);
}`,
  });
  expect([...gl.getProgramWorkGroupSize(program)!]).toEqual([4, 2, 1]);
  const storage = gl.createBuffer();
  gl.bindBufferBase(gl.SHADER_STORAGE_BUFFER, 2, storage);
  gl.bufferData(gl.SHADER_STORAGE_BUFFER, 33 * 4, gl.DYNAMIC_COPY);
  const counters = gl.createBuffer();
  gl.bindBufferBase(gl.ATOMIC_COUNTER_BUFFER, 1, counters);
  gl.bufferData(gl.ATOMIC_COUNTER_BUFFER, Uint32Array.of(5, 6), gl.DYNAMIC_COPY);
  const texture = (format: number) => {
    const one = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, one);
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, 8, 4);
    return one;
  };
  const sums = texture(gl.R32UI);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 1, 1, gl.RED_INTEGER, gl.UNSIGNED_INT, Uint32Array.of(100));
  const picture = texture(gl.RGBA8);
  gl.bindImageTexture(0, picture, 0, false, 0, gl.WRITE_ONLY, gl.RGBA8);
  gl.bindImageTexture(1, sums, 0, false, 0, gl.READ_WRITE, gl.R32UI);
  gl.uniform1ui(gl.getUniformLocation(program, 'factor'), 3);
  gl.dispatchCompute(2, 2, 1);
  gl.memoryBarrier(gl.ALL_BARRIER_BITS);
  expect(wordsOf(gl, gl.SHADER_STORAGE_BUFFER, 33)).toEqual([32, ...Array.from({ length: 32 }, (_, i) => i * 3)]);
  expect(wordsOf(gl, gl.ATOMIC_COUNTER_BUFFER, 2)).toEqual([5, 38]);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, picture, 0);
  expect(pixel(gl, 7, 3)).toEqual([0, 255, 51, 255]);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, sums, 0);
  const out = new Uint32Array(4);
  gl.readPixels(0, 0, 1, 1, gl.RGBA_INTEGER, gl.UNSIGNED_INT, out);
  expect(out[0]).toBe(164);
  // Sizes from a buffer, and a dispatch that is too large.
  gl.bindBuffer(gl.DISPATCH_INDIRECT_BUFFER, gl.createBuffer());
  gl.bufferData(gl.DISPATCH_INDIRECT_BUFFER, Uint32Array.of(9, 1, 1, 1), gl.STATIC_DRAW);
  gl.dispatchComputeIndirect(4);
  gl.memoryBarrier(gl.BUFFER_UPDATE_BARRIER_BIT);
  expect(wordsOf(gl, gl.ATOMIC_COUNTER_BUFFER, 2)).toEqual([5, 46]);
  gl.dispatchComputeIndirect(8);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.dispatchCompute(2 ** 31, 1, 1);
  expect(gl.getError()).toBe(gl.INVALID_VALUE);
  gl.useProgram(null);
  gl.dispatchCompute(1, 1, 1);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('fragments and vertices read and write images of layers, levels and buffers of storage', () => {
  const gl = context();
  const program = link(gl, {
    vertex: `#version 430
layout(std430) buffer Corners { vec2 corners[3]; };
void main() { gl_Position = vec4(corners[gl_VertexID], 0, 1); }`,
    fragment: `#version 430
layout(rgba32f) uniform readonly image2DArray layers; layout(rgba32f) uniform readonly image2D one[2];
layout(std430) buffer Sum { int fragments; } sum;
out vec4 c;
void main() { atomicAdd(sum.fragments, 1); c = imageLoad(layers, ivec3(0, 0, 2)) + imageLoad(one[0], ivec2(0)) + imageLoad(one[1], ivec2(0)); }`,
  });
  const block = (name: string) => gl.getProgramResourceIndex(program, gl.SHADER_STORAGE_BLOCK, name);
  gl.shaderStorageBlockBinding(program, block('Corners'), 4);
  gl.shaderStorageBlockBinding(program, block('Sum'), 5);
  gl.bindBufferBase(gl.SHADER_STORAGE_BUFFER, 4, gl.createBuffer());
  gl.bufferData(gl.SHADER_STORAGE_BUFFER, Float32Array.of(-1, -1, 3, -1, -1, 3), gl.STATIC_DRAW);
  gl.bindBufferBase(gl.SHADER_STORAGE_BUFFER, 5, gl.createBuffer());
  gl.bufferData(gl.SHADER_STORAGE_BUFFER, Int32Array.of(1000), gl.STATIC_DRAW);
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture);
  gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 2, gl.RGBA32F, 2, 2, 3);
  const fill = (level: number, layer: number, ...texel: number[]) => {
    const size = 2 >> level;
    const texels = Float32Array.from({ length: size * size * 4 }, (_, i) => texel[i % 4]!);
    gl.texSubImage3D(gl.TEXTURE_2D_ARRAY, level, 0, 0, layer, size, size, 1, gl.RGBA, gl.FLOAT, texels);
  };
  fill(0, 2, 0.2, 0, 0, 0.5);
  fill(0, 1, 0, 0.4, 0, 0.25);
  fill(1, 1, 0, 0, 0.6, 0.25);
  gl.bindImageTexture(0, texture, 0, true, 0, gl.READ_ONLY, gl.RGBA32F);
  gl.bindImageTexture(2, texture, 0, false, 1, gl.READ_ONLY, gl.RGBA32F);
  gl.bindImageTexture(3, texture, 1, false, 1, gl.READ_ONLY, gl.RGBA32F);
  gl.uniform1iv(gl.getUniformLocation(program, 'one'), [2, 3]);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(pixel(gl)).toEqual([51, 102, 153, 255]);
  expect(wordsOf(gl, gl.SHADER_STORAGE_BUFFER, 1)).toEqual([1016]);
  expect(gl.getIndexedParameter(gl.IMAGE_BINDING_NAME, 3)).toBe(texture);
  expect(gl.getIndexedParameter(gl.IMAGE_BINDING_LAYER, 3)).toBe(1);
  gl.deleteTexture(texture);
  expect(gl.getIndexedParameter(gl.IMAGE_BINDING_NAME, 3)).toBe(null);
  gl.bindImageTexture(0, null, 0, false, 0, gl.READ_ONLY, gl.RGB8);
  expect(gl.getError()).toBe(gl.INVALID_VALUE);
});

test('images of every target are stored to and loaded from', () => {
  const gl = context();
  const rows: readonly (readonly [type: string, target: number, size: readonly number[], coordinates: string])[] = [
    ['image1D', gl.TEXTURE_1D, [8], 'int(i)'],
    ['image2D', gl.TEXTURE_2D, [4, 2], 'ivec2(i & 3, i >> 2)'],
    ['image3D', gl.TEXTURE_3D, [2, 2, 2], 'ivec3(i & 1, (i >> 1) & 1, i >> 2)'],
    ['imageCube', gl.TEXTURE_CUBE_MAP, [2, 2], 'ivec3(i & 1, i >> 2, i % 6)'],
    ['image2DRect', gl.TEXTURE_RECTANGLE, [4, 2], 'ivec2(i & 3, i >> 2)'],
    ['imageBuffer', gl.TEXTURE_BUFFER, [], 'int(i)'],
    ['image1DArray', gl.TEXTURE_1D_ARRAY, [2, 4], 'ivec2(i & 1, i >> 1)'],
    ['image2DArray', gl.TEXTURE_2D_ARRAY, [2, 2, 2], 'ivec3(i & 1, (i >> 1) & 1, i >> 2)'],
    ['imageCubeArray', gl.TEXTURE_CUBE_MAP_ARRAY, [1, 1, 12], 'ivec3(0, 0, i + 4)'],
  ];
  const results = gl.createBuffer();
  gl.bindBufferBase(gl.SHADER_STORAGE_BUFFER, 0, results);
  const seen: Record<string, number[]> = {};
  for (const [type, target, [width = 1, height = 1, depth = 1], coordinates] of rows) {
    const compute = (body: string): string => `#version 430
layout(local_size_x = 8) in; layout(r32f) uniform ${type} image; layout(std430) buffer Out { uint values[8]; };
void main() { uint i = gl_LocalInvocationIndex; ${body} }`;
    const store = link(gl, { compute: compute(`imageStore(image, ${coordinates}, vec4(i + 1u));`) });
    const load = link(gl, { compute: compute(`values[i] = uint(imageLoad(image, ${coordinates}).x);`) });
    const texture = gl.createTexture();
    gl.bindTexture(target, texture);
    if (target === gl.TEXTURE_BUFFER) {
      const texels = gl.createBuffer();
      gl.bindBuffer(gl.TEXTURE_BUFFER, texels);
      gl.bufferData(gl.TEXTURE_BUFFER, 32, gl.DYNAMIC_COPY);
      gl.texBuffer(target, gl.R32F, texels);
    } else if (target === gl.TEXTURE_1D) gl.texStorage1D(target, 1, gl.R32F, width);
    else if (depth > 1) gl.texStorage3D(target, 1, gl.R32F, width, height, depth);
    else gl.texStorage2D(target, 1, gl.R32F, width, height);
    gl.bindImageTexture(0, texture, 0, true, 0, gl.READ_WRITE, gl.R32F);
    gl.bufferData(gl.SHADER_STORAGE_BUFFER, 32, gl.DYNAMIC_COPY);
    gl.useProgram(store);
    gl.dispatchCompute(1, 1, 1);
    gl.memoryBarrier(gl.SHADER_IMAGE_ACCESS_BARRIER_BIT);
    gl.useProgram(load);
    gl.dispatchCompute(1, 1, 1);
    gl.memoryBarrier(gl.BUFFER_UPDATE_BARRIER_BIT);
    expect(gl.getError()).toBe(0);
    seen[type] = wordsOf(gl, gl.SHADER_STORAGE_BUFFER, 8);
  }
  const all = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(seen).toEqual({ ...Object.fromEntries(rows.map(([type]) => [type, all])) });
});

test('bindings of the text are within the limits, or it does not compile', () => {
  const gl = context();
  for (const declaration of [
    'layout(binding = 5000) uniform sampler2D a;',
    'layout(binding = 500) uniform B { vec4 a; };',
    'layout(binding = 900, r8) uniform image2D a;',
    'layout(binding = 190) uniform sampler2D a[9];',
  ]) {
    const shader = gl.createShader(gl.FRAGMENT_SHADER)!;
    gl.shaderSource(shader, `#version 430\n${declaration}\nvoid main() {}`);
    gl.compileShader(shader);
    expect([declaration, gl.getShaderParameter(shader, gl.COMPILE_STATUS)]).toEqual([declaration, false]);
  }
});
