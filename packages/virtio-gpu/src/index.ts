export type {
  BackingSegment,
  HostMemory,
  Logger,
  Quota,
  Renderer,
  RendererDevice,
  ResourceArgs,
  StatusCode,
  TransferBox,
} from './context-type.ts';
export { VirtioGpu, type Progress } from './device.ts';
export { type CursorPicture, type Display, noDisplay, type Picture, type Rect } from './display.ts';
export { edid, EDID_BYTES, EDID_MAX_SIZE, type ScreenMode } from './edid.ts';
export { isPictureFormat, PIXEL_BYTES, toBgrx } from './formats.ts';
export { type HostVisibleWindow, plainMemory, type VirtioGpuOptions } from './options.ts';
