import { GL } from '../gl-constants.ts';
import type { Executable, UniformTarget } from '../objects/program.ts';
import { isImageType, typeOf } from '../program/types.ts';
import { Dirty } from '../state/dirty.ts';
import { WebGLUniformLocation, type WebGLProgram } from './objects.ts';
import { ProgramMethods } from './program-methods.ts';

type Values = ArrayLike<number>;
type Location = WebGLUniformLocation | null;

/** Components of doubles, which WebGL has not. */
const DOUBLE = 0x140a;

/** Values of uniforms. */
export class UniformMethods extends ProgramMethods {
  uniform1f(location: Location, x: number): void {
    this.#setScalars(location, 1, GL.FLOAT, x, 0, 0, 0);
  }

  uniform1i(location: Location, x: number): void {
    this.#setScalars(location, 1, GL.INT, x, 0, 0, 0);
  }

  uniform1fv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 1, GL.FLOAT, values, srcOffset, srcLength);
  }

  uniform1iv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 1, GL.INT, values, srcOffset, srcLength);
  }

  uniform2f(location: Location, x: number, y: number): void {
    this.#setScalars(location, 2, GL.FLOAT, x, y, 0, 0);
  }

  uniform2i(location: Location, x: number, y: number): void {
    this.#setScalars(location, 2, GL.INT, x, y, 0, 0);
  }

  uniform2fv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 2, GL.FLOAT, values, srcOffset, srcLength);
  }

  uniform2iv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 2, GL.INT, values, srcOffset, srcLength);
  }

  uniform3f(location: Location, x: number, y: number, z: number): void {
    this.#setScalars(location, 3, GL.FLOAT, x, y, z, 0);
  }

  uniform3i(location: Location, x: number, y: number, z: number): void {
    this.#setScalars(location, 3, GL.INT, x, y, z, 0);
  }

  uniform3fv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 3, GL.FLOAT, values, srcOffset, srcLength);
  }

  uniform3iv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 3, GL.INT, values, srcOffset, srcLength);
  }

  uniform4f(location: Location, x: number, y: number, z: number, w: number): void {
    this.#setScalars(location, 4, GL.FLOAT, x, y, z, w);
  }

  uniform4i(location: Location, x: number, y: number, z: number, w: number): void {
    this.#setScalars(location, 4, GL.INT, x, y, z, w);
  }

  uniform4fv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 4, GL.FLOAT, values, srcOffset, srcLength);
  }

  uniform4iv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 4, GL.INT, values, srcOffset, srcLength);
  }

  uniformMatrix2fv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 2, 2, transpose, values, srcOffset, srcLength);
  }

  uniformMatrix3fv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 3, 3, transpose, values, srcOffset, srcLength);
  }

  uniformMatrix4fv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 4, 4, transpose, values, srcOffset, srcLength);
  }

  /** @internal The program whose uniforms are set. */
  uniformProgram(): WebGLProgram | null {
    return this.currentProgram;
  }

  /** One value; the fast way. */
  #setScalars(location: Location, count: number, kind: number, x: number, y: number, z: number, w: number): void {
    const target = this.target(location);
    if (target === null) return;
    const executable = this.uniformProgram()!.object.executable!;
    const { type } = target.uniform;
    const { columns, rows, component } = typeOf(type);
    if (component === kind && kind === GL.FLOAT && columns === 1 && rows === count) {
      for (const { stage, slot } of target.uniform.perStage) {
        const floats = executable.constantFloats[stage]!;
        const at = (slot + target.element) * 4;
        floats[at] = x;
        if (count > 1) floats[at + 1] = y;
        if (count > 2) floats[at + 2] = z;
        if (count > 3) floats[at + 3] = w;
        executable.dirtyStages |= 1 << stage;
      }
      return;
    }
    this.#write(executable, target, count, kind, [x, y, z, w], 0, 1);
  }

  /** @internal Sets elements of vectors. */
  setUniforms(location: Location, count: number, kind: number, values: Values, offset: number, length: number): void {
    if (typeof values !== 'object' || values === null) throw new TypeError('uniform: not an array');
    const target = this.target(location);
    if (target === null) return;
    const number = this.#elements(target, values, count, offset, length);
    if (number > 0) this.#write(this.uniformProgram()!.object.executable!, target, count, kind, values, offset, number);
  }

  /** @internal Where a location of the current program leads; null, with an error where it should lead somewhere. */
  target(location: Location): UniformTarget | null {
    if (this.isLost() || location == null) return null;
    if (!(location instanceof WebGLUniformLocation)) throw new TypeError('uniform: not a WebGLUniformLocation');
    const program = this.uniformProgram();
    if (program === null || location.program !== program || location.links !== program.links) {
      this.fail(GL.INVALID_OPERATION, 'uniform');
      return null;
    }
    return program.object.executable!.locations[location.location] ?? null;
  }

  /** How many elements are to be set; 0, with an error, when it cannot be. */
  #elements(target: UniformTarget, values: Values, count: number, offset: number, length: number): number {
    if (offset > values.length || offset + length > values.length) {
      this.fail(GL.INVALID_VALUE, 'uniform');
      return 0;
    }
    const size = length === 0 ? values.length - offset : length;
    if (size < count || size % count !== 0) {
      this.fail(GL.INVALID_VALUE, 'uniform');
      return 0;
    }
    const number = size / count;
    if (number > 1 && !target.uniform.name.endsWith(']')) {
      this.fail(GL.INVALID_OPERATION, 'uniform');
      return 0;
    }
    return Math.min(number, target.uniform.size - target.element);
  }

  #write(executable: Executable, target: UniformTarget, count: number, kind: number, values: Values, offset: number, number: number): void {
    const { uniform } = target;
    const { columns, rows, component, slots } = typeOf(uniform.type);
    if (component === 0) return this.#setUnits(executable, target, count, kind, values, offset, number);
    const fits = component === kind || (component === GL.BOOL && kind !== DOUBLE);
    if (!fits || columns !== 1 || rows !== count) return this.fail(GL.INVALID_OPERATION, 'uniform');
    for (const { stage, slot } of uniform.perStage) {
      for (let i = 0; i < number; i++) {
        const at = (slot + (target.element + i) * slots) * 4;
        for (let c = 0; c < count; c++) executable.setComponent(stage, at, c, component, values[offset + i * count + c]!);
      }
      executable.dirtyStages |= 1 << stage;
    }
  }

  #setUnits(
    executable: Executable,
    target: UniformTarget,
    count: number,
    kind: number,
    values: Values,
    offset: number,
    number: number,
  ): void {
    if (count !== 1 || kind !== GL.INT) return this.fail(GL.INVALID_OPERATION, 'uniform');
    const most = isImageType(target.uniform.type) ? this.core.imageUnits.length : this.limits.combinedUnits;
    for (let i = 0; i < number; i++) {
      const unit = values[offset + i]!;
      if (!(unit >= 0 && unit < most)) return this.fail(GL.INVALID_VALUE, 'uniform');
    }
    const units = executable.units[target.index]!;
    for (let i = 0; i < number; i++) units[target.element + i] = values[offset + i]!;
    this.core.dirty.mark(Dirty.TEXTURES);
  }

  /** @internal Sets matrices. */
  setMatrices(
    location: Location,
    columns: number,
    rows: number,
    transpose: boolean,
    values: Values,
    offset: number,
    length: number,
    kind: number = GL.FLOAT,
  ): void {
    if (typeof values !== 'object' || values === null) throw new TypeError('uniformMatrix: not an array');
    const target = this.target(location);
    if (target === null) return;
    if (transpose && this.version === 1) return this.fail(GL.INVALID_VALUE, 'uniformMatrix');
    const { uniform, element } = target;
    const shape = typeOf(uniform.type);
    if (shape.columns !== columns || shape.rows !== rows || columns === 1 || shape.component !== kind)
      return this.fail(GL.INVALID_OPERATION, 'uniformMatrix');
    const number = this.#elements(target, values, columns * rows, offset, length);
    const executable = this.uniformProgram()!.object.executable!;
    for (const { stage, slot } of uniform.perStage) {
      const floats = executable.constantFloats[stage]!;
      const step = (shape.slots / columns) * 4;
      let to = (slot + element * shape.slots) * 4;
      for (let i = 0; i < number; i++) {
        const from = offset + i * columns * rows;
        for (let c = 0; c < columns; c++, to += step) {
          for (let r = 0; r < rows; r++) {
            const value = values[from + (transpose ? r * columns + c : c * rows + r)]!;
            if (kind === GL.FLOAT) floats[to + r] = value;
            else executable.setComponent(stage, to, r, kind, value);
          }
        }
      }
      if (number > 0) executable.dirtyStages |= 1 << stage;
    }
  }

  getUniformLocation(program: WebGLProgram, name: string): WebGLUniformLocation | null {
    if (this.isLost() || !this.ownsProgram(program, 'getUniformLocation') || !this.isName(name, 'getUniformLocation')) return null;
    if (!program.object.linked) {
      this.fail(GL.INVALID_OPERATION, 'getUniformLocation');
      return null;
    }
    const location = locationOf(program.object.executable!, name);
    return location < 0 ? null : new WebGLUniformLocation(program, program.links, location);
  }

  getUniform(program: WebGLProgram, location: WebGLUniformLocation): unknown {
    if (this.isLost() || !this.ownsProgram(program, 'getUniform')) return null;
    if (!(location instanceof WebGLUniformLocation)) throw new TypeError('getUniform: not a WebGLUniformLocation');
    const executable = program.object.executable;
    if (location.program !== program || location.links !== program.links || executable === null) {
      this.fail(GL.INVALID_OPERATION, 'getUniform');
      return null;
    }
    const { uniform, element, index } = executable.locations[location.location]!;
    const { columns, rows, component, slots } = typeOf(uniform.type);
    if (component === 0) return executable.units[index]?.[element] ?? 0;
    const place = uniform.perStage[0];
    const out: number[] = [];
    for (let c = 0; c < columns; c++) {
      const at = place === undefined ? 0 : (place.slot + element * slots + (c * slots) / columns) * 4;
      for (let r = 0; r < rows; r++) out.push(place === undefined ? 0 : executable.component(place.stage, at, r, component));
    }
    if (component === GL.BOOL) return out.length === 1 ? out[0] !== 0 : out.map((value) => value !== 0);
    if (out.length === 1) return out[0]!;
    if (component === DOUBLE) return Float64Array.from(out);
    return component === GL.FLOAT ? Float32Array.from(out) : component === GL.INT ? Int32Array.from(out) : Uint32Array.from(out);
  }
}

/** Location of a uniform by name, `[i]` included; -1 when there is none. */
export function locationOf(executable: Executable, name: string): number {
  const { uniforms } = executable.linked;
  const match = /^(.*)\[(\d+)\]$/.exec(name);
  for (const uniform of uniforms) {
    if (uniform.location < 0) continue;
    if (uniform.name === name || uniform.name === `${name}[0]`) return uniform.location;
    if (match === null || !uniform.name.endsWith('[0]') || uniform.name.slice(0, -3) !== match[1]) continue;
    const element = Number(match[2]);
    return element < uniform.size ? uniform.location + element : -1;
  }
  return -1;
}
