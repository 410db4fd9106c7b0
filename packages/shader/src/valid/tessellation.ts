/** What only tessellation shaders have: their properties, vertices and patches. */
import type { IoDecl } from '../ir/module.ts';
import { primitives } from '../ir/types.ts';
import type { RawModule } from '../front/tgsi/parse.ts';
import { TgsiError } from '../front/tgsi/scanner.ts';
import { limits } from '../limits.ts';

/** Whether an input or output of a tessellation shader belongs to the patch, not to a vertex. */
export const isPerPatch = ({ semantic }: Pick<IoDecl, 'semantic'>): boolean =>
  semantic === 'PATCH' || semantic === 'TESSOUTER' || semantic === 'TESSINNER' || semantic === 'PRIM_ID';

/**
 * Checks a tessellation shader.
 *
 * @throws {TgsiError} at the first thing that no host could do
 */
export const checkTessellation = ({ stage, properties, instructions, declarations }: RawModule): void => {
  const control = stage === 'tess-control';
  const made = properties.get('TCS_VERTICES_OUT') ?? 1;
  if (control && (made < 1 || made > limits.patchVertices))
    throw new TgsiError(1, `TCS_VERTICES_OUT ${made} is not between 1 and ${limits.patchVertices}`);
  const primitive = primitives[properties.get('TES_PRIM_MODE') ?? 0] ?? '';
  if (!control && primitive !== 'LINES' && primitive !== 'TRIANGLES' && primitive !== 'QUADS')
    throw new TgsiError(1, `tessellation makes no ${primitive}`);
  for (const inst of instructions) {
    for (const register of [...inst.src, ...inst.dst]) {
      const { file, index, dimension } = register;
      if (file !== 'IN' && !(file === 'OUT' && control)) continue;
      const decls = file === 'IN' ? declarations.inputs : declarations.outputs;
      const { indirect, offset } = index;
      const decl =
        indirect === null || indirect.arrayId === 0
          ? decls.find(({ first, last }) => offset >= first && offset <= last)
          : decls.find(({ arrayId }) => arrayId === indirect.arrayId);
      if (decl === undefined) throw new TgsiError(inst.line, `${file} has no array at ${offset}`);
      // An invocation writes only its own vertex, and some texts leave it out.
      const understood = 'mask' in register && dimension === null;
      if (!understood && isPerPatch(decl) !== (dimension === null))
        throw new TgsiError(inst.line, `${file}[${offset}] ${dimension === null ? 'needs a vertex' : 'belongs to the patch'}`);
      const vertices = file === 'IN' ? limits.patchVertices : made;
      if (dimension !== null && dimension.indirect === null && dimension.offset >= vertices)
        throw new TgsiError(inst.line, `vertex ${dimension.offset} of ${vertices}`);
    }
  }
};
