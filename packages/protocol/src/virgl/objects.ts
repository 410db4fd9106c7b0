import type { CommandSpec } from '../schema.ts';
import { scalars, surfaceFields } from './parts.ts';

/** Opcode of CREATE_OBJECT; the object type sits in the header. */
const CREATE = 1;

/** CREATE_OBJECT by object type. What a type's payload is follows from bits 8-15 of the header. */
export const objectSpecs = [
  {
    name: 'CREATE_BLEND',
    opcode: CREATE,
    object: 1,
    doc: 'Creates a blend state.',
    source: 'virgl_protocol.h VIRGL_OBJ_BLEND_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'blend' },
      {
        kind: 'bits',
        fields: [
          { name: 'independentBlendEnable', width: 1, doc: 'When 0, rt[0] holds for all colour buffers.' },
          { name: 'logicopEnable', width: 1 },
          { name: 'dither', width: 1 },
          { name: 'alphaToCoverage', width: 1 },
          { name: 'alphaToOne', width: 1 },
        ],
      },
      { kind: 'bits', fields: [{ name: 'logicopFunc', width: 4, enum: 'LogicOp' }] },
      {
        kind: 'records',
        name: 'rt',
        count: 8,
        fields: [
          {
            kind: 'bits',
            fields: [
              { name: 'blendEnable', width: 1 },
              { name: 'rgbFunc', width: 3, enum: 'BlendFunc' },
              { name: 'rgbSrcFactor', width: 5, enum: 'BlendFactor' },
              { name: 'rgbDstFactor', width: 5, enum: 'BlendFactor' },
              { name: 'alphaFunc', width: 3, enum: 'BlendFunc' },
              { name: 'alphaSrcFactor', width: 5, enum: 'BlendFactor' },
              { name: 'alphaDstFactor', width: 5, enum: 'BlendFactor' },
              { name: 'colormask', width: 4, flags: 'PipeMask' },
            ],
          },
        ],
      },
    ],
  },
  {
    name: 'CREATE_RASTERIZER',
    opcode: CREATE,
    object: 2,
    doc: 'Creates a rasterizer state.',
    source: 'virgl_protocol.h VIRGL_OBJ_RS_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'rasterizer' },
      {
        kind: 'bits',
        fields: [
          { name: 'flatshade', width: 1 },
          { name: 'depthClip', width: 1 },
          { name: 'clipHalfz', width: 1, since: 'CapBit.CLIP_HALFZ' },
          { name: 'rasterizerDiscard', width: 1 },
          { name: 'flatshadeFirst', width: 1, doc: 'The provoking vertex is the first one.' },
          { name: 'lightTwoside', width: 1 },
          { name: 'spriteCoordMode', width: 1, enum: 'SpriteCoordMode' },
          { name: 'pointQuadRasterization', width: 1, doc: 'Points are sprites.' },
          { name: 'cullFace', width: 2, enum: 'CullFace' },
          { name: 'fillFront', width: 2, enum: 'PolygonMode' },
          { name: 'fillBack', width: 2, enum: 'PolygonMode' },
          { name: 'scissor', width: 1 },
          { name: 'frontCcw', width: 1 },
          { name: 'clampVertexColor', width: 1 },
          { name: 'clampFragmentColor', width: 1 },
          { name: 'offsetLine', width: 1 },
          { name: 'offsetPoint', width: 1 },
          { name: 'offsetTri', width: 1 },
          { name: 'polySmooth', width: 1 },
          { name: 'polyStippleEnable', width: 1 },
          { name: 'pointSmooth', width: 1 },
          { name: 'pointSizePerVertex', width: 1, doc: 'Point size comes from the vertex shader.' },
          { name: 'multisample', width: 1 },
          { name: 'lineSmooth', width: 1 },
          { name: 'lineStippleEnable', width: 1 },
          { name: 'lineLastPixel', width: 1 },
          { name: 'halfPixelCenter', width: 1 },
          { name: 'bottomEdgeRule', width: 1 },
          { name: 'forcePersampleInterp', width: 1 },
        ],
      },
      { kind: 'f32', name: 'pointSize', unit: 'pixels' },
      { kind: 'u32', name: 'spriteCoordEnable', doc: 'Bit i: generic varying i is replaced by the sprite coordinate.' },
      {
        kind: 'bits',
        fields: [
          { name: 'lineStipplePattern', width: 16 },
          { name: 'lineStippleFactor', width: 8, doc: "GL's repeat factor minus one." },
          { name: 'clipPlaneEnable', width: 8, doc: 'Bit i: user clip plane i.' },
        ],
      },
      { kind: 'f32', name: 'lineWidth', unit: 'pixels' },
      { kind: 'f32', name: 'offsetUnits' },
      { kind: 'f32', name: 'offsetScale' },
      { kind: 'f32', name: 'offsetClamp' },
    ],
  },
  {
    name: 'CREATE_DSA',
    opcode: CREATE,
    object: 3,
    doc: 'Creates a depth, stencil and alpha test state.',
    source: 'virgl_protocol.h VIRGL_OBJ_DSA_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'dsa' },
      {
        kind: 'bits',
        fields: [
          { name: 'depthEnable', width: 1 },
          { name: 'depthWritemask', width: 1 },
          { name: 'depthFunc', width: 3, enum: 'CompareFunc' },
          { skip: 3 },
          { name: 'alphaEnabled', width: 1 },
          { name: 'alphaFunc', width: 3, enum: 'CompareFunc' },
        ],
      },
      {
        kind: 'records',
        name: 'stencil',
        count: 2,
        doc: "Front, then back; the back is off when its enabled bit is 0, and the front's state holds for both.",
        fields: [
          {
            kind: 'bits',
            fields: [
              { name: 'enabled', width: 1 },
              { name: 'func', width: 3, enum: 'CompareFunc' },
              { name: 'failOp', width: 3, enum: 'StencilOp' },
              { name: 'zpassOp', width: 3, enum: 'StencilOp' },
              { name: 'zfailOp', width: 3, enum: 'StencilOp' },
              { name: 'valuemask', width: 8 },
              { name: 'writemask', width: 8 },
            ],
          },
        ],
      },
      { kind: 'f32', name: 'alphaRef' },
    ],
  },
  {
    name: 'CREATE_SHADER',
    opcode: CREATE,
    object: 4,
    doc: 'Creates a shader from TGSI text, or adds the next chunk of a text that did not fit into one command.',
    source: 'virgl_protocol.h VIRGL_OBJ_SHADER_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'shader' },
      { kind: 'enum', name: 'type', enum: 'PipeShader' },
      {
        kind: 'bits',
        fields: [
          {
            name: 'offset',
            width: 31,
            unit: 'bytes',
            doc: 'First chunk: length of the whole text with its zero byte. Continuation: where this chunk goes.',
          },
          { name: 'continuation', width: 1 },
        ],
      },
      { kind: 'u32', name: 'numTokens', doc: 'TGSI tokens that the guest counted; a hint.' },
      {
        kind: 'u32',
        name: 'soNumOutputs',
        doc: 'Streamout outputs; for a compute shader the bytes of shared memory instead. 0 in a continuation.',
      },
      {
        kind: 'when',
        name: 'so',
        field: 'soNumOutputs',
        unless: { field: 'type', equals: 5 },
        doc: 'Streamout: where outputs of the last vertex stage go.',
        fields: [
          { kind: 'array', name: 'stride', of: { kind: 'u32' }, count: 4, unit: 'words', doc: 'Words of a vertex in each buffer.' },
          {
            kind: 'records',
            name: 'output',
            count: { field: 'soNumOutputs' },
            fields: [
              {
                kind: 'bits',
                fields: [
                  { name: 'registerIndex', width: 8 },
                  { name: 'startComponent', width: 2 },
                  { name: 'numComponents', width: 3 },
                  { name: 'buffer', width: 3 },
                  { name: 'dstOffset', width: 16, unit: 'words' },
                ],
              },
              { kind: 'bits', fields: [{ name: 'stream', width: 2 }] },
            ],
          },
        ],
      },
      { kind: 'text', name: 'text', doc: 'TGSI text, or the chunk of it.' },
    ],
  },
  {
    name: 'CREATE_VERTEX_ELEMENTS',
    opcode: CREATE,
    object: 5,
    doc: 'Creates a vertex layout.',
    source: 'virgl_protocol.h VIRGL_OBJ_VERTEX_ELEMENTS_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'vertexElements' },
      {
        kind: 'records',
        name: 'element',
        count: 'rest',
        fields: [
          { kind: 'u32', name: 'srcOffset', unit: 'bytes' },
          { kind: 'u32', name: 'instanceDivisor' },
          { kind: 'u32', name: 'vertexBufferIndex' },
          { kind: 'enum', name: 'srcFormat', enum: 'PipeFormat' },
        ],
      },
    ],
  },
  {
    name: 'CREATE_SAMPLER_VIEW',
    opcode: CREATE,
    object: 6,
    doc: 'Creates a view of a resource for sampling.',
    source: 'virgl_protocol.h VIRGL_OBJ_SAMPLER_VIEW_*; virgl_encode.c virgl_encode_sampler_view',
    fields: [
      { kind: 'handle', name: 'handle', of: 'samplerView' },
      { kind: 'handle', name: 'resHandle', of: 'resource' },
      {
        kind: 'bits',
        fields: [
          { name: 'format', width: 24, enum: 'PipeFormat' },
          {
            name: 'target',
            width: 8,
            enum: 'PipeTarget',
            since: 'CapBit.TEXTURE_VIEW',
            doc: "Target of the view; 0 from guests that do not say it: the resource's own target.",
          },
        ],
      },
      {
        kind: 'union',
        variants: [
          {
            name: 'buffer',
            when: { field: 'target', equals: 0 },
            fields: [
              { kind: 'u32', name: 'firstElement', unit: 'texels' },
              { kind: 'u32', name: 'lastElement', unit: 'texels', doc: 'Inclusive.' },
            ],
          },
          {
            name: 'texture',
            fields: [
              {
                kind: 'bits',
                fields: [
                  { name: 'firstLayer', width: 16, doc: 'The plane, for a plane of a multi-planar resource.' },
                  { name: 'lastLayer', width: 16 },
                ],
              },
              {
                kind: 'bits',
                fields: [
                  { name: 'firstLevel', width: 8 },
                  { name: 'lastLevel', width: 8 },
                ],
              },
            ],
          },
        ],
      },
      {
        kind: 'bits',
        fields: [
          { name: 'swizzleR', width: 3, enum: 'Swizzle' },
          { name: 'swizzleG', width: 3, enum: 'Swizzle' },
          { name: 'swizzleB', width: 3, enum: 'Swizzle' },
          { name: 'swizzleA', width: 3, enum: 'Swizzle' },
        ],
      },
    ],
  },
  {
    name: 'CREATE_SAMPLER_STATE',
    opcode: CREATE,
    object: 7,
    doc: 'Creates a sampler state.',
    source: 'virgl_protocol.h VIRGL_OBJ_SAMPLER_STATE_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'samplerState' },
      {
        kind: 'bits',
        fields: [
          { name: 'wrapS', width: 3, enum: 'TexWrap' },
          { name: 'wrapT', width: 3, enum: 'TexWrap' },
          { name: 'wrapR', width: 3, enum: 'TexWrap' },
          { name: 'minImgFilter', width: 1, enum: 'TexFilter', doc: 'Was 2 bits wide; values above 1 were never sent.' },
          { skip: 1 },
          { name: 'minMipFilter', width: 2, enum: 'MipFilter' },
          { name: 'magImgFilter', width: 1, enum: 'TexFilter', doc: 'Was 2 bits wide.' },
          { skip: 1 },
          { name: 'compareMode', width: 1, enum: 'TexCompare' },
          { name: 'compareFunc', width: 3, enum: 'CompareFunc' },
          { name: 'seamlessCubeMap', width: 1 },
          { name: 'maxAnisotropy', width: 5 },
        ],
      },
      { kind: 'f32', name: 'lodBias' },
      { kind: 'f32', name: 'minLod' },
      { kind: 'f32', name: 'maxLod' },
      { kind: 'array', name: 'borderColor', of: { kind: 'any32' }, count: 4, doc: "Float or integer after the view's format." },
    ],
  },
  {
    name: 'CREATE_SURFACE',
    opcode: CREATE,
    object: 8,
    doc: 'Creates a view of a resource for rendering.',
    source: 'virgl_protocol.h VIRGL_OBJ_SURFACE_*',
    fields: [...surfaceFields],
  },
  {
    name: 'CREATE_QUERY',
    opcode: CREATE,
    object: 9,
    doc: 'Creates a query; its results go to a buffer as { state u32, result size u32, result u64 }.',
    source: 'virgl_protocol.h VIRGL_OBJ_QUERY_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'query' },
      {
        kind: 'bits',
        fields: [
          { name: 'type', width: 16, enum: 'PipeQuery' },
          { name: 'index', width: 16, doc: 'Vertex stream, or StatisticsQuery.' },
        ],
      },
      { kind: 'u32', name: 'offset', unit: 'bytes' },
      { kind: 'handle', name: 'resHandle', of: 'resource' },
    ],
  },
  {
    name: 'CREATE_STREAMOUT_TARGET',
    opcode: CREATE,
    object: 10,
    doc: 'Creates a streamout target: a range of a buffer.',
    source: 'virgl_protocol.h VIRGL_OBJ_STREAMOUT_*',
    fields: [
      { kind: 'handle', name: 'handle', of: 'streamoutTarget' },
      { kind: 'handle', name: 'resHandle', of: 'resource' },
      ...scalars('u32', 'bytes', 'bufferOffset', 'bufferSize'),
    ],
  },
  {
    name: 'CREATE_MSAA_SURFACE',
    opcode: CREATE,
    object: 11,
    doc: 'Creates a surface that is rendered multisampled and resolved by the host.',
    source: 'virgl_protocol.h VIRGL_OBJ_MSAA_SURFACE_SIZE',
    since: 'CapBitV2.IMPLICIT_MSAA',
    fields: [...surfaceFields, { kind: 'u32', name: 'sampleCount' }],
  },
] as const satisfies readonly CommandSpec[];
