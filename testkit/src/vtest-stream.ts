/*
 * Recorded client-to-server bytes of a vtest connection.
 *
 * A recording is what `vtest-redirect` writes with VTEST_CAPTURE. Made with VTEST_PROTOCOL=0 it is complete: all vertex and texture
 * data is inside, and every picture that the program read back can be asked for again. With protocol 2 the data went through shared
 * memory; such a recording still exercises every command, on resources full of zeros.
 *
 * The numbers below are written out here, away from the product's own tables, on purpose: these helpers judge the product.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** vtest commands that the tests speak. */
export const Vcmd = {
  GET_CAPS: 1,
  RESOURCE_CREATE: 2,
  RESOURCE_UNREF: 3,
  TRANSFER_GET: 4,
  TRANSFER_PUT: 5,
  SUBMIT_CMD: 6,
  RESOURCE_BUSY_WAIT: 7,
  CREATE_RENDERER: 8,
  GET_CAPS2: 9,
  PING_PROTOCOL_VERSION: 10,
  PROTOCOL_VERSION: 11,
  RESOURCE_CREATE2: 12,
  TRANSFER_GET2: 13,
  TRANSFER_PUT2: 14,
} as const;

/** One message of a recording. */
export interface VtestMessage {
  readonly command: number;
  /** First byte of the header in the recording. */
  readonly at: number;
  /** Bytes after the header. */
  readonly payloadBytes: number;
}

const TRANSFER_PUT_BYTES = 44;
const TRANSFER_PUT2_BYTES = 40;
const TRANSFER_DATA_SIZE_WORD = 10;

/** Length of a message's payload in bytes; three commands do not keep to the length in their header. */
function payloadBytes(view: DataView, at: number): number {
  const announced = view.getUint32(at, true);
  switch (view.getUint32(at + 4, true)) {
    case Vcmd.CREATE_RENDERER:
      return announced; // counted in bytes
    case Vcmd.TRANSFER_PUT: {
      const word = at + 8 + TRANSFER_DATA_SIZE_WORD * 4;
      return word + 4 <= view.byteLength ? TRANSFER_PUT_BYTES + view.getUint32(word, true) : TRANSFER_PUT_BYTES; // data without padding
    }
    case Vcmd.TRANSFER_PUT2:
      return TRANSFER_PUT2_BYTES; // data announced, but left in shared memory
    default:
      return announced * 4;
  }
}

/** A recording and its messages; an incomplete message at the end is left out. */
export class VtestRecording {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly messages: readonly VtestMessage[];

  constructor(bytes: Uint8Array) {
    // A Buffer's slice() shares memory; a plain view's copies, which is what callers who damage a copy rely on.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const messages: VtestMessage[] = [];
    for (let at = 0; at + 8 <= bytes.length;) {
      const length = payloadBytes(this.view, at);
      if (at + 8 + length > bytes.length) break;
      messages.push({ command: this.view.getUint32(at + 4, true), at, payloadBytes: length });
      at += 8 + length;
    }
    this.messages = messages;
  }

  /** The protocol that the client asked for; 0 when it asked for none. */
  get protocol(): number {
    const asked = this.messages.find((message) => message.command === Vcmd.PROTOCOL_VERSION);
    return asked ? this.word(asked, 0) : 0;
  }

  /** Reads a recording; a name that ends in .gz is unpacked. */
  static read(path: string): VtestRecording {
    const file = readFileSync(path);
    return new VtestRecording(path.endsWith('.gz') ? gunzipSync(file) : file);
  }

  /** A message's bytes, header included; a view of the recording. */
  slice(message: VtestMessage): Uint8Array {
    return this.bytes.subarray(message.at, message.at + 8 + message.payloadBytes);
  }

  /** Word `index` of a message's payload. */
  word(message: VtestMessage, index: number): number {
    return this.view.getUint32(message.at + 8 + index * 4, true);
  }

  /** The recording up to and including its `count`th message with this command: the first frames of a long recording. */
  upTo(command: number, count: number): VtestRecording {
    let seen = 0;
    for (const message of this.messages) {
      if (message.command === command && ++seen === count) {
        return new VtestRecording(this.bytes.subarray(0, message.at + 8 + message.payloadBytes));
      }
    }
    return this;
  }
}
