/*
 * The WebGL2 binding. WebGL2 is OpenGL ES 3.0 with objects for names and typed arrays for pointers, less what cannot be
 * made safe in a browser. What it has is in `generated/`; this folder writes by hand what differs:
 *
 * - names: tables from number to object (objects.ts);
 * - buffers that hold indices and anything else (buffers.ts);
 * - uniform locations (programs.ts), texels in typed arrays (images.ts, views.ts);
 * - extensions, which are objects with methods, state queries, sync objects (this file).
 *
 * Functions that WebGL2 cannot do throw `GlMissingError`, and `features` says so beforehand. Note that query results become
 * available only after the script has returned to the browser's event loop.
 */
import { GL } from '../constants.ts';
import type { Features } from '../features.ts';
import type { Gl } from '../gl.ts';
import type { Memory } from '../memory.ts';
import { ArrayMemory } from '../null.ts';
import { probeFeatures, readIdentity } from '../probe.ts';
import { WebGl2Images } from './images.ts';

/** Extensions with methods that `Gl` has; TypeScript's DOM library does not know them all. */
interface Extensions {
  readonly clipControl: { clipControlEXT(origin: number, depth: number): void } | null;
  readonly polygonMode: { polygonModeWEBGL(face: number, mode: number): void } | null;
  readonly offsetClamp: { polygonOffsetClampEXT(factor: number, units: number, clamp: number): void } | null;
  readonly provokingVertex: { provokingVertexWEBGL(mode: number): void } | null;
  readonly indexed: OES_draw_buffers_indexed | null;
}

/** Extensions that shaders must name otherwise than the API does; `Features.has` knows both names. */
const SHADER_EXTENSIONS: ReadonlyMap<string, string> = new Map([
  ['WEBGL_clip_cull_distance', 'ANGLE_clip_cull_distance'],
  ['WEBGL_blend_func_extended', 'EXT_blend_func_extended'],
]);

const UNMASKED_VENDOR_WEBGL = 0x9245;
const UNMASKED_RENDERER_WEBGL = 0x9246;
const MAX_CLIENT_WAIT_TIMEOUT_WEBGL = 0x9247;

/** A `Gl` on a WebGL2 context. */
export class WebGl2Gl extends WebGl2Images implements Gl {
  readonly features: Features;
  private readonly extensionNames: readonly string[];
  private readonly extensions: Extensions;
  private readonly maxWaitNs: number;

  /**
   * @param gl - context, best made with `antialias`, `depth` and `stencil` false; the binding switches all extensions on
   * @param quirks - quirks to force, `+name,-name`
   */
  constructor(gl: WebGL2RenderingContext, quirks: string = '') {
    super(gl);
    this.extensionNames = gl.getSupportedExtensions() ?? [];
    for (const name of this.extensionNames) gl.getExtension(name);
    const extension = (name: string): never => gl.getExtension(name) as never;
    this.extensions = {
      clipControl: extension('EXT_clip_control'),
      polygonMode: extension('WEBGL_polygon_mode'),
      offsetClamp: extension('EXT_polygon_offset_clamp'),
      provokingVertex: extension('WEBGL_provoking_vertex'),
      indexed: extension('OES_draw_buffers_indexed'),
    };
    this.maxWaitNs = Number(gl.getParameter(MAX_CLIENT_WAIT_TIMEOUT_WEBGL));
    const inShaders = this.extensionNames.map((name) => SHADER_EXTENSIONS.get(name)).filter((name) => name !== undefined);
    this.features = probeFeatures(this, readIdentity(this), [...this.extensionNames, ...inShaders], quirks);
  }

  memory(byteLength: number): Memory {
    return new ArrayMemory(byteLength);
  }

  freeMemory(memory: Memory): void {
    if (memory instanceof ArrayMemory) memory.bytes = new Uint8Array(0);
  }

  createQuery(): number {
    return this.querys.add(this.gl.createQuery());
  }

  deleteQuery(name: number): void {
    this.gl.deleteQuery(this.querys.take(name));
  }

  deleteTransformFeedback(name: number): void {
    this.gl.deleteTransformFeedback(this.transformFeedbacks.take(name));
  }

  beginQuery(target: number, name: number): void {
    this.gl.beginQuery(target, this.querys.need(name));
  }

  endQuery(target: number): void {
    this.gl.endQuery(target);
  }

  getQueryParameter(): number {
    return 0;
  }

  getQueryObject(name: number, pname: number): number {
    return Number(this.gl.getQueryParameter(this.querys.need(name), pname));
  }

  fenceSync(condition: number, flags: number): number {
    return this.syncs.add(this.gl.fenceSync(condition, flags));
  }

  /** Waits no longer than the browser allows (often not at all): TIMEOUT_EXPIRED may come before the time is over. */
  clientWaitSync(sync: number, flags: number, timeoutNs: number): number {
    return this.gl.clientWaitSync(this.syncs.need(sync), flags, Math.min(timeoutNs, this.maxWaitNs));
  }

  waitSync(sync: number): void {
    this.gl.waitSync(this.syncs.need(sync), 0, -1);
  }

  getSyncSignaled(sync: number): boolean {
    return this.gl.getSyncParameter(this.syncs.need(sync), GL.SYNC_STATUS) === GL.SIGNALED;
  }

  deleteSync(sync: number): void {
    this.gl.deleteSync(this.syncs.take(sync));
  }

  getGraphicsResetStatus(): number {
    return this.gl.isContextLost() ? GL.UNKNOWN_CONTEXT_RESET : GL.NO_ERROR;
  }

  /** PRIMITIVE_RESTART_FIXED_INDEX is always on in WebGL2. */
  enable(cap: number): void {
    if (cap !== GL.PRIMITIVE_RESTART_FIXED_INDEX) this.gl.enable(cap);
  }

  disable(cap: number): void {
    if (cap !== GL.PRIMITIVE_RESTART_FIXED_INDEX) this.gl.disable(cap);
  }

  isEnabled(cap: number): boolean {
    return cap === GL.PRIMITIVE_RESTART_FIXED_INDEX || this.gl.isEnabled(cap);
  }

  enablei(cap: number, index: number): void {
    (this.extensions.indexed ?? this.missing('enablei')).enableiOES(cap, index);
  }

  disablei(cap: number, index: number): void {
    (this.extensions.indexed ?? this.missing('disablei')).disableiOES(cap, index);
  }

  colorMaski(index: number, r: boolean, g: boolean, b: boolean, a: boolean): void {
    (this.extensions.indexed ?? this.missing('colorMaski')).colorMaskiOES(index, r, g, b, a);
  }

  blendFuncSeparatei(index: number, srcRgb: number, dstRgb: number, srcAlpha: number, dstAlpha: number): void {
    (this.extensions.indexed ?? this.missing('blendFuncSeparatei')).blendFuncSeparateiOES(index, srcRgb, dstRgb, srcAlpha, dstAlpha);
  }

  blendEquationSeparatei(index: number, rgb: number, alpha: number): void {
    (this.extensions.indexed ?? this.missing('blendEquationSeparatei')).blendEquationSeparateiOES(index, rgb, alpha);
  }

  clipControl(origin: number, depth: number): void {
    (this.extensions.clipControl ?? this.missing('clipControl')).clipControlEXT(origin, depth);
  }

  /** WebGL has no points; lines are nearest to them. */
  polygonMode(face: number, mode: number): void {
    (this.extensions.polygonMode ?? this.missing('polygonMode')).polygonModeWEBGL(face, mode === GL.POINT ? GL.LINE : mode);
  }

  polygonOffsetClamp(factor: number, units: number, clamp: number): void {
    (this.extensions.offsetClamp ?? this.missing('polygonOffsetClamp')).polygonOffsetClampEXT(factor, units, clamp);
  }

  provokingVertex(mode: number): void {
    (this.extensions.provokingVertex ?? this.missing('provokingVertex')).provokingVertexWEBGL(mode);
  }

  getInteger(pname: number): number {
    return pname === GL.NUM_EXTENSIONS ? this.extensionNames.length : this.component(pname, 0);
  }

  getInteger64(pname: number): number {
    return this.component(pname, 0);
  }

  getFloat(pname: number): number {
    return this.component(pname, 0);
  }

  getFloatComponent(pname: number, component: number): number {
    return this.component(pname, component);
  }

  getIntegerComponent(pname: number, component: number): number {
    return this.component(pname, component);
  }

  getBoolean(pname: number): boolean {
    return this.component(pname, 0) !== 0;
  }

  getIntegerIndexed(pname: number, index: number): number {
    return Number(this.gl.getIndexedParameter(pname, index));
  }

  getString(name: number): string {
    const unmasked = name === GL.RENDERER ? UNMASKED_RENDERER_WEBGL : name === GL.VENDOR ? UNMASKED_VENDOR_WEBGL : 0;
    if (unmasked !== 0 && this.extensionNames.includes('WEBGL_debug_renderer_info')) return String(this.gl.getParameter(unmasked));
    return String(this.gl.getParameter(name));
  }

  getStringi(name: number, index: number): string {
    return name === GL.EXTENSIONS ? (this.extensionNames[index] ?? '') : '';
  }

  private component(pname: number, component: number): number {
    const value: unknown = this.gl.getParameter(pname);
    if (ArrayBuffer.isView(value) || Array.isArray(value)) return (value as unknown as ArrayLike<number>)[component] ?? 0;
    return typeof value === 'number' || typeof value === 'boolean' ? Number(value) : 0;
  }
}

/**
 * Makes a `Gl` of a WebGL2 context.
 *
 * @param gl - context of a canvas or an OffscreenCanvas
 * @param options - quirks to force, `+name,-name`
 */
export function createWebGl2Gl(gl: WebGL2RenderingContext, options: { readonly quirks?: string } = {}): WebGl2Gl {
  return new WebGl2Gl(gl, options.quirks ?? '');
}
