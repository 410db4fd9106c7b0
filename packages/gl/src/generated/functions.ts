// Generated from packages/gl/src/functions.ts by packages/gl/tools/generate.ts. Do not edit.
import type { DebugCallback } from '../debug.ts';
import type { Memory } from '../memory.ts';

/** The GL functions of the table; each says from which version or by which extension it is there. */
export interface GlFunctions {
  // objects

  /** glGenTextures: GL 3.3, ES 3.0. */
  createTexture(): number;
  /** glDeleteTextures: GL 3.3, ES 3.0. */
  deleteTexture(name: number): void;
  /** glGenBuffers: GL 3.3, ES 3.0. */
  createBuffer(): number;
  /** glDeleteBuffers: GL 3.3, ES 3.0. */
  deleteBuffer(name: number): void;
  /** glGenFramebuffers: GL 3.3, ES 3.0. */
  createFramebuffer(): number;
  /** glDeleteFramebuffers: GL 3.3, ES 3.0. */
  deleteFramebuffer(name: number): void;
  /** glGenRenderbuffers: GL 3.3, ES 3.0. */
  createRenderbuffer(): number;
  /** glDeleteRenderbuffers: GL 3.3, ES 3.0. */
  deleteRenderbuffer(name: number): void;
  /** glGenSamplers: GL 3.3, ES 3.0. */
  createSampler(): number;
  /** glDeleteSamplers: GL 3.3, ES 3.0. */
  deleteSampler(name: number): void;
  /** glGenQueries: GL 3.3, ES 3.0. */
  createQuery(target?: number): number;
  /** glDeleteQueries: GL 3.3, ES 3.0. */
  deleteQuery(name: number): void;
  /** glGenVertexArrays: GL 3.3, ES 3.0. */
  createVertexArray(): number;
  /** glDeleteVertexArrays: GL 3.3, ES 3.0. */
  deleteVertexArray(name: number): void;
  /** glGenTransformFeedbacks: GL 4.0, ES 3.0, GL_ARB_transform_feedback2. */
  createTransformFeedback(): number;
  /** glDeleteTransformFeedbacks: GL 4.0, ES 3.0, GL_ARB_transform_feedback2. */
  deleteTransformFeedback(name: number): void;
  /** glGenProgramPipelines: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  createProgramPipeline(): number;
  /** glDeleteProgramPipelines: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  deleteProgramPipeline(name: number): void;
  /** glCreateShader: GL 3.3, ES 3.0. */
  createShader(type: number): number;
  /** glDeleteShader: GL 3.3, ES 3.0. */
  deleteShader(name: number): void;
  /** glCreateProgram: GL 3.3, ES 3.0. */
  createProgram(): number;
  /** glDeleteProgram: GL 3.3, ES 3.0. */
  deleteProgram(name: number): void;

  // textures

  /** glActiveTexture: GL 3.3, ES 3.0. */
  activeTexture(unit: number): void;
  /** glBindTexture: GL 3.3, ES 3.0. */
  bindTexture(target: number, name: number): void;
  /** glTexParameteri: GL 3.3, ES 3.0. */
  texParameteri(target: number, pname: number, value: number): void;
  /** glTexParameterf: GL 3.3, ES 3.0. */
  texParameterf(target: number, pname: number, value: number): void;
  /** glTexParameterfv: GL 3.3, ES 3.2, GL_EXT_texture_border_clamp, GL_OES_texture_border_clamp. Not in WebGL2. */
  texBorderColorf(target: number, pname: number, r: number, g: number, b: number, a: number): void;
  /** glTexParameterIiv: GL 3.3, ES 3.2, GL_EXT_texture_border_clamp, GL_OES_texture_border_clamp. Not in WebGL2. */
  texBorderColori(target: number, pname: number, r: number, g: number, b: number, a: number): void;
  /** glTexParameterIuiv: GL 3.3, ES 3.2, GL_EXT_texture_border_clamp, GL_OES_texture_border_clamp. Not in WebGL2. */
  texBorderColorui(target: number, pname: number, r: number, g: number, b: number, a: number): void;
  /** glTexSwizzle: GL 3.3, ES 3.0. Not in WebGL2. */
  texSwizzle(target: number, r: number, g: number, b: number, a: number): void;
  /** glGetTexParameteriv: GL 3.3, ES 3.0. */
  getTexParameteri(target: number, pname: number): number;
  /** glGetTexLevelParameteriv: GL 3.3, ES 3.1. Not in WebGL2. */
  getTexLevelParameteri(target: number, level: number, pname: number): number;
  /** glTexStorage1D: GL 4.2, GL_ARB_texture_storage. Not in WebGL2. */
  texStorage1D(target: number, levels: number, internalFormat: number, width: number): void;
  /** glTexStorage2D: GL 4.2, ES 3.0, GL_ARB_texture_storage. */
  texStorage2D(target: number, levels: number, internalFormat: number, width: number, height: number): void;
  /** glTexStorage3D: GL 4.2, ES 3.0, GL_ARB_texture_storage. */
  texStorage3D(target: number, levels: number, internalFormat: number, width: number, height: number, depth: number): void;
  /** glTexStorage2DMultisample: GL 4.3, ES 3.1, GL_ARB_texture_storage_multisample. Not in WebGL2. */
  texStorage2DMultisample(
    target: number,
    samples: number,
    internalFormat: number,
    width: number,
    height: number,
    fixedLocations: boolean,
  ): void;
  /** glTexStorage3DMultisample: GL 4.3, ES 3.2, GL_ARB_texture_storage_multisample, GL_OES_texture_storage_multisample_2d_array. Not in WebGL2. */
  texStorage3DMultisample(
    target: number,
    samples: number,
    internalFormat: number,
    width: number,
    height: number,
    depth: number,
    fixedLocations: boolean,
  ): void;
  /** glTexImage1D: GL 3.3. Not in WebGL2. */
  texImage1D(
    target: number,
    level: number,
    internalFormat: number,
    width: number,
    border: number,
    format: number,
    type: number,
    mem: Memory | null,
    offset: number,
  ): void;
  /** glTexImage2D: GL 3.3, ES 3.0. */
  texImage2D(
    target: number,
    level: number,
    internalFormat: number,
    width: number,
    height: number,
    border: number,
    format: number,
    type: number,
    mem: Memory | null,
    offset: number,
  ): void;
  /** glTexImage3D: GL 3.3, ES 3.0. */
  texImage3D(
    target: number,
    level: number,
    internalFormat: number,
    width: number,
    height: number,
    depth: number,
    border: number,
    format: number,
    type: number,
    mem: Memory | null,
    offset: number,
  ): void;
  /** glTexImage2DMultisample: GL 3.3. Not in WebGL2. */
  texImage2DMultisample(
    target: number,
    samples: number,
    internalFormat: number,
    width: number,
    height: number,
    fixedLocations: boolean,
  ): void;
  /** glTexImage3DMultisample: GL 3.3. Not in WebGL2. */
  texImage3DMultisample(
    target: number,
    samples: number,
    internalFormat: number,
    width: number,
    height: number,
    depth: number,
    fixedLocations: boolean,
  ): void;
  /** glTexSubImage1D: GL 3.3. Not in WebGL2. */
  texSubImage1D(target: number, level: number, x: number, width: number, format: number, type: number, mem: Memory, offset: number): void;
  /** glTexSubImage2D: GL 3.3, ES 3.0. */
  texSubImage2D(
    target: number,
    level: number,
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    mem: Memory,
    offset: number,
  ): void;
  /** glTexSubImage3D: GL 3.3, ES 3.0. */
  texSubImage3D(
    target: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    mem: Memory,
    offset: number,
  ): void;
  /** glTexSubImage1D: GL 3.3. Not in WebGL2. */
  texSubImage1DFromBuffer(target: number, level: number, x: number, width: number, format: number, type: number, offset: number): void;
  /** glTexSubImage2D: GL 3.3, ES 3.0. */
  texSubImage2DFromBuffer(
    target: number,
    level: number,
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    offset: number,
  ): void;
  /** glTexSubImage3D: GL 3.3, ES 3.0. */
  texSubImage3DFromBuffer(
    target: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    offset: number,
  ): void;
  /** glCompressedTexImage2D: GL 3.3, ES 3.0. */
  compressedTexImage2D(
    target: number,
    level: number,
    internalFormat: number,
    width: number,
    height: number,
    border: number,
    size: number,
    mem: Memory | null,
    offset: number,
  ): void;
  /** glCompressedTexImage3D: GL 3.3, ES 3.0. */
  compressedTexImage3D(
    target: number,
    level: number,
    internalFormat: number,
    width: number,
    height: number,
    depth: number,
    border: number,
    size: number,
    mem: Memory | null,
    offset: number,
  ): void;
  /** glCompressedTexSubImage1D: GL 3.3. Not in WebGL2. */
  compressedTexSubImage1D(
    target: number,
    level: number,
    x: number,
    width: number,
    format: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void;
  /** glCompressedTexSubImage2D: GL 3.3, ES 3.0. */
  compressedTexSubImage2D(
    target: number,
    level: number,
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void;
  /** glCompressedTexSubImage3D: GL 3.3, ES 3.0. */
  compressedTexSubImage3D(
    target: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void;
  /** glCompressedTexSubImage2D: GL 3.3, ES 3.0. */
  compressedTexSubImage2DFromBuffer(
    target: number,
    level: number,
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    size: number,
    offset: number,
  ): void;
  /** glCompressedTexSubImage3D: GL 3.3, ES 3.0. */
  compressedTexSubImage3DFromBuffer(
    target: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    size: number,
    offset: number,
  ): void;
  /** glGetTexImage: GL 3.3. Not in WebGL2. */
  getTexImage(target: number, level: number, format: number, type: number, mem: Memory, offset: number): void;
  /** glGetTexImage: GL 3.3. Not in WebGL2. */
  getTexImageToBuffer(target: number, level: number, format: number, type: number, offset: number): void;
  /** glGetnTexImage: GL 4.5, GL_ARB_robustness. Not in WebGL2. */
  getnTexImage(target: number, level: number, format: number, type: number, size: number, mem: Memory, offset: number): void;
  /** glGetCompressedTexImage: GL 3.3. Not in WebGL2. */
  getCompressedTexImage(target: number, level: number, mem: Memory, offset: number): void;
  /** glGetnCompressedTexImage: GL 4.5, GL_ARB_robustness. Not in WebGL2. */
  getnCompressedTexImage(target: number, level: number, size: number, mem: Memory, offset: number): void;
  /** glGetTextureSubImage: GL 4.5, GL_ARB_get_texture_sub_image. Not in WebGL2. */
  getTextureSubImage(
    name: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void;
  /** glGetCompressedTextureSubImage: GL 4.5, GL_ARB_get_texture_sub_image. Not in WebGL2. */
  getCompressedTextureSubImage(
    name: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void;
  /** glTexBuffer: GL 3.3, ES 3.2, GL_EXT_texture_buffer, GL_OES_texture_buffer. Not in WebGL2. */
  texBuffer(target: number, internalFormat: number, name: number): void;
  /** glTexBufferRange: GL 4.3, ES 3.2, GL_ARB_texture_buffer_range, GL_EXT_texture_buffer, GL_OES_texture_buffer. Not in WebGL2. */
  texBufferRange(target: number, internalFormat: number, name: number, offset: number, size: number): void;
  /** glTextureView: GL 4.3, GL_ARB_texture_view, GL_EXT_texture_view, GL_OES_texture_view. Not in WebGL2. */
  textureView(
    name: number,
    target: number,
    origin: number,
    internalFormat: number,
    minLevel: number,
    levels: number,
    minLayer: number,
    layers: number,
  ): void;
  /** glGenerateMipmap: GL 3.3, ES 3.0. */
  generateMipmap(target: number): void;
  /** glCopyTexSubImage1D: GL 3.3. Not in WebGL2. */
  copyTexSubImage1D(target: number, level: number, dstX: number, x: number, y: number, width: number): void;
  /** glCopyTexSubImage2D: GL 3.3, ES 3.0. */
  copyTexSubImage2D(target: number, level: number, dstX: number, dstY: number, x: number, y: number, width: number, height: number): void;
  /** glCopyTexSubImage3D: GL 3.3, ES 3.0. */
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
  ): void;
  /** glCopyImageSubData: GL 4.3, ES 3.2, GL_ARB_copy_image, GL_EXT_copy_image, GL_OES_copy_image. Not in WebGL2. */
  copyImageSubData(
    src: number,
    srcTarget: number,
    srcLevel: number,
    srcX: number,
    srcY: number,
    srcZ: number,
    dst: number,
    dstTarget: number,
    dstLevel: number,
    dstX: number,
    dstY: number,
    dstZ: number,
    width: number,
    height: number,
    depth: number,
  ): void;
  /** glClearTexImage: GL 4.4, GL_ARB_clear_texture, GL_EXT_clear_texture. Not in WebGL2. */
  clearTexImage(name: number, level: number, format: number, type: number, mem: Memory | null, offset: number): void;
  /** glClearTexSubImage: GL 4.4, GL_ARB_clear_texture, GL_EXT_clear_texture. Not in WebGL2. */
  clearTexSubImage(
    name: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    mem: Memory | null,
    offset: number,
  ): void;
  /** glInvalidateTexImage: GL 4.3, GL_ARB_invalidate_subdata. Not in WebGL2. */
  invalidateTexImage(name: number, level: number): void;
  /** glBindImageTexture: GL 4.2, ES 3.1, GL_ARB_shader_image_load_store. Not in WebGL2. */
  bindImageTexture(unit: number, name: number, level: number, layered: boolean, layer: number, access: number, format: number): void;
  /** glTextureBarrier: GL 4.5, GL_ARB_texture_barrier, GL_NV_texture_barrier. Not in WebGL2. */
  textureBarrier(): void;
  /** glPixelStorei: GL 3.3, ES 3.0. */
  pixelStorei(pname: number, value: number): void;
  /** glGetInternalformativ: GL 4.2, ES 3.0, GL_ARB_internalformat_query. */
  getInternalformat(target: number, format: number, pname: number): number;

  // samplers

  /** glBindSampler: GL 3.3, ES 3.0. */
  bindSampler(unit: number, name: number): void;
  /** glSamplerParameteri: GL 3.3, ES 3.0. */
  samplerParameteri(name: number, pname: number, value: number): void;
  /** glSamplerParameterf: GL 3.3, ES 3.0. */
  samplerParameterf(name: number, pname: number, value: number): void;
  /** glSamplerBorderColorf: GL 3.3, ES 3.2, GL_EXT_texture_border_clamp, GL_OES_texture_border_clamp. Not in WebGL2. */
  samplerBorderColorf(name: number, r: number, g: number, b: number, a: number): void;
  /** glSamplerBorderColori: GL 3.3, ES 3.2, GL_EXT_texture_border_clamp, GL_OES_texture_border_clamp. Not in WebGL2. */
  samplerBorderColori(name: number, r: number, g: number, b: number, a: number): void;
  /** glSamplerBorderColorui: GL 3.3, ES 3.2, GL_EXT_texture_border_clamp, GL_OES_texture_border_clamp. Not in WebGL2. */
  samplerBorderColorui(name: number, r: number, g: number, b: number, a: number): void;

  // buffers

  /** glBindBuffer: GL 3.3, ES 3.0. */
  bindBuffer(target: number, name: number): void;
  /** glBindBufferBase: GL 3.3, ES 3.0. */
  bindBufferBase(target: number, index: number, name: number): void;
  /** glBindBufferRange: GL 3.3, ES 3.0. */
  bindBufferRange(target: number, index: number, name: number, offset: number, size: number): void;
  /** glBufferData: GL 3.3, ES 3.0. */
  bufferData(target: number, size: number, mem: Memory | null, offset: number, usage: number): void;
  /** glBufferSubData: GL 3.3, ES 3.0. */
  bufferSubData(target: number, dstOffset: number, size: number, mem: Memory, offset: number): void;
  /** glBufferStorage: GL 4.4, GL_ARB_buffer_storage, GL_EXT_buffer_storage. Not in WebGL2. */
  bufferStorage(target: number, size: number, mem: Memory | null, offset: number, flags: number): void;
  /** glGetBufferSubData: GL 3.3, ES 3.0. */
  getBufferSubData(target: number, srcOffset: number, size: number, mem: Memory, offset: number): void;
  /** glMapBufferRange: GL 3.3, ES 3.0. Not in WebGL2. */
  mapBufferRange(target: number, offset: number, size: number, access: number): Memory | null;
  /** glFlushMappedBufferRange: GL 3.3, ES 3.0. Not in WebGL2. */
  flushMappedBufferRange(target: number, offset: number, size: number): void;
  /** glUnmapBuffer: GL 3.3, ES 3.0. Not in WebGL2. */
  unmapBuffer(target: number): boolean;
  /** glCopyBufferSubData: GL 3.3, ES 3.0. */
  copyBufferSubData(readTarget: number, writeTarget: number, readOffset: number, writeOffset: number, size: number): void;
  /** glInvalidateBufferData: GL 4.3, GL_ARB_invalidate_subdata. Not in WebGL2. */
  invalidateBufferData(name: number): void;
  /** glInvalidateBufferSubData: GL 4.3, GL_ARB_invalidate_subdata. Not in WebGL2. */
  invalidateBufferSubData(name: number, offset: number, size: number): void;
  /** glClearBufferData: GL 4.3, GL_ARB_clear_buffer_object. Not in WebGL2. */
  clearBufferData(target: number, internalFormat: number, format: number, type: number, mem: Memory | null, offset: number): void;
  /** glClearBufferSubData: GL 4.3, GL_ARB_clear_buffer_object. Not in WebGL2. */
  clearBufferSubData(
    target: number,
    internalFormat: number,
    offset: number,
    size: number,
    format: number,
    type: number,
    mem: Memory | null,
    memOffset: number,
  ): void;
  /** glGetBufferParameteriv: GL 3.3, ES 3.0. */
  getBufferParameter(target: number, pname: number): number;

  // framebuffers

  /** glBindFramebuffer: GL 3.3, ES 3.0. */
  bindFramebuffer(target: number, name: number): void;
  /** glCheckFramebufferStatus: GL 3.3, ES 3.0. */
  checkFramebufferStatus(target: number): number;
  /** glFramebufferTexture: GL 3.3, ES 3.2, GL_EXT_geometry_shader, GL_OES_geometry_shader. Not in WebGL2. */
  framebufferTexture(target: number, attachment: number, name: number, level: number): void;
  /** glFramebufferTexture1D: GL 3.3. Not in WebGL2. */
  framebufferTexture1D(target: number, attachment: number, texTarget: number, name: number, level: number): void;
  /** glFramebufferTexture2D: GL 3.3, ES 3.0. */
  framebufferTexture2D(target: number, attachment: number, texTarget: number, name: number, level: number): void;
  /** glFramebufferTexture3D: GL 3.3, GL_OES_texture_3D. Not in WebGL2. */
  framebufferTexture3D(target: number, attachment: number, texTarget: number, name: number, level: number, layer: number): void;
  /** glFramebufferTextureLayer: GL 3.3, ES 3.0. */
  framebufferTextureLayer(target: number, attachment: number, name: number, level: number, layer: number): void;
  /** glFramebufferRenderbuffer: GL 3.3, ES 3.0. */
  framebufferRenderbuffer(target: number, attachment: number, rbTarget: number, name: number): void;
  /** glFramebufferParameteri: GL 4.3, ES 3.1, GL_ARB_framebuffer_no_attachments. Not in WebGL2. */
  framebufferParameteri(target: number, pname: number, value: number): void;
  /** glGetFramebufferAttachmentParameteriv: GL 3.3, ES 3.0. */
  getFramebufferAttachmentParameter(target: number, attachment: number, pname: number): number;
  /** glBindRenderbuffer: GL 3.3, ES 3.0. */
  bindRenderbuffer(target: number, name: number): void;
  /** glRenderbufferStorage: GL 3.3, ES 3.0. */
  renderbufferStorage(target: number, internalFormat: number, width: number, height: number): void;
  /** glRenderbufferStorageMultisample: GL 3.3, ES 3.0. */
  renderbufferStorageMultisample(target: number, samples: number, internalFormat: number, width: number, height: number): void;
  /** glBlitFramebuffer: GL 3.3, ES 3.0. */
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
  ): void;
  /** glDrawBuffers: GL 3.3, ES 3.0. */
  drawBuffers(count: number, attachmentMask: number): void;
  /** glReadBuffer: GL 3.3, ES 3.0. */
  readBuffer(source: number): void;
  /** glInvalidateFramebuffer: GL 4.3, ES 3.0, GL_ARB_invalidate_subdata. */
  invalidateFramebuffer(target: number, colorMask: number, depth: boolean, stencil: boolean): void;
  /** glReadPixels: GL 3.3, ES 3.0. */
  readPixels(x: number, y: number, width: number, height: number, format: number, type: number, mem: Memory, offset: number): void;
  /** glReadPixels: GL 3.3, ES 3.0. */
  readPixelsToBuffer(x: number, y: number, width: number, height: number, format: number, type: number, offset: number): void;
  /** glReadnPixels: GL 4.5, ES 3.2, GL_ARB_robustness, GL_KHR_robustness, GL_EXT_robustness. */
  readnPixels(
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void;
  /** glClear: GL 3.3, ES 3.0. */
  clear(mask: number): void;
  /** glClearColor: GL 3.3, ES 3.0. */
  clearColor(r: number, g: number, b: number, a: number): void;
  /** glClearDepth: GL 3.3, ES 3.0. */
  clearDepth(depth: number): void;
  /** glClearStencil: GL 3.3, ES 3.0. */
  clearStencil(stencil: number): void;
  /** glClearBufferfv: GL 3.3, ES 3.0. */
  clearBufferfv(buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number): void;
  /** glClearBufferiv: GL 3.3, ES 3.0. */
  clearBufferiv(buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number): void;
  /** glClearBufferuiv: GL 3.3, ES 3.0. */
  clearBufferuiv(buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number): void;
  /** glClearBufferfi: GL 3.3, ES 3.0. */
  clearBufferfi(buffer: number, drawBuffer: number, depth: number, stencil: number): void;

  // vertex arrays

  /** glBindVertexArray: GL 3.3, ES 3.0. */
  bindVertexArray(name: number): void;
  /** glEnableVertexAttribArray: GL 3.3, ES 3.0. */
  enableVertexAttribArray(index: number): void;
  /** glDisableVertexAttribArray: GL 3.3, ES 3.0. */
  disableVertexAttribArray(index: number): void;
  /** glVertexAttribPointer: GL 3.3, ES 3.0. */
  vertexAttribPointer(index: number, size: number, type: number, normalized: boolean, stride: number, offset: number): void;
  /** glVertexAttribIPointer: GL 3.3, ES 3.0. */
  vertexAttribIPointer(index: number, size: number, type: number, stride: number, offset: number): void;
  /** glVertexAttribLPointer: GL 4.1, GL_ARB_vertex_attrib_64bit. Not in WebGL2. */
  vertexAttribLPointer(index: number, size: number, type: number, stride: number, offset: number): void;
  /** glVertexAttribDivisor: GL 3.3, ES 3.0. */
  vertexAttribDivisor(index: number, divisor: number): void;
  /** glVertexAttribFormat: GL 4.3, ES 3.1, GL_ARB_vertex_attrib_binding. Not in WebGL2. */
  vertexAttribFormat(index: number, size: number, type: number, normalized: boolean, relativeOffset: number): void;
  /** glVertexAttribIFormat: GL 4.3, ES 3.1, GL_ARB_vertex_attrib_binding. Not in WebGL2. */
  vertexAttribIFormat(index: number, size: number, type: number, relativeOffset: number): void;
  /** glVertexAttribLFormat: GL 4.3, GL_ARB_vertex_attrib_binding. Not in WebGL2. */
  vertexAttribLFormat(index: number, size: number, type: number, relativeOffset: number): void;
  /** glVertexAttribBinding: GL 4.3, ES 3.1, GL_ARB_vertex_attrib_binding. Not in WebGL2. */
  vertexAttribBinding(index: number, binding: number): void;
  /** glBindVertexBuffer: GL 4.3, ES 3.1, GL_ARB_vertex_attrib_binding. Not in WebGL2. */
  bindVertexBuffer(binding: number, name: number, offset: number, stride: number): void;
  /** glVertexBindingDivisor: GL 4.3, ES 3.1, GL_ARB_vertex_attrib_binding. Not in WebGL2. */
  vertexBindingDivisor(binding: number, divisor: number): void;
  /** glEdgeFlagPointer: GL 3.3. Not in WebGL2. */
  edgeFlagPointer(stride: number, offset: number): void;
  /** glEnableClientState: GL 3.3. Not in WebGL2. */
  enableClientState(array: number): void;
  /** glDisableClientState: GL 3.3. Not in WebGL2. */
  disableClientState(array: number): void;
  /** glVertexAttrib1f: GL 3.3, ES 3.0. */
  vertexAttrib1f(index: number, x: number): void;
  /** glVertexAttrib2f: GL 3.3, ES 3.0. */
  vertexAttrib2f(index: number, x: number, y: number): void;
  /** glVertexAttrib3f: GL 3.3, ES 3.0. */
  vertexAttrib3f(index: number, x: number, y: number, z: number): void;
  /** glVertexAttrib4f: GL 3.3, ES 3.0. */
  vertexAttrib4f(index: number, x: number, y: number, z: number, w: number): void;
  /** glVertexAttribI4i: GL 3.3, ES 3.0. */
  vertexAttribI4i(index: number, x: number, y: number, z: number, w: number): void;
  /** glVertexAttribI4ui: GL 3.3, ES 3.0. */
  vertexAttribI4ui(index: number, x: number, y: number, z: number, w: number): void;

  // draws and dispatches

  /** glDrawArrays: GL 3.3, ES 3.0. */
  drawArrays(mode: number, first: number, count: number): void;
  /** glDrawArraysInstanced: GL 3.3, ES 3.0. */
  drawArraysInstanced(mode: number, first: number, count: number, instances: number): void;
  /** glDrawArraysInstancedBaseInstance: GL 4.2, GL_ARB_base_instance, GL_EXT_base_instance. Not in WebGL2. */
  drawArraysInstancedBaseInstance(mode: number, first: number, count: number, instances: number, baseInstance: number): void;
  /** glDrawElements: GL 3.3, ES 3.0. */
  drawElements(mode: number, count: number, type: number, offset: number): void;
  /** glDrawElementsInstanced: GL 3.3, ES 3.0. */
  drawElementsInstanced(mode: number, count: number, type: number, offset: number, instances: number): void;
  /** glDrawElementsBaseVertex: GL 3.3, ES 3.2, GL_EXT_draw_elements_base_vertex, GL_OES_draw_elements_base_vertex. Not in WebGL2. */
  drawElementsBaseVertex(mode: number, count: number, type: number, offset: number, baseVertex: number): void;
  /** glDrawElementsInstancedBaseVertex: GL 3.3, ES 3.2, GL_EXT_draw_elements_base_vertex, GL_OES_draw_elements_base_vertex. Not in WebGL2. */
  drawElementsInstancedBaseVertex(mode: number, count: number, type: number, offset: number, instances: number, baseVertex: number): void;
  /** glDrawElementsInstancedBaseInstance: GL 4.2, GL_ARB_base_instance, GL_EXT_base_instance. Not in WebGL2. */
  drawElementsInstancedBaseInstance(
    mode: number,
    count: number,
    type: number,
    offset: number,
    instances: number,
    baseInstance: number,
  ): void;
  /** glDrawElementsInstancedBaseVertexBaseInstance: GL 4.2, GL_ARB_base_instance, GL_EXT_base_instance. Not in WebGL2. */
  drawElementsInstancedBaseVertexBaseInstance(
    mode: number,
    count: number,
    type: number,
    offset: number,
    instances: number,
    baseVertex: number,
    baseInstance: number,
  ): void;
  /** glDrawRangeElements: GL 3.3, ES 3.0. */
  drawRangeElements(mode: number, start: number, end: number, count: number, type: number, offset: number): void;
  /** glDrawRangeElementsBaseVertex: GL 3.3, ES 3.2, GL_EXT_draw_elements_base_vertex, GL_OES_draw_elements_base_vertex. Not in WebGL2. */
  drawRangeElementsBaseVertex(
    mode: number,
    start: number,
    end: number,
    count: number,
    type: number,
    offset: number,
    baseVertex: number,
  ): void;
  /** glDrawArraysIndirect: GL 4.0, ES 3.1, GL_ARB_draw_indirect. Not in WebGL2. */
  drawArraysIndirect(mode: number, offset: number): void;
  /** glDrawElementsIndirect: GL 4.0, ES 3.1, GL_ARB_draw_indirect. Not in WebGL2. */
  drawElementsIndirect(mode: number, type: number, offset: number): void;
  /** glMultiDrawArraysIndirect: GL 4.3, GL_ARB_multi_draw_indirect, GL_EXT_multi_draw_indirect. Not in WebGL2. */
  multiDrawArraysIndirect(mode: number, offset: number, draws: number, stride: number): void;
  /** glMultiDrawElementsIndirect: GL 4.3, GL_ARB_multi_draw_indirect, GL_EXT_multi_draw_indirect. Not in WebGL2. */
  multiDrawElementsIndirect(mode: number, type: number, offset: number, draws: number, stride: number): void;
  /** glMultiDrawArraysIndirectCount: GL 4.6, GL_ARB_indirect_parameters. Not in WebGL2. */
  multiDrawArraysIndirectCount(mode: number, offset: number, drawCountOffset: number, maxDraws: number, stride: number): void;
  /** glMultiDrawElementsIndirectCount: GL 4.6, GL_ARB_indirect_parameters. Not in WebGL2. */
  multiDrawElementsIndirectCount(
    mode: number,
    type: number,
    offset: number,
    drawCountOffset: number,
    maxDraws: number,
    stride: number,
  ): void;
  /** glMultiDrawArrays: GL 3.3. Not in WebGL2. */
  multiDrawArrays(mode: number, lists: Memory, offset: number, capacity: number, draws: number): void;
  /** glMultiDrawElements: GL 3.3. Not in WebGL2. */
  multiDrawElements(mode: number, type: number, lists: Memory, offset: number, capacity: number, draws: number, biased: boolean): void;
  /** glDrawTransformFeedback: GL 4.0, GL_ARB_transform_feedback2. Not in WebGL2. */
  drawTransformFeedback(mode: number, name: number): void;
  /** glDrawTransformFeedbackInstanced: GL 4.2, GL_ARB_transform_feedback_instanced. Not in WebGL2. */
  drawTransformFeedbackInstanced(mode: number, name: number, instances: number): void;
  /** glDrawTransformFeedbackStream: GL 4.0, GL_ARB_transform_feedback3. Not in WebGL2. */
  drawTransformFeedbackStream(mode: number, name: number, stream: number): void;
  /** glDrawTransformFeedbackStreamInstanced: GL 4.2, GL_ARB_transform_feedback_instanced. Not in WebGL2. */
  drawTransformFeedbackStreamInstanced(mode: number, name: number, stream: number, instances: number): void;
  /** glDispatchCompute: GL 4.3, ES 3.1, GL_ARB_compute_shader. Not in WebGL2. */
  dispatchCompute(x: number, y: number, z: number): void;
  /** glDispatchComputeIndirect: GL 4.3, ES 3.1, GL_ARB_compute_shader. Not in WebGL2. */
  dispatchComputeIndirect(offset: number): void;
  /** glMemoryBarrier: GL 4.2, ES 3.1, GL_ARB_shader_image_load_store. Not in WebGL2. */
  memoryBarrier(barriers: number): void;
  /** glMemoryBarrierByRegion: GL 4.5, ES 3.1, GL_ARB_ES3_1_compatibility. Not in WebGL2. */
  memoryBarrierByRegion(barriers: number): void;

  // transform feedback and queries

  /** glBindTransformFeedback: GL 4.0, ES 3.0, GL_ARB_transform_feedback2. */
  bindTransformFeedback(target: number, name: number): void;
  /** glBeginTransformFeedback: GL 3.3, ES 3.0. */
  beginTransformFeedback(mode: number): void;
  /** glEndTransformFeedback: GL 3.3, ES 3.0. */
  endTransformFeedback(): void;
  /** glPauseTransformFeedback: GL 4.0, ES 3.0, GL_ARB_transform_feedback2. */
  pauseTransformFeedback(): void;
  /** glResumeTransformFeedback: GL 4.0, ES 3.0, GL_ARB_transform_feedback2. */
  resumeTransformFeedback(): void;
  /** glTransformFeedbackVaryings: GL 3.3, ES 3.0. */
  transformFeedbackVaryings(name: number, varyings: readonly string[], mode: number): void;
  /** glBeginQuery: GL 3.3, ES 3.0. */
  beginQuery(target: number, name: number): void;
  /** glEndQuery: GL 3.3, ES 3.0. */
  endQuery(target: number): void;
  /** glBeginQueryIndexed: GL 4.0, GL_ARB_transform_feedback3. Not in WebGL2. */
  beginQueryIndexed(target: number, index: number, name: number): void;
  /** glEndQueryIndexed: GL 4.0, GL_ARB_transform_feedback3. Not in WebGL2. */
  endQueryIndexed(target: number, index: number): void;
  /** glQueryCounter: GL 3.3, GL_ARB_timer_query, GL_EXT_disjoint_timer_query. Not in WebGL2. */
  queryCounter(name: number, target: number): void;
  /** glGetQueryiv: GL 3.3, ES 3.0. */
  getQueryParameter(target: number, pname: number): number;
  /** glGetQueryObject: GL 3.3, ES 3.0. */
  getQueryObject(name: number, pname: number): number;
  /** glGetQueryObjectiv: GL 4.4, GL_ARB_query_buffer_object. Not in WebGL2. */
  getQueryObjectiToBuffer(name: number, pname: number, offset: number): void;
  /** glGetQueryObjectuiv: GL 4.4, GL_ARB_query_buffer_object. Not in WebGL2. */
  getQueryObjectuiToBuffer(name: number, pname: number, offset: number): void;
  /** glGetQueryObjecti64v: GL 4.4, GL_ARB_query_buffer_object. Not in WebGL2. */
  getQueryObjecti64ToBuffer(name: number, pname: number, offset: number): void;
  /** glGetQueryObjectui64v: GL 4.4, GL_ARB_query_buffer_object. Not in WebGL2. */
  getQueryObjectui64ToBuffer(name: number, pname: number, offset: number): void;
  /** glBeginConditionalRender: GL 3.3, GL_NV_conditional_render. Not in WebGL2. */
  beginConditionalRender(name: number, mode: number): void;
  /** glEndConditionalRender: GL 3.3, GL_NV_conditional_render. Not in WebGL2. */
  endConditionalRender(): void;

  // sync, errors, debug

  /** glFenceSync: GL 3.3, ES 3.0. */
  fenceSync(condition: number, flags: number): number;
  /** glClientWaitSync: GL 3.3, ES 3.0. */
  clientWaitSync(sync: number, flags: number, timeoutNs: number): number;
  /** glWaitSync: GL 3.3, ES 3.0. */
  waitSync(sync: number): void;
  /** glGetSyncSignaled: GL 3.3, ES 3.0. */
  getSyncSignaled(sync: number): boolean;
  /** glDeleteSync: GL 3.3, ES 3.0. */
  deleteSync(sync: number): void;
  /** glFlush: GL 3.3, ES 3.0. */
  flush(): void;
  /** glFinish: GL 3.3, ES 3.0. */
  finish(): void;
  /** glGetError: GL 3.3, ES 3.0. */
  getError(): number;
  /** glGetGraphicsResetStatus: GL 4.5, ES 3.2, GL_ARB_robustness, GL_KHR_robustness, GL_EXT_robustness. */
  getGraphicsResetStatus(): number;
  /** glDebugMessageCallback: GL 4.3, ES 3.2, GL_KHR_debug. Not in WebGL2. */
  debugMessageCallback(callback: DebugCallback | null): void;

  // shaders and programs

  /** glShaderSource: GL 3.3, ES 3.0. */
  shaderSource(name: number, source: string): void;
  /** glCompileShader: GL 3.3, ES 3.0. */
  compileShader(name: number): void;
  /** glGetShaderiv: GL 3.3, ES 3.0. */
  getShaderParameter(name: number, pname: number): number;
  /** glGetShaderInfoLog: GL 3.3, ES 3.0. */
  getShaderInfoLog(name: number): string;
  /** glAttachShader: GL 3.3, ES 3.0. */
  attachShader(name: number, shader: number): void;
  /** glDetachShader: GL 3.3, ES 3.0. */
  detachShader(name: number, shader: number): void;
  /** glLinkProgram: GL 3.3, ES 3.0. */
  linkProgram(name: number): void;
  /** glValidateProgram: GL 3.3, ES 3.0. */
  validateProgram(name: number): void;
  /** glUseProgram: GL 3.3, ES 3.0. */
  useProgram(name: number): void;
  /** glGetProgramiv: GL 3.3, ES 3.0. */
  getProgramParameter(name: number, pname: number): number;
  /** glGetProgramInfoLog: GL 3.3, ES 3.0. */
  getProgramInfoLog(name: number): string;
  /** glProgramParameteri: GL 4.1, ES 3.0, GL_ARB_get_program_binary. Not in WebGL2. */
  programParameteri(name: number, pname: number, value: number): void;
  /** glGetProgramBinary: GL 4.1, ES 3.0, GL_ARB_get_program_binary. Not in WebGL2. */
  getProgramBinary(name: number, size: number, mem: Memory, offset: number): number;
  /** glProgramBinary: GL 4.1, ES 3.0, GL_ARB_get_program_binary. Not in WebGL2. */
  programBinary(name: number, format: number, mem: Memory, offset: number, size: number): void;
  /** glGetProgramBinaryFormat: GL 4.1, ES 3.0, GL_ARB_get_program_binary. Not in WebGL2. */
  getProgramBinaryFormat(): number;
  /** glBindAttribLocation: GL 3.3, ES 3.0. */
  bindAttribLocation(name: number, index: number, attribute: string): void;
  /** glGetAttribLocation: GL 3.3, ES 3.0. */
  getAttribLocation(name: number, attribute: string): number;
  /** glBindFragDataLocation: GL 3.3, GL_EXT_blend_func_extended. Not in WebGL2. */
  bindFragDataLocation(name: number, color: number, output: string): void;
  /** glBindFragDataLocationIndexed: GL 3.3, GL_EXT_blend_func_extended. Not in WebGL2. */
  bindFragDataLocationIndexed(name: number, color: number, index: number, output: string): void;
  /** glGetFragDataLocation: GL 3.3, ES 3.0. */
  getFragDataLocation(name: number, output: string): number;
  /** glGetUniformLocation: GL 3.3, ES 3.0. */
  getUniformLocation(name: number, uniform: string): number;
  /** glGetUniformBlockIndex: GL 3.3, ES 3.0. */
  getUniformBlockIndex(name: number, block: string): number;
  /** glUniformBlockBinding: GL 3.3, ES 3.0. */
  uniformBlockBinding(name: number, block: number, binding: number): void;
  /** glGetActiveUniformBlockiv: GL 3.3, ES 3.0. */
  getActiveUniformBlockParameter(name: number, block: number, pname: number): number;
  /** glGetProgramResourceIndex: GL 4.3, ES 3.1, GL_ARB_program_interface_query. Not in WebGL2. */
  getProgramResourceIndex(name: number, kind: number, resource: string): number;
  /** glGetProgramResource: GL 4.3, ES 3.1, GL_ARB_program_interface_query. Not in WebGL2. */
  getProgramResource(name: number, kind: number, index: number, property: number): number;
  /** glShaderStorageBlockBinding: GL 4.3, GL_ARB_shader_storage_buffer_object. Not in WebGL2. */
  shaderStorageBlockBinding(name: number, block: number, binding: number): void;
  /** glUseProgramStages: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  useProgramStages(name: number, stages: number, program: number): void;
  /** glActiveShaderProgram: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  activeShaderProgram(name: number, program: number): void;
  /** glBindProgramPipeline: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  bindProgramPipeline(name: number): void;
  /** glValidateProgramPipeline: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  validateProgramPipeline(name: number): void;
  /** glGetProgramPipelineiv: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  getProgramPipelineParameter(name: number, pname: number): number;
  /** glGetProgramPipelineInfoLog: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  getProgramPipelineInfoLog(name: number): string;

  // uniforms

  /** glUniform1i: GL 3.3, ES 3.0. */
  uniform1i(location: number, x: number): void;
  /** glUniform2i: GL 3.3, ES 3.0. */
  uniform2i(location: number, x: number, y: number): void;
  /** glUniform3i: GL 3.3, ES 3.0. */
  uniform3i(location: number, x: number, y: number, z: number): void;
  /** glUniform4i: GL 3.3, ES 3.0. */
  uniform4i(location: number, x: number, y: number, z: number, w: number): void;
  /** glUniform1ui: GL 3.3, ES 3.0. */
  uniform1ui(location: number, x: number): void;
  /** glUniform2ui: GL 3.3, ES 3.0. */
  uniform2ui(location: number, x: number, y: number): void;
  /** glUniform3ui: GL 3.3, ES 3.0. */
  uniform3ui(location: number, x: number, y: number, z: number): void;
  /** glUniform4ui: GL 3.3, ES 3.0. */
  uniform4ui(location: number, x: number, y: number, z: number, w: number): void;
  /** glUniform1f: GL 3.3, ES 3.0. */
  uniform1f(location: number, x: number): void;
  /** glUniform2f: GL 3.3, ES 3.0. */
  uniform2f(location: number, x: number, y: number): void;
  /** glUniform3f: GL 3.3, ES 3.0. */
  uniform3f(location: number, x: number, y: number, z: number): void;
  /** glUniform4f: GL 3.3, ES 3.0. */
  uniform4f(location: number, x: number, y: number, z: number, w: number): void;
  /** glUniform1iv: GL 3.3, ES 3.0. */
  uniform1iv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform2iv: GL 3.3, ES 3.0. */
  uniform2iv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform3iv: GL 3.3, ES 3.0. */
  uniform3iv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform4iv: GL 3.3, ES 3.0. */
  uniform4iv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform1uiv: GL 3.3, ES 3.0. */
  uniform1uiv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform2uiv: GL 3.3, ES 3.0. */
  uniform2uiv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform3uiv: GL 3.3, ES 3.0. */
  uniform3uiv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform4uiv: GL 3.3, ES 3.0. */
  uniform4uiv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform1fv: GL 3.3, ES 3.0. */
  uniform1fv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform2fv: GL 3.3, ES 3.0. */
  uniform2fv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform3fv: GL 3.3, ES 3.0. */
  uniform3fv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniform4fv: GL 3.3, ES 3.0. */
  uniform4fv(location: number, count: number, mem: Memory, offset: number): void;
  /** glUniformMatrix2fv: GL 3.3, ES 3.0. */
  uniformMatrix2fv(location: number, count: number, transpose: boolean, mem: Memory, offset: number): void;
  /** glUniformMatrix3fv: GL 3.3, ES 3.0. */
  uniformMatrix3fv(location: number, count: number, transpose: boolean, mem: Memory, offset: number): void;
  /** glUniformMatrix4fv: GL 3.3, ES 3.0. */
  uniformMatrix4fv(location: number, count: number, transpose: boolean, mem: Memory, offset: number): void;
  /** glProgramUniform1i: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  programUniform1i(name: number, location: number, x: number): void;
  /** glProgramUniform4i: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  programUniform4i(name: number, location: number, x: number, y: number, z: number, w: number): void;
  /** glProgramUniform4ui: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  programUniform4ui(name: number, location: number, x: number, y: number, z: number, w: number): void;
  /** glProgramUniform1f: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  programUniform1f(name: number, location: number, x: number): void;
  /** glProgramUniform4f: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  programUniform4f(name: number, location: number, x: number, y: number, z: number, w: number): void;
  /** glProgramUniform4iv: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  programUniform4iv(name: number, location: number, count: number, mem: Memory, offset: number): void;
  /** glProgramUniform4uiv: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  programUniform4uiv(name: number, location: number, count: number, mem: Memory, offset: number): void;
  /** glProgramUniform4fv: GL 4.1, ES 3.1, GL_ARB_separate_shader_objects. Not in WebGL2. */
  programUniform4fv(name: number, location: number, count: number, mem: Memory, offset: number): void;

  // rasteriser state

  /** glEnable: GL 3.3, ES 3.0. */
  enable(cap: number): void;
  /** glDisable: GL 3.3, ES 3.0. */
  disable(cap: number): void;
  /** glEnablei: GL 3.3, ES 3.2, GL_EXT_draw_buffers_indexed, GL_OES_draw_buffers_indexed. */
  enablei(cap: number, index: number): void;
  /** glDisablei: GL 3.3, ES 3.2, GL_EXT_draw_buffers_indexed, GL_OES_draw_buffers_indexed. */
  disablei(cap: number, index: number): void;
  /** glIsEnabled: GL 3.3, ES 3.0. */
  isEnabled(cap: number): boolean;
  /** glViewport: GL 3.3, ES 3.0. */
  viewport(x: number, y: number, width: number, height: number): void;
  /** glViewportIndexedf: GL 4.1, GL_ARB_viewport_array, GL_OES_viewport_array, GL_NV_viewport_array. Not in WebGL2. */
  viewportIndexedf(index: number, x: number, y: number, width: number, height: number): void;
  /** glViewportArrayv: GL 4.1, GL_ARB_viewport_array, GL_OES_viewport_array, GL_NV_viewport_array. Not in WebGL2. */
  viewportArrayv(first: number, count: number, mem: Memory, offset: number): void;
  /** glDepthRange: GL 3.3, ES 3.0. */
  depthRange(near: number, far: number): void;
  /** glDepthRangeIndexed: GL 4.1, GL_ARB_viewport_array, GL_OES_viewport_array, GL_NV_viewport_array. Not in WebGL2. */
  depthRangeIndexed(index: number, near: number, far: number): void;
  /** glScissor: GL 3.3, ES 3.0. */
  scissor(x: number, y: number, width: number, height: number): void;
  /** glScissorIndexed: GL 4.1, GL_ARB_viewport_array, GL_OES_viewport_array, GL_NV_viewport_array. Not in WebGL2. */
  scissorIndexed(index: number, x: number, y: number, width: number, height: number): void;
  /** glScissorArrayv: GL 4.1, GL_ARB_viewport_array, GL_OES_viewport_array, GL_NV_viewport_array. Not in WebGL2. */
  scissorArrayv(first: number, count: number, mem: Memory, offset: number): void;
  /** glClipControl: GL 4.5, GL_ARB_clip_control, GL_EXT_clip_control. */
  clipControl(origin: number, depth: number): void;
  /** glCullFace: GL 3.3, ES 3.0. */
  cullFace(mode: number): void;
  /** glFrontFace: GL 3.3, ES 3.0. */
  frontFace(mode: number): void;
  /** glPolygonMode: GL 3.3, GL_NV_polygon_mode. */
  polygonMode(face: number, mode: number): void;
  /** glPolygonOffset: GL 3.3, ES 3.0. */
  polygonOffset(factor: number, units: number): void;
  /** glPolygonOffsetClamp: GL 4.6, GL_ARB_polygon_offset_clamp, GL_EXT_polygon_offset_clamp. */
  polygonOffsetClamp(factor: number, units: number, clamp: number): void;
  /** glLineWidth: GL 3.3, ES 3.0. */
  lineWidth(width: number): void;
  /** glPointSize: GL 3.3. Not in WebGL2. */
  pointSize(size: number): void;
  /** glPointParameteri: GL 3.3. Not in WebGL2. */
  pointParameteri(pname: number, value: number): void;
  /** glPointParameterf: GL 3.3. Not in WebGL2. */
  pointParameterf(pname: number, value: number): void;
  /** glProvokingVertex: GL 3.3. */
  provokingVertex(mode: number): void;
  /** glPrimitiveRestartIndex: GL 3.3. Not in WebGL2. */
  primitiveRestartIndex(index: number): void;
  /** glPatchParameteri: GL 4.0, ES 3.2, GL_ARB_tessellation_shader, GL_EXT_tessellation_shader, GL_OES_tessellation_shader. Not in WebGL2. */
  patchParameteri(pname: number, value: number): void;
  /** glPatchParameterfv: GL 4.0, GL_ARB_tessellation_shader. Not in WebGL2. */
  patchParameterfv(pname: number, x: number, y: number, z: number, w: number): void;
  /** glSampleCoverage: GL 3.3, ES 3.0. */
  sampleCoverage(value: number, invert: boolean): void;
  /** glSampleMaski: GL 3.3, ES 3.1. Not in WebGL2. */
  sampleMaski(index: number, mask: number): void;
  /** glMinSampleShading: GL 4.0, ES 3.2, GL_ARB_sample_shading, GL_OES_sample_shading. Not in WebGL2. */
  minSampleShading(value: number): void;
  /** glGetMultisamplef: GL 3.3, ES 3.1. Not in WebGL2. */
  getMultisamplef(pname: number, index: number, component: number): number;
  /** glClampColor: GL 3.3. Not in WebGL2. */
  clampColor(target: number, clamp: number): void;
  /** glLineStipple: GL 3.3. Not in WebGL2. */
  lineStipple(factor: number, pattern: number): void;

  // per-fragment state

  /** glDepthFunc: GL 3.3, ES 3.0. */
  depthFunc(func: number): void;
  /** glDepthMask: GL 3.3, ES 3.0. */
  depthMask(on: boolean): void;
  /** glDepthBoundsEXT: GL_EXT_depth_bounds_test. Not in WebGL2. */
  depthBoundsEXT(min: number, max: number): void;
  /** glStencilFuncSeparate: GL 3.3, ES 3.0. */
  stencilFuncSeparate(face: number, func: number, ref: number, mask: number): void;
  /** glStencilOpSeparate: GL 3.3, ES 3.0. */
  stencilOpSeparate(face: number, fail: number, depthFail: number, pass: number): void;
  /** glStencilMaskSeparate: GL 3.3, ES 3.0. */
  stencilMaskSeparate(face: number, mask: number): void;
  /** glColorMask: GL 3.3, ES 3.0. */
  colorMask(r: boolean, g: boolean, b: boolean, a: boolean): void;
  /** glColorMaski: GL 3.3, ES 3.2, GL_EXT_draw_buffers_indexed, GL_OES_draw_buffers_indexed. */
  colorMaski(index: number, r: boolean, g: boolean, b: boolean, a: boolean): void;
  /** glBlendColor: GL 3.3, ES 3.0. */
  blendColor(r: number, g: number, b: number, a: number): void;
  /** glBlendFuncSeparate: GL 3.3, ES 3.0. */
  blendFuncSeparate(srcRgb: number, dstRgb: number, srcAlpha: number, dstAlpha: number): void;
  /** glBlendFuncSeparatei: GL 4.0, ES 3.2, GL_ARB_draw_buffers_blend, GL_EXT_draw_buffers_indexed, GL_OES_draw_buffers_indexed. */
  blendFuncSeparatei(index: number, srcRgb: number, dstRgb: number, srcAlpha: number, dstAlpha: number): void;
  /** glBlendEquationSeparate: GL 3.3, ES 3.0. */
  blendEquationSeparate(rgb: number, alpha: number): void;
  /** glBlendEquationSeparatei: GL 4.0, ES 3.2, GL_ARB_draw_buffers_blend, GL_EXT_draw_buffers_indexed, GL_OES_draw_buffers_indexed. */
  blendEquationSeparatei(index: number, rgb: number, alpha: number): void;
  /** glBlendEquation: GL 3.3, ES 3.0. */
  blendEquation(mode: number): void;
  /** glBlendBarrier: ES 3.2, GL_KHR_blend_equation_advanced. Not in WebGL2. */
  blendBarrier(): void;
  /** glLogicOp: GL 3.3. Not in WebGL2. */
  logicOp(op: number): void;
  /** glHint: GL 3.3, ES 3.0. */
  hint(target: number, mode: number): void;

  // state queries

  /** glGetIntegerv: GL 3.3, ES 3.0. */
  getInteger(pname: number): number;
  /** glGetInteger64v: GL 3.3, ES 3.0. */
  getInteger64(pname: number): number;
  /** glGetFloatv: GL 3.3, ES 3.0. */
  getFloat(pname: number): number;
  /** glGetFloatComponent: GL 3.3, ES 3.0. */
  getFloatComponent(pname: number, component: number): number;
  /** glGetIntegerComponent: GL 3.3, ES 3.0. */
  getIntegerComponent(pname: number, component: number): number;
  /** glGetBoolean: GL 3.3, ES 3.0. */
  getBoolean(pname: number): boolean;
  /** glGetIntegeri_v: GL 3.3, ES 3.0. */
  getIntegerIndexed(pname: number, index: number): number;
  /** glGetString: GL 3.3, ES 3.0. */
  getString(pname: number): string;
  /** glGetStringi: GL 3.3, ES 3.0. */
  getStringi(pname: number, index: number): string;
}
