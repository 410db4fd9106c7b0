import type { featureTable } from './feature-table.ts';
import type { floatLimitTable, limitTable, stageLimitTable } from './limit-table.ts';

/** One boolean for each row of `featureTable`. */
export type FeatureFlags = { readonly [K in keyof typeof featureTable]: boolean };

/** One number for each row of `limitTable` and `floatLimitTable`. */
export type Limits = { readonly [K in keyof typeof limitTable]: number } & { readonly [K in keyof typeof floatLimitTable]: number };

/** For each row of `stageLimitTable` six numbers, in the order of `StageIndex`; 0 for a stage that is not there. */
export type StageLimits = { readonly [K in keyof typeof stageLimitTable]: readonly number[] };

/** What a GL context is. */
export interface Identity {
  /** OpenGL ES or WebGL rather than OpenGL. */
  readonly isGles: boolean;
  /** WebGL2: `isGles` is true as well and `version` is 30. */
  readonly isWebGl: boolean;
  /** Version times ten: 45 for OpenGL 4.5. */
  readonly version: number;
  /** Version of the shading language times hundred: 450; 300 to 320 in OpenGL ES. */
  readonly glslVersion: number;
  readonly vendor: string;
  readonly renderer: string;
  readonly versionString: string;
}

/** Limits that no table row can express. */
export interface OtherLimits {
  /**
   * `any`: primitiveRestartIndex takes any index. `fixed`: only the largest index of the type restarts
   * (PRIMITIVE_RESTART_FIXED_INDEX; in WebGL2 it always does).
   */
  readonly primitiveRestart: 'any' | 'fixed';
  /** Largest width of points and lines, in pixels. */
  readonly maxPointSize: number;
  readonly maxSmoothPointSize: number;
  readonly maxLineWidth: number;
  readonly maxSmoothLineWidth: number;
  /** Largest viewport, in pixels. */
  readonly maxViewportWidth: number;
  readonly maxViewportHeight: number;
  /** Bytes from one vertex to the next that glVertexAttribPointer accepts. */
  readonly maxVertexStride: number;
  /** Components that textureGather can choose from; 0 without textureGather. */
  readonly maxGatherComponents: number;
  /** Compute work groups along x, y, z, and invocations of one along x, y, z; zeros without compute shaders. */
  readonly maxComputeGroupCount: readonly [number, number, number];
  readonly maxComputeGroupSize: readonly [number, number, number];
  /** Whether the context was made with robust access: with `robustBufferAccess`, shaders cannot leave their buffers. */
  readonly robustContext: boolean;
  /** Bits of a TIMESTAMP or TIME_ELAPSED counter; 0: no timer. */
  readonly timerBits: number;
}

/** What a context can do: abilities, limits, quirks. Probed once, never changed. */
export interface Features extends FeatureFlags, Limits, StageLimits, Identity, OtherLimits {
  /** All extensions, with their `GL_`. */
  readonly extensions: ReadonlySet<string>;
  /** Whether an extension is there; the `GL_` may be left out. */
  has(extension: string): boolean;
  /** Names of the quirks in force (`quirks.ts`). */
  readonly quirks: ReadonlySet<string>;
}
