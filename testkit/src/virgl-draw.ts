import * as p from '@virglass/protocol';
import { command, type Guest } from './virgl-guest.ts';

/** Shaders and state that differ from the plainest pipeline. */
export interface PipelineOptions {
  /** TGSI of the vertex shader; default: passes the position through. */
  readonly vertex?: string;
  /** TGSI of the fragment shader; default: white. */
  readonly fragment?: string;
  /** Stream output of the vertex shader: outputs and words of a vertex per buffer. */
  readonly streamOutput?: {
    readonly stride: readonly [number, number, number, number];
    readonly outputs: readonly {
      readonly registerIndex: number;
      readonly numComponents: number;
      readonly buffer: number;
      readonly dstOffset: number;
    }[];
  };
  readonly rasterizer?: Partial<p.CreateRasterizerArgs>;
  readonly dsa?: Partial<p.CreateDsaArgs>;
  /** Channels that are written. */
  readonly colorMask?: number;
}

const VERTEX = `VERT
DCL IN[0]
DCL OUT[0], POSITION
  0: MOV OUT[0], IN[0]
  1: END
`;

const FRAGMENT = `FRAG
PROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1
DCL OUT[0], COLOR
IMM[0] FLT32 {    1.0000,     1.0000,     1.0000,     1.0000}
  0: MOV OUT[0], IMM[0]
  1: END
`;

const noTarget = {
  blendEnable: 0,
  rgbFunc: 0,
  rgbSrcFactor: p.BlendFactor.ONE,
  rgbDstFactor: p.BlendFactor.ZERO,
  alphaFunc: 0,
  alphaSrcFactor: p.BlendFactor.ONE,
  alphaDstFactor: p.BlendFactor.ZERO,
  colormask: 0xf,
};
const noStencil = { enabled: 0, func: 0, failOp: 0, zpassOp: 0, zfailOp: 0, valuemask: 0, writemask: 0 };

/** A shader of one chunk; its handle. */
export function makeShader(guest: Guest, type: number, text: string, streamOutput?: PipelineOptions['streamOutput']): number {
  const handle = guest.handle();
  const so = streamOutput && {
    stride: streamOutput.stride,
    output: streamOutput.outputs.map((o) => ({ startComponent: 0, stream: 0, ...o })),
  };
  const status = guest.submit(
    command(p.encodeCreateShader, {
      handle,
      type,
      offset: text.length + 1,
      continuation: 0,
      numTokens: 300,
      soNumOutputs: so === undefined ? 0 : so.output.length,
      ...(so === undefined ? {} : { so }),
      text,
    }),
  );
  if (status !== 0) throw new Error(`shader: status ${status}, ${guest.log.at(-1) ?? ''}`);
  return handle;
}

/** Creates and binds all that a draw of positions (four floats a vertex, vertex buffer 0) needs, for a viewport of this size. */
export function bindPipeline(guest: Guest, width: number, height: number, options: PipelineOptions = {}): void {
  const [blend, dsa, rasterizer, elements] = [guest.handle(), guest.handle(), guest.handle(), guest.handle()];
  const vertex = makeShader(guest, p.PipeShader.VERTEX, options.vertex ?? VERTEX, options.streamOutput);
  const fragment = makeShader(guest, p.PipeShader.FRAGMENT, options.fragment ?? FRAGMENT);
  const target = { ...noTarget, colormask: options.colorMask ?? 0xf };
  const zero = { flatshade: 0, rasterizerDiscard: 0, lightTwoside: 0, pointQuadRasterization: 0, cullFace: 0, scissor: 0, frontCcw: 0 };
  const status = guest.submit(
    command(p.encodeCreateBlend, {
      handle: blend,
      independentBlendEnable: 0,
      logicopEnable: 0,
      dither: 0,
      alphaToCoverage: 0,
      alphaToOne: 0,
      logicopFunc: 0,
      rt: Array.from({ length: 8 }, () => target),
    }),
    command(p.encodeCreateDsa, {
      handle: dsa,
      depthEnable: 0,
      depthWritemask: 0,
      depthFunc: 0,
      alphaEnabled: 0,
      alphaFunc: 0,
      stencil: [noStencil, noStencil],
      alphaRef: 0,
      ...options.dsa,
    }),
    command(p.encodeCreateRasterizer, {
      handle: rasterizer,
      ...zero,
      depthClip: 1,
      clipHalfz: 0,
      flatshadeFirst: 0,
      spriteCoordMode: 0,
      fillFront: 0,
      fillBack: 0,
      clampVertexColor: 0,
      clampFragmentColor: 0,
      offsetLine: 0,
      offsetPoint: 0,
      offsetTri: 0,
      polySmooth: 0,
      polyStippleEnable: 0,
      pointSmooth: 0,
      pointSizePerVertex: 0,
      multisample: 0,
      lineSmooth: 0,
      lineStippleEnable: 0,
      lineLastPixel: 0,
      halfPixelCenter: 1,
      bottomEdgeRule: 0,
      forcePersampleInterp: 0,
      pointSize: 1,
      spriteCoordEnable: 0,
      lineStipplePattern: 0,
      lineStippleFactor: 0,
      clipPlaneEnable: 0,
      lineWidth: 1,
      offsetUnits: 0,
      offsetScale: 0,
      offsetClamp: 0,
      ...options.rasterizer,
    }),
    command(p.encodeCreateVertexElements, {
      handle: elements,
      element: [{ srcOffset: 0, instanceDivisor: 0, vertexBufferIndex: 0, srcFormat: p.PipeFormat.R32G32B32A32_FLOAT }],
    }),
    command(p.encodeBindObject, { objectType: p.ObjectType.BLEND, handle: blend }),
    command(p.encodeBindObject, { objectType: p.ObjectType.DSA, handle: dsa }),
    command(p.encodeBindObject, { objectType: p.ObjectType.RASTERIZER, handle: rasterizer }),
    command(p.encodeBindObject, { objectType: p.ObjectType.VERTEX_ELEMENTS, handle: elements }),
    command(p.encodeBindShader, { handle: vertex, type: p.PipeShader.VERTEX }),
    command(p.encodeBindShader, { handle: fragment, type: p.PipeShader.FRAGMENT }),
    command(p.encodeSetViewportState, {
      startSlot: 0,
      viewport: [{ scale: [width / 2, height / 2, 0.5], translate: [width / 2, height / 2, 0.5] }],
    }),
  );
  if (status !== 0) throw new Error(`pipeline: status ${status}, ${guest.log.at(-1) ?? ''}`);
}

/** A vertex buffer with these positions (four floats each), bound to slot 0; its resource. */
export function bindPositions(guest: Guest, positions: readonly number[]): number {
  const data = new Uint8Array(Float32Array.from(positions).buffer);
  const id = guest.buffer(data.length);
  guest.write(id, data, { width: data.length });
  guest.submit(command(p.encodeSetVertexBuffers, { buffer: [{ stride: 16, offset: 0, handle: id }] }));
  return id;
}

/** A draw without indices. */
export function drawArrays(guest: Guest, mode: number, count: number, args: Partial<p.DrawVboArgs> = {}): number {
  return guest.submit(
    command(p.encodeDrawVbo, {
      start: 0,
      count,
      mode,
      indexed: 0,
      instanceCount: 1,
      indexBias: 0,
      startInstance: 0,
      primitiveRestart: 0,
      restartIndex: 0,
      minIndex: 0,
      maxIndex: 0xffffffff,
      countFromSo: 0,
      ...args,
    }),
  );
}
