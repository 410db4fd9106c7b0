import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set<string>();

process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that only this user can enter and that disappears with its owner, at the latest with this process. */
export class ScratchFolder implements Disposable {
  /** Short enough for the paths of Unix sockets in it (107 bytes). */
  readonly path: string = mkdtempSync(join(tmpdir(), 'virglass-vm-'));

  constructor() {
    folders.add(this.path);
  }

  /** The path of a file in it. */
  file(name: string): string {
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    folders.delete(this.path);
    rmSync(this.path, { recursive: true, force: true });
  }
}
