import { readPicture } from '@virglass/guest';
import { PNG } from 'pngjs';
import type { PageContext } from './page.ts';

/** What a canvas shows: rows of RGBA, the highest first. */
export interface CanvasPicture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Buffer;
}

/** Reads what a context has drawn. */
export function readCanvas(gl: PageContext): CanvasPicture {
  const { width, height, data } = readPicture(gl);
  const rgba = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (gl.getContextAttributes()?.premultipliedAlpha === true) divideByAlpha(rgba);
  return { width, height, rgba };
}

/** A picture as a PNG file's bytes. */
export function encodePng({ width, height, rgba }: CanvasPicture): Buffer {
  const png = new PNG({ width, height });
  png.data = rgba;
  return PNG.sync.write(png);
}

/** Pages hold colors multiplied by their alpha, picture files do not. */
function divideByAlpha(rgba: Buffer): void {
  for (let i = 0; i < rgba.length; i += 4) {
    const alpha = rgba[i + 3]!;
    if (alpha === 255 || alpha === 0) continue;
    for (let channel = i; channel < i + 3; channel++) rgba[channel] = Math.min(255, Math.round((rgba[channel]! * 255) / alpha));
  }
}
