/*
 * The native binding: EGL finds a driver, each GL function is looked up once by version and extension, and the methods of
 * the object that callers get are koffi's functions themselves wherever nothing has to be converted.
 *
 * The functions lie on a prototype of their own for each context: V8 keeps prototypes fast and treats their properties as
 * constants, while an object with some 330 own properties would become a hash table.
 */
import process from 'node:process';
import koffi from 'koffi';
import { GL } from '../constants.ts';
import type { Features } from '../features.ts';
import type { GlFunctions } from '../generated/functions.ts';
import { type Gl, GlHostError, GlMissingError } from '../gl.ts';
import type { Memory } from '../memory.ts';
import { type ProbeFunctions, probeFeatures, readIdentity } from '../probe.ts';
import { type NativeFunction, type NativeRow, createScratch, functionAt } from './call.ts';
import { type EglContext, createContext, destroyContext, makeCurrent } from './context.ts';
import { type EglDisplay, type EglLibrary, type EglPlatform, loadEgl, openDisplays } from './egl.ts';
import { nativeRows, wrappers } from './generated/calls.ts';
import { boundHeap } from './heap.ts';
import { createIrregular } from './irregular.ts';
import { NativeMemory, allocateMemory } from './memory.ts';
import { createTextureExporter } from './texture-export.ts';
import { startWatcher } from './watcher.ts';
import type { TextureExporter } from '../texture-export.ts';
import type { GpuWatcher } from '../watcher.ts';

/** What `createNativeGl` is asked for. */
export interface NativeGlOptions {
  /** Where to find a display; `auto` (default) takes hardware before software. */
  readonly platform?: EglPlatform | 'auto';
  /** DRM node that the device must have, such as `/dev/dri/renderD128`. */
  readonly renderNode?: string;
  /** `auto` (default): OpenGL core, else OpenGL ES. */
  readonly api?: 'gl' | 'gles' | 'auto';
  /** Version times ten, such as 33; default: the highest. */
  readonly version?: number;
  /** Asks for a debug context. */
  readonly debug?: boolean;
  /** Quirks to force, `+name,-name`. */
  readonly quirks?: string;
  /** Names of the libraries; the defaults are libEGL.so.1 and libgbm.so.1. */
  readonly eglLibrary?: string;
  readonly gbmLibrary?: string;
}

/** A GL context of this process. Use it in the thread that made it. */
export interface NativeGl extends Gl, Disposable {
  /** Where the display was found. */
  readonly platform: EglPlatform;
  /** Vendor that EGL names, and the device's DRM node where known. */
  readonly eglVendor: string;
  readonly device: string;
  /** EGL extensions of the display. */
  readonly eglExtensions: ReadonlySet<string>;
  /** Whether shaders' accesses outside of buffers are contained. */
  readonly robust: boolean;
  /** Makes the context current; needed only where a process has several. */
  makeCurrent(): void;
  /**
   * Starts a thread that sees when this context's work finishes. At most one; dispose it before the context.
   *
   * @returns null where there is no second context to share objects with
   */
  createWatcher(): GpuWatcher | null;
  /**
   * Makes what exports textures of this context. Call it before anything else is done with the context.
   *
   * @returns null where the driver cannot
   */
  createTextureExporter(): TextureExporter | null;
}

/** State that Gallium's software drivers of the guest side would read: we must not become our own client. */
const OWN_DRIVERS: readonly (string | undefined)[] = ['virpipe', 'virgl'];

/** Runs `action` with GALLIUM_DRIVER set aside where it names the driver that talks to us. */
function withoutOwnDriver<T>(action: () => T): T {
  const driver = process.env['GALLIUM_DRIVER'];
  if (!OWN_DRIVERS.includes(driver) || driver === undefined) return action();
  // In a Worker process.env is a copy, which C does not see.
  const libc = koffi.load(null);
  const unsetenv = libc.func('int unsetenv(str name)') as (name: string) => number;
  const setenv = libc.func('int setenv(str name, str value, int overwrite)') as (name: string, value: string, overwrite: number) => number;
  unsetenv('GALLIUM_DRIVER');
  try {
    return action();
  } finally {
    setenv('GALLIUM_DRIVER', driver, 1);
  }
}

/** Finds the address of each function of the table and makes a JavaScript function of it. */
class Loader {
  private readonly egl: EglLibrary;
  private readonly isGles: boolean;
  private version = 0;
  private extensions: ReadonlySet<string> = new Set();
  private context = 'this GL context';
  private readonly byName = new Map<string, NativeRow>(nativeRows.map((row) => [row[0], row]));

  constructor(egl: EglLibrary, isGles: boolean) {
    this.egl = egl;
    this.isGles = isGles;
  }

  /** From now on functions are there or not by this version and these extensions. */
  setContext(version: number, extensions: ReadonlySet<string>, context: string): void {
    this.version = version;
    this.extensions = extensions;
    this.context = context;
  }

  /** Suffix of the symbols of a row in this context, or null where it has none. */
  suffix(row: NativeRow): string | null {
    const first = this.isGles ? row[5] : row[4];
    if (first > 0 && this.version >= first) return '';
    if (row[6] === '') return null;
    for (const item of row[6].split(' ')) {
      const colon = item.indexOf(':');
      const name = colon < 0 ? item : item.slice(0, colon);
      if (!this.extensions.has(`GL_${name}`)) continue;
      const suffix = colon < 0 ? '' : item.slice(colon + 1);
      return suffix.endsWith('/es') ? (this.isGles ? suffix.slice(0, -3) : '') : suffix;
    }
    return null;
  }

  /** The C function `symbol` as it is called in this context for the row, or one that throws. */
  find(row: NativeRow, symbol: string, signature: string): NativeFunction {
    const suffix = this.suffix(row);
    const address = suffix === null ? 0 : this.egl.getProcAddress(symbol + suffix);
    if (address === 0) return this.missing(row[0]);
    return functionAt(address, signature.replaceAll('clampd', this.isGles ? 'float' : 'double'));
  }

  findFor(name: string, symbol: string, signature: string): NativeFunction {
    const row = this.byName.get(name);
    if (row === undefined) throw new Error(`no row ${name}`);
    return this.find(row, symbol, signature);
  }

  private missing(name: string): NativeFunction {
    const context = this.context;
    return function missing() {
      throw new GlMissingError(name, context);
    };
  }
}

/** What the object that callers get has besides the functions of the table. */
class NativeContext {
  readonly features: Features;
  readonly robust: boolean;
  private readonly egl: EglLibrary;
  private readonly display: EglDisplay;
  private readonly context: EglContext;
  private readonly eglLibrary: string;
  private disposed = false;

  constructor(egl: EglLibrary, eglLibrary: string, display: EglDisplay, context: EglContext, features: Features) {
    this.egl = egl;
    this.eglLibrary = eglLibrary;
    this.display = display;
    this.context = context;
    this.features = features;
    this.robust = context.robust;
  }

  get platform(): EglPlatform {
    return this.display.platform;
  }

  get eglVendor(): string {
    return this.display.vendor;
  }

  get device(): string {
    return this.display.device;
  }

  get eglExtensions(): ReadonlySet<string> {
    return this.display.extensions;
  }

  memory(byteLength: number): Memory {
    return allocateMemory(byteLength);
  }

  freeMemory(memory: Memory): void {
    if (memory instanceof NativeMemory) memory.release();
  }

  makeCurrent(): void {
    makeCurrent(this.egl, this.display, this.context);
  }

  createWatcher(): GpuWatcher | null {
    return startWatcher(this.egl, this.eglLibrary, this.display, this.context, isSoftware(this.features));
  }

  createTextureExporter(): TextureExporter | null {
    return createTextureExporter(this.egl, this.display, this.context, this as unknown as Gl);
  }

  [Symbol.dispose](): void {
    if (this.disposed) return;
    this.disposed = true;
    destroyContext(this.egl, this.display, this.context);
    this.display.close();
  }
}

/** Binds the functions of the current context and probes it. */
function bindContext(egl: EglLibrary, eglLibrary: string, display: EglDisplay, context: EglContext, quirks: string): NativeGl {
  const scratch = createScratch();
  const loader = new Loader(egl, context.isGles);
  const find = (name: keyof GlFunctions, symbol: string, signature: string): NativeFunction => loader.findFor(name, symbol, signature);
  class Context extends NativeContext {}
  const methods = Context.prototype as unknown as Record<string, NativeFunction>;
  const bind = (only: readonly string[] | null): void => {
    for (const row of nativeRows) {
      const [name, symbol, symbolEs, signature] = row;
      if (signature === '' || (only !== null && !only.includes(name))) continue;
      const f = loader.find(row, context.isGles ? symbolEs : symbol, signature);
      methods[name] = f.name === 'missing' ? f : (wrappers[name]?.(f, scratch) ?? f);
    }
  };
  // First what every version has, to learn which version and extensions these are; then all.
  loader.setContext(context.askedVersion, new Set(), 'this context');
  bind(['getString', 'getStringi', 'getInteger']);
  const gl = methods as unknown as GlFunctions & ProbeFunctions;
  const identity = readIdentity(gl);
  const extensions = new Set<string>();
  const count = gl.getInteger(GL.NUM_EXTENSIONS);
  for (let i = 0; i < count; i++) extensions.add(gl.getStringi(GL.EXTENSIONS, i));
  const label = `${identity.isGles ? 'OpenGL ES' : 'OpenGL'} ${identity.version / 10} of ${identity.renderer}`;
  loader.setContext(identity.version, extensions, label);
  bind(null);
  Object.assign(methods, createIrregular({ isGles: context.isGles, scratch, find }));
  const features = probeFeatures(gl, identity, extensions, quirks);
  if (isSoftware(features)) boundHeap(methods);
  return new Context(egl, eglLibrary, display, context, features) as unknown as NativeGl;
}

/** Whether a renderer's name is that of one that draws on the CPU. */
function isSoftware(features: Features): boolean {
  return features.quirks.has('host-is-software');
}

function open(options: NativeGlOptions): NativeGl {
  const eglLibrary = options.eglLibrary ?? 'libEGL.so.1';
  const egl = loadEgl(eglLibrary);
  const platform = options.platform ?? 'auto';
  const api = options.api ?? 'auto';
  const apis: readonly ('gl' | 'gles')[] = api === 'auto' ? ['gl', 'gles'] : [api];
  const renderNode = options.renderNode ?? '';
  let displays = 0;
  let fallback: NativeGl | null = null;
  for (const display of openDisplays(egl, platform, renderNode, options.gbmLibrary ?? 'libgbm.so.1')) {
    displays++;
    let found: NativeGl | null = null;
    for (const wanted of apis) {
      const wish = { api: wanted, version: options.version ?? 0, debug: options.debug ?? false };
      const context = createContext(egl, display, wish);
      if (context === null) continue;
      found = bindContext(egl, eglLibrary, display, context, options.quirks ?? '');
      break;
    }
    if (found === null) {
      display.close();
      continue;
    }
    if (platform !== 'auto' || !isSoftware(found.features)) {
      fallback?.[Symbol.dispose]();
      found.makeCurrent();
      return found;
    }
    if (fallback === null) fallback = found;
    else found[Symbol.dispose]();
  }
  if (fallback !== null) {
    fallback.makeCurrent();
    return fallback;
  }
  const where = platform === 'auto' ? 'any platform (device, surfaceless, gbm)' : `the platform ${platform}`;
  const node = renderNode === '' ? '' : ` for ${renderNode}`;
  if (displays === 0) {
    throw new GlHostError(
      'NO_DISPLAY',
      `EGL found no display on ${where}${node}: install the Debian package libgl1-mesa-dri, or a vendor's driver`,
    );
  }
  const what = `${apis.includes('gl') ? 'OpenGL 3.3 core' : ''}${apis.length === 2 ? ' or ' : ''}${apis.includes('gles') ? 'OpenGL ES 3.0' : ''}`;
  throw new GlHostError(
    'NO_CONTEXT',
    `EGL has no context of ${options.version === undefined ? `${what} or later` : `version ${options.version / 10}`} on ${where}${node}: ` +
      'install the Debian packages libgl1-mesa-dri and, for OpenGL ES, libgles2',
  );
}

/**
 * Makes a GL context without a window system and makes it current in this thread.
 *
 * @throws {GlHostError} LIBRARY_MISSING, LIBRARY_TOO_OLD, NO_DISPLAY, NO_RENDER_NODE, NO_CONTEXT; the message names the
 *   Debian package that brings what is missing
 * @throws {RangeError} for a quirk that there is not
 */
export function createNativeGl(options: NativeGlOptions = {}): NativeGl {
  return withoutOwnDriver(() => open(options));
}
