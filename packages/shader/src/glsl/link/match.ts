/** What two stages that follow each other must agree on. */
import type { Log } from '../log.ts';
import { contains, sameType, type Type } from '../types/type.ts';
import type { Variable } from '../syntax/tree.ts';
import type { Item } from './items.ts';
import type { MergedStage } from './merge.ts';

/** An output and the input that takes it. */
export type Match = { readonly output: Item; readonly input: Item };

const sameMembers = (a: Type, b: Type): boolean => {
  if (a.element !== null && b.element !== null) return a.length === b.length && sameMembers(a.element, b.element);
  return (
    a.fields.length === b.fields.length &&
    a.fields.every((field, i) => field.name === b.fields[i]?.name && sameType(field.type, (b.fields[i] as { type: Type }).type))
  );
};

/** What is matched by location may be of structures of two names. */
const sameShape = (a: Type, b: Type): boolean =>
  a.kind === 'struct' && b.kind === 'struct'
    ? sameMembers(a, b)
    : a.element !== null && b.element !== null
      ? a.length === b.length && sameShape(a.element, b.element)
      : sameType(a, b);

const describe = (item: Item): string => (item.block === null ? `'${item.name}'` : `block '${item.block.name}'`);

const checkPair = (log: Log, from: MergedStage, to: MergedStage, output: Item, input: Item): void => {
  const es = to.units[0]?.es === true;
  const version = to.units[0]?.version ?? 0;
  const what = describe(input);
  if (output.block !== null && input.block !== null) {
    if (!sameMembers(output.type, input.type))
      return log.linkError(`${what} is not the same in the ${from.stage} and the ${to.stage} shader`);
  } else if (!(output.location >= 0 && input.location >= 0 ? sameShape : sameType)(output.type, input.type)) {
    return log.linkError(`${what} is ${output.type.name} in the ${from.stage} shader and ${input.type.name} in the ${to.stage} shader`);
  }
  if (output.patch !== input.patch) log.linkError(`${what} is 'patch' in one of two stages`);
  const smooth = (item: Item): string => (item.interpolation === '' ? 'smooth' : item.interpolation);
  const strict = es ? version >= 300 : version < 440;
  if (to.stage === 'fragment' && strict && smooth(output) !== smooth(input))
    log.linkError(`${what} is '${smooth(output)}' in the ${from.stage} shader and '${smooth(input)}' in the ${to.stage} shader`);
  if (
    !es &&
    version < 430 &&
    to.stage === 'fragment' &&
    output.auxiliary !== input.auxiliary &&
    (output.auxiliary === 'sample' || input.auxiliary === 'sample' || version < 420)
  )
    log.linkError(`${what} is '${output.auxiliary}' in the ${from.stage} shader and '${input.auxiliary}' in the ${to.stage} shader`);
  const all = from.units.some(({ invariantAll }) => invariantAll);
  if (es && version === 100 && (output.invariant || all) !== input.invariant) log.linkError(`${what} is invariant in one of two stages`);
  if (!es && version < 420 && !all && output.invariant !== input.invariant) log.linkError(`${what} is invariant in one of two stages`);
  if (es && version === 100 && contains(input.type, (part) => part.kind === 'struct')) log.linkError(`${what} is a structure`);
  if (output.stream > 0 && to.stage === 'fragment')
    log.linkError(`${what} is written to stream ${output.stream}; the fragment shader reads stream 0`);
};

/** Finds the output for each input. */
export const matchStages = (log: Log, from: MergedStage, outputs: readonly Item[], to: MergedStage, inputs: readonly Item[]): Match[] => {
  const matches: Match[] = [];
  const es = to.units[0]?.es === true;
  for (const input of inputs) {
    const byLocation =
      input.location >= 0
        ? outputs.find(
            (one) =>
              one.location === input.location && one.component === input.component && (one.block === null) === (input.block === null),
          )
        : undefined;
    const byName = outputs.find(
      (one) => one.name === input.name && (input.location < 0 || one.location < 0 || one.location === input.location || one.block !== null),
    );
    const output = byLocation ?? byName;
    if (output === undefined) {
      const found = outputs.find((one) => one.name === input.name);
      if (found !== undefined && found.location >= 0 && input.location >= 0) log.linkError(`${describe(input)} has two locations`);
      else if (input.touched)
        log.linkError(`${describe(input)} is read by the ${to.stage} shader and not declared as output of the ${from.stage} shader`);
      continue;
    }
    if (input.touched && !output.written && !es && output.block === null && !output.touched) {
      const message = `${describe(input)} is read by the ${to.stage} shader and not written by the ${from.stage} shader`;
      if ((to.units[0]?.version ?? 0) <= 120) log.linkError(message);
      else log.linkWarning(message);
    }
    checkPair(log, from, to, output, input);
    matches.push({ output, input });
  }
  return matches;
};

/** Colours of the compatibility profile: what is interpolated in one way is read in the same, said or not. @source GLSL 1.30, 4.3.7 */
export const checkColors = (log: Log, from: MergedStage, to: MergedStage): void => {
  const builtin = (stage: MergedStage, name: string): Variable | undefined => stage.globals.find((one) => one.builtin && one.name === name);
  for (const which of ['', 'Secondary']) {
    const input = builtin(to, `gl_${which}Color`);
    if (input === undefined || !to.usage.touched.has(input)) continue;
    for (const side of ['Front', 'Back']) {
      const output = builtin(from, `gl_${side}${which}Color`);
      if (output?.written === true && output.interpolation !== input.interpolation)
        log.linkError(`${output.name} is '${output.interpolation}' and ${input.name} is '${input.interpolation}'`);
    }
  }
};

/** Stages that use members of gl_PerVertex redeclare it alike, or none does. */
export const checkPerVertex = (log: Log, from: MergedStage, to: MergedStage, separable: boolean): void => {
  const writes = from.globals.some(
    (one) => one.builtin && one.storage === 'out' && one.written && (one.block?.name === 'gl_PerVertex' || one.name === 'gl_out'),
  );
  const reads = to.globals.some((one) => one.builtin && one.name === 'gl_in' && to.usage.touched.has(one));
  if (!writes || !reads) return;
  const members = (stage: MergedStage, storage: string): string | undefined => {
    const found = stage.units.map(({ perVertex }) => perVertex.get(storage)).find((one) => one !== undefined);
    return found === undefined ? undefined : [...found].sort().join();
  };
  const [out, into] = [members(from, 'out'), members(to, 'in')];
  if (separable && (out === undefined || into === undefined))
    log.linkError(`the ${from.stage} and the ${to.stage} shader must declare gl_PerVertex in a separable program`);
  else if (out !== into) log.linkError(`gl_PerVertex is not the same in the ${from.stage} and the ${to.stage} shader`);
};

/** GLSL ES 1.00: what the rasterizer makes of invariant outputs is invariant in the fragment shader too, or in neither. */
export const checkInvariance = (log: Log, from: MergedStage, to: MergedStage): void => {
  if (to.units[0]?.es !== true || to.units[0].version !== 100) return;
  const all = from.units.some(({ invariantAll }) => invariantAll);
  const invariant = (stage: MergedStage, name: string): boolean =>
    stage.globals.some((one) => one.builtin && one.name === name && one.invariant);
  for (const [output, input] of [
    ['gl_Position', 'gl_FragCoord'],
    ['gl_PointSize', 'gl_PointCoord'],
  ] as const)
    if (invariant(to, input) && !invariant(from, output) && !all) log.linkError(`${input} is invariant and ${output} is not`);
};
