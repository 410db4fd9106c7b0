/**
 * Stream output by transform feedback.
 *
 * GL captures whole variables, Gallium captures ranges of components, may capture one twice, and wants the position as the shader
 * wrote it, before any y factor. So each range gets a varying of its own, `tf0`, `tf1` ..., except a whole varying that is captured
 * once, which is captured itself. Gaps and the step to the next buffer are gl_SkipComponents and gl_NextBuffer where the host
 * has them; without, only what fits separate or gapless interleaved capture can be written.
 */
import type { StreamOutput } from './options.ts';
import type { Lines } from './code.ts';
import { select, typeName } from './value.ts';
import type { Writer } from './writer.ts';

/** Components of one vertex's record, all buffers together: far above what hosts accept. */
const maxComponents = 1024;

/** Name of the varying that captures an entry, declared and assigned on the way. */
const captureOne = (w: Writer, entry: StreamOutput, n: number, times: number): string => {
  const { register, startComponent, count } = entry;
  const variable = w.outputs.get(register) ?? w.fail(`stream output of OUT[${register}], which is not declared`);
  if (count === 4 && times === 1 && variable.text.startsWith('v_') && entry.stream === 0) return variable.text;
  const name = `tf${n}`;
  const at = Array.from({ length: count }, (_, i) => startComponent + i);
  const flat = variable.kind === 'f' ? '' : 'flat ';
  if (entry.stream !== 0) w.req.need('geometryStreams', 'stream output of several streams');
  w.head.add(`${entry.stream === 0 ? '' : `layout(stream = ${entry.stream}) `}${flat}out ${typeName(variable.kind, count)} ${name};`);
  (w.epilogs[entry.stream] as Lines).add(`${name} = ${select(variable, at)};`);
  return name;
};

const skips = (gap: number): string[] => {
  const out: string[] = [];
  for (let left = gap; left > 0; left -= 4) out.push(`gl_SkipComponents${Math.min(left, 4)}`);
  return out;
};

/** Declares the captured varyings and lists them for glTransformFeedbackVaryings. */
export const captureOutputs = (w: Writer, entries: readonly StreamOutput[]): void => {
  const { streamStrides = [] } = w.options;
  if (entries.length > 128) w.fail('too many stream outputs');
  const buffers: StreamOutput[][] = [[], [], [], []];
  for (const entry of entries) {
    const { buffer, startComponent, count, offsetDwords, stream } = entry;
    const list = buffers[buffer];
    if (
      list === undefined ||
      count < 1 ||
      startComponent < 0 ||
      startComponent + count > 4 ||
      offsetDwords < 0 ||
      offsetDwords > maxComponents
    )
      w.fail('stream output out of range');
    if (stream < 0 || stream > 3) w.fail(`stream ${stream}`);
    if (stream !== 0 && w.module.stage !== 'geometry') w.fail('only geometry shaders have several streams');
    list.push(entry);
  }
  const captured = new Map<number, number>();
  for (const { register } of entries) captured.set(register, (captured.get(register) ?? 0) + 1);
  let n = 0;
  const names: string[] = [];
  const used = buffers.filter((list) => list.length > 0).length;
  const skip = (w.options.features.feedbackSkip ?? false) !== false;
  let gaps = false;
  let last = -1;
  buffers.forEach((list, buffer) => {
    if (list.length === 0) return;
    list.sort((a, b) => a.offsetDwords - b.offsetDwords);
    for (let step = Math.max(last, 0); step < buffer; step++) names.push('gl_NextBuffer');
    last = buffer;
    let at = 0;
    for (const entry of list) {
      if (entry.offsetDwords < at) w.fail('stream outputs overlap');
      gaps ||= entry.offsetDwords > at;
      names.push(...skips(entry.offsetDwords - at));
      names.push(captureOne(w, entry, n++, captured.get(entry.register) ?? 1));
      at = entry.offsetDwords + entry.count;
    }
    const stride = Math.min(streamStrides[buffer] ?? at, maxComponents);
    gaps ||= stride > at;
    names.push(...skips(stride - at));
  });
  if (skip || (!gaps && used === 1 && last === 0)) {
    w.feedbackVaryings = names;
    return;
  }
  // ES: one varying per buffer, or nothing.
  if (gaps || used !== last + 1 || buffers.some((list) => list.length > 1))
    w.fail('stream output with gaps or several varyings in several buffers');
  w.feedbackMode = 'separate';
  w.feedbackVaryings = names.filter((name) => name !== 'gl_NextBuffer');
};
