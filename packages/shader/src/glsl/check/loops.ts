/** Loops of ES 1.00 in WebGL: their turns must be countable (Appendix A). */
import type { Place } from '../log.ts';
import type { Expr, Stmt, Variable } from '../syntax/tree.ts';
import type { Context } from './context.ts';

const isIndex = (value: Expr, variable: Variable): boolean => value.op === 'var' && value.variable === variable;

/**
 * Checks the head of a `for`.
 *
 * @returns the loop's index, which the body must not change; null where nothing is asked
 */
export const checkLoop = (
  cx: Context,
  init: readonly Stmt[],
  before: readonly Stmt[],
  condition: Expr | null,
  update: Expr | null,
  place: Place,
): Variable | null => {
  if (!cx.language.web || cx.language.version !== 100) return null;
  const fail = (reason: string): null => {
    cx.error(place, `a loop here ${reason}`);
    return null;
  };
  const [first] = init;
  if (init.length !== 1 || first?.kind !== 'declare' || first.init === null || before.length > 0)
    return fail('starts with the declaration of its index');
  const { variable } = first;
  if (!variable.type.isScalar || (variable.type.base !== 'float' && variable.type.base !== 'int'))
    return fail('has an index that is float or int');
  if (first.init.op !== 'const') return fail('starts at a constant');
  if (condition === null) return fail('has a condition');
  if (condition.type.isError || (update?.type.isError ?? false)) return null;
  if (
    condition.op !== 'binary' ||
    !['<', '>', '<=', '>=', '==', '!='].includes(condition.operator) ||
    !isIndex(condition.a, variable) ||
    condition.b.op !== 'const'
  )
    return fail('compares its index with a constant');
  if (
    update?.op !== 'modify' ||
    !isIndex(update.target, variable) ||
    update.value.op !== 'const' ||
    (update.operator !== '+' && update.operator !== '-')
  )
    return fail('adds a constant to its index, or takes it away');
  variable.loopIndex = true;
  // Only what the body does from here on counts.
  variable.written = false;
  return variable;
};
