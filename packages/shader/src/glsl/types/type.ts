/**
 * Types of GLSL. Equal types are the same object (structures apart, which are what they were declared as), so `===` compares them
 * within a shader; `sameType` compares across shaders.
 */

/** What a number is. */
export type Base = 'float' | 'double' | 'int' | 'uint' | 'bool';

/** What kind of thing a type is. `error` is the type of what was wrong, and compatible with all. */
export type TypeKind = 'void' | 'error' | 'number' | 'sampler' | 'image' | 'atomic' | 'struct' | 'block' | 'array' | 'subroutine';

/** Precision qualifiers; '' where there is none. */
export type Precision = '' | 'lowp' | 'mediump' | 'highp';

/** Shape of a texture: samplers and images. */
export type TextureDim = '1D' | '2D' | '3D' | 'Cube' | '2DRect' | 'Buffer' | 'External';

/** One member of a structure or block. */
export type Field = {
  readonly name: string;
  /** May grow from unsized to sized, in blocks. */
  type: Type;
  readonly precision: Precision;
  /** Row-major, offset and so on: the words of its layout; only in blocks. */
  readonly layout?: FieldLayout;
};

/** What a member of a block says about itself. */
export type FieldLayout = {
  readonly rowMajor: boolean | null;
  readonly offset: number;
  readonly align: number;
  readonly location: number;
  readonly component: number;
  readonly readonly: boolean;
  readonly writeonly: boolean;
  readonly coherent: boolean;
  readonly volatile: boolean;
  readonly interpolation: '' | 'flat' | 'smooth' | 'noperspective';
  readonly auxiliary: '' | 'centroid' | 'sample' | 'patch';
  readonly invariant: boolean;
  readonly stream: number;
  readonly xfbBuffer: number;
  readonly xfbOffset: number;
  readonly xfbStride: number;
};

/** A type. */
export class Type {
  readonly kind: TypeKind;
  readonly name: string;
  /** Numbers: element; samplers and images: what they give. */
  readonly base: Base;
  /** Components of a vector or of a column, 1 for scalars. */
  readonly rows: number;
  /** Columns, 1 for scalars and vectors. */
  readonly cols: number;
  readonly element: Type | null;
  /** Arrays: elements, 0 while unknown. */
  readonly length: number;
  readonly fields: readonly Field[];
  readonly dim: TextureDim;
  readonly arrayed: boolean;
  readonly shadow: boolean;
  readonly multisample: boolean;
  readonly #arrays = new Map<number, Type>();

  constructor(
    kind: TypeKind,
    name: string,
    part: Partial<
      Pick<Type, 'base' | 'rows' | 'cols' | 'element' | 'length' | 'fields' | 'dim' | 'arrayed' | 'shadow' | 'multisample'>
    > = {},
  ) {
    this.kind = kind;
    this.name = name;
    this.base = part.base ?? 'float';
    this.rows = part.rows ?? 1;
    this.cols = part.cols ?? 1;
    this.element = part.element ?? null;
    this.length = part.length ?? 0;
    this.fields = part.fields ?? [];
    this.dim = part.dim ?? '2D';
    this.arrayed = part.arrayed ?? false;
    this.shadow = part.shadow ?? false;
    this.multisample = part.multisample ?? false;
  }

  /** An array of this. */
  array(length: number): Type {
    let type = this.#arrays.get(length);
    if (type === undefined) {
      // `float[2]` of `float[3]` is written `float[2][3]`: the outer size first.
      const bracket = this.name.indexOf('[');
      const size = `[${length === 0 ? '' : length}]`;
      const name = this.kind === 'array' && bracket > 0 ? this.name.slice(0, bracket) + size + this.name.slice(bracket) : this.name + size;
      type = new Type('array', name, { element: this, length, base: this.base });
      this.#arrays.set(length, type);
    }
    return type;
  }

  get isScalar(): boolean {
    return this.kind === 'number' && this.rows === 1 && this.cols === 1;
  }
  get isVector(): boolean {
    return this.kind === 'number' && this.rows > 1 && this.cols === 1;
  }
  get isMatrix(): boolean {
    return this.cols > 1;
  }
  get isArray(): boolean {
    return this.kind === 'array';
  }
  get isError(): boolean {
    return this.kind === 'error';
  }
  get isInteger(): boolean {
    return this.kind === 'number' && (this.base === 'int' || this.base === 'uint');
  }
  get isFloat(): boolean {
    return this.kind === 'number' && (this.base === 'float' || this.base === 'double');
  }
  get isBool(): boolean {
    return this.kind === 'number' && this.base === 'bool';
  }
  get isOpaque(): boolean {
    return this.kind === 'sampler' || this.kind === 'image' || this.kind === 'atomic';
  }

  /** Components of a number; 0 for others. */
  get components(): number {
    return this.kind === 'number' ? this.rows * this.cols : 0;
  }

  /** What remains when all array dimensions are taken off. */
  get innermost(): Type {
    let type = this as Type;
    while (type.element !== null) type = type.element;
    return type;
  }

  /** Elements over all array dimensions; 1 for others. */
  get flatLength(): number {
    let count = 1;
    for (let type = this as Type; type.element !== null; type = type.element) count *= Math.max(1, type.length);
    return count;
  }
}

const make = (name: string, base: Base, rows: number, cols = 1): Type => new Type('number', name, { base, rows, cols });

const prefix: Readonly<Record<Base, string>> = { float: '', double: 'd', int: 'i', uint: 'u', bool: 'b' };

const numbers = new Map<string, Type>();
const key = (base: Base, rows: number, cols: number): string => `${base}${rows}${cols}`;
for (const base of ['float', 'double', 'int', 'uint', 'bool'] as const) {
  for (let rows = 1; rows <= 4; rows++) numbers.set(key(base, rows, 1), make(rows === 1 ? base : `${prefix[base]}vec${rows}`, base, rows));
  if (base === 'float' || base === 'double')
    for (let cols = 2; cols <= 4; cols++)
      for (let rows = 2; rows <= 4; rows++)
        numbers.set(key(base, rows, cols), make(`${prefix[base]}mat${cols}${rows === cols ? '' : `x${rows}`}`, base, rows, cols));
}

/** The scalar, vector or matrix of a base, rows and columns. */
export const numberType = (base: Base, rows = 1, cols = 1): Type => numbers.get(key(base, rows, cols)) as Type;

/** The types that everybody needs. */
export const T = {
  void: new Type('void', 'void'),
  error: new Type('error', '<error>'),
  float: numberType('float'),
  double: numberType('double'),
  int: numberType('int'),
  uint: numberType('uint'),
  bool: numberType('bool'),
  vec2: numberType('float', 2),
  vec3: numberType('float', 3),
  vec4: numberType('float', 4),
  ivec2: numberType('int', 2),
  ivec3: numberType('int', 3),
  uvec3: numberType('uint', 3),
  mat3: numberType('float', 3, 3),
  mat4: numberType('float', 4, 4),
  atomic: new Type('atomic', 'atomic_uint', { base: 'uint' }),
} as const;

/** All predefined types by the names they have in shaders. */
export const namedTypes = new Map<string, Type>([
  ['void', T.void],
  ['atomic_uint', T.atomic],
]);
for (const type of numbers.values()) {
  namedTypes.set(type.name, type);
  if (type.cols > 1 && type.cols === type.rows) namedTypes.set(`${type.name}x${type.rows}`, type);
}

const addTexture = (
  kind: 'sampler' | 'image',
  suffix: string,
  dim: TextureDim,
  arrayed: boolean,
  shadow: boolean,
  multisample: boolean,
): void => {
  for (const base of ['float', 'int', 'uint'] as const) {
    if (shadow && base !== 'float') continue;
    const name = `${prefix[base]}${kind}${suffix}`;
    namedTypes.set(name, new Type(kind, name, { base, dim, arrayed, shadow, multisample }));
  }
};
for (const kind of ['sampler', 'image'] as const) {
  for (const dim of ['1D', '2D', '3D', 'Cube', '2DRect', 'Buffer'] as const) {
    addTexture(kind, dim, dim, false, false, false);
    if (dim === '1D' || dim === '2D' || dim === 'Cube') addTexture(kind, `${dim}Array`, dim, true, false, false);
    if (kind === 'image' || dim === '3D' || dim === 'Buffer') continue;
    addTexture(kind, `${dim}Shadow`, dim, false, true, false);
    if (dim !== '2DRect') addTexture(kind, `${dim}ArrayShadow`, dim, true, true, false);
  }
  addTexture(kind, '2DMS', '2D', false, false, true);
  addTexture(kind, '2DMSArray', '2D', true, false, true);
}
namedTypes.set('samplerExternalOES', new Type('sampler', 'samplerExternalOES', { dim: 'External' }));

/** The type of a column of a matrix, of an element of a vector or array. */
export const elementOf = (type: Type): Type => {
  if (type.element !== null) return type.element;
  if (type.kind !== 'number') return T.error;
  return type.cols > 1 ? numberType(type.base, type.rows) : numberType(type.base);
};

/** The same shape of another base. */
export const withBase = (type: Type, base: Base): Type => numberType(base, type.rows, type.cols);

/** Whether any part of a type fulfils a condition. */
export const contains = (type: Type, test: (part: Type) => boolean): boolean => {
  if (test(type)) return true;
  if (type.element !== null) return contains(type.element, test);
  return type.fields.some((field) => contains(field.type, test));
};

/** Whether it has a sampler, image or counter in it. */
export const hasOpaque = (type: Type): boolean => contains(type, (part) => part.isOpaque);

/** Scalars in a value; unsized arrays count as one element, opaque things as none. */
export const scalarCount = (type: Type): number => {
  if (type.kind === 'number') return type.components;
  if (type.element !== null) return Math.max(1, type.length) * scalarCount(type.element);
  let count = 0;
  for (const field of type.fields) count += scalarCount(field.type);
  return count;
};

/** Whether two types from different shaders are the same; structures by their members. */
export const sameType = (a: Type, b: Type, precisions = false): boolean => {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.element !== null && b.element !== null) return a.length === b.length && sameType(a.element, b.element, precisions);
  if (a.kind !== 'struct' && a.kind !== 'block') return false;
  return (
    a.name === b.name &&
    a.fields.length === b.fields.length &&
    a.fields.every((field, i) => {
      const other = b.fields[i];
      return (
        other !== undefined &&
        field.name === other.name &&
        sameType(field.type, other.type, precisions) &&
        (!precisions || field.precision === other.precision)
      );
    })
  );
};
