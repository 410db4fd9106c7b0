/**
 * vhost-user: how a virtual machine monitor gives a device to another process, and how vhost-user-gpu shows its screens.
 *
 * A message is three words (request, flags, bytes of payload) and its payload; file descriptors travel beside it. 64-bit
 * members begin at odd words, behind the header, and have no alignment there.
 */
import type { EnumSpec, Field, MessageSpec, ScalarField } from '../schema.ts';
import { scalars } from '../virgl/parts.ts';

/** A message of one of the three directions. */
export type VhostUserSpec = MessageSpec & {
  readonly request: number;
  /** File descriptors that come with it: none, always one, up to eight, or one unless a bit says no. */
  readonly fds?: 'one' | 'many' | 'maybe';
  /** What the other side sends back under the same number; absent: an acknowledgement when it is asked for. */
  readonly reply?: readonly Field[];
};

/** Words before the payload. */
export const VhostUserHeaderWords = 3;
/** Regions of one SET_MEM_TABLE (VHOST_MEMORY_BASELINE_NREGIONS). */
export const VhostUserMaxRegions = 8;
/** Bytes of configuration space in one message (VHOST_USER_MAX_CONFIG_SIZE). */
export const VhostUserMaxConfig = 256;
/** Shared memory regions that GET_SHMEM_CONFIG has room for. */
export const VhostUserMaxShmem = 256;

const doc = (name: string): string => `QEMU docs/interop/vhost-user.rst, VHOST_USER_${name}`;
const gpuDoc = (name: string): string => `QEMU docs/interop/vhost-user-gpu.rst, VHOST_USER_GPU_${name}`;
const number: readonly Field[] = [{ kind: 'u64', name: 'value' }];
const vringState: readonly Field[] = [
  { kind: 'u32', name: 'index' },
  { kind: 'u32', name: 'num' },
];
const region: readonly ScalarField[] = [
  { kind: 'u64', name: 'guestAddress', unit: 'bytes' },
  { kind: 'u64', name: 'size', unit: 'bytes' },
  { kind: 'u64', name: 'userAddress', unit: 'bytes', doc: "In the monitor's address space." },
  { kind: 'u64', name: 'mmapOffset', unit: 'bytes', doc: 'Into the file.' },
];
const config: readonly Field[] = [
  { kind: 'u32', name: 'offset', unit: 'bytes' },
  { kind: 'u32', name: 'size', unit: 'bytes' },
  { kind: 'u32', name: 'flags' },
  { kind: 'bytes', name: 'data' },
];
const one = (name: string, request: number, text: string, rest: Partial<VhostUserSpec> = {}): VhostUserSpec => ({
  name,
  request,
  doc: text,
  source: doc(name),
  fields: [],
  ...rest,
});

/** Requests of the monitor. */
export const vhostUserSpecs: readonly VhostUserSpec[] = [
  one('GET_FEATURES', 1, 'Asks for the feature bits.', { reply: number }),
  one('SET_FEATURES', 2, 'Says which features the driver took.', { fields: number }),
  one('SET_OWNER', 3, 'Begins a session.'),
  one('RESET_OWNER', 4, 'No longer used.'),
  one('SET_MEM_TABLE', 5, 'Replaces the whole memory map.', {
    fds: 'many',
    fields: [
      { kind: 'u32', name: 'nregions' },
      { kind: 'pad', words: 1 },
      { kind: 'records', name: 'regions', count: { field: 'nregions' }, fields: region },
    ],
  }),
  one('SET_LOG_BASE', 6, 'Gives the dirty log of a migration.', {
    fds: 'one',
    fields: [
      { kind: 'u64', name: 'size', unit: 'bytes' },
      { kind: 'u64', name: 'offset', unit: 'bytes' },
    ],
  }),
  one('SET_LOG_FD', 7, 'Gives the descriptor to ring when the log was written.', { fds: 'one' }),
  one('SET_VRING_NUM', 8, 'Sets the entries of a queue.', { fields: vringState }),
  one('SET_VRING_ADDR', 9, 'Sets the places of a queue.', {
    fields: [
      { kind: 'u32', name: 'index' },
      { kind: 'u32', name: 'flags' },
      { kind: 'u64', name: 'descriptors', doc: "In the monitor's address space, as the next two." },
      { kind: 'u64', name: 'used' },
      { kind: 'u64', name: 'available' },
      { kind: 'u64', name: 'log', doc: 'Guest address of the used ring for logging.' },
    ],
  }),
  one('SET_VRING_BASE', 10, 'Sets the index of the next request.', { fields: vringState }),
  one('GET_VRING_BASE', 11, 'Stops a queue and asks for the index of the next request.', { fields: vringState, reply: vringState }),
  one('SET_VRING_KICK', 12, 'Gives the descriptor by which the driver notifies the device, and starts the queue.', {
    fds: 'maybe',
    fields: number,
  }),
  one('SET_VRING_CALL', 13, 'Gives the descriptor by which the device notifies the driver.', { fds: 'maybe', fields: number }),
  one('SET_VRING_ERR', 14, 'Gives the descriptor for errors of a queue.', { fds: 'maybe', fields: number }),
  one('GET_PROTOCOL_FEATURES', 15, 'Asks for the protocol features.', { reply: number }),
  one('SET_PROTOCOL_FEATURES', 16, 'Says which protocol features hold.', { fields: number }),
  one('GET_QUEUE_NUM', 17, 'Asks for the number of queues.', { reply: number }),
  one('SET_VRING_ENABLE', 18, 'Enables or disables a queue.', { fields: vringState }),
  one('SET_BACKEND_REQ_FD', 21, "Gives the socket for the device's own requests.", { fds: 'one' }),
  one('GET_CONFIG', 24, 'Reads the configuration space.', { fields: config, reply: config }),
  one('SET_CONFIG', 25, 'Writes the configuration space.', { fields: config }),
  one('GET_INFLIGHT_FD', 31, 'Asks for memory in which to note requests in flight.', {
    fields: [
      { kind: 'u64', name: 'mmapSize' },
      { kind: 'u64', name: 'mmapOffset' },
      {
        kind: 'bits',
        fields: [
          { name: 'numQueues', width: 16 },
          { name: 'queueSize', width: 16 },
        ],
      },
    ],
  }),
  one('GPU_SET_SOCKET', 33, 'Gives the display socket.', { fds: 'one' }),
  one('RESET_DEVICE', 34, 'Resets the device.'),
  one('VRING_KICK', 35, 'Notifies in the message instead of by a descriptor.', { fields: vringState }),
  one('GET_MAX_MEM_SLOTS', 36, 'Asks for the number of memory regions.', { reply: number }),
  one('ADD_MEM_REG', 37, 'Adds a region of guest memory.', { fds: 'one', fields: [{ kind: 'pad', words: 2 }, ...region] }),
  one('REM_MEM_REG', 38, 'Removes a region of guest memory.', { fds: 'maybe', fields: [{ kind: 'pad', words: 2 }, ...region] }),
  one('SET_STATUS', 39, 'Tells the status that the driver wrote.', { fields: number }),
  one('GET_STATUS', 40, 'Asks for the status of the device.', { reply: number }),
  one('GET_SHMEM_CONFIG', 44, 'Asks for the shared memory regions of the device.', {
    reply: [
      { kind: 'u32', name: 'nregions' },
      { kind: 'pad', words: 1 },
      { kind: 'array', name: 'sizes', of: { kind: 'u64' }, count: VhostUserMaxShmem },
    ],
  }),
];

const shmem: readonly Field[] = [
  { kind: 'bits', fields: [{ name: 'shmid', width: 8 }, { skip: 24 }] },
  { kind: 'pad', words: 1 },
  { kind: 'u64', name: 'fdOffset', unit: 'bytes' },
  { kind: 'u64', name: 'shmOffset', unit: 'bytes', doc: 'Into the region.' },
  { kind: 'u64', name: 'len', unit: 'bytes' },
  { kind: 'u64', name: 'flags' },
];
const back = (name: string, request: number, text: string, rest: Partial<VhostUserSpec> = {}): VhostUserSpec => ({
  ...one(`BACKEND_${name}`, request, text, rest),
});

/** Requests of the device, on its own socket. */
export const vhostBackendSpecs: readonly VhostUserSpec[] = [
  back('CONFIG_CHANGE_MSG', 2, 'Says that the configuration space has changed.'),
  back('SHMEM_MAP', 9, 'Maps a file into a shared memory region.', { fds: 'one', fields: shmem }),
  back('SHMEM_UNMAP', 10, 'Takes a whole mapping out of a shared memory region.', { fields: shmem }),
];

const place = scalars('u32', 'pixels', 'x', 'y');
const rect = scalars('u32', 'pixels', 'x', 'y', 'width', 'height');
const scanoutId: ScalarField = { kind: 'u32', name: 'scanoutId' };
const gpu = (name: string, request: number, text: string, rest: Partial<VhostUserSpec> = {}): VhostUserSpec => ({
  name: `GPU_${name}`,
  request,
  doc: text,
  source: gpuDoc(name),
  fields: [],
  ...rest,
});
const dmabuf: readonly Field[] = [
  scanoutId,
  ...rect,
  ...scalars('u32', 'pixels', 'fdWidth', 'fdHeight'),
  { kind: 'u32', name: 'fdStride', unit: 'bytes' },
  { kind: 'u32', name: 'fdFlags', doc: '1: the first row is the uppermost.' },
  { kind: 'u32', name: 'fourcc', doc: 'DRM format.' },
];

/** Messages of the display socket; the device sends all of them. */
export const vhostGpuSpecs: readonly VhostUserSpec[] = [
  gpu('GET_PROTOCOL_FEATURES', 1, 'Asks for the features of the display.', { reply: number }),
  gpu('SET_PROTOCOL_FEATURES', 2, 'Says which of them hold.', { fields: number }),
  gpu('GET_DISPLAY_INFO', 3, 'Asks for the wished modes; the answer is the response of virtio-gpu, header included.', {
    reply: [{ kind: 'bytes', name: 'response' }],
  }),
  gpu('CURSOR_POS', 4, 'Moves and shows the cursor.', { fields: [scanoutId, ...place] }),
  gpu('CURSOR_POS_HIDE', 5, 'Hides the cursor.', { fields: [scanoutId, ...place] }),
  gpu('CURSOR_UPDATE', 6, 'Gives the cursor another picture.', {
    fields: [
      scanoutId,
      ...place,
      ...scalars('u32', 'pixels', 'hotX', 'hotY'),
      { kind: 'array', name: 'data', of: { kind: 'any32' }, count: 4096 },
    ],
  }),
  gpu('SCANOUT', 7, 'Sets the size of a scanout; 0 switches it off.', {
    fields: [scanoutId, ...scalars('u32', 'pixels', 'width', 'height')],
  }),
  gpu('UPDATE', 8, 'Pixels of a scanout: rows of B, G, R, X without gaps.', {
    fields: [scanoutId, ...rect, { kind: 'bytes', name: 'data' }],
  }),
  gpu('DMABUF_SCANOUT', 9, 'Shows a DMA buffer.', { fds: 'maybe', fields: dmabuf }),
  gpu('DMABUF_UPDATE', 10, 'Says what changed in it; the answer says that it was shown.', { fields: [scanoutId, ...rect], reply: [] }),
  gpu('GET_EDID', 11, "Asks for a screen's EDID; the answer is the response of virtio-gpu, header included.", {
    fields: [scanoutId],
    reply: [{ kind: 'bytes', name: 'response' }],
  }),
  gpu('DMABUF_SCANOUT2', 12, 'Shows a DMA buffer with a layout modifier.', {
    fds: 'maybe',
    fields: [...dmabuf, { kind: 'u64', name: 'modifier' }],
  }),
];

const numbers = (name: string, text: string, specs: readonly VhostUserSpec[], prefix: string): EnumSpec => ({
  name,
  doc: text,
  source: 'QEMU docs/interop/vhost-user.rst and vhost-user-gpu.rst',
  values: Object.fromEntries(specs.map((spec) => [spec.name.slice(prefix.length), spec.request])),
});

/** Request numbers of each direction. */
export const vhostUserRequestEnums: readonly EnumSpec[] = [
  numbers('VhostUserRequest', 'Requests of the monitor.', vhostUserSpecs, ''),
  numbers('VhostUserBackendRequest', 'Requests of the device.', vhostBackendSpecs, 'BACKEND_'),
  numbers('VhostUserGpuRequest', 'Messages of the display socket.', vhostGpuSpecs, 'GPU_'),
];
