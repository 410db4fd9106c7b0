import type { Features } from '@virglass/gl';
import { MAX_CONSTANT_BUFFERS, MAX_SAMPLERS, STAGES } from '../limits.ts';

/**
 * Which texture units and uniform buffer bindings belong to which stage.
 *
 * Every stage has a run of units and bindings of its own, the same for all programs: switching programs then leaves
 * textures and buffers bound where they are. Binding 0 is the system block; the last unit is for uploads and blits.
 */
export class BindingLayout {
  /** Texture units of each stage. */
  readonly unitsPerStage: number;
  /** Uniform buffer bindings of each stage. */
  readonly blocksPerStage: number;
  readonly scratchUnit: number;
  /** Stages that a program may have, in pipe order; compute shares the vertex stage's runs, for it is never linked with it. */
  readonly stages: number;

  constructor(features: Features) {
    this.stages = features.tessellation ? STAGES - 1 : features.geometryShader ? 3 : 2;
    const units = features.maxTextureUnits;
    this.scratchUnit = units - 1;
    this.unitsPerStage = Math.min(MAX_SAMPLERS, Math.floor((units - 1) / this.stages));
    this.blocksPerStage = Math.min(MAX_CONSTANT_BUFFERS, Math.floor((features.maxUniformBindings - 1) / this.stages));
  }

  /** Texture unit of a stage's sampler. */
  unit(stage: number, sampler: number): number {
    return (stage % this.stages) * this.unitsPerStage + sampler;
  }

  /** Uniform buffer binding of a stage's constant slot. */
  block(stage: number, slot: number): number {
    return 1 + (stage % this.stages) * this.blocksPerStage + slot;
  }
}

/** Uniform buffer binding of the system block. */
export const SYSTEM_BINDING = 0;
