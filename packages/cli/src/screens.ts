/*
 * What a machine's screens show, for whoever asks: a display that keeps hold of each scanout's picture and reads it when a
 * screenshot is wanted.
 */
import { writeFileSync } from 'node:fs';
import { NativeBuffer } from '@virglass/host-linux';
import { type CursorPicture, type Display, isPictureFormat, type Picture, PIXEL_BYTES, type Rect, toBgrx } from '@virglass/virtio-gpu';
import { PNG } from 'pngjs';

interface Screen {
  picture: Picture | null;
  rect: Rect;
  /** How often something on it changed. */
  updates: number;
  cursor: CursorPicture | null;
  cursorX: number;
  cursorY: number;
}

/** What can be told about a screen. */
export interface ScreenState {
  /** 0 when it is off. */
  readonly width: number;
  readonly height: number;
  readonly updates: number;
  readonly cursor: { readonly x: number; readonly y: number; readonly visible: boolean };
}

const off: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** A display that can be photographed. */
export class Screens implements Display {
  readonly #screens = new Map<number, Screen>();

  /** Every screen that was ever used, by number. */
  get states(): ScreenState[] {
    const count = Math.max(-1, ...this.#screens.keys()) + 1;
    return Array.from({ length: count }, (_, i) => {
      const { rect, updates, cursor, cursorX, cursorY } = this.#screen(i);
      return { width: rect.width, height: rect.height, updates, cursor: { x: cursorX, y: cursorY, visible: cursor !== null } };
    });
  }

  scanout(scanout: number, rect: Rect, picture: Picture | null): void {
    const screen = this.#screen(scanout);
    screen.picture = picture;
    screen.rect = picture === null ? off : rect;
  }

  damage(scanout: number): void {
    this.#screen(scanout).updates++;
  }

  cursor(scanout: number, picture: CursorPicture | null, x: number, y: number): void {
    const screen = this.#screen(scanout);
    screen.cursor = picture;
    this.moveCursor(scanout, x, y);
  }

  moveCursor(scanout: number, x: number, y: number): void {
    const screen = this.#screen(scanout);
    screen.cursorX = x;
    screen.cursorY = y;
  }

  /**
   * Writes what a screen shows as a PNG.
   *
   * @param withCursor - draw the cursor where it is
   * @throws {Error} when the screen is off or its pixels cannot be read, or what the file system says
   */
  photograph(scanout: number, path: string, withCursor: boolean): void {
    const screen = this.#screens.get(scanout);
    if (screen === undefined || screen.picture === null) throw new Error(`screen ${scanout} shows nothing`);
    const { picture, rect } = screen;
    const stride = rect.width * PIXEL_BYTES;
    using buffer = NativeBuffer.allocate(stride * rect.height);
    if (!isPictureFormat(picture.format) || !picture.read(rect, buffer, 0, stride)) throw new Error(`screen ${scanout} cannot be read`);
    const png = new PNG({ width: rect.width, height: rect.height });
    const pixels = buffer.bytes.subarray(0, stride * rect.height);
    toBgrx(pixels, picture.format);
    if (withCursor) drawCursor(pixels, rect, screen);
    for (let i = 0; i < pixels.length; i += PIXEL_BYTES) {
      png.data[i] = pixels[i + 2]!;
      png.data[i + 1] = pixels[i + 1]!;
      png.data[i + 2] = pixels[i]!;
      png.data[i + 3] = 255;
    }
    writeFileSync(path, PNG.sync.write(png, { colorType: 2 }));
  }

  #screen(scanout: number): Screen {
    const known = this.#screens.get(scanout);
    if (known !== undefined) return known;
    const screen: Screen = { picture: null, rect: off, updates: 0, cursor: null, cursorX: 0, cursorY: 0 };
    this.#screens.set(scanout, screen);
    return screen;
  }
}

/** Lays the cursor (BGRA, premultiplied) over BGRX pixels. */
function drawCursor(pixels: Uint8Array, rect: Rect, { cursor, cursorX, cursorY }: Screen): void {
  if (cursor === null) return;
  for (let row = 0; row < cursor.height; row++) {
    const y = cursorY - cursor.hotY + row;
    if (y < 0 || y >= rect.height) continue;
    for (let column = 0; column < cursor.width; column++) {
      const x = cursorX - cursor.hotX + column;
      if (x < 0 || x >= rect.width) continue;
      const from = (row * cursor.width + column) * PIXEL_BYTES;
      const to = (y * rect.width + x) * PIXEL_BYTES;
      const through = 255 - cursor.pixels[from + 3]!;
      for (let c = 0; c < 3; c++) pixels[to + c] = Math.min(255, cursor.pixels[from + c]! + Math.round((pixels[to + c]! * through) / 255));
    }
  }
}
