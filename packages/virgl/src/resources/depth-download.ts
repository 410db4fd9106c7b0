/*
 * Reading depth and stencil back where GL cannot: OpenGL ES and WebGL read colours only. So each plane is drawn into a colour
 * texture with 32 bits a channel, that is read, and the texels are put together here.
 *
 * Depth arrives as a float. One of 24 bits has just enough bits for a step of 24-bit depth, so every value survives.
 */
import { GL, type Memory } from '@virglass/gl';
import { PipeFormat, PipeTarget } from '@virglass/protocol';
import type { BlitRequest } from '../blitter/blit-request.ts';
import type { VirglHost } from '../host.ts';
import { Resource } from './resource.ts';
import type { TexelBox } from './texels.ts';

/** Bytes of a texel of the colour textures: four channels of 32 bits. */
const PLANE_TEXEL_BYTES = 16;

/**
 * Copies depth and stencil texels into memory, as `glFormat` and `glType` of the resource's format say.
 *
 * @param box - not empty; single-sampled textures only
 * @param stride - bytes
 * @returns false when this host cannot
 */
export function downloadDepthStencil(
  host: VirglHost,
  resource: Resource,
  box: TexelBox,
  memory: Memory,
  offset: number,
  stride: number,
  layerStride: number,
): boolean {
  const { features } = host.gl;
  const { format } = resource;
  if ((format.hasDepth && !features.colorBufferFloat) || (format.hasStencil && !features.stencilTexturing)) return false;
  const bytes = box.width * box.height * PLANE_TEXEL_BYTES;
  const depth = format.hasDepth ? host.gl.memory(bytes) : null;
  const stencil = format.hasStencil ? host.gl.memory(bytes) : null;
  let done = true;
  for (let i = 0; i < box.depth && done; i++) {
    done =
      (depth === null || readPlane(host, resource, box, box.z + i, false, depth)) &&
      (stencil === null || readPlane(host, resource, box, box.z + i, true, stencil));
    if (done) pack(format.glType, box.width, box.height, depth, stencil, memory.bytes, offset + i * layerStride, stride);
  }
  if (depth !== null) host.gl.freeMemory(depth);
  if (stencil !== null) host.gl.freeMemory(stencil);
  return done;
}

/** Draws one plane of a layer into a texture of its own and reads it. */
function readPlane(host: VirglHost, resource: Resource, box: TexelBox, layer: number, stencil: boolean, to: Memory): boolean {
  const { gl, state } = host;
  const { width, height } = box;
  const format = host.formats.get(stencil ? PipeFormat.R32G32B32A32_UINT : PipeFormat.R32G32B32A32_FLOAT)!;
  const args = {
    ...resource.args,
    target: PipeTarget.TEXTURE_2D,
    format: format.id,
    width,
    height,
    depth: 1,
    arraySize: 1,
    lastLevel: 0,
    samples: 0,
  };
  const plane = new Resource(resource.device, args, format, false, GL.TEXTURE_2D);
  plane.glInternalFormat = format.internalFormat;
  plane.glName = gl.createTexture();
  state.bindTexture(host.scratchUnit, GL.TEXTURE_2D, plane.glName);
  gl.texStorage2D(GL.TEXTURE_2D, 1, format.internalFormat, width, height);
  const request: BlitRequest = {
    src: resource,
    dst: plane,
    srcFormat: resource.format,
    dstFormat: format,
    srcLevel: box.level,
    dstLevel: 0,
    srcX: box.x,
    srcY: box.y,
    srcZ: layer,
    srcWidth: width,
    srcHeight: height,
    srcDepth: 1,
    dstX: 0,
    dstY: 0,
    dstZ: 0,
    dstWidth: width,
    dstHeight: height,
    dstDepth: 1,
    mask: 0,
    linear: false,
    scissor: false,
    scissorMinX: 0,
    scissorMinY: 0,
    scissorMaxX: 0,
    scissorMaxY: 0,
    alphaBlend: false,
  };
  const drawn = host.blitter.plane(request, stencil) === '';
  if (drawn) {
    const framebuffer = gl.createFramebuffer();
    state.bindFramebuffer(GL.READ_FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(GL.READ_FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D, plane.glName, 0);
    state.pixelStorePack(1, 0, 0);
    gl.readPixels(0, 0, width, height, format.glFormat, format.glType, to, 0);
    state.deleteFramebuffer(framebuffer);
  }
  host.blitter.forgetResource(plane);
  state.deleteTexture(plane.glName);
  return drawn;
}

/** Puts the planes' texels together as GL would have given them. */
function pack(
  glType: number,
  width: number,
  height: number,
  depth: Memory | null,
  stencil: Memory | null,
  to: Uint8Array,
  offset: number,
  stride: number,
): void {
  const view = new DataView(to.buffer, to.byteOffset, to.byteLength);
  const depths = depth === null ? null : new Float32Array(depth.bytes.buffer, depth.bytes.byteOffset, width * height * 4);
  const stencils = stencil === null ? null : new Uint32Array(stencil.bytes.buffer, stencil.bytes.byteOffset, width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      const row = offset + y * stride;
      const d = depths === null ? 0 : depths[from]!;
      const s = stencils === null ? 0 : stencils[from]!;
      switch (glType) {
        case GL.UNSIGNED_SHORT:
          view.setUint16(row + x * 2, Math.round(d * 0xffff), true);
          break;
        case GL.UNSIGNED_INT:
          view.setUint32(row + x * 4, Math.round(d * 0xffffffff), true);
          break;
        case GL.FLOAT:
          view.setFloat32(row + x * 4, d, true);
          break;
        case GL.UNSIGNED_INT_24_8:
          view.setUint32(row + x * 4, Math.round(d * 0xffffff) * 256 + s, true);
          break;
        case GL.FLOAT_32_UNSIGNED_INT_24_8_REV:
          view.setFloat32(row + x * 8, d, true);
          view.setUint32(row + x * 8 + 4, s, true);
          break;
        default:
          to[row + x] = s;
      }
    }
  }
}
