import { GL } from '@virglass/gl';
import type { GlslShader } from '@virglass/shader';
import type { VirglHost } from '../host.ts';
import type { LinkedProgram } from './linked-program.ts';
import { KEY_WORDS, type ShaderModule } from './shader-module.ts';

const GL_STAGES = [
  GL.VERTEX_SHADER,
  GL.FRAGMENT_SHADER,
  GL.GEOMETRY_SHADER,
  GL.TESS_CONTROL_SHADER,
  GL.TESS_EVALUATION_SHADER,
  GL.COMPUTE_SHADER,
];

let nextVariant = 1;

/** One GLSL text of a module, for one combination of the state that it depends on. */
export class ShaderVariant {
  readonly id = nextVariant++;
  readonly module: ShaderModule;
  readonly key = new Int32Array(KEY_WORDS);
  /** Null when the writer refused; `error` says why. */
  readonly glsl: GlslShader | null;
  error: string;
  /** GL shader name; 0 when there is none. */
  readonly glName: number;
  /** Programs with this vertex shader, by what the other stages are; only vertex variants have entries. */
  readonly programs = new Map<string | number, LinkedProgram>();

  constructor(module: ShaderModule, key: Int32Array, glsl: GlslShader | null, error: string, glName: number) {
    this.module = module;
    this.key.set(key);
    this.glsl = glsl;
    this.error = error;
    this.glName = glName;
  }

  /** True when this is the variant for the key. */
  matches(key: Int32Array): boolean {
    for (let i = 0; i < KEY_WORDS; i++) if (this.key[i] !== key[i]) return false;
    return true;
  }
}

/** Compiles a GLSL text. The result is asked for at link time, so that a driver can compile in parallel. */
export function compile(host: VirglHost, stage: number, source: string): number {
  const { gl } = host;
  const name = gl.createShader(GL_STAGES[stage]!);
  gl.shaderSource(name, source);
  gl.compileShader(name);
  return name;
}
