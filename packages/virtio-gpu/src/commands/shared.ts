import { minimumWords, type VirtioGpuSpec } from '@virglass/protocol';
import { VirtioGpuHeaderWords, VirtioGpuResponse } from '@virglass/protocol';
import type { VirtioGpu } from '../device.ts';
import type { GpuResource } from '../resource.ts';

/** Bytes of a request's payload without what its counts announce. */
export function minimumBytes(spec: VirtioGpuSpec): number {
  return minimumWords(spec.fields) * 4;
}

/** Word of a request that names its resource; 0: it names none. */
export function resourceWord(spec: VirtioGpuSpec): number {
  const i = spec.fields.findIndex((field) => 'name' in field && field.name === 'resourceId');
  return i < 0 ? 0 : VirtioGpuHeaderWords + minimumWords(spec.fields.slice(0, i));
}

/** The resource of a number, or null, with the refusal in the log. */
export function findResource(device: VirtioGpu, what: string, id: number): GpuResource | null {
  const resource = device.resources.get(id);
  if (resource === undefined) device.refuse(VirtioGpuResponse.ERR_INVALID_RESOURCE_ID, `${what}: no resource ${id}`);
  return resource ?? null;
}

/** What a handler returns whose request is answered later. */
export const LATER = -1;

/** What a handler returns whose request cannot be carried out yet, or not all of it: it is handled again; see `Turn`. */
export const AGAIN = -2;
