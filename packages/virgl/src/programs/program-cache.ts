import { glslFeatures, type GlslDialect, type GlslFeatures, parseTgsi, type StreamOutput, type TgsiModule } from '@virglass/shader';
import type { Logger } from '@virglass/virtio-gpu';
import type { VirglHost } from '../host.ts';
import { MAX_INPUT_SETS } from '../limits.ts';
import { describeInputs, ShaderModule } from './shader-module.ts';
import { connect, finishLink, startLink } from './link.ts';
import type { LinkedProgram } from './linked-program.ts';
import type { ProgramStore } from './program-store.ts';
import { loadModuleInfo, saveModuleInfo } from './stored-modules.ts';
import { StoredPrograms } from './stored-programs.ts';
import type { GlslInterface, ShaderVariant } from './variant.ts';

/** Names of the pipe stages in the shader package, by number. */
const STAGE_NAMES = ['vertex', 'fragment', 'geometry', 'tess-control', 'tess-eval', 'compute'] as const;

/**
 * Modules, variants and programs of all guests.
 *
 * Equal texts share one module, so twenty clients that run the same program compile it once. A module lives as long as
 * one shader object has it; its programs go with the first of their modules. Linked programs are saved to a store, where there
 * is one, and a program that is found there is neither written nor compiled nor linked.
 */
export class ProgramCache implements Disposable {
  readonly dialect: GlslDialect;
  readonly features: GlslFeatures;
  /** Whether the host's compiler must not know values that become integers. */
  readonly opaqueConversions: boolean;
  /** Whether shaders must keep their indices inside storage buffers themselves, because the host does not. */
  readonly clampsStorage: boolean;
  /** Whether programs are begun ahead of their first draw. */
  readonly foresees: boolean;
  /** Null where programs do not outlive the process. */
  readonly stored: StoredPrograms | null;
  /** Shaders that were written and given to the host's compiler, and programs that were linked. */
  compiled = 0;
  linked = 0;
  readonly #host: VirglHost;
  readonly #store: ProgramStore | null;
  readonly #modules = new Map<string, ShaderModule>();
  readonly #inputIds = new Map<string, number>();
  #lastInputs = 0;
  #nextModule = 1;

  constructor(host: VirglHost, store: ProgramStore | null) {
    this.#host = host;
    this.stored = StoredPrograms.on(host, store);
    // Summaries without programs would save the lesser part of the work.
    this.#store = this.stored === null ? null : store;
    const f = host.gl.features;
    this.dialect = f.isGles ? { essl: Math.min(320, f.glslVersion) } : { glsl: Math.min(460, f.glslVersion) };
    this.features = glslFeatures(this.dialect, (extension) => f.has(extension));
    this.opaqueConversions = f.quirks.has('folded-casts-are-poison');
    this.clampsStorage = !f.robustContext || !f.robustBufferAccess;
    this.foresees = f.parallelCompile && !f.quirks.has('host-is-software');
  }

  /**
   * The module of a text and stream output, with one more holder.
   *
   * @param stage - pipe stage that the guest says the text is of
   * @returns why the text is refused, where it is
   */
  module(text: string, stage: number, streamOutput: readonly StreamOutput[], strides: readonly number[]): ShaderModule | string {
    const key = moduleKey(text, streamOutput, strides);
    const module = this.#modules.get(key) ?? this.#newModule(key, text, streamOutput, strides);
    if (typeof module === 'string') return module;
    if (module.stage !== stage) return `text is a ${module.tgsi.stage} shader, the command says ${STAGE_NAMES[stage]}`;
    this.#modules.set(key, module);
    module.refs++;
    return module;
  }

  #newModule(key: string, text: string, streamOutput: readonly StreamOutput[], strides: readonly number[]): ShaderModule | string {
    let info = loadModuleInfo(this.#store, text);
    let tgsi: TgsiModule | null = null;
    if (info === null) {
      const parsed = parseTgsi(text);
      if (!parsed.ok) return `line ${parsed.line}: ${parsed.message}`;
      tgsi = parsed.module;
      info = tgsi.info;
      saveModuleInfo(this.#store, text, info);
    }
    const inputs = describeInputs(info.inputs);
    let inputsId = this.#inputIds.get(inputs);
    if (inputsId === undefined) {
      // A forgotten number is not given again: equal inputs that come later merely have another.
      if (this.#inputIds.size >= MAX_INPUT_SETS) this.#inputIds.clear();
      inputsId = ++this.#lastInputs;
      this.#inputIds.set(inputs, inputsId);
    }
    const everyUnit = !this.#host.gl.features.textureSwizzle;
    const stage = STAGE_NAMES.indexOf(info.stage);
    return new ShaderModule(this.#nextModule++, key, stage, text, info, tgsi, streamOutput, strides, inputsId, everyUnit);
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

  /** Makes room for another variant of a module: the oldest goes, with the programs it is in. */
  dropVariant(module: ShaderModule): void {
    const variant = module.variants.shift();
    if (variant === undefined) return;
    this.#dropPrograms(variant);
    if (variant.glName !== 0) this.#host.gl.deleteShader(variant.glName);
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
        for (const [key, { variants, glName }] of first.linking) {
          if (!variants.includes(variant)) continue;
          first.linking.delete(key);
          this.#host.gl.deleteProgram(glName);
        }
      }
    }
    for (const program of variant.programs.values()) this.#deleteProgram(program);
    variant.programs.clear();
    for (const { glName } of variant.linking.values()) this.#host.gl.deleteProgram(glName);
    variant.linking.clear();
  }

  #deleteProgram(program: LinkedProgram): void {
    program.deleted = true;
    this.#host.touchAll();
    if (program.glName === 0) return;
    this.stored?.forget(program.glName);
    this.#host.state.forgetProgram(program.glName);
    this.#host.gl.deleteProgram(program.glName);
  }

  /**
   * The program of these variants: the one that exists, one from the store, or a new one.
   *
   * @param variants - in pipeline order, vertex first and fragment last, from index `first` to the end; borrowed
   * @param log - of the guest whose shaders these are
   */
  program(variants: readonly (ShaderVariant | null)[], first: number, log: Logger): LinkedProgram {
    const vertex = variants[first]!;
    const key = programKey(variants, first);
    const found = vertex.programs.get(key);
    if (found !== undefined) return found;
    const program = this.#finish(vertex, key) ?? this.#make(presentVariants(variants, first));
    vertex.programs.set(key, program);
    for (const variant of program.variants) variant.tell(log);
    return program;
  }

  /**
   * Has the host begin with a program that is likely to be drawn with soon, where that is not in the way of anything: hosts that
   * compile in threads of their own. Whether it was worth it shows at the draw.
   *
   * @param variants - as for `program`
   */
  foresee(variants: readonly (ShaderVariant | null)[], first: number): void {
    if (!this.foresees) return;
    const vertex = variants[first]!;
    const key = programKey(variants, first);
    if (vertex.programs.has(key) || vertex.linking.has(key)) return;
    const present = presentVariants(variants, first);
    const stored = this.#load(present);
    if (stored !== null) {
      vertex.programs.set(key, stored);
      return;
    }
    const glName = startLink(this.#host, present);
    if (glName !== 0) vertex.linking.set(key, { variants: present, glName });
  }

  #make(variants: readonly ShaderVariant[]): LinkedProgram {
    const stored = this.#load(variants);
    if (stored !== null) return stored;
    const program = finishLink(this.#host, variants, startLink(this.#host, variants));
    this.#save(program);
    return program;
  }

  #finish(vertex: ShaderVariant, key: string | number): LinkedProgram | null {
    const linking = vertex.linking.get(key);
    if (linking === undefined) return null;
    vertex.linking.delete(key);
    const program = finishLink(this.#host, linking.variants, linking.glName);
    this.#save(program);
    return program;
  }

  #load(variants: readonly ShaderVariant[]): LinkedProgram | null {
    const loaded = this.stored?.load(storeKey(variants), (about) => Array.isArray(about) && about.length === variants.length) ?? null;
    if (loaded === null) return null;
    const interfaces = loaded.about as readonly GlslInterface[];
    for (const [i, variant] of variants.entries()) variant.glsl ??= interfaces[i]!;
    return connect(this.#host, variants, loaded.glName);
  }

  #save({ variants, glName }: LinkedProgram): void {
    if (this.stored === null || glName === 0) return;
    this.stored.save(
      storeKey(variants),
      glName,
      variants.map((variant) => variant.glsl),
    );
  }

  [Symbol.dispose](): void {
    for (const module of this.#modules.values()) {
      module.refs = 1;
      this.releaseModule(module);
    }
  }
}

function presentVariants(variants: readonly (ShaderVariant | null)[], first: number): readonly ShaderVariant[] {
  return variants.slice(first).filter((variant) => variant !== null);
}

/** Everything that a program of these variants depends on, the same in every run. */
function storeKey(variants: readonly ShaderVariant[]): string {
  return variants.map((variant) => variant.storeKey).join('\n');
}

/** What finds a program among those of its first variant. */
function programKey(variants: readonly (ShaderVariant | null)[], first: number): string | number {
  const count = variants.length - first;
  // Two stages are by far the most common; their key is a number, so that looking up allocates nothing.
  return count === 2 ? variants[first + 1]!.id : count === 1 ? 0 : longKey(variants, first);
}

function longKey(variants: readonly (ShaderVariant | null)[], first: number): string {
  let key = '';
  for (let i = first + 1; i < variants.length; i++) key += `${variants[i]!.id} `;
  return key;
}

function moduleKey(text: string, streamOutput: readonly StreamOutput[], strides: readonly number[]): string {
  if (streamOutput.length === 0) return text;
  const outputs = streamOutput.map((o) => [o.register, o.startComponent, o.count, o.buffer, o.offsetDwords, o.stream].join(':'));
  // No text has a zero byte, so no text is another's key.
  return `${text}\0${outputs.join(' ')}/${strides.join(' ')}`;
}
