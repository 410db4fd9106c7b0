/**
 * The interface of fragment shaders.
 *
 * Inputs are varyings, except those that GL supplies by builtin variables. Gallium's window coordinates have y = 0 at the first row in
 * memory, as have our textures, so UPPER_LEFT is gl_FragCoord as it is and LOWER_LEFT needs the framebuffer's height. Point
 * coordinates come from gl_PointCoord, whose default origin in GL is the last row: Gallium's upper left turns it round.
 *
 * Colour outputs go through what Gallium keeps in fixed-function state and core GL has not: clamping, alpha test, alpha to one,
 * formats that the host stores otherwise.
 */
import { type Destination, type Instruction, type Source, swizzleAt } from '../../ir/instruction.ts';
import type { IoDecl } from '../../ir/module.ts';
import type { ModuleInfo } from '../../ir/module.ts';
import { advancedBlendModes } from '../../ir/types.ts';
import { emulatesLinear, findMeaning, type Meaning, meaningOf, varyingOf } from './interface.ts';
import { laneValue } from './lanes.ts';
import { encodeSrgb } from './srgb.ts';
import { convert, maskComponents, select, type Stored, typeName, type Variable, zero } from './value.ts';
import { copyInputArrays, isVarying, preciseRegisters, writtenFirst } from './vertex.ts';
import type { Writer } from './writer.ts';

const declaredVaryings = new WeakMap<Writer, Set<string>>();

/** The varying of a fragment input, declared once. */
const varyingInput = (w: Writer, meaning: Meaning, decl: IoDecl): Variable => {
  const { name, kind, qualifier } = varyingOf(w, meaning, decl.interpolation === null ? { ...decl, interpolation: 'PERSPECTIVE' } : decl);
  const declared = declaredVaryings.get(w) ?? new Set();
  declaredVaryings.set(w, declared);
  if (!declared.has(name)) {
    declared.add(name);
    w.head.add(`${qualifier}in ${typeName(kind, 4)} ${name};`);
  }
  return { text: name, kind };
};

const isWritten = (w: Writer, meaning: Meaning): boolean =>
  w.options.previous === undefined || findMeaning(w.options.previous, meaning) !== undefined;

/** A varying, or what stands in for one that the stage before does not write. */
const writtenInput = (w: Writer, meaning: Meaning, decl: IoDecl): Variable => {
  if (!isWritten(w, meaning)) return { text: meaning.semantic === 'COLOR' ? 'vec4(0.0, 0.0, 0.0, 1.0)' : 'vec4(0.0)', kind: 'f' };
  const input = varyingInput(w, meaning, decl);
  const linear = emulatesLinear(w, decl);
  const perSample = isForcedPerSample(w, input, decl);
  if (!linear && !perSample) return input;
  const text = perSample ? `interpolateAtSample(${input.text}, gl_SampleID)` : input.text;
  return { text: onceLocal(w, 'vec4', `in_${input.text}`, linear ? `${text} * gl_FragCoord.w` : text), kind: 'f' };
};

/** Forced sample shading is done here alone: `sample in` would need the stage before to agree. */
const isForcedPerSample = (w: Writer, input: Variable, { interpolation, location }: IoDecl): boolean => {
  const { forceSampleShading = false, flatShade = false } = w.options;
  if (!forceSampleShading || input.kind !== 'f' || location === 'SAMPLE' || (interpolation === 'COLOR' && flatShade)) return false;
  w.req.need('sampleInterpolation', 'forced sample shading');
  w.req.need('sampleVariables', 'forced sample shading');
  return true;
};

/** The window position with Gallium's origin and pixel centre. */
const fragmentPosition = (w: Writer, { coordOrigin, pixelCenter }: ModuleInfo): Variable => {
  if (coordOrigin === 'UPPER_LEFT' && pixelCenter === 'HALF_INTEGER') return { text: 'gl_FragCoord', kind: 'f' };
  const shift = pixelCenter === 'INTEGER' ? ' - 0.5' : '';
  const y = coordOrigin === 'LOWER_LEFT' ? `${w.system('vg_raster')}.y - gl_FragCoord.y` : 'gl_FragCoord.y';
  return { text: onceLocal(w, 'vec4', 'fragCoord', `vec4(gl_FragCoord.x${shift}, ${y}${shift}, gl_FragCoord.zw)`), kind: 'f' };
};

const onceLocal = (w: Writer, type: string, name: string, init: string): string => {
  if (!w.locals.some((local) => local.name === name)) w.local(type, name, init);
  return name;
};

const pointCoordinate = (w: Writer): Variable => {
  const y = w.options.spriteCoordUpperLeft === true ? '1.0 - gl_PointCoord.y' : 'gl_PointCoord.y';
  return { text: onceLocal(w, 'vec4', 'pointCoord', `vec4(gl_PointCoord.x, ${y}, 0.0, 1.0)`), kind: 'f' };
};

const isSprite = (w: Writer, { semantic, index }: Meaning): boolean => {
  const { spriteCoordMask = 0, spriteCoordGeneric = false } = w.options;
  const named = semantic === 'TEXCOORD' || (spriteCoordGeneric && semantic === 'GENERIC');
  return named && index < 32 && ((spriteCoordMask >>> index) & 1) === 1;
};

/** What a fragment input or system value reads. */
const inputVariable = (w: Writer, decl: IoDecl, register: number, systemValue: boolean): Variable => {
  const meaning = meaningOf(decl, register);
  const int = (text: string): Variable => ({ text, kind: 'i', scalar: true });
  switch (meaning.semantic) {
    case 'POSITION':
      return fragmentPosition(w, w.module.info);
    case 'FACE':
      // A float of either sign as input, all ones or zero as system value.
      if (systemValue) return int('(gl_FrontFacing ? -1 : 0)');
      return { text: onceLocal(w, 'vec4', 'face', 'vec4(gl_FrontFacing ? 1.0 : -1.0, 0.0, 0.0, 1.0)'), kind: 'f' };
    case 'PCOORD':
      return pointCoordinate(w);
    case 'PRIM_ID':
      w.req.need('primitiveId', 'PRIM_ID');
      return int('gl_PrimitiveID');
    case 'LAYER':
    case 'VIEWPORT_INDEX':
      w.req.need('fragmentLayerViewport', meaning.semantic);
      return int(meaning.semantic === 'LAYER' ? 'gl_Layer' : 'gl_ViewportIndex');
    case 'SAMPLEID':
      w.req.need('sampleVariables', 'SAMPLEID');
      return int('gl_SampleID');
    case 'SAMPLEMASK':
      if (!w.req.essl) w.req.need('gpuShader5', 'reading SAMPLEMASK');
      w.req.need('sampleVariables', 'reading SAMPLEMASK');
      return int('gl_SampleMaskIn[0]');
    case 'SAMPLEPOS':
      w.req.need('sampleVariables', 'SAMPLEPOS');
      return { text: onceLocal(w, 'vec4', 'samplePosition', 'vec4(gl_SamplePosition, 0.0, 0.0)'), kind: 'f' };
    case 'HELPER_INVOCATION':
      w.req.need('helperInvocation', 'HELPER_INVOCATION');
      return int('(gl_HelperInvocation ? -1 : 0)');
    case 'COLOR': {
      if (isSprite(w, meaning)) return pointCoordinate(w);
      const back: Meaning = { semantic: 'BCOLOR', index: meaning.index };
      if (w.options.twoSide !== true || !isWritten(w, back)) return writtenInput(w, meaning, decl);
      const [front, rear] = [writtenInput(w, meaning, decl), writtenInput(w, back, decl)];
      const text = `gl_FrontFacing ? ${convert(front.text, front.kind, rear.kind, 4)} : ${rear.text}`;
      return { text: onceLocal(w, typeName(rear.kind, 4), `color${meaning.index}In`, text), kind: rear.kind };
    }
    default:
      if (systemValue) return laneValue(w, meaning.semantic) ?? w.fail(`system value ${meaning.semantic} in a fragment shader`);
      if (isSprite(w, meaning)) return pointCoordinate(w);
      return isVarying(meaning.semantic) ? writtenInput(w, meaning, decl) : w.fail(`fragment input ${meaning.semantic}`);
  }
};

const setupInputs = (w: Writer): void => {
  const { info } = w.module;
  for (const decl of info.inputs)
    for (let i = decl.first; i <= decl.last; i++) if (!w.inputs.has(i)) w.inputs.set(i, inputVariable(w, decl, i, false));
  for (const decl of info.systemValues)
    for (let i = decl.first; i <= decl.last; i++) if (!w.systemValues.has(i)) w.systemValues.set(i, inputVariable(w, decl, i, true));
};

const kindOfBuffer = (w: Writer, i: number): Stored => (['f', 'i', 'u'] as const)[w.options.colorKinds?.[i] ?? 0] ?? 'f';

const compareOperators = ['', '<', '==', '<=', '>', '!=', '>='];

/** `.aaaa`, or a vector where constants come in. */
const swizzled = (text: string, swizzle: string): string => {
  if (!/^[rgba01]{4}$/.test(swizzle) || swizzle === 'rgba') return text;
  if (!/[01]/.test(swizzle)) return `${text}.${swizzle}`;
  return `vec4(${[...swizzle].map((c) => (c === '0' ? '0.0' : c === '1' ? '1.0' : `${text}.${c}`)).join(', ')})`;
};

/** Declares the outputs of one colour and hands the shader's value over. */
const finishColor = (w: Writer, index: number, home: Variable, buffers: readonly number[], direct: boolean): void => {
  const { clampColor = false, alphaTest = 7, alphaToOne = false, colorSwizzle = [], colorEncodeSrgb = 0, dualSource = false } = w.options;
  const float = home.kind === 'f' && kindOfBuffer(w, index) === 'f';
  if (float && clampColor) w.epilog.add(`${home.text} = clamp(${home.text}, 0.0, 1.0);`);
  if (float && index === 0 && alphaTest < 7) {
    const operator = compareOperators[alphaTest] ?? '';
    w.epilog.add(operator === '' ? 'discard;' : `if (!(${home.text}.a ${operator} ${w.system('vg_raster')}.z)) discard;`);
  }
  if (float && alphaToOne) w.epilog.add(`${home.text}.a = 1.0;`);
  const inText = w.req.has('explicitAttribLocation');
  for (const buffer of buffers) {
    const second = dualSource && buffer === 1;
    const kind = kindOfBuffer(w, second ? 0 : buffer);
    const name = `fragColor${buffer}`;
    if (second) w.req.need('dualSource', 'a second blend source');
    const location = second ? 0 : buffer;
    const layout =
      inText && w.req.want('explicitAttribLocation')
        ? `layout(location = ${location}${dualSource && buffer < 2 ? `, index = ${second ? 1 : 0}` : ''}) `
        : '';
    const fetched = fetchedBuffers(w).has(buffer);
    if (fetched) {
      w.req.need('framebufferFetch', 'FBFETCH');
      w.local(typeName(kind, 4), `fetched${buffer}`, swizzled(name, colorSwizzle[buffer] === 'aaaa' ? '000r' : 'rgba'));
    }
    w.head.add(`${layout}${fetched ? 'inout' : 'out'} ${w.req.essl ? 'highp ' : ''}${typeName(kind, 4)} ${name};`);
    w.fragmentOutputs.push({ name, location, index: second ? 1 : 0, kind: kind === 'f' ? 0 : kind === 'i' ? 1 : 2 });
    if (direct) continue;
    let text = home.text;
    if (kind === 'f' && home.kind === 'f') {
      if ((colorEncodeSrgb >>> buffer) & 1) text = `${encodeSrgb(w)}(${text})`;
      text = swizzled(text, colorSwizzle[buffer] ?? 'rgba');
    }
    w.epilog.add(`${name} = ${convert(text, home.kind, kind, 4)};`);
  }
};

/** Colour buffers that the shader reads. */
const fetchedBuffers = (w: Writer): Set<number> => {
  const buffers = new Set<number>();
  for (const { op, src } of w.module.instructions) {
    const register = src[0]?.index.offset ?? 0;
    const decl = op === 'FBFETCH' ? w.module.info.outputs.find(({ first, last }) => register >= first && register <= last) : undefined;
    if (decl?.semantic === 'COLOR') buffers.add(meaningOf(decl, register).index);
  }
  return buffers;
};

/** Writes FBFETCH: the colour that the buffer had before this shader, whatever was written since; false for anything else. */
export const writeFetch = (w: Writer, inst: Instruction): boolean => {
  if (inst.op !== 'FBFETCH') return false;
  const src = inst.src[0] as Source;
  const decl = w.module.info.outputs.find(({ first, last }) => src.index.offset >= first && src.index.offset <= last);
  if (src.index.indirect !== null || decl?.semantic !== 'COLOR') return w.fail('FBFETCH of something else than a colour');
  const { index } = meaningOf(decl, src.index.offset);
  const at = maskComponents((inst.dst[0] as Destination).mask).map((c) => swizzleAt(src.swizzle, c));
  const kind = kindOfBuffer(w, index);
  w.assign(inst, kind, select({ text: `fetched${index}`, kind }, at));
  return true;
};

const setupOutputs = (w: Writer): void => {
  const { info } = w.module;
  const fetched = fetchedBuffers(w);
  const { colorCount = 1, colorSwizzle = [], colorEncodeSrgb = 0, dualSource = false } = w.options;
  const whole = writtenFirst(w, 'OUT');
  const precise = preciseRegisters(w, 'OUT');
  for (const decl of info.outputs) {
    for (let i = decl.first; i <= decl.last; i++) {
      if (w.outputs.has(i)) continue;
      const { semantic, index } = meaningOf(decl, i);
      const group = w.outputGroups.get(i);
      if (group?.array === true && semantic !== 'COLOR') w.fail(`an indexed output ${semantic}`);
      const marked = precise.has(i) && w.req.want('gpuShader5');
      const local = (kind: Stored, name: string, init = `${typeName(kind, 4)}(${zero[kind]})`): Variable => {
        const home: Variable = { text: name, kind };
        w.local(typeName(kind, 4), name, whole.has(i) && semantic === 'COLOR' ? '' : init, 0, marked);
        w.outputs.set(i, home);
        return home;
      };
      switch (semantic) {
        case 'POSITION':
          if (info.properties.get('FS_DEPTH_LAYOUT') !== undefined) depthLayout(w, info.properties.get('FS_DEPTH_LAYOUT') ?? 0);
          w.epilog.add(`gl_FragDepth = ${w.opaque(`${local('f', 'depth', 'vec4(0.0, 0.0, gl_FragCoord.z, 0.0)').text}.z`)};`);
          break;
        case 'STENCIL':
          w.req.need('stencilExport', 'writing STENCIL');
          w.epilog.add(`gl_FragStencilRefARB = int(${local('u', 'stencil').text}.y);`);
          break;
        case 'SAMPLEMASK':
          w.req.need('sampleVariables', 'writing SAMPLEMASK');
          w.epilog.add(`gl_SampleMask[0] = int(${local('u', 'sampleMask', 'uvec4(0xffffffffu)').text}.x);`);
          break;
        case 'COLOR': {
          const all = info.writesAllColors && index === 0 && !dualSource;
          const buffers = all ? Array.from({ length: Math.min(Math.max(colorCount, 0), 8) }, (_, n) => n) : [index];
          if (index > 7) w.fail(`COLOR[${index}]`);
          const bufferKind = kindOfBuffer(w, dualSource && index === 1 ? 0 : (buffers[0] ?? 0));
          const kind: Stored = bufferKind === 'f' ? 'f' : 'u';
          const plain =
            buffers.length === 1 &&
            kind === bufferKind &&
            (colorSwizzle[index] ?? 'rgba') === 'rgba' &&
            ((colorEncodeSrgb >>> index) & 1) === 0;
          const direct = plain && group?.array !== true && !marked && !fetched.has(index);
          if (group?.array === true) w.fail('indexed colour outputs');
          const home = direct ? { text: `fragColor${index}`, kind } : local(kind, `color${index}`);
          w.outputs.set(i, home);
          if (direct && !whole.has(i)) w.prolog.add(`${home.text} = ${typeName(kind, 4)}(${zero[kind]});`);
          finishColor(w, index, home, buffers, direct);
          break;
        }
        default:
          w.fail(`fragment output ${semantic}`);
      }
    }
  }
};

/** WebGL draws nothing where a colour buffer has no output; OpenGL leaves undefined what a shader does not write. */
const fillOutputs = (w: Writer): void => {
  const { colorCount = 0, dualSource = false } = w.options;
  if (!w.req.essl || dualSource) return;
  const written = new Set(w.fragmentOutputs.map(({ location }) => location));
  for (let buffer = 0; buffer < Math.min(colorCount, 8); buffer++) {
    if (written.has(buffer)) continue;
    const kind = kindOfBuffer(w, buffer);
    w.head.add(`layout(location = ${buffer}) out highp ${typeName(kind, 4)} fragColor${buffer};`);
    w.fragmentOutputs.push({ name: `fragColor${buffer}`, location: buffer, index: 0, kind: kind === 'f' ? 0 : kind === 'i' ? 1 : 2 });
    w.prolog.add(`fragColor${buffer} = ${typeName(kind, 4)}(${zero[kind]});`);
  }
};

const depthLayout = (w: Writer, value: number): void => {
  // Gallium's order: none, any, greater, less, unchanged. A hint only.
  const name = ['', 'depth_any', 'depth_greater', 'depth_less', 'depth_unchanged'][value] ?? '';
  if (name !== '' && w.req.want('conservativeDepth')) w.head.add(`layout(${name}) out ${w.req.essl ? 'highp ' : ''}float gl_FragDepth;`);
};

/** Advanced blend equations must be named by the shader that they are used with. */
const allowAdvancedBlend = (w: Writer): void => {
  const { advancedBlend } = w.module.info;
  if (advancedBlend === 0 || !w.req.want('blendEquationAdvanced')) return;
  const names = advancedBlendModes.filter((name, mode) => name !== '' && ((advancedBlend >>> mode) & 1) === 1);
  w.head.add(
    `layout(${names.length === 15 ? 'blend_support_all_equations' : names.map((name) => `blend_support_${name}`).join(', ')}) out;`,
  );
};

/** Inputs, outputs, system values and fixed-function stand-ins of a fragment shader. */
export const setupFragment = (w: Writer): void => {
  const { info } = w.module;
  if (info.earlyDepthTest) {
    w.req.need('earlyFragmentTests', 'FS_EARLY_DEPTH_STENCIL');
    w.head.add('layout(early_fragment_tests) in;');
  }
  if (info.postDepthCoverage) {
    w.req.need('postDepthCoverage', 'FS_POST_DEPTH_COVERAGE');
    w.head.add('layout(post_depth_coverage) in;');
  }
  setupInputs(w);
  if (w.options.polygonStipple === true) {
    w.prolog.add('ivec2 stipplePixel = ivec2(gl_FragCoord.xy) & 31;');
    w.prolog.add(`uint stippleRow = ${w.system('vg_stipple')}[stipplePixel.y >> 2][stipplePixel.y & 3];`);
    w.prolog.add('if (((stippleRow >> (31 - stipplePixel.x)) & 1u) == 0u) discard;');
  }
  copyInputArrays(w);
  setupOutputs(w);
  fillOutputs(w);
  allowAdvancedBlend(w);
};
