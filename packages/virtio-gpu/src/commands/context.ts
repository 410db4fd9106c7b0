import * as p from '@virglass/protocol';
import type { VirtioGpu } from '../device.ts';
import type { Handler } from './handlers.ts';
import { LONE_SLICE_MILLISECONDS, MAX_ATTACHMENTS, SLICE_MILLISECONDS } from '../limits.ts';
import { AGAIN, findResource } from './shared.ts';

const { VirtioGpuFeature, VirtioGpuResponse } = p;
/** Bytes of the debug name. */
const NAME_BYTES = 64;

/** 0, or the refusal of a context that there is not. */
function checkContext(device: VirtioGpu, what: string, id: number): number {
  return device.contexts.has(id) ? 0 : device.refuse(VirtioGpuResponse.ERR_INVALID_CONTEXT_ID, `${what}: no context ${id}`);
}

/** GET_CAPSET_INFO. */
export const getCapsetInfo: Handler = (device, words) => {
  const index = p.virtioGpuGetCapsetInfoCapsetIndex(words, 0);
  const capset = device.options.renderer?.capsets[index];
  const { response } = device;
  response[6] = capset?.id ?? 0;
  response[7] = capset?.maxVersion ?? 0;
  response[8] = capset?.maxSize ?? 0;
  response[9] = 0;
  device.responsePayload = 16;
  return VirtioGpuResponse.OK_CAPSET_INFO;
};

/** GET_CAPSET. */
export const getCapset: Handler = (device, words) => {
  const id = p.virtioGpuGetCapsetCapsetId(words, 0);
  const version = p.virtioGpuGetCapsetCapsetVersion(words, 0);
  const known = device.options.renderer?.capsets.find((capset) => capset.id === id);
  if (known === undefined || version > known.maxVersion) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `GET_CAPSET: no capability set ${id} of version ${version}`);
  }
  const bytes = device.options.renderer!.capset(id, version);
  new Uint8Array(device.response.buffer, p.VirtioGpuHeaderWords * 4).set(bytes);
  device.responsePayload = bytes.length;
  return VirtioGpuResponse.OK_CAPSET;
};

/** CTX_CREATE. */
export const createContext: Handler = (device, words) => {
  const id = p.virtioGpuCtrlHdrCtxId(words, 0);
  const length = Math.min(NAME_BYTES, p.virtioGpuCtxCreateNlen(words, 0));
  // Without the feature the word is padding.
  const capset = device.accepted(VirtioGpuFeature.CONTEXT_INIT) ? p.virtioGpuCtxCreateCapsetId(words, 0) : 0;
  if (id === 0 || device.contexts.has(id)) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_CONTEXT_ID,
      `CTX_CREATE: context ${id} ${id === 0 ? 'is no number for one' : 'exists'}`,
    );
  }
  if (device.contexts.size >= device.options.quota.contexts) {
    return device.refuse(VirtioGpuResponse.ERR_OUT_OF_MEMORY, `CTX_CREATE: the limit is ${device.options.quota.contexts} contexts`);
  }
  if (capset !== 0 && !device.options.renderer!.capsets.some((known) => known.id === capset)) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `CTX_CREATE: no capability set ${capset}`);
  }
  const name = debugName(words, length);
  if (device.renderer!.createContext(id, name, capset) !== 0) return VirtioGpuResponse.ERR_OUT_OF_MEMORY;
  device.contexts.set(id, name);
  return VirtioGpuResponse.OK_NODATA;
};

/** The printable characters of a context's name. */
function debugName(words: Uint32Array, length: number): string {
  let name = '';
  for (let i = 0; i < length; i++) {
    const code = (p.virtioGpuCtxCreateDebugName(words, 0, i >> 2) >>> ((i & 3) * 8)) & 0xff;
    if (code === 0) break;
    name += code < 0x20 || code > 0x7e ? '?' : String.fromCharCode(code);
  }
  return name;
}

/** CTX_DESTROY. */
export const destroyContext: Handler = (device, words) => {
  const id = p.virtioGpuCtrlHdrCtxId(words, 0);
  const refusal = checkContext(device, 'CTX_DESTROY', id);
  if (refusal !== 0) return refusal;
  device.contexts.delete(id);
  device.attachments.dropContext(id);
  device.renderer!.destroyContext(id);
  return VirtioGpuResponse.OK_NODATA;
};

/**
 * CTX_ATTACH_RESOURCE. Kernels attach every resource that a program opens, pictures and blobs of guest memory too, which no stream can
 * name: for these there is nothing to do.
 */
export const attachResource: Handler = (device, words) => {
  const id = p.virtioGpuCtrlHdrCtxId(words, 0);
  const refusal = checkContext(device, 'CTX_ATTACH_RESOURCE', id);
  if (refusal !== 0) return refusal;
  const resource = findResource(device, 'CTX_ATTACH_RESOURCE', p.virtioGpuCtxAttachResourceResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  if (!device.attachments.add(id, resource.id)) {
    return device.refuse(VirtioGpuResponse.ERR_OUT_OF_MEMORY, `CTX_ATTACH_RESOURCE: the limit is ${MAX_ATTACHMENTS} attachments`);
  }
  if (resource.inRenderer && device.renderer!.attachResource(id, resource.id) !== 0) return VirtioGpuResponse.ERR_UNSPEC;
  return VirtioGpuResponse.OK_NODATA;
};

/** CTX_DETACH_RESOURCE. */
export const detachResource: Handler = (device, words) => {
  const id = p.virtioGpuCtrlHdrCtxId(words, 0);
  const refusal = checkContext(device, 'CTX_DETACH_RESOURCE', id);
  if (refusal !== 0) return refusal;
  const resource = findResource(device, 'CTX_DETACH_RESOURCE', p.virtioGpuCtxDetachResourceResourceId(words, 0));
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  device.attachments.remove(id, resource.id);
  if (resource.inRenderer) device.renderer!.detachResource(id, resource.id);
  return VirtioGpuResponse.OK_NODATA;
};

/** SUBMIT_3D: the stream is executed where the request was gathered. */
export const submit3d: Handler = (device, words) => {
  const id = p.virtioGpuCtrlHdrCtxId(words, 0);
  const refusal = checkContext(device, 'SUBMIT_3D', id);
  if (refusal !== 0) return refusal;
  const size = p.virtioGpuSubmit3dSize(words, 0);
  const fences = p.virtioGpuSubmit3dNumInFences(words, 0);
  const at = (p.VirtioGpuHeaderWords + p.VirtioGpuSubmit3dLength) * 4 + fences * 8;
  if (size % 4 !== 0 || at + size > device.request.bytes) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_PARAMETER,
      `SUBMIT_3D: a stream of ${size} bytes at ${at} in a request of ${device.request.bytes}`,
    );
  }
  const { turn } = device;
  const waiting = size / 4 - turn.executed;
  // A guest may change what it has sent.
  if (waiting < 0) return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `SUBMIT_3D: a stream of ${size} bytes was longer before`);
  const milliseconds = device.contexts.size > 1 ? SLICE_MILLISECONDS : LONE_SLICE_MILLISECONDS;
  // A stream with a mistake puts its context in error, which the guest's driver asks for itself; the request was carried out.
  device.renderer!.submit(id, device.request.memory, at + turn.executed * 4, waiting, milliseconds);
  const left = device.renderer!.unexecuted;
  if (left === 0) return VirtioGpuResponse.OK_NODATA;
  // The next slice begins when the GPU has done what it got before this one: it is never idle, and never far behind.
  turn.executed = size / 4 - left;
  turn.fence = turn.pace;
  turn.pace = device.fences.make();
  return AGAIN;
};
