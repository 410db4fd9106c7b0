/*
 * A case is what one client sends over a vtest connection, request by request: the form of `corpus/hostile`, which every renderer
 * and every server can be given. It speaks protocol 2, so that resources have backing, and sends its data inline, so that the
 * case holds everything.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { readFileSync, writeFileSync } from 'node:fs';
import { VtestCommand, VtestHeaderWords, vtestRequestBytes } from '@virglass/protocol';

/** One vtest request as its bytes, header included. */
export interface Request {
  readonly command: number;
  readonly bytes: Uint8Array;
  /** The commands of SUBMIT_CMD one by one; the request's bytes are these. */
  readonly stream: readonly Uint32Array[];
}

const headerBytes = VtestHeaderWords * 4;

/** A request of its bytes. */
export function requestOf(bytes: Uint8Array): Request {
  const command = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
  return { command, bytes, stream: command === VtestCommand.SUBMIT_CMD ? splitStream(bytes.subarray(headerBytes)) : [] };
}

/** SUBMIT_CMD with these commands. */
export function submitOf(stream: readonly Uint32Array[]): Request {
  const length = stream.reduce((words, one) => words + one.length, 0);
  const words = new Uint32Array(VtestHeaderWords + length);
  words[0] = length;
  words[1] = VtestCommand.SUBMIT_CMD;
  let at = VtestHeaderWords;
  for (const one of stream) {
    words.set(one, at);
    at += one.length;
  }
  return { command: VtestCommand.SUBMIT_CMD, bytes: new Uint8Array(words.buffer), stream };
}

/** Commands of a stream; what a wrong length leaves over is the last one. */
function splitStream(bytes: Uint8Array): Uint32Array[] {
  const copy = bytes.slice(0, bytes.length & ~3);
  const words = new Uint32Array(copy.buffer);
  const stream: Uint32Array[] = [];
  for (let at = 0; at < words.length;) {
    const end = Math.min(words.length, at + 1 + (words[at]! >>> 16));
    stream.push(words.slice(at, end));
    at = end;
  }
  return stream;
}

function greeting(): Uint8Array {
  const name = new TextEncoder().encode('fuzz\0');
  const bytes = new Uint8Array(headerBytes + name.length + headerBytes + 4);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, name.length, true);
  view.setUint32(4, VtestCommand.CREATE_RENDERER, true);
  bytes.set(name, headerBytes);
  const version = headerBytes + name.length;
  view.setUint32(version, 1, true);
  view.setUint32(version + 4, VtestCommand.PROTOCOL_VERSION, true);
  view.setUint32(version + 8, 2, true);
  return bytes;
}

/** RESOURCE_BUSY_WAIT of nothing: a question whose answer says that all before it has been executed. */
const farewell = new Uint8Array(Uint32Array.from([2, VtestCommand.RESOURCE_BUSY_WAIT, 0, 0]).buffer);

/** All that the client sends, from its greeting to a last question. */
export function encodeCase(requests: readonly Request[]): Uint8Array {
  const parts = [greeting(), ...requests.map(({ bytes }) => bytes), farewell];
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** What a client sent, without greeting and questions; what is incomplete at the end is left out. */
export function decodeCase(input: Uint8Array): Request[] {
  // A Buffer's slice() would share memory, and begin at any byte.
  const bytes = new Uint8Array(input);
  const requests: Request[] = [];
  for (let at = 0; ;) {
    const size = vtestRequestBytes(bytes, at);
    if (size === null || at + size > bytes.length) return requests;
    const request = requestOf(bytes.slice(at, at + size));
    if (!answered.has(request.command)) requests.push(request);
    at += size;
  }
}

/** What only asks, and changes nothing for a renderer. */
const answered: ReadonlySet<number> = new Set([
  VtestCommand.CREATE_RENDERER,
  VtestCommand.PROTOCOL_VERSION,
  VtestCommand.PING_PROTOCOL_VERSION,
  VtestCommand.GET_CAPS,
  VtestCommand.GET_CAPS2,
  VtestCommand.RESOURCE_BUSY_WAIT,
]);

/** Reads a case or any recording of a client. */
export function readCase(path: string): Request[] {
  const file = readFileSync(path);
  return decodeCase(path.endsWith('.gz') ? gunzipSync(file) : file);
}

/** Writes a case. */
export function writeCase(path: string, requests: readonly Request[]): void {
  writeFileSync(path, gzipSync(encodeCase(requests), { level: 9 }));
}
