/* The handshake: who the client is, which protocol, which capabilities. */
import {
  textOf,
  vtestContextInitCapsetId,
  vtestGetCapsetId,
  vtestGetCapsetVersion,
  vtestGetParamParam,
  vtestProtocolVersionVersion,
  VtestCommand,
  VtestHeaderWords,
  VtestParam,
  VtestProtocolVersionResponseLength,
} from '@virglass/protocol';
import { type Client, Outcome } from './client.ts';
import { printable } from './client-log.ts';
import { timelines } from './limits.ts';

/** The newest protocol that this server speaks. 4 adds the kernel's sync objects, which a software front has no use for. */
export const newestVersion = 3;

const virglCapset = 1;
const virgl2Capset = 2;

/** CREATE_RENDERER: the client's name. Its length counts bytes. */
export function createRenderer(client: Client, words: Uint32Array, at: number, length: number): Outcome {
  if (client.name !== null) return client.refuse('sent twice');
  const from = at + VtestHeaderWords;
  // The word count rounds up, so the text may run into the next message: cut it where the length says.
  const name = textOf(words, from, from + Math.ceil(length / 4)).slice(0, length);
  client.name = printable(name);
  client.log.debug(`is ${client.name === '' ? 'nameless' : client.name}`);
  return Outcome.DONE;
}

/** PING_PROTOCOL_VERSION: answering at all says that PROTOCOL_VERSION is understood. */
export function pingProtocolVersion(client: Client): Outcome {
  client.replies.header(0, VtestCommand.PING_PROTOCOL_VERSION);
  return Outcome.DONE;
}

/**
 * PROTOCOL_VERSION: the smaller of both sides' versions. 1 was never in use and means 0. A client may negotiate again: Mesa
 * does when the capabilities show a renderer that is too old for version 3.
 */
export function protocolVersion(client: Client, words: Uint32Array, at: number): Outcome {
  const wanted = Math.min(vtestProtocolVersionVersion(words, at), newestVersion);
  client.version = wanted === 1 ? 0 : wanted;
  client.replies.header(VtestProtocolVersionResponseLength, VtestCommand.PROTOCOL_VERSION);
  client.replies.word(client.version);
  client.log.debug(`speaks protocol ${client.version}`);
  return Outcome.DONE;
}

/** GET_CAPS: capset 1. */
export function getCaps(client: Client): Outcome {
  return sendCaps(client, virglCapset);
}

/** GET_CAPS2: capset 2. */
export function getCaps2(client: Client): Outcome {
  return sendCaps(client, virgl2Capset);
}

/** The answers to GET_CAPS and GET_CAPS2 carry the capset's number as id, and its bytes plus one as length. */
function sendCaps(client: Client, id: number): Outcome {
  const caps = client.host.renderer.capset(id, 1);
  if (caps.length === 0) return client.refuse(`the renderer has no capset ${id}`);
  client.replies.header(caps.length + 1, id);
  client.replies.bytes(caps);
  return Outcome.DONE;
}

/** GET_PARAM. */
export function getParam(client: Client, words: Uint32Array, at: number): Outcome {
  const known = vtestGetParamParam(words, at) === VtestParam.MAX_TIMELINE_COUNT;
  client.replies.header(2, VtestCommand.GET_PARAM);
  client.replies.word(known ? 1 : 0);
  client.replies.word(known ? timelines : 0);
  return Outcome.DONE;
}

/** GET_CAPSET. */
export function getCapset(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestGetCapsetId(words, at);
  const version = vtestGetCapsetVersion(words, at);
  const offer = client.host.renderer.capsets.find((capset) => capset.id === id);
  const caps = offer !== undefined && version <= offer.maxVersion ? client.host.renderer.capset(id, version) : new Uint8Array(0);
  client.replies.header(1 + Math.ceil(caps.length / 4), VtestCommand.GET_CAPSET);
  client.replies.word(caps.length > 0 ? 1 : 0);
  client.replies.bytes(caps);
  if (caps.length % 4 !== 0) client.replies.bytes(new Uint8Array(4 - (caps.length % 4)));
  return Outcome.DONE;
}

/** CONTEXT_INIT: which capset's protocol the streams will speak. Both of virgl's name the same one. */
export function contextInit(client: Client, words: Uint32Array, at: number): Outcome {
  const id = vtestContextInitCapsetId(words, at);
  if (!client.host.renderer.capsets.some((capset) => capset.id === id)) return client.refuse(`the renderer has no capset ${id}`);
  if (client.capset !== 0 && client.capset !== id) return client.refuse(`the context is for capset ${client.capset}, not ${id}`);
  client.capset = id;
  const status = client.openContext();
  return status === 0 ? Outcome.DONE : client.refuse(`the renderer refused the context with status ${status}`);
}
