import { GL } from '../constants.ts';
import type { Memory } from '../memory.ts';
import { WebGl2Buffers } from './buffers.ts';

/** What is known of a program: WebGL's uniform locations are objects of their program, `Gl`'s are numbers. */
interface ProgramEntry {
  readonly locations: WebGLUniformLocation[];
  readonly byName: Map<string, number>;
}

/** The functions of `Gl` that concern shaders, programs and uniforms. */
export class WebGl2Programs extends WebGl2Buffers {
  private readonly entries = new Map<number, ProgramEntry>();
  private current: readonly WebGLUniformLocation[] = [];
  private currentProgram = 0;

  createShader(type: number): number {
    return this.shaders.add(this.gl.createShader(type));
  }

  deleteShader(name: number): void {
    this.gl.deleteShader(this.shaders.take(name));
  }

  createProgram(): number {
    const name = this.programs.add(this.gl.createProgram());
    this.entries.set(name, { locations: [], byName: new Map() });
    return name;
  }

  deleteProgram(name: number): void {
    this.gl.deleteProgram(this.programs.take(name));
    this.entries.delete(name);
  }

  linkProgram(name: number): void {
    this.entries.set(name, { locations: [], byName: new Map() });
    this.gl.linkProgram(this.programs.need(name));
    if (this.currentProgram === name) this.current = this.entries.get(name)?.locations ?? [];
  }

  useProgram(name: number): void {
    this.currentProgram = name;
    this.current = this.entries.get(name)?.locations ?? [];
    this.gl.useProgram(this.programs.get(name));
  }

  getShaderParameter(name: number, pname: number): number {
    if (pname === GL.INFO_LOG_LENGTH) return this.getShaderInfoLog(name).length;
    return Number(this.gl.getShaderParameter(this.shaders.need(name), pname));
  }

  getShaderInfoLog(name: number): string {
    return this.gl.getShaderInfoLog(this.shaders.need(name)) ?? '';
  }

  getProgramParameter(name: number, pname: number): number {
    if (pname === GL.INFO_LOG_LENGTH) return this.getProgramInfoLog(name).length;
    return Number(this.gl.getProgramParameter(this.programs.need(name), pname));
  }

  getProgramInfoLog(name: number): string {
    return this.gl.getProgramInfoLog(this.programs.need(name)) ?? '';
  }

  transformFeedbackVaryings(name: number, varyings: readonly string[], mode: number): void {
    this.gl.transformFeedbackVaryings(this.programs.need(name), [...varyings], mode);
  }

  getActiveUniformBlockParameter(name: number, block: number, pname: number): number {
    return Number(this.gl.getActiveUniformBlockParameter(this.programs.need(name), block, pname));
  }

  getUniformLocation(name: number, uniform: string): number {
    const entry = this.entries.get(name);
    if (entry === undefined) return -1;
    const known = entry.byName.get(uniform);
    if (known !== undefined) return known;
    const location = this.gl.getUniformLocation(this.programs.need(name), uniform);
    const number = location === null ? -1 : entry.locations.push(location) - 1;
    entry.byName.set(uniform, number);
    return number;
  }

  uniform1i(location: number, x: number): void {
    this.gl.uniform1i(this.at(location), x);
  }

  uniform2i(location: number, x: number, y: number): void {
    this.gl.uniform2i(this.at(location), x, y);
  }

  uniform3i(location: number, x: number, y: number, z: number): void {
    this.gl.uniform3i(this.at(location), x, y, z);
  }

  uniform4i(location: number, x: number, y: number, z: number, w: number): void {
    this.gl.uniform4i(this.at(location), x, y, z, w);
  }

  uniform1ui(location: number, x: number): void {
    this.gl.uniform1ui(this.at(location), x);
  }

  uniform2ui(location: number, x: number, y: number): void {
    this.gl.uniform2ui(this.at(location), x, y);
  }

  uniform3ui(location: number, x: number, y: number, z: number): void {
    this.gl.uniform3ui(this.at(location), x, y, z);
  }

  uniform4ui(location: number, x: number, y: number, z: number, w: number): void {
    this.gl.uniform4ui(this.at(location), x, y, z, w);
  }

  uniform1f(location: number, x: number): void {
    this.gl.uniform1f(this.at(location), x);
  }

  uniform2f(location: number, x: number, y: number): void {
    this.gl.uniform2f(this.at(location), x, y);
  }

  uniform3f(location: number, x: number, y: number, z: number): void {
    this.gl.uniform3f(this.at(location), x, y, z);
  }

  uniform4f(location: number, x: number, y: number, z: number, w: number): void {
    this.gl.uniform4f(this.at(location), x, y, z, w);
  }

  uniform1iv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform1iv(this.at(location), this.locator.ints(mem, offset), this.locator.index, count);
  }

  uniform2iv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform2iv(this.at(location), this.locator.ints(mem, offset), this.locator.index, count * 2);
  }

  uniform3iv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform3iv(this.at(location), this.locator.ints(mem, offset), this.locator.index, count * 3);
  }

  uniform4iv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform4iv(this.at(location), this.locator.ints(mem, offset), this.locator.index, count * 4);
  }

  uniform1uiv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform1uiv(this.at(location), this.locator.uints(mem, offset), this.locator.index, count);
  }

  uniform2uiv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform2uiv(this.at(location), this.locator.uints(mem, offset), this.locator.index, count * 2);
  }

  uniform3uiv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform3uiv(this.at(location), this.locator.uints(mem, offset), this.locator.index, count * 3);
  }

  uniform4uiv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform4uiv(this.at(location), this.locator.uints(mem, offset), this.locator.index, count * 4);
  }

  uniform1fv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform1fv(this.at(location), this.locator.floats(mem, offset), this.locator.index, count);
  }

  uniform2fv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform2fv(this.at(location), this.locator.floats(mem, offset), this.locator.index, count * 2);
  }

  uniform3fv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform3fv(this.at(location), this.locator.floats(mem, offset), this.locator.index, count * 3);
  }

  uniform4fv(location: number, count: number, mem: Memory, offset: number): void {
    this.gl.uniform4fv(this.at(location), this.locator.floats(mem, offset), this.locator.index, count * 4);
  }

  uniformMatrix2fv(location: number, count: number, transpose: boolean, mem: Memory, offset: number): void {
    this.gl.uniformMatrix2fv(this.at(location), transpose, this.locator.floats(mem, offset), this.locator.index, count * 4);
  }

  uniformMatrix3fv(location: number, count: number, transpose: boolean, mem: Memory, offset: number): void {
    this.gl.uniformMatrix3fv(this.at(location), transpose, this.locator.floats(mem, offset), this.locator.index, count * 9);
  }

  uniformMatrix4fv(location: number, count: number, transpose: boolean, mem: Memory, offset: number): void {
    this.gl.uniformMatrix4fv(this.at(location), transpose, this.locator.floats(mem, offset), this.locator.index, count * 16);
  }

  private at(location: number): WebGLUniformLocation | null {
    return this.current[location] ?? null;
  }
}
