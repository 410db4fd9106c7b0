/**
 * Inputs of tessellation shaders: registers of the patch, and registers of each of its vertices.
 *
 * Positions come as gl_in's, all else by varyings. Inputs that a variable chooses among are arrays where they can be
 * (`passes/varying-arrays.ts`); of others the one wanted is picked by comparisons into a variable, in front of the instruction that
 * reads it: copying whole patches into arrays would cost far more.
 */
import type { Index, Register } from '../../ir/instruction.ts';
import type { IoDecl } from '../../ir/module.ts';
import type { RegisterGroup } from '../../passes/groups.ts';
import { reachOf } from '../../passes/varying-arrays.ts';
import { isPerPatch } from '../../valid/tessellation.ts';
import { declareVarying, type Meaning, meaningOf, ofVertex, type Varying, varyingOf } from './interface.ts';
import { convert, select, type Stored, typeName, type Variable } from './value.ts';
import type { Writer } from './writer.ts';

/** Tessellation levels as arrays that GL knows; undefined for any other meaning. */
export const levelVariable = ({ semantic }: Meaning): Variable | undefined => {
  if (semantic === 'TESSOUTER') return { text: 'gl_TessLevelOuter', kind: 'f', elements: 4 };
  return semantic === 'TESSINNER' ? { text: 'gl_TessLevelInner', kind: 'f', elements: 2 } : undefined;
};

const picks = new WeakMap<Writer, number>();

/** A number for variables that must differ inside one shader. */
export const nextPick = (w: Writer): number => {
  const n = (picks.get(w) ?? 0) + 1;
  picks.set(w, n);
  return n;
};

const reaches = new WeakMap<Writer, Map<string, RegisterGroup>>();

/** The registers that an indexed access may reach. */
export const reach = (w: Writer, decls: readonly IoDecl[], { file, index }: Register): RegisterGroup => {
  const arrayId = index.indirect?.arrayId ?? 0;
  const known = reaches.get(w) ?? new Map<string, RegisterGroup>();
  reaches.set(w, known);
  const key = `${file} ${arrayId} ${arrayId === 0 ? index.offset : ''}`;
  let group = known.get(key);
  if (group === undefined) {
    const range = reachOf(decls, index.offset, arrayId) ?? w.fail(`${file}[${index.offset}] is not declared`);
    group = { ...range, array: true };
    known.set(key, group);
  }
  return group;
};

/** The element that an access chooses, where all that it may reach lies in one array of varyings; null elsewhere. */
export const elementOf = (
  w: Writer,
  { index }: Register,
  { first, last }: RegisterGroup,
  varyingAt: (register: number) => Varying | undefined,
  vertex: string,
): string | null => {
  const start = varyingAt(first);
  const end = varyingAt(last);
  const array = start?.array;
  if (start === undefined || array === undefined || end?.array === undefined) return null;
  if (end.array.name !== array.name || end.array.element - array.element !== last - first) return null;
  const inside = w.arrayIndex(index.indirect, index.offset, first, last - first + 1);
  const element = array.element === 0 ? inside : `${array.element}u + ${inside}`;
  return start.qualifier === 'patch ' ? `${array.name}[${element}]` : `${array.name}[${vertex}].v[${element}]`;
};

/** Kind of a group whose registers `kindOf` knows: bits as soon as one is. */
export const groupKind = (group: RegisterGroup, kindOf: (register: number) => Stored): Stored => {
  for (let i = group.first; i <= group.last; i++) if (kindOf(i) !== 'f') return 'u';
  return 'f';
};

/** Reads one of a group's registers, chosen by a variable, into a variable. */
export const pick = (w: Writer, register: Register, group: RegisterGroup, kind: Stored, at: (i: number) => Variable): Variable => {
  const n = nextPick(w);
  const type = typeName(kind, 4);
  const all = [0, 1, 2, 3];
  const value = (i: number): string => {
    const variable = at(i);
    return convert(select(variable, all), variable.kind, kind, 4);
  };
  const { indirect, offset } = register.index;
  w.body.add(`uint at${n} = ${w.arrayIndex(indirect, offset, group.first, group.last - group.first + 1)};`);
  w.body.add(`${type} pick${n} = ${value(group.first)};`);
  for (let i = group.first + 1; i <= group.last; i++) w.body.add(`if (at${n} == ${i - group.first}u) pick${n} = ${value(i)};`);
  return { text: `pick${n}`, kind };
};

/** A vertex of the patch that comes in; one that a variable chooses is one that there is. */
const vertexIndex = (w: Writer, { indirect, offset }: Index): string =>
  indirect === null ? `${offset}` : `min(uint(${w.dynamicIndex(indirect, offset)}), uint(gl_PatchVerticesIn - 1))`;

/** Declares the inputs of a tessellation shader and tells the writer how to find them. */
export const setupPatchInputs = (w: Writer): void => {
  const { info, stage } = w.module;
  const meanings = new Map<number, { readonly meaning: Meaning; readonly varying: Varying }>();
  const variable = (i: number, vertex: string): Variable => {
    const { meaning, varying } = meanings.get(i) ?? w.fail(`IN[${i}] has no meaning here`);
    const level = levelVariable(meaning);
    if (level !== undefined) return level;
    if (meaning.semantic === 'PRIM_ID') return { text: 'gl_PrimitiveID', kind: 'i', scalar: true };
    if (meaning.semantic === 'POSITION') return { text: `gl_in[${vertex}].gl_Position`, kind: 'f' };
    return { text: meaning.semantic === 'PATCH' ? varying.name : ofVertex(varying, vertex), kind: 'u' };
  };
  for (const decl of info.inputs) {
    for (let i = decl.first; i <= decl.last; i++) {
      if (meanings.has(i)) continue;
      const meaning = meaningOf(decl, i);
      const varying = varyingOf(w, meaning, decl, stage);
      meanings.set(i, { meaning, varying });
      const plain = meaning.semantic === 'PATCH' || (meaning.semantic !== 'POSITION' && !isPerPatch(decl));
      if (plain) declareVarying(w, 'in', varying, '[gl_MaxPatchVertices]');
      // Only the kind is read from here.
      w.inputs.set(i, variable(i, '0'));
    }
  }
  w.vertexInput = (register: Register): Variable => {
    const { index, dimension } = register;
    const vertex = dimension === null ? '0' : vertexIndex(w, dimension);
    if (index.indirect === null) return variable(index.offset, vertex);
    const group = reach(w, info.inputs, register);
    const element = elementOf(w, register, group, (i) => meanings.get(i)?.varying, vertex);
    if (element !== null) return { text: element, kind: 'u' };
    const kind = groupKind(group, (i) => w.inputs.get(i)?.kind ?? 'f');
    return pick(w, register, group, kind, (i) => variable(i, vertex));
  };
};
