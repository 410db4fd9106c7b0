import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../program.ts';
import { detectFormat } from './dump.ts';

/** SET_SUB_CTX 7: header (1 word of payload, opcode 28), then the number. */
const stream = words((1 << 16) | 28, 7);

function words(...values: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values).buffer);
}

function file(name: string, ...parts: Uint8Array[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'virglass-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, name);
  writeFileSync(path, Buffer.concat(parts));
  return path;
}

async function dump(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const status = await run(['dump', ...args], { out: (text) => (out += text), err: (text) => (err += text) });
  return { status, out, err };
}

test('prints one command stream', async () => {
  const { status, out } = await dump(file('words.bin', stream));
  expect(status).toBe(0);
  expect(out).toMatch(/^0 SET_SUB_CTX \w+=#?7\n$/);
});

test('prints submits, each under its own line', async () => {
  const { out } = await dump(file('submits.bin', words(8), stream, words(8), stream));
  expect(out.split('\n').filter((line) => /^@\d+ submit 8 bytes$/.test(line))).toHaveLength(2);
  expect(out.split('\n').filter((line) => /^ {2}0 SET_SUB_CTX/.test(line))).toHaveLength(2);
});

test('prints what a vtest client sent, packed or not', async () => {
  const capture = [words(4, 8), new Uint8Array([0x74, 0x6f, 0x70, 0]), words(2, 6), stream];
  const plain = await dump(file('a.vtest', ...capture));
  expect(plain.out).toMatch(/^@0 vtest CREATE_RENDERER/);
  expect(plain.out).toMatch(/^@12 vtest SUBMIT_CMD 2 words$/m);
  expect(plain.out).toMatch(/^ {2}0 SET_SUB_CTX/m);
  const packed = await dump(file('a.vtest.gz', gzipSync(Buffer.concat(capture))));
  expect(packed.out).toBe(plain.out);
});

test('stops at the limit', async () => {
  const { out } = await dump('--limit', '1', file('words.bin', stream, stream, stream));
  expect(out).toMatch(/^0 SET_SUB_CTX.*\n\.\.\. 4 more words\n$/);
});

test('a recording that breaks off says where', async () => {
  expect((await dump('--format', 'submits', file('a.bin', words(12), stream))).out).toMatch(/!! the recording ends here/);
  expect((await dump('--format', 'words', file('a.bin', stream, new Uint8Array(3)))).out).toMatch(/!! 3 bytes after the last word/);
});

test('a file that is not there is one clear line and status 1', async () => {
  const { status, out, err } = await dump('no/such/file');
  expect(status).toBe(1);
  expect(out).toBe('');
  expect(err).toMatch(/^virglass: cannot read no\/such\/file: ENOENT.*\n$/);
});

test.each([
  ['vtest', words(4, 8, 0)],
  ['submits', words(4, 0, 8, 0, 0)],
  ['words', stream],
  ['words', new Uint8Array(0)],
  ['words', words(0xffff_fffc, 0)],
])('takes a recording for %s', (format, bytes) => {
  expect(detectFormat(bytes)).toBe(format);
});
