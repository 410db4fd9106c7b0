import type { CommandSpec } from '../schema.ts';
import { scalars } from './parts.ts';

/** Commands that change bindings and state of the current sub-context. */
export const stateSpecs = [
  {
    name: 'NOP',
    opcode: 0,
    doc: 'Does nothing; its payload is skipped.',
    source: 'virgl_protocol.h VIRGL_CCMD_NOP',
    fields: [{ kind: 'pad' }],
  },
  {
    name: 'BIND_OBJECT',
    opcode: 2,
    objectInHeader: true,
    doc: 'Binds a blend, rasterizer, dsa or vertexElements object; the type is in the header. 0 unbinds.',
    source: 'virgl_protocol.h VIRGL_OBJ_BIND_HANDLE',
    fields: [{ kind: 'handle', name: 'handle', of: 'object', nullable: true }],
  },
  {
    name: 'DESTROY_OBJECT',
    opcode: 3,
    objectInHeader: true,
    doc: 'Destroys an object; the type is in the header.',
    source: 'virgl_protocol.h VIRGL_OBJ_DESTROY_HANDLE',
    fields: [{ kind: 'handle', name: 'handle', of: 'object' }],
  },
  {
    name: 'SET_VIEWPORT_STATE',
    opcode: 4,
    doc: 'Sets viewports: window = clip * scale + translate.',
    source: 'virgl_protocol.h VIRGL_SET_VIEWPORT_STATE_*',
    fields: [
      { kind: 'u32', name: 'startSlot' },
      {
        kind: 'records',
        name: 'viewport',
        count: 'rest',
        fields: [
          { kind: 'array', name: 'scale', of: { kind: 'f32' }, count: 3 },
          { kind: 'array', name: 'translate', of: { kind: 'f32' }, count: 3 },
        ],
      },
    ],
  },
  {
    name: 'SET_FRAMEBUFFER_STATE',
    opcode: 5,
    doc: 'Sets the surfaces that are rendered to.',
    source: 'virgl_protocol.h VIRGL_SET_FRAMEBUFFER_STATE_*',
    fields: [
      { kind: 'u32', name: 'nrCbufs' },
      { kind: 'handle', name: 'zsurfHandle', of: 'surface', nullable: true },
      { kind: 'array', name: 'cbufHandle', of: { kind: 'handle', of: 'surface', nullable: true }, count: { field: 'nrCbufs' } },
    ],
  },
  {
    name: 'SET_VERTEX_BUFFERS',
    opcode: 6,
    doc: 'Sets all vertex buffers; their number follows from the length.',
    source: 'virgl_protocol.h VIRGL_SET_VERTEX_BUFFER_*',
    fields: [
      {
        kind: 'records',
        name: 'buffer',
        count: 'rest',
        fields: [
          { kind: 'u32', name: 'stride', unit: 'bytes' },
          { kind: 'u32', name: 'offset', unit: 'bytes' },
          { kind: 'handle', name: 'handle', of: 'resource', nullable: true },
        ],
      },
    ],
  },
  {
    name: 'SET_SAMPLER_VIEWS',
    opcode: 10,
    doc: 'Binds sampler views of a shader stage.',
    source: 'virgl_protocol.h VIRGL_SET_SAMPLER_VIEWS_*',
    fields: [
      { kind: 'enum', name: 'shaderType', enum: 'PipeShader' },
      { kind: 'u32', name: 'startSlot' },
      { kind: 'array', name: 'handle', of: { kind: 'handle', of: 'samplerView', nullable: true }, count: 'rest' },
    ],
  },
  {
    name: 'SET_INDEX_BUFFER',
    opcode: 11,
    doc: 'Sets the index buffer; without handle (length 1) there is none.',
    source: 'virgl_protocol.h VIRGL_SET_INDEX_BUFFER_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'resource', nullable: true },
      { kind: 'optional', name: 'buffer', doc: 'Only with a handle.', fields: [...scalars('u32', 'bytes', 'indexSize', 'offset')] },
    ],
  },
  {
    name: 'SET_CONSTANT_BUFFER',
    opcode: 12,
    doc: 'Sets the constants of a shader stage that lie in the stream itself (uniform buffer 0).',
    source: 'virgl_protocol.h VIRGL_SET_CONSTANT_BUFFER_*',
    fields: [
      { kind: 'enum', name: 'shaderType', enum: 'PipeShader' },
      { kind: 'u32', name: 'index', doc: 'Always 0 in what guests send; hosts ignore it.' },
      { kind: 'array', name: 'data', of: { kind: 'any32' }, count: 'rest' },
    ],
  },
  {
    name: 'SET_STENCIL_REF',
    opcode: 13,
    doc: 'Sets the stencil reference values.',
    source: 'virgl_protocol.h VIRGL_STENCIL_REF_VAL',
    fields: [
      {
        kind: 'bits',
        fields: [
          { name: 'front', width: 8 },
          { name: 'back', width: 8 },
        ],
      },
    ],
  },
  {
    name: 'SET_BLEND_COLOR',
    opcode: 14,
    doc: 'Sets the constant blend colour.',
    source: 'virgl_protocol.h VIRGL_SET_BLEND_COLOR',
    fields: [{ kind: 'array', name: 'color', of: { kind: 'f32' }, count: 4 }],
  },
  {
    name: 'SET_SCISSOR_STATE',
    opcode: 15,
    doc: 'Sets scissor rectangles.',
    source: 'virgl_protocol.h VIRGL_SET_SCISSOR_*',
    fields: [
      { kind: 'u32', name: 'startSlot' },
      {
        kind: 'records',
        name: 'scissor',
        count: 'rest',
        fields: [
          {
            kind: 'bits',
            fields: [
              { name: 'minx', width: 16, unit: 'pixels' },
              { name: 'miny', width: 16, unit: 'pixels' },
            ],
          },
          {
            kind: 'bits',
            fields: [
              { name: 'maxx', width: 16, unit: 'pixels', doc: 'Exclusive.' },
              { name: 'maxy', width: 16, unit: 'pixels', doc: 'Exclusive.' },
            ],
          },
        ],
      },
    ],
  },
  {
    name: 'BIND_SAMPLER_STATES',
    opcode: 18,
    doc: 'Binds sampler states of a shader stage.',
    source: 'virgl_protocol.h VIRGL_BIND_SAMPLER_STATES_*',
    fields: [
      { kind: 'enum', name: 'shaderType', enum: 'PipeShader' },
      { kind: 'u32', name: 'startSlot' },
      { kind: 'array', name: 'handle', of: { kind: 'handle', of: 'samplerState', nullable: true }, count: 'rest' },
    ],
  },
  {
    name: 'SET_POLYGON_STIPPLE',
    opcode: 22,
    doc: 'Sets the 32 x 32 polygon stipple, a word a row.',
    source: 'virgl_protocol.h VIRGL_POLYGON_STIPPLE_P0',
    fields: [{ kind: 'array', name: 'stipple', of: { kind: 'u32' }, count: 32 }],
  },
  {
    name: 'SET_CLIP_STATE',
    opcode: 23,
    doc: 'Sets the 8 user clip planes, 4 numbers each.',
    source: 'virgl_protocol.h VIRGL_SET_CLIP_STATE_C0',
    fields: [{ kind: 'array', name: 'plane', of: { kind: 'f32' }, count: 32, doc: 'Plane i is at 4i ... 4i+3.' }],
  },
  {
    name: 'SET_SAMPLE_MASK',
    opcode: 24,
    doc: 'Sets the sample mask.',
    source: 'virgl_protocol.h VIRGL_SET_SAMPLE_MASK_MASK',
    fields: [{ kind: 'u32', name: 'mask' }],
  },
  {
    name: 'SET_STREAMOUT_TARGETS',
    opcode: 25,
    doc: 'Binds streamout targets; none ends streamout.',
    source: 'virgl_protocol.h VIRGL_SET_STREAMOUT_TARGETS_*',
    fields: [
      { kind: 'u32', name: 'appendBitmask', doc: 'Bit i: target i goes on where it ended.' },
      { kind: 'array', name: 'handle', of: { kind: 'handle', of: 'streamoutTarget', nullable: true }, count: 'rest' },
    ],
  },
  {
    name: 'SET_RENDER_CONDITION',
    opcode: 26,
    doc: 'Makes drawing depend on a query; 0 ends it.',
    source: 'virgl_protocol.h VIRGL_RENDER_CONDITION_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'query', nullable: true },
      { kind: 'u32', name: 'condition', doc: '1 draws when the query is false.' },
      { kind: 'enum', name: 'mode', enum: 'RenderCondition' },
    ],
  },
  {
    name: 'SET_UNIFORM_BUFFER',
    opcode: 27,
    doc: 'Binds a range of a buffer as uniform buffer.',
    source: 'virgl_protocol.h VIRGL_SET_UNIFORM_BUFFER_*',
    fields: [
      { kind: 'enum', name: 'shaderType', enum: 'PipeShader' },
      { kind: 'u32', name: 'index' },
      ...scalars('u32', 'bytes', 'offset', 'length'),
      { kind: 'handle', name: 'resHandle', of: 'resource', nullable: true },
    ],
  },
  {
    name: 'BIND_SHADER',
    opcode: 31,
    doc: 'Binds a shader to a stage; 0 unbinds.',
    source: 'virgl_protocol.h VIRGL_BIND_SHADER_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'shader', nullable: true },
      { kind: 'enum', name: 'type', enum: 'PipeShader' },
    ],
  },
  {
    name: 'SET_TESS_STATE',
    opcode: 32,
    doc: 'Sets the default tessellation levels.',
    source: 'virgl_protocol.h VIRGL_TESS_STATE_SIZE; virgl_encode.c virgl_encode_set_tess_state',
    fields: [
      { kind: 'array', name: 'outer', of: { kind: 'f32' }, count: 4 },
      { kind: 'array', name: 'inner', of: { kind: 'f32' }, count: 2 },
    ],
  },
  {
    name: 'SET_MIN_SAMPLES',
    opcode: 33,
    doc: 'Sets the least number of samples that are shaded.',
    source: 'virgl_protocol.h VIRGL_SET_MIN_SAMPLES_MASK',
    since: 'CapBit.SET_MIN_SAMPLES',
    fields: [{ kind: 'u32', name: 'minSamples' }],
  },
  {
    name: 'SET_SHADER_BUFFERS',
    opcode: 34,
    doc: 'Binds shader storage buffers of a stage.',
    source: 'virgl_protocol.h VIRGL_SET_SHADER_BUFFER_*',
    fields: [
      { kind: 'enum', name: 'shaderType', enum: 'PipeShader' },
      { kind: 'u32', name: 'startSlot' },
      {
        kind: 'records',
        name: 'buffer',
        count: 'rest',
        fields: [...scalars('u32', 'bytes', 'offset', 'length'), { kind: 'handle', name: 'resHandle', of: 'resource', nullable: true }],
      },
    ],
  },
  {
    name: 'SET_SHADER_IMAGES',
    opcode: 35,
    doc: 'Binds shader images of a stage.',
    source: 'virgl_protocol.h VIRGL_SET_SHADER_IMAGE_*',
    fields: [
      { kind: 'enum', name: 'shaderType', enum: 'PipeShader' },
      { kind: 'u32', name: 'startSlot' },
      {
        kind: 'records',
        name: 'image',
        count: 'rest',
        fields: [
          { kind: 'enum', name: 'format', enum: 'PipeFormat' },
          { kind: 'flags', name: 'access', flags: 'ImageAccess' },
          { kind: 'u32', name: 'layerOffset', doc: 'Buffer: byte offset. Texture: first layer in bits 0-15, last layer in bits 16-31.' },
          { kind: 'u32', name: 'levelSize', doc: 'Buffer: size in bytes. Texture: level in bits 0-7.' },
          { kind: 'handle', name: 'resHandle', of: 'resource', nullable: true },
        ],
      },
    ],
  },
  {
    name: 'SET_FRAMEBUFFER_STATE_NO_ATTACH',
    opcode: 38,
    doc: 'Size of a framebuffer that has no surfaces; sent after every SET_FRAMEBUFFER_STATE.',
    source: 'virgl_protocol.h VIRGL_SET_FRAMEBUFFER_STATE_NO_ATTACH_*',
    since: 'CapBit.FB_NO_ATTACH',
    fields: [
      {
        kind: 'bits',
        fields: [
          { name: 'width', width: 16, unit: 'pixels' },
          { name: 'height', width: 16, unit: 'pixels' },
        ],
      },
      {
        kind: 'bits',
        fields: [
          { name: 'layers', width: 16 },
          { name: 'samples', width: 8 },
        ],
      },
    ],
  },
  {
    name: 'SET_ATOMIC_BUFFERS',
    opcode: 40,
    doc: 'Binds atomic counter buffers.',
    source: 'virgl_protocol.h VIRGL_SET_ATOMIC_BUFFER_*',
    fields: [
      { kind: 'u32', name: 'startSlot' },
      {
        kind: 'records',
        name: 'buffer',
        count: 'rest',
        fields: [...scalars('u32', 'bytes', 'offset', 'length'), { kind: 'handle', name: 'resHandle', of: 'resource', nullable: true }],
      },
    ],
  },
  {
    name: 'LINK_SHADER',
    opcode: 52,
    doc: 'Hint that these shaders will be drawn with together; 0 where a stage is absent.',
    source: 'virgl_protocol.h VIRGL_LINK_SHADER_*',
    fields: [
      { kind: 'handle', name: 'vertexHandle', of: 'shader', nullable: true },
      { kind: 'handle', name: 'fragmentHandle', of: 'shader', nullable: true },
      { kind: 'handle', name: 'geometryHandle', of: 'shader', nullable: true },
      { kind: 'handle', name: 'tessCtrlHandle', of: 'shader', nullable: true },
      { kind: 'handle', name: 'tessEvalHandle', of: 'shader', nullable: true },
      { kind: 'handle', name: 'computeHandle', of: 'shader', nullable: true },
    ],
  },
] as const satisfies readonly CommandSpec[];
