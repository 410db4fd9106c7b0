/** Transform feedback: names to components of output registers. */
import type { Captures } from '../check/captures.ts';
import type { Log } from '../log.ts';
import type { ShaderLimits } from '../options.ts';
import { slotsOf, slotWords } from '../lower/slots.ts';
import type { Type } from '../types/type.ts';
import type { MergedStage } from './merge.ts';
import type { LinkedFeedback, StreamOutputEntry } from './program.ts';
import type { StageIo } from './registers.ts';

/** What a program captures. */
export type FeedbackPlan = { readonly feedback: LinkedFeedback[]; readonly entries: StreamOutputEntry[]; readonly strides: number[] };

type Found = {
  readonly type: Type;
  readonly register: number;
  readonly component: number;
  readonly packed: boolean;
  readonly stream: number;
};

/** Types of captured things by the names that they have in `io.captured`. */
const typesOf = (stage: MergedStage): Map<string, Type> => {
  const out = new Map<string, Type>();
  for (const variable of stage.globals) if (variable.storage === 'out') out.set(variable.name, variable.type);
  for (const block of stage.blocks)
    if (block.storage === 'out') for (const field of block.type.fields) out.set(`${block.name}.${field.name}`, field.type);
  return out;
};

/** Finds `name`, `name[2]` or `name.member`. */
const find = (io: StageIo, types: ReadonlyMap<string, Type>, name: string): Found | null => {
  const direct = io.captured.get(name);
  const directType = types.get(name);
  if (direct !== undefined && directType !== undefined) return { ...direct, type: directType };
  const element = /^(.*)\[(\d+)\]$/.exec(name);
  if (element !== null) {
    const base = find(io, types, element[1] ?? '');
    const index = Number(element[2]);
    if (base === null || base.type.element === null || index >= base.type.length) return null;
    if (base.packed)
      return { ...base, type: base.type.element, register: base.register + (index >> 2), component: index & 3, packed: false };
    return { ...base, type: base.type.element, register: base.register + index * slotsOf(base.type.element) };
  }
  const dot = name.lastIndexOf('.');
  if (dot > 0) {
    const base = find(io, types, name.slice(0, dot));
    if (base === null) return null;
    let slot = 0;
    for (const field of base.type.fields) {
      if (field.name === name.slice(dot + 1)) return { ...base, type: field.type, register: base.register + slot };
      slot += slotsOf(field.type);
    }
  }
  return null;
};

/** Plans what the shader's own layouts capture. */
export const planCaptures = (log: Log, stage: MergedStage, io: StageIo, { list, strides }: Captures): FeedbackPlan => {
  const types = typesOf(stage);
  const feedback: LinkedFeedback[] = [];
  const entries: StreamOutputEntry[] = [];
  for (const { name, buffer, offset } of list) {
    const found = find(io, types, name);
    // What nobody writes has no register, and leaves its place as it is.
    if (found === null) continue;
    const { element } = found.type;
    feedback.push({ name, type: element ?? found.type, size: element === null ? 1 : found.type.length });
    let at = offset / 4;
    const add = (register: number, startComponent: number, components: number): void => {
      entries.push({ register, startComponent, components, buffer, offset: at, stream: found.stream });
      at += components;
    };
    if (found.packed) for (let i = 0; i < found.type.length; i += 4) add(found.register + (i >> 2), 0, Math.min(4, found.type.length - i));
    else slotWords(found.type).forEach((count, i) => add(found.register + i, found.component, count));
  }
  if (list.length === 0) log.linkWarning('transform feedback captures nothing');
  return { feedback, entries, strides: strides.map((bytes) => bytes / 4) };
};

/** Plans what the names capture. */
export const planFeedback = (
  log: Log,
  stage: MergedStage,
  io: StageIo,
  names: readonly string[],
  separate: boolean,
  limits: ShaderLimits,
): FeedbackPlan => {
  const types = typesOf(stage);
  const feedback: LinkedFeedback[] = [];
  const entries: StreamOutputEntry[] = [];
  const strides: number[] = [0];
  const streams: number[] = [];
  const seen = new Set<string>();
  let buffer = 0;
  for (const name of names) {
    const skip = /^gl_SkipComponents([1-4])$/.exec(name);
    if (name === 'gl_NextBuffer' || skip !== null) {
      if (separate) log.linkError(`${name} belongs to interleaved transform feedback`);
      if (skip !== null) strides[buffer] = (strides[buffer] ?? 0) + Number(skip[1]);
      else strides[++buffer] = 0;
      feedback.push({ name, type: stage.globals[0]?.type ?? stage.main.returns, size: skip === null ? 0 : Number(skip[1]) });
      continue;
    }
    if (seen.has(name)) log.linkError(`transform feedback captures '${name}' twice`);
    // GLSL ES 3.00 does not say what an element's name means; browsers refuse it.
    if (stage.units[0]?.web === true && name.includes('[')) log.linkError(`transform feedback does not capture elements such as '${name}'`);
    seen.add(name);
    const found = find(io, types, name);
    if (found === null) {
      log.linkError(`transform feedback cannot capture '${name}': the ${stage.stage} shader does not write it`);
      continue;
    }
    if (separate && feedback.length > 0) strides[++buffer] = 0;
    if (streams[buffer] !== undefined && streams[buffer] !== found.stream)
      log.linkError(`transform feedback captures two streams in buffer ${buffer}`);
    streams[buffer] = found.stream;
    const { element } = found.type;
    feedback.push({ name, type: element ?? found.type, size: element === null ? 1 : found.type.length });
    let components = 0;
    const add = (register: number, startComponent: number, count: number): void => {
      entries.push({ register, startComponent, components: count, buffer, offset: strides[buffer] ?? 0, stream: found.stream });
      strides[buffer] = (strides[buffer] ?? 0) + count;
      components += count;
    };
    if (found.packed) for (let i = 0; i < found.type.length; i += 4) add(found.register + (i >> 2), 0, Math.min(4, found.type.length - i));
    else slotWords(found.type).forEach((count, i) => add(found.register + i, found.component, count));
    if (separate && components > limits.MaxTransformFeedbackSeparateComponents)
      log.linkError(
        `transform feedback captures ${components} components of '${name}'; there are ${limits.MaxTransformFeedbackSeparateComponents}`,
      );
  }
  if (separate && names.length > limits.MaxTransformFeedbackSeparateAttribs)
    log.linkError(`transform feedback captures ${names.length} variables; there are ${limits.MaxTransformFeedbackSeparateAttribs}`);
  if (buffer >= limits.MaxTransformFeedbackBuffers)
    log.linkError(`transform feedback uses ${buffer + 1} buffers; there are ${limits.MaxTransformFeedbackBuffers}`);
  for (const stride of strides)
    if (stride > limits.MaxTransformFeedbackInterleavedComponents)
      log.linkError(`transform feedback captures ${stride} components; there are ${limits.MaxTransformFeedbackInterleavedComponents}`);
  return { feedback, entries, strides: names.length === 0 ? [] : strides };
};
