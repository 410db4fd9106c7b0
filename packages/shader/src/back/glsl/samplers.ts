/** Sampler uniforms, declared as instructions come to use them. */
import { textureShapes } from '../../ir/textures.ts';
import type { TextureTarget } from '../../ir/types.ts';
import type { GlslSampler } from './options.ts';
import type { Writer } from './writer.ts';

/** The target that a sampler is declared with where the dialect lacks its own. */
const substitutes: Readonly<Partial<Record<TextureTarget, TextureTarget>>> = {
  '1D': '2D',
  SHADOW1D: 'SHADOW2D',
  '1D_ARRAY': '2D_ARRAY',
  SHADOW1D_ARRAY: 'SHADOW2D_ARRAY',
  RECT: '2D',
  SHADOWRECT: 'SHADOW2D',
};

/** The uniform of a unit, declared on first use. */
export const declareSampler = (w: Writer, unit: number): GlslSampler => {
  const known = w.samplers.get(unit);
  if (known !== undefined) return known;
  const view = w.module.info.samplerViews.find((one) => one.unit === unit) ?? w.fail(`SAMP[${unit}] is not declared`);
  const { target, kind, shadow } = view;
  const { base, array } = textureShapes[target];
  let actual = target;
  if (base.startsWith('1D') && !w.req.has('texture1D')) actual = substitutes[target] ?? target;
  else if (base === 'RECT' && !w.req.has('textureRect')) actual = substitutes[target] ?? target;
  if (base === 'BUFFER') w.req.need('textureBuffer', `a ${target} texture`);
  if (base.endsWith('MSAA')) w.req.need(array ? 'textureMultisampleArray' : 'textureMultisample', `a ${target} texture`);
  if (base === 'CUBEARRAY') w.req.need('cubeMapArray', `a ${target} texture`);
  const emulated = actual === target ? '' : '2d';
  const sampler: GlslSampler = { unit, name: `${w.prefix}_s${unit}`, target, kind, shadow, emulated };
  const letter = kind === 'int' ? 'i' : kind === 'uint' ? 'u' : '';
  const type = shadow ? textureShapes[actual].sampler : letter + textureShapes[actual].sampler;
  w.head.add(`uniform ${w.req.essl ? 'highp ' : ''}${type} ${sampler.name};`);
  w.samplers.set(unit, sampler);
  return sampler;
};
