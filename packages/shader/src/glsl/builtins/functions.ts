/** The built-in functions of a language, by name, made from the prototypes when a name is first asked for. */
import type { Gate, Language } from '../language.ts';
import type { ShaderStage } from '../options.ts';
import { type Base, namedTypes, numberType, T, type Type } from '../types/type.ts';
import { imagePrototypes, mathPrototypes } from './prototypes.ts';
import { gpuShader4Prototypes, oldTexturePrototypes, texturePrototypes } from './texture-prototypes.ts';

/** One parameter of a built-in function. */
export type BuiltinParameter = {
  readonly type: Type;
  readonly out: boolean;
  readonly inout: boolean;
  /** Texel offsets and components of gathers: must be constant. */
  readonly constant: boolean;
  /** Offsets of gathers: constant where only ARB_texture_gather gives them. */
  readonly gatherOffset: boolean;
};

/** One signature. */
export type BuiltinFunction = {
  readonly name: string;
  readonly returns: Type;
  readonly parameters: readonly BuiltinParameter[];
  readonly gate: Gate;
  readonly stages: readonly ShaderStage[];
  /** `compat`: gone from core profiles; `deprecated`: gone from 4.20 core and ES 3.00. */
  readonly life: '' | 'compat' | 'deprecated';
  readonly vertexLod: boolean;
};

type RawPrototype = {
  readonly line: string;
  readonly gate: Gate;
  readonly stages: readonly ShaderStage[];
  readonly life: BuiltinFunction['life'];
  readonly vertexLod: boolean;
};

let index: Map<string, RawPrototype[]> | null = null;

const readPrototypes = (): Map<string, RawPrototype[]> => {
  const byName = new Map<string, RawPrototype[]>();
  let group: Omit<RawPrototype, 'line'> = { gate: { glsl: 0, es: 0, extensions: [] }, stages: [], life: '', vertexLod: false };
  for (const line of [mathPrototypes, texturePrototypes, oldTexturePrototypes, gpuShader4Prototypes, imagePrototypes]
    .join('\n')
    .split('\n')) {
    if (line === '') continue;
    if (line.startsWith('@')) {
      const [head = '', stages] = line.slice(2).split(' : ');
      const [glsl, es, ...words] = head.trim().split(' ');
      const life = words[0] === 'compat' || words[0] === 'deprecated' ? words[0] : '';
      const vertexLod = stages === 'vertexlod';
      group = {
        gate: { glsl: Number(glsl), es: Number(es), extensions: words.filter((word) => word !== life && word !== '') },
        stages: stages === undefined || vertexLod ? [] : (stages.split(' ') as ShaderStage[]),
        life,
        vertexLod,
      };
      continue;
    }
    const name = line.slice(line.indexOf(' ') + 1, line.indexOf('('));
    const list = byName.get(name);
    const raw = { line, ...group };
    if (list === undefined) byName.set(name, [raw]);
    else list.push(raw);
  }
  return byName;
};

const scalarsAndVectors: Readonly<Record<string, Base>> = { genF: 'float', genD: 'double', genI: 'int', genU: 'uint', genB: 'bool' };
const vectors: Readonly<Record<string, Base>> = { vec: 'float', dvec: 'double', ivec: 'int', uvec: 'uint', bvec: 'bool' };
const textureBases = ['float', 'int', 'uint'] as const;
const texturePrefix = { float: '', int: 'i', uint: 'u' } as const;

type Instance = { readonly rows: number; readonly cols: number; readonly base: (typeof textureBases)[number] };

const instances = (line: string): readonly Instance[] => {
  const out: Instance[] = [];
  if (/\bgen[FDIUB]\b/.test(line)) for (let rows = 1; rows <= 4; rows++) out.push({ rows, cols: 1, base: 'float' });
  else if (/\bd?(mat|outer|sqm?|matT)\b/.test(line)) {
    const square = /\bd?sqm?\b/.test(line);
    for (let cols = 2; cols <= 4; cols++)
      for (let rows = 2; rows <= 4; rows++) if (!square || rows === cols) out.push({ rows, cols, base: 'float' });
  } else if (/\b[diub]?vec\b/.test(line)) for (let rows = 2; rows <= 4; rows++) out.push({ rows, cols: 1, base: 'float' });
  else if (/\bg(sampler|image|vec4)/.test(line)) for (const base of textureBases) out.push({ rows: 4, cols: 1, base });
  else out.push({ rows: 1, cols: 1, base: 'float' });
  return out;
};

/** A type's name in a prototype, for one instance; `at` is the parameter's number, -1 for the result. */
const resolve = (name: string, { rows, cols, base }: Instance, at: number): Type => {
  const gen = scalarsAndVectors[name];
  if (gen !== undefined) return numberType(gen, rows);
  const vector = vectors[name];
  if (vector !== undefined) return numberType(vector, rows);
  if (name === 'gvec4') return numberType(base, 4);
  if (name.startsWith('gsampler') || name.startsWith('gimage')) return namedTypes.get(texturePrefix[base] + name.slice(1)) ?? T.error;
  const number: Base = name.startsWith('d') && name !== 'double' ? 'double' : 'float';
  switch (name) {
    case 'mat':
    case 'dmat':
      return numberType(number, rows, cols);
    case 'matT':
    case 'dmatT':
      return numberType(number, cols, rows);
    case 'outer':
    case 'douter':
      return at < 0 ? numberType(number, rows, cols) : numberType(number, at === 0 ? rows : cols);
    case 'sq':
    case 'dsq':
      return numberType(number);
    case 'sqm':
    case 'dsqm':
      return numberType(number, rows, cols);
    case 'ivec2[4]':
      return numberType('int', 2).array(4);
    default:
      return namedTypes.get(name) ?? T.error;
  }
};

const instantiate = (raw: RawPrototype): BuiltinFunction[] => {
  const open = raw.line.indexOf('(');
  const [result = '', name = ''] = raw.line.slice(0, open).split(' ');
  const inside = raw.line.slice(open + 1, -1);
  const words = inside === '' ? [] : inside.split(', ');
  return instances(raw.line).map((instance) => ({
    name,
    returns: resolve(result, instance, -1),
    parameters: words.map((word, at) => {
      const parts = word.split(' ');
      const flag = parts.length > 1 ? parts[0] : '';
      return {
        type: resolve(parts.at(-1) ?? '', instance, at),
        out: flag === 'out',
        inout: flag === 'inout',
        constant: flag === 'const',
        gatherOffset: flag === 'dyn',
      };
    }),
    gate: raw.gate,
    stages: raw.stages,
    life: raw.life,
    vertexLod: raw.vertexLod,
  }));
};

const made = new Map<string, readonly BuiltinFunction[]>();

/** Whether some language has a function of this name. */
export const isBuiltinName = (name: string): boolean => {
  index ??= readPrototypes();
  return index.has(name);
};

/** All signatures of a name in all languages. */
const allOf = (name: string): readonly BuiltinFunction[] => {
  let list = made.get(name);
  if (list === undefined) {
    index ??= readPrototypes();
    list = (index.get(name) ?? []).flatMap(instantiate);
    made.set(name, list);
  }
  return list;
};

const noStages: readonly BuiltinFunction[] = [];

const available = (language: Language, fn: BuiltinFunction): boolean => {
  const { es, version, core, stage } = language;
  if (!language.open(fn.gate)) return false;
  if (fn.life !== '') {
    if (es ? version >= 300 : fn.life === 'compat' ? core && !language.enabled.has('ARB_compatibility') : false) return false;
  }
  if (fn.stages.length > 0 && !fn.stages.includes(stage)) return false;
  // Before 1.30 an explicit level was for vertex shaders alone.
  if (
    fn.vertexLod &&
    stage === 'fragment' &&
    (es || version < 130) &&
    !language.enabled.has('ARB_shader_texture_lod') &&
    !language.enabled.has('EXT_gpu_shader4')
  )
    return false;
  return true;
};

/** The signatures of a name that a language has; cached by the caller. */
export const builtinFunctions = (language: Language, name: string): readonly BuiltinFunction[] => {
  const list = allOf(name);
  return list.length === 0 ? noStages : list.filter((fn) => available(language, fn));
};

/** Extensions or versions that would bring a function, for messages; '' when no language has it. */
export const builtinNeeds = (language: Language, name: string): string => {
  const [fn] = allOf(name);
  return fn === undefined ? '' : language.wants(fn.gate);
};
