/** The interface of tessellation evaluation shaders: a patch comes in, one vertex goes out as from a vertex shader. */
import { setupPatchInputs, levelVariable } from './patch-inputs.ts';
import { primitives } from '../../ir/types.ts';
import { meaningOf } from './interface.ts';
import { laneValue } from './lanes.ts';
import type { Variable } from './value.ts';
import { setupVertexOutputs } from './vertex.ts';
import type { Writer } from './writer.ts';

const domains: Readonly<Record<string, string>> = { LINES: 'isolines', TRIANGLES: 'triangles', QUADS: 'quads' };

const int = (text: string): Variable => ({ text, kind: 'i', scalar: true });

/** Inputs, outputs and system values of a tessellation evaluation shader. */
export const setupTessEval = (w: Writer): void => {
  const { info } = w.module;
  const tess = info.tessEval ?? w.fail('no tessellation evaluation shader');
  w.req.need('tessellation', 'tessellation shaders');

  const mode = tess.pointMode ? ', point_mode' : '';
  w.head.add(
    `layout(${domains[primitives[tess.primitive] ?? ''] ?? 'triangles'}, ${tess.spacing}_spacing, ${tess.clockwise ? 'cw' : 'ccw'}${mode}) in;`,
  );
  setupPatchInputs(w);
  for (const decl of info.systemValues) {
    for (let i = decl.first; i <= decl.last; i++) {
      const { semantic } = decl;
      const level = levelVariable(meaningOf(decl, i));
      if (level !== undefined) w.systemValues.set(i, level);
      else if (semantic === 'TESSCOORD') {
        if (!w.locals.some(({ name }) => name === 'tessCoord')) w.local('vec4', 'tessCoord', 'vec4(gl_TessCoord, 0.0)');
        w.systemValues.set(i, { text: 'tessCoord', kind: 'f' });
      } else if (semantic === 'PRIM_ID') w.systemValues.set(i, int('gl_PrimitiveID'));
      else if (semantic === 'VERTICESIN') w.systemValues.set(i, int('gl_PatchVerticesIn'));
      else w.systemValues.set(i, laneValue(w, semantic) ?? w.fail(`system value ${semantic} in a tessellation evaluation shader`));
    }
  }
  setupVertexOutputs(w);
};
