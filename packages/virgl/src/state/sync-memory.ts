import { GL } from '@virglass/gl';
import type { LinkedProgram } from '../programs/linked-program.ts';
import type { SubContext } from '../sub-context.ts';

/*
 * An image or buffer that is not bound, or does not fit, is bound as none: the unit may hold another guest's. Contexts are
 * made with robust access, where reading none gives zeros and writing it does nothing; elsewhere a few bytes of the guest's
 * own stand in for a buffer.
 */

/** Binds the images, storage buffers and atomic counters that the program uses. */
export function syncMemory(sub: SubContext, program: LinkedProgram): void {
  syncImages(sub, program);
  const { host } = sub.ctx;
  const { state } = host;
  const { memory } = sub;
  const nothing = program.storageBinding.length > 0 && host.programs.clampsStorage ? memory.sink(host) : 0;
  const buffers = program.storageBinding;
  for (let i = 0; i < buffers.length; i++) {
    const binding = memory.storageAt(program.storageStage[i]!, program.storageSlot[i]!);
    if (binding === null) state.bindBufferBase(GL.SHADER_STORAGE_BUFFER, buffers[i]!, nothing);
    else state.bindBufferRange(GL.SHADER_STORAGE_BUFFER, buffers[i]!, binding.resource!.glName, binding.offset, binding.size);
  }
  const atomics = program.atomicBuffer;
  for (let i = 0; i < atomics.length; i++) {
    const binding = memory.atomicsAt(atomics[i]!);
    if (binding === null) state.bindBufferBase(GL.ATOMIC_COUNTER_BUFFER, atomics[i]!, 0);
    else state.bindBufferRange(GL.ATOMIC_COUNTER_BUFFER, atomics[i]!, binding.resource!.glName, binding.offset, binding.size);
  }
}

function syncImages(sub: SubContext, program: LinkedProgram): void {
  const { host } = sub.ctx;
  const { state } = host;
  const units = program.imageUnit;
  for (let i = 0; i < units.length; i++) {
    const unit = units[i]!;
    const image = sub.memory.imageAt(program.imageStage[i]!, program.imageSlot[i]!);
    if (image !== null) image.resolve(host, program.imageTarget[i]!);
    if (image === null || image.name === 0) state.bindImageTexture(unit, 0, 0, false, 0, GL.READ_ONLY, GL.R32UI);
    else state.bindImageTexture(unit, image.name, image.level, image.layered, image.layer, image.access, image.format!.internalFormat);
  }
}
