/** What only geometry shaders have: their properties, vertices of inputs, streams. */
import type { Source } from '../ir/instruction.ts';
import { primitives, primitiveVertices } from '../ir/types.ts';
import type { RawModule } from '../front/tgsi/parse.ts';
import { TgsiError } from '../front/tgsi/scanner.ts';
import { limits } from '../limits.ts';

const outputPrimitives: ReadonlySet<string> = new Set(['POINTS', 'LINE_STRIP', 'TRIANGLE_STRIP']);

/** The constant stream of EMIT and ENDPRIM, or -1. */
export const streamOf = (immediates: RawModule['immediates'], src: Source | undefined): number => {
  if (src === undefined || src.file !== 'IMM' || src.index.indirect !== null || src.negate || src.absolute) return -1;
  const stream = immediates[src.index.offset]?.bits[src.swizzle & 3] ?? -1;
  return stream > 3 ? -1 : stream;
};

/**
 * Checks a geometry shader.
 *
 * @throws {TgsiError} at the first thing that no host could do
 */
export const checkGeometry = ({ properties, instructions, immediates, declarations }: RawModule): void => {
  const property = (name: string, least: number, most: number): number => {
    const value = properties.get(name) ?? least;
    if (value < least || value > most) throw new TgsiError(1, `${name} ${value} is not between ${least} and ${most}`);
    return value;
  };
  const input = primitives[properties.get('GS_INPUT_PRIMITIVE') ?? 0] ?? '';
  const vertices = Object.hasOwn(primitiveVertices, input) ? (primitiveVertices[input] ?? 0) : 0;
  if (vertices === 0) throw new TgsiError(1, `geometry shaders take no ${input}`);
  const output = primitives[properties.get('GS_OUTPUT_PRIMITIVE') ?? 0] ?? '';
  if (!outputPrimitives.has(output)) throw new TgsiError(1, `geometry shaders make no ${output}`);
  property('GS_MAX_OUTPUT_VERTICES', 0, limits.geometryVertices);
  property('GS_INVOCATIONS', 0, limits.geometryInvocations);
  const single = new Set<number>();
  for (const { semantic, first, last } of declarations.inputs)
    if (semantic === 'PRIM_ID') for (let i = first; i <= last; i++) single.add(i);
  for (const inst of instructions) {
    for (const { file, index, dimension } of [...inst.src, ...inst.dst]) {
      if (file !== 'IN' || (index.indirect === null && single.has(index.offset))) continue;
      if (dimension === null) throw new TgsiError(inst.line, `IN[${index.offset}] needs a vertex`);
      if (dimension.indirect === null && dimension.offset >= vertices)
        throw new TgsiError(inst.line, `vertex ${dimension.offset} of ${input}`);
    }
    if (inst.info.class === 'geometry' && streamOf(immediates, inst.src[0]) < 0)
      throw new TgsiError(inst.line, `${inst.op} needs a constant stream of 0 to 3`);
  }
};
