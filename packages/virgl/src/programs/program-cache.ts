import { glslFeatures, type GlslDialect, type GlslFeatures, type StreamOutput, type TgsiModule } from '@virglass/shader';
import type { VirglHost } from '../host.ts';
import { describeInputs, ShaderModule } from './shader-module.ts';
import { link, type LinkedProgram } from './linked-program.ts';
import type { ShaderVariant } from './variant.ts';

/** Pipe stages by the names of the shader package. */
const STAGE_NUMBERS = { vertex: 0, fragment: 1, geometry: 2, 'tess-control': 3, 'tess-eval': 4, compute: 5 } as const;

/**
 * Modules, variants and programs of all guests.
 *
 * Equal texts share one module, so twenty clients that run the same program compile it once. A module lives as long as
 * one shader object has it; its programs go with the first of their modules.
 */
export class ProgramCache implements Disposable {
  readonly dialect: GlslDialect;
  readonly features: GlslFeatures;
  /** Whether the host's compiler must not know values that become integers. */
  readonly opaqueConversions: boolean;
  readonly #host: VirglHost;
  readonly #modules = new Map<string, ShaderModule>();
  readonly #inputIds = new Map<string, number>();
  #nextModule = 1;

  constructor(host: VirglHost) {
    this.#host = host;
    const f = host.gl.features;
    this.dialect = f.isGles ? { essl: Math.min(320, f.glslVersion) } : { glsl: Math.min(460, f.glslVersion) };
    this.features = glslFeatures(this.dialect, (extension) => f.has(extension));
    this.opaqueConversions = f.quirks.has('folded-casts-are-poison');
  }

  /** The module for this text and stream output with one more holder, or null when there is none yet. */
  findModule(text: string, streamOutput: readonly StreamOutput[], strides: readonly number[]): ShaderModule | null {
    const module = this.#modules.get(moduleKey(text, streamOutput, strides));
    if (module === undefined) return null;
    module.refs++;
    return module;
  }

  /** Takes in a newly parsed module with one holder. */
  addModule(text: string, streamOutput: readonly StreamOutput[], strides: readonly number[], tgsi: TgsiModule): ShaderModule {
    const key = moduleKey(text, streamOutput, strides);
    const inputs = describeInputs(tgsi.info.inputs);
    let inputsId = this.#inputIds.get(inputs);
    if (inputsId === undefined) {
      inputsId = this.#inputIds.size + 1;
      this.#inputIds.set(inputs, inputsId);
    }
    const everyUnit = !this.#host.gl.features.textureSwizzle;
    const module = new ShaderModule(this.#nextModule++, key, STAGE_NUMBERS[tgsi.stage], tgsi, streamOutput, strides, inputsId, everyUnit);
    this.#modules.set(key, module);
    return module;
  }

  /** Drops a holder; the last one frees the module's variants and the programs they are in. */
  releaseModule(module: ShaderModule): void {
    if (--module.refs > 0) return;
    this.#modules.delete(module.key);
    for (const variant of module.variants) {
      this.#dropPrograms(variant);
      if (variant.glName !== 0) this.#host.gl.deleteShader(variant.glName);
    }
    module.variants.length = 0;
  }

  /** Deletes every program that has the variant; they are filed under their vertex variants. */
  #dropPrograms(variant: ShaderVariant): void {
    for (const module of this.#modules.values()) {
      if (module.stage !== 0 && module.stage !== 5) continue;
      for (const first of module.variants) {
        for (const [key, program] of first.programs) {
          if (!program.variants.includes(variant)) continue;
          first.programs.delete(key);
          this.#deleteProgram(program);
        }
      }
    }
    for (const program of variant.programs.values()) this.#deleteProgram(program);
    variant.programs.clear();
  }

  #deleteProgram(program: LinkedProgram): void {
    program.deleted = true;
    this.#host.touchAll();
    if (program.glName === 0) return;
    this.#host.state.forgetProgram(program.glName);
    this.#host.gl.deleteProgram(program.glName);
  }

  /**
   * The program of these variants, linked if it is new.
   *
   * @param variants - in pipeline order, vertex first and fragment last, from index `first` to the end; borrowed
   */
  program(variants: readonly (ShaderVariant | null)[], first: number): LinkedProgram {
    const vertex = variants[first]!;
    const count = variants.length - first;
    // Two stages are by far the most common; their key is a number, so that looking up allocates nothing.
    const key = count === 2 ? variants[first + 1]!.id : count === 1 ? 0 : longKey(variants, first);
    const found = vertex.programs.get(key);
    if (found !== undefined) return found;
    const program = link(
      this.#host,
      variants.slice(first).filter((variant) => variant !== null),
    );
    vertex.programs.set(key, program);
    return program;
  }

  [Symbol.dispose](): void {
    for (const module of this.#modules.values()) {
      module.refs = 1;
      this.releaseModule(module);
    }
  }
}

function longKey(variants: readonly (ShaderVariant | null)[], first: number): string {
  let key = '';
  for (let i = first + 1; i < variants.length; i++) key += `${variants[i]!.id} `;
  return key;
}

function moduleKey(text: string, streamOutput: readonly StreamOutput[], strides: readonly number[]): string {
  if (streamOutput.length === 0) return text;
  const outputs = streamOutput.map((o) => [o.register, o.startComponent, o.count, o.buffer, o.offsetDwords, o.stream].join(':'));
  return `${text}\n${outputs.join(' ')}/${strides.join(' ')}`;
}
