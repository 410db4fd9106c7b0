import { GL, type Gl, GlState, type GpuWatcher, type Memory, type TextureExporter } from '@virglass/gl';
import type { SharedMemorySource } from '@virglass/virtio-gpu';
import { Blitter } from './blitter/blitter.ts';
import { DrawBatch } from './commands/draw-batch.ts';
import { enterSubContext, leaveSubContext, pollQueries } from './commands/query.ts';
import { FormatSupport } from './formats/probe.ts';
import { MAX_PLAIN_CONSTANTS } from './limits.ts';
import { FramebufferCache } from './framebuffer-cache.ts';
import { QueryPool } from './objects/query-slots.ts';
import { ProgramCache } from './programs/program-cache.ts';
import type { ProgramStore } from './programs/program-store.ts';
import { UniformRing } from './programs/uniform-ring.ts';
import { deleteResourceStorage, makeViewable } from './resources/create.ts';
import { canPin } from './resources/shared-buffer.ts';
import type { Resource } from './resources/resource.ts';
import { Dirty, DIRTY_ALL } from './state/dirty.ts';
import { drawFirstPoint } from './state/first-point.ts';
import { ShaderWrites } from './state/shader-writes.ts';
import type { SubContext } from './sub-context.ts';
import { TimeKeeper } from './time-keeper.ts';
import { BindingLayout } from './programs/binding-layout.ts';

/**
 * What all guests share: the one GL context, the cache of its state, and everything that is the same for every guest
 * (formats, programs, framebuffers, staging memory). `current` is the sub-context whose queries, feedback and dirty bits
 * are those of the GL context; `makeCurrent` hands over.
 */
export class VirglHost implements Disposable {
  readonly gl: Gl;
  readonly state: GlState;
  /** When work has finished, and whose it was. */
  readonly time: TimeKeeper;
  /** Draws that have not been made yet. */
  readonly batch: DrawBatch;
  readonly formats: FormatSupport;
  readonly bindings: BindingLayout;
  readonly programs: ProgramCache;
  readonly framebuffers: FramebufferCache;
  readonly uniforms: UniformRing;
  /** GL query objects, and the queries whose results guests wait for. */
  readonly queries: QueryPool;
  readonly blitter: Blitter;
  /** What shaders wrote that other commands may not see yet. */
  readonly shaderWrites: ShaderWrites;
  /** Texture unit that no program samples: uploads, parameters and blits bind here. */
  readonly scratchUnit: number;
  /** Zeros to stand in where a guest draws without a buffer it declared. */
  readonly zeroBuffer: number;
  /** Edge flags as bytes, made of a guest's for one draw; 0 until they are needed. */
  edgeFlagBuffer = 0;
  /** Vertex array for draws without vertex elements. */
  readonly emptyVertexArray: number;
  current: SubContext | null = null;
  /** Whether GL's blend functions name the second blend source: even switched off they make draws to several buffers an error. */
  dualSourceBlending = false;
  /** Whether GL has an advanced blend equation set. */
  advancedBlending = false;
  /** Whether shaders that read beyond what is bound get zeros. */
  readonly robust: boolean;
  /** Whether draws of many instances are made a few at a time: a CPU that draws cannot be interrupted. */
  readonly slicesDraws: boolean;
  /** Where buffers that guests map get their memory; null: there are none. */
  readonly sharing: SharedMemorySource | null;
  /** Ask GL for errors after every command and log them: slow, for finding our own mistakes. */
  readonly checkErrors: boolean;
  /** Where constants lie on their way into plain uniforms. */
  readonly plainConstants: { readonly memory: Memory; readonly words: Uint32Array };
  #scratch: Memory;

  /** Makes DMA buffers of textures; null where the host cannot. */
  readonly exporter: TextureExporter | null;

  constructor(
    gl: Gl,
    checkErrors: boolean,
    store: ProgramStore | null,
    watcher: GpuWatcher | null = null,
    sharing: SharedMemorySource | null = null,
    exporter: TextureExporter | null = null,
  ) {
    this.gl = gl;
    this.exporter = exporter;
    this.sharing = sharing !== null && canPin(gl, sharing) ? sharing : null;
    this.checkErrors = checkErrors;
    this.robust = !gl.features.isWebGl && (gl.getInteger(GL.CONTEXT_FLAGS) & GL.CONTEXT_FLAG_ROBUST_ACCESS_BIT) !== 0;
    this.slicesDraws = gl.features.quirks.has('host-is-software') && gl.features.baseInstance;
    this.state = new GlState(gl);
    this.time = new TimeKeeper(gl, this.state, watcher, () => pollQueries(this));
    this.batch = new DrawBatch(gl, this.time);
    this.bindings = new BindingLayout(gl.features);
    this.scratchUnit = this.bindings.scratchUnit;
    this.formats = new FormatSupport(gl);
    this.programs = new ProgramCache(this, store);
    this.framebuffers = new FramebufferCache(this);
    this.#scratch = gl.memory(64 * 1024);
    this.uniforms = new UniformRing(this);
    const memory = gl.memory(MAX_PLAIN_CONSTANTS * 16);
    this.plainConstants = { memory, words: new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset, MAX_PLAIN_CONSTANTS * 4) };
    this.queries = new QueryPool(gl);
    this.zeroBuffer = gl.createBuffer();
    this.state.bindBuffer(GL.COPY_WRITE_BUFFER, this.zeroBuffer);
    this.#scratch.bytes.fill(0);
    gl.bufferData(GL.COPY_WRITE_BUFFER, 64 * 1024, this.#scratch, 0, GL.STATIC_DRAW);
    this.emptyVertexArray = gl.createVertexArray();
    drawFirstPoint(gl, this.state, this.emptyVertexArray);
    this.blitter = new Blitter(this);
    this.shaderWrites = new ShaderWrites(gl);
    const features = gl.features;
    if (features.srgbFramebuffer) this.state.enable(GL.FRAMEBUFFER_SRGB);
    if (features.seamlessCube && !features.isGles) this.state.enable(GL.TEXTURE_CUBE_MAP_SEAMLESS);
    if (features.compatibility) {
      // What core contexts do without being told. Colours are clamped in shaders, where the guest wants it.
      this.state.enable(GL.POINT_SPRITE);
      gl.clampColor(GL.CLAMP_VERTEX_COLOR, GL.FALSE);
      gl.clampColor(GL.CLAMP_FRAGMENT_COLOR, GL.FALSE);
    }
    // Gallium samples exactly what the guest asked for; host defaults that round or dither would show.
    this.state.disable(GL.DITHER);
  }

  /** A staging block of at least this many bytes, valid until the next call. */
  scratch(bytes: number): Memory {
    if (this.#scratch.byteLength < bytes) {
      this.gl.freeMemory(this.#scratch);
      this.#scratch = this.gl.memory(2 ** Math.ceil(Math.log2(bytes)));
    }
    return this.#scratch;
  }

  /** Makes GL that of this sub-context: pauses the other's queries and feedback, resumes this one's. */
  makeCurrent(sub: SubContext): void {
    if (this.current === sub) return;
    if (this.current !== null) leaveSubContext(this.current);
    this.current = sub;
    sub.dirty = DIRTY_ALL;
    enterSubContext(sub);
  }

  /** Notes that a sub-context is going away. */
  forgetSubContext(sub: SubContext): void {
    if (this.current !== sub) return;
    leaveSubContext(sub);
    this.current = null;
  }

  /** The current sub-context emits these groups again at its next draw. */
  touched(mask: number): void {
    if (this.current !== null) this.current.dirty |= mask;
  }

  /** The current sub-context emits everything again at its next draw; equal values make no GL call. */
  touchAll(): void {
    this.touched(DIRTY_ALL);
  }

  /** Makes sure that texture views of the resource can be made; false where they cannot. */
  makeViewable(resource: Resource): boolean {
    if (resource.immutable) return true;
    const done = makeViewable(this, resource);
    if (done) {
      this.touched(Dirty.TEXTURES | Dirty.MEMORY);
      this.framebuffers.forgetResource(resource);
      this.blitter.forgetResource(resource);
    }
    return done;
  }

  /** Drops a holder of the resource; the last one frees its storage. */
  releaseResource(resource: Resource): void {
    if (--resource.refs > 0) return;
    this.blitter.forgetResource(resource);
    deleteResourceStorage(this, resource);
  }

  [Symbol.dispose](): void {
    this.time[Symbol.dispose]();
    this.batch[Symbol.dispose]();
    this.framebuffers.clear();
    this.blitter[Symbol.dispose]();
    this.programs[Symbol.dispose]();
    this.uniforms[Symbol.dispose]();
    this.gl.deleteBuffer(this.zeroBuffer);
    if (this.edgeFlagBuffer !== 0) this.gl.deleteBuffer(this.edgeFlagBuffer);
    this.gl.deleteVertexArray(this.emptyVertexArray);
    this.gl.freeMemory(this.#scratch);
    this.gl.freeMemory(this.plainConstants.memory);
  }
}
