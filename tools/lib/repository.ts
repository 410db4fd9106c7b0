import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Absolute path of the repository, no slash at the end. */
export const root: string = join(import.meta.dirname, '..', '..');

/** Paths, relative to the root, of every file that is in git or would be added to it, sorted. */
export function listFiles(): string[] {
  const listing = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const deleted = new Set(execFileSync('git', ['ls-files', '-z', '--deleted'], { cwd: root, encoding: 'utf8' }).split('\0'));
  return [...new Set(listing.split('\0'))].filter((path) => path !== '' && !deleted.has(path)).toSorted();
}

/** Text of a file of the repository. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** 1-based line of a character offset. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** Prints findings as `path:line: message` and ends the process: 0 when there are none, else 1. */
export function finish(check: string, findings: readonly string[]): never {
  for (const finding of findings) console.error(finding);
  if (findings.length > 0) console.error(`${check}: ${findings.length} finding${findings.length === 1 ? '' : 's'}`);
  process.exit(findings.length === 0 ? 0 : 1);
}
