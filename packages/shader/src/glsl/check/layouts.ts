/** `layout(...)`: what each word means, where it may stand and what it is worth. */
import { readGate } from '../builtins/variables.ts';
import type { Gate } from '../language.ts';
import { features } from '../language.ts';
import type { Place } from '../log.ts';
import type { Expr, Layout } from '../syntax/tree.ts';
import { inputVertices, type Context } from './context.ts';
import { constantInteger } from './convert.ts';

/** One word of a layout, with its value. */
export type LayoutWord = { readonly name: string; readonly value: Expr | null; readonly place: Place };

/** Where a layout stands. */
export type LayoutTarget = 'variable' | 'block' | 'member' | 'default in' | 'default out' | 'default uniform' | 'default buffer';

type WordRow = { readonly gate: Gate; readonly valued: boolean; readonly targets: readonly LayoutTarget[] };

const row = (gate: Gate, valued: boolean, ...targets: LayoutTarget[]): WordRow => ({ gate, valued, targets });
const always: Gate = { glsl: 110, es: 100, extensions: [] };
const blocks: readonly LayoutTarget[] = ['block', 'default uniform', 'default buffer'];
const imageGate = features.images;

/* prettier-ignore */
const words: Readonly<Record<string, WordRow>> = {
  location: row(always, true, 'variable', 'block', 'member'),
  component: row(features.componentLayout, true, 'variable', 'member'),
  index: row(features.fragmentIndex, true, 'variable'),
  binding: row(readGate('420 310 ARB_shading_language_420pack ARB_shader_atomic_counters ARB_shader_storage_buffer_object ARB_shader_image_load_store'), true, 'variable', 'block', 'default uniform'),
  offset: row(readGate('420 310 ARB_shader_atomic_counters ARB_enhanced_layouts'), true, 'variable', 'member', 'default uniform'),
  align: row(features.blockMemberLayouts, true, 'block', 'member'),
  stream: row(features.streams, true, 'variable', 'block', 'member', 'default out'),
  xfb_buffer: row(features.transformLayout, true, 'variable', 'block', 'member', 'default out'),
  xfb_offset: row(features.transformLayout, true, 'variable', 'block', 'member'),
  xfb_stride: row(features.transformLayout, true, 'variable', 'block', 'member', 'default out'),
  shared: row(features.blocks, false, ...blocks), packed: row(features.blocks, false, ...blocks), std140: row(features.blocks, false, ...blocks),
  std430: row(features.std430, false, ...blocks),
  row_major: row(features.blocks, false, ...blocks, 'member'), column_major: row(features.blocks, false, ...blocks, 'member'),
  origin_upper_left: row(features.coordConventions, false, 'variable'), pixel_center_integer: row(features.coordConventions, false, 'variable'),
  early_fragment_tests: row(features.earlyTests, false, 'default in'), post_depth_coverage: row(features.postDepthCoverage, false, 'default in'),
  depth_any: row(features.depthLayout, false, 'variable'), depth_greater: row(features.depthLayout, false, 'variable'),
  depth_less: row(features.depthLayout, false, 'variable'), depth_unchanged: row(features.depthLayout, false, 'variable'),
  points: row(readGate('150 320 ARB_geometry_shader4 EXT_geometry_shader OES_geometry_shader'), false, 'default in', 'default out'),
  lines: row(features.geometry, false, 'default in'), lines_adjacency: row(features.geometry, false, 'default in'),
  triangles: row(readGate('150 320 ARB_geometry_shader4 EXT_geometry_shader OES_geometry_shader ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader'), false, 'default in'),
  triangles_adjacency: row(features.geometry, false, 'default in'),
  line_strip: row(features.geometry, false, 'default out'), triangle_strip: row(features.geometry, false, 'default out'),
  max_vertices: row(features.geometry, true, 'default out'), invocations: row(features.invocations, true, 'default in'),
  vertices: row(features.tessellation, true, 'default out'),
  quads: row(features.tessellation, false, 'default in'), isolines: row(features.tessellation, false, 'default in'),
  equal_spacing: row(features.tessellation, false, 'default in'), fractional_even_spacing: row(features.tessellation, false, 'default in'),
  fractional_odd_spacing: row(features.tessellation, false, 'default in'), cw: row(features.tessellation, false, 'default in'),
  ccw: row(features.tessellation, false, 'default in'), point_mode: row(features.tessellation, false, 'default in'),
  local_size_x: row(features.compute, true, 'default in'), local_size_y: row(features.compute, true, 'default in'), local_size_z: row(features.compute, true, 'default in'),
};

/* prettier-ignore */
const imageFormats: Readonly<Record<string, readonly [base: 'float' | 'int' | 'uint', es: boolean]>> = {
  rgba32f: ['float', true], rgba16f: ['float', true], rg32f: ['float', false], rg16f: ['float', false], r11f_g11f_b10f: ['float', false], r32f: ['float', true], r16f: ['float', false],
  rgba16: ['float', false], rgb10_a2: ['float', false], rgba8: ['float', true], rg16: ['float', false], rg8: ['float', false], r16: ['float', false], r8: ['float', false],
  rgba16_snorm: ['float', false], rgba8_snorm: ['float', true], rg16_snorm: ['float', false], rg8_snorm: ['float', false], r16_snorm: ['float', false], r8_snorm: ['float', false],
  rgba32i: ['int', true], rgba16i: ['int', true], rgba8i: ['int', true], rg32i: ['int', false], rg16i: ['int', false], rg8i: ['int', false], r32i: ['int', true], r16i: ['int', false], r8i: ['int', false],
  rgba32ui: ['uint', true], rgba16ui: ['uint', true], rgb10_a2ui: ['uint', false], rgba8ui: ['uint', true], rg32ui: ['uint', false], rg16ui: ['uint', false], rg8ui: ['uint', false], r32ui: ['uint', true], r16ui: ['uint', false], r8ui: ['uint', false],
};

/** The base that an image format belongs to, '' when there is no such format. */
export const imageFormatBase = (format: string): string => (Object.hasOwn(imageFormats, format) ? (imageFormats[format]?.[0] ?? '') : '');

/** Desktop GLSL does not tell letters' case apart here. */
export const layoutName = (cx: Context, text: string): string => (cx.language.es ? text : text.toLowerCase());

/** Checks a word and gives its value (0 where it has none), or null after an error. */
const read = (cx: Context, word: LayoutWord, target: LayoutTarget): number | null => {
  const { name, value, place } = word;
  const format = Object.hasOwn(imageFormats, name) ? imageFormats[name] : undefined;
  const found: WordRow | undefined = Object.hasOwn(words, name)
    ? words[name]
    : format !== undefined
      ? row(imageGate, false, 'variable')
      : /^blend_support_\w+$/.test(name)
        ? row(features.advancedBlend, false, 'default out')
        : undefined;
  if (found === undefined) {
    cx.error(place, `there is no layout '${name.slice(0, 40)}'`);
    return null;
  }
  if (!cx.language.open(found.gate)) {
    cx.error(place, `layout '${name}' needs ${cx.language.wants(found.gate)}`);
    return null;
  }
  if (format !== undefined && cx.language.es && !format[1] && !cx.language.enabled.has('NV_image_formats')) {
    cx.error(place, `${cx.language.describe()} has no image format ${name}`);
    return null;
  }
  if (cx.language.web && (name === 'shared' || name === 'packed')) {
    cx.error(place, `layout '${name}' is not part of WebGL`);
    return null;
  }
  if (!found.targets.includes(target)) {
    cx.error(place, `layout '${name}' does not belong to ${target.startsWith('default') ? `'${target.slice(8)}' alone` : `a ${target}`}`);
    return null;
  }
  if (found.valued !== (value !== null)) {
    cx.error(place, found.valued ? `layout '${name}' needs a value` : `layout '${name}' takes no value`);
    return null;
  }
  if (value === null) return 0;
  const number = constantInteger(cx, value, `layout '${name}'`);
  if (number === null) return null;
  if (number < 0) {
    cx.error(place, `layout '${name}' cannot be negative`);
    return null;
  }
  return number;
};

/** Enters the words that stand with a variable, member or block into a layout. */
export const applyLayout = (cx: Context, list: readonly LayoutWord[], target: LayoutTarget, layout: Layout): void => {
  const seen = new Set<string>();
  for (const word of list) {
    const value = read(cx, word, target);
    if (value === null) continue;
    if (seen.has(word.name) && !cx.language.has('qualifierOrder') && !cx.language.has('componentLayout') && !cx.language.since(420, 300))
      cx.error(word.place, `layout '${word.name}' twice`);
    seen.add(word.name);
    switch (word.name) {
      case 'location':
        layout.location = value;
        break;
      case 'component':
        if (value > 3) cx.error(word.place, `there is no component ${value}`);
        layout.component = value;
        break;
      case 'index':
        if (value > 1) cx.error(word.place, `there is no index ${value}`);
        layout.index = value;
        break;
      case 'binding':
        layout.binding = value;
        break;
      case 'offset':
        layout.offset = value;
        break;
      case 'align':
        if (value === 0 || (value & (value - 1)) !== 0) cx.error(word.place, `align ${value} is no power of two`);
        layout.align = value;
        break;
      case 'stream':
        if (cx.language.stage !== 'geometry') cx.error(word.place, 'streams belong to geometry shaders');
        if (value >= cx.limits.MaxVertexStreams) cx.error(word.place, `there is no stream ${value}`);
        layout.stream = value;
        if (value > 0) cx.usesStreams = true;
        break;
      case 'xfb_buffer':
        if (value >= cx.limits.MaxTransformFeedbackBuffers) cx.error(word.place, `there is no transform feedback buffer ${value}`);
        layout.xfbBuffer = value;
        break;
      case 'xfb_offset':
        if (value % 4 !== 0) cx.error(word.place, 'xfb_offset is a multiple of 4');
        layout.xfbOffset = value;
        break;
      case 'xfb_stride':
        if (value % 4 !== 0) cx.error(word.place, 'xfb_stride is a multiple of 4');
        if (value / 4 > cx.limits.MaxTransformFeedbackInterleavedComponents) cx.error(word.place, `xfb_stride ${value} is too large`);
        layout.xfbStride = value;
        break;
      case 'row_major':
        layout.rowMajor = true;
        break;
      case 'column_major':
        layout.rowMajor = false;
        break;
      case 'std140':
      case 'std430':
      case 'shared':
      case 'packed':
        layout.packing = word.name;
        break;
      case 'origin_upper_left':
        cx.layout.originUpperLeft = true;
        break;
      case 'pixel_center_integer':
        cx.layout.pixelCenterInteger = true;
        break;
      case 'depth_any':
      case 'depth_greater':
      case 'depth_less':
      case 'depth_unchanged':
        if (word.name === 'depth_unchanged' && cx.language.web) cx.error(word.place, 'depth_unchanged is not there in WebGL');
        if (cx.layout.depth !== '' && cx.layout.depth !== word.name) cx.error(word.place, `gl_FragDepth was ${cx.layout.depth} before`);
        cx.layout.depth = word.name;
        break;
      default:
        if (imageFormatBase(word.name) !== '') layout.format = word.name;
    }
  }
};

const inputPrimitives = new Set(['points', 'lines', 'lines_adjacency', 'triangles', 'triangles_adjacency']);
const outputPrimitives = new Set(['points', 'line_strip', 'triangle_strip']);

/** Sets what may be said more than once but only alike. */
const once = (cx: Context, place: Place, before: string, now: string, what: string): string => {
  if (before !== '' && before !== now) cx.error(place, `the ${what} was ${before} before`);
  return now;
};

const count = (cx: Context, word: LayoutWord, before: number, value: number, least: number, most: number): number => {
  if (value < least || value > most) cx.error(word.place, `layout '${word.name}' is between ${least} and ${most}`);
  if (before >= least && before > 0 && before !== value) cx.error(word.place, `layout '${word.name}' was ${before} before`);
  return value;
};

/** `layout(...) in;` */
const defaultIn = (cx: Context, word: LayoutWord, value: number): void => {
  const { layout, limits } = cx;
  const { stage } = cx.language;
  const { name, place } = word;
  const wrong = (): void => cx.error(place, `layout '${name}' does not belong to inputs of a ${stage} shader`);
  if (stage === 'geometry') {
    if (inputPrimitives.has(name)) {
      layout.inputPrimitive = once(cx, place, layout.inputPrimitive, name, 'input primitive');
      sizeInputs(cx, place);
    } else if (name === 'invocations')
      layout.invocations = count(cx, word, layout.invocations, value, 1, limits.MaxGeometryShaderInvocations);
    else wrong();
  } else if (stage === 'tess-eval') {
    if (name === 'triangles' || name === 'quads' || name === 'isolines')
      layout.inputPrimitive = once(cx, place, layout.inputPrimitive, name, 'primitive');
    else if (name.endsWith('_spacing')) layout.spacing = once(cx, place, layout.spacing, name, 'spacing');
    else if (name === 'cw' || name === 'ccw') layout.order = once(cx, place, layout.order, name, 'order of vertices');
    else if (name === 'point_mode') layout.pointMode = true;
    else wrong();
  } else if (stage === 'fragment') {
    if (name === 'early_fragment_tests') layout.earlyTests = true;
    else if (name === 'post_depth_coverage') layout.postDepthCoverage = true;
    else wrong();
  } else if (stage === 'compute') {
    const axis = ['local_size_x', 'local_size_y', 'local_size_z'].indexOf(name);
    if (axis < 0) return wrong();
    const most = [limits.MaxComputeWorkGroupSizeX, limits.MaxComputeWorkGroupSizeY, limits.MaxComputeWorkGroupSizeZ][axis] ?? 1;
    if (value < 1 || value > most) cx.error(place, `${name} is between 1 and ${most}`);
    cx.pendingWorkgroup[axis] = value;
  } else wrong();
};

/** `layout(...) out;` */
const defaultOut = (cx: Context, word: LayoutWord, value: number): void => {
  const { layout, limits } = cx;
  const { stage } = cx.language;
  const { name, place } = word;
  const wrong = (): void => cx.error(place, `layout '${name}' does not belong to outputs of a ${stage} shader`);
  if (name === 'xfb_buffer') {
    if (value >= limits.MaxTransformFeedbackBuffers) cx.error(place, `there is no transform feedback buffer ${value}`);
    cx.defaults.xfbBuffer = value;
  } else if (name === 'xfb_stride') {
    const before = layout.xfbStrides[cx.defaults.xfbBuffer] ?? 0;
    if (before !== 0 && before !== value) cx.error(place, `xfb_stride was ${before} before`);
    layout.xfbStrides[cx.defaults.xfbBuffer] = value;
  } else if (stage === 'geometry') {
    if (outputPrimitives.has(name)) layout.outputPrimitive = once(cx, place, layout.outputPrimitive, name, 'output primitive');
    else if (name === 'max_vertices') layout.maxVertices = count(cx, word, layout.maxVertices, value, 0, limits.MaxGeometryOutputVertices);
    else if (name === 'stream') {
      if (value >= limits.MaxVertexStreams) cx.error(place, `there is no stream ${value}`);
      cx.defaults.stream = value;
      if (value > 0) cx.usesStreams = true;
    } else wrong();
  } else if (stage === 'tess-control' && name === 'vertices') {
    layout.vertices = count(cx, word, layout.vertices, value, 1, limits.MaxPatchVertices);
    sizeInputs(cx, place);
  } else if (stage === 'fragment' && name.startsWith('blend_support_')) layout.blend.push(name.slice(14));
  else wrong();
};

/** Inputs (or outputs) whose size the stage says get it, and are checked against it. */
export const sizeInputs = (cx: Context, place: Place): void => {
  const { stage } = cx.language;
  const storage = stage === 'geometry' ? 'in' : 'out';
  const size = stage === 'geometry' ? inputVertices(cx.layout.inputPrimitive) : cx.layout.vertices;
  if (size === 0) return;
  for (const variable of cx.globals) {
    if (variable.storage !== storage || !variable.type.isArray || variable.auxiliary === 'patch') continue;
    if (variable.builtin && !variable.stageSized) continue;
    const { element } = variable.type;
    if (variable.maxIndex >= size) cx.error(place, `'${variable.name}' is indexed by ${variable.maxIndex}, it has ${size} elements`);
    if (variable.type.length === 0 && element !== null) variable.type = element.array(size);
    else if (variable.type.length !== size) {
      if (variable.builtin && element !== null) variable.type = element.array(size);
      else cx.error(place, `'${variable.name}' has ${variable.type.length} elements, not ${size}`);
    }
    if (variable.block !== null && variable.block.variables[0] === variable) variable.block.instanceType = variable.type;
  }
};

/** `layout(...) in;`, `out`, `uniform` or `buffer` without a variable. */
export const defaultLayout = (cx: Context, list: readonly LayoutWord[], storage: 'in' | 'out' | 'uniform' | 'buffer'): void => {
  const target = `default ${storage}` as const;
  if (storage === 'uniform' || storage === 'buffer') {
    const binding = list.find(({ name }) => name === 'binding');
    const offset = list.find(({ name }) => name === 'offset');
    if (storage === 'uniform' && binding !== undefined && offset !== undefined) {
      // `layout(binding = 1, offset = 8) uniform atomic_uint;` is read by the parser; this is its form without a type.
      cx.error(binding.place, 'binding and offset need a type');
      return;
    }
    if (storage === 'uniform' && list.some(({ name }) => name === 'std430'))
      cx.error((list[0] as LayoutWord).place, 'std430 is for buffers');
    applyLayout(cx, list, target, cx.defaults[storage]);
    return;
  }
  cx.pendingWorkgroup = [0, 0, 0];
  const lastWins = cx.language.has('qualifierOrder') || cx.language.has('componentLayout');
  for (const word of list) {
    if (lastWins && list.findLast(({ name }) => name === word.name) !== word) continue;
    const value = read(cx, word, target);
    if (value === null) continue;
    if (storage === 'in') defaultIn(cx, word, value);
    else defaultOut(cx, word, value);
  }
  if (cx.language.stage === 'compute' && cx.pendingWorkgroup.some((size) => size > 0)) {
    const size = cx.pendingWorkgroup.map((one) => Math.max(1, one)) as [number, number, number];
    const place = (list[0] as LayoutWord).place;
    if (cx.layout.workgroupSet && size.some((one, i) => one !== cx.layout.workgroup[i]))
      cx.error(place, `the work group was ${cx.layout.workgroup.join(' x ')} before`);
    if (size[0] * size[1] * size[2] > cx.limits.MaxComputeWorkGroupInvocations)
      cx.error(place, `a work group has at most ${cx.limits.MaxComputeWorkGroupInvocations} threads`);
    cx.layout.workgroup = size;
    cx.layout.workgroupSet = true;
  }
};
