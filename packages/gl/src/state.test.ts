import { beforeEach, expect, test } from 'vitest';
import { GL } from './constants.ts';
import type { Features } from './features.ts';
import { createNullGl } from './null.ts';
import { type RecorderGl, createRecorderGl } from './recorder.ts';
import { GlState } from './state.ts';

let gl: RecorderGl;
let state: GlState;

function start(features: Partial<Features> = {}): void {
  gl = createRecorderGl(createNullGl(features));
  state = new GlState(gl);
  gl.take();
}

beforeEach(() => start());

/** Each row: a name, a call, another call that differs; the first twice makes one GL call, then the second another. */
const calls: [string, (s: GlState) => void, (s: GlState) => void][] = [
  ['useProgram', (s) => s.useProgram(1), (s) => s.useProgram(2)],
  ['bindProgramPipeline', (s) => s.bindProgramPipeline(1), (s) => s.bindProgramPipeline(0)],
  ['bindVertexArray', (s) => s.bindVertexArray(1), (s) => s.bindVertexArray(2)],
  ['bindBuffer', (s) => s.bindBuffer(GL.ARRAY_BUFFER, 1), (s) => s.bindBuffer(GL.ARRAY_BUFFER, 2)],
  [
    'bindBufferRange',
    (s) => s.bindBufferRange(GL.UNIFORM_BUFFER, 3, 1, 256, 64),
    (s) => s.bindBufferRange(GL.UNIFORM_BUFFER, 3, 1, 256, 65),
  ],
  ['bindBufferBase', (s) => s.bindBufferBase(GL.UNIFORM_BUFFER, 3, 1), (s) => s.bindBufferBase(GL.UNIFORM_BUFFER, 3, 2)],
  ['bindTexture', (s) => s.bindTextureForDraw(0, GL.TEXTURE_2D, 1), (s) => s.bindTextureForDraw(0, GL.TEXTURE_2D, 2)],
  ['bindSampler', (s) => s.bindSampler(5, 1), (s) => s.bindSampler(5, 2)],
  [
    'bindImageTexture',
    (s) => s.bindImageTexture(1, 2, 0, true, 0, GL.READ_ONLY, GL.RGBA8),
    (s) => s.bindImageTexture(1, 2, 0, true, 0, GL.READ_WRITE, GL.RGBA8),
  ],
  ['bindFramebuffer', (s) => s.bindFramebuffer(GL.FRAMEBUFFER, 1), (s) => s.bindFramebuffer(GL.FRAMEBUFFER, 2)],
  ['bindRenderbuffer', (s) => s.bindRenderbuffer(1), (s) => s.bindRenderbuffer(2)],
  ['bindTransformFeedback', (s) => s.bindTransformFeedback(1), (s) => s.bindTransformFeedback(2)],
  ['enable', (s) => s.enable(GL.DEPTH_TEST), (s) => s.disable(GL.DEPTH_TEST)],
  ['enable', (s) => s.enable(GL.BLEND), (s) => s.disable(GL.BLEND)],
  ['enable', (s) => s.enable(GL.SCISSOR_TEST), (s) => s.disable(GL.SCISSOR_TEST)],
  ['enablei', (s) => s.setEnabledIndexed(GL.BLEND, 2, true), (s) => s.setEnabledIndexed(GL.BLEND, 2, false)],
  ['enablei', (s) => s.setEnabledIndexed(GL.SCISSOR_TEST, 2, true), (s) => s.setEnabledIndexed(GL.SCISSOR_TEST, 2, false)],
  ['viewport', (s) => s.viewport(0, 0, 1, 1), (s) => s.viewport(0, 0, 2, 1)],
  ['viewportIndexedf', (s) => s.viewportIndexed(1, 0.5, 0, 1, 1), (s) => s.viewportIndexed(1, 0.25, 0, 1, 1)],
  ['depthRange', (s) => s.depthRange(0, 1), (s) => s.depthRange(1, 0)],
  ['depthRangeIndexed', (s) => s.depthRangeIndexed(1, 0, 1), (s) => s.depthRangeIndexed(1, 1, 0)],
  ['scissor', (s) => s.scissor(0, 0, 1, 1), (s) => s.scissor(0, 0, 2, 1)],
  ['scissorIndexed', (s) => s.scissorIndexed(1, 0, 0, 1, 1), (s) => s.scissorIndexed(1, 0, 0, 2, 1)],
  ['cullFace', (s) => s.cullFace(GL.FRONT), (s) => s.cullFace(GL.BACK)],
  ['frontFace', (s) => s.frontFace(GL.CW), (s) => s.frontFace(GL.CCW)],
  ['polygonMode', (s) => s.polygonMode(GL.LINE), (s) => s.polygonMode(GL.FILL)],
  ['polygonOffsetClamp', (s) => s.polygonOffset(1, 2), (s) => s.polygonOffset(1, 2, 3)],
  ['lineWidth', (s) => s.lineWidth(1), (s) => s.lineWidth(2)],
  ['pointSize', (s) => s.pointSize(1), (s) => s.pointSize(2)],
  ['pointParameteri', (s) => s.pointSpriteOrigin(GL.LOWER_LEFT), (s) => s.pointSpriteOrigin(GL.UPPER_LEFT)],
  ['provokingVertex', (s) => s.provokingVertex(GL.FIRST_VERTEX_CONVENTION), (s) => s.provokingVertex(GL.LAST_VERTEX_CONVENTION)],
  ['clipControl', (s) => s.clipControl(GL.LOWER_LEFT, GL.ZERO_TO_ONE), (s) => s.clipControl(GL.LOWER_LEFT, GL.NEGATIVE_ONE_TO_ONE)],
  ['primitiveRestartIndex', (s) => s.primitiveRestartIndex(0xffffffff), (s) => s.primitiveRestartIndex(0xffff)],
  ['patchParameteri', (s) => s.patchVertices(3), (s) => s.patchVertices(4)],
  ['patchParameterfv', (s) => s.patchOuterLevels(1, 1, 1, 1), (s) => s.patchOuterLevels(1, 1, 1, 2)],
  ['patchParameterfv', (s) => s.patchInnerLevels(1, 1), (s) => s.patchInnerLevels(1, 2)],
  ['colorMask', (s) => s.colorMask(true, true, false, true), (s) => s.colorMask(true, true, true, true)],
  ['colorMaski', (s) => s.colorMaski(1, true, true, false, true), (s) => s.colorMaski(1, true, true, true, true)],
  ['blendFuncSeparate', (s) => s.blendFuncSeparate(-1, 1, 0, 1, 0), (s) => s.blendFuncSeparate(-1, 1, 1, 1, 0)],
  ['blendFuncSeparatei', (s) => s.blendFuncSeparate(1, 1, 0, 1, 0), (s) => s.blendFuncSeparate(1, 1, 1, 1, 0)],
  [
    'blendEquationSeparate',
    (s) => s.blendEquationSeparate(-1, GL.FUNC_ADD, GL.MIN),
    (s) => s.blendEquationSeparate(-1, GL.FUNC_ADD, GL.MAX),
  ],
  [
    'blendEquationSeparatei',
    (s) => s.blendEquationSeparate(1, GL.FUNC_ADD, GL.MIN),
    (s) => s.blendEquationSeparate(1, GL.FUNC_ADD, GL.MAX),
  ],
  ['blendEquation', (s) => s.blendEquation(GL.MULTIPLY), (s) => s.blendEquation(GL.SCREEN)],
  ['blendColor', (s) => s.blendColor(0, 0, 0, 0.1), (s) => s.blendColor(0, 0, 0, 0.2)],
  ['depthMask', (s) => s.depthMask(true), (s) => s.depthMask(false)],
  ['depthFunc', (s) => s.depthFunc(GL.LESS), (s) => s.depthFunc(GL.LEQUAL)],
  ['stencilFuncSeparate', (s) => s.stencilFuncSeparate(GL.FRONT, GL.LESS, 1, 255), (s) => s.stencilFuncSeparate(GL.FRONT, GL.LESS, 2, 255)],
  [
    'stencilOpSeparate',
    (s) => s.stencilOpSeparate(GL.BACK, GL.KEEP, GL.KEEP, GL.KEEP),
    (s) => s.stencilOpSeparate(GL.BACK, GL.KEEP, GL.KEEP, GL.INCR),
  ],
  ['stencilMaskSeparate', (s) => s.stencilMaskSeparate(GL.FRONT_AND_BACK, 0xffffffff), (s) => s.stencilMaskSeparate(GL.FRONT_AND_BACK, 1)],
  ['logicOp', (s) => s.logicOp(GL.COPY), (s) => s.logicOp(GL.XOR)],
  ['sampleMaski', (s) => s.sampleMask(0, 0xffffffff), (s) => s.sampleMask(0, 1)],
  ['minSampleShading', (s) => s.minSampleShading(1), (s) => s.minSampleShading(0)],
  ['sampleCoverage', (s) => s.sampleCoverage(1, false), (s) => s.sampleCoverage(1, true)],
];

test.each(calls)('%s calls GL only for a new value', (name, first, second) => {
  first(state);
  const made = gl.take();
  expect(made.at(-1)).toMatch(new RegExp(`^${name}\\(`));
  first(state);
  expect(gl.take()).toEqual([]);
  second(state);
  expect(gl.take().length).toBeGreaterThan(0);
  second(state);
  expect(gl.take()).toEqual([]);
  state.reset();
  second(state);
  expect(gl.take().length).toBeGreaterThan(0);
});

test('the element buffer belongs to the vertex array', () => {
  state.bindVertexArray(1);
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 7);
  state.bindVertexArray(2);
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 8);
  state.bindVertexArray(1);
  gl.take();
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 7);
  expect(gl.take()).toEqual([]);
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 8);
  expect(gl.take()).toEqual(['bindBuffer(ELEMENT_ARRAY_BUFFER, 8)']);
});

test('vertex arrays with large names are remembered too', () => {
  state.bindVertexArray(1000);
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 7);
  state.bindVertexArray(1);
  state.bindVertexArray(1000);
  gl.take();
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 7);
  expect(gl.take()).toEqual([]);
});

test('bindTexture leaves its unit active, bindTextureForDraw does not bother', () => {
  state.bindTexture(1, GL.TEXTURE_2D, 5);
  state.bindTexture(0, GL.TEXTURE_2D, 6);
  gl.take();
  state.bindTextureForDraw(1, GL.TEXTURE_2D, 5);
  expect(gl.take()).toEqual([]);
  state.bindTexture(1, GL.TEXTURE_2D, 5);
  expect(gl.take()).toEqual(['activeTexture(TEXTURE1)']);
});

test('each target of a unit has a texture', () => {
  state.bindTexture(0, GL.TEXTURE_2D, 5);
  state.bindTexture(0, GL.TEXTURE_CUBE_MAP, 6);
  gl.take();
  state.bindTexture(0, GL.TEXTURE_2D, 5);
  state.bindTexture(0, GL.TEXTURE_CUBE_MAP, 6);
  expect(gl.take()).toEqual([]);
});

test('a numbered binding binds the target itself', () => {
  state.bindBufferRange(GL.UNIFORM_BUFFER, 0, 4, 0, 16);
  gl.take();
  state.bindBuffer(GL.UNIFORM_BUFFER, 4);
  expect(gl.take()).toEqual([]);
});

test('a whole buffer is not a range of it', () => {
  state.bindBufferRange(GL.UNIFORM_BUFFER, 0, 4, 0, 16);
  gl.take();
  state.bindBufferBase(GL.UNIFORM_BUFFER, 0, 4);
  state.bindBufferRange(GL.UNIFORM_BUFFER, 0, 4, 0, 16);
  expect(gl.take()).toEqual(['bindBufferBase(UNIFORM_BUFFER, 0, 4)', 'bindBufferRange(UNIFORM_BUFFER, 0, 4, 0, 16)']);
});

test('transform feedback buffers belong to the transform feedback object', () => {
  state.bindTransformFeedback(1);
  state.bindBufferRange(GL.TRANSFORM_FEEDBACK_BUFFER, 0, 4, 0, 16);
  state.bindTransformFeedback(2);
  gl.take();
  state.bindBufferRange(GL.TRANSFORM_FEEDBACK_BUFFER, 0, 4, 0, 16);
  expect(gl.take().length).toBe(1);
});

test('READ and DRAW framebuffers are two, FRAMEBUFFER is both', () => {
  state.bindFramebuffer(GL.FRAMEBUFFER, 1);
  state.bindFramebuffer(GL.READ_FRAMEBUFFER, 2);
  gl.take();
  state.bindFramebuffer(GL.DRAW_FRAMEBUFFER, 1);
  expect(gl.take()).toEqual([]);
  state.bindFramebuffer(GL.FRAMEBUFFER, 1);
  expect(gl.take()).toEqual(['bindFramebuffer(FRAMEBUFFER, 1)']);
});

test('setting one of several makes setting all a change', () => {
  state.viewport(0, 0, 8, 8);
  state.viewportIndexed(3, 0, 0, 4, 4);
  state.colorMask(true, true, true, true);
  state.colorMaski(3, false, true, true, true);
  state.blendFuncSeparate(-1, 1, 0, 1, 0);
  state.blendFuncSeparate(3, 1, 1, 1, 0);
  state.enable(GL.BLEND);
  state.setEnabledIndexed(GL.BLEND, 3, false);
  gl.take();
  state.viewport(0, 0, 8, 8);
  state.colorMask(true, true, true, true);
  state.blendFuncSeparate(-1, 1, 0, 1, 0);
  state.enable(GL.BLEND);
  expect(gl.take()).toEqual([
    'viewport(0, 0, 8, 8)',
    'colorMask(true, true, true, true)',
    'blendFuncSeparate(ONE, ZERO, ONE, ZERO)',
    'enable(BLEND)',
  ]);
});

test('setting all is setting each', () => {
  state.viewport(0, 0, 8, 8);
  state.depthRange(0, 1);
  state.scissor(0, 0, 8, 8);
  state.enable(GL.SCISSOR_TEST);
  gl.take();
  state.viewportIndexed(3, 0, 0, 8, 8);
  state.depthRangeIndexed(3, 0, 1);
  state.scissorIndexed(3, 0, 0, 8, 8);
  state.setEnabledIndexed(GL.SCISSOR_TEST, 3, true);
  expect(gl.take()).toEqual([]);
});

test('faces are set one by one or both at once', () => {
  state.stencilFuncSeparate(GL.FRONT, GL.LESS, 1, 255);
  state.stencilFuncSeparate(GL.BACK, GL.LESS, 1, 255);
  gl.take();
  state.stencilFuncSeparate(GL.FRONT_AND_BACK, GL.LESS, 1, 255);
  expect(gl.take()).toEqual([]);
  state.stencilFuncSeparate(GL.BACK, GL.LESS, 2, 255);
  state.stencilFuncSeparate(GL.FRONT_AND_BACK, GL.LESS, 1, 255);
  expect(gl.take().length).toBe(2);
});

test('a deleted object is bound nowhere', () => {
  state.bindTexture(3, GL.TEXTURE_2D, 5);
  state.bindBuffer(GL.ARRAY_BUFFER, 6);
  state.bindBufferRange(GL.UNIFORM_BUFFER, 2, 6, 0, 16);
  state.bindVertexArray(7);
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 6);
  state.bindSampler(3, 8);
  state.bindFramebuffer(GL.FRAMEBUFFER, 9);
  state.useProgram(10);
  for (const forget of [
    () => state.deleteTexture(5),
    () => state.deleteBuffer(6),
    () => state.deleteSampler(8),
    () => state.deleteFramebuffer(9),
    () => state.deleteProgram(10),
  ])
    forget();
  gl.take();
  // The same names again: new objects, so each call must reach GL.
  state.bindTexture(3, GL.TEXTURE_2D, 5);
  state.bindBuffer(GL.ARRAY_BUFFER, 6);
  state.bindBufferRange(GL.UNIFORM_BUFFER, 2, 6, 0, 16);
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 6);
  state.bindSampler(3, 8);
  state.bindFramebuffer(GL.FRAMEBUFFER, 9);
  state.useProgram(10);
  expect(gl.take()).toEqual([
    'bindTexture(TEXTURE_2D, 5)',
    'bindBuffer(ARRAY_BUFFER, 6)',
    'bindBufferRange(UNIFORM_BUFFER, 2, 6, 0, 16)',
    'bindBuffer(ELEMENT_ARRAY_BUFFER, 6)',
    'bindSampler(3, 8)',
    'bindFramebuffer(FRAMEBUFFER, 9)',
    'useProgram(10)',
  ]);
});

test('another vertex array does not believe that it still holds a deleted buffer', () => {
  state.bindVertexArray(1);
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 6);
  state.bindVertexArray(2);
  state.deleteBuffer(6);
  state.bindVertexArray(1);
  gl.take();
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 6);
  expect(gl.take()).toEqual(['bindBuffer(ELEMENT_ARRAY_BUFFER, 6)']);
});

test('a deleted vertex array is not bound, and its name means a new one', () => {
  state.bindVertexArray(1);
  state.deleteVertexArray(1);
  gl.take();
  state.bindVertexArray(0);
  expect(gl.take()).toEqual([]);
  state.bindVertexArray(1);
  state.bindBuffer(GL.ELEMENT_ARRAY_BUFFER, 0);
  expect(gl.take()).toEqual(['bindVertexArray(1)', 'bindBuffer(ELEMENT_ARRAY_BUFFER, 0)']);
});

test('a compatibility context has a polygon mode of each face, others have that of front faces for both', () => {
  start({ compatibility: true });
  state.polygonMode(GL.LINE, GL.FILL);
  state.polygonMode(GL.LINE, GL.FILL);
  state.lineStipple(2, 0xff);
  state.lineStipple(2, 0xff);
  expect(gl.take()).toEqual(['polygonMode(FRONT, LINE)', 'polygonMode(BACK, FILL)', 'lineStipple(2, 255)']);
  start({ compatibility: false });
  state.polygonMode(GL.LINE, GL.FILL);
  state.lineStipple(2, 0xff);
  state.enable(GL.LINE_STIPPLE);
  expect(gl.take()).toEqual(['polygonMode(FRONT_AND_BACK, LINE)']);
});

test('state that the context lacks is left alone', () => {
  start({
    polygonMode: false,
    logicOp: false,
    pointSize: false,
    pointSpriteOrigin: false,
    provokingVertex: false,
    clipControl: false,
    primitiveRestart: 'fixed',
    tessellation: false,
    sampleShading: false,
    maxSampleMaskWords: 0,
    srgbFramebuffer: false,
    multisampleControl: false,
    smooth: false,
    depthClamp: false,
  });
  state.polygonMode(GL.LINE);
  state.logicOp(GL.XOR);
  state.pointSize(2);
  state.pointSpriteOrigin(GL.UPPER_LEFT);
  state.provokingVertex(GL.FIRST_VERTEX_CONVENTION);
  state.clipControl(GL.LOWER_LEFT, GL.ZERO_TO_ONE);
  state.primitiveRestartIndex(3);
  state.patchVertices(3);
  state.patchOuterLevels(1, 1, 1, 1);
  state.minSampleShading(1);
  state.sampleMask(0, 1);
  for (const cap of [GL.FRAMEBUFFER_SRGB, GL.MULTISAMPLE, GL.LINE_SMOOTH, GL.DEPTH_CLAMP]) state.setEnabled(cap, true);
  expect(gl.take()).toEqual([]);
});

test('a context with one viewport and one blend takes the first of several', () => {
  start({ viewportArray: false, independentBlend: false, independentBlendFunc: false, polygonOffsetClamp: false });
  state.viewportIndexed(0, 0.4, 0.6, 8, 8);
  state.viewportIndexed(1, 0, 0, 4, 4);
  state.scissorIndexed(0, 0, 0, 8, 8);
  state.scissorIndexed(1, 0, 0, 4, 4);
  state.depthRangeIndexed(0, 0, 1);
  state.depthRangeIndexed(1, 1, 0);
  state.setEnabledIndexed(GL.BLEND, 0, true);
  state.setEnabledIndexed(GL.BLEND, 1, false);
  state.setEnabledIndexed(GL.SCISSOR_TEST, 0, true);
  state.setEnabledIndexed(GL.SCISSOR_TEST, 1, false);
  state.colorMaski(0, true, true, true, true);
  state.colorMaski(1, false, true, true, true);
  state.blendFuncSeparate(0, 1, 0, 1, 0);
  state.blendFuncSeparate(1, 1, 1, 1, 1);
  state.blendEquationSeparate(0, GL.FUNC_ADD, GL.FUNC_ADD);
  state.blendEquationSeparate(1, GL.MIN, GL.MIN);
  state.polygonOffset(1, 2, 3);
  expect(gl.take()).toEqual([
    'viewport(0, 1, 8, 8)',
    'scissor(0, 0, 8, 8)',
    'depthRange(0, 1)',
    'enable(BLEND)',
    'enable(SCISSOR_TEST)',
    'colorMask(true, true, true, true)',
    'blendFuncSeparate(ONE, ZERO, ONE, ZERO)',
    'blendEquationSeparate(FUNC_ADD, FUNC_ADD)',
    'polygonOffset(1, 2)',
  ]);
});

test('indices beyond the context are ignored', () => {
  state.viewportIndexed(99, 0, 0, 1, 1);
  state.scissorIndexed(99, 0, 0, 1, 1);
  state.depthRangeIndexed(99, 0, 1);
  state.colorMaski(99, true, true, true, true);
  state.blendFuncSeparate(99, 1, 0, 1, 0);
  state.blendEquationSeparate(99, GL.FUNC_ADD, GL.FUNC_ADD);
  state.sampleMask(99, 1);
  expect(gl.take()).toEqual([]);
});

test('how texels lie is set piece by piece', () => {
  state.pixelStoreUnpack(4, 0, 0);
  gl.take();
  state.pixelStoreUnpack(4, 16, 0);
  expect(gl.take()).toEqual(['pixelStorei(UNPACK_ROW_LENGTH, 16)']);
  state.pixelStorePack(1, 0);
  gl.take();
  state.pixelStorePack(1, 0);
  state.pixelStoreUnpack(4, 16, 0);
  expect(gl.take()).toEqual([]);
});
