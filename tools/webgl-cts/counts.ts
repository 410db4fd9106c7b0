/*
 * How many checks of each page passed and failed in a browser: what our own runs are compared with.
 *
 * A page that lacks something of a document often passes with a check or two. So a page counts only when it passes and fails as
 * many checks as in a browser, which is asked once; its numbers are kept.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { PageResult } from './pages.ts';

/** Passed and failed checks of a page; a third element says that the page never said that it was done. */
export type Count = readonly [passed: number, failed: number, unfinished?: 1];

/** Counts by page. */
export interface Counts {
  /** Whose they are. */
  readonly browser: string;
  readonly pages: ReadonlyMap<string, Count>;
}

/** How a run of ours compares with the browser's. */
export type Verdict = 'equal' | 'different' | 'unfinished' | 'unknown';

/** The count of a run. */
export const countOf = ({ passed, failed, finished }: PageResult): Count => (finished ? [passed, failed] : [passed, failed, 1]);

/** Compares a run with the browser's count. A page that the browser did not finish either is not equal. */
export function compare(result: PageResult, count: Count | undefined): Verdict {
  if (count === undefined) return 'unknown';
  if (!result.finished || count[2] === 1) return 'unfinished';
  return result.passed === count[0] && result.failed === count[1] ? 'equal' : 'different';
}

/** Reads counts; none where there is no such file. */
export function readCounts(path: string): Counts {
  if (!existsSync(path)) return { browser: '', pages: new Map() };
  const { browser, folders } = JSON.parse(readFileSync(path, 'utf8')) as {
    browser: string;
    folders: Record<string, Record<string, Count>>;
  };
  const pages = new Map<string, Count>();
  for (const [folder, names] of Object.entries(folders))
    for (const [name, count] of Object.entries(names)) pages.set(`${folder}/${name}.html`, count);
  return { browser, pages };
}

/** Writes counts, folders and pages in order. */
export function writeCounts(path: string, { browser, pages }: Counts): void {
  const folders: Record<string, Record<string, Count>> = {};
  for (const [page, count] of [...pages].sort(([a], [b]) => (a < b ? -1 : 1)))
    (folders[dirname(page)] ??= {})[basename(page, '.html')] = count;
  const lines = Object.entries(folders).map(([folder, names]) => {
    const rows = Object.entries(names).map(([name, count]) => `      ${JSON.stringify(name)}: [${count.join(', ')}]`);
    return `    ${JSON.stringify(folder)}: {\n${rows.join(',\n')}\n    }`;
  });
  // Whole or not at all: another run may read it.
  writeFileSync(`${path}.new`, `{\n  "browser": ${JSON.stringify(browser)},\n  "folders": {\n${lines.join(',\n')}\n  }\n}\n`);
  renameSync(`${path}.new`, path);
}

/** One line of a table: a folder's pages, how many of them are as in the browser. */
export interface FolderRow {
  readonly folder: string;
  pages: number;
  equal: number;
  /** Neither fails a check of these, whatever the browser says. */
  good: number;
  /** Pages that the browser did not finish, or was not asked for. */
  open: number;
}

/** Sums results by folder; `depth` is how many names of the path make a folder. */
export function byFolder(results: readonly PageResult[], counts: Counts, depth = 2): FolderRow[] {
  const rows = new Map<string, FolderRow>();
  for (const result of results) {
    const folder = dirname(result.page).split('/').slice(0, depth).join('/');
    let row = rows.get(folder);
    if (row === undefined) rows.set(folder, (row = { folder, pages: 0, equal: 0, good: 0, open: 0 }));
    const count = counts.pages.get(result.page);
    row.pages++;
    row.equal += Number(compare(result, count) === 'equal');
    row.good += Number(result.finished && result.failed === 0 && result.passed > 0);
    row.open += Number(count === undefined || count[2] === 1);
  }
  return [...rows.values()];
}
