/**
 * The interface of compute shaders: the size of a work group, and where a thread stands.
 *
 * A grid that the renderer cuts into pieces (`GlslOptions.slicedGrid`) looks whole to its shader: uniforms say where the piece begins
 * and how large the whole is.
 */
import type { Semantic } from '../../ir/types.ts';
import { laneValue } from './lanes.ts';
import type { Writer } from './writer.ts';

/** Name of the two `uvec4` that say where the groups of a dispatch begin in the grid, and how many the grid has. */
export const gridUniformName = 'vu_grid';

const sliced: Readonly<Partial<Record<Semantic, string>>> = {
  BLOCK_ID: `gl_WorkGroupID + ${gridUniformName}[0].xyz`,
  GRID_SIZE: `${gridUniformName}[1].xyz`,
};

/** System values of compute shaders: an expression of three uints each. */
const values: Readonly<Partial<Record<Semantic, readonly [name: string, text: string]>>> = {
  THREAD_ID: ['threadId', 'gl_LocalInvocationID'],
  BLOCK_ID: ['blockId', 'gl_WorkGroupID'],
  GRID_SIZE: ['gridSize', 'gl_NumWorkGroups'],
  BLOCK_SIZE: ['blockSize', 'gl_WorkGroupSize'],
};

/** Work group size and system values. */
export const setupCompute = (w: Writer): void => {
  const { info } = w.module;
  w.req.need('compute', 'compute shaders');
  if (info.inputs.length > 0 || info.outputs.length > 0) w.fail('a compute shader with inputs or outputs');
  const [x, y, z] = info.workgroup ?? w.fail('work groups whose size each dispatch says');
  w.head.add(`layout(local_size_x = ${x}, local_size_y = ${y}, local_size_z = ${z}) in;`);
  for (const { semantic, first, last } of info.systemValues) {
    const lane = laneValue(w, semantic);
    if (lane !== undefined) {
      for (let i = first; i <= last; i++) w.systemValues.set(i, lane);
      continue;
    }
    const [name, text] = values[semantic] ?? w.fail(`system value ${semantic} in a compute shader`);
    const piece = w.options.slicedGrid === true ? sliced[semantic] : undefined;
    if (piece !== undefined && !w.usesGridUniform) {
      w.usesGridUniform = true;
      w.head.add(`uniform uvec4 ${gridUniformName}[2];`);
    }
    if (!w.locals.some((local) => local.name === name)) w.local('uvec4', name, `uvec4(${piece ?? text}, 0u)`);
    for (let i = first; i <= last; i++) w.systemValues.set(i, { text: name, kind: 'u' });
  }
};
