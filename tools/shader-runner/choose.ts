/** Which files are run: all, or a sample in equal shares of the folders. */
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** All `.shader_test` files of a suite, relative to it, sorted. */
export function findTests(suite: string): string[] {
  const out: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith('.shader_test')) out.push(relative(suite, path));
    }
  };
  for (const folder of ['tests', 'generated_tests']) visit(join(suite, folder));
  return out.sort();
}

/** The part of a path by which results are counted: `spec/glsl-1.10`, whichever tree it is in. */
export function folderOf(path: string): string {
  const parts = path.split('/').slice(1, -1);
  return parts.slice(0, 2).join('/');
}

/** Whether a file is one of the many about numbers of 64 bits, which would drown the others. */
export function is64(path: string): boolean {
  return /fp64|vertex_attrib_64bit|double|dmat|dvec|int64/.test(path) || /glsl-4\.20\/execution\/vs_in/.test(path);
}

/** A generator of numbers below 1 that a seed decides. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A sample: the share of each folder (the innermost, so that rare subjects are there) is at least one file and grows with the root of
 * its size.
 */
export function sampleTests(paths: readonly string[], count: number, seed: number): string[] {
  if (count >= paths.length) return [...paths];
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  const next = random(seed);
  const shuffled = [...folders.values()].map((list) =>
    list
      .map((path) => ({ path, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ path }) => path),
  );
  const weight = shuffled.reduce((sum, list) => sum + Math.sqrt(list.length), 0);
  // What small folders cannot give, large ones do.
  let scale = count / weight;
  const chosen = (): number =>
    shuffled.reduce((sum, list) => sum + Math.min(list.length, Math.max(1, Math.round(Math.sqrt(list.length) * scale))), 0);
  while (chosen() < count) scale *= 1.05;
  return shuffled.flatMap((list) => list.slice(0, Math.max(1, Math.round(Math.sqrt(list.length) * scale)))).sort();
}
