/*
 * A program of the compiler's as the driver has it: its types become GL's numbers, its tables the driver's.
 */
import { PipeShader } from '@virglass/protocol';
import type * as shader from '@virglass/shader';
import { GL4 } from '../gl4-constants.ts';
import type {
  LinkedBlock,
  LinkedCounterBuffer,
  LinkedGeometry,
  LinkedProgram,
  LinkedStage,
  LinkedTessellation,
  LinkedUniform,
  LinkedVariable,
  StageSampler,
} from './linked.ts';
import { numberTypeOf, textureTypeOf } from './types.ts';

/** Gallium's number of each stage. */
export const pipeStages: Readonly<Record<shader.ShaderStage, number>> = {
  vertex: PipeShader.VERTEX,
  'tess-control': PipeShader.TESS_CTRL,
  'tess-eval': PipeShader.TESS_EVAL,
  geometry: PipeShader.GEOMETRY,
  fragment: PipeShader.FRAGMENT,
  compute: PipeShader.COMPUTE,
};
/** Stages in the order of the pipeline. */
export const stageOrder = Object.keys(pipeStages) as readonly shader.ShaderStage[];

const uniformDefaults = { block: -1, offset: -1, arrayStride: -1, matrixStride: -1, rowMajor: false, initial: null, image: null } as const;

/** Stages of a mask of bits in the order of the pipeline. */
function stagesOf(mask: number): number[] {
  return stageOrder.flatMap((name, i) => (((mask >> i) & 1) === 1 ? [pipeStages[name]] : []));
}

/** Translates; nothing of the compiler's is kept. */
export function translate(program: shader.LinkedProgram): LinkedProgram {
  const uniforms: LinkedUniform[] = [];
  const builtins: LinkedUniform[] = [];
  const samplers = new Map<number, StageSampler[]>();
  const images = new Map<number, StageSampler[]>();
  const counters: { readonly buffer: number; readonly uniform: number }[] = [];
  for (const u of program.uniforms) {
    const { innermost } = u.type;
    const made: LinkedUniform = {
      ...uniformDefaults,
      name: u.name,
      type: glType(u.type),
      size: u.size,
      location: u.location,
      perStage: perStage(u.constants),
      binding: u.binding,
      initial: u.initial,
      image: u.image,
      counterBuffer: u.counter === null ? -1 : program.counterBuffers.findIndex(({ binding }) => binding === u.counter!.buffer),
      stages: stagesOf(u.stages),
      ...(u.counter === null ? {} : { offset: u.counter.offset, arrayStride: u.isArray ? 4 : 0, matrixStride: 0 }),
    };
    if (u.builtin) {
      builtins.push(made);
      continue;
    }
    const index = uniforms.push(made) - 1;
    if (made.counterBuffer >= 0) counters.push({ buffer: made.counterBuffer, uniform: index });
    if (innermost.kind !== 'sampler' && innermost.kind !== 'image') continue;
    const places = innermost.kind === 'sampler' ? samplers : images;
    for (const { stage, slot } of perStage(u.slots)) {
      const list = places.get(stage) ?? [];
      for (let element = 0; element < u.size; element++) list.push({ slot: slot + element, uniform: index, element });
      places.set(stage, list);
    }
  }
  const uniformBlocks = translateBlocks(program.uniformBlocks, (m, block, stages) => {
    const { name, size, offset, arrayStride, matrixStride, rowMajor } = m;
    const made = { name, type: glType(m.type), size, location: -1, block, offset, arrayStride, matrixStride, rowMajor, stages };
    return uniforms.push({ ...uniformDefaults, ...made, perStage: [], binding: -1, counterBuffer: -1 }) - 1;
  });
  const bufferVariables: LinkedVariable[] = [];
  const storageBlocks = translateBlocks(program.storageBlocks, (m, block, stages) => {
    const { name, size, offset, arrayStride, matrixStride, rowMajor, topLevelSize, topLevelStride } = m;
    const made = { name, type: glType(m.type), size, block, offset, arrayStride, matrixStride, rowMajor, topLevelSize, topLevelStride };
    return bufferVariables.push({ ...made, stages }) - 1;
  });
  const stages = stageOrder.flatMap((name): LinkedStage[] => {
    const code = program.stages[name];
    if (code === undefined) return [];
    const stage = pipeStages[name];
    const blocks = (all: readonly shader.LinkedBlock[]): { slot: number; block: number }[] =>
      all.flatMap((b, block) => {
        const slot = b.slots[name];
        return slot === undefined ? [] : [{ slot, block }];
      });
    return [
      {
        stage,
        tgsi: code.tgsi,
        tokens: Math.ceil(code.tgsi.length / 2) + 300,
        streamOutput: null,
        constantWords: code.constants * 4,
        samplers: samplers.get(stage) ?? [],
        uniformBlocks: blocks(program.uniformBlocks),
        images: (images.get(stage) ?? []).sort((a, b) => a.slot - b.slot),
        storageBlocks: blocks(program.storageBlocks),
        counterBuffers: code.counterBuffers,
        sharedBytes: code.sharedBytes,
      },
    ];
  });
  const { entries, strides } = program.streamOutput;
  const last = stages.findLastIndex(({ stage }) => stage !== PipeShader.FRAGMENT && stage !== PipeShader.TESS_CTRL);
  if (entries.length > 0 && last >= 0) {
    const [a = 0, b = 0, c = 0, d = 0] = strides;
    stages[last] = {
      ...stages[last]!,
      streamOutput: {
        stride: [a, b, c, d],
        outputs: entries.map((e) => ({
          registerIndex: e.register,
          startComponent: e.startComponent,
          numComponents: e.components,
          buffer: e.buffer,
          dstOffset: e.offset,
          stream: e.stream,
        })),
      },
    };
  }
  // Programs are told of what is built in, and cannot set it.
  // The number of a draw is a uniform to the driver alone.
  for (const one of builtins) if (one.name !== 'gl_DrawID') uniforms.push({ ...one, location: -1, perStage: [] });
  return {
    writesPointSize: program.writesPointSize,
    stages,
    uniforms,
    builtins,
    uniformBlocks,
    storageBlocks,
    bufferVariables,
    counterBuffers: program.counterBuffers.map(({ binding, size, stages: mask }, index): LinkedCounterBuffer => ({
      binding,
      size,
      uniforms: counters.filter(({ buffer }) => buffer === index).map(({ uniform }) => uniform),
      stages: stagesOf(mask),
    })),
    subroutines: program.subroutines.map(({ stage, uniforms: all, functions }) => ({
      stage: pipeStages[stage],
      uniforms: all.map((u) => ({ ...u })),
      functions,
    })),
    attributes: program.attributes.map((a) => ({
      name: a.name,
      type: glType(a.type),
      size: a.size,
      location: a.location,
      input: a.location < 0 ? -1 : a.register,
      component: a.component,
    })),
    feedbackVaryings: program.feedback.map((v) => ({
      name: v.name,
      type: v.name.startsWith('gl_NextBuffer') || v.name.startsWith('gl_SkipComponents') ? GL4.NONE : glType(v.type),
      size: v.size,
    })),
    fragmentOutputs: program.outputs.flatMap((o) => {
      const { base } = o.type.innermost;
      const kind: 'float' | 'int' | 'uint' = base === 'int' || base === 'uint' ? base : 'float';
      return Array.from({ length: Math.max(1, o.size) }, (_, i) => ({
        name: o.size > 1 ? `${o.name.replace(/\[0\]$/, '')}[${i}]` : o.name,
        location: o.location + i,
        kind,
        index: o.index,
        type: glType(o.type),
      }));
    }),
    outputs: program.outputs.map((o) => ({
      name: o.name,
      type: glType(o.type),
      size: Math.max(1, o.size),
      location: o.name.startsWith('gl_') ? -1 : o.location,
      index: o.index,
      component: o.component,
      patch: false,
      stages: [PipeShader.FRAGMENT],
    })),
    workgroup: program.workgroup,
    geometry: geometryOf(program.geometry),
    tessellation: tessellationOf(program.tessellation),
  };
}

/** Elements of an array of blocks have the same members, which are active once. */
function translateBlocks(
  blocks: readonly shader.LinkedBlock[],
  add: (member: shader.LinkedMember, block: number, stages: readonly number[]) => number,
): LinkedBlock[] {
  const first = new Map<string, readonly number[]>();
  return blocks.map((b, index): LinkedBlock => {
    const base = b.name.replace(/\[.*$/, '');
    const stages = stagesOf(b.stages);
    let members = first.get(base);
    if (members === undefined || base === b.name) {
      members = b.members.map((m) => add(m, index, stages));
      first.set(base, members);
    }
    return { name: b.name, binding: Math.max(0, b.binding), dataSize: b.size, uniforms: members, stages };
  });
}

const primitives: Readonly<Record<string, number>> = {
  points: GL4.POINTS,
  lines: GL4.LINES,
  lines_adjacency: GL4.LINES_ADJACENCY,
  triangles: GL4.TRIANGLES,
  triangles_adjacency: GL4.TRIANGLES_ADJACENCY,
  line_strip: GL4.LINE_STRIP,
  triangle_strip: GL4.TRIANGLE_STRIP,
  quads: GL4.QUADS,
  isolines: GL4.ISOLINES,
};

function geometryOf(geometry: shader.LinkedProgram['geometry']): LinkedGeometry | null {
  if (geometry === null) return null;
  const { inputPrimitive, outputPrimitive, maxVertices, invocations } = geometry;
  return {
    inputPrimitive: primitives[inputPrimitive] ?? GL4.TRIANGLES,
    outputPrimitive: primitives[outputPrimitive] ?? GL4.TRIANGLE_STRIP,
    maxVertices,
    invocations,
  };
}

function tessellationOf(tessellation: shader.LinkedProgram['tessellation']): LinkedTessellation | null {
  if (tessellation === null) return null;
  const { vertices, primitive, spacing, order, pointMode } = tessellation;
  return {
    vertices,
    mode: primitives[primitive] ?? GL4.TRIANGLES,
    spacing: /even/.test(spacing) ? GL4.FRACTIONAL_EVEN : /odd/.test(spacing) ? GL4.FRACTIONAL_ODD : GL4.EQUAL,
    order: order === 'cw' ? GL4.CW : GL4.CCW,
    pointMode,
  };
}

function perStage(places: shader.PerStage): { readonly stage: number; readonly slot: number }[] {
  return stageOrder.flatMap((name) => {
    const slot = places[name];
    return slot === undefined ? [] : [{ stage: pipeStages[name], slot }];
  });
}

/** GL's number of a type; arrays have that of their elements. */
function glType(type: shader.Type): number {
  const t = type.innermost;
  if (t.kind === 'atomic') return GL4.UNSIGNED_INT_ATOMIC_COUNTER;
  if (t.kind !== 'sampler' && t.kind !== 'image') return numberTypeOf(t);
  const kind = t.shadow ? 'shadow' : t.base === 'int' || t.base === 'uint' ? t.base : 'float';
  return textureTypeOf(t.kind === 'image', kind, `${t.dim}${t.multisample ? 'MS' : ''}${t.arrayed ? 'Array' : ''}`);
}
