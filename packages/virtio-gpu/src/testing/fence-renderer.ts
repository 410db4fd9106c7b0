import type { Renderer, RendererDevice } from '../context-type.ts';

/** A renderer whose fences signal when a test says so, and which writes down what it is asked. */
export class FenceRenderer implements Renderer {
  readonly capsets = [
    { id: 1, maxVersion: 1, maxSize: 308 },
    { id: 2, maxVersion: 2, maxSize: 1408 },
  ];
  readonly calls: string[] = [];
  /** Fences up to this one have signalled. */
  signalled = 0;
  /** Fences made and not destroyed. */
  live = 0;
  onFences: (() => void) | null = null;
  #fences = 0;

  capset(id: number): Uint8Array {
    return new Uint8Array(id === 1 ? 308 : 1408).fill(id);
  }

  openDevice(): RendererDevice {
    const say =
      (name: string) =>
      (...args: unknown[]): number => {
        this.calls.push(`${name} ${args.filter((arg) => typeof arg !== 'object').join(' ')}`.trim());
        return 0;
      };
    return {
      createContext: say('createContext'),
      destroyContext: say('destroyContext'),
      createResource: ({ id }) => say('createResource')(id),
      destroyResource: say('destroyResource'),
      attachBacking: (id, segments) => say('attachBacking')(id, ...segments.map((segment) => segment.length)),
      detachBacking: say('detachBacking'),
      attachResource: say('attachResource'),
      detachResource: say('detachResource'),
      submit: (context, memory, offset, words) =>
        say('submit')(context, ...new Uint32Array(memory.bytes.buffer, memory.bytes.byteOffset + offset, words)),
      transferToHost: (context, resource, box) => say('transferToHost')(context, resource, box.width, box.offset),
      transferFromHost: (context, resource, box) => say('transferFromHost')(context, resource, box.width, box.offset),
      bytesUsed: 0,
      unexecuted: 0,
      flush: () => undefined,
      finish: () => undefined,
      createFence: () => {
        this.live++;
        return ++this.#fences;
      },
      fenceSignalled: (fence) => fence <= this.signalled,
      waitFence: (fence) => fence <= this.signalled,
      watchFence: (fence) => fence > this.signalled,
      destroyFence: () => {
        this.live--;
      },
      [Symbol.dispose]: say('dispose'),
    };
  }

  /** What it was asked since the last time. */
  take(): string[] {
    return this.calls.splice(0);
  }

  [Symbol.dispose](): void {
    this.calls.length = 0;
  }
}
