/**
 * The messages of the virtio-gpu device's control and cursor queues.
 *
 * A request is a header of six words and its payload; so is a response. All of it is little-endian and made of 32-bit words
 * (64-bit members begin at even words of the message), so the tables count words like those of virgl. A driver may cut a
 * request into buffers of any size: a device gathers it first, and reads words then.
 */
import type { EnumSpec, Field, MessageSpec, PadField, ScalarField } from '../schema.ts';
import { scalars } from '../virgl/parts.ts';

/** A message of the device; requests have a command number and say what answers them. */
export type VirtioGpuSpec = MessageSpec & {
  /** Type word of the header. */
  readonly type: number;
  /** Queue: 0 control, 1 cursor. */
  readonly queue: 0 | 1;
  /** Name of the response that tells success. */
  readonly answer: string;
};

/** A response that carries something. */
export type VirtioGpuResponseSpec = MessageSpec & { readonly type: number };

/** Words of the header that begins every request and response (struct virtio_gpu_ctrl_hdr). */
export const VirtioGpuHeaderWords = 6;

/** Scanouts that a device may have (VIRTIO_GPU_MAX_SCANOUTS). */
export const VirtioGpuMaxScanouts = 16;

const source = (symbol: string): string => `virtio 1.3 section 5.7.6; linux/virtio_gpu.h struct ${symbol}`;
const resource: ScalarField = { kind: 'handle', name: 'resourceId', of: 'resource' };
const noResource: ScalarField = { ...resource, nullable: true, doc: '0: none; the scanout is switched off.' };
const padding: PadField = { kind: 'pad', words: 1 };
const rect: readonly ScalarField[] = scalars('u32', 'texels', 'x', 'y', 'width', 'height');
const memoryEntries: readonly Field[] = [
  { kind: 'u32', name: 'nrEntries', doc: 'Entries that follow.' },
  {
    kind: 'records',
    name: 'entries',
    doc: 'Runs of guest memory, in order.',
    count: { field: 'nrEntries' },
    fields: [
      { kind: 'u64', name: 'addr', unit: 'bytes', doc: 'Guest physical address.' },
      { kind: 'u32', name: 'length', unit: 'bytes' },
      { kind: 'u32', name: 'padding' },
    ],
  },
];
const box: readonly ScalarField[] = scalars('u32', 'texels', 'x', 'y', 'z', 'w', 'h', 'd');
const transfer3d: readonly Field[] = [
  ...box,
  { kind: 'u64', name: 'offset', unit: 'bytes', doc: 'Into the backing.' },
  resource,
  { kind: 'u32', name: 'level' },
  { kind: 'u32', name: 'stride', unit: 'bytes', doc: "0: the level's natural stride." },
  { kind: 'u32', name: 'layerStride', unit: 'bytes', doc: "0: the level's natural stride." },
];
const cursor: readonly Field[] = [
  { kind: 'u32', name: 'scanoutId' },
  ...scalars('u32', 'texels', 'x', 'y'),
  padding,
  { ...resource, nullable: true, doc: '0: no cursor.' },
  ...scalars('u32', 'texels', 'hotX', 'hotY'),
  padding,
];

/** The header of requests and responses. */
export const virtioGpuHeaderSpec: MessageSpec = {
  name: 'CTRL_HDR',
  doc: 'Begins every request and response.',
  source: source('virtio_gpu_ctrl_hdr'),
  fields: [
    { kind: 'u32', name: 'type', doc: 'Command or response.' },
    { kind: 'flags', name: 'flags', flags: 'VirtioGpuFlag' },
    { kind: 'u64', name: 'fenceId', doc: 'Comes back in the response.' },
    { kind: 'u32', name: 'ctxId' },
    { kind: 'bits', fields: [{ name: 'ringIdx', width: 8, doc: 'Ring of the context that the fence belongs to.' }, { skip: 24 }] },
  ],
};

/** The device's configuration space. */
export const virtioGpuConfigSpec: MessageSpec = {
  name: 'CONFIG',
  doc: 'The configuration space; the last word is there since the specification has blob alignment.',
  source: source('virtio_gpu_config'),
  fields: [
    { kind: 'flags', name: 'eventsRead', flags: 'VirtioGpuEvent', doc: 'Events pending.' },
    { kind: 'flags', name: 'eventsClear', flags: 'VirtioGpuEvent', doc: 'The driver writes what it has seen.' },
    { kind: 'u32', name: 'numScanouts', doc: '1 to 16.' },
    { kind: 'u32', name: 'numCapsets' },
    { kind: 'u32', name: 'blobAlignment', unit: 'bytes' },
  ],
};

/** Requests, by type. */
export const virtioGpuSpecs: readonly VirtioGpuSpec[] = [
  {
    name: 'GET_DISPLAY_INFO',
    type: 0x0100,
    queue: 0,
    answer: 'OK_DISPLAY_INFO',
    doc: 'Asks for the wished mode of each scanout.',
    source: source('virtio_gpu_ctrl_hdr'),
    fields: [],
  },
  {
    name: 'RESOURCE_CREATE_2D',
    type: 0x0101,
    queue: 0,
    answer: 'OK_NODATA',
    doc: 'Creates a picture.',
    source: source('virtio_gpu_resource_create_2d'),
    fields: [resource, { kind: 'enum', name: 'format', enum: 'VirtioGpuFormat' }, ...scalars('u32', 'texels', 'width', 'height')],
  },
  {
    name: 'RESOURCE_UNREF',
    type: 0x0102,
    queue: 0,
    answer: 'OK_NODATA',
    doc: 'Destroys a resource.',
    source: source('virtio_gpu_resource_unref'),
    fields: [resource, padding],
  },
  {
    name: 'SET_SCANOUT',
    type: 0x0103,
    queue: 0,
    answer: 'OK_NODATA',
    doc: 'Shows a part of a resource on a scanout.',
    source: source('virtio_gpu_set_scanout'),
    fields: [...rect, { kind: 'u32', name: 'scanoutId' }, noResource],
  },
  {
    name: 'RESOURCE_FLUSH',
    type: 0x0104,
    queue: 0,
    answer: 'OK_NODATA',
    doc: 'Shows what changed in a part of a resource on every scanout that it is on.',
    source: source('virtio_gpu_resource_flush'),
    fields: [...rect, resource, padding],
  },
  {
    name: 'TRANSFER_TO_HOST_2D',
    type: 0x0105,
    queue: 0,
    answer: 'OK_NODATA',
    doc: 'Copies a rectangle from the backing into a picture.',
    source: source('virtio_gpu_transfer_to_host_2d'),
    fields: [...rect, { kind: 'u64', name: 'offset', unit: 'bytes', doc: 'Into the backing.' }, resource, padding],
  },
  {
    name: 'RESOURCE_ATTACH_BACKING',
    type: 0x0106,
    queue: 0,
    answer: 'OK_NODATA',
    doc: 'Gives a resource its guest memory.',
    source: source('virtio_gpu_resource_attach_backing'),
    fields: [resource, ...memoryEntries],
  },
  {
    name: 'RESOURCE_DETACH_BACKING',
    type: 0x0107,
    queue: 0,
    answer: 'OK_NODATA',
    doc: "Takes a resource's guest memory away.",
    source: source('virtio_gpu_resource_detach_backing'),
    fields: [resource, padding],
  },
  {
    name: 'GET_CAPSET_INFO',
    type: 0x0108,
    queue: 0,
    answer: 'OK_CAPSET_INFO',
    doc: 'Asks which capability set has an index.',
    source: source('virtio_gpu_get_capset_info'),
    fields: [{ kind: 'u32', name: 'capsetIndex' }, padding],
  },
  {
    name: 'GET_CAPSET',
    type: 0x0109,
    queue: 0,
    answer: 'OK_CAPSET',
    doc: 'Asks for a capability set.',
    source: source('virtio_gpu_get_capset'),
    fields: [
      { kind: 'enum', name: 'capsetId', enum: 'VirtioGpuCapset' },
      { kind: 'u32', name: 'capsetVersion' },
    ],
  },
  {
    name: 'GET_EDID',
    type: 0x010a,
    queue: 0,
    answer: 'OK_EDID',
    since: 'EDID',
    doc: 'Asks for the EDID of a scanout.',
    source: source('virtio_gpu_cmd_get_edid'),
    fields: [{ kind: 'u32', name: 'scanout' }, padding],
  },
  {
    name: 'RESOURCE_ASSIGN_UUID',
    type: 0x010b,
    queue: 0,
    answer: 'OK_RESOURCE_UUID',
    since: 'RESOURCE_UUID',
    doc: 'Asks for a name by which other devices know the resource.',
    source: source('virtio_gpu_resource_assign_uuid'),
    fields: [resource, padding],
  },
  {
    name: 'RESOURCE_CREATE_BLOB',
    type: 0x010c,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'RESOURCE_BLOB',
    doc: 'Creates a resource that is plain memory.',
    source: source('virtio_gpu_resource_create_blob'),
    fields: [
      resource,
      { kind: 'enum', name: 'blobMem', enum: 'VirtioGpuBlobMem' },
      { kind: 'flags', name: 'blobFlags', flags: 'VirtioGpuBlobFlag' },
      { kind: 'u32', name: 'nrEntries', doc: 'Entries that follow.' },
      { kind: 'u64', name: 'blobId', doc: "Of the context's making, for memory of the host." },
      { kind: 'u64', name: 'size', unit: 'bytes' },
      ...memoryEntries.slice(1),
    ],
  },
  {
    name: 'SET_SCANOUT_BLOB',
    type: 0x010d,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'RESOURCE_BLOB',
    doc: 'Shows a part of a blob, read as a picture, on a scanout.',
    source: source('virtio_gpu_set_scanout_blob'),
    fields: [
      ...rect,
      { kind: 'u32', name: 'scanoutId' },
      noResource,
      { kind: 'u32', name: 'fbWidth', unit: 'texels' },
      { kind: 'u32', name: 'fbHeight', unit: 'texels' },
      { kind: 'enum', name: 'format', enum: 'VirtioGpuFormat' },
      padding,
      { kind: 'array', name: 'strides', of: { kind: 'u32' }, count: 4, unit: 'bytes' },
      { kind: 'array', name: 'offsets', of: { kind: 'u32' }, count: 4, unit: 'bytes' },
    ],
  },
  {
    name: 'CTX_CREATE',
    type: 0x0200,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'VIRGL',
    doc: 'Creates the context that the header names.',
    source: source('virtio_gpu_ctx_create'),
    fields: [
      { kind: 'u32', name: 'nlen', unit: 'bytes', doc: 'Of the name.' },
      {
        kind: 'bits',
        fields: [{ name: 'capsetId', width: 8, enum: 'VirtioGpuCapset', doc: 'With CONTEXT_INIT; 0 is virgl.' }, { skip: 24 }],
      },
      { kind: 'array', name: 'debugName', of: { kind: 'any32' }, count: 16, doc: '64 bytes of text.' },
    ],
  },
  {
    name: 'CTX_DESTROY',
    type: 0x0201,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'VIRGL',
    doc: 'Destroys the context that the header names.',
    source: source('virtio_gpu_ctx_destroy'),
    fields: [],
  },
  {
    name: 'CTX_ATTACH_RESOURCE',
    type: 0x0202,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'VIRGL',
    doc: 'Lets a context use a resource.',
    source: source('virtio_gpu_ctx_resource'),
    fields: [resource, padding],
  },
  {
    name: 'CTX_DETACH_RESOURCE',
    type: 0x0203,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'VIRGL',
    doc: 'Ends the use of a resource by a context.',
    source: source('virtio_gpu_ctx_resource'),
    fields: [resource, padding],
  },
  {
    name: 'RESOURCE_CREATE_3D',
    type: 0x0204,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'VIRGL',
    doc: 'Creates a buffer or texture.',
    source: source('virtio_gpu_resource_create_3d'),
    fields: [
      resource,
      { kind: 'enum', name: 'target', enum: 'PipeTarget' },
      { kind: 'enum', name: 'format', enum: 'PipeFormat' },
      { kind: 'flags', name: 'bind', flags: 'PipeBind' },
      ...scalars('u32', 'texels', 'width', 'height', 'depth'),
      { kind: 'u32', name: 'arraySize' },
      { kind: 'u32', name: 'lastLevel' },
      { kind: 'u32', name: 'nrSamples' },
      { kind: 'flags', name: 'flags', flags: 'VirtioGpuResourceFlag' },
      padding,
    ],
  },
  {
    name: 'TRANSFER_TO_HOST_3D',
    type: 0x0205,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'VIRGL',
    doc: 'Copies a box from the backing into a resource.',
    source: source('virtio_gpu_transfer_host_3d'),
    fields: transfer3d,
  },
  {
    name: 'TRANSFER_FROM_HOST_3D',
    type: 0x0206,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'VIRGL',
    doc: 'Copies a box of a resource into its backing.',
    source: source('virtio_gpu_transfer_host_3d'),
    fields: transfer3d,
  },
  {
    name: 'SUBMIT_3D',
    type: 0x0207,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'VIRGL',
    doc: 'Executes a stream in the context that the header names; the stream follows.',
    source: source('virtio_gpu_cmd_submit'),
    fields: [
      { kind: 'u32', name: 'size', unit: 'bytes', doc: 'Of the stream.' },
      { kind: 'u32', name: 'numInFences', doc: 'Fence numbers of 64 bits between this and the stream; drivers send 0.' },
    ],
  },
  {
    name: 'RESOURCE_MAP_BLOB',
    type: 0x0208,
    queue: 0,
    answer: 'OK_MAP_INFO',
    since: 'RESOURCE_BLOB',
    doc: 'Maps a blob into the host-visible window.',
    source: source('virtio_gpu_resource_map_blob'),
    fields: [resource, padding, { kind: 'u64', name: 'offset', unit: 'bytes', doc: 'Into the window.' }],
  },
  {
    name: 'RESOURCE_UNMAP_BLOB',
    type: 0x0209,
    queue: 0,
    answer: 'OK_NODATA',
    since: 'RESOURCE_BLOB',
    doc: 'Takes a blob out of the host-visible window.',
    source: source('virtio_gpu_resource_unmap_blob'),
    fields: [resource, padding],
  },
  {
    name: 'UPDATE_CURSOR',
    type: 0x0300,
    queue: 1,
    answer: 'OK_NODATA',
    doc: 'Gives a scanout a cursor picture and a place for it.',
    source: source('virtio_gpu_update_cursor'),
    fields: cursor,
  },
  {
    name: 'MOVE_CURSOR',
    type: 0x0301,
    queue: 1,
    answer: 'OK_NODATA',
    doc: 'Moves the cursor; the resource and the hot spot mean nothing.',
    source: source('virtio_gpu_update_cursor'),
    fields: cursor,
  },
];

/** Responses that carry something behind their header, by type. */
export const virtioGpuResponseSpecs: readonly VirtioGpuResponseSpec[] = [
  {
    name: 'OK_DISPLAY_INFO',
    type: 0x1101,
    doc: 'The wished mode of each scanout.',
    source: source('virtio_gpu_resp_display_info'),
    fields: [
      {
        kind: 'records',
        name: 'pmodes',
        count: VirtioGpuMaxScanouts,
        fields: [...rect, { kind: 'u32', name: 'enabled' }, { kind: 'u32', name: 'flags' }],
      },
    ],
  },
  {
    name: 'OK_CAPSET_INFO',
    type: 0x1102,
    doc: 'A capability set; zeros when there is none with this index.',
    source: source('virtio_gpu_resp_capset_info'),
    fields: [
      { kind: 'enum', name: 'capsetId', enum: 'VirtioGpuCapset' },
      { kind: 'u32', name: 'capsetMaxVersion' },
      { kind: 'u32', name: 'capsetMaxSize', unit: 'bytes' },
      padding,
    ],
  },
  {
    name: 'OK_CAPSET',
    type: 0x1103,
    doc: 'The bytes of a capability set.',
    source: source('virtio_gpu_resp_capset'),
    fields: [{ kind: 'bytes', name: 'capsetData' }],
  },
  {
    name: 'OK_EDID',
    type: 0x1104,
    doc: 'The EDID of a scanout.',
    source: source('virtio_gpu_resp_edid'),
    fields: [
      { kind: 'u32', name: 'size', unit: 'bytes' },
      padding,
      { kind: 'array', name: 'edid', of: { kind: 'any32' }, count: 256, doc: '1024 bytes, `size` of which count.' },
    ],
  },
  {
    name: 'OK_RESOURCE_UUID',
    type: 0x1105,
    doc: "The resource's name for other devices.",
    source: source('virtio_gpu_resp_resource_uuid'),
    fields: [{ kind: 'array', name: 'uuid', of: { kind: 'any32' }, count: 4, doc: '16 bytes.' }],
  },
  {
    name: 'OK_MAP_INFO',
    type: 0x1106,
    doc: 'How the guest may cache a mapped blob.',
    source: source('virtio_gpu_resp_map_info'),
    fields: [{ kind: 'enum', name: 'mapInfo', enum: 'VirtioGpuMapCache' }, padding],
  },
];

/** Command numbers of requests. */
export const virtioGpuCommandEnum: EnumSpec = {
  name: 'VirtioGpuCommand',
  doc: 'Types of requests (VIRTIO_GPU_CMD_*).',
  source: 'virtio 1.3 section 5.7.6.7; linux/virtio_gpu.h enum virtio_gpu_ctrl_type',
  values: Object.fromEntries(virtioGpuSpecs.map((spec) => [spec.name, spec.type])),
};

const byType = new Map(virtioGpuSpecs.map((spec) => [spec.type, spec]));

/** The table of a request, by the type word of its header. */
export function virtioGpuSpecOf(type: number): VirtioGpuSpec | undefined {
  return byType.get(type);
}
