import { GL } from './constants.ts';
import type { Gl } from './gl.ts';
import { ELEMENT_SLOT, FEEDBACK_SLOT, FIRST_INDEXED_SLOT, NO_SLOT, bufferTargets, slotOf, textureTargets } from './state-slots.ts';

/** In the arrays of this file: not known, so that the next call goes to GL whatever it asks for. */
const UNKNOWN = -1;
const TARGETS = textureTargets.length;
/** Numbers kept for an image unit: texture, level, layered, layer, access, format. */
const IMAGE_WORDS = 6;
/** Indexed bindings kept for each target; those beyond are not cached. */
const INDEXED = 128;
/** Vertex arrays whose element buffer is remembered, by name; those beyond are not cached. */
const VERTEX_ARRAYS = 65536;

/**
 * The part of `GlState` that knows which objects are bound. Not used by itself: see `GlState`.
 *
 * Names are int32 values, UNKNOWN where the binding is not known. GL unbinds an object that is deleted (from the context
 * and from the bound containers only), so each `forget...` makes the cache forget the name wherever it occurs: names are
 * used again, and a cache that still held one would take the new object for the old.
 */
export class BindingState {
  /** The GL whose state this is. */
  readonly gl: Gl;
  private readonly textures: Int32Array;
  private readonly samplers: Int32Array;
  private readonly units: number;
  /** Units from this one on have never been bound to. */
  private usedUnits = 0;
  private activeUnit = UNKNOWN;
  private readonly buffers = new Int32Array(bufferTargets.length).fill(UNKNOWN);
  /** Element buffer of each vertex array. */
  private elementBuffers = new Int32Array(64).fill(UNKNOWN);
  private readonly indexedNames: Int32Array;
  private readonly indexedOffsets: Float64Array;
  private readonly indexedSizes: Float64Array;
  private readonly images: Int32Array;
  private program = UNKNOWN;
  private pipeline = UNKNOWN;
  private vertexArray = UNKNOWN;
  private drawFramebuffer = UNKNOWN;
  private readFramebuffer = UNKNOWN;
  private renderbuffer = UNKNOWN;
  private feedback = UNKNOWN;

  /** @param gl - context that is current and stays so */
  constructor(gl: Gl) {
    this.gl = gl;
    this.units = gl.features.maxTextureUnits;
    this.textures = new Int32Array(this.units * TARGETS).fill(UNKNOWN);
    this.samplers = new Int32Array(this.units).fill(UNKNOWN);
    const indexed = (FEEDBACK_SLOT - FIRST_INDEXED_SLOT + 1) * INDEXED;
    this.indexedNames = new Int32Array(indexed).fill(UNKNOWN);
    this.indexedOffsets = new Float64Array(indexed);
    this.indexedSizes = new Float64Array(indexed);
    this.images = new Int32Array(gl.features.maxImageUnits * IMAGE_WORDS).fill(UNKNOWN);
  }

  /** Makes a program current; 0: none. */
  useProgram(name: number): void {
    if (this.program === name) return;
    this.program = name;
    this.gl.useProgram(name);
  }

  /** Binds a program pipeline; it takes effect while no program is in use. */
  bindProgramPipeline(name: number): void {
    if (this.pipeline === name) return;
    this.pipeline = name;
    this.gl.bindProgramPipeline(name);
  }

  /** Binds a vertex array, and with it the element buffer that it holds. */
  bindVertexArray(name: number): void {
    if (this.vertexArray === name) return;
    this.vertexArray = name;
    this.gl.bindVertexArray(name);
    this.buffers[ELEMENT_SLOT] = name >= 0 && name < this.elementBuffers.length ? (this.elementBuffers[name] ?? UNKNOWN) : UNKNOWN;
  }

  /** Binds a buffer to a target; ELEMENT_ARRAY_BUFFER belongs to the bound vertex array. */
  bindBuffer(target: number, name: number): void {
    const slot = slotOf[target] ?? NO_SLOT;
    if (slot >= this.buffers.length || bufferTargets[slot] !== target) {
      this.gl.bindBuffer(target, name);
      return;
    }
    if (this.buffers[slot] === name) return;
    this.buffers[slot] = name;
    if (slot === ELEMENT_SLOT) this.rememberElementBuffer(name);
    this.gl.bindBuffer(target, name);
  }

  /**
   * Binds a range of a buffer to a numbered binding of UNIFORM_BUFFER, SHADER_STORAGE_BUFFER, ATOMIC_COUNTER_BUFFER or
   * TRANSFORM_FEEDBACK_BUFFER. As in GL, the buffer is bound to the target itself as well whenever GL is called.
   */
  bindBufferRange(target: number, index: number, name: number, offset: number, size: number): void {
    const at = this.indexedAt(target, index);
    if (at >= 0) {
      if (this.indexedNames[at] === name && this.indexedOffsets[at] === offset && this.indexedSizes[at] === size) return;
      this.indexedNames[at] = name;
      this.indexedOffsets[at] = offset;
      this.indexedSizes[at] = size;
    }
    this.noteGeneric(target, name);
    this.gl.bindBufferRange(target, index, name, offset, size);
  }

  /** Binds a whole buffer, or none, to a numbered binding. */
  bindBufferBase(target: number, index: number, name: number): void {
    const at = this.indexedAt(target, index);
    if (at >= 0) {
      if (this.indexedNames[at] === name && this.indexedSizes[at] === UNKNOWN) return;
      this.indexedNames[at] = name;
      this.indexedOffsets[at] = 0;
      this.indexedSizes[at] = UNKNOWN;
    }
    this.noteGeneric(target, name);
    this.gl.bindBufferBase(target, index, name);
  }

  /** Forgets the numbered bindings of a target, after something else has changed them. */
  forgetIndexed(target: number): void {
    const at = this.indexedAt(target, 0);
    if (at >= 0) this.indexedNames.fill(UNKNOWN, at, at + INDEXED);
  }

  /**
   * Binds a texture to a unit and makes the unit active, so that calls on the target reach the texture.
   *
   * @param unit - 0 to `features.maxTextureUnits` - 1
   */
  bindTexture(unit: number, target: number, name: number): void {
    if (this.activeUnit !== unit) {
      this.activeUnit = unit;
      this.gl.activeTexture(GL.TEXTURE0 + unit);
    }
    this.bindTextureForDraw(unit, target, name);
  }

  /** Like `bindTexture`, but does not promise which unit is active afterwards: for textures that are only sampled. */
  bindTextureForDraw(unit: number, target: number, name: number): void {
    const at = unit * TARGETS + (slotOf[target] ?? NO_SLOT);
    if (this.textures[at] === name) return;
    if (unit >= this.usedUnits) this.usedUnits = unit + 1;
    this.textures[at] = name;
    if (this.activeUnit !== unit) {
      this.activeUnit = unit;
      this.gl.activeTexture(GL.TEXTURE0 + unit);
    }
    this.gl.bindTexture(target, name);
  }

  /** Binds a sampler to a unit; 0: the texture's own parameters hold. */
  bindSampler(unit: number, name: number): void {
    if (this.samplers[unit] === name) return;
    this.samplers[unit] = name;
    this.gl.bindSampler(unit, name);
  }

  /** Binds a texture level to an image unit. */
  bindImageTexture(unit: number, name: number, level: number, layered: boolean, layer: number, access: number, format: number): void {
    const images = this.images;
    const at = unit * IMAGE_WORDS;
    const flag = layered ? 1 : 0;
    if (
      images[at] === name &&
      images[at + 1] === level &&
      images[at + 2] === flag &&
      images[at + 3] === layer &&
      images[at + 4] === access &&
      images[at + 5] === format
    ) {
      return;
    }
    images[at] = name;
    images[at + 1] = level;
    images[at + 2] = flag;
    images[at + 3] = layer;
    images[at + 4] = access;
    images[at + 5] = format;
    this.gl.bindImageTexture(unit, name, level, layered, layer, access, format);
  }

  /** Binds a framebuffer to READ_FRAMEBUFFER, DRAW_FRAMEBUFFER, or to both by FRAMEBUFFER. */
  bindFramebuffer(target: number, name: number): void {
    if (target === GL.READ_FRAMEBUFFER) {
      if (this.readFramebuffer === name) return;
      this.readFramebuffer = name;
    } else if (target === GL.DRAW_FRAMEBUFFER) {
      if (this.drawFramebuffer === name) return;
      this.drawFramebuffer = name;
    } else {
      if (this.readFramebuffer === name && this.drawFramebuffer === name) return;
      this.readFramebuffer = name;
      this.drawFramebuffer = name;
    }
    this.gl.bindFramebuffer(target, name);
  }

  /** Binds a renderbuffer. */
  bindRenderbuffer(name: number): void {
    if (this.renderbuffer === name) return;
    this.renderbuffer = name;
    this.gl.bindRenderbuffer(GL.RENDERBUFFER, name);
  }

  /** Binds a transform feedback object, and with it the buffers that it holds. */
  bindTransformFeedback(name: number): void {
    if (this.feedback === name) return;
    this.feedback = name;
    this.forgetIndexed(GL.TRANSFORM_FEEDBACK_BUFFER);
    this.gl.bindTransformFeedback(GL.TRANSFORM_FEEDBACK, name);
  }

  /** To be called when a texture is deleted: GL has unbound it everywhere. */
  forgetTexture(name: number): void {
    const textures = this.textures;
    const end = this.usedUnits * TARGETS;
    for (let i = 0; i < end; i++) if (textures[i] === name) textures[i] = 0;
    const images = this.images;
    for (let i = 0; i < images.length; i += IMAGE_WORDS) if (images[i] === name) images[i] = UNKNOWN;
  }

  /** To be called when a buffer is deleted. Vertex arrays that are not bound keep it, so what they hold is not known. */
  forgetBuffer(name: number): void {
    forgetIn(this.buffers, name, 0);
    forgetIn(this.indexedNames, name, UNKNOWN);
    forgetIn(this.elementBuffers, name, UNKNOWN);
  }

  /** To be called when a sampler is deleted. */
  forgetSampler(name: number): void {
    forgetIn(this.samplers, name, 0);
  }

  /** To be called when a program is deleted: GL keeps one that is in use until another takes its place. */
  forgetProgram(name: number): void {
    if (this.program === name) this.program = UNKNOWN;
  }

  /** To be called when a program pipeline is deleted. */
  forgetProgramPipeline(name: number): void {
    if (this.pipeline === name) this.pipeline = UNKNOWN;
  }

  /** To be called when a framebuffer is deleted. */
  forgetFramebuffer(name: number): void {
    if (this.readFramebuffer === name) this.readFramebuffer = 0;
    if (this.drawFramebuffer === name) this.drawFramebuffer = 0;
  }

  /** To be called when a renderbuffer is deleted. */
  forgetRenderbuffer(name: number): void {
    if (this.renderbuffer === name) this.renderbuffer = 0;
  }

  /** To be called when a vertex array is deleted. */
  forgetVertexArray(name: number): void {
    if (name < this.elementBuffers.length) this.elementBuffers[name] = UNKNOWN;
    if (this.vertexArray !== name) return;
    this.vertexArray = 0;
    this.buffers[ELEMENT_SLOT] = UNKNOWN;
  }

  /** To be called when a transform feedback object is deleted. */
  forgetTransformFeedback(name: number): void {
    if (this.feedback !== name) return;
    this.feedback = UNKNOWN;
    this.forgetIndexed(GL.TRANSFORM_FEEDBACK_BUFFER);
  }

  /** Forgets every binding: the next calls go to GL. */
  protected resetBindings(): void {
    this.textures.fill(UNKNOWN);
    this.samplers.fill(UNKNOWN);
    this.buffers.fill(UNKNOWN);
    this.elementBuffers.fill(UNKNOWN);
    this.indexedNames.fill(UNKNOWN);
    this.images.fill(UNKNOWN);
    this.activeUnit = UNKNOWN;
    this.program = UNKNOWN;
    this.pipeline = UNKNOWN;
    this.vertexArray = UNKNOWN;
    this.drawFramebuffer = UNKNOWN;
    this.readFramebuffer = UNKNOWN;
    this.renderbuffer = UNKNOWN;
    this.feedback = UNKNOWN;
  }

  /** Index into the arrays of numbered bindings, or -1 where there is no cache for this one. */
  private indexedAt(target: number, index: number): number {
    const slot = slotOf[target] ?? NO_SLOT;
    if (slot < FIRST_INDEXED_SLOT || slot > FEEDBACK_SLOT || bufferTargets[slot] !== target || index >= INDEXED) return -1;
    return (slot - FIRST_INDEXED_SLOT) * INDEXED + index;
  }

  private noteGeneric(target: number, name: number): void {
    const slot = slotOf[target] ?? NO_SLOT;
    if (slot < this.buffers.length) this.buffers[slot] = name;
  }

  private rememberElementBuffer(name: number): void {
    const vertexArray = this.vertexArray;
    if (vertexArray < 0 || vertexArray >= VERTEX_ARRAYS) return;
    if (vertexArray >= this.elementBuffers.length) {
      const grown = new Int32Array(Math.min(VERTEX_ARRAYS, 2 * Math.max(vertexArray, 32))).fill(UNKNOWN);
      grown.set(this.elementBuffers);
      this.elementBuffers = grown;
    }
    this.elementBuffers[vertexArray] = name;
  }
}

function forgetIn(names: Int32Array, name: number, becomes: number): void {
  for (let i = 0; i < names.length; i++) if (names[i] === name) names[i] = becomes;
}
