import { GL } from '@virglass/gl';
import { type GlslOptions, type GlslShader, writeGlsl } from '@virglass/shader';
import type { Logger } from '@virglass/virtio-gpu';
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

/** What a program must know of a written shader besides its text: plain data, kept with program binaries. */
export type GlslInterface = Omit<GlslShader, 'source'>;

/** A GL program whose link has begun. */
export interface Linking {
  readonly variants: readonly ShaderVariant[];
  readonly glName: number;
}

/**
 * One GLSL text of a module, for one combination of the state that it depends on. It is written and compiled when a program
 * with it has to be linked; in programs that come from the store it never is.
 */
export class ShaderVariant {
  readonly id = nextVariant++;
  readonly module: ShaderModule;
  readonly key = new Int32Array(KEY_WORDS);
  /** What the text is made for. */
  readonly options: GlslOptions;
  /** Null until it is written or came with a stored program, and when the writer refused; `error` says why. */
  glsl: GlslInterface | null = null;
  error = '';
  /** GL shader name; 0 when it is not compiled. */
  glName = 0;
  #told = false;
  /** Programs with this vertex shader, by what the other stages are; only vertex variants have entries. */
  readonly programs = new Map<string | number, LinkedProgram>();
  /** GL programs that the host was asked to link ahead of their first draw, by the same keys. */
  readonly linking = new Map<string | number, Linking>();

  constructor(module: ShaderModule, key: Int32Array, options: GlslOptions) {
    this.module = module;
    this.key.set(key);
    this.options = options;
  }

  /** True when this is the variant for the key. */
  matches(key: Int32Array): boolean {
    for (let i = 0; i < KEY_WORDS; i++) if (this.key[i] !== key[i]) return false;
    return true;
  }

  /** Notes in the log, once, what of the shader the host cannot do. */
  tell(log: Logger): void {
    if (this.#told || this.glsl === null) return;
    this.#told = true;
    const { ignored } = this.glsl;
    if (ignored.length > 0) log.debug(`${this.module.tgsi.stage} shader: left out: ${ignored.join(', ')}`);
  }

  /** Everything that the text depends on, as text: the same in every run, other than `key`. */
  get storeKey(): string {
    return JSON.stringify([this.module.key, this.options], plainNumbers);
  }

  /**
   * Writes the text and gives it to the compiler, unless that is done. The result is asked for at link time, so that a driver
   * can compile in parallel.
   */
  compile(host: VirglHost): void {
    if (this.glName !== 0 || this.error !== '') return;
    const written = writeGlsl(this.module.parsed, this.options);
    if (!written.ok) {
      this.glsl = null;
      this.error = written.message;
      return;
    }
    const { source, ...glsl } = written;
    this.glsl = glsl;
    const { gl } = host;
    this.glName = gl.createShader(GL_STAGES[this.module.stage]!);
    gl.shaderSource(this.glName, source);
    gl.compileShader(this.glName);
    host.programs.compiled++;
  }
}

/** Typed arrays in JSON as their numbers. */
function plainNumbers(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value;
}
