import { CapBit, capsV2Spec, readStruct, type StructRecord } from '@virglass/protocol';

/** What a guest can expect from a capability set. */
export interface OfferedVersions {
  /** OpenGL core version, such as `3.3`. */
  readonly gl: string;
  /** OpenGL ES version, such as `3.0`. */
  readonly gles: string;
  /** Shading language version, such as `3.30`. */
  readonly glsl: string;
}

/** A version is reached when the shading language is new enough and every named field of the caps is not 0. */
type Step = readonly [version: string, glsl: number, fields: readonly string[], bits?: number];

/*
 * Which capabilities Mesa's state tracker asks of a driver before it announces a version, as far as virgl's capability sets
 * can withhold them. It asks for formats as well, which every host has, so a guest may in rare cases get one step less. The fields
 * ubo, instanceid, vertexElementInstanceDivisor and timerQuery are asked by nobody, and some hosts leave them 0.
 *
 * @source Mesa 22.3 src/mesa/main/version.c, src/gallium/drivers/virgl/virgl_screen.c
 */
const desktop: readonly Step[] = [
  ['2.1', 120, []],
  ['3.0', 130, ['conditionalRender', 'maxStreamoutBuffers', 'maxTextureArrayLayers']],
  ['3.1', 140, ['maxUniformBlocks', 'maxTboSize', 'primitiveRestart']],
  ['3.2', 150, ['depthClipDisable', 'seamlessCubeMap', 'textureMultisample', 'fragmentCoordConventions']],
  ['3.3', 330, ['maxDualSourceRenderTargets', 'occlusionQuery']],
  [
    '4.0',
    400,
    [
      'indepBlendFunc',
      'cubeMapArray',
      'hasTessellationShaders',
      'hasIndirectDraw',
      'hasSampleShading',
      'hasFp64',
      'textureQueryLod',
      'streamoutPauseResume',
      'maxTextureGatherComponents',
    ],
  ],
  ['4.1', 410, ['maxViewports']],
  ['4.2', 420, ['startInstance', 'maxShaderImageFragCompute', 'maxCombinedAtomicCounters']],
  [
    '4.3',
    430,
    ['maxShaderBufferFragCompute', 'maxComputeWorkGroupInvocations'],
    CapBit.COMPUTE_SHADER | CapBit.TEXTURE_VIEW | CapBit.COPY_IMAGE,
  ],
];
const embedded: readonly Step[] = [
  ['2.0', 120, []],
  ['3.0', 140, ['maxStreamoutBuffers', 'primitiveRestart', 'occlusionQuery', 'maxUniformBlocks']],
  [
    '3.1',
    150,
    ['hasIndirectDraw', 'textureMultisample', 'maxShaderImageFragCompute', 'maxShaderBufferFragCompute', 'maxCombinedAtomicCounters'],
    CapBit.COMPUTE_SHADER,
  ],
  ['3.2', 320, ['hasTessellationShaders', 'hasSampleShading', 'cubeMapArray', 'indepBlendFunc'], CapBit.COPY_IMAGE],
];

/** The highest versions that a guest can expect from a capability set; `gl` is `none` where even the lowest is out of reach. */
export function offeredVersions(caps: StructRecord): OfferedVersions {
  const level = numberOf(caps, 'glslLevel');
  return { gl: highest(desktop, caps), gles: highest(embedded, caps), glsl: (level / 100).toFixed(2) };
}

/** The fields of capability set 2 by name. */
export function readCaps(capset: Uint8Array): StructRecord {
  return readStruct(capsV2Spec, new DataView(capset.buffer, capset.byteOffset, capset.byteLength));
}

/** A field of the caps as a number; 0 where it is absent or no number. */
export function numberOf(caps: StructRecord, name: string): number {
  const value = caps[name];
  return typeof value === 'number' ? value : 0;
}

function highest(steps: readonly Step[], caps: StructRecord): string {
  let version = 'none';
  for (const [next, glsl, fields, bits = 0] of steps) {
    const reached =
      numberOf(caps, 'glslLevel') >= glsl &&
      fields.every((field) => numberOf(caps, field) !== 0) &&
      (numberOf(caps, 'capabilityBits') & bits) >>> 0 === bits >>> 0;
    if (!reached) break;
    version = next;
  }
  return version;
}
