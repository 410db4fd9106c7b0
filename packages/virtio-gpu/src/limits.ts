/** Bytes of one request: a stream of a full submit and lists of a million pages fit. */
export const MAX_REQUEST_BYTES = 32 << 20;

/** Requests handled before others get their turn. */
export const PROCESS_REQUESTS = 256;

/** Runs of one backing. */
export const MAX_BACKING_ENTRIES = 1 << 20;

/** Pixels along one side of a 2D resource. */
export const MAX_PICTURE_SIZE = 16384;
