import { PipeFormat } from '@virglass/protocol';
import { describe, expect, test } from 'vitest';
import { FormatConversion, FormatKind } from './format.ts';
import { FORMAT_COUNT, formatTable } from './table.ts';
import { vertexFormat, vertexFormatIds } from './vertex-format.ts';

const formats = formatTable(false).filter((f) => f !== null);

/** Bits of a texel by the format's name, channel by channel from the lowest: the independent witness of the table's sizes. */
function bitsOf(name: string): number | null {
  const channels = [...(name.split('_')[0] ?? '').matchAll(/[A-Z](\d+)/g)].map((m) => Number(m[1]));
  if (name === 'Z32_FLOAT_S8X24_UINT' || name === 'X32_S8X24_UINT') return 64;
  if (name === 'S8_UINT_Z24_UNORM') return 32;
  if (name === 'R9G9B9E5_FLOAT') return 32;
  return channels.length === 0 ? null : channels.reduce((sum, bits) => sum + bits, 0);
}

describe('format table', () => {
  test.each(formats.filter((f) => !f.compressed).map((f) => [f.name, f] as const))(
    '%s: block is a texel of the size in its name',
    (name, format) => {
      expect([format.blockWidth, format.blockHeight]).toEqual([1, 1]);
      expect(format.blockBytes * 8).toBe(bitsOf(name));
      expect(format.glFormat).not.toBe(0);
      expect(format.glType).not.toBe(0);
    },
  );

  test.each(formats.filter((f) => f.compressed).map((f) => [f.name, f] as const))('%s: block has the size in its name', (name, format) => {
    const astc = /^ASTC_(\d+)x(\d+)/.exec(name);
    expect([format.blockWidth, format.blockHeight]).toEqual(astc === null ? [4, 4] : [Number(astc[1]), Number(astc[2])]);
    const eight = /^(DXT1|RGTC1|LATC1|ETC1|ETC2_RGB8|ETC2_SRGB8|ETC2_R11)/.test(name);
    expect(format.blockBytes).toBe(eight ? 8 : 16);
  });

  test('kinds follow the names', () => {
    for (const f of formats) {
      if (f.hasDepth || f.hasStencil) {
        expect(f.kind, f.name).toBe(
          f.hasDepth && f.hasStencil ? FormatKind.DEPTH_STENCIL : f.hasDepth ? FormatKind.DEPTH : FormatKind.STENCIL,
        );
        continue;
      }
      const kind = f.name.endsWith('SNORM')
        ? FormatKind.SNORM
        : f.name.endsWith('FLOAT')
          ? FormatKind.FLOAT
          : f.name.endsWith('UINT')
            ? FormatKind.UINT
            : f.name.endsWith('SINT')
              ? FormatKind.SINT
              : FormatKind.UNORM;
      expect(f.kind, f.name).toBe(kind);
      expect(f.srgb, f.name).toBe(f.name.includes('SRGB'));
    }
  });

  test('X8 formats are opaque, others are not', () => {
    for (const f of formats)
      expect(f.opaque, f.name).toBe(/^[RGB\d]*X\d|^X\d+[RGB]/.test(f.name.split('_')[0]!) && !f.hasDepth && !f.hasStencil);
  });

  test('numbers index the table', () => {
    const table = formatTable(false);
    expect(table).toHaveLength(FORMAT_COUNT);
    for (let id = 0; id < FORMAT_COUNT; id++) if (table[id]) expect(table[id]!.id).toBe(id);
    expect(table[PipeFormat.NONE]).toBeNull();
  });

  test('OpenGL ES keeps BGRA as RGBA and swaps', () => {
    const es = formatTable(true);
    expect(es[PipeFormat.B8G8R8A8_UNORM]).toMatchObject({ conversion: FormatConversion.SWAP_RED_BLUE, glFormat: 0x1908 });
    expect(es[PipeFormat.A8R8G8B8_UNORM]).toBeNull();
    expect(es[PipeFormat.R8G8B8A8_UNORM]).toMatchObject({ conversion: FormatConversion.NONE });
  });

  test('formats of one storage are in one view class', () => {
    const classes = new Map<number, number>();
    for (const f of formats) {
      if (f.viewOnly) continue;
      expect(classes.get(f.internalFormat) ?? f.viewClass, f.name).toBe(f.viewClass);
      classes.set(f.internalFormat, f.viewClass);
    }
  });
});

describe('vertex formats', () => {
  test.each(vertexFormatIds().map((id) => [Object.entries(PipeFormat).find(([, n]) => n === id)![0], id] as const))('%s', (name, id) => {
    const format = vertexFormat(id)!;
    expect(format.bytes * 8).toBe(bitsOf(name));
    expect(format.normalized).toBe(name.endsWith('NORM'));
    expect(format.integer).toBe(/[US]INT$/.test(name));
    expect(format.scaled).toBe(name.endsWith('SCALED'));
    expect(format.bgra).toBe(name.startsWith('B'));
    expect(format.signed).toBe(/_(S|FLOAT|FIXED)/.test(name));
  });

  test('what is no vertex format is null', () => {
    expect(vertexFormat(PipeFormat.DXT1_RGB)).toBeNull();
    expect(vertexFormat(0)).toBeNull();
    expect(vertexFormat(0xffffffff)).toBeNull();
  });
});
