import type { GlslOptions } from '@virglass/shader';
import { FormatKind } from '../formats/format.ts';
import { MAX_IMAGES, MAX_PLAIN_CONSTANTS, MAX_VARIANTS, MAX_VIEW_SETS } from '../limits.ts';
import { isAlphaInRed } from '../state/sync-blend.ts';
import type { ShaderObject } from '../objects/shader.ts';
import type { SubContext } from '../sub-context.ts';
import type { LinkedProgram } from './linked-program.ts';
import { KEY_WORDS, type ShaderModule } from './shader-module.ts';
import { ShaderVariant } from './variant.ts';

/*
 * Choosing the program of a draw.
 *
 * What a GLSL text depends on besides the TGSI is packed into a few words, the variant key. Keys are made at a draw only
 * when something that is in them may have changed, compared with the variants that exist, and the variants together find
 * the program. All of it works on scratch arrays; only a new variant or program allocates.
 *
 *   word   vertex, geometry, tessellation         fragment
 *   0      swizzles of sampler views and kinds    the same
 *          of images (interned)
 *   1      inputs of the next stage (their id)    flags: see FS_*
 *   2      flags: see VS_*                        sprite coordinate mask
 *   3      signed attributes                      colour kinds, two bits a buffer
 *   4      unsigned attributes                    alpha function, colour count << 4, alpha-in-red mask << 8
 *   5      clip planes                            0
 *   6      BGRA attributes without a GL format    0
 *   7      image base, storage buffer base << 16  the same
 *
 * A host has few image units and storage buffer bindings for all stages together, so they are dealt out: each stage's begin
 * where those of the stage before it in the pipeline end.
 *
 * Compute shaders: word 0 as above, 3 bytes of shared memory.
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
const FS_CONSTANT_BUFFER = 128;

/** Word of a key that says where a stage's images and storage buffers begin. */
const BASES = 7;

const PIPE_FUNC_ALWAYS = 7;
const GEOMETRY = 2;
const TESS_EVAL = 4;
const COMPUTE = 5;
const POINTS = 0;
const TRIANGLES = 2;

/** Names of the pipe stages in the shader package. */
const STAGE_NAMES = ['vertex', 'fragment', 'geometry', 'tess-control', 'tess-eval', 'compute'] as const;

/** Pipe stages in pipeline order. */
const PIPELINE = [0, 3, 4, 2, 1];

const keys: Int32Array[] = Array.from({ length: 6 }, () => new Int32Array(KEY_WORDS));
/** The variants chosen for a draw: a fixed array and a count, since emptying an array gives its memory back. */
const chosen: (ShaderVariant | null)[] = [null, null, null, null, null];
const chosenCompute: (ShaderVariant | null)[] = [null];
/** Numbers of what shaders must know of their views, and what that is. Bounded: a number that is forgotten is not given again. */
const viewIds = new Map<string, number>();
const viewSets = new Map<number, { readonly swizzles: Uint8Array; readonly kinds: Uint8Array }>();
let lastViewId = 0;

/**
 * The program for the sub-context's next draw, or null when shaders are missing or do not work (`ctx.cause` says why).
 *
 * @param drawn - 0 points, 1 lines, 2 triangles as they are drawn; a geometry shader makes others of them
 */
export function selectProgram(sub: SubContext, drawn: number): LinkedProgram | null {
  const { shaders } = sub;
  if (!shaders[0]?.module || !shaders[1]?.module) {
    sub.ctx.cause = `no ${shaders[0]?.module ? 'fragment' : 'vertex'} shader is bound`;
    return null;
  }
  const first = chooseVariants(sub, shaders, drawn);
  return isChosen(sub.program, first) ? sub.program : sub.ctx.host.programs.program(chosen, first, sub.ctx.log);
}

/**
 * Has the host begin with the program that these shaders, by stage, would make of triangles with the state as it is now, where
 * the host compiles in the background.
 */
export function foreseeProgram(sub: SubContext, shaders: readonly (ShaderObject | null)[]): void {
  if (!sub.ctx.host.programs.foresees || !shaders[0]?.module || !shaders[1]?.module) return;
  sub.ctx.host.programs.foresee(chosen, chooseVariants(sub, shaders, TRIANGLES));
}

/** Fills `chosen` with the variants of a draw, to its end; the index of the first. */
function chooseVariants(sub: SubContext, shaders: readonly (ShaderObject | null)[], drawn: number): number {
  const shape = rasterizedShape(shaders, drawn);
  dealBindings(shaders);
  // Backwards, because what a stage writes depends on what the next one reads.
  let next: ShaderModule | null = null;
  let first = PIPELINE.length;
  for (let i = PIPELINE.length - 1; i >= 0; i--) {
    const stage = PIPELINE[i]!;
    const module: ShaderModule | null | undefined = shaders[stage]?.module;
    if (!module) continue;
    const key = keys[stage]!;
    if (stage === 1) fragmentKey(sub, module, key, shape);
    else vertexKey(sub, module, next!, key);
    chosen[--first] = findVariant(module, key) ?? makeVariant(sub, module, next, key);
    next = module;
  }
  return first;
}

/** Where the image units and storage buffer bindings of each stage begin; goes into the last word of the keys. */
function dealBindings(shaders: readonly (ShaderObject | null)[]): void {
  let images = 0;
  let storage = 0;
  for (let i = 0; i < PIPELINE.length; i++) {
    const stage = PIPELINE[i]!;
    const module = shaders[stage]?.module;
    if (!module) continue;
    const { info } = module.tgsi;
    keys[stage]![BASES] = images | (storage << 16);
    images += info.imageSlots;
    storage += info.storageSlots;
  }
}

/** The program for a dispatch of the bound compute shader, or null when there is none (`ctx.cause` says why). */
export function selectCompute(sub: SubContext): LinkedProgram | null {
  const shader = sub.shaders[COMPUTE];
  const module = shader?.module;
  if (!shader || !module) {
    sub.ctx.cause = 'no compute shader is bound';
    return null;
  }
  const key = keys[COMPUTE]!;
  key[0] = viewsId(sub, module);
  key[3] = shader.sharedBytes;
  chosenCompute[0] = findVariant(module, key) ?? makeVariant(sub, module, null, key);
  return sub.ctx.host.programs.program(chosenCompute, 0, sub.ctx.log);
}

/** What reaches the rasterizer of a draw of points, lines or triangles. */
function rasterizedShape(shaders: readonly (ShaderObject | null)[], drawn: number): number {
  const geometry = shaders[GEOMETRY]?.module?.tgsi.info.geometry;
  if (geometry !== undefined) return primitiveClass(geometry.outputPrimitive);
  const evaluation = shaders[TESS_EVAL]?.module?.tgsi.info.tessEval;
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
  key[0] = viewsId(sub, module);
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
  if (sub.uniformBuffers[1]![0]!.resource !== null) flags |= FS_CONSTANT_BUFFER;
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
  key[0] = viewsId(sub, module);
  key[1] = flags;
  key[2] = sprites;
  key[3] = kinds;
  key[4] = alpha | (Math.max(1, fb.colorCount) << 4) | (alphaInRed << 8);
  key[5] = 0;
}

/** Number of what the shader must know of its sampler views and images; 0 where that is nothing. */
function viewsId(sub: SubContext, module: ShaderModule): number {
  const { swizzledUnits: units, formatlessImages: images } = module;
  if (units.length === 0 && images.length === 0) return 0;
  const views = sub.samplerViews[module.stage]!;
  let text = '';
  for (let i = 0; i < units.length; i++) {
    const view = views[units[i]!];
    if (!view) continue;
    const s = view.swizzle;
    if (s[0] !== 0 || s[1] !== 1 || s[2] !== 2 || s[3] !== 3) text += `${units[i]}:${s[0]}${s[1]}${s[2]}${s[3]} `;
  }
  for (let i = 0; i < images.length; i++) {
    const kind = imageKind(sub, module.stage, images[i]!);
    if (kind !== 0) text += `image ${images[i]}:${kind} `;
  }
  if (text === '') return 0;
  const known = viewIds.get(text);
  if (known !== undefined) return known;
  const swizzles = new Uint8Array(32 * 4);
  for (let unit = 0; unit < 32; unit++) swizzles.set([0, 1, 2, 3], unit * 4);
  for (const unit of units) {
    const view = views[unit];
    if (view) swizzles.set(view.swizzle, unit * 4);
  }
  const kinds = new Uint8Array(MAX_IMAGES);
  for (const image of images) if (image < MAX_IMAGES) kinds[image] = imageKind(sub, module.stage, image);
  if (viewIds.size >= MAX_VIEW_SETS) {
    viewIds.clear();
    viewSets.clear();
  }
  viewSets.set(++lastViewId, { swizzles, kinds });
  viewIds.set(text, lastViewId);
  return lastViewId;
}

/** What an image holds that is bound where a shader names no format: 0 float (or nothing is bound), 1 int, 2 uint. */
function imageKind(sub: SubContext, stage: number, slot: number): number {
  const kind = sub.memory.imageAt(stage, slot)?.format?.kind;
  return kind === FormatKind.SINT ? 1 : kind === FormatKind.UINT ? 2 : 0;
}

function makeVariant(sub: SubContext, module: ShaderModule, next: ShaderModule | null, key: Int32Array): ShaderVariant {
  const options =
    module.stage === 1
      ? fragmentOptions(sub, key)
      : module.stage === COMPUTE
        ? computeOptions(sub, key)
        : vertexOptions(sub, module, next!, key);
  const variant = new ShaderVariant(module, key, {
    ...options,
    ...sub.ctx.host.time.loopOptions(module.stage, module.tgsi.info.buffers.length),
  });
  if (module.variants.length >= MAX_VARIANTS) sub.ctx.host.programs.dropVariant(module);
  module.variants.push(variant);
  return variant;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function baseOptions(sub: SubContext, stage: number, key: Int32Array): Writable<GlslOptions> {
  const { programs, gl } = sub.ctx.host;
  const options: Writable<GlslOptions> = {
    dialect: programs.dialect,
    features: programs.features,
    opaqueConversions: programs.opaqueConversions,
    maxUniformBlocks: gl.features.maxUniformBlocks[stage]!,
  };
  const views = viewSets.get(key[0]!);
  if (views !== undefined) {
    options.samplerSwizzle = views.swizzles;
    options.imageKinds = views.kinds;
  }
  const bases = key[BASES]!;
  if (bases !== 0) {
    options.imageBase = bases & 0xffff;
    options.storageBase = bases >>> 16;
  }
  return options;
}

function computeOptions(sub: SubContext, key: Int32Array): GlslOptions {
  const options = baseOptions(sub, COMPUTE, key);
  options.sharedBytes = key[3]!;
  if (sub.ctx.host.slicesDraws) options.slicedGrid = true;
  return options;
}

function vertexOptions(sub: SubContext, module: ShaderModule, next: ShaderModule, key: Int32Array): GlslOptions {
  const options = baseOptions(sub, module.stage, key);
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
  const options = baseOptions(sub, 1, key);
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
  if ((flags & FS_CONSTANT_BUFFER) === 0) options.plainConstants = MAX_PLAIN_CONSTANTS;
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
