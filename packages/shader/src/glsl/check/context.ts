/** What all of checking shares: the language, the log, scopes of names, and the unit that grows. */
import { type BuiltinFunction, builtinFunctions, isBuiltinName } from '../builtins/functions.ts';
import { type BuiltinVariable, builtinConstant, builtinStructs, builtinVariables, lives } from '../builtins/variables.ts';
import { type Feature, features, type Language } from '../language.ts';
import type { Log, Place } from '../log.ts';
import type { ShaderLimits } from '../options.ts';
import {
  type Block,
  type Expr,
  type FunctionSymbol,
  noLayout,
  plainField,
  type StageLayout,
  type Stmt,
  type Storage,
  Variable,
} from '../syntax/tree.ts';
import type { Token } from '../text/token.ts';
import { type Field, namedTypes, type Precision, T, Type } from '../types/type.ts';

/** What a name stands for. */
export type Symbol =
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'type'; readonly type: Type }
  | { readonly kind: 'functions'; readonly overloads: FunctionSymbol[] }
  | { readonly kind: 'subroutine'; readonly type: Type; readonly prototype: FunctionSymbol }
  | { readonly kind: 'block' };

/** One scope. */
export type Scope = { readonly names: Map<string, Symbol>; readonly precisions: Map<string, Precision> };

const newScope = (): Scope => ({ names: new Map(), precisions: new Map() });

const nowhere: Place = { file: 0, line: 0, column: 0 };

/** What a statement stands in. */
export type Enclosing = { loops: number; switches: number };

/** The state of one shader's checking. */
export class Context {
  readonly language: Language;
  readonly log: Log;
  readonly scopes: Scope[] = [newScope(), newScope()];
  readonly globals: Variable[] = [];
  readonly blocks: Block[] = [];
  readonly functions: FunctionSymbol[] = [];
  readonly startup: Stmt[] = [];
  /** Local arrays without size, which they get from their use. */
  readonly openLocals: Variable[] = [];
  /** Functions that were declared by a prototype. */
  readonly prototypes = new Set<FunctionSymbol>();
  /** Members of the block being read that must be flat. */
  pendingFlat: Token[] = [];
  /** Members of gl_PerVertex where it was redeclared, by direction. */
  readonly redeclaredPerVertex = new Map<string, readonly string[]>();
  /** Members that a redeclared gl_PerVertex leaves out. */
  readonly hiddenBuiltins = new Set<string>();
  readonly subroutines = new Map<Type, FunctionSymbol>();
  /** The function whose body is being read. */
  current: FunctionSymbol | null = null;
  enclosing: Enclosing = { loops: 0, switches: 0 };
  invariantAll = false;
  /** Conditions around the present statement. */
  conditions = 0;
  /** Whether the present function has returned before, in the text. */
  returned = false;
  /** Geometry: elements of inputs that said how many, 0 before any did. */
  geometryInputSize = 0;
  /** Whether a member of gl_PerVertex was redeclared outside of it. */
  redeclaredAlone = false;
  /** Fragment: whether gl_FragCoord was redeclared. */
  fragCoordRedeclared = false;
  /** What makes no program of the shader, though it compiles. */
  readonly linkFaults: string[] = [];
  /** Geometry: whether anything goes to another stream than 0. */
  usesStreams = false;
  /** `layout(row_major) uniform;` and its like. */
  readonly defaults = { uniform: noLayout(), buffer: noLayout(), stream: 0, xfbBuffer: 0 };
  readonly layout: StageLayout = {
    inputPrimitive: '',
    outputPrimitive: '',
    maxVertices: -1,
    invocations: 0,
    vertices: 0,
    spacing: '',
    order: '',
    pointMode: false,
    workgroup: [1, 1, 1],
    workgroupSet: false,
    earlyTests: false,
    postDepthCoverage: false,
    depth: '',
    originUpperLeft: false,
    pixelCenterInteger: false,
    fragCoordRedeclared: false,
    blend: [],
    xfbStrides: [0, 0, 0, 0],
  };
  /** The axes that the `layout(local_size...)` being read names. */
  pendingWorkgroup = [0, 0, 0];
  /** Next offset of atomic counters, by binding. */
  readonly counterOffsets = new Map<number, number>();
  readonly counterRanges = new Map<number, [number, number][]>();
  #ids = 0;
  readonly #functionCache = new Map<string, readonly BuiltinFunction[]>();
  #generation = 0;
  #rows: Map<string, BuiltinVariable> | null = null;
  #perVertex: Block | null = null;

  constructor(language: Language, log: Log) {
    this.language = language;
    this.log = log;
  }

  /** Errors so far. */
  get limits(): ShaderLimits {
    return this.language.limits;
  }

  /** Whether the present scope is that of globals. */
  get isGlobal(): boolean {
    return this.scopes.length === 2;
  }

  error(place: Place, message: string): void {
    this.log.error(place, message);
  }

  /** An error, and the expression that stands for what was wrong. */
  bad(place: Place, message: string): Expr {
    this.log.error(place, message);
    return { op: 'const', type: T.error, place, values: [0] };
  }

  /** What a feature needs, for messages. */
  wants(feature: Feature): string {
    return this.language.wants(features[feature]);
  }

  /** An error unless the language has the feature; warnings of extensions that were to be warned of. */
  need(feature: Feature, place: Place, what: string): boolean {
    if (this.language.has(feature)) return true;
    const wants = this.wants(feature);
    this.log.error(place, wants === 'another language' ? `${what} not in ${this.language.describe()}` : `${what} need ${wants}`);
    return false;
  }

  pushScope(): void {
    this.scopes.push(newScope());
  }

  popScope(): void {
    this.scopes.pop();
  }

  get scope(): Scope {
    return this.scopes.at(-1) as Scope;
  }

  newVariable(name: string, type: Type, storage: Storage, place: Place): Variable {
    return new Variable(name, type, storage, place, this.#ids++);
  }

  /** What a name stands for here. */
  lookup(name: string): Symbol | undefined {
    for (let i = this.scopes.length - 1; i >= 1; i--) {
      const symbol = this.scopes[i]?.names.get(name);
      if (symbol !== undefined) return symbol;
    }
    const builtin = this.scopes[0]?.names.get(name);
    if (builtin !== undefined && this.#generation === this.language.generation) return builtin;
    return name.startsWith('gl_') ? this.#builtin(name) : undefined;
  }

  /** Enters a name into the present scope; an error if it is there already. */
  declare(name: string, symbol: Symbol, place: Place): boolean {
    const { names } = this.scope;
    const before = names.get(name);
    if (before !== undefined) {
      this.error(place, `'${name}' is declared already`);
      return false;
    }
    names.set(name, symbol);
    return true;
  }

  /** Checks a name that a shader gives to something. */
  checkName(name: string, place: Place): void {
    if (name.startsWith('gl_')) this.error(place, `names starting with gl_ are reserved: '${name}'`);
    const { language } = this;
    if (language.web && (name.startsWith('webgl_') || name.startsWith('_webgl_')))
      this.error(place, `names starting with webgl_ are reserved: '${name}'`);
    const most = language.es ? (language.options.api === 'webgl' ? 256 : 1024) : 1 << 16;
    if (name.length > most) this.error(place, `names have at most ${most} characters`);
    if (name.includes('__') && language.web && language.version === 100)
      this.error(place, `names with two underscores are reserved: '${name}'`);
    else if (name.includes('__')) this.log.warning(place, `names with two underscores are reserved: '${name}'`);
  }

  /** The signatures of a built-in function here. */
  builtins(name: string): readonly BuiltinFunction[] {
    this.#refresh();
    let list = this.#functionCache.get(name);
    if (list === undefined) {
      list = builtinFunctions(this.language, name);
      this.#functionCache.set(name, list);
    }
    return list;
  }

  /** Whether the language has a built-in function of this name. */
  hasBuiltin(name: string): boolean {
    return isBuiltinName(name) && this.builtins(name).length > 0;
  }

  #refresh(): void {
    if (this.#generation === this.language.generation) return;
    this.#generation = this.language.generation;
    this.#functionCache.clear();
    // What was made stays; what could not be made may exist now.
  }

  #rowsOfStage(): Map<string, BuiltinVariable> {
    if (this.#rows === null) {
      this.#rows = new Map();
      for (const row of builtinVariables) if (row.stages.includes(this.language.stage)) this.#rows.set(row.name, row);
      // gl_PerVertex comes out of the stages before the rasterizer, per vertex out of tessellation control shaders.
    }
    return this.#rows;
  }

  #builtin(name: string): Symbol | undefined {
    this.#refresh();
    const scope = this.scopes[0] as Scope;
    const before = scope.names.get(name);
    if (before !== undefined) return before;
    const make = (variable: Variable): Symbol => {
      variable.builtin = true;
      const symbol: Symbol = { kind: 'variable', variable };
      scope.names.set(name, symbol);
      this.globals.push(variable);
      return symbol;
    };
    const constant = builtinConstant(this.language, name);
    if (constant !== null) {
      const variable = this.newVariable(name, constant.length === 3 ? T.ivec3 : T.int, 'const', nowhere);
      variable.constant = constant;
      variable.readOnly = true;
      variable.precision = 'mediump';
      return make(variable);
    }
    if (name === 'gl_WorkGroupSize' && this.language.stage === 'compute') {
      const variable = this.newVariable(name, T.uvec3, 'const', nowhere);
      variable.readOnly = true;
      return make(variable);
    }
    const { stage } = this.language;
    if ((name === 'gl_in' && (stage === 'geometry' || stage.startsWith('tess'))) || (name === 'gl_out' && stage === 'tess-control')) {
      if (stage === 'geometry' ? !this.language.has('geometry') : !this.language.has('tessellation')) return undefined;
      return make(this.#perVertexArray(name));
    }
    const row = this.#rowsOfStage().get(name);
    if (row === undefined || !this.language.open(row.gate) || !lives(this.language, row.life)) return undefined;
    const type = this.#typeOf(row.type);
    const variable = this.newVariable(name, type, row.storage, nowhere);
    variable.readOnly = row.storage !== 'out';
    variable.precision = row.precision;
    if (row.patch) variable.auxiliary = 'patch';
    if (row.storage === 'in' && row.type === 'int' && stage === 'fragment') variable.interpolation = 'flat';
    if (row.perVertex) {
      variable.block = this.perVertexOut();
      variable.member = -1;
    }
    return make(variable);
  }

  /** The type that a row of the table names. */
  #typeOf(text: string): Type {
    const match = /^(\w+)(?:\[(\w*)\])?$/.exec(text);
    const name = match?.[1] ?? '';
    const type = namedTypes.get(name) ?? this.builtinStruct(name);
    const size = match?.[2];
    if (size === undefined) return type;
    if (size === '') return type.array(0);
    return type.array(/^\d/.test(size) ? Number(size) : (this.limits[size as keyof ShaderLimits] ?? 1));
  }

  /** A structure of built-in uniforms. */
  builtinStruct(name: string): Type {
    const scope = this.scopes[0] as Scope;
    const before = scope.names.get(name);
    if (before?.kind === 'type') return before.type;
    const text = Object.hasOwn(builtinStructs, name) ? builtinStructs[name] : undefined;
    if (text === undefined) return T.error;
    const fields: Field[] = text.split(', ').map((member) => {
      const [type = '', fieldName = ''] = member.split(' ');
      return { name: fieldName, type: namedTypes.get(type) ?? T.error, precision: 'highp' };
    });
    const type = new Type('struct', name, { fields });
    scope.names.set(name, { kind: 'type', type });
    return type;
  }

  /** The block gl_PerVertex that comes out of a stage, as far as it is predefined. */
  perVertexOut(): Block {
    this.#perVertex ??= this.#makeBlock('gl_PerVertex', 'out', '', this.perVertexType());
    return this.#perVertex;
  }

  /** The members that gl_PerVertex has here. */
  perVertexType(): Type {
    const fields: Field[] = [];
    for (const row of builtinVariables) {
      if (!row.perVertex || !this.language.open(row.gate) || !lives(this.language, row.life)) continue;
      if (row.name === 'gl_PointSize' && this.language.es && this.language.stage !== 'vertex') {
        const kind = this.language.stage === 'geometry' ? 'geometry' : 'tessellation';
        if (!this.language.enabled.has(`EXT_${kind}_point_size`) && !this.language.enabled.has(`OES_${kind}_point_size`)) continue;
      }
      fields.push({ name: row.name, type: this.#typeOf(row.type), precision: row.precision, layout: plainField });
    }
    return new Type('block', 'gl_PerVertex', { fields });
  }

  #makeBlock(name: string, storage: 'in' | 'out', instance: string, type: Type): Block {
    const block: Block = {
      name,
      storage,
      type,
      instance,
      instanceType: type,
      layout: noLayout(),
      memory: { coherent: false, volatile: false, restrict: false, readonly: false, writeonly: false },
      place: nowhere,
      builtin: true,
      read: false,
      auxiliary: '',
      interpolation: '',
      variables: [],
    };
    return block;
  }

  /** gl_in and gl_out. */
  #perVertexArray(name: string): Variable {
    const storage = name === 'gl_in' ? 'in' : 'out';
    const block = this.#makeBlock('gl_PerVertex', storage, name, this.perVertexType());
    const { stage } = this.language;
    const size =
      name === 'gl_out'
        ? this.layout.vertices
        : stage === 'geometry'
          ? inputVertices(this.layout.inputPrimitive)
          : this.limits.MaxPatchVertices;
    const variable = this.newVariable(name, block.type.array(size), storage, nowhere);
    variable.block = block;
    variable.stageSized = true;
    variable.readOnly = storage === 'in';
    block.instanceType = variable.type;
    block.variables = [variable];
    this.blocks.push(block);
    return variable;
  }
}

/** Vertices of a geometry shader's input primitive, 0 when it is not said yet. */
export const inputVertices = (primitive: string): number => {
  switch (primitive) {
    case 'points':
      return 1;
    case 'lines':
      return 2;
    case 'triangles':
      return 3;
    case 'lines_adjacency':
      return 4;
    case 'triangles_adjacency':
      return 6;
    default:
      return 0;
  }
};
