/** Rules of linking that look at stages as a whole. */
import type { Log } from '../log.ts';
import type { ShaderStage } from '../options.ts';
import type { Unit } from '../syntax/tree.ts';
import { contains, type Type } from '../types/type.ts';
import { slotWords } from '../lower/slots.ts';
import { type Item, slotFields } from './items.ts';
import type { MergedStage } from './merge.ts';

/** Whether the shaders may be one program at all. */
export const checkUnits = (log: Log, units: readonly Unit[], separable: boolean): boolean => {
  const [first] = units;
  for (const { stage, linkFaults } of units) for (const fault of linkFaults) log.linkError(`the ${stage} shader: ${fault}`);
  if (first === undefined) {
    log.linkError('no shaders are attached');
    return false;
  }
  if (units.some(({ es }) => es !== first.es)) log.linkError('shaders of GLSL and of GLSL ES do not link');
  else if (first.es && units.some(({ version }) => version !== first.version))
    log.linkError('shaders of different versions of GLSL ES do not link');
  const stages = new Set<ShaderStage>(units.map(({ stage }) => stage));
  if (first.es && units.length !== stages.size) log.linkError('a stage has one shader in GLSL ES');
  if (stages.has('compute') && stages.size > 1) log.linkError('compute shaders stand alone');
  if (!stages.has('compute') && !separable) {
    if (first.es) {
      if (!stages.has('vertex')) log.linkError('the vertex shader is missing');
      if (!stages.has('fragment')) log.linkError('the fragment shader is missing');
    } else {
      if (!stages.has('vertex') && (stages.has('geometry') || stages.has('tess-control') || stages.has('tess-eval')))
        log.linkError('the vertex shader is missing');
    }
    if (stages.has('tess-control') && !stages.has('tess-eval')) log.linkError('the tessellation evaluation shader is missing');
    if (first.es && stages.has('tess-eval') && !stages.has('tess-control')) log.linkError('the tessellation control shader is missing');
  }
  return log.errors === 0;
};

/** What each stage must have said. */
export const checkStage = (log: Log, stage: MergedStage): void => {
  const { layout, units } = stage;
  const [unit] = units;
  const written = (name: string): boolean => stage.globals.some((one) => one.builtin && one.name === name && one.written);
  switch (stage.stage) {
    case 'vertex':
      if (unit !== undefined && !unit.es && unit.version < 140 && !written('gl_Position'))
        log.linkError('the vertex shader does not write gl_Position');
      break;
    case 'geometry':
      if (layout.inputPrimitive === '') log.linkError('the geometry shader does not say its input primitive');
      if (layout.outputPrimitive === '') log.linkError('the geometry shader does not say its output primitive');
      if (layout.maxVertices < 0) log.linkError('the geometry shader does not say max_vertices');
      break;
    case 'tess-control':
      if (layout.vertices === 0) log.linkError('the tessellation control shader does not say its number of vertices');
      break;
    case 'tess-eval':
      if (layout.inputPrimitive === '') log.linkError('the tessellation evaluation shader does not say its primitive');
      break;
    case 'compute':
      if (!layout.workgroupSet) log.linkError('the compute shader does not say the size of its work group');
      break;
    default:
  }
  if (written('gl_ClipVertex') && (written('gl_ClipDistance') || written('gl_CullDistance')))
    log.linkError(`the ${stage.stage} shader writes gl_ClipVertex and gl_ClipDistance`);
  const distances = stage.globals.find(({ name, builtin }) => builtin && name === 'gl_ClipDistance');
  if (distances !== undefined && unit !== undefined && distances.type.length > unit.limits.MaxClipDistances)
    log.linkError(`gl_ClipDistance has ${distances.type.length} elements; there are ${unit.limits.MaxClipDistances}`);
};

const kindOf = (type: Type): string => (type.base === 'int' || type.base === 'uint' ? 'integer' : type.base);

/** Locations that two items of one interface share without sharing components. */
export const checkOverlap = (log: Log, stage: MergedStage, items: readonly Item[], what: string): void => {
  const taken = new Map<string, Item>();
  const kinds = new Map<string, string>();
  for (const item of items) {
    if (item.location < 0) continue;
    const fields = slotFields(item);
    const words = slotWords(item.type);
    for (const [slot, count] of words.entries()) {
      const location = item.locations?.[slot] ?? item.location + slot;
      const spot = `${item.patch}.${location}`;
      for (let c = item.component; c < Math.min(4, item.component + count); c++) {
        const other = taken.get(`${spot}.${c}`);
        // Members of one block overlap where their locations were said.
        if (other !== undefined && (other !== item || item.locations !== null))
          return log.linkError(`${what} '${other.name}' and '${item.name}' of the ${stage.stage} shader are both at location ${location}`);
        taken.set(`${spot}.${c}`, item);
      }
      const field = fields[slot];
      if (field === undefined) continue;
      // One location holds one kind of numbers.
      const kind = kindOf(field.type);
      if ((kinds.get(spot) ?? kind) !== kind)
        return log.linkError(`${what} at location ${location} of the ${stage.stage} shader have different kinds of numbers`);
      kinds.set(spot, kind);
    }
  }
};

/** Varyings in vectors, against the limit. */
export const checkVaryings = (log: Log, stage: MergedStage, items: readonly Item[], limit: number): void => {
  let components = 0;
  for (const item of items)
    for (const { type } of slotFields(item))
      components += type.kind === 'number' ? (contains(type, ({ base }) => base === 'double') ? 4 : type.rows) : 4;
  if (components > limit) log.linkError(`the ${stage.stage} shader has ${components} components of varyings; there are ${limit}`);
};
