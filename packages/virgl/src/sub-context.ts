import type { Blend } from './objects/blend.ts';
import { MAX_COLOR_BUFFERS } from './objects/blend.ts';
import type { DepthStencilAlpha } from './objects/depth-stencil-alpha.ts';
import { MemoryBindings } from './objects/memory-bindings.ts';
import { ObjectTable } from './objects/object-table.ts';
import type { Query } from './objects/query.ts';
import { QuerySlots } from './objects/query-slots.ts';
import type { Rasterizer } from './objects/rasterizer.ts';
import type { SamplerState } from './objects/sampler-state.ts';
import type { SamplerView } from './objects/sampler-view.ts';
import type { ShaderObject } from './objects/shader.ts';
import { StreamoutState } from './objects/streamout-state.ts';
import type { Surface } from './objects/surface.ts';
import type { VertexElements } from './objects/vertex-elements.ts';
import type { VirglContext } from './context.ts';
import type { CachedFramebuffer } from './framebuffer-cache.ts';
import { MAX_CONSTANT_BUFFERS, MAX_SAMPLERS, MAX_VERTEX_BUFFERS, MAX_VIEWPORTS, STAGES } from './limits.ts';
import { InlineConstants } from './programs/inline-constants.ts';
import type { LinkedProgram } from './programs/linked-program.ts';
import { SelectionCache } from './programs/selection-cache.ts';
import type { Resource } from './resources/resource.ts';
import { DIRTY_ALL } from './state/dirty.ts';
import { syncFramebuffer } from './state/sync-framebuffer.ts';

/** The guest's framebuffer: surfaces held, sizes in pixels. */
export interface FramebufferState {
  width: number;
  height: number;
  layers: number;
  samples: number;
  /** Samples of the host's storage, which may be more. */
  hostSamples: number;
  colorCount: number;
  readonly colors: (Surface | null)[];
  depth: Surface | null;
}

/** A uniform buffer range of a resource. */
export interface UniformBinding {
  resource: Resource | null;
  offset: number;
  length: number;
}

function make<T>(count: number, one: () => T): T[] {
  return Array.from({ length: count }, one);
}

/**
 * The state of one gallium context of the guest: objects, bindings and dirty bits. What GL holds is another matter
 * (`GlState`): the draw path brings the two together.
 */
export class SubContext {
  readonly ctx: VirglContext;
  readonly id: number;
  readonly objects: ObjectTable;
  /** `Dirty` bits: groups that changed since GL last saw them. */
  dirty = DIRTY_ALL;

  blend: Blend | null = null;
  dsa: DepthStencilAlpha | null = null;
  rasterizer: Rasterizer | null = null;
  vertexElements: VertexElements | null = null;
  /** Bound shaders by pipe stage. */
  readonly shaders: (ShaderObject | null)[] = make(STAGES, () => null);
  /** The program of the last draw, kept while nothing that selects programs changes. */
  program: LinkedProgram | null = null;
  /** Programs chosen lately, and the number that stands for the state they were chosen in. */
  readonly selections = new SelectionCache();
  selectionSerial = 0;
  /** Shape of primitive that `program` was chosen for. */
  programShape = -1;
  /** The framebuffer object of the last draw. */
  cachedFramebuffer: CachedFramebuffer | null = null;

  readonly framebuffer: FramebufferState = {
    width: 0,
    height: 0,
    layers: 0,
    samples: 0,
    hostSamples: 0,
    colorCount: 0,
    colors: make(MAX_COLOR_BUFFERS, () => null),
    depth: null,
  };

  /** Scale x, y, z and translate x, y, z per viewport, as the guest sent them. */
  readonly viewports = new Float32Array(MAX_VIEWPORTS * 6);
  /** Number of viewports that the guest has set (highest slot + 1). */
  viewportCount = 1;
  /** Min x, min y, max x, max y per scissor. */
  readonly scissors = new Int32Array(MAX_VIEWPORTS * 4);
  /** 1 or -1: what the last vertex stage multiplies y with, since GL has no viewport of negative height. */
  adjustY = 1;

  stencilRefFront = 0;
  stencilRefBack = 0;
  readonly blendColor = new Float32Array(4);
  sampleMask = 0xffffffff;
  minSamples = 1;
  /** Default tessellation levels: four outer, two inner. */
  readonly tessLevels = new Float32Array(6).fill(1);
  readonly clipPlanes = new Float32Array(32);
  readonly stipple = new Uint32Array(32);

  readonly vertexBuffers: (Resource | null)[] = make(MAX_VERTEX_BUFFERS, () => null);
  readonly vertexStrides = new Uint32Array(MAX_VERTEX_BUFFERS);
  readonly vertexOffsets = new Uint32Array(MAX_VERTEX_BUFFERS);
  vertexBufferCount = 0;

  indexBuffer: Resource | null = null;
  indexSize = 0;
  indexOffset = 0;

  readonly samplerViews: (SamplerView | null)[][] = make(STAGES, () => make(MAX_SAMPLERS, () => null));
  readonly samplers: (SamplerState | null)[][] = make(STAGES, () => make(MAX_SAMPLERS, () => null));
  readonly constants: InlineConstants[] = make(STAGES, () => new InlineConstants());
  readonly uniformBuffers: UniformBinding[][] = make(STAGES, () =>
    make(MAX_CONSTANT_BUFFERS, () => ({ resource: null, offset: 0, length: 0 })),
  );

  /** Images, storage buffers and atomic counters. */
  readonly memory = new MemoryBindings();

  /** Queries that count, and how they share GL's. */
  readonly queries = new QuerySlots();
  readonly streamout = new StreamoutState();

  /** Query that conditions rendering, with its sense and mode; null when rendering is unconditional. */
  renderCondition: Query | null = null;
  renderConditionInverted = false;
  renderConditionMode = 0;

  /** Where the system block was last uploaded in the uniform ring; a lap of -1 is nowhere. */
  systemLap = -1;
  systemOffset = 0;
  /** Draw number in the system block. */
  systemDrawId = 0;

  constructor(ctx: VirglContext, id: number) {
    this.ctx = ctx;
    this.id = id;
    this.objects = new ObjectTable(ctx.host, ctx.device.quota.objects);
    for (const constants of this.constants) ctx.host.uniforms.holders.add(constants);
    // Gallium's default viewport is that of an empty framebuffer; a unit scale keeps GL from seeing a negative size.
    this.viewports.fill(0);
  }

  /** Binds the guest's framebuffer for drawing; false when GL cannot render to it. */
  syncFramebuffer(): boolean {
    return syncFramebuffer(this);
  }

  /** Frees every object and binding. */
  destroy(): void {
    const { host } = this.ctx;
    host.forgetSubContext(this);
    for (const constants of this.constants) host.uniforms.holders.delete(constants);
    this.streamout.clear(host, this);
    this.renderCondition?.release(host);
    this.renderCondition = null;
    const fb = this.framebuffer;
    for (let i = 0; i < fb.colors.length; i++) {
      fb.colors[i]?.release(host);
      fb.colors[i] = null;
    }
    fb.depth?.release(host);
    fb.depth = null;
    for (let i = 0; i < MAX_VERTEX_BUFFERS; i++) {
      const resource = this.vertexBuffers[i];
      if (resource) host.releaseResource(resource);
      this.vertexBuffers[i] = null;
    }
    if (this.indexBuffer) host.releaseResource(this.indexBuffer);
    this.indexBuffer = null;
    for (let stage = 0; stage < STAGES; stage++) {
      this.shaders[stage]?.release(host);
      this.shaders[stage] = null;
      for (let i = 0; i < MAX_SAMPLERS; i++) {
        this.samplerViews[stage]![i]?.release(host);
        this.samplerViews[stage]![i] = null;
        this.samplers[stage]![i]?.release(host);
        this.samplers[stage]![i] = null;
      }
      for (const binding of this.uniformBuffers[stage]!) {
        if (binding.resource) host.releaseResource(binding.resource);
        binding.resource = null;
      }
    }
    this.memory.clear(host);
    this.vertexElements?.release(host);
    this.vertexElements = null;
    this.objects.clear();
  }
}
