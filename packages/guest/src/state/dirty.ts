/** Groups of state that the next draw has to look at. */
export const Dirty = {
  BLEND: 1,
  DEPTH_STENCIL: 2,
  RASTERIZER: 4,
  VIEWPORT: 8,
  SCISSOR: 16,
  FRAMEBUFFER: 32,
  PROGRAM: 64,
  VERTEX: 128,
  TEXTURES: 256,
  UNIFORM_BUFFERS: 512,
  BLEND_COLOR: 1024,
  STENCIL_REF: 2048,
  SAMPLE_MASK: 4096,
  /** Image units. */
  IMAGES: 8192,
  /** Buffers of shader storage. */
  STORAGE: 16384,
  /** Buffers of atomic counters. */
  ATOMICS: 32768,
  /** Vertices of a patch and its levels. */
  TESSELLATION: 65536,
  ALL: 131071,
} as const;

/** The dirty bits of a context, shared with the objects that cause them. */
export class DirtyBits {
  bits: number = Dirty.ALL;

  mark(bits: number): void {
    this.bits |= bits;
  }
}
