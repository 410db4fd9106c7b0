/** The shaders of one stage become one: functions find their definitions, globals of one name are one variable. */
import { implicitSizes } from '../check/access.ts';
import { inputVertices } from '../check/context.ts';
import type { Log } from '../log.ts';
import type { ShaderStage } from '../options.ts';
import { type Block, type Expr, type FunctionSymbol, type StageLayout, type Stmt, type Unit, type Variable } from '../syntax/tree.ts';
import { sameType, type Type } from '../types/type.ts';
import { scan, type Usage } from '../lower/scan.ts';

/** One stage of a program. */
export type MergedStage = {
  readonly stage: ShaderStage;
  readonly units: readonly Unit[];
  /** Globals, the first of each name. */
  readonly globals: readonly Variable[];
  readonly blocks: readonly Block[];
  /** The variable that stands for one of another unit. */
  readonly canonical: ReadonlyMap<Variable, Variable>;
  readonly canonicalBlock: ReadonlyMap<Block, Block>;
  readonly definition: (symbol: FunctionSymbol) => FunctionSymbol | null;
  readonly candidates: (type: Type) => readonly FunctionSymbol[];
  readonly main: FunctionSymbol;
  readonly startup: readonly Stmt[];
  readonly layout: StageLayout;
  readonly usage: Usage;
  readonly subroutineFunctions: readonly FunctionSymbol[];
};

const signature = (symbol: FunctionSymbol): string => `${symbol.name}(${symbol.parameters.map(({ type }) => type.name).join()})`;

const sameQualifiers = (a: Variable, b: Variable): boolean =>
  a.storage === b.storage &&
  a.interpolation === b.interpolation &&
  a.auxiliary === b.auxiliary &&
  a.invariant === b.invariant &&
  (a.layout.component === b.layout.component || a.storage === 'uniform') &&
  (a.layout.location < 0 || b.layout.location < 0 || a.layout.location === b.layout.location);

/** Two declarations of one global in one stage. */
const unite = (log: Log, stage: ShaderStage, first: Variable, other: Variable): void => {
  if (first.storage !== other.storage)
    return log.linkError(`'${first.name}' is ${first.storage} in one ${stage} shader and ${other.storage} in another`);
  if (
    first.type.isArray &&
    other.type.isArray &&
    first.type.element === other.type.element &&
    first.type.length !== other.type.length &&
    (first.maxIndex >= 0 || other.maxIndex >= 0)
  ) {
    const [sized, counted] = other.implicitSize ? [first, other] : [other, first];
    if (!sized.implicitSize && counted.implicitSize && counted.maxIndex >= sized.type.length)
      log.linkError(`'${first.name}' has ${sized.type.length} elements in one ${stage} shader and is indexed by more in another`);
    if (other.type.length > first.type.length) first.type = other.type;
    return;
  }
  if (!sameType(first.type, other.type))
    log.linkError(`'${first.name}' is ${first.type.name} in one ${stage} shader and ${other.type.name} in another`);
  else if (!sameQualifiers(first, other)) log.linkError(`'${first.name}' is qualified differently in two ${stage} shaders`);
  if (first.initial !== null && other.initial !== null && first.initial.some((value, i) => value !== other.initial?.[i]))
    log.linkError(`'${first.name}' has two initial values`);
  if (first.constant !== null && other.constant !== null && first.constant.some((value, i) => value !== other.constant?.[i]))
    log.linkError(`'${first.name}' has two values`);
  const [a, b] = [first.initialExpr, other.initialExpr];
  if (a !== null && b !== null && !(a.op === 'const' && b.op === 'const' && a.values.every((value, i) => value === b.values[i])))
    log.linkError(`'${first.name}' has two initial values`);
  first.initialExpr ??= b;
  if (first.layout.location < 0) first.layout.location = other.layout.location;
  if (first.layout.binding < 0) first.layout.binding = other.layout.binding;
  else if (other.layout.binding >= 0 && other.layout.binding !== first.layout.binding) log.linkError(`'${first.name}' has two bindings`);
  first.written ||= other.written;
  first.read ||= other.read;
  if (first.initial === null) first.initial = other.initial;
};

const pickLayout = <K extends keyof StageLayout>(
  log: Log,
  stage: ShaderStage,
  units: readonly Unit[],
  key: K,
  unset: StageLayout[K],
  what: string,
): StageLayout[K] => {
  let value = unset;
  for (const { layout } of units) {
    if (layout[key] === unset) continue;
    if (value !== unset && value !== layout[key]) log.linkError(`${what} is said differently in two ${stage} shaders`);
    value = layout[key];
  }
  return value;
};

/** All that redeclare gl_FragCoord do it alike, and where one does, all that use it do. */
const checkFragCoord = (log: Log, units: readonly Unit[]): void => {
  const redeclared = units.filter(({ layout }) => layout.fragCoordRedeclared);
  const [first] = redeclared;
  if (first === undefined) return;
  const differs = redeclared.some(
    ({ layout }) =>
      layout.originUpperLeft !== first.layout.originUpperLeft || layout.pixelCenterInteger !== first.layout.pixelCenterInteger,
  );
  const missing = units.some(
    ({ layout, globals }) =>
      !layout.fragCoordRedeclared && globals.some(({ name, builtin, read }) => builtin && name === 'gl_FragCoord' && read),
  );
  if (differs || missing) log.linkError('gl_FragCoord is redeclared differently in two fragment shaders');
};

const mergeLayouts = (log: Log, stage: ShaderStage, units: readonly Unit[]): StageLayout => {
  const [first] = units as [Unit];
  if (stage === 'fragment') checkFragCoord(log, units);
  const sized = units.filter(({ layout }) => layout.workgroupSet);
  const group = sized[0]?.layout.workgroup ?? [1, 1, 1];
  if (sized.some(({ layout }) => layout.workgroup.some((size, i) => size !== group[i])))
    log.linkError('the work group is said differently in two compute shaders');
  return {
    inputPrimitive: pickLayout(log, stage, units, 'inputPrimitive', '', 'the input primitive'),
    outputPrimitive: pickLayout(log, stage, units, 'outputPrimitive', '', 'the output primitive'),
    maxVertices: pickLayout(log, stage, units, 'maxVertices', -1, 'max_vertices'),
    invocations: pickLayout(log, stage, units, 'invocations', 0, 'invocations'),
    vertices: pickLayout(log, stage, units, 'vertices', 0, 'the number of vertices'),
    spacing: pickLayout(log, stage, units, 'spacing', '', 'the spacing'),
    order: pickLayout(log, stage, units, 'order', '', 'the order of vertices'),
    pointMode: units.some(({ layout }) => layout.pointMode),
    workgroup: group,
    workgroupSet: sized.length > 0,
    earlyTests: units.some(({ layout }) => layout.earlyTests),
    postDepthCoverage: units.some(({ layout }) => layout.postDepthCoverage),
    depth: pickLayout(log, stage, units, 'depth', '', 'the depth layout'),
    originUpperLeft: (units.find(({ layout }) => layout.fragCoordRedeclared) ?? first).layout.originUpperLeft,
    pixelCenterInteger: (units.find(({ layout }) => layout.fragCoordRedeclared) ?? first).layout.pixelCenterInteger,
    fragCoordRedeclared: units.some(({ layout }) => layout.fragCoordRedeclared),
    blend: units.flatMap(({ layout }) => layout.blend),
    xfbStrides: [0, 1, 2, 3].map((i) => Math.max(...units.map(({ layout }) => layout.xfbStrides[i] ?? 0))),
  };
};

/** Inputs of geometry shaders (and outputs of tessellation control shaders) have the size that some shader of the stage said. */
const sizeByStage = (log: Log, stage: ShaderStage, units: readonly Unit[], layout: StageLayout): void => {
  const storage = stage === 'geometry' ? 'in' : 'out';
  const size = stage === 'geometry' ? inputVertices(layout.inputPrimitive) : stage === 'tess-control' ? layout.vertices : 0;
  if (size === 0) return;
  for (const { globals } of units)
    for (const variable of globals) {
      const { element } = variable.type;
      if (variable.storage !== storage || !variable.stageSized || element === null) continue;
      if (variable.maxIndex >= size) log.linkError(`'${variable.name}' is indexed by ${variable.maxIndex}, it has ${size} elements`);
      if (variable.type.length !== 0 && variable.type.length !== size && !variable.builtin)
        log.linkError(`'${variable.name}' has ${variable.type.length} elements, not ${size}`);
      variable.type = element.array(size);
      if (variable.block !== null) variable.block.instanceType = variable.type;
    }
};

/** Arrays of members that no shader gave a size are as long as the longest use. */
const growMembers = (a: Block, b: Block): void => {
  a.type.fields.forEach((field, i) => {
    const other = b.type.fields[i];
    if (other === undefined || field.type === other.type || field.type.element === null || field.type.element !== other.type.element)
      return;
    if (!implicitSizes.has(field) && !implicitSizes.has(other)) return;
    const type = field.type.length > other.type.length ? field.type : other.type;
    field.type = type;
    other.type = type;
  });
};

/** Where one shader of a stage redeclares gl_PerVertex, all that use it do, and alike. */
const checkRedeclared = (log: Log, stage: ShaderStage, units: readonly Unit[]): void => {
  const said = units.map(({ perVertex }) => perVertex.get('out'));
  if (units.length < 2 || said.every((one) => one === undefined)) return;
  const uses = units.map(
    ({ globals }, i) => said[i] !== undefined || globals.some((one) => one.builtin && one.written && one.block?.name === 'gl_PerVertex'),
  );
  const lists = said.filter((_, i) => uses[i]).map((one) => [...(one ?? [''])].sort().join());
  if (new Set(lists).size > 1) log.linkError(`gl_PerVertex is redeclared differently in two ${stage} shaders`);
};

const sameOffsets = (a: Block, b: Block): boolean =>
  a.type.fields.every(({ layout }, i) => {
    const other = b.type.fields[i]?.layout;
    return (layout?.offset ?? -1) === (other?.offset ?? -1) && (layout?.align ?? -1) === (other?.align ?? -1);
  });

/** Makes one stage of its shaders; null after errors that leave nothing to go on with. */
export const mergeStage = (log: Log, stage: ShaderStage, units: readonly Unit[]): MergedStage | null => {
  const mains = units.filter(({ main }) => main !== null);
  if (mains.length !== 1) {
    log.linkError(mains.length === 0 ? `the ${stage} shader has no main()` : `main() is defined in two ${stage} shaders`);
    return null;
  }
  checkRedeclared(log, stage, units);
  const layout = mergeLayouts(log, stage, units);
  sizeByStage(log, stage, units, layout);
  const globals = new Map<string, Variable>();
  const canonical = new Map<Variable, Variable>();
  const blocks = new Map<string, Block>();
  const canonicalBlock = new Map<Block, Block>();
  for (const unit of units) {
    for (const block of unit.blocks) {
      const key = `${block.storage} ${block.name}`;
      const first = blocks.get(key);
      if (first === undefined) blocks.set(key, block);
      else growMembers(first, block);
      if (
        first !== undefined &&
        ((first.instance === '') !== (block.instance === '') || first.instanceType.length !== block.instanceType.length)
      )
        log.linkError(`block '${block.name}' has an instance in one ${stage} shader and not the same in another`);
      else if (
        first !== undefined &&
        (!sameType(first.type, block.type) || first.layout.packing !== block.layout.packing || !sameOffsets(first, block))
      )
        log.linkError(`block '${block.name}' is declared differently in two ${stage} shaders`);
      canonicalBlock.set(block, first ?? block);
    }
    for (const variable of unit.globals) {
      const first = globals.get(variable.name);
      if (first === undefined) globals.set(variable.name, variable);
      else if (first !== variable) unite(log, stage, first, variable);
      canonical.set(variable, first ?? variable);
    }
  }
  const definitions = new Map<string, FunctionSymbol>();
  const subroutineFunctions: FunctionSymbol[] = [];
  for (const unit of units) {
    for (const fn of unit.functions) {
      if (fn.implementsTypes.length > 0) subroutineFunctions.push(fn);
      if (fn.body === null) continue;
      const key = signature(fn);
      if (definitions.has(key)) log.linkError(`function '${fn.name}' is defined in two ${stage} shaders`);
      definitions.set(key, fn);
    }
  }
  const found = new Map<FunctionSymbol, FunctionSymbol | null>();
  const definition = (symbol: FunctionSymbol): FunctionSymbol | null => {
    let one = found.get(symbol);
    if (one === undefined) {
      one = symbol.body !== null ? symbol : (definitions.get(signature(symbol)) ?? null);
      found.set(symbol, one);
    }
    return one;
  };
  const candidates = (type: Type): readonly FunctionSymbol[] =>
    subroutineFunctions.filter((fn) => fn.implementsTypes.some((one) => one === type || one.name === type.name));
  const main = (mains[0] as Unit).main as FunctionSymbol;
  const startup = units.flatMap((unit) => [...unit.startup]);
  const usage = scan([startup, main.body ?? []], definition, (target: Expr) => candidates(target.type.innermost));
  for (const fn of usage.functions)
    if (definition(fn) === null) log.linkError(`function '${fn.name}' is called in the ${stage} shader and defined nowhere`);
  return {
    stage,
    units,
    globals: [...globals.values()],
    blocks: [...blocks.values()],
    canonical,
    canonicalBlock,
    definition,
    candidates,
    main,
    startup,
    layout,
    usage,
    subroutineFunctions,
  };
};
