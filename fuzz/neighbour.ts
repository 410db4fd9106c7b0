/*
 * The guest beside: it draws a picture of its own with everything open that a switch of guests has to set aside - a query that
 * counts, feedback that captures, a condition - and says whether the picture is the one it always was.
 */
import { createHash } from 'node:crypto';
import * as p from '@virglass/protocol';
import { bindPipeline, bindPositions, command, drawArrays, type VirglBench, VirglGuest } from '@virglass/testkit';

const SIZE = 16;

const FRAGMENT = `FRAG
PROPERTY FS_COLOR0_WRITES_ALL_CBUFS 1
DCL IN[0], POSITION, LINEAR
DCL OUT[0], COLOR
DCL CONST[0]
IMM[0] FLT32 {    0.0625,     0.0625,     0.0000,     1.0000}
  0: MAD OUT[0], IN[0], IMM[0], CONST[0]
  1: END
`;

const positions = [-1, -1, 0, 1, 1, -1, 0, 1, -1, 1, 0, 1, -0.5, -0.5, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1];

/** A guest that does nothing wrong. */
export class Neighbour implements Disposable {
  readonly guest: VirglGuest;
  readonly #target: number;
  readonly #results: number;
  readonly #captured: number;
  readonly #query: number;
  readonly #feedback: number;

  constructor(bench: VirglBench) {
    const guest = new VirglGuest(bench);
    this.guest = guest;
    this.#target = guest.resource({ width: SIZE, height: SIZE });
    guest.framebuffer(0, guest.surface(this.#target, p.PipeFormat.R8G8B8A8_UNORM));
    bindPipeline(guest, SIZE, SIZE, {
      fragment: FRAGMENT,
      streamOutput: { stride: [4, 0, 0, 0], outputs: [{ registerIndex: 0, numComponents: 4, buffer: 0, dstOffset: 0 }] },
    });
    bindPositions(guest, positions);
    this.#results = guest.buffer(64, p.PipeBind.QUERY_BUFFER);
    this.#captured = guest.buffer(1024, p.PipeBind.STREAM_OUTPUT);
    this.#query = guest.handle();
    this.#feedback = guest.handle();
    this.#submit(
      command(p.encodeCreateQuery, {
        handle: this.#query,
        type: p.PipeQuery.OCCLUSION_COUNTER,
        index: 0,
        offset: 0,
        resHandle: this.#results,
      }),
      command(p.encodeCreateStreamoutTarget, { handle: this.#feedback, resHandle: this.#captured, bufferOffset: 0, bufferSize: 1024 }),
      command(p.encodeSetConstantBuffer, { shaderType: p.PipeShader.FRAGMENT, index: 0, data: [0, 0, 0x3f000000, 0] }),
    );
  }

  /** The first half of the picture. */
  begin(): void {
    this.#submit(
      command(p.encodeClear, { buffers: p.PipeClear.COLOR0, color: [0, 0, 0, 0], depth: 1, stencil: 0 }),
      command(p.encodeBeginQuery, { handle: this.#query }),
      command(p.encodeSetStreamoutTargets, { appendBitmask: 0, handle: [this.#feedback] }),
    );
    this.#draw(0);
  }

  /** Something in the middle, that shows if the other guest's state is still GL's. */
  interrupt(): void {
    this.#submit(command(p.encodeSetBlendColor, { color: [0, 0, 0, 0] }));
    this.guest.device.flush();
  }

  /** The second half. @returns a digest of the picture, the query's result and the captured vertices */
  end(): string {
    this.#draw(3);
    this.#submit(
      command(p.encodeSetStreamoutTargets, { appendBitmask: 0, handle: [] }),
      command(p.encodeEndQuery, { handle: this.#query }),
      command(p.encodeGetQueryResult, { handle: this.#query, wait: 1 }),
    );
    this.guest.device.finish();
    const picture = this.guest.read(this.#target, SIZE * SIZE * 4, { width: SIZE, height: SIZE });
    const result = this.guest.read(this.#results, 16, { width: 16 });
    const captured = this.guest.read(this.#captured, 96, { width: 96 });
    const digest = createHash('sha1').update(picture).update(captured).digest('hex').slice(0, 12);
    const samples = new DataView(result.buffer, result.byteOffset).getUint32(8, true);
    // OpenGL ES only knows whether there were any.
    const counted = this.guest.bench.gl.features.isGles ? Number(samples > 0) : samples;
    return `picture ${digest}, ${counted} samples, log ${this.guest.log.join('; ')}`;
  }

  #draw(start: number): void {
    const status = drawArrays(this.guest, p.PipePrim.TRIANGLES, 3, { start });
    if (status !== 0) this.guest.log.push(`draw: status ${status}`);
  }

  #submit(...commands: Parameters<VirglGuest['submit']>): void {
    const status = this.guest.submit(...commands);
    if (status !== 0) throw new Error(`the neighbour was refused: ${this.guest.log.join('; ')}`);
  }

  [Symbol.dispose](): void {
    this.guest[Symbol.dispose]();
  }
}
