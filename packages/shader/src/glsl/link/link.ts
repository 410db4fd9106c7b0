/**
 * Linking: shaders to a program.
 *
 * Each stage's shaders become one; stages that follow each other agree on what passes between them and on its registers; uniforms
 * and blocks get slots and locations; then each stage is lowered and printed. Everything that the API may ask is collected on the way.
 */
import { capturesOf } from '../check/captures.ts';
import { CompileError, Log } from '../log.ts';
import { type ShaderStage, shaderStages } from '../options.ts';
import type { Unit, Variable } from '../syntax/tree.ts';
import type { Type } from '../types/type.ts';
import { planBlocks } from './blocks.ts';
import { planAttributes, planFragmentOutputs } from './ends.ts';
import { type FeedbackPlan, planCaptures, planFeedback } from './feedback.ts';
import { type Item, itemsOf } from './items.ts';
import { checkColors, checkInvariance, checkPerVertex, matchStages } from './match.ts';
import { type MergedStage, mergeStage } from './merge.ts';
import type { LinkedOutput, LinkedProgram, LinkedStage } from './program.ts';
import { declareBuiltinInputs, declareBuiltinOutputs, declareItem, emptyIo, type StageIo } from './registers.ts';
import { declareRows, needsRows, type Pair } from './rows.ts';
import { checkOverlap, checkStage, checkUnits, checkVaryings } from './rules.ts';
import { buildStage } from './stage.ts';
import { planUniforms } from './uniforms.ts';

/** How to link. */
export type LinkOptions = {
  /** Locations that the API bound to attributes by name. */
  readonly attributes?: ReadonlyMap<string, number>;
  /** Locations and indices that the API bound to fragment outputs by name. */
  readonly fragmentOutputs?: ReadonlyMap<string, readonly [location: number, index: number]>;
  /** Names to capture, in order. */
  readonly feedback?: { readonly names: readonly string[]; readonly separate: boolean };
  /** A program for pipelines of several: inputs and outputs stay though nobody in it takes them. */
  readonly separable?: boolean;
};

/** What linking gives. */
export type LinkResult =
  | { readonly ok: true; readonly log: string; readonly program: LinkedProgram }
  | { readonly ok: false; readonly log: string; readonly program: null };

type Plan = { readonly io: StageIo; readonly system: Map<string, number> };

/** The first name of a captured thing: what stands before members and indices. */
const capturedBy = (names: readonly string[]): Set<string> => new Set(names.map((name) => /^\w+/.exec(name)?.[0] ?? ''));

/** Passes varyings from stage to stage: numbers for what matches, and for what is captured or kept for other programs. */
const connect = (
  log: Log,
  from: MergedStage | null,
  to: MergedStage | null,
  plans: ReadonlyMap<ShaderStage, Plan>,
  captured: ReadonlySet<string>,
  separable: boolean,
): void => {
  const outputs = from === null ? [] : itemsOf(from, 'out');
  const inputs = to === null ? [] : itemsOf(to, 'in');
  if (from !== null) checkOverlap(log, from, outputs, 'outputs');
  if (to !== null) checkOverlap(log, to, inputs, 'inputs');
  if (from !== null && to !== null && to.stage !== 'fragment') checkPerVertex(log, from, to, separable);
  if (from !== null && to?.stage === 'fragment') {
    checkInvariance(log, from, to);
    checkColors(log, from, to);
  }
  const matches = from !== null && to !== null ? matchStages(log, from, outputs, to, inputs) : [];
  const isCaptured = (item: Item): boolean =>
    item.variables.some(({ variable }) => captured.has(variable.name)) || (item.block !== null && captured.has(item.block.name));
  const taken = matches.filter(({ input, output }) => input.touched || separable || isCaptured(output));
  const limits = (to ?? from)?.units[0]?.limits;
  if (to !== null && limits !== undefined && to.stage === 'fragment')
    checkVaryings(
      log,
      to,
      taken.map(({ input }) => input),
      limits.MaxVaryingComponents,
    );
  const fromIo = from === null ? null : (plans.get(from.stage) as Plan).io;
  const toIo = to === null ? null : (plans.get(to.stage) as Plan).io;
  const matchedOutputs = new Set(taken.map(({ output }) => output));
  const matchedInputs = new Set(taken.map(({ input }) => input));
  const kept = (output: Item): boolean =>
    isCaptured(output) || (separable && to === null) || (from?.stage === 'tess-control' && output.touched);
  const pairs: Pair[] = [...taken];
  for (const output of outputs) if (!matchedOutputs.has(output) && kept(output)) pairs.push({ output, input: null });
  for (const input of inputs)
    if (!matchedInputs.has(input) && (input.touched || (separable && from === null))) pairs.push({ output: null, input });
  // What other programs have by the same names is to get the same numbers there.
  if (separable && (from === null || to === null)) {
    const nameOf = ({ output, input }: Pair): string => (output ?? input)?.name ?? '';
    pairs.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  }
  const most = Math.floor((limits?.MaxVaryingComponents ?? 128) / 4);
  if (needsRows(pairs, most)) {
    declareRows(
      log,
      pairs,
      from === null || fromIo === null ? null : [fromIo, from],
      to === null || toIo === null ? null : [toIo, to],
      most,
    );
    return;
  }
  const used = [new Set<number>(), new Set<number>()] as const;
  const room = (item: Item, explicit: number): number => {
    const set = used[item.patch ? 1 : 0];
    let at = explicit;
    if (at < 0) {
      at = 0;
      while (Array.from({ length: item.slots }, (_, i) => at + i).some((one) => set.has(one))) at++;
    }
    for (let i = 0; i < item.slots; i++) set.add(item.locations?.[i] ?? at + i);
    return at;
  };
  // Locations first, so that the rest goes around them.
  const locationOf = ({ input, output }: Pair): number =>
    input !== null && input.location >= 0 ? input.location : (output?.location ?? -1);
  for (const pair of [...pairs].sort((a, b) => Number(locationOf(b) >= 0) - Number(locationOf(a) >= 0))) {
    const index = room((pair.output ?? pair.input) as Item, locationOf(pair));
    if (from !== null && fromIo !== null && pair.output !== null) declareItem(fromIo, from, 'OUT', pair.output, index);
    if (to !== null && toIo !== null && pair.input !== null) declareItem(toIo, to, 'IN', pair.input, index);
  }
};

const streamsOf = (stage: MergedStage): Map<Variable, number> => {
  const out = new Map<Variable, number>();
  for (const variable of stage.globals)
    if (variable.storage === 'out') out.set(variable, Math.max(0, variable.block?.layout.stream ?? variable.layout.stream));
  return out;
};

const subroutinesOf = (
  log: Log,
  stage: MergedStage,
  constants: ReadonlyMap<Variable, number>,
): LinkedProgram['subroutines'][number] | null => {
  const functions = stage.subroutineFunctions;
  functions.forEach((fn, i) => {
    fn.subroutineIndex = i;
  });
  const uniforms = stage.globals.filter((one) => one.storage === 'uniform' && one.type.innermost.kind === 'subroutine');
  if (functions.length === 0 && uniforms.length === 0) return null;
  let location = 0;
  return {
    stage: stage.stage,
    uniforms: uniforms.flatMap((one) => {
      const compatible = functions.map((fn, i) => (fn.implementsTypes.includes(one.type.innermost) ? i : -1)).filter((i) => i >= 0);
      if (compatible.length === 0) log.linkError(`no function stands for subroutine '${one.name}'`);
      const at = one.layout.location >= 0 ? one.layout.location : location;
      const constant = constants.get(one) ?? -1;
      location = at + one.type.flatLength;
      // Arrays of arrays are an entry for each of the innermost ones.
      const entries = (name: string, type: Type, from: number): LinkedProgram['subroutines'][number]['uniforms'][number][] =>
        type.element?.isArray === true
          ? Array.from({ length: type.length }, (_, i) => i).flatMap((i) =>
              entries(`${name}[${i}]`, type.element as Type, from + i * (type.element as Type).flatLength),
            )
          : [{ name, location: at + from, size: type.flatLength, constant: constant < 0 ? -1 : constant + from, compatible }];
      return entries(one.name, one.type, 0);
    }),
    functions: functions.map(({ name }) => name),
  };
};

const link = (log: Log, units: readonly Unit[], options: LinkOptions): LinkedProgram | null => {
  const separable = options.separable ?? false;
  if (!checkUnits(log, units, separable)) return null;
  const stages = new Map<ShaderStage, MergedStage>();
  for (const stage of shaderStages) {
    const own = units.filter((unit) => unit.stage === stage);
    if (own.length === 0) continue;
    const merged = mergeStage(log, stage, own);
    if (merged !== null) stages.set(stage, merged);
  }
  if (log.errors > 0) return null;
  const order = [...stages.values()];
  for (const stage of order) checkStage(log, stage);
  const plans = new Map<ShaderStage, Plan>();
  for (const { stage } of order) plans.set(stage, { io: emptyIo(), system: new Map() });
  const names = options.feedback?.names ?? [];
  const before = order.filter(({ stage }) => stage !== 'compute' && stage !== 'fragment').at(-1);
  // What shaders say of transform feedback themselves counts, and the API's names do not.
  const own = before === undefined ? null : capturesOf(before.globals, before.blocks, before.layout.xfbStrides, (units[0] as Unit).limits);
  const captured = capturedBy(own !== null && own.list.length > 0 ? own.list.map(({ name }) => name) : names);
  let attributes: LinkedProgram['attributes'] = [];
  let outputs: LinkedOutput[] = [];
  let colorAll = false;
  // Registers in the order of the pipeline: what the stage before gives, then what is built in.
  const vertex = stages.get('vertex');
  const drawn = order.filter(({ stage }) => stage !== 'compute');
  const [firstDrawn] = drawn;
  const clipping = drawn.filter(({ stage }) => stage !== 'fragment').at(-1);
  const clipDistances = clipping?.globals.find((one) => one.builtin && one.name === 'gl_ClipDistance' && one.written)?.type.length ?? 0;
  for (const stage of order) {
    const { io, system } = plans.get(stage.stage) as Plan;
    declareBuiltinInputs(io, stage, systemNumber(system), clipDistances);
  }
  if (vertex !== undefined) attributes = planAttributes(log, vertex, (plans.get('vertex') as Plan).io, options.attributes ?? new Map());
  for (const stage of order) if (stage.stage !== 'fragment') declareBuiltinOutputs((plans.get(stage.stage) as Plan).io, stage);
  if (firstDrawn !== undefined && firstDrawn.stage !== 'vertex') connect(log, null, firstDrawn, plans, captured, separable);
  const lastBefore = drawn.filter(({ stage }) => stage !== 'fragment').at(-1);
  drawn.forEach((stage, i) => {
    const next = drawn[i + 1] ?? null;
    if (stage.stage !== 'fragment') connect(log, stage, next, plans, stage === lastBefore ? captured : new Set(), separable);
  });
  const fragment = stages.get('fragment');
  if (fragment !== undefined) {
    const { io } = plans.get('fragment') as Plan;
    const planned = planFragmentOutputs(log, fragment, io, options.fragmentOutputs ?? new Map());
    ({ outputs, colorAll } = planned);
    declareBuiltinOutputs(io, fragment);
  }
  const uniforms = planUniforms(log, order);
  const blocks = planBlocks(log, order);
  const subroutines = order.map((stage) => subroutinesOf(log, stage, uniforms.subroutines)).filter((one) => one !== null);
  let feedback: FeedbackPlan = { feedback: [], entries: [], strides: [] };
  if (own !== null && own.list.length > 0 && lastBefore !== undefined) {
    for (const fault of own.faults) log.linkError(fault);
    feedback = planCaptures(log, lastBefore, (plans.get(lastBefore.stage) as Plan).io, own);
  } else if (names.length > 0) {
    const [unit] = units as [Unit];
    if (lastBefore === undefined) log.linkError('there is nothing that transform feedback could capture');
    else
      feedback = planFeedback(
        log,
        lastBefore,
        (plans.get(lastBefore.stage) as Plan).io,
        names,
        options.feedback?.separate ?? false,
        unit.limits,
      );
  }
  if (log.errors > 0) return null;
  const built: { [stage in ShaderStage]?: LinkedStage } = {};
  let usesDiscard = false;
  for (const stage of order) {
    const { io, system } = plans.get(stage.stage) as Plan;
    const one = buildStage(log, stage, io, system, uniforms, blocks, streamsOf(stage), {
      colorAll: stage.stage === 'fragment' && colorAll,
      separable,
    });
    usesDiscard ||= one.usesDiscard;
    built[stage.stage] = one;
  }
  if (log.errors > 0) return null;
  const written = (name: string): Variable | undefined =>
    lastBefore?.globals.find((one) => one.builtin && one.name === name && one.written);
  const geometry = stages.get('geometry')?.layout;
  const control = stages.get('tess-control')?.layout;
  const evaluation = stages.get('tess-eval')?.layout;
  return {
    stages: built,
    streamOutput: { entries: feedback.entries, strides: feedback.strides },
    feedback: feedback.feedback,
    attributes,
    uniforms: uniforms.uniforms,
    uniformBlocks: blocks.uniformBlocks,
    storageBlocks: blocks.storageBlocks,
    outputs,
    counterBuffers: uniforms.counterBuffers,
    subroutines,
    workgroup: stages.get('compute')?.layout.workgroup ?? null,
    geometry:
      geometry === undefined
        ? null
        : {
            inputPrimitive: geometry.inputPrimitive,
            outputPrimitive: geometry.outputPrimitive,
            maxVertices: geometry.maxVertices,
            invocations: Math.max(1, geometry.invocations),
          },
    tessellation:
      evaluation === undefined
        ? null
        : {
            vertices: control?.vertices ?? 0,
            primitive: evaluation.inputPrimitive,
            spacing: evaluation.spacing === '' ? 'equal_spacing' : evaluation.spacing,
            order: evaluation.order === '' ? 'ccw' : evaluation.order,
            pointMode: evaluation.pointMode,
          },
    writesPointSize: written('gl_PointSize') !== undefined,
    usesDiscard,
    clipDistances: written('gl_ClipDistance')?.type.length ?? 0,
  };
};

const systemNumber =
  (map: Map<string, number>) =>
  (semantic: string): number => {
    const known = map.get(semantic);
    if (known !== undefined) return known;
    map.set(semantic, map.size);
    return map.size - 1;
  };

/**
 * Links a program.
 *
 * @param units - what `compileShader` gave; several of one stage are one
 * @returns the program, or the log that says why there is none; never throws for what shaders say
 */
export const linkProgram = (units: readonly Unit[], options: LinkOptions = {}): LinkResult => {
  const log = new Log();
  try {
    const program = link(log, units, options);
    if (program !== null) return { ok: true, log: log.text(), program };
  } catch (error) {
    if (error instanceof RangeError) log.linkError('the program is too complex');
    else if (!(error instanceof CompileError)) throw error;
  }
  return { ok: false, log: log.text(), program: null };
};
