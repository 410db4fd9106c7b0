export type {
  BackingSegment,
  BlobArgs,
  HostMemory,
  Logger,
  Quota,
  Renderer,
  RendererDevice,
  ResourceArgs,
  SharedMemory,
  SharedMemorySource,
  SharedPicture,
  SharedRange,
  StatusCode,
  TransferBox,
} from './context-type.ts';
export { combineContextTypes } from './context-types.ts';
export { VirtioGpu } from './device.ts';
export { type Progress } from './exchange.ts';
export { type CursorPicture, type Display, noDisplay, type Picture, type Rect } from './display.ts';
export { edid, EDID_BYTES, EDID_MAX_SIZE, type ScreenMode } from './edid.ts';
export { isPictureFormat, PIXEL_BYTES, toBgrx } from './formats.ts';
export { type HostVisibleWindow, plainMemory, type VirtioGpuOptions } from './options.ts';
