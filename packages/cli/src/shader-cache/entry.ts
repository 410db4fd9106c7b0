import { hash } from 'node:crypto';
import type { StoredEntry } from '@virglass/virgl';

/*
 * A file of the shader cache. All numbers are little-endian.
 *
 *   byte   0   u32  magic, 'VGPC'
 *          4   u32  version of this layout
 *          8   u32  bytes of the description
 *         12   u32  bytes of the program
 *         16   SHA-256 of the file's name and of everything from byte 48 on
 *         48   description, UTF-8
 *         ..   program
 *
 * The name is the SHA-256 of the key, in hex; it is part of the sum, so that a file under another's name is no entry. The sum is
 * not there to find forgeries (who can write here can write anything) but torn and rotten files: drivers take a program binary on
 * trust, and a wrong byte in one can end the process.
 */

const MAGIC = 0x43504756;
const LAYOUT_VERSION = 1;
const SUM_AT = 16;
const HEADER_BYTES = 48;

/** Files larger than this are never read or written. */
export const MAX_ENTRY_BYTES = 16 * 2 ** 20;

/** What the name of an entry looks like. */
export const entryName = /^[0-9a-f]{64}$/;

/** The name for a key. */
export function nameOf(key: string): string {
  return hash('sha256', key, 'hex');
}

function sum(name: string, file: Buffer): Buffer {
  const content = hash('sha256', file.subarray(HEADER_BYTES), 'hex');
  return hash('sha256', `${name} ${file.toString('latin1', 0, SUM_AT)} ${content}`, 'buffer');
}

/** An entry as a file. */
export function encodeEntry(name: string, { description, bytes }: StoredEntry): Buffer {
  const text = Buffer.from(description);
  const file = Buffer.alloc(HEADER_BYTES + text.length + bytes.length);
  file.writeUInt32LE(MAGIC, 0);
  file.writeUInt32LE(LAYOUT_VERSION, 4);
  file.writeUInt32LE(text.length, 8);
  file.writeUInt32LE(bytes.length, 12);
  text.copy(file, HEADER_BYTES);
  file.set(bytes, HEADER_BYTES + text.length);
  sum(name, file).copy(file, SUM_AT);
  return file;
}

/**
 * The entry in a file.
 *
 * @param name - the file's
 * @returns views of `file`; null when it is not a whole entry of this name
 */
export function decodeEntry(name: string, file: Buffer): StoredEntry | null {
  if (file.length < HEADER_BYTES || file.readUInt32LE(0) !== MAGIC || file.readUInt32LE(4) !== LAYOUT_VERSION) return null;
  const textEnd = HEADER_BYTES + file.readUInt32LE(8);
  if (textEnd + file.readUInt32LE(12) !== file.length) return null;
  if (!sum(name, file).equals(file.subarray(SUM_AT, HEADER_BYTES))) return null;
  return { description: file.toString('utf8', HEADER_BYTES, textEnd), bytes: file.subarray(textEnd) };
}
