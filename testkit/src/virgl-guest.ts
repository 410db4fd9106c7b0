import { GL } from '@virglass/gl';
import { createNativeGl, type NativeGl, type NativeGlOptions } from '@virglass/gl/native';
import { encodeCreateSurface, encodeSetFramebufferState, PipeBind, PipeFormat, PipeTarget } from '@virglass/protocol';
import { createVirglRenderer, type VirglOptions, type VirglRenderer } from '@virglass/virgl';
import type { HostMemory, RendererDevice, ResourceArgs } from '@virglass/virtio-gpu';

/** One command: a generated encoder and its arguments, as `command(encodeClear, {...})`. */
export type Command = (words: Uint32Array, floats: Float32Array, at: number) => number;

/** Binds an encoder of `@virglass/protocol` to its arguments. */
export function command<Args>(encode: (words: Uint32Array, floats: Float32Array, at: number, args: Args) => number, args: Args): Command {
  return (words, floats, at) => encode(words, floats, at, args);
}

/** Bits of a float, for the colour words of clears. */
export function floatBits(value: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return view.getUint32(0);
}

/** `gl33` as a choice of API and version; '' leaves both open. */
function optionsOf(name: string): NativeGlOptions {
  const match = /^(gles|gl)(\d\d)?$/.exec(name);
  if (match === null) return {};
  const api = match[1] as 'gl' | 'gles';
  return match[2] === undefined ? { api } : { api, version: Number(match[2]) };
}

/** The renderer on llvmpipe and the devices opened on it. */
export class VirglBench implements Disposable {
  readonly gl: NativeGl;
  readonly renderer: VirglRenderer;

  /**
   * @param options - which GL; the environment variable VIRGLASS_TEST_GL (`gles`, `gl33` ...) is the default
   * @param rendererOptions - how the renderer is made
   * @param watch - is shown the GL before the renderer gets it
   */
  constructor(
    options: NativeGlOptions = optionsOf(process.env['VIRGLASS_TEST_GL'] ?? ''),
    rendererOptions: VirglOptions = {},
    watch: (gl: NativeGl) => void = () => {},
  ) {
    this.gl = createNativeGl(options);
    watch(this.gl);
    this.renderer = createVirglRenderer(this.gl, rendererOptions);
  }

  /** A guest with a device and a context of its own. */
  guest(): VirglGuest {
    return new VirglGuest(this);
  }

  /** The pending GL errors as text, cleared; '' when there are none. */
  glErrors(): string {
    const errors: string[] = [];
    for (let i = 0; i < 16; i++) {
      const error = this.gl.getError();
      if (error === GL.NO_ERROR) break;
      errors.push(`0x${error.toString(16)}`);
    }
    return errors.join(' ');
  }

  [Symbol.dispose](): void {
    this.renderer[Symbol.dispose]();
    this.gl[Symbol.dispose]();
  }
}

/** What commands are made for: a guest in this process, or one whose messages are written down. */
export interface Guest {
  /** What the renderer logged about this guest. */
  readonly log: readonly string[];
  /** A number for an object. */
  handle(): number;
  /** Executes commands; the renderer's status. */
  submit(...commands: Command[]): number;
  /** Makes a resource, a 2D texture to render to unless the arguments say otherwise; its number. */
  resource(args: Partial<ResourceArgs>): number;
  /** Makes a buffer of some bytes. */
  buffer(bytes: number, bind?: number): number;
  /** Writes bytes into a box of a resource. */
  write(id: number, bytes: ArrayLike<number>, box: Partial<Box>): void;
  /** Makes a surface; its handle. */
  surface(resHandle: number, format: number, level?: number, firstLayer?: number, lastLayer?: number): number;
  /** Binds surfaces to draw to; 0 for none. */
  framebuffer(zsurfHandle: number, ...cbufHandle: number[]): void;
}

/** A guest that speaks virgl streams to the renderer in the same process. */
export class VirglGuest implements Guest, Disposable {
  readonly bench: VirglBench;
  readonly device: RendererDevice;
  /** What the renderer logged about this guest. */
  readonly log: string[] = [];
  readonly #stream: HostMemory;
  readonly #backings = new Map<number, HostMemory>();
  #nextResource = 1;
  #nextHandle = 1;

  constructor(bench: VirglBench) {
    this.bench = bench;
    const note = (message: string): void => void this.log.push(message);
    const quota = { bytes: 2 ** 30, resources: 4096, contexts: 4, objects: 65536, gpuMilliseconds: 1000 };
    this.device = bench.renderer.openDevice(quota, { warn: note, debug: () => {} });
    this.device.createContext(1, 'test');
    this.#stream = bench.gl.memory(256 * 1024);
  }

  /** A number for an object. */
  handle(): number {
    return this.#nextHandle++;
  }

  /** Executes commands; the renderer's status. */
  submit(...commands: Command[]): number {
    const bytes = this.#stream.bytes;
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
    let at = 0;
    for (const encode of commands) at = encode(words, floats, at);
    return this.device.submit(1, this.#stream, 0, at);
  }

  /** Makes a resource, a 2D texture to render to unless the arguments say otherwise; its number. */
  resource(args: Partial<ResourceArgs>): number {
    const id = this.#nextResource++;
    const status = this.device.createResource({
      id,
      target: PipeTarget.TEXTURE_2D,
      format: PipeFormat.R8G8B8A8_UNORM,
      bind: PipeBind.RENDER_TARGET | PipeBind.SAMPLER_VIEW,
      width: 4,
      height: 4,
      depth: 1,
      arraySize: 1,
      lastLevel: 0,
      samples: 0,
      flags: 0,
      ...args,
    });
    if (status !== 0) throw new Error(`resource: status ${status}, ${this.log.at(-1) ?? ''}`);
    this.device.attachResource(1, id);
    return id;
  }

  /** Makes a buffer of some bytes with backing that the test can look at. */
  buffer(bytes: number, bind: number = PipeBind.VERTEX_BUFFER): number {
    const id = this.resource({ target: PipeTarget.BUFFER, format: PipeFormat.R8_UNORM, bind, width: bytes, height: 1 });
    const memory = this.bench.gl.memory(bytes);
    this.#backings.set(id, memory);
    this.device.attachBacking(id, [{ memory, offset: 0, length: bytes }]);
    return id;
  }

  /** Backing of a buffer. */
  backing(id: number): Uint8Array {
    return this.#backings.get(id)!.bytes;
  }

  /** Writes bytes into a box of a resource. */
  write(id: number, bytes: ArrayLike<number>, box: Partial<Box>): void {
    const memory = this.bench.gl.memory(Math.max(1, bytes.length));
    memory.bytes.set(bytes);
    const status = this.device.transferToHost(1, id, { ...noBox, ...box }, memory);
    this.bench.gl.freeMemory(memory);
    if (status !== 0) throw new Error(`write: status ${status}, ${this.log.at(-1) ?? ''}`);
  }

  /** Reads a box of a resource. */
  read(id: number, bytes: number, box: Partial<Box>): Uint8Array {
    const memory = this.bench.gl.memory(bytes);
    const status = this.device.transferFromHost(1, id, { ...noBox, ...box }, memory);
    const out = memory.bytes.slice();
    this.bench.gl.freeMemory(memory);
    if (status !== 0) throw new Error(`read: status ${status}, ${this.log.at(-1) ?? ''}`);
    return out;
  }

  /** Makes a surface; its handle. */
  surface(resHandle: number, format: number, level = 0, firstLayer = 0, lastLayer = firstLayer): number {
    const handle = this.handle();
    const status = this.submit(command(encodeCreateSurface, { handle, resHandle, format, level, firstLayer, lastLayer }));
    if (status !== 0) throw new Error(`surface: status ${status}, ${this.log.at(-1) ?? ''}`);
    return handle;
  }

  /** Binds surfaces to draw to; 0 for none. */
  framebuffer(zsurfHandle: number, ...cbufHandle: number[]): void {
    this.submit(command(encodeSetFramebufferState, { nrCbufs: cbufHandle.length, zsurfHandle, cbufHandle }));
  }

  [Symbol.dispose](): void {
    this.device[Symbol.dispose]();
    for (const memory of this.#backings.values()) this.bench.gl.freeMemory(memory);
    this.bench.gl.freeMemory(this.#stream);
  }
}

/** A box of a level, tightly packed. */
export interface Box {
  readonly level: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

const noBox = { level: 0, x: 0, y: 0, z: 0, width: 1, height: 1, depth: 1, stride: 0, layerStride: 0, offset: 0 };
