/**
 * Keywords and reserved words: which words a language takes as keywords, which it keeps for itself, which are free.
 *
 * @source OpenGL Shading Language 1.10 to 4.60 and ES 1.00 to 3.20, chapter 3 "Keywords"
 */
import type { Gate, Language } from '../language.ts';
import { features } from '../language.ts';
import { readGate } from '../builtins/variables.ts';
import { namedTypes, type Type } from '../types/type.ts';

/** What a word is in a language. */
export type WordClass = 'keyword' | 'type' | 'reserved' | 'free';

const always: Gate = { glsl: 110, es: 100, extensions: [] };

/* prettier-ignore */
const keywords: Readonly<Record<string, Gate>> = {
  const: always, uniform: always, if: always, else: always, for: always, while: always, do: always, break: always, continue: always,
  return: always, discard: always, struct: always, in: always, out: always, inout: always, true: always, false: always, void: always,
  invariant: features.invariant, centroid: features.centroid, flat: features.flatQualifier, smooth: readGate('130 300'),
  noperspective: features.noperspective, sample: features.sample, patch: features.patch, precise: features.precise,
  lowp: features.precision, mediump: features.precision, highp: features.precision, precision: features.precision,
  switch: features.switch, case: features.switch, default: features.switch,
  layout: readGate('140 300 ARB_explicit_attrib_location ARB_uniform_buffer_object ARB_fragment_coord_conventions ARB_conservative_depth AMD_conservative_depth ARB_separate_shader_objects ARB_shader_atomic_counters ARB_shading_language_420pack ARB_explicit_uniform_location ARB_geometry_shader4 ARB_shader_image_load_store ARB_enhanced_layouts ARB_compute_shader ARB_tessellation_shader ARB_shader_storage_buffer_object ARB_gpu_shader5'),
  subroutine: features.subroutines, buffer: features.storageBlocks, shared: features.compute,
  coherent: readGate('420 310 ARB_shader_image_load_store ARB_shader_storage_buffer_object'),
  volatile: readGate('420 310 ARB_shader_image_load_store ARB_shader_storage_buffer_object'),
  restrict: readGate('420 310 ARB_shader_image_load_store ARB_shader_storage_buffer_object'),
  readonly: readGate('420 310 ARB_shader_image_load_store ARB_shader_storage_buffer_object'),
  writeonly: readGate('420 310 ARB_shader_image_load_store ARB_shader_storage_buffer_object'),
  demote: features.demote,
};

/* prettier-ignore */
/** Reserved words: `GLSL ES` versions that reserve them first, and words. */
const reservedRows: readonly (readonly [glsl: number, es: number, words: string])[] = [
  [110, 100, 'asm class union enum typedef template this goto inline noinline public static extern external interface long short half fixed input output hvec2 hvec3 hvec4 fvec2 fvec3 fvec4 sampler3DRect sizeof cast namespace using'],
  [110, 100, 'switch default volatile double dvec2 dvec3 dvec4 sampler2DRect sampler2DRectShadow unsigned'],
  [120, 0, 'lowp mediump highp precision'],
  [0, 100, 'superp flat sampler1D sampler3D sampler1DShadow sampler2DShadow'],
  [130, 300, 'common partition active filter superp noperspective image1D image2D image3D imageCube iimage1D iimage2D iimage3D iimageCube uimage1D uimage2D uimage3D uimageCube image1DArray image2DArray iimage1DArray iimage2DArray uimage1DArray uimage2DArray imageBuffer iimageBuffer uimageBuffer isampler2DRect usampler2DRect samplerBuffer isamplerBuffer usamplerBuffer'],
  [130, 300, 'image1DShadow image2DShadow image1DArrayShadow image2DArrayShadow'],
  [130, 0, 'packed row_major'],
  [0, 300, 'attribute varying coherent restrict readonly writeonly resource atomic_uint patch sample subroutine sampler1D sampler1DShadow sampler1DArray sampler1DArrayShadow isampler1D isampler1DArray usampler1D usampler1DArray sampler2DMS isampler2DMS usampler2DMS sampler2DMSArray isampler2DMSArray usampler2DMSArray'],
  [400, 0, 'resource'],
  [420, 0, 'coherent restrict readonly writeonly'],
  [110, 100, 'packed'],
];

const typeGateRows: readonly (readonly [pattern: RegExp, gate: Gate])[] = [
  [/^(void|float|int|bool|i?vec[234]|bvec[234]|mat[234])$/, always],
  [/^mat[234]x[234]$/, features.nonSquareMatrices],
  [/^(uint|uvec[234])$/, features.unsigned],
  [/^(double|dvec[234]|dmat.*)$/, features.doubles],
  [/^(sampler2D|samplerCube)$/, always],
  [/^sampler1D(Shadow)?$/, readGate('110 0')],
  [/^sampler3D$/, readGate('110 300 OES_texture_3D')],
  [/^sampler2DShadow$/, readGate('110 300 EXT_shadow_samplers')],
  [/^samplerCubeShadow$/, readGate('130 300 EXT_gpu_shader4')],
  [/^sampler1DArray(Shadow)?$/, readGate('130 0 EXT_texture_array EXT_gpu_shader4')],
  [/^sampler2DArray(Shadow)?$/, readGate('130 300 EXT_texture_array EXT_gpu_shader4')],
  [/^[iu]sampler1D(Array)?$/, readGate('130 0 EXT_gpu_shader4')],
  [/^[iu]sampler(2D|3D|Cube|2DArray)$/, readGate('130 300 EXT_gpu_shader4')],
  [/^sampler2DRect(Shadow)?$/, readGate('140 0 ARB_texture_rectangle EXT_gpu_shader4')],
  [/^[iu]sampler2DRect$/, readGate('140 0 EXT_gpu_shader4')],
  [/^[iu]?samplerBuffer$/, readGate('140 320 EXT_gpu_shader4 EXT_texture_buffer OES_texture_buffer')],
  [/^[iu]?sampler2DMS$/, readGate('150 310 ARB_texture_multisample')],
  [/^[iu]?sampler2DMSArray$/, readGate('150 320 ARB_texture_multisample OES_texture_storage_multisample_2d_array')],
  [
    /^[iu]?samplerCubeArray(Shadow)?$/,
    readGate('400 320 ARB_texture_cube_map_array EXT_texture_cube_map_array OES_texture_cube_map_array'),
  ],
  [/^samplerExternalOES$/, readGate('0 0 OES_EGL_image_external OES_EGL_image_external_essl3')],
  [/^[iu]?image(2D|3D|Cube|2DArray)$/, features.images],
  [/^[iu]?imageBuffer$/, readGate('420 320 ARB_shader_image_load_store EXT_texture_buffer OES_texture_buffer')],
  [/^[iu]?imageCubeArray$/, readGate('420 320 ARB_shader_image_load_store EXT_texture_cube_map_array OES_texture_cube_map_array')],
  [/^[iu]?image.*$/, readGate('420 0 ARB_shader_image_load_store')],
  [/^atomic_uint$/, features.atomicCounters],
];

const typeGates = new Map<string, Gate>();
for (const name of namedTypes.keys()) typeGates.set(name, typeGateRows.find(([pattern]) => pattern.test(name))?.[1] ?? always);

const reservedWords = new Map<string, (readonly [glsl: number, es: number])[]>();
for (const [glsl, es, words] of reservedRows)
  for (const word of words.split(' ')) reservedWords.set(word, [...(reservedWords.get(word) ?? []), [glsl, es]]);

const reserved = (language: Language, word: string): boolean =>
  reservedWords.get(word)?.some(([glsl, es]) => language.since(glsl, es)) ?? false;

/** Words of one state of a language, looked up once each. */
export class Words {
  readonly #language: Language;
  readonly #known = new Map<string, WordClass>();
  #generation = -1;

  constructor(language: Language) {
    this.#language = language;
  }

  /** What a word is. */
  classify(word: string): WordClass {
    if (this.#generation !== this.#language.generation) {
      this.#known.clear();
      this.#generation = this.#language.generation;
    }
    let found = this.#known.get(word);
    if (found === undefined) {
      found = this.#find(word);
      this.#known.set(word, found);
    }
    return found;
  }

  #find(word: string): WordClass {
    const language = this.#language;
    const typeGate = typeGates.get(word);
    if (typeGate !== undefined && language.open(typeGate)) return 'type';
    const gate = Object.hasOwn(keywords, word) ? keywords[word] : undefined;
    if (gate !== undefined && language.open(gate)) return 'keyword';
    if (word === 'attribute' || word === 'varying') {
      if (language.es ? language.version < 300 : !language.core || language.version < 420) return 'keyword';
    }
    return reserved(language, word) ? 'reserved' : 'free';
  }

  /** The type that a word of class `type` names. */
  typeOf(word: string): Type | undefined {
    return namedTypes.get(word);
  }

  /** What the language lacks for a word to be a keyword or type, '' when no language has it. */
  needs(word: string): string {
    const gate = typeGates.get(word) ?? (Object.hasOwn(keywords, word) ? keywords[word] : undefined);
    return gate === undefined ? '' : this.#language.wants(gate);
  }
}
