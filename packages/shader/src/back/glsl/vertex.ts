/**
 * The interface of vertex shaders.
 *
 * Inputs are attributes, numbered like the vertex elements. Outputs that GL knows (position, point size, distances) are local
 * variables, handed over at the end of main, where the y factor, depth range and user clip planes come in; all others are varyings
 * and written directly.
 */
import type { IoDecl } from '../../ir/module.ts';
import { limits } from '../../limits.ts';
import { eachRegister, type RegisterGroup } from '../../passes/groups.ts';
import { isPerPatch } from '../../valid/tessellation.ts';
import type { Lines } from './code.ts';
import { captureOutputs } from './feedback.ts';
import { declareVarying, emulatesLinear, findMeaning, type Meaning, meaningOf, type Varying, varyingOf } from './interface.ts';
import { laneValue } from './lanes.ts';
import { convert, type Stored, suffix, typeName, type Variable, zero } from './value.ts';
import { varyingName } from './names.ts';
import type { Writer } from './writer.ts';

/** Semantics that become local variables: the name, numbered where there are several, and the storage. */
export const specials: Readonly<Record<string, readonly [name: string, kind: Stored]>> = {
  POSITION: ['position', 'f'],
  PSIZE: ['pointSize', 'f'],
  CLIPDIST: ['clipDistance', 'f'],
  CLIPVERTEX: ['clipVertex', 'f'],
  EDGEFLAG: ['edgeFlag', 'f'],
  LAYER: ['layer', 'u'],
  VIEWPORT_INDEX: ['viewportIndex', 'u'],
};

const attributeKinds: readonly Stored[] = ['f', 'i', 'u'];

const setupInputs = (w: Writer): void => {
  const { attribKind, attribSwizzleBgra = 0 } = w.options;
  const inText = w.req.want('explicitAttribLocation');
  for (const decl of w.module.info.inputs) {
    for (let i = decl.first; i <= decl.last; i++) {
      if (w.inputs.has(i)) continue;
      const kind = attributeKinds[attribKind?.[i] ?? 0] ?? 'f';
      const name = `attr${i}`;
      w.head.add(`${inText ? `layout(location = ${i}) ` : ''}in ${typeName(kind, 4)} ${name};`);
      w.attributes.push({ name, location: i, kind: attributeKinds.indexOf(kind) });
      w.inputs.set(i, { text: i < 32 && (attribSwizzleBgra >>> i) & 1 ? `${name}.bgra` : name, kind });
    }
  }
  copyInputArrays(w);
};

/** Inputs that are indexed are copied into a local array. */
export const copyInputArrays = (w: Writer): void => {
  for (const group of new Set(w.inputGroups.values())) {
    if (!group.array) continue;
    const kind = w.ioArrayKind(group, w.inputs);
    const name = w.local(typeName(kind, 4), `inputs${group.first}`, '', group.last - group.first + 1);
    for (let i = group.first; i <= group.last; i++) {
      const input = w.inputs.get(i);
      const text = input === undefined ? `${typeName(kind, 4)}(${zero[kind]})` : convert(input.text, input.kind, kind, 4);
      w.prolog.add(`${name}[${i - group.first}] = ${text};`);
    }
  }
};

/** How an integer system value is spelt; '' where the system block has to supply it. */
const systemValueText = (w: Writer, decl: IoDecl): Variable => {
  const int = (text: string): Variable => ({ text, kind: 'i', scalar: true });
  const parameter = (name: string, member: string): Variable => {
    if (!w.req.want('drawParameters')) return int(w.system(`vg_draw.${member}`));
    return int(w.req.version >= 460 ? name : `${name}ARB`);
  };
  switch (decl.semantic) {
    case 'INSTANCEID':
      return int('gl_InstanceID');
    case 'VERTEXID':
      return int('gl_VertexID');
    case 'VERTEXID_NOBASE':
      return int(`(gl_VertexID - ${parameter('gl_BaseVertex', 'x').text})`);
    case 'BASEVERTEX':
      return parameter('gl_BaseVertex', 'x');
    case 'BASEINSTANCE':
      return parameter('gl_BaseInstance', 'y');
    case 'DRAWID':
      // A guest's several draws may come one by one, with the first number of each; GL counts on from there.
      if (!w.req.has('drawParameters')) return int(w.system('vg_draw.z'));
      return int(`(${parameter('gl_DrawID', 'z').text} + ${w.system('vg_draw.z')})`);
    default:
      return laneValue(w, decl.semantic) ?? w.fail(`system value ${decl.semantic} in a vertex shader`);
  }
};

/** Registers that are written whole before anything else can read or skip them; they need no initial value. */
export const writtenFirst = (w: Writer, file: 'OUT' | 'TEMP'): Set<number> => {
  const whole = new Set<number>();
  const touched = new Set<number>();
  for (const inst of w.module.instructions) {
    if (inst.info.class === 'flow' && inst.op !== 'NOP') break;
    let indirect = false;
    for (const src of inst.src) {
      if (src.index.indirect?.file === file) touched.add(src.index.indirect.index);
      if (src.file === file) touched.add(src.index.offset);
    }
    eachRegister(inst, ({ file: f, index }) => (indirect ||= f === file && index.indirect !== null));
    if (indirect) break;
    for (const { file: f, index } of inst.offsets) if (f === file) touched.add(index);
    for (const dst of inst.dst) {
      if (dst.file !== file) continue;
      const at = dst.index.offset;
      if (dst.mask === 15 && !touched.has(at)) whole.add(at);
      touched.add(at);
    }
  }
  return whole;
};

/** What becomes of one output register. */
type OutputPlan = {
  readonly register: number;
  readonly meaning: Meaning;
  readonly decl: IoDecl;
  /** The local variable of an output that GL knows, or null. */
  readonly special: string | null;
  /** The varying of any other output. */
  readonly varying: Varying | null;
  readonly kind: Stored;
  readonly linear: boolean;
};

const planOutput = (w: Writer, decl: IoDecl, register: number): OutputPlan => {
  const { next = [], nextStage = 'fragment', flatShade = false } = w.options;
  const meaning = meaningOf(decl, register);
  const { semantic, index } = meaning;
  // What GL knows is for the rasterizer; to another stage all but the position travels like any other output.
  const special = nextStage === 'fragment' || semantic === 'POSITION' ? specials[semantic] : undefined;
  if (special !== undefined) {
    const name = semantic === 'CLIPDIST' ? `${special[0]}${index}` : special[0];
    return { register, meaning, decl, special: name, varying: null, kind: special[1], linear: false };
  }
  if (nextStage !== 'fragment') {
    const varying = varyingOf(w, meaning, findMeaning(next, meaning) ?? null, nextStage);
    return { register, meaning, decl, special: null, varying, kind: varying.kind, linear: false };
  }
  // A back colour travels like the front colour that will stand in for it.
  const reader = findMeaning(next, semantic === 'BCOLOR' ? { semantic: 'COLOR', index } : meaning) ?? null;
  const flatColor = reader === null && flatShade && (semantic === 'COLOR' || semantic === 'BCOLOR');
  const varying = varyingOf(w, meaning, flatColor ? { ...decl, interpolation: 'COLOR' } : reader);
  return { register, meaning, decl, special: null, varying, kind: varying.kind, linear: emulatesLinear(w, reader) };
};

/** Puts all outputs into the writer's map, declares varyings and plans what happens at the end. Returns the homes by meaning. */
const setupOutputs = (w: Writer): Map<string, Variable> => {
  const { next = [], clampVertexColor = false } = w.options;
  const plans = new Map<number, OutputPlan>();
  for (const decl of w.module.info.outputs)
    for (let i = decl.first; i <= decl.last; i++) if (!plans.has(i)) plans.set(i, planOutput(w, decl, i));
  const homes = new Map<string, Variable>();
  const whole = writtenFirst(w, 'OUT');
  const precise = preciseRegisters(w, 'OUT');
  const declared = new Set<string>();
  const clamps = (plan: OutputPlan): boolean => clampVertexColor && plan.kind === 'f' && /^B?COLOR$/.test(plan.meaning.semantic);

  const arrays = new Map<RegisterGroup, Stored>();
  for (const [register, { kind }] of plans) {
    const group = w.outputGroups.get(register);
    if (group?.array === true) arrays.set(group, arrays.get(group) === 'u' || kind === 'u' ? 'u' : 'f');
  }
  for (const [group, kind] of arrays)
    w.local(typeName(kind, 4), `outputs${group.first}`, `${typeName(kind, 4)}(${zero[kind]})`, group.last - group.first + 1);

  for (const plan of plans.values()) {
    const { register, meaning, special, varying } = plan;
    const group = w.outputGroups.get(register);
    const arrayKind = group === undefined ? undefined : arrays.get(group);
    const marked = precise.has(register) && w.req.want('gpuShader5');
    let home: Variable;
    if (group !== undefined && arrayKind !== undefined)
      home = { text: `outputs${group.first}[${register - group.first}]`, kind: arrayKind };
    else if (special !== null) home = { text: special, kind: plan.kind };
    else home = { text: `${clamps(plan) || plan.linear ? 'o_' : ''}${varying?.name ?? ''}`, kind: plan.kind };
    const local = home.text !== varying?.name;
    const type = typeName(home.kind, 4);
    const nothing = `${type}(${zero[home.kind]})`;
    if (local && arrayKind === undefined) w.local(type, home.text, whole.has(register) ? '' : nothing, 0, marked);
    if (varying !== null) {
      declared.add(varying.name);
      const prefix = `${plan.decl.invariant ? 'invariant ' : ''}${marked && !local ? 'precise ' : ''}`;
      declareVarying(w, 'out', varying, '', prefix);
      if (!local && !whole.has(register)) w.prolog.add(`${varying.name} = ${nothing};`);
    } else if (plan.decl.invariant && meaning.semantic === 'POSITION') w.head.add('invariant gl_Position;');
    w.outputs.set(register, home);
    homes.set(`${meaning.semantic}${meaning.index}`, home);
  }
  for (const plan of plans.values()) {
    const { register, varying, kind, linear } = plan;
    const home = w.outputs.get(register) as Variable;
    if (varying === null || home.text === varying.name) continue;
    let value = convert(home.text, home.kind, kind, 4);
    if (clamps(plan)) value = `clamp(${value}, 0.0, 1.0)`;
    if (linear) value += ` * ${homes.get('POSITION0')?.text ?? 'vec4(1.0)'}.w`;
    w.epilog.add(`${varying.name} = ${value};`);
  }
  copyDistances(w, next, homes, declared);
  writeMissing(w, next, declared, w.prolog);
  copyBackColors(w, next, homes);
  return homes;
};

/** Varyings that the next stage reads and this one never heard of. */
export const writeMissing = (w: Writer, next: readonly IoDecl[], declared: Set<string>, lines: Lines): void => {
  const { nextStage = 'fragment' } = w.options;
  for (const decl of next) {
    if (nextStage === 'fragment' ? !isVarying(decl.semantic) : decl.semantic === 'POSITION' || isPerPatch(decl)) continue;
    for (let i = decl.first; i <= decl.last; i++) {
      const meaning: Meaning = meaningOf(decl, i);
      const varying = varyingOf(w, meaning, decl, nextStage);
      if (declared.has(varying.name) || declared.size > limits.outputs) continue;
      declared.add(varying.name);
      declareVarying(w, 'out', varying, '');
      const color = meaning.semantic === 'COLOR' && varying.kind === 'f';
      lines.add(`${varying.name} = ${color ? 'vec4(0.0, 0.0, 0.0, 1.0)' : `${typeName(varying.kind, 4)}(${zero[varying.kind]})`};`);
    }
  }
};

/** Distances that the next stage reads travel as varyings too: GLSL's arrays would have to have one size and one split in both. */
export const copyDistances = (w: Writer, next: readonly IoDecl[], homes: ReadonlyMap<string, Variable>, declared: Set<string>): void => {
  if ((w.options.nextStage ?? 'fragment') !== 'fragment') return;
  for (const index of [0, 1]) {
    const meaning: Meaning = { semantic: 'CLIPDIST', index };
    const home = homes.get(`CLIPDIST${index}`);
    const reader = findMeaning(next, meaning);
    if (home === undefined || reader === undefined) continue;
    const { name, kind, qualifier } = varyingOf(w, meaning, reader);
    declared.add(name);
    w.head.add(`${qualifier}out ${typeName(kind, 4)} ${name};`);
    w.epilog.add(`${name} = ${convert(home.text, home.kind, kind, 4)};`);
  }
};

/**
 * A two-sided fragment shader reads back colours, which its own inputs do not name. Where this shader writes none, they are the front
 * colours; a linker drops them where nobody asks.
 */
export const copyBackColors = (w: Writer, next: readonly IoDecl[], homes: ReadonlyMap<string, Variable>): void => {
  if (w.options.twoSide === false || (w.options.nextStage ?? 'fragment') !== 'fragment') return;
  for (const decl of next) {
    if (decl.semantic !== 'COLOR') continue;
    for (let i = decl.first; i <= decl.last; i++) {
      const { index } = meaningOf(decl, i);
      if (homes.has(`BCOLOR${index}`)) continue;
      const { name, kind, qualifier } = varyingOf(w, { semantic: 'BCOLOR', index }, decl);
      w.head.add(`${qualifier}out ${typeName(kind, 4)} ${name};`);
      w.epilog.add(`${name} = ${varyingName('COLOR', index)};`);
    }
  }
};

/** Whether a fragment input of this semantic comes from the stage before by a varying of its name. */
export const isVarying = (semantic: string): boolean =>
  !['POSITION', 'FACE', 'PCOORD', 'PRIM_ID', 'LAYER', 'VIEWPORT_INDEX', 'SAMPLEID', 'SAMPLEPOS', 'SAMPLEMASK', 'PSIZE'].includes(semantic);

/** Registers of a file that a PRECISE instruction writes. */
export const preciseRegisters = (w: Writer, file: 'OUT' | 'TEMP'): Set<number> => {
  const found = new Set<number>();
  for (const inst of w.module.instructions) {
    if (!inst.precise) continue;
    for (const dst of inst.dst) if (dst.file === file) found.add(dst.index.offset);
  }
  return found;
};

const distanceArrays = (w: Writer, homes: ReadonlyMap<string, Variable>): void => {
  const { info } = w.module;
  const { clipPlanes = 0 } = w.options;
  const clipIn = (i: number): string => {
    const home = homes.get(`CLIPDIST${i >> 2}`);
    return home === undefined ? '0.0' : `${convert(home.text, home.kind, 'f', 4)}${suffix([i & 3])}`;
  };
  const direction = w.req.essl ? 'out highp' : 'out';
  if (info.clipDistances + info.cullDistances > 0) {
    if (info.clipDistances > 0) {
      w.req.need('clipDistance', 'clip distances');
      w.head.add(`${direction} float gl_ClipDistance[${info.clipDistances}];`);
      for (let i = 0; i < info.clipDistances; i++) w.epilog.add(`gl_ClipDistance[${i}] = ${clipIn(i)};`);
      w.clipDistances = info.clipDistances;
    }
    if (info.cullDistances > 0) {
      w.req.need('cullDistance', 'cull distances');
      w.head.add(`${direction} float gl_CullDistance[${info.cullDistances}];`);
      for (let i = 0; i < info.cullDistances; i++) w.epilog.add(`gl_CullDistance[${i}] = ${clipIn(info.clipDistances + i)};`);
    }
    return;
  }
  const planes = clipPlanes & 0xff;
  if (planes === 0 || info.prohibitsUserClipPlanes || !info.writesPosition) return;
  w.req.need('clipDistance', 'user clip planes');
  const count = 32 - Math.clz32(planes);
  const vertex = homes.get('CLIPVERTEX0') ?? homes.get('POSITION0');
  w.head.add(`${direction} float gl_ClipDistance[${count}];`);
  for (let i = 0; i < count; i++)
    w.epilog.add(
      `gl_ClipDistance[${i}] = ${(planes >> i) & 1 ? `dot(${vertex?.text ?? 'vec4(0.0)'}, ${w.system(`vg_clipPlane[${i}]`)})` : '0.0'};`,
    );
  w.clipDistances = count;
};

/** What the last stage before the rasterizer hands over: distances, position and point size. */
export const finishVertex = (w: Writer, homes: ReadonlyMap<string, Variable>): void => {
  const { positionYFactor = true, depthZeroToOne = false, pointSize = 'shader' } = w.options;
  const position = homes.get('POSITION0')?.text;
  distanceArrays(w, homes);
  if (position !== undefined) {
    const y = positionYFactor ? `${position}.y * ${w.system('vg_raster')}.x` : `${position}.y`;
    const z = depthZeroToOne ? `${position}.z * 2.0 - ${position}.w` : `${position}.z`;
    const plain = !positionYFactor && !depthZeroToOne;
    w.epilog.add(
      `gl_Position = ${plain ? position : depthZeroToOne ? `vec4(${position}.x, ${y}, ${z}, ${position}.w)` : `vec4(${position}.x, ${y}, ${position}.zw)`};`,
    );
  }
  const size = homes.get('PSIZE0');
  const { stage } = w.module;
  // The extension changes what gl_in is in ES, so it is asked for only when it is needed.
  const wanted = pointSize === 'system' || (pointSize === 'shader' && size !== undefined);
  const builtin = wanted && (stage === 'vertex' || w.req.want(stage === 'geometry' ? 'geometryPointSize' : 'tessPointSize'));
  if (builtin) w.epilog.add(`gl_PointSize = ${pointSize === 'system' ? `${w.system('vg_raster')}.w` : `${size?.text ?? 'vec4(1.0)'}.x`};`);
  w.writesPointSize = builtin;
};

/** Inputs, outputs and system values of a vertex shader. */
export const setupVertex = (w: Writer): void => {
  const { info } = w.module;
  if (info.windowSpacePosition) w.fail('window space positions are not supported');
  setupInputs(w);
  for (const decl of info.systemValues) for (let i = decl.first; i <= decl.last; i++) w.systemValues.set(i, systemValueText(w, decl));
  setupVertexOutputs(w);
};

/** Outputs of a stage that makes one vertex at a time, and what it owes the rasterizer when it is the last before it. */
export const setupVertexOutputs = (w: Writer): void => {
  const { nextStage = 'fragment', streamOutput = [] } = w.options;
  const homes = setupOutputs(w);
  if (streamOutput.length > 0) captureOutputs(w, streamOutput);
  if (nextStage !== 'fragment') {
    w.epilog.add(`gl_Position = ${homes.get('POSITION0')?.text ?? 'vec4(0.0)'};`);
    return;
  }
  finishVertex(w, homes);
  const layers: readonly (readonly [string, string])[] = [
    ['LAYER0', 'gl_Layer'],
    ['VIEWPORT_INDEX0', 'gl_ViewportIndex'],
  ];
  for (const [key, name] of layers) {
    const home = homes.get(key);
    if (home === undefined) continue;
    if (w.req.want('vertexLayerViewport')) w.epilog.add(`${name} = int(${home.text}.x);`);
    else w.ignored.push(`${name} from a ${w.module.stage} shader`);
  }
  if (homes.has('EDGEFLAG0')) w.ignored.push('edge flags');
};
