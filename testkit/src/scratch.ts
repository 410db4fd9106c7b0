import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();

process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes an empty folder that disappears with this process. Its path is short: socket paths end at 107 bytes. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'virglass-'));
  folders.add(folder);
  return folder;
}

/** Removes a scratch folder early. */
export function removeScratchFolder(folder: string): void {
  folders.delete(folder);
  rmSync(folder, { recursive: true, force: true });
}
