/*
 * State objects and the small states: blending, tests, rasterizer, viewport, scissor.
 *
 * An object is made once for each combination of what it holds and bound again when the combination comes back.
 */
import {
  CompareFunc,
  encodeCreateBlend,
  encodeCreateDsa,
  encodeCreateRasterizer,
  encodeSetBlendColor,
  encodeSetSampleMask,
  encodeSetScissorState,
  encodeSetStencilRef,
  encodeSetViewportState,
  ObjectType,
} from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';
import { GL } from '../gl-constants.ts';
import { compareFunc } from '../objects/sampler.ts';
import { Dirty } from './dirty.ts';
import type { RasterState, StencilFace } from './state.ts';
import { blendEquation, blendFactor, cullFace, stencilOp } from './translate.ts';

/** Objects of one type that are kept before they are thrown away together. */
const MAX_OBJECTS = 2048;

/** What of the framebuffer matters here. */
export interface FramebufferFacts {
  /** Bit i: color buffer i keeps no alpha. */
  readonly opaque: number;
  readonly colors: number;
  readonly samples: number;
  readonly hasDepth: boolean;
  readonly hasStencil: boolean;
}

/** State objects of one type by content. */
class ObjectCache {
  readonly #stream: Stream;
  readonly #type: number;
  readonly #handles = new Map<string, number>();
  #bound = 0;

  constructor(stream: Stream, type: number) {
    this.#stream = stream;
    this.#type = type;
  }

  /** Binds the object with a key, which `create` makes when it is new. */
  bind(key: string, create: (handle: number) => void): void {
    let handle = this.#handles.get(key);
    if (handle === undefined) {
      if (this.#handles.size >= MAX_OBJECTS) this.#clear();
      handle = this.#stream.handle();
      create(handle);
      this.#handles.set(key, handle);
    }
    if (handle === this.#bound) return;
    this.#bound = handle;
    this.#stream.bindObject(this.#type, handle);
  }

  #clear(): void {
    for (const handle of this.#handles.values()) if (handle !== this.#bound) this.#stream.destroyObject(this.#type, handle);
    this.#handles.clear();
  }
}

const noStencil = { enabled: 0, func: 0, failOp: 0, zpassOp: 0, zfailOp: 0, valuemask: 0, writemask: 0 };

/** Emits these states; see above. */
export class RasterEmitter {
  readonly #stream: Stream;
  readonly #blend: ObjectCache;
  readonly #dsa: ObjectCache;
  readonly #rasterizer: ObjectCache;
  #stencilRef = -1;
  #sampleMask = -1;
  readonly #viewport = [NaN, NaN, NaN, NaN, NaN, NaN];
  readonly #scissor = [-1, -1, -1, -1];

  constructor(stream: Stream) {
    this.#stream = stream;
    this.#blend = new ObjectCache(stream, ObjectType.BLEND);
    this.#dsa = new ObjectCache(stream, ObjectType.DSA);
    this.#rasterizer = new ObjectCache(stream, ObjectType.RASTERIZER);
  }

  /** Sends what `bits` say. */
  emit(bits: number, state: RasterState, facts: FramebufferFacts): void {
    if (bits & Dirty.BLEND) this.blend(state, facts);
    if (bits & Dirty.DEPTH_STENCIL) this.depthStencil(state, facts);
    if (bits & Dirty.RASTERIZER) this.rasterizer(state, facts);
    if (bits & Dirty.VIEWPORT) this.viewport(state);
    if (bits & Dirty.SCISSOR && state.scissorEnabled) this.scissor(state.scissor);
    if (bits & Dirty.BLEND_COLOR) this.#blendColor(state);
    if (bits & Dirty.STENCIL_REF) this.stencilRef(state.front.ref, state.back.ref);
    if (bits & Dirty.SAMPLE_MASK) this.#coverage(state, facts);
  }

  blend(state: RasterState, facts: FramebufferFacts): void {
    const independent = state.independentBlend || (facts.opaque !== 0 && facts.colors > 1);
    let key = `${Number(independent)}${Number(state.alphaToCoverage)}${Number(state.dither)}`;
    const count = independent ? state.blend.length : 1;
    for (let i = 0; i < count; i++) {
      const t = state.blend[i]!;
      key += `,${(facts.opaque >> i) & 1 ? t.mask & 7 : t.mask}`;
      if (t.enabled)
        key += `:${t.equationRgb},${t.sourceRgb},${t.destinationRgb},${t.equationAlpha},${t.sourceAlpha},${t.destinationAlpha}`;
    }
    this.#blend.bind(key, (handle) => {
      const stream = this.#stream;
      stream.at = encodeCreateBlend(stream.words, stream.floats, stream.room(12), {
        handle,
        independentBlendEnable: Number(independent),
        logicopEnable: 0,
        dither: Number(state.dither),
        alphaToCoverage: Number(state.alphaToCoverage),
        alphaToOne: 0,
        logicopFunc: 0,
        rt: Array.from({ length: 8 }, (_, i) => {
          const at = independent ? Math.min(i, state.blend.length - 1) : 0;
          const t = state.blend[at]!;
          return {
            blendEnable: Number(t.enabled),
            rgbFunc: t.enabled ? blendEquation(t.equationRgb) : 0,
            rgbSrcFactor: t.enabled ? blendFactor(t.sourceRgb) : 0,
            rgbDstFactor: t.enabled ? blendFactor(t.destinationRgb) : 0,
            alphaFunc: t.enabled ? blendEquation(t.equationAlpha) : 0,
            alphaSrcFactor: t.enabled ? blendFactor(t.sourceAlpha) : 0,
            alphaDstFactor: t.enabled ? blendFactor(t.destinationAlpha) : 0,
            colormask: (facts.opaque >> at) & 1 ? t.mask & 7 : t.mask,
          };
        }),
      });
    });
  }

  depthStencil(state: RasterState, facts: FramebufferFacts): void {
    const depth = state.depthTest && facts.hasDepth;
    const stencil = state.stencilTest && facts.hasStencil;
    let key = depth ? `${Number(state.depthMask)}${state.depthFunc}` : '';
    if (stencil) key += `s${stencilKey(state.front)}b${stencilKey(state.back)}`;
    this.#dsa.bind(key, (handle) => {
      const stream = this.#stream;
      stream.at = encodeCreateDsa(stream.words, stream.floats, stream.room(6), {
        handle,
        depthEnable: Number(depth),
        depthWritemask: Number(depth && state.depthMask),
        depthFunc: depth ? compareFunc(state.depthFunc) : CompareFunc.NEVER,
        alphaEnabled: 0,
        alphaFunc: 0,
        stencil: stencil ? [stencilFace(state.front), stencilFace(state.back)] : [noStencil, noStencil],
        alphaRef: 0,
      });
    });
  }

  rasterizer(state: RasterState, facts: FramebufferFacts): void {
    const multisample = Number(facts.samples > 1);
    const cull = state.cullEnabled ? cullFace(state.cullFace) : 0;
    const offset = state.polygonOffsetEnabled;
    const key = `${cull}${Number(state.frontFace === GL.CCW)}${Number(state.scissorEnabled)}${Number(state.rasterizerDiscard)}${multisample}${Number(state.shaderPointSize)},${state.lineWidth}${offset ? `,${state.polygonOffsetFactor},${state.polygonOffsetUnits}` : ''}`;
    this.#rasterizer.bind(key, (handle) => {
      const stream = this.#stream;
      stream.at = encodeCreateRasterizer(stream.words, stream.floats, stream.room(10), {
        handle,
        flatshade: 0,
        depthClip: 1,
        clipHalfz: 0,
        rasterizerDiscard: Number(state.rasterizerDiscard),
        flatshadeFirst: 0,
        lightTwoside: 0,
        spriteCoordMode: 1,
        pointQuadRasterization: 1,
        cullFace: cull,
        fillFront: 0,
        fillBack: 0,
        scissor: Number(state.scissorEnabled),
        // Gallium looks at the first row in memory as the top, GL as the bottom: what winds one way there winds the other way here.
        frontCcw: Number(state.frontFace === GL.CW),
        clampVertexColor: 0,
        clampFragmentColor: 0,
        offsetLine: 0,
        offsetPoint: 0,
        offsetTri: Number(offset),
        polySmooth: 0,
        polyStippleEnable: 0,
        pointSmooth: 0,
        pointSizePerVertex: Number(state.shaderPointSize),
        multisample,
        lineSmooth: 0,
        lineStippleEnable: 0,
        lineLastPixel: 0,
        halfPixelCenter: 1,
        bottomEdgeRule: 1,
        forcePersampleInterp: 0,
        pointSize: 1,
        spriteCoordEnable: 0,
        lineStipplePattern: 0,
        lineStippleFactor: 0,
        clipPlaneEnable: 0,
        lineWidth: state.lineWidth,
        offsetUnits: offset ? state.polygonOffsetUnits : 0,
        offsetScale: offset ? state.polygonOffsetFactor : 0,
        offsetClamp: 0,
      });
    });
  }

  viewport(state: RasterState): void {
    const [x = 0, y = 0, width = 0, height = 0] = state.viewport;
    const { depthNear, depthFar } = state;
    this.viewportOf(x, y, width, height, depthNear, depthFar);
  }

  viewportOf(x: number, y: number, width: number, height: number, near: number, far: number): void {
    const next = [width / 2, height / 2, (far - near) / 2, x + width / 2, y + height / 2, (near + far) / 2];
    if (next.every((value, i) => value === this.#viewport[i])) return;
    next.forEach((value, i) => (this.#viewport[i] = value));
    const stream = this.#stream;
    stream.at = encodeSetViewportState(stream.words, stream.floats, stream.room(8), {
      startSlot: 0,
      viewport: [{ scale: next.slice(0, 3), translate: next.slice(3) }],
    });
  }

  scissor(box: readonly number[]): void {
    const limit = (value: number): number => Math.min(65535, Math.max(0, value));
    const minx = limit(box[0]!);
    const miny = limit(box[1]!);
    const maxx = Math.max(minx, limit(box[0]! + box[2]!));
    const maxy = Math.max(miny, limit(box[1]! + box[3]!));
    const last = this.#scissor;
    if (last[0] === minx && last[1] === miny && last[2] === maxx && last[3] === maxy) return;
    last[0] = minx;
    last[1] = miny;
    last[2] = maxx;
    last[3] = maxy;
    const stream = this.#stream;
    stream.at = encodeSetScissorState(stream.words, stream.floats, stream.room(4), { startSlot: 0, scissor: [{ minx, miny, maxx, maxy }] });
  }

  stencilRef(front: number, back: number): void {
    const f = Math.min(255, Math.max(0, front));
    const b = Math.min(255, Math.max(0, back));
    if (this.#stencilRef === f * 256 + b) return;
    this.#stencilRef = f * 256 + b;
    const stream = this.#stream;
    stream.at = encodeSetStencilRef(stream.words, stream.floats, stream.room(2), { front: f, back: b });
  }

  /** Sets the sample mask. */
  sampleMask(mask: number): void {
    if (mask === this.#sampleMask) return;
    this.#sampleMask = mask;
    const stream = this.#stream;
    stream.at = encodeSetSampleMask(stream.words, stream.floats, stream.room(2), { mask });
  }

  #blendColor(state: RasterState): void {
    const stream = this.#stream;
    stream.at = encodeSetBlendColor(stream.words, stream.floats, stream.room(5), { color: state.blendColor });
  }

  /** Sample coverage is a mask of samples in Gallium. */
  #coverage(state: RasterState, facts: FramebufferFacts): void {
    if (!state.sampleCoverage || facts.samples < 2) return this.sampleMask(0xffffffff);
    const covered = 2 ** Math.floor(state.sampleCoverageValue * facts.samples) - 1;
    this.sampleMask((state.sampleCoverageInvert ? ~covered : covered) >>> 0);
  }
}

function stencilKey(face: StencilFace): string {
  return `${face.func},${face.valueMask & 255},${face.writeMask & 255},${face.fail},${face.depthFail},${face.depthPass}`;
}

function stencilFace(face: StencilFace): typeof noStencil {
  return {
    enabled: 1,
    func: compareFunc(face.func),
    failOp: stencilOp(face.fail),
    zpassOp: stencilOp(face.depthPass),
    zfailOp: stencilOp(face.depthFail),
    valuemask: face.valueMask & 255,
    writemask: face.writeMask & 255,
  };
}
