/*
 * Whether KVM is worth using, found out by trying.
 *
 * A /dev/kvm that can be opened says little: under some hypervisors it is there, creates machines, and then fails on the first
 * instruction that it does not emulate. So the guest's kernel is booted with it as far as a user process that says so, which takes
 * a second where KVM works. The answer holds for this kernel, processor and QEMU, and is kept.
 */
import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { cpus, release } from 'node:os';
import { dirname } from 'node:path';
import { Child } from '../children.ts';
import type { VmImage } from '../machine.ts';
import type { QemuProgram } from './find.ts';
import { formatVersion } from './version.ts';

/** What a trial said. */
export interface KvmAnswer {
  readonly boots: boolean;
  /** Why not, in a few words; '' when it does. */
  readonly why: string;
}

/** How KVM is tried. */
export interface KvmTrial {
  readonly program: QemuProgram;
  readonly image: Pick<VmImage, 'kernel' | 'initrd'>;
  /** File where answers are kept. */
  readonly memory: string;
  /** KVM's device; tests give another. */
  readonly device?: string;
}

const says = 'virglass:kvm:boots';
/** Where KVM works, a kernel is up in a second. */
const TRIAL_MILLISECONDS = 10_000;

/** Whether KVM boots the guest's kernel; remembered where that is known. */
export async function kvmBoots(trial: KvmTrial): Promise<KvmAnswer> {
  const device = trial.device ?? '/dev/kvm';
  try {
    accessSync(device, constants.R_OK | constants.W_OK);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { boots: false, why: missing ? `there is no ${device}` : `${device} is not for this user` };
  }
  const key = keyOf(trial);
  const known = recall(trial.memory);
  const answer = known[key];
  if (answer !== undefined) return answer;
  const found = await boot(trial);
  remember(trial.memory, { ...known, [key]: found });
  return found;
}

/** Boots the guest's kernel as far as a process of its initrd. */
async function boot({ program, image }: KvmTrial): Promise<KvmAnswer> {
  const [file, ...fixed] = program.command;
  const args = [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...['-machine', 'q35', '-m', '256M', '-smp', '1', '-accel', 'kvm', '-cpu', 'host', '-serial', 'stdio'],
    ...['-kernel', image.kernel, '-initrd', image.initrd],
    ...['-append', `console=ttyS0 quiet panic=-1 rdinit=/bin/busybox -- sh -c "echo ${says}; exec /bin/busybox poweroff -f"`],
  ];
  await using child = new Child('QEMU', [file, ...fixed, ...args], { env: program.env });
  const boots = await child.until(() => child.log.includes(says), TRIAL_MILLISECONDS);
  if (boots) return { boots, why: '' };
  const last = child.log.trimEnd().split('\n').at(-1)?.trim() ?? '';
  if (child.ended === null) return { boots, why: `no kernel came up with it in ${TRIAL_MILLISECONDS / 1000} s` };
  return { boots, why: last === '' ? 'the kernel died' : last };
}

/** What an answer depends on. */
function keyOf({ program, image }: KvmTrial): string {
  const { size, mtimeMs } = statSync(image.kernel);
  const facts = [release(), cpus()[0]?.model, formatVersion(program.version), program.command[0], size, mtimeMs];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32);
}

function recall(path: string): Record<string, KvmAnswer> {
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, KvmAnswer>) : {};
  } catch {
    return {};
  }
}

/** Keeps answers; that they cannot be kept is no reason to fail. */
function remember(path: string, answers: Readonly<Record<string, KvmAnswer>>): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(answers, null, 2)}\n`);
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // The next machine tries again.
  }
}
