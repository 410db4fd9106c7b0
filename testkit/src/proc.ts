/* Readings from /proc: no privileges needed for one's own processes. */
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100; // USER_HZ, fixed in the kernel's user-space ABI

/** Fields of /proc/PID/stat after the command name: index 0 is field 3, the state. */
function statFields(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}

/** The process and all its living descendants. */
export function processTree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const child = Number(name);
    const parent = Number.isInteger(child) ? Number(statFields(child)?.[1] ?? 0) : 0;
    if (parent === 0) continue;
    const list = children.get(parent);
    if (list) list.push(child);
    else children.set(parent, [child]);
  }
  const tree = [pid];
  for (let i = 0; i < tree.length; i++) tree.push(...(children.get(tree[i] as number) ?? []));
  return tree;
}

/**
 * CPU seconds (user and system) that the processes and their children already waited for have used so far.
 * The sum is exact, read in steps of 10 ms.
 */
export function cpuSeconds(pids: readonly number[]): number {
  let ticks = 0;
  for (const pid of pids) {
    const fields = statFields(pid);
    for (const field of fields?.slice(11, 15) ?? []) ticks += Number(field);
  }
  return ticks / TICKS_PER_SECOND;
}

function kibibytes(path: string, label: string): number {
  try {
    return Number(new RegExp(`^${label}:\\s+(\\d+) kB`, 'm').exec(readFileSync(path, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Resident memory in bytes, shared pages counted in each process. */
export function residentBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + kibibytes(`/proc/${pid}/status`, 'VmRSS') * 1024, 0);
}

/** Proportional memory (PSS) in bytes: shared pages divided among their users. */
export function proportionalBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + kibibytes(`/proc/${pid}/smaps_rollup`, 'Pss') * 1024, 0);
}

/** Number of open file descriptors of a process; 0 when it is gone. */
export function openDescriptors(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return 0;
  }
}
