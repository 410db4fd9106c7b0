/**
 * Finds the one type of each sampler unit.
 *
 * GLSL gives a sampler one type, TGSI says the target at each use: an SVIEW declares the return type and a target without
 * comparison, the instructions say whether they compare. Queries (TXQ, TXQS, LODQ) fit either kind and decide only where nothing
 * samples. Units reached through an address register (`SAMP[ADDR[0].x+2]`) are those from the base upwards that are declared
 * without a gap and whose declared views have the target's shape.
 */
import type { Instruction, Source } from '../ir/instruction.ts';
import type { SamplerView, SviewDecl } from '../ir/module.ts';
import { textureShapes } from '../ir/textures.ts';
import type { TextureTarget } from '../ir/types.ts';
import { TgsiError } from '../front/tgsi/scanner.ts';

const queries: ReadonlySet<string> = new Set(['TXQ', 'TXQS', 'LODQ']);

/** The units an indirect sampler operand may reach, lowest first. */
export const indirectUnits = (
  base: number,
  target: TextureTarget,
  declared: ReadonlySet<number>,
  sviews: readonly SviewDecl[],
): number[] => {
  const units: number[] = [];
  for (let unit = base; declared.has(unit); unit++) {
    const view = sviews.find((one) => one.unit === unit);
    if (view !== undefined && textureShapes[view.target].base !== textureShapes[target].base) break;
    units.push(unit);
  }
  return units;
};

/**
 * One view per declared unit, lowest first.
 *
 * @throws {TgsiError} where a unit is used with targets of two shapes
 */
export const resolveSamplers = (
  instructions: readonly Instruction[],
  declared: ReadonlySet<number>,
  sviews: readonly SviewDecl[],
): SamplerView[] => {
  const sampled = new Map<number, TextureTarget>();
  const queried = new Map<number, TextureTarget>();
  for (const inst of instructions) {
    if (inst.info.class !== 'tex' || inst.target === null) continue;
    const sampler = inst.src.at(-1) as Source;
    const { offset, indirect } = sampler.index;
    const units = indirect === null ? [offset] : indirectUnits(Math.max(0, offset), inst.target, declared, sviews);
    const map = queries.has(inst.op) ? queried : sampled;
    for (const unit of units) {
      const other = map.get(unit);
      if (other !== undefined && other !== inst.target && map === sampled)
        throw new TgsiError(inst.line, `SAMP[${unit}] is sampled as ${other} and as ${inst.target}`);
      map.set(unit, inst.target);
    }
  }
  return [...declared]
    .sort((a, b) => a - b)
    .map((unit) => {
      const view = sviews.find((one) => one.unit === unit);
      const target = sampled.get(unit) ?? queried.get(unit) ?? view?.target ?? '2D';
      const kind = view?.returns === 'SINT' ? 'int' : view?.returns === 'UINT' ? 'uint' : 'float';
      return { unit, target, kind, shadow: textureShapes[target].shadow };
    });
};
