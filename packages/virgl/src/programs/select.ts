import type { GlslOptions } from '@virglass/shader';
import { writeGlsl } from '@virglass/shader';
import { FormatKind } from '../formats/format.ts';
import { isAlphaInRed } from '../state/sync-blend.ts';
import type { SubContext } from '../sub-context.ts';
import type { LinkedProgram } from './linked-program.ts';
import { KEY_WORDS, type ShaderModule } from './shader-module.ts';
import { compile, ShaderVariant } from './variant.ts';

/*
 * Choosing the program of a draw.
 *
 * What a GLSL text depends on besides the TGSI is packed into a few words, the variant key. Keys are made at a draw only
 * when something that is in them may have changed, compared with the variants that exist, and the variants together find
 * the program. All of it works on scratch arrays; only a new variant or program allocates.
 *
 *   word   vertex, geometry, tessellation         fragment
 *   0      swizzles of sampler views (interned)   the same
 *   1      inputs of the next stage (their id)    flags: see FS_*
 *   2      flags: see VS_*                        sprite coordinate mask
 *   3      signed attributes                      colour kinds, two bits a buffer
 *   4      unsigned attributes                    alpha function, colour count << 4, alpha-in-red mask << 8
 *   5      clip planes                            0
 *   6      BGRA attributes without a GL format    0
 */

const VS_CLAMP_COLOR = 1;
const VS_HALF_Z = 2;
const VS_POINT_SIZE_SYSTEM = 4;
const VS_LAST = 8;
const VS_FLAT = 16;
/** Pipe stage that reads the outputs. */
const VS_NEXT_SHIFT = 8;

const FS_TWO_SIDE = 1;
const FS_FLAT = 2;
const FS_SPRITE_UPPER_LEFT = 4;
const FS_STIPPLE = 8;
const FS_CLAMP_COLOR = 16;
const FS_DUAL_SOURCE = 32;
const FS_PER_SAMPLE = 64;

const PIPE_FUNC_ALWAYS = 7;
const GEOMETRY = 2;
const TESS_EVAL = 4;
const POINTS = 0;
const TRIANGLES = 2;

/** Names of the pipe stages in the shader package. */
const STAGE_NAMES = ['vertex', 'fragment', 'geometry', 'tess-control', 'tess-eval', 'compute'] as const;

/** Pipe stages in pipeline order. */
const PIPELINE = [0, 3, 4, 2, 1];

const keys: Int32Array[] = Array.from({ length: 6 }, () => new Int32Array(KEY_WORDS));
/** The variants chosen for a draw: a fixed array and a count, since emptying an array gives its memory back. */
const chosen: (ShaderVariant | null)[] = [null, null, null, null, null];
const swizzleIds = new Map<string, number>();
const swizzleSets: (Uint8Array | undefined)[] = [undefined];

/**
 * The program for the sub-context's next draw, or null when shaders are missing or do not work (`ctx.cause` says why).
 *
 * @param drawn - 0 points, 1 lines, 2 triangles as they are drawn; a geometry shader makes others of them
 */
export function selectProgram(sub: SubContext, drawn: number): LinkedProgram | null {
  const vertex = sub.shaders[0];
  const fragment = sub.shaders[1];
  if (!vertex?.module || !fragment?.module) {
    sub.ctx.cause = `no ${vertex?.module ? 'fragment' : 'vertex'} shader is bound`;
    return null;
  }
  const shape = rasterizedShape(sub, drawn);
  // Backwards, because what a stage writes depends on what the next one reads.
  let next: ShaderModule | null = null;
  let first = PIPELINE.length;
  for (let i = PIPELINE.length - 1; i >= 0; i--) {
    const stage = PIPELINE[i]!;
    const module: ShaderModule | null | undefined = sub.shaders[stage]?.module;
    if (!module) continue;
    const key = keys[stage]!;
    if (stage === 1) fragmentKey(sub, module, key, shape);
    else vertexKey(sub, module, next!, key);
    chosen[--first] = findVariant(module, key) ?? makeVariant(sub, module, next, key);
    next = module;
  }
  return isChosen(sub.program, first) ? sub.program : sub.ctx.host.programs.program(chosen, first);
}

/** What reaches the rasterizer of a draw of points, lines or triangles. */
function rasterizedShape(sub: SubContext, drawn: number): number {
  const geometry = sub.shaders[GEOMETRY]?.module?.tgsi.info.geometry;
  if (geometry !== undefined) return primitiveClass(geometry.outputPrimitive);
  const evaluation = sub.shaders[TESS_EVAL]?.module?.tgsi.info.tessEval;
  if (evaluation === undefined) return drawn;
  return evaluation.pointMode ? POINTS : primitiveClass(evaluation.primitive);
}

/** What programs depend on in a pipe primitive: 0 points, 1 lines, 2 triangles. */
export function primitiveClass(mode: number): number {
  return mode === 0 ? POINTS : mode < 4 || mode === 10 || mode === 11 ? 1 : TRIANGLES;
}

/** True when the program has exactly the variants chosen, which begin at index `first`. */
function isChosen(program: LinkedProgram | null, first: number): boolean {
  if (program === null || program.deleted || program.variants.length !== chosen.length - first) return false;
  for (let i = first; i < chosen.length; i++) if (program.variants[i - first] !== chosen[i]) return false;
  return true;
}

function findVariant(module: ShaderModule, key: Int32Array): ShaderVariant | null {
  const { variants } = module;
  for (let i = 0; i < variants.length; i++) if (variants[i]!.matches(key)) return variants[i]!;
  return null;
}

function vertexKey(sub: SubContext, module: ShaderModule, next: ShaderModule, key: Int32Array): void {
  const rs = sub.rasterizer;
  const { features } = sub.ctx.host.gl;
  const last = next.stage === 1;
  let flags = (last ? VS_LAST : 0) | (next.stage << VS_NEXT_SHIFT);
  if (rs !== null) {
    if (rs.clampVertexColor) flags |= VS_CLAMP_COLOR;
    if (rs.flatshade) flags |= VS_FLAT;
    if (rs.clipHalfZ && last && !features.clipControl) flags |= VS_HALF_Z;
    if (last && features.isGles && !rs.pointSizePerVertex) flags |= VS_POINT_SIZE_SYSTEM;
  }
  key[0] = swizzleId(sub, module);
  key[1] = next.inputsId;
  key[2] = flags;
  const layout = module.stage === 0 ? sub.vertexElements : null;
  key[3] = layout === null ? 0 : layout.signedMask;
  key[4] = layout === null ? 0 : layout.unsignedMask;
  key[5] = last && rs !== null ? rs.clipPlaneEnable : 0;
  key[6] = layout === null || features.vertexArrayBgra ? 0 : layout.bgraMask;
}

function fragmentKey(sub: SubContext, module: ShaderModule, key: Int32Array, shape: number): void {
  const { rasterizer: rs, blend, dsa, framebuffer: fb } = sub;
  let flags = 0;
  let sprites = 0;
  if (rs !== null) {
    if (rs.lightTwoSide) flags |= FS_TWO_SIDE;
    if (rs.flatshade) flags |= FS_FLAT;
    if (rs.polyStipple && shape === TRIANGLES) flags |= FS_STIPPLE;
    if (rs.clampFragmentColor) flags |= FS_CLAMP_COLOR;
    if (rs.forcePerSample) flags |= FS_PER_SAMPLE;
    if (shape === POINTS && rs.pointQuad) sprites = rs.spriteCoordEnable;
    if ((sprites !== 0 || module.tgsi.info.readsPointCoord) && rs.spriteCoordMode === 0) flags |= FS_SPRITE_UPPER_LEFT;
  }
  if (blend !== null && blend.dualSource) flags |= FS_DUAL_SOURCE;
  let kinds = 0;
  let alphaInRed = 0;
  let integer = false;
  for (let i = 0; i < fb.colorCount; i++) {
    const format = fb.colors[i]?.format;
    if (format === undefined) continue;
    if (format.kind === FormatKind.SINT) kinds |= 1 << (2 * i);
    else if (format.kind === FormatKind.UINT) kinds |= 2 << (2 * i);
    if (isAlphaInRed(format)) alphaInRed |= 1 << i;
    if (i === 0) integer = kinds !== 0;
  }
  const alpha = dsa !== null && dsa.alphaEnable && !integer ? dsa.alphaFunc : PIPE_FUNC_ALWAYS;
  key[0] = swizzleId(sub, module);
  key[1] = flags;
  key[2] = sprites;
  key[3] = kinds;
  key[4] = alpha | (Math.max(1, fb.colorCount) << 4) | (alphaInRed << 8);
  key[5] = 0;
}

/** Number of the set of swizzles that the shader must apply to its samplers; 0 when none. */
function swizzleId(sub: SubContext, module: ShaderModule): number {
  const units = module.swizzledUnits;
  if (units.length === 0) return 0;
  const views = sub.samplerViews[module.stage]!;
  let text = '';
  for (let i = 0; i < units.length; i++) {
    const view = views[units[i]!];
    if (!view) continue;
    const s = view.swizzle;
    if (s[0] !== 0 || s[1] !== 1 || s[2] !== 2 || s[3] !== 3) text += `${units[i]}:${s[0]}${s[1]}${s[2]}${s[3]} `;
  }
  if (text === '') return 0;
  const known = swizzleIds.get(text);
  if (known !== undefined) return known;
  const set = new Uint8Array(32 * 4);
  for (let unit = 0; unit < 32; unit++) set.set([0, 1, 2, 3], unit * 4);
  for (const unit of units) {
    const view = views[unit];
    if (view) set.set(view.swizzle, unit * 4);
  }
  swizzleSets.push(set);
  swizzleIds.set(text, swizzleSets.length - 1);
  return swizzleSets.length - 1;
}

function makeVariant(sub: SubContext, module: ShaderModule, next: ShaderModule | null, key: Int32Array): ShaderVariant {
  const { host } = sub.ctx;
  const options = module.stage === 1 ? fragmentOptions(sub, key) : vertexOptions(sub, module, next!, key);
  const result = writeGlsl(module.tgsi, options);
  const name = result.ok ? compile(host, module.stage, result.source) : 0;
  const variant = new ShaderVariant(module, key, result.ok ? result : null, result.ok ? '' : result.message, name);
  module.variants.push(variant);
  if (result.ok && result.ignored.length > 0) sub.ctx.log.debug(`${module.tgsi.stage} shader: left out: ${result.ignored.join(', ')}`);
  return variant;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function baseOptions(sub: SubContext, key: Int32Array): Writable<GlslOptions> {
  const { programs } = sub.ctx.host;
  const options: Writable<GlslOptions> = {
    dialect: programs.dialect,
    features: programs.features,
    opaqueConversions: programs.opaqueConversions,
  };
  const swizzles = swizzleSets[key[0]!];
  if (swizzles !== undefined) options.samplerSwizzle = swizzles;
  return options;
}

function vertexOptions(sub: SubContext, module: ShaderModule, next: ShaderModule, key: Int32Array): GlslOptions {
  const options = baseOptions(sub, key);
  const flags = key[2]!;
  const last = (flags & VS_LAST) !== 0;
  options.next = next.tgsi.info.inputs;
  options.nextStage = STAGE_NAMES[next.stage]!;
  options.flatShade = (flags & VS_FLAT) !== 0;
  options.clampVertexColor = (flags & VS_CLAMP_COLOR) !== 0;
  options.positionYFactor = last;
  if ((flags & VS_HALF_Z) !== 0) options.depthZeroToOne = true;
  if ((flags & VS_POINT_SIZE_SYSTEM) !== 0) options.pointSize = 'system';
  options.clipPlanes = key[5]!;
  if (module.stage === 0) {
    const kinds = new Uint8Array(32);
    for (let i = 0; i < 32; i++) kinds[i] = (key[3]! >>> i) & 1 ? 1 : (key[4]! >>> i) & 1 ? 2 : 0;
    options.attribKind = kinds;
    options.attribSwizzleBgra = key[6]!;
  }
  if (last && module.streamOutput.length > 0) {
    options.streamOutput = module.streamOutput;
    options.streamStrides = module.streamStrides;
  }
  return options;
}

function fragmentOptions(sub: SubContext, key: Int32Array): GlslOptions {
  const options = baseOptions(sub, key);
  const flags = key[1]!;
  options.twoSide = (flags & FS_TWO_SIDE) !== 0;
  options.flatShade = (flags & FS_FLAT) !== 0;
  options.spriteCoordMask = key[2]!;
  options.spriteCoordUpperLeft = (flags & FS_SPRITE_UPPER_LEFT) !== 0;
  options.alphaTest = key[4]! & 15;
  options.polygonStipple = (flags & FS_STIPPLE) !== 0;
  options.clampColor = (flags & FS_CLAMP_COLOR) !== 0;
  options.dualSource = (flags & FS_DUAL_SOURCE) !== 0;
  options.forceSampleShading = (flags & FS_PER_SAMPLE) !== 0;
  options.colorCount = (key[4]! >>> 4) & 15;
  const kinds = new Uint8Array(8);
  const swizzles: (string | undefined)[] = [];
  for (let i = 0; i < 8; i++) {
    kinds[i] = (key[3]! >>> (2 * i)) & 3;
    swizzles.push((key[4]! >>> (8 + i)) & 1 ? 'aaaa' : undefined);
  }
  options.colorKinds = kinds;
  options.colorSwizzle = swizzles;
  return options;
}
