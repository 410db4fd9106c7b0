import { GL } from './constants.ts';
import { type FeatureName, type FeatureRow, featureTable } from './feature-table.ts';
import type { FeatureFlags, Features, Identity, Limits, OtherLimits, StageLimits } from './features.ts';
import type { GlFunctions } from './generated/functions.ts';
import { StageIndex, floatLimitTable, limitTable, stageLimitTable } from './limit-table.ts';
import { findQuirks, quirks } from './quirks.ts';

/** The functions that finding out about a context takes; all are in every context. */
export type ProbeFunctions = Pick<
  GlFunctions,
  | 'getString'
  | 'getInteger'
  | 'getFloat'
  | 'getFloatComponent'
  | 'getIntegerComponent'
  | 'getIntegerIndexed'
  | 'getQueryParameter'
  | 'getError'
>;

/**
 * Reads GL_VERSION and its like.
 *
 * @param version - "4.5 (Core Profile) Mesa 22.3.6", "OpenGL ES 3.2 ...", "WebGL 2.0 (...)"
 * @param shadingLanguage - "4.50", "OpenGL ES GLSL ES 3.20", "WebGL GLSL ES 3.00 (...)"
 */
export function parseIdentity(version: string, shadingLanguage: string, vendor: string, renderer: string): Identity {
  const isWebGl = version.startsWith('WebGL');
  const isGles = isWebGl || version.startsWith('OpenGL ES');
  const match = /(\d+)\.(\d+)/.exec(version);
  const language = /(\d+)\.(\d+)/.exec(shadingLanguage);
  return {
    isGles,
    isWebGl,
    version: isWebGl ? 30 : Number(match?.[1] ?? 0) * 10 + Number(match?.[2]?.[0] ?? 0),
    glslVersion: Number(language?.[1] ?? 0) * 100 + Number((language?.[2] ?? '0').padEnd(2, '0').slice(0, 2)),
    vendor,
    renderer,
    versionString: version,
  };
}

/** Asks a context for its identity. */
export function readIdentity(gl: ProbeFunctions): Identity {
  const text = (name: number): string => gl.getString(name) ?? '';
  return parseIdentity(text(GL.VERSION), text(GL.SHADING_LANGUAGE_VERSION), text(GL.VENDOR), text(GL.RENDERER));
}

/** Whether a row of the feature table holds. */
function rowHolds(row: FeatureRow, identity: Identity, has: (extension: string) => boolean): boolean {
  if (identity.isWebGl) {
    const web = row.web ?? (row.es !== undefined && row.es <= 30);
    return typeof web === 'string' ? has(web) : web;
  }
  const first = identity.isGles ? row.es : row.gl;
  if (first !== undefined && identity.version >= first) return true;
  return row.ext !== undefined && row.ext.split(' ').some((extension) => has(extension));
}

/** Whether a stage exists, by its index. */
function stageExists(flags: FeatureFlags, stage: number): boolean {
  if (stage === StageIndex.GEOMETRY) return flags.geometryShader;
  if (stage === StageIndex.TESS_CONTROL || stage === StageIndex.TESS_EVALUATION) return flags.tessellation;
  return stage === StageIndex.COMPUTE ? flags.computeShader : true;
}

function otherLimits(gl: ProbeFunctions, identity: Identity, flags: FeatureFlags): OtherLimits {
  const range = (pname: number): number => Math.max(1, gl.getFloatComponent(pname, 1));
  const triple = (pname: number): readonly [number, number, number] =>
    flags.computeShader ? [gl.getIntegerIndexed(pname, 0), gl.getIntegerIndexed(pname, 1), gl.getIntegerIndexed(pname, 2)] : [0, 0, 0];
  const desktop = !identity.isGles;
  const strideKnown = identity.version >= (desktop ? 44 : 31) && !identity.isWebGl;
  const flagsKnown = desktop || identity.version >= 32;
  const gather = flags.textureGather ? (desktop ? gl.getInteger(GL.MAX_PROGRAM_TEXTURE_GATHER_COMPONENTS_ARB) : 4) : 0;
  return {
    primitiveRestart: desktop ? 'any' : 'fixed',
    maxPointSize: range(desktop ? GL.POINT_SIZE_RANGE : GL.ALIASED_POINT_SIZE_RANGE),
    maxSmoothPointSize: desktop ? range(GL.SMOOTH_POINT_SIZE_RANGE) : 0,
    maxLineWidth: range(GL.ALIASED_LINE_WIDTH_RANGE),
    maxSmoothLineWidth: desktop ? range(GL.SMOOTH_LINE_WIDTH_RANGE) : 0,
    maxViewportWidth: gl.getIntegerComponent(GL.MAX_VIEWPORT_DIMS, 0),
    maxViewportHeight: gl.getIntegerComponent(GL.MAX_VIEWPORT_DIMS, 1),
    maxVertexStride: strideKnown ? gl.getInteger(GL.MAX_VERTEX_ATTRIB_STRIDE) : identity.isWebGl ? 255 : 2048,
    maxGatherComponents: gather === 0 && flags.textureGather ? 4 : gather,
    maxComputeGroupCount: triple(GL.MAX_COMPUTE_WORK_GROUP_COUNT),
    maxComputeGroupSize: triple(GL.MAX_COMPUTE_WORK_GROUP_SIZE),
    robustContext: identity.isWebGl || (flagsKnown && (gl.getInteger(GL.CONTEXT_FLAGS) & GL.CONTEXT_FLAG_ROBUST_ACCESS_BIT) !== 0),
    timerBits: flags.timerQuery ? gl.getQueryParameter(GL.TIME_ELAPSED, GL.QUERY_COUNTER_BITS) : 0,
  };
}

/**
 * Finds out what a context can do; asks each limit once.
 *
 * @param gl - context that is current
 * @param identity - what `readIdentity` said
 * @param extensions - with or without `GL_`; WebGL's have none
 * @param forcedQuirks - `+name,-name`
 */
export function probeFeatures(gl: ProbeFunctions, identity: Identity, extensions: Iterable<string>, forcedQuirks: string = ''): Features {
  const all = new Set<string>();
  for (const name of extensions) all.add(name.startsWith('GL_') ? name : `GL_${name}`);
  const has = (name: string): boolean => all.has(name.startsWith('GL_') ? name : `GL_${name}`);
  const inForce = findQuirks(identity, forcedQuirks);

  const flags = {} as Record<FeatureName, boolean>;
  for (const name of Object.keys(featureTable) as FeatureName[]) flags[name] = rowHolds(featureTable[name], identity, has);
  for (const quirk of quirks) if (inForce.has(quirk.name)) for (const name of quirk.disables ?? []) flags[name] = false;

  const limits = {} as Record<keyof Limits, number>;
  for (const name of Object.keys(limitTable) as (keyof typeof limitTable)[]) {
    const [pname, needs, otherwise] = limitTable[name];
    limits[name] = needs === '' || flags[needs] ? gl.getInteger(pname) : otherwise;
  }
  for (const name of Object.keys(floatLimitTable) as (keyof typeof floatLimitTable)[]) {
    const [pname, needs, otherwise] = floatLimitTable[name];
    limits[name] = needs === '' || flags[needs] ? gl.getFloat(pname) : otherwise;
  }
  const stages = {} as Record<keyof StageLimits, readonly number[]>;
  for (const name of Object.keys(stageLimitTable) as (keyof StageLimits)[]) {
    const [needs, ...pnames] = stageLimitTable[name];
    const there = needs === '' || flags[needs];
    stages[name] = pnames.map((pname, stage) => (there && stageExists(flags, stage) ? gl.getInteger(pname) : 0));
  }
  const others = otherLimits(gl, identity, flags);
  // Errors of limits that an implementation does not know must not be taken for later ones.
  for (let i = 0; i < 16 && gl.getError() !== GL.NO_ERROR; i++);
  return { ...identity, ...flags, ...limits, ...stages, ...others, extensions: all, has, quirks: inForce };
}
