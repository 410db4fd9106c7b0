import { PipeShader } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import { ProgramPipelineObject } from '../objects/program-pipeline.ts';
import { stageOfType, type Executable } from '../objects/program.ts';
import { Dirty } from '../state/dirty.ts';
import { programDirt } from '../state/emit-program.ts';
import { WebGLObject, type WebGLProgram } from '../webgl/objects.ts';
import { UniformMethods4 } from './uniform-methods.ts';

/** A program pipeline. */
export class WebGLProgramPipeline extends WebGLObject<ProgramPipelineObject> {
  /** @internal By stage (`PipeShader`): programs as they were given. */
  readonly programs: (WebGLProgram | null)[] = [null, null, null, null, null, null];
  /** @internal */
  active: WebGLProgram | null = null;
}

/** Bits of `useProgramStages`, and the stages that they stand for. */
const stageBits: readonly (readonly [bit: number, stage: number])[] = [
  [GL4.VERTEX_SHADER_BIT, PipeShader.VERTEX],
  [GL4.FRAGMENT_SHADER_BIT, PipeShader.FRAGMENT],
  [GL4.GEOMETRY_SHADER_BIT, PipeShader.GEOMETRY],
  [GL4.TESS_CONTROL_SHADER_BIT, PipeShader.TESS_CTRL],
  [GL4.TESS_EVALUATION_SHADER_BIT, PipeShader.TESS_EVAL],
  [GL4.COMPUTE_SHADER_BIT, PipeShader.COMPUTE],
];
const knownBits = stageBits.reduce((bits, [bit]) => bits | bit, 0);

/** Program pipelines. */
export class PipelineMethods4 extends UniformMethods4 {
  /** @internal */
  declare pipeline: WebGLProgramPipeline | null;

  createProgramPipeline(): WebGLProgramPipeline | null {
    return new WebGLProgramPipeline(this.ownerOfNew, new ProgramPipelineObject(this.core.stream));
  }

  deleteProgramPipeline(pipeline: WebGLProgramPipeline | null): void {
    if (!this.mayDelete(pipeline, WebGLProgramPipeline, 'deleteProgramPipeline')) return;
    if (this.pipeline === pipeline) this.#bind(null);
    pipeline.object.deleted = true;
    const { programs } = pipeline;
    for (let stage = 0; stage < programs.length; stage++) this.#setStage(pipeline, stage, null);
    this.#setActive(pipeline, null);
  }

  isProgramPipeline(pipeline: WebGLProgramPipeline | null): boolean {
    return this.exists(pipeline) && pipeline.object.bound;
  }

  bindProgramPipeline(pipeline: WebGLProgramPipeline | null): void {
    const method = 'bindProgramPipeline';
    if (this.isLost() || !this.mayBind(pipeline, WebGLProgramPipeline, method)) return;
    if (this.feedbackRuns()) return this.fail(GL4.INVALID_OPERATION, method);
    if (pipeline != null) pipeline.object.bound = true;
    this.#bind(pipeline ?? null);
  }

  #bind(pipeline: WebGLProgramPipeline | null): void {
    this.pipeline = pipeline;
    this.programChanged();
  }

  useProgramStages(pipeline: WebGLProgramPipeline, stages: number, program: WebGLProgram | null): void {
    const method = 'useProgramStages';
    if (this.isLost() || !this.owns(pipeline, WebGLProgramPipeline, method)) return;
    if (program != null && !this.ownsProgram(program, method)) return;
    const bits = stages >>> 0;
    const carried = this.glVersion >= 43 || this.hasStage(GL4.COMPUTE_SHADER) ? knownBits : knownBits & ~GL4.COMPUTE_SHADER_BIT;
    if (bits !== GL4.ALL_SHADER_BITS && (bits & ~carried) !== 0) return this.fail(GL4.INVALID_VALUE, method);
    if (program != null && (!program.object.linked || !program.object.linkedSeparable)) return this.fail(GL4.INVALID_OPERATION, method);
    if (this.pipeline === pipeline && this.feedbackRuns()) return this.fail(GL4.INVALID_OPERATION, method);
    pipeline.object.bound = true;
    for (const [bit, stage] of stageBits) {
      if ((bits & bit) === 0) continue;
      const runs = (program?.object.executable?.shaders[stage] ?? 0) !== 0;
      this.#setStage(pipeline, stage, runs ? program : null);
    }
    pipeline.object.validated = false;
    if (this.pipeline === pipeline) this.programChanged();
  }

  #setStage(pipeline: WebGLProgramPipeline, stage: number, program: WebGLProgram | null): void {
    const old = pipeline.programs[stage]!;
    if (old === program) return;
    if (program !== null) program.object.uses++;
    pipeline.programs[stage] = program;
    pipeline.object.programs[stage] = program?.object ?? null;
    this.#letGo(old);
  }

  #setActive(pipeline: WebGLProgramPipeline, program: WebGLProgram | null): void {
    const old = pipeline.active;
    if (program !== null) program.object.uses++;
    pipeline.active = program;
    this.#letGo(old);
  }

  #letGo(program: WebGLProgram | null): void {
    if (program === null) return;
    program.object.uses--;
    this.releaseProgram(program);
  }

  activeShaderProgram(pipeline: WebGLProgramPipeline, program: WebGLProgram | null): void {
    const method = 'activeShaderProgram';
    if (this.isLost() || !this.owns(pipeline, WebGLProgramPipeline, method)) return;
    if (program != null && !this.ownsProgram(program, method)) return;
    if (program != null && !program.object.linked) return this.fail(GL4.INVALID_OPERATION, method);
    pipeline.object.bound = true;
    this.#setActive(pipeline, program ?? null);
  }

  getProgramPipelineParameter(pipeline: WebGLProgramPipeline, pname: number): WebGLProgram | boolean | number | null {
    const method = 'getProgramPipelineParameter';
    if (this.isLost() || !this.owns(pipeline, WebGLProgramPipeline, method)) return null;
    pipeline.object.bound = true;
    if (pname === GL4.ACTIVE_PROGRAM) return pipeline.active;
    if (pname === GL4.VALIDATE_STATUS) return pipeline.object.validated;
    if (pname === GL4.INFO_LOG_LENGTH) return pipeline.object.log === '' ? 0 : pipeline.object.log.length + 1;
    if (this.hasStage(pname)) return pipeline.programs[stageOfType(pname)]!;
    this.fail(GL4.INVALID_ENUM, method);
    return null;
  }

  getProgramPipelineInfoLog(pipeline: WebGLProgramPipeline): string | null {
    return this.isLost() || !this.owns(pipeline, WebGLProgramPipeline, 'getProgramPipelineInfoLog') ? null : pipeline.object.log;
  }

  validateProgramPipeline(pipeline: WebGLProgramPipeline): void {
    if (this.isLost() || !this.owns(pipeline, WebGLProgramPipeline, 'validateProgramPipeline')) return;
    pipeline.object.bound = true;
    const fault = faultOf(pipeline);
    pipeline.object.validated = fault === '';
    pipeline.object.log = fault;
  }

  patchParameteri(pname: number, value: number): void {
    if (this.isLost()) return;
    if (pname !== GL4.PATCH_VERTICES) return this.fail(GL4.INVALID_ENUM, 'patchParameteri');
    if (value <= 0 || value > this.limits.patchVertices) return this.fail(GL4.INVALID_VALUE, 'patchParameteri');
    this.core.patch.vertices = value;
  }

  /** Tessellation levels where there is no control shader: four outer ones, or two inner ones. */
  patchParameterfv(pname: number, values: ArrayLike<number>): void {
    if (this.isLost()) return;
    const { outer, inner } = this.core.patch;
    const levels = pname === GL4.PATCH_DEFAULT_OUTER_LEVEL ? outer : pname === GL4.PATCH_DEFAULT_INNER_LEVEL ? inner : null;
    if (levels === null) return this.fail(GL4.INVALID_ENUM, 'patchParameterfv');
    if (values.length < levels.length) return this.fail(GL4.INVALID_VALUE, 'patchParameterfv');
    for (let i = 0; i < levels.length; i++) levels[i] = values[i]!;
    this.core.dirty.mark(Dirty.TESSELLATION);
  }

  override activeProgram(): WebGLProgram | null {
    return this.currentProgram ?? this.pipeline?.active ?? null;
  }

  override stageExecutable(stage: number): Executable | null {
    if (this.currentProgram !== null || this.pipeline == null) return super.stageExecutable(stage);
    return this.pipeline.programs[stage]?.object.executable ?? null;
  }

  /** A pipeline counts while there is no program. */
  override programChanged(): void {
    const { core } = this;
    if (this.currentProgram === null) core.program = this.pipeline?.object.whole ?? null;
    core.dirty.mark(programDirt);
  }

  /** @internal Brings a bound pipeline up to date; false, with an error, when nothing can be drawn with it. */
  override programForDraw(method: string): boolean {
    if (this.currentProgram !== null || this.pipeline == null) return true;
    const { object } = this.pipeline;
    const before = object.whole.executable;
    const after = object.update();
    if (after !== before) this.core.dirty.mark(programDirt);
    const fault = faultOf(this.pipeline);
    if (fault === '') return true;
    object.log = fault;
    this.fail(GL4.INVALID_OPERATION, method);
    return false;
  }

  /** @internal The executable that draws; null where there is nothing to draw with. */
  currentExecutable(): Executable | null {
    return this.core.program?.executable ?? null;
  }

  override parameter(pname: number): unknown {
    const { patch } = this.core;
    switch (pname) {
      case GL4.PROGRAM_PIPELINE_BINDING:
        return this.pipeline ?? null;
      case GL4.PATCH_VERTICES:
        return patch.vertices;
      case GL4.PATCH_DEFAULT_OUTER_LEVEL:
        return patch.outer.slice();
      case GL4.PATCH_DEFAULT_INNER_LEVEL:
        return patch.inner.slice();
    }
    return super.parameter(pname);
  }
}

/** What keeps a pipeline from being drawn with; '' for nothing. @source OpenGL 4.2, 2.11.11 */
function faultOf({ programs }: WebGLProgramPipeline): string {
  const order = [PipeShader.VERTEX, PipeShader.TESS_CTRL, PipeShader.TESS_EVAL, PipeShader.GEOMETRY, PipeShader.FRAGMENT];
  for (const program of programs) {
    if (program === null) continue;
    const { executable, linkedSeparable } = program.object;
    if (executable === null) continue;
    if (!linkedSeparable) return 'a program of the pipeline was linked again, and is not separable any more';
    // A program that has several stages has to run all of them.
    for (const stage of order)
      if (executable.shaders[stage] !== 0 && programs[stage] !== program) return 'a program runs only some of its stages';
  }
  const chain = order.flatMap((stage) => programs[stage] ?? []);
  for (let i = 1; i < chain.length; i++) {
    if (chain[i] !== chain[i - 1] && chain.indexOf(chain[i]!) < i) return 'stages of another program lie between those of one';
  }
  const has = (stage: number): boolean => programs[stage] !== null;
  if (!has(PipeShader.VERTEX) && (has(PipeShader.TESS_CTRL) || has(PipeShader.TESS_EVAL) || has(PipeShader.GEOMETRY)))
    return 'there is no vertex shader for the stages after it';
  if (has(PipeShader.TESS_CTRL) && !has(PipeShader.TESS_EVAL)) return 'there is a tessellation control shader without an evaluation shader';
  return '';
}
