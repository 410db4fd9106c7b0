import { GL4 } from '../gl4-constants.ts';
import { Executable, ProgramObject, ShaderObject, stageOfType } from '../objects/program.ts';
import type { LinkRequest } from '../program/linked.ts';
import { programDirt } from '../state/emit-program.ts';
import { WebGLProgram, WebGLShader } from '../webgl/objects.ts';
import { ReflectionMethods4 } from './program-reflection-methods.ts';

/** The version of OpenGL that brings each stage. */
const stageVersions: ReadonlyMap<number, number> = new Map([
  [GL4.VERTEX_SHADER, 20],
  [GL4.FRAGMENT_SHADER, 20],
  [GL4.GEOMETRY_SHADER, 32],
  [GL4.TESS_CONTROL_SHADER, 40],
  [GL4.TESS_EVALUATION_SHADER, 40],
]);

/** Shaders and programs. */
export class ProgramMethods4 extends ReflectionMethods4 {
  /** @internal Whether there are shaders of a type. */
  hasStage(type: number): boolean {
    if (type === GL4.COMPUTE_SHADER) return this.glVersion >= 43 || this.limits.workGroupInvocations > 0;
    const since = stageVersions.get(type);
    return since !== undefined && this.glVersion >= since;
  }

  override createShader(type: number): WebGLShader | null {
    if (this.hasStage(type)) return new WebGLShader(this.ownerOfNew, new ShaderObject(type));
    this.fail(GL4.INVALID_ENUM, 'createShader');
    return null;
  }

  override getShaderParameter(shader: WebGLShader, pname: number): boolean | number | null {
    if (pname === GL4.INFO_LOG_LENGTH || pname === GL4.SHADER_SOURCE_LENGTH) {
      if (this.isLost() || !this.ownsShader(shader, 'getShaderParameter')) return null;
      const { compiled, source } = shader.object;
      const text = pname === GL4.INFO_LOG_LENGTH ? (compiled?.log ?? '') : source;
      return text === '' ? 0 : text.length + 1;
    }
    return super.getShaderParameter(shader, pname);
  }

  /** Nothing is released: compilers are needed to link. */
  releaseShaderCompiler(): void {
    this.checkHost();
  }

  /** There are no binary formats. */
  shaderBinary(shaders: readonly WebGLShader[], _format: number, _binary: ArrayBufferView): void {
    if (this.isLost()) return;
    for (const shader of shaders) if (!this.ownsShader(shader, 'shaderBinary')) return;
    this.fail(GL4.INVALID_ENUM, 'shaderBinary');
  }

  /** @internal Every name may be asked for. */
  override isName(_name: string, _method: string): boolean {
    return true;
  }

  override attachShader(program: WebGLProgram, shader: WebGLShader): void {
    if (this.isLost() || !this.ownsProgram(program, 'attachShader') || !this.ownsShader(shader, 'attachShader')) return;
    if (program.shaders.includes(shader)) return this.fail(GL4.INVALID_OPERATION, 'attachShader');
    program.shaders.push(shader);
    program.object.shaders.push(shader.object);
    shader.object.attached++;
  }

  override bindAttribLocation(program: WebGLProgram, index: number, name: string): void {
    if (this.isLost() || !this.ownsProgram(program, 'bindAttribLocation')) return;
    if (index >>> 0 >= this.limits.vertexAttribs) return this.fail(GL4.INVALID_VALUE, 'bindAttribLocation');
    if (name.startsWith('gl_')) return this.fail(GL4.INVALID_OPERATION, 'bindAttribLocation');
    program.object.attributeBindings.set(name, index);
  }

  bindFragDataLocation(program: WebGLProgram, colorNumber: number, name: string): void {
    this.#bindOutput(program, colorNumber, 0, name, 'bindFragDataLocation');
  }

  bindFragDataLocationIndexed(program: WebGLProgram, colorNumber: number, index: number, name: string): void {
    this.#bindOutput(program, colorNumber, index, name, 'bindFragDataLocationIndexed');
  }

  #bindOutput(program: WebGLProgram, location: number, index: number, name: string, method: string): void {
    if (this.isLost() || !this.ownsProgram(program, method)) return;
    const most = index === 0 ? this.limits.drawBuffers : this.limits.dualSourceBuffers;
    if (index >>> 0 > 1 || location >>> 0 >= most) return this.fail(GL4.INVALID_VALUE, method);
    if (name.startsWith('gl_')) return this.fail(GL4.INVALID_OPERATION, method);
    program.object.outputBindings.set(name, [location, index]);
  }

  override transformFeedbackVaryings(program: WebGLProgram, varyings: Iterable<string>, bufferMode: number): void {
    const method = 'transformFeedbackVaryings';
    if (this.isLost() || !this.ownsProgram(program, method)) return;
    const separate = bufferMode === GL4.SEPARATE_ATTRIBS;
    if (!separate && bufferMode !== GL4.INTERLEAVED_ATTRIBS) return this.fail(GL4.INVALID_ENUM, method);
    const names = [...varyings];
    if (separate && names.length > this.limits.feedbackBuffers) return this.fail(GL4.INVALID_VALUE, method);
    if (names.some((name) => name === 'gl_NextBuffer' || /^gl_SkipComponents[1-4]$/.test(name))) {
      const buffers = 1 + names.filter((name) => name === 'gl_NextBuffer').length;
      if (separate || buffers > this.limits.feedbackBuffers) return this.fail(GL4.INVALID_OPERATION, method);
    }
    program.object.feedbackVaryings = names;
    program.object.feedbackSeparate = separate;
  }

  override linkProgram(program: WebGLProgram): void {
    if (this.isLost() || !this.ownsProgram(program, 'linkProgram')) return;
    if (this.isFedBy(program.object)) return this.fail(GL4.INVALID_OPERATION, 'linkProgram');
    program.links++;
    if (!this.#link(program.object)) return;
    if (this.core.program === program.object) this.core.dirty.mark(programDirt);
  }

  /** Links what is attached; the executable of before stays where it does not succeed. */
  #link(object: ProgramObject): boolean {
    object.linked = false;
    object.validated = false;
    const units = object.shaders.map((shader) => shader.compiled);
    if (!units.every((unit) => unit?.ok === true)) {
      object.log = 'error: a shader of the program is not compiled';
      return false;
    }
    if (units.length === 0) {
      object.log = 'error: no shader is attached to the program';
      return false;
    }
    const feedback = object.feedbackVaryings.length === 0 ? null : { varyings: object.feedbackVaryings, separate: object.feedbackSeparate };
    const request: LinkRequest = {
      attributeBindings: object.attributeBindings,
      feedback,
      outputBindings: object.outputBindings,
      separable: object.separable,
    };
    const result = this.compiler.link(
      units.map((unit) => unit!.unit),
      request,
    );
    object.log = result.log;
    if (!result.ok || result.program === null) return false;
    object.linked = true;
    object.linkedSeparate = object.feedbackSeparate;
    object.linkedSeparable = object.separable;
    object.executable?.destroy();
    object.executable = new Executable(this.core.stream, result.program);
    if (!object.separable) object.executable.foresee(this.core.caps);
    return true;
  }

  /** A separable program of one stage, from texts. */
  createShaderProgramv(type: number, sources: readonly string[]): WebGLProgram | null {
    const shader = this.createShader(type);
    if (shader === null || this.isLost()) return null;
    const program = new WebGLProgram(this.ownerOfNew, new ProgramObject());
    const { object } = shader;
    object.source = sources.join('');
    object.compiled = this.compiler.compile(stageOfType(type), object.source);
    object.compiledSource = object.source;
    program.object.separable = true;
    program.object.log = object.compiled.log;
    if (!object.compiled.ok) return program;
    program.object.shaders.push(object);
    program.links++;
    this.#link(program.object);
    program.object.shaders.length = 0;
    program.object.log = object.compiled.log + program.object.log;
    return program;
  }

  programParameteri(program: WebGLProgram, pname: number, value: number | boolean): void {
    if (this.isLost() || !this.ownsProgram(program, 'programParameteri')) return;
    const known = pname === GL4.PROGRAM_SEPARABLE || pname === GL4.PROGRAM_BINARY_RETRIEVABLE_HINT;
    if (!known) return this.fail(GL4.INVALID_ENUM, 'programParameteri');
    if (Number(value) !== 0 && Number(value) !== 1) return this.fail(GL4.INVALID_VALUE, 'programParameteri');
    if (pname === GL4.PROGRAM_SEPARABLE) program.object.separable = Boolean(value);
    else program.object.retrievable = Boolean(value);
  }

  /** There are no binary formats, so no program has a binary. */
  getProgramBinary(program: WebGLProgram): { readonly format: number; readonly binary: Uint8Array } | null {
    if (this.isLost() || !this.ownsProgram(program, 'getProgramBinary')) return null;
    this.fail(GL4.INVALID_OPERATION, 'getProgramBinary');
    return null;
  }

  /** Likewise: no format is known, and the program is not linked afterwards. */
  programBinary(program: WebGLProgram, _format: number, _binary: ArrayBufferView): void {
    if (this.isLost() || !this.ownsProgram(program, 'programBinary')) return;
    if (this.isFedBy(program.object)) return this.fail(GL4.INVALID_OPERATION, 'programBinary');
    program.object.linked = false;
    this.fail(GL4.INVALID_ENUM, 'programBinary');
  }

  override useProgram(program: WebGLProgram | null): void {
    const before = this.currentProgram;
    super.useProgram(program);
    // Subroutines are chosen anew for every use.
    if (program != null && this.currentProgram === program) program.object.executable?.resetSubroutines();
    if (before !== this.currentProgram) this.programChanged();
  }

  /** @internal The current program is another one. */
  programChanged(): void {
    this.core.dirty.mark(programDirt);
  }
}
