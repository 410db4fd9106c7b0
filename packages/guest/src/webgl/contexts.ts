/*
 * The contexts themselves: everything of their class chains, the constants, and how they begin.
 */
import { Dirty } from '../state/dirty.ts';
import { GL, webgl1Constants, webgl2Constants } from '../gl-constants.ts';
import type { ContextBase, ContextParts } from './context-base.ts';
import { GetMethods } from './get-methods.ts';
import { converted } from './idl.ts';
import { WebGLTransformFeedback, WebGLVertexArrayObject } from './objects.ts';
import { ProgramMethods2 } from './webgl2-program-methods.ts';

/** Constants as members of a context. */
type Constants1 = typeof webgl1Constants;
type Constants2 = typeof webgl1Constants & typeof webgl2Constants;

function hide(context: object, fields: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(fields)) Object.defineProperty(context, name, { value, writable: true, enumerable: false });
}

/** @internal Gives a context what both versions have when it begins. */
export function begin(context: GetMethods): void {
  const { core, limits, version } = context;
  const targets = [GL.ARRAY_BUFFER as number];
  const textures = [GL.TEXTURE_2D as number, GL.TEXTURE_CUBE_MAP];
  if (version === 2) {
    targets.push(
      GL.COPY_READ_BUFFER,
      GL.COPY_WRITE_BUFFER,
      GL.PIXEL_PACK_BUFFER,
      GL.PIXEL_UNPACK_BUFFER,
      GL.UNIFORM_BUFFER,
      GL.TRANSFORM_FEEDBACK_BUFFER,
    );
    textures.push(GL.TEXTURE_3D, GL.TEXTURE_2D_ARRAY);
  }
  const vao = new WebGLVertexArrayObject(context.era, core.defaultVertexArray);
  hide(context, {
    bound: new Map(targets.map((target) => [target, null])),
    vao,
    defaultVao: vao,
    currentProgram: null,
    unitTextures: Array.from({ length: limits.combinedUnits }, () => ({ textures: new Map(textures.map((target) => [target, null])) })),
    unpackFlipY: false,
    unpackPremultiply: false,
    unpackColorspace: GL.BROWSER_DEFAULT_WEBGL,
    drawTarget: null,
    readTarget: null,
    renderbuffer: null,
    statuses: new WeakMap(),
    clearer: null,
    // A restored context gives the objects that it gave before.
    keptExtensions: new Map([...(context.keptExtensions ?? []), ...(context.extensionObjects ?? [])]),
    extensionObjects: new Map(),
    hints: new Map(),
    restorable: false,
  });
}

/** Clears a new drawing buffer: 0 everywhere, 1 in depth. */
export function clearDrawingBuffer(context: GetMethods): void {
  const { raster, drawFramebuffer, defaultFramebuffer, dirty } = context.core;
  const { scissorEnabled, blend, depthMask } = raster;
  const masks = blend.map((target) => target.mask);
  const { writeMask } = raster.front;
  raster.scissorEnabled = false;
  raster.depthMask = true;
  raster.front.writeMask = 0xffffffff;
  for (const target of blend) target.mask = 15;
  context.core.drawFramebuffer = defaultFramebuffer.framebuffer;
  context.clearBuffers(1, new Uint32Array(4), 1, 0);
  context.core.drawFramebuffer = drawFramebuffer;
  raster.scissorEnabled = scissorEnabled;
  raster.depthMask = depthMask;
  raster.front.writeMask = writeMask;
  blend.forEach((target, i) => (target.mask = masks[i]!));
  dirty.mark(Dirty.ALL);
}

/** Gives a lost context a new core, with nothing in it. */
export function beginAgain(context: WebGLRenderingContext | WebGL2RenderingContext): void {
  context.core = context.maker.renew();
  context.era = {};
  context.enabled.clear();
  context.lostBy = null;
  context.pendingErrors = [];
  begin(context);
  if (context instanceof WebGL2RenderingContext) begin2(context);
  clearDrawingBuffer(context);
}

/** @internal Gives a context what WebGL 2 has beyond that. */
export function begin2(context: ProgramMethods2): void {
  const feedback = new WebGLTransformFeedback(context.era, context.core.defaultFeedback);
  hide(context, { uniformBuffers: [], feedback, defaultFeedback: feedback, samplers: [], queries: new Map(), feeding: new Set() });
}

/** A WebGL 1 context. */
// eslint-disable-next-line typescript/no-unsafe-declaration-merging
export class WebGLRenderingContext extends GetMethods {
  /** @internal */
  constructor(parts: ContextParts) {
    super(parts);
    begin(this);
  }
}

/** A WebGL 2 context. */
// eslint-disable-next-line typescript/no-unsafe-declaration-merging
export class WebGL2RenderingContext extends ProgramMethods2 {
  /** @internal */
  constructor(parts: ContextParts) {
    super(parts);
    begin(this);
    begin2(this);
  }
}

/** The constants that every WebGL 1 context has. */
export interface WebGLRenderingContext extends Constants1 {}
/** The constants that every WebGL 2 context has. */
export interface WebGL2RenderingContext extends Constants2 {}

/** Makes methods and constants members as WebIDL has them: enumerable, with arguments converted, constants on the constructor too. */
function expose(type: { readonly prototype: ContextBase }, constants: Readonly<Record<string, number>>): void {
  for (let prototype: object = type.prototype; prototype !== Object.prototype; prototype = Object.getPrototypeOf(prototype) as object) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name === 'constructor' || internal.has(name)) continue;
      const value: unknown = typeof property.value === 'function' ? converted(name, property.value as () => unknown) : property.value;
      const accessor = property.get === undefined ? { value } : {};
      Object.defineProperty(prototype, name, { ...property, ...accessor, enumerable: true });
    }
  }
  for (const [name, value] of Object.entries(constants)) {
    const property = { value, enumerable: true, writable: false, configurable: false };
    Object.defineProperty(type, name, property);
    Object.defineProperty(type.prototype, name, property);
  }
}

/** Methods that are the driver's own. */
const internal: ReadonlySet<string> = new Set([
  'record',
  'ownerOfNew',
  'fail', 'isLost', 'checkHost', 'lose', 'has', 'owns', 'mayBind', 'mayDelete', 'exists', 'setCapability', 'isEquation', 'areFactors',
  'stencilFacesAgree', 'dropIndexed', 'fitsTarget', 'isBufferTarget', 'setElementBuffer', 'setBound', 'targetBuffer', 'isFeeding', 'setData',
  'setSubData', 'touchVertexArray', 'setPointer', 'setDivisor', 'startCurrent', 'ownsShader', 'ownsProgram', 'releaseProgram', 'isName', 'isFedBy',
  'feedbackRuns', 'setUniforms', 'target', 'setMatrices', 'detachFromFramebuffers', 'targetTexture', 'setSampling', 'getSampling', 'faceOf',
  'isSize', 'texImage', 'texSubImage', 'subImage', 'clearImage', 'compressedFormats', 'compressedImage', 'compressedSubImage',
  'targetFramebuffer', 'statusOf', 'colorRenderable', 'isPoint', 'attach', 'attachmentFact', 'setStorage', 'clearBuffers', 'isComplete',
  'drawVertices', 'drawIndices', 'mayDraw', 'feeds', 'readImage', 'readError', 'readFormat', 'copySub', 'copyError', 'copyInto', 'restore',
  'uniformProgram', 'makeVertexArray', 'dropVertexArray', 'useVertexArray', 'setDrawBuffers', 'parameter', 'settleLater', 'stampQuery',
]); // prettier-ignore

expose(WebGLRenderingContext, webgl1Constants);
expose(WebGL2RenderingContext, { ...webgl1Constants, ...webgl2Constants });
