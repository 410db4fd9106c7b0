export * from './arbitrary.ts';
export * from './bytes.ts';
export * from './decode.ts';
export * from './dump.ts';
export * from './encode.ts';
export * from './enums.ts';
export * from './generated/caps.ts';
export * from './generated/drm-accessors.ts';
export * from './generated/drm-encoders.ts';
export * from './generated/drm-enums.ts';
export * from './generated/virgl-accessors.ts';
export * from './generated/virgl-encoders.ts';
export * from './generated/virgl-enums.ts';
export * from './generated/virgl-formats.ts';
export * from './generated/vhost-user-accessors.ts';
export * from './generated/vhost-user-encoders.ts';
export * from './generated/vhost-user-enums.ts';
export * from './generated/virtio-gpu-accessors.ts';
export * from './generated/virtio-gpu-encoders.ts';
export * from './generated/virtio-gpu-enums.ts';
export * from './generated/vtest-accessors.ts';
export * from './generated/vtest-encoders.ts';
export * from './generated/vtest-enums.ts';
export { minimumWords } from './layout.ts';
export type * from './schema.ts';
export { hasFormatBit, readStruct, setFormatBit } from './structs.ts';
export type { StructRecord, StructValue } from './structs.ts';
export * from './virgl/caps-specs.ts';
export { createObjectOpcode, virglCommandNames, virglSpecOf, virglSpecs } from './virgl/commands.ts';
export * from './virgl/constants.ts';
export { VhostUserHeaderWords, VhostUserMaxConfig, VhostUserMaxRegions, VhostUserMaxShmem } from './vhost-user/messages.ts';
export {
  VirtioGpuHeaderWords,
  VirtioGpuMaxScanouts,
  virtioGpuConfigSpec,
  virtioGpuHeaderSpec,
  virtioGpuResponseSpecs,
  virtioGpuSpecOf,
  virtioGpuSpecs,
} from './virtio-gpu/commands.ts';
export type { VirtioGpuResponseSpec, VirtioGpuSpec } from './virtio-gpu/commands.ts';
export { VtestDefaultSocket, VtestHeaderWords, VtestProtocolVersion, vtestSpecOf, vtestSpecs } from './vtest/commands.ts';
export * from './vtest/framing.ts';
