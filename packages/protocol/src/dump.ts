/**
 * Streams as readable lines.
 *
 * A line is `offset COMMAND field=value ...`; the offset is in words from the start of what was given. Text (shaders)
 * follows on lines of its own. What is wrong is said where it is: a header without command, a payload that is too short or
 * too long, a stream that ends inside a command. Work and memory are bounded by the words that are there and by `maxLines`.
 */
import { decodeFields } from './decode.ts';
import { printFields } from './print.ts';
import type { CommandSpec, Field } from './schema.ts';
import { createObjectOpcode, virglCommandNames, virglSpecOf } from './virgl/commands.ts';
import { commandLength, commandObject, commandOpcode } from './virgl/constants.ts';
import { objectTypeName } from './virgl/object-names.ts';
import { VtestHeaderWords, vtestSpecOf } from './vtest/commands.ts';
import { vtestRequestBytes } from './vtest/framing.ts';

/** How much a dump says. */
export type DumpOptions = {
  /** Lines after which the dump ends with a note (default: none). */
  readonly maxLines?: number;
  /** Leave text such as shaders out. */
  readonly withoutText?: boolean;
  /** Put in front of every line. */
  readonly indent?: string;
};

/** Collects lines up to a limit. */
class Lines {
  readonly list: string[] = [];
  readonly limit: number;
  readonly text: boolean;

  constructor(options: DumpOptions) {
    this.limit = options.maxLines ?? Infinity;
    this.text = options.withoutText !== true;
  }

  get full(): boolean {
    return this.list.length >= this.limit;
  }

  push(line: string): void {
    if (!this.full) this.list.push(line);
  }
}

/** Dumps a virgl command stream. Never throws. */
export function dumpVirgl(words: Uint32Array, options: DumpOptions = {}): string[] {
  const lines = new Lines(options);
  const left = virglLines(lines, words, options.indent ?? '');
  if (left > 0) lines.list.push(`${options.indent ?? ''}... ${left} more words`);
  return lines.list;
}

/** Emits the lines of a stream; returns the words that the limit left out. */
function virglLines(lines: Lines, words: Uint32Array, indent: string): number {
  const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
  for (let at = 0; at < words.length;) {
    if (lines.full) return words.length - at;
    const header = words[at] ?? 0;
    const length = commandLength(header);
    const left = words.length - at - 1;
    const spec = virglSpecOf(header);
    const name = commandLabel(header, spec);
    if (length > left) {
      lines.push(`${indent}${at} ${name} !! the stream ends here: ${length} words of payload wanted, ${left} left`);
      return 0;
    }
    if (spec === undefined) lines.push(`${indent}${at} ${name} !! no such command; ${length} words skipped`);
    else fieldLines(lines, `${indent}${at} ${name}`, spec.fields, words, floats, at + 1, at + 1 + length, indent);
    at += 1 + length;
  }
  return 0;
}

/** One message: its line, then its text. */
function fieldLines(
  lines: Lines,
  head: string,
  fields: readonly Field[],
  words: Uint32Array,
  floats: Float32Array,
  at: number,
  end: number,
  indent: string,
): void {
  const decoded = decodeFields(fields, words, floats, at, end);
  const printed = printFields(fields, decoded.values);
  lines.push(`${head}${printed === '' ? '' : ` ${printed}`}${decoded.problem === null ? '' : ` !! ${decoded.problem}`}`);
  if (!lines.text) return;
  for (const field of fields) {
    if (field.kind !== 'text') continue;
    const text = decoded.values[field.name];
    if (typeof text === 'string') for (const line of text.trimEnd().split('\n')) lines.push(`${indent}  | ${printable(line)}`);
  }
}

/** Control characters and bytes beyond ASCII as \xNN: a dump must not steer the terminal that shows it. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function commandLabel(header: number, spec: CommandSpec | undefined): string {
  const opcode = commandOpcode(header);
  const object = commandObject(header);
  if (spec === undefined) return opcode === createObjectOpcode ? `CREATE_OBJECT type ${object}` : `command ${opcode}`;
  const name = virglCommandNames[opcode] ?? spec.name;
  return opcode === createObjectOpcode || spec.objectInHeader === true ? `${name} ${objectTypeName(object)}` : name;
}

/**
 * Dumps what a vtest client sent. Never throws. Offsets of requests are in bytes from the start, those of the virgl
 * streams inside them in words from the stream's start.
 */
export function dumpVtest(bytes: Uint8Array, options: DumpOptions = {}): string[] {
  const lines = new Lines(options);
  const indent = options.indent ?? '';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length;) {
    if (lines.full) {
      lines.list.push(`${indent}... ${bytes.length - at} more bytes`);
      break;
    }
    const left = bytes.length - at;
    if (left < VtestHeaderWords * 4) {
      lines.push(`${indent}@${at} !! the recording ends inside a header: ${left} bytes left`);
      break;
    }
    const command = view.getUint32(at + 4, true);
    const spec = vtestSpecOf(command);
    if (spec === undefined) {
      lines.push(
        `${indent}@${at} vtest command ${command} !! no such command, length ${view.getUint32(at, true)}; where the next one begins is unknown`,
      );
      break;
    }
    const size = vtestRequestBytes(bytes, at);
    if (size === null || size > left) {
      lines.push(
        `${indent}@${at} vtest ${spec.name} !! the recording ends here: ${size === null ? 'its length is' : `${size} bytes wanted,`} ${left} left`,
      );
      break;
    }
    requestLines(lines, `${indent}@${at} vtest ${spec.name}`, spec, bytes.slice(at + VtestHeaderWords * 4, at + size), indent);
    at += size;
  }
  return lines.list;
}

/** One request from its payload's bytes; a copy, for streams in a recording need not lie at word boundaries. */
function requestLines(
  lines: Lines,
  head: string,
  spec: { readonly name: string; readonly fields: readonly Field[] },
  payload: Uint8Array,
  indent: string,
): void {
  const padded = new Uint8Array(Math.ceil(payload.length / 4) * 4);
  padded.set(payload);
  const words = new Uint32Array(padded.buffer);
  if (spec.name === 'SUBMIT_CMD') {
    lines.push(`${head} ${words.length} words`);
    const left = virglLines(lines, words, `${indent}  `);
    if (left > 0) lines.list.push(`${indent}  ... ${left} more words`);
    return;
  }
  fieldLines(lines, head, spec.fields, words, new Float32Array(words.buffer), 0, words.length, indent);
}
