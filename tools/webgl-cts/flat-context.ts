/*
 * As much of a 2D context as conformance tests use to hold pictures: whole texels, rectangles of one color, pictures over pictures.
 */
import type { HeadlessCanvas } from '@virglass/guest';

/** A picture's texels from the top, as `ImageData` has them. */
interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** What can be drawn into a 2D context: rows of RGBA bytes from the top, not multiplied with alpha. */
interface Drawable {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

/** See above. */
export class FlatContext {
  readonly canvas: HeadlessCanvas;
  fillStyle = '#000000';
  #pixels = new Uint8ClampedArray(0);

  constructor(canvas: HeadlessCanvas) {
    this.canvas = canvas;
  }

  get pixels(): Uint8ClampedArray {
    const size = this.canvas.width * this.canvas.height * 4;
    if (this.#pixels.length !== size) this.#pixels = new Uint8ClampedArray(size);
    return this.#pixels;
  }

  createImageData(width: number, height: number): Picture {
    return { width, height, data: new Uint8ClampedArray(width * height * 4) };
  }

  getImageData(x: number, y: number, width: number, height: number): Picture {
    const out = this.createImageData(width, height);
    for (let row = 0; row < height; row++) {
      const at = ((y + row) * this.canvas.width + x) * 4;
      out.data.set(this.pixels.subarray(at, at + width * 4), row * width * 4);
    }
    return out;
  }

  putImageData(picture: Picture, x: number, y: number): void {
    for (let row = 0; row < picture.height; row++) {
      const from = row * picture.width * 4;
      this.pixels.set(picture.data.subarray(from, from + picture.width * 4), ((y + row) * this.canvas.width + x) * 4);
    }
  }

  clearRect(x: number, y: number, width: number, height: number): void {
    this.#fill(x, y, width, height, [0, 0, 0, 0]);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const [r = 0, g = 0, b = 0, a = 255] = colorOf(this.fillStyle);
    if (a === 255) this.#fill(x, y, width, height, [r, g, b, a]);
    else this.drawImage({ width: 1, height: 1, data: [r, g, b, a] }, x, y, width, height);
  }

  /** Draws a picture, or the part of it that the first four numbers of eight say, over what is there; sizes are changed by leaving out or repeating texels. */
  drawImage(image: unknown, ...numbers: readonly number[]): void {
    const { width, height, data } = image as Drawable;
    const part = numbers.length >= 8 ? numbers.slice(0, 4) : [0, 0, width, height];
    const [sx = 0, sy = 0, sw = 0, sh = 0] = part;
    const [x = 0, y = 0, dw = width, dh = height] = numbers.slice(numbers.length >= 8 ? 4 : 0);
    const { width: w, height: h } = this.canvas;
    const { pixels } = this;
    for (let row = Math.max(0, Math.round(y)); row < Math.min(h, Math.round(y + dh)); row++) {
      for (let column = Math.max(0, Math.round(x)); column < Math.min(w, Math.round(x + dw)); column++) {
        const u = Math.floor(sx + ((column + 0.5 - x) * sw) / dw);
        const v = Math.floor(sy + ((row + 0.5 - y) * sh) / dh);
        if (u < 0 || v < 0 || u >= width || v >= height) continue;
        over(pixels, (row * w + column) * 4, data, (v * width + u) * 4);
      }
    }
  }

  // Paths and texts are not drawn.
  beginPath(): void {}
  fill(): void {}
  stroke(): void {}
  fillText(): void {}

  #fill(x: number, y: number, width: number, height: number, color: readonly number[]): void {
    const { width: w, height: h } = this.canvas;
    const { pixels } = this;
    const [left, right] = [Math.max(0, Math.round(x)), Math.min(w, Math.round(x + width))];
    for (let row = Math.max(0, Math.round(y)); row < Math.min(h, Math.round(y + height)); row++)
      for (let column = left; column < right; column++) pixels.set(color, (row * w + column) * 4);
  }
}

/** Puts a texel over another. */
function over(to: Uint8ClampedArray, at: number, from: ArrayLike<number>, index: number): void {
  const alpha = from[index + 3]! / 255;
  if (alpha === 0) return;
  const under = (to[at + 3]! / 255) * (1 - alpha);
  const sum = alpha + under;
  for (let i = 0; i < 3; i++) to[at + i] = (from[index + i]! * alpha + to[at + i]! * under) / sum;
  to[at + 3] = sum * 255;
}

const colors: Readonly<Record<string, readonly number[]>> = {
  red: [255, 0, 0, 255],
  lime: [0, 255, 0, 255],
  green: [0, 128, 0, 255],
  blue: [0, 0, 255, 255],
  white: [255, 255, 255, 255],
  yellow: [255, 255, 0, 255],
};

function colorOf(style: string): readonly number[] {
  const numbers = /^rgba?\(([^)]*)\)$/.exec(style)?.[1]?.split(',').map(Number);
  if (numbers !== undefined)
    return [numbers[0] ?? 0, numbers[1] ?? 0, numbers[2] ?? 0, numbers[3] === undefined ? 255 : Math.round(numbers[3] * 255)];
  const hex = /^#([0-9a-f]+)$/i.exec(style)?.[1] ?? '';
  if (hex.length === 3) return [...[...hex].map((c) => Number.parseInt(c + c, 16)), 255];
  if (hex.length === 6) return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).concat(255);
  return colors[style] ?? [0, 0, 0, 255];
}
