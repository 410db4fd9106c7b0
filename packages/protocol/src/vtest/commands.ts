import type { EnumSpec, ScalarField, VtestSpec } from '../schema.ts';
import { scalars } from '../virgl/parts.ts';
import { syncobjSpecs } from './syncobj-commands.ts';

/** Words of a vtest header: length, then command. */
export const VtestHeaderWords = 2;

/** The newest protocol version of these tables (VTEST_PROTOCOL_VERSION). Mesa's virgl driver speaks 0 or 2. */
export const VtestProtocolVersion = 4;

/** Where clients look for the server (VTEST_DEFAULT_SOCKET_NAME). */
export const VtestDefaultSocket = '/tmp/.virgl_test';

const resource: ScalarField = { kind: 'handle', name: 'resHandle', of: 'resource' };

const createFields: readonly ScalarField[] = [
  { ...resource, doc: 'Chosen by the client; 0 since version 3, where the server chooses.' },
  { kind: 'enum', name: 'target', enum: 'PipeTarget' },
  { kind: 'enum', name: 'format', enum: 'PipeFormat' },
  { kind: 'flags', name: 'bind', flags: 'PipeBind' },
  ...scalars('u32', 'texels', 'width', 'height', 'depth'),
  { kind: 'u32', name: 'arraySize' },
  { kind: 'u32', name: 'lastLevel' },
  { kind: 'u32', name: 'nrSamples' },
];

const transferFields: readonly ScalarField[] = [
  resource,
  { kind: 'u32', name: 'level' },
  ...scalars('u32', 'bytes', 'stride', 'layerStride'),
  ...scalars('u32', 'texels', 'x', 'y', 'z', 'width', 'height', 'depth'),
  { kind: 'u32', name: 'dataSize', unit: 'bytes' },
];

const transfer2Fields: readonly ScalarField[] = [
  resource,
  { kind: 'u32', name: 'level' },
  ...scalars('u32', 'texels', 'x', 'y', 'z', 'width', 'height', 'depth'),
  { kind: 'u32', name: 'dataSize', unit: 'bytes', doc: 'Not needed: both sides see the shared memory.' },
  { kind: 'u32', name: 'offset', unit: 'bytes', doc: "Into the resource's shared memory." },
];

const createdResource = {
  doc: 'The number of the new resource.',
  only: 'protocol version >= 3',
  fields: [resource],
} as const;

/** Requests of the virgl and venus winsys. */
const coreSpecs: readonly VtestSpec[] = [
  {
    name: 'GET_CAPS',
    command: 1,
    version: 0,
    doc: 'Asks for capability set 1.',
    source: 'vtest_protocol.h VCMD_GET_CAPS',
    fields: [],
    response: { doc: 'struct virgl_caps_v1.', lengthDoc: 'Bytes of the set plus one.', fields: [{ kind: 'bytes', name: 'caps' }] },
  },
  {
    name: 'RESOURCE_CREATE',
    command: 2,
    version: 0,
    doc: 'Creates a resource whose contents travel through the socket.',
    source: 'vtest_protocol.h VCMD_RES_CREATE_*',
    fields: createFields,
    response: createdResource,
  },
  {
    name: 'RESOURCE_UNREF',
    command: 3,
    version: 0,
    doc: 'Gives a resource up.',
    source: 'vtest_protocol.h VCMD_RES_UNREF_*',
    fields: [resource],
  },
  {
    name: 'TRANSFER_GET',
    command: 4,
    version: 0,
    doc: 'Reads a box of a resource.',
    source: 'vtest_protocol.h VCMD_TRANSFER_*',
    fields: transferFields,
    response: { doc: 'The bytes, without header.', bare: true, fields: [{ kind: 'bytes', name: 'data' }] },
  },
  {
    name: 'TRANSFER_PUT',
    command: 5,
    version: 0,
    doc: 'Writes a box of a resource.',
    source: 'vtest_protocol.h VCMD_TRANSFER_*',
    lengthDoc: 'The words of the data count, rounded up; the bytes that follow are exactly dataSize.',
    fields: [...transferFields, { kind: 'bytes', name: 'data', size: { field: 'dataSize' } }],
  },
  {
    name: 'SUBMIT_CMD',
    command: 6,
    version: 0,
    doc: 'Executes a virgl stream.',
    source: 'vtest_protocol.h VCMD_SUBMIT_CMD',
    fields: [{ kind: 'array', name: 'stream', of: { kind: 'any32' }, count: 'rest' }],
  },
  {
    name: 'RESOURCE_BUSY_WAIT',
    command: 7,
    version: 0,
    doc: 'Asks whether the host still works, or waits until it does not.',
    source: 'vtest_protocol.h VCMD_BUSY_WAIT_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'resource', nullable: true },
      { kind: 'flags', name: 'flags', flags: 'VtestBusyWaitFlag' },
    ],
    response: { doc: 'Whether the host is busy.', fields: [{ kind: 'u32', name: 'busy' }] },
  },
  {
    name: 'CREATE_RENDERER',
    command: 8,
    version: 0,
    doc: 'The first request: makes a context named after the client.',
    source: 'vtest_protocol.h VCMD_CREATE_RENDERER; virgl_vtest_socket.c virgl_vtest_send_init',
    lengthInBytes: true,
    lengthDoc: 'Bytes of the name with its zero byte, and that many bytes follow.',
    fields: [{ kind: 'text', name: 'name' }],
  },
  {
    name: 'GET_CAPS2',
    command: 9,
    version: 0,
    doc: 'Asks for capability set 2. Clients send GET_CAPS right after it, for servers that do not know this one.',
    source: 'vtest_protocol.h VCMD_GET_CAPS2',
    fields: [],
    response: { doc: 'struct virgl_caps_v2.', id: 2, lengthDoc: 'Bytes of the set plus one.', fields: [{ kind: 'bytes', name: 'caps' }] },
  },
  {
    name: 'PING_PROTOCOL_VERSION',
    command: 10,
    version: 0,
    doc: 'Asks whether the server knows PROTOCOL_VERSION. Old servers stay silent; so clients send RESOURCE_BUSY_WAIT after it.',
    source: 'vtest_protocol.h VCMD_PING_PROTOCOL_VERSION',
    fields: [],
    response: { doc: 'An empty message.', fields: [] },
  },
  {
    name: 'PROTOCOL_VERSION',
    command: 11,
    version: 0,
    doc: "Says the client's newest protocol version.",
    source: 'vtest_protocol.h VCMD_PROTOCOL_VERSION',
    fields: [{ kind: 'u32', name: 'version' }],
    response: { doc: "The version that holds from now on; never more than the client's.", fields: [{ kind: 'u32', name: 'version' }] },
  },
  {
    name: 'RESOURCE_CREATE2',
    command: 12,
    version: 2,
    doc: 'Creates a resource with shared memory as backing.',
    source: 'vtest_protocol.h VCMD_RES_CREATE2_*',
    fields: [...createFields, { kind: 'u32', name: 'dataSize', unit: 'bytes', doc: 'Bytes of the shared memory; 0: none.' }],
    response: { ...createdResource, fd: 'when dataSize is not 0, in every version' },
  },
  {
    name: 'TRANSFER_GET2',
    command: 13,
    version: 2,
    doc: 'Copies a box of a resource to its shared memory. The client waits with RESOURCE_BUSY_WAIT.',
    source: 'vtest_protocol.h VCMD_TRANSFER2_*',
    fields: transfer2Fields,
  },
  {
    name: 'TRANSFER_PUT2',
    command: 14,
    version: 2,
    doc: 'Copies a box of a resource from its shared memory.',
    source: 'vtest_protocol.h VCMD_TRANSFER2_*; virgl_vtest_socket.c virgl_vtest_send_transfer_cmd2',
    lengthDoc: 'Mesa counts the words of the data too, which do not follow: only the ten words of the fields are sent.',
    fields: transfer2Fields,
  },
  {
    name: 'GET_PARAM',
    command: 15,
    version: 3,
    doc: 'Asks for a number.',
    source: 'vtest_protocol.h VCMD_GET_PARAM_*',
    fields: [{ kind: 'enum', name: 'param', enum: 'VtestParam' }],
    response: {
      doc: 'Whether the parameter is known, and its value.',
      fields: [
        { kind: 'u32', name: 'valid' },
        { kind: 'u32', name: 'value' },
      ],
    },
  },
  {
    name: 'GET_CAPSET',
    command: 16,
    version: 3,
    doc: 'Asks for a capability set.',
    source: 'vtest_protocol.h VCMD_GET_CAPSET_*',
    fields: [
      { kind: 'u32', name: 'id' },
      { kind: 'u32', name: 'version' },
    ],
    response: {
      doc: 'Whether the set is known, and the set.',
      fields: [
        { kind: 'u32', name: 'valid' },
        { kind: 'bytes', name: 'caps' },
      ],
    },
  },
  {
    name: 'CONTEXT_INIT',
    command: 17,
    version: 3,
    doc: 'Chooses the capability set of the context.',
    source: 'vtest_protocol.h VCMD_CONTEXT_INIT_*',
    fields: [{ kind: 'u32', name: 'capsetId' }],
  },
  {
    name: 'RESOURCE_CREATE_BLOB',
    command: 18,
    version: 3,
    doc: 'Creates a blob.',
    source: 'vtest_protocol.h VCMD_RES_CREATE_BLOB_*',
    fields: [
      { kind: 'enum', name: 'type', enum: 'VtestBlobType' },
      { kind: 'flags', name: 'flags', flags: 'VtestBlobFlag' },
      { kind: 'u64', name: 'size', unit: 'bytes' },
      { kind: 'u64', name: 'id' },
    ],
    response: { doc: 'The number of the new resource.', fields: [resource], fd: 'always' },
  },
  {
    name: 'SYNC_CREATE',
    command: 19,
    version: 3,
    doc: 'Creates a sync: a number that only grows.',
    source: 'vtest_protocol.h VCMD_SYNC_CREATE_*',
    fields: [{ kind: 'u64', name: 'value' }],
    response: { doc: 'The number of the new sync.', fields: [{ kind: 'handle', name: 'id', of: 'sync' }] },
  },
  {
    name: 'SYNC_UNREF',
    command: 20,
    version: 3,
    doc: 'Gives a sync up.',
    source: 'vtest_protocol.h VCMD_SYNC_UNREF_*',
    fields: [{ kind: 'handle', name: 'id', of: 'sync' }],
  },
  {
    name: 'SYNC_READ',
    command: 21,
    version: 3,
    doc: 'Asks for the value of a sync.',
    source: 'vtest_protocol.h VCMD_SYNC_READ_*',
    fields: [{ kind: 'handle', name: 'id', of: 'sync' }],
    response: { doc: 'The value.', fields: [{ kind: 'u64', name: 'value' }] },
  },
  {
    name: 'SYNC_WRITE',
    command: 22,
    version: 3,
    doc: 'Sets the value of a sync.',
    source: 'vtest_protocol.h VCMD_SYNC_WRITE_*',
    fields: [
      { kind: 'handle', name: 'id', of: 'sync' },
      { kind: 'u64', name: 'value' },
    ],
  },
  {
    name: 'SYNC_WAIT',
    command: 23,
    version: 3,
    doc: 'Asks for a file descriptor that becomes readable when syncs reach values.',
    source: 'vtest_protocol.h VCMD_SYNC_WAIT_*',
    fields: [
      { kind: 'flags', name: 'flags', flags: 'VtestSyncWaitFlag' },
      { kind: 'u32', name: 'timeout', unit: 'ms' },
      {
        kind: 'records',
        name: 'sync',
        count: 'rest',
        fields: [
          { kind: 'handle', name: 'id', of: 'sync' },
          { kind: 'u64', name: 'value' },
        ],
      },
    ],
    response: { doc: 'An empty message.', fields: [], fd: 'always' },
  },
  {
    name: 'SUBMIT_CMD2',
    command: 24,
    version: 3,
    doc: 'Executes several streams and signals syncs. Streams and syncs lie in the rest of the message, at word offsets from its payload.',
    source: 'vtest_protocol.h VCMD_SUBMIT_CMD2_*',
    lengthDoc: 'Since version 4 the in and out syncobjs of each batch, { handle u32, flags u32, point u64 } each, follow uncounted.',
    fields: [
      { kind: 'u32', name: 'batchCount' },
      {
        kind: 'records',
        name: 'batch',
        count: { field: 'batchCount' },
        fields: [
          { kind: 'flags', name: 'flags', flags: 'VtestSubmitFlag' },
          { kind: 'u32', name: 'cmdOffset', unit: 'words' },
          { kind: 'u32', name: 'cmdSize', unit: 'words' },
          { kind: 'u32', name: 'syncOffset', unit: 'words' },
          { kind: 'u32', name: 'syncCount' },
          { kind: 'u32', name: 'ringIdx', doc: 'Ignored without RING_IDX.' },
          { kind: 'u32', name: 'numInSyncobj' },
          { kind: 'u32', name: 'numOutSyncobj' },
        ],
      },
      { kind: 'array', name: 'data', of: { kind: 'any32' }, count: 'rest' },
    ],
    response: { doc: 'Nothing but descriptors.', bare: true, fields: [], fd: 'one for each batch with OUT_FENCE_FD' },
  },
  {
    name: 'RESOURCE_EXPORT_FD',
    command: 38,
    version: 4,
    doc: 'Asks for a resource as file descriptor.',
    source: 'vtest_protocol.h VCMD_RESOURCE_EXPORT_FD_*',
    fields: [resource],
    response: { doc: 'An empty message.', fields: [], fd: 'always' },
  },
];

/** Every vtest request, by command number. */
export const vtestSpecs: readonly VtestSpec[] = [...coreSpecs, ...syncobjSpecs].sort((a, b) => a.command - b.command);

/** Command numbers as an enum. */
export const vtestCommandEnum: EnumSpec = {
  name: 'VtestCommand',
  doc: 'Commands of the vtest protocol (VCMD_*).',
  source: 'vtest_protocol.h VCMD_*',
  values: Object.fromEntries(vtestSpecs.map((spec) => [spec.name, spec.command])),
};

const byCommand: (VtestSpec | undefined)[] = [];
for (const spec of vtestSpecs) byCommand[spec.command] = spec;

/** The table of a vtest request, or undefined when there is no such command. */
export function vtestSpecOf(command: number): VtestSpec | undefined {
  return byCommand[command];
}
