/*
 * Builds a package before it is packed: npm runs it in the package's folder (`prepack`). Arguments are projects of the package beside its
 * own. Whatever an earlier build left is built again, so that nothing stale is packed; the licence goes along.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
rmSync('dist', { recursive: true, force: true });
execFileSync(process.execPath, [compiler, '-b', '--force', '.', ...process.argv.slice(2)], {
  stdio: ['ignore', process.stderr, 'inherit'],
});
copyFileSync(fileURLToPath(new URL('../LICENSE', import.meta.url)), 'LICENSE');
