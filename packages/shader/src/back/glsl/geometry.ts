/**
 * The interface of geometry shaders, and EMIT and ENDPRIM.
 *
 * Inputs have a vertex and a register. The position comes as gl_in's, everything else as an array of varyings, one entry a vertex;
 * registers that a variable addresses are copied into one flat array, vertex by vertex.
 *
 * TGSI's outputs keep their values after a vertex is emitted, GLSL's become undefined. So all outputs are variables of our own, and
 * EMIT calls a function (`emitVertex0` for stream 0 ...) that hands them over and emits: varyings that the fragment stage reads,
 * what the last stage before the rasterizer owes it (`finishVertex`), captured outputs. Streams 1 to 3 are only ever captured.
 */
import type { Instruction, Register } from '../../ir/instruction.ts';
import type { GeometryInfo, IoDecl } from '../../ir/module.ts';
import { primitives } from '../../ir/types.ts';
import type { RegisterGroup } from '../../passes/groups.ts';
import { streamOf } from '../../valid/geometry.ts';
import { Lines } from './code.ts';
import { captureOutputs } from './feedback.ts';
import { emulatesLinear, findMeaning, type Meaning, meaningOf, type Varying, varyingOf } from './interface.ts';
import { laneValue } from './lanes.ts';
import { convert, type Stored, typeName, type Variable, zero } from './value.ts';
import { copyBackColors, copyDistances, finishVertex, preciseRegisters, specials, writeMissing } from './vertex.ts';
import type { Writer } from './writer.ts';

const layoutNames: Readonly<Record<string, string>> = {
  POINTS: 'points',
  LINES: 'lines',
  TRIANGLES: 'triangles',
  LINES_ADJACENCY: 'lines_adjacency',
  TRIANGLES_ADJACENCY: 'triangles_adjacency',
  LINE_STRIP: 'line_strip',
  TRIANGLE_STRIP: 'triangle_strip',
};

const layoutName = (primitive: number): string => layoutNames[primitives[primitive] ?? ''] ?? 'points';

const int = (text: string): Variable => ({ text, kind: 'i', scalar: true });

const primitiveId = int('gl_PrimitiveIDIn');

/** One register of one vertex. */
const vertexVariable = (meaning: Meaning, name: string, vertex: string): Variable => {
  if (meaning.semantic === 'PRIM_ID') return primitiveId;
  if (meaning.semantic === 'POSITION') return { text: `gl_in[${vertex}].gl_Position`, kind: 'f' };
  return { text: `${name}[${vertex}]`, kind: 'u' };
};

const setupInputs = (w: Writer, { inputVertices }: GeometryInfo): void => {
  const meanings = new Map<number, readonly [Meaning, string]>();
  for (const decl of w.module.info.inputs) {
    for (let i = decl.first; i <= decl.last; i++) {
      if (meanings.has(i)) continue;
      const meaning = meaningOf(decl, i);
      const { name, kind, qualifier } = varyingOf(w, meaning, decl, 'geometry');
      meanings.set(i, [meaning, name]);
      const builtin = meaning.semantic === 'POSITION' || meaning.semantic === 'PRIM_ID';
      if (!builtin) w.head.add(`${qualifier}in ${typeName(kind, 4)} ${name}[${inputVertices}];`);
      // Only the kind is read from here.
      w.inputs.set(i, vertexVariable(meaning, name, '0'));
    }
  }
  for (const group of new Set(w.inputGroups.values())) {
    if (!group.array) continue;
    const kind = w.ioArrayKind(group, w.inputs);
    const length = group.last - group.first + 1;
    const array = w.local(typeName(kind, 4), `inputs${group.first}`, '', length * inputVertices);
    for (let i = group.first; i <= group.last; i++) {
      const found = meanings.get(i);
      if (found === undefined) continue;
      const { text, kind: from, scalar } = vertexVariable(found[0], found[1], 'i');
      const value = scalar === true ? `${typeName(kind, 4)}(${convert(text, from, kind, 1)})` : convert(text, from, kind, 4);
      w.prolog.add(`for (int i = 0; i < ${inputVertices}; i++) ${array}[i * ${length} + ${i - group.first}] = ${value};`);
    }
  }
  w.vertexInput = (register: Register): Variable => {
    const { index, dimension } = register;
    const vertex = dimension === null ? '0' : w.arrayIndex(dimension.indirect, dimension.offset, 0, inputVertices);
    if (index.indirect === null) {
      const found = meanings.get(index.offset) ?? w.fail(`IN[${index.offset}] has no meaning here`);
      return vertexVariable(found[0], found[1], vertex);
    }
    const group = w.groupOf(register, w.inputGroups);
    const length = group.last - group.first + 1;
    const inside = w.arrayIndex(index.indirect, index.offset, group.first, length);
    // Both parts are ints or both unsigned; a constant vertex is an int.
    const from = dimension === null || dimension.indirect === null ? `${Number(vertex) * length}u` : `${vertex} * ${length}u`;
    return { text: `inputs${group.first}[${from} + ${inside}]`, kind: w.ioArrayKind(group, w.inputs) };
  };
};

const setupSystemValues = (w: Writer): void => {
  for (const decl of w.module.info.systemValues) {
    for (let i = decl.first; i <= decl.last; i++) {
      if (decl.semantic === 'PRIM_ID') w.systemValues.set(i, primitiveId);
      else if (decl.semantic === 'INVOCATIONID') {
        // Language versions without several invocations have only the first.
        w.systemValues.set(i, int(w.req.want('geometryInvocations') ? 'gl_InvocationID' : '0'));
      } else w.systemValues.set(i, laneValue(w, decl.semantic) ?? w.fail(`system value ${decl.semantic} in a geometry shader`));
    }
  }
};

/** Semantics that GL knows by a name of its own, besides those of `specials`. */
const integers: ReadonlySet<string> = new Set(['PRIM_ID', 'LAYER', 'VIEWPORT_INDEX']);

/** An output register: its variable and, where the fragment stage reads it, its varying. */
type Output = {
  readonly meaning: Meaning;
  readonly decl: IoDecl;
  readonly home: Variable;
  readonly varying: Varying | null;
  readonly reader: IoDecl | null;
};

const planOutputs = (w: Writer): Map<number, Output> => {
  const { next = [] } = w.options;
  const plans = new Map<number, Output>();
  for (const decl of w.module.info.outputs) {
    for (let i = decl.first; i <= decl.last; i++) {
      if (plans.has(i)) continue;
      const meaning = meaningOf(decl, i);
      const { semantic, index } = meaning;
      const special = specials[semantic]?.[1] ?? (integers.has(semantic) ? 'u' : null);
      // A back colour travels like the front colour that it stands in for.
      const reader = special === null ? (findMeaning(next, semantic === 'BCOLOR' ? { semantic: 'COLOR', index } : meaning) ?? null) : null;
      const varying = reader === null ? null : varyingOf(w, meaning, reader);
      // What nobody reads may still be captured; bits are bits.
      const kind: Stored = special ?? varying?.kind ?? 'u';
      plans.set(i, { meaning, decl, home: { text: `out${i}`, kind }, varying, reader });
    }
  }
  return plans;
};

/** Declares the variables of outputs and what a vertex of stream 0 gets of them. Returns the variables by meaning. */
const setupOutputs = (w: Writer): Map<string, Variable> => {
  const { next = [], clampVertexColor = false } = w.options;
  const plans = planOutputs(w);
  const arrays = new Map<RegisterGroup, Stored>();
  for (const [register, { home }] of plans) {
    const group = w.outputGroups.get(register);
    if (group?.array === true) arrays.set(group, arrays.get(group) === 'u' || home.kind === 'u' ? 'u' : 'f');
  }
  for (const [group, kind] of arrays)
    w.local(typeName(kind, 4), `outputs${group.first}`, `${typeName(kind, 4)}(${zero[kind]})`, group.last - group.first + 1);
  const homes = new Map<string, Variable>();
  const precise = preciseRegisters(w, 'OUT');
  for (const [register, { meaning, decl, home: own }] of plans) {
    const group = w.outputGroups.get(register);
    const kind = group === undefined ? undefined : arrays.get(group);
    let home = own;
    if (group !== undefined && kind !== undefined) home = { text: `outputs${group.first}[${register - group.first}]`, kind };
    else {
      const marked = precise.has(register) && w.req.want('gpuShader5');
      w.local(typeName(own.kind, 4), own.text, `${typeName(own.kind, 4)}(${zero[own.kind]})`, 0, marked);
    }
    if (decl.invariant && meaning.semantic === 'POSITION') w.head.add('invariant gl_Position;');
    w.outputs.set(register, home);
    homes.set(`${meaning.semantic}${meaning.index}`, home);
  }
  const declared = new Set<string>();
  for (const [register, { meaning, decl, varying, reader }] of plans) {
    if (varying === null) continue;
    const { name, kind, qualifier } = varying;
    declared.add(name);
    w.head.add(`${decl.invariant ? 'invariant ' : ''}${qualifier}out ${typeName(kind, 4)} ${name};`);
    const home = w.outputs.get(register) as Variable;
    let value = convert(home.text, home.kind, kind, 4);
    if (clampVertexColor && kind === 'f' && /^B?COLOR$/.test(meaning.semantic)) value = `clamp(${value}, 0.0, 1.0)`;
    if (emulatesLinear(w, reader)) value += ` * ${homes.get('POSITION0')?.text ?? 'vec4(1.0)'}.w`;
    w.epilog.add(`${name} = ${value};`);
  }
  copyDistances(w, next, homes, declared);
  writeMissing(w, next, declared, w.epilog);
  copyBackColors(w, next, homes);
  return homes;
};

/** The integers that choose layer, viewport and primitive id. */
const integerOutputs = (w: Writer, homes: ReadonlyMap<string, Variable>): void => {
  const value = ({ text, kind }: Variable): string => convert(`${text}.x`, kind, 'i', 1);
  const layer = homes.get('LAYER0');
  if (layer !== undefined) w.epilog.add(`gl_Layer = ${value(layer)};`);
  const viewport = homes.get('VIEWPORT_INDEX0');
  if (viewport !== undefined) {
    w.req.need('viewportArray', 'VIEWPORT_INDEX');
    w.epilog.add(`gl_ViewportIndex = ${value(viewport)};`);
  }
  const id = homes.get('PRIM_ID0');
  if (id !== undefined) w.epilog.add(`gl_PrimitiveID = ${value(id)};`);
  else if ((w.options.next ?? []).some(({ semantic }) => semantic === 'PRIM_ID')) w.epilog.add('gl_PrimitiveID = gl_PrimitiveIDIn;');
};

/** Inputs, outputs and system values of a geometry shader. */
export const setupGeometry = (w: Writer): void => {
  const { info } = w.module;
  const { streamOutput = [] } = w.options;
  const geometry = info.geometry ?? w.fail('no geometry shader');
  w.req.need('geometryShader', 'geometry shaders');
  const { inputPrimitive, outputPrimitive, maxVertices, invocations } = geometry;
  if (invocations > 1) w.req.need('geometryInvocations', 'several invocations');
  w.head.add(`layout(${layoutName(inputPrimitive)}${invocations > 1 ? `, invocations = ${invocations}` : ''}) in;`);
  w.head.add(`layout(${layoutName(outputPrimitive)}, max_vertices = ${Math.max(1, maxVertices)}) out;`);
  setupInputs(w, geometry);
  setupSystemValues(w);
  const homes = setupOutputs(w);
  if (streamOutput.length > 0) captureOutputs(w, streamOutput);
  finishVertex(w, homes);
  if (!homes.has('POSITION0')) w.epilog.add('gl_Position = vec4(0.0);');
  integerOutputs(w, homes);
};

/** Streams that are emitted to, 0 first. */
const streamsOf = (w: Writer): Set<number> => {
  const streams = new Set<number>();
  for (const inst of w.module.instructions)
    if (inst.info.class === 'geometry') streams.add(Math.max(0, streamOf(w.module.immediates, inst.src[0])));
  return streams;
};

/** The functions that EMIT calls. */
export const emitFunctions = (w: Writer): string[] => {
  const out: string[] = [];
  for (const stream of [...streamsOf(w)].sort((a, b) => a - b)) {
    const lines = new Lines();
    lines.open(`void emitVertex${stream}() {`);
    for (const line of w.epilogs[stream]?.lines ?? []) lines.add(line);
    lines.add(stream === 0 ? 'EmitVertex();' : `EmitStreamVertex(${stream});`);
    lines.close('}');
    out.push(...lines.lines);
  }
  return out;
};

/** Writes EMIT or ENDPRIM; false for anything else. */
export const writeEmit = (w: Writer, inst: Instruction): boolean => {
  if (inst.info.class !== 'geometry') return false;
  const stream = Math.max(0, streamOf(w.module.immediates, inst.src[0]));
  if (stream > 0) w.req.need('geometryStreams', inst.op);
  if (inst.op === 'EMIT') w.body.add(`emitVertex${stream}();`);
  else w.body.add(stream === 0 ? 'EndPrimitive();' : `EndStreamPrimitive(${stream});`);
  return true;
};
