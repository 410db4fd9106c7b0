// Generated from packages/gl/src/functions.ts by packages/gl/tools/generate.ts. Do not edit.
import type { DebugCallback } from '../debug.ts';
import type { Memory } from '../memory.ts';
import { bitNames, dataText, enumName, factorName, primitiveName } from '../recorder-names.ts';
import type { GlFunctions } from './functions.ts';

/** Every GL function: calls `target` and appends one line of text to `lines`. */
export class RecorderFunctions implements GlFunctions {
  protected readonly target: GlFunctions;
  /** The calls so far, one line each. */
  readonly lines: string[] = [];

  /** @param target - what executes the calls */
  constructor(target: GlFunctions) {
    this.target = target;
  }

  createTexture(): number {
    const result = this.target.createTexture();
    this.lines.push(`createTexture() = ${result}`);
    return result;
  }

  deleteTexture(name: number): void {
    this.lines.push(`deleteTexture(${name})`);
    this.target.deleteTexture(name);
  }

  createBuffer(): number {
    const result = this.target.createBuffer();
    this.lines.push(`createBuffer() = ${result}`);
    return result;
  }

  deleteBuffer(name: number): void {
    this.lines.push(`deleteBuffer(${name})`);
    this.target.deleteBuffer(name);
  }

  createFramebuffer(): number {
    const result = this.target.createFramebuffer();
    this.lines.push(`createFramebuffer() = ${result}`);
    return result;
  }

  deleteFramebuffer(name: number): void {
    this.lines.push(`deleteFramebuffer(${name})`);
    this.target.deleteFramebuffer(name);
  }

  createRenderbuffer(): number {
    const result = this.target.createRenderbuffer();
    this.lines.push(`createRenderbuffer() = ${result}`);
    return result;
  }

  deleteRenderbuffer(name: number): void {
    this.lines.push(`deleteRenderbuffer(${name})`);
    this.target.deleteRenderbuffer(name);
  }

  createSampler(): number {
    const result = this.target.createSampler();
    this.lines.push(`createSampler() = ${result}`);
    return result;
  }

  deleteSampler(name: number): void {
    this.lines.push(`deleteSampler(${name})`);
    this.target.deleteSampler(name);
  }

  createQuery(target?: number): number {
    const result = this.target.createQuery(target);
    this.lines.push(`createQuery() = ${result}`);
    return result;
  }

  deleteQuery(name: number): void {
    this.lines.push(`deleteQuery(${name})`);
    this.target.deleteQuery(name);
  }

  createVertexArray(): number {
    const result = this.target.createVertexArray();
    this.lines.push(`createVertexArray() = ${result}`);
    return result;
  }

  deleteVertexArray(name: number): void {
    this.lines.push(`deleteVertexArray(${name})`);
    this.target.deleteVertexArray(name);
  }

  createTransformFeedback(): number {
    const result = this.target.createTransformFeedback();
    this.lines.push(`createTransformFeedback() = ${result}`);
    return result;
  }

  deleteTransformFeedback(name: number): void {
    this.lines.push(`deleteTransformFeedback(${name})`);
    this.target.deleteTransformFeedback(name);
  }

  createProgramPipeline(): number {
    const result = this.target.createProgramPipeline();
    this.lines.push(`createProgramPipeline() = ${result}`);
    return result;
  }

  deleteProgramPipeline(name: number): void {
    this.lines.push(`deleteProgramPipeline(${name})`);
    this.target.deleteProgramPipeline(name);
  }

  createShader(type: number): number {
    const result = this.target.createShader(type);
    this.lines.push(`createShader(${enumName(type)}) = ${result}`);
    return result;
  }

  deleteShader(name: number): void {
    this.lines.push(`deleteShader(${name})`);
    this.target.deleteShader(name);
  }

  createProgram(): number {
    const result = this.target.createProgram();
    this.lines.push(`createProgram() = ${result}`);
    return result;
  }

  deleteProgram(name: number): void {
    this.lines.push(`deleteProgram(${name})`);
    this.target.deleteProgram(name);
  }

  activeTexture(unit: number): void {
    this.lines.push(`activeTexture(TEXTURE${unit - 0x84c0})`);
    this.target.activeTexture(unit);
  }

  bindTexture(target: number, name: number): void {
    this.lines.push(`bindTexture(${enumName(target)}, ${name})`);
    this.target.bindTexture(target, name);
  }

  texParameteri(target: number, pname: number, value: number): void {
    this.lines.push(`texParameteri(${enumName(target)}, ${enumName(pname)}, ${enumName(value)})`);
    this.target.texParameteri(target, pname, value);
  }

  texParameterf(target: number, pname: number, value: number): void {
    this.lines.push(`texParameterf(${enumName(target)}, ${enumName(pname)}, ${value})`);
    this.target.texParameterf(target, pname, value);
  }

  texBorderColorf(target: number, pname: number, r: number, g: number, b: number, a: number): void {
    this.lines.push(`texBorderColorf(${enumName(target)}, ${enumName(pname)}, ${r}, ${g}, ${b}, ${a})`);
    this.target.texBorderColorf(target, pname, r, g, b, a);
  }

  texBorderColori(target: number, pname: number, r: number, g: number, b: number, a: number): void {
    this.lines.push(`texBorderColori(${enumName(target)}, ${enumName(pname)}, ${r}, ${g}, ${b}, ${a})`);
    this.target.texBorderColori(target, pname, r, g, b, a);
  }

  texBorderColorui(target: number, pname: number, r: number, g: number, b: number, a: number): void {
    this.lines.push(`texBorderColorui(${enumName(target)}, ${enumName(pname)}, ${r}, ${g}, ${b}, ${a})`);
    this.target.texBorderColorui(target, pname, r, g, b, a);
  }

  texSwizzle(target: number, r: number, g: number, b: number, a: number): void {
    this.lines.push(`texSwizzle(${enumName(target)}, ${enumName(r)}, ${enumName(g)}, ${enumName(b)}, ${enumName(a)})`);
    this.target.texSwizzle(target, r, g, b, a);
  }

  getTexParameteri(target: number, pname: number): number {
    const result = this.target.getTexParameteri(target, pname);
    this.lines.push(`getTexParameteri(${enumName(target)}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  getTexLevelParameteri(target: number, level: number, pname: number): number {
    const result = this.target.getTexLevelParameteri(target, level, pname);
    this.lines.push(`getTexLevelParameteri(${enumName(target)}, ${level}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  texStorage1D(target: number, levels: number, internalFormat: number, width: number): void {
    this.lines.push(`texStorage1D(${enumName(target)}, ${levels}, ${enumName(internalFormat)}, ${width})`);
    this.target.texStorage1D(target, levels, internalFormat, width);
  }

  texStorage2D(target: number, levels: number, internalFormat: number, width: number, height: number): void {
    this.lines.push(`texStorage2D(${enumName(target)}, ${levels}, ${enumName(internalFormat)}, ${width}, ${height})`);
    this.target.texStorage2D(target, levels, internalFormat, width, height);
  }

  texStorage3D(target: number, levels: number, internalFormat: number, width: number, height: number, depth: number): void {
    this.lines.push(`texStorage3D(${enumName(target)}, ${levels}, ${enumName(internalFormat)}, ${width}, ${height}, ${depth})`);
    this.target.texStorage3D(target, levels, internalFormat, width, height, depth);
  }

  texStorage2DMultisample(
    target: number,
    samples: number,
    internalFormat: number,
    width: number,
    height: number,
    fixedLocations: boolean,
  ): void {
    this.lines.push(
      `texStorage2DMultisample(${enumName(target)}, ${samples}, ${enumName(internalFormat)}, ${width}, ${height}, ${fixedLocations})`,
    );
    this.target.texStorage2DMultisample(target, samples, internalFormat, width, height, fixedLocations);
  }

  texStorage3DMultisample(
    target: number,
    samples: number,
    internalFormat: number,
    width: number,
    height: number,
    depth: number,
    fixedLocations: boolean,
  ): void {
    this.lines.push(
      `texStorage3DMultisample(${enumName(target)}, ${samples}, ${enumName(internalFormat)}, ${width}, ${height}, ${depth}, ${fixedLocations})`,
    );
    this.target.texStorage3DMultisample(target, samples, internalFormat, width, height, depth, fixedLocations);
  }

  texImage1D(
    target: number,
    level: number,
    internalFormat: number,
    width: number,
    border: number,
    format: number,
    type: number,
    mem: Memory | null,
    offset: number,
  ): void {
    this.lines.push(
      `texImage1D(${enumName(target)}, ${level}, ${enumName(internalFormat)}, ${width}, ${border}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`,
    );
    this.target.texImage1D(target, level, internalFormat, width, border, format, type, mem, offset);
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
    this.lines.push(
      `texImage2D(${enumName(target)}, ${level}, ${enumName(internalFormat)}, ${width}, ${height}, ${border}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`,
    );
    this.target.texImage2D(target, level, internalFormat, width, height, border, format, type, mem, offset);
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
    this.lines.push(
      `texImage3D(${enumName(target)}, ${level}, ${enumName(internalFormat)}, ${width}, ${height}, ${depth}, ${border}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`,
    );
    this.target.texImage3D(target, level, internalFormat, width, height, depth, border, format, type, mem, offset);
  }

  texImage2DMultisample(
    target: number,
    samples: number,
    internalFormat: number,
    width: number,
    height: number,
    fixedLocations: boolean,
  ): void {
    this.lines.push(
      `texImage2DMultisample(${enumName(target)}, ${samples}, ${enumName(internalFormat)}, ${width}, ${height}, ${fixedLocations})`,
    );
    this.target.texImage2DMultisample(target, samples, internalFormat, width, height, fixedLocations);
  }

  texImage3DMultisample(
    target: number,
    samples: number,
    internalFormat: number,
    width: number,
    height: number,
    depth: number,
    fixedLocations: boolean,
  ): void {
    this.lines.push(
      `texImage3DMultisample(${enumName(target)}, ${samples}, ${enumName(internalFormat)}, ${width}, ${height}, ${depth}, ${fixedLocations})`,
    );
    this.target.texImage3DMultisample(target, samples, internalFormat, width, height, depth, fixedLocations);
  }

  texSubImage1D(target: number, level: number, x: number, width: number, format: number, type: number, mem: Memory, offset: number): void {
    this.lines.push(
      `texSubImage1D(${enumName(target)}, ${level}, ${x}, ${width}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`,
    );
    this.target.texSubImage1D(target, level, x, width, format, type, mem, offset);
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
    this.lines.push(
      `texSubImage2D(${enumName(target)}, ${level}, ${x}, ${y}, ${width}, ${height}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`,
    );
    this.target.texSubImage2D(target, level, x, y, width, height, format, type, mem, offset);
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
    this.lines.push(
      `texSubImage3D(${enumName(target)}, ${level}, ${x}, ${y}, ${z}, ${width}, ${height}, ${depth}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`,
    );
    this.target.texSubImage3D(target, level, x, y, z, width, height, depth, format, type, mem, offset);
  }

  texSubImage1DFromBuffer(target: number, level: number, x: number, width: number, format: number, type: number, offset: number): void {
    this.lines.push(
      `texSubImage1DFromBuffer(${enumName(target)}, ${level}, ${x}, ${width}, ${enumName(format)}, ${enumName(type)}, ${offset})`,
    );
    this.target.texSubImage1DFromBuffer(target, level, x, width, format, type, offset);
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
    this.lines.push(
      `texSubImage2DFromBuffer(${enumName(target)}, ${level}, ${x}, ${y}, ${width}, ${height}, ${enumName(format)}, ${enumName(type)}, ${offset})`,
    );
    this.target.texSubImage2DFromBuffer(target, level, x, y, width, height, format, type, offset);
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
    this.lines.push(
      `texSubImage3DFromBuffer(${enumName(target)}, ${level}, ${x}, ${y}, ${z}, ${width}, ${height}, ${depth}, ${enumName(format)}, ${enumName(type)}, ${offset})`,
    );
    this.target.texSubImage3DFromBuffer(target, level, x, y, z, width, height, depth, format, type, offset);
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
    this.lines.push(
      `compressedTexImage2D(${enumName(target)}, ${level}, ${enumName(internalFormat)}, ${width}, ${height}, ${border}, ${size}, ${dataText(mem, offset, size)})`,
    );
    this.target.compressedTexImage2D(target, level, internalFormat, width, height, border, size, mem, offset);
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
    this.lines.push(
      `compressedTexImage3D(${enumName(target)}, ${level}, ${enumName(internalFormat)}, ${width}, ${height}, ${depth}, ${border}, ${size}, ${dataText(mem, offset, size)})`,
    );
    this.target.compressedTexImage3D(target, level, internalFormat, width, height, depth, border, size, mem, offset);
  }

  compressedTexSubImage1D(
    target: number,
    level: number,
    x: number,
    width: number,
    format: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void {
    this.lines.push(
      `compressedTexSubImage1D(${enumName(target)}, ${level}, ${x}, ${width}, ${enumName(format)}, ${size}, ${dataText(mem, offset, size)})`,
    );
    this.target.compressedTexSubImage1D(target, level, x, width, format, size, mem, offset);
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
    this.lines.push(
      `compressedTexSubImage2D(${enumName(target)}, ${level}, ${x}, ${y}, ${width}, ${height}, ${enumName(format)}, ${size}, ${dataText(mem, offset, size)})`,
    );
    this.target.compressedTexSubImage2D(target, level, x, y, width, height, format, size, mem, offset);
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
    this.lines.push(
      `compressedTexSubImage3D(${enumName(target)}, ${level}, ${x}, ${y}, ${z}, ${width}, ${height}, ${depth}, ${enumName(format)}, ${size}, ${dataText(mem, offset, size)})`,
    );
    this.target.compressedTexSubImage3D(target, level, x, y, z, width, height, depth, format, size, mem, offset);
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
    this.lines.push(
      `compressedTexSubImage2DFromBuffer(${enumName(target)}, ${level}, ${x}, ${y}, ${width}, ${height}, ${enumName(format)}, ${size}, ${offset})`,
    );
    this.target.compressedTexSubImage2DFromBuffer(target, level, x, y, width, height, format, size, offset);
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
    this.lines.push(
      `compressedTexSubImage3DFromBuffer(${enumName(target)}, ${level}, ${x}, ${y}, ${z}, ${width}, ${height}, ${depth}, ${enumName(format)}, ${size}, ${offset})`,
    );
    this.target.compressedTexSubImage3DFromBuffer(target, level, x, y, z, width, height, depth, format, size, offset);
  }

  getTexImage(target: number, level: number, format: number, type: number, mem: Memory, offset: number): void {
    this.lines.push(`getTexImage(${enumName(target)}, ${level}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`);
    this.target.getTexImage(target, level, format, type, mem, offset);
  }

  getTexImageToBuffer(target: number, level: number, format: number, type: number, offset: number): void {
    this.lines.push(`getTexImageToBuffer(${enumName(target)}, ${level}, ${enumName(format)}, ${enumName(type)}, ${offset})`);
    this.target.getTexImageToBuffer(target, level, format, type, offset);
  }

  getnTexImage(target: number, level: number, format: number, type: number, size: number, mem: Memory, offset: number): void {
    this.lines.push(
      `getnTexImage(${enumName(target)}, ${level}, ${enumName(format)}, ${enumName(type)}, ${size}, ${dataText(mem, offset)})`,
    );
    this.target.getnTexImage(target, level, format, type, size, mem, offset);
  }

  getCompressedTexImage(target: number, level: number, mem: Memory, offset: number): void {
    this.lines.push(`getCompressedTexImage(${enumName(target)}, ${level}, ${dataText(mem, offset)})`);
    this.target.getCompressedTexImage(target, level, mem, offset);
  }

  getnCompressedTexImage(target: number, level: number, size: number, mem: Memory, offset: number): void {
    this.lines.push(`getnCompressedTexImage(${enumName(target)}, ${level}, ${size}, ${dataText(mem, offset)})`);
    this.target.getnCompressedTexImage(target, level, size, mem, offset);
  }

  getTextureSubImage(
    name: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void {
    this.lines.push(
      `getTextureSubImage(${name}, ${level}, ${x}, ${y}, ${z}, ${width}, ${height}, ${depth}, ${enumName(format)}, ${enumName(type)}, ${size}, ${dataText(mem, offset)})`,
    );
    this.target.getTextureSubImage(name, level, x, y, z, width, height, depth, format, type, size, mem, offset);
  }

  getCompressedTextureSubImage(
    name: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void {
    this.lines.push(
      `getCompressedTextureSubImage(${name}, ${level}, ${x}, ${y}, ${z}, ${width}, ${height}, ${depth}, ${size}, ${dataText(mem, offset)})`,
    );
    this.target.getCompressedTextureSubImage(name, level, x, y, z, width, height, depth, size, mem, offset);
  }

  texBuffer(target: number, internalFormat: number, name: number): void {
    this.lines.push(`texBuffer(${enumName(target)}, ${enumName(internalFormat)}, ${name})`);
    this.target.texBuffer(target, internalFormat, name);
  }

  texBufferRange(target: number, internalFormat: number, name: number, offset: number, size: number): void {
    this.lines.push(`texBufferRange(${enumName(target)}, ${enumName(internalFormat)}, ${name}, ${offset}, ${size})`);
    this.target.texBufferRange(target, internalFormat, name, offset, size);
  }

  textureView(
    name: number,
    target: number,
    origin: number,
    internalFormat: number,
    minLevel: number,
    levels: number,
    minLayer: number,
    layers: number,
  ): void {
    this.lines.push(
      `textureView(${name}, ${enumName(target)}, ${origin}, ${enumName(internalFormat)}, ${minLevel}, ${levels}, ${minLayer}, ${layers})`,
    );
    this.target.textureView(name, target, origin, internalFormat, minLevel, levels, minLayer, layers);
  }

  generateMipmap(target: number): void {
    this.lines.push(`generateMipmap(${enumName(target)})`);
    this.target.generateMipmap(target);
  }

  copyTexSubImage1D(target: number, level: number, dstX: number, x: number, y: number, width: number): void {
    this.lines.push(`copyTexSubImage1D(${enumName(target)}, ${level}, ${dstX}, ${x}, ${y}, ${width})`);
    this.target.copyTexSubImage1D(target, level, dstX, x, y, width);
  }

  copyTexSubImage2D(target: number, level: number, dstX: number, dstY: number, x: number, y: number, width: number, height: number): void {
    this.lines.push(`copyTexSubImage2D(${enumName(target)}, ${level}, ${dstX}, ${dstY}, ${x}, ${y}, ${width}, ${height})`);
    this.target.copyTexSubImage2D(target, level, dstX, dstY, x, y, width, height);
  }

  copyTexSubImage3D(
    target: number,
    level: number,
    dstX: number,
    dstY: number,
    dstZ: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    this.lines.push(`copyTexSubImage3D(${enumName(target)}, ${level}, ${dstX}, ${dstY}, ${dstZ}, ${x}, ${y}, ${width}, ${height})`);
    this.target.copyTexSubImage3D(target, level, dstX, dstY, dstZ, x, y, width, height);
  }

  copyImageSubData(
    src: number,
    srcTarget: number,
    srcLevel: number,
    srcX: number,
    srcY: number,
    srcZ: number,
    dst: number,
    dstTarget: number,
    dstLevel: number,
    dstX: number,
    dstY: number,
    dstZ: number,
    width: number,
    height: number,
    depth: number,
  ): void {
    this.lines.push(
      `copyImageSubData(${src}, ${enumName(srcTarget)}, ${srcLevel}, ${srcX}, ${srcY}, ${srcZ}, ${dst}, ${enumName(dstTarget)}, ${dstLevel}, ${dstX}, ${dstY}, ${dstZ}, ${width}, ${height}, ${depth})`,
    );
    this.target.copyImageSubData(
      src,
      srcTarget,
      srcLevel,
      srcX,
      srcY,
      srcZ,
      dst,
      dstTarget,
      dstLevel,
      dstX,
      dstY,
      dstZ,
      width,
      height,
      depth,
    );
  }

  clearTexImage(name: number, level: number, format: number, type: number, mem: Memory | null, offset: number): void {
    this.lines.push(`clearTexImage(${name}, ${level}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`);
    this.target.clearTexImage(name, level, format, type, mem, offset);
  }

  clearTexSubImage(
    name: number,
    level: number,
    x: number,
    y: number,
    z: number,
    width: number,
    height: number,
    depth: number,
    format: number,
    type: number,
    mem: Memory | null,
    offset: number,
  ): void {
    this.lines.push(
      `clearTexSubImage(${name}, ${level}, ${x}, ${y}, ${z}, ${width}, ${height}, ${depth}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`,
    );
    this.target.clearTexSubImage(name, level, x, y, z, width, height, depth, format, type, mem, offset);
  }

  invalidateTexImage(name: number, level: number): void {
    this.lines.push(`invalidateTexImage(${name}, ${level})`);
    this.target.invalidateTexImage(name, level);
  }

  bindImageTexture(unit: number, name: number, level: number, layered: boolean, layer: number, access: number, format: number): void {
    this.lines.push(`bindImageTexture(${unit}, ${name}, ${level}, ${layered}, ${layer}, ${enumName(access)}, ${enumName(format)})`);
    this.target.bindImageTexture(unit, name, level, layered, layer, access, format);
  }

  textureBarrier(): void {
    this.lines.push(`textureBarrier()`);
    this.target.textureBarrier();
  }

  pixelStorei(pname: number, value: number): void {
    this.lines.push(`pixelStorei(${enumName(pname)}, ${value})`);
    this.target.pixelStorei(pname, value);
  }

  getInternalformat(target: number, format: number, pname: number): number {
    const result = this.target.getInternalformat(target, format, pname);
    this.lines.push(`getInternalformat(${enumName(target)}, ${enumName(format)}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  bindSampler(unit: number, name: number): void {
    this.lines.push(`bindSampler(${unit}, ${name})`);
    this.target.bindSampler(unit, name);
  }

  samplerParameteri(name: number, pname: number, value: number): void {
    this.lines.push(`samplerParameteri(${name}, ${enumName(pname)}, ${enumName(value)})`);
    this.target.samplerParameteri(name, pname, value);
  }

  samplerParameterf(name: number, pname: number, value: number): void {
    this.lines.push(`samplerParameterf(${name}, ${enumName(pname)}, ${value})`);
    this.target.samplerParameterf(name, pname, value);
  }

  samplerBorderColorf(name: number, r: number, g: number, b: number, a: number): void {
    this.lines.push(`samplerBorderColorf(${name}, ${r}, ${g}, ${b}, ${a})`);
    this.target.samplerBorderColorf(name, r, g, b, a);
  }

  samplerBorderColori(name: number, r: number, g: number, b: number, a: number): void {
    this.lines.push(`samplerBorderColori(${name}, ${r}, ${g}, ${b}, ${a})`);
    this.target.samplerBorderColori(name, r, g, b, a);
  }

  samplerBorderColorui(name: number, r: number, g: number, b: number, a: number): void {
    this.lines.push(`samplerBorderColorui(${name}, ${r}, ${g}, ${b}, ${a})`);
    this.target.samplerBorderColorui(name, r, g, b, a);
  }

  bindBuffer(target: number, name: number): void {
    this.lines.push(`bindBuffer(${enumName(target)}, ${name})`);
    this.target.bindBuffer(target, name);
  }

  bindBufferBase(target: number, index: number, name: number): void {
    this.lines.push(`bindBufferBase(${enumName(target)}, ${index}, ${name})`);
    this.target.bindBufferBase(target, index, name);
  }

  bindBufferRange(target: number, index: number, name: number, offset: number, size: number): void {
    this.lines.push(`bindBufferRange(${enumName(target)}, ${index}, ${name}, ${offset}, ${size})`);
    this.target.bindBufferRange(target, index, name, offset, size);
  }

  bufferData(target: number, size: number, mem: Memory | null, offset: number, usage: number): void {
    this.lines.push(`bufferData(${enumName(target)}, ${size}, ${dataText(mem, offset, size)}, ${enumName(usage)})`);
    this.target.bufferData(target, size, mem, offset, usage);
  }

  bufferSubData(target: number, dstOffset: number, size: number, mem: Memory, offset: number): void {
    this.lines.push(`bufferSubData(${enumName(target)}, ${dstOffset}, ${size}, ${dataText(mem, offset, size)})`);
    this.target.bufferSubData(target, dstOffset, size, mem, offset);
  }

  bufferStorage(target: number, size: number, mem: Memory | null, offset: number, flags: number): void {
    this.lines.push(`bufferStorage(${enumName(target)}, ${size}, ${dataText(mem, offset, size)}, ${bitNames('storageBits', flags)})`);
    this.target.bufferStorage(target, size, mem, offset, flags);
  }

  getBufferSubData(target: number, srcOffset: number, size: number, mem: Memory, offset: number): void {
    this.lines.push(`getBufferSubData(${enumName(target)}, ${srcOffset}, ${size}, ${dataText(mem, offset)})`);
    this.target.getBufferSubData(target, srcOffset, size, mem, offset);
  }

  mapBufferRange(target: number, offset: number, size: number, access: number): Memory | null {
    const result = this.target.mapBufferRange(target, offset, size, access);
    this.lines.push(
      `mapBufferRange(${enumName(target)}, ${offset}, ${size}, ${bitNames('mapBits', access)}) = ${result === null ? 'null' : 'memory'}`,
    );
    return result;
  }

  flushMappedBufferRange(target: number, offset: number, size: number): void {
    this.lines.push(`flushMappedBufferRange(${enumName(target)}, ${offset}, ${size})`);
    this.target.flushMappedBufferRange(target, offset, size);
  }

  unmapBuffer(target: number): boolean {
    const result = this.target.unmapBuffer(target);
    this.lines.push(`unmapBuffer(${enumName(target)}) = ${result}`);
    return result;
  }

  copyBufferSubData(readTarget: number, writeTarget: number, readOffset: number, writeOffset: number, size: number): void {
    this.lines.push(`copyBufferSubData(${enumName(readTarget)}, ${enumName(writeTarget)}, ${readOffset}, ${writeOffset}, ${size})`);
    this.target.copyBufferSubData(readTarget, writeTarget, readOffset, writeOffset, size);
  }

  invalidateBufferData(name: number): void {
    this.lines.push(`invalidateBufferData(${name})`);
    this.target.invalidateBufferData(name);
  }

  invalidateBufferSubData(name: number, offset: number, size: number): void {
    this.lines.push(`invalidateBufferSubData(${name}, ${offset}, ${size})`);
    this.target.invalidateBufferSubData(name, offset, size);
  }

  clearBufferData(target: number, internalFormat: number, format: number, type: number, mem: Memory | null, offset: number): void {
    this.lines.push(
      `clearBufferData(${enumName(target)}, ${enumName(internalFormat)}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`,
    );
    this.target.clearBufferData(target, internalFormat, format, type, mem, offset);
  }

  clearBufferSubData(
    target: number,
    internalFormat: number,
    offset: number,
    size: number,
    format: number,
    type: number,
    mem: Memory | null,
    memOffset: number,
  ): void {
    this.lines.push(
      `clearBufferSubData(${enumName(target)}, ${enumName(internalFormat)}, ${offset}, ${size}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, memOffset, size)})`,
    );
    this.target.clearBufferSubData(target, internalFormat, offset, size, format, type, mem, memOffset);
  }

  getBufferParameter(target: number, pname: number): number {
    const result = this.target.getBufferParameter(target, pname);
    this.lines.push(`getBufferParameter(${enumName(target)}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  bindFramebuffer(target: number, name: number): void {
    this.lines.push(`bindFramebuffer(${enumName(target)}, ${name})`);
    this.target.bindFramebuffer(target, name);
  }

  checkFramebufferStatus(target: number): number {
    const result = this.target.checkFramebufferStatus(target);
    this.lines.push(`checkFramebufferStatus(${enumName(target)}) = ${enumName(result)}`);
    return result;
  }

  framebufferTexture(target: number, attachment: number, name: number, level: number): void {
    this.lines.push(`framebufferTexture(${enumName(target)}, ${enumName(attachment)}, ${name}, ${level})`);
    this.target.framebufferTexture(target, attachment, name, level);
  }

  framebufferTexture1D(target: number, attachment: number, texTarget: number, name: number, level: number): void {
    this.lines.push(`framebufferTexture1D(${enumName(target)}, ${enumName(attachment)}, ${enumName(texTarget)}, ${name}, ${level})`);
    this.target.framebufferTexture1D(target, attachment, texTarget, name, level);
  }

  framebufferTexture2D(target: number, attachment: number, texTarget: number, name: number, level: number): void {
    this.lines.push(`framebufferTexture2D(${enumName(target)}, ${enumName(attachment)}, ${enumName(texTarget)}, ${name}, ${level})`);
    this.target.framebufferTexture2D(target, attachment, texTarget, name, level);
  }

  framebufferTexture3D(target: number, attachment: number, texTarget: number, name: number, level: number, layer: number): void {
    this.lines.push(
      `framebufferTexture3D(${enumName(target)}, ${enumName(attachment)}, ${enumName(texTarget)}, ${name}, ${level}, ${layer})`,
    );
    this.target.framebufferTexture3D(target, attachment, texTarget, name, level, layer);
  }

  framebufferTextureLayer(target: number, attachment: number, name: number, level: number, layer: number): void {
    this.lines.push(`framebufferTextureLayer(${enumName(target)}, ${enumName(attachment)}, ${name}, ${level}, ${layer})`);
    this.target.framebufferTextureLayer(target, attachment, name, level, layer);
  }

  framebufferRenderbuffer(target: number, attachment: number, rbTarget: number, name: number): void {
    this.lines.push(`framebufferRenderbuffer(${enumName(target)}, ${enumName(attachment)}, ${enumName(rbTarget)}, ${name})`);
    this.target.framebufferRenderbuffer(target, attachment, rbTarget, name);
  }

  framebufferParameteri(target: number, pname: number, value: number): void {
    this.lines.push(`framebufferParameteri(${enumName(target)}, ${enumName(pname)}, ${value})`);
    this.target.framebufferParameteri(target, pname, value);
  }

  getFramebufferAttachmentParameter(target: number, attachment: number, pname: number): number {
    const result = this.target.getFramebufferAttachmentParameter(target, attachment, pname);
    this.lines.push(`getFramebufferAttachmentParameter(${enumName(target)}, ${enumName(attachment)}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  bindRenderbuffer(target: number, name: number): void {
    this.lines.push(`bindRenderbuffer(${enumName(target)}, ${name})`);
    this.target.bindRenderbuffer(target, name);
  }

  renderbufferStorage(target: number, internalFormat: number, width: number, height: number): void {
    this.lines.push(`renderbufferStorage(${enumName(target)}, ${enumName(internalFormat)}, ${width}, ${height})`);
    this.target.renderbufferStorage(target, internalFormat, width, height);
  }

  renderbufferStorageMultisample(target: number, samples: number, internalFormat: number, width: number, height: number): void {
    this.lines.push(`renderbufferStorageMultisample(${enumName(target)}, ${samples}, ${enumName(internalFormat)}, ${width}, ${height})`);
    this.target.renderbufferStorageMultisample(target, samples, internalFormat, width, height);
  }

  blitFramebuffer(
    srcX0: number,
    srcY0: number,
    srcX1: number,
    srcY1: number,
    dstX0: number,
    dstY0: number,
    dstX1: number,
    dstY1: number,
    mask: number,
    filter: number,
  ): void {
    this.lines.push(
      `blitFramebuffer(${srcX0}, ${srcY0}, ${srcX1}, ${srcY1}, ${dstX0}, ${dstY0}, ${dstX1}, ${dstY1}, ${bitNames('clearBits', mask)}, ${enumName(filter)})`,
    );
    this.target.blitFramebuffer(srcX0, srcY0, srcX1, srcY1, dstX0, dstY0, dstX1, dstY1, mask, filter);
  }

  drawBuffers(count: number, attachmentMask: number): void {
    this.lines.push(`drawBuffers(${count}, ${attachmentMask})`);
    this.target.drawBuffers(count, attachmentMask);
  }

  readBuffer(source: number): void {
    this.lines.push(`readBuffer(${enumName(source)})`);
    this.target.readBuffer(source);
  }

  invalidateFramebuffer(target: number, colorMask: number, depth: boolean, stencil: boolean): void {
    this.lines.push(`invalidateFramebuffer(${enumName(target)}, ${colorMask}, ${depth}, ${stencil})`);
    this.target.invalidateFramebuffer(target, colorMask, depth, stencil);
  }

  readPixels(x: number, y: number, width: number, height: number, format: number, type: number, mem: Memory, offset: number): void {
    this.lines.push(`readPixels(${x}, ${y}, ${width}, ${height}, ${enumName(format)}, ${enumName(type)}, ${dataText(mem, offset)})`);
    this.target.readPixels(x, y, width, height, format, type, mem, offset);
  }

  readPixelsToBuffer(x: number, y: number, width: number, height: number, format: number, type: number, offset: number): void {
    this.lines.push(`readPixelsToBuffer(${x}, ${y}, ${width}, ${height}, ${enumName(format)}, ${enumName(type)}, ${offset})`);
    this.target.readPixelsToBuffer(x, y, width, height, format, type, offset);
  }

  readnPixels(
    x: number,
    y: number,
    width: number,
    height: number,
    format: number,
    type: number,
    size: number,
    mem: Memory,
    offset: number,
  ): void {
    this.lines.push(
      `readnPixels(${x}, ${y}, ${width}, ${height}, ${enumName(format)}, ${enumName(type)}, ${size}, ${dataText(mem, offset)})`,
    );
    this.target.readnPixels(x, y, width, height, format, type, size, mem, offset);
  }

  clear(mask: number): void {
    this.lines.push(`clear(${bitNames('clearBits', mask)})`);
    this.target.clear(mask);
  }

  clearColor(r: number, g: number, b: number, a: number): void {
    this.lines.push(`clearColor(${r}, ${g}, ${b}, ${a})`);
    this.target.clearColor(r, g, b, a);
  }

  clearDepth(depth: number): void {
    this.lines.push(`clearDepth(${depth})`);
    this.target.clearDepth(depth);
  }

  clearStencil(stencil: number): void {
    this.lines.push(`clearStencil(${stencil})`);
    this.target.clearStencil(stencil);
  }

  clearBufferfv(buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number): void {
    this.lines.push(`clearBufferfv(${enumName(buffer)}, ${drawBuffer}, ${r}, ${g}, ${b}, ${a})`);
    this.target.clearBufferfv(buffer, drawBuffer, r, g, b, a);
  }

  clearBufferiv(buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number): void {
    this.lines.push(`clearBufferiv(${enumName(buffer)}, ${drawBuffer}, ${r}, ${g}, ${b}, ${a})`);
    this.target.clearBufferiv(buffer, drawBuffer, r, g, b, a);
  }

  clearBufferuiv(buffer: number, drawBuffer: number, r: number, g: number, b: number, a: number): void {
    this.lines.push(`clearBufferuiv(${enumName(buffer)}, ${drawBuffer}, ${r}, ${g}, ${b}, ${a})`);
    this.target.clearBufferuiv(buffer, drawBuffer, r, g, b, a);
  }

  clearBufferfi(buffer: number, drawBuffer: number, depth: number, stencil: number): void {
    this.lines.push(`clearBufferfi(${enumName(buffer)}, ${drawBuffer}, ${depth}, ${stencil})`);
    this.target.clearBufferfi(buffer, drawBuffer, depth, stencil);
  }

  bindVertexArray(name: number): void {
    this.lines.push(`bindVertexArray(${name})`);
    this.target.bindVertexArray(name);
  }

  enableVertexAttribArray(index: number): void {
    this.lines.push(`enableVertexAttribArray(${index})`);
    this.target.enableVertexAttribArray(index);
  }

  disableVertexAttribArray(index: number): void {
    this.lines.push(`disableVertexAttribArray(${index})`);
    this.target.disableVertexAttribArray(index);
  }

  vertexAttribPointer(index: number, size: number, type: number, normalized: boolean, stride: number, offset: number): void {
    this.lines.push(`vertexAttribPointer(${index}, ${size}, ${enumName(type)}, ${normalized}, ${stride}, ${offset})`);
    this.target.vertexAttribPointer(index, size, type, normalized, stride, offset);
  }

  vertexAttribIPointer(index: number, size: number, type: number, stride: number, offset: number): void {
    this.lines.push(`vertexAttribIPointer(${index}, ${size}, ${enumName(type)}, ${stride}, ${offset})`);
    this.target.vertexAttribIPointer(index, size, type, stride, offset);
  }

  vertexAttribLPointer(index: number, size: number, type: number, stride: number, offset: number): void {
    this.lines.push(`vertexAttribLPointer(${index}, ${size}, ${enumName(type)}, ${stride}, ${offset})`);
    this.target.vertexAttribLPointer(index, size, type, stride, offset);
  }

  vertexAttribDivisor(index: number, divisor: number): void {
    this.lines.push(`vertexAttribDivisor(${index}, ${divisor})`);
    this.target.vertexAttribDivisor(index, divisor);
  }

  vertexAttribFormat(index: number, size: number, type: number, normalized: boolean, relativeOffset: number): void {
    this.lines.push(`vertexAttribFormat(${index}, ${size}, ${enumName(type)}, ${normalized}, ${relativeOffset})`);
    this.target.vertexAttribFormat(index, size, type, normalized, relativeOffset);
  }

  vertexAttribIFormat(index: number, size: number, type: number, relativeOffset: number): void {
    this.lines.push(`vertexAttribIFormat(${index}, ${size}, ${enumName(type)}, ${relativeOffset})`);
    this.target.vertexAttribIFormat(index, size, type, relativeOffset);
  }

  vertexAttribLFormat(index: number, size: number, type: number, relativeOffset: number): void {
    this.lines.push(`vertexAttribLFormat(${index}, ${size}, ${enumName(type)}, ${relativeOffset})`);
    this.target.vertexAttribLFormat(index, size, type, relativeOffset);
  }

  vertexAttribBinding(index: number, binding: number): void {
    this.lines.push(`vertexAttribBinding(${index}, ${binding})`);
    this.target.vertexAttribBinding(index, binding);
  }

  bindVertexBuffer(binding: number, name: number, offset: number, stride: number): void {
    this.lines.push(`bindVertexBuffer(${binding}, ${name}, ${offset}, ${stride})`);
    this.target.bindVertexBuffer(binding, name, offset, stride);
  }

  vertexBindingDivisor(binding: number, divisor: number): void {
    this.lines.push(`vertexBindingDivisor(${binding}, ${divisor})`);
    this.target.vertexBindingDivisor(binding, divisor);
  }

  edgeFlagPointer(stride: number, offset: number): void {
    this.lines.push(`edgeFlagPointer(${stride}, ${offset})`);
    this.target.edgeFlagPointer(stride, offset);
  }

  enableClientState(array: number): void {
    this.lines.push(`enableClientState(${enumName(array)})`);
    this.target.enableClientState(array);
  }

  disableClientState(array: number): void {
    this.lines.push(`disableClientState(${enumName(array)})`);
    this.target.disableClientState(array);
  }

  vertexAttrib1f(index: number, x: number): void {
    this.lines.push(`vertexAttrib1f(${index}, ${x})`);
    this.target.vertexAttrib1f(index, x);
  }

  vertexAttrib2f(index: number, x: number, y: number): void {
    this.lines.push(`vertexAttrib2f(${index}, ${x}, ${y})`);
    this.target.vertexAttrib2f(index, x, y);
  }

  vertexAttrib3f(index: number, x: number, y: number, z: number): void {
    this.lines.push(`vertexAttrib3f(${index}, ${x}, ${y}, ${z})`);
    this.target.vertexAttrib3f(index, x, y, z);
  }

  vertexAttrib4f(index: number, x: number, y: number, z: number, w: number): void {
    this.lines.push(`vertexAttrib4f(${index}, ${x}, ${y}, ${z}, ${w})`);
    this.target.vertexAttrib4f(index, x, y, z, w);
  }

  vertexAttribI4i(index: number, x: number, y: number, z: number, w: number): void {
    this.lines.push(`vertexAttribI4i(${index}, ${x}, ${y}, ${z}, ${w})`);
    this.target.vertexAttribI4i(index, x, y, z, w);
  }

  vertexAttribI4ui(index: number, x: number, y: number, z: number, w: number): void {
    this.lines.push(`vertexAttribI4ui(${index}, ${x}, ${y}, ${z}, ${w})`);
    this.target.vertexAttribI4ui(index, x, y, z, w);
  }

  drawArrays(mode: number, first: number, count: number): void {
    this.lines.push(`drawArrays(${primitiveName(mode)}, ${first}, ${count})`);
    this.target.drawArrays(mode, first, count);
  }

  drawArraysInstanced(mode: number, first: number, count: number, instances: number): void {
    this.lines.push(`drawArraysInstanced(${primitiveName(mode)}, ${first}, ${count}, ${instances})`);
    this.target.drawArraysInstanced(mode, first, count, instances);
  }

  drawArraysInstancedBaseInstance(mode: number, first: number, count: number, instances: number, baseInstance: number): void {
    this.lines.push(`drawArraysInstancedBaseInstance(${primitiveName(mode)}, ${first}, ${count}, ${instances}, ${baseInstance})`);
    this.target.drawArraysInstancedBaseInstance(mode, first, count, instances, baseInstance);
  }

  drawElements(mode: number, count: number, type: number, offset: number): void {
    this.lines.push(`drawElements(${primitiveName(mode)}, ${count}, ${enumName(type)}, ${offset})`);
    this.target.drawElements(mode, count, type, offset);
  }

  drawElementsInstanced(mode: number, count: number, type: number, offset: number, instances: number): void {
    this.lines.push(`drawElementsInstanced(${primitiveName(mode)}, ${count}, ${enumName(type)}, ${offset}, ${instances})`);
    this.target.drawElementsInstanced(mode, count, type, offset, instances);
  }

  drawElementsBaseVertex(mode: number, count: number, type: number, offset: number, baseVertex: number): void {
    this.lines.push(`drawElementsBaseVertex(${primitiveName(mode)}, ${count}, ${enumName(type)}, ${offset}, ${baseVertex})`);
    this.target.drawElementsBaseVertex(mode, count, type, offset, baseVertex);
  }

  drawElementsInstancedBaseVertex(mode: number, count: number, type: number, offset: number, instances: number, baseVertex: number): void {
    this.lines.push(
      `drawElementsInstancedBaseVertex(${primitiveName(mode)}, ${count}, ${enumName(type)}, ${offset}, ${instances}, ${baseVertex})`,
    );
    this.target.drawElementsInstancedBaseVertex(mode, count, type, offset, instances, baseVertex);
  }

  drawElementsInstancedBaseInstance(
    mode: number,
    count: number,
    type: number,
    offset: number,
    instances: number,
    baseInstance: number,
  ): void {
    this.lines.push(
      `drawElementsInstancedBaseInstance(${primitiveName(mode)}, ${count}, ${enumName(type)}, ${offset}, ${instances}, ${baseInstance})`,
    );
    this.target.drawElementsInstancedBaseInstance(mode, count, type, offset, instances, baseInstance);
  }

  drawElementsInstancedBaseVertexBaseInstance(
    mode: number,
    count: number,
    type: number,
    offset: number,
    instances: number,
    baseVertex: number,
    baseInstance: number,
  ): void {
    this.lines.push(
      `drawElementsInstancedBaseVertexBaseInstance(${primitiveName(mode)}, ${count}, ${enumName(type)}, ${offset}, ${instances}, ${baseVertex}, ${baseInstance})`,
    );
    this.target.drawElementsInstancedBaseVertexBaseInstance(mode, count, type, offset, instances, baseVertex, baseInstance);
  }

  drawRangeElements(mode: number, start: number, end: number, count: number, type: number, offset: number): void {
    this.lines.push(`drawRangeElements(${primitiveName(mode)}, ${start}, ${end}, ${count}, ${enumName(type)}, ${offset})`);
    this.target.drawRangeElements(mode, start, end, count, type, offset);
  }

  drawRangeElementsBaseVertex(
    mode: number,
    start: number,
    end: number,
    count: number,
    type: number,
    offset: number,
    baseVertex: number,
  ): void {
    this.lines.push(
      `drawRangeElementsBaseVertex(${primitiveName(mode)}, ${start}, ${end}, ${count}, ${enumName(type)}, ${offset}, ${baseVertex})`,
    );
    this.target.drawRangeElementsBaseVertex(mode, start, end, count, type, offset, baseVertex);
  }

  drawArraysIndirect(mode: number, offset: number): void {
    this.lines.push(`drawArraysIndirect(${primitiveName(mode)}, ${offset})`);
    this.target.drawArraysIndirect(mode, offset);
  }

  drawElementsIndirect(mode: number, type: number, offset: number): void {
    this.lines.push(`drawElementsIndirect(${primitiveName(mode)}, ${enumName(type)}, ${offset})`);
    this.target.drawElementsIndirect(mode, type, offset);
  }

  multiDrawArraysIndirect(mode: number, offset: number, draws: number, stride: number): void {
    this.lines.push(`multiDrawArraysIndirect(${primitiveName(mode)}, ${offset}, ${draws}, ${stride})`);
    this.target.multiDrawArraysIndirect(mode, offset, draws, stride);
  }

  multiDrawElementsIndirect(mode: number, type: number, offset: number, draws: number, stride: number): void {
    this.lines.push(`multiDrawElementsIndirect(${primitiveName(mode)}, ${enumName(type)}, ${offset}, ${draws}, ${stride})`);
    this.target.multiDrawElementsIndirect(mode, type, offset, draws, stride);
  }

  multiDrawArraysIndirectCount(mode: number, offset: number, drawCountOffset: number, maxDraws: number, stride: number): void {
    this.lines.push(`multiDrawArraysIndirectCount(${primitiveName(mode)}, ${offset}, ${drawCountOffset}, ${maxDraws}, ${stride})`);
    this.target.multiDrawArraysIndirectCount(mode, offset, drawCountOffset, maxDraws, stride);
  }

  multiDrawElementsIndirectCount(
    mode: number,
    type: number,
    offset: number,
    drawCountOffset: number,
    maxDraws: number,
    stride: number,
  ): void {
    this.lines.push(
      `multiDrawElementsIndirectCount(${primitiveName(mode)}, ${enumName(type)}, ${offset}, ${drawCountOffset}, ${maxDraws}, ${stride})`,
    );
    this.target.multiDrawElementsIndirectCount(mode, type, offset, drawCountOffset, maxDraws, stride);
  }

  multiDrawArrays(mode: number, lists: Memory, offset: number, capacity: number, draws: number): void {
    this.lines.push(`multiDrawArrays(${primitiveName(mode)}, ${dataText(lists, offset)}, ${capacity}, ${draws})`);
    this.target.multiDrawArrays(mode, lists, offset, capacity, draws);
  }

  multiDrawElements(mode: number, type: number, lists: Memory, offset: number, capacity: number, draws: number, biased: boolean): void {
    this.lines.push(
      `multiDrawElements(${primitiveName(mode)}, ${enumName(type)}, ${dataText(lists, offset)}, ${capacity}, ${draws}, ${biased})`,
    );
    this.target.multiDrawElements(mode, type, lists, offset, capacity, draws, biased);
  }

  drawTransformFeedback(mode: number, name: number): void {
    this.lines.push(`drawTransformFeedback(${primitiveName(mode)}, ${name})`);
    this.target.drawTransformFeedback(mode, name);
  }

  drawTransformFeedbackInstanced(mode: number, name: number, instances: number): void {
    this.lines.push(`drawTransformFeedbackInstanced(${primitiveName(mode)}, ${name}, ${instances})`);
    this.target.drawTransformFeedbackInstanced(mode, name, instances);
  }

  drawTransformFeedbackStream(mode: number, name: number, stream: number): void {
    this.lines.push(`drawTransformFeedbackStream(${primitiveName(mode)}, ${name}, ${stream})`);
    this.target.drawTransformFeedbackStream(mode, name, stream);
  }

  drawTransformFeedbackStreamInstanced(mode: number, name: number, stream: number, instances: number): void {
    this.lines.push(`drawTransformFeedbackStreamInstanced(${primitiveName(mode)}, ${name}, ${stream}, ${instances})`);
    this.target.drawTransformFeedbackStreamInstanced(mode, name, stream, instances);
  }

  dispatchCompute(x: number, y: number, z: number): void {
    this.lines.push(`dispatchCompute(${x}, ${y}, ${z})`);
    this.target.dispatchCompute(x, y, z);
  }

  dispatchComputeIndirect(offset: number): void {
    this.lines.push(`dispatchComputeIndirect(${offset})`);
    this.target.dispatchComputeIndirect(offset);
  }

  memoryBarrier(barriers: number): void {
    this.lines.push(`memoryBarrier(${bitNames('barrierBits', barriers)})`);
    this.target.memoryBarrier(barriers);
  }

  memoryBarrierByRegion(barriers: number): void {
    this.lines.push(`memoryBarrierByRegion(${bitNames('barrierBits', barriers)})`);
    this.target.memoryBarrierByRegion(barriers);
  }

  bindTransformFeedback(target: number, name: number): void {
    this.lines.push(`bindTransformFeedback(${enumName(target)}, ${name})`);
    this.target.bindTransformFeedback(target, name);
  }

  beginTransformFeedback(mode: number): void {
    this.lines.push(`beginTransformFeedback(${primitiveName(mode)})`);
    this.target.beginTransformFeedback(mode);
  }

  endTransformFeedback(): void {
    this.lines.push(`endTransformFeedback()`);
    this.target.endTransformFeedback();
  }

  pauseTransformFeedback(): void {
    this.lines.push(`pauseTransformFeedback()`);
    this.target.pauseTransformFeedback();
  }

  resumeTransformFeedback(): void {
    this.lines.push(`resumeTransformFeedback()`);
    this.target.resumeTransformFeedback();
  }

  transformFeedbackVaryings(name: number, varyings: readonly string[], mode: number): void {
    this.lines.push(`transformFeedbackVaryings(${name}, ${JSON.stringify(varyings)}, ${enumName(mode)})`);
    this.target.transformFeedbackVaryings(name, varyings, mode);
  }

  beginQuery(target: number, name: number): void {
    this.lines.push(`beginQuery(${enumName(target)}, ${name})`);
    this.target.beginQuery(target, name);
  }

  endQuery(target: number): void {
    this.lines.push(`endQuery(${enumName(target)})`);
    this.target.endQuery(target);
  }

  beginQueryIndexed(target: number, index: number, name: number): void {
    this.lines.push(`beginQueryIndexed(${enumName(target)}, ${index}, ${name})`);
    this.target.beginQueryIndexed(target, index, name);
  }

  endQueryIndexed(target: number, index: number): void {
    this.lines.push(`endQueryIndexed(${enumName(target)}, ${index})`);
    this.target.endQueryIndexed(target, index);
  }

  queryCounter(name: number, target: number): void {
    this.lines.push(`queryCounter(${name}, ${enumName(target)})`);
    this.target.queryCounter(name, target);
  }

  getQueryParameter(target: number, pname: number): number {
    const result = this.target.getQueryParameter(target, pname);
    this.lines.push(`getQueryParameter(${enumName(target)}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  getQueryObject(name: number, pname: number): number {
    const result = this.target.getQueryObject(name, pname);
    this.lines.push(`getQueryObject(${name}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  getQueryObjectiToBuffer(name: number, pname: number, offset: number): void {
    this.lines.push(`getQueryObjectiToBuffer(${name}, ${enumName(pname)}, ${offset})`);
    this.target.getQueryObjectiToBuffer(name, pname, offset);
  }

  getQueryObjectuiToBuffer(name: number, pname: number, offset: number): void {
    this.lines.push(`getQueryObjectuiToBuffer(${name}, ${enumName(pname)}, ${offset})`);
    this.target.getQueryObjectuiToBuffer(name, pname, offset);
  }

  getQueryObjecti64ToBuffer(name: number, pname: number, offset: number): void {
    this.lines.push(`getQueryObjecti64ToBuffer(${name}, ${enumName(pname)}, ${offset})`);
    this.target.getQueryObjecti64ToBuffer(name, pname, offset);
  }

  getQueryObjectui64ToBuffer(name: number, pname: number, offset: number): void {
    this.lines.push(`getQueryObjectui64ToBuffer(${name}, ${enumName(pname)}, ${offset})`);
    this.target.getQueryObjectui64ToBuffer(name, pname, offset);
  }

  beginConditionalRender(name: number, mode: number): void {
    this.lines.push(`beginConditionalRender(${name}, ${enumName(mode)})`);
    this.target.beginConditionalRender(name, mode);
  }

  endConditionalRender(): void {
    this.lines.push(`endConditionalRender()`);
    this.target.endConditionalRender();
  }

  fenceSync(condition: number, flags: number): number {
    const result = this.target.fenceSync(condition, flags);
    this.lines.push(`fenceSync(${enumName(condition)}, ${flags}) = ${result}`);
    return result;
  }

  clientWaitSync(sync: number, flags: number, timeoutNs: number): number {
    const result = this.target.clientWaitSync(sync, flags, timeoutNs);
    this.lines.push(`clientWaitSync(${sync}, ${bitNames('syncBits', flags)}, ${timeoutNs}) = ${enumName(result)}`);
    return result;
  }

  waitSync(sync: number): void {
    this.lines.push(`waitSync(${sync})`);
    this.target.waitSync(sync);
  }

  getSyncSignaled(sync: number): boolean {
    const result = this.target.getSyncSignaled(sync);
    this.lines.push(`getSyncSignaled(${sync}) = ${result}`);
    return result;
  }

  deleteSync(sync: number): void {
    this.lines.push(`deleteSync(${sync})`);
    this.target.deleteSync(sync);
  }

  flush(): void {
    this.lines.push(`flush()`);
    this.target.flush();
  }

  finish(): void {
    this.lines.push(`finish()`);
    this.target.finish();
  }

  getError(): number {
    const result = this.target.getError();
    this.lines.push(`getError() = ${enumName(result)}`);
    return result;
  }

  getGraphicsResetStatus(): number {
    const result = this.target.getGraphicsResetStatus();
    this.lines.push(`getGraphicsResetStatus() = ${enumName(result)}`);
    return result;
  }

  debugMessageCallback(callback: DebugCallback | null): void {
    this.lines.push(`debugMessageCallback(${callback === null ? 'null' : 'callback'})`);
    this.target.debugMessageCallback(callback);
  }

  shaderSource(name: number, source: string): void {
    this.lines.push(`shaderSource(${name}, ${JSON.stringify(source)})`);
    this.target.shaderSource(name, source);
  }

  compileShader(name: number): void {
    this.lines.push(`compileShader(${name})`);
    this.target.compileShader(name);
  }

  getShaderParameter(name: number, pname: number): number {
    const result = this.target.getShaderParameter(name, pname);
    this.lines.push(`getShaderParameter(${name}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  getShaderInfoLog(name: number): string {
    const result = this.target.getShaderInfoLog(name);
    this.lines.push(`getShaderInfoLog(${name}) = ${JSON.stringify(result)}`);
    return result;
  }

  attachShader(name: number, shader: number): void {
    this.lines.push(`attachShader(${name}, ${shader})`);
    this.target.attachShader(name, shader);
  }

  detachShader(name: number, shader: number): void {
    this.lines.push(`detachShader(${name}, ${shader})`);
    this.target.detachShader(name, shader);
  }

  linkProgram(name: number): void {
    this.lines.push(`linkProgram(${name})`);
    this.target.linkProgram(name);
  }

  validateProgram(name: number): void {
    this.lines.push(`validateProgram(${name})`);
    this.target.validateProgram(name);
  }

  useProgram(name: number): void {
    this.lines.push(`useProgram(${name})`);
    this.target.useProgram(name);
  }

  getProgramParameter(name: number, pname: number): number {
    const result = this.target.getProgramParameter(name, pname);
    this.lines.push(`getProgramParameter(${name}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  getProgramInfoLog(name: number): string {
    const result = this.target.getProgramInfoLog(name);
    this.lines.push(`getProgramInfoLog(${name}) = ${JSON.stringify(result)}`);
    return result;
  }

  programParameteri(name: number, pname: number, value: number): void {
    this.lines.push(`programParameteri(${name}, ${enumName(pname)}, ${value})`);
    this.target.programParameteri(name, pname, value);
  }

  getProgramBinary(name: number, size: number, mem: Memory, offset: number): number {
    const result = this.target.getProgramBinary(name, size, mem, offset);
    this.lines.push(`getProgramBinary(${name}, ${size}, ${dataText(mem, offset)}) = ${result}`);
    return result;
  }

  programBinary(name: number, format: number, mem: Memory, offset: number, size: number): void {
    this.lines.push(`programBinary(${name}, ${enumName(format)}, ${dataText(mem, offset, size)}, ${size})`);
    this.target.programBinary(name, format, mem, offset, size);
  }

  getProgramBinaryFormat(): number {
    const result = this.target.getProgramBinaryFormat();
    this.lines.push(`getProgramBinaryFormat() = ${result}`);
    return result;
  }

  bindAttribLocation(name: number, index: number, attribute: string): void {
    this.lines.push(`bindAttribLocation(${name}, ${index}, ${JSON.stringify(attribute)})`);
    this.target.bindAttribLocation(name, index, attribute);
  }

  getAttribLocation(name: number, attribute: string): number {
    const result = this.target.getAttribLocation(name, attribute);
    this.lines.push(`getAttribLocation(${name}, ${JSON.stringify(attribute)}) = ${result}`);
    return result;
  }

  bindFragDataLocation(name: number, color: number, output: string): void {
    this.lines.push(`bindFragDataLocation(${name}, ${color}, ${JSON.stringify(output)})`);
    this.target.bindFragDataLocation(name, color, output);
  }

  bindFragDataLocationIndexed(name: number, color: number, index: number, output: string): void {
    this.lines.push(`bindFragDataLocationIndexed(${name}, ${color}, ${index}, ${JSON.stringify(output)})`);
    this.target.bindFragDataLocationIndexed(name, color, index, output);
  }

  getFragDataLocation(name: number, output: string): number {
    const result = this.target.getFragDataLocation(name, output);
    this.lines.push(`getFragDataLocation(${name}, ${JSON.stringify(output)}) = ${result}`);
    return result;
  }

  getUniformLocation(name: number, uniform: string): number {
    const result = this.target.getUniformLocation(name, uniform);
    this.lines.push(`getUniformLocation(${name}, ${JSON.stringify(uniform)}) = ${result}`);
    return result;
  }

  getUniformBlockIndex(name: number, block: string): number {
    const result = this.target.getUniformBlockIndex(name, block);
    this.lines.push(`getUniformBlockIndex(${name}, ${JSON.stringify(block)}) = ${result}`);
    return result;
  }

  uniformBlockBinding(name: number, block: number, binding: number): void {
    this.lines.push(`uniformBlockBinding(${name}, ${block}, ${binding})`);
    this.target.uniformBlockBinding(name, block, binding);
  }

  getActiveUniformBlockParameter(name: number, block: number, pname: number): number {
    const result = this.target.getActiveUniformBlockParameter(name, block, pname);
    this.lines.push(`getActiveUniformBlockParameter(${name}, ${block}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  getProgramResourceIndex(name: number, kind: number, resource: string): number {
    const result = this.target.getProgramResourceIndex(name, kind, resource);
    this.lines.push(`getProgramResourceIndex(${name}, ${enumName(kind)}, ${JSON.stringify(resource)}) = ${result}`);
    return result;
  }

  getProgramResource(name: number, kind: number, index: number, property: number): number {
    const result = this.target.getProgramResource(name, kind, index, property);
    this.lines.push(`getProgramResource(${name}, ${enumName(kind)}, ${index}, ${enumName(property)}) = ${result}`);
    return result;
  }

  shaderStorageBlockBinding(name: number, block: number, binding: number): void {
    this.lines.push(`shaderStorageBlockBinding(${name}, ${block}, ${binding})`);
    this.target.shaderStorageBlockBinding(name, block, binding);
  }

  useProgramStages(name: number, stages: number, program: number): void {
    this.lines.push(`useProgramStages(${name}, ${bitNames('stageBits', stages)}, ${program})`);
    this.target.useProgramStages(name, stages, program);
  }

  activeShaderProgram(name: number, program: number): void {
    this.lines.push(`activeShaderProgram(${name}, ${program})`);
    this.target.activeShaderProgram(name, program);
  }

  bindProgramPipeline(name: number): void {
    this.lines.push(`bindProgramPipeline(${name})`);
    this.target.bindProgramPipeline(name);
  }

  validateProgramPipeline(name: number): void {
    this.lines.push(`validateProgramPipeline(${name})`);
    this.target.validateProgramPipeline(name);
  }

  getProgramPipelineParameter(name: number, pname: number): number {
    const result = this.target.getProgramPipelineParameter(name, pname);
    this.lines.push(`getProgramPipelineParameter(${name}, ${enumName(pname)}) = ${result}`);
    return result;
  }

  getProgramPipelineInfoLog(name: number): string {
    const result = this.target.getProgramPipelineInfoLog(name);
    this.lines.push(`getProgramPipelineInfoLog(${name}) = ${JSON.stringify(result)}`);
    return result;
  }

  uniform1i(location: number, x: number): void {
    this.lines.push(`uniform1i(${location}, ${x})`);
    this.target.uniform1i(location, x);
  }

  uniform2i(location: number, x: number, y: number): void {
    this.lines.push(`uniform2i(${location}, ${x}, ${y})`);
    this.target.uniform2i(location, x, y);
  }

  uniform3i(location: number, x: number, y: number, z: number): void {
    this.lines.push(`uniform3i(${location}, ${x}, ${y}, ${z})`);
    this.target.uniform3i(location, x, y, z);
  }

  uniform4i(location: number, x: number, y: number, z: number, w: number): void {
    this.lines.push(`uniform4i(${location}, ${x}, ${y}, ${z}, ${w})`);
    this.target.uniform4i(location, x, y, z, w);
  }

  uniform1ui(location: number, x: number): void {
    this.lines.push(`uniform1ui(${location}, ${x})`);
    this.target.uniform1ui(location, x);
  }

  uniform2ui(location: number, x: number, y: number): void {
    this.lines.push(`uniform2ui(${location}, ${x}, ${y})`);
    this.target.uniform2ui(location, x, y);
  }

  uniform3ui(location: number, x: number, y: number, z: number): void {
    this.lines.push(`uniform3ui(${location}, ${x}, ${y}, ${z})`);
    this.target.uniform3ui(location, x, y, z);
  }

  uniform4ui(location: number, x: number, y: number, z: number, w: number): void {
    this.lines.push(`uniform4ui(${location}, ${x}, ${y}, ${z}, ${w})`);
    this.target.uniform4ui(location, x, y, z, w);
  }

  uniform1f(location: number, x: number): void {
    this.lines.push(`uniform1f(${location}, ${x})`);
    this.target.uniform1f(location, x);
  }

  uniform2f(location: number, x: number, y: number): void {
    this.lines.push(`uniform2f(${location}, ${x}, ${y})`);
    this.target.uniform2f(location, x, y);
  }

  uniform3f(location: number, x: number, y: number, z: number): void {
    this.lines.push(`uniform3f(${location}, ${x}, ${y}, ${z})`);
    this.target.uniform3f(location, x, y, z);
  }

  uniform4f(location: number, x: number, y: number, z: number, w: number): void {
    this.lines.push(`uniform4f(${location}, ${x}, ${y}, ${z}, ${w})`);
    this.target.uniform4f(location, x, y, z, w);
  }

  uniform1iv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform1iv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform1iv(location, count, mem, offset);
  }

  uniform2iv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform2iv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform2iv(location, count, mem, offset);
  }

  uniform3iv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform3iv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform3iv(location, count, mem, offset);
  }

  uniform4iv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform4iv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform4iv(location, count, mem, offset);
  }

  uniform1uiv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform1uiv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform1uiv(location, count, mem, offset);
  }

  uniform2uiv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform2uiv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform2uiv(location, count, mem, offset);
  }

  uniform3uiv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform3uiv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform3uiv(location, count, mem, offset);
  }

  uniform4uiv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform4uiv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform4uiv(location, count, mem, offset);
  }

  uniform1fv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform1fv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform1fv(location, count, mem, offset);
  }

  uniform2fv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform2fv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform2fv(location, count, mem, offset);
  }

  uniform3fv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform3fv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform3fv(location, count, mem, offset);
  }

  uniform4fv(location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`uniform4fv(${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.uniform4fv(location, count, mem, offset);
  }

  uniformMatrix2fv(location: number, count: number, transpose: boolean, mem: Memory, offset: number): void {
    this.lines.push(`uniformMatrix2fv(${location}, ${count}, ${transpose}, ${dataText(mem, offset)})`);
    this.target.uniformMatrix2fv(location, count, transpose, mem, offset);
  }

  uniformMatrix3fv(location: number, count: number, transpose: boolean, mem: Memory, offset: number): void {
    this.lines.push(`uniformMatrix3fv(${location}, ${count}, ${transpose}, ${dataText(mem, offset)})`);
    this.target.uniformMatrix3fv(location, count, transpose, mem, offset);
  }

  uniformMatrix4fv(location: number, count: number, transpose: boolean, mem: Memory, offset: number): void {
    this.lines.push(`uniformMatrix4fv(${location}, ${count}, ${transpose}, ${dataText(mem, offset)})`);
    this.target.uniformMatrix4fv(location, count, transpose, mem, offset);
  }

  programUniform1i(name: number, location: number, x: number): void {
    this.lines.push(`programUniform1i(${name}, ${location}, ${x})`);
    this.target.programUniform1i(name, location, x);
  }

  programUniform4i(name: number, location: number, x: number, y: number, z: number, w: number): void {
    this.lines.push(`programUniform4i(${name}, ${location}, ${x}, ${y}, ${z}, ${w})`);
    this.target.programUniform4i(name, location, x, y, z, w);
  }

  programUniform4ui(name: number, location: number, x: number, y: number, z: number, w: number): void {
    this.lines.push(`programUniform4ui(${name}, ${location}, ${x}, ${y}, ${z}, ${w})`);
    this.target.programUniform4ui(name, location, x, y, z, w);
  }

  programUniform1f(name: number, location: number, x: number): void {
    this.lines.push(`programUniform1f(${name}, ${location}, ${x})`);
    this.target.programUniform1f(name, location, x);
  }

  programUniform4f(name: number, location: number, x: number, y: number, z: number, w: number): void {
    this.lines.push(`programUniform4f(${name}, ${location}, ${x}, ${y}, ${z}, ${w})`);
    this.target.programUniform4f(name, location, x, y, z, w);
  }

  programUniform4iv(name: number, location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`programUniform4iv(${name}, ${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.programUniform4iv(name, location, count, mem, offset);
  }

  programUniform4uiv(name: number, location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`programUniform4uiv(${name}, ${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.programUniform4uiv(name, location, count, mem, offset);
  }

  programUniform4fv(name: number, location: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`programUniform4fv(${name}, ${location}, ${count}, ${dataText(mem, offset)})`);
    this.target.programUniform4fv(name, location, count, mem, offset);
  }

  enable(cap: number): void {
    this.lines.push(`enable(${enumName(cap)})`);
    this.target.enable(cap);
  }

  disable(cap: number): void {
    this.lines.push(`disable(${enumName(cap)})`);
    this.target.disable(cap);
  }

  enablei(cap: number, index: number): void {
    this.lines.push(`enablei(${enumName(cap)}, ${index})`);
    this.target.enablei(cap, index);
  }

  disablei(cap: number, index: number): void {
    this.lines.push(`disablei(${enumName(cap)}, ${index})`);
    this.target.disablei(cap, index);
  }

  isEnabled(cap: number): boolean {
    const result = this.target.isEnabled(cap);
    this.lines.push(`isEnabled(${enumName(cap)}) = ${result}`);
    return result;
  }

  viewport(x: number, y: number, width: number, height: number): void {
    this.lines.push(`viewport(${x}, ${y}, ${width}, ${height})`);
    this.target.viewport(x, y, width, height);
  }

  viewportIndexedf(index: number, x: number, y: number, width: number, height: number): void {
    this.lines.push(`viewportIndexedf(${index}, ${x}, ${y}, ${width}, ${height})`);
    this.target.viewportIndexedf(index, x, y, width, height);
  }

  viewportArrayv(first: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`viewportArrayv(${first}, ${count}, ${dataText(mem, offset)})`);
    this.target.viewportArrayv(first, count, mem, offset);
  }

  depthRange(near: number, far: number): void {
    this.lines.push(`depthRange(${near}, ${far})`);
    this.target.depthRange(near, far);
  }

  depthRangeIndexed(index: number, near: number, far: number): void {
    this.lines.push(`depthRangeIndexed(${index}, ${near}, ${far})`);
    this.target.depthRangeIndexed(index, near, far);
  }

  scissor(x: number, y: number, width: number, height: number): void {
    this.lines.push(`scissor(${x}, ${y}, ${width}, ${height})`);
    this.target.scissor(x, y, width, height);
  }

  scissorIndexed(index: number, x: number, y: number, width: number, height: number): void {
    this.lines.push(`scissorIndexed(${index}, ${x}, ${y}, ${width}, ${height})`);
    this.target.scissorIndexed(index, x, y, width, height);
  }

  scissorArrayv(first: number, count: number, mem: Memory, offset: number): void {
    this.lines.push(`scissorArrayv(${first}, ${count}, ${dataText(mem, offset)})`);
    this.target.scissorArrayv(first, count, mem, offset);
  }

  clipControl(origin: number, depth: number): void {
    this.lines.push(`clipControl(${enumName(origin)}, ${enumName(depth)})`);
    this.target.clipControl(origin, depth);
  }

  cullFace(mode: number): void {
    this.lines.push(`cullFace(${enumName(mode)})`);
    this.target.cullFace(mode);
  }

  frontFace(mode: number): void {
    this.lines.push(`frontFace(${enumName(mode)})`);
    this.target.frontFace(mode);
  }

  polygonMode(face: number, mode: number): void {
    this.lines.push(`polygonMode(${enumName(face)}, ${enumName(mode)})`);
    this.target.polygonMode(face, mode);
  }

  polygonOffset(factor: number, units: number): void {
    this.lines.push(`polygonOffset(${factor}, ${units})`);
    this.target.polygonOffset(factor, units);
  }

  polygonOffsetClamp(factor: number, units: number, clamp: number): void {
    this.lines.push(`polygonOffsetClamp(${factor}, ${units}, ${clamp})`);
    this.target.polygonOffsetClamp(factor, units, clamp);
  }

  lineWidth(width: number): void {
    this.lines.push(`lineWidth(${width})`);
    this.target.lineWidth(width);
  }

  pointSize(size: number): void {
    this.lines.push(`pointSize(${size})`);
    this.target.pointSize(size);
  }

  pointParameteri(pname: number, value: number): void {
    this.lines.push(`pointParameteri(${enumName(pname)}, ${value})`);
    this.target.pointParameteri(pname, value);
  }

  pointParameterf(pname: number, value: number): void {
    this.lines.push(`pointParameterf(${enumName(pname)}, ${value})`);
    this.target.pointParameterf(pname, value);
  }

  provokingVertex(mode: number): void {
    this.lines.push(`provokingVertex(${enumName(mode)})`);
    this.target.provokingVertex(mode);
  }

  primitiveRestartIndex(index: number): void {
    this.lines.push(`primitiveRestartIndex(${index})`);
    this.target.primitiveRestartIndex(index);
  }

  patchParameteri(pname: number, value: number): void {
    this.lines.push(`patchParameteri(${enumName(pname)}, ${value})`);
    this.target.patchParameteri(pname, value);
  }

  patchParameterfv(pname: number, x: number, y: number, z: number, w: number): void {
    this.lines.push(`patchParameterfv(${enumName(pname)}, ${x}, ${y}, ${z}, ${w})`);
    this.target.patchParameterfv(pname, x, y, z, w);
  }

  sampleCoverage(value: number, invert: boolean): void {
    this.lines.push(`sampleCoverage(${value}, ${invert})`);
    this.target.sampleCoverage(value, invert);
  }

  sampleMaski(index: number, mask: number): void {
    this.lines.push(`sampleMaski(${index}, ${mask})`);
    this.target.sampleMaski(index, mask);
  }

  minSampleShading(value: number): void {
    this.lines.push(`minSampleShading(${value})`);
    this.target.minSampleShading(value);
  }

  getMultisamplef(pname: number, index: number, component: number): number {
    const result = this.target.getMultisamplef(pname, index, component);
    this.lines.push(`getMultisamplef(${enumName(pname)}, ${index}, ${component}) = ${result}`);
    return result;
  }

  clampColor(target: number, clamp: number): void {
    this.lines.push(`clampColor(${enumName(target)}, ${enumName(clamp)})`);
    this.target.clampColor(target, clamp);
  }

  lineStipple(factor: number, pattern: number): void {
    this.lines.push(`lineStipple(${factor}, ${pattern})`);
    this.target.lineStipple(factor, pattern);
  }

  depthFunc(func: number): void {
    this.lines.push(`depthFunc(${enumName(func)})`);
    this.target.depthFunc(func);
  }

  depthMask(on: boolean): void {
    this.lines.push(`depthMask(${on})`);
    this.target.depthMask(on);
  }

  depthBoundsEXT(min: number, max: number): void {
    this.lines.push(`depthBoundsEXT(${min}, ${max})`);
    this.target.depthBoundsEXT(min, max);
  }

  stencilFuncSeparate(face: number, func: number, ref: number, mask: number): void {
    this.lines.push(`stencilFuncSeparate(${enumName(face)}, ${enumName(func)}, ${ref}, ${mask})`);
    this.target.stencilFuncSeparate(face, func, ref, mask);
  }

  stencilOpSeparate(face: number, fail: number, depthFail: number, pass: number): void {
    this.lines.push(`stencilOpSeparate(${enumName(face)}, ${enumName(fail)}, ${enumName(depthFail)}, ${enumName(pass)})`);
    this.target.stencilOpSeparate(face, fail, depthFail, pass);
  }

  stencilMaskSeparate(face: number, mask: number): void {
    this.lines.push(`stencilMaskSeparate(${enumName(face)}, ${mask})`);
    this.target.stencilMaskSeparate(face, mask);
  }

  colorMask(r: boolean, g: boolean, b: boolean, a: boolean): void {
    this.lines.push(`colorMask(${r}, ${g}, ${b}, ${a})`);
    this.target.colorMask(r, g, b, a);
  }

  colorMaski(index: number, r: boolean, g: boolean, b: boolean, a: boolean): void {
    this.lines.push(`colorMaski(${index}, ${r}, ${g}, ${b}, ${a})`);
    this.target.colorMaski(index, r, g, b, a);
  }

  blendColor(r: number, g: number, b: number, a: number): void {
    this.lines.push(`blendColor(${r}, ${g}, ${b}, ${a})`);
    this.target.blendColor(r, g, b, a);
  }

  blendFuncSeparate(srcRgb: number, dstRgb: number, srcAlpha: number, dstAlpha: number): void {
    this.lines.push(`blendFuncSeparate(${factorName(srcRgb)}, ${factorName(dstRgb)}, ${factorName(srcAlpha)}, ${factorName(dstAlpha)})`);
    this.target.blendFuncSeparate(srcRgb, dstRgb, srcAlpha, dstAlpha);
  }

  blendFuncSeparatei(index: number, srcRgb: number, dstRgb: number, srcAlpha: number, dstAlpha: number): void {
    this.lines.push(
      `blendFuncSeparatei(${index}, ${factorName(srcRgb)}, ${factorName(dstRgb)}, ${factorName(srcAlpha)}, ${factorName(dstAlpha)})`,
    );
    this.target.blendFuncSeparatei(index, srcRgb, dstRgb, srcAlpha, dstAlpha);
  }

  blendEquationSeparate(rgb: number, alpha: number): void {
    this.lines.push(`blendEquationSeparate(${enumName(rgb)}, ${enumName(alpha)})`);
    this.target.blendEquationSeparate(rgb, alpha);
  }

  blendEquationSeparatei(index: number, rgb: number, alpha: number): void {
    this.lines.push(`blendEquationSeparatei(${index}, ${enumName(rgb)}, ${enumName(alpha)})`);
    this.target.blendEquationSeparatei(index, rgb, alpha);
  }

  blendEquation(mode: number): void {
    this.lines.push(`blendEquation(${enumName(mode)})`);
    this.target.blendEquation(mode);
  }

  blendBarrier(): void {
    this.lines.push(`blendBarrier()`);
    this.target.blendBarrier();
  }

  logicOp(op: number): void {
    this.lines.push(`logicOp(${enumName(op)})`);
    this.target.logicOp(op);
  }

  hint(target: number, mode: number): void {
    this.lines.push(`hint(${enumName(target)}, ${enumName(mode)})`);
    this.target.hint(target, mode);
  }

  getInteger(pname: number): number {
    const result = this.target.getInteger(pname);
    this.lines.push(`getInteger(${enumName(pname)}) = ${result}`);
    return result;
  }

  getInteger64(pname: number): number {
    const result = this.target.getInteger64(pname);
    this.lines.push(`getInteger64(${enumName(pname)}) = ${result}`);
    return result;
  }

  getFloat(pname: number): number {
    const result = this.target.getFloat(pname);
    this.lines.push(`getFloat(${enumName(pname)}) = ${result}`);
    return result;
  }

  getFloatComponent(pname: number, component: number): number {
    const result = this.target.getFloatComponent(pname, component);
    this.lines.push(`getFloatComponent(${enumName(pname)}, ${component}) = ${result}`);
    return result;
  }

  getIntegerComponent(pname: number, component: number): number {
    const result = this.target.getIntegerComponent(pname, component);
    this.lines.push(`getIntegerComponent(${enumName(pname)}, ${component}) = ${result}`);
    return result;
  }

  getBoolean(pname: number): boolean {
    const result = this.target.getBoolean(pname);
    this.lines.push(`getBoolean(${enumName(pname)}) = ${result}`);
    return result;
  }

  getIntegerIndexed(pname: number, index: number): number {
    const result = this.target.getIntegerIndexed(pname, index);
    this.lines.push(`getIntegerIndexed(${enumName(pname)}, ${index}) = ${result}`);
    return result;
  }

  getString(pname: number): string {
    const result = this.target.getString(pname);
    this.lines.push(`getString(${enumName(pname)}) = ${JSON.stringify(result)}`);
    return result;
  }

  getStringi(pname: number, index: number): string {
    const result = this.target.getStringi(pname, index);
    this.lines.push(`getStringi(${enumName(pname)}, ${index}) = ${JSON.stringify(result)}`);
    return result;
  }
}
