/** Names of things in the GLSL that we write; stages agree on varyings by name alone. */
import type { Semantic, Stage } from '../../ir/types.ts';

/** First letter of the varyings that a stage reads: a stage between two others has inputs and outputs of one meaning. */
const readers: Readonly<Record<Stage, string>> = {
  vertex: 'a',
  'tess-control': 'c',
  'tess-eval': 'e',
  geometry: 'g',
  fragment: 'v',
  compute: 'x',
};

/** The varying that carries a semantic to the stage that reads it, `v_generic3` to the fragment stage. */
export const varyingName = (semantic: Semantic, index: number, reader: Stage = 'fragment'): string =>
  `${readers[reader]}_${semantic.toLowerCase()}${index}`;

/** Two-letter prefix of a stage's uniforms. */
export const stagePrefix: Readonly<Record<Stage, string>> = {
  vertex: 'vs',
  'tess-control': 'tc',
  'tess-eval': 'te',
  geometry: 'gs',
  fragment: 'fs',
  compute: 'cs',
};
