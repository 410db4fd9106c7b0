import type { Gl, GpuWatcher, TextureExporter } from '@virglass/gl';
import type { Logger, Quota, Renderer, RendererDevice, SharedMemorySource } from '@virglass/virtio-gpu';
import { buildCaps } from './caps/build.ts';
import { VirglDevice } from './device.ts';
import { VirglHost } from './host.ts';
import type { ProgramStore } from './programs/program-store.ts';

/** Capset numbers of virgl (VIRTIO_GPU_CAPSET_VIRGL and VIRGL2). */
const CAPSET_VIRGL = 1;
const CAPSET_VIRGL2 = 2;

/** A virgl renderer and what it found out about its host. */
export interface VirglRenderer extends Renderer {
  readonly host: VirglHost;
  readonly caps: ReturnType<typeof buildCaps>;
}

/** Choices of a renderer. */
export interface VirglOptions {
  /** Ask GL for errors after every command and log them: slow, for finding mistakes of the renderer. */
  readonly checkErrors?: boolean;
  /** Where linked programs are kept between runs; default: nowhere. */
  readonly programStore?: ProgramStore;
  /** Sees what takes too long, and stops it; belongs to the renderer from now on. Default: nobody does. */
  readonly watcher?: GpuWatcher;
  /** Memory that guests can map; default: none, and they hear of no such thing. */
  readonly shared?: SharedMemorySource;
  /** Makes DMA buffers of what guests show; default: they are read. */
  readonly exporter?: TextureExporter;
}

/**
 * Makes the renderer of a GL context. The context belongs to it from now on: nobody else may change its state.
 *
 * @param gl - current on this thread
 */
export function createVirglRenderer(gl: Gl, options: VirglOptions = {}): VirglRenderer {
  const { checkErrors, programStore, watcher, shared, exporter } = options;
  const host = new VirglHost(gl, checkErrors ?? false, programStore ?? null, watcher ?? null, shared ?? null, exporter ?? null);
  const caps = buildCaps(host);
  return {
    host,
    caps,
    capsets: [
      { id: CAPSET_VIRGL, maxVersion: 1, maxSize: caps.v1.length },
      { id: CAPSET_VIRGL2, maxVersion: 2, maxSize: caps.v2.length },
    ],
    capset(id: number): Uint8Array {
      return id === CAPSET_VIRGL ? caps.v1 : id === CAPSET_VIRGL2 ? caps.v2 : new Uint8Array(0);
    },
    openDevice(quota: Quota, log: Logger): RendererDevice {
      return new VirglDevice(host, quota, log);
    },
    get onFences(): (() => void) | null {
      return host.time.onPassed;
    },
    set onFences(listener: (() => void) | null) {
      host.time.onPassed = listener;
    },
    [Symbol.dispose](): void {
      host[Symbol.dispose]();
    },
  };
}
