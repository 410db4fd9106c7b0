import type { VirglContext } from '../context.ts';
import { Status } from '../status.ts';

/** Longest text of a guest that goes to the log. */
const MAX_TEXT = 256;

/** NOP. */
export function nop(_ctx: VirglContext, _words: Uint32Array, _floats: Float32Array, _at: number, _length: number): number {
  return Status.OK;
}

/** A command that is not in the protocol, or that the caps do not offer. */
export function unknownCommand(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, _length: number): number {
  return ctx.refuse(Status.UNKNOWN_COMMAND, `command ${words[at]! & 0xff} is not offered`);
}

/** SET_DEBUG_FLAGS: names of the peer's log channels; noted, nothing follows from it. */
export function setDebugFlags(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  ctx.log.debug(`context ${ctx.id}: guest asks for debug flags ${text(words, at + 1, length)}`);
  return Status.OK;
}

/** SEND_STRING_MARKER: a text of the guest's program for whoever reads the stream. */
export function sendStringMarker(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < 1) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, 'payload of 0 words');
  ctx.log.debug(`context ${ctx.id}: marker ${text(words, at + 2, Math.min(length - 1, Math.ceil(words[at + 1]! / 4)))}`);
  return Status.OK;
}

/** SET_TWEAKS: hints for the peer's GLES emulations; none apply here. */
export function setTweaks(ctx: VirglContext, words: Uint32Array, _floats: Float32Array, at: number, length: number): number {
  if (length < 2) return ctx.refuse(Status.ILLEGAL_COMMAND_BUFFER, `payload of ${length} words`);
  ctx.log.debug(`context ${ctx.id}: tweak ${words[at + 1]} = ${words[at + 2]} has no effect`);
  return Status.OK;
}

/** A printable piece of guest text. */
function text(words: Uint32Array, first: number, count: number): string {
  let out = '';
  for (let i = 0; i < count * 4 && out.length < MAX_TEXT; i++) {
    const byte = (words[first + (i >>> 2)]! >>> ((i & 3) * 8)) & 0xff;
    if (byte === 0) break;
    out += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  }
  return JSON.stringify(out);
}
