/** The matrices of the compatibility profile, by columns. */
import type { TestState } from './state.ts';

/** Four columns of four. */
export type Matrix = Float32Array<ArrayBuffer>;

/** The matrix that changes nothing. */
export function identity(): Matrix {
  return Float32Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? 1 : 0));
}

/** A parallel projection, near -1 and far 1. */
export function ortho(l: number, r: number, b: number, t: number): Matrix {
  const m = identity();
  m[0] = 2 / (r - l);
  m[5] = 2 / (t - b);
  m[10] = -1;
  m[12] = -(r + l) / (r - l);
  m[13] = -(t + b) / (t - b);
  return m;
}

/** A perspective: left, right, bottom, top, near, far. */
export function frustum([l = -1, r = 1, b = -1, t = 1, n = 1, f = 2]: readonly number[]): Matrix {
  const m = new Float32Array(16);
  m[0] = (2 * n) / (r - l);
  m[5] = (2 * n) / (t - b);
  m[8] = (r + l) / (r - l);
  m[9] = (t + b) / (t - b);
  m[10] = -(f + n) / (f - n);
  m[11] = -1;
  m[14] = (-2 * f * n) / (f - n);
  return m;
}

const transpose = (m: Matrix): Matrix => Float32Array.from({ length: 16 }, (_, i) => m[(i % 4) * 4 + (i >> 2)] ?? 0);

/** The inverse, by elimination; a singular matrix gives the identity. */
export function invert(m: Matrix): Matrix {
  const rows = [0, 1, 2, 3].map((r) => [...[0, 1, 2, 3].map((c) => m[c * 4 + r] ?? 0), ...[0, 1, 2, 3].map((c) => (c === r ? 1 : 0))]);
  for (let c = 0; c < 4; c++) {
    const pivot = rows.slice(c).reduce((best, row) => (Math.abs(row[c] ?? 0) > Math.abs(best[c] ?? 0) ? row : best), rows[c]!);
    if (pivot[c] === 0) return identity();
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(c, 0, pivot);
    const scale = pivot[c] ?? 1;
    for (let i = 0; i < 8; i++) pivot[i] = (pivot[i] ?? 0) / scale;
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[c] ?? 0;
      for (let i = 0; i < 8; i++) row[i] = (row[i] ?? 0) - factor * (pivot[i] ?? 0);
    }
  }
  return Float32Array.from({ length: 16 }, (_, i) => rows[i % 4]![4 + (i >> 2)] ?? 0);
}

/** Columns of the product a * b. */
const multiply = (a: Matrix, b: Matrix): Matrix =>
  Float32Array.from({ length: 16 }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < 4; k++) sum += (a[k * 4 + (i % 4)] ?? 0) * (b[(i >> 2) * 4 + k] ?? 0);
    return sum;
  });

/** Sets what old shaders see of a model view and a projection. */
export function setMatrices(state: TestState, modelView: Matrix, projection: Matrix): void {
  const set = (name: string, m: Matrix): void => {
    state.setBuiltin(`${name}Matrix`, m);
    state.setBuiltin(`${name}MatrixTranspose`, transpose(m));
    state.setBuiltin(`${name}MatrixInverse`, invert(m));
    state.setBuiltin(`${name}MatrixInverseTranspose`, transpose(invert(m)));
  };
  set('gl_ModelView', modelView);
  set('gl_Projection', projection);
  set('gl_ModelViewProjection', multiply(projection, modelView));
  // Three columns of three.
  state.setBuiltin('gl_NormalMatrix', [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  const all = new Float32Array(8 * 16);
  for (let i = 0; i < 8; i++) all.set(identity(), i * 16);
  for (const suffix of ['', 'Transpose', 'Inverse', 'InverseTranspose']) state.setBuiltin(`gl_TextureMatrix${suffix}[0]`, all);
}
