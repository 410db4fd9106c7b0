import { GL, type Gl, GlState, type Memory } from '@virglass/gl';
import { Blitter } from './blitter/blitter.ts';
import { enterSubContext, leaveSubContext } from './commands/query.ts';
import { FormatSupport } from './formats/probe.ts';
import { FramebufferCache } from './framebuffer-cache.ts';
import { QueryPool } from './objects/query-slots.ts';
import { ProgramCache } from './programs/program-cache.ts';
import { UniformRing } from './programs/uniform-ring.ts';
import { deleteResourceStorage, makeViewable } from './resources/create.ts';
import type { Resource } from './resources/resource.ts';
import { DIRTY_ALL } from './state/dirty.ts';
import type { SubContext } from './sub-context.ts';
import { BindingLayout } from './programs/binding-layout.ts';

/**
 * What all guests share: the one GL context, the cache of its state, and everything that is the same for every guest
 * (formats, programs, framebuffers, staging memory). `current` is the sub-context whose queries, feedback and dirty bits
 * are those of the GL context; `makeCurrent` hands over.
 */
export class VirglHost implements Disposable {
  readonly gl: Gl;
  readonly state: GlState;
  readonly formats: FormatSupport;
  readonly bindings: BindingLayout;
  readonly programs: ProgramCache;
  readonly framebuffers: FramebufferCache;
  readonly uniforms: UniformRing;
  /** GL query objects, and the queries whose results guests wait for. */
  readonly queries: QueryPool;
  readonly blitter: Blitter;
  /** Texture unit that no program samples: uploads, parameters and blits bind here. */
  readonly scratchUnit: number;
  /** Zeros to stand in where a guest draws without a buffer it declared. */
  readonly zeroBuffer: number;
  /** Vertex array for draws without vertex elements. */
  readonly emptyVertexArray: number;
  current: SubContext | null = null;
  /** Whether GL's blend functions name the second blend source: even switched off they make draws to several buffers an error. */
  dualSourceBlending = false;
  /** Whether draws of many instances are made a few at a time: a CPU that draws cannot be interrupted. */
  readonly slicesDraws: boolean;
  /** Ask GL for errors after every command and log them: slow, for finding our own mistakes. */
  readonly checkErrors: boolean;
  #scratch: Memory;

  constructor(gl: Gl, checkErrors: boolean) {
    this.gl = gl;
    this.checkErrors = checkErrors;
    this.slicesDraws = gl.features.quirks.has('host-is-software') && gl.features.baseInstance;
    this.state = new GlState(gl);
    this.bindings = new BindingLayout(gl.features);
    this.scratchUnit = this.bindings.scratchUnit;
    this.formats = new FormatSupport(gl);
    this.programs = new ProgramCache(this);
    this.framebuffers = new FramebufferCache(this);
    this.#scratch = gl.memory(64 * 1024);
    this.uniforms = new UniformRing(this);
    this.queries = new QueryPool(gl);
    this.zeroBuffer = gl.createBuffer();
    this.state.bindBuffer(GL.COPY_WRITE_BUFFER, this.zeroBuffer);
    this.#scratch.bytes.fill(0);
    gl.bufferData(GL.COPY_WRITE_BUFFER, 64 * 1024, this.#scratch, 0, GL.STATIC_DRAW);
    this.emptyVertexArray = gl.createVertexArray();
    this.blitter = new Blitter(this);
    const features = gl.features;
    if (features.srgbFramebuffer) this.state.enable(GL.FRAMEBUFFER_SRGB);
    if (features.seamlessCube && !features.isGles) this.state.enable(GL.TEXTURE_CUBE_MAP_SEAMLESS);
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
    this.framebuffers.clear();
    this.blitter[Symbol.dispose]();
    this.programs[Symbol.dispose]();
    this.uniforms[Symbol.dispose]();
    this.gl.deleteBuffer(this.zeroBuffer);
    this.gl.deleteVertexArray(this.emptyVertexArray);
    this.gl.freeMemory(this.#scratch);
  }
}
