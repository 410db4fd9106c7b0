/*
 * The resources of a program by interface: what `getProgramInterface` and `getProgramResource` tell. @source OpenGL 4.3, 7.3.1
 */
import { PipeShader } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import type { Executable } from '../objects/program.ts';
import type { LinkedProgram, LinkedSubroutineUniform } from './linked.ts';
import { typeOf } from './types.ts';

/** What the resources of all interfaces have. */
interface Resource {
  readonly name: string;
}

/** Interfaces of subroutines: their stage, and whether they are of uniforms. */
const subroutineInterfaces: ReadonlyMap<number, readonly [stage: number, uniforms: boolean]> = new Map([
  [GL4.VERTEX_SUBROUTINE, [PipeShader.VERTEX, false]],
  [GL4.TESS_CONTROL_SUBROUTINE, [PipeShader.TESS_CTRL, false]],
  [GL4.TESS_EVALUATION_SUBROUTINE, [PipeShader.TESS_EVAL, false]],
  [GL4.GEOMETRY_SUBROUTINE, [PipeShader.GEOMETRY, false]],
  [GL4.FRAGMENT_SUBROUTINE, [PipeShader.FRAGMENT, false]],
  [GL4.COMPUTE_SUBROUTINE, [PipeShader.COMPUTE, false]],
  [GL4.VERTEX_SUBROUTINE_UNIFORM, [PipeShader.VERTEX, true]],
  [GL4.TESS_CONTROL_SUBROUTINE_UNIFORM, [PipeShader.TESS_CTRL, true]],
  [GL4.TESS_EVALUATION_SUBROUTINE_UNIFORM, [PipeShader.TESS_EVAL, true]],
  [GL4.GEOMETRY_SUBROUTINE_UNIFORM, [PipeShader.GEOMETRY, true]],
  [GL4.FRAGMENT_SUBROUTINE_UNIFORM, [PipeShader.FRAGMENT, true]],
  [GL4.COMPUTE_SUBROUTINE_UNIFORM, [PipeShader.COMPUTE, true]],
]);

/** What linking says of vertex attributes as inputs of a program. */
function inputs(
  linked: LinkedProgram,
): readonly (Resource & { readonly type: number; readonly size: number; readonly location: number })[] {
  return linked.attributes;
}

/** The resources of an interface; null where there is no such interface. */
export function resourcesOf(linked: LinkedProgram, programInterface: number): readonly Resource[] | null {
  const subroutine = subroutineInterfaces.get(programInterface);
  if (subroutine !== undefined) {
    const [stage, uniforms] = subroutine;
    const own = linked.subroutines.find((one) => one.stage === stage);
    if (own === undefined) return [];
    if (!uniforms) return own.functions.map((name) => ({ name }));
    return own.uniforms.map((u) => (u.size > 1 ? { ...u, name: `${u.name}[0]` } : u));
  }
  switch (programInterface) {
    case GL4.UNIFORM:
      return linked.uniforms;
    case GL4.UNIFORM_BLOCK:
      return linked.uniformBlocks;
    case GL4.ATOMIC_COUNTER_BUFFER:
      return linked.counterBuffers.map((buffer) => ({ ...buffer, name: '' }));
    case GL4.PROGRAM_INPUT:
      return inputs(linked);
    case GL4.PROGRAM_OUTPUT:
      return linked.outputs;
    case GL4.TRANSFORM_FEEDBACK_VARYING:
      return linked.feedbackVaryings;
    case GL4.BUFFER_VARIABLE:
      return linked.bufferVariables;
    case GL4.SHADER_STORAGE_BLOCK:
      return linked.storageBlocks;
    default:
      return null;
  }
}

/** The name of a resource. */
export function resourceName(resource: Resource): string {
  return resource.name;
}

/** Number of the resource that a name stands for; -1 for none. An array is found without its `[0]` too. */
export function namedResource(linked: LinkedProgram, programInterface: number, name: string): number {
  return (resourcesOf(linked, programInterface) ?? []).findIndex((one) => one.name === name || one.name === `${name}[0]`);
}

/**
 * What `getProgramInterface` tells of an interface.
 *
 * @returns the number; 'enum' where the interface has no such thing, 'operation' where it never has any
 */
export function interfaceParameter(
  linked: LinkedProgram,
  executable: Executable,
  programInterface: number,
  pname: number,
): number | 'enum' | 'operation' {
  const resources = resourcesOf(linked, programInterface)!;
  const counters = programInterface === GL4.ATOMIC_COUNTER_BUFFER;
  const most = (prop: number): number =>
    resources.reduce((so, _, i) => {
      const value = resourceProperty(linked, executable, programInterface, i, prop);
      return Math.max(so, typeof value === 'number' ? value : 0);
    }, 0);
  switch (pname) {
    case GL4.ACTIVE_RESOURCES:
      return resources.length;
    case GL4.MAX_NAME_LENGTH:
      return counters ? 'operation' : resources.reduce((so, { name }) => Math.max(so, name.length + 1), 0);
    case GL4.MAX_NUM_ACTIVE_VARIABLES:
      if (!counters && programInterface !== GL4.UNIFORM_BLOCK && programInterface !== GL4.SHADER_STORAGE_BLOCK) return 'operation';
      return most(GL4.NUM_ACTIVE_VARIABLES);
    case GL4.MAX_NUM_COMPATIBLE_SUBROUTINES:
      return subroutineInterfaces.get(programInterface)?.[1] === true ? most(GL4.NUM_COMPATIBLE_SUBROUTINES) : 'operation';
    default:
      return 'enum';
  }
}

/** REFERENCED_BY_*, and the stage that each asks for. */
const references: ReadonlyMap<number, number> = new Map([
  [GL4.REFERENCED_BY_VERTEX_SHADER, PipeShader.VERTEX],
  [GL4.REFERENCED_BY_TESS_CONTROL_SHADER, PipeShader.TESS_CTRL],
  [GL4.REFERENCED_BY_TESS_EVALUATION_SHADER, PipeShader.TESS_EVAL],
  [GL4.REFERENCED_BY_GEOMETRY_SHADER, PipeShader.GEOMETRY],
  [GL4.REFERENCED_BY_FRAGMENT_SHADER, PipeShader.FRAGMENT],
  [GL4.REFERENCED_BY_COMPUTE_SHADER, PipeShader.COMPUTE],
]);

const known: ReadonlySet<number> = new Set([
  GL4.NAME_LENGTH, GL4.TYPE, GL4.ARRAY_SIZE, GL4.OFFSET, GL4.BLOCK_INDEX, GL4.ARRAY_STRIDE, GL4.MATRIX_STRIDE, GL4.IS_ROW_MAJOR,
  GL4.ATOMIC_COUNTER_BUFFER_INDEX, GL4.BUFFER_BINDING, GL4.BUFFER_DATA_SIZE, GL4.NUM_ACTIVE_VARIABLES, GL4.ACTIVE_VARIABLES,
  GL4.TOP_LEVEL_ARRAY_SIZE, GL4.TOP_LEVEL_ARRAY_STRIDE, GL4.LOCATION, GL4.LOCATION_INDEX, GL4.LOCATION_COMPONENT, GL4.IS_PER_PATCH, GL4.NUM_COMPATIBLE_SUBROUTINES,
  GL4.COMPATIBLE_SUBROUTINES, ...references.keys(),
]); // prettier-ignore

/**
 * A property of a resource.
 *
 * @returns its number or numbers; 'operation' where resources of the interface have no such property, 'enum' where there is none of that name
 */
export function resourceProperty(
  linked: LinkedProgram,
  executable: Executable,
  programInterface: number,
  index: number,
  prop: number,
): number | readonly number[] | 'enum' | 'operation' {
  if (!known.has(prop)) return 'enum';
  const { name } = resourcesOf(linked, programInterface)![index]!;
  const stage = references.get(prop);
  const referenced = (stages: readonly number[]): number => Number(stages.includes(stage!));
  if (prop === GL4.NAME_LENGTH && programInterface !== GL4.ATOMIC_COUNTER_BUFFER) return name.length + 1;
  const block = (b: { readonly binding: number; readonly size: number; readonly stages: readonly number[]; readonly variables: readonly number[] }) => {
    if (stage !== undefined) return referenced(b.stages);
    switch (prop) {
      case GL4.BUFFER_BINDING:
        return b.binding;
      case GL4.BUFFER_DATA_SIZE:
        return b.size;
      case GL4.NUM_ACTIVE_VARIABLES:
        return b.variables.length;
      case GL4.ACTIVE_VARIABLES:
        return b.variables;
      default:
        return 'operation';
    }
  }; // prettier-ignore
  switch (programInterface) {
    case GL4.UNIFORM: {
      const u = linked.uniforms[index]!;
      if (stage !== undefined) return referenced(u.stages);
      if (prop === GL4.LOCATION) return u.location;
      if (prop === GL4.ATOMIC_COUNTER_BUFFER_INDEX) return u.counterBuffer;
      return memberProperty(u, prop);
    }
    case GL4.BUFFER_VARIABLE: {
      const v = linked.bufferVariables[index]!;
      if (stage !== undefined) return referenced(v.stages);
      if (prop === GL4.TOP_LEVEL_ARRAY_SIZE) return v.topLevelSize;
      if (prop === GL4.TOP_LEVEL_ARRAY_STRIDE) return v.topLevelStride;
      return memberProperty(v, prop);
    }
    case GL4.UNIFORM_BLOCK: {
      const b = linked.uniformBlocks[index]!;
      return block({ binding: executable.blockBindings[index]!, size: b.dataSize, stages: b.stages, variables: b.uniforms });
    }
    case GL4.SHADER_STORAGE_BLOCK: {
      const b = linked.storageBlocks[index]!;
      return block({ binding: executable.storageBindings[index]!, size: b.dataSize, stages: b.stages, variables: b.uniforms });
    }
    case GL4.ATOMIC_COUNTER_BUFFER: {
      const b = linked.counterBuffers[index]!;
      return block({ ...b, variables: b.uniforms });
    }
    case GL4.PROGRAM_INPUT: {
      const a = linked.attributes[index]!;
      if (stage !== undefined) return Number(stage === PipeShader.VERTEX);
      return endProperty({ component: 0, ...a, index: -1 }, prop, false);
    }
    case GL4.PROGRAM_OUTPUT: {
      const o = linked.outputs[index]!;
      if (stage !== undefined) return referenced(o.stages);
      return endProperty(o, prop, true);
    }
    case GL4.TRANSFORM_FEEDBACK_VARYING: {
      const v = linked.feedbackVaryings[index]!;
      return prop === GL4.TYPE ? v.type : prop === GL4.ARRAY_SIZE ? v.size : 'operation';
    }
    default: {
      const [own, uniforms] = subroutineInterfaces.get(programInterface)!;
      if (stage !== undefined) return Number(stage === own);
      const u = uniforms ? linked.subroutines.find((one) => one.stage === own)!.uniforms[index]! : null;
      return u === null ? 'operation' : subroutineProperty(u, prop);
    }
  }
}

function subroutineProperty(u: LinkedSubroutineUniform, prop: number): number | readonly number[] | 'operation' {
  switch (prop) {
    case GL4.ARRAY_SIZE:
      return u.size;
    case GL4.LOCATION:
      return u.location;
    case GL4.NUM_COMPATIBLE_SUBROUTINES:
      return u.compatible.length;
    case GL4.COMPATIBLE_SUBROUTINES:
      return u.compatible;
    default:
      return 'operation';
  }
}

function memberProperty(
  m: {
    readonly type: number;
    readonly size: number;
    readonly offset: number;
    readonly block: number;
    readonly arrayStride: number;
    readonly matrixStride: number;
    readonly rowMajor: boolean;
  },
  prop: number,
): number | 'operation' {
  switch (prop) {
    case GL4.TYPE:
      return m.type;
    case GL4.ARRAY_SIZE:
      return m.size;
    case GL4.OFFSET:
      return m.offset;
    case GL4.BLOCK_INDEX:
      return m.block;
    case GL4.ARRAY_STRIDE:
      return m.arrayStride;
    case GL4.MATRIX_STRIDE:
      return m.matrixStride;
    case GL4.IS_ROW_MAJOR:
      return Number(m.rowMajor);
    default:
      return 'operation';
  }
}

function endProperty(
  end: {
    readonly type: number;
    readonly size: number;
    readonly location: number;
    readonly index: number;
    readonly component: number;
  },
  prop: number,
  output: boolean,
): number | 'operation' {
  switch (prop) {
    case GL4.TYPE:
      return end.type;
    case GL4.ARRAY_SIZE:
      return end.size;
    case GL4.LOCATION:
      return end.location;
    case GL4.LOCATION_COMPONENT:
      return end.component;
    case GL4.LOCATION_INDEX:
      return output ? end.index : 'operation';
    case GL4.IS_PER_PATCH:
      return 0;
    default:
      return 'operation';
  }
}

/**
 * The location of what a name says; -1 for none.
 *
 * @param index - the index of an output in place of its location
 * @returns null where the interface has no locations
 */
export function resourceLocation(linked: LinkedProgram, programInterface: number, name: string, index: boolean): number | null {
  const located = programInterface === GL4.UNIFORM || programInterface === GL4.PROGRAM_INPUT || programInterface === GL4.PROGRAM_OUTPUT;
  if (!located && subroutineInterfaces.get(programInterface)?.[1] !== true) return null;
  const resources = resourcesOf(linked, programInterface) as readonly (Resource & {
    readonly location: number;
    readonly size: number;
    readonly type: number;
    readonly index?: number;
  })[];
  const exact = resources.find((one) => one.name === name || one.name === `${name}[0]`);
  if (exact !== undefined) return index ? (exact.location < 0 ? -1 : (exact.index ?? -1)) : exact.location;
  const element = /^(.*)\[(\d+)\]$/.exec(name);
  const array = element === null ? undefined : resources.find((one) => one.name === `${element[1]!}[0]`);
  const at = Number(element?.[2] ?? 0);
  if (array === undefined || at >= array.size || array.location < 0) return -1;
  if (index) return array.index ?? -1;
  const columns = programInterface === GL4.PROGRAM_INPUT ? typeOf(array.type).columns : 1;
  return array.location + at * columns;
}
