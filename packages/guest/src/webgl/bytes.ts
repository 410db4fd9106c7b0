/* Arrays that programs hand in. */

/** Bytes of an ArrayBuffer or a view; null for anything else. */
export function bytesOfSource(source: unknown): Uint8Array | null {
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  // By name, not by constructor: the buffer may come from another realm.
  const name = Object.prototype.toString.call(source);
  return name === '[object ArrayBuffer]' || name === '[object SharedArrayBuffer]' ? new Uint8Array(source as ArrayBufferLike) : null;
}

/** Name of a view's kind of array, `Uint8Array` for a `Buffer` of Node too. */
export function arrayName(view: ArrayBufferView): string {
  return Object.prototype.toString.call(view).slice(8, -1);
}

/** Bytes of an element of a view; 1 for a DataView. */
export function elementBytes(view: ArrayBufferView): number {
  return (view as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
}

/** Bytes of elements [offset, offset + length) of a view; null when they are not there. A length of 0 means all that follow. */
export function bytesOfRange(view: ArrayBufferView, offset: number, length: number): Uint8Array | null {
  const size = elementBytes(view);
  const start = offset * size;
  const bytes = length === 0 ? view.byteLength - start : length * size;
  if (start < 0 || start > view.byteLength || bytes < 0 || start + bytes > view.byteLength) return null;
  return new Uint8Array(view.buffer, view.byteOffset + start, bytes);
}
