import { VirtioGpuFormat } from '@virglass/protocol';

/** Bytes of a pixel of every 2D format. */
export const PIXEL_BYTES = 4;

/** Where a format has blue, green, red: byte of the pixel. */
const order: ReadonlyMap<number, readonly [blue: number, green: number, red: number]> = new Map([
  [VirtioGpuFormat.B8G8R8A8_UNORM, [0, 1, 2]],
  [VirtioGpuFormat.B8G8R8X8_UNORM, [0, 1, 2]],
  [VirtioGpuFormat.A8R8G8B8_UNORM, [3, 2, 1]],
  [VirtioGpuFormat.X8R8G8B8_UNORM, [3, 2, 1]],
  [VirtioGpuFormat.R8G8B8A8_UNORM, [2, 1, 0]],
  [VirtioGpuFormat.X8B8G8R8_UNORM, [1, 2, 3]],
  [VirtioGpuFormat.A8B8G8R8_UNORM, [1, 2, 3]],
  [VirtioGpuFormat.R8G8B8X8_UNORM, [2, 1, 0]],
]);

/** Whether it is a format of 2D resources. */
export function isPictureFormat(format: number): boolean {
  return order.has(format);
}

/** Turns pixels of a format into B, G, R, 255 in place; pixels that are it already are left, their fourth byte too. */
export function toBgrx(pixels: Uint8Array, format: number): void {
  const places = order.get(format);
  if (places === undefined || places[0] === 0) return;
  const [blue, green, red] = places;
  for (let i = 0; i + 3 < pixels.length; i += 4) {
    const b = pixels[i + blue]!;
    const g = pixels[i + green]!;
    const r = pixels[i + red]!;
    pixels[i] = b;
    pixels[i + 1] = g;
    pixels[i + 2] = r;
    pixels[i + 3] = 255;
  }
}
