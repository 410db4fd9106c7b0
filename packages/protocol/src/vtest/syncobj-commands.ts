import type { ArrayField, ScalarField, VtestSpec } from '../schema.ts';

const handle: ScalarField = { kind: 'handle', name: 'handle', of: 'syncobj' };
const count: ScalarField = { kind: 'u32', name: 'numHandles' };
const handles: ArrayField = { kind: 'array', name: 'handles', of: { kind: 'handle', of: 'syncobj' }, count: { field: 'numHandles' } };
const points: ArrayField = { kind: 'array', name: 'points', of: { kind: 'u64' }, count: { field: 'numHandles' } };
const timeout: ScalarField = { kind: 'u64', name: 'timeout', unit: 'ns' };
const waitFlags: ScalarField = { kind: 'flags', name: 'flags', flags: 'VtestSyncobjWaitFlag' };
const waited = {
  doc: 'The first handle that was signalled and the status; with WAIT_FD an empty message and an eventfd instead.',
  fields: [
    { kind: 'u32', name: 'firstSignaled' },
    { kind: 'i32', name: 'status' },
  ],
  fd: 'with WAIT_FD',
} as const;

/** Requests about DRM sync objects, version 4: the kernel's syncobj ioctls by message. */
export const syncobjSpecs: readonly VtestSpec[] = [
  {
    name: 'DRM_SYNC_CREATE',
    command: 25,
    version: 4,
    doc: 'Creates a sync object.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_CREATE_*',
    fields: [{ kind: 'u32', name: 'flags' }],
    response: { doc: 'The new handle.', fields: [handle] },
  },
  {
    name: 'DRM_SYNC_DESTROY',
    command: 26,
    version: 4,
    doc: 'Destroys a sync object.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_DESTROY_*',
    fields: [handle],
  },
  {
    name: 'DRM_SYNC_HANDLE_TO_FD',
    command: 27,
    version: 4,
    doc: 'Exports a sync object.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_HANDLE_TO_FD_*',
    fields: [handle],
    response: { doc: 'An empty message.', fields: [], fd: 'always' },
  },
  {
    name: 'DRM_SYNC_FD_TO_HANDLE',
    command: 28,
    version: 4,
    doc: 'Imports a sync object.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_FD_TO_HANDLE_*',
    requestFd: true,
    fields: [],
    response: { doc: 'The new handle; virglrenderer answers with the number of HANDLE_TO_FD.', id: 27, fields: [handle] },
  },
  {
    name: 'DRM_SYNC_IMPORT_SYNC_FILE',
    command: 29,
    version: 4,
    doc: "Sets a sync object's fence from a sync file.",
    source: 'vtest_protocol.h VCMD_DRM_SYNC_IMPORT_SYNC_FILE_*',
    requestFd: true,
    fields: [handle],
  },
  {
    name: 'DRM_SYNC_EXPORT_SYNC_FILE',
    command: 30,
    version: 4,
    doc: "Exports a sync object's fence as a sync file.",
    source: 'vtest_protocol.h VCMD_DRM_SYNC_EXPORT_SYNC_FILE_*',
    fields: [handle],
    response: { doc: 'An empty message.', fields: [], fd: 'always' },
  },
  {
    name: 'DRM_SYNC_WAIT',
    command: 31,
    version: 4,
    doc: 'Waits for sync objects.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_WAIT_*',
    fields: [count, timeout, waitFlags],
    tail: [handles],
    response: waited,
  },
  {
    name: 'DRM_SYNC_RESET',
    command: 32,
    version: 4,
    doc: 'Resets sync objects.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_RESET_*',
    fields: [count],
    tail: [handles],
  },
  {
    name: 'DRM_SYNC_SIGNAL',
    command: 33,
    version: 4,
    doc: 'Signals sync objects.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_SIGNAL_*',
    fields: [count],
    tail: [handles],
  },
  {
    name: 'DRM_SYNC_TIMELINE_SIGNAL',
    command: 34,
    version: 4,
    doc: 'Signals points of timelines.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_TIMELINE_SIGNAL_*',
    fields: [count],
    tail: [points, handles],
  },
  {
    name: 'DRM_SYNC_TIMELINE_WAIT',
    command: 35,
    version: 4,
    doc: 'Waits for points of timelines.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_TIMELINE_WAIT_*',
    fields: [count, timeout, waitFlags],
    tail: [points, handles],
    response: waited,
  },
  {
    name: 'DRM_SYNC_QUERY',
    command: 36,
    version: 4,
    doc: 'Asks for the points that timelines have reached.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_QUERY_*',
    fields: [count, { kind: 'u32', name: 'flags' }],
    tail: [handles],
    response: {
      doc: 'A point a handle.',
      lengthDoc: 'virglrenderer says 0.',
      fields: [{ kind: 'array', name: 'points', of: { kind: 'u64' }, count: 'rest' }],
    },
  },
  {
    name: 'DRM_SYNC_TRANSFER',
    command: 37,
    version: 4,
    doc: 'Copies a fence from a point to a point.',
    source: 'vtest_protocol.h VCMD_DRM_SYNC_TRANSFER_*',
    fields: [
      { kind: 'handle', name: 'dstHandle', of: 'syncobj' },
      { kind: 'u64', name: 'dstPoint' },
      { kind: 'handle', name: 'srcHandle', of: 'syncobj' },
      { kind: 'u64', name: 'srcPoint' },
      { kind: 'u32', name: 'flags' },
    ],
  },
];
