/*
 * The GL functions that virglass calls: one row each, the single source of the `Gl` interface, of the native prototypes,
 * of the recorder, of the null binding and of the mechanical part of the WebGL2 binding.
 *
 * A row reads like a C prototype, with the kinds of `ParamKind` in place of GL types, then `;` and tokens:
 *
 *   gl43 es32       lowest version that has the function (default gl33 es30); `gl-` or `es-`: no version of that API
 *   ARB_x EXT_x:EXT an extension that brings it as well, the part after the colon being the suffix of its name there
 *                   (`KHR/es`: in OpenGL ES only)
 *   =glName         symbol, where it is not `gl` + the capitalised name; `=es:glName` that of OpenGL ES
 *   hand            the native binding is written by hand (`native/irregular.ts`)
 *   web             WebGL2 has it with the same parameters; `web!` the WebGL2 binding is written by hand;
 *                   neither: WebGL2 has nothing of the kind and the call throws
 *
 * multiDrawArrays and multiDrawElements find what they draw in three lists that lie one behind the other, each with room for
 * `capacity` entries: byte offsets of the first index (8 bytes each), counts (4), and first vertices or, where `biased`, base
 * vertices (4).
 *
 * Parameter kinds beyond plain numbers: `data mem` is a pair (mem: Memory, offset: number), a pointer for C; `data?` may
 * be null; `pointer` is a byte offset into the buffer bound to the target concerned; `vec4f r,g,b,a` are four numbers that
 * C takes through a pointer; `out int` is a value that C stores through its last pointer and that the method returns;
 * `clampd` is a double in OpenGL and a float in OpenGL ES. `prim`, `factor` and the `...Bits` kinds are enums whose small
 * numbers mean something else than in other enums (they matter to the recorder); object kinds are names (0: none).
 *
 * @source Khronos OpenGL API registry (gl.xml), OpenGL 4.6 core profile and OpenGL ES 3.2 specifications
 */

const objects = `
texture createTexture() ; =glGenTextures web
void deleteTexture(texture name) ; =glDeleteTextures web!
buffer createBuffer() ; =glGenBuffers web!
void deleteBuffer(buffer name) ; =glDeleteBuffers web!
framebuffer createFramebuffer() ; =glGenFramebuffers web
void deleteFramebuffer(framebuffer name) ; =glDeleteFramebuffers web!
renderbuffer createRenderbuffer() ; =glGenRenderbuffers web
void deleteRenderbuffer(renderbuffer name) ; =glDeleteRenderbuffers web!
sampler createSampler() ; =glGenSamplers web
void deleteSampler(sampler name) ; =glDeleteSamplers web!
query createQuery(enum? target) ; =glGenQueries web!
void deleteQuery(query name) ; =glDeleteQueries web!
vertexArray createVertexArray() ; =glGenVertexArrays web!
void deleteVertexArray(vertexArray name) ; =glDeleteVertexArrays web!
transformFeedback createTransformFeedback() ; =glGenTransformFeedbacks gl40 ARB_transform_feedback2 web
void deleteTransformFeedback(transformFeedback name) ; =glDeleteTransformFeedbacks gl40 ARB_transform_feedback2 web!
pipeline createProgramPipeline() ; =glGenProgramPipelines gl41 es31 ARB_separate_shader_objects
void deleteProgramPipeline(pipeline name) ; =glDeleteProgramPipelines gl41 es31 ARB_separate_shader_objects
shader createShader(enum type) ; web!
void deleteShader(shader name) ; web!
program createProgram() ; web!
void deleteProgram(program name) ; web!
`;

const textures = `
void activeTexture(enum unit) ; web
void bindTexture(enum target, texture name) ; web
void texParameteri(enum target, enum pname, enum value) ; web
void texParameterf(enum target, enum pname, float value) ; web
void texBorderColorf(enum target, enum pname, vec4f r,g,b,a) ; =glTexParameterfv es32 EXT_texture_border_clamp OES_texture_border_clamp
void texBorderColori(enum target, enum pname, vec4i r,g,b,a) ; =glTexParameterIiv es32 EXT_texture_border_clamp:EXT OES_texture_border_clamp:OES
void texBorderColorui(enum target, enum pname, vec4u r,g,b,a) ; =glTexParameterIuiv es32 EXT_texture_border_clamp:EXT OES_texture_border_clamp:OES
void texSwizzle(enum target, enum r, enum g, enum b, enum a) ; hand
int getTexParameteri(enum target, enum pname, out int value) ; =glGetTexParameteriv web!
int getTexLevelParameteri(enum target, int level, enum pname, out int value) ; =glGetTexLevelParameteriv es31
void texStorage1D(enum target, sizei levels, enum internalFormat, sizei width) ; gl42 es- ARB_texture_storage
void texStorage2D(enum target, sizei levels, enum internalFormat, sizei width, sizei height) ; gl42 ARB_texture_storage web
void texStorage3D(enum target, sizei levels, enum internalFormat, sizei width, sizei height, sizei depth) ; gl42 ARB_texture_storage web
void texStorage2DMultisample(enum target, sizei samples, enum internalFormat, sizei width, sizei height, bool fixedLocations) ; gl43 es31 ARB_texture_storage_multisample
void texStorage3DMultisample(enum target, sizei samples, enum internalFormat, sizei width, sizei height, sizei depth, bool fixedLocations) ; gl43 es32 ARB_texture_storage_multisample OES_texture_storage_multisample_2d_array:OES
void texImage1D(enum target, int level, enum internalFormat, sizei width, int border, enum format, enum type, data? mem) ; es-
void texImage2D(enum target, int level, enum internalFormat, sizei width, sizei height, int border, enum format, enum type, data? mem) ; web!
void texImage3D(enum target, int level, enum internalFormat, sizei width, sizei height, sizei depth, int border, enum format, enum type, data? mem) ; web!
void texImage2DMultisample(enum target, sizei samples, enum internalFormat, sizei width, sizei height, bool fixedLocations) ; es-
void texImage3DMultisample(enum target, sizei samples, enum internalFormat, sizei width, sizei height, sizei depth, bool fixedLocations) ; es-
void texSubImage1D(enum target, int level, int x, sizei width, enum format, enum type, data mem) ; es-
void texSubImage2D(enum target, int level, int x, int y, sizei width, sizei height, enum format, enum type, data mem) ; web!
void texSubImage3D(enum target, int level, int x, int y, int z, sizei width, sizei height, sizei depth, enum format, enum type, data mem) ; web!
void texSubImage1DFromBuffer(enum target, int level, int x, sizei width, enum format, enum type, pointer offset) ; =glTexSubImage1D es-
void texSubImage2DFromBuffer(enum target, int level, int x, int y, sizei width, sizei height, enum format, enum type, pointer offset) ; =glTexSubImage2D web!
void texSubImage3DFromBuffer(enum target, int level, int x, int y, int z, sizei width, sizei height, sizei depth, enum format, enum type, pointer offset) ; =glTexSubImage3D web!
void compressedTexImage2D(enum target, int level, enum internalFormat, sizei width, sizei height, int border, sizei size, data? mem) ; web!
void compressedTexImage3D(enum target, int level, enum internalFormat, sizei width, sizei height, sizei depth, int border, sizei size, data? mem) ; web!
void compressedTexSubImage1D(enum target, int level, int x, sizei width, enum format, sizei size, data mem) ; es-
void compressedTexSubImage2D(enum target, int level, int x, int y, sizei width, sizei height, enum format, sizei size, data mem) ; web!
void compressedTexSubImage3D(enum target, int level, int x, int y, int z, sizei width, sizei height, sizei depth, enum format, sizei size, data mem) ; web!
void compressedTexSubImage2DFromBuffer(enum target, int level, int x, int y, sizei width, sizei height, enum format, sizei size, pointer offset) ; =glCompressedTexSubImage2D web!
void compressedTexSubImage3DFromBuffer(enum target, int level, int x, int y, int z, sizei width, sizei height, sizei depth, enum format, sizei size, pointer offset) ; =glCompressedTexSubImage3D web!
void getTexImage(enum target, int level, enum format, enum type, data mem) ; es-
void getTexImageToBuffer(enum target, int level, enum format, enum type, pointer offset) ; =glGetTexImage es-
void getnTexImage(enum target, int level, enum format, enum type, sizei size, data mem) ; gl45 es- ARB_robustness:ARB
void getCompressedTexImage(enum target, int level, data mem) ; es-
void getnCompressedTexImage(enum target, int level, sizei size, data mem) ; gl45 es- ARB_robustness:ARB
void getTextureSubImage(texture name, int level, int x, int y, int z, sizei width, sizei height, sizei depth, enum format, enum type, sizei size, data mem) ; gl45 es- ARB_get_texture_sub_image
void getCompressedTextureSubImage(texture name, int level, int x, int y, int z, sizei width, sizei height, sizei depth, sizei size, data mem) ; gl45 es- ARB_get_texture_sub_image
void texBuffer(enum target, enum internalFormat, buffer name) ; es32 EXT_texture_buffer:EXT OES_texture_buffer:OES
void texBufferRange(enum target, enum internalFormat, buffer name, offset offset, size size) ; gl43 es32 ARB_texture_buffer_range EXT_texture_buffer:EXT OES_texture_buffer:OES
void textureView(texture name, enum target, texture origin, enum internalFormat, uint minLevel, uint levels, uint minLayer, uint layers) ; gl43 es- ARB_texture_view EXT_texture_view:EXT OES_texture_view:OES
void generateMipmap(enum target) ; web
void copyTexSubImage1D(enum target, int level, int dstX, int x, int y, sizei width) ; es-
void copyTexSubImage2D(enum target, int level, int dstX, int dstY, int x, int y, sizei width, sizei height) ; web
void copyTexSubImage3D(enum target, int level, int dstX, int dstY, int dstZ, int x, int y, sizei width, sizei height) ; web
void copyImageSubData(uint src, enum srcTarget, int srcLevel, int srcX, int srcY, int srcZ, uint dst, enum dstTarget, int dstLevel, int dstX, int dstY, int dstZ, sizei width, sizei height, sizei depth) ; gl43 es32 ARB_copy_image EXT_copy_image:EXT OES_copy_image:OES
void clearTexImage(texture name, int level, enum format, enum type, data? mem) ; gl44 es- ARB_clear_texture EXT_clear_texture:EXT
void clearTexSubImage(texture name, int level, int x, int y, int z, sizei width, sizei height, sizei depth, enum format, enum type, data? mem) ; gl44 es- ARB_clear_texture EXT_clear_texture:EXT
void invalidateTexImage(texture name, int level) ; gl43 es- ARB_invalidate_subdata
void bindImageTexture(uint unit, texture name, int level, bool layered, int layer, enum access, enum format) ; gl42 es31 ARB_shader_image_load_store
void textureBarrier() ; gl45 es- ARB_texture_barrier NV_texture_barrier:NV
void pixelStorei(enum pname, int value) ; web!
int getInternalformat(enum target, enum format, enum pname, out int value) ; =glGetInternalformativ gl42 ARB_internalformat_query hand web!
`;

const samplers = `
void bindSampler(uint unit, sampler name) ; web
void samplerParameteri(sampler name, enum pname, enum value) ; web
void samplerParameterf(sampler name, enum pname, float value) ; web
void samplerBorderColorf(sampler name, vec4f r,g,b,a) ; hand es32 EXT_texture_border_clamp OES_texture_border_clamp
void samplerBorderColori(sampler name, vec4i r,g,b,a) ; hand es32 EXT_texture_border_clamp:EXT OES_texture_border_clamp:OES
void samplerBorderColorui(sampler name, vec4u r,g,b,a) ; hand es32 EXT_texture_border_clamp:EXT OES_texture_border_clamp:OES
`;

const buffers = `
void bindBuffer(enum target, buffer name) ; web!
void bindBufferBase(enum target, uint index, buffer name) ; web!
void bindBufferRange(enum target, uint index, buffer name, offset offset, size size) ; web!
void bufferData(enum target, size size, data? mem, enum usage) ; web!
void bufferSubData(enum target, offset dstOffset, size size, data mem) ; web!
void bufferStorage(enum target, size size, data? mem, storageBits flags) ; gl44 es- ARB_buffer_storage EXT_buffer_storage:EXT
void getBufferSubData(enum target, offset srcOffset, size size, data mem) ; hand web!
memory mapBufferRange(enum target, offset offset, size size, mapBits access) ; hand
void flushMappedBufferRange(enum target, offset offset, size size) ;
bool unmapBuffer(enum target) ; hand
void copyBufferSubData(enum readTarget, enum writeTarget, offset readOffset, offset writeOffset, size size) ; web!
void invalidateBufferData(buffer name) ; gl43 es- ARB_invalidate_subdata
void invalidateBufferSubData(buffer name, offset offset, size size) ; gl43 es- ARB_invalidate_subdata
void clearBufferData(enum target, enum internalFormat, enum format, enum type, data? mem) ; gl43 es- ARB_clear_buffer_object
void clearBufferSubData(enum target, enum internalFormat, offset offset, size size, enum format, enum type, data? mem) ; gl43 es- ARB_clear_buffer_object
int getBufferParameter(enum target, enum pname, out int value) ; =glGetBufferParameteriv web!
`;

const framebuffers = `
void bindFramebuffer(enum target, framebuffer name) ; web
enum checkFramebufferStatus(enum target) ; web
void framebufferTexture(enum target, enum attachment, texture name, int level) ; es32 EXT_geometry_shader:EXT OES_geometry_shader:OES
void framebufferTexture1D(enum target, enum attachment, enum texTarget, texture name, int level) ; es-
void framebufferTexture2D(enum target, enum attachment, enum texTarget, texture name, int level) ; web
void framebufferTexture3D(enum target, enum attachment, enum texTarget, texture name, int level, int layer) ; es- OES_texture_3D:OES
void framebufferTextureLayer(enum target, enum attachment, texture name, int level, int layer) ; web
void framebufferRenderbuffer(enum target, enum attachment, enum rbTarget, renderbuffer name) ; web
void framebufferParameteri(enum target, enum pname, int value) ; gl43 es31 ARB_framebuffer_no_attachments
int getFramebufferAttachmentParameter(enum target, enum attachment, enum pname, out int value) ; =glGetFramebufferAttachmentParameteriv web!
void bindRenderbuffer(enum target, renderbuffer name) ; web
void renderbufferStorage(enum target, enum internalFormat, sizei width, sizei height) ; web
void renderbufferStorageMultisample(enum target, sizei samples, enum internalFormat, sizei width, sizei height) ; web
void blitFramebuffer(int srcX0, int srcY0, int srcX1, int srcY1, int dstX0, int dstY0, int dstX1, int dstY1, clearBits mask, enum filter) ; web
void drawBuffers(sizei count, uint attachmentMask) ; hand web!
void readBuffer(enum source) ; web
void invalidateFramebuffer(enum target, uint colorMask, bool depth, bool stencil) ; hand gl43 ARB_invalidate_subdata web!
void readPixels(int x, int y, sizei width, sizei height, enum format, enum type, data mem) ; web!
void readPixelsToBuffer(int x, int y, sizei width, sizei height, enum format, enum type, pointer offset) ; =glReadPixels web!
void readnPixels(int x, int y, sizei width, sizei height, enum format, enum type, sizei size, data mem) ; gl45 es32 ARB_robustness:ARB KHR_robustness:KHR/es EXT_robustness:EXT web!
void clear(clearBits mask) ; web
void clearColor(float r, float g, float b, float a) ; web
void clearDepth(clampd depth) ; =es:glClearDepthf web
void clearStencil(int stencil) ; web
void clearBufferfv(enum buffer, int drawBuffer, vec4f r,g,b,a) ; web!
void clearBufferiv(enum buffer, int drawBuffer, vec4i r,g,b,a) ; web!
void clearBufferuiv(enum buffer, int drawBuffer, vec4u r,g,b,a) ; web!
void clearBufferfi(enum buffer, int drawBuffer, float depth, int stencil) ; web
`;

const vertexArrays = `
void bindVertexArray(vertexArray name) ; web!
void enableVertexAttribArray(uint index) ; web
void disableVertexAttribArray(uint index) ; web
void vertexAttribPointer(uint index, int size, enum type, bool normalized, sizei stride, pointer offset) ; web
void vertexAttribIPointer(uint index, int size, enum type, sizei stride, pointer offset) ; web
void vertexAttribLPointer(uint index, int size, enum type, sizei stride, pointer offset) ; gl41 es- ARB_vertex_attrib_64bit
void vertexAttribDivisor(uint index, uint divisor) ; web
void vertexAttribFormat(uint index, int size, enum type, bool normalized, uint relativeOffset) ; gl43 es31 ARB_vertex_attrib_binding
void vertexAttribIFormat(uint index, int size, enum type, uint relativeOffset) ; gl43 es31 ARB_vertex_attrib_binding
void vertexAttribLFormat(uint index, int size, enum type, uint relativeOffset) ; gl43 es- ARB_vertex_attrib_binding
void vertexAttribBinding(uint index, uint binding) ; gl43 es31 ARB_vertex_attrib_binding
void bindVertexBuffer(uint binding, buffer name, offset offset, sizei stride) ; gl43 es31 ARB_vertex_attrib_binding
void vertexBindingDivisor(uint binding, uint divisor) ; gl43 es31 ARB_vertex_attrib_binding
void edgeFlagPointer(sizei stride, pointer offset) ; es-
void enableClientState(enum array) ; es-
void disableClientState(enum array) ; es-
void vertexAttrib1f(uint index, float x) ; web
void vertexAttrib2f(uint index, float x, float y) ; web
void vertexAttrib3f(uint index, float x, float y, float z) ; web
void vertexAttrib4f(uint index, float x, float y, float z, float w) ; web
void vertexAttribI4i(uint index, int x, int y, int z, int w) ; web
void vertexAttribI4ui(uint index, uint x, uint y, uint z, uint w) ; web
`;

const draws = `
void drawArrays(prim mode, int first, sizei count) ; web
void drawArraysInstanced(prim mode, int first, sizei count, sizei instances) ; web
void drawArraysInstancedBaseInstance(prim mode, int first, sizei count, sizei instances, uint baseInstance) ; gl42 es- ARB_base_instance EXT_base_instance:EXT
void drawElements(prim mode, sizei count, enum type, pointer offset) ; web!
void drawElementsInstanced(prim mode, sizei count, enum type, pointer offset, sizei instances) ; web!
void drawElementsBaseVertex(prim mode, sizei count, enum type, pointer offset, int baseVertex) ; es32 EXT_draw_elements_base_vertex:EXT OES_draw_elements_base_vertex:OES
void drawElementsInstancedBaseVertex(prim mode, sizei count, enum type, pointer offset, sizei instances, int baseVertex) ; es32 EXT_draw_elements_base_vertex:EXT OES_draw_elements_base_vertex:OES
void drawElementsInstancedBaseInstance(prim mode, sizei count, enum type, pointer offset, sizei instances, uint baseInstance) ; gl42 es- ARB_base_instance EXT_base_instance:EXT
void drawElementsInstancedBaseVertexBaseInstance(prim mode, sizei count, enum type, pointer offset, sizei instances, int baseVertex, uint baseInstance) ; gl42 es- ARB_base_instance EXT_base_instance:EXT
void drawRangeElements(prim mode, uint start, uint end, sizei count, enum type, pointer offset) ; web!
void drawRangeElementsBaseVertex(prim mode, uint start, uint end, sizei count, enum type, pointer offset, int baseVertex) ; es32 EXT_draw_elements_base_vertex:EXT OES_draw_elements_base_vertex:OES
void drawArraysIndirect(prim mode, pointer offset) ; gl40 es31 ARB_draw_indirect
void drawElementsIndirect(prim mode, enum type, pointer offset) ; gl40 es31 ARB_draw_indirect
void multiDrawArraysIndirect(prim mode, pointer offset, sizei draws, sizei stride) ; gl43 es- ARB_multi_draw_indirect EXT_multi_draw_indirect:EXT
void multiDrawElementsIndirect(prim mode, enum type, pointer offset, sizei draws, sizei stride) ; gl43 es- ARB_multi_draw_indirect EXT_multi_draw_indirect:EXT
void multiDrawArraysIndirectCount(prim mode, pointer offset, offset drawCountOffset, sizei maxDraws, sizei stride) ; gl46 es- ARB_indirect_parameters:ARB
void multiDrawElementsIndirectCount(prim mode, enum type, pointer offset, offset drawCountOffset, sizei maxDraws, sizei stride) ; gl46 es- ARB_indirect_parameters:ARB
void multiDrawArrays(prim mode, data lists, sizei capacity, sizei draws) ; es- hand
void multiDrawElements(prim mode, enum type, data lists, sizei capacity, sizei draws, bool biased) ; es- hand
void drawTransformFeedback(prim mode, transformFeedback name) ; gl40 es- ARB_transform_feedback2
void drawTransformFeedbackInstanced(prim mode, transformFeedback name, sizei instances) ; gl42 es- ARB_transform_feedback_instanced
void drawTransformFeedbackStream(prim mode, transformFeedback name, uint stream) ; gl40 es- ARB_transform_feedback3
void drawTransformFeedbackStreamInstanced(prim mode, transformFeedback name, uint stream, sizei instances) ; gl42 es- ARB_transform_feedback_instanced
void dispatchCompute(uint x, uint y, uint z) ; gl43 es31 ARB_compute_shader
void dispatchComputeIndirect(pointer offset) ; gl43 es31 ARB_compute_shader
void memoryBarrier(barrierBits barriers) ; gl42 es31 ARB_shader_image_load_store
void memoryBarrierByRegion(barrierBits barriers) ; gl45 es31 ARB_ES3_1_compatibility
`;

const feedbackAndQueries = `
void bindTransformFeedback(enum target, transformFeedback name) ; gl40 ARB_transform_feedback2 web
void beginTransformFeedback(prim mode) ; web
void endTransformFeedback() ; web
void pauseTransformFeedback() ; gl40 ARB_transform_feedback2 web
void resumeTransformFeedback() ; gl40 ARB_transform_feedback2 web
void transformFeedbackVaryings(program name, strings varyings, enum mode) ; hand web!
void beginQuery(enum target, query name) ; web!
void endQuery(enum target) ; web!
void beginQueryIndexed(enum target, uint index, query name) ; gl40 es- ARB_transform_feedback3
void endQueryIndexed(enum target, uint index) ; gl40 es- ARB_transform_feedback3
void queryCounter(query name, enum target) ; es- ARB_timer_query EXT_disjoint_timer_query:EXT
int getQueryParameter(enum target, enum pname, out int value) ; =glGetQueryiv web!
double getQueryObject(query name, enum pname) ; hand web!
void getQueryObjectiToBuffer(query name, enum pname, pointer offset) ; =glGetQueryObjectiv gl44 es- ARB_query_buffer_object
void getQueryObjectuiToBuffer(query name, enum pname, pointer offset) ; =glGetQueryObjectuiv gl44 es- ARB_query_buffer_object
void getQueryObjecti64ToBuffer(query name, enum pname, pointer offset) ; =glGetQueryObjecti64v gl44 es- ARB_query_buffer_object
void getQueryObjectui64ToBuffer(query name, enum pname, pointer offset) ; =glGetQueryObjectui64v gl44 es- ARB_query_buffer_object
void beginConditionalRender(query name, enum mode) ; es- NV_conditional_render:NV
void endConditionalRender() ; es- NV_conditional_render:NV
`;

const sync = `
sync fenceSync(enum condition, uint flags) ; web!
enum clientWaitSync(sync sync, syncBits flags, u64 timeoutNs) ; web!
void waitSync(sync sync) ; hand web!
bool getSyncSignaled(sync sync) ; hand web!
void deleteSync(sync sync) ; web!
void flush() ; web
void finish() ; web
enum getError() ; web
enum getGraphicsResetStatus() ; gl45 es32 ARB_robustness:ARB KHR_robustness:KHR/es EXT_robustness:EXT web!
void debugMessageCallback(debugCallback callback) ; hand gl43 es32 KHR_debug:KHR/es
`;

const programs = `
void shaderSource(shader name, str source) ; hand web
void compileShader(shader name) ; web
int getShaderParameter(shader name, enum pname, out int value) ; =glGetShaderiv web!
str getShaderInfoLog(shader name) ; hand web!
void attachShader(program name, shader shader) ; web
void detachShader(program name, shader shader) ; web
void linkProgram(program name) ; web!
void validateProgram(program name) ; web
void useProgram(program name) ; web!
int getProgramParameter(program name, enum pname, out int value) ; =glGetProgramiv web!
str getProgramInfoLog(program name) ; hand web!
void programParameteri(program name, enum pname, int value) ; gl41 ARB_get_program_binary
uint getProgramBinary(program name, sizei size, data mem) ; hand gl41 ARB_get_program_binary
void programBinary(program name, enum format, data mem, sizei size) ; gl41 ARB_get_program_binary
uint getProgramBinaryFormat() ; hand gl41 ARB_get_program_binary
void bindAttribLocation(program name, uint index, str attribute) ; web
int getAttribLocation(program name, str attribute) ; web
void bindFragDataLocation(program name, uint color, str output) ; es- EXT_blend_func_extended:EXT
void bindFragDataLocationIndexed(program name, uint color, uint index, str output) ; es- EXT_blend_func_extended:EXT
int getFragDataLocation(program name, str output) ; web
location getUniformLocation(program name, str uniform) ; web!
uint getUniformBlockIndex(program name, str block) ; web
void uniformBlockBinding(program name, uint block, uint binding) ; web
int getActiveUniformBlockParameter(program name, uint block, enum pname, out int value) ; =glGetActiveUniformBlockiv web!
uint getProgramResourceIndex(program name, enum kind, str resource) ; gl43 es31 ARB_program_interface_query
int getProgramResource(program name, enum kind, uint index, enum property) ; hand gl43 es31 ARB_program_interface_query
void shaderStorageBlockBinding(program name, uint block, uint binding) ; gl43 es- ARB_shader_storage_buffer_object
void useProgramStages(pipeline name, stageBits stages, program program) ; gl41 es31 ARB_separate_shader_objects
void activeShaderProgram(pipeline name, program program) ; gl41 es31 ARB_separate_shader_objects
void bindProgramPipeline(pipeline name) ; gl41 es31 ARB_separate_shader_objects
void validateProgramPipeline(pipeline name) ; gl41 es31 ARB_separate_shader_objects
int getProgramPipelineParameter(pipeline name, enum pname, out int value) ; =glGetProgramPipelineiv gl41 es31 ARB_separate_shader_objects
str getProgramPipelineInfoLog(pipeline name) ; hand gl41 es31 ARB_separate_shader_objects
`;

const uniforms = `
void uniform1i(location location, int x) ; web!
void uniform2i(location location, int x, int y) ; web!
void uniform3i(location location, int x, int y, int z) ; web!
void uniform4i(location location, int x, int y, int z, int w) ; web!
void uniform1ui(location location, uint x) ; web!
void uniform2ui(location location, uint x, uint y) ; web!
void uniform3ui(location location, uint x, uint y, uint z) ; web!
void uniform4ui(location location, uint x, uint y, uint z, uint w) ; web!
void uniform1f(location location, float x) ; web!
void uniform2f(location location, float x, float y) ; web!
void uniform3f(location location, float x, float y, float z) ; web!
void uniform4f(location location, float x, float y, float z, float w) ; web!
void uniform1iv(location location, sizei count, data mem) ; web!
void uniform2iv(location location, sizei count, data mem) ; web!
void uniform3iv(location location, sizei count, data mem) ; web!
void uniform4iv(location location, sizei count, data mem) ; web!
void uniform1uiv(location location, sizei count, data mem) ; web!
void uniform2uiv(location location, sizei count, data mem) ; web!
void uniform3uiv(location location, sizei count, data mem) ; web!
void uniform4uiv(location location, sizei count, data mem) ; web!
void uniform1fv(location location, sizei count, data mem) ; web!
void uniform2fv(location location, sizei count, data mem) ; web!
void uniform3fv(location location, sizei count, data mem) ; web!
void uniform4fv(location location, sizei count, data mem) ; web!
void uniformMatrix2fv(location location, sizei count, bool transpose, data mem) ; web!
void uniformMatrix3fv(location location, sizei count, bool transpose, data mem) ; web!
void uniformMatrix4fv(location location, sizei count, bool transpose, data mem) ; web!
void programUniform1i(program name, location location, int x) ; gl41 es31 ARB_separate_shader_objects
void programUniform4i(program name, location location, int x, int y, int z, int w) ; gl41 es31 ARB_separate_shader_objects
void programUniform4ui(program name, location location, uint x, uint y, uint z, uint w) ; gl41 es31 ARB_separate_shader_objects
void programUniform1f(program name, location location, float x) ; gl41 es31 ARB_separate_shader_objects
void programUniform4f(program name, location location, float x, float y, float z, float w) ; gl41 es31 ARB_separate_shader_objects
void programUniform4iv(program name, location location, sizei count, data mem) ; gl41 es31 ARB_separate_shader_objects
void programUniform4uiv(program name, location location, sizei count, data mem) ; gl41 es31 ARB_separate_shader_objects
void programUniform4fv(program name, location location, sizei count, data mem) ; gl41 es31 ARB_separate_shader_objects
`;

const rasterState = `
void enable(enum cap) ; web!
void disable(enum cap) ; web!
void enablei(enum cap, uint index) ; es32 EXT_draw_buffers_indexed:EXT OES_draw_buffers_indexed:OES web!
void disablei(enum cap, uint index) ; es32 EXT_draw_buffers_indexed:EXT OES_draw_buffers_indexed:OES web!
bool isEnabled(enum cap) ; web!
void viewport(int x, int y, sizei width, sizei height) ; web
void viewportIndexedf(uint index, float x, float y, float width, float height) ; gl41 es- ARB_viewport_array OES_viewport_array:OES NV_viewport_array:NV
void viewportArrayv(uint first, sizei count, data mem) ; gl41 es- ARB_viewport_array OES_viewport_array:OES NV_viewport_array:NV
void depthRange(clampd near, clampd far) ; =es:glDepthRangef web
void depthRangeIndexed(uint index, clampd near, clampd far) ; gl41 es- ARB_viewport_array OES_viewport_array:fOES NV_viewport_array:fNV
void scissor(int x, int y, sizei width, sizei height) ; web
void scissorIndexed(uint index, int x, int y, sizei width, sizei height) ; gl41 es- ARB_viewport_array OES_viewport_array:OES NV_viewport_array:NV
void scissorArrayv(uint first, sizei count, data mem) ; gl41 es- ARB_viewport_array OES_viewport_array:OES NV_viewport_array:NV
void clipControl(enum origin, enum depth) ; gl45 es- ARB_clip_control EXT_clip_control:EXT web!
void cullFace(enum mode) ; web
void frontFace(enum mode) ; web
void polygonMode(enum face, enum mode) ; es- NV_polygon_mode:NV web!
void polygonOffset(float factor, float units) ; web
void polygonOffsetClamp(float factor, float units, float clamp) ; gl46 es- ARB_polygon_offset_clamp EXT_polygon_offset_clamp:EXT web!
void lineWidth(float width) ; web
void pointSize(float size) ; es-
void pointParameteri(enum pname, int value) ; es-
void pointParameterf(enum pname, float value) ; es-
void provokingVertex(enum mode) ; es- web!
void primitiveRestartIndex(uint index) ; es-
void patchParameteri(enum pname, int value) ; gl40 es32 ARB_tessellation_shader EXT_tessellation_shader:EXT OES_tessellation_shader:OES
void patchParameterfv(enum pname, vec4f x,y,z,w) ; gl40 es- ARB_tessellation_shader
void sampleCoverage(float value, bool invert) ; web
void sampleMaski(uint index, uint mask) ; es31
void minSampleShading(float value) ; gl40 es32 ARB_sample_shading:ARB OES_sample_shading:OES
float getMultisamplef(enum pname, uint index, uint component) ; hand es31
void clampColor(enum target, enum clamp) ; es-
void lineStipple(int factor, uint pattern) ; es-
`;

const pixelState = `
void depthFunc(enum func) ; web
void depthMask(bool on) ; web
void depthBoundsEXT(double min, double max) ; gl- es- EXT_depth_bounds_test
void stencilFuncSeparate(enum face, enum func, int ref, uint mask) ; web
void stencilOpSeparate(enum face, enum fail, enum depthFail, enum pass) ; web
void stencilMaskSeparate(enum face, uint mask) ; web
void colorMask(bool r, bool g, bool b, bool a) ; web
void colorMaski(uint index, bool r, bool g, bool b, bool a) ; es32 EXT_draw_buffers_indexed:EXT OES_draw_buffers_indexed:OES web!
void blendColor(float r, float g, float b, float a) ; web
void blendFuncSeparate(factor srcRgb, factor dstRgb, factor srcAlpha, factor dstAlpha) ; web
void blendFuncSeparatei(uint index, factor srcRgb, factor dstRgb, factor srcAlpha, factor dstAlpha) ; gl40 es32 ARB_draw_buffers_blend:ARB EXT_draw_buffers_indexed:EXT OES_draw_buffers_indexed:OES web!
void blendEquationSeparate(enum rgb, enum alpha) ; web
void blendEquationSeparatei(uint index, enum rgb, enum alpha) ; gl40 es32 ARB_draw_buffers_blend:ARB EXT_draw_buffers_indexed:EXT OES_draw_buffers_indexed:OES web!
void blendEquation(enum mode) ; web
void blendBarrier() ; gl- es32 KHR_blend_equation_advanced:KHR
void logicOp(enum op) ; es-
void hint(enum target, enum mode) ; web
`;

const queriesOfState = `
int getInteger(enum pname, out int value) ; =glGetIntegerv web!
double getInteger64(enum pname, out i64 value) ; =glGetInteger64v web!
float getFloat(enum pname, out float value) ; =glGetFloatv web!
float getFloatComponent(enum pname, uint component) ; hand web!
int getIntegerComponent(enum pname, uint component) ; hand web!
bool getBoolean(enum pname) ; hand web!
int getIntegerIndexed(enum pname, uint index, out int value) ; =glGetIntegeri_v web!
str getString(enum pname) ; web!
str getStringi(enum pname, uint index) ; web!
`;

/** The rows, by family; see the head of this file for their grammar. */
export const functionRows: readonly { readonly family: string; readonly rows: string }[] = [
  { family: 'objects', rows: objects },
  { family: 'textures', rows: textures },
  { family: 'samplers', rows: samplers },
  { family: 'buffers', rows: buffers },
  { family: 'framebuffers', rows: framebuffers },
  { family: 'vertex arrays', rows: vertexArrays },
  { family: 'draws and dispatches', rows: draws },
  { family: 'transform feedback and queries', rows: feedbackAndQueries },
  { family: 'sync, errors, debug', rows: sync },
  { family: 'shaders and programs', rows: programs },
  { family: 'uniforms', rows: uniforms },
  { family: 'rasteriser state', rows: rasterState },
  { family: 'per-fragment state', rows: pixelState },
  { family: 'state queries', rows: queriesOfState },
];
