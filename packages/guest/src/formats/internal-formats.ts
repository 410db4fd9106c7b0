/*
 * Internal formats of textures and renderbuffers: what each is made of, what it may be used for, and which pipe formats can hold it.
 *
 * The first pipe format that the host offers is taken. Formats whose texels lie in memory as GL programs have them come first, so that
 * uploads are copies. Luminance and alpha are stored in red and green and swizzled when they are sampled.
 */
import { PipeFormat, Swizzle } from '@virglass/protocol';
import { GL } from '../gl-constants.ts';
import { GL4 } from '../gl4-constants.ts';

/** What a component is. */
export type ComponentKind = 'unorm' | 'snorm' | 'float' | 'int' | 'uint' | 'depth';

/** Bits of each component. */
export interface ComponentBits {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
  readonly d: number;
  readonly s: number;
}

/** One internal format. */
export interface InternalFormat {
  /** GL's number. */
  readonly id: number;
  /** GL's base format: RED, RG, RGB, RGBA, LUMINANCE, ..., DEPTH_COMPONENT, DEPTH_STENCIL, STENCIL_INDEX. */
  readonly base: number;
  readonly kind: ComponentKind;
  readonly bits: ComponentBits;
  /** By preference. */
  readonly pipes: readonly number[];
  /** What sampling makes of the stored components; null: they are what they seem. */
  readonly swizzle: readonly [number, number, number, number] | null;
  readonly srgb: boolean;
  /** OpenGL ES 3.0 table 3.13: 'float' needs an extension. */
  readonly renderable: 'yes' | 'no' | 'float' | 'halfFloat';
  /** Only OpenGL has it. */
  readonly desktop: boolean;
  readonly filterable: 'yes' | 'no' | 'float';
  /** Compressed block: width, height, bytes. */
  readonly block: readonly [number, number, number] | null;
}

type Name = keyof typeof PipeFormat;
type Bits = readonly [number, number?, number?, number?];

const table = new Map<number, InternalFormat>();

/** The format with GL's number, or undefined. */
export function internalFormat(id: number): InternalFormat | undefined {
  return table.get(id);
}

/** Every internal format. */
export const internalFormats: Iterable<InternalFormat> = { [Symbol.iterator]: () => table.values() };

/** Numbers of the sized luminance and alpha formats, which WebGL programs ask for by format and type. @source EXT_texture_storage */
export const Sized = {
  ALPHA8: 0x803c,
  LUMINANCE8: 0x8040,
  LUMINANCE8_ALPHA8: 0x8045,
  ALPHA32F: 0x8816,
  LUMINANCE32F: 0x8818,
  LUMINANCE_ALPHA32F: 0x8819,
  ALPHA16F: 0x881c,
  LUMINANCE16F: 0x881e,
  LUMINANCE_ALPHA16F: 0x881f,
} as const;

const { X, Y, Z, ZERO, ONE } = Swizzle;
const swizzles = new Map<number, readonly [number, number, number, number]>([
  [GL.RED, [X, ZERO, ZERO, ONE]],
  [GL.RG, [X, Y, ZERO, ONE]],
  [GL.RGB, [X, Y, Z, ONE]],
  [GL.LUMINANCE, [X, X, X, ONE]],
  [GL.ALPHA, [ZERO, ZERO, ZERO, X]],
  [GL.LUMINANCE_ALPHA, [X, X, X, Y]],
  [GL.DEPTH_COMPONENT, [X, ZERO, ZERO, ONE]],
  [GL.DEPTH_STENCIL, [X, ZERO, ZERO, ONE]],
]);

function color(
  id: number,
  base: number,
  kind: ComponentKind,
  bits: Bits,
  renderable: InternalFormat['renderable'],
  filterable: InternalFormat['filterable'],
  pipes: readonly Name[],
  desktop = false,
): void {
  const [r, g = 0, b = 0, a = 0] = bits;
  table.set(id, {
    id,
    base,
    kind,
    bits: { r, g, b, a, d: 0, s: 0 },
    pipes: pipes.map((name) => PipeFormat[name]),
    swizzle: swizzles.get(base) ?? null,
    srgb: pipes[0]!.includes('SRGB'),
    renderable,
    desktop,
    filterable,
    block: null,
  });
}

/** A family of formats with 1 to 4 components of the same size. */
function family(
  ids: Bits,
  bits: number,
  kind: ComponentKind,
  suffix: string,
  renderable: InternalFormat['renderable'],
  filterable: InternalFormat['filterable'],
  desktop = false,
): void {
  const bases = [GL.RED, GL.RG, GL.RGB, GL.RGBA];
  ids.forEach((id, i) => {
    if (id === undefined || id === 0) return;
    const n = String(bits);
    const names = [
      [`R${n}_${suffix}`],
      [`R${n}G${n}_${suffix}`],
      [`R${n}G${n}B${n}X${n}_${suffix}`, `R${n}G${n}B${n}A${n}_${suffix}`],
      [`R${n}G${n}B${n}A${n}_${suffix}`],
    ][i] as Name[];
    color(
      id,
      bases[i]!,
      kind,
      Array.from({ length: i + 1 }, () => bits) as unknown as Bits,
      i === 2 ? 'no' : renderable,
      filterable,
      names,
      desktop,
    );
  });
}

family([GL.R8, GL.RG8, 0, GL.RGBA8], 8, 'unorm', 'UNORM', 'yes', 'yes');
color(GL.RGB8, GL.RGB, 'unorm', [8, 8, 8], 'yes', 'yes', ['R8G8B8X8_UNORM', 'R8G8B8A8_UNORM']);
family([GL.R8_SNORM, GL.RG8_SNORM, GL.RGB8_SNORM, GL.RGBA8_SNORM], 8, 'snorm', 'SNORM', 'no', 'yes');
family([GL.R16F, GL.RG16F, GL.RGB16F, GL.RGBA16F], 16, 'float', 'FLOAT', 'halfFloat', 'yes');
family([GL.R32F, GL.RG32F, GL.RGB32F, GL.RGBA32F], 32, 'float', 'FLOAT', 'float', 'float');
family([GL.R8UI, GL.RG8UI, GL.RGB8UI, GL.RGBA8UI], 8, 'uint', 'UINT', 'yes', 'no');
family([GL.R8I, GL.RG8I, GL.RGB8I, GL.RGBA8I], 8, 'int', 'SINT', 'yes', 'no');
family([GL.R16UI, GL.RG16UI, GL.RGB16UI, GL.RGBA16UI], 16, 'uint', 'UINT', 'yes', 'no');
family([GL.R16I, GL.RG16I, GL.RGB16I, GL.RGBA16I], 16, 'int', 'SINT', 'yes', 'no');
family([GL.R32UI, GL.RG32UI, GL.RGB32UI, GL.RGBA32UI], 32, 'uint', 'UINT', 'yes', 'no');
family([GL.R32I, GL.RG32I, GL.RGB32I, GL.RGBA32I], 32, 'int', 'SINT', 'yes', 'no');
color(GL.SRGB8, GL.RGB, 'unorm', [8, 8, 8], 'no', 'yes', ['R8G8B8X8_SRGB', 'R8G8B8A8_SRGB']);
color(GL.SRGB8_ALPHA8, GL.RGBA, 'unorm', [8, 8, 8, 8], 'yes', 'yes', ['R8G8B8A8_SRGB']);
color(GL.RGB565, GL.RGB, 'unorm', [5, 6, 5], 'yes', 'yes', ['B5G6R5_UNORM', 'R8G8B8X8_UNORM', 'R8G8B8A8_UNORM']);
color(GL.RGB5_A1, GL.RGBA, 'unorm', [5, 5, 5, 1], 'yes', 'yes', ['A1B5G5R5_UNORM', 'B5G5R5A1_UNORM', 'R8G8B8A8_UNORM']);
color(GL.RGBA4, GL.RGBA, 'unorm', [4, 4, 4, 4], 'yes', 'yes', ['A4B4G4R4_UNORM', 'B4G4R4A4_UNORM', 'R8G8B8A8_UNORM']);
color(GL.RGB10_A2, GL.RGBA, 'unorm', [10, 10, 10, 2], 'yes', 'yes', ['R10G10B10A2_UNORM', 'B10G10R10A2_UNORM', 'R16G16B16A16_UNORM']);
color(GL.RGB10_A2UI, GL.RGBA, 'uint', [10, 10, 10, 2], 'yes', 'no', ['R10G10B10A2_UINT', 'B10G10R10A2_UINT', 'R16G16B16A16_UINT']);
color(GL.R11F_G11F_B10F, GL.RGB, 'float', [11, 11, 10], 'halfFloat', 'yes', [
  'R11G11B10_FLOAT',
  'R16G16B16X16_FLOAT',
  'R16G16B16A16_FLOAT',
]);
color(GL.RGB9_E5, GL.RGB, 'float', [9, 9, 9], 'no', 'yes', ['R9G9B9E5_FLOAT', 'R16G16B16X16_FLOAT', 'R16G16B16A16_FLOAT']);
color(Sized.ALPHA8, GL.ALPHA, 'unorm', [0, 0, 0, 8], 'no', 'yes', ['R8_UNORM']);
color(Sized.LUMINANCE8, GL.LUMINANCE, 'unorm', [8], 'no', 'yes', ['R8_UNORM']);
color(Sized.LUMINANCE8_ALPHA8, GL.LUMINANCE_ALPHA, 'unorm', [8, 0, 0, 8], 'no', 'yes', ['R8G8_UNORM']);
color(Sized.ALPHA16F, GL.ALPHA, 'float', [0, 0, 0, 16], 'no', 'yes', ['R16_FLOAT']);
color(Sized.LUMINANCE16F, GL.LUMINANCE, 'float', [16], 'no', 'yes', ['R16_FLOAT']);
color(Sized.LUMINANCE_ALPHA16F, GL.LUMINANCE_ALPHA, 'float', [16, 0, 0, 16], 'no', 'yes', ['R16G16_FLOAT']);
color(Sized.ALPHA32F, GL.ALPHA, 'float', [0, 0, 0, 32], 'no', 'float', ['R32_FLOAT']);
color(Sized.LUMINANCE32F, GL.LUMINANCE, 'float', [32], 'no', 'float', ['R32_FLOAT']);
color(Sized.LUMINANCE_ALPHA32F, GL.LUMINANCE_ALPHA, 'float', [32, 0, 0, 32], 'no', 'float', ['R32G32_FLOAT']);

function depth(id: number, base: number, d: number, s: number, pipes: readonly Name[], desktop = false): void {
  table.set(id, {
    id,
    base,
    kind: base === GL.STENCIL_INDEX ? 'uint' : 'depth',
    bits: { r: 0, g: 0, b: 0, a: 0, d, s },
    pipes: pipes.map((name) => PipeFormat[name]),
    swizzle: swizzles.get(base) ?? null,
    srgb: false,
    renderable: 'yes',
    desktop,
    filterable: 'no',
    block: null,
  });
}

depth(GL.DEPTH_COMPONENT16, GL.DEPTH_COMPONENT, 16, 0, ['Z16_UNORM', 'Z24X8_UNORM', 'Z32_FLOAT']);
depth(GL.DEPTH_COMPONENT24, GL.DEPTH_COMPONENT, 24, 0, [
  'Z24X8_UNORM',
  'X8Z24_UNORM',
  'S8_UINT_Z24_UNORM',
  'Z24_UNORM_S8_UINT',
  'Z32_FLOAT',
]);
depth(GL.DEPTH_COMPONENT32F, GL.DEPTH_COMPONENT, 32, 0, ['Z32_FLOAT']);
depth(GL.DEPTH24_STENCIL8, GL.DEPTH_STENCIL, 24, 8, ['S8_UINT_Z24_UNORM', 'Z24_UNORM_S8_UINT', 'Z32_FLOAT_S8X24_UINT']);
depth(GL.DEPTH32F_STENCIL8, GL.DEPTH_STENCIL, 32, 8, ['Z32_FLOAT_S8X24_UINT']);
depth(GL.STENCIL_INDEX8, GL.STENCIL_INDEX, 0, 8, ['S8_UINT', 'S8_UINT_Z24_UNORM', 'Z24_UNORM_S8_UINT']);

// What only OpenGL has.
family([GL4.R16, GL4.RG16, GL4.RGB16, GL4.RGBA16], 16, 'unorm', 'UNORM', 'yes', 'yes', true);
family([GL4.R16_SNORM, GL4.RG16_SNORM, GL4.RGB16_SNORM, GL4.RGBA16_SNORM], 16, 'snorm', 'SNORM', 'no', 'yes', true);
color(GL4.R3_G3_B2, GL.RGB, 'unorm', [3, 3, 2], 'yes', 'yes', ['R8G8B8X8_UNORM', 'R8G8B8A8_UNORM'], true);
color(GL4.RGB4, GL.RGB, 'unorm', [4, 4, 4], 'yes', 'yes', ['R8G8B8X8_UNORM', 'R8G8B8A8_UNORM'], true);
color(GL4.RGB5, GL.RGB, 'unorm', [5, 5, 5], 'yes', 'yes', ['B5G6R5_UNORM', 'R8G8B8X8_UNORM', 'R8G8B8A8_UNORM'], true);
color(GL4.RGB10, GL.RGB, 'unorm', [10, 10, 10], 'yes', 'yes', ['R10G10B10X2_UNORM', 'R10G10B10A2_UNORM', 'R16G16B16A16_UNORM'], true);
color(GL4.RGB12, GL.RGB, 'unorm', [12, 12, 12], 'yes', 'yes', ['R16G16B16X16_UNORM', 'R16G16B16A16_UNORM'], true);
color(GL4.RGBA2, GL.RGBA, 'unorm', [2, 2, 2, 2], 'yes', 'yes', ['B4G4R4A4_UNORM', 'R8G8B8A8_UNORM'], true);
color(GL4.RGBA12, GL.RGBA, 'unorm', [12, 12, 12, 12], 'yes', 'yes', ['R16G16B16A16_UNORM'], true);
depth(GL4.DEPTH_COMPONENT32, GL.DEPTH_COMPONENT, 32, 0, ['Z32_UNORM', 'Z24X8_UNORM', 'Z32_FLOAT'], true);
depth(GL4.STENCIL_INDEX1, GL.STENCIL_INDEX, 0, 1, ['S8_UINT', 'S8_UINT_Z24_UNORM'], true);
depth(GL4.STENCIL_INDEX4, GL.STENCIL_INDEX, 0, 4, ['S8_UINT', 'S8_UINT_Z24_UNORM'], true);
depth(GL4.STENCIL_INDEX16, GL.STENCIL_INDEX, 0, 16, ['S8_UINT', 'S8_UINT_Z24_UNORM'], true);

function compressed(id: number, base: number, block: readonly [number, number, number], pipe: Name): void {
  table.set(id, {
    id,
    base,
    kind: pipe.includes('SNORM') ? 'snorm' : pipe.includes('FLOAT') ? 'float' : 'unorm',
    bits: { r: 8, g: base === GL.RED ? 0 : 8, b: base === GL.RED || base === GL.RG ? 0 : 8, a: base === GL.RGBA ? 8 : 0, d: 0, s: 0 },
    pipes: [PipeFormat[pipe]],
    swizzle: swizzles.get(base) ?? null,
    srgb: pipe.includes('SRGB'),
    renderable: 'no',
    desktop: false,
    filterable: 'yes',
    block,
  });
}

const B8 = [4, 4, 8] as const;
const B16 = [4, 4, 16] as const;
compressed(0x83f0, GL.RGB, B8, 'DXT1_RGB');
compressed(0x83f1, GL.RGBA, B8, 'DXT1_RGBA');
compressed(0x83f2, GL.RGBA, B16, 'DXT3_RGBA');
compressed(0x83f3, GL.RGBA, B16, 'DXT5_RGBA');
compressed(0x8c4c, GL.RGB, B8, 'DXT1_SRGB');
compressed(0x8c4d, GL.RGBA, B8, 'DXT1_SRGBA');
compressed(0x8c4e, GL.RGBA, B16, 'DXT3_SRGBA');
compressed(0x8c4f, GL.RGBA, B16, 'DXT5_SRGBA');
compressed(0x8dbb, GL.RED, B8, 'RGTC1_UNORM');
compressed(0x8dbc, GL.RED, B8, 'RGTC1_SNORM');
compressed(0x8dbd, GL.RG, B16, 'RGTC2_UNORM');
compressed(0x8dbe, GL.RG, B16, 'RGTC2_SNORM');
compressed(0x8e8c, GL.RGBA, B16, 'BPTC_RGBA_UNORM');
compressed(0x8e8d, GL.RGBA, B16, 'BPTC_SRGBA');
compressed(0x8e8e, GL.RGB, B16, 'BPTC_RGB_FLOAT');
compressed(0x8e8f, GL.RGB, B16, 'BPTC_RGB_UFLOAT');
compressed(0x8d64, GL.RGB, B8, 'ETC1_RGB8');
compressed(0x9270, GL.RED, B8, 'ETC2_R11_UNORM');
compressed(0x9271, GL.RED, B8, 'ETC2_R11_SNORM');
compressed(0x9272, GL.RG, B16, 'ETC2_RG11_UNORM');
compressed(0x9273, GL.RG, B16, 'ETC2_RG11_SNORM');
compressed(0x9274, GL.RGB, B8, 'ETC2_RGB8');
compressed(0x9275, GL.RGB, B8, 'ETC2_SRGB8');
compressed(0x9276, GL.RGBA, B8, 'ETC2_RGB8A1');
compressed(0x9277, GL.RGBA, B8, 'ETC2_SRGB8A1');
compressed(0x9278, GL.RGBA, B16, 'ETC2_RGBA8');
compressed(0x9279, GL.RGBA, B16, 'ETC2_SRGBA8');
const astcSizes = ['4x4', '5x4', '5x5', '6x5', '6x6', '8x5', '8x6', '8x8', '10x5', '10x6', '10x8', '10x10', '12x10', '12x12'] as const;
astcSizes.forEach((size, i) => {
  const [w = 4, h = 4] = size.split('x').map(Number);
  compressed(0x93b0 + i, GL.RGBA, [w, h, 16], `ASTC_${size}`);
  compressed(0x93d0 + i, GL.RGBA, [w, h, 16], `ASTC_${size}_SRGB`);
});
