import { GlHostError } from '../gl.ts';
import type { EglDisplay, EglLibrary } from './egl.ts';

/** A context that is current in this thread. */
export interface EglContext {
  readonly handle: number;
  readonly surface: number;
  readonly isGles: boolean;
  /** EGL_CONTEXT_OPENGL_PROFILE_MASK; 0 in OpenGL ES. */
  readonly profile: number;
  /** Version times ten that was asked for; the context may have more. */
  readonly askedVersion: number;
  /** Reads and writes of shaders outside their buffers are contained. */
  readonly robust: boolean;
}

const OPENGL_API = 0x30a2;
const OPENGL_ES_API = 0x30a0;
const NONE = 0x3038;
const CONTEXT_MAJOR_VERSION = 0x3098;
const CONTEXT_MINOR_VERSION = 0x30fb;
const CONTEXT_OPENGL_PROFILE_MASK = 0x30fd;
const CORE_PROFILE_BIT = 1;
const COMPATIBILITY_PROFILE_BIT = 2;
const CONTEXT_OPENGL_DEBUG = 0x31b0;
const CONTEXT_OPENGL_ROBUST_ACCESS = 0x31b2;
const CONTEXT_RESET_STRATEGY = 0x31bd;
const LOSE_CONTEXT_ON_RESET = 0x31bf;
const CONTEXT_RELEASE_BEHAVIOR = 0x2097;
const SURFACE_TYPE = 0x3033;
const PBUFFER_BIT = 1;
const RENDERABLE_TYPE = 0x3040;
const OPENGL_BIT = 8;
const OPENGL_ES3_BIT = 0x40;
const WIDTH = 0x3057;
const HEIGHT = 0x3056;

/** Versions that are asked for, highest first. */
const glVersions: readonly number[] = [46, 45, 44, 43, 42, 41, 40, 33];
const glesVersions: readonly number[] = [32, 31, 30];

/** What kind of context is wanted. */
export interface ContextWish {
  readonly api: 'gl' | 'gles';
  /** Version times ten; 0: the highest. */
  readonly version: number;
  readonly debug: boolean;
  /** Context to share objects with; the new one is not made current then. */
  readonly share?: EglContext;
}

function chooseConfig(egl: EglLibrary, display: EglDisplay, isGles: boolean, needsSurface: boolean): number | null {
  if (display.extensions.has('EGL_KHR_no_config_context') && !needsSurface) return 0;
  const configs = new BigUint64Array(1);
  const count = new Int32Array(1);
  const wanted = [SURFACE_TYPE, needsSurface ? PBUFFER_BIT : 0, RENDERABLE_TYPE, isGles ? OPENGL_ES3_BIT : OPENGL_BIT, NONE];
  if (egl.chooseConfig(display.handle, Int32Array.from(wanted), configs, 1, count) === 0 || count[0] === 0) return null;
  return Number(configs[0]);
}

/**
 * Profiles to ask for, best first. A compatibility context of the same version has all of a core one and what guests with
 * old programs need besides (edge flags, CLAMP, stippled lines); drivers that make it of old versions only refuse.
 */
function profiles(wish: ContextWish): readonly number[] {
  if (wish.api === 'gles') return [0];
  return wish.share === undefined ? [COMPATIBILITY_PROFILE_BIT, CORE_PROFILE_BIT] : [wish.share.profile];
}

/**
 * Makes the best context that the display has for a wish, and makes it current unless it is another thread's.
 *
 * @returns null when the display has none; the reason is EGL's error, kept for the message of the caller
 */
export function createContext(egl: EglLibrary, display: EglDisplay, wish: ContextWish): EglContext | null {
  const isGles = wish.api === 'gles';
  if (egl.bindApi(isGles ? OPENGL_ES_API : OPENGL_API) === 0) return null;
  const needsSurface = !display.extensions.has('EGL_KHR_surfaceless_context');
  const config = chooseConfig(egl, display, isGles, needsSurface);
  if (config === null) return null;
  const extras = display.extensions.has('EGL_KHR_context_flush_control') ? [CONTEXT_RELEASE_BEHAVIOR, NONE_BEHAVIOR] : [];
  if (wish.debug) extras.push(CONTEXT_OPENGL_DEBUG, 1);
  const versions = wish.version === 0 ? (isGles ? glesVersions : glVersions) : [wish.version];
  const share = wish.share?.handle ?? 0;
  for (const version of versions) {
    const asked = [CONTEXT_MAJOR_VERSION, Math.floor(version / 10), CONTEXT_MINOR_VERSION, version % 10];
    for (const profile of profiles(wish)) {
      if (profile !== 0) asked.push(CONTEXT_OPENGL_PROFILE_MASK, profile);
      for (const robust of [true, false]) {
        const robustness = robust ? [CONTEXT_OPENGL_ROBUST_ACCESS, 1, CONTEXT_RESET_STRATEGY, LOSE_CONTEXT_ON_RESET] : [];
        const handle = egl.createContext(display.handle, config, share, Int32Array.from([...asked, ...robustness, ...extras, NONE]));
        if (handle === 0) {
          egl.getError();
          continue;
        }
        const surface = needsSurface ? egl.createPbufferSurface(display.handle, config, Int32Array.from([WIDTH, 1, HEIGHT, 1, NONE])) : 0;
        if (wish.share !== undefined || egl.makeCurrent(display.handle, surface, surface, handle) !== 0)
          return { handle, surface, isGles, profile, askedVersion: version, robust };
        egl.getError();
        egl.destroyContext(display.handle, handle);
      }
      if (profile !== 0) asked.length -= 2;
    }
  }
  return null;
}

/** EGL_CONTEXT_RELEASE_BEHAVIOR_NONE_KHR: switching contexts does not flush. */
const NONE_BEHAVIOR = 0;

/** Makes a context current again. */
export function makeCurrent(egl: EglLibrary, display: EglDisplay, context: EglContext): void {
  egl.bindApi(context.isGles ? OPENGL_ES_API : OPENGL_API);
  if (egl.makeCurrent(display.handle, context.surface, context.surface, context.handle) === 0) {
    throw new GlHostError('CONTEXT_LOST', `eglMakeCurrent failed: EGL error 0x${egl.getError().toString(16)}`);
  }
}

/** Releases a context and destroys it. */
export function destroyContext(egl: EglLibrary, display: EglDisplay, context: EglContext): void {
  if (egl.getCurrentContext() === context.handle) egl.makeCurrent(display.handle, 0, 0, 0);
  egl.destroyContext(display.handle, context.handle);
  if (context.surface !== 0) egl.destroySurface(display.handle, context.surface);
}
