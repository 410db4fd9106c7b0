/** Names of things in the GLSL that we write; stages agree on varyings by name alone. */
import type { Semantic, Stage } from '../../ir/types.ts';

/** The varying that carries a semantic between stages, `v_generic3`. */
export const varyingName = (semantic: Semantic, index: number): string => `v_${semantic.toLowerCase()}${index}`;

/** Two-letter prefix of a stage's uniforms. */
export const stagePrefix: Readonly<Record<Stage, string>> = {
  vertex: 'vs',
  'tess-control': 'tc',
  'tess-eval': 'te',
  geometry: 'gs',
  fragment: 'fs',
  compute: 'cs',
};
