/*
 * What one client may take. Everything is a named number with its reason; nothing here is a rule of the protocol.
 *
 * Memory is never taken because a size was announced: receive buffers grow as bytes arrive, shared memory and inline answers
 * are sparse until somebody touches them, and all of it counts against the client's quota.
 */
import type { Quota } from '@virglass/virtio-gpu';

const kib = 1024;
const mib = 1024 * kib;

/**
 * Quota of a client unless the server is told otherwise.
 *
 * 2 GiB cover GL storage, shared memory and receive buffers together: an ordinary program at 4K stays below 1 GiB, and a
 * desktop with its compositor below 2. A quarter of a million resources leaves room for the fence resources that Mesa keeps
 * for a second each (one per frame); 2^18 objects are some 30 times what the largest programs keep. Two seconds without a place where
 * others come in are a hundred times what a program that wants to be looked at takes, and twice what a desktop's driver allows.
 */
export const defaultQuota: Quota = { bytes: 2048 * mib, resources: 1 << 18, contexts: 1, objects: 1 << 18, gpuMilliseconds: 2000 };

/** Clients at once. Each costs two descriptors and more for its shared memory; further ones are turned away. */
export const defaultMaxClients = 256;

/** Longest SUBMIT_CMD. Mesa sends at most 260 KiB (VIRGL_MAX_CMDBUF_DWORDS); other drivers get 60 times that. */
export const maxSubmitBytes = 16 * mib;

/** Longest data of an inline transfer (protocol 0): a 8192 x 8192 texture with 4 bytes a texel. */
export const maxInlineBytes = 256 * mib;

/** Longest name in CREATE_RENDERER. Mesa sends at most 64 bytes. */
export const maxNameBytes = 4 * kib;

/** Receive buffer of a client to begin with: a frame of most programs is 10 to 30 KiB. */
export const receiveBytes = 64 * kib;

/** Receive buffer that streams grow to when they fill what there is: more than the kernel queues for a socket. */
export const streamingReceiveBytes = 256 * kib;

/** Receive buffers up to this size do not count against the quota. */
export const freeReceiveBytes = mib;

/** Answers that are kept allocated between messages; the capability sets with their headers fit. */
export const replyBytes = 8 * kib;

/** Commands that a client executes before others get their turn. */
export const commandsPerTurn = 512;

/** Time after which a client lets others have their turn, looked at after every command that does real work. */
export const turnMilliseconds = 4;

/** Time after which the stream of a client that has the server for itself is left, to see whether another wants to connect. */
export const loneTurnMilliseconds = 50;

/** A turn that is longer than this is paid back: others come first for as long. */
export const longMilliseconds = 50;

/** The most that is paid back at a time. */
export const restMilliseconds = 1_000;

/** How long those who queue for turns are served before whoever has just become readable. */
export const roundMilliseconds = 8;

/**
 * Reads that are tried when the beginning of a message is here and the rest is not. Clients write header and body by two
 * system calls, so the body is a microsecond away, and going through the event loop costs ten.
 */
export const partialReads = 12;

/** How long a client may leave answers unread, once the kernel's queue is full, before it is disconnected. */
export const stalledMilliseconds = 30_000;

/** Period of housekeeping: buffers of idle clients, expired waits, stalled clients. */
export const housekeepingMilliseconds = 2_000;

/**
 * Descriptors of live resources that stay open so that their memory can be used again; older ones lose that chance. Fewer
 * where the process may not open many files: all clients together keep at most half of them.
 */
export const recyclableResources = 64;

/**
 * Share of the process's memory mappings (`vm.max_map_count`) that shared memory may take, all clients together: the rest is
 * for the JavaScript heap and the GL driver, which do not survive a refusal.
 */
export const mappingShare = 0.75;

/** Part of that share that one client gets. */
export const mappingShareOfClient = 0.25;

/** Shared memory that lies ready for the next resource of the same size, per client. */
export const idleSharedMemoryBytes = 16 * mib;

/** Pieces of shared memory that lie ready, per client. */
export const idleSharedMemoryPieces = 32;

/** Fences that may be unsignalled at once, per client; the next one waits for the GPU. */
export const maxPendingFences = 64;

/** Sync objects of one client (protocol 3). */
export const maxSyncs = 1 << 16;

/** Waits that are pending at once; each holds a descriptor. */
export const maxSyncWaits = 256;

/** Longest SYNC_WAIT: some 1300 syncs. */
export const maxSyncWaitBytes = 16 * kib;

/** Batches of one SUBMIT_CMD2. */
export const maxBatches = 256;

/** Syncs that all batches of one SUBMIT_CMD2 may raise. */
export const maxBatchSyncs = 4096;

/** Timelines that GET_PARAM offers. All of them are the one order in which a client's work executes. */
export const timelines = 64;

/** Lines of log that one client may cause per `logWindowMilliseconds`; the rest is counted. */
export const logLines = 20;

/** Window of the log's rate limit. */
export const logWindowMilliseconds = 10_000;
