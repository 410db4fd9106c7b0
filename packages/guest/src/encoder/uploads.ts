/*
 * Uploads: bytes of the program that become contents of resources.
 *
 * A few words travel in the stream itself. Everything else is put into the transport's staging memory, a ring in two halves, and the
 * stream says what to copy from there; a half is written again when the host has read past the mark that was set when it was full.
 * Without staging memory large uploads go by `Winsys.write`, which means sending first what is in the stream.
 *
 * Appending to a buffer piece by piece is one command as long as nothing else comes between.
 */
import { CopyTransferFlag, MaxCommandWords, encodeCopyTransfer3d, encodeResourceInlineWrite } from '@virglass/protocol';
import type { TransferBox } from '../winsys/winsys.ts';
import type { Stream } from './stream.ts';

/** What is fewer words in the stream than the copy that it would be beside it, when there is staging memory. */
const INLINE_BYTES = 12;
const COPY_WORDS = 15;
/** Data that fits into a command, and into a stream, beside the words of RESOURCE_INLINE_WRITE. */
const MAX_INLINE_BYTES = (MaxCommandWords - 12) * 4;

/** A box to write to; the bytes lie row by row without gaps between them beyond the strides. */
export type UploadBox = TransferBox;

/** The uploads of a stream; see above. */
export class Uploads {
  readonly #stream: Stream;
  readonly #bytes: Uint8Array | null;
  readonly #half: number;
  /** Next free byte of the ring, and the half that it lies in; a full half's end still belongs to it. */
  #head = 0;
  #side: 0 | 1 = 0;
  /** Mark after which each half may be written again; 0: at once. */
  readonly #marks = [0, 0];
  /** The copy that may still be made longer: where its words are, and the buffer, byte and staging byte where it ends. */
  #lastAt = -1;
  #lastEnd = -1;
  #lastResource = 0;
  #lastByte = 0;
  #lastStaged = 0;

  constructor(stream: Stream) {
    this.#stream = stream;
    this.#bytes = stream.winsys.staging?.bytes ?? null;
    this.#half = this.#bytes === null ? 0 : Math.floor(this.#bytes.length / 2 / 64) * 64;
  }

  /** The stream has been sent: there is no copy to make longer. */
  sent(): void {
    this.#lastAt = -1;
  }

  /** Writes bytes into a buffer. */
  buffer(resource: number, offset: number, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const inlineLimit = this.#bytes === null ? MAX_INLINE_BYTES : INLINE_BYTES;
    if (bytes.length <= inlineLimit) {
      if (this.#bytes !== null && this.#extend(resource, offset, bytes)) return;
      this.#inline(resource, bufferBox(offset, bytes.length), bytes);
      return;
    }
    if (this.#bytes === null) {
      this.#stream.flush();
      this.#stream.winsys.write(resource, bufferBox(offset, bytes.length), bytes);
      return;
    }
    if (this.#extend(resource, offset, bytes)) return;
    for (let at = 0; at < bytes.length;) {
      const size = Math.min(bytes.length - at, this.#half);
      const piece = size === bytes.length ? bytes : bytes.subarray(at, at + size);
      const staged = this.#take(size);
      this.#bytes.set(piece, staged);
      const start = this.#copy(resource, bufferBox(offset + at, size), staged);
      this.#lastAt = start;
      this.#lastEnd = this.#stream.at;
      this.#lastResource = resource;
      this.#lastByte = offset + at + size;
      this.#lastStaged = staged + size;
      at += size;
    }
  }

  /**
   * Writes bytes into a box of a texture.
   *
   * @param rowBytes - bytes of a row of blocks; rows lie `box.stride` apart, layers `box.layerStride`
   * @param rows - rows of blocks of a layer
   * @param blockHeight - texels of a row of blocks
   */
  texture(resource: number, box: UploadBox, bytes: Uint8Array, rowBytes: number, rows: number, blockHeight: number): void {
    if (rows === 0 || rowBytes === 0 || box.depth === 0) return;
    const packed = rowBytes * rows * box.depth;
    if (packed <= (this.#bytes === null ? MAX_INLINE_BYTES : INLINE_BYTES)) {
      this.#inline(
        resource,
        { ...box, stride: rowBytes, layerStride: rowBytes * rows },
        this.#pack(bytes, box, rowBytes, rows, 0, rows, 0, box.depth),
      );
      return;
    }
    if (this.#bytes === null || rowBytes > this.#half) {
      this.#stream.flush();
      this.#stream.winsys.write(
        resource,
        { ...box, stride: rowBytes, layerStride: rowBytes * rows },
        this.#pack(bytes, box, rowBytes, rows, 0, rows, 0, box.depth),
      );
      return;
    }
    const rowsAtOnce = Math.max(1, Math.floor(this.#half / rowBytes));
    const layersAtOnce = rowsAtOnce >= rows ? Math.max(1, Math.floor(rowsAtOnce / rows)) : 1;
    for (let z = 0; z < box.depth; z += layersAtOnce) {
      const depth = Math.min(layersAtOnce, box.depth - z);
      for (let y = 0; y < rows; y += rowsAtOnce) {
        const count = Math.min(rowsAtOnce, rows - y);
        const staged = this.#take(rowBytes * count * depth);
        this.#packTo(this.#bytes, staged, bytes, box, rowBytes, y, count, z, depth);
        const texelY = y * blockHeight;
        this.#copy(
          resource,
          {
            ...box,
            y: box.y + texelY,
            z: box.z + z,
            height: Math.min(count * blockHeight, box.height - texelY),
            depth,
            stride: rowBytes,
            layerStride: rowBytes * count,
          },
          staged,
        );
      }
    }
  }

  #pack(bytes: Uint8Array, box: UploadBox, rowBytes: number, rows: number, y: number, count: number, z: number, depth: number): Uint8Array {
    if (box.stride === rowBytes && (box.depth === 1 || box.layerStride === rowBytes * rows) && bytes.length === rowBytes * rows * box.depth)
      return bytes;
    const out = new Uint8Array(rowBytes * count * depth);
    this.#packTo(out, 0, bytes, box, rowBytes, y, count, z, depth);
    return out;
  }

  #packTo(
    out: Uint8Array,
    to: number,
    bytes: Uint8Array,
    box: UploadBox,
    rowBytes: number,
    y: number,
    rows: number,
    z: number,
    depth: number,
  ): void {
    let at = to;
    for (let layer = z; layer < z + depth; layer++) {
      let from = layer * box.layerStride + y * box.stride;
      if (box.stride === rowBytes) {
        out.set(bytes.subarray(from, from + rowBytes * rows), at);
        at += rowBytes * rows;
        continue;
      }
      for (let row = 0; row < rows; row++, from += box.stride, at += rowBytes) out.set(bytes.subarray(from, from + rowBytes), at);
    }
  }

  /** Makes the last copy longer when these bytes go on where it ended. */
  #extend(resource: number, offset: number, bytes: Uint8Array): boolean {
    const { words, at } = this.#stream;
    if (this.#lastAt < 0 || this.#lastEnd !== at || this.#lastResource !== resource || this.#lastByte !== offset) return false;
    if (this.#head !== this.#lastStaged || this.#room() < bytes.length) return false;
    this.#bytes!.set(bytes, this.#head);
    this.#head += bytes.length;
    words[this.#lastAt + 9] = words[this.#lastAt + 9]! + bytes.length;
    this.#lastByte += bytes.length;
    this.#lastStaged += bytes.length;
    return true;
  }

  /** Bytes left in the half that is being written. */
  #room(): number {
    return this.#half * (this.#side + 1) - this.#head;
  }

  /** Takes bytes of the ring, at most a half. */
  #take(size: number): number {
    this.#head = (this.#head + 15) & ~15;
    if (this.#room() < size) {
      this.#stream.flush();
      this.#marks[this.#side] = this.#stream.winsys.mark();
      this.#side = this.#side === 0 ? 1 : 0;
      this.#stream.winsys.passMark(this.#marks[this.#side]!);
      this.#head = this.#side * this.#half;
    }
    const at = this.#head;
    this.#head += size;
    return at;
  }

  #copy(resource: number, box: UploadBox, staged: number): number {
    const stream = this.#stream;
    const at = stream.room(COPY_WORDS);
    stream.at = encodeCopyTransfer3d(stream.words, stream.floats, at, {
      resHandle: resource,
      level: box.level,
      usage: 0,
      stride: box.stride,
      layerStride: box.layerStride,
      x: box.x,
      y: box.y,
      z: box.z,
      w: box.width,
      h: box.height,
      d: box.depth,
      srcResHandle: stream.winsys.staging!.resource,
      srcResOffset: staged,
      flags: CopyTransferFlag.SYNCHRONIZED,
    });
    return at;
  }

  #inline(resource: number, box: UploadBox, data: Uint8Array): void {
    const stream = this.#stream;
    const at = stream.room(12 + Math.ceil(data.length / 4));
    stream.at = encodeResourceInlineWrite(stream.words, stream.floats, at, {
      resHandle: resource,
      level: box.level,
      usage: 0,
      stride: box.stride,
      layerStride: box.layerStride,
      x: box.x,
      y: box.y,
      z: box.z,
      w: box.width,
      h: box.height,
      d: box.depth,
      data,
    });
  }
}

function bufferBox(x: number, width: number): TransferBox {
  return { level: 0, x, y: 0, z: 0, width, height: 1, depth: 1, stride: 0, layerStride: 0 };
}
