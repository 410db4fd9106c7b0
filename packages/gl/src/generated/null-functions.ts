// Generated from packages/gl/src/functions.ts by packages/gl/tools/generate.ts. Do not edit.
import type { Memory } from '../memory.ts';
import type { GlFunctions } from './functions.ts';

/** Every GL function, doing nothing: names are counted up, everything else is 0, false, empty or null. */
export class NullFunctions implements GlFunctions {
  /** The last object name given out; names are unique over all kinds. */
  protected lastName = 0;

  createTexture(): number {
    return ++this.lastName;
  }

  deleteTexture(): void {}

  createBuffer(): number {
    return ++this.lastName;
  }

  deleteBuffer(): void {}

  createFramebuffer(): number {
    return ++this.lastName;
  }

  deleteFramebuffer(): void {}

  createRenderbuffer(): number {
    return ++this.lastName;
  }

  deleteRenderbuffer(): void {}

  createSampler(): number {
    return ++this.lastName;
  }

  deleteSampler(): void {}

  createQuery(): number {
    return ++this.lastName;
  }

  deleteQuery(): void {}

  createVertexArray(): number {
    return ++this.lastName;
  }

  deleteVertexArray(): void {}

  createTransformFeedback(): number {
    return ++this.lastName;
  }

  deleteTransformFeedback(): void {}

  createProgramPipeline(): number {
    return ++this.lastName;
  }

  deleteProgramPipeline(): void {}

  createShader(): number {
    return ++this.lastName;
  }

  deleteShader(): void {}

  createProgram(): number {
    return ++this.lastName;
  }

  deleteProgram(): void {}

  activeTexture(): void {}

  bindTexture(): void {}

  texParameteri(): void {}

  texParameterf(): void {}

  texBorderColorf(): void {}

  texBorderColori(): void {}

  texBorderColorui(): void {}

  texSwizzle(): void {}

  getTexParameteri(): number {
    return 0;
  }

  getTexLevelParameteri(): number {
    return 0;
  }

  texStorage1D(): void {}

  texStorage2D(): void {}

  texStorage3D(): void {}

  texStorage2DMultisample(): void {}

  texStorage3DMultisample(): void {}

  texImage1D(): void {}

  texImage2D(): void {}

  texImage3D(): void {}

  texImage2DMultisample(): void {}

  texImage3DMultisample(): void {}

  texSubImage1D(): void {}

  texSubImage2D(): void {}

  texSubImage3D(): void {}

  texSubImage1DFromBuffer(): void {}

  texSubImage2DFromBuffer(): void {}

  texSubImage3DFromBuffer(): void {}

  compressedTexImage2D(): void {}

  compressedTexImage3D(): void {}

  compressedTexSubImage1D(): void {}

  compressedTexSubImage2D(): void {}

  compressedTexSubImage3D(): void {}

  compressedTexSubImage2DFromBuffer(): void {}

  compressedTexSubImage3DFromBuffer(): void {}

  getTexImage(): void {}

  getTexImageToBuffer(): void {}

  getnTexImage(): void {}

  getCompressedTexImage(): void {}

  getnCompressedTexImage(): void {}

  getTextureSubImage(): void {}

  getCompressedTextureSubImage(): void {}

  texBuffer(): void {}

  texBufferRange(): void {}

  textureView(): void {}

  generateMipmap(): void {}

  copyTexSubImage1D(): void {}

  copyTexSubImage2D(): void {}

  copyTexSubImage3D(): void {}

  copyImageSubData(): void {}

  clearTexImage(): void {}

  clearTexSubImage(): void {}

  invalidateTexImage(): void {}

  bindImageTexture(): void {}

  textureBarrier(): void {}

  pixelStorei(): void {}

  getInternalformat(): number {
    return 0;
  }

  bindSampler(): void {}

  samplerParameteri(): void {}

  samplerParameterf(): void {}

  samplerBorderColorf(): void {}

  samplerBorderColori(): void {}

  samplerBorderColorui(): void {}

  bindBuffer(): void {}

  bindBufferBase(): void {}

  bindBufferRange(): void {}

  bufferData(): void {}

  bufferSubData(): void {}

  bufferStorage(): void {}

  getBufferSubData(): void {}

  mapBufferRange(): Memory | null {
    return null;
  }

  flushMappedBufferRange(): void {}

  unmapBuffer(): boolean {
    return false;
  }

  copyBufferSubData(): void {}

  invalidateBufferData(): void {}

  invalidateBufferSubData(): void {}

  clearBufferData(): void {}

  clearBufferSubData(): void {}

  getBufferParameter(): number {
    return 0;
  }

  bindFramebuffer(): void {}

  checkFramebufferStatus(): number {
    return 0;
  }

  framebufferTexture(): void {}

  framebufferTexture1D(): void {}

  framebufferTexture2D(): void {}

  framebufferTexture3D(): void {}

  framebufferTextureLayer(): void {}

  framebufferRenderbuffer(): void {}

  framebufferParameteri(): void {}

  getFramebufferAttachmentParameter(): number {
    return 0;
  }

  bindRenderbuffer(): void {}

  renderbufferStorage(): void {}

  renderbufferStorageMultisample(): void {}

  blitFramebuffer(): void {}

  drawBuffers(): void {}

  readBuffer(): void {}

  invalidateFramebuffer(): void {}

  readPixels(): void {}

  readPixelsToBuffer(): void {}

  readnPixels(): void {}

  clear(): void {}

  clearColor(): void {}

  clearDepth(): void {}

  clearStencil(): void {}

  clearBufferfv(): void {}

  clearBufferiv(): void {}

  clearBufferuiv(): void {}

  clearBufferfi(): void {}

  bindVertexArray(): void {}

  enableVertexAttribArray(): void {}

  disableVertexAttribArray(): void {}

  vertexAttribPointer(): void {}

  vertexAttribIPointer(): void {}

  vertexAttribLPointer(): void {}

  vertexAttribDivisor(): void {}

  vertexAttribFormat(): void {}

  vertexAttribIFormat(): void {}

  vertexAttribLFormat(): void {}

  vertexAttribBinding(): void {}

  bindVertexBuffer(): void {}

  vertexBindingDivisor(): void {}

  edgeFlagPointer(): void {}

  enableClientState(): void {}

  disableClientState(): void {}

  vertexAttrib1f(): void {}

  vertexAttrib2f(): void {}

  vertexAttrib3f(): void {}

  vertexAttrib4f(): void {}

  vertexAttribI4i(): void {}

  vertexAttribI4ui(): void {}

  drawArrays(): void {}

  drawArraysInstanced(): void {}

  drawArraysInstancedBaseInstance(): void {}

  drawElements(): void {}

  drawElementsInstanced(): void {}

  drawElementsBaseVertex(): void {}

  drawElementsInstancedBaseVertex(): void {}

  drawElementsInstancedBaseInstance(): void {}

  drawElementsInstancedBaseVertexBaseInstance(): void {}

  drawRangeElements(): void {}

  drawRangeElementsBaseVertex(): void {}

  drawArraysIndirect(): void {}

  drawElementsIndirect(): void {}

  multiDrawArraysIndirect(): void {}

  multiDrawElementsIndirect(): void {}

  multiDrawArraysIndirectCount(): void {}

  multiDrawElementsIndirectCount(): void {}

  multiDrawArrays(): void {}

  multiDrawElements(): void {}

  drawTransformFeedback(): void {}

  drawTransformFeedbackInstanced(): void {}

  drawTransformFeedbackStream(): void {}

  drawTransformFeedbackStreamInstanced(): void {}

  dispatchCompute(): void {}

  dispatchComputeIndirect(): void {}

  memoryBarrier(): void {}

  memoryBarrierByRegion(): void {}

  bindTransformFeedback(): void {}

  beginTransformFeedback(): void {}

  endTransformFeedback(): void {}

  pauseTransformFeedback(): void {}

  resumeTransformFeedback(): void {}

  transformFeedbackVaryings(): void {}

  beginQuery(): void {}

  endQuery(): void {}

  beginQueryIndexed(): void {}

  endQueryIndexed(): void {}

  queryCounter(): void {}

  getQueryParameter(): number {
    return 0;
  }

  getQueryObject(): number {
    return 0;
  }

  getQueryObjectiToBuffer(): void {}

  getQueryObjectuiToBuffer(): void {}

  getQueryObjecti64ToBuffer(): void {}

  getQueryObjectui64ToBuffer(): void {}

  beginConditionalRender(): void {}

  endConditionalRender(): void {}

  fenceSync(): number {
    return ++this.lastName;
  }

  clientWaitSync(): number {
    return 0;
  }

  waitSync(): void {}

  getSyncSignaled(): boolean {
    return false;
  }

  deleteSync(): void {}

  flush(): void {}

  finish(): void {}

  getError(): number {
    return 0;
  }

  getGraphicsResetStatus(): number {
    return 0;
  }

  debugMessageCallback(): void {}

  shaderSource(): void {}

  compileShader(): void {}

  getShaderParameter(): number {
    return 0;
  }

  getShaderInfoLog(): string {
    return '';
  }

  attachShader(): void {}

  detachShader(): void {}

  linkProgram(): void {}

  validateProgram(): void {}

  useProgram(): void {}

  getProgramParameter(): number {
    return 0;
  }

  getProgramInfoLog(): string {
    return '';
  }

  programParameteri(): void {}

  getProgramBinary(): number {
    return 0;
  }

  programBinary(): void {}

  getProgramBinaryFormat(): number {
    return 0;
  }

  bindAttribLocation(): void {}

  getAttribLocation(): number {
    return 0;
  }

  bindFragDataLocation(): void {}

  bindFragDataLocationIndexed(): void {}

  getFragDataLocation(): number {
    return 0;
  }

  getUniformLocation(): number {
    return 0;
  }

  getUniformBlockIndex(): number {
    return 0;
  }

  uniformBlockBinding(): void {}

  getActiveUniformBlockParameter(): number {
    return 0;
  }

  getProgramResourceIndex(): number {
    return 0;
  }

  getProgramResource(): number {
    return 0;
  }

  shaderStorageBlockBinding(): void {}

  useProgramStages(): void {}

  activeShaderProgram(): void {}

  bindProgramPipeline(): void {}

  validateProgramPipeline(): void {}

  getProgramPipelineParameter(): number {
    return 0;
  }

  getProgramPipelineInfoLog(): string {
    return '';
  }

  uniform1i(): void {}

  uniform2i(): void {}

  uniform3i(): void {}

  uniform4i(): void {}

  uniform1ui(): void {}

  uniform2ui(): void {}

  uniform3ui(): void {}

  uniform4ui(): void {}

  uniform1f(): void {}

  uniform2f(): void {}

  uniform3f(): void {}

  uniform4f(): void {}

  uniform1iv(): void {}

  uniform2iv(): void {}

  uniform3iv(): void {}

  uniform4iv(): void {}

  uniform1uiv(): void {}

  uniform2uiv(): void {}

  uniform3uiv(): void {}

  uniform4uiv(): void {}

  uniform1fv(): void {}

  uniform2fv(): void {}

  uniform3fv(): void {}

  uniform4fv(): void {}

  uniformMatrix2fv(): void {}

  uniformMatrix3fv(): void {}

  uniformMatrix4fv(): void {}

  programUniform1i(): void {}

  programUniform4i(): void {}

  programUniform4ui(): void {}

  programUniform1f(): void {}

  programUniform4f(): void {}

  programUniform4iv(): void {}

  programUniform4uiv(): void {}

  programUniform4fv(): void {}

  enable(): void {}

  disable(): void {}

  enablei(): void {}

  disablei(): void {}

  isEnabled(): boolean {
    return false;
  }

  viewport(): void {}

  viewportIndexedf(): void {}

  viewportArrayv(): void {}

  depthRange(): void {}

  depthRangeIndexed(): void {}

  scissor(): void {}

  scissorIndexed(): void {}

  scissorArrayv(): void {}

  clipControl(): void {}

  cullFace(): void {}

  frontFace(): void {}

  polygonMode(): void {}

  polygonOffset(): void {}

  polygonOffsetClamp(): void {}

  lineWidth(): void {}

  pointSize(): void {}

  pointParameteri(): void {}

  pointParameterf(): void {}

  provokingVertex(): void {}

  primitiveRestartIndex(): void {}

  patchParameteri(): void {}

  patchParameterfv(): void {}

  sampleCoverage(): void {}

  sampleMaski(): void {}

  minSampleShading(): void {}

  getMultisamplef(): number {
    return 0;
  }

  clampColor(): void {}

  lineStipple(): void {}

  depthFunc(): void {}

  depthMask(): void {}

  depthBoundsEXT(): void {}

  stencilFuncSeparate(): void {}

  stencilOpSeparate(): void {}

  stencilMaskSeparate(): void {}

  colorMask(): void {}

  colorMaski(): void {}

  blendColor(): void {}

  blendFuncSeparate(): void {}

  blendFuncSeparatei(): void {}

  blendEquationSeparate(): void {}

  blendEquationSeparatei(): void {}

  blendEquation(): void {}

  blendBarrier(): void {}

  logicOp(): void {}

  hint(): void {}

  getInteger(): number {
    return 0;
  }

  getInteger64(): number {
    return 0;
  }

  getFloat(): number {
    return 0;
  }

  getFloatComponent(): number {
    return 0;
  }

  getIntegerComponent(): number {
    return 0;
  }

  getBoolean(): boolean {
    return false;
  }

  getIntegerIndexed(): number {
    return 0;
  }

  getString(): string {
    return '';
  }

  getStringi(): string {
    return '';
  }
}
