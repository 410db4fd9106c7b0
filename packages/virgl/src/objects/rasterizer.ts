import * as p from '@virglass/protocol';
import { VirglObject } from './virgl-object.ts';

/** A rasterizer state object. Sizes are in pixels, offsets as glPolygonOffset takes them. */
export class Rasterizer extends VirglObject {
  readonly kind = p.ObjectType.RASTERIZER;
  readonly flatshade: boolean;
  readonly depthClip: boolean;
  readonly clipHalfZ: boolean;
  readonly discard: boolean;
  readonly flatshadeFirst: boolean;
  readonly lightTwoSide: boolean;
  /** PIPE_SPRITE_COORD_UPPER_LEFT (0) or LOWER_LEFT (1). */
  readonly spriteCoordMode: number;
  readonly pointQuad: boolean;
  readonly cullFace: number;
  readonly fillFront: number;
  readonly fillBack: number;
  readonly scissor: boolean;
  readonly frontCcw: boolean;
  readonly clampVertexColor: boolean;
  readonly clampFragmentColor: boolean;
  readonly offsetLine: boolean;
  readonly offsetPoint: boolean;
  readonly offsetTri: boolean;
  readonly polySmooth: boolean;
  readonly polyStipple: boolean;
  readonly pointSizePerVertex: boolean;
  readonly multisample: boolean;
  readonly lineSmooth: boolean;
  readonly forcePerSample: boolean;
  readonly pointSize: number;
  readonly spriteCoordEnable: number;
  readonly clipPlaneEnable: number;
  readonly lineWidth: number;
  readonly lineStipple: boolean;
  /** Pixels of each bit of the pattern, 1 to 256. */
  readonly lineStippleFactor: number;
  readonly lineStipplePattern: number;
  readonly offsetUnits: number;
  readonly offsetScale: number;
  readonly offsetClamp: number;
  /** What of this state shaders are written for, packed: equal numbers (with `spriteCoordEnable`) select equal programs. */
  readonly programBits: number;
  /** The flags and small numbers that GL state is made of, packed. */
  readonly #stateBits: number;

  constructor(handle: number, payload: Uint32Array, words: Uint32Array, floats: Float32Array, at: number) {
    super(handle, payload);
    this.flatshade = p.createRasterizerFlatshade(words, at) !== 0;
    this.depthClip = p.createRasterizerDepthClip(words, at) !== 0;
    this.clipHalfZ = p.createRasterizerClipHalfz(words, at) !== 0;
    this.discard = p.createRasterizerRasterizerDiscard(words, at) !== 0;
    this.flatshadeFirst = p.createRasterizerFlatshadeFirst(words, at) !== 0;
    this.lightTwoSide = p.createRasterizerLightTwoside(words, at) !== 0;
    this.spriteCoordMode = p.createRasterizerSpriteCoordMode(words, at);
    this.pointQuad = p.createRasterizerPointQuadRasterization(words, at) !== 0;
    this.cullFace = p.createRasterizerCullFace(words, at);
    this.fillFront = p.createRasterizerFillFront(words, at);
    this.fillBack = p.createRasterizerFillBack(words, at);
    this.scissor = p.createRasterizerScissor(words, at) !== 0;
    this.frontCcw = p.createRasterizerFrontCcw(words, at) !== 0;
    this.clampVertexColor = p.createRasterizerClampVertexColor(words, at) !== 0;
    this.clampFragmentColor = p.createRasterizerClampFragmentColor(words, at) !== 0;
    this.offsetLine = p.createRasterizerOffsetLine(words, at) !== 0;
    this.offsetPoint = p.createRasterizerOffsetPoint(words, at) !== 0;
    this.offsetTri = p.createRasterizerOffsetTri(words, at) !== 0;
    this.polySmooth = p.createRasterizerPolySmooth(words, at) !== 0;
    this.polyStipple = p.createRasterizerPolyStippleEnable(words, at) !== 0;
    this.pointSizePerVertex = p.createRasterizerPointSizePerVertex(words, at) !== 0;
    this.multisample = p.createRasterizerMultisample(words, at) !== 0;
    this.lineSmooth = p.createRasterizerLineSmooth(words, at) !== 0;
    this.forcePerSample = p.createRasterizerForcePersampleInterp(words, at) !== 0;
    this.pointSize = p.createRasterizerPointSize(floats, at);
    this.spriteCoordEnable = p.createRasterizerSpriteCoordEnable(words, at);
    this.clipPlaneEnable = p.createRasterizerClipPlaneEnable(words, at);
    this.lineWidth = p.createRasterizerLineWidth(floats, at);
    this.lineStipple = p.createRasterizerLineStippleEnable(words, at) !== 0;
    this.lineStippleFactor = p.createRasterizerLineStippleFactor(words, at) + 1;
    this.lineStipplePattern = p.createRasterizerLineStipplePattern(words, at);
    this.offsetUnits = p.createRasterizerOffsetUnits(floats, at);
    this.offsetScale = p.createRasterizerOffsetScale(floats, at);
    this.offsetClamp = p.createRasterizerOffsetClamp(floats, at);
    const bits = [
      this.flatshade,
      this.clipHalfZ,
      this.lightTwoSide,
      this.pointQuad,
      this.clampVertexColor,
      this.clampFragmentColor,
      this.polyStipple,
      this.pointSizePerVertex,
      this.forcePerSample,
      this.spriteCoordMode !== 0,
    ];
    this.programBits = bits.reduce((all, bit, i) => all | (bit ? 1 << i : 0), this.clipPlaneEnable << bits.length);
    const flags = [
      this.discard,
      this.frontCcw,
      this.offsetTri,
      this.offsetLine,
      this.offsetPoint,
      this.depthClip,
      this.clipHalfZ,
      this.flatshadeFirst,
      this.scissor,
      this.pointSizePerVertex,
      this.lineSmooth,
      this.polySmooth,
      this.multisample,
      this.forcePerSample,
      this.lineStipple,
    ];
    const numbers = this.cullFace | (this.fillFront << 2) | (this.fillBack << 4) | (this.clipPlaneEnable << 6);
    this.#stateBits = flags.reduce((all, flag, i) => all | (flag ? 1 << (14 + i) : 0), numbers);
  }

  /** True when both make the same GL state; what only shaders know of may differ. */
  sameState(other: Rasterizer): boolean {
    return (
      this.#stateBits === other.#stateBits &&
      this.lineWidth === other.lineWidth &&
      this.lineStippleFactor === other.lineStippleFactor &&
      this.lineStipplePattern === other.lineStipplePattern &&
      this.pointSize === other.pointSize &&
      this.offsetUnits === other.offsetUnits &&
      this.offsetScale === other.offsetScale &&
      this.offsetClamp === other.offsetClamp
    );
  }
}
