import { readFileSync } from 'node:fs';
import type { Gl } from '@virglass/gl';
import { CapBit, CapBitV2, type StructRecord } from '@virglass/protocol';
import { createVirglRenderer } from '@virglass/virgl';
import { numberOf, offeredVersions, readCaps } from '../doctor/guest-version.ts';
import { countBits, describe, type HostGl, type Offer, type Report } from '../doctor/report.ts';
import { findRenderNodes, findRequirements } from '../doctor/requirements.ts';
import { CliError, messageOf } from '../errors.ts';
import { type OpenedGl, openGl } from '../open-gl.ts';
import type { Output } from '../program.ts';
import { defaultFolder } from '../shader-cache/folder.ts';
import { usageOf } from '../shader-cache/usage.ts';
import { formatSize } from '../size.ts';
import { version } from '../version.ts';

/** Options of `virglass doctor`. */
export interface DoctorOptions {
  readonly json?: boolean;
  readonly renderNode?: string;
}

/**
 * `virglass doctor`: prints what this machine can do.
 *
 * @throws {CliError} after the report, when guests could not be served
 */
export async function doctor(options: DoctorOptions, output: Output): Promise<void> {
  const requirements = findRequirements(process.env);
  let gl: HostGl | null = null;
  let offered: Offer | null = null;
  let problem: string | null = null;
  try {
    using opened = await openGl({ gl: 'native', ...options });
    gl = hostGl(opened);
    offered = offer(opened.gl);
  } catch (error) {
    problem = messageOf(error instanceof CliError ? (error.cause ?? error) : error);
  }
  const ready = offered !== null && offered.gl !== 'none' && requirements.every((one) => one.path !== null || !one.required);
  const report: Report = {
    virglass: version(),
    node: process.versions.node,
    system: systemName(),
    ready,
    gl,
    problem,
    renderNodes: findRenderNodes(),
    offered,
    shaderCache: { folder: defaultFolder(process.env), ...(await usageOf(defaultFolder(process.env))) },
    requirements,
  };
  output.out(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : describe(report));
  if (!ready) throw new CliError(problem ?? 'guests cannot be served on this machine');
}

function hostGl({ gl, platform }: OpenedGl): HostGl {
  const { features } = gl;
  return {
    renderer: features.renderer,
    vendor: features.vendor,
    version: features.versionString,
    glsl: (features.glslVersion / 100).toFixed(2),
    api: features.isGles ? 'OpenGL ES' : 'OpenGL',
    platform,
    quirks: [...features.quirks],
  };
}

function offer(gl: Gl): Offer {
  using renderer = createVirglRenderer(gl);
  const caps = readCaps(renderer.capset(2, 2));
  return { ...offeredVersions(caps), rows: capsRows(caps), capabilities: capabilityNames(caps), caps: renderer.caps.rows };
}

/** The limits and counts that people ask for. */
function capsRows(caps: StructRecord): Record<string, string | number> {
  const at = (name: string): number => numberOf(caps, name);
  return {
    'texture 2D': `${at('maxTexture2dSize')} texels, ${at('maxTextureArrayLayers')} layers`,
    'texture 3D': `${at('maxTexture3dSize')} texels`,
    'texture cube': `${at('maxTextureCubeSize')} texels`,
    'texture buffer': `${at('maxTboSize')} texels`,
    samplers: `${at('maxTextureSamplers')} a stage`,
    'render targets': at('maxRenderTargets'),
    samples: at('maxSamples'),
    viewports: at('maxViewports'),
    'uniform blocks': `${at('maxUniformBlocks')} of ${formatSize(at('maxUniformBlockSize'))}`,
    'vertex attributes': at('maxVertexAttribs'),
    'stream outputs': at('maxStreamoutBuffers'),
    formats: `${formatCount(caps, 'sampler')} to sample, ${formatCount(caps, 'render')} to render, ${formatCount(caps, 'vertexbuffer')} for vertices`,
  };
}

/** Formats in a mask of the caps. */
function formatCount(caps: StructRecord, name: string): number {
  const words = caps[name];
  return Array.isArray(words) ? countBits(words.map(Number)) : 0;
}

function capabilityNames(caps: StructRecord): string[] {
  const names = (bits: Readonly<Record<string, number>>, field: string): string[] =>
    Object.entries(bits)
      .filter(([, bit]) => (numberOf(caps, field) & bit) !== 0)
      .map(([name]) => name);
  return [...names(CapBit, 'capabilityBits'), ...names(CapBitV2, 'capabilityBitsV2')];
}

/** The operating system by its own name. */
function systemName(): string {
  try {
    return /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? process.platform;
  } catch {
    return process.platform;
  }
}
