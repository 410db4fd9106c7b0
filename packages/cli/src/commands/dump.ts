import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type DumpOptions, dumpVirgl, dumpVtest, VtestCommand } from '@virglass/protocol';
import { CliError, messageOf } from '../errors.ts';
import type { Output } from '../program.ts';

/** Forms of a recorded stream. */
export const dumpFormats = ['auto', 'vtest', 'submits', 'words'] as const;
/** One of `dumpFormats`. */
export type DumpFormat = (typeof dumpFormats)[number];

/** Options of `virglass dump`. */
export interface DumpCommandOptions {
  readonly format: DumpFormat;
  readonly limit?: number;
  /** False: shaders are left out. */
  readonly text: boolean;
}

/** What a packed recording may grow to: a small file must not fill the memory. */
const MAX_UNPACKED_BYTES = 2 ** 30;

/** Longest name in a CREATE_RENDERER message that is taken for one. */
const MAX_NAME_BYTES = 4096;

/**
 * `virglass dump`: prints a recorded stream.
 *
 * @param file - path; `-` is standard input
 * @throws {CliError} when the file cannot be read
 */
export function dump(file: string, options: DumpCommandOptions, output: Output): void {
  const bytes = readRecording(file);
  const format = options.format === 'auto' ? detectFormat(bytes) : options.format;
  const settings = { ...(options.limit === undefined ? {} : { maxLines: options.limit }), withoutText: !options.text };
  const lines =
    format === 'vtest' ? dumpVtest(bytes, settings) : format === 'submits' ? dumpSubmits(bytes, settings) : dumpWords(bytes, settings);
  output.out(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
}

function readRecording(file: string): Uint8Array {
  try {
    const bytes = readFileSync(file === '-' ? 0 : file);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES }) : bytes;
  } catch (error) {
    throw new CliError(`cannot read ${file === '-' ? 'standard input' : file}: ${messageOf(error)}`, undefined, error);
  }
}

/**
 * Tells what a recording holds. A vtest client begins with its name (CREATE_RENDERER); submits are a chain of lengths that ends
 * exactly at the end; all else is taken for one command stream.
 */
export function detectFormat(bytes: Uint8Array): 'vtest' | 'submits' | 'words' {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 8 && view.getUint32(4, true) === VtestCommand.CREATE_RENDERER && view.getUint32(0, true) <= MAX_NAME_BYTES)
    return 'vtest';
  let at = 0;
  while (at + 4 <= bytes.length) {
    const length = view.getUint32(at, true);
    if (length % 4 !== 0) break;
    at += 4 + length;
  }
  return at === bytes.length && at > 0 ? 'submits' : 'words';
}

function dumpSubmits(bytes: Uint8Array, options: DumpOptions): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { maxLines = Infinity } = options;
  const lines: string[] = [];
  for (let at = 0; at < bytes.length && lines.length < maxLines;) {
    const length = bytes.length - at < 4 ? Infinity : view.getUint32(at, true);
    if (length > bytes.length - at - 4) {
      lines.push(`@${at} !! the recording ends here: ${bytes.length - at} bytes left`);
      break;
    }
    lines.push(`@${at} submit ${length} bytes`);
    for (const line of dumpWords(bytes.subarray(at + 4, at + 4 + length), { ...options, maxLines: maxLines - lines.length, indent: '  ' }))
      lines.push(line);
    at += 4 + length;
  }
  return lines;
}

/** Dumps one command stream that may lie at any byte. */
function dumpWords(bytes: Uint8Array, options: DumpOptions): string[] {
  const words = new Uint32Array(Uint8Array.from(bytes.subarray(0, bytes.length & ~3)).buffer);
  const lines = dumpVirgl(words, options);
  if (bytes.length % 4 !== 0) lines.push(`${options.indent ?? ''}!! ${bytes.length % 4} bytes after the last word`);
  return lines;
}
