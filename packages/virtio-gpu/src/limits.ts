/** Bytes of one request: a stream of a full submit and lists of a million pages fit. */
export const MAX_REQUEST_BYTES = 32 << 20;

/** Bytes of a response behind its header: EDIDs and capability sets fit. */
export const MAX_RESPONSE_BYTES = 4096;

/** Requests handled before others get their turn. */
export const PROCESS_REQUESTS = 256;
/** Milliseconds spent on requests before others get their turn. */
export const PROCESS_MILLISECONDS = 8;

/** Milliseconds of a stream before others get their turn, where the guest has other contexts. */
export const SLICE_MILLISECONDS = 4;
/** The same where it has not: the screens and the monitor are the others. */
export const LONE_SLICE_MILLISECONDS = 20;

/** How long the thread itself waits for the GPU before a readback: most waits are over by then, and parking costs as much. */
export const READBACK_WAIT_MICROSECONDS = 200;

/** Attachments of resources to contexts, of all contexts together: kernels attach what each program opens, once or twice. */
export const MAX_ATTACHMENTS = 1 << 20;

/** Runs of one backing. */
export const MAX_BACKING_ENTRIES = 1 << 20;

/** Pixels along one side of a 2D resource. */
export const MAX_PICTURE_SIZE = 16384;
