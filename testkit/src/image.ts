/* Pictures and their comparison. All pictures are 8-bit RGB, rows from top to bottom without padding. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PNG } from 'pngjs';

/** A picture: `rgb` holds width * height * 3 bytes. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Reads a binary PPM with 8 bits a channel. */
export function readPpm(path: string): Image {
  const file = readFileSync(path);
  const header = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(file.subarray(0, 64).toString('latin1'));
  if (!header) throw new Error(`${path}: not a binary PPM`);
  const [width, height] = [Number(header[1]), Number(header[2])];
  const rgb = new Uint8Array(file.subarray(header[0].length));
  if (rgb.length !== width * height * 3) throw new Error(`${path}: ${rgb.length} bytes of pixels for ${width}x${height}`);
  return { width, height, rgb };
}

/** Reads a PNG; alpha is dropped. */
export function readPng(path: string): Image {
  return readPngBytes(readFileSync(path));
}

/** Reads the bytes of a PNG; alpha is dropped. */
export function readPngBytes(bytes: Buffer): Image {
  const png = PNG.sync.read(bytes);
  const rgb = new Uint8Array(png.width * png.height * 3);
  for (let i = 0, o = 0; o < rgb.length; i += 4, o += 3) rgb.set(png.data.subarray(i, i + 3), o);
  return { width: png.width, height: png.height, rgb };
}

/** Writes a PNG, making the folder when needed. */
export function writePng(path: string, image: Image): void {
  const png = new PNG({ width: image.width, height: image.height });
  for (let i = 0, o = 0; i < image.rgb.length; i += 3, o += 4) {
    png.data.set(image.rgb.subarray(i, i + 3), o);
    png.data[o + 3] = 255;
  }
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, PNG.sync.write(png));
}

/** Result of a comparison. */
export interface ImageDifference {
  /** Largest difference of one channel, 0 to 255; 255 when the sizes differ. */
  readonly maxDelta: number;
  /** Number of pixels with a channel that differs by more than the tolerance. */
  readonly over: number;
  /** `over` as a share of all pixels, 0 to 1. */
  readonly overShare: number;
  /** Peak signal-to-noise ratio in dB; Infinity for equal pictures. */
  readonly psnr: number;
  /** True when the pictures have different sizes; then nothing else was compared. */
  readonly sizeDiffers: boolean;
}

/** Compares two pictures; a channel may differ by `tolerance` before its pixel counts. */
export function compareImages(a: Image, b: Image, tolerance = 0): ImageDifference {
  const pixels = a.width * a.height;
  if (a.width !== b.width || a.height !== b.height) return { maxDelta: 255, over: pixels, overShare: 1, psnr: 0, sizeDiffers: true };
  let maxDelta = 0;
  let over = 0;
  let squares = 0;
  for (let i = 0; i < a.rgb.length; i += 3) {
    let worst = 0;
    for (let c = i; c < i + 3; c++) {
      const delta = Math.abs((a.rgb[c] as number) - (b.rgb[c] as number));
      squares += delta * delta;
      if (delta > worst) worst = delta;
    }
    if (worst > maxDelta) maxDelta = worst;
    if (worst > tolerance) over++;
  }
  const mean = squares / a.rgb.length;
  return {
    maxDelta,
    over,
    overShare: over / pixels,
    psnr: mean === 0 ? Infinity : 10 * Math.log10((255 * 255) / mean),
    sizeDiffers: false,
  };
}

/** One line about a comparison, for test messages. */
export function describeDifference(difference: ImageDifference): string {
  if (difference.sizeDiffers) return 'sizes differ';
  const { maxDelta, over, overShare, psnr } = difference;
  return `max channel delta ${maxDelta}, ${over} pixels over tolerance (${(overShare * 100).toFixed(3)} %), PSNR ${psnr.toFixed(1)} dB`;
}

/** A picture of where two pictures of the same size differ: white where equal, red by the largest difference, amplified. */
export function differenceImage(a: Image, b: Image): Image {
  const rgb = new Uint8Array(a.rgb.length).fill(255);
  if (a.rgb.length === b.rgb.length) {
    for (let i = 0; i < rgb.length; i += 3) {
      let worst = 0;
      for (let c = i; c < i + 3; c++) worst = Math.max(worst, Math.abs((a.rgb[c] as number) - (b.rgb[c] as number)));
      if (worst === 0) continue;
      const left = Math.max(0, 180 - worst * 4);
      rgb[i + 1] = left;
      rgb[i + 2] = left;
    }
  }
  return { width: a.width, height: a.height, rgb };
}

/** Number of different colours, counted up to `limit`: a blank or broken picture has few. */
export function countColors(image: Image, limit = 1000): number {
  const colors = new Set<number>();
  for (let i = 0; i < image.rgb.length && colors.size < limit; i += 3) {
    colors.add(((image.rgb[i] as number) << 16) | ((image.rgb[i + 1] as number) << 8) | (image.rgb[i + 2] as number));
  }
  return colors.size;
}
