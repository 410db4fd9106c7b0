/*
 * cpio archives in the "newc" form, which the kernel unpacks as its first root file system.
 *
 * Written here rather than by the cpio program because an archive holds device nodes, owners and times that a user who is not
 * root cannot give to files, and so that the same contents give the same bytes.
 */

/** One entry of an archive. */
export interface CpioEntry {
  /** Relative to the root, without a slash at the start; folders before what is in them. */
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'link' | 'device';
  /** Permissions, such as 0o755; default 0o755 for folders, 0o644 for files, 0o600 for devices. */
  readonly mode?: number;
  /** Contents of a file, or the target of a link. */
  readonly data?: Uint8Array | string;
  /** Major and minor number of a character device. */
  readonly device?: readonly [major: number, minor: number];
}

const kinds = {
  folder: { bits: 0o040000, mode: 0o755 },
  file: { bits: 0o100000, mode: 0o644 },
  link: { bits: 0o120000, mode: 0o777 },
  device: { bits: 0o020000, mode: 0o600 },
} as const;

const headerBytes = 110;
const empty = new Uint8Array(0);

/**
 * A whole archive, everything owned by root, all times zero.
 *
 * @source Linux Documentation/driver-api/early-userspace/buffer-format.rst
 */
export function cpioArchive(entries: readonly CpioEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [index, entry] of entries.entries()) {
    const kind = kinds[entry.kind];
    const data = typeof entry.data === 'string' ? Buffer.from(entry.data) : (entry.data ?? empty);
    const [major, minor] = entry.device ?? [0, 0];
    append(parts, entry.path, index + 1, kind.bits | (entry.mode ?? kind.mode), entry.kind === 'folder' ? 2 : 1, data, major, minor);
  }
  append(parts, 'TRAILER!!!', 0, 0, 1, empty, 0, 0);
  return Buffer.concat(parts);
}

function append(
  parts: Uint8Array[],
  path: string,
  inode: number,
  mode: number,
  links: number,
  data: Uint8Array,
  major: number,
  minor: number,
): void {
  const name = Buffer.from(`${path}\0`);
  // magic, then 13 numbers: ino mode uid gid nlink mtime filesize devmajor devminor rdevmajor rdevminor namesize check
  const numbers = [inode, mode, 0, 0, links, 0, data.length, 0, 0, major, minor, name.length, 0];
  parts.push(Buffer.from(`070701${numbers.map((value) => value.toString(16).padStart(8, '0')).join('')}`), name);
  parts.push(padding(headerBytes + name.length), data, padding(data.length));
}

/** Zeros up to the next multiple of four. */
function padding(length: number): Uint8Array {
  return new Uint8Array(-length & 3);
}
