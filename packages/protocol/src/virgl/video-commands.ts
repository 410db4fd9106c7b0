import type { CommandSpec } from '../schema.ts';
import { scalars } from './parts.ts';

/** Commands of the video codec. */
export const videoSpecs = [
  {
    name: 'CREATE_VIDEO_CODEC',
    opcode: 53,
    doc: 'Creates a video codec.',
    source: 'virgl_protocol.h VIRGL_CREATE_VIDEO_CODEC_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'videoCodec' },
      { kind: 'enum', name: 'profile', enum: 'VideoProfile' },
      { kind: 'enum', name: 'entrypoint', enum: 'VideoEntrypoint' },
      { kind: 'u32', name: 'chromaFmt' },
      { kind: 'u32', name: 'level' },
      ...scalars('u32', 'pixels', 'width', 'height'),
      { kind: 'optional', name: 'references', fields: [{ kind: 'u32', name: 'maxRef', doc: '2 when absent.' }] },
    ],
  },
  {
    name: 'DESTROY_VIDEO_CODEC',
    opcode: 54,
    doc: 'Destroys a video codec.',
    source: 'virgl_protocol.h VIRGL_DESTROY_VIDEO_CODEC_*',
    fields: [{ kind: 'handle', name: 'handle', of: 'videoCodec' }],
  },
  {
    name: 'CREATE_VIDEO_BUFFER',
    opcode: 55,
    doc: 'Makes a video buffer of a resource for each plane.',
    source: 'virgl_protocol.h VIRGL_CREATE_VIDEO_BUFFER_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'videoBuffer' },
      { kind: 'enum', name: 'format', enum: 'PipeFormat' },
      ...scalars('u32', 'pixels', 'width', 'height'),
      { kind: 'array', name: 'resHandle', of: { kind: 'handle', of: 'resource' }, count: 'rest' },
    ],
  },
  {
    name: 'DESTROY_VIDEO_BUFFER',
    opcode: 56,
    doc: 'Destroys a video buffer.',
    source: 'virgl_protocol.h VIRGL_DESTROY_VIDEO_BUFFER_*',
    fields: [{ kind: 'handle', name: 'handle', of: 'videoBuffer' }],
  },
  {
    name: 'BEGIN_FRAME',
    opcode: 57,
    doc: 'Begins decoding or encoding a frame.',
    source: 'virgl_protocol.h VIRGL_BEGIN_FRAME_*',
    fields: [
      { kind: 'handle', name: 'cdcHandle', of: 'videoCodec' },
      { kind: 'handle', name: 'tgtHandle', of: 'videoBuffer' },
    ],
  },
  {
    name: 'DECODE_MACROBLOCK',
    opcode: 58,
    doc: 'Reserved; no payload is defined.',
    source: 'virgl_protocol.h VIRGL_CCMD_DECODE_MACROBLOCK',
    fields: [{ kind: 'pad' }],
  },
  {
    name: 'DECODE_BITSTREAM',
    opcode: 59,
    doc: 'Decodes a bitstream into a video buffer.',
    source: 'virgl_protocol.h VIRGL_DECODE_BS_*',
    fields: [
      { kind: 'handle', name: 'cdcHandle', of: 'videoCodec' },
      { kind: 'handle', name: 'tgtHandle', of: 'videoBuffer' },
      { kind: 'handle', name: 'dscHandle', of: 'resource' },
      { kind: 'handle', name: 'bufHandle', of: 'resource' },
      { kind: 'u32', name: 'bufSize', unit: 'bytes' },
    ],
  },
  {
    name: 'ENCODE_BITSTREAM',
    opcode: 60,
    doc: 'Encodes a video buffer.',
    source: 'virgl_protocol.h VIRGL_ENCODE_BS_*',
    fields: [
      { kind: 'handle', name: 'cdcHandle', of: 'videoCodec' },
      { kind: 'handle', name: 'srcHandle', of: 'videoBuffer' },
      { kind: 'handle', name: 'destHandle', of: 'resource' },
      { kind: 'handle', name: 'descHandle', of: 'resource' },
      { kind: 'handle', name: 'feedHandle', of: 'resource' },
    ],
  },
  {
    name: 'END_FRAME',
    opcode: 61,
    doc: 'Ends decoding or encoding a frame.',
    source: 'virgl_protocol.h VIRGL_END_FRAME_*',
    fields: [
      { kind: 'handle', name: 'cdcHandle', of: 'videoCodec' },
      { kind: 'handle', name: 'tgtHandle', of: 'videoBuffer' },
    ],
  },
] as const satisfies readonly CommandSpec[];
