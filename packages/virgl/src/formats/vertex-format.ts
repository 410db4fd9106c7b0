import { GL } from '@virglass/gl';
import { PipeFormat } from '@virglass/protocol';

/** A format of vertex attributes, as the parameters of glVertexAttribFormat and its integer form. */
export interface VertexFormat {
  /** Number on the wire. */
  readonly id: number;
  /** Components, 1 to 4. */
  readonly size: number;
  readonly glType: number;
  /** Integers mean 0 to 1 or -1 to 1. */
  readonly normalized: boolean;
  /** The shader's input is an integer (glVertexAttribIFormat). */
  readonly integer: boolean;
  /** Integers (pure, scaled or normalised) are signed. */
  readonly signed: boolean;
  /** Components are in the order b, g, r, a: GL's size is then GL.BGRA. */
  readonly bgra: boolean;
  /** Integers that the shader sees as floats of the same value. */
  readonly scaled: boolean;
  /** Bytes of one attribute. */
  readonly bytes: number;
}

const CHANNELS = ['R', 'RG', 'RGB', 'RGBA'] as const;

/** Suffix of the format's name: bits a channel, GL type, what the numbers mean. */
const families: readonly (readonly [
  suffix: string,
  bits: number,
  glType: number,
  meaning: 'float' | 'norm' | 'scaled' | 'integer',
  signed: boolean,
])[] = [
  ['UNORM', 8, GL.UNSIGNED_BYTE, 'norm', false],
  ['SNORM', 8, GL.BYTE, 'norm', true],
  ['USCALED', 8, GL.UNSIGNED_BYTE, 'scaled', false],
  ['SSCALED', 8, GL.BYTE, 'scaled', true],
  ['UINT', 8, GL.UNSIGNED_BYTE, 'integer', false],
  ['SINT', 8, GL.BYTE, 'integer', true],
  ['UNORM', 16, GL.UNSIGNED_SHORT, 'norm', false],
  ['SNORM', 16, GL.SHORT, 'norm', true],
  ['USCALED', 16, GL.UNSIGNED_SHORT, 'scaled', false],
  ['SSCALED', 16, GL.SHORT, 'scaled', true],
  ['UINT', 16, GL.UNSIGNED_SHORT, 'integer', false],
  ['SINT', 16, GL.SHORT, 'integer', true],
  ['FLOAT', 16, GL.HALF_FLOAT, 'float', true],
  ['UNORM', 32, GL.UNSIGNED_INT, 'norm', false],
  ['SNORM', 32, GL.INT, 'norm', true],
  ['USCALED', 32, GL.UNSIGNED_INT, 'scaled', false],
  ['SSCALED', 32, GL.INT, 'scaled', true],
  ['UINT', 32, GL.UNSIGNED_INT, 'integer', false],
  ['SINT', 32, GL.INT, 'integer', true],
  ['FLOAT', 32, GL.FLOAT, 'float', true],
  ['FIXED', 32, GL.FIXED, 'float', true],
  ['FLOAT', 64, GL.DOUBLE, 'float', true],
];

const U1010102 = GL.UNSIGNED_INT_2_10_10_10_REV;
const S1010102 = GL.INT_2_10_10_10_REV;

/**
 * Packed and reordered formats. GL takes the order b, g, r, a for normalised attributes only, so the scaled B10G10R10A2
 * formats, which no GL can ask a guest's driver for, are not here.
 */
const packed: readonly VertexFormat[] = [
  row('B8G8R8A8_UNORM', 4, GL.UNSIGNED_BYTE, true, false, true, false),
  row('R10G10B10A2_UNORM', 4, U1010102, true, false, false, false),
  row('B10G10R10A2_UNORM', 4, U1010102, true, false, true, false),
  row('R10G10B10A2_SNORM', 4, S1010102, true, true, false, false),
  row('B10G10R10A2_SNORM', 4, S1010102, true, true, true, false),
  row('R10G10B10A2_USCALED', 4, U1010102, false, false, false, true),
  row('R10G10B10A2_SSCALED', 4, S1010102, false, true, false, true),
  row('R11G11B10_FLOAT', 3, GL.UNSIGNED_INT_10F_11F_11F_REV, false, true, false, false),
];

function row(
  name: keyof typeof PipeFormat,
  size: number,
  glType: number,
  normalized: boolean,
  signed: boolean,
  bgra: boolean,
  scaled: boolean,
): VertexFormat {
  return { id: PipeFormat[name], size, glType, normalized, integer: false, signed, bgra, scaled, bytes: 4 };
}

function makeTable(): ReadonlyMap<number, VertexFormat> {
  const numbers: Readonly<Record<string, number>> = PipeFormat;
  const table = new Map<number, VertexFormat>();
  for (const [suffix, bits, glType, meaning, signed] of families) {
    for (const channels of CHANNELS) {
      const name = `${channels
        .split('')
        .map((c) => c + String(bits))
        .join('')}_${suffix}`;
      const id = numbers[name];
      if (id === undefined) throw new Error(`no such format: ${name}`);
      table.set(id, {
        id,
        size: channels.length,
        glType,
        normalized: meaning === 'norm',
        integer: meaning === 'integer',
        signed,
        bgra: false,
        scaled: meaning === 'scaled',
        bytes: (channels.length * bits) / 8,
      });
    }
  }
  for (const format of packed) table.set(format.id, format);
  return table;
}

const table = makeTable();

/** The vertex format with this number on the wire, or null when it is none. */
export function vertexFormat(id: number): VertexFormat | null {
  return table.get(id) ?? null;
}

/** Numbers of all vertex formats, in the order of the table. */
export function vertexFormatIds(): readonly number[] {
  return [...table.keys()];
}
