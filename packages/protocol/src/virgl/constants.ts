/** One past the greatest format number (VIRGL_FORMAT_MAX). */
export const PipeFormatCount = 481;

/** Words of a format mask in the capability sets: bit (n & 31) of word (n >> 5) is format n. */
export const FormatMaskWords = 16;

/** Colour buffers of a framebuffer (VIRGL_MAX_COLOR_BUFS). */
export const MaxColorBuffers = 8;

/** User clip planes (VIRGL_MAX_CLIP_PLANES). */
export const MaxClipPlanes = 8;

/** Words of a virgl command's header. */
export const VirglHeaderWords = 1;

/** Greatest payload of a command in words: the header's length has 16 bits. */
export const MaxCommandWords = 0xffff;

/** Bytes of the result that a query writes: { state u32, result size u32, result u64 } (struct virgl_host_query_state). */
export const QueryResultBytes = 16;

/** Bytes of struct virgl_memory_info. */
export const MemoryInfoBytes = 24;

/** Bytes of struct virgl_resource_layout. */
export const ResourceLayoutBytes = 80;

/** Number of the capability set that is struct virgl_caps_v1. */
export const CapsetVirgl = 1;

/** Number of the capability set that is struct virgl_caps_v2. */
export const CapsetVirgl2 = 2;

/** Opcode of a command, from its header word. */
export function commandOpcode(header: number): number {
  return header & 0xff;
}

/** Object type of a command, from its header word; 0 where the command has none. */
export function commandObject(header: number): number {
  return (header >>> 8) & 0xff;
}

/** Payload of a command in words (the header not counted), from its header word. */
export function commandLength(header: number): number {
  return header >>> 16;
}

/** The header word of a command; a number in [0, 2^32). */
export function commandHeader(opcode: number, object: number, length: number): number {
  return (opcode | (object << 8) | (length << 16)) >>> 0;
}
