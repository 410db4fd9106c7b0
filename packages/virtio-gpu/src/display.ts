/*
 * What a device shows, and to whom.
 *
 * The device knows which rectangle of which resource is on which scanout and what changed. Whoever shows it (a monitor's
 * console, a viewer, a file) is a `Display`. Pixels are not pushed: a display reads what it wants when it wants it, from the
 * scanout's picture, so that one that is slow or gone costs nothing.
 */
import type { HostMemory, SharedPicture } from './context-type.ts';

/** A rectangle in pixels, origin at the upper left. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The pixels of a resource that is on a scanout. */
export interface Picture {
  /** Size of the whole resource. */
  readonly width: number;
  readonly height: number;
  /** VirtioGpuFormat: the order of the bytes of a pixel. */
  readonly format: number;
  /**
   * Copies a rectangle, rows from top to bottom, four bytes a pixel in the order of `format`.
   *
   * @param offset - byte of `target` for the first pixel
   * @param stride - bytes from one row to the next in `target`
   * @returns false when the rectangle is not within the picture, does not fit, or the pixels are gone
   */
  read(rect: Rect, target: HostMemory, offset: number, stride: number): boolean;
  /**
   * Calls back, once and perhaps at once, when what was drawn so far can be read without waiting for the GPU; never when the guest is
   * reset before. Absent: reading never waits.
   */
  settled?(done: () => void): void;
  /**
   * Gives the pixels to whoever shows them as memory that other processes and devices can use; the descriptor is the caller's. Valid
   * as long as the picture is. Null, or absent: they have to be read.
   */
  share?(): SharedPicture | null;
}

/** A cursor picture: 64x64 pixels, BGRA. */
export interface CursorPicture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
}

/** Who shows a device's scanouts. */
export interface Display {
  /**
   * A scanout shows something else from now on.
   * @param rect - the part of the picture that is shown
   * @param picture - null: the scanout is off
   */
  scanout(scanout: number, rect: Rect, picture: Picture | null): void;
  /** Pixels of a scanout changed; the rectangle is relative to the scanout. */
  damage(scanout: number, rect: Rect): void;
  /** The cursor has another picture (null: none) and place. */
  cursor(scanout: number, picture: CursorPicture | null, x: number, y: number): void;
  /** The cursor moved. */
  moveCursor(scanout: number, x: number, y: number): void;
}

/** A display that shows nothing to nobody. */
export const noDisplay: Display = {
  scanout: () => undefined,
  damage: () => undefined,
  cursor: () => undefined,
  moveCursor: () => undefined,
};
