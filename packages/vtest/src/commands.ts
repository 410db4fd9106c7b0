/*
 * The command table: what each request is called, how long it is, what executes it.
 *
 * Names, versions and field layouts come from the protocol tables; here stand the handlers and the few lengths that cannot be
 * read from the fields. A request whose announced length is not the one it must have is refused before anything of it is
 * read, because there is no telling where the next one begins.
 */
import {
  VtestCommand,
  VtestContextInitLength,
  VtestGetCaps2Length,
  VtestGetCapsetLength,
  VtestGetCapsLength,
  VtestGetParamLength,
  VtestHeaderWords,
  VtestPingProtocolVersionLength,
  VtestProtocolVersionLength,
  VtestResourceBusyWaitLength,
  VtestResourceCreate2Length,
  VtestResourceCreateBlobLength,
  VtestResourceCreateLength,
  VtestResourceUnrefLength,
  vtestSpecs,
  VtestSubmitCmd2MinLength,
  VtestSyncCreateLength,
  VtestSyncReadLength,
  VtestSyncUnrefLength,
  VtestSyncWaitMinLength,
  VtestSyncWriteLength,
  VtestTransferGet2Length,
  VtestTransferGetLength,
  VtestTransferPut2Length,
  vtestTransferPutDataSize,
  VtestTransferPutMinLength,
} from '@virglass/protocol';
import type { Client, Outcome } from './client.ts';
import { contextInit, createRenderer, getCaps, getCaps2, getCapset, getParam, pingProtocolVersion, protocolVersion } from './handshake.ts';
import { maxInlineBytes, maxNameBytes, maxSubmitBytes, maxSyncWaitBytes } from './limits.ts';
import { resourceCreate, resourceCreate2, resourceCreateBlob, resourceUnref } from './resources.ts';
import { resourceBusyWait, submitCmd, submitCmd2 } from './submit.ts';
import { syncCreate, syncRead, syncUnref, syncWait, syncWrite } from './sync-commands.ts';
import { transferGet, transferGet2, transferPut, transferPut2 } from './transfers.ts';

/**
 * Executes a request.
 * @param words - the receive buffer; borrowed for the call
 * @param at - index of the request's first header word
 * @param length - the header's length: payload words (bytes for CREATE_RENDERER)
 */
export type Handler = (client: Client, words: Uint32Array, at: number, length: number) => Outcome;

/** One request of the protocol. */
export type Command = {
  readonly name: string;
  /** Protocol version that brought it. */
  readonly version: number;
  /** Payload words, or `variable`. */
  readonly words: number;
  /** Needs the client's context. */
  readonly context: boolean;
  /** Takes time: the clock is looked at afterwards. */
  readonly timed: boolean;
  readonly handler: Handler;
};

/** The length depends on the request; `messageBytes` knows. */
const variable = -1;

/** Answered at once. */
const cheap = 0;
/** Takes time; the clock is looked at afterwards. */
const timed = 1;
/** Needs the client's context. Making one costs GL objects, so a client that only asks questions gets none. */
const inContext = 2;
const working = timed | inContext;

/* prettier-ignore */
const rows: readonly (readonly [command: VtestCommand, words: number, needs: number, handler: Handler])[] = [
  [VtestCommand.GET_CAPS,              VtestGetCapsLength,              timed,     getCaps],
  [VtestCommand.RESOURCE_CREATE,       VtestResourceCreateLength,       working,   resourceCreate],
  [VtestCommand.RESOURCE_UNREF,        VtestResourceUnrefLength,        inContext, resourceUnref],
  [VtestCommand.TRANSFER_GET,          VtestTransferGetLength,          working,   transferGet],
  [VtestCommand.TRANSFER_PUT,          variable,                        working,   transferPut],
  [VtestCommand.SUBMIT_CMD,            variable,                        working,   submitCmd],
  [VtestCommand.RESOURCE_BUSY_WAIT,    VtestResourceBusyWaitLength,     cheap,     resourceBusyWait],
  [VtestCommand.CREATE_RENDERER,       variable,                        cheap,     createRenderer],
  [VtestCommand.GET_CAPS2,             VtestGetCaps2Length,             timed,     getCaps2],
  [VtestCommand.PING_PROTOCOL_VERSION, VtestPingProtocolVersionLength,  cheap,     pingProtocolVersion],
  [VtestCommand.PROTOCOL_VERSION,      VtestProtocolVersionLength,      cheap,     protocolVersion],
  [VtestCommand.RESOURCE_CREATE2,      VtestResourceCreate2Length,      working,   resourceCreate2],
  [VtestCommand.TRANSFER_GET2,         VtestTransferGet2Length,         working,   transferGet2],
  [VtestCommand.TRANSFER_PUT2,         variable,                        working,   transferPut2],
  [VtestCommand.GET_PARAM,             VtestGetParamLength,             cheap,     getParam],
  [VtestCommand.GET_CAPSET,            VtestGetCapsetLength,            timed,     getCapset],
  [VtestCommand.CONTEXT_INIT,          VtestContextInitLength,          timed,     contextInit],
  [VtestCommand.RESOURCE_CREATE_BLOB,  VtestResourceCreateBlobLength,   working,   resourceCreateBlob],
  [VtestCommand.SYNC_CREATE,           VtestSyncCreateLength,           timed,     syncCreate],
  [VtestCommand.SYNC_UNREF,            VtestSyncUnrefLength,            cheap,     syncUnref],
  [VtestCommand.SYNC_READ,             VtestSyncReadLength,             cheap,     syncRead],
  [VtestCommand.SYNC_WRITE,            VtestSyncWriteLength,            timed,     syncWrite],
  [VtestCommand.SYNC_WAIT,             variable,                        timed,     syncWait],
  [VtestCommand.SUBMIT_CMD2,           variable,                        working,   submitCmd2],
];

/** Requests by number; undefined where there is none. */
export const commands: readonly (Command | undefined)[] = table();

function table(): (Command | undefined)[] {
  const size = Math.max(...vtestSpecs.map((spec) => spec.command)) + 1;
  // Dense: a hole would turn every look-up into a slow one.
  const dense = Array.from({ length: size }, (): Command | undefined => undefined);
  for (const { name, command, version } of vtestSpecs) {
    dense[command] = { name, version, words: variable, context: false, timed: false, handler: (client) => client.refuse('not supported') };
  }
  for (const [command, words, needs, handler] of rows) {
    const spec = dense[command];
    if (spec === undefined) throw new Error(`vtest command ${command} is not in the protocol tables`);
    dense[command] = { ...spec, words, context: (needs & inContext) !== 0, timed: (needs & timed) !== 0, handler };
  }
  return dense;
}

const headerBytes = 4 * VtestHeaderWords;
const putBytes = headerBytes + 4 * VtestTransferPutMinLength;
const putFields = new Uint32Array(putBytes / 4);

/**
 * Bytes of the request that waits, its header included; -1 when its length is refused, with the cause noted. For TRANSFER_PUT
 * the fields must be here before the size is known; until then it is that of the fields.
 */
export function messageBytes(client: Client, id: number, command: Command, length: number): number {
  if (command.words !== variable) {
    if (length === command.words) return headerBytes + 4 * length;
    return wrong(client, `${length} words, it has ${command.words}`);
  }
  switch (id) {
    case VtestCommand.CREATE_RENDERER:
      return length <= maxNameBytes ? headerBytes + length : wrong(client, `a name of ${length} bytes, the limit is ${maxNameBytes}`);
    case VtestCommand.SUBMIT_CMD:
    case VtestCommand.SUBMIT_CMD2:
      if (4 * length > maxSubmitBytes) return wrong(client, `${length} words, the limit is ${maxSubmitBytes / 4}`);
      if (id === VtestCommand.SUBMIT_CMD2 && length < VtestSubmitCmd2MinLength) return wrong(client, 'no words at all');
      return headerBytes + 4 * length;
    case VtestCommand.SYNC_WAIT:
      if (4 * length > maxSyncWaitBytes) return wrong(client, `${length} words, the limit is ${maxSyncWaitBytes / 4}`);
      if (length < VtestSyncWaitMinLength) return wrong(client, `${length} words, it has at least ${VtestSyncWaitMinLength}`);
      return headerBytes + 4 * length;
    case VtestCommand.TRANSFER_PUT2:
      if (length >= VtestTransferPut2Length) return headerBytes + 4 * VtestTransferPut2Length;
      return wrong(client, `${length} words, it has at least ${VtestTransferPut2Length}`);
    case VtestCommand.TRANSFER_PUT:
      return putMessageBytes(client, length);
    default:
      return wrong(client, 'not supported');
  }
}

function putMessageBytes(client: Client, length: number): number {
  if (length < VtestTransferPutMinLength) return wrong(client, `${length} words, it has at least ${VtestTransferPutMinLength}`);
  if (client.received.available < putBytes) return putBytes;
  // The request may lie at any byte, and it can be moved into place only when all of it is here.
  for (let i = 0; i < putFields.length; i++) putFields[i] = client.received.peek(i);
  const dataSize = vtestTransferPutDataSize(putFields, 0);
  if (dataSize > maxInlineBytes) return wrong(client, `${dataSize} bytes, the limit is ${maxInlineBytes}`);
  const words = VtestTransferPutMinLength + Math.ceil(dataSize / 4);
  return length === words ? putBytes + dataSize : wrong(client, `${length} words, with ${dataSize} bytes of data it has ${words}`);
}

function wrong(client: Client, cause: string): number {
  client.refuse(cause);
  return -1;
}
