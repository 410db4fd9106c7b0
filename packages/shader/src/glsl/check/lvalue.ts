/** What can be assigned to. */
import type { Place } from '../log.ts';
import type { Expr, Variable } from '../syntax/tree.ts';
import { contains, hasOpaque } from '../types/type.ts';
import type { Context } from './context.ts';

/** The variable that an expression is a part of, or null. */
export const rootOf = (value: Expr): Variable | null => {
  let at: Expr = value;
  for (;;) {
    switch (at.op) {
      case 'var':
        return at.variable;
      case 'swizzle':
      case 'index':
      case 'field':
        at = at.base;
        break;
      default:
        return null;
    }
  }
};

/** Reports and returns false unless the expression can be written; marks its variable as written. */
export const assignable = (cx: Context, target: Expr, place: Place, what: string): boolean => {
  const fail = (reason: string): false => {
    cx.error(place, `${what}: ${reason}`);
    return false;
  };
  if (target.type.isError) return false;
  if (hasOpaque(target.type) || target.type.kind === 'subroutine') return fail(`${target.type.name} cannot be assigned`);
  if (contains(target.type, (part) => part.isArray) && cx.language.web && cx.language.version === 100 && !what.startsWith('argument'))
    return fail(`${target.type.name} has arrays, which cannot be assigned in ${cx.language.describe()}`);
  if (target.type.isArray && !cx.language.has('arrayObjects') && !(cx.language.es && what.startsWith('argument')))
    return fail(`whole arrays cannot be assigned in ${cx.language.describe()}`);
  let at: Expr = target;
  for (;;) {
    switch (at.op) {
      case 'swizzle':
        if (new Set(at.parts).size !== at.parts.length) return fail('a component stands twice');
        at = at.base;
        break;
      case 'field': {
        const field = at.base.type.fields[at.field];
        if (field?.layout?.readonly === true) return fail(`'${field.name}' is read-only`);
        at = at.base;
        break;
      }
      case 'index':
        at = at.base;
        break;
      case 'var': {
        const { variable } = at;
        if (variable.readOnly || variable.storage === 'uniform' || variable.storage === 'in' || variable.storage === 'const')
          return fail(
            `'${variable.name}' is ${variable.storage === 'in' ? 'an input' : variable.storage === 'uniform' ? 'a uniform' : 'read-only'}`,
          );
        if (variable.storage === 'buffer' && (variable.memory.readonly || variable.block?.memory.readonly === true))
          return fail(`'${variable.name}' is read-only`);
        if (
          cx.language.stage === 'tess-control' &&
          variable.storage === 'out' &&
          variable.auxiliary !== 'patch' &&
          variable.type.isArray &&
          !perInvocation(target)
        )
          return fail(`per-vertex outputs are written at [gl_InvocationID] alone`);
        variable.written = true;
        return true;
      }
      case 'const':
        return fail('it is a constant');
      default:
        return fail('it is no variable');
    }
  }
};

/** Whether the outermost index of a per-vertex output is gl_InvocationID. */
const perInvocation = (target: Expr): boolean => {
  let at: Expr = target;
  let index: Expr | null = null;
  while (at.op === 'index' || at.op === 'field' || at.op === 'swizzle') {
    if (at.op === 'index') index = at.index;
    at = at.base;
  }
  return index !== null && index.op === 'var' && index.variable.name === 'gl_InvocationID';
};

/** Reports a read of what a storage block says is write-only. */
export const checkReadable = (cx: Context, value: Expr): void => {
  const root = rootOf(value);
  if (root === null || root.storage !== 'buffer') return;
  let writeonly = root.memory.writeonly || root.block?.memory.writeonly === true;
  for (let at: Expr = value; at.op === 'field' || at.op === 'index' || at.op === 'swizzle'; at = at.base)
    if (at.op === 'field') writeonly ||= at.base.type.fields[at.field]?.layout?.writeonly === true;
  if (writeonly) cx.error(value.place, `'${root.name}' is write-only`);
};
