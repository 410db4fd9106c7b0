import { expect, test } from 'vitest';
import { bytesAt, cover, coverText, openglContext, useProgram } from '../testing/opengl-scene.ts';
import { testContexts } from '../testing/test-contexts.ts';
import type { OpenGLContext } from './context.ts';

const { context } = testContexts(openglContext);

const red = [255, 0, 0, 255];
const green = [0, 255, 0, 255];
const black = [0, 0, 0, 255];

/** A framebuffer with textures of these formats. */
function framebuffer(gl: OpenGLContext, formats: readonly number[]): void {
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  formats.forEach((format, i) => {
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, 8, 8);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, texture, 0);
  });
  gl.drawBuffers(formats.map((_, i) => gl.COLOR_ATTACHMENT0 + i));
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
}

test('logic operations, not on floats', () => {
  const gl = context();
  gl.clearColor(0xf0 / 255, 0x0f / 255, 1, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.enable(gl.COLOR_LOGIC_OP);
  gl.logicOp(gl.XOR);
  cover(gl, '', 'color = vec4(1., 1., 1., 0.);');
  expect(bytesAt(gl, 0, 0)).toEqual([0x0f, 0xf0, 0, 255]);
  gl.logicOp(gl.AND_INVERTED);
  cover(gl, '', 'color = vec4(0.);');
  expect(bytesAt(gl, 0, 0)).toEqual([0x0f, 0xf0, 0, 255]);
});

test('blending is that of each buffer', () => {
  const gl = context();
  framebuffer(gl, [gl.RGBA8, gl.RGBA8]);
  gl.clearColor(0, 0, 1, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.enablei(gl.BLEND, 1);
  gl.blendFunci(1, gl.ONE, gl.ONE);
  gl.colorMaski(0, true, true, false, true);
  useProgram(gl, {
    [gl.VERTEX_SHADER]: coverText,
    [gl.FRAGMENT_SHADER]:
      '#version 330\nlayout(location = 0) out vec4 a; layout(location = 1) out vec4 b; void main() { a = vec4(1., 0., 0., 1.); b = vec4(0., 1., 0., 0.); }',
  });
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(bytesAt(gl, 0, 0)).toEqual([255, 0, 255, 255]);
  gl.readBuffer(gl.COLOR_ATTACHMENT1);
  expect(bytesAt(gl, 0, 0)).toEqual([0, 255, 255, 255]);
  expect([gl.isEnabledi(gl.BLEND, 0), gl.isEnabledi(gl.BLEND, 1)]).toEqual([false, true]);
  expect(gl.getIndexedParameter(gl.BLEND_SRC_RGB, 1)).toBe(gl.ONE);
});

test('two colors of one output are blended', () => {
  const gl = context();
  gl.clearColor(1, 1, 1, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.SRC_COLOR, gl.SRC1_COLOR);
  useProgram(gl, {
    [gl.VERTEX_SHADER]: coverText,
    [gl.FRAGMENT_SHADER]:
      '#version 330\nlayout(location = 0, index = 0) out vec4 a; layout(location = 0, index = 1) out vec4 b; void main() { a = vec4(0., .5, 0., 1.); b = vec4(1., 0., .2, 0.); }',
  });
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect(bytesAt(gl, 0, 0)).toEqual([255, 64, 51, 255]);
});

test('outlines, points, and clip distances', () => {
  const gl = context();
  gl.clearColor(0, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.polygonMode(gl.FRONT_AND_BACK, gl.LINE);
  cover(gl, '', 'color = vec4(1., 0., 0., 1.);');
  expect(bytesAt(gl, 5, 6)).toEqual(black);
  gl.polygonMode(gl.FRONT_AND_BACK, gl.FILL);
  gl.enable(gl.CLIP_DISTANCE0);
  useProgram(gl, {
    [gl.VERTEX_SHADER]: `#version 150
      out float gl_ClipDistance[1];
      void main() { vec2 at = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2. - 1.; gl_ClipDistance[0] = at.x; gl_Position = vec4(at, 0., 1.); }`,
    [gl.FRAGMENT_SHADER]: '#version 150\nout vec4 c; void main() { c = vec4(0., 1., 0., 1.); }',
  });
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  expect([bytesAt(gl, 1, 4), bytesAt(gl, 6, 4)]).toEqual([black, green]);
  expect(gl.isEnabled(gl.CLIP_DISTANCE0)).toBe(true);
});

test('depth is clamped, points have sizes', () => {
  const gl = context();
  gl.clearColor(0, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  useProgram(gl, {
    [gl.VERTEX_SHADER]: '#version 150\nvoid main() { gl_Position = vec4(0., 0., 3., 1.); gl_PointSize = 2.; }',
    [gl.FRAGMENT_SHADER]: '#version 150\nout vec4 c; void main() { c = vec4(0., 1., 0., 1.); }',
  });
  gl.pointSize(6);
  gl.drawArrays(gl.POINTS, 0, 1);
  expect(bytesAt(gl, 4, 4)).toEqual(black);
  gl.enable(gl.DEPTH_CLAMP);
  gl.drawArrays(gl.POINTS, 0, 1);
  expect([bytesAt(gl, 1, 1), bytesAt(gl, 6, 6), bytesAt(gl, 0, 0)]).toEqual([green, green, black]);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.enable(gl.PROGRAM_POINT_SIZE);
  gl.drawArrays(gl.POINTS, 0, 1);
  expect([bytesAt(gl, 1, 1), bytesAt(gl, 4, 4)]).toEqual([black, green]);
});

test('a flat color is that of the provoking vertex', () => {
  const gl = context();
  useProgram(gl, {
    [gl.VERTEX_SHADER]: `#version 150
      flat out vec4 tint;
      void main() { tint = gl_VertexID == 0 ? vec4(1., 0., 0., 1.) : vec4(0., 1., 0., 1.); gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4. - 1., 0., 1.); }`,
    [gl.FRAGMENT_SHADER]: '#version 150\nflat in vec4 tint; out vec4 c; void main() { c = tint; }',
  });
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(bytesAt(gl, 0, 0)).toEqual(green);
  gl.provokingVertex(gl.FIRST_VERTEX_CONVENTION);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  expect(bytesAt(gl, 0, 0)).toEqual(red);
});

test('viewports and scissors among which a geometry shader chooses', () => {
  const gl = context();
  gl.clearColor(0, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.viewportIndexedf(0, 0, 0, 4, 8);
  gl.viewportIndexedf(1, 4, 0, 4, 8);
  gl.scissorIndexed(1, 4, 0, 4, 4);
  gl.enablei(gl.SCISSOR_TEST, 1);
  useProgram(gl, {
    [gl.VERTEX_SHADER]: '#version 410\nvoid main() {}',
    [gl.GEOMETRY_SHADER]: `#version 410
      layout(points) in; layout(triangle_strip, max_vertices = 8) out; out vec4 tint;
      void main() {
        for (int v = 0; v < 2; v++) {
          for (int i = 0; i < 4; i++) {
            gl_ViewportIndex = v;
            tint = v == 0 ? vec4(1., 0., 0., 1.) : vec4(0., 1., 0., 1.);
            gl_Position = vec4(vec2(i & 1, i >> 1) * 2. - 1., 0., 1.);
            EmitVertex();
          }
          EndPrimitive();
        }
      }`,
    [gl.FRAGMENT_SHADER]: '#version 410\nin vec4 tint; out vec4 c; void main() { c = tint; }',
  });
  gl.drawArrays(gl.POINTS, 0, 1);
  expect([bytesAt(gl, 1, 6), bytesAt(gl, 6, 1), bytesAt(gl, 6, 6)]).toEqual([red, green, black]);
  expect([...(gl.getIndexedParameter(gl.VIEWPORT, 1) as Float32Array)]).toEqual([4, 0, 4, 8]);
});

test('layers are drawn by number and cleared at once', () => {
  const gl = context();
  const array = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, array);
  gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA8, 8, 8, 3);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, array, 0);
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  gl.clearBufferfv(gl.COLOR, 0, [1, 0, 0, 1]);
  useProgram(gl, {
    [gl.VERTEX_SHADER]: '#version 150\nvoid main() {}',
    [gl.GEOMETRY_SHADER]: `#version 150
      layout(points) in; layout(triangle_strip, max_vertices = 4) out;
      void main() { for (int i = 0; i < 4; i++) { gl_Layer = 2; gl_Position = vec4(vec2(i & 1, i >> 1) * 2. - 1., 0., 1.); EmitVertex(); } }`,
    [gl.FRAGMENT_SHADER]: '#version 150\nout vec4 c; void main() { c = vec4(0., 1., 0., 1.); }',
  });
  gl.drawArrays(gl.POINTS, 0, 1);
  const texels = new Uint8Array(8 * 8 * 3 * 4);
  gl.getTexImage(gl.TEXTURE_2D_ARRAY, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  expect([0, 1, 2].map((layer) => [...texels.subarray(layer * 256, layer * 256 + 4)])).toEqual([red, red, green]);
});

test('outputs go to other attachments; formats may differ; sRGB is switched', () => {
  const gl = context();
  framebuffer(gl, [gl.RGBA8, gl.SRGB8_ALPHA8, gl.RGBA32UI]);
  gl.drawBuffers([gl.COLOR_ATTACHMENT1, gl.COLOR_ATTACHMENT0]);
  gl.clearBufferfv(gl.COLOR, 0, [0.5, 0, 0, 1]);
  gl.clearBufferfv(gl.COLOR, 1, [0, 0.5, 0, 1]);
  expect(bytesAt(gl, 0, 0)).toEqual([0, 128, 0, 255]);
  gl.readBuffer(gl.COLOR_ATTACHMENT1);
  expect(bytesAt(gl, 0, 0)).toEqual([128, 0, 0, 255]);
  gl.drawBuffers([gl.COLOR_ATTACHMENT1]);
  gl.enable(gl.FRAMEBUFFER_SRGB);
  cover(gl, '', 'color = vec4(.5, .5, .5, 1.);');
  expect(Math.abs(bytesAt(gl, 0, 0)[0]! - 188) <= 1).toBe(true);
  gl.disable(gl.FRAMEBUFFER_SRGB);
  cover(gl, '', 'color = vec4(.5, .5, .5, 1.);');
  expect(bytesAt(gl, 0, 0)[0]).toBe(128);
  gl.drawBuffers([gl.NONE, gl.NONE, gl.COLOR_ATTACHMENT2]);
  gl.clearBufferuiv(gl.COLOR, 2, [7, 8, 9, 4000000000]);
  gl.readBuffer(gl.COLOR_ATTACHMENT2);
  const words = new Uint32Array(4);
  gl.readPixels(0, 0, 1, 1, gl.RGBA_INTEGER, gl.UNSIGNED_INT, words);
  expect([...words]).toEqual([7, 8, 9, 4000000000]);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, words);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.drawBuffers([gl.COLOR_ATTACHMENT0, gl.COLOR_ATTACHMENT0]);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
});

test('blits mirror, scale and copy depth', () => {
  const gl = context();
  framebuffer(gl, [gl.RGBA8]);
  gl.clearColor(1, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(0, 0, 4, 8);
  gl.clearColor(0, 1, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.disable(gl.SCISSOR_TEST);
  gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
  gl.blitFramebuffer(0, 0, 8, 8, 8, 0, 0, 8, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  gl.bindFramebuffer(gl.FRAMEBUFFER, null);
  expect([bytesAt(gl, 1, 1), bytesAt(gl, 6, 1)]).toEqual([red, green]);
  gl.copyTexImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, 0, 0, 8, 8, 0);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION); // the framebuffer's texture is immutable
});

test('a framebuffer without attachments counts what is drawn', () => {
  const gl = context();
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_INCOMPLETE_MISSING_ATTACHMENT);
  gl.framebufferParameteri(gl.FRAMEBUFFER, gl.FRAMEBUFFER_DEFAULT_WIDTH, 20);
  gl.framebufferParameteri(gl.FRAMEBUFFER, gl.FRAMEBUFFER_DEFAULT_HEIGHT, 10);
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  gl.viewport(0, 0, 20, 10);
  const query = gl.createQuery()!;
  gl.beginQuery(gl.SAMPLES_PASSED, query);
  cover(gl, '', 'color = vec4(1.);');
  gl.endQuery(gl.SAMPLES_PASSED);
  expect(gl.getQueryObject(query, gl.QUERY_RESULT)).toBe(200);
});

test('a part of all layers is cleared', () => {
  const gl = context();
  const array = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D_ARRAY, array);
  gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA8, 4, 4, 2);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, array, 0);
  gl.clearBufferfv(gl.COLOR, 0, [1, 0, 0, 1]);
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(0, 0, 2, 4);
  gl.clearBufferfv(gl.COLOR, 0, [0, 1, 0, 1]);
  gl.disable(gl.SCISSOR_TEST);
  gl.colorMask(true, false, false, true);
  gl.clearBufferfv(gl.COLOR, 0, [0, 1, 1, 1]);
  const texels = new Uint8Array(4 * 4 * 2 * 4);
  gl.getTexImage(gl.TEXTURE_2D_ARRAY, 0, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  const at = (layer: number, x: number): number[] => [...texels.subarray(layer * 64 + x * 4, layer * 64 + x * 4 + 4)];
  expect([at(0, 0), at(0, 3), at(1, 0), at(1, 3)]).toEqual([green, black, green, black]);
  expect(gl.getError()).toBe(0);
});

test('draws into a layered cube map, and reads its faces', () => {
  const gl = context();
  const cube = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_CUBE_MAP, cube);
  for (let face = 0; face < 6; face++) {
    gl.texImage2D(gl.TEXTURE_CUBE_MAP_POSITIVE_X + face, 0, gl.RGBA8, 4, 4, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  }
  gl.texParameteri(gl.TEXTURE_CUBE_MAP, gl.TEXTURE_MAX_LEVEL, 0);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.framebufferTexture(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, cube, 0);
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  gl.clearColor(1, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  const face = new Uint8Array(64);
  gl.getTexImage(gl.TEXTURE_CUBE_MAP_NEGATIVE_Z, 0, gl.RGBA, gl.UNSIGNED_BYTE, face);
  expect([...face.subarray(60)]).toEqual(red);
  expect(gl.getFramebufferAttachmentParameter(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.FRAMEBUFFER_ATTACHMENT_LAYERED)).toBe(true);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_CUBE_MAP_POSITIVE_Y, cube, 0);
  gl.clearColor(0, 1, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  expect(bytesAt(gl, 0, 0)).toEqual(green);
  gl.getTexImage(gl.TEXTURE_CUBE_MAP_NEGATIVE_Z, 0, gl.RGBA, gl.UNSIGNED_BYTE, face);
  expect([...face.subarray(60)]).toEqual(red);
});

test('depth is offset, stencil has two sides, every sample is shaded', () => {
  const gl = context();
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  const attach = (point: number, format: number, samples: number): void => {
    const renderbuffer = gl.createRenderbuffer();
    gl.bindRenderbuffer(gl.RENDERBUFFER, renderbuffer);
    gl.renderbufferStorageMultisample(gl.RENDERBUFFER, samples, format, 8, 8);
    gl.framebufferRenderbuffer(gl.FRAMEBUFFER, point, gl.RENDERBUFFER, renderbuffer);
  };
  attach(gl.COLOR_ATTACHMENT0, gl.RGBA8, 0);
  attach(gl.DEPTH_STENCIL_ATTACHMENT, gl.DEPTH24_STENCIL8, 0);
  gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT | gl.STENCIL_BUFFER_BIT);
  gl.enable(gl.DEPTH_TEST);
  gl.enable(gl.STENCIL_TEST);
  gl.stencilOpSeparate(gl.FRONT, gl.KEEP, gl.KEEP, gl.INCR);
  gl.stencilOpSeparate(gl.BACK, gl.KEEP, gl.KEEP, gl.INVERT);
  cover(gl, '', 'color = vec4(1., 0., 0., 1.);');
  gl.depthFunc(gl.EQUAL);
  gl.enable(gl.POLYGON_OFFSET_FILL);
  gl.polygonOffset(0, 100);
  cover(gl, '', 'color = vec4(0., 1., 0., 1.);');
  expect(bytesAt(gl, 2, 2)).toEqual(red);
  gl.disable(gl.POLYGON_OFFSET_FILL);
  cover(gl, '', 'color = vec4(0., 1., 0., 1.);');
  expect(bytesAt(gl, 2, 2)).toEqual(green);
  const stencil = new Uint8Array(4);
  gl.readPixels(0, 0, 1, 1, gl.STENCIL_INDEX, gl.UNSIGNED_BYTE, stencil);
  expect(stencil[0]).toBe(2);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  attach(gl.COLOR_ATTACHMENT0, gl.RGBA8, 4);
  expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
  gl.enable(gl.SAMPLE_SHADING);
  gl.minSampleShading(1);
  cover(gl, '', 'color = vec4(float(gl_SampleID) / 3., 0., 0., 1.);', 400);
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, stencil);
  expect(gl.getError()).toBe(gl.INVALID_OPERATION);
  gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
  gl.blitFramebuffer(0, 0, 8, 8, 0, 0, 8, 8, gl.COLOR_BUFFER_BIT, gl.NEAREST);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
  expect(Math.abs(bytesAt(gl, 3, 3)[0]! - 128) <= 2).toBe(true);
});
