/** What can be checked only at the end of a shader. */
import { contains } from '../types/type.ts';
import { implicitSizes } from './access.ts';
import { capturesOf } from './captures.ts';
import type { Context } from './context.ts';

const nowhere = { file: 0, line: 0, column: 0 };

/** Sizes that stayed open get their values; rules about the whole. */
export const finish = (cx: Context): void => {
  const { language } = cx;
  const { stage, es, version } = language;
  for (const variable of cx.openLocals)
    if (variable.type.element !== null && variable.type.length === 0)
      variable.type = variable.type.element.array(Math.max(1, variable.maxIndex + 1));
  for (const variable of cx.globals) {
    const { type } = variable;
    if (!type.isArray || type.length !== 0 || type.element === null) continue;
    // The array that ends a storage block stays open.
    if (variable.storage === 'buffer' && (variable.block === null || variable.member === variable.block.type.fields.length - 1)) continue;
    if (variable.stageSized) continue;
    variable.implicitSize = true;
    variable.type = type.element.array(Math.max(1, variable.maxIndex + 1));
    const field = variable.block?.type.fields[variable.member];
    if (field !== undefined) {
      field.type = variable.type;
      implicitSizes.set(field, variable.type.length);
    }
  }
  for (const block of cx.blocks) {
    for (const [i, field] of block.type.fields.entries())
      if (
        (block.storage !== 'buffer' || i < block.type.fields.length - 1) &&
        field.type.isArray &&
        field.type.length === 0 &&
        field.type.element !== null
      ) {
        const size = implicitSizes.get(field);
        if (size === undefined && block.storage === 'buffer')
          cx.linkFaults.push(`'${field.name}' of block '${block.name}' has no size; the last member alone may have none`);
        field.type = field.type.element.array(size ?? 1);
        implicitSizes.set(field, field.type.length);
      }
  }
  if (stage === 'geometry' && cx.usesStreams && cx.layout.outputPrimitive !== '' && cx.layout.outputPrimitive !== 'points')
    cx.linkFaults.push('with more than one stream the output primitive is points');
  cx.layout.fragCoordRedeclared = cx.fragCoordRedeclared;
  if (stage !== 'fragment' && stage !== 'compute')
    for (const fault of capturesOf(cx.globals, cx.blocks, cx.layout.xfbStrides, cx.limits).faults) cx.error(nowhere, fault);
  if (stage === 'fragment') checkFragmentOutputs(cx, es, version);
  if (stage === 'compute' && !es && version < 430 && !language.has('compute'))
    cx.error(nowhere, `compute shaders need ${cx.wants('compute')}`);
  if (stage === 'geometry' && !language.has('geometry')) cx.error(nowhere, `geometry shaders need ${cx.wants('geometry')}`);
  if (stage.startsWith('tess') && !language.has('tessellation')) cx.error(nowhere, `tessellation shaders need ${cx.wants('tessellation')}`);
};

const checkFragmentOutputs = (cx: Context, es: boolean, version: number): void => {
  const used = (name: string): boolean => cx.globals.some((one) => one.builtin && one.name === name && one.written);
  const own = cx.globals.filter((one) => one.storage === 'out' && !one.builtin);
  const color = used('gl_FragColor');
  const data = used('gl_FragData');
  if (color && data) cx.error(nowhere, 'gl_FragColor and gl_FragData are both written');
  if ((color || data) && own.some((one) => one.written))
    cx.error(nowhere, `${color ? 'gl_FragColor' : 'gl_FragData'} and outputs of the shader's own are both written`);
  if (es && version >= 300 && own.length > 1) {
    const bare = own.filter((one) => one.layout.location < 0);
    if (bare.length > 0) cx.error(bare[0]?.place ?? nowhere, 'with more than one output each needs a location');
  }
  if (es && version >= 300) {
    const taken = new Map<string, string>();
    for (const one of own) {
      const count = one.type.isArray ? one.type.length : 1;
      for (let i = 0; i < count; i++) {
        const key = `${Math.max(0, one.layout.location) + i}.${Math.max(0, one.layout.index)}`;
        const other = taken.get(key);
        if (other !== undefined) cx.error(one.place, `'${one.name}' has the location of '${other}'`);
        taken.set(key, one.name);
      }
    }
    if (own.some((one) => contains(one.type, (part) => part.isArray && part.length === 0))) cx.error(nowhere, 'an output needs a size');
  }
};
