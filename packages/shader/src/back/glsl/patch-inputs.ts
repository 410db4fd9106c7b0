/**
 * Inputs of tessellation shaders: registers of the patch, and registers of each of its vertices.
 *
 * Positions come as gl_in's, all else by varyings. An input that a variable chooses among several registers is picked by comparisons
 * into a variable, in front of the instruction that reads it: copying whole patches into arrays would cost far more.
 */
import type { Register } from '../../ir/instruction.ts';
import type { IoDecl } from '../../ir/module.ts';
import { limits } from '../../limits.ts';
import type { RegisterGroup } from '../../passes/groups.ts';
import { isPerPatch } from '../../valid/tessellation.ts';
import { type Meaning, meaningOf, varyingOf } from './interface.ts';
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

/**
 * The registers that an indexed access may reach: its array, or without one the registers of one semantic round its first. A whole
 * file would be too much: registers of vertices and of the patch are stored apart.
 */
export const reach = (w: Writer, decls: readonly IoDecl[], { file, index }: Register): RegisterGroup => {
  const { indirect, offset } = index;
  const arrayId = indirect?.arrayId ?? 0;
  const inArray = (decl: IoDecl): boolean => decl.arrayId === arrayId;
  const start = decls.find((decl) => (arrayId === 0 ? offset >= decl.first && offset <= decl.last : inArray(decl)));
  if (start === undefined) return w.fail(`${file}[${offset}] is not declared`);
  const alike = decls.filter((decl) => (arrayId === 0 ? decl.semantic === start.semantic : inArray(decl)));
  let { first, last } = start;
  for (let grown = true; grown;) {
    grown = false;
    for (const decl of alike) {
      if (decl.last < first - 1 || decl.first > last + 1 || (decl.first >= first && decl.last <= last)) continue;
      first = Math.min(first, decl.first);
      last = Math.max(last, decl.last);
      grown = true;
    }
  }
  return { first, last, array: true };
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

/** Declares the inputs of a tessellation shader and tells the writer how to find them. */
export const setupPatchInputs = (w: Writer): void => {
  const { info, stage } = w.module;
  const meanings = new Map<number, Meaning>();
  const variable = (meaning: Meaning, vertex: string): Variable => {
    const level = levelVariable(meaning);
    if (level !== undefined) return level;
    if (meaning.semantic === 'PRIM_ID') return { text: 'gl_PrimitiveID', kind: 'i', scalar: true };
    if (meaning.semantic === 'POSITION') return { text: `gl_in[${vertex}].gl_Position`, kind: 'f' };
    const { name } = varyingOf(w, meaning, null, stage);
    return { text: meaning.semantic === 'PATCH' ? name : `${name}[${vertex}]`, kind: 'u' };
  };
  for (const decl of info.inputs) {
    for (let i = decl.first; i <= decl.last; i++) {
      if (meanings.has(i)) continue;
      const meaning = meaningOf(decl, i);
      const { name, qualifier } = varyingOf(w, meaning, decl, stage);
      meanings.set(i, meaning);
      if (meaning.semantic === 'PATCH') w.head.add(`patch in uvec4 ${name};`);
      else if (meaning.semantic !== 'POSITION' && !isPerPatch(decl)) w.head.add(`${qualifier}in uvec4 ${name}[gl_MaxPatchVertices];`);
      // Only the kind is read from here.
      w.inputs.set(i, variable(meaning, '0'));
    }
  }
  w.vertexInput = (register: Register): Variable => {
    const { index, dimension } = register;
    const vertex = dimension === null ? '0' : w.arrayIndex(dimension.indirect, dimension.offset, 0, limits.patchVertices);
    const at = (i: number): Variable => variable(meanings.get(i) ?? w.fail(`IN[${i}] has no meaning here`), vertex);
    if (index.indirect === null) return at(index.offset);
    const group = reach(w, info.inputs, register);
    const kind = groupKind(group, (i) => w.inputs.get(i)?.kind ?? 'f');
    return pick(w, register, group, kind, at);
  };
};
