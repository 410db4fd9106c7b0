import type { BackingSegment, ResourceArgs } from '@virglass/virtio-gpu';
import type { Format } from '../formats/format.ts';

/**
 * A guest resource and the GL object that stores it.
 *
 * `glName` is a buffer (target BUFFER) or a texture (every other target) of the one GL context. Multisample resources are
 * multisample textures. `args` is what made it, kept whole so that the resource can be emitted again.
 */
export class Resource {
  readonly id: number;
  readonly args: ResourceArgs;
  readonly format: Format;
  readonly isBuffer: boolean;
  /** GL binding target: GL.TEXTURE_2D, ...; for buffers the target it was first bound to. */
  readonly glTarget: number;
  /** GL buffer or texture name; 0 before the storage exists. */
  glName = 0;
  /** Internal format the storage was made with. */
  glInternalFormat = 0;
  /** True when storage is immutable (glTexStorage*, glBufferStorage), so that views can be made of it. */
  immutable = false;
  /** Bytes of host storage, as accounted to the device's quota. */
  bytes = 0;
  backing: readonly BackingSegment[] = [];
  /** Texture buffer objects over a buffer resource: by internal format, made on first use. */
  bufferTextures: Map<number, number> | null = null;

  constructor(args: ResourceArgs, format: Format, isBuffer: boolean, glTarget: number) {
    this.id = args.id;
    this.args = args;
    this.format = format;
    this.isBuffer = isBuffer;
    this.glTarget = glTarget;
  }
}
