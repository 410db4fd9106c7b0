/**
 * Groups of guest state, one bit each. A command that changes state sets its bit; the next draw emits the dirty groups in
 * a fixed order. Emission goes through `GlState`, so that a group which is dirty but equal makes no GL call.
 */
export const Dirty = {
  BLEND: 1 << 0,
  BLEND_COLOR: 1 << 1,
  DEPTH_STENCIL: 1 << 2,
  STENCIL_REF: 1 << 3,
  RASTERIZER: 1 << 4,
  VIEWPORT: 1 << 5,
  SCISSOR: 1 << 6,
  FRAMEBUFFER: 1 << 7,
  /** State that shader variants are keyed on, but for shaders and rasterizer themselves (`SELECTION`). */
  PROGRAM: 1 << 8,
  VERTEX_ELEMENTS: 1 << 9,
  VERTEX_BUFFERS: 1 << 10,
  INDEX_BUFFER: 1 << 11,
  TEXTURES: 1 << 12,
  CONSTANTS: 1 << 13,
  UNIFORM_BUFFERS: 1 << 14,
  SAMPLE_MASK: 1 << 15,
  /** The system uniform block: clip planes, alpha reference, stipple, y adjustment. */
  SYSTEM: 1 << 16,
  STREAMOUT: 1 << 17,
  MIN_SAMPLES: 1 << 18,
  /** Other shaders or another rasterizer state: another program, perhaps one that was chosen for them before. */
  SELECTION: 1 << 19,
  /** Images, storage buffers and atomic counter buffers. */
  MEMORY: 1 << 20,
} as const;

/** Every group: what a switch to another sub-context makes dirty. */
export const DIRTY_ALL = (1 << 21) - 1;
