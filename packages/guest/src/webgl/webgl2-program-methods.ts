import { GL } from '../gl-constants.ts';
import { Dirty } from '../state/dirty.ts';
import { WebGLActiveInfo, type WebGLProgram, type WebGLUniformLocation } from './objects.ts';
import { pixelStoreValue } from './get-methods.ts';
import { DrawMethods2 } from './webgl2-draw-methods.ts';

type Values = ArrayLike<number>;
type Location = WebGLUniformLocation | null;

/** Programs, uniforms and parameters of WebGL 2. */
export class ProgramMethods2 extends DrawMethods2 {
  uniform1ui(location: Location, x: number): void {
    this.setUniforms(location, 1, GL.UNSIGNED_INT, [x], 0, 0);
  }

  uniform2ui(location: Location, x: number, y: number): void {
    this.setUniforms(location, 2, GL.UNSIGNED_INT, [x, y], 0, 0);
  }

  uniform3ui(location: Location, x: number, y: number, z: number): void {
    this.setUniforms(location, 3, GL.UNSIGNED_INT, [x, y, z], 0, 0);
  }

  uniform4ui(location: Location, x: number, y: number, z: number, w: number): void {
    this.setUniforms(location, 4, GL.UNSIGNED_INT, [x, y, z, w], 0, 0);
  }

  uniform1uiv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 1, GL.UNSIGNED_INT, values, srcOffset, srcLength);
  }

  uniform2uiv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 2, GL.UNSIGNED_INT, values, srcOffset, srcLength);
  }

  uniform3uiv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 3, GL.UNSIGNED_INT, values, srcOffset, srcLength);
  }

  uniform4uiv(location: Location, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setUniforms(location, 4, GL.UNSIGNED_INT, values, srcOffset, srcLength);
  }

  uniformMatrix2x3fv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 2, 3, transpose, values, srcOffset, srcLength);
  }

  uniformMatrix2x4fv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 2, 4, transpose, values, srcOffset, srcLength);
  }

  uniformMatrix3x2fv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 3, 2, transpose, values, srcOffset, srcLength);
  }

  uniformMatrix3x4fv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 3, 4, transpose, values, srcOffset, srcLength);
  }

  uniformMatrix4x2fv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 4, 2, transpose, values, srcOffset, srcLength);
  }

  uniformMatrix4x3fv(location: Location, transpose: boolean, values: Values, srcOffset = 0, srcLength = 0): void {
    this.setMatrices(location, 4, 3, transpose, values, srcOffset, srcLength);
  }

  getFragDataLocation(program: WebGLProgram, name: string): number {
    if (this.isLost() || !this.ownsProgram(program, 'getFragDataLocation')) return -1;
    if (!program.object.linked) {
      this.fail(GL.INVALID_OPERATION, 'getFragDataLocation');
      return -1;
    }
    if (name.startsWith('gl_')) return -1;
    const outputs = program.object.executable!.linked.fragmentOutputs;
    return outputs.find((one) => one.name === name || one.name === `${name}[0]`)?.location ?? -1;
  }

  transformFeedbackVaryings(program: WebGLProgram, varyings: Iterable<string>, bufferMode: number): void {
    if (this.isLost() || !this.ownsProgram(program, 'transformFeedbackVaryings')) return;
    const separate = bufferMode === GL.SEPARATE_ATTRIBS;
    if (!separate && bufferMode !== GL.INTERLEAVED_ATTRIBS) return this.fail(GL.INVALID_ENUM, 'transformFeedbackVaryings');
    const names = [...varyings];
    if (separate && names.length > this.limits.feedbackBuffers) return this.fail(GL.INVALID_VALUE, 'transformFeedbackVaryings');
    program.object.feedbackVaryings = names;
    program.object.feedbackSeparate = separate;
  }

  getTransformFeedbackVarying(program: WebGLProgram, index: number): WebGLActiveInfo | null {
    if (this.isLost() || !this.ownsProgram(program, 'getTransformFeedbackVarying')) return null;
    if (!program.object.linked) {
      this.fail(GL.INVALID_OPERATION, 'getTransformFeedbackVarying');
      return null;
    }
    const varying = program.object.executable!.linked.feedbackVaryings[index >>> 0];
    if (varying !== undefined) return new WebGLActiveInfo(varying.name, varying.size, varying.type);
    this.fail(GL.INVALID_VALUE, 'getTransformFeedbackVarying');
    return null;
  }

  getUniformIndices(program: WebGLProgram, uniformNames: Iterable<string>): number[] | null {
    if (this.isLost() || !this.ownsProgram(program, 'getUniformIndices')) return null;
    const uniforms = program.object.executable?.linked.uniforms ?? [];
    return [...uniformNames].map((name) => {
      const at = uniforms.findIndex((uniform) => uniform.name === name || uniform.name === `${name}[0]`);
      return at < 0 ? GL.INVALID_INDEX : at;
    });
  }

  getActiveUniforms(program: WebGLProgram, uniformIndices: Iterable<number>, pname: number): (number | boolean)[] | null {
    if (this.isLost() || !this.ownsProgram(program, 'getActiveUniforms')) return null;
    const uniforms = program.object.executable?.linked.uniforms ?? [];
    const indices = [...uniformIndices];
    if (indices.some((index) => uniforms[index] === undefined)) {
      this.fail(GL.INVALID_VALUE, 'getActiveUniforms');
      return null;
    }
    const of = (pick: (uniform: (typeof uniforms)[number]) => number | boolean): (number | boolean)[] =>
      indices.map((index) => pick(uniforms[index]!));
    switch (pname) {
      case GL.UNIFORM_TYPE:
        return of((uniform) => uniform.type);
      case GL.UNIFORM_SIZE:
        return of((uniform) => uniform.size);
      case GL.UNIFORM_BLOCK_INDEX:
        return of((uniform) => uniform.block);
      case GL.UNIFORM_OFFSET:
        return of((uniform) => uniform.offset);
      case GL.UNIFORM_ARRAY_STRIDE:
        return of((uniform) => uniform.arrayStride);
      case GL.UNIFORM_MATRIX_STRIDE:
        return of((uniform) => uniform.matrixStride);
      case GL.UNIFORM_IS_ROW_MAJOR:
        return of((uniform) => uniform.rowMajor);
    }
    this.fail(GL.INVALID_ENUM, 'getActiveUniforms');
    return null;
  }

  getUniformBlockIndex(program: WebGLProgram, uniformBlockName: string): number {
    if (this.isLost() || !this.ownsProgram(program, 'getUniformBlockIndex')) return GL.INVALID_INDEX;
    const at = program.object.executable?.linked.uniformBlocks.findIndex((block) => block.name === uniformBlockName) ?? -1;
    return at < 0 ? GL.INVALID_INDEX : at;
  }

  getActiveUniformBlockName(program: WebGLProgram, uniformBlockIndex: number): string | null {
    if (this.isLost() || !this.ownsProgram(program, 'getActiveUniformBlockName')) return null;
    const block = program.object.executable?.linked.uniformBlocks[uniformBlockIndex >>> 0];
    if (block !== undefined) return block.name;
    this.fail(program.object.linked ? GL.INVALID_VALUE : GL.INVALID_OPERATION, 'getActiveUniformBlockName');
    return null;
  }

  getActiveUniformBlockParameter(program: WebGLProgram, uniformBlockIndex: number, pname: number): unknown {
    if (this.isLost() || !this.ownsProgram(program, 'getActiveUniformBlockParameter')) return null;
    const executable = program.object.executable;
    const block = executable?.linked.uniformBlocks[uniformBlockIndex >>> 0];
    if (block === undefined || executable == null) {
      this.fail(program.object.linked ? GL.INVALID_VALUE : GL.INVALID_OPERATION, 'getActiveUniformBlockParameter');
      return null;
    }
    switch (pname) {
      case GL.UNIFORM_BLOCK_BINDING:
        return executable.blockBindings[uniformBlockIndex]!;
      case GL.UNIFORM_BLOCK_DATA_SIZE:
        return block.dataSize;
      case GL.UNIFORM_BLOCK_ACTIVE_UNIFORMS:
        return block.uniforms.length;
      case GL.UNIFORM_BLOCK_ACTIVE_UNIFORM_INDICES:
        return Uint32Array.from(block.uniforms);
      case GL.UNIFORM_BLOCK_REFERENCED_BY_VERTEX_SHADER:
        return block.stages.includes(0);
      case GL.UNIFORM_BLOCK_REFERENCED_BY_FRAGMENT_SHADER:
        return block.stages.includes(1);
    }
    this.fail(GL.INVALID_ENUM, 'getActiveUniformBlockParameter');
    return null;
  }

  uniformBlockBinding(program: WebGLProgram, uniformBlockIndex: number, uniformBlockBinding: number): void {
    if (this.isLost() || !this.ownsProgram(program, 'uniformBlockBinding')) return;
    const executable = program.object.executable;
    const legal = executable !== null && uniformBlockIndex >>> 0 < executable.linked.uniformBlocks.length;
    if (!legal || uniformBlockBinding >>> 0 >= this.limits.uniformBuffers) return this.fail(GL.INVALID_VALUE, 'uniformBlockBinding');
    executable.blockBindings[uniformBlockIndex] = uniformBlockBinding;
    this.core.dirty.mark(Dirty.UNIFORM_BUFFERS);
  }

  getIndexedParameter(target: number, index: number): unknown {
    if (this.isLost()) return null;
    const blend = this.has('oes_draw_buffers_indexed') ? this.#indexedBlend(target, index >>> 0) : undefined;
    if (blend !== undefined) return blend;
    const isFeedback =
      target === GL.TRANSFORM_FEEDBACK_BUFFER_BINDING ||
      target === GL.TRANSFORM_FEEDBACK_BUFFER_SIZE ||
      target === GL.TRANSFORM_FEEDBACK_BUFFER_START;
    const isUniform = target === GL.UNIFORM_BUFFER_BINDING || target === GL.UNIFORM_BUFFER_SIZE || target === GL.UNIFORM_BUFFER_START;
    if (!isFeedback && !isUniform) {
      this.fail(GL.INVALID_ENUM, 'getIndexedParameter');
      return null;
    }
    const ranges = isUniform ? this.core.uniformBuffers : this.core.feedback.bindings;
    const range = ranges[index >>> 0];
    if (range === undefined) {
      this.fail(GL.INVALID_VALUE, 'getIndexedParameter');
      return null;
    }
    switch (target) {
      case GL.UNIFORM_BUFFER_BINDING:
        return this.uniformBuffers[index] ?? null;
      case GL.TRANSFORM_FEEDBACK_BUFFER_BINDING:
        return this.feedback.buffers[index] ?? null;
      case GL.UNIFORM_BUFFER_SIZE:
      case GL.TRANSFORM_FEEDBACK_BUFFER_SIZE:
        return range.size;
      default:
        return range.offset;
    }
  }

  /** Blending of one draw buffer; undefined for other targets. */
  #indexedBlend(target: number, index: number): unknown {
    const known = [
      GL.BLEND_EQUATION_RGB,
      GL.BLEND_EQUATION_ALPHA,
      GL.BLEND_SRC_RGB,
      GL.BLEND_SRC_ALPHA,
      GL.BLEND_DST_RGB,
    ] as readonly number[];
    if (!known.includes(target) && target !== GL.BLEND_DST_ALPHA && target !== GL.COLOR_WRITEMASK) return undefined;
    const t = this.core.raster.blend[index];
    if (t === undefined) {
      this.fail(GL.INVALID_VALUE, 'getIndexedParameter');
      return null;
    }
    switch (target) {
      case GL.BLEND_EQUATION_RGB:
        return t.equationRgb;
      case GL.BLEND_EQUATION_ALPHA:
        return t.equationAlpha;
      case GL.BLEND_SRC_RGB:
        return t.sourceRgb;
      case GL.BLEND_SRC_ALPHA:
        return t.sourceAlpha;
      case GL.BLEND_DST_RGB:
        return t.destinationRgb;
      case GL.BLEND_DST_ALPHA:
        return t.destinationAlpha;
      default:
        return [1, 2, 4, 8].map((bit) => (t.mask & bit) !== 0);
    }
  }

  override parameter(pname: number): unknown {
    const unit = this.unitTextures[this.core.activeUnit]!.textures;
    switch (pname) {
      case GL.COPY_READ_BUFFER_BINDING:
        return this.bound.get(GL.COPY_READ_BUFFER) ?? null;
      case GL.COPY_WRITE_BUFFER_BINDING:
        return this.bound.get(GL.COPY_WRITE_BUFFER) ?? null;
      case GL.PIXEL_PACK_BUFFER_BINDING:
        return this.bound.get(GL.PIXEL_PACK_BUFFER) ?? null;
      case GL.PIXEL_UNPACK_BUFFER_BINDING:
        return this.bound.get(GL.PIXEL_UNPACK_BUFFER) ?? null;
      case GL.UNIFORM_BUFFER_BINDING:
        return this.bound.get(GL.UNIFORM_BUFFER) ?? null;
      case GL.TRANSFORM_FEEDBACK_BUFFER_BINDING:
        return this.bound.get(GL.TRANSFORM_FEEDBACK_BUFFER) ?? null;
      case GL.TEXTURE_BINDING_3D:
        return unit.get(GL.TEXTURE_3D) ?? null;
      case GL.TEXTURE_BINDING_2D_ARRAY:
        return unit.get(GL.TEXTURE_2D_ARRAY) ?? null;
      case GL.SAMPLER_BINDING:
        return this.samplers[this.core.activeUnit] ?? null;
      case GL.READ_FRAMEBUFFER_BINDING:
        return this.readTarget;
      case GL.READ_BUFFER:
        return this.core.readFramebuffer.readBuffer;
      case GL.RASTERIZER_DISCARD:
        return this.core.raster.rasterizerDiscard;
      case GL.TRANSFORM_FEEDBACK_BINDING:
        return this.feedback === this.defaultFeedback ? null : this.feedback;
      case GL.TRANSFORM_FEEDBACK_ACTIVE:
        return this.core.feedback.active;
      case GL.TRANSFORM_FEEDBACK_PAUSED:
        return this.core.feedback.paused;
    }
    return pixelStoreValue(this, pname) ?? super.parameter(pname);
  }
}
