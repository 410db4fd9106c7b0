import { GL } from '../constants.ts';
import type { Memory } from '../memory.ts';
import { WebGl2Programs } from './programs.ts';

/** WebGL takes no typed array for this type; it goes by way of a pixel buffer. */
const UNTYPED = GL.FLOAT_32_UNSIGNED_INT_24_8_REV;

/** The functions of `Gl` that concern textures, framebuffers and their texels. */
export class WebGl2Images extends WebGl2Programs {
  private readonly four = new Float32Array(4);
  private readonly fourInts = new Int32Array(4);
  private readonly fourUints = new Uint32Array(4);
  /** Arrays of attachments by what they stand for, so that calls need not make them. */
  private readonly drawBufferLists = new Map<number, number[]>();

  deleteTexture(name: number): void {
    this.gl.deleteTexture(this.textures.take(name));
  }

  deleteFramebuffer(name: number): void {
    this.gl.deleteFramebuffer(this.framebuffers.take(name));
  }

  deleteRenderbuffer(name: number): void {
    this.gl.deleteRenderbuffer(this.renderbuffers.take(name));
  }

  deleteSampler(name: number): void {
    this.gl.deleteSampler(this.samplers.take(name));
  }

  pixelStorei(pname: number, value: number): void {
    if (pname === GL.PACK_IMAGE_HEIGHT || pname === GL.PACK_SKIP_IMAGES) {
      if (value !== 0) this.missing('pixelStorei of PACK_IMAGE_HEIGHT');
      return;
    }
    this.gl.pixelStorei(pname, value);
  }

  getTexParameteri(target: number, pname: number): number {
    return Number(this.gl.getTexParameter(target, pname));
  }

  getInternalformat(target: number, format: number, pname: number): number {
    const counts = this.gl.getInternalformatParameter(target, format, GL.SAMPLES) as Int32Array | null;
    return pname === GL.SAMPLES ? (counts?.[0] ?? 0) : pname === GL.NUM_SAMPLE_COUNTS ? (counts?.length ?? 0) : 0;
  }

  texImage2D(
    target: number,
    level: number,
    internalFormat: number,
    width: number,
    height: number,
    border: number,
    format: number,
    type: number,
    mem: Memory | null,
    offset: number,
  ): void {
    if (mem === null) {
      this.gl.texImage2D(target, level, internalFormat, width, height, border, format, type, null);
      return;
    }
    const at = this.locate(mem, offset, type);
    this.gl.texImage2D(target, level, internalFormat, width, height, border, format, type, at.view as Uint8Array<ArrayBuffer>, at.index);
  }

  texImage3D(
    target: number,
    level: number,
    internalFormat: number,
    width: number,
    height: number,
    depth: number,
    border: number,
    format: number,
    type: number,
    mem: Memory | null,
    offset: number,
  ): void {
    if (mem === null) {
      this.gl.texImage3D(target, level, internalFormat, width, height, depth, border, format, type, null);
      return;
    }
    const { view, index } = this.locate(mem, offset, type);
    this.gl.texImage3D(target, level, internalFormat, width, height, depth, border, format, type, view as Uint8Array<ArrayBuffer>, index);
  }

  texSubImage2D(
    target: number,
    level: number,
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    mem: Memory,
    offset: number,
  ): void {
    if (type === UNTYPED) {
      this.fromPixelBuffer(mem, offset, () => this.gl.texSubImage2D(target, level, x, y, width, height, format, type, 0));
      return;
    }
    const at = this.locate(mem, offset, type);
    this.gl.texSubImage2D(target, level, x, y, width, height, format, type, at.view as Uint8Array<ArrayBuffer>, at.index);
  }

  texSubImage3D(
    target: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    mem: Memory,
    offset: number,
  ): void {
    if (type === UNTYPED) {
      this.fromPixelBuffer(mem, offset, () => this.gl.texSubImage3D(target, level, x, y, z, width, height, depth, format, type, 0));
      return;
    }
    const at = this.locate(mem, offset, type);
    this.gl.texSubImage3D(target, level, x, y, z, width, height, depth, format, type, at.view as Uint8Array<ArrayBuffer>, at.index);
  }

  texSubImage2DFromBuffer(
    target: number,
    level: number,
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    offset: number,
  ): void {
    this.gl.texSubImage2D(target, level, x, y, width, height, format, type, offset);
  }

  texSubImage3DFromBuffer(
    target: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    offset: number,
  ): void {
    this.gl.texSubImage3D(target, level, x, y, z, width, height, depth, format, type, offset);
  }

  compressedTexImage2D(
    target: number,
    level: number,
    internalFormat: number,
    width: number,
    height: number,
    border: number,
    size: number,
    mem: Memory | null,
    offset: number,
  ): void {
    const bytes = compressed(mem, size);
    this.gl.compressedTexImage2D(target, level, internalFormat, width, height, border, bytes, mem === null ? 0 : offset, size);
  }

  compressedTexImage3D(
    target: number,
    level: number,
    internalFormat: number,
    width: number,
    height: number,
    depth: number,
    border: number,
    size: number,
    mem: Memory | null,
    offset: number,
  ): void {
    const bytes = compressed(mem, size);
    this.gl.compressedTexImage3D(target, level, internalFormat, width, height, depth, border, bytes, mem === null ? 0 : offset, size);
  }

  compressedTexSubImage2D(
    target: number,
    level: number,
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void {
    this.gl.compressedTexSubImage2D(target, level, x, y, width, height, format, compressed(mem, size), offset, size);
  }

  compressedTexSubImage3D(
    target: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void {
    this.gl.compressedTexSubImage3D(target, level, x, y, z, width, height, depth, format, compressed(mem, size), offset, size);
  }

  compressedTexSubImage2DFromBuffer(
    target: number,
    level: number,
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    size: number,
    offset: number,
  ): void {
    this.gl.compressedTexSubImage2D(target, level, x, y, width, height, format, size, offset);
  }

  compressedTexSubImage3DFromBuffer(
    target: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    size: number,
    offset: number,
  ): void {
    this.gl.compressedTexSubImage3D(target, level, x, y, z, width, height, depth, format, size, offset);
  }

  readPixels(x: number, y: number, width: number, height: number, format: number, type: number, mem: Memory, offset: number): void {
    this.locator.target(mem, offset, type);
    this.gl.readPixels(x, y, width, height, format, type, this.locator.view as Uint8Array<ArrayBuffer>, this.locator.index);
  }

  readnPixels(
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    _size: number,
    mem: Memory,
    offset: number,
  ): void {
    this.readPixels(x, y, width, height, format, type, mem, offset);
  }

  readPixelsToBuffer(x: number, y: number, width: number, height: number, format: number, type: number, offset: number): void {
    this.gl.readPixels(x, y, width, height, format, type, offset);
  }

  drawBuffers(count: number, attachmentMask: number): void {
    const key = count * 65536 + (attachmentMask & 0xffff);
    let list = this.drawBufferLists.get(key);
    if (list === undefined) {
      list = Array.from({ length: count }, (_, i) => ((attachmentMask >>> i) & 1 ? GL.COLOR_ATTACHMENT0 + i : GL.NONE));
      this.drawBufferLists.set(key, list);
    }
    this.gl.drawBuffers(list);
  }

  invalidateFramebuffer(target: number, colorMask: number, depth: boolean, stencil: boolean): void {
    const list: number[] = [];
    for (let i = 0; i < 16; i++) if ((colorMask >>> i) & 1) list.push(GL.COLOR_ATTACHMENT0 + i);
    if (depth) list.push(GL.DEPTH_ATTACHMENT);
    if (stencil) list.push(GL.STENCIL_ATTACHMENT);
    this.gl.invalidateFramebuffer(target, list);
  }

  getFramebufferAttachmentParameter(target: number, attachment: number, pname: number): number {
    const value: unknown = this.gl.getFramebufferAttachmentParameter(target, attachment, pname);
    return typeof value === 'number' ? value : 0;
  }

  clearBufferfv(buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number): void {
    put(this.four, r, g, b, a);
    this.gl.clearBufferfv(buffer, drawBuffer, this.four);
  }

  clearBufferiv(buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number): void {
    put(this.fourInts, r, g, b, a);
    this.gl.clearBufferiv(buffer, drawBuffer, this.fourInts);
  }

  clearBufferuiv(buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number): void {
    put(this.fourUints, r, g, b, a);
    this.gl.clearBufferuiv(buffer, drawBuffer, this.fourUints);
  }

  /** Uploads texels of a type that WebGL takes from pixel buffers only; what lies in memory from `offset` on goes into one. */
  private fromPixelBuffer(mem: Memory, offset: number, upload: () => void): void {
    const buffer = this.gl.createBuffer();
    this.gl.bindBuffer(GL.PIXEL_UNPACK_BUFFER, buffer);
    this.gl.bufferData(GL.PIXEL_UNPACK_BUFFER, mem.bytes as Uint8Array<ArrayBuffer>, GL.STREAM_DRAW, offset);
    upload();
    this.gl.bindBuffer(GL.PIXEL_UNPACK_BUFFER, null);
    this.gl.deleteBuffer(buffer);
  }

  private locate(mem: Memory, offset: number, type: number): typeof this.locator {
    if (type === UNTYPED) this.missing('texImage of FLOAT_32_UNSIGNED_INT_24_8_REV');
    this.locator.texels(mem, offset, type);
    return this.locator;
  }
}

function put(view: Float32Array | Int32Array | Uint32Array, a: number, b: number, c: number, d: number): void {
  view[0] = a;
  view[1] = b;
  view[2] = c;
  view[3] = d;
}

/** Bytes of compressed texels; WebGL wants some, so zeros where GL takes none. */
function compressed(mem: Memory | null, size: number): Uint8Array<ArrayBuffer> {
  return mem === null ? new Uint8Array(size) : (mem.bytes as Uint8Array<ArrayBuffer>);
}
