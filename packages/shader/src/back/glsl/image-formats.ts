/** Formats of images: what GLSL calls them, what kind of values they hold. */

type Row = {
  readonly qualifier: string;
  readonly kind: 'float' | 'int' | 'uint';
  /** In ESSL without GL_NV_image_formats. */ readonly es: boolean;
};

const row = (qualifier: string, kind: Row['kind'], es = false): Row => ({ qualifier, kind, es });

/* prettier-ignore */
/**
 * By Gallium's name without `PIPE_FORMAT_`: all formats that a layout qualifier can name.
 *
 * @source GLSL 4.60 4.4.6.2, ESSL 3.20 4.4.7
 */
const rows: Readonly<Record<string, Row>> = {
  R32G32B32A32_FLOAT: row('rgba32f', 'float', true), R16G16B16A16_FLOAT: row('rgba16f', 'float', true), R32G32_FLOAT: row('rg32f', 'float'),
  R16G16_FLOAT: row('rg16f', 'float'), R11G11B10_FLOAT: row('r11f_g11f_b10f', 'float'), R32_FLOAT: row('r32f', 'float', true),
  R16_FLOAT: row('r16f', 'float'), R16G16B16A16_UNORM: row('rgba16', 'float'), R10G10B10A2_UNORM: row('rgb10_a2', 'float'),
  R8G8B8A8_UNORM: row('rgba8', 'float', true), R16G16_UNORM: row('rg16', 'float'), R8G8_UNORM: row('rg8', 'float'),
  R16_UNORM: row('r16', 'float'), R8_UNORM: row('r8', 'float'), R16G16B16A16_SNORM: row('rgba16_snorm', 'float'),
  R8G8B8A8_SNORM: row('rgba8_snorm', 'float', true), R16G16_SNORM: row('rg16_snorm', 'float'), R8G8_SNORM: row('rg8_snorm', 'float'),
  R16_SNORM: row('r16_snorm', 'float'), R8_SNORM: row('r8_snorm', 'float'),
  R32G32B32A32_UINT: row('rgba32ui', 'uint', true), R16G16B16A16_UINT: row('rgba16ui', 'uint', true), R10G10B10A2_UINT: row('rgb10_a2ui', 'uint'),
  R8G8B8A8_UINT: row('rgba8ui', 'uint', true), R32G32_UINT: row('rg32ui', 'uint'), R16G16_UINT: row('rg16ui', 'uint'),
  R8G8_UINT: row('rg8ui', 'uint'), R32_UINT: row('r32ui', 'uint', true), R16_UINT: row('r16ui', 'uint'), R8_UINT: row('r8ui', 'uint'),
  R32G32B32A32_SINT: row('rgba32i', 'int', true), R16G16B16A16_SINT: row('rgba16i', 'int', true), R8G8B8A8_SINT: row('rgba8i', 'int', true),
  R32G32_SINT: row('rg32i', 'int'), R16G16_SINT: row('rg16i', 'int'), R8G8_SINT: row('rg8i', 'int'), R32_SINT: row('r32i', 'int', true),
  R16_SINT: row('r16i', 'int'), R8_SINT: row('r8i', 'int'),
};

/** A format's row; null for one that no qualifier names. */
export const imageFormat = (format: string): Row | null => {
  const name = format.replace(/^PIPE_FORMAT_/, '');
  return Object.hasOwn(rows, name) ? (rows[name] ?? null) : null;
};

/** Whether a declaration names no format at all. */
export const isFormatless = (format: string): boolean => format === '' || format === 'PIPE_FORMAT_NONE';

/** What an image of a format without a qualifier holds, by its name. */
export const kindOfName = (format: string): Row['kind'] => (format.endsWith('UINT') ? 'uint' : format.endsWith('SINT') ? 'int' : 'float');
