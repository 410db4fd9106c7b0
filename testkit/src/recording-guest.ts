import { encodeCreateSurface, encodeSetFramebufferState, PipeBind, PipeFormat, PipeTarget } from '@virglass/protocol';
import type { ResourceArgs } from '@virglass/virtio-gpu';
import { type Box, type Command, command, type Guest } from './virgl-guest.ts';
import { vtestMessage } from './vtest-client.ts';
import { Vcmd } from './vtest-stream.ts';

/** Words of the longest submit. */
const SUBMIT_WORDS = 1 << 18;

/** A guest that executes nothing: what it would send over a vtest socket, with protocol 0, is written down. */
export class RecordingGuest implements Guest {
  readonly log: readonly string[] = [];
  readonly #messages: Uint8Array[] = [];
  #lastResource = 0;
  #lastHandle = 0;

  constructor() {
    const name = Buffer.from('recorded\0', 'latin1');
    this.#messages.push(vtestMessage(Vcmd.CREATE_RENDERER, name, name.length));
  }

  /** All messages so far, one behind the other. */
  get bytes(): Uint8Array {
    return Buffer.concat(this.#messages);
  }

  handle(): number {
    return ++this.#lastHandle;
  }

  submit(...commands: Command[]): number {
    const words = new Uint32Array(SUBMIT_WORDS);
    const floats = new Float32Array(words.buffer);
    let at = 0;
    for (const encode of commands) at = encode(words, floats, at);
    this.#messages.push(vtestMessage(Vcmd.SUBMIT_CMD, new Uint8Array(words.buffer, 0, at * 4)));
    return 0;
  }

  resource(args: Partial<ResourceArgs>): number {
    const id = ++this.#lastResource;
    const a = {
      target: PipeTarget.TEXTURE_2D,
      format: PipeFormat.R8G8B8A8_UNORM,
      bind: PipeBind.RENDER_TARGET | PipeBind.SAMPLER_VIEW,
      width: 4,
      height: 4,
      depth: 1,
      arraySize: 1,
      lastLevel: 0,
      samples: 0,
      ...args,
    };
    const shape = [a.target, a.format, a.bind, a.width, a.height, a.depth, a.arraySize, a.lastLevel, a.samples];
    this.#messages.push(vtestMessage(Vcmd.RESOURCE_CREATE, [id, ...shape]));
    return id;
  }

  buffer(bytes: number, bind: number = PipeBind.VERTEX_BUFFER): number {
    return this.resource({ target: PipeTarget.BUFFER, format: PipeFormat.R8_UNORM, bind, width: bytes, height: 1 });
  }

  write(id: number, bytes: ArrayLike<number>, box: Partial<Box>): void {
    const fields = [
      id,
      box.level ?? 0,
      0,
      0,
      box.x ?? 0,
      box.y ?? 0,
      box.z ?? 0,
      box.width ?? 1,
      box.height ?? 1,
      box.depth ?? 1,
      bytes.length,
    ];
    const payload = new Uint8Array(4 * fields.length + bytes.length);
    payload.set(new Uint8Array(Uint32Array.from(fields).buffer));
    payload.set(bytes, 4 * fields.length);
    this.#messages.push(vtestMessage(Vcmd.TRANSFER_PUT, payload));
  }

  /** Asks for a box of a 2D resource with four bytes a texel. */
  read(id: number, width: number, height: number): void {
    const size = width * height * 4;
    this.#messages.push(vtestMessage(Vcmd.TRANSFER_GET, [id, 0, width * 4, size, 0, 0, 0, width, height, 1, size]));
  }

  surface(resHandle: number, format: number, level = 0, firstLayer = 0, lastLayer = firstLayer): number {
    const handle = this.handle();
    this.submit(command(encodeCreateSurface, { handle, resHandle, format, level, firstLayer, lastLayer }));
    return handle;
  }

  framebuffer(zsurfHandle: number, ...cbufHandle: number[]): void {
    this.submit(command(encodeSetFramebufferState, { nrCbufs: cbufHandle.length, zsurfHandle, cbufHandle }));
  }
}
