/**
 * The typed tree: what checking makes of a shader and lowering takes.
 *
 * Names are resolved, implicit conversions are `convert` nodes, constant expressions are `const` nodes, every expression has its
 * type. Statements stay structured.
 */
import type { BuiltinFunction } from '../builtins/functions.ts';
import type { Place } from '../log.ts';
import type { ShaderLimits, ShaderStage } from '../options.ts';
import type { FieldLayout, Precision, Type } from '../types/type.ts';

/** Where a variable lives. */
export type Storage = 'local' | 'global' | 'const' | 'parameter' | 'in' | 'out' | 'uniform' | 'buffer' | 'shared';

/** Numbers of a layout, -1 where nothing is said. */
export type Layout = {
  location: number;
  component: number;
  index: number;
  binding: number;
  offset: number;
  align: number;
  stream: number;
  xfbBuffer: number;
  xfbOffset: number;
  xfbStride: number;
  packing: '' | 'std140' | 'std430' | 'shared' | 'packed';
  rowMajor: boolean | null;
  /** Image format as written, ''. */
  format: string;
};

/** A layout that says nothing. */
export const noLayout = (): Layout => ({
  location: -1,
  component: -1,
  index: -1,
  binding: -1,
  offset: -1,
  align: -1,
  stream: -1,
  xfbBuffer: -1,
  xfbOffset: -1,
  xfbStride: -1,
  packing: '',
  rowMajor: null,
  format: '',
});

/** Qualifiers of memory. */
export type MemoryQualifiers = { coherent: boolean; volatile: boolean; restrict: boolean; readonly: boolean; writeonly: boolean };

/** A variable, parameter or named constant. */
export class Variable {
  readonly name: string;
  /** Unsized arrays get their size later. */
  type: Type;
  readonly storage: Storage;
  readonly place: Place;
  layout: Layout = noLayout();
  interpolation: '' | 'flat' | 'smooth' | 'noperspective' = '';
  auxiliary: '' | 'centroid' | 'sample' | 'patch' = '';
  invariant = false;
  precise = false;
  precision: Precision = '';
  memory: MemoryQualifiers = { coherent: false, volatile: false, restrict: false, readonly: false, writeonly: false };
  /** Parameters: how it is passed. */
  direction: 'in' | 'out' | 'inout' = 'in';
  /** Cannot be assigned: constants, `const` parameters, inputs. */
  readOnly = false;
  /** Value of a constant, scalars in order. */
  constant: readonly number[] | null = null;
  /** Uniforms: initial value. */
  initial: readonly number[] | null = null;
  /** Globals: what they begin with. */
  initialExpr: Expr | null = null;
  /** The interface block that it is (instance) or is in. */
  block: Block | null = null;
  /** Members of blocks without instance name: which. */
  member = -1;
  /** Predefined. */
  builtin = false;
  /** Unsized arrays: largest constant index. */
  maxIndex = -1;
  /** Unsized arrays that got their size from how they are indexed. */
  implicitSize = false;
  /** Arrays sized by the stage (inputs of geometry and tessellation shaders): whether it was left open. */
  stageSized = false;
  /** The index of a loop that ES 1.00 counts as constant. */
  loopIndex = false;
  /** Touched by what the shader does. */
  read = false;
  written = false;
  /** Order of creation, unique in its shader. */
  readonly id: number;

  constructor(name: string, type: Type, storage: Storage, place: Place, id: number) {
    this.name = name;
    this.type = type;
    this.storage = storage;
    this.place = place;
    this.id = id;
  }
}

/** An interface block. */
export type Block = {
  readonly name: string;
  readonly storage: 'in' | 'out' | 'uniform' | 'buffer';
  /** The `block` type with its members. */
  type: Type;
  readonly instance: string;
  /** Of the instance: the type or an array of it. */
  instanceType: Type;
  readonly layout: Layout;
  readonly memory: MemoryQualifiers;
  readonly place: Place;
  builtin: boolean;
  read: boolean;
  auxiliary: '' | 'centroid' | 'sample' | 'patch';
  interpolation: '' | 'flat' | 'smooth' | 'noperspective';
  /** Variables of the members, or the one of the instance. */
  variables: Variable[];
};

/** A function of the shader. */
export type FunctionSymbol = {
  readonly name: string;
  readonly returns: Type;
  readonly parameters: readonly Variable[];
  readonly place: Place;
  body: readonly Stmt[] | null;
  /** Parameters as its definition names them. */
  defined: readonly Variable[];
  readonly calls: Set<FunctionSymbol>;
  called: boolean;
  /** `subroutine(T)` functions: the subroutine types it can stand for. */
  readonly implementsTypes: Type[];
  subroutineIndex: number;
  precise: boolean;
};

/** Operators on two values. */
export type BinaryOperator =
  '+' | '-' | '*' | '/' | '%' | '<<' | '>>' | '&' | '|' | '^' | '<' | '>' | '<=' | '>=' | '==' | '!=' | '&&' | '||' | '^^';

/** Expressions. */
export type Expr = { readonly type: Type; readonly place: Place } & (
  | { readonly op: 'const'; readonly values: readonly number[] }
  | { readonly op: 'var'; readonly variable: Variable }
  | { readonly op: 'swizzle'; readonly base: Expr; readonly parts: readonly number[] }
  | { readonly op: 'index'; readonly base: Expr; readonly index: Expr }
  | { readonly op: 'field'; readonly base: Expr; readonly field: number }
  | { readonly op: 'unary'; readonly operator: '-' | '!' | '~'; readonly a: Expr }
  | { readonly op: 'binary'; readonly operator: BinaryOperator; readonly a: Expr; readonly b: Expr }
  | { readonly op: 'select'; readonly condition: Expr; readonly a: Expr; readonly b: Expr }
  | { readonly op: 'assign'; readonly target: Expr; readonly value: Expr }
  /** `a += b`; `post`: gives the value before (a++). */
  | { readonly op: 'modify'; readonly operator: BinaryOperator; readonly target: Expr; readonly value: Expr; readonly post: boolean }
  | { readonly op: 'comma'; readonly a: Expr; readonly b: Expr }
  | { readonly op: 'call'; readonly callee: FunctionSymbol; readonly args: readonly Expr[] }
  /** A call of a subroutine uniform. */
  | { readonly op: 'subroutine'; readonly target: Expr; readonly prototype: FunctionSymbol; readonly args: readonly Expr[] }
  | { readonly op: 'builtin'; readonly callee: BuiltinFunction; readonly args: readonly Expr[] }
  | { readonly op: 'construct'; readonly args: readonly Expr[] }
  | { readonly op: 'convert'; readonly a: Expr }
  /** Length of the array that ends a storage block. */
  | { readonly op: 'length'; readonly base: Expr }
);

/** Statements. */
export type Stmt =
  | { readonly kind: 'expr'; readonly value: Expr }
  | { readonly kind: 'declare'; readonly variable: Variable; readonly init: Expr | null }
  | { readonly kind: 'block'; readonly body: readonly Stmt[] }
  | { readonly kind: 'if'; readonly condition: Expr; readonly whenTrue: readonly Stmt[]; readonly whenFalse: readonly Stmt[] }
  | {
      readonly kind: 'loop';
      readonly init: readonly Stmt[];
      /** Statements that make the condition's variable, run before each test. */
      readonly before: readonly Stmt[];
      readonly condition: Expr | null;
      readonly update: Expr | null;
      readonly body: readonly Stmt[];
      readonly testFirst: boolean;
    }
  | { readonly kind: 'switch'; readonly value: Expr; readonly cases: readonly SwitchCase[] }
  | { readonly kind: 'return'; readonly value: Expr | null }
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'discard' }
  | { readonly kind: 'demote' };

/** One group of labels and what follows; a label of null is `default`. */
export type SwitchCase = { readonly labels: readonly (number | null)[]; readonly body: readonly Stmt[] };

/** What `layout(...) in;` and `layout(...) out;` said of a stage. */
export type StageLayout = {
  inputPrimitive: string;
  outputPrimitive: string;
  maxVertices: number;
  invocations: number;
  /** Vertices of a tessellation control shader's patch. */
  vertices: number;
  spacing: string;
  order: string;
  pointMode: boolean;
  workgroup: [number, number, number];
  workgroupSet: boolean;
  earlyTests: boolean;
  postDepthCoverage: boolean;
  depth: string;
  originUpperLeft: boolean;
  pixelCenterInteger: boolean;
  /** Whether gl_FragCoord was redeclared, and whether it is used. */
  fragCoordRedeclared: boolean;
  blend: string[];
  xfbStrides: number[];
};

/** Everything about one compiled shader. */
export type Unit = {
  readonly stage: ShaderStage;
  readonly version: number;
  readonly es: boolean;
  readonly core: boolean;
  readonly web: boolean;
  readonly globals: readonly Variable[];
  readonly blocks: readonly Block[];
  readonly functions: readonly FunctionSymbol[];
  readonly main: FunctionSymbol | null;
  /** Initialisers of global variables, in order. */
  readonly startup: readonly Stmt[];
  readonly layout: StageLayout;
  readonly invariantAll: boolean;
  readonly extensions: ReadonlySet<string>;
  readonly limits: ShaderLimits;
  /** What makes no program of the shader, though it compiles. */
  readonly linkFaults: readonly string[];
  /** Members of gl_PerVertex where it was redeclared, by direction. */
  readonly perVertex: ReadonlyMap<string, readonly string[]>;
  /** Subroutine types and what stands for them. */
  readonly subroutines: ReadonlyMap<Type, FunctionSymbol>;
};

/** The layout of a member that says nothing. */
export const plainField: FieldLayout = {
  rowMajor: null,
  offset: -1,
  align: -1,
  location: -1,
  component: -1,
  readonly: false,
  writeonly: false,
  coherent: false,
  volatile: false,
  interpolation: '',
  auxiliary: '',
  invariant: false,
  stream: -1,
  xfbBuffer: -1,
  xfbOffset: -1,
  xfbStride: -1,
};
