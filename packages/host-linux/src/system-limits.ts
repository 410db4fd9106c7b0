import { readFileSync } from 'node:fs';
import { lastError, libc } from './libc.ts';
import { NativeBuffer } from './native-buffer.ts';

const openFiles = 7;

/**
 * File descriptors that this process may have open. (Node raises the soft limit to the hard one when it starts.)
 * @throws {HostError} when the system does not say
 */
export function maxOpenFiles(): number {
  using limit = NativeBuffer.allocate(16);
  if (libc.getrlimit(openFiles, limit.address) < 0) throw lastError('getrlimit for open files');
  return (limit.words[0] ?? 0) + (limit.words[1] ?? 0) * 0x1_0000_0000;
}

/** Memory mappings that this process may have (`vm.max_map_count`); the kernel's default where it cannot be read. */
export function maxMappings(): number {
  try {
    const count = Number(readFileSync('/proc/sys/vm/max_map_count', 'utf8'));
    return Number.isInteger(count) && count > 0 ? count : 65_530;
  } catch {
    return 65_530;
  }
}
