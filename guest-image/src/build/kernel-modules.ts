import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { BuildError, type BuildOptions } from '../options.ts';
import { runProgram } from './run-program.ts';

/** A kernel module, ready for `insmod`. */
export interface KernelModule {
  /** With underscores: `virtio_gpu`. */
  readonly name: string;
  readonly data: Buffer;
}

/**
 * The modules of these names and those that they need, each after what it needs. What the kernel has built in is left out, and
 * so is a name that this kernel does not have in either form.
 *
 * @param folder - `lib/modules/VERSION` of a kernel package
 */
export async function loadModules(folder: string, names: readonly string[], options: BuildOptions): Promise<KernelModule[]> {
  const files = new Map<string, string>();
  for (const path of readdirSync(join(folder, 'kernel'), { recursive: true, encoding: 'utf8' })) {
    const match = /^(.+)\.ko(?:\.xz)?$/.exec(basename(path));
    if (match !== null) files.set(moduleName(match[1] ?? ''), join(folder, 'kernel', path));
  }
  if (files.size === 0) throw new BuildError(`${folder} has no kernel modules`);
  const ordered: KernelModule[] = [];
  const seen = new Set<string>();
  const add = async (name: string): Promise<void> => {
    if (seen.has(name)) return;
    seen.add(name);
    const file = files.get(name);
    if (file === undefined) return;
    const data = file.endsWith('.xz') ? await runProgram('xz', ['-dc', file], { signal: options.signal }) : readFileSync(file);
    for (const needed of moduleNeeds(data)) await add(needed);
    ordered.push({ name, data });
  };
  for (const name of names) await add(moduleName(name));
  return ordered;
}

/** Names of the modules that a module needs, from its `.modinfo` section: strings that end with a zero byte, `depends=a,b`. */
export function moduleNeeds(module: Buffer): string[] {
  const key = Buffer.from('\0depends=');
  const at = module.indexOf(key);
  if (at === -1) return [];
  const start = at + key.length;
  const end = module.indexOf(0, start);
  const list = module.toString('latin1', start, end === -1 ? module.length : end);
  return list
    .split(',')
    .filter((name) => name !== '')
    .map(moduleName);
}

/** A module's name in one form; files use both signs. */
function moduleName(name: string): string {
  return name.replaceAll('-', '_');
}
