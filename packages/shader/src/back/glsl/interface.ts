/**
 * Varyings: how a semantic travels between stages.
 *
 * Both sides declare a varying by the name of its semantic. Type and interpolation follow the reader's declaration: an input that is
 * CONSTANT is `flat uvec4`, so that integers pass as bits; everything else is `vec4`. The writer of an output therefore needs to know
 * the next stage's inputs (`options.next`); a BCOLOR follows the COLOR of its index.
 *
 * Between stages before the rasterizer nothing is interpolated and nothing says what a register holds: all is `flat uvec4`. What the
 * reading stage indexes is an array there (`passes/varying-arrays.ts`), in both stages.
 */
import type { IoDecl } from '../../ir/module.ts';
import type { Semantic, Stage } from '../../ir/types.ts';
import { varyingName } from './names.ts';
import { type Stored, typeName } from './value.ts';
import type { Writer } from './writer.ts';

/** A semantic with its index. */
export type Meaning = { readonly semantic: Semantic; readonly index: number };

/** One varying as declared: `flat in` + type + name, without the direction. */
export type Varying = {
  /** The variable; of an element of an array that belongs to one vertex, that element. */
  readonly name: string;
  readonly kind: Stored;
  readonly qualifier: string;
  /** The array that it is an element of, if any: a block with the member `v`, or a plain array where it belongs to the patch. */
  readonly array?: { readonly name: string; readonly size: number; readonly element: number };
};

/** The text of a varying of one vertex of many. */
export const ofVertex = ({ name, array }: Varying, vertex: string): string =>
  array === undefined ? `${name}[${vertex}]` : `${array.name}[${vertex}].v[${array.element}]`;

const declaredArrays = new WeakMap<Writer, Set<string>>();

/**
 * Declares a varying; an array with its first element.
 *
 * @param vertices - `[3]`, or '' where there is one vertex
 */
export const declareVarying = (w: Writer, direction: 'in' | 'out', varying: Varying, vertices: string, prefix = ''): void => {
  const { name, kind, qualifier, array } = varying;
  const patch = qualifier === 'patch ';
  if (array === undefined) {
    w.head.add(`${prefix}${qualifier}${direction} ${typeName(kind, 4)} ${name}${patch ? '' : vertices};`);
    return;
  }
  const declared = declaredArrays.get(w) ?? new Set();
  declaredArrays.set(w, declared);
  if (declared.has(`${direction} ${array.name}`)) return;
  declared.add(`${direction} ${array.name}`);
  const type = typeName(kind, 4);
  if (patch) w.head.add(`patch ${direction} ${type} ${array.name}[${array.size}];`);
  else w.head.add(`${direction} vg_${array.name} { ${qualifier}${type} v[${array.size}]; } ${array.name}${vertices};`);
};

/** What register i of a declaration means. */
export const meaningOf = (decl: IoDecl, register: number): Meaning => ({
  semantic: decl.semantic,
  index: decl.semanticIndex + register - decl.first,
});

/** The declaration of a meaning in a list, if any. */
export const findMeaning = (decls: readonly IoDecl[], { semantic, index }: Meaning): IoDecl | undefined =>
  decls.find((decl) => decl.semantic === semantic && index >= decl.semanticIndex && index <= decl.semanticIndex + decl.last - decl.first);

/** The varying of a meaning, as an input declaration of the stage that reads it (or null: an output nobody reads) has it. */
export const varyingOf = (w: Writer, { semantic, index }: Meaning, reader: IoDecl | null, stage: Stage = 'fragment'): Varying => {
  const name = varyingName(semantic, index, stage);
  if (stage !== 'fragment') {
    const qualifier = semantic === 'PATCH' ? 'patch ' : 'flat ';
    if (reader?.array === undefined) return { name, kind: 'u', qualifier };
    const array = {
      name: `${varyingName(semantic, reader.array.index, stage)}a`,
      size: reader.array.size,
      element: index - reader.array.index,
    };
    const element = semantic === 'PATCH' ? `${array.name}[${array.element}]` : `${array.name}.v[${array.element}]`;
    return { name: element, kind: 'u', qualifier, array };
  }
  if (reader === null) return { name, kind: 'f', qualifier: '' };
  const { interpolation } = reader;
  if (interpolation === 'CONSTANT') return { name, kind: 'u', qualifier: 'flat ' };
  if (interpolation === 'COLOR' && w.options.flatShade === true) return { name, kind: 'f', qualifier: 'flat ' };
  let qualifier = '';
  if (reader.location === 'SAMPLE') {
    w.req.need('sampleInterpolation', 'interpolation per sample');
    qualifier = 'sample ';
  } else if (reader.location === 'CENTROID') qualifier = 'centroid ';
  if (interpolation === 'LINEAR' && w.req.want('noperspective')) qualifier = `noperspective ${qualifier}`;
  return { name, kind: 'f', qualifier };
};

/** Whether a LINEAR varying has to be emulated: multiplied by w here, by 1/w there. */
export const emulatesLinear = (w: Writer, reader: IoDecl | null): boolean =>
  reader?.interpolation === 'LINEAR' && !w.req.has('noperspective');
