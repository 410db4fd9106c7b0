/**
 * The interface of tessellation control shaders.
 *
 * Outputs are of a vertex or of the patch, and all invocations of a patch see them all, so they cannot be variables of our own: an
 * instruction writes the output itself. GLSL lets an invocation write only its own vertex, which is what TGSI means, too; the vertex
 * that a destination names is not looked at.
 *
 * First values: each invocation clears its own vertex, the first one the patch. That is no data race as long as invocation 0 is not
 * behind the others, which is so where a patch is one group of lanes; where it is not, an undefined value is what a guest asked for.
 */
import type { Destination, Instruction, Register } from '../../ir/instruction.ts';
import { declareVarying, findMeaning, type Meaning, meaningOf, ofVertex, type Varying, varyingOf } from './interface.ts';
import { laneValue } from './lanes.ts';
import { elementOf, groupKind, levelVariable, nextPick, pick, reach, setupPatchInputs } from './patch-inputs.ts';
import { maskComponents, select, type Stored, suffix, typeName, type Variable } from './value.ts';
import { isPerPatch } from '../../valid/tessellation.ts';
import { writtenFirst } from './vertex.ts';
import type { Writer } from './writer.ts';

/** Reads the index of the invocation that runs. */
const own = 'gl_InvocationID';

/** An output as the evaluation shader declares it. */
const outputVarying = (w: Writer, meaning: Meaning): Varying =>
  varyingOf(w, meaning, findMeaning(w.options.next ?? [], meaning) ?? null, 'tess-eval');

const outputVariable = (w: Writer, meaning: Meaning, vertex: string): Variable => {
  const level = levelVariable(meaning);
  if (level !== undefined) return level;
  if (meaning.semantic === 'POSITION') return { text: `gl_out[${vertex}].gl_Position`, kind: 'f' };
  const varying = outputVarying(w, meaning);
  return { text: meaning.semantic === 'PATCH' ? varying.name : ofVertex(varying, vertex), kind: 'u' };
};

/** Declares an output; first values go to `mine` (this vertex) or `first` (the patch). */
const declareOutput = (w: Writer, meaning: Meaning, vertices: number, mine: string[] | null, first: string[]): void => {
  if (levelVariable(meaning) !== undefined) return;
  const variable = outputVariable(w, meaning, own);
  if (meaning.semantic === 'POSITION') {
    mine?.push(`${variable.text} = vec4(0.0);`);
    return;
  }
  declareVarying(w, 'out', outputVarying(w, meaning), `[${vertices}]`);
  (meaning.semantic === 'PATCH' ? first : mine)?.push(`${variable.text} = uvec4(0u);`);
};

const setupOutputs = (w: Writer, vertices: number): void => {
  const { info } = w.module;
  const { next = [] } = w.options;
  const meanings = new Map<number, Meaning>();
  const mine: string[] = [];
  const first = [0, 1, 2, 3].map((i) => `gl_TessLevelOuter[${i}] = 0.0;`);
  first.push('gl_TessLevelInner[0] = 0.0;', 'gl_TessLevelInner[1] = 0.0;');
  const whole = writtenFirst(w, 'OUT');
  for (const decl of info.outputs) {
    for (let i = decl.first; i <= decl.last; i++) {
      if (meanings.has(i)) continue;
      const meaning = meaningOf(decl, i);
      meanings.set(i, meaning);
      w.outputs.set(i, outputVariable(w, meaning, own));
      declareOutput(w, meaning, vertices, whole.has(i) ? null : mine, first);
    }
  }
  for (const decl of next) {
    if (isPerPatch(decl) && decl.semantic !== 'PATCH') continue;
    for (let i = decl.first; i <= decl.last; i++) {
      const meaning = meaningOf(decl, i);
      if (findMeaning(info.outputs, meaning) === undefined) declareOutput(w, meaning, vertices, mine, first);
    }
  }
  for (const line of mine) w.prolog.add(line);
  w.prolog.open(`if (${own} == 0) {`);
  for (const line of first) w.prolog.add(line);
  w.prolog.close('}');

  const kindAt = (i: number): Stored => w.outputs.get(i)?.kind ?? 'f';
  const kind = (register: Register): Stored =>
    register.index.indirect === null ? kindAt(register.index.offset) : groupKind(reach(w, info.outputs, register), kindAt);
  const meaningAt = (i: number): Meaning => meanings.get(i) ?? w.fail(`OUT[${i}] has no meaning here`);
  const varyingAt = (i: number): Varying | undefined => {
    const meaning = meanings.get(i);
    return meaning === undefined ? undefined : outputVarying(w, meaning);
  };
  w.sharedOutputs = {
    kind,
    read: (register: Register): Variable => {
      const { index, dimension } = register;
      const vertex = dimension === null ? '0' : w.arrayIndex(dimension.indirect, dimension.offset, 0, vertices);
      const at = (i: number): Variable => outputVariable(w, meaningAt(i), vertex);
      if (index.indirect === null) return at(index.offset);
      const element = elementOf(w, register, reach(w, info.outputs, register), varyingAt, vertex);
      if (element !== null) return { text: element, kind: 'u' };
      return pick(w, register, reach(w, info.outputs, register), kind(register), at);
    },
    assign: (dst: Destination, value: string): void => {
      const element = dst.index.indirect === null ? null : elementOf(w, dst, reach(w, info.outputs, dst), varyingAt, own);
      if (element !== null) w.body.add(`${select({ text: element, kind: 'u' }, maskComponents(dst.mask))} = ${value};`);
      else assign(w, dst, kind(dst), value, (i) => outputVariable(w, meaningAt(i), own));
    },
  };
};

/** Assigns a value to an output, or to the one of several that a variable chooses. */
const assign = (w: Writer, dst: Destination, kind: Stored, value: string, at: (i: number) => Variable): void => {
  const components = maskComponents(dst.mask);
  const { indirect, offset } = dst.index;
  const target = indirect === null ? at(offset) : null;
  if (target !== null && target.elements === undefined) {
    w.body.add(`${select(target, components)} = ${value};`);
    return;
  }
  const n = nextPick(w);
  const type = typeName(kind, components.length);
  w.body.add(`${type} value${n} = ${value};`);
  if (target !== null) {
    components.forEach((c, i) => {
      if (c < (target.elements ?? 0)) w.body.add(`${target.text}[${c}] = value${n}${components.length === 1 ? '' : suffix([i])};`);
    });
    return;
  }
  const group = reach(w, w.module.info.outputs, dst);
  w.body.add(`uint at${n} = ${w.arrayIndex(indirect, offset, group.first, group.last - group.first + 1)};`);
  for (let i = group.first; i <= group.last; i++) {
    const one = at(i);
    if (one.kind !== kind || one.elements !== undefined) w.fail('indexed outputs of different kinds');
    w.body.add(`if (at${n} == ${i - group.first}u) ${select(one, components)} = value${n};`);
  }
};

/** Inputs, outputs and system values of a tessellation control shader. */
export const setupTessControl = (w: Writer): void => {
  const { info } = w.module;
  const vertices = info.patchVertices ?? 1;
  w.req.need('tessellation', 'tessellation shaders');
  w.head.add(`layout(vertices = ${vertices}) out;`);
  setupPatchInputs(w);
  const int = (text: string): Variable => ({ text, kind: 'i', scalar: true });
  for (const decl of info.systemValues) {
    for (let i = decl.first; i <= decl.last; i++) {
      if (decl.semantic === 'INVOCATIONID') w.systemValues.set(i, int(own));
      else if (decl.semantic === 'PRIM_ID') w.systemValues.set(i, int('gl_PrimitiveID'));
      else if (decl.semantic === 'VERTICESIN') w.systemValues.set(i, int('gl_PatchVerticesIn'));
      else w.systemValues.set(i, laneValue(w, decl.semantic) ?? w.fail(`system value ${decl.semantic} in a tessellation control shader`));
    }
  }
  setupOutputs(w, vertices);
};

/** Writes BARRIER of a tessellation control shader; false for anything else. */
export const writeBarrier = (w: Writer, inst: Instruction): boolean => {
  if (inst.op !== 'BARRIER' || w.module.stage !== 'tess-control') return false;
  w.body.add('barrier();');
  return true;
};
