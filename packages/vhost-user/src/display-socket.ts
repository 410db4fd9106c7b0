/*
 * The display socket of vhost-user-gpu: how a monitor's own console (VNC, SPICE, screendump) shows our scanouts.
 *
 * The device asks two questions (which modes are wished, which EDID a screen has) and tells the rest. A monitor is a process like
 * another: it may be slow, stop reading for as long as its machine is paused, or never answer. So nothing here is a queue that
 * it could make grow. What is to be told is kept as state: for each screen its size, the rectangle that changed since, and the
 * cursor; what the monitor has not been told is sent when its socket is empty, as it is then. Questions are answered for it when
 * their time is over.
 *
 * Pixels go as BGRX rectangles, at most as often as a screen can show them, and are read only when the GPU has drawn them, so
 * that a guest's next commands never wait for a picture that is being shown. A picture that the host's OpenGL can export goes
 * as a DMA buffer instead, where the monitor takes one; then the monitor answers each change when it has shown it.
 */
import { closeFd, type Fd, NativeBuffer } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { type CursorPicture, type Display, type Logger, type Picture, type Rect, type ScreenMode, toBgrx } from '@virglass/virtio-gpu';
import { FramedSocket, type Message } from './framed-socket.ts';
import { consoleAnswerMilliseconds, frameMilliseconds, maxConsoleQuestions, pushMilliseconds, stripBytes } from './limits.ts';

const { VhostUserGpuRequest: G, VhostUserGpuProtocolFeature: F } = p;

/** Payload of the longest answer: OK_EDID with its header. */
const maxPayload = 4096;
/** Bytes of an UPDATE before its pixels. */
const updateBytes = (p.VhostUserHeaderWords + p.VhostUserGpuUpdateMinLength) * 4;
const cursorPixels = 64 * 64;
const empty: Rect = { x: 0, y: 0, width: 0, height: 0 };
const noBytes = new Uint8Array(0);

/** DRM formats with an alpha channel, which screens have no use for, and the same without. */
const opaque: ReadonlyMap<number, number> = new Map(
  (
    [
      ['AR24', 'XR24'],
      ['AB24', 'XB24'],
      ['RA24', 'RX24'],
      ['BA24', 'BX24'],
    ] as const
  ).map(([alpha, none]) => [fourccOf(alpha), fourccOf(none)]),
);
/** DMABUF_SCANOUT: memory row 0 is the uppermost. */
const TOP_FIRST = 1;

/** Gets the answer to a question: the response of virtio-gpu behind a header of the socket; null when there is none. */
type Answered = (words: Uint32Array | null, bytes: number) => void;

interface Question {
  readonly request: number;
  /** Null: it is answered; what the monitor still says to it is thrown away. */
  answered: Answered | null;
  timer: ReturnType<typeof setTimeout> | null;
  send: () => void;
}

/** A screen: what is on it, and what the monitor knows of that. */
class Screen {
  picture: Picture | null = null;
  rect: Rect = empty;
  /** Another picture is on it than the monitor was shown. */
  changed = false;
  /** Size that the monitor was told; 0: none, or it was shown a DMA buffer. */
  toldWidth = 0;
  toldHeight = 0;
  /** The monitor has the picture as a DMA buffer. */
  shared = false;
  damage: Rect | null = null;
  /** 'drawing': waits for the GPU; 'shown': waits for the monitor to say that it has shown a change. */
  step: 'idle' | 'drawing' | 'shown' = 'idle';
  /** Grows when nobody waits for the GPU any more. */
  life = 0;
  /** When pixels were last sent; -Infinity: what is left of a picture that goes in parts may follow at once. */
  sentAt = -Infinity;
  cursor: CursorPicture | null = null;
  cursorX = 0;
  cursorY = 0;
  /** What of the cursor the monitor has not been told. */
  cursorChange: 'none' | 'place' | 'picture' = 'none';
}

/** A monitor's console. */
export class DisplaySocket implements Display, Disposable {
  readonly #socket: FramedSocket;
  readonly #log: Logger;
  readonly #words = new Uint32Array(32);
  readonly #floats = new Float32Array(this.#words.buffer);
  readonly #screens: readonly Screen[];
  readonly #shares: boolean;
  /** Questions in the order in which they were sent, answered or not. */
  #questions: Question[] = [];
  /** Questions that wait until the monitor has said which features it has. */
  #early: Question[] = [];
  /** Features that hold; null until the monitor has told. */
  #features: number | null = null;
  /** Nobody can wait for answers now. */
  #hurried = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Memory of the last picture, to be used again. */
  #spare: NativeBuffer | null = null;

  /**
   * @param fd - taken over
   * @param shares - pictures go as DMA buffers where they can
   * @param closed - the monitor is gone
   */
  constructor(fd: Fd, scanouts: number, shares: boolean, log: Logger, closed: () => void) {
    this.#log = log;
    this.#shares = shares;
    this.#screens = Array.from({ length: scanouts }, () => new Screen());
    this.#socket = new FramedSocket(fd, maxPayload, {
      message: (message) => this.#message(message),
      drained: () => this.#tell(),
      closed: (reason) => {
        if (reason !== '') log.warn(`display: ${reason}`);
        this.#forget();
        closed();
      },
    });
    this.#send(p.encodeVhostUserGpuGetProtocolFeatures(this.#words, this.#floats, 0));
  }

  /**
   * Asks for the wished modes. `done` is called once, with null when the monitor does not say in time.
   * @returns false when it cannot be asked
   */
  askScreens(done: (modes: (ScreenMode | null)[] | null) => void): boolean {
    return this.#ask(
      G.GET_DISPLAY_INFO,
      (words, bytes) => done(words === null ? null : modesOf(words, bytes)),
      () => this.#send(p.encodeVhostUserGpuGetDisplayInfo(this.#words, this.#floats, 0)),
    );
  }

  /**
   * Asks for the EDID of a screen. `done` is called once, with null when the monitor has none or does not say in time.
   * @returns false when it cannot be asked
   */
  askEdid(scanoutId: number, done: (edid: Uint8Array | null) => void): boolean {
    return this.#ask(
      G.GET_EDID,
      (words, bytes) => done(words === null ? null : edidOf(words, bytes)),
      () => this.#send(p.encodeVhostUserGpuGetEdid(this.#words, this.#floats, 0, { scanoutId })),
    );
  }

  /** Answers every question that pends with null: whoever waits for it can wait no longer. */
  answerNow(): void {
    this.#hurried = true;
    for (const question of [...this.#early.splice(0), ...this.#questions]) answer(question, null, 0);
    this.#hurried = false;
  }

  scanout(scanout: number, rect: Rect, picture: Picture | null): void {
    const screen = this.#screens[scanout]!;
    screen.picture = picture;
    screen.rect = picture === null ? empty : rect;
    screen.changed = true;
    screen.damage = picture === null ? null : { x: 0, y: 0, width: rect.width, height: rect.height };
    // What is new on a screen is shown with the flush that follows, or soon when none does. A screen goes off at once.
    if (picture !== null) {
      this.#soon(frameMilliseconds);
      return;
    }
    screen.life++;
    screen.step = 'idle';
    this.#tell();
  }

  damage(scanout: number, rect: Rect): void {
    const screen = this.#screens[scanout]!;
    screen.damage = screen.damage === null ? rect : union(screen.damage, rect);
    this.#tell();
  }

  cursor(scanout: number, picture: CursorPicture | null, x: number, y: number): void {
    const screen = this.#screens[scanout]!;
    screen.cursor = picture;
    screen.cursorX = x;
    screen.cursorY = y;
    screen.cursorChange = 'picture';
    this.#tell();
  }

  moveCursor(scanout: number, x: number, y: number): void {
    const screen = this.#screens[scanout]!;
    screen.cursorX = x;
    screen.cursorY = y;
    if (screen.cursorChange === 'none') screen.cursorChange = 'place';
    this.#tell();
  }

  [Symbol.dispose](): void {
    this.#forget();
    this.#socket[Symbol.dispose]();
  }

  #forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.answerNow();
    this.#questions = [];
    for (const screen of this.#screens) screen.picture = null;
    this.#spare?.[Symbol.dispose]();
    this.#spare = null;
  }

  #send(end: number, fds: readonly Fd[] = []): void {
    this.#socket.send(this.#words, end * 4, fds);
  }

  #ask(request: number, answered: Answered, send: () => void): boolean {
    const early = request === G.GET_EDID && this.#features === null;
    if (request === G.GET_EDID && !early && !this.#has(F.EDID)) return false;
    if (this.#hurried || !this.#socket.isOpen || this.#questions.length + this.#early.length >= maxConsoleQuestions) return false;
    const question: Question = { request, answered, timer: null, send };
    question.timer = setTimeout(() => answer(question, null, 0), consoleAnswerMilliseconds);
    if (early) this.#early.push(question);
    else {
      this.#questions.push(question);
      send();
    }
    return true;
  }

  #has(feature: number): boolean {
    return this.#features !== null && (this.#features & (1 << feature)) !== 0;
  }

  /** Looks again after a time, or earlier when that was wished before. */
  #soon(milliseconds: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#tell();
    }, milliseconds);
  }

  /** Tells the monitor what it does not know yet, as far as its socket takes it. */
  #tell(): void {
    for (let i = 0; i < this.#screens.length; i++) {
      if (this.#socket.unsent > 0 || !this.#socket.isOpen) return;
      const screen = this.#screens[i]!;
      if (screen.cursorChange !== 'none') this.#tellCursor(i, screen);
      if (screen.changed && screen.picture === null) this.#tellOff(i, screen);
      else if (screen.damage !== null && screen.step === 'idle') this.#update(i, screen);
    }
  }

  #tellCursor(scanoutId: number, screen: Screen): void {
    const { cursor, cursorX: x, cursorY: y } = screen;
    const picture = screen.cursorChange === 'picture';
    screen.cursorChange = 'none';
    if (cursor === null) {
      // One that is hidden moves unseen.
      if (picture) this.#send(p.encodeVhostUserGpuCursorPosHide(this.#words, this.#floats, 0, { scanoutId, x, y }));
    } else if (picture) {
      const words = new Uint32Array(p.VhostUserHeaderWords + p.VhostUserGpuCursorUpdateLength);
      const data = new Uint32Array(cursor.pixels.slice(0, cursorPixels * 4).buffer);
      const args = { scanoutId, x, y, hotX: cursor.hotX, hotY: cursor.hotY, data };
      this.#socket.send(words, p.encodeVhostUserGpuCursorUpdate(words, new Float32Array(words.buffer), 0, args) * 4);
    } else this.#send(p.encodeVhostUserGpuCursorPos(this.#words, this.#floats, 0, { scanoutId, x, y }));
  }

  #tellOff(scanoutId: number, screen: Screen): void {
    screen.changed = false;
    screen.damage = null;
    screen.toldWidth = 0;
    screen.toldHeight = 0;
    screen.shared = false;
    this.#send(p.encodeVhostUserGpuScanout(this.#words, this.#floats, 0, { scanoutId, width: 0, height: 0 }));
  }

  /** Shows what changed on a screen: in its time, and when the GPU has drawn it. */
  #update(scanoutId: number, screen: Screen): void {
    const wait = screen.sentAt + frameMilliseconds - performance.now();
    if (wait > 0) {
      this.#soon(wait);
      return;
    }
    const { picture } = screen;
    if (picture?.settled === undefined) {
      this.#show(scanoutId, screen);
      return;
    }
    screen.step = 'drawing';
    const { life } = screen;
    picture.settled(() => {
      if (life !== screen.life) return;
      screen.step = 'idle';
      // The guest may show another picture by now. It is drawn as well: a guest shows what is done.
      if (this.#socket.unsent === 0) this.#show(scanoutId, screen);
    });
  }

  #show(scanoutId: number, screen: Screen): void {
    const { damage, picture, rect } = screen;
    if (damage === null || picture === null || !this.#socket.isOpen) return;
    if (screen.changed) screen.shared = this.#share(scanoutId, screen, picture);
    if (screen.shared) {
      this.#tellShared(scanoutId, screen, damage);
      return;
    }
    // As many rows as fit into one message.
    const height = Math.min(damage.height, Math.max(1, Math.floor(stripBytes / (damage.width * 4))));
    const part = { x: damage.x, y: damage.y, width: damage.width, height };
    screen.damage = height === damage.height ? null : { ...damage, y: damage.y + height, height: damage.height - height };
    screen.sentAt = screen.damage === null ? performance.now() : -Infinity;
    const bytes = updateBytes + part.width * part.height * 4;
    const buffer = this.#buffer(bytes);
    if (!picture.read({ ...part, x: rect.x + part.x, y: rect.y + part.y }, buffer, updateBytes, part.width * 4)) {
      this.#log.debug(`display: ${part.width}x${part.height} pixels of scanout ${scanoutId} could not be read`);
      buffer[Symbol.dispose]();
      return;
    }
    if (screen.changed) this.#tellSize(scanoutId, screen);
    toBgrx(buffer.bytes.subarray(updateBytes, bytes), picture.format);
    p.encodeVhostUserGpuUpdate(buffer.words, this.#floats, 0, { scanoutId, ...part, data: noBytes });
    buffer.words[2] = bytes - p.VhostUserHeaderWords * 4;
    this.#socket.sendBuffer(buffer, bytes, [], () => this.#keep(buffer));
    // A monitor that has begun to read a picture reads on until it has it, and lets its machine wait for that.
    this.#socket.push(pushMilliseconds);
    if (screen.damage !== null) this.#soon(0);
  }

  /** Shows a picture as a DMA buffer; false where that cannot be. */
  #share(scanoutId: number, screen: Screen, picture: Picture): boolean {
    const shared = this.#shares ? (picture.share?.() ?? null) : null;
    if (shared === null) return false;
    const { fourcc, strideBytes, modifierLow, modifierHigh } = shared;
    const fd = shared.fd as Fd;
    // Without the feature nothing can be said about the arrangement: it has to be rows of pixels.
    const linear = modifierLow === 0 && modifierHigh === 0;
    if (!linear && !this.#has(F.DMABUF2)) {
      closeFd(fd);
      return false;
    }
    const args = {
      ...{ scanoutId, ...screen.rect, fdWidth: picture.width, fdHeight: picture.height, fdStride: strideBytes },
      ...{ fdFlags: TOP_FIRST, fourcc: opaque.get(fourcc) ?? fourcc, modifierLo: modifierLow, modifierHi: modifierHigh },
    };
    const encode = this.#has(F.DMABUF2) ? p.encodeVhostUserGpuDmabufScanout2 : p.encodeVhostUserGpuDmabufScanout;
    const buffer = NativeBuffer.allocate(this.#words.byteLength);
    const bytes = encode(buffer.words, this.#floats, 0, args) * 4;
    this.#socket.sendBuffer(buffer, bytes, [fd], () => {
      buffer[Symbol.dispose]();
      closeFd(fd);
    });
    screen.changed = false;
    screen.toldWidth = 0;
    screen.toldHeight = 0;
    return true;
  }

  /** Says what changed in a DMA buffer; the next change is told when this one was shown. */
  #tellShared(scanoutId: number, screen: Screen, damage: Rect): void {
    screen.damage = null;
    screen.sentAt = performance.now();
    screen.step = 'shown';
    const { life } = screen;
    const shown: Answered = () => {
      if (life !== screen.life) return;
      screen.step = 'idle';
      this.#tell();
    };
    const send = (): void => this.#send(p.encodeVhostUserGpuDmabufUpdate(this.#words, this.#floats, 0, { scanoutId, ...damage }));
    if (this.#ask(G.DMABUF_UPDATE, shown, send)) return;
    screen.damage = damage;
    screen.step = 'idle';
  }

  #tellSize(scanoutId: number, screen: Screen): void {
    const { width, height } = screen.rect;
    screen.changed = false;
    if (width === screen.toldWidth && height === screen.toldHeight) return;
    screen.toldWidth = width;
    screen.toldHeight = height;
    this.#send(p.encodeVhostUserGpuScanout(this.#words, this.#floats, 0, { scanoutId, width, height }));
  }

  /** Memory for a message with pixels. */
  #buffer(bytes: number): NativeBuffer {
    const spare = this.#spare;
    this.#spare = null;
    if (spare !== null && spare.byteLength >= bytes) return spare;
    spare?.[Symbol.dispose]();
    return NativeBuffer.allocate(bytes);
  }

  /** Keeps the memory of a message that has left, for the next one. */
  #keep(buffer: NativeBuffer): void {
    if (this.#spare === null && this.#socket.isOpen) this.#spare = buffer;
    else buffer[Symbol.dispose]();
  }

  #message({ request, words, bytes }: Message): void {
    switch (request) {
      case G.GET_PROTOCOL_FEATURES:
        this.#agree(bytes >= 8 ? p.vhostUserGpuGetProtocolFeaturesReplyValueLo(words, 0) : 0);
        return;
      case G.GET_DISPLAY_INFO:
      case G.GET_EDID:
      case G.DMABUF_UPDATE: {
        const i = this.#questions.findIndex((question) => question.request === request);
        if (i >= 0) answer(this.#questions.splice(i, 1)[0]!, words, bytes);
        return;
      }
      default:
        this.#log.warn(`display: unexpected message ${request} of ${bytes} bytes`);
    }
  }

  #agree(offered: number): void {
    if (this.#features !== null) return;
    this.#features = offered & ((1 << F.EDID) | (this.#shares ? 1 << F.DMABUF2 : 0));
    const valueLo = this.#features;
    this.#send(p.encodeVhostUserGpuSetProtocolFeatures(this.#words, this.#floats, 0, { valueLo, valueHi: 0 }));
    for (const question of this.#early.splice(0)) {
      if (question.answered === null) continue;
      if (!this.#has(F.EDID)) answer(question, null, 0);
      else {
        this.#questions.push(question);
        question.send();
      }
    }
  }
}

function answer(question: Question, words: Uint32Array | null, bytes: number): void {
  if (question.timer !== null) clearTimeout(question.timer);
  question.timer = null;
  const { answered } = question;
  question.answered = null;
  answered?.(words, bytes);
}

/** A DRM format of its four letters. */
function fourccOf(letters: string): number {
  return [...letters].reduce((sum, letter, i) => sum + letter.charCodeAt(0) * 2 ** (8 * i), 0);
}

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

/** The bytes in an OK_EDID response, header included; null when it is none. */
function edidOf(words: Uint32Array, bytes: number): Uint8Array | null {
  const at = p.VhostUserHeaderWords;
  const before = (p.VirtioGpuHeaderWords + 2) * 4;
  if (bytes < before || p.virtioGpuCtrlHdrType(words, at) !== p.VirtioGpuResponse.OK_EDID) return null;
  const size = p.virtioGpuOkEdidSize(words, at);
  // A block has 128 bytes.
  if (size === 0 || size % 128 !== 0 || before + size > bytes) return null;
  return new Uint8Array(words.buffer, words.byteOffset + at * 4 + before, size).slice();
}
