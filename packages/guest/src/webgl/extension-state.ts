/*
 * State that extensions add: capabilities of `enable`, parameters, and which extension brings each.
 */
import { QueryObject } from '../objects/query.ts';
import { Dirty } from '../state/dirty.ts';
import type { RasterState } from '../state/state.ts';
import type { ContextBase } from './context-base.ts';

/** Distances that clip: how many shaders may write. */
export const CLIP_DISTANCES = 8;

const CLIP_DISTANCE0 = 0x3000;
/** The target of queries of the time. @source EXT_disjoint_timer_query_webgl2 */
export const TIMESTAMP = 0x8e28;
const GPU_DISJOINT = 0x8fbb;
const LOWER_LEFT = 0x8ca1;
const UPPER_LEFT = 0x8ca2;
const NEGATIVE_ONE_TO_ONE = 0x935e;
const ZERO_TO_ONE = 0x935f;

type Flag = 'depthClamp' | 'polygonOffsetLine';

/** By number: the extension and what it switches. @source EXT_depth_clamp, WEBGL_polygon_mode */
const flags: ReadonlyMap<number, readonly [extension: string, flag: Flag]> = new Map([
  [0x864f, ['ext_depth_clamp', 'depthClamp']],
  [0x2a02, ['webgl_polygon_mode', 'polygonOffsetLine']],
]);

/** Whether a capability of an extension is on; undefined when there is none. */
export function extensionEnabled(gl: ContextBase, cap: number): boolean | undefined {
  const { raster } = gl.core;
  const found = flags.get(cap);
  if (found !== undefined) return gl.has(found[0]) ? raster[found[1]] : undefined;
  const distance = cap - CLIP_DISTANCE0;
  if (distance < 0 || distance >= CLIP_DISTANCES || !gl.has('webgl_clip_cull_distance')) return undefined;
  return ((raster.clipDistances >> distance) & 1) !== 0;
}

/** Switches a capability of an extension; false when there is none. */
export function enableExtension(gl: ContextBase, cap: number, on: boolean): boolean {
  if (extensionEnabled(gl, cap) === undefined) return false;
  const { raster, dirty } = gl.core;
  const flag = flags.get(cap)?.[1];
  if (flag !== undefined) raster[flag] = on;
  else if (on) raster.clipDistances |= 1 << (cap - CLIP_DISTANCE0);
  else raster.clipDistances &= ~(1 << (cap - CLIP_DISTANCE0));
  dirty.mark(Dirty.RASTERIZER);
  return true;
}

/** By number: the extension, and its value. */
const parameters: ReadonlyMap<number, readonly [extension: string, value: (raster: RasterState) => number]> = new Map<
  number,
  readonly [string, (raster: RasterState) => number]
>([
  [0x935c, ['ext_clip_control', (raster) => (raster.upperLeft ? UPPER_LEFT : LOWER_LEFT)]],
  [0x935d, ['ext_clip_control', (raster) => (raster.depthZeroToOne ? ZERO_TO_ONE : NEGATIVE_ONE_TO_ONE)]],
  [0x8e1b, ['ext_polygon_offset_clamp', (raster) => raster.polygonOffsetClamp]],
  [0x0b40, ['webgl_polygon_mode', (raster) => raster.polygonMode]],
  [0x0d32, ['webgl_clip_cull_distance', () => CLIP_DISTANCES]],
  [0x82f9, ['webgl_clip_cull_distance', () => CLIP_DISTANCES]],
  [0x82fa, ['webgl_clip_cull_distance', () => CLIP_DISTANCES]],
  // What every host that interpolates anywhere can do. @source OpenGL 4.0, table 6.57
  [0x8e5b, ['oes_shader_multisample_interpolation', () => -0.5]],
  [0x8e5c, ['oes_shader_multisample_interpolation', () => 0.4375]],
  [0x8e5d, ['oes_shader_multisample_interpolation', () => 4]],
]);

/** A parameter of an extension; undefined when there is none. */
export function extensionParameter(gl: ContextBase, pname: number): number | boolean | undefined {
  const found = parameters.get(pname);
  if (found !== undefined) return gl.has(found[0]) ? found[1](gl.core.raster) : undefined;
  if (gl.has('ext_disjoint_timer_query_webgl2')) {
    // A host that had been away would have lost the context.
    if (pname === GPU_DISJOINT) return false;
    if (pname === TIMESTAMP) return timeNow(gl);
  }
  return extensionEnabled(gl, pname);
}

/** The host's time in nanoseconds, when everything before is done. */
function timeNow(gl: ContextBase): number {
  const query = new QueryObject(gl.core.stream);
  query.stamp(TIMESTAMP);
  const time = query.result();
  query.destroy();
  return time;
}

/** `clipControlEXT`; false when a value is not one of its. */
export function setClipControl(raster: RasterState, origin: number, depth: number): boolean {
  if ((origin !== LOWER_LEFT && origin !== UPPER_LEFT) || (depth !== NEGATIVE_ONE_TO_ONE && depth !== ZERO_TO_ONE)) return false;
  raster.upperLeft = origin === UPPER_LEFT;
  raster.depthZeroToOne = depth === ZERO_TO_ONE;
  return true;
}
