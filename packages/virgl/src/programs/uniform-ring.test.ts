import { createRecorderGl, GlState } from '@virglass/gl';
import { expect, test } from 'vitest';
import type { VirglHost } from '../host.ts';
import { UniformRing } from './uniform-ring.ts';

const RING_BYTES = 8 * 1024 * 1024;
const BLOCK = 64 * 1024;

function makeRing() {
  const gl = createRecorderGl();
  const host = { gl, state: new GlState(gl) } as unknown as VirglHost;
  return { gl, ring: new UniformRing(host) };
}

test('a place stays fresh until writing comes near it again', () => {
  const { ring } = makeRing();
  const words = new Uint32Array(4).fill(7);
  const offset = ring.write(words, 4, 16);
  const { lap } = ring;
  expect(ring.isFresh(lap, offset)).toBe(true);
  let fresh = 0;
  for (let written = 0; written < 2 * RING_BYTES; written += BLOCK) {
    ring.write(words, 4, BLOCK);
    if (ring.isFresh(lap, offset)) fresh = written + BLOCK;
  }
  expect(fresh).toBeLessThan(RING_BYTES);
  expect(fresh).toBeGreaterThan(RING_BYTES / 2);
});

test('a place that was never written is not fresh', () => {
  const { ring } = makeRing();
  expect(ring.isFresh(-1, 0)).toBe(false);
});

test('ranges are aligned, do not overlap within a lap and do not wrap', () => {
  const { ring, gl } = makeRing();
  const words = new Uint32Array(16384);
  let end = 0;
  let { lap } = ring;
  for (let i = 0; i < 2000; i++) {
    const bytes = 16 * (1 + ((i * 7919) % 4096));
    const at = ring.write(words, Math.min(5, bytes / 4), bytes);
    if (ring.lap !== lap) {
      lap = ring.lap;
      end = 0;
    }
    expect(at % gl.features.uniformBufferOffsetAlignment).toBe(0);
    expect(at).toBeGreaterThanOrEqual(end);
    end = at + bytes;
    expect(end).toBeLessThanOrEqual(RING_BYTES);
  }
});

test('every section is left with a fence, and a fence is waited for before it is written again', () => {
  const { ring, gl } = makeRing();
  const words = new Uint32Array(16384);
  gl.take();
  // Blocks that end exactly where sections do: each border must be noticed all the same.
  for (let written = 0; written < 3 * RING_BYTES; written += BLOCK) ring.write(words, 1, BLOCK);
  const lines = gl.take();
  const fences = lines.filter((line) => line.startsWith('fenceSync')).length;
  const waits = lines.filter((line) => line.startsWith('clientWaitSync')).length;
  expect(fences).toBeGreaterThanOrEqual(23);
  expect(waits).toBeGreaterThanOrEqual(15);
});
