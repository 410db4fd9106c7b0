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
