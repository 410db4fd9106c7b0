import type { EnumSpec } from '../schema.ts';

/** The enums of the vtest protocol. Command numbers come from the command table. */
export const vtestEnums = [
  {
    name: 'VtestParam',
    doc: 'Parameters of GET_PARAM (VCMD_PARAM_*).',
    source: 'vtest_protocol.h enum vcmd_param',
    values: { MAX_TIMELINE_COUNT: 1, HAS_TIMELINE_SYNCOBJ: 2 },
  },
  {
    name: 'VtestBlobType',
    doc: 'Where the memory of a blob lies (VCMD_BLOB_TYPE_*).',
    source: 'vtest_protocol.h enum vcmd_blob_type',
    values: { GUEST: 1, HOST3D: 2, HOST3D_GUEST: 3 },
  },
  {
    name: 'VtestBlobFlag',
    doc: 'What a blob can be used for (VCMD_BLOB_FLAG_*).',
    source: 'vtest_protocol.h enum vcmd_blob_flag',
    flags: true,
    values: { MAPPABLE: 1, SHAREABLE: 2, CROSS_DEVICE: 4 },
  },
  {
    name: 'VtestBusyWaitFlag',
    doc: 'Flags of RESOURCE_BUSY_WAIT.',
    source: 'vtest_protocol.h VCMD_BUSY_WAIT_FLAG_WAIT',
    flags: true,
    values: { WAIT: 1 },
  },
  {
    name: 'VtestSyncWaitFlag',
    doc: 'Flags of SYNC_WAIT.',
    source: 'vtest_protocol.h enum vcmd_sync_wait_flag',
    flags: true,
    values: { ANY: 1 },
  },
  {
    name: 'VtestSubmitFlag',
    doc: 'Flags of a batch of SUBMIT_CMD2.',
    source: 'vtest_protocol.h enum vcmd_submit_cmd2_flag',
    flags: true,
    values: { RING_IDX: 1, IN_FENCE_FD: 2, OUT_FENCE_FD: 4 },
  },
  {
    name: 'VtestSyncobjWaitFlag',
    doc: "Flags of DRM_SYNC_WAIT on top of the kernel's.",
    source: 'vtest_protocol.h DRM_SYNCOBJ_WAIT_FLAGS_WAIT_FD',
    flags: true,
    values: { WAIT_ALL: 1, WAIT_FOR_SUBMIT: 2, WAIT_AVAILABLE: 4, WAIT_FD: 0x80000000 },
  },
] as const satisfies readonly EnumSpec[];
