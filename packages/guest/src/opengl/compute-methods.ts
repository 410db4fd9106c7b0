import { PipeShader } from '@virglass/protocol';
import { GL4 } from '../gl4-constants.ts';
import type { Executable } from '../objects/program.ts';
import { DrawMethods4 } from './draw-methods.ts';

/** Compute shaders. */
export class ComputeMethods4 extends DrawMethods4 {
  dispatchCompute(groupsX: number, groupsY: number, groupsZ: number): void {
    const method = 'dispatchCompute';
    const executable = this.#compute(method);
    if (executable === null) return;
    const groups = [groupsX >>> 0, groupsY >>> 0, groupsZ >>> 0] as const;
    if (groups.some((count, i) => count > this.limits.workGroupCount[i]!)) return this.fail(GL4.INVALID_VALUE, method);
    if (groups.includes(0)) return;
    this.core.pipeline.launch(executable, groups, null, 0);
  }

  dispatchComputeIndirect(offset: number): void {
    const method = 'dispatchComputeIndirect';
    const executable = this.#compute(method);
    if (executable === null) return;
    if (offset < 0 || offset % 4 !== 0) return this.fail(GL4.INVALID_VALUE, method);
    const buffer = this.bound.get(GL4.DISPATCH_INDIRECT_BUFFER)?.object ?? null;
    if (buffer === null || this.isMapped(buffer) || offset + 12 > buffer.size) return this.fail(GL4.INVALID_OPERATION, method);
    this.core.pipeline.launch(executable, [0, 0, 0], buffer, offset);
  }

  /** The program that runs; null, with an error, where there is none. */
  #compute(method: string): Executable | null {
    if (this.isLost()) return null;
    const executable =
      this.currentProgram === null ? (this.pipeline?.object.compute() ?? null) : (this.currentProgram.object.executable ?? null);
    if (executable !== null && executable.shaders[PipeShader.COMPUTE] !== 0) return executable;
    this.fail(GL4.INVALID_OPERATION, method);
    return null;
  }
}
