/*
 * The display socket of vhost-user-gpu: how a monitor's own console (VNC, SPICE, screendump) shows our scanouts.
 *
 * The device sends, the monitor answers two questions: which modes are wished, and which protocol features it has. Pixels go
 * as BGRX rectangles. A monitor that does not read is not waited for: damage is joined until the socket is empty again, and
 * then one rectangle with what the scanout shows at that time is sent.
 */
import type { Fd } from '@virglass/host-linux';
import { NativeBuffer } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { type CursorPicture, type Display, type Logger, type Picture, type Rect, type ScreenMode, toBgrx } from '@virglass/virtio-gpu';
import { FramedSocket, type Message } from './framed-socket.ts';

const { VhostUserGpuRequest: G } = p;

/** Payload of the longest answer: OK_EDID with its header. */
const maxPayload = 4096;
/** Bytes of an UPDATE before its pixels. */
const updateBytes = (p.VhostUserHeaderWords + p.VhostUserGpuUpdateMinLength) * 4;
/** Unsent bytes from which on damage is joined instead of sent. */
const congestedBytes = 1 << 20;
const cursorPixels = 64 * 64;

interface Screen {
  picture: Picture | null;
  rect: Rect;
  damage: Rect | null;
}

/** A monitor's console. */
export class DisplaySocket implements Display, Disposable {
  readonly #socket: FramedSocket;
  readonly #log: Logger;
  readonly #words = new Uint32Array(16);
  readonly #floats = new Float32Array(this.#words.buffer);
  readonly #screens: Screen[];
  /** Who waits for the answer to GET_DISPLAY_INFO, oldest first. */
  readonly #waiting: ((modes: (ScreenMode | null)[] | null) => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | null = null;

  /**
   * @param fd - taken over
   * @param closed - the monitor is gone
   */
  constructor(fd: Fd, scanouts: number, log: Logger, closed: () => void) {
    this.#log = log;
    this.#screens = Array.from({ length: scanouts }, () => ({ picture: null, rect: empty, damage: null }));
    this.#socket = new FramedSocket(fd, maxPayload, {
      message: (message) => this.#message(message),
      closed: (reason) => {
        if (reason !== '') log.warn(`display: ${reason}`);
        this.#forget();
        closed();
      },
    });
    this.#send(p.encodeVhostUserGpuGetProtocolFeatures(this.#words, this.#floats, 0));
  }

  /** Asks for the wished modes; `done` gets null when the monitor is gone. */
  askScreens(done: (modes: (ScreenMode | null)[] | null) => void): void {
    if (!this.#socket.isOpen) {
      done(null);
      return;
    }
    this.#waiting.push(done);
    this.#send(p.encodeVhostUserGpuGetDisplayInfo(this.#words, this.#floats, 0));
  }

  scanout(scanoutId: number, rect: Rect, picture: Picture | null): void {
    const screen = this.#screens[scanoutId]!;
    screen.picture = picture;
    screen.rect = rect;
    screen.damage = null;
    const { width, height } = picture === null ? empty : rect;
    this.#send(p.encodeVhostUserGpuScanout(this.#words, this.#floats, 0, { scanoutId, width, height }));
  }

  damage(scanoutId: number, rect: Rect): void {
    const screen = this.#screens[scanoutId]!;
    screen.damage = screen.damage === null ? rect : union(screen.damage, rect);
    this.#update(scanoutId);
  }

  cursor(scanoutId: number, picture: CursorPicture | null, x: number, y: number): void {
    if (picture === null) {
      this.#send(p.encodeVhostUserGpuCursorPosHide(this.#words, this.#floats, 0, { scanoutId, x, y }));
      return;
    }
    const words = new Uint32Array(p.VhostUserHeaderWords + p.VhostUserGpuCursorUpdateLength);
    const data = new Uint32Array(picture.pixels.slice(0, cursorPixels * 4).buffer);
    const args = { scanoutId, x, y, hotX: picture.hotX, hotY: picture.hotY, data };
    this.#socket.send(words, p.encodeVhostUserGpuCursorUpdate(words, new Float32Array(words.buffer), 0, args) * 4);
  }

  moveCursor(scanoutId: number, x: number, y: number): void {
    this.#send(p.encodeVhostUserGpuCursorPos(this.#words, this.#floats, 0, { scanoutId, x, y }));
  }

  [Symbol.dispose](): void {
    this.#forget();
    this.#socket[Symbol.dispose]();
  }

  #forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const done of this.#waiting.splice(0)) done(null);
  }

  #send(end: number): void {
    this.#socket.send(this.#words, end * 4);
  }

  /** Sends what changed on a scanout, or looks again soon when the monitor is behind. */
  #update(scanoutId: number): void {
    const screen = this.#screens[scanoutId]!;
    const { damage, picture, rect } = screen;
    if (damage === null || picture === null) return;
    if (this.#socket.unsent > congestedBytes) {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        for (let i = 0; i < this.#screens.length; i++) this.#update(i);
      }, retryMilliseconds);
      return;
    }
    screen.damage = null;
    const bytes = updateBytes + damage.width * damage.height * 4;
    const buffer = NativeBuffer.allocate(bytes);
    const from = { x: rect.x + damage.x, y: rect.y + damage.y, width: damage.width, height: damage.height };
    if (!picture.read(from, buffer, updateBytes, damage.width * 4)) {
      this.#log.debug(`display: ${damage.width}x${damage.height} pixels of scanout ${scanoutId} could not be read`);
      buffer[Symbol.dispose]();
      return;
    }
    toBgrx(buffer.bytes.subarray(updateBytes, bytes), picture.format);
    p.encodeVhostUserGpuUpdate(buffer.words, this.#floats, 0, { scanoutId, ...damage, data: noBytes });
    buffer.words[2] = bytes - p.VhostUserHeaderWords * 4;
    this.#socket.sendBuffer(buffer, bytes);
  }

  #message({ request, words, bytes }: Message): void {
    switch (request) {
      case G['GET_PROTOCOL_FEATURES']: {
        // EDIDs are made here, from the modes that are asked for.
        this.#send(p.encodeVhostUserGpuSetProtocolFeatures(this.#words, this.#floats, 0, { valueLo: 0, valueHi: 0 }));
        return;
      }
      case G['GET_DISPLAY_INFO']: {
        const done = this.#waiting.shift();
        done?.(modesOf(words, bytes));
        return;
      }
      case G['DMABUF_UPDATE']:
        return;
      default:
        this.#log.warn(`display: unexpected message ${request} of ${bytes} bytes`);
    }
  }
}

const empty: Rect = { x: 0, y: 0, width: 0, height: 0 };
const noBytes = new Uint8Array(0);
const retryMilliseconds = 10;

function union(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

/** The modes in an OK_DISPLAY_INFO response, header included; null when it is none. */
function modesOf(words: Uint32Array, bytes: number): (ScreenMode | null)[] | null {
  const modeWords = 6;
  const at = p.VhostUserHeaderWords;
  if (bytes < (p.VirtioGpuHeaderWords + modeWords * p.VirtioGpuMaxScanouts) * 4) return null;
  if (p.virtioGpuCtrlHdrType(words, at) !== p.VirtioGpuResponse.OK_DISPLAY_INFO) return null;
  return Array.from({ length: p.VirtioGpuMaxScanouts }, (_, i) => {
    const enabled = p.virtioGpuOkDisplayInfoPmodesEnabled(words, at, i);
    const width = p.virtioGpuOkDisplayInfoPmodesWidth(words, at, i);
    const height = p.virtioGpuOkDisplayInfoPmodesHeight(words, at, i);
    return enabled === 0 || width === 0 || height === 0 ? null : { width, height };
  });
}
