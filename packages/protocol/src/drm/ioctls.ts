/**
 * The ioctls of Linux's virtio_gpu driver on a render node: how a program in a guest reaches its host.
 *
 * A structure is words without a header. The kernel reads as much of it as its request number says, and fills up with zeros what an
 * older program leaves out, so that the longest form known is the right one everywhere. Layouts are those of 64-bit machines.
 */
import { fixedWords } from '../layout.ts';
import type { EnumSpec, Field, MessageSpec } from '../schema.ts';
import { scalars } from '../virgl/parts.ts';

/** An ioctl; `direction` is what the request number says: whether the kernel only reads the structure. */
export type DrmSpec = MessageSpec & { readonly number: number; readonly direction: 'write' | 'both' };

/** Numbers of a driver's own ioctls begin here (DRM_COMMAND_BASE). */
const driver = 0x40;
const header = 'linux/virtgpu_drm.h struct drm_virtgpu_';
const bo: Field = { kind: 'u32', name: 'boHandle', doc: 'The buffer, as this process calls it.' };
const res: Field = { kind: 'u32', name: 'resHandle', doc: 'Number of the resource; the kernel chooses it.' };
const transfer: readonly Field[] = [
  bo,
  ...scalars('u32', 'texels', 'x', 'y', 'z', 'w', 'h', 'd'),
  { kind: 'u32', name: 'level' },
  { kind: 'u32', name: 'offset', unit: 'bytes', doc: 'Into the buffer.' },
  ...scalars('u32', 'bytes', 'stride', 'layerStride'),
];

/** The ioctls that are used. */
export const drmSpecs: readonly DrmSpec[] = [
  {
    name: 'VERSION',
    number: 0,
    direction: 'both',
    doc: 'Asks for the name of the driver.',
    source: 'linux/drm.h struct drm_version',
    fields: [
      ...scalars('u32', 'number', 'major', 'minor', 'patch'),
      { kind: 'pad', words: 1 },
      { kind: 'u64', name: 'nameLength', unit: 'bytes', doc: 'Room for the name, and then its length.' },
      { kind: 'u64', name: 'name', doc: 'Address.' },
      { kind: 'u64', name: 'dateLength', unit: 'bytes' },
      { kind: 'u64', name: 'date', doc: 'Address.' },
      { kind: 'u64', name: 'descriptionLength', unit: 'bytes' },
      { kind: 'u64', name: 'description', doc: 'Address.' },
    ],
  },
  {
    name: 'GEM_CLOSE',
    number: 9,
    direction: 'write',
    doc: 'Gives a buffer back; its resource ends when nobody else has it.',
    source: 'linux/drm.h struct drm_gem_close',
    fields: [bo, { kind: 'pad', words: 1 }],
  },
  {
    name: 'VIRTGPU_MAP',
    number: driver + 1,
    direction: 'both',
    doc: 'Asks where in the device file a buffer can be mapped.',
    source: `${header}map`,
    fields: [{ kind: 'u64', name: 'offset', unit: 'bytes' }, bo, { kind: 'pad', words: 1 }],
  },
  {
    name: 'VIRTGPU_EXECBUFFER',
    number: driver + 2,
    direction: 'both',
    doc: 'Sends a command stream.',
    source: `${header}execbuffer`,
    fields: [
      { kind: 'flags', name: 'flags', flags: 'VirtgpuExecFlag' },
      { kind: 'u32', name: 'size', unit: 'bytes' },
      { kind: 'u64', name: 'command', doc: 'Address.' },
      { kind: 'u64', name: 'boHandles', doc: 'Address of the buffers that VIRTGPU_WAIT is to wait for.' },
      { kind: 'u32', name: 'boCount' },
      { kind: 'i32', name: 'fenceFd', doc: 'Descriptor of the fence to wait for, and then of the one that was made.' },
      { kind: 'u32', name: 'ringIndex' },
      { kind: 'u32', name: 'syncobjStride', unit: 'bytes' },
      { kind: 'u32', name: 'inSyncobjs' },
      { kind: 'u32', name: 'outSyncobjs' },
      { kind: 'u64', name: 'inSyncobjsAt', doc: 'Address.' },
      { kind: 'u64', name: 'outSyncobjsAt', doc: 'Address.' },
    ],
  },
  {
    name: 'VIRTGPU_GETPARAM',
    number: driver + 3,
    direction: 'both',
    doc: 'Asks what the kernel and the device can do.',
    source: `${header}getparam`,
    fields: [
      { kind: 'u64', name: 'param', doc: 'VirtgpuParam.' },
      { kind: 'u64', name: 'value', doc: 'Address of the 32-bit word to fill.' },
    ],
  },
  {
    name: 'VIRTGPU_RESOURCE_CREATE',
    number: driver + 4,
    direction: 'both',
    doc: 'Makes a resource and the buffer that backs it.',
    source: `${header}resource_create`,
    fields: [
      { kind: 'enum', name: 'target', enum: 'PipeTarget' },
      { kind: 'enum', name: 'format', enum: 'PipeFormat' },
      { kind: 'flags', name: 'bind', flags: 'PipeBind' },
      ...scalars('u32', 'texels', 'width', 'height', 'depth'),
      { kind: 'u32', name: 'arraySize' },
      { kind: 'u32', name: 'lastLevel' },
      { kind: 'u32', name: 'samples' },
      { kind: 'flags', name: 'flags', flags: 'ResourceFlag' },
      bo,
      res,
      { kind: 'u32', name: 'size', unit: 'bytes', doc: 'Of the buffer; 0: one page.' },
      { kind: 'u32', name: 'stride', unit: 'bytes' },
    ],
  },
  {
    name: 'VIRTGPU_RESOURCE_INFO',
    number: driver + 5,
    direction: 'both',
    doc: 'Asks for the resource of a buffer.',
    source: `${header}resource_info`,
    fields: [bo, res, { kind: 'u32', name: 'size', unit: 'bytes' }, { kind: 'u32', name: 'blobMemory' }],
  },
  {
    name: 'VIRTGPU_TRANSFER_FROM_HOST',
    number: driver + 6,
    direction: 'both',
    doc: 'Copies a box of a resource into its buffer, after everything sent before.',
    source: `${header}3d_transfer_from_host`,
    fields: transfer,
  },
  {
    name: 'VIRTGPU_TRANSFER_TO_HOST',
    number: driver + 7,
    direction: 'both',
    doc: 'Copies from the buffer into a box of its resource, after everything sent before.',
    source: `${header}3d_transfer_to_host`,
    fields: transfer,
  },
  {
    name: 'VIRTGPU_WAIT',
    number: driver + 8,
    direction: 'both',
    doc: 'Waits until the host has done what was sent for a buffer.',
    source: `${header}3d_wait`,
    fields: [bo, { kind: 'flags', name: 'flags', flags: 'VirtgpuWaitFlag' }],
  },
  {
    name: 'VIRTGPU_GET_CAPS',
    number: driver + 9,
    direction: 'both',
    doc: 'Reads a capability set.',
    source: `${header}get_caps`,
    fields: [
      { kind: 'u32', name: 'capset' },
      { kind: 'u32', name: 'version' },
      { kind: 'u64', name: 'addr', doc: 'Address to write it to.' },
      { kind: 'u32', name: 'size', unit: 'bytes', doc: 'Room there.' },
      { kind: 'pad', words: 1 },
    ],
  },
  {
    name: 'VIRTGPU_CONTEXT_INIT',
    number: driver + 11,
    direction: 'both',
    doc: 'Chooses what the context of this open file is, before anything else is done with it.',
    source: `${header}context_init`,
    fields: [
      { kind: 'u32', name: 'count' },
      { kind: 'pad', words: 1 },
      { kind: 'u64', name: 'params', doc: 'Address of the parameters.' },
    ],
  },
  {
    name: 'VIRTGPU_CONTEXT_PARAM',
    number: 0,
    direction: 'write',
    doc: 'One of the parameters of VIRTGPU_CONTEXT_INIT; no ioctl of its own.',
    source: `${header}context_set_param`,
    fields: [
      { kind: 'u64', name: 'param', doc: 'VirtgpuContextParam.' },
      { kind: 'u64', name: 'value' },
    ],
  },
];

/** What a request number says besides the number: direction, bytes of the structure, and the letter of DRM. */
function request(spec: DrmSpec): number {
  const direction = spec.direction === 'write' ? 1 : 3;
  return ((direction << 30) | ((fixedWords(spec.fields) * 4) << 16) | (0x64 << 8) | spec.number) >>> 0;
}

/** The numbers of the ioctls. */
export const drmEnums: readonly EnumSpec[] = [
  {
    name: 'DrmIoctl',
    doc: 'Request numbers of the ioctls.',
    source: 'linux/drm.h and linux/virtgpu_drm.h DRM_IOCTL_*',
    values: Object.fromEntries(drmSpecs.filter(({ name }) => name !== 'VIRTGPU_CONTEXT_PARAM').map((spec) => [spec.name, request(spec)])),
  },
  {
    name: 'VirtgpuParam',
    doc: 'What VIRTGPU_GETPARAM can be asked.',
    source: 'linux/virtgpu_drm.h VIRTGPU_PARAM_*',
    values: {
      FEATURES_3D: 1,
      CAPSET_QUERY_FIX: 2,
      RESOURCE_BLOB: 3,
      HOST_VISIBLE: 4,
      CROSS_DEVICE: 5,
      CONTEXT_INIT: 6,
      SUPPORTED_CAPSET_IDS: 7,
      EXPLICIT_DEBUG_NAME: 8,
    },
  },
  {
    name: 'VirtgpuContextParam',
    doc: 'Parameters of VIRTGPU_CONTEXT_INIT.',
    source: 'linux/virtgpu_drm.h VIRTGPU_CONTEXT_PARAM_*',
    values: { CAPSET_ID: 1, NUM_RINGS: 2, POLL_RINGS_MASK: 3, DEBUG_NAME: 4 },
  },
  {
    name: 'VirtgpuExecFlag',
    doc: 'Flags of VIRTGPU_EXECBUFFER.',
    source: 'linux/virtgpu_drm.h VIRTGPU_EXECBUF_*',
    flags: true,
    values: { FENCE_FD_IN: 1, FENCE_FD_OUT: 2, RING_IDX: 4 },
  },
  {
    name: 'VirtgpuWaitFlag',
    doc: 'Flags of VIRTGPU_WAIT.',
    source: 'linux/virtgpu_drm.h VIRTGPU_WAIT_*',
    flags: true,
    values: { NOWAIT: 1 },
  },
];
