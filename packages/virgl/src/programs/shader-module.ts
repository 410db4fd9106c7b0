import { type IoDecl, type ModuleInfo, parseTgsi, type StreamOutput, type TgsiModule } from '@virglass/shader';
import type { ShaderVariant } from './variant.ts';

/** Words of a variant key; see `variant-key.ts`. */
export const KEY_WORDS = 8;

/** The part of a module that choosing and drawing need. */
export type TgsiSummary = Pick<TgsiModule, 'stage' | 'info'>;

/**
 * A valid shader, shared by every shader object of every guest that has the same text and stream output, with the GLSL
 * variants made of it so far.
 */
export class ShaderModule {
  /** Unique among modules. */
  readonly id: number;
  /** What finds it again: text and stream output. */
  readonly key: string;
  /** Pipe stage. */
  readonly stage: number;
  /** What the text says in sum. */
  readonly tgsi: TgsiSummary;
  readonly #text: string;
  #parsed: TgsiModule | null;
  readonly streamOutput: readonly StreamOutput[];
  /** Words of a vertex in each stream-output buffer. */
  readonly streamStrides: readonly number[];
  /** Number of this set of inputs; modules that read the same have the same number. */
  readonly inputsId: number;
  /** Units whose swizzle the shader must apply itself, whatever the host: comparing samplers and buffers. */
  readonly swizzledUnits: readonly number[];
  /** Images that are only written and name no format. */
  readonly formatlessImages: readonly number[];
  readonly variants: ShaderVariant[] = [];
  /** Holders. */
  refs = 0;

  constructor(
    id: number,
    key: string,
    stage: number,
    text: string,
    info: ModuleInfo,
    parsed: TgsiModule | null,
    streamOutput: readonly StreamOutput[],
    streamStrides: readonly number[],
    inputsId: number,
    everyUnitSwizzled: boolean,
  ) {
    this.id = id;
    this.key = key;
    this.stage = stage;
    this.tgsi = { stage: info.stage, info };
    this.#text = text;
    this.#parsed = parsed;
    this.streamOutput = streamOutput;
    this.streamStrides = streamStrides;
    this.inputsId = inputsId;
    this.swizzledUnits = info.samplerViews
      .filter((view) => everyUnitSwizzled || view.shadow || view.target === 'BUFFER')
      .map((view) => view.unit);
    this.formatlessImages = info.images.filter(({ format }) => format === '' || format === 'PIPE_FORMAT_NONE').map(({ index }) => index);
  }

  /** The whole module, parsed now if its summary came from an earlier run. */
  get parsed(): TgsiModule {
    if (this.#parsed === null) {
      const result = parseTgsi(this.#text);
      if (!result.ok) throw new Error(`a summary was kept of a text that is not valid: line ${result.line}: ${result.message}`);
      this.#parsed = result.module;
    }
    return this.#parsed;
  }
}

/** A text that is the same for the same inputs. */
export function describeInputs(inputs: readonly IoDecl[]): string {
  return inputs
    .map(
      (io) =>
        `${io.semantic}${io.semanticIndex}:${io.first}-${io.last}:${io.interpolation ?? ''}:${io.location}:${io.usageMask}:${io.arrayId}:${io.array === undefined ? '' : `${io.array.index}+${io.array.size}`}`,
    )
    .join(',');
}
