import type { Field, ScalarField } from '../schema.ts';

/** Several scalars of one kind and unit. */
export function scalars(kind: 'u32' | 'i32' | 'f32', unit: string, ...names: readonly string[]): readonly ScalarField[] {
  return names.map((name) => ({ kind, name, unit }));
}

/** Where a transfer goes: shared by RESOURCE_INLINE_WRITE, TRANSFER3D and COPY_TRANSFER3D. */
export const transferFields: readonly ScalarField[] = [
  { kind: 'handle', name: 'resHandle', of: 'resource' },
  { kind: 'u32', name: 'level' },
  { kind: 'u32', name: 'usage', doc: 'Gallium map flags of the guest; numbering differs between guests, hosts ignore it.' },
  { kind: 'u32', name: 'stride', unit: 'bytes', doc: '0: rows of the box lie without gaps, as the level has them.' },
  { kind: 'u32', name: 'layerStride', unit: 'bytes' },
  ...scalars('u32', 'texels', 'x', 'y', 'z', 'w', 'h', 'd'),
];

/**
 * Handle, resource and range of a surface: shared by SURFACE and MSAA_SURFACE. The headers also name the last two words
 * as first and last element of a buffer; no guest renders to a buffer and no host reads them so.
 */
export const surfaceFields: readonly Field[] = [
  { kind: 'handle', name: 'handle', of: 'surface' },
  { kind: 'handle', name: 'resHandle', of: 'resource' },
  { kind: 'enum', name: 'format', enum: 'PipeFormat' },
  { kind: 'u32', name: 'level' },
  {
    kind: 'bits',
    fields: [
      { name: 'firstLayer', width: 16 },
      { name: 'lastLayer', width: 16, doc: 'Inclusive.' },
    ],
  },
];
