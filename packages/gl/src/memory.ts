/**
 * A block of bytes that both JavaScript and the GL implementation can reach.
 *
 * The renderer names data as (memory, byte offset, byte length) and never makes a view per command. A native binding
 * passes `address + offset` to GL, so guest memory is read in place; a WebGL2 binding passes `bytes` and the offset.
 */
export interface Memory {
  /** Address of byte 0 in this process; 0 where there is no such thing (a browser, the null binding). */
  readonly address: number;
  /** Length of the block in bytes. */
  readonly byteLength: number;
  /** The same bytes for JavaScript. May be made on first use: reading it can cost microseconds once. */
  readonly bytes: Uint8Array;
}
