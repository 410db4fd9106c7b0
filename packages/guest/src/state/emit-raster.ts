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
  encodeSetMinSamples,
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
import { blendEquation, blendFactor, cullFace, logicOp, polygonMode, stencilOp } from './translate.ts';

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
  /** Logic operations do nothing: a color buffer has floats or sRGB. */
  readonly noLogic?: boolean;
}

/** What a state object holds, as numbers: what objects are found by without a text or an object for each draw. */
class Content {
  readonly #values = new Float64Array(64);
  #length = 0;
  #hash = 0;

  /** Begins anew. */
  start(): void {
    this.#length = 0;
    this.#hash = 0;
  }

  add(value: number): void {
    this.#values[this.#length++] = value;
    // Fractions count too: line widths, offsets.
    this.#hash = Math.imul(this.#hash ^ ((value * 4096) | 0), 0x01000193);
  }

  /** A number that is the same for the same content. */
  get hash(): number {
    return this.#hash;
  }

  copy(): Float64Array {
    return this.#values.slice(0, this.#length);
  }

  equals(other: Float64Array): boolean {
    if (other.length !== this.#length) return false;
    for (let i = 0; i < this.#length; i++) if (other[i] !== this.#values[i]) return false;
    return true;
  }
}

/** State objects of one type by content. */
class ObjectCache {
  readonly #stream: Stream;
  readonly #type: number;
  readonly #handles = new Map<number, { readonly content: Float64Array; readonly handle: number }[]>();
  #count = 0;
  #bound = 0;

  constructor(stream: Stream, type: number) {
    this.#stream = stream;
    this.#type = type;
  }

  /** Binds the object with a content. @returns 0, or the handle of a new one, which is to be made and bound with `bind` */
  find(content: Content): number {
    let bucket = this.#handles.get(content.hash);
    if (bucket !== undefined) {
      for (const known of bucket) {
        if (!content.equals(known.content)) continue;
        if (known.handle !== this.#bound) this.bind(known.handle);
        return 0;
      }
    }
    if (this.#count >= MAX_OBJECTS) {
      this.#clear();
      bucket = undefined;
    }
    if (bucket === undefined) this.#handles.set(content.hash, (bucket = []));
    const handle = this.#stream.handle();
    bucket.push({ content: content.copy(), handle });
    this.#count++;
    return handle;
  }

  bind(handle: number): void {
    this.#bound = handle;
    this.#stream.bindObject(this.#type, handle);
  }

  #clear(): void {
    for (const bucket of this.#handles.values())
      for (const { handle } of bucket) if (handle !== this.#bound) this.#stream.destroyObject(this.#type, handle);
    this.#handles.clear();
    this.#count = 0;
  }
}

const noStencil = { enabled: 0, func: 0, failOp: 0, zpassOp: 0, zfailOp: 0, valuemask: 0, writemask: 0 };

/** Emits these states; see above. */
export class RasterEmitter {
  readonly #stream: Stream;
  readonly #blend: ObjectCache;
  readonly #dsa: ObjectCache;
  readonly #rasterizer: ObjectCache;
  readonly #content = new Content();
  #stencilRef = -1;
  #sampleMask = -1;
  #minSamples = 1;
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
    if (bits & Dirty.SCISSOR && (state.scissorEnabled || state.viewCount > 1)) this.scissors(state);
    if (bits & Dirty.BLEND_COLOR) this.#blendColor(state);
    if (bits & Dirty.STENCIL_REF) this.stencilRef(state.front.ref, state.back.ref);
    if (bits & Dirty.SAMPLE_MASK) {
      this.#coverage(state, facts);
      this.#sampleShading(state, facts);
    }
  }

  blend(state: RasterState, facts: FramebufferFacts): void {
    const independent = state.independentBlend || (facts.opaque !== 0 && facts.colors > 1);
    const multisample = state.multisample && facts.samples > 1;
    const logic = state.logicOpEnabled && !facts.noLogic;
    const toCoverage = Number(state.alphaToCoverage && state.multisample);
    const toOne = Number(state.alphaToOne && multisample);
    const content = this.#content;
    content.start();
    content.add(Number(independent) | (toCoverage << 1) | (Number(state.dither) << 2) | (toOne << 3));
    content.add(logic ? state.logicOp : 0);
    const count = independent ? state.blend.length : 1;
    for (let i = 0; i < count; i++) {
      const t = state.blend[i]!;
      const on = t.enabled && !logic;
      content.add(((facts.opaque >> i) & 1 ? t.mask & 7 : t.mask) | (Number(on) << 4));
      if (!on) continue;
      // Two numbers of 16 bits to a value.
      content.add(t.equationRgb * 65536 + t.sourceRgb);
      content.add(t.equationAlpha * 65536 + t.sourceAlpha);
      content.add(t.destinationRgb * 65536 + t.destinationAlpha);
    }
    const handle = this.#blend.find(content);
    if (handle !== 0) {
      const stream = this.#stream;
      stream.at = encodeCreateBlend(stream.words, stream.floats, stream.room(12), {
        handle,
        independentBlendEnable: Number(independent),
        logicopEnable: Number(logic),
        dither: Number(state.dither),
        alphaToCoverage: toCoverage,
        alphaToOne: toOne,
        logicopFunc: logic ? logicOp(state.logicOp) : 0,
        rt: Array.from({ length: 8 }, (_, i) => {
          const at = independent ? Math.min(i, state.blend.length - 1) : 0;
          const t = state.blend[at]!;
          const on = t.enabled && !logic;
          return {
            blendEnable: Number(on),
            rgbFunc: on ? blendEquation(t.equationRgb) : 0,
            rgbSrcFactor: on ? blendFactor(t.sourceRgb) : 0,
            rgbDstFactor: on ? blendFactor(t.destinationRgb) : 0,
            alphaFunc: on ? blendEquation(t.equationAlpha) : 0,
            alphaSrcFactor: on ? blendFactor(t.sourceAlpha) : 0,
            alphaDstFactor: on ? blendFactor(t.destinationAlpha) : 0,
            colormask: (facts.opaque >> at) & 1 ? t.mask & 7 : t.mask,
          };
        }),
      });
      this.#blend.bind(handle);
    }
  }

  depthStencil(state: RasterState, facts: FramebufferFacts): void {
    const depth = state.depthTest && facts.hasDepth;
    const stencil = state.stencilTest && facts.hasStencil;
    const content = this.#content;
    content.start();
    content.add(depth ? state.depthFunc * 2 + Number(state.depthMask) : 0);
    if (stencil) {
      addStencil(content, state.front);
      addStencil(content, state.back);
    }
    const handle = this.#dsa.find(content);
    if (handle !== 0) {
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
      this.#dsa.bind(handle);
    }
  }

  rasterizer(state: RasterState, facts: FramebufferFacts): void {
    const multisample = Number(facts.samples > 1 && state.multisample);
    const cull = state.cullEnabled ? cullFace(state.cullFace) : 0;
    const fill = polygonMode(state.polygonMode);
    const offset = state.polygonOffsetEnabled || state.polygonOffsetLine || state.polygonOffsetPoint;
    const scissor = Number(state.scissorEnabled || anyScissor(state));
    // Where the framebuffer begins at its upper left, everything is seen in a mirror: what winds one way winds the other.
    const frontCw = Number((state.frontFace === GL.CW) !== state.upperLeft);
    const pointSize = state.shaderPointSize ? 1 : state.pointSize;
    const flags =
      Number(state.depthClamp) |
      (Number(state.depthZeroToOne) << 1) |
      (Number(state.provokingFirst) << 2) |
      (Number(state.polygonSmooth) << 3) |
      (Number(state.lineSmooth) << 4) |
      (Number(state.pointsLowerLeft) << 5) |
      (Number(state.polygonOffsetLine) << 6) |
      (Number(state.polygonOffsetPoint) << 7) |
      (Number(state.polygonOffsetEnabled) << 8) |
      (fill << 9) |
      (state.clipDistances << 11) |
      (Number(state.sampleShading && state.minSampleShading * facts.samples > 1) << 19) |
      (Number(state.flatShade) << 20) |
      (Number(state.twoSide) << 21);
    const content = this.#content;
    content.start();
    content.add(
      cull |
        (frontCw << 2) |
        (scissor << 3) |
        (Number(state.rasterizerDiscard) << 4) |
        (multisample << 5) |
        (Number(state.shaderPointSize) << 6) |
        (Number(offset) << 7),
    );
    content.add(flags);
    content.add(state.lineWidth);
    content.add(pointSize);
    if (offset) {
      content.add(state.polygonOffsetFactor);
      content.add(state.polygonOffsetUnits);
      content.add(state.polygonOffsetClamp);
    }
    const handle = this.#rasterizer.find(content);
    if (handle !== 0) {
      const stream = this.#stream;
      stream.at = encodeCreateRasterizer(stream.words, stream.floats, stream.room(10), {
        handle,
        flatshade: Number(state.flatShade),
        depthClip: Number(!state.depthClamp),
        clipHalfz: Number(state.depthZeroToOne),
        rasterizerDiscard: Number(state.rasterizerDiscard),
        flatshadeFirst: Number(state.provokingFirst),
        lightTwoside: Number(state.twoSide),
        spriteCoordMode: Number(!state.pointsLowerLeft),
        pointQuadRasterization: 1,
        cullFace: cull,
        fillFront: fill,
        fillBack: fill,
        scissor,
        // Gallium looks at the first row in memory as the top, GL as the bottom: what winds one way there winds the other way here.
        frontCcw: frontCw,
        clampVertexColor: 0,
        clampFragmentColor: 0,
        offsetLine: Number(state.polygonOffsetLine),
        offsetPoint: Number(state.polygonOffsetPoint),
        offsetTri: Number(state.polygonOffsetEnabled),
        polySmooth: Number(state.polygonSmooth),
        polyStippleEnable: 0,
        pointSmooth: 0,
        pointSizePerVertex: Number(state.shaderPointSize),
        multisample,
        lineSmooth: Number(state.lineSmooth),
        lineStippleEnable: 0,
        lineLastPixel: 0,
        halfPixelCenter: 1,
        bottomEdgeRule: 1,
        forcePersampleInterp: (flags >> 19) & 1,
        pointSize,
        spriteCoordEnable: 0,
        lineStipplePattern: 0,
        lineStippleFactor: 0,
        clipPlaneEnable: state.clipDistances,
        lineWidth: state.lineWidth,
        offsetUnits: offset ? state.polygonOffsetUnits : 0,
        offsetScale: offset ? state.polygonOffsetFactor : 0,
        offsetClamp: offset ? state.polygonOffsetClamp : 0,
      });
      this.#rasterizer.bind(handle);
    }
  }

  viewport(state: RasterState): void {
    const [x = 0, y = 0, width = 0, height = 0] = state.viewport;
    const { depthNear, depthFar } = state;
    if (state.viewCount <= 1 && !state.upperLeft && !state.depthZeroToOne) {
      return this.viewportOf(x, y, width, height, depthNear, depthFar);
    }
    const all = [{ viewport: state.viewport, depthNear, depthFar }, ...state.views].slice(0, state.viewCount);
    this.#viewport.fill(NaN);
    const stream = this.#stream;
    stream.at = encodeSetViewportState(stream.words, stream.floats, stream.room(2 + all.length * 6), {
      startSlot: 0,
      viewport: all.map(({ viewport: [left = 0, bottom = 0, w = 0, h = 0], depthNear: near, depthFar: far }) => ({
        scale: [w / 2, state.upperLeft ? -h / 2 : h / 2, state.depthZeroToOne ? far - near : (far - near) / 2],
        translate: [left + w / 2, bottom + h / 2, state.depthZeroToOne ? near : (near + far) / 2],
      })),
    });
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

  /** Sends the scissors of all viewports that shaders choose among. */
  scissors(state: RasterState): void {
    if (state.viewCount <= 1) return this.scissor(state.scissor);
    const first = { scissorEnabled: state.scissorEnabled, scissor: state.scissor };
    const all = [first, ...state.views].slice(0, state.viewCount);
    this.#scissor.fill(-1);
    const stream = this.#stream;
    stream.at = encodeSetScissorState(stream.words, stream.floats, stream.room(2 + all.length * 2), {
      startSlot: 0,
      scissor: all.map(({ scissorEnabled, scissor }) =>
        scissorEnabled ? scissorBox(scissor) : { minx: 0, miny: 0, maxx: 65535, maxy: 65535 },
      ),
    });
  }

  scissor(box: readonly number[]): void {
    const { minx, miny, maxx, maxy } = scissorBox(box);
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

  /** Sample coverage is a mask of samples in Gallium, and so is the sample mask. */
  #coverage(state: RasterState, facts: FramebufferFacts): void {
    if (facts.samples < 2 || !state.multisample) return this.sampleMask(0xffffffff);
    let mask = state.sampleMaskEnabled ? state.sampleMask : 0xffffffff;
    if (state.sampleCoverage) {
      const covered = 2 ** Math.floor(state.sampleCoverageValue * facts.samples) - 1;
      mask &= state.sampleCoverageInvert ? ~covered : covered;
    }
    this.sampleMask(mask >>> 0);
  }

  /** How many samples are shaded for themselves at least. */
  #sampleShading(state: RasterState, facts: FramebufferFacts): void {
    const stream = this.#stream;
    const minSamples = state.sampleShading && state.multisample ? Math.max(1, Math.ceil(state.minSampleShading * facts.samples)) : 1;
    if (minSamples === this.#minSamples) return;
    this.#minSamples = minSamples;
    stream.at = encodeSetMinSamples(stream.words, stream.floats, stream.room(2), { minSamples });
  }
}

function scissorBox(box: readonly number[]): { minx: number; miny: number; maxx: number; maxy: number } {
  const limit = (value: number): number => Math.min(65535, Math.max(0, value));
  const minx = limit(box[0]!);
  const miny = limit(box[1]!);
  return { minx, miny, maxx: Math.max(minx, limit(box[0]! + box[2]!)), maxy: Math.max(miny, limit(box[1]! + box[3]!)) };
}

function anyScissor({ views }: RasterState): boolean {
  for (let i = 0; i < views.length; i++) if (views[i]!.scissorEnabled) return true;
  return false;
}

function addStencil(content: Content, face: StencilFace): void {
  content.add(face.func * 65536 + face.fail);
  content.add(face.depthFail * 65536 + face.depthPass);
  content.add((face.valueMask & 255) * 256 + (face.writeMask & 255));
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
