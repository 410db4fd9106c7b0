import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('RESULTS.md', import.meta.url));

function revision(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown revision';
  }
}

/** Appends a measurement to bench/RESULTS.md, with the day, the revision and the machine. */
export function recordResult(title: string, lines: readonly string[]): void {
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`;
  appendFileSync(path, `\n## ${title}, ${new Date().toISOString().slice(0, 10)}, ${revision()}\n\n${machine}\n\n${lines.join('\n')}\n`);
  console.log(`written to ${path}`);
}

/** A markdown table. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)];
}
