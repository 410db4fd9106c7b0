import { readCapsV2IndepBlendFunc } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import { openglExtensions } from './versions.ts';
import type { GetMethods4 } from './get-methods.ts';

/** Texture targets that OpenGL has beyond WebGL 2's, and the extension that says whether a host has them; '' where all do. */
const moreTextureTargets: readonly (readonly [target: number, extension: string])[] = [
  [GL4.TEXTURE_1D, ''],
  [GL4.TEXTURE_1D_ARRAY, ''],
  [GL4.TEXTURE_RECTANGLE, ''],
  [GL4.TEXTURE_CUBE_MAP_ARRAY, 'GL_ARB_texture_cube_map_array'],
  [GL4.TEXTURE_BUFFER, 'GL_ARB_texture_buffer_object'],
  [GL4.TEXTURE_2D_MULTISAMPLE, 'GL_ARB_texture_multisample'],
  [GL4.TEXTURE_2D_MULTISAMPLE_ARRAY, 'GL_ARB_texture_multisample'],
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

/** Buffer targets that OpenGL has beyond WebGL 2's, likewise. */
const moreBufferTargets: readonly (readonly [target: number, extension: string])[] = [
  [GL4.TEXTURE_BUFFER, 'GL_ARB_texture_buffer_object'],
  [GL4.DRAW_INDIRECT_BUFFER, 'GL_ARB_draw_indirect'],
  [GL4.ATOMIC_COUNTER_BUFFER, 'GL_ARB_shader_atomic_counters'],
  [GL4.DISPATCH_INDIRECT_BUFFER, 'GL_ARB_compute_shader'],
  [GL4.SHADER_STORAGE_BUFFER, 'GL_ARB_shader_storage_buffer_object'],
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
  const has = (extension: string): boolean => extension === '' || openglNames.has(extension);
  for (const [target, extension] of moreBufferTargets) if (has(extension)) context.bound.set(target, null);
  for (const { textures } of context.unitTextures) {
    for (const [target, extension] of moreTextureTargets) if (has(extension)) textures.set(target, null);
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
