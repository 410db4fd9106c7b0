/**
 * Field kinds of the wire tables.
 *
 * A table is plain data: what a message is made of, word after word, in the order of the wire. Offsets are never written,
 * they are summed by `layout.ts`. Accessors, encoders, the decoder, the dump, the fuzzers' generators and the reference
 * page all follow from the same rows, so a layout is corrected in one place.
 *
 * The unit of every message described here is the 32-bit little-endian word. Names are camelCase; a word that packs several
 * numbers (`bits`) has no name of its own: its members belong to the record around it.
 */

/** Kinds of guest object or table that a handle can name. */
export type HandleKind =
  | 'blend'
  | 'rasterizer'
  | 'dsa'
  | 'shader'
  | 'vertexElements'
  | 'samplerView'
  | 'samplerState'
  | 'surface'
  | 'query'
  | 'streamoutTarget'
  | 'resource'
  | 'subContext'
  | 'object'
  | 'videoCodec'
  | 'videoBuffer'
  | 'sync'
  | 'syncobj';

/** What any field may say about itself. */
export type FieldNote = {
  /** One sentence; ends with a full stop. */
  readonly doc?: string;
  /** Unit of the number: 'bytes', 'texels', 'words', ... */
  readonly unit?: string;
  /** Capability without which the field is not sent. */
  readonly since?: string;
};

/**
 * What one word (two for `u64` and `f64`) holds.
 *
 * `any32` is a word whose type depends on state elsewhere (a clear colour is float or integer after its surface's format);
 * it is read and copied as bits. `enum` and `flags` name a row of the enum tables.
 */
export type Element =
  | { readonly kind: 'u32' | 'i32' | 'f32' | 'any32' | 'u64' | 'f64' }
  | { readonly kind: 'handle'; readonly of: HandleKind; readonly nullable?: true }
  | { readonly kind: 'enum'; readonly enum: string }
  | { readonly kind: 'flags'; readonly flags: string };

/** A named word (or pair of words). */
export type ScalarField = Element & FieldNote & { readonly name: string };

/** A run of bits of one word, lowest first; `skip` leaves bits unused. */
export type BitField =
  | (FieldNote & { readonly name: string; readonly width: number; readonly enum?: string; readonly flags?: string })
  | { readonly skip: number };

/** A word that packs several numbers. */
export type BitsField = { readonly kind: 'bits'; readonly fields: readonly BitField[] };

/** How many elements an array has: a constant, all that is left of the message, or the value of an earlier field. */
export type Count = number | 'rest' | { readonly field: string };

/** A run of equal words: `color: f32[4]`. */
export type ArrayField = FieldNote & { readonly kind: 'array'; readonly name: string; readonly of: Element; readonly count: Count };

/** A run of equal records: `rt: { ... }[8]`. Records hold scalars, bits and arrays of constant length. */
export type RecordsField = FieldNote & {
  readonly kind: 'records';
  readonly name: string;
  readonly fields: readonly (ScalarField | BitsField | ArrayField)[];
  readonly count: Count;
};

/**
 * The same words read in several ways; all variants have the same size. The wire does not say which one is meant,
 * unless `when` of a variant compares an earlier field. The first variant keeps all bits.
 */
export type UnionField = {
  readonly kind: 'union';
  readonly variants: readonly {
    readonly name: string;
    readonly fields: readonly (ScalarField | BitsField)[];
    /** The variant can be meant only when the field has (or, with `not`, has not) this value. */
    readonly when?: { readonly field: string; readonly equals: number; readonly not?: true };
  }[];
};

/** A group at the end of a message, present when the message is long enough. */
export type OptionalField = FieldNote & {
  readonly kind: 'optional';
  readonly name: string;
  readonly fields: readonly (ScalarField | BitsField)[];
};

/** A group that is present when an earlier field is not zero (and no `unless` field has the given value). */
export type WhenField = FieldNote & {
  readonly kind: 'when';
  readonly name: string;
  readonly field: string;
  readonly unless?: { readonly field: string; readonly equals: number };
  readonly fields: readonly (ScalarField | BitsField | ArrayField | RecordsField)[];
};

/**
 * All bytes that are left, as bytes or as text (Latin-1, ended by a zero byte or the message). With `size` an earlier
 * field says how many bytes really follow; they are not filled up to a word then.
 */
export type BytesField = FieldNote & { readonly kind: 'bytes' | 'text'; readonly name: string; readonly size?: { readonly field: string } };

/** Words that mean nothing and are written as zero; the rest of the message when `words` is absent. */
export type PadField = { readonly kind: 'pad'; readonly words?: number };

/** One row of a message table. */
export type Field = ScalarField | BitsField | ArrayField | RecordsField | UnionField | OptionalField | WhenField | BytesField | PadField;

/** A message: a virgl command, a vtest request or a vtest response. */
export type MessageSpec = {
  /** Spelling of the specification without its prefix: `SET_BLEND_COLOR`. */
  readonly name: string;
  readonly doc: string;
  /** Where the layout is stated: header and symbol. */
  readonly source: string;
  /** Capability without which a guest does not send it. */
  readonly since?: string;
  readonly fields: readonly Field[];
};

/**
 * A virgl command. `object` is the object type in the header of CREATE_OBJECT, a table each; `objectInHeader` says that
 * the object type is an argument of the message that travels in the header (BIND_OBJECT, DESTROY_OBJECT).
 */
export type CommandSpec = MessageSpec & { readonly opcode: number; readonly object?: number; readonly objectInHeader?: true };

/** What a vtest server answers. `id` and `length` are the two header words where they differ from the request's id and the number of words. */
export type VtestResponseSpec = {
  readonly doc: string;
  readonly fields: readonly Field[];
  /** Second header word when it is not the request's command number. */
  readonly id?: number;
  /** What the first header word counts when it is not the words of the fields. */
  readonly lengthDoc?: string;
  /** A file descriptor follows (one byte of data with SCM_RIGHTS): always, or under the stated condition. */
  readonly fd?: string;
  /** Sent without header. */
  readonly bare?: true;
  /** Condition under which there is a response. */
  readonly only?: string;
};

/** A vtest request. */
export type VtestSpec = MessageSpec & {
  readonly command: number;
  /** Protocol version that brought it. */
  readonly version: number;
  /** The header's length counts bytes, not words. */
  readonly lengthInBytes?: true;
  /** What the header's length says where it is not the size of the message. */
  readonly lengthDoc?: string;
  /** Fields that follow the message without being counted in its length. */
  readonly tail?: readonly (ArrayField | RecordsField)[];
  /** A file descriptor comes with the request. */
  readonly requestFd?: true;
  readonly response?: VtestResponseSpec;
};

/** A set of named numbers. `flags` marks bit sets. */
export type EnumSpec = {
  readonly name: string;
  readonly doc: string;
  readonly source: string;
  readonly flags?: true;
  readonly values: Readonly<Record<string, number>>;
};

/** One field of a byte structure (the capability sets): a scalar, an array of scalars, packed bits or text of fixed size. */
export type StructField = FieldNote &
  (
    | { readonly kind: 'u32' | 'i32' | 'f32'; readonly name: string; readonly count?: number; readonly flags?: string }
    | { readonly kind: 'formats'; readonly name: string }
    | { readonly kind: 'chars'; readonly name: string; readonly bytes: number }
    | { readonly kind: 'bits'; readonly fields: readonly { readonly name: string; readonly width: number; readonly doc?: string }[] }
    | { readonly kind: 'structs'; readonly name: string; readonly count: number; readonly fields: readonly StructField[] }
  );

/** A byte structure. */
export type StructSpec = { readonly name: string; readonly doc: string; readonly source: string; readonly fields: readonly StructField[] };
