/**
 * Statements to structured control flow.
 *
 * Functions are inlined, so `return` is no jump: what follows it stands in the other branch of the `if` around it, or behind a test
 * of a register that says whether the function has returned. In loops a return leaves the loop as well, and the test comes after it.
 */
import type { Expr, Stmt } from '../syntax/tree.ts';
import { destination, scalar, source, type Src } from './code.ts';
import type { Lowering, Surrounding } from './context.ts';
import { clearStore, store } from './refs.ts';
import type { Ref } from './value.ts';

/** How a list of statements can end. */
type Ends = { readonly returns: boolean; readonly always: boolean };

const cache = new WeakMap<object, boolean>();

/** Whether a `return` is somewhere in a statement. */
const mayReturn = (stmt: Stmt): boolean => {
  let known = cache.get(stmt);
  if (known === undefined) {
    known = findReturn(stmt);
    cache.set(stmt, known);
  }
  return known;
};

const findReturn = (stmt: Stmt): boolean => {
  switch (stmt.kind) {
    case 'return':
      return true;
    case 'block':
      return stmt.body.some(mayReturn);
    case 'if':
      return stmt.whenTrue.some(mayReturn) || stmt.whenFalse.some(mayReturn);
    case 'loop':
      return stmt.body.some(mayReturn);
    case 'switch':
      return stmt.cases.some(({ body }) => body.some(mayReturn));
    default:
      return false;
  }
};

/** Whether control never passes the end of a list, because it returns (or jumps). */
const alwaysLeaves = (body: readonly Stmt[]): boolean => {
  const last = body.at(-1);
  if (last === undefined) return false;
  switch (last.kind) {
    case 'return':
    case 'break':
    case 'continue':
      return true;
    case 'block':
      return alwaysLeaves(last.body);
    case 'if':
      return alwaysLeaves(last.whenTrue) && alwaysLeaves(last.whenFalse);
    default:
      return false;
  }
};

const endsOf = (body: readonly Stmt[]): Ends => ({ returns: body.some(mayReturn), always: alwaysLeaves(body) });

/** Statements in order; what must not run after a return is put where it does not. */
export const lowerStatements = (L: Lowering, body: readonly Stmt[]): void => {
  for (let i = 0; i < body.length; i++) {
    const stmt = body[i] as Stmt;
    const rest = body.slice(i + 1);
    if (stmt.kind === 'return' || stmt.kind === 'break' || stmt.kind === 'continue') {
      lowerStatement(L, stmt);
      return;
    }
    if (stmt.kind === 'if' && stmt.condition.op !== 'const' && mayReturn(stmt) && rest.length > 0) {
      const then = endsOf(stmt.whenTrue);
      const otherwise = endsOf(stmt.whenFalse);
      // One side always leaves: the rest belongs to the other one.
      if (then.always && !(otherwise.always && otherwise.returns))
        return branch(L, stmt.condition, stmt.whenTrue, [...stmt.whenFalse, ...rest]);
      if (otherwise.always) return branch(L, stmt.condition, [...stmt.whenTrue, ...rest], stmt.whenFalse);
    }
    if (stmt.kind === 'block' && mayReturn(stmt) && rest.length > 0) return lowerStatements(L, [...stmt.body, ...rest]);
    lowerStatement(L, stmt);
    if (rest.length > 0 && mayReturn(stmt) && L.frame.returned >= 0) {
      // The jumps of a loop around are taken already; outside of one a test is left.
      L.b.emit('UIF', null, [L.b.op('NOT', 1, returnedFlag(L))]);
      lowerStatements(L, rest);
      L.b.emit('ENDIF', null, []);
      return;
    }
  }
};

const returnedFlag = (L: Lowering): Src => scalar(source('TEMP', L.frame.returned), 0);

/** A flag that starts as false where the function starts; made when it is first needed, so it is cleared there at the latest. */
const clearReturned = (L: Lowering): void => {
  const register = L.b.temps(1);
  L.frame.returned = register;
  L.b.emit('MOV', destination('TEMP', register, 1), [L.b.ints(0)]);
};

/** Whether some return is not the last thing that its function does. */
const needsFlag = (body: readonly Stmt[], last: boolean): boolean => {
  for (let i = 0; i < body.length; i++) {
    const stmt = body[i] as Stmt;
    if (!mayReturn(stmt)) continue;
    const isLast = last && i === body.length - 1;
    switch (stmt.kind) {
      case 'return':
        break;
      case 'block':
        if (needsFlag([...stmt.body, ...body.slice(i + 1)], last)) return true;
        return false;
      case 'if': {
        const rest = body.slice(i + 1);
        if (isLast) {
          if (needsFlag(stmt.whenTrue, true) || needsFlag(stmt.whenFalse, true)) return true;
          break;
        }
        const then = endsOf(stmt.whenTrue);
        const otherwise = endsOf(stmt.whenFalse);
        if (stmt.condition.op === 'const') return true;
        if (then.always && !(otherwise.always && otherwise.returns))
          return needsFlag(stmt.whenTrue, last) || needsFlag([...stmt.whenFalse, ...rest], last);
        if (otherwise.always) return needsFlag([...stmt.whenTrue, ...rest], last) || needsFlag(stmt.whenFalse, last);
        return true;
      }
      default:
        return true;
    }
  }
  return false;
};

/** The body of a function. */
export const lowerBody = (L: Lowering, body: readonly Stmt[]): void => {
  if (needsFlag(body, true)) clearReturned(L);
  lowerStatements(L, body);
};

const branch = (L: Lowering, condition: Expr, then: readonly Stmt[], otherwise: readonly Stmt[]): void => {
  const { b } = L;
  b.emit('UIF', null, [scalar(L.value(condition).slots[0] as Src, 0)]);
  lowerStatements(L, then);
  if (otherwise.length > 0) {
    b.emit('ELSE', null, []);
    lowerStatements(L, otherwise);
  }
  b.emit('ENDIF', null, []);
};

const lowerReturn = (L: Lowering, value: Expr | null): void => {
  const { b, frame } = L;
  if (value !== null) {
    const got = L.value(value);
    if (frame.result !== null) {
      const ref: Ref = {
        kind: 'slots',
        type: value.type,
        store: frame.result,
        slot: 0,
        indirect: null,
        vertex: null,
        parts: null,
        chosen: null,
      };
      store(L, ref, got);
    }
  }
  if (frame.returned >= 0) b.emit('MOV', destination('TEMP', frame.returned, 1), [b.ints(-1)]);
  if (L.surroundings.length > 0) b.emit('BRK', null, []);
};

const lowerContinue = (L: Lowering): void => {
  const { b } = L;
  const inner = L.surroundings.at(-1);
  if (inner === undefined) return;
  if (inner.kind === 'loop') {
    inner.update?.();
    b.emit('CONT', null, []);
    return;
  }
  // A switch is a loop of one turn: leave it, and go on outside.
  if (inner.continued < 0) return b.fail('continue in a switch outside of a loop');
  b.emit('MOV', destination('TEMP', inner.continued, 1), [b.ints(-1)]);
  b.emit('BRK', null, []);
};

/** An expression whose value nobody wants: `i++` need not keep what i was. */
const unused = (expr: Expr): Expr => (expr.op === 'modify' && expr.post ? { ...expr, post: false } : expr);

const lowerStatement = (L: Lowering, stmt: Stmt): void => {
  const { b } = L;
  switch (stmt.kind) {
    case 'expr':
      L.value(unused(stmt.value));
      return;
    case 'declare':
      declare(L, stmt);
      return;
    case 'block':
      return lowerStatements(L, stmt.body);
    case 'if':
      if (stmt.condition.op === 'const') return lowerStatements(L, stmt.condition.values[0] === 0 ? stmt.whenFalse : stmt.whenTrue);
      return branch(L, stmt.condition, stmt.whenTrue, stmt.whenFalse);
    case 'loop':
      return loop(L, stmt);
    case 'switch':
      return switchStatement(L, stmt);
    case 'return':
      return lowerReturn(L, stmt.value);
    case 'break':
      b.emit('BRK', null, []);
      return;
    case 'continue':
      return lowerContinue(L);
    case 'discard':
      L.used.kill = true;
      b.emit('KILL', null, []);
      return;
    default:
      b.emit('DEMOTE', null, []);
  }
};

const declare = (L: Lowering, { variable, init }: Extract<Stmt, { kind: 'declare' }>): void => {
  if (variable.constant !== null || L.idle.has(variable)) return;
  if (init === null) {
    // A variable of a loop's body is a new one in each turn; what it holds is undefined, but not so in WebGL.
    const bound = L.binding(variable);
    if (L.unit.web && 'store' in bound) clearStore(L, bound.store, variable.type);
    return;
  }
  const value = L.value(init);
  const binding = L.binding(variable);
  if (!('store' in binding)) return L.b.fail(`'${variable.name}' has no registers`);
  store(
    L,
    { kind: 'slots', type: variable.type, store: binding.store, slot: 0, indirect: null, vertex: null, parts: null, chosen: null },
    value,
  );
};

const loop = (L: Lowering, stmt: Extract<Stmt, { kind: 'loop' }>): void => {
  const { b } = L;
  for (const one of stmt.init) lowerStatement(L, one);
  if (stmt.testFirst && stmt.condition?.op === 'const' && stmt.condition.values[0] === 0 && stmt.before.length === 0) return;
  const test = (): void => {
    for (const one of stmt.before) lowerStatement(L, one);
    const { condition } = stmt;
    if (condition === null || (condition.op === 'const' && condition.values[0] !== 0)) return;
    const value = L.value(condition).slots[0] as Src;
    b.emit('UIF', null, [b.op('NOT', 1, scalar(value, 0))]);
    b.emit('BRK', null, []);
    b.emit('ENDIF', null, []);
  };
  const update = (): void => {
    if (stmt.update !== null) L.value(unused(stmt.update));
    if (!stmt.testFirst) test();
  };
  const surrounding: Surrounding = { kind: 'loop', update, continued: -1 };
  b.emit('BGNLOOP', null, []);
  if (stmt.testFirst) test();
  L.surroundings.push(surrounding);
  lowerStatements(L, stmt.body);
  L.surroundings.pop();
  if (!alwaysLeaves(stmt.body)) {
    L.surroundings.push(surrounding);
    update();
    L.surroundings.pop();
  }
  b.emit('ENDLOOP', null, []);
  leaveAgain(L, stmt);
};

/** After a loop that a return left, a loop around it is left too. */
const leaveAgain = (L: Lowering, stmt: Stmt): void => {
  const { b } = L;
  if (!mayReturn(stmt) || L.surroundings.length === 0 || L.frame.returned < 0) return;
  b.emit('UIF', null, [returnedFlag(L)]);
  b.emit('BRK', null, []);
  b.emit('ENDIF', null, []);
};

/** A `break` of the switch itself, not of something inside. */
const breaksInside = (stmt: Stmt): boolean => {
  switch (stmt.kind) {
    case 'break':
      return true;
    case 'block':
      return stmt.body.some(breaksInside);
    case 'if':
      return stmt.whenTrue.some(breaksInside) || stmt.whenFalse.some(breaksInside);
    default:
      return false;
  }
};

const continuesInside = (stmt: Stmt): boolean => {
  switch (stmt.kind) {
    case 'continue':
      return true;
    case 'block':
      return stmt.body.some(continuesInside);
    case 'if':
      return stmt.whenTrue.some(continuesInside) || stmt.whenFalse.some(continuesInside);
    case 'switch':
      return stmt.cases.some(({ body }) => body.some(continuesInside));
    default:
      return false;
  }
};

type SwitchStmt = Extract<Stmt, { kind: 'switch' }>;

/** Whether every case ends with its one break, so that the switch is a chain of ifs. */
const isChain = (stmt: SwitchStmt): boolean =>
  stmt.cases.every(({ body }, i) => {
    const last = body.at(-1);
    const inner = body.slice(0, -1);
    if (inner.some(breaksInside) || body.some(mayReturn) || body.some(continuesInside)) return false;
    return last?.kind === 'break' || (i === stmt.cases.length - 1 && (last === undefined || !breaksInside(last)));
  });

const matches = (L: Lowering, value: Src, labels: readonly (number | null)[]): Src | null => {
  let any: Src | null = null;
  for (const label of labels) {
    if (label === null) continue;
    const is = L.b.op('USEQ', 1, value, L.b.ints(label));
    any = any === null ? is : L.b.op('OR', 1, any, is);
  }
  return any;
};

const switchStatement = (L: Lowering, stmt: SwitchStmt): void => {
  const { b } = L;
  const value = b.copy(scalar(L.value(stmt.value).slots[0] as Src, 0), 1);
  if (isChain(stmt)) return chain(L, stmt, value);
  const inLoop = L.surroundings.some(({ kind }) => kind === 'loop');
  const wantsContinue = inLoop && stmt.cases.some(({ body }) => body.some(continuesInside));
  const surrounding: Surrounding = { kind: 'switch', update: null, continued: wantsContinue ? b.temps(1) : -1 };
  if (wantsContinue) b.emit('MOV', destination('TEMP', surrounding.continued, 1), [b.ints(0)]);
  // `default` is taken where no label fits, wherever it stands.
  const labels = stmt.cases.flatMap((one) => one.labels);
  const fall = b.temps(1);
  const falling = scalar(source('TEMP', fall), 0);
  b.emit('MOV', destination('TEMP', fall, 1), [b.ints(0)]);
  b.emit('BGNLOOP', null, []);
  L.surroundings.push(surrounding);
  for (const { labels: own, body } of stmt.cases) {
    let taken = matches(L, value, own);
    if (own.includes(null)) {
      const any = matches(L, value, labels);
      const none = any === null ? b.ints(-1) : b.op('NOT', 1, any);
      taken = taken === null ? none : b.op('OR', 1, taken, none);
    }
    b.move(destination('TEMP', fall, 1), b.op('OR', 1, falling, taken ?? b.ints(0)));
    b.emit('UIF', null, [falling]);
    lowerStatements(L, body);
    b.emit('ENDIF', null, []);
  }
  L.surroundings.pop();
  b.emit('BRK', null, []);
  b.emit('ENDLOOP', null, []);
  leaveAgain(L, stmt);
  if (!wantsContinue) return;
  b.emit('UIF', null, [scalar(source('TEMP', surrounding.continued), 0)]);
  lowerContinue(L);
  b.emit('ENDIF', null, []);
};

const chain = (L: Lowering, stmt: SwitchStmt, value: Src): void => {
  const { b } = L;
  const named = stmt.cases.filter(({ labels }) => !labels.includes(null));
  const rest = stmt.cases.find(({ labels }) => labels.includes(null));
  const body = (list: readonly Stmt[]): readonly Stmt[] => (list.at(-1)?.kind === 'break' ? list.slice(0, -1) : list);
  for (const { labels, body: list } of named) {
    b.emit('UIF', null, [matches(L, value, labels) ?? b.ints(0)]);
    lowerStatements(L, body(list));
    b.emit('ELSE', null, []);
  }
  if (rest !== undefined) lowerStatements(L, body(rest.body));
  for (let i = 0; i < named.length; i++) b.emit('ENDIF', null, []);
};
