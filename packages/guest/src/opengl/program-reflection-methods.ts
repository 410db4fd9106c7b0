import { PipeShader } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import type { Executable } from '../objects/program.ts';
import type { LinkedProgram } from '../program/linked.ts';
import { interfaceParameter, namedResource, resourceLocation, resourceName, resourceProperty, resourcesOf } from '../program/resources.ts';
import { WebGLActiveInfo, type WebGLProgram } from '../webgl/objects.ts';
import { VertexMethods4 } from './vertex-methods.ts';

/** Bits of stages in `LinkedBlock.stages`, by the name that queries have for them. */
const blockReferences: ReadonlyMap<number, number> = new Map([
  [GL4.UNIFORM_BLOCK_REFERENCED_BY_VERTEX_SHADER, PipeShader.VERTEX],
  [GL4.UNIFORM_BLOCK_REFERENCED_BY_TESS_CONTROL_SHADER, PipeShader.TESS_CTRL],
  [GL4.UNIFORM_BLOCK_REFERENCED_BY_TESS_EVALUATION_SHADER, PipeShader.TESS_EVAL],
  [GL4.UNIFORM_BLOCK_REFERENCED_BY_GEOMETRY_SHADER, PipeShader.GEOMETRY],
  [GL4.UNIFORM_BLOCK_REFERENCED_BY_FRAGMENT_SHADER, PipeShader.FRAGMENT],
  [GL4.UNIFORM_BLOCK_REFERENCED_BY_COMPUTE_SHADER, PipeShader.COMPUTE],
]);
const counterReferences: ReadonlyMap<number, number> = new Map([
  [GL4.ATOMIC_COUNTER_BUFFER_REFERENCED_BY_VERTEX_SHADER, PipeShader.VERTEX],
  [GL4.ATOMIC_COUNTER_BUFFER_REFERENCED_BY_TESS_CONTROL_SHADER, PipeShader.TESS_CTRL],
  [GL4.ATOMIC_COUNTER_BUFFER_REFERENCED_BY_TESS_EVALUATION_SHADER, PipeShader.TESS_EVAL],
  [GL4.ATOMIC_COUNTER_BUFFER_REFERENCED_BY_GEOMETRY_SHADER, PipeShader.GEOMETRY],
  [GL4.ATOMIC_COUNTER_BUFFER_REFERENCED_BY_FRAGMENT_SHADER, PipeShader.FRAGMENT],
  [GL4.ATOMIC_COUNTER_BUFFER_REFERENCED_BY_COMPUTE_SHADER, PipeShader.COMPUTE],
]);

/** What programs consist of. */
export class ReflectionMethods4 extends VertexMethods4 {
  override getProgramParameter(program: WebGLProgram, pname: number): boolean | number | null {
    if (this.isLost() || !this.ownsProgram(program, 'getProgramParameter')) return null;
    const value = this.#programParameter(program, pname);
    if (value !== undefined) return value;
    return super.getProgramParameter(program, pname);
  }

  /** @internal What OpenGL has beyond WebGL; null with an error recorded, undefined for what is not known. */
  #programParameter(program: WebGLProgram, pname: number): boolean | number | null | undefined {
    const { object } = program;
    const linked = object.executable?.linked;
    const longest = (names: readonly { readonly name: string }[] | undefined): number =>
      (names ?? []).reduce((most, { name }) => Math.max(most, name.length + 1), 0);
    const of = <T, R>(part: T | null | undefined, pick: (part: T) => R): R | null => {
      if (object.linked && part != null) return pick(part);
      this.fail(GL4.INVALID_OPERATION, 'getProgramParameter');
      return null;
    };
    switch (pname) {
      case GL4.INFO_LOG_LENGTH:
        return object.log === '' ? 0 : object.log.length + 1;
      case GL4.ACTIVE_ATTRIBUTE_MAX_LENGTH:
        return longest(linked?.attributes);
      case GL4.ACTIVE_UNIFORM_MAX_LENGTH:
        return longest(linked?.uniforms);
      case GL4.ACTIVE_UNIFORM_BLOCK_MAX_NAME_LENGTH:
        return longest(linked?.uniformBlocks);
      case GL4.TRANSFORM_FEEDBACK_VARYING_MAX_LENGTH:
        return longest(linked?.feedbackVaryings);
      case GL4.ACTIVE_ATOMIC_COUNTER_BUFFERS:
        return linked?.counterBuffers.length ?? 0;
      case GL4.PROGRAM_SEPARABLE:
        return object.separable;
      case GL4.PROGRAM_BINARY_RETRIEVABLE_HINT:
        return object.retrievable;
      case GL4.PROGRAM_BINARY_LENGTH:
        return 0;
      case GL4.GEOMETRY_VERTICES_OUT:
        return of(linked?.geometry, (g) => g.maxVertices);
      case GL4.GEOMETRY_INPUT_TYPE:
        return of(linked?.geometry, (g) => g.inputPrimitive);
      case GL4.GEOMETRY_OUTPUT_TYPE:
        return of(linked?.geometry, (g) => g.outputPrimitive);
      case GL4.GEOMETRY_SHADER_INVOCATIONS:
        return of(linked?.geometry, (g) => g.invocations);
      case GL4.TESS_CONTROL_OUTPUT_VERTICES:
        return of(linked?.tessellation, (t) => t.vertices);
      case GL4.TESS_GEN_MODE:
        return of(linked?.tessellation, (t) => t.mode);
      case GL4.TESS_GEN_SPACING:
        return of(linked?.tessellation, (t) => t.spacing);
      case GL4.TESS_GEN_VERTEX_ORDER:
        return of(linked?.tessellation, (t) => t.order);
      case GL4.TESS_GEN_POINT_MODE:
        return of(linked?.tessellation, (t) => t.pointMode);
    }
    return undefined;
  }

  /** Invocations of a compute program's group, in each direction. */
  getProgramWorkGroupSize(program: WebGLProgram): Int32Array | null {
    if (this.isLost() || !this.ownsProgram(program, 'getProgramWorkGroupSize')) return null;
    const size = program.object.executable?.linked.workgroup;
    if (size != null && program.object.linked) return Int32Array.from(size);
    this.fail(GL4.INVALID_OPERATION, 'getProgramWorkGroupSize');
    return null;
  }

  /** Elements of arrays have locations of their own, one for each column. */
  override getAttribLocation(program: WebGLProgram, name: string): number {
    if (this.isLost() || !this.ownsProgram(program, 'getAttribLocation')) return -1;
    if (!program.object.linked) {
      this.fail(GL4.INVALID_OPERATION, 'getAttribLocation');
      return -1;
    }
    return resourceLocation(program.object.executable!.linked, GL4.PROGRAM_INPUT, name, false) ?? -1;
  }

  getFragDataIndex(program: WebGLProgram, name: string): number {
    return this.#output(program, name, 'getFragDataIndex', 'index');
  }

  override getFragDataLocation(program: WebGLProgram, name: string): number {
    return this.#output(program, name, 'getFragDataLocation', 'location');
  }

  #output(program: WebGLProgram, name: string, method: string, what: 'location' | 'index'): number {
    if (this.isLost() || !this.ownsProgram(program, method)) return -1;
    if (!program.object.linked) {
      this.fail(GL4.INVALID_OPERATION, method);
      return -1;
    }
    if (name.startsWith('gl_')) return -1;
    const { fragmentOutputs } = program.object.executable!.linked;
    return fragmentOutputs.find((one) => one.name === name || one.name === `${name}[0]` || `${one.name}[0]` === name)?.[what] ?? -1;
  }

  getActiveUniformName(program: WebGLProgram, index: number): string | null {
    return this.getActiveUniform(program, index)?.name ?? null;
  }

  override getActiveUniforms(program: WebGLProgram, uniformIndices: Iterable<number>, pname: number): (number | boolean)[] | null {
    if (pname !== GL4.UNIFORM_ATOMIC_COUNTER_BUFFER_INDEX && pname !== GL4.UNIFORM_NAME_LENGTH)
      return super.getActiveUniforms(program, uniformIndices, pname);
    if (this.isLost() || !this.ownsProgram(program, 'getActiveUniforms')) return null;
    const uniforms = program.object.executable?.linked.uniforms ?? [];
    const out: number[] = [];
    for (const index of uniformIndices) {
      const uniform = uniforms[index];
      if (uniform === undefined) {
        this.fail(GL4.INVALID_VALUE, 'getActiveUniforms');
        return null;
      }
      out.push(pname === GL4.UNIFORM_NAME_LENGTH ? uniform.name.length + 1 : uniform.counterBuffer);
    }
    return out;
  }

  override getUniformBlockIndex(program: WebGLProgram, uniformBlockName: string): number {
    if (this.isLost() || !this.ownsProgram(program, 'getUniformBlockIndex')) return GL4.INVALID_INDEX;
    const { executable } = program.object;
    const at = executable === null ? -1 : namedResource(executable.linked, GL4.UNIFORM_BLOCK, uniformBlockName);
    return at < 0 ? GL4.INVALID_INDEX : at;
  }

  override getActiveUniformBlockParameter(program: WebGLProgram, uniformBlockIndex: number, pname: number): unknown {
    const stage = blockReferences.get(pname);
    if (stage === undefined && pname !== GL4.UNIFORM_BLOCK_NAME_LENGTH)
      return super.getActiveUniformBlockParameter(program, uniformBlockIndex, pname);
    if (this.isLost() || !this.ownsProgram(program, 'getActiveUniformBlockParameter')) return null;
    const block = program.object.executable?.linked.uniformBlocks[uniformBlockIndex >>> 0];
    if (block !== undefined) return stage === undefined ? block.name.length + 1 : block.stages.includes(stage);
    this.fail(GL4.INVALID_VALUE, 'getActiveUniformBlockParameter');
    return null;
  }

  getActiveAtomicCounterBufferParameter(program: WebGLProgram, bufferIndex: number, pname: number): unknown {
    const method = 'getActiveAtomicCounterBufferParameter';
    if (this.isLost() || !this.ownsProgram(program, method)) return null;
    const buffer = program.object.executable?.linked.counterBuffers[bufferIndex >>> 0];
    if (buffer === undefined) {
      this.fail(GL4.INVALID_VALUE, method);
      return null;
    }
    const stage = counterReferences.get(pname);
    if (stage !== undefined) return buffer.stages.includes(stage);
    switch (pname) {
      case GL4.ATOMIC_COUNTER_BUFFER_BINDING:
        return buffer.binding;
      case GL4.ATOMIC_COUNTER_BUFFER_DATA_SIZE:
        return buffer.size;
      case GL4.ATOMIC_COUNTER_BUFFER_ACTIVE_ATOMIC_COUNTERS:
        return buffer.uniforms.length;
      case GL4.ATOMIC_COUNTER_BUFFER_ACTIVE_ATOMIC_COUNTER_INDICES:
        return Uint32Array.from(buffer.uniforms);
    }
    this.fail(GL4.INVALID_ENUM, method);
    return null;
  }

  shaderStorageBlockBinding(program: WebGLProgram, storageBlockIndex: number, storageBlockBinding: number): void {
    if (this.isLost() || !this.ownsProgram(program, 'shaderStorageBlockBinding')) return;
    const executable = program.object.executable;
    const legal = executable !== null && storageBlockIndex >>> 0 < executable.linked.storageBlocks.length;
    if (!legal || storageBlockBinding >>> 0 >= this.core.storageBuffers.length)
      return this.fail(GL4.INVALID_VALUE, 'shaderStorageBlockBinding');
    executable.storageBindings[storageBlockIndex] = storageBlockBinding;
  }

  getProgramInterfaceParameter(program: WebGLProgram, programInterface: number, pname: number): number {
    const part = this.#interface(program, programInterface, 'getProgramInterfaceParameter');
    if (part === null) return 0;
    const value = interfaceParameter(part.linked, part.executable, programInterface, pname);
    if (typeof value === 'number') return value;
    this.fail(value === 'operation' ? GL4.INVALID_OPERATION : GL4.INVALID_ENUM, 'getProgramInterfaceParameter');
    return 0;
  }

  getProgramResourceIndex(program: WebGLProgram, programInterface: number, name: string): number {
    const part = this.#interface(program, programInterface, 'getProgramResourceIndex');
    if (part === null) return GL4.INVALID_INDEX;
    const at = programInterface === GL4.ATOMIC_COUNTER_BUFFER ? -2 : namedResource(part.linked, programInterface, name);
    if (at === -2) this.fail(GL4.INVALID_ENUM, 'getProgramResourceIndex');
    return at < 0 ? GL4.INVALID_INDEX : at;
  }

  getProgramResourceName(program: WebGLProgram, programInterface: number, index: number): string | null {
    const part = this.#interface(program, programInterface, 'getProgramResourceName');
    if (part === null) return null;
    const resource = resourcesOf(part.linked, programInterface)![index >>> 0];
    const nameless = programInterface === GL4.ATOMIC_COUNTER_BUFFER || programInterface === GL4.TRANSFORM_FEEDBACK_BUFFER;
    if (resource !== undefined && !nameless) return resourceName(resource);
    this.fail(nameless ? GL4.INVALID_ENUM : GL4.INVALID_VALUE, 'getProgramResourceName');
    return null;
  }

  /** Properties of a resource, one after another; lists (such as ACTIVE_VARIABLES) give all of their numbers. */
  getProgramResource(program: WebGLProgram, programInterface: number, index: number, props: Iterable<number>): number[] | null {
    const method = 'getProgramResource';
    const part = this.#interface(program, programInterface, method);
    if (part === null) return null;
    const wanted = [...props];
    const resource = resourcesOf(part.linked, programInterface)![index >>> 0];
    if (resource === undefined || wanted.length === 0) {
      this.fail(GL4.INVALID_VALUE, method);
      return null;
    }
    const out: number[] = [];
    for (const prop of wanted) {
      const value = resourceProperty(part.linked, part.executable, programInterface, index >>> 0, prop);
      if (typeof value === 'string') {
        this.fail(value === 'operation' ? GL4.INVALID_OPERATION : GL4.INVALID_ENUM, method);
        return null;
      }
      out.push(...(typeof value === 'number' ? [value] : value));
    }
    return out;
  }

  getProgramResourceLocation(program: WebGLProgram, programInterface: number, name: string): number {
    return this.#resourceLocation(program, programInterface, name, false, 'getProgramResourceLocation');
  }

  getProgramResourceLocationIndex(program: WebGLProgram, programInterface: number, name: string): number {
    return this.#resourceLocation(program, programInterface, name, true, 'getProgramResourceLocationIndex');
  }

  #resourceLocation(program: WebGLProgram, programInterface: number, name: string, index: boolean, method: string): number {
    const part = this.#interface(program, programInterface, method);
    if (part === null) return -1;
    if (!program.object.linked) {
      this.fail(GL4.INVALID_OPERATION, method);
      return -1;
    }
    const value = index && programInterface !== GL4.PROGRAM_OUTPUT ? null : resourceLocation(part.linked, programInterface, name, index);
    if (value === null) this.fail(GL4.INVALID_ENUM, method);
    return value ?? -1;
  }

  #interface(
    program: WebGLProgram,
    programInterface: number,
    method: string,
  ): { readonly linked: LinkedProgram; readonly executable: Executable } | null {
    if (this.isLost() || !this.ownsProgram(program, method)) return null;
    const { executable } = program.object;
    if (executable === null) {
      this.fail(GL4.INVALID_OPERATION, method);
      return null;
    }
    const { linked } = executable;
    if (resourcesOf(linked, programInterface) !== null) return { linked, executable };
    this.fail(GL4.INVALID_ENUM, method);
    return null;
  }

  override getTransformFeedbackVarying(program: WebGLProgram, index: number): WebGLActiveInfo | null {
    if (this.isLost() || !this.ownsProgram(program, 'getTransformFeedbackVarying')) return null;
    const varying = program.object.executable?.linked.feedbackVaryings[index >>> 0];
    if (varying !== undefined) return new WebGLActiveInfo(varying.name, varying.size, varying.type);
    this.fail(program.object.linked ? GL4.INVALID_VALUE : GL4.INVALID_OPERATION, 'getTransformFeedbackVarying');
    return null;
  }
}
