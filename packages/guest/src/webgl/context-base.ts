/*
 * What every method of a WebGL context needs: the core, errors, extensions, and whether the context is lost.
 *
 * The methods are spread over a chain of classes, one for each area; each checks its arguments as the specification says and then changes
 * the core's state. A check that fails is an error number that `getError` gives, and nothing is sent.
 */
import { GL } from '../gl-constants.ts';
import type { ShaderCompiler } from '../program/linked.ts';
import type { Core } from '../state/core.ts';
import type { WebGLObject } from './objects.ts';
import type { Limits } from './limits.ts';

/** Attributes of a context. @source WebGL 1.0, 5.2 */
export interface WebGLContextAttributes {
  readonly alpha: boolean;
  readonly depth: boolean;
  readonly stencil: boolean;
  readonly antialias: boolean;
  readonly premultipliedAlpha: boolean;
  readonly preserveDrawingBuffer: boolean;
  readonly powerPreference: 'default' | 'low-power' | 'high-performance';
  readonly failIfMajorPerformanceCaveat: boolean;
  readonly desynchronized: boolean;
  readonly xrCompatible: boolean;
}

/** What a context is made of. */
export interface ContextParts {
  readonly core: Core;
  readonly limits: Limits;
  readonly compiler: ShaderCompiler;
  /** Makes another core, on a connection of its own. */
  readonly renew: () => Core;
  readonly attributes: WebGLContextAttributes;
  /** 1 or 2. */
  readonly version: 1 | 2;
  /** Whether extensions that are drafts are there. */
  readonly drafts?: boolean;
  /** What `canvas` says: whatever the program wants to find there. */
  readonly canvas: unknown;
}

/** The owner of what is made while a context is lost. */
const nobody = {};

/** See above. */
export class ContextBase {
  /** @internal */
  declare core: Core;
  /** @internal */
  declare limits: Limits;
  /** @internal Makes the core anew, for a context that is restored. */
  declare readonly maker: { readonly renew: () => Core };
  /** @internal */
  declare readonly compiler: ShaderCompiler;
  /** @internal */
  declare readonly version: 1 | 2;
  /** @internal */
  declare readonly attributes: WebGLContextAttributes;
  /** @internal Extensions that are drafts are there too. */
  declare readonly drafts: boolean;
  /** @internal Objects belong to it: a context that was lost and restored has another one. */
  declare era: object;
  /** @internal Names of enabled extensions, in lower case. */
  declare readonly enabled: Set<string>;
  readonly canvas: unknown;
  drawingBufferColorSpace = 'srgb';
  unpackColorSpace = 'srgb';
  /** @internal */
  declare pendingErrors: number[];
  /** @internal Null: not lost. */
  declare lostBy: 'host' | 'extension' | null;
  /** @internal Told of losses, and asked for restorations. */
  declare hooks: { lost: (() => void) | null; restore: (() => void) | null };
  /** Told of every error with the method that found it, for debugging; null: nobody. */
  declare onError: ((error: number, method: string) => void) | null;

  constructor(parts: ContextParts) {
    const hidden = {
      core: parts.core,
      limits: parts.limits,
      compiler: parts.compiler,
      maker: { renew: parts.renew },
      version: parts.version,
      attributes: parts.attributes,
      drafts: parts.drafts ?? false,
      era: {},
      enabled: new Set<string>(),
      pendingErrors: [],
      lostBy: null,
      hooks: { lost: null, restore: null },
      onError: null,
    };
    for (const [name, value] of Object.entries(hidden)) Object.defineProperty(this, name, { value, writable: true, enumerable: false });
    this.canvas = parts.canvas;
  }

  get drawingBufferWidth(): number {
    return this.core.defaultFramebuffer.color.width;
  }

  get drawingBufferHeight(): number {
    return this.core.defaultFramebuffer.color.height;
  }

  get drawingBufferFormat(): number {
    return this.attributes.alpha ? GL.RGBA8 : GL.RGB8;
  }

  getContextAttributes(): WebGLContextAttributes | null {
    return this.isLost() ? null : { ...this.attributes };
  }

  getError(): number {
    if (this.lostBy === null) this.checkHost();
    return this.pendingErrors.shift() ?? GL.NO_ERROR;
  }

  isContextLost(): boolean {
    this.checkHost();
    return this.lostBy !== null;
  }

  /** @internal Whose objects are that are made now: nobody's while the context is lost. */
  get ownerOfNew(): object {
    return this.lostBy === null ? this.era : nobody;
  }

  /** @internal Records an error. */
  fail(error: number, method: string): void {
    if (this.lostBy !== null) return;
    this.record(error, method);
  }

  /** @internal Records an error even where the context is lost. */
  record(error: number, method: string): void {
    if (this.onError !== null) this.onError(error, method);
    if (!this.pendingErrors.includes(error)) this.pendingErrors.push(error);
  }

  /** @internal Whether nothing is done any more. */
  isLost(): boolean {
    return this.lostBy !== null;
  }

  /** @internal Looks whether the host is still there. */
  checkHost(): void {
    if (this.lostBy !== null || this.core.winsys.lost === '') return;
    this.lose('host');
  }

  /** @internal */
  lose(by: 'host' | 'extension'): void {
    this.lostBy = by;
    this.pendingErrors = [GL.CONTEXT_LOST_WEBGL];
    this.hooks.lost?.();
  }

  /** @internal Whether an extension has been enabled. */
  has(extension: string): boolean {
    return this.enabled.has(extension);
  }

  /**
   * @internal Checks an object argument that must be one of this context and not deleted.
   * @throws {TypeError} when it is no such object at all, as WebIDL demands
   */
  owns<T extends { deleted: boolean }>(
    value: WebGLObject<T> | null | undefined,
    type: abstract new (...args: never[]) => WebGLObject<T>,
    method: string,
  ): value is WebGLObject<T> {
    if (!(value instanceof type)) throw new TypeError(`${method}: not a ${type.name}`);
    if (value.owner !== this.era) {
      this.fail(GL.INVALID_OPERATION, method);
      return false;
    }
    if (value.object.deleted) {
      this.fail(GL.INVALID_VALUE, method);
      return false;
    }
    return true;
  }

  /** @internal As `owns`, for arguments that may be null; a deleted object is INVALID_OPERATION where it is to be bound. */
  mayBind<T extends { deleted: boolean }>(
    value: WebGLObject<T> | null | undefined,
    type: abstract new (...args: never[]) => WebGLObject<T>,
    method: string,
  ): boolean {
    if (value == null) return true;
    if (!(value instanceof type)) throw new TypeError(`${method}: not a ${type.name}`);
    if (value.owner === this.era && !value.object.deleted) return true;
    this.fail(GL.INVALID_OPERATION, method);
    return false;
  }

  /** @internal Whether an object argument of a delete function is to be deleted. */
  mayDelete<T extends { deleted: boolean }>(
    value: WebGLObject<T> | null | undefined,
    type: abstract new (...args: never[]) => WebGLObject<T>,
    method: string,
  ): value is WebGLObject<T> {
    if (value == null || this.isLost()) return false;
    if (!(value instanceof type)) throw new TypeError(`${method}: not a ${type.name}`);
    if (value.owner === this.era) return !value.object.deleted;
    this.fail(GL.INVALID_OPERATION, method);
    return false;
  }

  /**
   * @internal Whether an object of this context exists.
   *
   * @throws {TypeError} when it is an object of another type, or no object at all
   */
  exists<T extends { deleted: boolean }, O extends WebGLObject<T>>(
    value: O | null | undefined,
    type?: new (owner: object, object: T) => O,
  ): value is O {
    if (type !== undefined && value != null && !(value instanceof type)) throw new TypeError(`this is no ${type.name}`);
    return value != null && value.owner === this.era && !value.object.deleted && !this.isLost();
  }
}
