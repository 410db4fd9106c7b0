import { afterAll, expect, test } from 'vitest';
import { Coverage } from './coverage.ts';
import { allGpuCells } from './gpu-cells.ts';
import { gpuCasesToCoverAll, GpuTarget } from './gpu-target.ts';

/*
 * The virtio-gpu device over its queues: every field of every request with every class of value once, the same cases each time.
 * VIRGLASS_FUZZ=n goes n times as far.
 */
const rounds = Math.max(1, Number(process.env['VIRGLASS_FUZZ'] ?? 1));
const PATIENCE_MS = 240_000 * rounds;

/** Requests that mean nothing to a device without 3D. */
const needsRenderer = /^CTX_|3D|CAPSET$|MAP_BLOB/;

const targets = { rendered: new GpuTarget(true), 'screens only': new GpuTarget(false) };
afterAll(() => {
  for (const target of Object.values(targets)) target[Symbol.dispose]();
});

test.each(['screens only', 'rendered'] as const)(
  '%s: whatever a driver sends is answered and harms nobody',
  { timeout: PATIENCE_MS },
  (name) => {
    const coverage = new Coverage(allGpuCells());
    for (let index = 0; index < gpuCasesToCoverAll() * rounds; index++) {
      expect(targets[name].run(1, index, coverage), `npm run fuzz -- --target gpu --from ${index} --cases 1`).toEqual([]);
    }
    expect(allGpuCells().length).toBeGreaterThan(1000);
    expect(coverage.missing()).toEqual([]);
    // What is refused wherever it comes from would show nothing.
    const renders = name === 'rendered';
    expect(coverage.neverAccepted().filter((command) => renders || !needsRenderer.test(command))).toEqual([]);
  },
);
