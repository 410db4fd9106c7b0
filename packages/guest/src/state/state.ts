/* The state of a context, in GL's own numbers. */
import { GL } from '../gl-constants.ts';
import { GL4 } from '../gl4-constants.ts';
import type { BufferObject } from '../objects/buffer.ts';
import type { SamplerParameters } from '../objects/sampler.ts';
import type { TextureObject } from '../objects/texture.ts';

/** Blending of one color buffer. */
export interface BlendTarget {
  enabled: boolean;
  equationRgb: number;
  equationAlpha: number;
  sourceRgb: number;
  destinationRgb: number;
  sourceAlpha: number;
  destinationAlpha: number;
  /** Bits 0 to 3: red, green, blue, alpha are written. */
  mask: number;
}

function blendTarget(): BlendTarget {
  return {
    enabled: false,
    equationRgb: GL.FUNC_ADD,
    equationAlpha: GL.FUNC_ADD,
    sourceRgb: GL.ONE,
    destinationRgb: GL.ZERO,
    sourceAlpha: GL.ONE,
    destinationAlpha: GL.ZERO,
    mask: 15,
  };
}

/** Stencil test of one face. */
export interface StencilFace {
  func: number;
  ref: number;
  valueMask: number;
  writeMask: number;
  fail: number;
  depthFail: number;
  depthPass: number;
}

function stencilFace(): StencilFace {
  return { func: GL.ALWAYS, ref: 0, valueMask: 0xffffffff, writeMask: 0xffffffff, fail: GL.KEEP, depthFail: GL.KEEP, depthPass: GL.KEEP };
}

/** A texture unit. */
export interface TextureUnit {
  texture2d: TextureObject | null;
  cube: TextureObject | null;
  texture3d: TextureObject | null;
  array: TextureObject | null;
  /** By target: what only OpenGL has; null until there is one. */
  more: Map<number, TextureObject> | null;
  sampler: SamplerParameters | null;
}

/** A constant vertex attribute: four words and what they are. */
export interface CurrentAttribute {
  /** FLOAT, INT or UNSIGNED_INT. */
  type: number;
}

/** Everything that the rasterizer, the tests and blending look at. */
export class RasterState {
  readonly blend: BlendTarget[];
  /** Targets differ from each other, or may. */
  independentBlend = false;
  readonly blendColor = new Float32Array(4);
  dither = true;
  cullEnabled = false;
  cullFace: number = GL.BACK;
  frontFace: number = GL.CCW;
  polygonOffsetEnabled = false;
  polygonOffsetFactor = 0;
  polygonOffsetUnits = 0;
  scissorEnabled = false;
  readonly scissor = [0, 0, 0, 0];
  readonly viewport = [0, 0, 0, 0];
  depthNear = 0;
  depthFar = 1;
  depthTest = false;
  depthMask = true;
  depthFunc: number = GL.LESS;
  stencilTest = false;
  readonly front = stencilFace();
  readonly back = stencilFace();
  lineWidth = 1;
  /** The size of points comes from the shader. */
  shaderPointSize = true;
  rasterizerDiscard = false;
  /** Shade model and two-sided colours of shaders of the compatibility profile; no call of a core profile sets them. */
  flatShade = false;
  twoSide = false;
  alphaToCoverage = false;
  sampleCoverage = false;
  sampleCoverageValue = 1;
  sampleCoverageInvert = false;
  readonly clearColor = new Float32Array(4);
  clearDepth = 1;
  clearStencil = 0;
  // What follows is OpenGL's; WebGL leaves it as it begins.
  logicOpEnabled = false;
  logicOp: number = GL4.COPY;
  polygonMode: number = GL4.FILL;
  polygonOffsetLine = false;
  polygonOffsetPoint = false;
  polygonOffsetClamp = 0;
  polygonSmooth = false;
  lineSmooth = false;
  /** Bit i: clip distance i is heeded. */
  clipDistances = 0;
  depthClamp = false;
  /** Depth goes from 0 to 1 in clip coordinates, not from -1. */
  depthZeroToOne = false;
  upperLeft = false;
  provokingFirst = false;
  multisample = true;
  alphaToOne = false;
  sampleMaskEnabled = false;
  sampleMask = 0xffffffff;
  sampleShading = false;
  minSampleShading = 0;
  /** Size of points whose shader does not say; the shader is asked with `programPointSize`. */
  pointSize = 1;
  programPointSize = true;
  pointsLowerLeft = false;
  restart = false;
  restartFixed = true;
  restartIndex = 0;
  /** Formats with sRGB are written as such. */
  framebufferSrgb = true;
  /** Viewports and scissors after the first, which are those above. */
  readonly views: ViewSlot[] = [];
  /** How many viewports the shaders choose among. */
  viewCount = 1;

  constructor(targets: number) {
    this.blend = Array.from({ length: targets }, blendTarget);
  }
}

/** One of several viewports, and its scissor. */
export interface ViewSlot {
  readonly viewport: number[];
  depthNear: number;
  depthFar: number;
  scissorEnabled: boolean;
  readonly scissor: number[];
}

/** Pixel storage modes. */
export class PixelStore {
  alignment = 4;
  rowLength = 0;
  imageHeight = 0;
  skipPixels = 0;
  skipRows = 0;
  skipImages = 0;
}

/** Buffers that are bound to targets outside of vertex arrays. */
export class BufferBindings {
  array: BufferObject | null = null;
  copyRead: BufferObject | null = null;
  copyWrite: BufferObject | null = null;
  pixelPack: BufferObject | null = null;
  pixelUnpack: BufferObject | null = null;
  uniform: BufferObject | null = null;
  transformFeedback: BufferObject | null = null;
}
