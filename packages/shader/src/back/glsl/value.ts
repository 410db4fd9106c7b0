/** Small text functions on typed GLSL expressions. */

/** How a variable or expression holds a value: float, uint or int vectors. */
export type Stored = 'f' | 'u' | 'i';

/** A variable: `text` is a vec4 of its kind, or a scalar when `scalar` is set (then y, z and w read as 0). */
export type Variable = {
  readonly text: string;
  readonly kind: Stored;
  readonly scalar?: boolean;
  /** Set where the components are so many elements of an array; the others read as 0. */
  readonly elements?: number;
};

const vectorNames: Readonly<Record<Stored, readonly string[]>> = {
  f: ['', 'float', 'vec2', 'vec3', 'vec4'],
  u: ['', 'uint', 'uvec2', 'uvec3', 'uvec4'],
  i: ['', 'int', 'ivec2', 'ivec3', 'ivec4'],
};

/** Name of the type with n components. */
export const typeName = (kind: Stored, n: number): string => vectorNames[kind][n] as string;

/** Zero of a kind. */
export const zero: Readonly<Record<Stored, string>> = { f: '0.0', u: '0u', i: '0' };

const letters = 'xyzw';

/** Components of a write mask. */
export const maskComponents = (mask: number): number[] => [0, 1, 2, 3].filter((i) => mask & (1 << i));

/** `.xyz` for a list of components. */
export const suffix = (components: readonly number[]): string => `.${components.map((i) => letters[i]).join('')}`;

const isIdentity = (components: readonly number[]): boolean => components.length === 4 && components.every((c, i) => c === i);

/** The named components of a variable, as one expression. */
export const select = ({ text, kind, scalar, elements }: Variable, components: readonly number[]): string => {
  if (elements !== undefined) {
    const parts = components.map((c) => (c < elements ? `${text}[${c}]` : zero[kind]));
    return parts.length === 1 ? (parts[0] as string) : `${typeName(kind, parts.length)}(${parts.join(', ')})`;
  }
  if (scalar !== true) return isIdentity(components) ? text : text + suffix(components);
  if (components.length === 1) return components[0] === 0 ? text : zero[kind];
  const parts = components.every((c) => c === 0) ? [text] : components.map((c) => (c === 0 ? text : zero[kind]));
  return `${typeName(kind, components.length)}(${parts.join(', ')})`;
};

/** The same bits as another kind. */
export const convert = (text: string, from: Stored, to: Stored, n: number): string => {
  if (from === to) return text;
  if (from === 'f') return `${to === 'u' ? 'floatBitsToUint' : 'floatBitsToInt'}(${text})`;
  if (to === 'f') return `${from === 'u' ? 'uintBitsToFloat' : 'intBitsToFloat'}(${text})`;
  return `${typeName(to, n)}(${text})`;
};

/** A vector whose components are all `text`. */
export const splat = (kind: Stored, n: number, text: string): string => (n === 1 ? text : `${typeName(kind, n)}(${text})`);

/** A vector from one text per component; equal ones are written once. */
export const vector = (kind: Stored, parts: readonly string[]): string => {
  if (parts.length === 1) return parts[0] as string;
  const same = parts.every((part) => part === parts[0]);
  return `${typeName(kind, parts.length)}(${same ? parts[0] : parts.join(', ')})`;
};

/** Fills `{0}`, `{1}` ... and `{t}` (a type) of a template; `-{0}` of a negated operand does not become a decrement. */
export const fill = (template: string, sources: readonly string[], type = ''): string =>
  template.replace(/(-?)\{(\w)\}/g, (_, minus: string, key: string) => {
    const text = key === 't' ? type : (sources[Number(key)] ?? '');
    return minus !== '' && text.startsWith('-') ? `-(${text})` : minus + text;
  });
