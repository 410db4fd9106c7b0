/*
 * The compiler of `@virglass/shader`, as the driver uses it: its types become GL's numbers, its tables the driver's.
 */
import { PipeShader } from '@virglass/protocol';
import { compileShader, linkProgram } from '@virglass/shader';
import type { HostCaps } from '../formats/host-caps.ts';
import { GL } from '../gl-constants.ts';
import type { Limits } from '../webgl/limits.ts';
import type { LinkedBlock, LinkedProgram, LinkedStage, LinkedUniform, LinkRequest, ShaderCompiler, StageSampler } from './linked.ts';

type CompileOptions = Parameters<typeof compileShader>[2];
type Unit = NonNullable<ReturnType<typeof compileShader>['unit']>;
type Program = NonNullable<ReturnType<typeof linkProgram>['program']>;
type Stage = Parameters<typeof compileShader>[0];
type Type = Program['uniforms'][number]['type'];
type PerStage = Program['uniforms'][number]['constants'];

const pipeStages: Readonly<Record<Stage, number>> = {
  vertex: PipeShader.VERTEX,
  'tess-control': PipeShader.TESS_CTRL,
  'tess-eval': PipeShader.TESS_EVAL,
  geometry: PipeShader.GEOMETRY,
  fragment: PipeShader.FRAGMENT,
  compute: PipeShader.COMPUTE,
};
const order = Object.keys(pipeStages) as readonly Stage[];

/** Names that `#extension` takes, by the WebGL extension that brings them. */
const shaderNames: Readonly<Record<string, string>> = {
  oes_standard_derivatives: 'OES_standard_derivatives',
  ext_frag_depth: 'EXT_frag_depth',
  ext_shader_texture_lod: 'EXT_shader_texture_lod',
  webgl_draw_buffers: 'EXT_draw_buffers',
};

/**
 * The driver's own compiler for a version of WebGL on a host.
 *
 * @param enabled - extensions of the context, in lower case, at the time of the call
 */
export function shaderCompiler(version: 1 | 2, caps: HostCaps, limits: Limits, enabled: () => ReadonlySet<string>): ShaderCompiler {
  const options = (): CompileOptions => {
    const names = [...enabled()].flatMap((name) => shaderNames[name] ?? []);
    const drawBuffers = version === 2 || enabled().has('webgl_draw_buffers') ? limits.drawBuffers : 1;
    return {
      api: version === 1 ? 'webgl' : 'webgl2',
      extensions: names,
      limits: {
        MaxVertexAttribs: limits.vertexAttribs,
        MaxVertexUniformVectors: limits.vertexUniformVectors,
        MaxFragmentUniformVectors: limits.fragmentUniformVectors,
        MaxVertexUniformComponents: limits.vertexUniformVectors * 4,
        MaxFragmentUniformComponents: limits.fragmentUniformVectors * 4,
        MaxVaryingVectors: limits.varyingVectors,
        MaxVaryingComponents: limits.varyingVectors * 4,
        MaxVertexOutputVectors: limits.varyingVectors + 1,
        MaxFragmentInputVectors: limits.varyingVectors,
        MaxVertexOutputComponents: limits.varyingVectors * 4 + 4,
        MaxFragmentInputComponents: limits.varyingVectors * 4,
        MaxVertexTextureImageUnits: limits.stageUnits,
        MaxTextureImageUnits: limits.stageUnits,
        MaxCombinedTextureImageUnits: limits.combinedUnits,
        MaxDrawBuffers: drawBuffers,
        MinProgramTexelOffset: caps.minTexelOffset,
        MaxProgramTexelOffset: caps.maxTexelOffset,
        MaxUniformBlocks: limits.uniformBlocks,
        MaxCombinedUniformBlocks: limits.uniformBlocks * 2,
        MaxUniformBufferBindings: limits.uniformBuffers,
        MaxUniformBlockSize: caps.maxUniformBlockSize,
        MaxTransformFeedbackInterleavedComponents: 64,
        MaxTransformFeedbackSeparateAttribs: 4,
        MaxTransformFeedbackSeparateComponents: 4,
      },
    };
  };
  return {
    compile: (stage, source) =>
      compileShader(
        order.find((name) => pipeStages[name] === stage)!,
        source,
        options(),
      ),
    link(units, request: LinkRequest) {
      const { attributeBindings, feedback } = request;
      const result = linkProgram(units as readonly Unit[], {
        attributes: attributeBindings,
        ...(feedback === null ? {} : { feedback: { names: feedback.varyings, separate: feedback.separate } }),
      });
      return { ok: result.ok, log: result.log, program: result.program === null ? null : translate(result.program) };
    },
  };
}

function translate(program: Program): LinkedProgram {
  const uniforms: LinkedUniform[] = [];
  const builtins: LinkedUniform[] = [];
  const samplers = new Map<number, StageSampler[]>();
  for (const u of program.uniforms) {
    const made: LinkedUniform = {
      name: u.name,
      type: glType(u.type),
      size: u.size,
      location: u.location,
      block: -1,
      offset: -1,
      arrayStride: -1,
      matrixStride: -1,
      rowMajor: false,
      perStage: perStage(u.constants),
    };
    if (u.builtin) {
      builtins.push(made);
      continue;
    }
    const index = uniforms.push(made) - 1;
    if (u.type.innermost.kind !== 'sampler') continue;
    for (const { stage, slot } of perStage(u.slots)) {
      const list = samplers.get(stage) ?? [];
      for (let element = 0; element < u.size; element++) list.push({ slot: slot + element, uniform: index, element });
      samplers.set(stage, list);
    }
  }
  const first = new Map<string, readonly number[]>();
  const uniformBlocks = program.uniformBlocks.map((b, index): LinkedBlock => {
    // Elements of an array of blocks have the same members, which are active uniforms once.
    const base = b.name.replace(/\[.*$/, '');
    let members = first.get(base);
    if (members === undefined || base === b.name) {
      members = b.members.map(
        (m) =>
          uniforms.push({
            name: m.name,
            type: glType(m.type),
            size: m.size,
            location: -1,
            block: index,
            offset: m.offset,
            arrayStride: m.arrayStride,
            matrixStride: m.matrixStride,
            rowMajor: m.rowMajor,
            perStage: [],
          }) - 1,
      );
      first.set(base, members);
    }
    return {
      name: b.name,
      binding: Math.max(0, b.binding),
      dataSize: b.size,
      uniforms: members,
      stages: perStage(b.slots).map(({ stage }) => stage),
    };
  });
  const stages = order.flatMap((name): LinkedStage[] => {
    const code = program.stages[name];
    if (code === undefined) return [];
    const stage = pipeStages[name];
    const blocks = program.uniformBlocks.flatMap((b, block) => {
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
        uniformBlocks: blocks,
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
  for (const one of builtins) uniforms.push({ ...one, location: -1, perStage: [] });
  return {
    writesPointSize: program.writesPointSize,
    stages,
    uniforms,
    builtins,
    uniformBlocks,
    attributes: program.attributes.map((a) => ({
      name: a.name,
      type: glType(a.type),
      size: a.size,
      location: a.location,
      input: a.location < 0 ? -1 : a.register,
    })),
    feedbackVaryings: program.feedback.map((v) => ({ name: v.name, type: glType(v.type), size: v.size })),
    fragmentOutputs: program.outputs.flatMap((o) => {
      const { base } = o.type.innermost;
      const kind: 'float' | 'int' | 'uint' = base === 'int' || base === 'uint' ? base : 'float';
      return Array.from({ length: Math.max(1, o.size) }, (_, i) => ({
        name: o.size > 1 ? `${o.name.replace(/\[0\]$/, '')}[${i}]` : o.name,
        location: o.location + i,
        kind,
      }));
    }),
  };
}

function perStage(places: PerStage): { readonly stage: number; readonly slot: number }[] {
  return order.flatMap((name) => {
    const slot = places[name];
    return slot === undefined ? [] : [{ stage: pipeStages[name], slot }];
  });
}

const vectors: Readonly<Record<string, readonly number[]>> = {
  float: [GL.FLOAT, GL.FLOAT_VEC2, GL.FLOAT_VEC3, GL.FLOAT_VEC4],
  int: [GL.INT, GL.INT_VEC2, GL.INT_VEC3, GL.INT_VEC4],
  uint: [GL.UNSIGNED_INT, GL.UNSIGNED_INT_VEC2, GL.UNSIGNED_INT_VEC3, GL.UNSIGNED_INT_VEC4],
  bool: [GL.BOOL, GL.BOOL_VEC2, GL.BOOL_VEC3, GL.BOOL_VEC4],
};
/** By columns, then rows. */
const matrices: readonly (readonly number[])[] = [
  [GL.FLOAT_MAT2, GL.FLOAT_MAT2x3, GL.FLOAT_MAT2x4],
  [GL.FLOAT_MAT3x2, GL.FLOAT_MAT3, GL.FLOAT_MAT3x4],
  [GL.FLOAT_MAT4x2, GL.FLOAT_MAT4x3, GL.FLOAT_MAT4],
];
/** By what they give, then shape. */
const samplerTypes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  float: { '2D': GL.SAMPLER_2D, '3D': GL.SAMPLER_3D, Cube: GL.SAMPLER_CUBE, '2DArray': GL.SAMPLER_2D_ARRAY },
  shadow: { '2D': GL.SAMPLER_2D_SHADOW, Cube: GL.SAMPLER_CUBE_SHADOW, '2DArray': GL.SAMPLER_2D_ARRAY_SHADOW },
  int: { '2D': GL.INT_SAMPLER_2D, '3D': GL.INT_SAMPLER_3D, Cube: GL.INT_SAMPLER_CUBE, '2DArray': GL.INT_SAMPLER_2D_ARRAY },
  uint: {
    '2D': GL.UNSIGNED_INT_SAMPLER_2D,
    '3D': GL.UNSIGNED_INT_SAMPLER_3D,
    Cube: GL.UNSIGNED_INT_SAMPLER_CUBE,
    '2DArray': GL.UNSIGNED_INT_SAMPLER_2D_ARRAY,
  },
};

/** GL's number of a type; arrays have that of their elements. */
function glType(type: Type): number {
  const t = type.innermost;
  if (t.kind === 'sampler') return samplerTypes[t.shadow ? 'shadow' : t.base]?.[`${t.dim}${t.arrayed ? 'Array' : ''}`] ?? GL.SAMPLER_2D;
  if (t.cols > 1) return matrices[t.cols - 2]![t.rows - 2]!;
  return vectors[t.base]?.[t.rows - 1] ?? GL.FLOAT;
}
