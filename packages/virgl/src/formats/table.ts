/*
 * The formats that GL can store, one row each, and the formats of vertex elements.
 *
 * A pipe format names its channels from the lowest bits up: B5G6R5 has blue in bits 0-4. GL names packed types from the
 * highest bits down, with `_REV` for the other way round; so B5G6R5 is (RGB, 5_6_5) and R5G6B5 is (RGB, 5_6_5_REV). Array
 * formats (8, 16 and 32-bit channels) are in byte order in both.
 *
 * Core profiles have no luminance, alpha or intensity textures and no X8 formats: these are stored as R, RG or RGBA and
 * carry a swizzle for sampling. The transfer format is that of the storage, so that the bytes stay the same.
 */
import { GL } from '@virglass/gl';
import { PipeFormat } from '@virglass/protocol';
import { type ChannelSwizzle, type Format, FormatConversion, FormatKind } from './format.ts';

type Name = keyof typeof PipeFormat;

/** How OpenGL ES stores a format where it differs: not at all (null), or by another transfer format. */
type EsStorage = null | { readonly glFormat: number; readonly glType: number; readonly conversion: FormatConversion };

type Row = readonly [
  name: Name,
  kind: FormatKind,
  bytes: number,
  internalFormat: number,
  glFormat: number,
  glType: number,
  swizzle?: ChannelSwizzle | null,
  es?: EsStorage,
];

const { UNORM, SNORM, FLOAT, UINT, SINT, DEPTH, STENCIL, DEPTH_STENCIL } = FormatKind;

const XYZ1: ChannelSwizzle = [0, 1, 2, 5];
const XXX1: ChannelSwizzle = [0, 0, 0, 5];
const OOOX: ChannelSwizzle = [4, 4, 4, 0];
const XXXY: ChannelSwizzle = [0, 0, 0, 1];
const XXXX: ChannelSwizzle = [0, 0, 0, 0];

const ES_SWAPPED: EsStorage = { glFormat: GL.RGBA, glType: GL.UNSIGNED_BYTE, conversion: FormatConversion.SWAP_RED_BLUE };

const U8 = GL.UNSIGNED_BYTE;
const U16 = GL.UNSIGNED_SHORT;
const U32 = GL.UNSIGNED_INT;
const S8 = GL.BYTE;
const S16 = GL.SHORT;
const S32 = GL.INT;
const F16 = GL.HALF_FLOAT;
const F32 = GL.FLOAT;

/** Colour formats of 1x1 blocks. */
const colorRows: readonly Row[] = [
  ['R8_UNORM', UNORM, 1, GL.R8, GL.RED, U8],
  ['R8G8_UNORM', UNORM, 2, GL.RG8, GL.RG, U8],
  ['R8G8B8A8_UNORM', UNORM, 4, GL.RGBA8, GL.RGBA, U8],
  ['R8G8B8X8_UNORM', UNORM, 4, GL.RGBA8, GL.RGBA, U8, XYZ1],
  ['B8G8R8A8_UNORM', UNORM, 4, GL.RGBA8, GL.BGRA, U8, null, ES_SWAPPED],
  ['B8G8R8X8_UNORM', UNORM, 4, GL.RGBA8, GL.BGRA, U8, XYZ1, ES_SWAPPED],
  ['A8R8G8B8_UNORM', UNORM, 4, GL.RGBA8, GL.BGRA, GL.UNSIGNED_INT_8_8_8_8, null, null],
  ['X8R8G8B8_UNORM', UNORM, 4, GL.RGBA8, GL.BGRA, GL.UNSIGNED_INT_8_8_8_8, XYZ1, null],
  ['A8B8G8R8_UNORM', UNORM, 4, GL.RGBA8, GL.RGBA, GL.UNSIGNED_INT_8_8_8_8, null, null],
  ['X8B8G8R8_UNORM', UNORM, 4, GL.RGBA8, GL.RGBA, GL.UNSIGNED_INT_8_8_8_8, XYZ1, null],

  ['R8_SRGB', UNORM, 1, GL.SR8_EXT, GL.RED, U8],
  ['R8G8_SRGB', UNORM, 2, GL.SRG8_EXT, GL.RG, U8],
  ['L8_SRGB', UNORM, 1, GL.SR8_EXT, GL.RED, U8, XXX1],
  ['R8G8B8A8_SRGB', UNORM, 4, GL.SRGB8_ALPHA8, GL.RGBA, U8],
  ['R8G8B8X8_SRGB', UNORM, 4, GL.SRGB8_ALPHA8, GL.RGBA, U8, XYZ1],
  ['B8G8R8A8_SRGB', UNORM, 4, GL.SRGB8_ALPHA8, GL.BGRA, U8, null, ES_SWAPPED],
  ['B8G8R8X8_SRGB', UNORM, 4, GL.SRGB8_ALPHA8, GL.BGRA, U8, XYZ1, ES_SWAPPED],
  ['A8R8G8B8_SRGB', UNORM, 4, GL.SRGB8_ALPHA8, GL.BGRA, GL.UNSIGNED_INT_8_8_8_8, null, null],
  ['X8R8G8B8_SRGB', UNORM, 4, GL.SRGB8_ALPHA8, GL.BGRA, GL.UNSIGNED_INT_8_8_8_8, XYZ1, null],
  ['A8B8G8R8_SRGB', UNORM, 4, GL.SRGB8_ALPHA8, GL.RGBA, GL.UNSIGNED_INT_8_8_8_8, null, null],
  ['X8B8G8R8_SRGB', UNORM, 4, GL.SRGB8_ALPHA8, GL.RGBA, GL.UNSIGNED_INT_8_8_8_8, XYZ1, null],

  ['R8_SNORM', SNORM, 1, GL.R8_SNORM, GL.RED, S8],
  ['R8G8_SNORM', SNORM, 2, GL.RG8_SNORM, GL.RG, S8],
  ['R8G8B8A8_SNORM', SNORM, 4, GL.RGBA8_SNORM, GL.RGBA, S8],
  ['R8G8B8X8_SNORM', SNORM, 4, GL.RGBA8_SNORM, GL.RGBA, S8, XYZ1],

  ['R16_UNORM', UNORM, 2, GL.R16, GL.RED, U16],
  ['R16G16_UNORM', UNORM, 4, GL.RG16, GL.RG, U16],
  ['R16G16B16A16_UNORM', UNORM, 8, GL.RGBA16, GL.RGBA, U16],
  ['R16G16B16X16_UNORM', UNORM, 8, GL.RGBA16, GL.RGBA, U16, XYZ1],
  ['R16_SNORM', SNORM, 2, GL.R16_SNORM, GL.RED, S16],
  ['R16G16_SNORM', SNORM, 4, GL.RG16_SNORM, GL.RG, S16],
  ['R16G16B16A16_SNORM', SNORM, 8, GL.RGBA16_SNORM, GL.RGBA, S16],
  ['R16G16B16X16_SNORM', SNORM, 8, GL.RGBA16_SNORM, GL.RGBA, S16, XYZ1],

  ['R16_FLOAT', FLOAT, 2, GL.R16F, GL.RED, F16],
  ['R16G16_FLOAT', FLOAT, 4, GL.RG16F, GL.RG, F16],
  ['R16G16B16A16_FLOAT', FLOAT, 8, GL.RGBA16F, GL.RGBA, F16],
  ['R16G16B16X16_FLOAT', FLOAT, 8, GL.RGBA16F, GL.RGBA, F16, XYZ1],
  ['R32_FLOAT', FLOAT, 4, GL.R32F, GL.RED, F32],
  ['R32G32_FLOAT', FLOAT, 8, GL.RG32F, GL.RG, F32],
  ['R32G32B32_FLOAT', FLOAT, 12, GL.RGB32F, GL.RGB, F32],
  ['R32G32B32A32_FLOAT', FLOAT, 16, GL.RGBA32F, GL.RGBA, F32],
  ['R32G32B32X32_FLOAT', FLOAT, 16, GL.RGBA32F, GL.RGBA, F32, XYZ1],

  ['R8_UINT', UINT, 1, GL.R8UI, GL.RED_INTEGER, U8],
  ['R8G8_UINT', UINT, 2, GL.RG8UI, GL.RG_INTEGER, U8],
  ['R8G8B8A8_UINT', UINT, 4, GL.RGBA8UI, GL.RGBA_INTEGER, U8],
  ['R8G8B8X8_UINT', UINT, 4, GL.RGBA8UI, GL.RGBA_INTEGER, U8, XYZ1],
  ['R8_SINT', SINT, 1, GL.R8I, GL.RED_INTEGER, S8],
  ['R8G8_SINT', SINT, 2, GL.RG8I, GL.RG_INTEGER, S8],
  ['R8G8B8A8_SINT', SINT, 4, GL.RGBA8I, GL.RGBA_INTEGER, S8],
  ['R8G8B8X8_SINT', SINT, 4, GL.RGBA8I, GL.RGBA_INTEGER, S8, XYZ1],
  ['R16_UINT', UINT, 2, GL.R16UI, GL.RED_INTEGER, U16],
  ['R16G16_UINT', UINT, 4, GL.RG16UI, GL.RG_INTEGER, U16],
  ['R16G16B16A16_UINT', UINT, 8, GL.RGBA16UI, GL.RGBA_INTEGER, U16],
  ['R16G16B16X16_UINT', UINT, 8, GL.RGBA16UI, GL.RGBA_INTEGER, U16, XYZ1],
  ['R16_SINT', SINT, 2, GL.R16I, GL.RED_INTEGER, S16],
  ['R16G16_SINT', SINT, 4, GL.RG16I, GL.RG_INTEGER, S16],
  ['R16G16B16A16_SINT', SINT, 8, GL.RGBA16I, GL.RGBA_INTEGER, S16],
  ['R16G16B16X16_SINT', SINT, 8, GL.RGBA16I, GL.RGBA_INTEGER, S16, XYZ1],
  ['R32_UINT', UINT, 4, GL.R32UI, GL.RED_INTEGER, U32],
  ['R32G32_UINT', UINT, 8, GL.RG32UI, GL.RG_INTEGER, U32],
  ['R32G32B32_UINT', UINT, 12, GL.RGB32UI, GL.RGB_INTEGER, U32],
  ['R32G32B32A32_UINT', UINT, 16, GL.RGBA32UI, GL.RGBA_INTEGER, U32],
  ['R32G32B32X32_UINT', UINT, 16, GL.RGBA32UI, GL.RGBA_INTEGER, U32, XYZ1],
  ['R32_SINT', SINT, 4, GL.R32I, GL.RED_INTEGER, S32],
  ['R32G32_SINT', SINT, 8, GL.RG32I, GL.RG_INTEGER, S32],
  ['R32G32B32_SINT', SINT, 12, GL.RGB32I, GL.RGB_INTEGER, S32],
  ['R32G32B32A32_SINT', SINT, 16, GL.RGBA32I, GL.RGBA_INTEGER, S32],
  ['R32G32B32X32_SINT', SINT, 16, GL.RGBA32I, GL.RGBA_INTEGER, S32, XYZ1],

  ['B5G6R5_UNORM', UNORM, 2, GL.RGB565, GL.RGB, GL.UNSIGNED_SHORT_5_6_5],
  ['R5G6B5_UNORM', UNORM, 2, GL.RGB565, GL.RGB, GL.UNSIGNED_SHORT_5_6_5_REV, null, null],
  ['B5G5R5A1_UNORM', UNORM, 2, GL.RGB5_A1, GL.BGRA, GL.UNSIGNED_SHORT_1_5_5_5_REV, null, null],
  ['B5G5R5X1_UNORM', UNORM, 2, GL.RGB5_A1, GL.BGRA, GL.UNSIGNED_SHORT_1_5_5_5_REV, XYZ1, null],
  ['R5G5B5A1_UNORM', UNORM, 2, GL.RGB5_A1, GL.RGBA, GL.UNSIGNED_SHORT_1_5_5_5_REV, null, null],
  ['A1B5G5R5_UNORM', UNORM, 2, GL.RGB5_A1, GL.RGBA, GL.UNSIGNED_SHORT_5_5_5_1],
  ['A1R5G5B5_UNORM', UNORM, 2, GL.RGB5_A1, GL.BGRA, GL.UNSIGNED_SHORT_5_5_5_1, null, null],
  ['B4G4R4A4_UNORM', UNORM, 2, GL.RGBA4, GL.BGRA, GL.UNSIGNED_SHORT_4_4_4_4_REV, null, null],
  ['B4G4R4X4_UNORM', UNORM, 2, GL.RGBA4, GL.BGRA, GL.UNSIGNED_SHORT_4_4_4_4_REV, XYZ1, null],
  ['R4G4B4A4_UNORM', UNORM, 2, GL.RGBA4, GL.RGBA, GL.UNSIGNED_SHORT_4_4_4_4_REV, null, null],
  ['A4B4G4R4_UNORM', UNORM, 2, GL.RGBA4, GL.RGBA, GL.UNSIGNED_SHORT_4_4_4_4],
  ['A4R4G4B4_UNORM', UNORM, 2, GL.RGBA4, GL.BGRA, GL.UNSIGNED_SHORT_4_4_4_4, null, null],
  ['B2G3R3_UNORM', UNORM, 1, GL.R3_G3_B2, GL.RGB, GL.UNSIGNED_BYTE_3_3_2, null, null],
  ['R3G3B2_UNORM', UNORM, 1, GL.R3_G3_B2, GL.RGB, GL.UNSIGNED_BYTE_2_3_3_REV, null, null],
  ['R10G10B10A2_UNORM', UNORM, 4, GL.RGB10_A2, GL.RGBA, GL.UNSIGNED_INT_2_10_10_10_REV],
  ['R10G10B10X2_UNORM', UNORM, 4, GL.RGB10_A2, GL.RGBA, GL.UNSIGNED_INT_2_10_10_10_REV, XYZ1],
  ['B10G10R10A2_UNORM', UNORM, 4, GL.RGB10_A2, GL.BGRA, GL.UNSIGNED_INT_2_10_10_10_REV, null, null],
  ['B10G10R10X2_UNORM', UNORM, 4, GL.RGB10_A2, GL.BGRA, GL.UNSIGNED_INT_2_10_10_10_REV, XYZ1, null],
  ['A2B10G10R10_UNORM', UNORM, 4, GL.RGB10_A2, GL.RGBA, GL.UNSIGNED_INT_10_10_10_2, null, null],
  ['A2R10G10B10_UNORM', UNORM, 4, GL.RGB10_A2, GL.BGRA, GL.UNSIGNED_INT_10_10_10_2, null, null],
  ['R10G10B10A2_UINT', UINT, 4, GL.RGB10_A2UI, GL.RGBA_INTEGER, GL.UNSIGNED_INT_2_10_10_10_REV],
  ['B10G10R10A2_UINT', UINT, 4, GL.RGB10_A2UI, GL.BGRA_INTEGER, GL.UNSIGNED_INT_2_10_10_10_REV, null, null],
  ['R11G11B10_FLOAT', FLOAT, 4, GL.R11F_G11F_B10F, GL.RGB, GL.UNSIGNED_INT_10F_11F_11F_REV],
  ['R9G9B9E5_FLOAT', FLOAT, 4, GL.RGB9_E5, GL.RGB, GL.UNSIGNED_INT_5_9_9_9_REV],

  ['A8_UNORM', UNORM, 1, GL.R8, GL.RED, U8, OOOX],
  ['L8_UNORM', UNORM, 1, GL.R8, GL.RED, U8, XXX1],
  ['I8_UNORM', UNORM, 1, GL.R8, GL.RED, U8, XXXX],
  ['L8A8_UNORM', UNORM, 2, GL.RG8, GL.RG, U8, XXXY],
  ['A16_UNORM', UNORM, 2, GL.R16, GL.RED, U16, OOOX],
  ['L16_UNORM', UNORM, 2, GL.R16, GL.RED, U16, XXX1],
  ['I16_UNORM', UNORM, 2, GL.R16, GL.RED, U16, XXXX],
  ['L16A16_UNORM', UNORM, 4, GL.RG16, GL.RG, U16, XXXY],
  ['A8_SNORM', SNORM, 1, GL.R8_SNORM, GL.RED, S8, OOOX],
  ['L8_SNORM', SNORM, 1, GL.R8_SNORM, GL.RED, S8, XXX1],
  ['I8_SNORM', SNORM, 1, GL.R8_SNORM, GL.RED, S8, XXXX],
  ['L8A8_SNORM', SNORM, 2, GL.RG8_SNORM, GL.RG, S8, XXXY],
  ['A16_SNORM', SNORM, 2, GL.R16_SNORM, GL.RED, S16, OOOX],
  ['L16_SNORM', SNORM, 2, GL.R16_SNORM, GL.RED, S16, XXX1],
  ['I16_SNORM', SNORM, 2, GL.R16_SNORM, GL.RED, S16, XXXX],
  ['L16A16_SNORM', SNORM, 4, GL.RG16_SNORM, GL.RG, S16, XXXY],
  ['A16_FLOAT', FLOAT, 2, GL.R16F, GL.RED, F16, OOOX],
  ['L16_FLOAT', FLOAT, 2, GL.R16F, GL.RED, F16, XXX1],
  ['I16_FLOAT', FLOAT, 2, GL.R16F, GL.RED, F16, XXXX],
  ['L16A16_FLOAT', FLOAT, 4, GL.RG16F, GL.RG, F16, XXXY],
  ['A32_FLOAT', FLOAT, 4, GL.R32F, GL.RED, F32, OOOX],
  ['L32_FLOAT', FLOAT, 4, GL.R32F, GL.RED, F32, XXX1],
  ['I32_FLOAT', FLOAT, 4, GL.R32F, GL.RED, F32, XXXX],
  ['L32A32_FLOAT', FLOAT, 8, GL.RG32F, GL.RG, F32, XXXY],
  ['A8_UINT', UINT, 1, GL.R8UI, GL.RED_INTEGER, U8, OOOX],
  ['L8_UINT', UINT, 1, GL.R8UI, GL.RED_INTEGER, U8, XXX1],
  ['I8_UINT', UINT, 1, GL.R8UI, GL.RED_INTEGER, U8, XXXX],
  ['L8A8_UINT', UINT, 2, GL.RG8UI, GL.RG_INTEGER, U8, XXXY],
  ['A8_SINT', SINT, 1, GL.R8I, GL.RED_INTEGER, S8, OOOX],
  ['L8_SINT', SINT, 1, GL.R8I, GL.RED_INTEGER, S8, XXX1],
  ['I8_SINT', SINT, 1, GL.R8I, GL.RED_INTEGER, S8, XXXX],
  ['L8A8_SINT', SINT, 2, GL.RG8I, GL.RG_INTEGER, S8, XXXY],
  ['A16_UINT', UINT, 2, GL.R16UI, GL.RED_INTEGER, U16, OOOX],
  ['L16_UINT', UINT, 2, GL.R16UI, GL.RED_INTEGER, U16, XXX1],
  ['I16_UINT', UINT, 2, GL.R16UI, GL.RED_INTEGER, U16, XXXX],
  ['L16A16_UINT', UINT, 4, GL.RG16UI, GL.RG_INTEGER, U16, XXXY],
  ['A16_SINT', SINT, 2, GL.R16I, GL.RED_INTEGER, S16, OOOX],
  ['L16_SINT', SINT, 2, GL.R16I, GL.RED_INTEGER, S16, XXX1],
  ['I16_SINT', SINT, 2, GL.R16I, GL.RED_INTEGER, S16, XXXX],
  ['L16A16_SINT', SINT, 4, GL.RG16I, GL.RG_INTEGER, S16, XXXY],
  ['A32_UINT', UINT, 4, GL.R32UI, GL.RED_INTEGER, U32, OOOX],
  ['L32_UINT', UINT, 4, GL.R32UI, GL.RED_INTEGER, U32, XXX1],
  ['I32_UINT', UINT, 4, GL.R32UI, GL.RED_INTEGER, U32, XXXX],
  ['L32A32_UINT', UINT, 8, GL.RG32UI, GL.RG_INTEGER, U32, XXXY],
  ['A32_SINT', SINT, 4, GL.R32I, GL.RED_INTEGER, S32, OOOX],
  ['L32_SINT', SINT, 4, GL.R32I, GL.RED_INTEGER, S32, XXX1],
  ['I32_SINT', SINT, 4, GL.R32I, GL.RED_INTEGER, S32, XXXX],
  ['L32A32_SINT', SINT, 8, GL.RG32I, GL.RG_INTEGER, S32, XXXY],
];

/**
 * Depth and stencil formats. GL has no transfer type of 24 bits without stencil: Z24X8 and X8Z24 go as 32-bit depth.
 * Z24_UNORM_S8_UINT is left out: GL's packed type is S8_UINT_Z24_UNORM, which guests take instead.
 */
const depthRows: readonly Row[] = [
  ['Z16_UNORM', DEPTH, 2, GL.DEPTH_COMPONENT16, GL.DEPTH_COMPONENT, U16],
  ['Z24X8_UNORM', DEPTH, 4, GL.DEPTH_COMPONENT24, GL.DEPTH_COMPONENT, U32],
  ['X8Z24_UNORM', DEPTH, 4, GL.DEPTH_COMPONENT24, GL.DEPTH_COMPONENT, U32],
  ['Z32_UNORM', DEPTH, 4, GL.DEPTH_COMPONENT32, GL.DEPTH_COMPONENT, U32, null, null],
  ['Z32_FLOAT', DEPTH, 4, GL.DEPTH_COMPONENT32F, GL.DEPTH_COMPONENT, F32],
  ['S8_UINT_Z24_UNORM', DEPTH_STENCIL, 4, GL.DEPTH24_STENCIL8, GL.DEPTH_STENCIL, GL.UNSIGNED_INT_24_8],
  ['Z32_FLOAT_S8X24_UINT', DEPTH_STENCIL, 8, GL.DEPTH32F_STENCIL8, GL.DEPTH_STENCIL, GL.FLOAT_32_UNSIGNED_INT_24_8_REV],
  ['S8_UINT', STENCIL, 1, GL.STENCIL_INDEX8, GL.STENCIL_INDEX, U8],
];

/** Sampler view formats that show the stencil of a depth-stencil texture; stored as the format they are the stencil of. */
const stencilViewRows: readonly Row[] = [
  ['X24S8_UINT', STENCIL, 4, GL.DEPTH24_STENCIL8, GL.STENCIL_INDEX, U8],
  ['S8X24_UINT', STENCIL, 4, GL.DEPTH24_STENCIL8, GL.STENCIL_INDEX, U8],
  ['X32_S8X24_UINT', STENCIL, 8, GL.DEPTH32F_STENCIL8, GL.STENCIL_INDEX, U8],
];

type CompressedRow = readonly [
  name: Name,
  kind: FormatKind,
  bytes: number,
  blockWidth: number,
  blockHeight: number,
  internalFormat: number,
  viewClass: number,
  swizzle?: ChannelSwizzle | null,
];

/** View classes of compressed formats; 0 where GL has none. */
const View = { DXT1_RGB: 257, DXT1_RGBA: 258, DXT3: 259, DXT5: 260, RGTC1: 261, RGTC2: 262, BPTC: 263, BPTC_FLOAT: 264 } as const;
const View2 = { EAC_R11: 265, EAC_RG11: 266, ETC2_RGB: 267, ETC2_RGB8A1: 268, ETC2_RGBA: 269, ASTC: 270 } as const;

/** Compressed formats. LATC is RGTC with another swizzle; ETC1 is a subset of ETC2. */
const compressedRows: readonly CompressedRow[] = [
  ['DXT1_RGB', UNORM, 8, 4, 4, GL.COMPRESSED_RGB_S3TC_DXT1_EXT, View.DXT1_RGB],
  ['DXT1_RGBA', UNORM, 8, 4, 4, GL.COMPRESSED_RGBA_S3TC_DXT1_EXT, View.DXT1_RGBA],
  ['DXT3_RGBA', UNORM, 16, 4, 4, GL.COMPRESSED_RGBA_S3TC_DXT3_EXT, View.DXT3],
  ['DXT5_RGBA', UNORM, 16, 4, 4, GL.COMPRESSED_RGBA_S3TC_DXT5_EXT, View.DXT5],
  ['DXT1_SRGB', UNORM, 8, 4, 4, GL.COMPRESSED_SRGB_S3TC_DXT1_EXT, View.DXT1_RGB],
  ['DXT1_SRGBA', UNORM, 8, 4, 4, GL.COMPRESSED_SRGB_ALPHA_S3TC_DXT1_EXT, View.DXT1_RGBA],
  ['DXT3_SRGBA', UNORM, 16, 4, 4, GL.COMPRESSED_SRGB_ALPHA_S3TC_DXT3_EXT, View.DXT3],
  ['DXT5_SRGBA', UNORM, 16, 4, 4, GL.COMPRESSED_SRGB_ALPHA_S3TC_DXT5_EXT, View.DXT5],
  ['RGTC1_UNORM', UNORM, 8, 4, 4, GL.COMPRESSED_RED_RGTC1, View.RGTC1],
  ['RGTC1_SNORM', SNORM, 8, 4, 4, GL.COMPRESSED_SIGNED_RED_RGTC1, View.RGTC1],
  ['RGTC2_UNORM', UNORM, 16, 4, 4, GL.COMPRESSED_RG_RGTC2, View.RGTC2],
  ['RGTC2_SNORM', SNORM, 16, 4, 4, GL.COMPRESSED_SIGNED_RG_RGTC2, View.RGTC2],
  ['LATC1_UNORM', UNORM, 8, 4, 4, GL.COMPRESSED_RED_RGTC1, View.RGTC1, XXX1],
  ['LATC1_SNORM', SNORM, 8, 4, 4, GL.COMPRESSED_SIGNED_RED_RGTC1, View.RGTC1, XXX1],
  ['LATC2_UNORM', UNORM, 16, 4, 4, GL.COMPRESSED_RG_RGTC2, View.RGTC2, XXXY],
  ['LATC2_SNORM', SNORM, 16, 4, 4, GL.COMPRESSED_SIGNED_RG_RGTC2, View.RGTC2, XXXY],
  ['BPTC_RGBA_UNORM', UNORM, 16, 4, 4, GL.COMPRESSED_RGBA_BPTC_UNORM, View.BPTC],
  ['BPTC_SRGBA', UNORM, 16, 4, 4, GL.COMPRESSED_SRGB_ALPHA_BPTC_UNORM, View.BPTC],
  ['BPTC_RGB_FLOAT', FLOAT, 16, 4, 4, GL.COMPRESSED_RGB_BPTC_SIGNED_FLOAT, View.BPTC_FLOAT],
  ['BPTC_RGB_UFLOAT', FLOAT, 16, 4, 4, GL.COMPRESSED_RGB_BPTC_UNSIGNED_FLOAT, View.BPTC_FLOAT],
  ['ETC1_RGB8', UNORM, 8, 4, 4, GL.COMPRESSED_RGB8_ETC2, View2.ETC2_RGB],
  ['ETC2_RGB8', UNORM, 8, 4, 4, GL.COMPRESSED_RGB8_ETC2, View2.ETC2_RGB],
  ['ETC2_SRGB8', UNORM, 8, 4, 4, GL.COMPRESSED_SRGB8_ETC2, View2.ETC2_RGB],
  ['ETC2_RGB8A1', UNORM, 8, 4, 4, GL.COMPRESSED_RGB8_PUNCHTHROUGH_ALPHA1_ETC2, View2.ETC2_RGB8A1],
  ['ETC2_SRGB8A1', UNORM, 8, 4, 4, GL.COMPRESSED_SRGB8_PUNCHTHROUGH_ALPHA1_ETC2, View2.ETC2_RGB8A1],
  ['ETC2_RGBA8', UNORM, 16, 4, 4, GL.COMPRESSED_RGBA8_ETC2_EAC, View2.ETC2_RGBA],
  ['ETC2_SRGBA8', UNORM, 16, 4, 4, GL.COMPRESSED_SRGB8_ALPHA8_ETC2_EAC, View2.ETC2_RGBA],
  ['ETC2_R11_UNORM', UNORM, 8, 4, 4, GL.COMPRESSED_R11_EAC, View2.EAC_R11],
  ['ETC2_R11_SNORM', SNORM, 8, 4, 4, GL.COMPRESSED_SIGNED_R11_EAC, View2.EAC_R11],
  ['ETC2_RG11_UNORM', UNORM, 16, 4, 4, GL.COMPRESSED_RG11_EAC, View2.EAC_RG11],
  ['ETC2_RG11_SNORM', SNORM, 16, 4, 4, GL.COMPRESSED_SIGNED_RG11_EAC, View2.EAC_RG11],
  ...astc('4x4', 0, GL.COMPRESSED_RGBA_ASTC_4x4, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_4x4),
  ...astc('5x4', 1, GL.COMPRESSED_RGBA_ASTC_5x4, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_5x4),
  ...astc('5x5', 2, GL.COMPRESSED_RGBA_ASTC_5x5, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_5x5),
  ...astc('6x5', 3, GL.COMPRESSED_RGBA_ASTC_6x5, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_6x5),
  ...astc('6x6', 4, GL.COMPRESSED_RGBA_ASTC_6x6, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_6x6),
  ...astc('8x5', 5, GL.COMPRESSED_RGBA_ASTC_8x5, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_8x5),
  ...astc('8x6', 6, GL.COMPRESSED_RGBA_ASTC_8x6, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_8x6),
  ...astc('8x8', 7, GL.COMPRESSED_RGBA_ASTC_8x8, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_8x8),
  ...astc('10x5', 8, GL.COMPRESSED_RGBA_ASTC_10x5, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_10x5),
  ...astc('10x6', 9, GL.COMPRESSED_RGBA_ASTC_10x6, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_10x6),
  ...astc('10x8', 10, GL.COMPRESSED_RGBA_ASTC_10x8, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_10x8),
  ...astc('10x10', 11, GL.COMPRESSED_RGBA_ASTC_10x10, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_10x10),
  ...astc('12x10', 12, GL.COMPRESSED_RGBA_ASTC_12x10, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_12x10),
  ...astc('12x12', 13, GL.COMPRESSED_RGBA_ASTC_12x12, GL.COMPRESSED_SRGB8_ALPHA8_ASTC_12x12),
];

type AstcSize = '4x4' | '5x4' | '5x5' | '6x5' | '6x6' | '8x5' | '8x6' | '8x8' | '10x5' | '10x6' | '10x8' | '10x10' | '12x10' | '12x12';

function astc(size: AstcSize, index: number, linear: number, srgb: number): readonly CompressedRow[] {
  const [width = 0, height = 0] = size.split('x').map(Number);
  const viewClass = View2.ASTC + index;
  return [
    [`ASTC_${size}`, UNORM, 16, width, height, linear, viewClass],
    [`ASTC_${size}_SRGB`, UNORM, 16, width, height, srgb, viewClass],
  ];
}

/** Internal formats of 1x1 blocks that are in no view class. */
const NO_VIEW_CLASS: ReadonlySet<number> = new Set([GL.RGB565, GL.RGB5_A1, GL.RGBA4, GL.R3_G3_B2]);

function plainFormat(row: Row, isGles: boolean): Format | null {
  const [name, kind, bytes, internalFormat, desktopFormat, desktopType, swizzle = null, es] = row;
  if (isGles && es === null) return null;
  const depth = kind === DEPTH || kind === DEPTH_STENCIL;
  const stencil = kind === STENCIL || kind === DEPTH_STENCIL;
  const esOther = isGles ? es : undefined;
  return {
    id: PipeFormat[name],
    name,
    kind,
    blockWidth: 1,
    blockHeight: 1,
    blockBytes: bytes,
    compressed: false,
    srgb: name.endsWith('_SRGB'),
    internalFormat,
    glFormat: esOther?.glFormat ?? desktopFormat,
    glType: esOther?.glType ?? desktopType,
    swizzle,
    opaque: swizzle === XYZ1,
    hasDepth: depth,
    hasStencil: stencil,
    viewOnly: stencilViewRows.includes(row),
    conversion: esOther?.conversion ?? depthConversion(name),
    viewClass: depth || stencil || NO_VIEW_CLASS.has(internalFormat) ? 0 : bytes * 8,
  };
}

function depthConversion(name: Name): FormatConversion {
  if (name === 'Z24X8_UNORM') return FormatConversion.DEPTH_LOW_24;
  return name === 'X8Z24_UNORM' ? FormatConversion.DEPTH_HIGH_24 : FormatConversion.NONE;
}

function compressedFormat(row: CompressedRow): Format {
  const [name, kind, bytes, blockWidth, blockHeight, internalFormat, viewClass, swizzle = null] = row;
  return {
    id: PipeFormat[name],
    name,
    kind,
    blockWidth,
    blockHeight,
    blockBytes: bytes,
    compressed: true,
    srgb: /_SRGB/.test(name),
    internalFormat,
    glFormat: 0,
    glType: 0,
    swizzle,
    opaque: false,
    hasDepth: false,
    hasStencil: false,
    viewOnly: false,
    conversion: FormatConversion.NONE,
    viewClass,
  };
}

/** Numbers of formats are below this (the capability sets' masks have as many bits). */
export const FORMAT_COUNT = 512;

/**
 * The formats that an API can name, by their number on the wire; null where it has none.
 *
 * @param isGles - OpenGL ES or WebGL in place of desktop OpenGL
 */
export function formatTable(isGles: boolean): readonly (Format | null)[] {
  const table: (Format | null)[] = Array.from({ length: FORMAT_COUNT }, () => null);
  for (const row of [...colorRows, ...depthRows, ...stencilViewRows]) table[PipeFormat[row[0]]] = plainFormat(row, isGles);
  for (const row of compressedRows) table[PipeFormat[row[0]]] = compressedFormat(row);
  return table;
}

export { vertexFormat } from './vertex-format.ts';
export type { VertexFormat } from './vertex-format.ts';
