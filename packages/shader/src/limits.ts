/**
 * Bounds on what a guest may send as a shader. Each is far above what Mesa produces; beyond them parsing fails with a message.
 */
export const limits = {
  /** Characters of text. The largest shaders seen in the wild print to some 300 KiB. */
  textLength: 1 << 20,
  /** Instructions. Host compilers take more than linear time for them, and no compile can be stopped: llvmpipe 2 s for 4000. */
  instructions: 1 << 14,
  /** Declarations of all kinds. */
  declarations: 1 << 13,
  /** Immediates. */
  immediates: 1 << 13,
  /** TEMP registers; Mesa keeps whole arrays in them. */
  temps: 1 << 13,
  /**
   * TEMP registers in arrays that are indexed. LLVM's time for them grows with the square: llvmpipe takes 5 s for 4096, half a
   * minute for 8192, and no compile can be stopped.
   */
  indexedTemps: 1 << 11,
  /** ADDR registers; Mesa uses 3. */
  addresses: 16,
  /** Inputs and outputs: Mesa's PIPE_MAX_SHADER_INPUTS. */
  inputs: 80,
  outputs: 80,
  /** System values. */
  systemValues: 64,
  /** Sampler units of one stage (bits of samplerMask). */
  samplers: 32,
  /** Sampler views: PIPE_MAX_SHADER_SAMPLER_VIEWS. */
  samplerViews: 128,
  /** Constant buffer slots: PIPE_MAX_CONSTANT_BUFFERS. */
  constBuffers: 32,
  /** vec4s of one constant buffer: 64 KiB, the largest uniform block common hosts have. */
  constants: 4096,
  /** Images, buffers, atomic buffers. */
  images: 64,
  buffers: 64,
  /** Numbers that storage buffers may have in the text, where they are counted from the lowest binding of the program. */
  bufferNumbers: 256,
  atomicCounters: 4096,
  /** Declarations of atomic counters: one for each that the guest's program declares. */
  atomicRanges: 256,
  /** Threads of a compute work group, and bytes that it shares; hosts have 1024 to 2048 and 32 to 228 KiB. */
  workgroupThreads: 4096,
  sharedBytes: 1 << 18,
  /** Vertices a geometry shader may emit, and its invocations; hosts have 1024 and 127 at most. */
  geometryVertices: 4096,
  geometryInvocations: 128,
  /** Vertices of a patch: what every host with tessellation has. */
  patchVertices: 32,
  /** Nesting of IF, LOOP and SWITCH. Mesa is told 32; GLSL compilers recurse, so not much more. */
  nesting: 64,
  /** Nesting of loops alone, calls included: Mesa's compiler takes twice as long for each, a second and a gigabyte at 18. */
  loopNesting: 12,
  /** Subroutines. */
  subroutines: 256,
  /** Array ids. */
  arrays: 1 << 13,
  /** Characters of GLSL written: indirect samplers multiply, and a host compiler takes seconds for a megabyte. */
  sourceLength: 2 << 20,
} as const;
