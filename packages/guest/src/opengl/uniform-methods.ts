import { GL4 } from '../gl4-constants.ts';
import { stageOfType, type Executable } from '../objects/program.ts';
import type { LinkedSubroutines, LinkedSubroutineUniform } from '../program/linked.ts';
import type { WebGLUniformLocation, WebGLProgram } from '../webgl/objects.ts';
import type { UniformMethods } from '../webgl/uniform-methods.ts';
import type { ProgramMethods2 } from '../webgl/webgl2-program-methods.ts';
import { ProgramMethods4 } from './program-methods.ts';

type Values = ArrayLike<number>;
type Location = WebGLUniformLocation | null;

/** Values of uniforms, subroutines included. */
// eslint-disable-next-line typescript/no-unsafe-declaration-merging
export class UniformMethods4 extends ProgramMethods4 {
  /** @internal Whose uniforms `programUniform` sets just now. */
  declare setProgram: WebGLProgram | null;

  uniform1d(location: Location, x: number): void {
    this.setUniforms(location, 1, GL4.DOUBLE, [x], 0, 0);
  }

  uniform2d(location: Location, x: number, y: number): void {
    this.setUniforms(location, 2, GL4.DOUBLE, [x, y], 0, 0);
  }

  uniform3d(location: Location, x: number, y: number, z: number): void {
    this.setUniforms(location, 3, GL4.DOUBLE, [x, y, z], 0, 0);
  }

  uniform4d(location: Location, x: number, y: number, z: number, w: number): void {
    this.setUniforms(location, 4, GL4.DOUBLE, [x, y, z, w], 0, 0);
  }

  uniform1dv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 1, GL4.DOUBLE, values, srcOffset, srcLength);
  }

  uniform2dv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 2, GL4.DOUBLE, values, srcOffset, srcLength);
  }

  uniform3dv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 3, GL4.DOUBLE, values, srcOffset, srcLength);
  }

  uniform4dv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 4, GL4.DOUBLE, values, srcOffset, srcLength);
  }

  uniformMatrix2dv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 2, 2, transpose, values, srcOffset, srcLength, GL4.DOUBLE);
  }

  uniformMatrix3dv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 3, 3, transpose, values, srcOffset, srcLength, GL4.DOUBLE);
  }

  uniformMatrix4dv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 4, 4, transpose, values, srcOffset, srcLength, GL4.DOUBLE);
  }

  uniformMatrix2x3dv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 2, 3, transpose, values, srcOffset, srcLength, GL4.DOUBLE);
  }

  uniformMatrix2x4dv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 2, 4, transpose, values, srcOffset, srcLength, GL4.DOUBLE);
  }

  uniformMatrix3x2dv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 3, 2, transpose, values, srcOffset, srcLength, GL4.DOUBLE);
  }

  uniformMatrix3x4dv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 3, 4, transpose, values, srcOffset, srcLength, GL4.DOUBLE);
  }

  uniformMatrix4x2dv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 4, 2, transpose, values, srcOffset, srcLength, GL4.DOUBLE);
  }

  uniformMatrix4x3dv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 4, 3, transpose, values, srcOffset, srcLength, GL4.DOUBLE);
  }

  override uniformProgram(): WebGLProgram | null {
    return this.setProgram ?? this.activeProgram();
  }

  /** @internal The program that `uniform` is about. */
  activeProgram(): WebGLProgram | null {
    return this.currentProgram;
  }

  /** @internal Calls a `uniform` method for another program than the active one. */
  withProgram(program: WebGLProgram, location: Location, method: string, set: () => void): void {
    if (this.isLost() || !this.ownsProgram(program, method)) return;
    if (!program.object.linked) return this.fail(GL4.INVALID_OPERATION, method);
    if (location === null) return;
    this.setProgram = program;
    try {
      set();
    } finally {
      this.setProgram = null;
    }
  }

  /** @internal The executable that runs a stage, and its program's subroutines. */
  stageExecutable(_stage: number): Executable | null {
    return this.currentProgram?.object.executable ?? null;
  }

  getSubroutineUniformLocation(program: WebGLProgram, shadertype: number, name: string): number {
    const own = this.#subroutines(program, shadertype, 'getSubroutineUniformLocation');
    if (own === null) return -1;
    const match = /^(.*)\[(\d+)\]$/.exec(name);
    const uniform = own.uniforms.find((one) => one.name === name || one.name === match?.[1]);
    if (uniform === undefined) return -1;
    const element = uniform.name === name ? 0 : Number(match![2]);
    return element < uniform.size ? uniform.location + element : -1;
  }

  getSubroutineIndex(program: WebGLProgram, shadertype: number, name: string): number {
    const own = this.#subroutines(program, shadertype, 'getSubroutineIndex');
    const at = own === null ? -1 : own.functions.indexOf(name);
    return at < 0 ? GL4.INVALID_INDEX : at;
  }

  getActiveSubroutineUniformParameter(program: WebGLProgram, shadertype: number, index: number, pname: number): unknown {
    const method = 'getActiveSubroutineUniformParameter';
    const uniform = this.#subroutineUniform(program, shadertype, index, method);
    if (uniform === null) return null;
    switch (pname) {
      case GL4.NUM_COMPATIBLE_SUBROUTINES:
        return uniform.compatible.length;
      case GL4.COMPATIBLE_SUBROUTINES:
        return Int32Array.from(uniform.compatible);
      case GL4.UNIFORM_SIZE:
        return uniform.size;
      case GL4.UNIFORM_NAME_LENGTH:
        return uniform.name.length + (uniform.size > 1 ? 4 : 1);
    }
    this.fail(GL4.INVALID_ENUM, method);
    return null;
  }

  getActiveSubroutineUniformName(program: WebGLProgram, shadertype: number, index: number): string | null {
    const uniform = this.#subroutineUniform(program, shadertype, index, 'getActiveSubroutineUniformName');
    return uniform === null ? null : uniform.size > 1 ? `${uniform.name}[0]` : uniform.name;
  }

  getActiveSubroutineName(program: WebGLProgram, shadertype: number, index: number): string | null {
    const own = this.#subroutines(program, shadertype, 'getActiveSubroutineName');
    const name = own?.functions[index >>> 0];
    if (name !== undefined) return name;
    if (own !== null) this.fail(GL4.INVALID_VALUE, 'getActiveSubroutineName');
    return null;
  }

  getProgramStageParameter(program: WebGLProgram, shadertype: number, pname: number): number | null {
    const own = this.#subroutines(program, shadertype, 'getProgramStageParameter');
    if (own === null) return null;
    const longest = (names: readonly string[]): number => names.reduce((most, name) => Math.max(most, name.length + 1), 0);
    switch (pname) {
      case GL4.ACTIVE_SUBROUTINES:
        return own.functions.length;
      case GL4.ACTIVE_SUBROUTINE_UNIFORMS:
        return own.uniforms.length;
      case GL4.ACTIVE_SUBROUTINE_UNIFORM_LOCATIONS:
        return locationsOf(own);
      case GL4.ACTIVE_SUBROUTINE_MAX_LENGTH:
        return longest(own.functions);
      case GL4.ACTIVE_SUBROUTINE_UNIFORM_MAX_LENGTH:
        return longest(own.uniforms.map(({ name, size }) => (size > 1 ? `${name}[0]` : name)));
    }
    this.fail(GL4.INVALID_ENUM, 'getProgramStageParameter');
    return null;
  }

  uniformSubroutinesuiv(shadertype: number, indices: ArrayLike<number>): void {
    const method = 'uniformSubroutinesuiv';
    if (this.isLost()) return;
    if (!this.hasStage(shadertype)) return this.fail(GL4.INVALID_ENUM, method);
    const stage = stageOfType(shadertype);
    const executable = this.stageExecutable(stage);
    const own = executable?.linked.subroutines.find((one) => one.stage === stage);
    if (executable == null || executable.shaders[stage] === 0) return this.fail(GL4.INVALID_OPERATION, method);
    if (indices.length !== (own === undefined ? 0 : locationsOf(own))) return this.fail(GL4.INVALID_VALUE, method);
    if (own === undefined) return;
    for (const { location, size, compatible } of own.uniforms) {
      for (let i = 0; i < size; i++) {
        const index = indices[location + i]!;
        if (!(index < own.functions.length)) return this.fail(GL4.INVALID_VALUE, method);
        if (!compatible.includes(index)) return this.fail(GL4.INVALID_OPERATION, method);
      }
    }
    executable.setSubroutines(stage, indices);
  }

  getUniformSubroutine(shadertype: number, location: number): number | null {
    const method = 'getUniformSubroutine';
    if (this.isLost()) return null;
    const stage = stageOfType(shadertype);
    const executable = this.stageExecutable(stage);
    const own = executable?.linked.subroutines.find((one) => one.stage === stage);
    const error = !this.hasStage(shadertype)
      ? GL4.INVALID_ENUM
      : executable == null || executable.shaders[stage] === 0
        ? GL4.INVALID_OPERATION
        : own === undefined || location >>> 0 >= locationsOf(own)
          ? GL4.INVALID_VALUE
          : 0;
    if (error === 0) return executable!.subroutines[stage]?.[location] ?? 0;
    this.fail(error, method);
    return null;
  }

  /** Subroutines of a stage of a linked program; null after an error. */
  #subroutines(program: WebGLProgram, shadertype: number, method: string): LinkedSubroutines | null {
    if (this.isLost() || !this.ownsProgram(program, method)) return null;
    if (!this.hasStage(shadertype)) {
      this.fail(GL4.INVALID_ENUM, method);
      return null;
    }
    const stage = stageOfType(shadertype);
    const { executable, linked } = program.object;
    const stageless = method !== 'getProgramStageParameter' && executable?.shaders[stage] === 0;
    if (executable === null || !linked || stageless) {
      if (method === 'getProgramStageParameter') return { stage, uniforms: [], functions: [] };
      this.fail(GL4.INVALID_OPERATION, method);
      return null;
    }
    return executable.linked.subroutines.find((one) => one.stage === stage) ?? { stage, uniforms: [], functions: [] };
  }

  #subroutineUniform(program: WebGLProgram, shadertype: number, index: number, method: string): LinkedSubroutineUniform | null {
    const own = this.#subroutines(program, shadertype, method);
    if (own === null) return null;
    const uniform = own.uniforms[index >>> 0];
    if (uniform === undefined) this.fail(GL4.INVALID_VALUE, method);
    return uniform ?? null;
  }
}

/** Locations that a stage's subroutine uniforms take. */
function locationsOf({ uniforms }: LinkedSubroutines): number {
  return uniforms.reduce((most, { location, size }) => Math.max(most, location + size), 0);
}

type Vector = `${1 | 2 | 3 | 4}${'f' | 'i' | 'ui' | 'd'}${'' | 'v'}`;
type Matrix = `Matrix${2 | 3 | 4 | '2x3' | '2x4' | '3x2' | '3x4' | '4x2' | '4x3'}${'f' | 'd'}v`;
type Setters = ProgramMethods2 & UniformMethods & UniformMethods4;
type OfProgram = {
  [K in Vector | Matrix as `programUniform${K}`]: (program: WebGLProgram, ...args: Parameters<Setters[`uniform${K}`]>) => void;
};

/** `programUniform` for everything that `uniform` is for: the program first. */
export interface UniformMethods4 extends OfProgram {}

const matrices = ['2', '3', '4', '2x3', '2x4', '3x2', '3x4', '4x2', '4x3'];
const kinds = ['f', 'i', 'ui', 'd'].flatMap((kind) => [1, 2, 3, 4].flatMap((count) => [`${count}${kind}`, `${count}${kind}v`]));
for (const name of [...kinds, ...matrices.flatMap((shape) => [`Matrix${shape}fv`, `Matrix${shape}dv`])]) {
  const set = (UniformMethods4.prototype as unknown as Record<string, (...args: unknown[]) => void>)[`uniform${name}`]!;
  const method = `programUniform${name}`;
  Object.defineProperty(UniformMethods4.prototype, method, {
    writable: true,
    configurable: true,
    value(this: UniformMethods4, program: WebGLProgram, ...args: unknown[]): void {
      this.withProgram(program, args[0] as Location, method, () => set.apply(this, args));
    },
  });
}
