/*
 * GL storage of resources.
 *
 * Textures get immutable storage where the host has it, so that views of other formats and other layers can be made of
 * them. There is one exception: what a guest's window system shows and reads back every frame, 32-bit BGRA, on a host that
 * rasterises on the CPU. GL has no sized BGRA format, and a texture that was asked for as RGBA8 is kept in that order, so
 * each frame would be swizzled texel by texel on its way out. An unsized format with a BGRA hint is kept as BGRA and copied.
 * Such a texture is mutable; `makeViewable` replaces it when a view is wanted after all (an sRGB surface of a window).
 */
import { type Features, GL } from '@virglass/gl';
import { PipeBind, PipeFormat, PipeTarget } from '@virglass/protocol';
import type { ResourceArgs } from '@virglass/virtio-gpu';
import type { VirglDevice } from '../device.ts';
import type { Format } from '../formats/format.ts';
import type { VirglHost } from '../host.ts';
import { Status } from '../status.ts';
import { Resource } from './resource.ts';
import { pinBuffer } from './shared-buffer.ts';
import { SHARED_PAGE } from './shared-pool.ts';
import { resourceTarget } from './targets.ts';
import { uploadTexels } from './texels.ts';
import { levelLayers, minify } from './transfer-layout.ts';
import { checkResource, MAP_FLAGS, resourceBytes } from './validate.ts';

/**
 * Makes a resource for a guest, with its storage.
 *
 * @param args - numbers as the guest sent them
 * @returns the resource, counted in `device.bytesUsed`; or why there is none (a `Status`, its cause in the log)
 */
export function createResource(device: VirglDevice, args: ResourceArgs): Resource | number {
  const { host } = device;
  const isBuffer = args.target === PipeTarget.BUFFER;
  const known = host.formats.get(args.format);
  const refusal = checkResource(args, known, host.gl.features, host.formats, host.sharing !== null);
  if (refusal !== null) {
    device.log.warn(`create resource ${args.id}: ${refusal.cause}`);
    return refusal.status;
  }
  // A buffer's own format means nothing: views of it bring theirs. Rows for bytes are there on every host.
  const format = isBuffer ? host.formats.get(PipeFormat.R8_UNORM)! : known!;
  const shared = (args.flags & MAP_FLAGS) !== 0;
  const bytes = shared ? Math.ceil(args.width / SHARED_PAGE) * SHARED_PAGE : resourceBytes(args, format);
  if (device.bytesUsed + bytes > device.quota.bytes) {
    device.log.warn(`create resource ${args.id}: ${bytes} bytes, ${device.bytesUsed} of ${device.quota.bytes} are in use`);
    return Status.OUT_OF_QUOTA;
  }
  const resource = isBuffer
    ? new Resource(device, args, format, true, GL.COPY_WRITE_BUFFER)
    : new Resource(device, args, format, false, resourceTarget(args.target, args.samples, format.compressed, host.gl.features));
  if (shared) resource.shared = device.sharedBuffers()?.allocate(args.width) ?? null;
  if (shared && resource.shared === null) {
    device.log.warn(`create resource ${args.id}: no room for ${bytes} bytes of memory that the guest can map`);
    return Status.OUT_OF_MEMORY;
  }
  if (isBuffer && !shared && (args.bind === PipeBind.CUSTOM || args.bind === PipeBind.STAGING)) resource.deferred = true;
  else if (!makeStorage(host, resource)) {
    device.log.warn(`create resource ${args.id}: the host is out of memory for ${bytes} bytes`);
    if (resource.shared !== null) device.sharedBuffers()?.retire(resource.shared);
    return Status.OUT_OF_MEMORY;
  }
  resource.bytes = bytes;
  device.bytesUsed += bytes;
  return resource;
}

/** Frees a resource's GL objects and gives its bytes back to the quota; for `VirglHost.releaseResource` only. */
export function deleteResourceStorage(host: VirglHost, resource: Resource): void {
  const { state } = host;
  resource.device.bytesUsed -= resource.bytes;
  resource.bytes = 0;
  if (resource.bufferTextures !== null) {
    for (const name of resource.bufferTextures.values()) state.deleteTexture(name);
    resource.bufferTextures = null;
  }
  if (resource.shadow !== null) {
    host.gl.freeMemory(resource.shadow);
    resource.shadow = null;
  }
  if (resource.deferred) {
    resource.deferred = false;
    return;
  }
  const name = resource.glName;
  if (name === 0) return;
  resource.glName = 0;
  if (resource.isBuffer) state.deleteBuffer(name);
  else state.deleteTexture(name);
  if (resource.shared === null) return;
  resource.device.sharedBuffers()?.retire(resource.shared);
  resource.shared = null;
}

/** Reads all pending errors; true when one of them says that memory is out, or anything went wrong at all. */
function drainErrors(host: VirglHost): boolean {
  let failed = false;
  for (let i = 0; i < 8 && host.gl.getError() !== GL.NO_ERROR; i++) failed = true;
  return failed;
}

function makeStorage(host: VirglHost, resource: Resource): boolean {
  // What was left by others must not look like ours.
  drainErrors(host);
  if (resource.shared !== null) resource.glName = pinBuffer(host.gl, resource.shared, resource.args.width);
  else if (resource.isBuffer) makeBuffer(host, resource);
  else if (resource.args.samples > 1) makeMultisampleTexture(host, resource);
  else if (keepsBgraOrder(host.gl.features, resource.args)) makeBgraTexture(host, resource);
  else makeTexture(host, resource);
  if (!drainErrors(host)) {
    if (resource.shared === null) clearStorage(host, resource);
    return true;
  }
  const name = resource.glName;
  resource.glName = 0;
  if (resource.isBuffer) host.state.deleteBuffer(name);
  else host.state.deleteTexture(name);
  return false;
}

/** Compressed formats that drivers without hardware for them keep twice; one copy is memory as it was found. */
const KEPT_TWICE = /^(ETC|ASTC)/;

/** Bytes of zeros that a compressed level is filled from at a time. */
const ZERO_BYTES = 64 * 1024;

/**
 * Fills new storage with zeros, because a hardware driver may hand out memory that another guest had. Software hosts
 * allocate zeroed pages, except for what they keep as it was uploaded; browsers promise zeros; GL without glClearTexImage
 * (before 4.4) is taken as it is.
 */
function clearStorage(host: VirglHost, resource: Resource): void {
  const { gl, state } = host;
  const { features } = gl;
  if (features.isWebGl) return;
  const software = features.quirks.has('host-is-software');
  if (resource.format.compressed && !resource.isBuffer && (!software || KEPT_TWICE.test(resource.format.name))) zeroBlocks(host, resource);
  if (software) return;
  if (resource.isBuffer) {
    if (features.version < 43 || features.isGles) return;
    state.bindBuffer(GL.COPY_WRITE_BUFFER, resource.glName);
    gl.clearBufferData(GL.COPY_WRITE_BUFFER, GL.R8, GL.RED, GL.UNSIGNED_BYTE, null, 0);
  } else if (features.clearTexture && !resource.format.compressed) {
    const { glFormat, glType } = resource.format;
    for (let level = 0; level <= resource.args.lastLevel; level++) gl.clearTexImage(resource.glName, level, glFormat, glType, null, 0);
  }
  // Formats that cannot be cleared this way leave an error that is nobody's.
  drainErrors(host);
}

/** Uploads zeros to every block of a compressed texture, some rows of blocks at a time. */
function zeroBlocks(host: VirglHost, resource: Resource): void {
  const { args, format } = resource;
  const zeros = host.gl.memory(Math.max(ZERO_BYTES, Math.ceil(args.width / format.blockWidth) * format.blockBytes));
  for (let level = 0; level <= args.lastLevel; level++) {
    const [width, height] = [minify(args.width, level), minify(args.height, level)];
    const rowBytes = Math.ceil(width / format.blockWidth) * format.blockBytes;
    const step = Math.max(1, Math.floor(zeros.byteLength / rowBytes)) * format.blockHeight;
    for (let z = 0; z < levelLayers(args, level); z++) {
      for (let y = 0; y < height; y += step) {
        uploadTexels(host, resource, { level, x: 0, y, z, width, height: Math.min(step, height - y), depth: 1 }, zeros, 0, rowBytes, 0);
      }
    }
  }
  host.gl.freeMemory(zeros);
  drainErrors(host);
}

function makeBuffer(host: VirglHost, resource: Resource): void {
  const { gl, state } = host;
  const usage = (resource.args.bind & PipeBind.STREAM_OUTPUT) === 0 ? GL.STREAM_DRAW : GL.DYNAMIC_COPY;
  resource.glName = gl.createBuffer();
  state.bindBuffer(GL.COPY_WRITE_BUFFER, resource.glName);
  gl.bufferData(GL.COPY_WRITE_BUFFER, resource.args.width, null, 0, usage);
}

function bindNew(host: VirglHost, resource: Resource): void {
  resource.glName = host.gl.createTexture();
  host.state.bindTexture(host.scratchUnit, resource.glTarget, resource.glName);
  resource.glInternalFormat = resource.format.internalFormat;
}

function makeMultisampleTexture(host: VirglHost, resource: Resource): void {
  const { gl } = host;
  const { args, glTarget, format } = resource;
  bindNew(host, resource);
  const array = glTarget === GL.TEXTURE_2D_MULTISAMPLE_ARRAY;
  if (gl.features.textureStorageMultisample) {
    if (array) gl.texStorage3DMultisample(glTarget, args.samples, format.internalFormat, args.width, args.height, args.arraySize, true);
    else gl.texStorage2DMultisample(glTarget, args.samples, format.internalFormat, args.width, args.height, true);
    resource.immutable = true;
  } else if (array) gl.texImage3DMultisample(glTarget, args.samples, format.internalFormat, args.width, args.height, args.arraySize, true);
  else gl.texImage2DMultisample(glTarget, args.samples, format.internalFormat, args.width, args.height, true);
  resource.hostSamples = Math.max(args.samples, host.formats.fewestSamples(format.id));
}

function keepsBgraOrder(features: Features, args: ResourceArgs): boolean {
  return (
    (args.format === PipeFormat.B8G8R8A8_UNORM || args.format === PipeFormat.B8G8R8X8_UNORM) &&
    (args.bind & (PipeBind.DISPLAY_TARGET | PipeBind.SCANOUT)) !== 0 &&
    args.target === PipeTarget.TEXTURE_2D &&
    args.lastLevel === 0 &&
    !features.isGles &&
    features.quirks.has('host-is-software')
  );
}

function makeBgraTexture(host: VirglHost, resource: Resource): void {
  const { gl } = host;
  bindNew(host, resource);
  gl.texImage2D(GL.TEXTURE_2D, 0, GL.RGBA, resource.args.width, resource.args.height, 0, GL.BGRA, GL.UNSIGNED_BYTE, null, 0);
  gl.texParameteri(GL.TEXTURE_2D, GL.TEXTURE_MAX_LEVEL, 0);
}

function makeTexture(host: VirglHost, resource: Resource): void {
  bindNew(host, resource);
  if (host.gl.features.textureStorage) {
    storeImmutable(host, resource);
    resource.immutable = true;
  } else storeMutable(host, resource);
}

function storeImmutable(host: VirglHost, resource: Resource): void {
  const { gl } = host;
  const { args, glTarget, format } = resource;
  const levels = args.lastLevel + 1;
  switch (glTarget) {
    case GL.TEXTURE_1D:
      gl.texStorage1D(glTarget, levels, format.internalFormat, args.width);
      return;
    case GL.TEXTURE_1D_ARRAY:
      gl.texStorage2D(glTarget, levels, format.internalFormat, args.width, args.arraySize);
      return;
    case GL.TEXTURE_3D:
      gl.texStorage3D(glTarget, levels, format.internalFormat, args.width, args.height, args.depth);
      return;
    case GL.TEXTURE_2D_ARRAY:
    case GL.TEXTURE_CUBE_MAP_ARRAY:
      gl.texStorage3D(glTarget, levels, format.internalFormat, args.width, args.height, args.arraySize);
      return;
    default:
      gl.texStorage2D(glTarget, levels, format.internalFormat, args.width, args.height);
  }
}

/** Storage level by level, for hosts without glTexStorage (OpenGL 3.3 to 4.1). */
function storeMutable(host: VirglHost, resource: Resource): void {
  const { gl } = host;
  const { args, glTarget, format } = resource;
  for (let level = 0; level <= args.lastLevel; level++) {
    const width = minify(args.width, level);
    const height = minify(args.height, level);
    const layers = levelLayers(args, level);
    switch (glTarget) {
      case GL.TEXTURE_1D:
        gl.texImage1D(glTarget, level, format.internalFormat, width, 0, format.glFormat, format.glType, null, 0);
        break;
      case GL.TEXTURE_1D_ARRAY:
        gl.texImage2D(glTarget, level, format.internalFormat, width, layers, 0, format.glFormat, format.glType, null, 0);
        break;
      case GL.TEXTURE_3D:
      case GL.TEXTURE_2D_ARRAY:
      case GL.TEXTURE_CUBE_MAP_ARRAY:
        image3D(host, format, glTarget, level, width, height, layers);
        break;
      case GL.TEXTURE_CUBE_MAP:
        for (let face = 0; face < 6; face++) image2D(host, format, GL.TEXTURE_CUBE_MAP_POSITIVE_X + face, level, width, height);
        break;
      default:
        image2D(host, format, glTarget, level, width, height);
    }
  }
  if (glTarget !== GL.TEXTURE_RECTANGLE) gl.texParameteri(glTarget, GL.TEXTURE_MAX_LEVEL, args.lastLevel);
}

function blockBytes(format: Format, width: number, height: number): number {
  return Math.ceil(width / format.blockWidth) * Math.ceil(height / format.blockHeight) * format.blockBytes;
}

function image2D({ gl }: VirglHost, format: Format, target: number, level: number, width: number, height: number): void {
  if (format.compressed) {
    gl.compressedTexImage2D(target, level, format.internalFormat, width, height, 0, blockBytes(format, width, height), null, 0);
  } else gl.texImage2D(target, level, format.internalFormat, width, height, 0, format.glFormat, format.glType, null, 0);
}

function image3D({ gl }: VirglHost, format: Format, target: number, level: number, width: number, height: number, depth: number): void {
  if (format.compressed) {
    const bytes = blockBytes(format, width, height) * depth;
    gl.compressedTexImage3D(target, level, format.internalFormat, width, height, depth, 0, bytes, null, 0);
  } else gl.texImage3D(target, level, format.internalFormat, width, height, depth, 0, format.glFormat, format.glType, null, 0);
}

/**
 * Gives a resource immutable storage, so that texture views can be made of it, and copies what it holds. The GL name
 * changes: what was attached or bound by name must be attached or bound again.
 *
 * @returns false when the host has no immutable storage or no memory for it; the resource is as it was then
 */
export function makeViewable(host: VirglHost, resource: Resource): boolean {
  if (resource.immutable) return true;
  const { gl, state } = host;
  const { args } = resource;
  // Only window buffers are mutable on hosts that have immutable storage: one level of a 2D texture.
  if (!gl.features.textureStorage || resource.glTarget !== GL.TEXTURE_2D || args.lastLevel !== 0) return false;
  drainErrors(host);
  const old = resource.glName;
  const name = gl.createTexture();
  state.bindTexture(host.scratchUnit, GL.TEXTURE_2D, name);
  gl.texStorage2D(GL.TEXTURE_2D, 1, resource.glInternalFormat, args.width, args.height);
  const source = gl.createFramebuffer();
  state.bindFramebuffer(GL.READ_FRAMEBUFFER, source);
  gl.framebufferTexture2D(GL.READ_FRAMEBUFFER, GL.COLOR_ATTACHMENT0, GL.TEXTURE_2D, old, 0);
  gl.readBuffer(GL.COLOR_ATTACHMENT0);
  gl.copyTexSubImage2D(GL.TEXTURE_2D, 0, 0, 0, 0, 0, args.width, args.height);
  state.deleteFramebuffer(source);
  if (drainErrors(host)) {
    state.deleteTexture(name);
    return false;
  }
  state.deleteTexture(old);
  resource.glName = name;
  resource.immutable = true;
  resource.boundView = null;
  return true;
}
