/*
 * Piglit's lists, and which tests need only the vertex and fragment stages.
 *
 * For shader tests the test's own file tells: its sections name the stages, its requirements the extensions. Other tests are programs;
 * for these the name has to do, which is right for all but a few.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { requireProgram, seededRandom } from '@virglass/testkit';

/** A list of tests of one piglit profile. */
export interface PiglitList {
  readonly name: string;
  readonly profile: string;
  readonly tests: readonly string[];
}

/** Reads a list; the profile follows from the file's name: *_sh is quick_shader, anything else quick_gl. */
export function readPiglitList(path: string): PiglitList {
  const name = basename(path).replace(/\.txt$/, '');
  const tests = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return { name, profile: /_sh$|shader/.test(name) ? 'quick_shader' : 'quick_gl', tests };
}

/** Names of all tests of a profile, sorted. */
export function piglitTests(profile: string): string[] {
  requireProgram('piglit', 'piglit');
  const printed = execFileSync('piglit', ['print-cmd', profile], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const names = printed.split('\n').flatMap((line) => (line.includes(' ::: ') ? [line.slice(0, line.indexOf(' ::: '))] : []));
  return names.sort();
}

/**
 * Tests of a profile chosen at random; the same seed chooses the same ones.
 *
 * @param known - tests that are not chosen, because another list has them
 */
export function randomList(profile: string, count: number, seed: number, known: ReadonlySet<string>): PiglitList {
  const tests = piglitTests(profile).filter((test) => !known.has(test));
  return { name: `random-${profile}-${count}-seed${seed}`, profile, tests: chosenAtRandom(tests, count, seed) };
}

/** So many of some tests, chosen at random; the same seed chooses the same ones. */
export function chosenAtRandom(tests: readonly string[], count: number, seed: number): string[] {
  const all = [...tests];
  const random = seededRandom(seed);
  const chosen = Math.min(count, all.length);
  for (let i = 0; i < chosen; i++) {
    const j = i + random.below(all.length - i);
    [all[i], all[j]] = [all[j] as string, all[i] as string];
  }
  return all.slice(0, chosen);
}

/** Where Debian's piglit keeps its tests. */
const PIGLIT = '/usr/lib/x86_64-linux-gnu/piglit';
const OTHER_STAGES = /^\[(geometry|tessellation control|tessellation evaluation|compute) shader/m;
const OTHER_FEATURES =
  /^\s*(GL_)?(ARB|OES|EXT|NV)_(geometry_shader4|tessellation_shader|compute_shader|shader_storage_buffer_object|shader_image_\w+|shader_atomic_counter\w*)\b/m;
const NAME_OF_OTHER_STAGES =
  /geom|tess|(^|[@ _-])compute([@ _-]|$)|ssbo|storage[_ ]?(buffer|block)|shader_image_|image[_ ]?(load|store|atomic)|atomic|work[_ ]?group|gl-layer|3-stages|adj-prims|set_invalid_varyings|referenced-by-shader|render-viewport|(^|[@ _-])(gs|tcs|tes|cs)([@ _-]|$)/i;
/** Parts of names that look like other stages and are not. */
const NAME_EXCEPTIONS =
  /getteximage|gettextureimage|copy_image|copyimage|texture_image_samples|teximage|transform_feedback@tessellation|depth-computed/i;

let shaderTests: Map<string, string> | null = null;

/** The file of a shader test, or null when the test is a program. Piglit's test names are in lower case. */
function shaderTestFile(test: string): string | null {
  if (shaderTests === null) {
    shaderTests = new Map();
    for (const folder of [join(PIGLIT, 'tests'), join(PIGLIT, 'generated_tests')]) {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (name.endsWith('.shader_test')) shaderTests.set(name.slice(0, -'.shader_test'.length).toLowerCase(), join(folder, name));
      }
    }
  }
  return shaderTests.get(test.replaceAll('@', '/').toLowerCase()) ?? null;
}

/** Whether a test needs only the vertex and fragment stages: no geometry, tessellation or compute, no storage buffers, images, atomics. */
export function needsOnlyVertexAndFragment(test: string): boolean {
  const file = shaderTestFile(test);
  if (file !== null) {
    const text = readFileSync(file, 'latin1');
    return !OTHER_STAGES.test(text) && !OTHER_FEATURES.test(text);
  }
  return !NAME_OF_OTHER_STAGES.test(test.replace(NAME_EXCEPTIONS, ''));
}

/** Group of a test for reports: the specification or folder, and the next part of the name. */
export function piglitGroup(test: string): string {
  return test.split('@').slice(0, 3).slice(0, -1).join('@') || test;
}

/** Picks `count` tests spread evenly over the list. */
export function spread<T>(list: readonly T[], count: number): T[] {
  if (count >= list.length) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)] as T);
}
