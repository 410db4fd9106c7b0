import {
  encodeBeginQuery,
  encodeCreateQuery,
  encodeEndQuery,
  encodeGetQueryResult,
  ObjectType,
  PipeBind,
  PipeQuery,
  PipeFormat,
  PipeTarget,
  QueryResultBytes,
  QueryState,
  u64Of,
} from '@virglass/protocol';
import type { Stream } from '../encoder/stream.ts';

/** How often a host is waited for that then has no result. */
const MOST_TRIES = 64;
const nothing = new Uint8Array(QueryResultBytes);
const box = { level: 0, x: 0, y: 0, z: 0, width: QueryResultBytes, height: 1, depth: 1, stride: 0, layerStride: 0 };

/** A query object: the host writes its result into a small buffer, which is read when somebody asks. */
export class QueryObject {
  readonly stream: Stream;
  /** GL's target; 0 until it has begun once. */
  target = 0;
  active = false;
  deleted = false;
  #type = -1;
  #index = 0;
  #handle = 0;
  #resource = 0;
  #asked = false;
  #done = false;
  #result = 0;
  readonly #bytes = new Uint8Array(QueryResultBytes);
  readonly #words = new Uint32Array(this.#bytes.buffer);

  constructor(stream: Stream) {
    this.stream = stream;
  }

  /**
   * @param type - `PipeQuery`
   * @param index - vertex stream, or which of the pipeline's statistics
   */
  begin(target: number, type: number, index = 0): void {
    const { stream } = this;
    this.target = target;
    if (this.#type !== type || this.#index !== index) this.#create(type, index);
    this.active = true;
    this.#asked = false;
    this.#done = false;
    stream.at = encodeBeginQuery(stream.words, stream.floats, stream.room(2), { handle: this.#handle });
  }

  /** Its handle at the host; 0 before it has begun once. */
  get handle(): number {
    return this.#handle;
  }

  end(): void {
    const { stream } = this;
    this.active = false;
    stream.at = encodeEndQuery(stream.words, stream.floats, stream.room(2), { handle: this.#handle });
  }

  /** The time when everything before is done. */
  stamp(target: number): void {
    this.target = target;
    if (this.#type !== PipeQuery.TIMESTAMP) this.#create(PipeQuery.TIMESTAMP, 0);
    this.#asked = false;
    this.#done = false;
    this.end();
  }

  /** Whether the result is there; asks the host for it. */
  available(): boolean {
    if (this.#done || this.#handle === 0 || this.stream.winsys.lost !== '') return true;
    this.#ask(0);
    this.#read();
    return this.#done;
  }

  /** The result, waiting for it; what was known before where a host has finished everything again and again and has none. */
  result(): number {
    for (let tries = 0; tries < MOST_TRIES && !this.#done && this.#handle !== 0 && this.stream.winsys.lost === ''; tries++) {
      this.#asked = false;
      this.#ask(1);
      this.#read();
      if (!this.#done) this.stream.winsys.finish();
    }
    return this.#result;
  }

  destroy(): void {
    if (this.#handle === 0) return;
    this.stream.destroyObject(ObjectType.QUERY, this.#handle);
    this.stream.destroyResource(this.#resource);
    this.#handle = 0;
    this.#type = -1;
  }

  #create(type: number, index: number): void {
    const { stream } = this;
    this.destroy();
    this.#type = type;
    this.#index = index;
    this.#resource = stream.createResource({
      target: PipeTarget.BUFFER,
      format: PipeFormat.R8_UNORM,
      bind: PipeBind.CUSTOM,
      width: QueryResultBytes,
      height: 1,
      depth: 1,
      arraySize: 1,
      lastLevel: 0,
      samples: 0,
    });
    this.#handle = stream.handle();
    const args = { handle: this.#handle, type, index, offset: 0, resHandle: this.#resource };
    stream.at = encodeCreateQuery(stream.words, stream.floats, stream.room(5), args);
  }

  #ask(wait: number): void {
    if (this.#asked) return;
    const { stream } = this;
    stream.at = encodeGetQueryResult(stream.words, stream.floats, stream.room(3), { handle: this.#handle, wait });
    this.#asked = wait === 1;
  }

  #read(): void {
    this.stream.read(this.#resource, box, this.#bytes);
    if (this.#words[0] !== QueryState.DONE) return;
    this.#done = true;
    // Or the next use would take this one's result for its own.
    this.stream.winsys.write(this.#resource, box, nothing);
    this.#result = this.#words[1] === 4 ? this.#words[2]! : u64Of(this.#words[2]!, this.#words[3]!);
  }
}
