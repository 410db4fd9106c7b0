/* A monitor's console for tests: answers what a device asks on its display socket, and keeps what it is told. */
import type { Fd } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { FramedSocket, type Message } from '../framed-socket.ts';

/** How a console is. */
export interface TestConsoleOptions {
  /** Wished modes; null is a screen that is not plugged in. Default: one of 800x600. */
  readonly modes?: readonly (readonly [width: number, height: number] | null)[];
  /** Bits of its protocol features; default EDID and DMABUF2, as QEMU. */
  readonly features?: number;
  /** EDIDs by screen, where it has the feature; default none: the question is not answered. */
  readonly edids?: readonly Uint8Array[];
  /** Answers nothing. */
  readonly silent?: boolean;
}

/** What a device told. */
export interface Told {
  readonly request: number;
  /** Header and payload. */
  readonly words: Uint32Array;
  readonly bytes: number;
  /** Descriptors that came with it; the console's owner closes them. */
  readonly fds: Fd[];
}

const G = p.VhostUserGpuRequest;

/** A console. */
export class TestConsole implements Disposable {
  readonly socket: FramedSocket;
  readonly messages: Told[] = [];
  /** What was asked and told so far, by name. */
  readonly names: string[] = [];
  isClosed = false;
  readonly #options: TestConsoleOptions;
  readonly #words = new Uint32Array(1024);
  #told: (() => void) | null = null;

  constructor(fd: Fd, options: TestConsoleOptions = {}) {
    this.#options = options;
    this.socket = new FramedSocket(fd, 64 << 20, {
      message: (message) => this.#message(message),
      closed: () => {
        this.isClosed = true;
        this.#told?.();
      },
    });
  }

  /** Waits until a message of this number has come, and takes it with those before it. */
  async until(request: number): Promise<Told> {
    for (;;) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#told = resolve;
      const found = this.messages.findIndex((message) => message.request === request);
      if (found >= 0) return this.messages.splice(0, found + 1)[found]!;
      if (this.isClosed) throw new Error('the console is closed');
      await promise;
    }
  }

  /** Sends an answer of this many bytes, whose words are in `words`. */
  answer(request: number, words: readonly number[], bytes = words.length * 4): void {
    this.#words.fill(0);
    this.#words.set([request, 4, bytes, ...words]);
    this.socket.send(this.#words, p.VhostUserHeaderWords * 4 + bytes);
  }

  [Symbol.dispose](): void {
    this.socket[Symbol.dispose]();
  }

  #message({ request, words, bytes, fds }: Message): void {
    this.messages.push({ request, words: words.slice(0, 3 + Math.ceil(bytes / 4)), bytes, fds: fds.splice(0) });
    this.names.push(Object.entries(G).find(([, number]) => number === request)?.[0] ?? String(request));
    if (this.#options.silent !== true) this.#reply(request, words);
    this.#told?.();
  }

  #reply(request: number, words: Uint32Array): void {
    const { modes = [[800, 600]], features = 3, edids } = this.#options;
    if (request === G.GET_PROTOCOL_FEATURES) this.answer(request, [features, 0]);
    else if (request === G.GET_DISPLAY_INFO) {
      const rows = modes.flatMap((mode) => (mode === null ? [0, 0, 0, 0, 0, 0] : [0, 0, ...mode, 1, 0]));
      this.answer(request, [p.VirtioGpuResponse.OK_DISPLAY_INFO, 0, 0, 0, 0, 0, ...rows], 408);
    } else if (request === G.GET_EDID) {
      const edid = edids?.[words[3]!];
      if (edid === undefined) return;
      this.answer(request, [p.VirtioGpuResponse.OK_EDID, 0, 0, 0, 0, 0, edid.length, 0, ...new Uint32Array(edid.slice().buffer)], 1056);
    }
  }
}
