import type { IoDecl, StreamOutput, TgsiModule } from '@virglass/shader';
import type { ShaderVariant } from './variant.ts';

/** Words of a variant key; see `variant-key.ts`. */
export const KEY_WORDS = 8;

/**
 * A parsed shader, shared by every shader object of every guest that has the same text and stream output, with the GLSL
 * variants made of it so far.
 */
export class ShaderModule {
  /** Unique among modules. */
  readonly id: number;
  /** What finds it again: text and stream output. */
  readonly key: string;
  /** Pipe stage. */
  readonly stage: number;
  readonly tgsi: TgsiModule;
  readonly streamOutput: readonly StreamOutput[];
  /** Words of a vertex in each stream-output buffer. */
  readonly streamStrides: readonly number[];
  /** Number of this set of inputs; modules that read the same have the same number. */
  readonly inputsId: number;
  /** Units whose swizzle the shader must apply itself, whatever the host: comparing samplers and buffers. */
  readonly swizzledUnits: readonly number[];
  readonly variants: ShaderVariant[] = [];
  refs = 1;

  constructor(
    id: number,
    key: string,
    stage: number,
    tgsi: TgsiModule,
    streamOutput: readonly StreamOutput[],
    streamStrides: readonly number[],
    inputsId: number,
    everyUnitSwizzled: boolean,
  ) {
    this.id = id;
    this.key = key;
    this.stage = stage;
    this.tgsi = tgsi;
    this.streamOutput = streamOutput;
    this.streamStrides = streamStrides;
    this.inputsId = inputsId;
    this.swizzledUnits = tgsi.info.samplerViews
      .filter((view) => everyUnitSwizzled || view.shadow || view.target === 'BUFFER')
      .map((view) => view.unit);
  }
}

/** A text that is the same for the same inputs. */
export function describeInputs(inputs: readonly IoDecl[]): string {
  return inputs
    .map(
      (io) =>
        `${io.semantic}${io.semanticIndex}:${io.first}-${io.last}:${io.interpolation ?? ''}:${io.location}:${io.usageMask}:${io.arrayId}`,
    )
    .join(',');
}
