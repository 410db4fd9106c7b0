/**
 * `layout(xfb_buffer, xfb_offset, xfb_stride)`: what a shader says itself that transform feedback captures, and where it goes.
 *
 * @source ARB_enhanced_layouts, "Transform Feedback Layout Qualifiers"; GLSL 4.40, 4.4.2.1
 */
import type { ShaderLimits } from '../options.ts';
import type { Block, Variable } from '../syntax/tree.ts';
import { contains, type Type } from '../types/type.ts';

/** Something that is captured. */
export type Capture = {
  /** As `StageIo.captured` and the API name it. */
  readonly name: string;
  readonly type: Type;
  readonly buffer: number;
  /** In bytes. */
  readonly offset: number;
  readonly size: number;
};

/** What a stage captures, and the bytes between two vertices of each buffer. */
export type Captures = { readonly list: readonly Capture[]; readonly strides: readonly number[]; readonly faults: readonly string[] };

const hasDouble = (type: Type): boolean => contains(type, (part) => part.kind === 'number' && part.base === 'double');

/** Bytes that captured values take, one after another; doubles begin at multiples of eight. */
const bytesOf = (type: Type, from = 0): number => {
  if (type.element !== null) {
    let end = from;
    for (let i = 0; i < type.length; i++) end += bytesOf(type.element, end);
    return end - from;
  }
  if (type.kind === 'number') return type.rows * type.cols * (type.base === 'double' ? 8 : 4);
  let end = from;
  for (const field of type.fields) {
    if (hasDouble(field.type)) end = Math.ceil(end / 8) * 8;
    end += bytesOf(field.type, end);
  }
  return end - from;
};

/** Gathers what is captured of the outputs of a stage, and what is wrong with it. */
export const capturesOf = (
  globals: readonly Variable[],
  blocks: readonly Block[],
  declared: readonly number[],
  limits: ShaderLimits,
): Captures => {
  const list: Capture[] = [];
  const faults: string[] = [];
  const strides = [...declared];
  const setStride = (buffer: number, stride: number, name: string): void => {
    if (stride < 0) return;
    const before = strides[buffer] ?? 0;
    if (before > 0 && before !== stride) faults.push(`xfb_stride of '${name}' is ${stride}, where it was ${before} before`);
    strides[buffer] = stride;
  };
  const add = (name: string, type: Type, buffer: number, offset: number): void => {
    if (contains(type, (part) => part.isArray && part.length === 0)) faults.push(`'${name}' is captured and has no size`);
    if (hasDouble(type) && offset % 8 !== 0) faults.push(`xfb_offset ${offset} of '${name}' is no multiple of 8`);
    list.push({ name, type, buffer, offset, size: bytesOf(type) });
  };
  for (const variable of globals) {
    const { layout, name, type } = variable;
    if (variable.storage !== 'out' || (variable.block !== null && !variable.builtin)) continue;
    const buffer = Math.max(0, layout.xfbBuffer);
    setStride(buffer, layout.xfbStride, name);
    if (layout.xfbOffset >= 0) add(name, type, buffer, layout.xfbOffset);
  }
  for (const block of blocks) {
    if (block.storage !== 'out' || block.builtin) continue;
    const buffer = Math.max(0, block.layout.xfbBuffer);
    setStride(buffer, block.layout.xfbStride, block.name);
    let next = block.layout.xfbOffset;
    for (const { name, type, layout } of block.type.fields) {
      if (layout !== undefined && layout.xfbBuffer >= 0 && layout.xfbBuffer !== buffer)
        faults.push(`xfb_buffer of '${name}' is ${layout.xfbBuffer}, and that of its block ${buffer}`);
      setStride(buffer, layout?.xfbStride ?? -1, name);
      const said = layout?.xfbOffset ?? -1;
      if (said >= 0) next = said;
      else if (next >= 0 && hasDouble(type)) next = Math.ceil(next / 8) * 8;
      if (next < 0) continue;
      add(`${block.name}.${name}`, type, buffer, next);
      next = block.layout.xfbOffset < 0 ? -1 : next + bytesOf(type, next);
    }
  }
  list.sort((a, b) => a.buffer - b.buffer || a.offset - b.offset);
  list.forEach((one, i) => {
    const before = list[i - 1];
    if (before?.buffer === one.buffer && before.offset + before.size > one.offset)
      faults.push(`'${before.name}' and '${one.name}' overlap in transform feedback buffer ${one.buffer}`);
  });
  for (const [buffer, captured] of Map.groupBy(list, (one) => one.buffer)) {
    const end = Math.max(...captured.map(({ offset, size }) => offset + size));
    const double = captured.some(({ type }) => hasDouble(type));
    const stride = strides[buffer] ?? 0;
    if (stride > 0 && end > stride)
      faults.push(`transform feedback buffer ${buffer} holds ${stride} bytes of a vertex; ${end} are captured`);
    if (stride > 0 && double && stride % 8 !== 0) faults.push(`xfb_stride ${stride} is no multiple of 8`);
    if (stride === 0) strides[buffer] = double ? Math.ceil(end / 8) * 8 : end;
  }
  for (const [buffer, stride] of strides.entries())
    if (stride / 4 > limits.MaxTransformFeedbackInterleavedComponents)
      faults.push(`a vertex takes ${stride} bytes of transform feedback buffer ${buffer}, which is too much`);
  return { list, strides, faults };
};
