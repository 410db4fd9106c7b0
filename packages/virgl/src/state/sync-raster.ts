import { GL } from '@virglass/gl';
import { CreateRasterizerLength, CullFace, PolygonMode } from '@virglass/protocol';
import { Rasterizer } from '../objects/rasterizer.ts';
import type { SubContext } from '../sub-context.ts';

function polygonMode(mode: number): number {
  return mode === PolygonMode.LINE ? GL.LINE : mode === PolygonMode.POINT ? GL.POINT : GL.FILL;
}

function cullFace(face: number): number {
  return face === CullFace.FRONT ? GL.FRONT : face === CullFace.BACK ? GL.BACK : GL.FRONT_AND_BACK;
}

/** What a guest gets that has bound no rasterizer state: plain filled triangles. Not what another guest left. */
const noRasterizer = new Rasterizer(
  0,
  new Uint32Array(CreateRasterizerLength),
  new Uint32Array(CreateRasterizerLength + 1),
  new Float32Array(CreateRasterizerLength + 1),
  0,
);

/**
 * Emits the rasterizer state.
 *
 * Gallium calls a face front by its winding with y growing downwards; rows of our textures grow upwards in GL's eyes, so
 * the winding is the other one.
 */
export function syncRasterizer(sub: SubContext): void {
  const rs = sub.rasterizer ?? noRasterizer;
  const { state, gl } = sub.ctx.host;
  const { features } = gl;
  state.setEnabled(GL.RASTERIZER_DISCARD, rs.discard);
  state.frontFace(rs.frontCcw ? GL.CW : GL.CCW);
  if (rs.cullFace === CullFace.NONE) state.disable(GL.CULL_FACE);
  else {
    state.cullFace(cullFace(rs.cullFace));
    state.enable(GL.CULL_FACE);
  }
  state.lineWidth(rs.lineWidth > 0 ? rs.lineWidth : 1);
  state.setEnabled(GL.POLYGON_OFFSET_FILL, rs.offsetTri);
  if (rs.offsetTri || rs.offsetLine || rs.offsetPoint) {
    state.polygonOffset(rs.offsetScale, rs.offsetUnits, features.polygonOffsetClamp ? rs.offsetClamp : 0);
  }
  if (features.depthClamp) state.setEnabled(GL.DEPTH_CLAMP, !rs.depthClip);
  if (features.clipControl) state.clipControl(GL.LOWER_LEFT, rs.clipHalfZ ? GL.ZERO_TO_ONE : GL.NEGATIVE_ONE_TO_ONE);
  if (features.provokingVertex) {
    state.provokingVertex(rs.flatshadeFirst ? GL.FIRST_VERTEX_CONVENTION : GL.LAST_VERTEX_CONVENTION);
  }
  if (features.clipDistance) {
    const planes = sub.program?.clipDistances ?? 0;
    for (let i = 0; i < 8; i++) state.setEnabled(GL.CLIP_DISTANCE0 + i, ((rs.clipPlaneEnable & planes) >>> i) % 2 === 1);
  }
  state.setEnabled(GL.SCISSOR_TEST, rs.scissor);
  if (features.polygonMode) {
    const front = polygonMode(rs.fillFront);
    const back = polygonMode(rs.fillBack);
    if (features.compatibility) state.polygonMode(front, back);
    // Core profiles have one mode for both faces; with one face culled the other's is the one that shows.
    else state.polygonMode(rs.cullFace === CullFace.FRONT ? back : front);
  }
  if (features.compatibility) {
    state.setEnabled(GL.LINE_STIPPLE, rs.lineStipple);
    if (rs.lineStipple) state.lineStipple(rs.lineStippleFactor, rs.lineStipplePattern);
  }
  if (!features.isGles) {
    state.setEnabled(GL.POLYGON_OFFSET_LINE, rs.offsetLine);
    state.setEnabled(GL.POLYGON_OFFSET_POINT, rs.offsetPoint);
    state.setEnabled(GL.PROGRAM_POINT_SIZE, rs.pointSizePerVertex);
    if (!rs.pointSizePerVertex && rs.pointSize > 0) state.pointSize(rs.pointSize);
    state.setEnabled(GL.LINE_SMOOTH, rs.lineSmooth);
    state.setEnabled(GL.POLYGON_SMOOTH, rs.polySmooth);
    state.setEnabled(GL.MULTISAMPLE, rs.multisample);
  }
  if (features.sampleMask) state.setEnabled(GL.SAMPLE_MASK, rs.multisample);
}

/** GL's viewports are of ints; what lies beyond this, no target has. */
const MOST_PIXELS = 2 ** 24;

/** A coordinate or size that GL can take, whatever float a guest sent. */
function pixels(value: number): number {
  return value >= -MOST_PIXELS ? Math.min(value, MOST_PIXELS) : value < 0 ? -MOST_PIXELS : 0;
}

/** Emits viewports and depth ranges. GL takes no negative size: the last vertex stage flips y instead (`adjustY`). */
export function syncViewport(sub: SubContext): void {
  const { state, gl } = sub.ctx.host;
  const v = sub.viewports;
  const halfZ = sub.rasterizer?.clipHalfZ ?? false;
  const count = gl.features.viewportArray ? sub.viewportCount : 1;
  for (let i = 0; i < count; i++) {
    const at = i * 6;
    const width = pixels(Math.abs(v[at]!) * 2);
    const height = pixels(Math.abs(v[at + 1]!) * 2);
    const x = pixels(v[at + 3]! - width / 2);
    const y = pixels(v[at + 4]! - height / 2);
    const scaleZ = v[at + 2]!;
    const near = halfZ ? v[at + 5]! : v[at + 5]! - scaleZ;
    const far = v[at + 5]! + scaleZ;
    if (i === 0 && count === 1) {
      state.viewport(Math.trunc(x), Math.trunc(y), Math.trunc(width), Math.trunc(height));
      state.depthRange(near, far);
    } else {
      state.viewportIndexed(i, x, y, width, height);
      state.depthRangeIndexed(i, near, far);
    }
  }
}

/** Emits scissor rectangles; they count only while the rasterizer state enables them. */
export function syncScissor(sub: SubContext): void {
  if (sub.rasterizer === null || !sub.rasterizer.scissor) return;
  const { state, gl } = sub.ctx.host;
  const s = sub.scissors;
  const count = gl.features.viewportArray ? sub.viewportCount : 1;
  for (let i = 0; i < count; i++) {
    const at = i * 4;
    const width = Math.max(0, s[at + 2]! - s[at]!);
    const height = Math.max(0, s[at + 3]! - s[at + 1]!);
    if (count === 1) state.scissor(s[at]!, s[at + 1]!, width, height);
    else state.scissorIndexed(i, s[at]!, s[at + 1]!, width, height);
  }
}
