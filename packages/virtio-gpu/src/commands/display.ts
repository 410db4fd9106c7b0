import * as p from '@virglass/protocol';
import type { VirtioGpu } from '../device.ts';
import type { Picture, Rect } from '../display.ts';
import { type GpuResource, hostPicture, isWithin, renderedPicture } from '../resource.ts';
import type { Handler } from './handlers.ts';
import { findResource, LATER } from './shared.ts';

const { VirtioGpuResponse } = p;
/** Bytes of an EDID that OK_EDID has room for. */
const MAX_EDID_BYTES = 1024;
/** Words of one mode of OK_DISPLAY_INFO. */
const MODE_WORDS = 6;

/** GET_DISPLAY_INFO: the wished mode of each screen, asked for anew where somebody else knows it. */
export const getDisplayInfo: Handler = (device, _, chain) => (device.askScreens(chain, displayInfo) ? LATER : displayInfo(device));

function displayInfo(device: VirtioGpu): number {
  const { response } = device;
  response.fill(0, p.VirtioGpuHeaderWords, p.VirtioGpuHeaderWords + MODE_WORDS * p.VirtioGpuMaxScanouts);
  for (let i = 0; i < device.scanouts.count; i++) {
    const mode = device.screen(i);
    if (mode === null) continue;
    const at = p.VirtioGpuHeaderWords + i * MODE_WORDS;
    response[at + 2] = mode.width;
    response[at + 3] = mode.height;
    response[at + 4] = 1;
  }
  device.responsePayload = MODE_WORDS * p.VirtioGpuMaxScanouts * 4;
  return VirtioGpuResponse.OK_DISPLAY_INFO;
}

/** GET_EDID: that of whoever shows the screen; else one made of the wished mode, which is asked for anew like that. */
export const getEdid: Handler = (device, words, chain) => {
  const scanout = p.virtioGpuGetEdidScanout(words, 0);
  const refusal = checkScanout(device, 'GET_EDID', scanout);
  if (refusal !== 0) return refusal;
  const ownEdid = (): number =>
    device.askScreens(chain, () => answerEdid(device, device.edid(scanout))) ? LATER : answerEdid(device, device.edid(scanout));
  const asked = device.askEdid(chain, scanout, (_, given) => (given === null ? ownEdid() : answerEdid(device, given)));
  return asked ? LATER : ownEdid();
};

function answerEdid(device: VirtioGpu, edid: Uint8Array | null): number {
  if (edid === null) {
    // Drivers ask for every scanout, plugged in or not.
    device.log.debug('GET_EDID: the screen is not plugged in');
    return VirtioGpuResponse.ERR_INVALID_PARAMETER;
  }
  const { response } = device;
  response.fill(0, p.VirtioGpuHeaderWords, p.VirtioGpuHeaderWords + 2 + MAX_EDID_BYTES / 4);
  response[p.VirtioGpuHeaderWords] = Math.min(edid.length, MAX_EDID_BYTES);
  new Uint8Array(response.buffer, (p.VirtioGpuHeaderWords + 2) * 4).set(edid.subarray(0, MAX_EDID_BYTES));
  device.responsePayload = 8 + MAX_EDID_BYTES;
  return VirtioGpuResponse.OK_EDID;
}

/** SET_SCANOUT. */
export const setScanout: Handler = (device, words) => {
  const rect: Rect = {
    x: p.virtioGpuSetScanoutX(words, 0),
    y: p.virtioGpuSetScanoutY(words, 0),
    width: p.virtioGpuSetScanoutWidth(words, 0),
    height: p.virtioGpuSetScanoutHeight(words, 0),
  };
  const scanout = p.virtioGpuSetScanoutScanoutId(words, 0);
  const id = p.virtioGpuSetScanoutResourceId(words, 0);
  const refusal = checkScanout(device, 'SET_SCANOUT', scanout);
  if (refusal !== 0) return refusal;
  if (id === 0) {
    device.scanouts.set(scanout, null, { x: 0, y: 0, width: 0, height: 0 }, null);
    return VirtioGpuResponse.OK_NODATA;
  }
  const resource = findResource(device, 'SET_SCANOUT', id);
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  const picture = pictureOf(device, resource);
  if (picture === null) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_RESOURCE_ID,
      `SET_SCANOUT: resource ${id} of format ${resource.format} is no picture`,
    );
  }
  if (rect.width === 0 || rect.height === 0 || !isWithin(rect, picture.width, picture.height)) {
    return device.refuse(VirtioGpuResponse.ERR_INVALID_PARAMETER, `SET_SCANOUT: ${describe(rect)} of ${picture.width}x${picture.height}`);
  }
  device.scanouts.set(scanout, resource, rect, picture);
  return VirtioGpuResponse.OK_NODATA;
};

/** RESOURCE_FLUSH: the display may read what is there now. */
export const flushResource: Handler = (device, words) => {
  const id = p.virtioGpuResourceFlushResourceId(words, 0);
  const resource = findResource(device, 'RESOURCE_FLUSH', id);
  if (resource === null) return VirtioGpuResponse.ERR_INVALID_RESOURCE_ID;
  const x = p.virtioGpuResourceFlushX(words, 0);
  const y = p.virtioGpuResourceFlushY(words, 0);
  const width = p.virtioGpuResourceFlushWidth(words, 0);
  const height = p.virtioGpuResourceFlushHeight(words, 0);
  // A blob has no size of its own; what its scanout shows clips the rectangle.
  if (!resource.isBlob && !isWithin({ x, y, width, height }, resource.width, resource.height)) {
    return device.refuse(
      VirtioGpuResponse.ERR_INVALID_PARAMETER,
      `RESOURCE_FLUSH: ${describe({ x, y, width, height })} of resource ${id}, which is ${resource.width}x${resource.height}`,
    );
  }
  device.scanouts.damage(resource, x, y, width, height);
  return VirtioGpuResponse.OK_NODATA;
};

/** 0, or the refusal of a scanout that there is not. */
export function checkScanout(device: VirtioGpu, what: string, scanout: number): number {
  if (scanout < device.scanouts.count) return 0;
  return device.refuse(VirtioGpuResponse.ERR_INVALID_SCANOUT_ID, `${what}: scanout ${scanout} of ${device.scanouts.count}`);
}

/** What shows a resource; null when it cannot be shown. */
function pictureOf(device: VirtioGpu, resource: GpuResource): Picture | null {
  if (resource.kind === 'picture') return hostPicture(resource);
  const shape = resource.isBlob ? (device.renderer?.describe(resource.id) ?? null) : resource;
  return resource.kind === 'rendered' && shape !== null ? renderedPicture(device, resource.id, shape) : null;
}

/** A rectangle for messages. */
export function describe(rect: Rect): string {
  return `${rect.width}x${rect.height} at ${rect.x},${rect.y}`;
}
