import { closeFd, connectUnix, Errno, type Fd, NativeBuffer, receiveFds, send } from '@virglass/host-linux';
import { VtestCommand } from '@virglass/protocol';

/** A vtest client for tests: sends what it is told, byte for byte, and reads answers without blocking the event loop. */
export class TestClient implements Disposable {
  readonly socket: Fd;
  readonly #memory = NativeBuffer.allocate(1 << 20);
  #closed = false;

  constructor(path: string) {
    this.socket = connectUnix(path);
  }

  /** Sends bytes, waiting where the server does not read; false when the connection is gone. */
  async send(...parts: Uint8Array[]): Promise<boolean> {
    for (const part of parts) {
      for (let at = 0; at < part.length;) {
        const piece = part.subarray(at, at + this.#memory.byteLength);
        this.#memory.bytes.set(piece);
        const sent = send(this.socket, this.#memory.address, piece.length);
        if (sent >= 0) at += sent;
        else if (sent === -Errno.EAGAIN) await pause();
        else return false;
      }
    }
    return true;
  }

  /** Reads exactly that many bytes; null when the connection ends before. */
  async read(byteLength: number): Promise<Uint8Array | null> {
    const bytes = new Uint8Array(byteLength);
    for (let at = 0; at < byteLength;) {
      const fds: Fd[] = [];
      const received = receiveFds(this.socket, this.#memory.address, Math.min(byteLength - at, this.#memory.byteLength), fds);
      if (fds.length > 0) throw new Error('a descriptor came with bytes that should have none');
      if (received === -Errno.EAGAIN) await pause();
      else if (received <= 0) return null;
      else {
        bytes.set(this.#memory.bytes.subarray(0, received), at);
        at += received;
      }
    }
    return bytes;
  }

  /** Reads words; null when the connection ends before. */
  async words(count: number): Promise<number[] | null> {
    const bytes = await this.read(4 * count);
    return bytes === null ? null : [...new Uint32Array(bytes.buffer)];
  }

  /** Reads the byte that carries a descriptor, as Mesa does; null when it carries none, undefined when the connection ended. */
  async fd(): Promise<Fd | null | undefined> {
    for (;;) {
      const fds: Fd[] = [];
      const received = receiveFds(this.socket, this.#memory.address, 1, fds);
      if (received === -Errno.EAGAIN) await pause();
      else if (received <= 0) return undefined;
      else return fds[0] ?? null;
    }
  }

  /** True when the server closes the connection within a second, whatever it sends before. */
  async closes(): Promise<boolean> {
    for (let i = 0; i < 1000; i++) {
      const fds: Fd[] = [];
      const received = receiveFds(this.socket, this.#memory.address, 4096, fds);
      for (const fd of fds) closeFd(fd);
      if (received === -Errno.EAGAIN) await pause(1);
      else if (received <= 0) return true;
    }
    return false;
  }

  /** Introduces itself and agrees on a protocol version, the way Mesa does; returns the version. */
  async hello(version: number, name = 'test'): Promise<number> {
    await this.send(createRenderer(name), message(VtestCommand.PING_PROTOCOL_VERSION), busyWait(0, 0));
    const ping = await this.words(5);
    if (ping?.join() !== '0,10,1,7,0') throw new Error(`strange answer to the ping: ${ping?.join()}`);
    await this.send(message(VtestCommand.PROTOCOL_VERSION, version));
    return (await this.words(3))?.[2] ?? -1;
  }

  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.#closed = true;
    closeFd(this.socket);
    this.#memory[Symbol.dispose]();
  }
}

/** Lets the event loop run, for some milliseconds if asked. */
export function pause(milliseconds = 0): Promise<void> {
  return new Promise((resolve) => {
    if (milliseconds === 0) setImmediate(resolve);
    else setTimeout(resolve, milliseconds);
  });
}

/** A request of words. */
export function message(command: number, ...payload: number[]): Uint8Array {
  return announced(payload.length, command, ...payload);
}

/** A request whose header announces a length of its own. */
export function announced(length: number, command: number, ...payload: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.of(length, command, ...payload).buffer);
}

/** CREATE_RENDERER with a name and its zero byte. */
export function createRenderer(name: string): Uint8Array {
  const bytes = Buffer.from(`${name}\0`);
  return Buffer.concat([announced(bytes.length, VtestCommand.CREATE_RENDERER), bytes]);
}

/** RESOURCE_BUSY_WAIT. */
export function busyWait(handle: number, flags: number): Uint8Array {
  return message(VtestCommand.RESOURCE_BUSY_WAIT, handle, flags);
}

/** RESOURCE_CREATE2 of a 2D texture in format 67. */
export function createTexture(id: number, width: number, height: number, dataSize: number): Uint8Array {
  return message(VtestCommand.RESOURCE_CREATE2, id, 2, 67, 10, width, height, 1, 1, 0, 0, dataSize);
}

/** RESOURCE_CREATE2 of the buffer that stands for a fence. */
export function createFence(id: number): Uint8Array {
  return message(VtestCommand.RESOURCE_CREATE2, id, 0, 64, 0x20000, 8, 1, 1, 0, 0, 0, 8);
}

/** TRANSFER_GET2 of a whole 2D level. */
export function get2(id: number, width: number, height: number, offset = 0): Uint8Array {
  return message(VtestCommand.TRANSFER_GET2, id, 0, 0, 0, 0, width, height, 1, width * height * 4, offset);
}
