import { GL } from '@virglass/gl';
import type { HostMemory } from '@virglass/virtio-gpu';
import { Ccmd } from '@virglass/protocol';
import type { VirglContext } from './context.ts';
import { handlers } from './handlers.ts';
import { CREATION_WORK, DRAW_WORK, LOOK_WORK, PICTURE_WORK } from './limits.ts';
import { Status } from './status.ts';

/*
 * The decode loop.
 *
 * A stream is headers and payloads; header bits 0-7 are the command, 8-15 the object type, 16-31 the payload's length in
 * words. Handlers read the payload in place through two views of the same bytes, which are made once per submit (and not
 * even then when the front submits from the same block of memory again). Nothing in here allocates per command.
 *
 * A refused command latches the context: virgl has no per-command answer, the guest only learns that its context is in
 * error. Commands that merely name something that is gone (a race between the guest's own threads) are skipped instead;
 * `isFatal` is the list.
 */

const NAMES: readonly string[] = commandNames();

function commandNames(): string[] {
  const names: string[] = [];
  for (const [name, opcode] of Object.entries(Ccmd)) names[opcode] = name;
  return names;
}

/** What commands weigh, for looks at the clock: most only note something. Draws add their vertices. */
const WEIGHTS = commandWeights();

function commandWeights(): Uint16Array {
  const weights = new Uint16Array(256).fill(1);
  weights[Ccmd.DRAW_VBO] = DRAW_WORK;
  weights[Ccmd.CREATE_OBJECT] = CREATION_WORK;
  for (const picture of [
    Ccmd.CLEAR,
    Ccmd.CLEAR_TEXTURE,
    Ccmd.CLEAR_SURFACE,
    Ccmd.BLIT,
    Ccmd.RESOURCE_COPY_REGION,
    Ccmd.RESOURCE_INLINE_WRITE,
    Ccmd.TRANSFER3D,
    Ccmd.COPY_TRANSFER3D,
    Ccmd.LAUNCH_GRID,
    Ccmd.LINK_SHADER,
  ]) {
    weights[picture] = PICTURE_WORK;
  }
  return weights;
}

/** Commands before which the draws that are kept have to be made: all but those that are the same whenever draws are made. */
const ENDS_BATCH = new Uint8Array(256).fill(1);
for (const opcode of [Ccmd.NOP, Ccmd.DRAW_VBO, Ccmd.SET_INDEX_BUFFER]) ENDS_BATCH[opcode] = 0;

/** Views over the block of memory that streams come from, kept while it stays the same block. */
class StreamViews {
  memory: HostMemory | null = null;
  bytes: Uint8Array | null = null;
  words: Uint32Array = new Uint32Array(0);
  floats: Float32Array = new Float32Array(0);

  set(memory: HostMemory): void {
    const bytes = memory.bytes;
    if (this.memory === memory && this.bytes === bytes) return;
    this.memory = memory;
    this.bytes = bytes;
    const base = bytes.byteOffset;
    this.words = new Uint32Array(bytes.buffer, base, bytes.byteLength >>> 2);
    this.floats = new Float32Array(bytes.buffer, base, bytes.byteLength >>> 2);
  }
}

const views = new StreamViews();

/** Statuses that latch the context; the others skip the one command. */
function isFatal(status: number): boolean {
  return (
    status === Status.UNKNOWN_COMMAND ||
    status === Status.ILLEGAL_COMMAND_BUFFER ||
    status === Status.ILLEGAL_CONTEXT ||
    status === Status.OUT_OF_QUOTA ||
    status === Status.OUT_OF_MEMORY
  );
}

/**
 * Executes a command stream in a context.
 *
 * @param memory - block that holds the stream; its start is 4-byte aligned
 * @param byteOffset - first byte of the stream, a multiple of 4
 * @param lengthWords - words of the stream
 * @returns the first refusal, or Status.OK
 */
export function submit(ctx: VirglContext, memory: HostMemory, byteOffset: number, lengthWords: number): number {
  if (ctx.error !== 0) return ctx.error;
  views.set(memory);
  const { words, floats } = views;
  const first = byteOffset >>> 2;
  const end = first + lengthWords;
  if ((byteOffset & 3) !== 0 || end > words.length) {
    return report(ctx, Status.ILLEGAL_COMMAND_BUFFER, 0, `submit of ${lengthWords} words at byte ${byteOffset} is not inside its memory`);
  }
  ctx.stream = memory;
  ctx.streamOffset = 0;
  ctx.host.makeCurrent(ctx.sub);
  try {
    return run(ctx, words, floats, first, end);
  } catch (error) {
    // Handlers answer statuses; an exception is a mistake of ours, and must cost no more than this context.
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return report(ctx, Status.ILLEGAL_CONTEXT, 0, `a mistake of the renderer ends this context: ${cause}`);
  } finally {
    ctx.host.batch.drop();
    ctx.stream = null;
  }
}

function run(ctx: VirglContext, words: Uint32Array, floats: Float32Array, first: number, end: number): number {
  const { checkErrors, time, batch } = ctx.host;
  let at = first;
  let result = 0;
  while (at < end) {
    const header = words[at]!;
    const length = header >>> 16;
    if (length >= end - at) {
      return report(ctx, Status.ILLEGAL_COMMAND_BUFFER, header, `payload of ${length} words, ${end - at - 1} are left`);
    }
    if (time.isStopped(ctx)) return ctx.error;
    if (batch.count !== 0 && ENDS_BATCH[header & 0xff] !== 0) batch.flush();
    const status = handlers[header & 0xff]!(ctx, words, floats, at, length);
    if (checkErrors) logGlErrors(ctx, header, at);
    if (status !== 0) {
      report(ctx, status, header, ctx.cause);
      if (result === 0) result = status;
      if (ctx.error !== 0) return result;
    }
    at += length + 1;
    // Between two commands a stream can be left: the front submits the rest another time.
    const weight = WEIGHTS[header & 0xff]!;
    time.work += weight;
    if (weight === PICTURE_WORK) time.countDraws(ctx, 1);
    if (time.work >= LOOK_WORK && time.isOver() && at < end) {
      ctx.device.unexecuted = end - at;
      break;
    }
  }
  if (batch.count !== 0) {
    batch.flush();
    if (checkErrors) logGlErrors(ctx, Ccmd.DRAW_VBO, at);
  }
  if (time.isStopped(ctx)) return ctx.error;
  return result;
}

/** Logs what GL has to complain about; every line of it is a mistake of this renderer. */
function logGlErrors(ctx: VirglContext, header: number, at: number): void {
  const { gl } = ctx.host;
  for (let error = gl.getError(), n = 0; error !== GL.NO_ERROR && n < 8; error = gl.getError(), n++) {
    ctx.log.warn(`context ${ctx.id}: ${NAMES[header & 0xff]} at word ${at}: GL error 0x${error.toString(16)}`);
  }
}

/** Logs a refusal, and latches the context when it is fatal. */
function report(ctx: VirglContext, status: number, header: number, cause: string): number {
  const name = NAMES[header & 0xff] ?? `command ${header & 0xff}`;
  ctx.log.warn(`context ${ctx.id}: ${name}: ${cause === '' ? `refused (${status})` : cause}`);
  ctx.cause = '';
  if (isFatal(status)) ctx.error = status;
  return status;
}
