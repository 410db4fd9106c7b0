/*
 * EDID: how a screen tells its abilities.
 *
 * A guest takes the first detailed timing as the mode it is wished to use. The block is EDID 1.4, 128 bytes, digital, sRGB,
 * with a detailed timing of the wished size at 60 Hz (reduced blanking, so that the pixel clock fits its 16 bits up to
 * 655.35 MHz), the name and the limits; common smaller sizes stand in the established and standard timings.
 */

/** The wished mode of a screen. */
export interface ScreenMode {
  /** Pixels, 1 to 4095. */
  readonly width: number;
  /** Pixels, 1 to 4095. */
  readonly height: number;
  /** Pixels per inch, for the physical size; default 96. */
  readonly dpi?: number;
  /** Shown in the guest's settings; 13 characters at most. */
  readonly name?: string;
}

/** Bytes of the block. */
export const EDID_BYTES = 128;
/** The largest size that 12 bits of a detailed timing hold. */
export const EDID_MAX_SIZE = 4095;

const refresh = 60;
/** Blanking of CVT reduced-blanking timings: pixels beside the lines, lines below them. */
const horizontalBlank = 160;
const verticalBlank = 30;

/** 640x480, 800x600 and 1024x768 at 60 Hz, as bits of the established timings. */
const established: readonly (readonly [width: number, height: number, byte: number, bit: number])[] = [
  [640, 480, 0, 0x20],
  [800, 600, 0, 0x01],
  [1024, 768, 1, 0x08],
];

/** Further sizes: width and the aspect code of the standard timings (0 16:10, 1 4:3, 2 5:4, 3 16:9). */
const standard: readonly (readonly [width: number, height: number, aspect: number])[] = [
  [1280, 720, 3],
  [1280, 800, 0],
  [1280, 1024, 2],
  [1440, 900, 0],
  [1600, 1200, 1],
  [1680, 1050, 0],
  [1920, 1080, 3],
  [1920, 1200, 0],
];

/**
 * The EDID of a screen.
 *
 * @param serial - tells several screens of one machine apart
 * @returns 128 bytes
 * @source VESA E-EDID standard, release A, revision 2
 */
export function edid(mode: ScreenMode, serial: number): Uint8Array {
  const width = clamp(mode.width, 1, EDID_MAX_SIZE);
  const height = clamp(mode.height, 1, EDID_MAX_SIZE);
  const dpi = mode.dpi ?? 96;
  const millimetresWide = clamp(Math.round((width * 25.4) / dpi), 1, 4095);
  const millimetresHigh = clamp(Math.round((height * 25.4) / dpi), 1, 4095);
  const out = new Uint8Array(EDID_BYTES);
  const view = new DataView(out.buffer);
  out.set([0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x00], 0);
  // Manufacturer VGL: three letters of five bits.
  view.setUint16(8, (22 << 10) | (7 << 5) | 12, false);
  view.setUint16(10, 1, true);
  view.setUint32(12, serial + 1, true);
  out[16] = 0;
  out[17] = 2026 - 1990;
  out.set([1, 4], 18);
  // Digital, 8 bits a colour.
  out[20] = 0xa0;
  out[21] = clamp(Math.round(millimetresWide / 10), 1, 255);
  out[22] = clamp(Math.round(millimetresHigh / 10), 1, 255);
  // Gamma 2.2; sRGB is the default, the first timing is the native one.
  out.set([120, 0x06], 23);
  // Chromaticity of sRGB.
  out.set([0xee, 0x91, 0xa3, 0x54, 0x4c, 0x99, 0x26, 0x0f, 0x50, 0x54], 25);
  for (const [w, h, byte, bit] of established) if (w <= width && h <= height) out[35 + byte] = out[35 + byte]! | bit;
  let at = 38;
  for (const [w, h, aspect] of standard) {
    if (w > width || h > height) continue;
    out[at] = w / 8 - 31;
    out[at + 1] = (aspect << 6) | (refresh - 60);
    at += 2;
  }
  out.fill(0x01, at, 54);
  detailedTiming(view, 54, width, height, millimetresWide, millimetresHigh);
  rangeLimits(out, 72, width, height);
  text(out, 90, 0xfc, mode.name ?? 'virglass');
  text(out, 108, 0xff, `${serial + 1}`);
  let sum = 0;
  for (let i = 0; i < 127; i++) sum += out[i]!;
  out[127] = -sum & 0xff;
  return out;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.trunc(value)));
}

/** Pixel clock in units of 10 kHz. */
function pixelClock(width: number, height: number): number {
  return Math.min(0xffff, Math.round(((width + horizontalBlank) * (height + verticalBlank) * refresh) / 10000));
}

function detailedTiming(view: DataView, at: number, width: number, height: number, wide: number, high: number): void {
  const byte = (i: number, value: number): void => view.setUint8(at + i, value & 0xff);
  const [hFront, hSync, vFront, vSync] = [48, 32, 3, 6];
  view.setUint16(at, pixelClock(width, height), true);
  byte(2, width);
  byte(3, horizontalBlank);
  byte(4, ((width >> 8) << 4) | (horizontalBlank >> 8));
  byte(5, height);
  byte(6, verticalBlank);
  byte(7, ((height >> 8) << 4) | (verticalBlank >> 8));
  byte(8, hFront);
  byte(9, hSync);
  byte(10, (vFront << 4) | vSync);
  byte(11, 0);
  byte(12, wide);
  byte(13, high);
  byte(14, ((wide >> 8) << 4) | (high >> 8));
  // Digital separate sync, horizontal positive.
  byte(17, 0x1a);
}

/** The display range limits descriptor. */
function rangeLimits(out: Uint8Array, at: number, width: number, height: number): void {
  // In units of 10 MHz, with room for the standard timings, whose blanking is longer.
  const clock = Math.ceil((pixelClock(width, height) * 1.25) / 1000);
  out.set([0, 0, 0, 0xfd, 0, 1, 75, 1, 255, clamp(clock, 1, 255), 0x01, 0x0a], at);
  out.fill(0x20, at + 12, at + 18);
}

/** A descriptor of text: 13 characters, ended by a line feed. */
function text(out: Uint8Array, at: number, tag: number, value: string): void {
  out.set([0, 0, 0, tag, 0], at);
  for (let i = 0; i < 13; i++) {
    const code = value.charCodeAt(i);
    out[at + 5 + i] = i < value.length ? code & 0x7f : i === value.length ? 0x0a : 0x20;
  }
}
