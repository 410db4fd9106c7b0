import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { version } from '../version.ts';

/** Packages whose code makes programs of TGSI or decides what a program needs. */
const packages = ['@virglass/shader', '@virglass/virgl'] as const;

/**
 * A number that differs whenever the code that makes programs does: of the product's version and of the code itself. A number
 * kept by hand would be forgotten one day, and then guests would draw with programs that we no longer make.
 *
 * Reads about 200 small files, some milliseconds.
 */
export function codeVersion(): string {
  const sum = createHash('sha256').update(version());
  for (const name of packages) {
    const folder = dirname(fileURLToPath(import.meta.resolve(name)));
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!/\.[jt]s$/.test(file) || /\.(test|d)\.ts$/.test(file)) continue;
      sum.update(`\n${name}/${file}\n`).update(readFileSync(join(folder, file)));
    }
  }
  return sum.digest('hex');
}
