/** The state of lowering one stage. */
import type { Log } from '../log.ts';
import type { ShaderStage } from '../options.ts';
import type { Expr, FunctionSymbol, Stmt, Unit, Variable } from '../syntax/tree.ts';
import type { Type } from '../types/type.ts';
import { Builder } from './builder.ts';
import { type Address, source, type Src } from './code.ts';
import { slotsOf } from './slots.ts';
import type { Binding, Ref, Store, Value } from './value.ts';

/** A function being inlined. */
export type Frame = {
  readonly names: Map<Variable, Binding>;
  readonly callee: FunctionSymbol | null;
  /** Where the result goes, null for none. */
  readonly result: Store | null;
  /** Register that is true once it has returned; -1 while nobody has asked. */
  returned: number;
  readonly depth: number;
};

/** What surrounds a statement: how `break` and `continue` leave it. */
export type Surrounding = {
  readonly kind: 'loop' | 'switch';
  /** Emits what `continue` does before the jump. */
  readonly update: (() => void) | null;
  /** A switch inside a loop: register that is set to continue the loop. */
  continued: number;
};

/** A register store of plain numbers. */
export const tempStore = (base: number, array = -1): Store => ({
  file: 'TEMP',
  base,
  buffer: -1,
  component: 0,
  perVertex: false,
  packed: false,
  array,
});

/** What all parts of lowering share. */
export class Lowering {
  readonly b: Builder;
  readonly unit: Unit;
  readonly stage: ShaderStage;
  readonly log: Log;
  readonly globals: Map<Variable, Binding>;
  readonly frames: Frame[] = [];
  /** Variables whose declarations give them nothing that is needed. */
  idle: ReadonlyMap<Variable, Expr> = new Map();
  readonly surroundings: Surrounding[] = [];
  /** Variables that are indexed by variables. */
  readonly indexed: ReadonlySet<Variable>;
  /** Definitions of functions that other units of the stage have. */
  readonly definition: (symbol: FunctionSymbol) => FunctionSymbol | null;
  /** Functions that subroutine uniforms can mean. */
  readonly candidates: (type: Type) => readonly FunctionSymbol[];
  /** Lowers an expression; set by the expressions' part. */
  value: (expr: Expr) => Value = () => this.b.fail('no expressions');
  /** Lowers statements; set by the statements' part. */
  run: (body: readonly Stmt[]) => void = () => this.b.fail('no statements');
  /** Emits what EmitVertex does before it emits. */
  beforeEmit: (stream: number) => void = () => undefined;
  /** Registers of system values that the code asked for, by semantic. */
  readonly systemValues = new Map<string, number>();
  /** What the code uses. */
  readonly used = {
    samplers: new Map<number, { readonly target: string; readonly base: string }>(),
    images: new Set<number>(),
    counters: false,
    shared: 0,
    kill: false,
  };
  readonly constants = new Map<readonly number[], Store>();
  /** Code that runs before everything. */
  readonly prologue: Builder['code'] = [];

  constructor(
    unit: Unit,
    log: Log,
    globals: Map<Variable, Binding>,
    indexed: ReadonlySet<Variable>,
    definition: (symbol: FunctionSymbol) => FunctionSymbol | null,
    candidates: (type: Type) => readonly FunctionSymbol[],
  ) {
    this.unit = unit;
    this.stage = unit.stage;
    this.log = log;
    this.b = new Builder(log);
    this.globals = globals;
    this.indexed = indexed;
    this.definition = definition;
    this.candidates = candidates;
  }

  get frame(): Frame {
    return this.frames[this.frames.length - 1] as Frame;
  }

  /** What a variable is bound to; registers are given to those that have none. */
  binding(variable: Variable): Binding {
    const local = this.frames[this.frames.length - 1]?.names.get(variable);
    if (local !== undefined) return local;
    const global = this.globals.get(variable);
    if (global !== undefined) return global;
    const made: Binding = { store: this.registersFor(variable.type, this.indexed.has(variable)) };
    if (variable.storage === 'local' || variable.storage === 'parameter' || (variable.storage === 'const' && this.frames.length > 0))
      this.frame.names.set(variable, made);
    else this.globals.set(variable, made);
    return made;
  }

  /** Fresh registers for a variable of a type. */
  registersFor(type: Type, indexable: boolean): Store {
    const size = slotsOf(type);
    if (indexable && size > 1) {
      const base = this.b.array(size);
      return tempStore(base, base);
    }
    return tempStore(this.b.temps(size));
  }

  /** A system value as a source. */
  system(semantic: string): Src {
    let index = this.systemValues.get(semantic);
    if (index === undefined) {
      index = this.systemValues.size;
      this.systemValues.set(semantic, index);
    }
    return source('SV', index);
  }

  /** An index kept inside what there is, where the API promises that nothing else is touched. */
  clampIndex(value: Src, length: number): Src {
    if (!this.unit.web || length <= 0) return value;
    return this.b.op('UMIN', 1, value, this.b.ints(length - 1));
  }

  /** The sum of an index that may be none and a new part. */
  addAddress(before: Address | null, add: Src): Address {
    return this.b.address(before === null ? add : this.b.op('UADD', 1, this.b.addressValue(before), add));
  }

  /** Runs something whose code goes to the prologue. */
  early(build: () => void): void {
    const { b } = this;
    const main = b.code;
    b.code = this.prologue;
    build();
    b.code = main;
  }
}

/** Whether evaluating it changes anything. */
export const hasEffects = (expr: Expr): boolean => {
  switch (expr.op) {
    case 'const':
    case 'var':
      return false;
    case 'swizzle':
    case 'field':
    case 'length':
      return hasEffects(expr.base);
    case 'index':
      return hasEffects(expr.base) || hasEffects(expr.index);
    case 'unary':
    case 'convert':
      return hasEffects(expr.a);
    case 'binary':
    case 'comma':
      return hasEffects(expr.a) || hasEffects(expr.b);
    case 'select':
      return hasEffects(expr.condition) || hasEffects(expr.a) || hasEffects(expr.b);
    case 'construct':
      return expr.args.some(hasEffects);
    case 'builtin':
      return (
        expr.callee.parameters.some((p) => p.out || p.inout) ||
        /^(atomic|image(Atomic|Store)|Emit|End|barrier|memoryBarrier)/.test(expr.callee.name) ||
        expr.args.some(hasEffects)
      );
    default:
      return true;
  }
};

/** A reference as a value that is there already. */
export const valueRef = (value: Value): Ref => ({ kind: 'value', type: value.type, value });
