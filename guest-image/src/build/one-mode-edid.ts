/** Pixels beside and below the picture, as reduced blanking has them. */
const blank = { horizontal: 160, front: 48, sync: 32, vertical: 30, verticalFront: 3, verticalSync: 6 };
const refresh = 60;

/**
 * EDID of a screen that offers a single mode at 60 Hz.
 *
 * A monitor's own EDID also lists sizes that it could take, and programs that look for the largest mode (glmark2 on DRM) take
 * those. A kernel that is given this file instead offers one size.
 *
 * @returns 128 bytes
 * @source VESA E-EDID standard, release A, revision 2
 */
export function oneModeEdid(width: number, height: number): Uint8Array {
  const block = new Uint8Array(128);
  // Header; maker "VGL"; product, serial; week and year of making; version 1.4
  block.set([0, 255, 255, 255, 255, 255, 255, 0, 0x58, 0xec, 1, 0, 1, 0, 0, 0, 1, 35, 1, 4]);
  // Digital, 8 bits a colour; size in centimetres at 96 dots an inch; gamma 2.2; RGB, the first timing is the preferred one
  block.set([0xa5, centimetres(width), centimetres(height), 120, 0x06], 20);
  // Colours of sRGB
  block.set([0xee, 0x91, 0xa3, 0x54, 0x4c, 0x99, 0x26, 0x0f, 0x50, 0x54], 25);
  // No established timings (35 to 37) and no standard timings
  block.fill(1, 38, 54);
  block.set(timing(width, height), 54);
  // Three descriptors that say nothing
  for (const at of [72, 90, 108]) block[at + 3] = 0x10;
  block[127] = -block.reduce((sum, byte) => sum + byte, 0) & 0xff;
  return block;
}

/** A detailed timing descriptor. */
function timing(width: number, height: number): number[] {
  const clock = Math.round(((width + blank.horizontal) * (height + blank.vertical) * refresh) / 10_000);
  const [w, h] = [width & 0xff, height & 0xff];
  const millimetres = [Math.round((width * 25.4) / 96), Math.round((height * 25.4) / 96)] as const;
  return [
    ...[clock & 0xff, clock >> 8],
    ...[w, blank.horizontal, (width >> 8) << 4],
    ...[h, blank.vertical, (height >> 8) << 4],
    ...[blank.front, blank.sync, (blank.verticalFront << 4) | blank.verticalSync, 0],
    ...[millimetres[0] & 0xff, millimetres[1] & 0xff, ((millimetres[0] >> 8) << 4) | (millimetres[1] >> 8)],
    // No border; separate syncs, horizontal positive
    ...[0, 0, 0x1a],
  ];
}

function centimetres(pixels: number): number {
  return Math.max(1, Math.round((pixels * 2.54) / 96));
}
