import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of a file of this package outside its sources: `assets/init.sh`, `locks/mini.lock`. */
export function packagePath(name: string): string {
  return fileURLToPath(new URL(`../${name}`, import.meta.url));
}

/** Text of such a file. */
export function packageText(name: string): string {
  return readFileSync(packagePath(name), 'utf8');
}
