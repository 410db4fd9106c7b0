/*
 * The capability sets: what a guest's driver is told once, and shapes itself after.
 *
 * Set 1 (308 bytes) is for drivers of before 2018, set 2 (1408 bytes) begins with the same fields. Each field is a row of
 * `rows.ts` and each bit a row of `bits.ts`, with the expression that decides it and the reason in words; `virglass caps`
 * prints them.
 */
import { CapsV1Size, CapsV2Size, writeCapsV2MaxVersion, writeCapsV2Renderer } from '@virglass/protocol';
import type { VirglHost } from '../host.ts';
import { type BitRow, bitRows, bitRowsV2 } from './bits.ts';
import { type FieldRow, secondRows, sharedRows } from './rows.ts';
import { type CapsSource, capsSource, fullyTaught } from './source.ts';
import { type Offered, offered } from './stages.ts';

/** One fact of the capability sets, for people. */
export interface CapsRow {
  /** Field or bit. */
  readonly field: string;
  /** Numbers; for formats the words of the mask. Bits are 0 or 1. */
  readonly value: number | string | readonly number[];
  /** What decides the value. */
  readonly reason: string;
  /** Why it is not there, where the value is 0: the host's GL has not got it, or the renderer has not been taught it. */
  readonly lacking?: 'host' | 'renderer';
}

/** The capability sets of a host. */
export interface Caps {
  /** Set 1, 308 bytes, little-endian. */
  readonly v1: Uint8Array;
  /** Set 2, 1408 bytes, little-endian. */
  readonly v2: Uint8Array;
  readonly rows: readonly CapsRow[];
}

/** Text that a guest's window system takes for the software renderer it must not use, and what it is told instead. */
const HIDDEN_NAME = /llvmpipe/gi;

/** Bytes of the renderer's name, the ending zero included. */
const NAME_BYTES = 64;

/**
 * Works out the capability sets of a host.
 *
 * @param host - fully made; its texture and framebuffer bindings may be changed (`state.reset` follows)
 * @param abilities - what the renderer offers; for tests and tools
 */
export function buildCaps(
  host: Pick<VirglHost, 'gl' | 'state' | 'formats' | 'bindings'> & Partial<Pick<VirglHost, 'sharing'>>,
  abilities: Offered = offered,
): Caps {
  const source = capsSource(host.gl, host.formats, host.bindings, abilities, (host.sharing ?? null) !== null);
  const taught = fullyTaught(source);
  host.state.reset();
  const buffer = new ArrayBuffer(CapsV2Size);
  const view = new DataView(buffer);
  const rows: CapsRow[] = [];
  for (const row of [...sharedRows, ...secondRows]) rows.push(writeField(view, row, source, taught));
  const name = source.f.renderer.replace(HIDDEN_NAME, 'LLVMPIPE').slice(0, NAME_BYTES - 1);
  writeCapsV2Renderer(view, name);
  rows.push({ field: 'renderer', value: name, reason: 'RENDERER' });
  for (const row of [...bitRows, ...bitRowsV2]) rows.push(describeBit(row, source, taught));
  writeCapsV2MaxVersion(view, 2);
  const v2 = new Uint8Array(buffer);
  const v1 = v2.slice(0, CapsV1Size);
  writeCapsV2MaxVersion(new DataView(v1.buffer), 1);
  return { v1, v2, rows };
}

function writeField(view: DataView, row: FieldRow, source: CapsSource, taught: CapsSource): CapsRow {
  const value = row.value(source);
  const words = typeof value === 'number' ? [value] : [...value];
  for (let i = 0; i < words.length; i++) row.write(view, words[i]!, i);
  const described = { field: row.field, value: typeof value === 'number' ? value : words, reason: row.reason };
  return words.some((word) => word !== 0) ? described : { ...described, lacking: isZero(row.value(taught)) ? 'host' : 'renderer' };
}

function isZero(value: ReturnType<FieldRow['value']>): boolean {
  return typeof value === 'number' ? value === 0 : value.every((word) => word === 0);
}

function describeBit(row: BitRow, source: CapsSource, taught: CapsSource): CapsRow {
  if (row.on(source)) return { field: row.name, value: 1, reason: row.reason };
  return { field: row.name, value: 0, reason: row.reason, lacking: row.on(taught) ? 'renderer' : 'host' };
}
