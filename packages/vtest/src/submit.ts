/* Command streams and what waits for them. */
import {
  VtestBusyWaitFlag,
  VtestCommand,
  VtestHeaderWords,
  vtestResourceBusyWaitFlags,
  vtestResourceBusyWaitHandle,
  VtestResourceBusyWaitResponseLength,
  vtestSubmitCmd2BatchCmdOffset,
  vtestSubmitCmd2BatchCmdSize,
  vtestSubmitCmd2BatchCount,
  vtestSubmitCmd2BatchFlags,
  vtestSubmitCmd2BatchRingIdx,
  VtestSubmitCmd2BatchStride,
  vtestSubmitCmd2BatchSyncCount,
  vtestSubmitCmd2BatchSyncOffset,
  VtestSubmitFlag,
} from '@virglass/protocol';
import { type Client, contextId, Outcome } from './client.ts';
import { loneTurnMilliseconds, maxBatches, maxBatchSyncs, timelines, turnMilliseconds } from './limits.ts';
import { readSyncs } from './sync-commands.ts';

/** How long a client that has the server for itself waits in place before the event loop gets a turn. */
const waitInPlaceMicroseconds = 2_000;

/** SUBMIT_CMD: a virgl stream, executed where it lies in the receive buffer. */
export function submitCmd(client: Client, _words: Uint32Array, at: number, length: number): Outcome {
  return execute(client, 4 * (at + VtestHeaderWords), length) ? Outcome.DONE : Outcome.AGAIN;
}

/**
 * Executes a stream, or the rest of one that was left; false when it is left again, since others have waited long enough.
 *
 * A refusal is in the log with its cause and latches the context, as virgl does: what the client sends afterwards is read
 * and answered, and executes nothing. The connection stays, because a driver that loses it aborts its program. The line here
 * says once what the renderer's own lines are about.
 */
function execute(client: Client, byteOffset: number, lengthWords: number): boolean {
  if (lengthWords === 0) return true;
  const { device, executed } = client;
  const from = executed.words;
  const milliseconds = client.host.alone ? loneTurnMilliseconds : turnMilliseconds;
  client.fences.submit();
  const status = device.submit(contextId, client.received.memory, byteOffset + 4 * from, lengthWords - from, milliseconds);
  if (status !== client.streamStatus) {
    client.streamStatus = status;
    if (status !== 0) client.log.warn(`SUBMIT_CMD: the renderer refused the stream with status ${status}`);
  }
  const left = device.unexecuted;
  executed.words = left === 0 ? 0 : lengthWords - left;
  return left === 0;
}

/**
 * Whether the client has to wait until the GPU has finished what it has submitted, so that a copy of its results does not keep the
 * thread, and with it everybody else.
 */
export function waitsForResults(client: Client): boolean {
  const { fences } = client;
  if (client.host.alone || fences.idle) return false;
  const number = fences.cover();
  if (fences.isDone(number)) return false;
  client.waitingFor = number;
  return true;
}

/**
 * RESOURCE_BUSY_WAIT: has the GPU finished?
 *
 * Handle 0 is what clients send after a ping to get an answer from servers that do not know the ping. A fence resource asks
 * about what was submitted before it was made. Anything else asks about everything submitted so far, unless its contents were
 * copied into its shared memory since then: that copy waited for the GPU already.
 */
export function resourceBusyWait(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestResourceBusyWaitHandle(words, at);
  const wait = (vtestResourceBusyWaitFlags(words, at) & VtestBusyWaitFlag.WAIT) !== 0;
  if (id === 0 || !client.hasContext) return answerBusy(client, false);
  const { fences } = client;
  const resource = client.resources.get(id);
  if (resource !== undefined && resource.readAt === fences.submitted) return answerBusy(client, false);
  const number = resource !== undefined && resource.fence >= 0 ? resource.fence : fences.cover();
  if (fences.isDone(number)) return answerBusy(client, false);
  if (!wait) return answerBusy(client, true);
  if (client.host.alone && fences.wait(number, waitInPlaceMicroseconds)) return answerBusy(client, false);
  client.waitingFor = number;
  return Outcome.WAIT;
}

/** Answers RESOURCE_BUSY_WAIT. */
function answerBusy(client: Client, busy: boolean): Outcome {
  client.replies.header(VtestResourceBusyWaitResponseLength, VtestCommand.RESOURCE_BUSY_WAIT);
  client.replies.word(busy ? 1 : 0);
  return Outcome.DONE;
}

/**
 * SUBMIT_CMD2: several streams, each raising syncs when the GPU has finished with it (with a ring) or at once (without).
 * All rings execute in one order. Everything is checked before anything executes.
 */
export function submitCmd2(client: Client, words: Uint32Array, at: number, length: number): Outcome {
  const count = vtestSubmitCmd2BatchCount(words, at);
  if (count > (length - 1) / VtestSubmitCmd2BatchStride) return client.refuse(`${count} batches do not fit into ${length} words`);
  if (count > maxBatches) return client.refuse(`${count} batches, the limit is ${maxBatches}`);
  let streamWords = 0;
  let syncs = 0;
  for (let i = 0; i < count; i++) {
    const flags = vtestSubmitCmd2BatchFlags(words, at, i);
    if ((flags & ~VtestSubmitFlag.RING_IDX) !== 0) return client.refuse(`batch ${i}: flags ${flags} are not supported`);
    const streamEnd = vtestSubmitCmd2BatchCmdOffset(words, at, i) + vtestSubmitCmd2BatchCmdSize(words, at, i);
    if (streamEnd > length) return client.refuse(`batch ${i}: the stream ends at word ${streamEnd} of ${length}`);
    const ring = vtestSubmitCmd2BatchRingIdx(words, at, i);
    if ((flags & VtestSubmitFlag.RING_IDX) !== 0 && ring >= timelines) return client.refuse(`batch ${i}: ring ${ring} of ${timelines}`);
    // Batches may name the same words, and executing them again and again would cost nothing to ask for.
    streamWords += vtestSubmitCmd2BatchCmdSize(words, at, i);
    if (streamWords > length) return client.refuse(`batch ${i}: the streams overlap`);
    syncs += vtestSubmitCmd2BatchSyncCount(words, at, i);
    if (syncs > maxBatchSyncs) return client.refuse(`batch ${i}: ${syncs} syncs, the limit is ${maxBatchSyncs}`);
    if (readBatchSyncs(client, words, at, i, length) === null) return Outcome.REFUSED;
  }
  const from = at + VtestHeaderWords;
  const { executed } = client;
  for (let i = executed.batches; i < count; i++) {
    const stream = 4 * (from + vtestSubmitCmd2BatchCmdOffset(words, at, i));
    if (!execute(client, stream, vtestSubmitCmd2BatchCmdSize(words, at, i))) {
      executed.batches = i;
      return Outcome.AGAIN;
    }
    const raised = readBatchSyncs(client, words, at, i, length) ?? [];
    if (raised.length === 0) continue;
    if ((vtestSubmitCmd2BatchFlags(words, at, i) & VtestSubmitFlag.RING_IDX) !== 0) {
      client.syncs.signalAfter(client.fences.cover(), raised);
    } else {
      for (const { sync, value } of raised) client.syncs.write(sync, value);
    }
  }
  executed.batches = 0;
  return Outcome.DONE;
}

function readBatchSyncs(client: Client, words: Uint32Array, at: number, i: number, length: number): ReturnType<typeof readSyncs> {
  const offset = vtestSubmitCmd2BatchSyncOffset(words, at, i);
  return readSyncs(client, words, at + VtestHeaderWords + offset, vtestSubmitCmd2BatchSyncCount(words, at, i), length - offset);
}
