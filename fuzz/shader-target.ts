/*
 * Shader texts alone: read, written in every dialect, and given to the host's compiler. Whatever the parser accepts must come out
 * as a text that compiles, in bounded time; whatever it does not accept is refused with a line and a message.
 */
import { GL } from '@virglass/gl';
import { createNativeGl, type NativeGl } from '@virglass/gl/native';
import {
  type GlslDialect,
  type GlslFeatures,
  type GlslOptions,
  glslFeatures,
  parseTgsi,
  type TgsiModule,
  writeGlsl,
} from '@virglass/shader';
import { Dice, mixSeed } from './dice.ts';
import type { Finding } from './execute.ts';
import { mutateText, pickShader } from './tgsi.ts';
import type { Report } from './workers.ts';

const slowMilliseconds = 3000;

const types: Readonly<Record<TgsiModule['stage'], number>> = {
  vertex: GL.VERTEX_SHADER,
  'tess-control': GL.TESS_CONTROL_SHADER,
  'tess-eval': GL.TESS_EVALUATION_SHADER,
  geometry: GL.GEOMETRY_SHADER,
  fragment: GL.FRAGMENT_SHADER,
  compute: GL.COMPUTE_SHADER,
};

interface Host {
  readonly gl: NativeGl;
  readonly dialect: GlslDialect;
  readonly features: GlslFeatures;
}

let hosts: readonly Host[] | null = null;

function openHosts(): readonly Host[] {
  hosts ??= [
    { api: 'gl' as const, dialect: { glsl: 450 } },
    { api: 'gles' as const, dialect: { essl: 310 } },
  ].map(({ api, dialect }) => {
    const gl = createNativeGl({ api });
    return { gl, dialect, features: glslFeatures(dialect, (extension) => gl.features.has(extension)) };
  });
  return hosts;
}

/** A shader text of a run, for the command line too. */
export function shaderText(run: number, index: number): string {
  const dice = new Dice(mixSeed(run ^ 0x165667b1, index));
  const text = pickShader(dice, dice.below(6));
  return dice.chance(0.4) ? mutateText(dice, text) : text;
}

function options(dice: Dice): Partial<GlslOptions> {
  return {
    twoSide: dice.chance(0.3),
    flatShade: dice.chance(0.3),
    spriteCoordMask: dice.chance(0.3) ? dice.below(256) : 0,
    alphaTest: dice.below(8),
    polygonStipple: dice.chance(0.2),
    clampColor: dice.chance(0.3),
    clipPlanes: dice.chance(0.3) ? dice.below(256) : 0,
    colorCount: dice.below(9),
    loopLimit: dice.chance(0.3) ? 100 : 0,
  };
}

/** Runs one text through everything. */
export function runShaderCase(run: number, index: number): Omit<Report, 'id' | 'residentBytes'> {
  const text = shaderText(run, index);
  const dice = new Dice(index);
  const findings: Finding[] = [];
  const started = performance.now();
  let accepted = false;
  try {
    const parsed = parseTgsi(text);
    accepted = parsed.ok;
    if (parsed.ok) for (const host of openHosts()) findings.push(...compile(host, parsed.module, options(dice), text));
    else if (parsed.line < 1 || parsed.message === '') findings.push({ kind: 'mistake', key: 'refused without a reason', detail: text });
  } catch (error) {
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    findings.push({ kind: 'exception', key: cause.split('\n').slice(0, 2).join(' '), detail: `${cause}\n${text}` });
  }
  const milliseconds = performance.now() - started;
  if (milliseconds > slowMilliseconds)
    findings.push({ kind: 'slow', key: 'slow', detail: `${Math.round(milliseconds)} ms\n${text.slice(0, 4000)}` });
  const counts = { shader: 1 };
  const outcome = {
    findings,
    accepted: accepted ? counts : {},
    refused: accepted ? {} : counts,
    statuses: [],
    digest: '',
    milliseconds,
    log: [],
  };
  return { outcome, cells: [] };
}

function compile({ gl, dialect, features }: Host, module: TgsiModule, chosen: Partial<GlslOptions>, text: string): Finding[] {
  const written = writeGlsl(module, { dialect, features, ...chosen });
  if (!written.ok) {
    return written.message.startsWith('internal') ? [{ kind: 'mistake', key: written.message, detail: `${written.message}\n${text}` }] : [];
  }
  gl.makeCurrent();
  const shader = gl.createShader(types[module.stage]);
  gl.shaderSource(shader, written.source);
  gl.compileShader(shader);
  const compiled = gl.getShaderParameter(shader, GL.COMPILE_STATUS) !== 0;
  const log = compiled ? '' : gl.getShaderInfoLog(shader);
  gl.deleteShader(shader);
  if (compiled) return [];
  // Two lines tell one cause from another once numbers and names are out.
  const key = `does not compile: ${log
    .split('\n')[0]!
    .replace(/\d+/g, 'N')
    .replace(/`[^']*'/g, '`...')}`;
  return [{ kind: 'mistake', key, detail: `${log}\n${text}\n${written.source}` }];
}
