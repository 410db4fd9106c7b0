/*
 * Which pages the suite has, and what a run of one gave.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a page said. */
export interface PageResult {
  readonly page: string;
  passed: number;
  failed: number;
  /** It said that it was done. */
  finished: boolean;
  /** First failures, and what was thrown. */
  readonly messages: string[];
  /** How long it took. */
  milliseconds: number;
}

/** The query that pages are opened with: the WebGL that they ask for, and no list of what passed in the page itself. */
export const queryOf = (version: 1 | 2): string => `?webglVersion=${version}&quiet=1`;

/** Pages of a list file below `root`, with those of the lists that it names; without those for other versions of WebGL. */
export function pagesOf(root: string, list: string, version: 1 | 2): string[] {
  const path = join(root, list);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//') && !line.startsWith('#'))
    .flatMap((line) => {
      const name = line.split(/\s+/).at(-1)!;
      const place = join(dirname(list), name);
      const least = /--min-version\s+(\S+)/.exec(line)?.[1] ?? '1';
      const most = /--max-version\s+(\S+)/.exec(line)?.[1] ?? '9';
      if (version < Number.parseFloat(least) || version > Number.parseFloat(most)) return [];
      if (name.endsWith('.txt')) return pagesOf(root, place, version);
      return name.endsWith('.html') ? [place] : [];
    });
}
