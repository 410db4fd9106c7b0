/* GL's types of uniforms and attributes: their shape. */
import { GL } from '../gl-constants.ts';

/** Shape of a type. */
export interface TypeShape {
  /** 1 for scalars and vectors. */
  readonly columns: number;
  /** Components of a column. */
  readonly rows: number;
  /** FLOAT, INT, UNSIGNED_INT, BOOL, or 0 for samplers. */
  readonly component: number;
}

const shapes = new Map<number, TypeShape>();
const add = (type: number, columns: number, rows: number, component: number): void => void shapes.set(type, { columns, rows, component });

[GL.FLOAT, GL.FLOAT_VEC2, GL.FLOAT_VEC3, GL.FLOAT_VEC4].forEach((type, i) => add(type, 1, i + 1, GL.FLOAT));
[GL.INT, GL.INT_VEC2, GL.INT_VEC3, GL.INT_VEC4].forEach((type, i) => add(type, 1, i + 1, GL.INT));
[GL.UNSIGNED_INT, GL.UNSIGNED_INT_VEC2, GL.UNSIGNED_INT_VEC3, GL.UNSIGNED_INT_VEC4].forEach((type, i) =>
  add(type, 1, i + 1, GL.UNSIGNED_INT),
);
[GL.BOOL, GL.BOOL_VEC2, GL.BOOL_VEC3, GL.BOOL_VEC4].forEach((type, i) => add(type, 1, i + 1, GL.BOOL));
add(GL.FLOAT_MAT2, 2, 2, GL.FLOAT);
add(GL.FLOAT_MAT3, 3, 3, GL.FLOAT);
add(GL.FLOAT_MAT4, 4, 4, GL.FLOAT);
add(GL.FLOAT_MAT2x3, 2, 3, GL.FLOAT);
add(GL.FLOAT_MAT2x4, 2, 4, GL.FLOAT);
add(GL.FLOAT_MAT3x2, 3, 2, GL.FLOAT);
add(GL.FLOAT_MAT3x4, 3, 4, GL.FLOAT);
add(GL.FLOAT_MAT4x2, 4, 2, GL.FLOAT);
add(GL.FLOAT_MAT4x3, 4, 3, GL.FLOAT);

const sampler: TypeShape = { columns: 1, rows: 1, component: 0 };

/** Shape of a GL type; everything unknown is a sampler. */
export function typeOf(type: number): TypeShape {
  return shapes.get(type) ?? sampler;
}

/** Whether a GL type is a sampler. */
export function isSamplerType(type: number): boolean {
  return !shapes.has(type);
}

/** GL texture target that a sampler type samples. */
export function samplerTarget(type: number): number {
  switch (type) {
    case GL.SAMPLER_3D:
    case GL.INT_SAMPLER_3D:
    case GL.UNSIGNED_INT_SAMPLER_3D:
      return GL.TEXTURE_3D;
    case GL.SAMPLER_CUBE:
    case GL.SAMPLER_CUBE_SHADOW:
    case GL.INT_SAMPLER_CUBE:
    case GL.UNSIGNED_INT_SAMPLER_CUBE:
      return GL.TEXTURE_CUBE_MAP;
    case GL.SAMPLER_2D_ARRAY:
    case GL.SAMPLER_2D_ARRAY_SHADOW:
    case GL.INT_SAMPLER_2D_ARRAY:
    case GL.UNSIGNED_INT_SAMPLER_2D_ARRAY:
      return GL.TEXTURE_2D_ARRAY;
    default:
      return GL.TEXTURE_2D;
  }
}

/** What a sampler returns: 'float', 'int', 'uint' or 'shadow'. */
export function samplerKind(type: number): 'float' | 'int' | 'uint' | 'shadow' {
  switch (type) {
    case GL.SAMPLER_2D_SHADOW:
    case GL.SAMPLER_CUBE_SHADOW:
    case GL.SAMPLER_2D_ARRAY_SHADOW:
      return 'shadow';
    case GL.INT_SAMPLER_2D:
    case GL.INT_SAMPLER_3D:
    case GL.INT_SAMPLER_CUBE:
    case GL.INT_SAMPLER_2D_ARRAY:
      return 'int';
    case GL.UNSIGNED_INT_SAMPLER_2D:
    case GL.UNSIGNED_INT_SAMPLER_3D:
    case GL.UNSIGNED_INT_SAMPLER_CUBE:
    case GL.UNSIGNED_INT_SAMPLER_2D_ARRAY:
      return 'uint';
    default:
      return 'float';
  }
}
