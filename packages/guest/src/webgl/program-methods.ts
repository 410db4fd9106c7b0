import { GL } from '../gl-constants.ts';
import { Executable, ProgramObject, ShaderObject, stageOfType } from '../objects/program.ts';
import { programDirt } from '../state/emit-program.ts';
import { WebGLActiveInfo, WebGLProgram, WebGLShader, WebGLShaderPrecisionFormat } from './objects.ts';
import { VertexMethods } from './vertex-methods.ts';

/** Longest name of an attribute or uniform. */
const maxName = (version: 1 | 2): number => (version === 1 ? 256 : 1024);

/** Shaders and programs. */
export class ProgramMethods extends VertexMethods {
  /** @internal */
  declare currentProgram: WebGLProgram | null;

  createShader(type: number): WebGLShader | null {
    if (type === GL.VERTEX_SHADER || type === GL.FRAGMENT_SHADER) return new WebGLShader(this.ownerOfNew, new ShaderObject(type));
    this.fail(GL.INVALID_ENUM, 'createShader');
    return null;
  }

  deleteShader(shader: WebGLShader | null): void {
    if (this.mayDelete(shader, WebGLShader, 'deleteShader')) shader.object.deleted = true;
  }

  isShader(shader: WebGLShader | null): boolean {
    if (shader != null && !(shader instanceof WebGLShader)) throw new TypeError('this is no WebGLShader');
    return shader != null && shader.owner === this.era && (!shader.object.deleted || shader.object.attached > 0) && !this.isLost();
  }

  shaderSource(shader: WebGLShader, source: unknown): void {
    if (!this.isLost() && this.ownsShader(shader, 'shaderSource')) shader.object.source = String(source);
  }

  compileShader(shader: WebGLShader): void {
    if (this.isLost() || !this.ownsShader(shader, 'compileShader')) return;
    const { object } = shader;
    object.compiled = this.compiler.compile(stageOfType(object.type), object.source);
    object.compiledSource = object.source;
  }

  /** @internal A deleted shader that is attached can still be used. */
  ownsShader(shader: WebGLShader, method: string): boolean {
    if (shader instanceof WebGLShader && shader.owner === this.era && shader.object.attached > 0) return true;
    return this.owns(shader, WebGLShader, method);
  }

  /** @internal */
  ownsProgram(program: WebGLProgram, method: string): boolean {
    if (program instanceof WebGLProgram && program.owner === this.era && program.object.uses > 0) return true;
    return this.owns(program, WebGLProgram, method);
  }

  getShaderParameter(shader: WebGLShader, pname: number): boolean | number | null {
    if (this.isLost()) return pname === 0x91b1 && this.has('khr_parallel_shader_compile') ? true : null;
    if (!this.ownsShader(shader, 'getShaderParameter')) return null;
    switch (pname) {
      case GL.SHADER_TYPE:
        return shader.object.type;
      case GL.DELETE_STATUS:
        return shader.object.deleted;
      case GL.COMPILE_STATUS:
        return shader.object.compiled?.ok ?? false;
      case 0x91b1: // COMPLETION_STATUS_KHR
        if (this.has('khr_parallel_shader_compile')) return true;
    }
    this.fail(GL.INVALID_ENUM, 'getShaderParameter');
    return null;
  }

  getShaderInfoLog(shader: WebGLShader): string | null {
    return this.isLost() || !this.ownsShader(shader, 'getShaderInfoLog') ? null : (shader.object.compiled?.log ?? '');
  }

  getShaderSource(shader: WebGLShader): string | null {
    return this.isLost() || !this.ownsShader(shader, 'getShaderSource') ? null : shader.object.source;
  }

  getShaderPrecisionFormat(shadertype: number, precisiontype: number): WebGLShaderPrecisionFormat | null {
    if (this.isLost()) return null;
    const stage = shadertype === GL.VERTEX_SHADER || shadertype === GL.FRAGMENT_SHADER;
    if (stage && precisiontype >= GL.LOW_FLOAT && precisiontype <= GL.HIGH_FLOAT) return new WebGLShaderPrecisionFormat(127, 127, 23);
    if (stage && precisiontype >= GL.LOW_INT && precisiontype <= GL.HIGH_INT) return new WebGLShaderPrecisionFormat(31, 30, 0);
    this.fail(GL.INVALID_ENUM, 'getShaderPrecisionFormat');
    return null;
  }

  createProgram(): WebGLProgram | null {
    return new WebGLProgram(this.ownerOfNew, new ProgramObject());
  }

  deleteProgram(program: WebGLProgram | null): void {
    if (!this.mayDelete(program, WebGLProgram, 'deleteProgram')) return;
    program.object.deleted = true;
    this.releaseProgram(program);
  }

  /** @internal Lets go of what a deleted program holds when nobody uses it any more. */
  releaseProgram(program: WebGLProgram): void {
    const { object } = program;
    if (!object.deleted || object.uses > 0) return;
    for (const shader of program.shaders) shader.object.attached--;
    program.shaders.length = 0;
    object.shaders.length = 0;
    object.executable?.destroy();
    object.executable = null;
  }

  isProgram(program: WebGLProgram | null): boolean {
    if (program != null && !(program instanceof WebGLProgram)) throw new TypeError('this is no WebGLProgram');
    return program != null && program.owner === this.era && (!program.object.deleted || program.object.uses > 0) && !this.isLost();
  }

  attachShader(program: WebGLProgram, shader: WebGLShader): void {
    if (this.isLost() || !this.ownsProgram(program, 'attachShader') || !this.ownsShader(shader, 'attachShader')) return;
    if (program.shaders.some((other) => other.object.type === shader.object.type)) return this.fail(GL.INVALID_OPERATION, 'attachShader');
    program.shaders.push(shader);
    program.object.shaders.push(shader.object);
    shader.object.attached++;
  }

  detachShader(program: WebGLProgram, shader: WebGLShader): void {
    if (this.isLost() || !this.ownsProgram(program, 'detachShader') || !this.ownsShader(shader, 'detachShader')) return;
    const at = program.shaders.indexOf(shader);
    if (at < 0) return this.fail(GL.INVALID_OPERATION, 'detachShader');
    program.shaders.splice(at, 1);
    program.object.shaders.splice(at, 1);
    shader.object.attached--;
  }

  getAttachedShaders(program: WebGLProgram): WebGLShader[] | null {
    return this.isLost() || !this.ownsProgram(program, 'getAttachedShaders') ? null : [...program.shaders];
  }

  bindAttribLocation(program: WebGLProgram, index: number, name: string): void {
    if (this.isLost() || !this.ownsProgram(program, 'bindAttribLocation')) return;
    if (!this.isName(name, 'bindAttribLocation')) return;
    if (/^(webgl_|_webgl_)/.test(name) || name.startsWith('gl_')) return this.fail(GL.INVALID_OPERATION, 'bindAttribLocation');
    if ((index >>>= 0) >= this.limits.vertexAttribs) return this.fail(GL.INVALID_VALUE, 'bindAttribLocation');
    program.object.attributeBindings.set(name, index);
  }

  /** @internal Whether a name has only characters of GLSL and is not too long. */
  isName(name: string, method: string): boolean {
    const illegal = /[^\t-\r -!#%&(-?A-[\]-_a-~]/.test(name);
    if (!illegal && name.length <= maxName(this.version)) return true;
    this.fail(GL.INVALID_VALUE, method);
    return false;
  }

  linkProgram(program: WebGLProgram): void {
    if (this.isLost() || !this.ownsProgram(program, 'linkProgram')) return;
    const { object } = program;
    if (this.isFedBy(object)) return this.fail(GL.INVALID_OPERATION, 'linkProgram');
    program.links++;
    object.linked = false;
    object.validated = false;
    const units = object.shaders.map((shader) => shader.compiled);
    const stages = object.shaders.map((shader) => shader.type);
    if (!stages.includes(GL.VERTEX_SHADER) || !stages.includes(GL.FRAGMENT_SHADER)) {
      object.log = 'a program needs a vertex shader and a fragment shader';
      return;
    }
    if (!units.every((unit) => unit?.ok === true)) {
      object.log = 'a shader of the program is not compiled';
      return;
    }
    const feedback = object.feedbackVaryings.length === 0 ? null : { varyings: object.feedbackVaryings, separate: object.feedbackSeparate };
    const result = this.compiler.link(
      units.map((unit) => unit!.unit),
      { attributeBindings: object.attributeBindings, feedback },
    );
    object.log = result.log;
    if (!result.ok || result.program === null) return;
    object.linked = true;
    object.linkedSeparate = object.feedbackSeparate;
    object.executable?.destroy();
    object.executable = new Executable(this.core.stream, result.program);
    object.executable.foresee(this.core.caps);
    if (this.core.program === object) this.core.dirty.mark(programDirt);
  }

  /** @internal Whether active transform feedback takes a program's varyings. */
  isFedBy(_program: ProgramObject): boolean {
    return false;
  }

  validateProgram(program: WebGLProgram): void {
    if (!this.isLost() && this.ownsProgram(program, 'validateProgram')) program.object.validated = program.object.linked;
  }

  useProgram(program: WebGLProgram | null): void {
    if (this.isLost()) return;
    program ??= null;
    if (program !== null && !this.ownsProgram(program, 'useProgram')) return;
    if (program != null && !program.object.linked) return this.fail(GL.INVALID_OPERATION, 'useProgram');
    if (this.feedbackRuns()) return this.fail(GL.INVALID_OPERATION, 'useProgram');
    if (program === this.currentProgram) return;
    const old = this.currentProgram;
    this.currentProgram = program;
    if (program != null) program.object.uses++;
    this.core.program = program?.object ?? null;
    if (old !== null) {
      old.object.uses--;
      this.releaseProgram(old);
    }
    this.core.dirty.mark(programDirt);
  }

  /** @internal Whether transform feedback is active and not paused. */
  feedbackRuns(): boolean {
    return false;
  }

  getProgramParameter(program: WebGLProgram, pname: number): boolean | number | null {
    if (this.isLost()) return pname === 0x91b1 && this.has('khr_parallel_shader_compile') ? true : null;
    if (!this.ownsProgram(program, 'getProgramParameter')) return null;
    const { object } = program;
    const linked = object.executable?.linked;
    switch (pname) {
      case GL.DELETE_STATUS:
        return object.deleted;
      case GL.LINK_STATUS:
        return object.linked;
      case GL.VALIDATE_STATUS:
        return object.validated;
      case GL.ATTACHED_SHADERS:
        return program.shaders.length;
      case GL.ACTIVE_ATTRIBUTES:
        return linked?.attributes.length ?? 0;
      case GL.ACTIVE_UNIFORMS:
        return linked?.uniforms.length ?? 0;
      case 0x91b1: // COMPLETION_STATUS_KHR
        if (this.has('khr_parallel_shader_compile')) return true;
        break;
      case GL.TRANSFORM_FEEDBACK_BUFFER_MODE:
        if (this.version === 2) return object.feedbackSeparate ? GL.SEPARATE_ATTRIBS : GL.INTERLEAVED_ATTRIBS;
        break;
      case GL.TRANSFORM_FEEDBACK_VARYINGS:
        if (this.version === 2) return linked?.feedbackVaryings.length ?? 0;
        break;
      case GL.ACTIVE_UNIFORM_BLOCKS:
        if (this.version === 2) return linked?.uniformBlocks.length ?? 0;
    }
    this.fail(GL.INVALID_ENUM, 'getProgramParameter');
    return null;
  }

  getProgramInfoLog(program: WebGLProgram): string | null {
    return this.isLost() || !this.ownsProgram(program, 'getProgramInfoLog') ? null : program.object.log;
  }

  getActiveAttrib(program: WebGLProgram, index: number): WebGLActiveInfo | null {
    if (this.isLost() || !this.ownsProgram(program, 'getActiveAttrib')) return null;
    const attribute = program.object.executable?.linked.attributes[index >>> 0];
    if (attribute !== undefined) return new WebGLActiveInfo(attribute.name, attribute.size, attribute.type);
    this.fail(GL.INVALID_VALUE, 'getActiveAttrib');
    return null;
  }

  getActiveUniform(program: WebGLProgram, index: number): WebGLActiveInfo | null {
    if (this.isLost() || !this.ownsProgram(program, 'getActiveUniform')) return null;
    const uniform = program.object.executable?.linked.uniforms[index >>> 0];
    if (uniform !== undefined) return new WebGLActiveInfo(uniform.name, uniform.size, uniform.type);
    this.fail(GL.INVALID_VALUE, 'getActiveUniform');
    return null;
  }

  getAttribLocation(program: WebGLProgram, name: string): number {
    if (this.isLost() || !this.ownsProgram(program, 'getAttribLocation') || !this.isName(name, 'getAttribLocation')) return -1;
    if (!program.object.linked) {
      this.fail(GL.INVALID_OPERATION, 'getAttribLocation');
      return -1;
    }
    return program.object.executable!.linked.attributes.find((attribute) => attribute.name === name)?.location ?? -1;
  }
}
