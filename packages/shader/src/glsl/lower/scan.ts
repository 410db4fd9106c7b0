/** Walks what `main` reaches: which variables it touches, which it indexes by variables, which elements it names. */
import type { Expr, FunctionSymbol, Stmt, Variable } from '../syntax/tree.ts';
import { rootOf } from '../check/lvalue.ts';
import { hasEffects } from './context.ts';

/** What a stage's code touches. */
export type Usage = {
  /** Variables that are named anywhere. */
  readonly touched: Set<Variable>;
  /** Variables of which an array or matrix is indexed by a variable. */
  readonly indexed: Set<Variable>;
  /** Elements that constants name, by variable; null where the whole is used. */
  readonly elements: Map<Variable, Set<number> | null>;
  /** Members of gl_in and gl_out that are named; null where the whole is used. */
  readonly members: Map<Variable, Set<number> | null>;
  readonly functions: Set<FunctionSymbol>;
  /** Built-in functions by name. */
  readonly builtins: Set<string>;
  /** Variables that nothing names but their declarations, whose values are never needed: what these name is not used by them. */
  readonly idle: Map<Variable, Expr>;
};

/** Whether an index of a chain is chosen by a variable; vectors are chosen from by comparing and do not count. */
const chosen = (expr: Expr): boolean => {
  let at = expr;
  for (;;) {
    if (at.op === 'index') {
      if (at.index.op !== 'const' && (at.base.type.isArray || at.base.type.isMatrix)) return true;
      at = at.base;
    } else if (at.op === 'field' || at.op === 'swizzle') at = at.base;
    else return false;
  }
};

/** Collects the usage of statements and of the functions that they call. */
export const scan = (
  roots: readonly (readonly Stmt[])[],
  definition: (symbol: FunctionSymbol) => FunctionSymbol | null,
  candidates: (expr: Expr) => readonly FunctionSymbol[],
): Usage => {
  const usage: Usage = {
    touched: new Set(),
    indexed: new Set(),
    elements: new Map(),
    members: new Map(),
    functions: new Set(),
    builtins: new Set(),
    idle: new Map(),
  };
  const pending: (readonly Stmt[])[] = [...roots];

  const callee = (symbol: FunctionSymbol): void => {
    const found = definition(symbol);
    if (found === null || found.body === null) {
      usage.functions.add(symbol);
      return;
    }
    if (usage.functions.has(found)) return;
    usage.functions.add(found);
    pending.push(found.body);
  };

  const chain = (expr: Expr): void => {
    const root = rootOf(expr);
    if (root === null) return;
    if (chosen(expr)) usage.indexed.add(root);
    // The innermost index is the outermost dimension.
    let at = expr;
    let index: Expr | null = null;
    while (at.op === 'index' || at.op === 'field' || at.op === 'swizzle') {
      index = at.op === 'index' && at.base.op === 'var' ? at.index : index;
      at = at.base;
    }
    if (root.builtin && root.type.innermost.kind === 'block') noteMember(root, expr);
    const seen = usage.elements.get(root);
    if (seen === null) return;
    if (index?.op === 'const') {
      if (seen === undefined) usage.elements.set(root, new Set(index.values));
      else seen.add(index.values[0] ?? 0);
    } else usage.elements.set(root, null);
  };

  /** `gl_in[i].member` and what follows. */
  const noteMember = (root: Variable, expr: Expr): void => {
    let at = expr;
    let field = -1;
    while (at.op === 'index' || at.op === 'field' || at.op === 'swizzle') {
      if (at.op === 'field') field = at.field;
      at = at.base;
    }
    const seen = usage.members.get(root);
    if (seen === null) return;
    if (field < 0) usage.members.set(root, null);
    else if (seen === undefined) usage.members.set(root, new Set([field]));
    else seen.add(field);
  };

  const touch = (variable: Variable): void => {
    usage.touched.add(variable);
    const value = usage.idle.get(variable);
    if (value === undefined) return;
    usage.idle.delete(variable);
    visit(value);
  };

  const visit = (expr: Expr): void => {
    switch (expr.op) {
      case 'const':
        return;
      case 'var':
        usage.members.set(expr.variable, null);
        touch(expr.variable);
        usage.elements.set(expr.variable, null);
        return;
      case 'swizzle':
      case 'field':
      case 'index': {
        chain(expr);
        let at: Expr = expr;
        while (at.op === 'swizzle' || at.op === 'field' || at.op === 'index') {
          if (at.op === 'index') visit(at.index);
          at = at.base;
        }
        if (at.op === 'var') touch(at.variable);
        else visit(at);
        return;
      }
      case 'length':
        return visit(expr.base);
      case 'unary':
      case 'convert':
        return visit(expr.a);
      case 'binary':
      case 'comma':
        visit(expr.a);
        return visit(expr.b);
      case 'select':
        visit(expr.condition);
        visit(expr.a);
        return visit(expr.b);
      case 'assign':
      case 'modify':
        visit(expr.target);
        return visit(expr.value);
      case 'construct':
        return expr.args.forEach(visit);
      case 'builtin':
        usage.builtins.add(expr.callee.name);
        return expr.args.forEach(visit);
      case 'call':
        expr.args.forEach(visit);
        return callee(expr.callee);
      default:
        visit(expr.target);
        expr.args.forEach(visit);
        for (const one of candidates(expr.target)) callee(one);
    }
  };

  const walk = (body: readonly Stmt[]): void => {
    for (const stmt of body) {
      switch (stmt.kind) {
        case 'expr':
          visit(stmt.value);
          break;
        case 'declare':
          if (stmt.init === null) break;
          if (usage.touched.has(stmt.variable) || hasEffects(stmt.init)) visit(stmt.init);
          else usage.idle.set(stmt.variable, stmt.init);
          break;
        case 'block':
          walk(stmt.body);
          break;
        case 'if':
          visit(stmt.condition);
          // What never runs calls nothing, and takes nothing.
          if (stmt.condition.op !== 'const' || stmt.condition.values[0] !== 0) walk(stmt.whenTrue);
          if (stmt.condition.op !== 'const' || stmt.condition.values[0] === 0) walk(stmt.whenFalse);
          break;
        case 'loop':
          walk(stmt.init);
          walk(stmt.before);
          if (stmt.condition !== null) visit(stmt.condition);
          if (stmt.update !== null) visit(stmt.update);
          walk(stmt.body);
          break;
        case 'switch':
          visit(stmt.value);
          for (const { body: inner } of stmt.cases) walk(inner);
          break;
        case 'return':
          if (stmt.value !== null) visit(stmt.value);
          break;
        default:
      }
    }
  };
  for (let body = pending.pop(); body !== undefined; body = pending.pop()) walk(body);
  return usage;
};
