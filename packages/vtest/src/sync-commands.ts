/* Commands on sync objects (protocol 3). */
import {
  VtestCommand,
  VtestHeaderWords,
  vtestSyncCreateValueHi,
  vtestSyncCreateValueLo,
  vtestSyncReadId,
  vtestSyncUnrefId,
  VtestSyncWaitFlag,
  vtestSyncWaitFlags,
  VtestSyncWaitMinLength,
  VtestSyncWaitSyncStride,
  vtestSyncWaitTimeout,
  vtestSyncWriteId,
  vtestSyncWriteValueHi,
  vtestSyncWriteValueLo,
} from '@virglass/protocol';
import { type Client, Outcome } from './client.ts';
import { maxSyncs, maxSyncWaits } from './limits.ts';
import type { Sync } from './syncs.ts';

/** SYNC_CREATE. */
export function syncCreate(client: Client, words: Uint32Array, at: number): Outcome {
  const id = client.syncs.create(value64(vtestSyncCreateValueLo(words, at), vtestSyncCreateValueHi(words, at)));
  if (id === 0) return client.refuse(`the limit is ${maxSyncs} syncs`);
  client.replies.header(1, VtestCommand.SYNC_CREATE);
  client.replies.word(id);
  return Outcome.DONE;
}

/** SYNC_UNREF. */
export function syncUnref(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestSyncUnrefId(words, at);
  return client.syncs.unref(id) ? Outcome.DONE : client.refuse(`no sync ${id}`);
}

/** SYNC_READ. */
export function syncRead(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestSyncReadId(words, at);
  const sync = client.syncs.get(id);
  if (sync === undefined) return client.refuse(`no sync ${id}`);
  client.replies.header(2, VtestCommand.SYNC_READ);
  client.replies.word(Number(sync.value & 0xffff_ffffn));
  client.replies.word(Number(sync.value >> 32n));
  return Outcome.DONE;
}

/** SYNC_WRITE. */
export function syncWrite(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestSyncWriteId(words, at);
  const sync = client.syncs.get(id);
  if (sync === undefined) return client.refuse(`no sync ${id}`);
  client.syncs.write(sync, value64(vtestSyncWriteValueLo(words, at), vtestSyncWriteValueHi(words, at)));
  return Outcome.DONE;
}

/** SYNC_WAIT: answers with a descriptor that becomes readable. */
export function syncWait(client: Client, words: Uint32Array, at: number, length: number): Outcome {
  const listed = length - VtestSyncWaitMinLength;
  if (listed % VtestSyncWaitSyncStride !== 0) return client.refuse(`${length} words are no list of syncs`);
  const first = at + VtestHeaderWords + VtestSyncWaitMinLength;
  const entries = readSyncs(client, words, first, listed / VtestSyncWaitSyncStride, listed);
  if (entries === null) return Outcome.REFUSED;
  const any = (vtestSyncWaitFlags(words, at) & VtestSyncWaitFlag.ANY) !== 0;
  client.syncs.expire(performance.now());
  const wait = client.syncs.wait(entries, any, vtestSyncWaitTimeout(words, at), performance.now());
  if (wait === null) return client.refuse(`the limit is ${maxSyncWaits} pending waits`);
  client.replies.header(0, VtestCommand.SYNC_WAIT);
  // A pending wait may end, and close its descriptor, before the queue is flushed; the queue therefore sends what it owns.
  client.replies.fd(wait.pending ? wait.event.duplicate() : wait.event.fd, true);
  return Outcome.DONE;
}

/**
 * Reads (sync, value) pairs.
 * @param first - index of the first word
 * @param room - words that may belong to the list
 * @returns null when the list does not fit or names no sync; the cause is noted
 */
export function readSyncs(
  client: Client,
  words: Uint32Array,
  first: number,
  count: number,
  room: number,
): { sync: Sync; value: bigint }[] | null {
  if (count * VtestSyncWaitSyncStride > room) {
    client.refuse(`${count} syncs do not fit into ${room} words`);
    return null;
  }
  const entries: { sync: Sync; value: bigint }[] = [];
  for (let i = 0; i < count; i++) {
    const at = first + i * VtestSyncWaitSyncStride;
    const id = words[at] ?? 0;
    const sync = client.syncs.get(id);
    if (sync === undefined) {
      client.refuse(`no sync ${id}`);
      return null;
    }
    entries.push({ sync, value: value64(words[at + 1] ?? 0, words[at + 2] ?? 0) });
  }
  return entries;
}

function value64(lo: number, hi: number): bigint {
  return BigInt(lo) | (BigInt(hi) << 32n);
}
