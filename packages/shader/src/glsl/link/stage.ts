/** One stage of a program: its plan, lowered and printed. */
import type { Log } from '../log.ts';
import { allocate, dropDead, forwardCopies, forwardLocal } from '../lower/optimize.ts';
import { lowerBody, lowerStatements } from '../lower/statements.ts';
import { lowerExpression } from '../lower/expressions.ts';
import { Lowering, tempStore } from '../lower/context.ts';
import { clearStore, load, store } from '../lower/refs.ts';
import { sharedBytes } from '../lower/memory.ts';
import { formatName } from '../lower/images.ts';
import { targetOfType } from '../lower/textures.ts';
import { opaqueCount, slotsOf } from '../lower/slots.ts';
import { destination, pick, scalar, source } from '../lower/code.ts';
import { fitHosts } from '../lower/hosts.ts';
import type { Binding, Ref, Store } from '../lower/value.ts';
import { checkCode } from '../lower/check.ts';
import { writeTgsi } from '../tgsi/write.ts';
import type { Variable } from '../syntax/tree.ts';
import type { Type } from '../types/type.ts';
import type { BlockPlan } from './blocks.ts';
import type { MergedStage } from './merge.ts';
import type { LinkedStage } from './program.ts';
import type { StageIo } from './registers.ts';
import type { UniformPlan } from './uniforms.ts';

const placeOf = (type: Type, held: Store): Ref => ({
  kind: 'slots',
  type,
  store: held,
  slot: 0,
  indirect: null,
  vertex: null,
  parts: null,
  chosen: null,
});

const primitives: Readonly<Record<string, string>> = {
  points: 'POINTS',
  lines: 'LINES',
  lines_adjacency: 'LINES_ADJACENCY',
  triangles: 'TRIANGLES',
  triangles_adjacency: 'TRIANGLES_ADJACENCY',
  line_strip: 'LINE_STRIP',
  triangle_strip: 'TRIANGLE_STRIP',
};

const properties = (stage: MergedStage, io: StageIo, writesColorAll: boolean, separable: boolean): string[] => {
  const { layout } = stage;
  const out = [...io.properties];
  switch (stage.stage) {
    case 'fragment': {
      // Gallium counts rows as they lie in memory, where OpenGL's lowest row is the first: its upper left is our lower left.
      out.push(`FS_COORD_ORIGIN ${layout.originUpperLeft ? 'LOWER_LEFT' : 'UPPER_LEFT'}`);
      out.push(`FS_COORD_PIXEL_CENTER ${layout.pixelCenterInteger ? 'INTEGER' : 'HALF_INTEGER'}`);
      if (writesColorAll) out.push('FS_COLOR0_WRITES_ALL_CBUFS 1');
      if (layout.earlyTests) out.push('FS_EARLY_DEPTH_STENCIL 1');
      const depth = ['', 'depth_any', 'depth_greater', 'depth_less', 'depth_unchanged'].indexOf(layout.depth);
      if (depth > 0) out.push(`FS_DEPTH_LAYOUT ${depth}`);
      break;
    }
    case 'geometry':
      out.push(
        `GS_INPUT_PRIMITIVE ${primitives[layout.inputPrimitive] ?? 'POINTS'}`,
        `GS_OUTPUT_PRIMITIVE ${primitives[layout.outputPrimitive] ?? 'POINTS'}`,
      );
      out.push(`GS_MAX_OUTPUT_VERTICES ${Math.max(0, layout.maxVertices)}`, `GS_INVOCATIONS ${Math.max(1, layout.invocations)}`);
      break;
    case 'tess-control':
      out.push(`TCS_VERTICES_OUT ${layout.vertices}`);
      break;
    case 'tess-eval':
      out.push(`TES_PRIM_MODE ${layout.inputPrimitive === 'quads' ? 7 : layout.inputPrimitive === 'isolines' ? 1 : 4}`);
      out.push(`TES_SPACING ${layout.spacing === 'fractional_odd_spacing' ? 0 : layout.spacing === 'fractional_even_spacing' ? 1 : 2}`);
      out.push(`TES_VERTEX_ORDER_CW ${layout.order === 'cw' ? 1 : 0}`, `TES_POINT_MODE ${layout.pointMode ? 1 : 0}`);
      break;
    case 'compute':
      out.push(
        `CS_FIXED_BLOCK_WIDTH ${layout.workgroup[0]}`,
        `CS_FIXED_BLOCK_HEIGHT ${layout.workgroup[1]}`,
        `CS_FIXED_BLOCK_DEPTH ${layout.workgroup[2]}`,
      );
      break;
    default:
  }
  if (separable) out.push('SEPARABLE_PROGRAM 1');
  return out;
};

/** Inputs that need work before they can be read: booleans, what compute shaders work out, what is indexed by variables. */
const bindInputs = (L: Lowering, stage: MergedStage, io: StageIo): void => {
  const { b } = L;
  for (const [variable, held] of io.inputs) {
    const indexed = stage.usage.indexed.has(variable) && !stage.stage.startsWith('tess');
    if (variable.name === 'gl_FrontFacing' && variable.builtin) {
      const register = b.temps(1);
      L.early(() => b.emit('FSLT', destination('TEMP', register, 1), [b.floats(0), scalar(source('IN', held.base), 0)]));
      L.globals.set(variable, { store: tempStore(register) });
    } else if (indexed && slotsOf(variable.type) > 1) {
      const copy = L.registersFor(variable.type, true);
      L.early(() => store(L, placeOf(variable.type, copy), load(L, placeOf(variable.type, held))));
      L.globals.set(variable, { store: copy });
    } else L.globals.set(variable, { store: held });
  }
  for (const variable of stage.globals) {
    if (!variable.builtin || !stage.usage.touched.has(variable)) continue;
    if (variable.name === 'gl_GlobalInvocationID' || variable.name === 'gl_LocalInvocationIndex') {
      const register = b.temps(1);
      L.early(() => computeIndex(L, stage, variable.name, register));
      L.globals.set(variable, { store: tempStore(register) });
    }
  }
};

const computeIndex = (L: Lowering, stage: MergedStage, name: string, register: number): void => {
  const { b } = L;
  const [x, y, z] = stage.layout.workgroup;
  const thread = L.system('THREAD_ID');
  if (name === 'gl_GlobalInvocationID') {
    // Only three components: virglrenderer names in its text whatever a swizzle does.
    const three = [0, 1, 2];
    b.emit('UMAD', destination('TEMP', register, 7), [pick(L.system('BLOCK_ID'), three), b.ints(x, y, z), pick(thread, three)]);
    return;
  }
  const plane = b.op('UMAD', 1, scalar(thread, 2), b.ints(y), scalar(thread, 1));
  b.emit('UMAD', destination('TEMP', register, 1), [plane, b.ints(x), scalar(thread, 0)]);
};

/** Values of outputs go to their registers at the end, or before each vertex. */
const writeOutputs = (L: Lowering, io: StageIo, streams: ReadonlyMap<Variable, number>, stream: number): void => {
  for (const [variable, held] of io.outputs) {
    if ((streams.get(variable) ?? 0) !== stream) continue;
    const binding = L.globals.get(variable);
    if (binding !== undefined && 'store' in binding) store(L, placeOf(variable.type, held), load(L, placeOf(variable.type, binding.store)));
  }
};

/** Samplers, views, images, buffers. */
const declareResources = (stage: MergedStage, L: Lowering, uniforms: UniformPlan, blocks: BlockPlan): string[] => {
  const out: string[] = [];
  const kinds = { float: 'FLOAT', int: 'SINT', uint: 'UINT', double: 'FLOAT', bool: 'UINT' } as const;
  for (const [index] of L.used.samplers) out.push(`SAMP[${index}]`);
  for (const [index, { target, base }] of L.used.samplers) out.push(`SVIEW[${index}], ${target}, ${kinds[base as 'float']}`);
  for (const [variable, binding] of uniforms.bindings.get(stage.stage) ?? []) {
    if (!('opaque' in binding) || variable.type.innermost.kind !== 'image') continue;
    for (let i = 0; i < opaqueCount(variable.type); i++) {
      const index = binding.opaque.opaque + i;
      if (L.used.images.has(index))
        out.push(
          `IMAGE[${index}], ${targetOfType(variable.type.innermost)}, ${formatName(variable.layout.format)}${variable.memory.readonly ? '' : ', WR'}`,
        );
    }
  }
  // Hosts count them from the first that is declared, so those before are declared too.
  for (let i = 0; i < blocks.storageSlots.end(stage.stage); i++) out.push(`BUFFER[${i}]`);
  out.push(...(uniforms.counters.get(stage.stage) ?? []));
  if (L.used.shared > 0) out.push('MEMORY[0], SHARED');
  const constants = uniforms.constants.get(stage.stage) ?? 0;
  if (constants > 0) out.push(`CONST[0${constants > 1 ? `..${constants - 1}` : ''}]`);
  for (const [slot, size] of blocks.sizes.get(stage.stage) ?? []) out.push(`CONST[${slot}][0${size > 1 ? `..${size - 1}` : ''}]`);
  return out;
};

/** Lowers and prints a stage. */
export const buildStage = (
  log: Log,
  stage: MergedStage,
  io: StageIo,
  systemValues: Map<string, number>,
  uniforms: UniformPlan,
  blocks: BlockPlan,
  streams: ReadonlyMap<Variable, number>,
  extra: { readonly colorAll: boolean; readonly separable: boolean },
): LinkedStage & { readonly usesDiscard: boolean } => {
  const globals = new Map<Variable, Binding>();
  const [unit] = stage.units;
  if (unit === undefined) throw new Error('a stage has shaders');
  const L = new Lowering(unit, log, globals, stage.usage.indexed, stage.definition, stage.candidates);
  L.idle = stage.usage.idle;
  for (const [semantic, index] of systemValues) L.systemValues.set(semantic, index);
  L.value = (expr) => lowerExpression(L, expr);
  L.run = (body) => lowerBody(L, body);
  for (const [variable, binding] of uniforms.bindings.get(stage.stage) ?? []) globals.set(variable, binding);
  for (const [variable, binding] of blocks.bindings.get(stage.stage) ?? []) globals.set(variable, binding);
  bindInputs(L, stage, io);
  for (const variable of stage.globals) {
    if (variable.storage !== 'shared') continue;
    const { offset, end } = sharedBytes(variable.type, L.used.shared);
    globals.set(variable, { memory: { space: 'shared', slot: 0, offset, packing: 'std430', rowMajor: false, qualifiers: '' } });
    L.used.shared = end;
  }
  // Outputs that all invocations see are no variables of our own.
  if (stage.stage === 'tess-control') for (const [variable, held] of io.outputs) globals.set(variable, { store: held });
  L.frames.push({ names: new Map(), callee: null, result: null, returned: -1, depth: 0 });
  for (const variable of stage.globals)
    if (!globals.has(variable) && (variable.storage === 'global' || variable.storage === 'out' || variable.storage === 'const')) {
      const held = L.registersFor(variable.type, stage.usage.indexed.has(variable));
      globals.set(variable, { store: held });
      // What nobody set is zero in WebGL; all paths through `main` set most of it.
      if (unit.web && variable.storage !== 'const') clearStore(L, held, variable.type);
    }
  for (const [from, to] of stage.canonical) {
    const binding = globals.get(to);
    if (from !== to && binding !== undefined) globals.set(from, binding);
  }
  L.beforeEmit = (stream) => writeOutputs(L, io, streams, stream);
  for (const one of stage.startup) lowerStatements(L, [one]);
  lowerBody(L, stage.main.body ?? []);
  if (stage.stage !== 'tess-control' && stage.stage !== 'geometry') writeOutputs(L, io, streams, 0);
  const { b } = L;
  let code = [...L.prologue, ...b.code];
  forwardCopies(code, b.registers, b.arrays);
  forwardLocal(code, b.registers, b.arrays);
  code = dropDead(code, b.registers, b.arrays);
  const { registers: needed, arrays } = allocate(code, b.registers, b.arrays);
  const { inputCount, declarations } = io;
  const host = { stage: stage.stage, registers: needed, declarations, systemValues: L.systemValues, inputs: inputCount };
  const fitted = fitHosts(code, host);
  ({ code } = fitted);
  const { registers } = fitted;
  const fault = checkCode(code, registers);
  if (fault !== '') throw new Error(`the ${stage.stage} code is wrong: ${fault}`);
  const systems = [...L.systemValues]
    .filter(([semantic]) => !fitted.dropped.has(semantic))
    .map(([semantic, index]) => `SV[${index}], ${semantic}`);
  const tgsi = writeTgsi({
    stage: stage.stage,
    properties: properties(stage, io, extra.colorAll, extra.separable),
    declarations: [...io.declarations, ...fitted.declarations, ...systems, ...declareResources(stage, L, uniforms, blocks)],
    code,
    registers,
    arrays,
    immediates: b.immediates,
  });
  const counterBuffers = new Set<number>();
  for (const [, binding] of uniforms.bindings.get(stage.stage) ?? [])
    if ('opaque' in binding && binding.opaque.buffer >= 0) counterBuffers.add(binding.opaque.buffer);
  return {
    tgsi,
    constants: uniforms.constants.get(stage.stage) ?? 0,
    samplers: Math.max(-1, ...L.used.samplers.keys()) + 1,
    images: Math.max(-1, ...L.used.images) + 1,
    storage: blocks.storageSlots.end(stage.stage),
    uniformBlocks: blocks.uniformSlots.get(stage.stage) ?? 0,
    counterBuffers: [...counterBuffers],
    sharedBytes: L.used.shared,
    usesDiscard: L.used.kill,
  };
};
