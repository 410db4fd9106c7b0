// Generated from packages/gl/src/functions.ts by packages/gl/tools/generate.ts. Do not edit.
import type { Memory } from '../../memory.ts';
import { WebGl2Objects } from '../objects.ts';

/** Functions that are a call of WebGL2 with names made objects, and functions that throw as WebGL2 has nothing alike. */
export class WebGl2Functions extends WebGl2Objects {
  createTexture(): number {
    return this.textures.add(this.gl.createTexture());
  }

  createFramebuffer(): number {
    return this.framebuffers.add(this.gl.createFramebuffer());
  }

  createRenderbuffer(): number {
    return this.renderbuffers.add(this.gl.createRenderbuffer());
  }

  createSampler(): number {
    return this.samplers.add(this.gl.createSampler());
  }

  createTransformFeedback(): number {
    return this.transformFeedbacks.add(this.gl.createTransformFeedback());
  }

  createProgramPipeline(): number {
    this.missing('createProgramPipeline');
  }

  deleteProgramPipeline(): void {
    this.missing('deleteProgramPipeline');
  }

  activeTexture(unit: number): void {
    this.gl.activeTexture(unit);
  }

  bindTexture(target: number, name: number): void {
    this.gl.bindTexture(target, this.textures.get(name));
  }

  texParameteri(target: number, pname: number, value: number): void {
    this.gl.texParameteri(target, pname, value);
  }

  texParameterf(target: number, pname: number, value: number): void {
    this.gl.texParameterf(target, pname, value);
  }

  texBorderColorf(): void {
    this.missing('texBorderColorf');
  }

  texBorderColori(): void {
    this.missing('texBorderColori');
  }

  texBorderColorui(): void {
    this.missing('texBorderColorui');
  }

  texSwizzle(): void {
    this.missing('texSwizzle');
  }

  getTexLevelParameteri(): number {
    this.missing('getTexLevelParameteri');
  }

  texStorage1D(): void {
    this.missing('texStorage1D');
  }

  texStorage2D(target: number, levels: number, internalFormat: number, width: number, height: number): void {
    this.gl.texStorage2D(target, levels, internalFormat, width, height);
  }

  texStorage3D(target: number, levels: number, internalFormat: number, width: number, height: number, depth: number): void {
    this.gl.texStorage3D(target, levels, internalFormat, width, height, depth);
  }

  texStorage2DMultisample(): void {
    this.missing('texStorage2DMultisample');
  }

  texStorage3DMultisample(): void {
    this.missing('texStorage3DMultisample');
  }

  texImage1D(): void {
    this.missing('texImage1D');
  }

  texImage2DMultisample(): void {
    this.missing('texImage2DMultisample');
  }

  texImage3DMultisample(): void {
    this.missing('texImage3DMultisample');
  }

  texSubImage1D(): void {
    this.missing('texSubImage1D');
  }

  texSubImage1DFromBuffer(): void {
    this.missing('texSubImage1DFromBuffer');
  }

  compressedTexSubImage1D(): void {
    this.missing('compressedTexSubImage1D');
  }

  getTexImage(): void {
    this.missing('getTexImage');
  }

  getTexImageToBuffer(): void {
    this.missing('getTexImageToBuffer');
  }

  getnTexImage(): void {
    this.missing('getnTexImage');
  }

  getCompressedTexImage(): void {
    this.missing('getCompressedTexImage');
  }

  getnCompressedTexImage(): void {
    this.missing('getnCompressedTexImage');
  }

  getTextureSubImage(): void {
    this.missing('getTextureSubImage');
  }

  getCompressedTextureSubImage(): void {
    this.missing('getCompressedTextureSubImage');
  }

  texBuffer(): void {
    this.missing('texBuffer');
  }

  texBufferRange(): void {
    this.missing('texBufferRange');
  }

  textureView(): void {
    this.missing('textureView');
  }

  generateMipmap(target: number): void {
    this.gl.generateMipmap(target);
  }

  copyTexSubImage1D(): void {
    this.missing('copyTexSubImage1D');
  }

  copyTexSubImage2D(target: number, level: number, dstX: number, dstY: number, x: number, y: number, width: number, height: number): void {
    this.gl.copyTexSubImage2D(target, level, dstX, dstY, x, y, width, height);
  }

  copyTexSubImage3D(
    target: number,
    level: number,
    dstX: number,
    dstY: number,
    dstZ: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    this.gl.copyTexSubImage3D(target, level, dstX, dstY, dstZ, x, y, width, height);
  }

  copyImageSubData(): void {
    this.missing('copyImageSubData');
  }

  clearTexImage(): void {
    this.missing('clearTexImage');
  }

  clearTexSubImage(): void {
    this.missing('clearTexSubImage');
  }

  invalidateTexImage(): void {
    this.missing('invalidateTexImage');
  }

  bindImageTexture(): void {
    this.missing('bindImageTexture');
  }

  textureBarrier(): void {
    this.missing('textureBarrier');
  }

  bindSampler(unit: number, name: number): void {
    this.gl.bindSampler(unit, this.samplers.get(name));
  }

  samplerParameteri(name: number, pname: number, value: number): void {
    this.gl.samplerParameteri(this.samplers.need(name), pname, value);
  }

  samplerParameterf(name: number, pname: number, value: number): void {
    this.gl.samplerParameterf(this.samplers.need(name), pname, value);
  }

  samplerBorderColorf(): void {
    this.missing('samplerBorderColorf');
  }

  samplerBorderColori(): void {
    this.missing('samplerBorderColori');
  }

  samplerBorderColorui(): void {
    this.missing('samplerBorderColorui');
  }

  bufferStorage(): void {
    this.missing('bufferStorage');
  }

  mapBufferRange(): Memory | null {
    this.missing('mapBufferRange');
  }

  flushMappedBufferRange(): void {
    this.missing('flushMappedBufferRange');
  }

  unmapBuffer(): boolean {
    this.missing('unmapBuffer');
  }

  invalidateBufferData(): void {
    this.missing('invalidateBufferData');
  }

  invalidateBufferSubData(): void {
    this.missing('invalidateBufferSubData');
  }

  clearBufferData(): void {
    this.missing('clearBufferData');
  }

  clearBufferSubData(): void {
    this.missing('clearBufferSubData');
  }

  bindFramebuffer(target: number, name: number): void {
    this.gl.bindFramebuffer(target, this.framebuffers.get(name));
  }

  checkFramebufferStatus(target: number): number {
    return this.gl.checkFramebufferStatus(target);
  }

  framebufferTexture(): void {
    this.missing('framebufferTexture');
  }

  framebufferTexture1D(): void {
    this.missing('framebufferTexture1D');
  }

  framebufferTexture2D(target: number, attachment: number, texTarget: number, name: number, level: number): void {
    this.gl.framebufferTexture2D(target, attachment, texTarget, this.textures.get(name), level);
  }

  framebufferTexture3D(): void {
    this.missing('framebufferTexture3D');
  }

  framebufferTextureLayer(target: number, attachment: number, name: number, level: number, layer: number): void {
    this.gl.framebufferTextureLayer(target, attachment, this.textures.get(name), level, layer);
  }

  framebufferRenderbuffer(target: number, attachment: number, rbTarget: number, name: number): void {
    this.gl.framebufferRenderbuffer(target, attachment, rbTarget, this.renderbuffers.get(name));
  }

  framebufferParameteri(): void {
    this.missing('framebufferParameteri');
  }

  bindRenderbuffer(target: number, name: number): void {
    this.gl.bindRenderbuffer(target, this.renderbuffers.get(name));
  }

  renderbufferStorage(target: number, internalFormat: number, width: number, height: number): void {
    this.gl.renderbufferStorage(target, internalFormat, width, height);
  }

  renderbufferStorageMultisample(target: number, samples: number, internalFormat: number, width: number, height: number): void {
    this.gl.renderbufferStorageMultisample(target, samples, internalFormat, width, height);
  }

  blitFramebuffer(
    srcX0: number,
    srcY0: number,
    srcX1: number,
    srcY1: number,
    dstX0: number,
    dstY0: number,
    dstX1: number,
    dstY1: number,
    mask: number,
    filter: number,
  ): void {
    this.gl.blitFramebuffer(srcX0, srcY0, srcX1, srcY1, dstX0, dstY0, dstX1, dstY1, mask, filter);
  }

  readBuffer(source: number): void {
    this.gl.readBuffer(source);
  }

  clear(mask: number): void {
    this.gl.clear(mask);
  }

  clearColor(r: number, g: number, b: number, a: number): void {
    this.gl.clearColor(r, g, b, a);
  }

  clearDepth(depth: number): void {
    this.gl.clearDepth(depth);
  }

  clearStencil(stencil: number): void {
    this.gl.clearStencil(stencil);
  }

  clearBufferfi(buffer: number, drawBuffer: number, depth: number, stencil: number): void {
    this.gl.clearBufferfi(buffer, drawBuffer, depth, stencil);
  }

  enableVertexAttribArray(index: number): void {
    this.gl.enableVertexAttribArray(index);
  }

  disableVertexAttribArray(index: number): void {
    this.gl.disableVertexAttribArray(index);
  }

  vertexAttribPointer(index: number, size: number, type: number, normalized: boolean, stride: number, offset: number): void {
    this.gl.vertexAttribPointer(index, size, type, normalized, stride, offset);
  }

  vertexAttribIPointer(index: number, size: number, type: number, stride: number, offset: number): void {
    this.gl.vertexAttribIPointer(index, size, type, stride, offset);
  }

  vertexAttribLPointer(): void {
    this.missing('vertexAttribLPointer');
  }

  vertexAttribDivisor(index: number, divisor: number): void {
    this.gl.vertexAttribDivisor(index, divisor);
  }

  vertexAttribFormat(): void {
    this.missing('vertexAttribFormat');
  }

  vertexAttribIFormat(): void {
    this.missing('vertexAttribIFormat');
  }

  vertexAttribLFormat(): void {
    this.missing('vertexAttribLFormat');
  }

  vertexAttribBinding(): void {
    this.missing('vertexAttribBinding');
  }

  bindVertexBuffer(): void {
    this.missing('bindVertexBuffer');
  }

  vertexBindingDivisor(): void {
    this.missing('vertexBindingDivisor');
  }

  edgeFlagPointer(): void {
    this.missing('edgeFlagPointer');
  }

  enableClientState(): void {
    this.missing('enableClientState');
  }

  disableClientState(): void {
    this.missing('disableClientState');
  }

  vertexAttrib1f(index: number, x: number): void {
    this.gl.vertexAttrib1f(index, x);
  }

  vertexAttrib2f(index: number, x: number, y: number): void {
    this.gl.vertexAttrib2f(index, x, y);
  }

  vertexAttrib3f(index: number, x: number, y: number, z: number): void {
    this.gl.vertexAttrib3f(index, x, y, z);
  }

  vertexAttrib4f(index: number, x: number, y: number, z: number, w: number): void {
    this.gl.vertexAttrib4f(index, x, y, z, w);
  }

  vertexAttribI4i(index: number, x: number, y: number, z: number, w: number): void {
    this.gl.vertexAttribI4i(index, x, y, z, w);
  }

  vertexAttribI4ui(index: number, x: number, y: number, z: number, w: number): void {
    this.gl.vertexAttribI4ui(index, x, y, z, w);
  }

  drawArrays(mode: number, first: number, count: number): void {
    this.gl.drawArrays(mode, first, count);
  }

  drawArraysInstanced(mode: number, first: number, count: number, instances: number): void {
    this.gl.drawArraysInstanced(mode, first, count, instances);
  }

  drawArraysInstancedBaseInstance(): void {
    this.missing('drawArraysInstancedBaseInstance');
  }

  drawElementsBaseVertex(): void {
    this.missing('drawElementsBaseVertex');
  }

  drawElementsInstancedBaseVertex(): void {
    this.missing('drawElementsInstancedBaseVertex');
  }

  drawElementsInstancedBaseInstance(): void {
    this.missing('drawElementsInstancedBaseInstance');
  }

  drawElementsInstancedBaseVertexBaseInstance(): void {
    this.missing('drawElementsInstancedBaseVertexBaseInstance');
  }

  drawRangeElementsBaseVertex(): void {
    this.missing('drawRangeElementsBaseVertex');
  }

  drawArraysIndirect(): void {
    this.missing('drawArraysIndirect');
  }

  drawElementsIndirect(): void {
    this.missing('drawElementsIndirect');
  }

  multiDrawArraysIndirect(): void {
    this.missing('multiDrawArraysIndirect');
  }

  multiDrawElementsIndirect(): void {
    this.missing('multiDrawElementsIndirect');
  }

  multiDrawArraysIndirectCount(): void {
    this.missing('multiDrawArraysIndirectCount');
  }

  multiDrawElementsIndirectCount(): void {
    this.missing('multiDrawElementsIndirectCount');
  }

  multiDrawArrays(): void {
    this.missing('multiDrawArrays');
  }

  multiDrawElements(): void {
    this.missing('multiDrawElements');
  }

  drawTransformFeedback(): void {
    this.missing('drawTransformFeedback');
  }

  drawTransformFeedbackInstanced(): void {
    this.missing('drawTransformFeedbackInstanced');
  }

  drawTransformFeedbackStream(): void {
    this.missing('drawTransformFeedbackStream');
  }

  drawTransformFeedbackStreamInstanced(): void {
    this.missing('drawTransformFeedbackStreamInstanced');
  }

  dispatchCompute(): void {
    this.missing('dispatchCompute');
  }

  dispatchComputeIndirect(): void {
    this.missing('dispatchComputeIndirect');
  }

  memoryBarrier(): void {
    this.missing('memoryBarrier');
  }

  memoryBarrierByRegion(): void {
    this.missing('memoryBarrierByRegion');
  }

  bindTransformFeedback(target: number, name: number): void {
    this.gl.bindTransformFeedback(target, this.transformFeedbacks.get(name));
  }

  beginTransformFeedback(mode: number): void {
    this.gl.beginTransformFeedback(mode);
  }

  endTransformFeedback(): void {
    this.gl.endTransformFeedback();
  }

  pauseTransformFeedback(): void {
    this.gl.pauseTransformFeedback();
  }

  resumeTransformFeedback(): void {
    this.gl.resumeTransformFeedback();
  }

  beginQueryIndexed(): void {
    this.missing('beginQueryIndexed');
  }

  endQueryIndexed(): void {
    this.missing('endQueryIndexed');
  }

  queryCounter(): void {
    this.missing('queryCounter');
  }

  getQueryObjectiToBuffer(): void {
    this.missing('getQueryObjectiToBuffer');
  }

  getQueryObjectuiToBuffer(): void {
    this.missing('getQueryObjectuiToBuffer');
  }

  getQueryObjecti64ToBuffer(): void {
    this.missing('getQueryObjecti64ToBuffer');
  }

  getQueryObjectui64ToBuffer(): void {
    this.missing('getQueryObjectui64ToBuffer');
  }

  beginConditionalRender(): void {
    this.missing('beginConditionalRender');
  }

  endConditionalRender(): void {
    this.missing('endConditionalRender');
  }

  flush(): void {
    this.gl.flush();
  }

  finish(): void {
    this.gl.finish();
  }

  getError(): number {
    return this.gl.getError();
  }

  debugMessageCallback(): void {
    this.missing('debugMessageCallback');
  }

  shaderSource(name: number, source: string): void {
    this.gl.shaderSource(this.shaders.need(name), source);
  }

  compileShader(name: number): void {
    this.gl.compileShader(this.shaders.need(name));
  }

  attachShader(name: number, shader: number): void {
    this.gl.attachShader(this.programs.need(name), this.shaders.need(shader));
  }

  detachShader(name: number, shader: number): void {
    this.gl.detachShader(this.programs.need(name), this.shaders.need(shader));
  }

  validateProgram(name: number): void {
    this.gl.validateProgram(this.programs.need(name));
  }

  programParameteri(): void {
    this.missing('programParameteri');
  }

  getProgramBinary(): number {
    this.missing('getProgramBinary');
  }

  programBinary(): void {
    this.missing('programBinary');
  }

  getProgramBinaryFormat(): number {
    this.missing('getProgramBinaryFormat');
  }

  bindAttribLocation(name: number, index: number, attribute: string): void {
    this.gl.bindAttribLocation(this.programs.need(name), index, attribute);
  }

  getAttribLocation(name: number, attribute: string): number {
    return this.gl.getAttribLocation(this.programs.need(name), attribute);
  }

  bindFragDataLocation(): void {
    this.missing('bindFragDataLocation');
  }

  bindFragDataLocationIndexed(): void {
    this.missing('bindFragDataLocationIndexed');
  }

  getFragDataLocation(name: number, output: string): number {
    return this.gl.getFragDataLocation(this.programs.need(name), output);
  }

  getUniformBlockIndex(name: number, block: string): number {
    return this.gl.getUniformBlockIndex(this.programs.need(name), block);
  }

  uniformBlockBinding(name: number, block: number, binding: number): void {
    this.gl.uniformBlockBinding(this.programs.need(name), block, binding);
  }

  getProgramResourceIndex(): number {
    this.missing('getProgramResourceIndex');
  }

  getProgramResource(): number {
    this.missing('getProgramResource');
  }

  shaderStorageBlockBinding(): void {
    this.missing('shaderStorageBlockBinding');
  }

  useProgramStages(): void {
    this.missing('useProgramStages');
  }

  activeShaderProgram(): void {
    this.missing('activeShaderProgram');
  }

  bindProgramPipeline(): void {
    this.missing('bindProgramPipeline');
  }

  validateProgramPipeline(): void {
    this.missing('validateProgramPipeline');
  }

  getProgramPipelineParameter(): number {
    this.missing('getProgramPipelineParameter');
  }

  getProgramPipelineInfoLog(): string {
    this.missing('getProgramPipelineInfoLog');
  }

  programUniform1i(): void {
    this.missing('programUniform1i');
  }

  programUniform4i(): void {
    this.missing('programUniform4i');
  }

  programUniform4ui(): void {
    this.missing('programUniform4ui');
  }

  programUniform1f(): void {
    this.missing('programUniform1f');
  }

  programUniform4f(): void {
    this.missing('programUniform4f');
  }

  programUniform4iv(): void {
    this.missing('programUniform4iv');
  }

  programUniform4uiv(): void {
    this.missing('programUniform4uiv');
  }

  programUniform4fv(): void {
    this.missing('programUniform4fv');
  }

  viewport(x: number, y: number, width: number, height: number): void {
    this.gl.viewport(x, y, width, height);
  }

  viewportIndexedf(): void {
    this.missing('viewportIndexedf');
  }

  viewportArrayv(): void {
    this.missing('viewportArrayv');
  }

  depthRange(near: number, far: number): void {
    this.gl.depthRange(near, far);
  }

  depthRangeIndexed(): void {
    this.missing('depthRangeIndexed');
  }

  scissor(x: number, y: number, width: number, height: number): void {
    this.gl.scissor(x, y, width, height);
  }

  scissorIndexed(): void {
    this.missing('scissorIndexed');
  }

  scissorArrayv(): void {
    this.missing('scissorArrayv');
  }

  cullFace(mode: number): void {
    this.gl.cullFace(mode);
  }

  frontFace(mode: number): void {
    this.gl.frontFace(mode);
  }

  polygonOffset(factor: number, units: number): void {
    this.gl.polygonOffset(factor, units);
  }

  lineWidth(width: number): void {
    this.gl.lineWidth(width);
  }

  pointSize(): void {
    this.missing('pointSize');
  }

  pointParameteri(): void {
    this.missing('pointParameteri');
  }

  pointParameterf(): void {
    this.missing('pointParameterf');
  }

  primitiveRestartIndex(): void {
    this.missing('primitiveRestartIndex');
  }

  patchParameteri(): void {
    this.missing('patchParameteri');
  }

  patchParameterfv(): void {
    this.missing('patchParameterfv');
  }

  sampleCoverage(value: number, invert: boolean): void {
    this.gl.sampleCoverage(value, invert);
  }

  sampleMaski(): void {
    this.missing('sampleMaski');
  }

  minSampleShading(): void {
    this.missing('minSampleShading');
  }

  getMultisamplef(): number {
    this.missing('getMultisamplef');
  }

  clampColor(): void {
    this.missing('clampColor');
  }

  lineStipple(): void {
    this.missing('lineStipple');
  }

  depthFunc(func: number): void {
    this.gl.depthFunc(func);
  }

  depthMask(on: boolean): void {
    this.gl.depthMask(on);
  }

  depthBoundsEXT(): void {
    this.missing('depthBoundsEXT');
  }

  stencilFuncSeparate(face: number, func: number, ref: number, mask: number): void {
    this.gl.stencilFuncSeparate(face, func, ref, mask);
  }

  stencilOpSeparate(face: number, fail: number, depthFail: number, pass: number): void {
    this.gl.stencilOpSeparate(face, fail, depthFail, pass);
  }

  stencilMaskSeparate(face: number, mask: number): void {
    this.gl.stencilMaskSeparate(face, mask);
  }

  colorMask(r: boolean, g: boolean, b: boolean, a: boolean): void {
    this.gl.colorMask(r, g, b, a);
  }

  blendColor(r: number, g: number, b: number, a: number): void {
    this.gl.blendColor(r, g, b, a);
  }

  blendFuncSeparate(srcRgb: number, dstRgb: number, srcAlpha: number, dstAlpha: number): void {
    this.gl.blendFuncSeparate(srcRgb, dstRgb, srcAlpha, dstAlpha);
  }

  blendEquationSeparate(rgb: number, alpha: number): void {
    this.gl.blendEquationSeparate(rgb, alpha);
  }

  blendEquation(mode: number): void {
    this.gl.blendEquation(mode);
  }

  blendBarrier(): void {
    this.missing('blendBarrier');
  }

  logicOp(): void {
    this.missing('logicOp');
  }

  hint(target: number, mode: number): void {
    this.gl.hint(target, mode);
  }
}
