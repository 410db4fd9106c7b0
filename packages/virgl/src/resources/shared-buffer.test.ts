import type { NativeGl } from '@virglass/gl/native';
import * as p from '@virglass/protocol';
import { command, VirglBench, type VirglGuest } from '@virglass/testkit';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CapBit, PipeBind, PipeFormat, PipeTarget, ResourceFlag } from '@virglass/protocol';
import { buildCaps } from '../caps/build.ts';
import type { SharedMemorySource } from '@virglass/virtio-gpu';
import { Status } from '../status.ts';
import { SharedPool, SHARED_PAGE } from './shared-pool.ts';

/* Buffers that guests map, on the machine's software OpenGL, with memory as a virtual machine gets it. */

const poolBytes = 1 << 20;
/** Byte of capability_bits in capset 2. */
const capabilityBitsAt = 392;
let gl: NativeGl;
/** Memory that would have a descriptor in a virtual machine's back end. */
const source: SharedMemorySource = {
  bytes: poolBytes,
  allocate: (byteLength) => {
    const memory = gl.memory(byteLength);
    memory.bytes.fill(0);
    return {
      fd: -1,
      address: memory.address,
      byteLength,
      bytes: memory.bytes,
      discard: (offset, length) => void memory.bytes.fill(0, offset, offset + length),
      [Symbol.dispose]: () => gl.freeMemory(memory),
    };
  },
};
const mapped = ResourceFlag.MAP_PERSISTENT | ResourceFlag.MAP_COHERENT;

const bench = new VirglBench(undefined, { shared: source }, (one) => {
  gl = one;
});
afterAll(() => bench[Symbol.dispose]());
let guest: VirglGuest;
beforeEach(() => {
  guest = bench.guest();
});
afterEach(() => {
  guest[Symbol.dispose]();
  expect(bench.glErrors()).toBe('');
});

const shape: Record<'target' | 'format' | 'bind' | 'width' | 'height' | 'depth', number> = {
  target: PipeTarget.BUFFER,
  format: PipeFormat.R8_UNORM,
  bind: PipeBind.VERTEX_BUFFER,
  width: 8192,
  height: 1,
  depth: 1,
};
const rest = { arraySize: 1, lastLevel: 0, nrSamples: 0, flags: mapped };

/** Prepares the storage of a blob; the renderer's status. */
const prepare = (blobId: number, args: Partial<typeof shape & typeof rest> = {}): number =>
  guest.submit(command(p.encodePipeResourceCreate, { ...shape, ...rest, blobId, ...args }));
const take = (id: number, blobId: number, size = 8192, mappable = true): number =>
  guest.device.createBlob({ id, contextId: 1, blobId, size, mappable });

/** The bytes that the guest sees of a blob. */
function seen(id: number): Uint8Array {
  const { memory, offset, length } = guest.device.blobMemory(id)!;
  return memory.bytes.subarray(offset, offset + length);
}

const copy = (srcResHandle: number, dstResHandle: number, srcX: number, dstX: number, srcW: number): number => {
  const box = { dstLevel: 0, dstY: 0, dstZ: 0, srcLevel: 0, srcY: 0, srcZ: 0, srcH: 1, srcD: 1 };
  return guest.submit(command(p.encodeResourceCopyRegion, { dstResHandle, srcResHandle, ...box, srcX, dstX, srcW }));
};

test('guests hear of it where it was tried, and nowhere else', () => {
  const bits = (caps: Uint8Array): number => new DataView(caps.buffer).getUint32(capabilityBitsAt, true) & CapBit.ARB_BUFFER_STORAGE;
  expect(bits(bench.renderer.capset(2, 2)) >>> 0).toBe(CapBit.ARB_BUFFER_STORAGE >>> 0);
  const { state, formats, bindings } = bench.renderer.host;
  expect(bits(buildCaps({ gl, state, formats, bindings }).v2)).toBe(0);
});

test('bytes go both ways through memory alone', () => {
  expect(prepare(5)).toBe(0);
  expect(take(70, 5)).toBe(0);
  guest.device.attachResource(1, 70);
  const other = guest.buffer(8192);
  const memory = seen(70);
  expect(memory.length).toBe(8192);
  expect(memory.every((byte) => byte === 0)).toBe(true);
  // The guest writes, the GPU reads: nothing is transferred.
  memory.set([1, 2, 3, 4], 4096);
  expect(copy(70, other, 4096, 0, 4)).toBe(0);
  expect([...guest.read(other, 4, { width: 4 })]).toEqual([1, 2, 3, 4]);
  // The GPU writes; the guest reads once a fence has passed.
  guest.write(other, [9, 8, 7], { width: 3 });
  expect(copy(other, 70, 0, 8000, 3)).toBe(0);
  guest.device.finish();
  expect([...memory.subarray(7999, 8004)]).toEqual([0, 9, 8, 7, 0]);
  // Drivers transfer all the same; there is nothing to do, and nothing goes wrong.
  const box = { level: 0, x: 0, y: 0, z: 0, width: 8192, height: 1, depth: 1, stride: 0, layerStride: 0, offset: 0 };
  expect(guest.device.transferToHost(1, 70, box, null)).toBe(0);
  expect(guest.device.transferFromHost(1, 70, box, null)).toBe(0);
  expect(
    guest.submit(
      command(p.encodeResourceInlineWrite, {
        resHandle: 70,
        level: 0,
        usage: 0,
        stride: 0,
        layerStride: 0,
        x: 2,
        y: 0,
        z: 0,
        w: 4,
        h: 1,
        d: 1,
        data: Uint8Array.of(5, 5, 5, 5),
      }),
    ),
  ).toBe(0);
  guest.device.finish();
  expect([...memory.subarray(0, 8)]).toEqual([0, 0, 5, 5, 5, 5, 0, 0]);
  expect(guest.log).toEqual([]);
});

test('a buffer with memory of host and guest is copied between them', () => {
  prepare(1);
  take(71, 1, 8192, false);
  guest.device.attachResource(1, 71);
  const backing = bench.gl.memory(8192);
  backing.bytes.fill(6);
  guest.device.attachBacking(71, [{ memory: backing, offset: 0, length: 8192 }]);
  const box = { level: 0, x: 16, y: 0, z: 0, width: 4, height: 1, depth: 1, stride: 0, layerStride: 0, offset: 0 };
  expect(guest.device.transferToHost(1, 71, box, null)).toBe(0);
  expect([...seen(71).subarray(15, 21)]).toEqual([0, 6, 6, 6, 6, 0]);
  seen(71)[17] = 1;
  expect(guest.device.transferFromHost(1, 71, box, null)).toBe(0);
  expect([...backing.bytes.subarray(0, 5)]).toEqual([6, 1, 6, 6, 6]);
  bench.gl.freeMemory(backing);
});

test('textures can be prepared, but are not mapped', () => {
  const texture = { target: PipeTarget.TEXTURE_2D, format: PipeFormat.R8G8B8A8_UNORM, bind: PipeBind.SAMPLER_VIEW, width: 4, height: 4 };
  expect(prepare(1, { ...texture, flags: 0 })).toBe(0);
  expect(take(72, 1, 64)).toBe(0);
  expect(guest.device.blobMemory(72)).toBe(null);
  expect(guest.device.describe(72)).toMatchObject({ width: 4, height: 4, format: PipeFormat.R8G8B8A8_UNORM });
  expect(guest.device.describe(99)).toBe(null);
  expect(prepare(1, { ...texture, flags: mapped })).toBe(Status.ILLEGAL_RANGE);
  expect(guest.log.join()).toMatch(/flags 0x6 with target 2/);
});

describe('what is wrong is refused, and nothing is left of it', () => {
  test('blob numbers', () => {
    expect(take(80, 3)).toBe(Status.ILLEGAL_RESOURCE);
    prepare(3);
    expect(guest.device.createBlob({ id: 80, contextId: 9, blobId: 3, size: 1, mappable: true })).toBe(Status.ILLEGAL_RESOURCE);
    expect(take(80, 3, 8193)).toBe(Status.ILLEGAL_RANGE);
    expect(take(80, 3, 2 ** 52)).toBe(Status.ILLEGAL_RANGE);
    expect(take(0, 3)).toBe(Status.ILLEGAL_RESOURCE);
    expect(take(80, 3)).toBe(0);
    expect(take(81, 3)).toBe(Status.ILLEGAL_RESOURCE);
    prepare(3);
    expect(take(80, 3)).toBe(Status.ILLEGAL_RESOURCE);
    // What is prepared twice is there once.
    expect(guest.device.bytesUsed).toBe(2 * 8192);
    prepare(3);
    expect(guest.device.bytesUsed).toBe(2 * 8192);
    expect(guest.submit(() => 0)).toBe(0);
  });

  test('a short command ends the context as any does', () => {
    expect(guest.submit((words, _, at) => ((words[at] = p.commandHeader(p.Ccmd.PIPE_RESOURCE_CREATE, 0, 10)), at + 11))).toBe(
      Status.ILLEGAL_COMMAND_BUFFER,
    );
  });

  test('memory and resources have limits, and come back as zeros', () => {
    const big = { width: 400_000 };
    prepare(1, big);
    prepare(2, big);
    expect(prepare(3, big)).toBe(Status.ILLEGAL_RANGE);
    expect(guest.log.join()).toMatch(/no room for 401408 bytes/);
    take(90, 1, 400_000);
    seen(90).fill(3);
    guest.device.destroyResource(90);
    expect(prepare(3, big)).toBe(0);
    take(91, 3, 400_000);
    expect(seen(91).every((byte) => byte === 0)).toBe(true);
    expect(prepare(4, { width: 0xffffffff })).toBe(Status.ILLEGAL_RANGE);
    expect(prepare(4, { width: 2 ** 31 - 1 })).toBe(Status.ILLEGAL_RANGE);
    for (let i = 0; i < 4100; i++) prepare(100 + i, { width: 1, flags: 0 });
    expect(guest.log.at(-1)).toMatch(/limit is 4096 resources/);
    // A context takes what it prepared with it.
    guest.device.destroyContext(1);
    expect(guest.device.bytesUsed).toBe(401408);
  });
});

test('ranges of a pool never overlap, and all of it comes back in the end', () => {
  using pool = new SharedPool(source);
  const held: { offset: number; length: number; range: ReturnType<SharedPool['allocate']> & object }[] = [];
  let seed = 1;
  const random = (n: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  for (let i = 0; i < 2000; i++) {
    if (held.length > 0 && random(5) < 2) {
      const [one] = held.splice(random(held.length), 1);
      pool.free(one!.range);
      continue;
    }
    const range = pool.allocate(random(5 * SHARED_PAGE));
    if (range === null) continue;
    expect(range.offset % SHARED_PAGE).toBe(0);
    expect(range.offset + range.length + SHARED_PAGE).toBeLessThanOrEqual(poolBytes);
    for (const { offset, length } of held) expect(range.offset >= offset + length || offset >= range.offset + range.length).toBe(true);
    held.push({ ...range, range });
  }
  for (const { range } of held) pool.free(range);
  expect(pool.used).toBe(0);
  expect(pool.allocate(poolBytes)).toBe(null);
  expect(pool.allocate(poolBytes - SHARED_PAGE)).toMatchObject({ offset: 0, length: poolBytes - SHARED_PAGE });
  using none = new SharedPool({ ...source, bytes: 100 });
  expect(none.allocate(1)).toBe(null);
  using broken = new SharedPool({
    bytes: poolBytes,
    allocate: () => {
      throw new Error('no memory');
    },
  });
  expect(broken.allocate(1)).toBe(null);
});
