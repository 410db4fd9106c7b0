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
  readonly offsetUnits: number;
  readonly offsetScale: number;
  readonly offsetClamp: number;

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
    this.offsetUnits = p.createRasterizerOffsetUnits(floats, at);
    this.offsetScale = p.createRasterizerOffsetScale(floats, at);
    this.offsetClamp = p.createRasterizerOffsetClamp(floats, at);
  }
}
