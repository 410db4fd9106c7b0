/**
 * Varyings: how a semantic travels between stages.
 *
 * Both sides declare a varying by the name of its semantic. Type and interpolation follow the reader's declaration: an input that is
 * CONSTANT is `flat uvec4`, so that integers pass as bits; everything else is `vec4`. The writer of an output therefore needs to know
 * the next stage's inputs (`options.next`); a BCOLOR follows the COLOR of its index.
 *
 * Between stages before the rasterizer nothing is interpolated and nothing says what a register holds: all is `flat uvec4`.
 */
import type { IoDecl } from '../../ir/module.ts';
import type { Semantic, Stage } from '../../ir/types.ts';
import { varyingName } from './names.ts';
import type { Stored } from './value.ts';
import type { Writer } from './writer.ts';

/** A semantic with its index. */
export type Meaning = { readonly semantic: Semantic; readonly index: number };

/** One varying as declared: `flat in` + type + name, without the direction. */
export type Varying = { readonly name: string; readonly kind: Stored; readonly qualifier: string };

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
  if (stage !== 'fragment') return { name, kind: 'u', qualifier: 'flat ' };
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
