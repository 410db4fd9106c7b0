/** Values and references during lowering. */
import type { Variable } from '../syntax/tree.ts';
import type { Packing } from '../types/layout.ts';
import type { Type } from '../types/type.ts';
import type { Address, Src } from './code.ts';

/** A value: its registers in order; components of each from the first on. */
export type Value = { readonly type: Type; readonly slots: readonly Src[] };

/** Where a variable's registers are. */
export type Store = {
  readonly file: 'TEMP' | 'CONST' | 'IN' | 'OUT' | 'SV';
  /** First register. */
  readonly base: number;
  /** Constant buffer, -1 for none. */
  readonly buffer: number;
  /** Component where it starts. */
  readonly component: number;
  /** The outermost index chooses a vertex, not a register. */
  readonly perVertex: boolean;
  /** An array of floats that lie four in a register. */
  readonly packed: boolean;
  /** TEMP: it may be indexed by variables. */
  readonly array: number;
  /** gl_PerVertex of other stages: members that are there, all where it is missing. */
  readonly present?: ReadonlySet<number>;
};

/** Memory that a variable lies in. */
export type MemoryStore = {
  readonly space: 'uniform' | 'storage' | 'shared';
  /** Slot of the block, or of the first of an array. */
  readonly slot: number;
  readonly offset: number;
  readonly packing: Packing;
  readonly rowMajor: boolean;
  readonly qualifiers: string;
};

/** An opaque variable: number of its first sampler, image, or counter. */
export type OpaqueStore = { readonly opaque: number; readonly buffer: number };

/** A place that can be read, and mostly written. */
export type Ref =
  | {
      readonly kind: 'slots';
      readonly type: Type;
      readonly store: Store;
      readonly slot: number;
      readonly indirect: Address | null;
      /** Vertex of a per-vertex input or output; null until it is chosen. */
      readonly vertex: { readonly index: number; readonly indirect: Address | null } | null;
      /** Components of a vector, null for all. */
      readonly parts: readonly number[] | null;
      /** A component that a variable chooses. */
      readonly chosen: Src | null;
      /** The opaque members of a structure that has numbers too. */
      readonly opaque?: Extract<Ref, { kind: 'opaque' }>;
    }
  | {
      readonly kind: 'memory';
      readonly type: Type;
      readonly store: MemoryStore;
      /** Slot of the block that a variable adds to. */
      readonly slotIndirect: Address | null;
      readonly slot: number;
      readonly offset: number;
      /** Bytes that a variable adds. */
      readonly indirect: Address | null;
      readonly rowMajor: boolean;
      /** A column of a row-major matrix: bytes between its components; 0 elsewhere. */
      readonly stride: number;
      readonly parts: readonly number[] | null;
      readonly chosen: Src | null;
      readonly qualifiers: string;
    }
  | {
      readonly kind: 'opaque';
      readonly type: Type;
      readonly index: number;
      readonly indirect: Address | null;
      /** Dimensions that are indexed by numbers of the shader's: elements, and slots of each. */
      readonly steps?: readonly (readonly [count: number, step: number])[];
      readonly variable: Variable;
      readonly buffer: number;
    }
  | { readonly kind: 'value'; readonly type: Type; readonly value: Value };

/** What a name is bound to. */
export type Binding =
  | { readonly store: Store }
  /** A structure of numbers and opaque things. */
  | { readonly mixed: { readonly store: Store; readonly opaque: number } }
  | { readonly memory: MemoryStore }
  | { readonly opaque: OpaqueStore }
  | { readonly alias: Ref };
