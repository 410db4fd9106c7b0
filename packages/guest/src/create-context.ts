import { GL } from './gl-constants.ts';
import { HostCaps } from './formats/host-caps.ts';
import { shaderCompiler } from './program/compiler.ts';
import { openglCompiler } from './program/opengl-compiler.ts';
import type { ShaderCompiler } from './program/linked.ts';
import { Core } from './state/core.ts';
import { OpenGLContext } from './opengl/context.ts';
import { openglLimits } from './opengl/limits.ts';
import { openglVersion } from './opengl/versions.ts';
import { downloadPixels } from './ops/pixels.ts';
import { resolvedColor, sizeDefaultFramebuffer } from './state/default-framebuffer.ts';
import type { WebGLContextAttributes } from './webgl/context-base.ts';
import { beginAgain, clearDrawingBuffer, WebGL2RenderingContext, WebGLRenderingContext } from './webgl/contexts.ts';
import { HeadlessCanvas } from './webgl/headless-canvas.ts';
import type { ImageSource } from './webgl/texture-upload-methods.ts';
import { later } from './webgl/later.ts';
import { missingForDrawing, missingForWebgl2, webglLimits } from './webgl/limits.ts';
import type { Transport, Winsys } from './winsys/winsys.ts';

/** Choices of a context; the attributes are those of WebGL, with its defaults. */
export interface ContextOptions extends Partial<WebGLContextAttributes> {
  /** Default 'webgl2'. */
  readonly api?: 'webgl2' | 'webgl' | 'opengl';
  /** OpenGL only: the least version that will do, as tens and ones: 42 is 4.2. Default: the highest that the host carries. */
  readonly version?: number;
  /** OpenGL only: there is no other profile. */
  readonly profile?: 'core';
  /** Default false: WebGL extensions whose specifications are drafts are not there. */
  readonly draftExtensions?: boolean;
  /** How the host is reached. */
  readonly transport: Transport;
  /** A compiler other than the driver's own. */
  readonly compiler?: ShaderCompiler;
  /** What `gl.canvas` is to be; default a `HeadlessCanvas`. */
  readonly canvas?: unknown;
}

/** A context of any API. */
export type AnyContext = WebGL2RenderingContext | WebGLRenderingContext | OpenGLContext;

/** How long a lost context waits before it looks for a host again: at first, and at most. */
const RETRY_MILLISECONDS = 50;
const LONGEST_RETRY_MILLISECONDS = 2000;

/** A host that a context cannot be made on, and why. */
export class ContextError extends Error {
  override readonly name = 'ContextError';
}

const defaults: WebGLContextAttributes = {
  alpha: true,
  depth: true,
  stencil: false,
  antialias: true,
  premultipliedAlpha: true,
  preserveDrawingBuffer: false,
  powerPreference: 'default',
  failIfMajorPerformanceCaveat: false,
  desynchronized: false,
  xrCompatible: false,
};

/** Where OpenGL's default framebuffer is another one than WebGL's. */
const openglDefaults: ReadonlyMap<string, boolean> = new Map([
  ['antialias', false],
  ['stencil', true],
]);

/**
 * Makes a context whose drawing buffer has a size.
 *
 * @returns a `WebGL2RenderingContext`, or a `WebGLRenderingContext` or `OpenGLContext` where `api` says so
 * @throws {ContextError} when the host offers too little, or there is none
 */
export function createContext(width: number, height: number, options: ContextOptions & { readonly api: 'webgl' }): WebGLRenderingContext;
export function createContext(width: number, height: number, options: ContextOptions & { readonly api: 'opengl' }): OpenGLContext;
export function createContext(width: number, height: number, options: ContextOptions): WebGL2RenderingContext;
export function createContext(width: number, height: number, options: ContextOptions): AnyContext {
  const version = options.api === 'webgl' ? 1 : 2;
  const opengl = options.api === 'opengl';
  const attributes = Object.fromEntries(
    Object.entries(defaults).map(([name, value]) => [
      name,
      options[name as keyof WebGLContextAttributes] ?? (opengl && openglDefaults.has(name) ? openglDefaults.get(name) : value),
    ]),
  ) as unknown as WebGLContextAttributes;
  const winsys = connectTo(options.transport);
  try {
    if (winsys.lost !== '') throw new ContextError(winsys.lost);
    const caps = new HostCaps(winsys.capset, opengl);
    const needed = missingForDrawing(caps);
    if (needed !== '') throw new ContextError(`the host lacks ${needed}, which every context needs`);
    const missing = version === 2 && !opengl ? missingForWebgl2(caps) : '';
    if (missing !== '') throw new ContextError(`the host lacks ${missing}, which WebGL 2 needs`);
    const glVersion = opengl ? agreedVersion(caps, options.version) : 0;
    const desktop = opengl ? openglLimits(caps) : null;
    const limits = desktop ?? webglLimits(caps, version);
    const size = { width: Math.max(1, Math.trunc(width)), height: Math.max(1, Math.trunc(height)) };
    const { alpha, depth, stencil, antialias } = attributes;
    const make = (connection: Winsys): Core =>
      new Core(
        connection,
        {
          vertexAttribs: limits.vertexAttribs,
          drawBuffers: limits.drawBuffers,
          textureUnits: limits.combinedUnits,
          uniformBuffers: limits.uniformBuffers,
          feedbackBuffers: limits.feedbackBuffers,
          storageBuffers: desktop?.storageBindings ?? 0,
          atomicBuffers: desktop?.atomicBindings ?? 0,
          imageUnits: desktop?.imageUnits ?? 0,
          desktop: opengl,
          ...(desktop === null
            ? {}
            : { storageBuffers: desktop.storageBindings, atomicBuffers: desktop.atomicBindings, imageUnits: desktop.imageUnits }),
        },
        { ...size, alpha, depth, stencil, antialias },
        version === 1,
      );
    const core = make(winsys);
    if (desktop !== null) {
      const compiler = options.compiler ?? openglCompiler(glVersion, caps, desktop);
      const real = { ...attributes, antialias: core.defaultFramebuffer.samples > 0 };
      const renew = (): Core => make(connectTo(options.transport));
      const made = new OpenGLContext({ core, limits: desktop, compiler, renew, attributes: real, version: 2, canvas: null, glVersion });
      clearDrawingBuffer(made);
      watch(made);
      return made;
    }
    const canvas = options.canvas ?? new HeadlessCanvas(size.width, size.height);
    const compiler = options.compiler ?? shaderCompiler(version, caps, limits, () => context.enabled);
    const real = { ...attributes, antialias: core.defaultFramebuffer.samples > 0 };
    const renew = (): Core => {
      const connection = connectTo(options.transport);
      if (sameBytes(connection.capset, winsys.capset)) return make(connection);
      connection[Symbol.dispose]();
      throw new ContextError('the host is another one than before');
    };
    const parts = { core, limits, compiler, renew, attributes: real, version, canvas, drafts: options.draftExtensions === true } as const;
    const context: WebGLRenderingContext | WebGL2RenderingContext =
      version === 1 ? new WebGLRenderingContext(parts) : new WebGL2RenderingContext(parts);
    clearDrawingBuffer(context);
    watch(context);
    if (isHeadless(canvas)) connect(canvas, context);
    return context;
  } catch (error) {
    winsys[Symbol.dispose]();
    throw error;
  }
}

/** The version of OpenGL that a host carries, where that is enough. */
function agreedVersion(caps: HostCaps, wanted = 31): number {
  const { version, missing } = openglVersion(caps);
  if (version >= wanted) return version;
  throw new ContextError(`the host carries OpenGL ${version / 10}, not ${wanted / 10}: it lacks ${missing}`);
}

/** Gives a context's connection back; it is lost afterwards, for good. */
export function destroyContext(context: AnyContext): void {
  context.hooks.restore = null;
  context.core.flush();
  context.core.winsys[Symbol.dispose]();
  if (context.lostBy === null) context.lose('host');
}

/** Gives a context's drawing buffer another size, and clears it. */
export function resizeContext(context: AnyContext, width: number, height: number): void {
  sizeDefaultFramebuffer(context.core, context.core.defaultFramebuffer, Math.max(1, Math.trunc(width)), Math.max(1, Math.trunc(height)));
  clearDrawingBuffer(context);
}

/**
 * Ends a frame as a page's compositor does: a drawing buffer that is not preserved is empty afterwards. Nothing calls this by itself;
 * without it a drawing buffer keeps what is drawn.
 */
export function endFrame(context: WebGL2RenderingContext | WebGLRenderingContext): void {
  if (!context.attributes.preserveDrawingBuffer && !context.isContextLost()) clearDrawingBuffer(context);
}

/** A `HeadlessCanvas`, or something made of one. */
function isHeadless(canvas: unknown): canvas is HeadlessCanvas {
  return typeof canvas === 'object' && canvas !== null && 'tell' in canvas && 'onResize' in canvas;
}

/** What a context has drawn, as `ImageData` has it: rows of RGBA bytes from the top. */
export function readPicture(context: AnyContext): ImageSource & { readonly data: Uint8Array } {
  const { core } = context;
  const { width, height } = core.defaultFramebuffer.color;
  const data = new Uint8Array(width * height * 4);
  if (context.isContextLost()) return { width, height, data };
  const storage = resolvedColor(core, core.defaultFramebuffer);
  const box = { level: 0, x: 0, y: 0, z: 0, width, height, depth: 1 };
  const rows = { texelBytes: 4, start: 0, rowStride: width * 4, layerStride: data.length, end: data.length };
  const { opaque } = core.defaultFramebuffer.framebuffer;
  downloadPixels(core.stream, storage.resource, storage.format, box, GL.RGBA, GL.UNSIGNED_BYTE, data, rows, opaque);
  const row = new Uint8Array(width * 4);
  for (let low = 0, high = height - 1; low < high; low++, high--) {
    row.set(data.subarray(low * width * 4, (low + 1) * width * 4));
    data.copyWithin(low * width * 4, high * width * 4, (high + 1) * width * 4);
    data.set(row, high * width * 4);
  }
  return { width, height, data };
}

function connect(canvas: HeadlessCanvas, context: WebGL2RenderingContext | WebGLRenderingContext): void {
  canvas.onRead = () => readPicture(context).data;
  canvas.context = context;
  canvas.onResize = (width, height) => resizeContext(context, width, height);
  // Both are told when the program has gone back to its event loop.
  context.hooks.lost = () => {
    context.restorable = false;
    later(() => {
      context.restorable = canvas.tell('webglcontextlost', context.core.winsys.lost);
      if (context.restorable && context.lostBy === 'host') comeBack(canvas, context, RETRY_MILLISECONDS);
    });
  };
  context.hooks.restore = () => later(() => comeBack(canvas, context, RETRY_MILLISECONDS));
}

/** Gives a lost context a new connection, now or as soon as there is a host again; gives up when the context is destroyed. */
function comeBack(canvas: HeadlessCanvas, context: WebGL2RenderingContext | WebGLRenderingContext, milliseconds: number): void {
  if (context.hooks.restore === null || context.lostBy === null) return;
  context.core.winsys[Symbol.dispose]();
  try {
    beginAgain(context);
  } catch {
    later(() => comeBack(canvas, context, Math.min(milliseconds * 2, LONGEST_RETRY_MILLISECONDS)), milliseconds);
    return;
  }
  watch(context);
  resizeContext(context, canvas.width, canvas.height);
  canvas.tell('webglcontextrestored', '');
}

/** Has a context look for its host when its stream finds that there is none. */
function watch(context: AnyContext): void {
  context.core.stream.onLost = () => context.checkHost();
}

/** Makes a connection; whatever is in the way is told as a `ContextError`. */
function connectTo(transport: Transport): Winsys {
  try {
    return transport();
  } catch (error) {
    throw new ContextError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
