// Generated from packages/gl/src/functions.ts by packages/gl/tools/generate.ts. Do not edit.
import type { GlFunctions } from '../../generated/functions.ts';
import type { Memory } from '../../memory.ts';
import type { NativeFunction, NativeRow, Scratch } from '../call.ts';

/** Where to find each function: method, symbol, symbol in OpenGL ES, C signature, versions, extensions (`name:suffix`). */
export const nativeRows: readonly NativeRow[] = [
  ['createTexture', 'glGenTextures', 'glGenTextures', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['deleteTexture', 'glDeleteTextures', 'glDeleteTextures', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['createBuffer', 'glGenBuffers', 'glGenBuffers', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['deleteBuffer', 'glDeleteBuffers', 'glDeleteBuffers', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['createFramebuffer', 'glGenFramebuffers', 'glGenFramebuffers', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['deleteFramebuffer', 'glDeleteFramebuffers', 'glDeleteFramebuffers', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['createRenderbuffer', 'glGenRenderbuffers', 'glGenRenderbuffers', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['deleteRenderbuffer', 'glDeleteRenderbuffers', 'glDeleteRenderbuffers', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['createSampler', 'glGenSamplers', 'glGenSamplers', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['deleteSampler', 'glDeleteSamplers', 'glDeleteSamplers', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['createQuery', 'glGenQueries', 'glGenQueries', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['deleteQuery', 'glDeleteQueries', 'glDeleteQueries', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['createVertexArray', 'glGenVertexArrays', 'glGenVertexArrays', 'void(int32_t,uintptr_t)', 33, 30, ''],
  ['deleteVertexArray', 'glDeleteVertexArrays', 'glDeleteVertexArrays', 'void(int32_t,uintptr_t)', 33, 30, ''],
  [
    'createTransformFeedback',
    'glGenTransformFeedbacks',
    'glGenTransformFeedbacks',
    'void(int32_t,uintptr_t)',
    40,
    30,
    'ARB_transform_feedback2',
  ],
  [
    'deleteTransformFeedback',
    'glDeleteTransformFeedbacks',
    'glDeleteTransformFeedbacks',
    'void(int32_t,uintptr_t)',
    40,
    30,
    'ARB_transform_feedback2',
  ],
  [
    'createProgramPipeline',
    'glGenProgramPipelines',
    'glGenProgramPipelines',
    'void(int32_t,uintptr_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  [
    'deleteProgramPipeline',
    'glDeleteProgramPipelines',
    'glDeleteProgramPipelines',
    'void(int32_t,uintptr_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  ['createShader', 'glCreateShader', 'glCreateShader', 'uint32_t(uint32_t)', 33, 30, ''],
  ['deleteShader', 'glDeleteShader', 'glDeleteShader', 'void(uint32_t)', 33, 30, ''],
  ['createProgram', 'glCreateProgram', 'glCreateProgram', 'uint32_t()', 33, 30, ''],
  ['deleteProgram', 'glDeleteProgram', 'glDeleteProgram', 'void(uint32_t)', 33, 30, ''],
  ['activeTexture', 'glActiveTexture', 'glActiveTexture', 'void(uint32_t)', 33, 30, ''],
  ['bindTexture', 'glBindTexture', 'glBindTexture', 'void(uint32_t,uint32_t)', 33, 30, ''],
  ['texParameteri', 'glTexParameteri', 'glTexParameteri', 'void(uint32_t,uint32_t,uint32_t)', 33, 30, ''],
  ['texParameterf', 'glTexParameterf', 'glTexParameterf', 'void(uint32_t,uint32_t,float)', 33, 30, ''],
  [
    'texBorderColorf',
    'glTexParameterfv',
    'glTexParameterfv',
    'void(uint32_t,uint32_t,uintptr_t)',
    33,
    32,
    'EXT_texture_border_clamp OES_texture_border_clamp',
  ],
  [
    'texBorderColori',
    'glTexParameterIiv',
    'glTexParameterIiv',
    'void(uint32_t,uint32_t,uintptr_t)',
    33,
    32,
    'EXT_texture_border_clamp:EXT OES_texture_border_clamp:OES',
  ],
  [
    'texBorderColorui',
    'glTexParameterIuiv',
    'glTexParameterIuiv',
    'void(uint32_t,uint32_t,uintptr_t)',
    33,
    32,
    'EXT_texture_border_clamp:EXT OES_texture_border_clamp:OES',
  ],
  ['texSwizzle', 'glTexSwizzle', 'glTexSwizzle', '', 33, 30, ''],
  ['getTexParameteri', 'glGetTexParameteriv', 'glGetTexParameteriv', 'void(uint32_t,uint32_t,uintptr_t)', 33, 30, ''],
  [
    'getTexLevelParameteri',
    'glGetTexLevelParameteriv',
    'glGetTexLevelParameteriv',
    'void(uint32_t,int32_t,uint32_t,uintptr_t)',
    33,
    31,
    '',
  ],
  ['texStorage1D', 'glTexStorage1D', 'glTexStorage1D', 'void(uint32_t,int32_t,uint32_t,int32_t)', 42, 0, 'ARB_texture_storage'],
  ['texStorage2D', 'glTexStorage2D', 'glTexStorage2D', 'void(uint32_t,int32_t,uint32_t,int32_t,int32_t)', 42, 30, 'ARB_texture_storage'],
  [
    'texStorage3D',
    'glTexStorage3D',
    'glTexStorage3D',
    'void(uint32_t,int32_t,uint32_t,int32_t,int32_t,int32_t)',
    42,
    30,
    'ARB_texture_storage',
  ],
  [
    'texStorage2DMultisample',
    'glTexStorage2DMultisample',
    'glTexStorage2DMultisample',
    'void(uint32_t,int32_t,uint32_t,int32_t,int32_t,bool)',
    43,
    31,
    'ARB_texture_storage_multisample',
  ],
  [
    'texStorage3DMultisample',
    'glTexStorage3DMultisample',
    'glTexStorage3DMultisample',
    'void(uint32_t,int32_t,uint32_t,int32_t,int32_t,int32_t,bool)',
    43,
    32,
    'ARB_texture_storage_multisample OES_texture_storage_multisample_2d_array:OES',
  ],
  ['texImage1D', 'glTexImage1D', 'glTexImage1D', 'void(uint32_t,int32_t,uint32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)', 33, 0, ''],
  [
    'texImage2D',
    'glTexImage2D',
    'glTexImage2D',
    'void(uint32_t,int32_t,uint32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'texImage3D',
    'glTexImage3D',
    'glTexImage3D',
    'void(uint32_t,int32_t,uint32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'texImage2DMultisample',
    'glTexImage2DMultisample',
    'glTexImage2DMultisample',
    'void(uint32_t,int32_t,uint32_t,int32_t,int32_t,bool)',
    33,
    0,
    '',
  ],
  [
    'texImage3DMultisample',
    'glTexImage3DMultisample',
    'glTexImage3DMultisample',
    'void(uint32_t,int32_t,uint32_t,int32_t,int32_t,int32_t,bool)',
    33,
    0,
    '',
  ],
  ['texSubImage1D', 'glTexSubImage1D', 'glTexSubImage1D', 'void(uint32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)', 33, 0, ''],
  [
    'texSubImage2D',
    'glTexSubImage2D',
    'glTexSubImage2D',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'texSubImage3D',
    'glTexSubImage3D',
    'glTexSubImage3D',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'texSubImage1DFromBuffer',
    'glTexSubImage1D',
    'glTexSubImage1D',
    'void(uint32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)',
    33,
    0,
    '',
  ],
  [
    'texSubImage2DFromBuffer',
    'glTexSubImage2D',
    'glTexSubImage2D',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'texSubImage3DFromBuffer',
    'glTexSubImage3D',
    'glTexSubImage3D',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'compressedTexImage2D',
    'glCompressedTexImage2D',
    'glCompressedTexImage2D',
    'void(uint32_t,int32_t,uint32_t,int32_t,int32_t,int32_t,int32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'compressedTexImage3D',
    'glCompressedTexImage3D',
    'glCompressedTexImage3D',
    'void(uint32_t,int32_t,uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'compressedTexSubImage1D',
    'glCompressedTexSubImage1D',
    'glCompressedTexSubImage1D',
    'void(uint32_t,int32_t,int32_t,int32_t,uint32_t,int32_t,uintptr_t)',
    33,
    0,
    '',
  ],
  [
    'compressedTexSubImage2D',
    'glCompressedTexSubImage2D',
    'glCompressedTexSubImage2D',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,int32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'compressedTexSubImage3D',
    'glCompressedTexSubImage3D',
    'glCompressedTexSubImage3D',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,int32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'compressedTexSubImage2DFromBuffer',
    'glCompressedTexSubImage2D',
    'glCompressedTexSubImage2D',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,int32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'compressedTexSubImage3DFromBuffer',
    'glCompressedTexSubImage3D',
    'glCompressedTexSubImage3D',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,int32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  ['getTexImage', 'glGetTexImage', 'glGetTexImage', 'void(uint32_t,int32_t,uint32_t,uint32_t,uintptr_t)', 33, 0, ''],
  ['getTexImageToBuffer', 'glGetTexImage', 'glGetTexImage', 'void(uint32_t,int32_t,uint32_t,uint32_t,uintptr_t)', 33, 0, ''],
  [
    'getnTexImage',
    'glGetnTexImage',
    'glGetnTexImage',
    'void(uint32_t,int32_t,uint32_t,uint32_t,int32_t,uintptr_t)',
    45,
    0,
    'ARB_robustness:ARB',
  ],
  ['getCompressedTexImage', 'glGetCompressedTexImage', 'glGetCompressedTexImage', 'void(uint32_t,int32_t,uintptr_t)', 33, 0, ''],
  [
    'getnCompressedTexImage',
    'glGetnCompressedTexImage',
    'glGetnCompressedTexImage',
    'void(uint32_t,int32_t,int32_t,uintptr_t)',
    45,
    0,
    'ARB_robustness:ARB',
  ],
  [
    'getTextureSubImage',
    'glGetTextureSubImage',
    'glGetTextureSubImage',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,int32_t,uintptr_t)',
    45,
    0,
    'ARB_get_texture_sub_image',
  ],
  [
    'getCompressedTextureSubImage',
    'glGetCompressedTextureSubImage',
    'glGetCompressedTextureSubImage',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uintptr_t)',
    45,
    0,
    'ARB_get_texture_sub_image',
  ],
  ['texBuffer', 'glTexBuffer', 'glTexBuffer', 'void(uint32_t,uint32_t,uint32_t)', 33, 32, 'EXT_texture_buffer:EXT OES_texture_buffer:OES'],
  [
    'texBufferRange',
    'glTexBufferRange',
    'glTexBufferRange',
    'void(uint32_t,uint32_t,uint32_t,intptr_t,intptr_t)',
    43,
    32,
    'ARB_texture_buffer_range EXT_texture_buffer:EXT OES_texture_buffer:OES',
  ],
  [
    'textureView',
    'glTextureView',
    'glTextureView',
    'void(uint32_t,uint32_t,uint32_t,uint32_t,uint32_t,uint32_t,uint32_t,uint32_t)',
    43,
    0,
    'ARB_texture_view EXT_texture_view:EXT OES_texture_view:OES',
  ],
  ['generateMipmap', 'glGenerateMipmap', 'glGenerateMipmap', 'void(uint32_t)', 33, 30, ''],
  ['copyTexSubImage1D', 'glCopyTexSubImage1D', 'glCopyTexSubImage1D', 'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t)', 33, 0, ''],
  [
    'copyTexSubImage2D',
    'glCopyTexSubImage2D',
    'glCopyTexSubImage2D',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t)',
    33,
    30,
    '',
  ],
  [
    'copyTexSubImage3D',
    'glCopyTexSubImage3D',
    'glCopyTexSubImage3D',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t)',
    33,
    30,
    '',
  ],
  [
    'copyImageSubData',
    'glCopyImageSubData',
    'glCopyImageSubData',
    'void(uint32_t,uint32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t)',
    43,
    32,
    'ARB_copy_image EXT_copy_image:EXT OES_copy_image:OES',
  ],
  [
    'clearTexImage',
    'glClearTexImage',
    'glClearTexImage',
    'void(uint32_t,int32_t,uint32_t,uint32_t,uintptr_t)',
    44,
    0,
    'ARB_clear_texture EXT_clear_texture:EXT',
  ],
  [
    'clearTexSubImage',
    'glClearTexSubImage',
    'glClearTexSubImage',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)',
    44,
    0,
    'ARB_clear_texture EXT_clear_texture:EXT',
  ],
  ['invalidateTexImage', 'glInvalidateTexImage', 'glInvalidateTexImage', 'void(uint32_t,int32_t)', 43, 0, 'ARB_invalidate_subdata'],
  [
    'bindImageTexture',
    'glBindImageTexture',
    'glBindImageTexture',
    'void(uint32_t,uint32_t,int32_t,bool,int32_t,uint32_t,uint32_t)',
    42,
    31,
    'ARB_shader_image_load_store',
  ],
  ['textureBarrier', 'glTextureBarrier', 'glTextureBarrier', 'void()', 45, 0, 'ARB_texture_barrier NV_texture_barrier:NV'],
  ['pixelStorei', 'glPixelStorei', 'glPixelStorei', 'void(uint32_t,int32_t)', 33, 30, ''],
  ['getInternalformat', 'glGetInternalformativ', 'glGetInternalformativ', '', 42, 30, 'ARB_internalformat_query'],
  ['bindSampler', 'glBindSampler', 'glBindSampler', 'void(uint32_t,uint32_t)', 33, 30, ''],
  ['samplerParameteri', 'glSamplerParameteri', 'glSamplerParameteri', 'void(uint32_t,uint32_t,uint32_t)', 33, 30, ''],
  ['samplerParameterf', 'glSamplerParameterf', 'glSamplerParameterf', 'void(uint32_t,uint32_t,float)', 33, 30, ''],
  [
    'samplerBorderColorf',
    'glSamplerBorderColorf',
    'glSamplerBorderColorf',
    '',
    33,
    32,
    'EXT_texture_border_clamp OES_texture_border_clamp',
  ],
  [
    'samplerBorderColori',
    'glSamplerBorderColori',
    'glSamplerBorderColori',
    '',
    33,
    32,
    'EXT_texture_border_clamp:EXT OES_texture_border_clamp:OES',
  ],
  [
    'samplerBorderColorui',
    'glSamplerBorderColorui',
    'glSamplerBorderColorui',
    '',
    33,
    32,
    'EXT_texture_border_clamp:EXT OES_texture_border_clamp:OES',
  ],
  ['bindBuffer', 'glBindBuffer', 'glBindBuffer', 'void(uint32_t,uint32_t)', 33, 30, ''],
  ['bindBufferBase', 'glBindBufferBase', 'glBindBufferBase', 'void(uint32_t,uint32_t,uint32_t)', 33, 30, ''],
  ['bindBufferRange', 'glBindBufferRange', 'glBindBufferRange', 'void(uint32_t,uint32_t,uint32_t,intptr_t,intptr_t)', 33, 30, ''],
  ['bufferData', 'glBufferData', 'glBufferData', 'void(uint32_t,intptr_t,uintptr_t,uint32_t)', 33, 30, ''],
  ['bufferSubData', 'glBufferSubData', 'glBufferSubData', 'void(uint32_t,intptr_t,intptr_t,uintptr_t)', 33, 30, ''],
  [
    'bufferStorage',
    'glBufferStorage',
    'glBufferStorage',
    'void(uint32_t,intptr_t,uintptr_t,uint32_t)',
    44,
    0,
    'ARB_buffer_storage EXT_buffer_storage:EXT',
  ],
  ['getBufferSubData', 'glGetBufferSubData', 'glGetBufferSubData', '', 33, 30, ''],
  ['mapBufferRange', 'glMapBufferRange', 'glMapBufferRange', '', 33, 30, ''],
  ['flushMappedBufferRange', 'glFlushMappedBufferRange', 'glFlushMappedBufferRange', 'void(uint32_t,intptr_t,intptr_t)', 33, 30, ''],
  ['unmapBuffer', 'glUnmapBuffer', 'glUnmapBuffer', '', 33, 30, ''],
  ['copyBufferSubData', 'glCopyBufferSubData', 'glCopyBufferSubData', 'void(uint32_t,uint32_t,intptr_t,intptr_t,intptr_t)', 33, 30, ''],
  ['invalidateBufferData', 'glInvalidateBufferData', 'glInvalidateBufferData', 'void(uint32_t)', 43, 0, 'ARB_invalidate_subdata'],
  [
    'invalidateBufferSubData',
    'glInvalidateBufferSubData',
    'glInvalidateBufferSubData',
    'void(uint32_t,intptr_t,intptr_t)',
    43,
    0,
    'ARB_invalidate_subdata',
  ],
  [
    'clearBufferData',
    'glClearBufferData',
    'glClearBufferData',
    'void(uint32_t,uint32_t,uint32_t,uint32_t,uintptr_t)',
    43,
    0,
    'ARB_clear_buffer_object',
  ],
  [
    'clearBufferSubData',
    'glClearBufferSubData',
    'glClearBufferSubData',
    'void(uint32_t,uint32_t,intptr_t,intptr_t,uint32_t,uint32_t,uintptr_t)',
    43,
    0,
    'ARB_clear_buffer_object',
  ],
  ['getBufferParameter', 'glGetBufferParameteriv', 'glGetBufferParameteriv', 'void(uint32_t,uint32_t,uintptr_t)', 33, 30, ''],
  ['bindFramebuffer', 'glBindFramebuffer', 'glBindFramebuffer', 'void(uint32_t,uint32_t)', 33, 30, ''],
  ['checkFramebufferStatus', 'glCheckFramebufferStatus', 'glCheckFramebufferStatus', 'uint32_t(uint32_t)', 33, 30, ''],
  [
    'framebufferTexture',
    'glFramebufferTexture',
    'glFramebufferTexture',
    'void(uint32_t,uint32_t,uint32_t,int32_t)',
    33,
    32,
    'EXT_geometry_shader:EXT OES_geometry_shader:OES',
  ],
  [
    'framebufferTexture1D',
    'glFramebufferTexture1D',
    'glFramebufferTexture1D',
    'void(uint32_t,uint32_t,uint32_t,uint32_t,int32_t)',
    33,
    0,
    '',
  ],
  [
    'framebufferTexture2D',
    'glFramebufferTexture2D',
    'glFramebufferTexture2D',
    'void(uint32_t,uint32_t,uint32_t,uint32_t,int32_t)',
    33,
    30,
    '',
  ],
  [
    'framebufferTexture3D',
    'glFramebufferTexture3D',
    'glFramebufferTexture3D',
    'void(uint32_t,uint32_t,uint32_t,uint32_t,int32_t,int32_t)',
    33,
    0,
    'OES_texture_3D:OES',
  ],
  [
    'framebufferTextureLayer',
    'glFramebufferTextureLayer',
    'glFramebufferTextureLayer',
    'void(uint32_t,uint32_t,uint32_t,int32_t,int32_t)',
    33,
    30,
    '',
  ],
  [
    'framebufferRenderbuffer',
    'glFramebufferRenderbuffer',
    'glFramebufferRenderbuffer',
    'void(uint32_t,uint32_t,uint32_t,uint32_t)',
    33,
    30,
    '',
  ],
  [
    'framebufferParameteri',
    'glFramebufferParameteri',
    'glFramebufferParameteri',
    'void(uint32_t,uint32_t,int32_t)',
    43,
    31,
    'ARB_framebuffer_no_attachments',
  ],
  [
    'getFramebufferAttachmentParameter',
    'glGetFramebufferAttachmentParameteriv',
    'glGetFramebufferAttachmentParameteriv',
    'void(uint32_t,uint32_t,uint32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  ['bindRenderbuffer', 'glBindRenderbuffer', 'glBindRenderbuffer', 'void(uint32_t,uint32_t)', 33, 30, ''],
  ['renderbufferStorage', 'glRenderbufferStorage', 'glRenderbufferStorage', 'void(uint32_t,uint32_t,int32_t,int32_t)', 33, 30, ''],
  [
    'renderbufferStorageMultisample',
    'glRenderbufferStorageMultisample',
    'glRenderbufferStorageMultisample',
    'void(uint32_t,int32_t,uint32_t,int32_t,int32_t)',
    33,
    30,
    '',
  ],
  [
    'blitFramebuffer',
    'glBlitFramebuffer',
    'glBlitFramebuffer',
    'void(int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t)',
    33,
    30,
    '',
  ],
  ['drawBuffers', 'glDrawBuffers', 'glDrawBuffers', '', 33, 30, ''],
  ['readBuffer', 'glReadBuffer', 'glReadBuffer', 'void(uint32_t)', 33, 30, ''],
  ['invalidateFramebuffer', 'glInvalidateFramebuffer', 'glInvalidateFramebuffer', '', 43, 30, 'ARB_invalidate_subdata'],
  ['readPixels', 'glReadPixels', 'glReadPixels', 'void(int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)', 33, 30, ''],
  ['readPixelsToBuffer', 'glReadPixels', 'glReadPixels', 'void(int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,uintptr_t)', 33, 30, ''],
  [
    'readnPixels',
    'glReadnPixels',
    'glReadnPixels',
    'void(int32_t,int32_t,int32_t,int32_t,uint32_t,uint32_t,int32_t,uintptr_t)',
    45,
    32,
    'ARB_robustness:ARB KHR_robustness:KHR/es EXT_robustness:EXT',
  ],
  ['clear', 'glClear', 'glClear', 'void(uint32_t)', 33, 30, ''],
  ['clearColor', 'glClearColor', 'glClearColor', 'void(float,float,float,float)', 33, 30, ''],
  ['clearDepth', 'glClearDepth', 'glClearDepthf', 'void(clampd)', 33, 30, ''],
  ['clearStencil', 'glClearStencil', 'glClearStencil', 'void(int32_t)', 33, 30, ''],
  ['clearBufferfv', 'glClearBufferfv', 'glClearBufferfv', 'void(uint32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['clearBufferiv', 'glClearBufferiv', 'glClearBufferiv', 'void(uint32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['clearBufferuiv', 'glClearBufferuiv', 'glClearBufferuiv', 'void(uint32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['clearBufferfi', 'glClearBufferfi', 'glClearBufferfi', 'void(uint32_t,int32_t,float,int32_t)', 33, 30, ''],
  ['bindVertexArray', 'glBindVertexArray', 'glBindVertexArray', 'void(uint32_t)', 33, 30, ''],
  ['enableVertexAttribArray', 'glEnableVertexAttribArray', 'glEnableVertexAttribArray', 'void(uint32_t)', 33, 30, ''],
  ['disableVertexAttribArray', 'glDisableVertexAttribArray', 'glDisableVertexAttribArray', 'void(uint32_t)', 33, 30, ''],
  [
    'vertexAttribPointer',
    'glVertexAttribPointer',
    'glVertexAttribPointer',
    'void(uint32_t,int32_t,uint32_t,bool,int32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'vertexAttribIPointer',
    'glVertexAttribIPointer',
    'glVertexAttribIPointer',
    'void(uint32_t,int32_t,uint32_t,int32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'vertexAttribLPointer',
    'glVertexAttribLPointer',
    'glVertexAttribLPointer',
    'void(uint32_t,int32_t,uint32_t,int32_t,uintptr_t)',
    41,
    0,
    'ARB_vertex_attrib_64bit',
  ],
  ['vertexAttribDivisor', 'glVertexAttribDivisor', 'glVertexAttribDivisor', 'void(uint32_t,uint32_t)', 33, 30, ''],
  [
    'vertexAttribFormat',
    'glVertexAttribFormat',
    'glVertexAttribFormat',
    'void(uint32_t,int32_t,uint32_t,bool,uint32_t)',
    43,
    31,
    'ARB_vertex_attrib_binding',
  ],
  [
    'vertexAttribIFormat',
    'glVertexAttribIFormat',
    'glVertexAttribIFormat',
    'void(uint32_t,int32_t,uint32_t,uint32_t)',
    43,
    31,
    'ARB_vertex_attrib_binding',
  ],
  [
    'vertexAttribLFormat',
    'glVertexAttribLFormat',
    'glVertexAttribLFormat',
    'void(uint32_t,int32_t,uint32_t,uint32_t)',
    43,
    0,
    'ARB_vertex_attrib_binding',
  ],
  ['vertexAttribBinding', 'glVertexAttribBinding', 'glVertexAttribBinding', 'void(uint32_t,uint32_t)', 43, 31, 'ARB_vertex_attrib_binding'],
  [
    'bindVertexBuffer',
    'glBindVertexBuffer',
    'glBindVertexBuffer',
    'void(uint32_t,uint32_t,intptr_t,int32_t)',
    43,
    31,
    'ARB_vertex_attrib_binding',
  ],
  [
    'vertexBindingDivisor',
    'glVertexBindingDivisor',
    'glVertexBindingDivisor',
    'void(uint32_t,uint32_t)',
    43,
    31,
    'ARB_vertex_attrib_binding',
  ],
  ['edgeFlagPointer', 'glEdgeFlagPointer', 'glEdgeFlagPointer', 'void(int32_t,uintptr_t)', 33, 0, ''],
  ['enableClientState', 'glEnableClientState', 'glEnableClientState', 'void(uint32_t)', 33, 0, ''],
  ['disableClientState', 'glDisableClientState', 'glDisableClientState', 'void(uint32_t)', 33, 0, ''],
  ['vertexAttrib1f', 'glVertexAttrib1f', 'glVertexAttrib1f', 'void(uint32_t,float)', 33, 30, ''],
  ['vertexAttrib2f', 'glVertexAttrib2f', 'glVertexAttrib2f', 'void(uint32_t,float,float)', 33, 30, ''],
  ['vertexAttrib3f', 'glVertexAttrib3f', 'glVertexAttrib3f', 'void(uint32_t,float,float,float)', 33, 30, ''],
  ['vertexAttrib4f', 'glVertexAttrib4f', 'glVertexAttrib4f', 'void(uint32_t,float,float,float,float)', 33, 30, ''],
  ['vertexAttribI4i', 'glVertexAttribI4i', 'glVertexAttribI4i', 'void(uint32_t,int32_t,int32_t,int32_t,int32_t)', 33, 30, ''],
  ['vertexAttribI4ui', 'glVertexAttribI4ui', 'glVertexAttribI4ui', 'void(uint32_t,uint32_t,uint32_t,uint32_t,uint32_t)', 33, 30, ''],
  ['drawArrays', 'glDrawArrays', 'glDrawArrays', 'void(uint32_t,int32_t,int32_t)', 33, 30, ''],
  ['drawArraysInstanced', 'glDrawArraysInstanced', 'glDrawArraysInstanced', 'void(uint32_t,int32_t,int32_t,int32_t)', 33, 30, ''],
  [
    'drawArraysInstancedBaseInstance',
    'glDrawArraysInstancedBaseInstance',
    'glDrawArraysInstancedBaseInstance',
    'void(uint32_t,int32_t,int32_t,int32_t,uint32_t)',
    42,
    0,
    'ARB_base_instance EXT_base_instance:EXT',
  ],
  ['drawElements', 'glDrawElements', 'glDrawElements', 'void(uint32_t,int32_t,uint32_t,uintptr_t)', 33, 30, ''],
  [
    'drawElementsInstanced',
    'glDrawElementsInstanced',
    'glDrawElementsInstanced',
    'void(uint32_t,int32_t,uint32_t,uintptr_t,int32_t)',
    33,
    30,
    '',
  ],
  [
    'drawElementsBaseVertex',
    'glDrawElementsBaseVertex',
    'glDrawElementsBaseVertex',
    'void(uint32_t,int32_t,uint32_t,uintptr_t,int32_t)',
    33,
    32,
    'EXT_draw_elements_base_vertex:EXT OES_draw_elements_base_vertex:OES',
  ],
  [
    'drawElementsInstancedBaseVertex',
    'glDrawElementsInstancedBaseVertex',
    'glDrawElementsInstancedBaseVertex',
    'void(uint32_t,int32_t,uint32_t,uintptr_t,int32_t,int32_t)',
    33,
    32,
    'EXT_draw_elements_base_vertex:EXT OES_draw_elements_base_vertex:OES',
  ],
  [
    'drawElementsInstancedBaseInstance',
    'glDrawElementsInstancedBaseInstance',
    'glDrawElementsInstancedBaseInstance',
    'void(uint32_t,int32_t,uint32_t,uintptr_t,int32_t,uint32_t)',
    42,
    0,
    'ARB_base_instance EXT_base_instance:EXT',
  ],
  [
    'drawElementsInstancedBaseVertexBaseInstance',
    'glDrawElementsInstancedBaseVertexBaseInstance',
    'glDrawElementsInstancedBaseVertexBaseInstance',
    'void(uint32_t,int32_t,uint32_t,uintptr_t,int32_t,int32_t,uint32_t)',
    42,
    0,
    'ARB_base_instance EXT_base_instance:EXT',
  ],
  [
    'drawRangeElements',
    'glDrawRangeElements',
    'glDrawRangeElements',
    'void(uint32_t,uint32_t,uint32_t,int32_t,uint32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'drawRangeElementsBaseVertex',
    'glDrawRangeElementsBaseVertex',
    'glDrawRangeElementsBaseVertex',
    'void(uint32_t,uint32_t,uint32_t,int32_t,uint32_t,uintptr_t,int32_t)',
    33,
    32,
    'EXT_draw_elements_base_vertex:EXT OES_draw_elements_base_vertex:OES',
  ],
  ['drawArraysIndirect', 'glDrawArraysIndirect', 'glDrawArraysIndirect', 'void(uint32_t,uintptr_t)', 40, 31, 'ARB_draw_indirect'],
  [
    'drawElementsIndirect',
    'glDrawElementsIndirect',
    'glDrawElementsIndirect',
    'void(uint32_t,uint32_t,uintptr_t)',
    40,
    31,
    'ARB_draw_indirect',
  ],
  [
    'multiDrawArraysIndirect',
    'glMultiDrawArraysIndirect',
    'glMultiDrawArraysIndirect',
    'void(uint32_t,uintptr_t,int32_t,int32_t)',
    43,
    0,
    'ARB_multi_draw_indirect EXT_multi_draw_indirect:EXT',
  ],
  [
    'multiDrawElementsIndirect',
    'glMultiDrawElementsIndirect',
    'glMultiDrawElementsIndirect',
    'void(uint32_t,uint32_t,uintptr_t,int32_t,int32_t)',
    43,
    0,
    'ARB_multi_draw_indirect EXT_multi_draw_indirect:EXT',
  ],
  [
    'multiDrawArraysIndirectCount',
    'glMultiDrawArraysIndirectCount',
    'glMultiDrawArraysIndirectCount',
    'void(uint32_t,uintptr_t,intptr_t,int32_t,int32_t)',
    46,
    0,
    'ARB_indirect_parameters:ARB',
  ],
  [
    'multiDrawElementsIndirectCount',
    'glMultiDrawElementsIndirectCount',
    'glMultiDrawElementsIndirectCount',
    'void(uint32_t,uint32_t,uintptr_t,intptr_t,int32_t,int32_t)',
    46,
    0,
    'ARB_indirect_parameters:ARB',
  ],
  ['multiDrawArrays', 'glMultiDrawArrays', 'glMultiDrawArrays', '', 33, 0, ''],
  ['multiDrawElements', 'glMultiDrawElements', 'glMultiDrawElements', '', 33, 0, ''],
  [
    'drawTransformFeedback',
    'glDrawTransformFeedback',
    'glDrawTransformFeedback',
    'void(uint32_t,uint32_t)',
    40,
    0,
    'ARB_transform_feedback2',
  ],
  [
    'drawTransformFeedbackInstanced',
    'glDrawTransformFeedbackInstanced',
    'glDrawTransformFeedbackInstanced',
    'void(uint32_t,uint32_t,int32_t)',
    42,
    0,
    'ARB_transform_feedback_instanced',
  ],
  [
    'drawTransformFeedbackStream',
    'glDrawTransformFeedbackStream',
    'glDrawTransformFeedbackStream',
    'void(uint32_t,uint32_t,uint32_t)',
    40,
    0,
    'ARB_transform_feedback3',
  ],
  [
    'drawTransformFeedbackStreamInstanced',
    'glDrawTransformFeedbackStreamInstanced',
    'glDrawTransformFeedbackStreamInstanced',
    'void(uint32_t,uint32_t,uint32_t,int32_t)',
    42,
    0,
    'ARB_transform_feedback_instanced',
  ],
  ['dispatchCompute', 'glDispatchCompute', 'glDispatchCompute', 'void(uint32_t,uint32_t,uint32_t)', 43, 31, 'ARB_compute_shader'],
  ['dispatchComputeIndirect', 'glDispatchComputeIndirect', 'glDispatchComputeIndirect', 'void(uintptr_t)', 43, 31, 'ARB_compute_shader'],
  ['memoryBarrier', 'glMemoryBarrier', 'glMemoryBarrier', 'void(uint32_t)', 42, 31, 'ARB_shader_image_load_store'],
  ['memoryBarrierByRegion', 'glMemoryBarrierByRegion', 'glMemoryBarrierByRegion', 'void(uint32_t)', 45, 31, 'ARB_ES3_1_compatibility'],
  [
    'bindTransformFeedback',
    'glBindTransformFeedback',
    'glBindTransformFeedback',
    'void(uint32_t,uint32_t)',
    40,
    30,
    'ARB_transform_feedback2',
  ],
  ['beginTransformFeedback', 'glBeginTransformFeedback', 'glBeginTransformFeedback', 'void(uint32_t)', 33, 30, ''],
  ['endTransformFeedback', 'glEndTransformFeedback', 'glEndTransformFeedback', 'void()', 33, 30, ''],
  ['pauseTransformFeedback', 'glPauseTransformFeedback', 'glPauseTransformFeedback', 'void()', 40, 30, 'ARB_transform_feedback2'],
  ['resumeTransformFeedback', 'glResumeTransformFeedback', 'glResumeTransformFeedback', 'void()', 40, 30, 'ARB_transform_feedback2'],
  ['transformFeedbackVaryings', 'glTransformFeedbackVaryings', 'glTransformFeedbackVaryings', '', 33, 30, ''],
  ['beginQuery', 'glBeginQuery', 'glBeginQuery', 'void(uint32_t,uint32_t)', 33, 30, ''],
  ['endQuery', 'glEndQuery', 'glEndQuery', 'void(uint32_t)', 33, 30, ''],
  ['beginQueryIndexed', 'glBeginQueryIndexed', 'glBeginQueryIndexed', 'void(uint32_t,uint32_t,uint32_t)', 40, 0, 'ARB_transform_feedback3'],
  ['endQueryIndexed', 'glEndQueryIndexed', 'glEndQueryIndexed', 'void(uint32_t,uint32_t)', 40, 0, 'ARB_transform_feedback3'],
  ['queryCounter', 'glQueryCounter', 'glQueryCounter', 'void(uint32_t,uint32_t)', 33, 0, 'ARB_timer_query EXT_disjoint_timer_query:EXT'],
  ['getQueryParameter', 'glGetQueryiv', 'glGetQueryiv', 'void(uint32_t,uint32_t,uintptr_t)', 33, 30, ''],
  ['getQueryObject', 'glGetQueryObject', 'glGetQueryObject', '', 33, 30, ''],
  [
    'getQueryObjectiToBuffer',
    'glGetQueryObjectiv',
    'glGetQueryObjectiv',
    'void(uint32_t,uint32_t,uintptr_t)',
    44,
    0,
    'ARB_query_buffer_object',
  ],
  [
    'getQueryObjectuiToBuffer',
    'glGetQueryObjectuiv',
    'glGetQueryObjectuiv',
    'void(uint32_t,uint32_t,uintptr_t)',
    44,
    0,
    'ARB_query_buffer_object',
  ],
  [
    'getQueryObjecti64ToBuffer',
    'glGetQueryObjecti64v',
    'glGetQueryObjecti64v',
    'void(uint32_t,uint32_t,uintptr_t)',
    44,
    0,
    'ARB_query_buffer_object',
  ],
  [
    'getQueryObjectui64ToBuffer',
    'glGetQueryObjectui64v',
    'glGetQueryObjectui64v',
    'void(uint32_t,uint32_t,uintptr_t)',
    44,
    0,
    'ARB_query_buffer_object',
  ],
  [
    'beginConditionalRender',
    'glBeginConditionalRender',
    'glBeginConditionalRender',
    'void(uint32_t,uint32_t)',
    33,
    0,
    'NV_conditional_render:NV',
  ],
  ['endConditionalRender', 'glEndConditionalRender', 'glEndConditionalRender', 'void()', 33, 0, 'NV_conditional_render:NV'],
  ['fenceSync', 'glFenceSync', 'glFenceSync', 'uintptr_t(uint32_t,uint32_t)', 33, 30, ''],
  ['clientWaitSync', 'glClientWaitSync', 'glClientWaitSync', 'uint32_t(uintptr_t,uint32_t,uint64_t)', 33, 30, ''],
  ['waitSync', 'glWaitSync', 'glWaitSync', '', 33, 30, ''],
  ['getSyncSignaled', 'glGetSyncSignaled', 'glGetSyncSignaled', '', 33, 30, ''],
  ['deleteSync', 'glDeleteSync', 'glDeleteSync', 'void(uintptr_t)', 33, 30, ''],
  ['flush', 'glFlush', 'glFlush', 'void()', 33, 30, ''],
  ['finish', 'glFinish', 'glFinish', 'void()', 33, 30, ''],
  ['getError', 'glGetError', 'glGetError', 'uint32_t()', 33, 30, ''],
  [
    'getGraphicsResetStatus',
    'glGetGraphicsResetStatus',
    'glGetGraphicsResetStatus',
    'uint32_t()',
    45,
    32,
    'ARB_robustness:ARB KHR_robustness:KHR/es EXT_robustness:EXT',
  ],
  ['debugMessageCallback', 'glDebugMessageCallback', 'glDebugMessageCallback', '', 43, 32, 'KHR_debug:KHR/es'],
  ['shaderSource', 'glShaderSource', 'glShaderSource', '', 33, 30, ''],
  ['compileShader', 'glCompileShader', 'glCompileShader', 'void(uint32_t)', 33, 30, ''],
  ['getShaderParameter', 'glGetShaderiv', 'glGetShaderiv', 'void(uint32_t,uint32_t,uintptr_t)', 33, 30, ''],
  ['getShaderInfoLog', 'glGetShaderInfoLog', 'glGetShaderInfoLog', '', 33, 30, ''],
  ['attachShader', 'glAttachShader', 'glAttachShader', 'void(uint32_t,uint32_t)', 33, 30, ''],
  ['detachShader', 'glDetachShader', 'glDetachShader', 'void(uint32_t,uint32_t)', 33, 30, ''],
  ['linkProgram', 'glLinkProgram', 'glLinkProgram', 'void(uint32_t)', 33, 30, ''],
  ['validateProgram', 'glValidateProgram', 'glValidateProgram', 'void(uint32_t)', 33, 30, ''],
  ['useProgram', 'glUseProgram', 'glUseProgram', 'void(uint32_t)', 33, 30, ''],
  ['getProgramParameter', 'glGetProgramiv', 'glGetProgramiv', 'void(uint32_t,uint32_t,uintptr_t)', 33, 30, ''],
  ['getProgramInfoLog', 'glGetProgramInfoLog', 'glGetProgramInfoLog', '', 33, 30, ''],
  ['programParameteri', 'glProgramParameteri', 'glProgramParameteri', 'void(uint32_t,uint32_t,int32_t)', 41, 30, 'ARB_get_program_binary'],
  ['getProgramBinary', 'glGetProgramBinary', 'glGetProgramBinary', '', 41, 30, 'ARB_get_program_binary'],
  ['programBinary', 'glProgramBinary', 'glProgramBinary', 'void(uint32_t,uint32_t,uintptr_t,int32_t)', 41, 30, 'ARB_get_program_binary'],
  ['getProgramBinaryFormat', 'glGetProgramBinaryFormat', 'glGetProgramBinaryFormat', '', 41, 30, 'ARB_get_program_binary'],
  ['bindAttribLocation', 'glBindAttribLocation', 'glBindAttribLocation', 'void(uint32_t,uint32_t,str)', 33, 30, ''],
  ['getAttribLocation', 'glGetAttribLocation', 'glGetAttribLocation', 'int32_t(uint32_t,str)', 33, 30, ''],
  [
    'bindFragDataLocation',
    'glBindFragDataLocation',
    'glBindFragDataLocation',
    'void(uint32_t,uint32_t,str)',
    33,
    0,
    'EXT_blend_func_extended:EXT',
  ],
  [
    'bindFragDataLocationIndexed',
    'glBindFragDataLocationIndexed',
    'glBindFragDataLocationIndexed',
    'void(uint32_t,uint32_t,uint32_t,str)',
    33,
    0,
    'EXT_blend_func_extended:EXT',
  ],
  ['getFragDataLocation', 'glGetFragDataLocation', 'glGetFragDataLocation', 'int32_t(uint32_t,str)', 33, 30, ''],
  ['getUniformLocation', 'glGetUniformLocation', 'glGetUniformLocation', 'int32_t(uint32_t,str)', 33, 30, ''],
  ['getUniformBlockIndex', 'glGetUniformBlockIndex', 'glGetUniformBlockIndex', 'uint32_t(uint32_t,str)', 33, 30, ''],
  ['uniformBlockBinding', 'glUniformBlockBinding', 'glUniformBlockBinding', 'void(uint32_t,uint32_t,uint32_t)', 33, 30, ''],
  [
    'getActiveUniformBlockParameter',
    'glGetActiveUniformBlockiv',
    'glGetActiveUniformBlockiv',
    'void(uint32_t,uint32_t,uint32_t,uintptr_t)',
    33,
    30,
    '',
  ],
  [
    'getProgramResourceIndex',
    'glGetProgramResourceIndex',
    'glGetProgramResourceIndex',
    'uint32_t(uint32_t,uint32_t,str)',
    43,
    31,
    'ARB_program_interface_query',
  ],
  ['getProgramResource', 'glGetProgramResource', 'glGetProgramResource', '', 43, 31, 'ARB_program_interface_query'],
  [
    'shaderStorageBlockBinding',
    'glShaderStorageBlockBinding',
    'glShaderStorageBlockBinding',
    'void(uint32_t,uint32_t,uint32_t)',
    43,
    0,
    'ARB_shader_storage_buffer_object',
  ],
  [
    'useProgramStages',
    'glUseProgramStages',
    'glUseProgramStages',
    'void(uint32_t,uint32_t,uint32_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  [
    'activeShaderProgram',
    'glActiveShaderProgram',
    'glActiveShaderProgram',
    'void(uint32_t,uint32_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  ['bindProgramPipeline', 'glBindProgramPipeline', 'glBindProgramPipeline', 'void(uint32_t)', 41, 31, 'ARB_separate_shader_objects'],
  [
    'validateProgramPipeline',
    'glValidateProgramPipeline',
    'glValidateProgramPipeline',
    'void(uint32_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  [
    'getProgramPipelineParameter',
    'glGetProgramPipelineiv',
    'glGetProgramPipelineiv',
    'void(uint32_t,uint32_t,uintptr_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  ['getProgramPipelineInfoLog', 'glGetProgramPipelineInfoLog', 'glGetProgramPipelineInfoLog', '', 41, 31, 'ARB_separate_shader_objects'],
  ['uniform1i', 'glUniform1i', 'glUniform1i', 'void(int32_t,int32_t)', 33, 30, ''],
  ['uniform2i', 'glUniform2i', 'glUniform2i', 'void(int32_t,int32_t,int32_t)', 33, 30, ''],
  ['uniform3i', 'glUniform3i', 'glUniform3i', 'void(int32_t,int32_t,int32_t,int32_t)', 33, 30, ''],
  ['uniform4i', 'glUniform4i', 'glUniform4i', 'void(int32_t,int32_t,int32_t,int32_t,int32_t)', 33, 30, ''],
  ['uniform1ui', 'glUniform1ui', 'glUniform1ui', 'void(int32_t,uint32_t)', 33, 30, ''],
  ['uniform2ui', 'glUniform2ui', 'glUniform2ui', 'void(int32_t,uint32_t,uint32_t)', 33, 30, ''],
  ['uniform3ui', 'glUniform3ui', 'glUniform3ui', 'void(int32_t,uint32_t,uint32_t,uint32_t)', 33, 30, ''],
  ['uniform4ui', 'glUniform4ui', 'glUniform4ui', 'void(int32_t,uint32_t,uint32_t,uint32_t,uint32_t)', 33, 30, ''],
  ['uniform1f', 'glUniform1f', 'glUniform1f', 'void(int32_t,float)', 33, 30, ''],
  ['uniform2f', 'glUniform2f', 'glUniform2f', 'void(int32_t,float,float)', 33, 30, ''],
  ['uniform3f', 'glUniform3f', 'glUniform3f', 'void(int32_t,float,float,float)', 33, 30, ''],
  ['uniform4f', 'glUniform4f', 'glUniform4f', 'void(int32_t,float,float,float,float)', 33, 30, ''],
  ['uniform1iv', 'glUniform1iv', 'glUniform1iv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform2iv', 'glUniform2iv', 'glUniform2iv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform3iv', 'glUniform3iv', 'glUniform3iv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform4iv', 'glUniform4iv', 'glUniform4iv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform1uiv', 'glUniform1uiv', 'glUniform1uiv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform2uiv', 'glUniform2uiv', 'glUniform2uiv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform3uiv', 'glUniform3uiv', 'glUniform3uiv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform4uiv', 'glUniform4uiv', 'glUniform4uiv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform1fv', 'glUniform1fv', 'glUniform1fv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform2fv', 'glUniform2fv', 'glUniform2fv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform3fv', 'glUniform3fv', 'glUniform3fv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniform4fv', 'glUniform4fv', 'glUniform4fv', 'void(int32_t,int32_t,uintptr_t)', 33, 30, ''],
  ['uniformMatrix2fv', 'glUniformMatrix2fv', 'glUniformMatrix2fv', 'void(int32_t,int32_t,bool,uintptr_t)', 33, 30, ''],
  ['uniformMatrix3fv', 'glUniformMatrix3fv', 'glUniformMatrix3fv', 'void(int32_t,int32_t,bool,uintptr_t)', 33, 30, ''],
  ['uniformMatrix4fv', 'glUniformMatrix4fv', 'glUniformMatrix4fv', 'void(int32_t,int32_t,bool,uintptr_t)', 33, 30, ''],
  ['programUniform1i', 'glProgramUniform1i', 'glProgramUniform1i', 'void(uint32_t,int32_t,int32_t)', 41, 31, 'ARB_separate_shader_objects'],
  [
    'programUniform4i',
    'glProgramUniform4i',
    'glProgramUniform4i',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t,int32_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  [
    'programUniform4ui',
    'glProgramUniform4ui',
    'glProgramUniform4ui',
    'void(uint32_t,int32_t,uint32_t,uint32_t,uint32_t,uint32_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  ['programUniform1f', 'glProgramUniform1f', 'glProgramUniform1f', 'void(uint32_t,int32_t,float)', 41, 31, 'ARB_separate_shader_objects'],
  [
    'programUniform4f',
    'glProgramUniform4f',
    'glProgramUniform4f',
    'void(uint32_t,int32_t,float,float,float,float)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  [
    'programUniform4iv',
    'glProgramUniform4iv',
    'glProgramUniform4iv',
    'void(uint32_t,int32_t,int32_t,uintptr_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  [
    'programUniform4uiv',
    'glProgramUniform4uiv',
    'glProgramUniform4uiv',
    'void(uint32_t,int32_t,int32_t,uintptr_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  [
    'programUniform4fv',
    'glProgramUniform4fv',
    'glProgramUniform4fv',
    'void(uint32_t,int32_t,int32_t,uintptr_t)',
    41,
    31,
    'ARB_separate_shader_objects',
  ],
  ['enable', 'glEnable', 'glEnable', 'void(uint32_t)', 33, 30, ''],
  ['disable', 'glDisable', 'glDisable', 'void(uint32_t)', 33, 30, ''],
  ['enablei', 'glEnablei', 'glEnablei', 'void(uint32_t,uint32_t)', 33, 32, 'EXT_draw_buffers_indexed:EXT OES_draw_buffers_indexed:OES'],
  ['disablei', 'glDisablei', 'glDisablei', 'void(uint32_t,uint32_t)', 33, 32, 'EXT_draw_buffers_indexed:EXT OES_draw_buffers_indexed:OES'],
  ['isEnabled', 'glIsEnabled', 'glIsEnabled', 'bool(uint32_t)', 33, 30, ''],
  ['viewport', 'glViewport', 'glViewport', 'void(int32_t,int32_t,int32_t,int32_t)', 33, 30, ''],
  [
    'viewportIndexedf',
    'glViewportIndexedf',
    'glViewportIndexedf',
    'void(uint32_t,float,float,float,float)',
    41,
    0,
    'ARB_viewport_array OES_viewport_array:OES NV_viewport_array:NV',
  ],
  [
    'viewportArrayv',
    'glViewportArrayv',
    'glViewportArrayv',
    'void(uint32_t,int32_t,uintptr_t)',
    41,
    0,
    'ARB_viewport_array OES_viewport_array:OES NV_viewport_array:NV',
  ],
  ['depthRange', 'glDepthRange', 'glDepthRangef', 'void(clampd,clampd)', 33, 30, ''],
  [
    'depthRangeIndexed',
    'glDepthRangeIndexed',
    'glDepthRangeIndexed',
    'void(uint32_t,clampd,clampd)',
    41,
    0,
    'ARB_viewport_array OES_viewport_array:fOES NV_viewport_array:fNV',
  ],
  ['scissor', 'glScissor', 'glScissor', 'void(int32_t,int32_t,int32_t,int32_t)', 33, 30, ''],
  [
    'scissorIndexed',
    'glScissorIndexed',
    'glScissorIndexed',
    'void(uint32_t,int32_t,int32_t,int32_t,int32_t)',
    41,
    0,
    'ARB_viewport_array OES_viewport_array:OES NV_viewport_array:NV',
  ],
  [
    'scissorArrayv',
    'glScissorArrayv',
    'glScissorArrayv',
    'void(uint32_t,int32_t,uintptr_t)',
    41,
    0,
    'ARB_viewport_array OES_viewport_array:OES NV_viewport_array:NV',
  ],
  ['clipControl', 'glClipControl', 'glClipControl', 'void(uint32_t,uint32_t)', 45, 0, 'ARB_clip_control EXT_clip_control:EXT'],
  ['cullFace', 'glCullFace', 'glCullFace', 'void(uint32_t)', 33, 30, ''],
  ['frontFace', 'glFrontFace', 'glFrontFace', 'void(uint32_t)', 33, 30, ''],
  ['polygonMode', 'glPolygonMode', 'glPolygonMode', 'void(uint32_t,uint32_t)', 33, 0, 'NV_polygon_mode:NV'],
  ['polygonOffset', 'glPolygonOffset', 'glPolygonOffset', 'void(float,float)', 33, 30, ''],
  [
    'polygonOffsetClamp',
    'glPolygonOffsetClamp',
    'glPolygonOffsetClamp',
    'void(float,float,float)',
    46,
    0,
    'ARB_polygon_offset_clamp EXT_polygon_offset_clamp:EXT',
  ],
  ['lineWidth', 'glLineWidth', 'glLineWidth', 'void(float)', 33, 30, ''],
  ['pointSize', 'glPointSize', 'glPointSize', 'void(float)', 33, 0, ''],
  ['pointParameteri', 'glPointParameteri', 'glPointParameteri', 'void(uint32_t,int32_t)', 33, 0, ''],
  ['pointParameterf', 'glPointParameterf', 'glPointParameterf', 'void(uint32_t,float)', 33, 0, ''],
  ['provokingVertex', 'glProvokingVertex', 'glProvokingVertex', 'void(uint32_t)', 33, 0, ''],
  ['primitiveRestartIndex', 'glPrimitiveRestartIndex', 'glPrimitiveRestartIndex', 'void(uint32_t)', 33, 0, ''],
  [
    'patchParameteri',
    'glPatchParameteri',
    'glPatchParameteri',
    'void(uint32_t,int32_t)',
    40,
    32,
    'ARB_tessellation_shader EXT_tessellation_shader:EXT OES_tessellation_shader:OES',
  ],
  ['patchParameterfv', 'glPatchParameterfv', 'glPatchParameterfv', 'void(uint32_t,uintptr_t)', 40, 0, 'ARB_tessellation_shader'],
  ['sampleCoverage', 'glSampleCoverage', 'glSampleCoverage', 'void(float,bool)', 33, 30, ''],
  ['sampleMaski', 'glSampleMaski', 'glSampleMaski', 'void(uint32_t,uint32_t)', 33, 31, ''],
  ['minSampleShading', 'glMinSampleShading', 'glMinSampleShading', 'void(float)', 40, 32, 'ARB_sample_shading:ARB OES_sample_shading:OES'],
  ['getMultisamplef', 'glGetMultisamplef', 'glGetMultisamplef', '', 33, 31, ''],
  ['clampColor', 'glClampColor', 'glClampColor', 'void(uint32_t,uint32_t)', 33, 0, ''],
  ['lineStipple', 'glLineStipple', 'glLineStipple', 'void(int32_t,uint32_t)', 33, 0, ''],
  ['depthFunc', 'glDepthFunc', 'glDepthFunc', 'void(uint32_t)', 33, 30, ''],
  ['depthMask', 'glDepthMask', 'glDepthMask', 'void(bool)', 33, 30, ''],
  ['depthBoundsEXT', 'glDepthBoundsEXT', 'glDepthBoundsEXT', 'void(double,double)', 0, 0, 'EXT_depth_bounds_test'],
  ['stencilFuncSeparate', 'glStencilFuncSeparate', 'glStencilFuncSeparate', 'void(uint32_t,uint32_t,int32_t,uint32_t)', 33, 30, ''],
  ['stencilOpSeparate', 'glStencilOpSeparate', 'glStencilOpSeparate', 'void(uint32_t,uint32_t,uint32_t,uint32_t)', 33, 30, ''],
  ['stencilMaskSeparate', 'glStencilMaskSeparate', 'glStencilMaskSeparate', 'void(uint32_t,uint32_t)', 33, 30, ''],
  ['colorMask', 'glColorMask', 'glColorMask', 'void(bool,bool,bool,bool)', 33, 30, ''],
  [
    'colorMaski',
    'glColorMaski',
    'glColorMaski',
    'void(uint32_t,bool,bool,bool,bool)',
    33,
    32,
    'EXT_draw_buffers_indexed:EXT OES_draw_buffers_indexed:OES',
  ],
  ['blendColor', 'glBlendColor', 'glBlendColor', 'void(float,float,float,float)', 33, 30, ''],
  ['blendFuncSeparate', 'glBlendFuncSeparate', 'glBlendFuncSeparate', 'void(uint32_t,uint32_t,uint32_t,uint32_t)', 33, 30, ''],
  [
    'blendFuncSeparatei',
    'glBlendFuncSeparatei',
    'glBlendFuncSeparatei',
    'void(uint32_t,uint32_t,uint32_t,uint32_t,uint32_t)',
    40,
    32,
    'ARB_draw_buffers_blend:ARB EXT_draw_buffers_indexed:EXT OES_draw_buffers_indexed:OES',
  ],
  ['blendEquationSeparate', 'glBlendEquationSeparate', 'glBlendEquationSeparate', 'void(uint32_t,uint32_t)', 33, 30, ''],
  [
    'blendEquationSeparatei',
    'glBlendEquationSeparatei',
    'glBlendEquationSeparatei',
    'void(uint32_t,uint32_t,uint32_t)',
    40,
    32,
    'ARB_draw_buffers_blend:ARB EXT_draw_buffers_indexed:EXT OES_draw_buffers_indexed:OES',
  ],
  ['blendEquation', 'glBlendEquation', 'glBlendEquation', 'void(uint32_t)', 33, 30, ''],
  ['blendBarrier', 'glBlendBarrier', 'glBlendBarrier', 'void()', 0, 32, 'KHR_blend_equation_advanced:KHR'],
  ['logicOp', 'glLogicOp', 'glLogicOp', 'void(uint32_t)', 33, 0, ''],
  ['hint', 'glHint', 'glHint', 'void(uint32_t,uint32_t)', 33, 30, ''],
  ['getInteger', 'glGetIntegerv', 'glGetIntegerv', 'void(uint32_t,uintptr_t)', 33, 30, ''],
  ['getInteger64', 'glGetInteger64v', 'glGetInteger64v', 'void(uint32_t,uintptr_t)', 33, 30, ''],
  ['getFloat', 'glGetFloatv', 'glGetFloatv', 'void(uint32_t,uintptr_t)', 33, 30, ''],
  ['getFloatComponent', 'glGetFloatComponent', 'glGetFloatComponent', '', 33, 30, ''],
  ['getIntegerComponent', 'glGetIntegerComponent', 'glGetIntegerComponent', '', 33, 30, ''],
  ['getBoolean', 'glGetBoolean', 'glGetBoolean', '', 33, 30, ''],
  ['getIntegerIndexed', 'glGetIntegeri_v', 'glGetIntegeri_v', 'void(uint32_t,uint32_t,uintptr_t)', 33, 30, ''],
  ['getString', 'glGetString', 'glGetString', 'str(uint32_t)', 33, 30, ''],
  ['getStringi', 'glGetStringi', 'glGetStringi', 'str(uint32_t,uint32_t)', 33, 30, ''],
];

/** Functions that are more than the symbol itself: made once for each context from the symbol and the scratch memory. */
export const wrappers: Readonly<Record<string, (f: NativeFunction, s: Scratch) => NativeFunction>> = {
  createTexture: (f, s) => () => {
    f(1, s.address);
    return s.u32[0] as number;
  },
  deleteTexture: (f, s) => (name: number) => {
    s.u32[0] = name;
    f(1, s.address);
  },
  createBuffer: (f, s) => () => {
    f(1, s.address);
    return s.u32[0] as number;
  },
  deleteBuffer: (f, s) => (name: number) => {
    s.u32[0] = name;
    f(1, s.address);
  },
  createFramebuffer: (f, s) => () => {
    f(1, s.address);
    return s.u32[0] as number;
  },
  deleteFramebuffer: (f, s) => (name: number) => {
    s.u32[0] = name;
    f(1, s.address);
  },
  createRenderbuffer: (f, s) => () => {
    f(1, s.address);
    return s.u32[0] as number;
  },
  deleteRenderbuffer: (f, s) => (name: number) => {
    s.u32[0] = name;
    f(1, s.address);
  },
  createSampler: (f, s) => () => {
    f(1, s.address);
    return s.u32[0] as number;
  },
  deleteSampler: (f, s) => (name: number) => {
    s.u32[0] = name;
    f(1, s.address);
  },
  createQuery: (f, s) => () => {
    f(1, s.address);
    return s.u32[0] as number;
  },
  deleteQuery: (f, s) => (name: number) => {
    s.u32[0] = name;
    f(1, s.address);
  },
  createVertexArray: (f, s) => () => {
    f(1, s.address);
    return s.u32[0] as number;
  },
  deleteVertexArray: (f, s) => (name: number) => {
    s.u32[0] = name;
    f(1, s.address);
  },
  createTransformFeedback: (f, s) => () => {
    f(1, s.address);
    return s.u32[0] as number;
  },
  deleteTransformFeedback: (f, s) => (name: number) => {
    s.u32[0] = name;
    f(1, s.address);
  },
  createProgramPipeline: (f, s) => () => {
    f(1, s.address);
    return s.u32[0] as number;
  },
  deleteProgramPipeline: (f, s) => (name: number) => {
    s.u32[0] = name;
    f(1, s.address);
  },
  texBorderColorf: (f, s) => (target: number, pname: number, r: number, g: number, b: number, a: number) => {
    s.f32[0] = r;
    s.f32[1] = g;
    s.f32[2] = b;
    s.f32[3] = a;
    f(target, pname, s.address);
  },
  texBorderColori: (f, s) => (target: number, pname: number, r: number, g: number, b: number, a: number) => {
    s.i32[0] = r;
    s.i32[1] = g;
    s.i32[2] = b;
    s.i32[3] = a;
    f(target, pname, s.address);
  },
  texBorderColorui: (f, s) => (target: number, pname: number, r: number, g: number, b: number, a: number) => {
    s.u32[0] = r;
    s.u32[1] = g;
    s.u32[2] = b;
    s.u32[3] = a;
    f(target, pname, s.address);
  },
  getTexParameteri: (f, s) => (target: number, pname: number) => {
    f(target, pname, s.address);
    return s.i32[0] as number;
  },
  getTexLevelParameteri: (f, s) => (target: number, level: number, pname: number) => {
    f(target, level, pname, s.address);
    return s.i32[0] as number;
  },
  texImage1D:
    (f) =>
    (
      target: number,
      level: number,
      internalFormat: number,
      width: number,
      border: number,
      format: number,
      type: number,
      mem: Memory | null,
      offset: number,
    ) => {
      f(target, level, internalFormat, width, border, format, type, mem === null ? 0 : mem.address + offset);
    },
  texImage2D:
    (f) =>
    (
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
    ) => {
      f(target, level, internalFormat, width, height, border, format, type, mem === null ? 0 : mem.address + offset);
    },
  texImage3D:
    (f) =>
    (
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
    ) => {
      f(target, level, internalFormat, width, height, depth, border, format, type, mem === null ? 0 : mem.address + offset);
    },
  texSubImage1D:
    (f) => (target: number, level: number, x: number, width: number, format: number, type: number, mem: Memory, offset: number) => {
      f(target, level, x, width, format, type, mem.address + offset);
    },
  texSubImage2D:
    (f) =>
    (
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
    ) => {
      f(target, level, x, y, width, height, format, type, mem.address + offset);
    },
  texSubImage3D:
    (f) =>
    (
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
    ) => {
      f(target, level, x, y, z, width, height, depth, format, type, mem.address + offset);
    },
  compressedTexImage2D:
    (f) =>
    (
      target: number,
      level: number,
      internalFormat: number,
      width: number,
      height: number,
      border: number,
      size: number,
      mem: Memory | null,
      offset: number,
    ) => {
      f(target, level, internalFormat, width, height, border, size, mem === null ? 0 : mem.address + offset);
    },
  compressedTexImage3D:
    (f) =>
    (
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
    ) => {
      f(target, level, internalFormat, width, height, depth, border, size, mem === null ? 0 : mem.address + offset);
    },
  compressedTexSubImage1D:
    (f) => (target: number, level: number, x: number, width: number, format: number, size: number, mem: Memory, offset: number) => {
      f(target, level, x, width, format, size, mem.address + offset);
    },
  compressedTexSubImage2D:
    (f) =>
    (
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
    ) => {
      f(target, level, x, y, width, height, format, size, mem.address + offset);
    },
  compressedTexSubImage3D:
    (f) =>
    (
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
    ) => {
      f(target, level, x, y, z, width, height, depth, format, size, mem.address + offset);
    },
  getTexImage: (f) => (target: number, level: number, format: number, type: number, mem: Memory, offset: number) => {
    f(target, level, format, type, mem.address + offset);
  },
  getnTexImage: (f) => (target: number, level: number, format: number, type: number, size: number, mem: Memory, offset: number) => {
    f(target, level, format, type, size, mem.address + offset);
  },
  getCompressedTexImage: (f) => (target: number, level: number, mem: Memory, offset: number) => {
    f(target, level, mem.address + offset);
  },
  getnCompressedTexImage: (f) => (target: number, level: number, size: number, mem: Memory, offset: number) => {
    f(target, level, size, mem.address + offset);
  },
  getTextureSubImage:
    (f) =>
    (
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
    ) => {
      f(name, level, x, y, z, width, height, depth, format, type, size, mem.address + offset);
    },
  getCompressedTextureSubImage:
    (f) =>
    (
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
    ) => {
      f(name, level, x, y, z, width, height, depth, size, mem.address + offset);
    },
  clearTexImage: (f) => (name: number, level: number, format: number, type: number, mem: Memory | null, offset: number) => {
    f(name, level, format, type, mem === null ? 0 : mem.address + offset);
  },
  clearTexSubImage:
    (f) =>
    (
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
    ) => {
      f(name, level, x, y, z, width, height, depth, format, type, mem === null ? 0 : mem.address + offset);
    },
  bufferData: (f) => (target: number, size: number, mem: Memory | null, offset: number, usage: number) => {
    f(target, size, mem === null ? 0 : mem.address + offset, usage);
  },
  bufferSubData: (f) => (target: number, dstOffset: number, size: number, mem: Memory, offset: number) => {
    f(target, dstOffset, size, mem.address + offset);
  },
  bufferStorage: (f) => (target: number, size: number, mem: Memory | null, offset: number, flags: number) => {
    f(target, size, mem === null ? 0 : mem.address + offset, flags);
  },
  clearBufferData: (f) => (target: number, internalFormat: number, format: number, type: number, mem: Memory | null, offset: number) => {
    f(target, internalFormat, format, type, mem === null ? 0 : mem.address + offset);
  },
  clearBufferSubData:
    (f) =>
    (
      target: number,
      internalFormat: number,
      offset: number,
      size: number,
      format: number,
      type: number,
      mem: Memory | null,
      memOffset: number,
    ) => {
      f(target, internalFormat, offset, size, format, type, mem === null ? 0 : mem.address + memOffset);
    },
  getBufferParameter: (f, s) => (target: number, pname: number) => {
    f(target, pname, s.address);
    return s.i32[0] as number;
  },
  getFramebufferAttachmentParameter: (f, s) => (target: number, attachment: number, pname: number) => {
    f(target, attachment, pname, s.address);
    return s.i32[0] as number;
  },
  readPixels: (f) => (x: number, y: number, width: number, height: number, format: number, type: number, mem: Memory, offset: number) => {
    f(x, y, width, height, format, type, mem.address + offset);
  },
  readnPixels:
    (f) =>
    (x: number, y: number, width: number, height: number, format: number, type: number, size: number, mem: Memory, offset: number) => {
      f(x, y, width, height, format, type, size, mem.address + offset);
    },
  clearBufferfv: (f, s) => (buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number) => {
    s.f32[0] = r;
    s.f32[1] = g;
    s.f32[2] = b;
    s.f32[3] = a;
    f(buffer, drawBuffer, s.address);
  },
  clearBufferiv: (f, s) => (buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number) => {
    s.i32[0] = r;
    s.i32[1] = g;
    s.i32[2] = b;
    s.i32[3] = a;
    f(buffer, drawBuffer, s.address);
  },
  clearBufferuiv: (f, s) => (buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number) => {
    s.u32[0] = r;
    s.u32[1] = g;
    s.u32[2] = b;
    s.u32[3] = a;
    f(buffer, drawBuffer, s.address);
  },
  getQueryParameter: (f, s) => (target: number, pname: number) => {
    f(target, pname, s.address);
    return s.i32[0] as number;
  },
  getShaderParameter: (f, s) => (name: number, pname: number) => {
    f(name, pname, s.address);
    return s.i32[0] as number;
  },
  getProgramParameter: (f, s) => (name: number, pname: number) => {
    f(name, pname, s.address);
    return s.i32[0] as number;
  },
  programBinary: (f) => (name: number, format: number, mem: Memory, offset: number, size: number) => {
    f(name, format, mem.address + offset, size);
  },
  getActiveUniformBlockParameter: (f, s) => (name: number, block: number, pname: number) => {
    f(name, block, pname, s.address);
    return s.i32[0] as number;
  },
  getProgramPipelineParameter: (f, s) => (name: number, pname: number) => {
    f(name, pname, s.address);
    return s.i32[0] as number;
  },
  uniform1iv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform2iv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform3iv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform4iv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform1uiv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform2uiv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform3uiv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform4uiv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform1fv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform2fv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform3fv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniform4fv: (f) => (location: number, count: number, mem: Memory, offset: number) => {
    f(location, count, mem.address + offset);
  },
  uniformMatrix2fv: (f) => (location: number, count: number, transpose: boolean, mem: Memory, offset: number) => {
    f(location, count, transpose, mem.address + offset);
  },
  uniformMatrix3fv: (f) => (location: number, count: number, transpose: boolean, mem: Memory, offset: number) => {
    f(location, count, transpose, mem.address + offset);
  },
  uniformMatrix4fv: (f) => (location: number, count: number, transpose: boolean, mem: Memory, offset: number) => {
    f(location, count, transpose, mem.address + offset);
  },
  programUniform4iv: (f) => (name: number, location: number, count: number, mem: Memory, offset: number) => {
    f(name, location, count, mem.address + offset);
  },
  programUniform4uiv: (f) => (name: number, location: number, count: number, mem: Memory, offset: number) => {
    f(name, location, count, mem.address + offset);
  },
  programUniform4fv: (f) => (name: number, location: number, count: number, mem: Memory, offset: number) => {
    f(name, location, count, mem.address + offset);
  },
  viewportArrayv: (f) => (first: number, count: number, mem: Memory, offset: number) => {
    f(first, count, mem.address + offset);
  },
  scissorArrayv: (f) => (first: number, count: number, mem: Memory, offset: number) => {
    f(first, count, mem.address + offset);
  },
  patchParameterfv: (f, s) => (pname: number, x: number, y: number, z: number, w: number) => {
    s.f32[0] = x;
    s.f32[1] = y;
    s.f32[2] = z;
    s.f32[3] = w;
    f(pname, s.address);
  },
  getInteger: (f, s) => (pname: number) => {
    f(pname, s.address);
    return s.i32[0] as number;
  },
  getInteger64: (f, s) => (pname: number) => {
    f(pname, s.address);
    return (s.i32[1] as number) * 0x100000000 + (s.u32[0] as number);
  },
  getFloat: (f, s) => (pname: number) => {
    f(pname, s.address);
    return s.f32[0] as number;
  },
  getIntegerIndexed: (f, s) => (pname: number, index: number) => {
    f(pname, index, s.address);
    return s.i32[0] as number;
  },
};

/** The functions that `irregular.ts` writes by hand. */
export type IrregularFunctions = Pick<
  GlFunctions,
  | 'texSwizzle'
  | 'getInternalformat'
  | 'samplerBorderColorf'
  | 'samplerBorderColori'
  | 'samplerBorderColorui'
  | 'getBufferSubData'
  | 'mapBufferRange'
  | 'unmapBuffer'
  | 'drawBuffers'
  | 'invalidateFramebuffer'
  | 'multiDrawArrays'
  | 'multiDrawElements'
  | 'transformFeedbackVaryings'
  | 'getQueryObject'
  | 'waitSync'
  | 'getSyncSignaled'
  | 'debugMessageCallback'
  | 'shaderSource'
  | 'getShaderInfoLog'
  | 'getProgramInfoLog'
  | 'getProgramBinary'
  | 'getProgramBinaryFormat'
  | 'getProgramResource'
  | 'getProgramPipelineInfoLog'
  | 'getMultisamplef'
  | 'getFloatComponent'
  | 'getIntegerComponent'
  | 'getBoolean'
>;
