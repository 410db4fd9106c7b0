/*
 * Which QEMU to use.
 *
 * A vhost-user GPU without KVM works from QEMU 10 on (older ones refuse: "vhost initialization failed: requires kvm"), with
 * KVM from 7.2 on. What is installed is used when it is recent enough; else one is brought.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { VmError } from '../vm-error.ts';
import type { Accelerator } from './arguments.ts';
import { atLeast, formatVersion, parseVersion, type QemuVersion } from './version.ts';

/** A QEMU that can be started. */
export interface QemuProgram {
  /** Program, and the arguments that come before all others. */
  readonly command: readonly [string, ...string[]];
  /** Variables it needs. */
  readonly env: Readonly<Record<string, string>>;
  readonly version: QemuVersion;
}

/** How a QEMU is looked for. */
export interface QemuSearch {
  /** A program that the user named; nothing else is looked at. */
  readonly program?: string;
  /**
   * Brings a recent QEMU. Called when nothing else serves.
   * @param why - in a few words, for people
   */
  readonly bring: (why: string) => Promise<Pick<QemuProgram, 'command' | 'env'>>;
}

const programName = 'qemu-system-x86_64';

/** The oldest QEMU whose vhost-user GPU works, by who executes the guest. */
const oldest: Readonly<Record<Accelerator, QemuVersion>> = { tcg: [10, 0, 0], kvm: [7, 2, 0] };

const VERSION_MILLISECONDS = 20_000;

/**
 * Finds a QEMU for an accelerator.
 *
 * @throws {VmError} when the named one does not serve, or none can be brought
 */
export async function findQemu(accelerator: Accelerator, search: QemuSearch): Promise<QemuProgram> {
  if (process.arch !== 'x64') throw new VmError(`machines are for x86-64, this is ${process.arch}`);
  const wanted = oldest[accelerator];
  const installed = await program(search.program ?? inPath(programName));
  if (installed !== null && atLeast(installed.version, wanted)) return installed;
  const unsuitable = `with ${accelerator.toUpperCase()} a GPU of its own needs QEMU ${formatVersion(wanted)}`;
  if (search.program !== undefined) {
    throw new VmError(
      installed === null ? `${search.program} is no QEMU` : `${search.program} is ${formatVersion(installed.version)}; ${unsuitable}`,
    );
  }
  const why = installed === null ? 'QEMU is not installed' : `QEMU ${formatVersion(installed.version)} does not serve, as ${unsuitable}`;
  const brought = await withVersion(await search.bring(why));
  if (brought === null || !atLeast(brought.version, wanted)) throw new VmError('the QEMU that was fetched does not run here');
  return brought;
}

/** A program of the system's; null when it is none that runs. */
async function program(path: string | null): Promise<QemuProgram | null> {
  return path === null ? null : withVersion({ command: [path], env: {} });
}

async function withVersion(found: Pick<QemuProgram, 'command' | 'env'>): Promise<QemuProgram | null> {
  const [file, ...args] = found.command;
  try {
    const env = { ...process.env, ...found.env };
    const { stdout } = await promisify(execFile)(file, [...args, '--version'], { env, timeout: VERSION_MILLISECONDS });
    const version = parseVersion(stdout);
    return version === null ? null : { ...found, version };
  } catch {
    return null;
  }
}

function inPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not here.
    }
  }
  return null;
}
