/**
 * Texture opcodes on every target, drawn.
 *
 * A colour texel is (x, y, layer, 10 * level + 1): what comes back says where it was found. A depth texel is 0.25 in layer or face 0
 * and 0.75 elsewhere, plus 0.125 per level; comparing samplers pass references less than or equal to it.
 */
import { GL } from '@virglass/gl';
import type { NativeGl } from '@virglass/gl/native';
import { expect, test } from 'vitest';
import { floats, host, parsed, words } from '../../testing/host.test.ts';
import type { GlslOptions } from './options.ts';
import { writeGlsl } from './write.ts';

type Kind = 'float' | 'int' | 'uint' | 'depth';
type Shape = { readonly target: number; readonly size: readonly [number, number, number]; readonly levels: number };

/* prettier-ignore */
const shapes: Readonly<Record<string, Shape>> = {
  '1D': { target: GL.TEXTURE_1D, size: [8, 1, 1], levels: 3 }, '2D': { target: GL.TEXTURE_2D, size: [8, 4, 1], levels: 3 },
  '3D': { target: GL.TEXTURE_3D, size: [8, 4, 4], levels: 3 }, CUBE: { target: GL.TEXTURE_CUBE_MAP, size: [4, 4, 6], levels: 3 },
  RECT: { target: GL.TEXTURE_RECTANGLE, size: [8, 4, 1], levels: 1 }, '1D_ARRAY': { target: GL.TEXTURE_1D_ARRAY, size: [8, 3, 1], levels: 3 },
  '2D_ARRAY': { target: GL.TEXTURE_2D_ARRAY, size: [8, 4, 3], levels: 3 }, CUBEARRAY: { target: GL.TEXTURE_CUBE_MAP_ARRAY, size: [4, 4, 12], levels: 3 },
};

const formats: Readonly<Record<Kind, readonly [internal: number, format: number, type: number]>> = {
  float: [GL.RGBA32F, GL.RGBA, GL.FLOAT],
  int: [GL.RGBA32I, GL.RGBA_INTEGER, GL.INT],
  uint: [GL.RGBA32UI, GL.RGBA_INTEGER, GL.UNSIGNED_INT],
  depth: [GL.DEPTH_COMPONENT32F, GL.DEPTH_COMPONENT, GL.FLOAT],
};

const texels = (kind: Kind, w: number, h: number, d: number, level: number, layerRow: boolean): Uint8Array => {
  const values: number[] = [];
  for (let z = 0; z < d; z++)
    for (let y = 0; y < h; y++)
      for (let x = 0; x < w; x++) {
        const layer = layerRow ? y : z;
        if (kind === 'depth') values.push((layer === 0 ? 0.25 : 0.75) + level * 0.125);
        else values.push(x, layerRow ? 0 : y, layer, 10 * level + 1);
      }
  if (kind === 'float' || kind === 'depth') return new Uint8Array(new Float32Array(values).buffer);
  return new Uint8Array(new Int32Array(values.map((v) => (kind === 'int' ? -v : v))).buffer);
};

/** Makes and binds a texture to a unit. */
const makeTexture = (gl: NativeGl, name: string, kind: Kind, unit = 0, filter: number = GL.NEAREST): number => {
  const { target, size, levels } = shapes[name] as Shape;
  const texture = gl.createTexture();
  gl.activeTexture(GL.TEXTURE0 + unit);
  gl.bindTexture(target, texture);
  const [internal, format, type] = formats[kind];
  for (let level = 0; level < levels; level++) {
    const layerRow = name === '1D_ARRAY';
    const layered = name === '2D_ARRAY' || name.startsWith('CUBE');
    const shrink = (n: number): number => Math.max(1, n >> level);
    const [w, h, d] = [shrink(size[0]), layerRow ? size[1] : shrink(size[1]), layered ? size[2] : shrink(size[2])];
    const bytes = texels(kind, w, h, d, level, layerRow);
    const memory = gl.memory(bytes.length);
    memory.bytes.set(bytes);
    if (name === '1D') gl.texImage1D(target, level, internal, w, 0, format, type, memory, 0);
    else if (name === '3D' || name === '2D_ARRAY' || name === 'CUBEARRAY')
      gl.texImage3D(target, level, internal, w, h, d, 0, format, type, memory, 0);
    else if (name === 'CUBE') {
      for (let face = 0; face < 6; face++)
        gl.texImage2D(GL.TEXTURE_CUBE_MAP_POSITIVE_X + face, level, internal, w, h, 0, format, type, memory, (bytes.length / 6) * face);
    } else gl.texImage2D(target, level, internal, w, h, 0, format, type, memory, 0);
    gl.freeMemory(memory);
  }
  gl.texParameteri(target, GL.TEXTURE_MAG_FILTER, filter);
  gl.texParameteri(
    target,
    GL.TEXTURE_MIN_FILTER,
    levels > 1 ? (filter === GL.NEAREST ? GL.NEAREST_MIPMAP_NEAREST : GL.LINEAR_MIPMAP_LINEAR) : filter,
  );
  if (levels > 1) gl.texParameteri(target, GL.TEXTURE_MAX_LEVEL, levels - 1);
  for (const wrap of [GL.TEXTURE_WRAP_S, GL.TEXTURE_WRAP_T]) gl.texParameteri(target, wrap, GL.CLAMP_TO_EDGE);
  if (kind === 'depth') {
    gl.texParameteri(target, GL.TEXTURE_COMPARE_MODE, GL.COMPARE_REF_TO_TEXTURE);
    gl.texParameteri(target, GL.TEXTURE_COMPARE_FUNC, GL.LEQUAL);
  }
  return texture;
};

type Row = {
  readonly name: string;
  /** Texture: shape and kind. */
  readonly texture: readonly [string, Kind];
  /** What the shader declares and samples as. */
  readonly target: string;
  /** `OP` or `OP, source...` between destination and sampler; CONST[0] and CONST[1] are `a` and `b`. */
  readonly op: string;
  readonly a: readonly number[];
  readonly b?: readonly number[];
  /** Extra source of TXD. */
  readonly c?: readonly number[];
  /** Offsets after the target. */
  readonly tail?: string;
  readonly want: readonly (number | null)[];
  /** Operands are ints. */
  readonly ints?: boolean;
  readonly options?: Partial<GlslOptions>;
  readonly hosts?: readonly string[];
};

const desktop = ['gl450'];
const both = ['gl450', 'es320'];

/* prettier-ignore */
const rows: readonly Row[] = [
  // plain lookups
  { name: 'TEX 1D', texture: ['1D', 'float'], target: '1D', op: 'TEX', a: [0.7, 9, 9, 9], want: [5, 0, 0, 1], hosts: desktop },
  { name: 'TEX 2D', texture: ['2D', 'float'], target: '2D', op: 'TEX', a: [0.7, 0.6, 9, 9], want: [5, 2, 0, 1], hosts: [...both, 'gl140', 'es300'] },
  { name: 'TEX 3D', texture: ['3D', 'float'], target: '3D', op: 'TEX', a: [0.7, 0.6, 0.9, 9], want: [5, 2, 3, 1], hosts: both },
  { name: 'TEX CUBE', texture: ['CUBE', 'float'], target: 'CUBE', op: 'TEX', a: [0, 1, 0, 9], want: [2, 2, 2, 1], hosts: both },
  { name: 'TEX RECT', texture: ['RECT', 'float'], target: 'RECT', op: 'TEX', a: [5.5, 2.5, 9, 9], want: [5, 2, 0, 1], hosts: desktop },
  { name: 'TEX 1D_ARRAY', texture: ['1D_ARRAY', 'float'], target: '1D_ARRAY', op: 'TEX', a: [0.7, 2, 9, 9], want: [5, 0, 2, 1], hosts: desktop },
  { name: 'TEX 2D_ARRAY', texture: ['2D_ARRAY', 'float'], target: '2D_ARRAY', op: 'TEX', a: [0.7, 0.6, 2, 9], want: [5, 2, 2, 1], hosts: both },
  { name: 'TEX CUBEARRAY', texture: ['CUBEARRAY', 'float'], target: 'CUBEARRAY', op: 'TEX', a: [0, 1, 0, 1], want: [2, 2, 8, 1], hosts: both },
  { name: 'TEX 2D int', texture: ['2D', 'int'], target: '2D', op: 'TEX', a: [0.7, 0.6, 9, 9], want: [-5, -2, 0, -1], hosts: both },
  { name: 'TEX 2D uint', texture: ['2D', 'uint'], target: '2D', op: 'TEX', a: [0.7, 0.6, 9, 9], want: [5, 2, 0, 1], hosts: both },
  // projection, bias, level
  { name: 'TXP 2D', texture: ['2D', 'float'], target: '2D', op: 'TXP', a: [1.4, 1.2, 9, 2], want: [5, 2, 0, 1], hosts: both },
  { name: 'TXP RECT', texture: ['RECT', 'float'], target: 'RECT', op: 'TXP', a: [11, 5, 9, 2], want: [5, 2, 0, 1], hosts: desktop },
  { name: 'TXP SHADOW2D divides the reference too', texture: ['2D', 'depth'], target: 'SHADOW2D', op: 'TXP', a: [1, 1, 0.48, 2], want: [1, 1, 1, 1], hosts: both },
  { name: 'TXB 2D', texture: ['2D', 'float'], target: '2D', op: 'TXB', a: [0.7, 0.6, 9, 2], want: [1, 0, 0, 21], hosts: both },
  { name: 'TXB 2D_ARRAY', texture: ['2D_ARRAY', 'float'], target: '2D_ARRAY', op: 'TXB', a: [0.7, 0.6, 1, 1], want: [2, 1, 1, 11], hosts: both },
  { name: 'TXB2 CUBEARRAY', texture: ['CUBEARRAY', 'float'], target: 'CUBEARRAY', op: 'TXB2', a: [0, 1, 0, 1], b: [2, 9, 9, 9], want: [0, 0, 8, 21], hosts: both },
  { name: 'TXL 1D', texture: ['1D', 'float'], target: '1D', op: 'TXL', a: [0.7, 9, 9, 1], want: [2, 0, 0, 11], hosts: desktop },
  { name: 'TXL 2D', texture: ['2D', 'float'], target: '2D', op: 'TXL', a: [0.7, 0.6, 9, 1], want: [2, 1, 0, 11], hosts: both },
  { name: 'TXL 3D', texture: ['3D', 'float'], target: '3D', op: 'TXL', a: [0.7, 0.6, 0.9, 1], want: [2, 1, 1, 11], hosts: both },
  { name: 'TXL CUBE', texture: ['CUBE', 'float'], target: 'CUBE', op: 'TXL', a: [0, 0, -1, 2], want: [0, 0, 5, 21], hosts: both },
  { name: 'TXL RECT has no levels', texture: ['RECT', 'float'], target: 'RECT', op: 'TXL', a: [5.5, 2.5, 9, 3], want: [5, 2, 0, 1], hosts: desktop },
  { name: 'TXL2 CUBEARRAY', texture: ['CUBEARRAY', 'float'], target: 'CUBEARRAY', op: 'TXL2', a: [0, 0, -1, 1], b: [2, 9, 9, 9], want: [0, 0, 11, 21], hosts: both },
  { name: 'TEX_LZ 2D', texture: ['2D', 'float'], target: '2D', op: 'TEX_LZ', a: [0.7, 0.6, 9, 2], want: [5, 2, 0, 1], hosts: both },
  // derivatives: the longer one spans two texels, level 1
  { name: 'TXD 2D', texture: ['2D', 'float'], target: '2D', op: 'TXD', a: [0.7, 0.6, 9, 9], b: [0.25, 0, 9, 9], c: [0, 0.25, 9, 9], want: [2, 1, 0, 11], hosts: both },
  { name: 'TXD 3D', texture: ['3D', 'float'], target: '3D', op: 'TXD', a: [0.7, 0.6, 0.9, 9], b: [0.25, 0, 0, 9], c: [0, 0.25, 0, 9], want: [2, 1, 1, 11], hosts: both },
  { name: 'TXD SHADOW2D_ARRAY', texture: ['2D_ARRAY', 'depth'], target: 'SHADOW2D_ARRAY', op: 'TXD', a: [0.7, 0.6, 0, 0.3], b: [0.25, 0, 9, 9], c: [0, 0.25, 9, 9], want: [1, 1, 1, 1], hosts: both },
  // offsets
  { name: 'TEX 2D with an offset', texture: ['2D', 'float'], target: '2D', op: 'TEX', a: [0.7, 0.6, 9, 9], tail: ', IMM[0].xyz', want: [3, 3, 0, 1], hosts: both },
  { name: 'TXL 2D with an offset', texture: ['2D', 'float'], target: '2D', op: 'TXL', a: [0.7, 0.6, 9, 1], tail: ', IMM[0].xzz', want: [0, 1, 0, 11], hosts: both },
  { name: 'TXB 2D with an offset', texture: ['2D', 'float'], target: '2D', op: 'TXB', a: [0.7, 0.6, 9, 1], tail: ', IMM[0].xzz', want: [0, 1, 0, 11], hosts: both },
  { name: 'TXD 2D with an offset', texture: ['2D', 'float'], target: '2D', op: 'TXD', a: [0.7, 0.6, 9, 9], b: [0, 0, 0, 0], c: [0, 0, 0, 0], tail: ', IMM[0].xyz', want: [3, 3, 0, 1], hosts: both },
  { name: 'TXP 2D with an offset', texture: ['2D', 'float'], target: '2D', op: 'TXP', a: [1.4, 1.2, 9, 2], tail: ', IMM[0].xyz', want: [3, 3, 0, 1], hosts: both },
  // comparison
  { name: 'TEX SHADOW1D', texture: ['1D', 'depth'], target: 'SHADOW1D', op: 'TEX', a: [0.5, 9, 0.2, 9], want: [1, 1, 1, 1], hosts: desktop },
  { name: 'TEX SHADOW2D fails', texture: ['2D', 'depth'], target: 'SHADOW2D', op: 'TEX', a: [0.5, 0.5, 0.3, 9], want: [0, 0, 0, 0], hosts: both },
  { name: 'TEX SHADOWRECT', texture: ['RECT', 'depth'], target: 'SHADOWRECT', op: 'TEX', a: [2, 2, 0.2, 9], want: [1, 1, 1, 1], hosts: desktop },
  { name: 'TEX SHADOW1D_ARRAY', texture: ['1D_ARRAY', 'depth'], target: 'SHADOW1D_ARRAY', op: 'TEX', a: [0.5, 1, 0.7, 9], want: [1, 1, 1, 1], hosts: desktop },
  { name: 'TEX SHADOW2D_ARRAY', texture: ['2D_ARRAY', 'depth'], target: 'SHADOW2D_ARRAY', op: 'TEX', a: [0.5, 0.5, 1, 0.7], want: [1, 1, 1, 1], hosts: both },
  { name: 'TEX SHADOWCUBE', texture: ['CUBE', 'depth'], target: 'SHADOWCUBE', op: 'TEX', a: [1, 0, 0, 0.3], want: [0, 0, 0, 0], hosts: both },
  { name: 'TEX2 SHADOWCUBEARRAY', texture: ['CUBEARRAY', 'depth'], target: 'SHADOWCUBEARRAY', op: 'TEX2', a: [1, 0, 0, 1], b: [0.7, 9, 9, 9], want: [1, 1, 1, 1], hosts: both },
  { name: 'TXL SHADOW2D', texture: ['2D', 'depth'], target: 'SHADOW2D', op: 'TXL', a: [0.5, 0.5, 0.3, 1], want: [1, 1, 1, 1], hosts: both },
  { name: 'TXB SHADOW2D', texture: ['2D', 'depth'], target: 'SHADOW2D', op: 'TXB', a: [0.5, 0.5, 0.3, 1], want: [1, 1, 1, 1], hosts: both },
  { name: 'TXB2 SHADOWCUBE', texture: ['CUBE', 'depth'], target: 'SHADOWCUBE', op: 'TXB2', a: [1, 0, 0, 0.3], b: [1, 9, 9, 9], want: [1, 1, 1, 1], hosts: both },
  { name: 'TXL2 SHADOW2D_ARRAY', texture: ['2D_ARRAY', 'depth'], target: 'SHADOW2D_ARRAY', op: 'TXL2', a: [0.5, 0.5, 0, 0.3], b: [1, 9, 9, 9], want: [1, 1, 1, 1], hosts: desktop },
  { name: 'TEX_LZ SHADOWCUBE', texture: ['CUBE', 'depth'], target: 'SHADOWCUBE', op: 'TEX_LZ', a: [1, 0, 0, 0.3], want: [0, 0, 0, 0], hosts: both },
  // fetches
  { name: 'TXF 1D', texture: ['1D', 'float'], target: '1D', op: 'TXF', ints: true, a: [3, 9, 9, 1], want: [3, 0, 0, 11], hosts: desktop },
  { name: 'TXF 2D', texture: ['2D', 'float'], target: '2D', op: 'TXF', ints: true, a: [3, 1, 9, 1], want: [3, 1, 0, 11], hosts: both },
  { name: 'TXF 2D with an offset', texture: ['2D', 'float'], target: '2D', op: 'TXF', ints: true, a: [3, 1, 9, 0], tail: ', IMM[0].xyz', want: [1, 2, 0, 1], hosts: both },
  { name: 'TXF 2D with a variable offset', texture: ['2D', 'float'], target: '2D', op: 'TXF', ints: true, a: [3, 1, 9, 0], tail: ', CONST[2].xyz', c: [1, 2, 0, 0], want: [4, 3, 0, 1], hosts: both },
  { name: 'TXF 3D', texture: ['3D', 'float'], target: '3D', op: 'TXF', ints: true, a: [3, 1, 1, 1], want: [3, 1, 1, 11], hosts: both },
  { name: 'TXF RECT', texture: ['RECT', 'float'], target: 'RECT', op: 'TXF', ints: true, a: [3, 1, 9, 0], want: [3, 1, 0, 1], hosts: desktop },
  { name: 'TXF 1D_ARRAY', texture: ['1D_ARRAY', 'float'], target: '1D_ARRAY', op: 'TXF', ints: true, a: [3, 2, 9, 1], want: [3, 0, 2, 11], hosts: desktop },
  { name: 'TXF 2D_ARRAY with an offset', texture: ['2D_ARRAY', 'float'], target: '2D_ARRAY', op: 'TXF', ints: true, a: [3, 1, 2, 0], tail: ', IMM[0].xyz', want: [1, 2, 2, 1], hosts: both },
  { name: 'TXF_LZ 2D', texture: ['2D', 'int'], target: '2D', op: 'TXF_LZ', ints: true, a: [3, 1, 9, 1], want: [-3, -1, 0, -1], hosts: both },
  // queries
  { name: 'TXQ 1D', texture: ['1D', 'float'], target: '1D', op: 'TXQ', ints: true, a: [1, 9, 9, 9], want: [4, null, null, 3], hosts: desktop },
  { name: 'TXQ 2D', texture: ['2D', 'float'], target: '2D', op: 'TXQ', ints: true, a: [1, 9, 9, 9], want: [4, 2, null, 3], hosts: desktop },
  { name: 'TXQ 3D', texture: ['3D', 'float'], target: '3D', op: 'TXQ', ints: true, a: [1, 9, 9, 9], want: [4, 2, 2, 3], hosts: desktop },
  { name: 'TXQ CUBEARRAY', texture: ['CUBEARRAY', 'float'], target: 'CUBEARRAY', op: 'TXQ', ints: true, a: [0, 9, 9, 9], want: [4, 4, 2, 3], hosts: desktop },
  { name: 'TXQ RECT', texture: ['RECT', 'float'], target: 'RECT', op: 'TXQ', ints: true, a: [0, 9, 9, 9], want: [8, 4, null, null], hosts: desktop },
  { name: 'TXQ SHADOW2D_ARRAY', texture: ['2D_ARRAY', 'depth'], target: 'SHADOW2D_ARRAY', op: 'TXQ', ints: true, a: [0, 9, 9, 9], want: [8, 4, 3, 3], hosts: desktop },
  { name: 'TXQS of a texture without samples', texture: ['2D', 'float'], target: '2D', op: 'TXQS-', ints: true, a: [0, 0, 0, 0], want: [1, null, null, null], hosts: desktop },
  { name: 'LODQ 2D', texture: ['2D', 'float'], target: '2D', op: 'LODQ', a: [0.5, 0.5, 0, 0], want: [0, null, 0, 0], hosts: ['gl450', 'gl330'] },
  // gather: (-,+) (+,+) (+,-) (-,-)
  { name: 'TG4 2D x', texture: ['2D', 'float'], target: '2D', op: 'TG4', a: [0.5, 0.5, 9, 9], b: [0], want: [3, 4, 4, 3], hosts: both },
  { name: 'TG4 2D y', texture: ['2D', 'float'], target: '2D', op: 'TG4', a: [0.5, 0.5, 9, 9], b: [1], want: [2, 2, 1, 1], hosts: both },
  { name: 'TG4 2D_ARRAY z', texture: ['2D_ARRAY', 'float'], target: '2D_ARRAY', op: 'TG4', a: [0.5, 0.5, 2, 9], b: [2], want: [2, 2, 2, 2], hosts: both },
  { name: 'TG4 2D with an offset', texture: ['2D', 'float'], target: '2D', op: 'TG4', a: [0.5, 0.5, 9, 9], b: [0], tail: ', IMM[0].xyz', want: [1, 2, 2, 1], hosts: both },
  { name: 'TG4 2D with four offsets', texture: ['2D', 'float'], target: '2D', op: 'TG4', a: [0.5, 0.5, 9, 9], b: [0], tail: ', IMM[0].zzz, IMM[0].yzz, IMM[0].wzz, IMM[0].xzz', want: [3, 4, 6, 1], hosts: both },
  { name: 'TG4 SHADOW2D', texture: ['2D', 'depth'], target: 'SHADOW2D', op: 'TG4', a: [0.5, 0.5, 0.2, 9], b: [0], want: [1, 1, 1, 1], hosts: both },
  { name: 'TG4 swizzled', texture: ['2D', 'float'], target: '2D', op: 'TG4', a: [0.5, 0.5, 9, 9], b: [0], want: [2, 2, 1, 1], hosts: both, options: { samplerSwizzle: new Uint8Array([1, 0, 4, 5]) } },
  // swizzles and encodings done here
  { name: 'TEX swizzled', texture: ['2D', 'float'], target: '2D', op: 'TEX', a: [0.7, 0.6, 9, 9], want: [1, 0, 2, 5], hosts: both, options: { samplerSwizzle: new Uint8Array([3, 2, 1, 0]) } },
  { name: 'TEX swizzled with constants', texture: ['2D', 'int'], target: '2D', op: 'TEX', a: [0.7, 0.6, 9, 9], want: [-2, 0, 1, -5], hosts: both, options: { samplerSwizzle: new Uint8Array([1, 4, 5, 0]) } },
  { name: 'TEX SHADOW2D swizzled', texture: ['2D', 'depth'], target: 'SHADOW2D', op: 'TEX', a: [0.5, 0.5, 0.2, 9], want: [0, 0, 0, 1], hosts: both, options: { samplerSwizzle: new Uint8Array([4, 4, 4, 0]) } },
  { name: 'TEX SHADOW2D as luminance', texture: ['2D', 'depth'], target: 'SHADOW2D', op: 'TEX', a: [0.5, 0.5, 0.3, 9], want: [0, 0, 0, 1], hosts: both, options: { samplerSwizzle: new Uint8Array([0, 0, 0, 5]) } },
];

const draw = (row: Row, name: string): (number | null)[] => {
  const [textureName, kind] = row.texture;
  const query = /^TX[QF]/.test(row.op);
  const integer = kind === 'int' || kind === 'uint' || row.op.startsWith('TXQ');
  const opcode = row.op.replace('-', '');
  // A bias needs a level to add to: coordinates that step one texel per pixel.
  const biased = opcode.startsWith('TXB');
  const sources = [biased ? 'TEMP[1]' : 'CONST[0]'];
  if (opcode.endsWith('2') && opcode !== 'TXQ2') sources.push('CONST[1]');
  if (opcode === 'TXD') sources.push('CONST[1]', 'CONST[2]');
  if (opcode === 'TG4') sources.push(`IMM[1].${'xyzw'[row.b?.[0] ?? 0]?.repeat(4)}`);
  if (row.op === 'TXQS-') sources.length = 0;
  const mask = row.want.map((value, i) => (value === null ? '' : 'xyzw'[i])).join('');
  const fragment = `FRAG
DCL SAMP[0]
DCL SVIEW[0], ${row.target.replace('SHADOW', '')}, ${kind === 'int' ? 'SINT' : kind === 'uint' ? 'UINT' : 'FLOAT'}
DCL OUT[0], COLOR
DCL CONST[0..3]
DCL TEMP[0..1]
${biased ? 'DCL IN[0], POSITION, LINEAR' : ''}
IMM[0] INT32 {-2, 1, 0, 3}
IMM[1] UINT32 {0, 1, 2, 3}
${biased ? 'MAD TEMP[1], IN[0], CONST[3], CONST[0]' : ''}
${opcode} TEMP[0]${mask === 'xyzw' ? '' : `.${mask}`}, ${[...sources, 'SAMP[0]'].join(', ')}, ${row.target}${row.tail ?? ''}
${integer ? 'I2F TEMP[0], TEMP[0]' : ''}
MOV OUT[0], TEMP[0]
END
`;
  const pad = (values: readonly number[] = []): number[] => [0, 1, 2, 3].map((i) => values[i] ?? 0);
  const [w, h] = (shapes[textureName] as Shape).size;
  const step = textureName.startsWith('CUBE') ? [2 / w, 2 / h] : [1 / w, 1 / h];
  const start = biased ? row.a.map((v, i) => v - (step[i] ?? 0) / 2) : row.a;
  const all = [...pad(start), ...pad(row.b), ...pad(row.c), ...pad(step)];
  const constants = row.ints === true && query ? new Uint32Array(all.map((v) => v >>> 0)) : words(...all);
  let texture = 0;
  const { targets, fragmentShader } = host(name).draw({
    fragment,
    width: 2,
    height: 2,
    fsConstants: { 0: constants },
    fs: row.options ?? {},
    setup: (gl) => {
      texture = makeTexture(gl, textureName, kind);
      return () => gl.deleteTexture(texture);
    },
  });
  const got = floats(targets[0] as Uint32Array).slice(0, 4);
  expect(fragmentShader.samplers).toHaveLength(1);
  return got.map((value, i) => (row.want[i] === null ? null : Math.round(value * 1000) / 1000));
};

const cases = rows.flatMap((row) => (row.hosts ?? both).map((name) => [row.name, name, row] as const));

test.for(cases)('%s (%s)', ([, name, row]) => {
  expect(draw(row, name)).toEqual(row.want);
});

/** A multisampled texture with a colour per sample is hard to make; a cleared one will do. */
const makeMultisampled = (gl: NativeGl, layers: number): number => {
  const texture = gl.createTexture();
  const target = layers > 0 ? GL.TEXTURE_2D_MULTISAMPLE_ARRAY : GL.TEXTURE_2D_MULTISAMPLE;
  gl.activeTexture(GL.TEXTURE0);
  gl.bindTexture(target, texture);
  if (layers > 0) gl.texStorage3DMultisample(target, 4, GL.RGBA32F, 8, 4, layers, true);
  else gl.texStorage2DMultisample(target, 4, GL.RGBA32F, 8, 4, true);
  const before = gl.getInteger(GL.DRAW_FRAMEBUFFER_BINDING);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(GL.FRAMEBUFFER, framebuffer);
  for (let layer = 0; layer < Math.max(1, layers); layer++) {
    if (layers > 0) gl.framebufferTextureLayer(GL.FRAMEBUFFER, GL.COLOR_ATTACHMENT0, texture, 0, layer);
    else gl.framebufferTexture2D(GL.FRAMEBUFFER, GL.COLOR_ATTACHMENT0, target, texture, 0);
    gl.clearBufferfv(GL.COLOR, 0, 1, 2, layer, 4);
  }
  gl.bindFramebuffer(GL.FRAMEBUFFER, before);
  gl.deleteFramebuffer(framebuffer);
  return texture;
};

test.for([
  ['2D_MSAA', 0, [1, 2, 0, 4], [8, 4, 4]],
  ['2D_ARRAY_MSAA', 3, [1, 2, 2, 4], [8, 4, 4]],
] as const)('TXF, TXQ and TXQS of %s', ([target, layers, want, sizes]) => {
  const fragment = `FRAG
DCL SAMP[0]
DCL SVIEW[0], ${target}, FLOAT
DCL OUT[0], COLOR
DCL OUT[1], COLOR[1]
DCL TEMP[0..1]
IMM[0] UINT32 {3, 2, 2, 1}
TXF TEMP[0], IMM[0], SAMP[0], ${target}
TXQ TEMP[1].xy, IMM[0].xxxx, SAMP[0], ${target}
TXQS TEMP[1].z, SAMP[0], ${target}
U2F TEMP[1].xyz, TEMP[1]
MOV OUT[0], TEMP[0]
MOV OUT[1], TEMP[1]
END
`;
  let texture = 0;
  const { targets } = host('gl450').draw({
    fragment,
    targets: ['f', 'f'],
    setup: (gl) => {
      texture = makeMultisampled(gl, layers);
      return () => gl.deleteTexture(texture);
    },
  });
  expect(floats(targets[0] as Uint32Array)).toEqual(want);
  expect(floats(targets[1] as Uint32Array).slice(0, 3)).toEqual(sizes);
});

test('TXF and TXQ of BUFFER', () => {
  const fragment = `FRAG
DCL SAMP[0]
DCL SVIEW[0], BUFFER, UINT
DCL OUT[0], COLOR
DCL TEMP[0..1]
IMM[0] UINT32 {3, 0, 0, 0}
TXF TEMP[0], IMM[0].xxxx, SAMP[0], BUFFER
TXQ TEMP[0].x, IMM[0].yyyy, SAMP[0], BUFFER
MOV OUT[0], TEMP[0]
END
`;
  for (const name of ['gl450', 'gl140', 'es320']) {
    const { targets } = host(name).draw({
      fragment,
      targets: ['u'],
      setup: (gl) => {
        const memory = gl.memory(64);
        memory.bytes.set(new Uint8Array(new Uint32Array(Array.from({ length: 16 }, (_, i) => 0xffffff00 + i)).buffer));
        const [buffer, texture] = [gl.createBuffer(), gl.createTexture()];
        gl.bindBuffer(GL.TEXTURE_BUFFER, buffer);
        gl.bufferData(GL.TEXTURE_BUFFER, 64, memory, 0, GL.STATIC_DRAW);
        gl.activeTexture(GL.TEXTURE0);
        gl.bindTexture(GL.TEXTURE_BUFFER, texture);
        gl.texBuffer(GL.TEXTURE_BUFFER, GL.RGBA32UI, buffer);
        return () => {
          gl.deleteTexture(texture);
          gl.deleteBuffer(buffer);
          gl.freeMemory(memory);
        };
      },
    });
    expect([...(targets[0] as Uint32Array)]).toEqual([4, 0xffffff0d, 0xffffff0e, 0xffffff0f]);
  }
});

test('samplers are chosen by address', () => {
  const fragment = `FRAG
DCL SAMP[0]
DCL SAMP[1]
DCL SAMP[2]
DCL SVIEW[0], 3D, FLOAT
DCL SVIEW[1], 2D, FLOAT
DCL SVIEW[2], 2D, FLOAT
DCL OUT[0], COLOR
DCL CONST[0..1]
DCL ADDR[0..2]
DCL TEMP[0]
UARL ADDR[2].x, CONST[1].xxxx
TXL TEMP[0], CONST[0], SAMP[ADDR[2].x+1], 2D
MOV OUT[0], TEMP[0]
END
`;
  for (const name of ['gl450', 'es300'])
    for (const index of [0, 1]) {
      const { targets } = host(name).draw({
        fragment,
        fsConstants: { 0: new Uint32Array([...words(0.7, 0.6, 0, 0), index, 0, 0, 0]) },
        setup: (gl) => {
          const made = [makeTexture(gl, '3D', 'float', 0), makeTexture(gl, '2D', 'float', 1), makeTexture(gl, '2D', 'float', 2)];
          gl.activeTexture(GL.TEXTURE0 + 2);
          gl.texParameteri(GL.TEXTURE_2D, GL.TEXTURE_BASE_LEVEL, 1);
          return () => made.forEach((texture) => gl.deleteTexture(texture));
        },
      });
      expect(floats(targets[0] as Uint32Array)).toEqual(index === 0 ? [5, 2, 0, 1] : [2, 1, 0, 11]);
    }
});

test('textures of an sRGB view of linear storage are decoded', () => {
  const fragment = 'FRAG\nDCL SAMP[0]\nDCL SVIEW[0], 2D, FLOAT\nDCL OUT[0], COLOR\nDCL CONST[0]\nTEX OUT[0], CONST[0], SAMP[0], 2D\nEND\n';
  const { targets } = host('es300').draw({
    fragment,
    fsConstants: { 0: words(0.2, 0.4, 0, 0) },
    fs: { samplerDecodeSrgb: 1 },
    setup: (gl) => {
      const texture = makeTexture(gl, '2D', 'float');
      return () => gl.deleteTexture(texture);
    },
  });
  // Texel (1, 1, 0, 1): one stays one.
  expect(floats(targets[0] as Uint32Array).map((v) => Math.round(v * 1e4) / 1e4)).toEqual([1, 1, 0, 1]);
});

test.for([
  ['1D', 'TEX TEMP[0], CONST[0], SAMP[0], 1D', [5, 0, 0, 1]],
  ['RECT', 'TEX TEMP[0], CONST[1], SAMP[0], RECT', [5, 2, 0, 1]],
] as const)('%s is emulated by 2D where the dialect lacks it', ([target, instruction, want]) => {
  const fragment = `FRAG\nDCL SAMP[0]\nDCL SVIEW[0], ${target}, FLOAT\nDCL OUT[0], COLOR\nDCL CONST[0..1]\nDCL TEMP[0]\n${instruction}\nMOV OUT[0], TEMP[0]\nEND\n`;
  const { targets, fragmentShader } = host('es300').draw({
    fragment,
    fsConstants: { 0: words(0.7, 0.9, 0, 0, 5.5, 2.5, 0, 0) },
    setup: (gl) => {
      const texture = makeTexture(gl, '2D', 'float');
      return () => gl.deleteTexture(texture);
    },
  });
  expect(fragmentShader.samplers[0]).toMatchObject({ target, emulated: '2d' });
  const got = floats(targets[0] as Uint32Array);
  // A texture of several rows stands in for one of height 1: the middle row answers.
  expect(target === '1D' ? [got[0], 0, got[2], got[3]] : got).toEqual(want);
});

test.for([
  ['CUBEARRAY', 'TEX TEMP[0], CONST[0], SAMP[0], CUBEARRAY', 'cubeMapArray'],
  ['BUFFER', 'TXF TEMP[0], CONST[0], SAMP[0], BUFFER', 'textureBuffer'],
  ['2D_MSAA', 'TXF TEMP[0], CONST[0], SAMP[0], 2D_MSAA', 'textureMultisample'],
  ['2D', 'TG4 TEMP[0], CONST[0], IMM[0], SAMP[0], 2D', 'textureGather'],
  ['2D', 'TXQ TEMP[0], CONST[0], SAMP[0], 2D', 'textureQueryLevels'],
] as const)('%s in ESSL 3.00 fails by name: %s', ([target, instruction, feature]) => {
  const module = parsed(
    `FRAG\nDCL SAMP[0]\nDCL SVIEW[0], ${target}, FLOAT\nDCL OUT[0], COLOR\nDCL CONST[0]\nDCL TEMP[0]\nIMM[0] UINT32 {0, 0, 0, 0}\n${instruction}\nMOV OUT[0], TEMP[0]\nEND\n`,
  );
  const result = writeGlsl(module, { dialect: { essl: 300 }, features: {} });
  expect(result.ok ? result.source : result.message).toContain(feature);
  expect(result.ok).toBe(false);
});
