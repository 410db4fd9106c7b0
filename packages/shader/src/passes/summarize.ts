/** Makes the module of a validated shader: its data and the summary in `info`. */
import type { Instruction, Source } from '../ir/instruction.ts';
import type { ConstBuffer, GeometryInfo, IoDecl, ModuleInfo, TessEvalInfo, TgsiModule } from '../ir/module.ts';
import { is64bit } from '../ir/opcodes.ts';
import { primitives, primitiveVertices, type Semantic } from '../ir/types.ts';
import type { RawModule } from '../front/tgsi/parse.ts';
import { resolveSamplers } from './samplers.ts';
import { markVaryingArrays } from './varying-arrays.ts';

/** Highest distance written by CLIPDIST outputs, plus one. */
const declaredDistances = (outputs: readonly IoDecl[]): number => {
  let count = 0;
  for (const decl of outputs) {
    if (decl.semantic !== 'CLIPDIST') continue;
    const lastIndex = decl.semanticIndex + decl.last - decl.first;
    count = Math.max(count, lastIndex * 4 + 32 - Math.clz32(decl.usageMask));
  }
  return Math.min(count, 8);
};

/** Clip and cull distances: all are clip distances unless the properties split them. */
const distances = (written: number, properties: ReadonlyMap<string, number>): [clip: number, cull: number] => {
  const clip = properties.get('NUM_CLIPDIST_ENABLED');
  const cull = properties.get('NUM_CULLDIST_ENABLED');
  if (written === 0 || (clip === undefined && cull === undefined)) return [written, 0];
  const clipped = Math.min(Math.max(clip ?? 0, 0), 8);
  return [clipped, Math.min(Math.max(cull ?? 0, 0), 8 - clipped)];
};

/** Which slots are reached by a variable: the slot's register, or the slot itself. */
const indirectSlots = (raw: RawModule): Set<number> => {
  const slots = new Set<number>();
  const visit = ({ file, index, dimension }: Source): void => {
    if (file !== 'CONST') return;
    if (dimension !== null && dimension.indirect !== null) for (const slot of raw.declarations.constants.keys()) slots.add(slot);
    else if (index.indirect !== null) slots.add(dimension?.offset ?? 0);
  };
  for (const inst of raw.instructions) inst.src.forEach(visit);
  return slots;
};

/** The properties of a geometry shader; an absent one is Gallium's default, 0. */
const geometryInfo = (properties: ReadonlyMap<string, number>): GeometryInfo => {
  const inputPrimitive = properties.get('GS_INPUT_PRIMITIVE') ?? 0;
  return {
    inputPrimitive,
    inputVertices: primitiveVertices[primitives[inputPrimitive] ?? ''] ?? 1,
    outputPrimitive: properties.get('GS_OUTPUT_PRIMITIVE') ?? 0,
    maxVertices: properties.get('GS_MAX_OUTPUT_VERTICES') ?? 0,
    invocations: Math.max(1, properties.get('GS_INVOCATIONS') ?? 1),
  };
};

const spacings = ['fractional_odd', 'fractional_even', 'equal'] as const;

/** The properties of a tessellation evaluation shader; an absent one is Gallium's default, 0. */
const tessEvalInfo = (properties: ReadonlyMap<string, number>): TessEvalInfo => ({
  primitive: properties.get('TES_PRIM_MODE') ?? 0,
  spacing: spacings[properties.get('TES_SPACING') ?? 0] ?? 'equal',
  clockwise: (properties.get('TES_VERTEX_ORDER_CW') ?? 0) !== 0,
  pointMode: (properties.get('TES_POINT_MODE') ?? 0) !== 0,
});

/** Whether an instruction changes memory that outlives the shader. */
const writesMemory = ({ op, info, dst, src }: Instruction): boolean =>
  (op === 'STORE' && dst[0]?.file !== 'MEMORY') || (info.class === 'atomic' && src[0]?.file !== 'MEMORY');

/** The fixed size of a work group, null where the properties leave it to each dispatch. */
const workgroupOf = (properties: ReadonlyMap<string, number>): readonly [number, number, number] | null => {
  const width = properties.get('CS_FIXED_BLOCK_WIDTH') ?? 0;
  if (width === 0) return null;
  return [width, properties.get('CS_FIXED_BLOCK_HEIGHT') ?? 1, properties.get('CS_FIXED_BLOCK_DEPTH') ?? 1];
};

/** The input that is moved to the edge flag as it is, -1 when there is none. */
const edgeFlagInput = (outputs: readonly IoDecl[], instructions: readonly Instruction[]): number => {
  const flag = outputs.find(({ semantic }) => semantic === 'EDGEFLAG');
  if (flag === undefined) return -1;
  for (const { op, dst, src } of instructions) {
    const [to, from] = [dst[0], src[0]];
    if (op !== 'MOV' || to?.file !== 'OUT' || to.index.offset !== flag.first || to.index.indirect !== null) continue;
    return from?.file === 'IN' && from.index.indirect === null ? from.index.offset : -1;
  }
  return -1;
};

/** Builds the module; fails only where sampler uses contradict each other. */
export const summarize = (raw: RawModule): TgsiModule => {
  const { stage, declarations: d, instructions, properties } = raw;
  const fragment = stage === 'fragment';
  const has = (decls: readonly IoDecl[], ...names: Semantic[]): boolean => decls.some((decl) => names.includes(decl.semantic));
  const writes = (...names: Semantic[]): boolean => has(d.outputs, ...names);
  const reads = (...names: Semantic[]): boolean => has(d.inputs, ...names) || has(d.systemValues, ...names);
  const flag = (name: string): boolean => (properties.get(name) ?? 0) !== 0;
  const slots = indirectSlots(raw);
  const usesFramebufferFetch = instructions.some(({ op }) => op === 'FBFETCH');
  const constBuffers: ConstBuffer[] = [...d.constants]
    .sort(([a], [b]) => a - b)
    .map(([slot, size]) => ({ slot, size, indirect: slots.has(slot) }));
  const types = instructions.map(({ info }) => [info.dstType, ...info.srcTypes]);
  const samplerViews = resolveSamplers(instructions, d.samplers, d.sviews);
  const [clip, cull] = distances(fragment ? 0 : declaredDistances(d.outputs), properties);
  let colorOutputs = 0;
  for (const decl of fragment ? d.outputs : []) {
    if (decl.semantic !== 'COLOR') continue;
    for (let i = decl.first; i <= decl.last; i++) colorOutputs |= 1 << ((decl.semanticIndex + i - decl.first) & 31);
  }
  const info: ModuleInfo = {
    stage,
    inputs: stage === 'tess-control' || stage === 'tess-eval' ? markVaryingArrays(d.inputs, instructions) : d.inputs,
    outputs: d.outputs,
    systemValues: d.systemValues,
    samplerMask: samplerViews.reduce((mask, { unit }) => (mask | (1 << unit)) >>> 0, 0),
    samplerViews,
    constBuffers,
    const0Size: d.constants.get(0) ?? 0,
    images: d.images,
    buffers: d.buffers,
    atomics: d.atomics,
    memory: d.memory,
    imageSlots: d.images.reduce((count, { index }) => Math.max(count, index + 1), 0),
    storageSlots: d.buffers.reduce((count, { index }) => Math.max(count, index + 1), 0),
    writesMemory: instructions.some(writesMemory),
    workgroup: stage === 'compute' ? workgroupOf(properties) : null,
    usesKill: instructions.some(({ info: { class: c } }) => c === 'kill'),
    usesInstanceId: reads('INSTANCEID'),
    usesVertexId: reads('VERTEXID', 'VERTEXID_NOBASE'),
    usesBaseVertex: reads('BASEVERTEX', 'VERTEXID_NOBASE'),
    usesBaseInstance: reads('BASEINSTANCE'),
    usesDrawId: reads('DRAWID'),
    usesDerivatives: instructions.some(({ info: { class: c } }) => c === 'derivative'),
    uses64bit: types.some((row) => row.some(is64bit)),
    usesIntegers: types.some((row) => row.some((type) => type === 'i' || type === 'u')),
    usesFramebufferFetch,
    advancedBlend: fragment && !usesFramebufferFetch ? (properties.get('FS_BLEND_EQUATION_ADVANCED') ?? 0) & 0xfffe : 0,
    writesDepth: fragment && writes('POSITION'),
    writesStencil: fragment && writes('STENCIL'),
    writesSampleMask: fragment && writes('SAMPLEMASK'),
    colorOutputs,
    writesAllColors: fragment && flag('FS_COLOR0_WRITES_ALL_CBUFS'),
    perSample: fragment && (reads('SAMPLEID', 'SAMPLEPOS') || d.inputs.some(({ location }) => location === 'SAMPLE')),
    clipDistances: clip,
    cullDistances: cull,
    writesClipVertex: !fragment && writes('CLIPVERTEX'),
    writesPointSize: !fragment && writes('PSIZE'),
    writesEdgeFlag: !fragment && writes('EDGEFLAG'),
    edgeFlagInput: stage === 'vertex' ? edgeFlagInput(d.outputs, instructions) : -1,
    writesLayer: !fragment && writes('LAYER'),
    writesViewportIndex: !fragment && writes('VIEWPORT_INDEX'),
    writesPosition: !fragment && writes('POSITION'),
    ...(stage === 'geometry' ? { geometry: geometryInfo(properties) } : {}),
    ...(stage === 'tess-control' ? { patchVertices: properties.get('TCS_VERTICES_OUT') ?? 1 } : {}),
    ...(stage === 'tess-eval' ? { tessEval: tessEvalInfo(properties) } : {}),
    prohibitsUserClipPlanes: flag('VS_PROHIBIT_UCPS'),
    windowSpacePosition: flag('VS_WINDOW_SPACE_POSITION'),
    readsFace: reads('FACE'),
    readsPosition: fragment && reads('POSITION'),
    readsPointCoord: reads('PCOORD'),
    readsPrimitiveId: reads('PRIM_ID'),
    earlyDepthTest: flag('FS_EARLY_DEPTH_STENCIL'),
    postDepthCoverage: flag('FS_POST_DEPTH_COVERAGE'),
    coordOrigin: flag('FS_COORD_ORIGIN') ? 'LOWER_LEFT' : 'UPPER_LEFT',
    pixelCenter: flag('FS_COORD_PIXEL_CENTER') ? 'INTEGER' : 'HALF_INTEGER',
    separable: flag('SEPARABLE_PROGRAM'),
    properties,
    instructionCount: instructions.length,
    textLength: raw.textLength,
  };
  const addressCount = d.addresses.reduce((count, { last }) => Math.max(count, last + 1), 0);
  return { stage, temps: d.temps, addressCount, sviews: d.sviews, immediates: raw.immediates, instructions, info };
};
