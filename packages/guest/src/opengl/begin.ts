import { readCapsV2IndepBlendFunc } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import { openglExtensions } from './versions.ts';
import type { GetMethods4 } from './get-methods.ts';

/** Texture targets that OpenGL has beyond WebGL 2's. */
export const moreTextureTargets: readonly number[] = [
  GL4.TEXTURE_1D,
  GL4.TEXTURE_1D_ARRAY,
  GL4.TEXTURE_RECTANGLE,
  GL4.TEXTURE_CUBE_MAP_ARRAY,
  GL4.TEXTURE_BUFFER,
  GL4.TEXTURE_2D_MULTISAMPLE,
  GL4.TEXTURE_2D_MULTISAMPLE_ARRAY,
];

const proxyTargets: readonly number[] = [
  GL4.PROXY_TEXTURE_1D,
  GL4.PROXY_TEXTURE_1D_ARRAY,
  GL4.PROXY_TEXTURE_2D,
  GL4.PROXY_TEXTURE_2D_ARRAY,
  GL4.PROXY_TEXTURE_3D,
  GL4.PROXY_TEXTURE_CUBE_MAP,
  GL4.PROXY_TEXTURE_CUBE_MAP_ARRAY,
  GL4.PROXY_TEXTURE_RECTANGLE,
  GL4.PROXY_TEXTURE_2D_MULTISAMPLE,
  GL4.PROXY_TEXTURE_2D_MULTISAMPLE_ARRAY,
];

/** Buffer targets that OpenGL has beyond WebGL 2's, and the version that brings each. */
export const moreBufferTargets: readonly (readonly [target: number, version: number])[] = [
  [GL4.TEXTURE_BUFFER, 31],
  [GL4.DRAW_INDIRECT_BUFFER, 40],
  [GL4.ATOMIC_COUNTER_BUFFER, 42],
  [GL4.DISPATCH_INDIRECT_BUFFER, 43],
  [GL4.SHADER_STORAGE_BUFFER, 43],
  [GL4.QUERY_BUFFER, 44],
];

/** Gives a context what OpenGL has beyond WebGL 2 when it begins. */
export function beginOpenGL(context: GetMethods4, glVersion: number): void {
  const { core, limits } = context;
  const openglNames = new Set(openglExtensions(core.caps, glVersion));
  const proxies = new Map(proxyTargets.map((target) => [target, null]));
  const swaps = { pack: false, unpack: false };
  const debug = { enabled: false, synchronous: false, callback: null, rules: [], log: [], groups: [] };
  const fields = {
    swaps,
    debug,
    condition: null,
    openglExtensions: openglNames,
    proxies,
    glVersion,
    pointFade: 1,
    clampReadColor: GL4.FIXED_ONLY,
    indexedBuffers: new Map(),
    mappedCount: 0,
  };
  for (const [name, value] of Object.entries(fields)) {
    Object.defineProperty(context, name, { value, writable: true, enumerable: false });
  }
  for (const [target] of moreBufferTargets) context.bound.set(target, null);
  for (const { textures } of context.unitTextures) {
    for (const target of moreTextureTargets) textures.set(target, null);
  }
  core.filtersFloats = true;
  core.samplerStates.seamless = false;
  const { raster } = core;
  raster.framebufferSrgb = false;
  raster.programPointSize = false;
  raster.restartFixed = false;
  raster.independentBlend = readCapsV2IndepBlendFunc(core.caps.view) !== 0;
  for (let i = 1; i < limits.viewports; i++) {
    raster.views.push({ viewport: [...raster.viewport], depthNear: 0, depthFar: 1, scissorEnabled: false, scissor: [...raster.scissor] });
  }
}
