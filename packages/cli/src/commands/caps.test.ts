import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { run } from '../program.ts';

async function caps(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const status = await run(['caps', ...args], { out: (text) => (out += text), err: (text) => (err += text) });
  return { status, out, err };
}

interface Printed {
  readonly host: { readonly renderer: string };
  readonly versions: { readonly gl: string };
  readonly facts: readonly { readonly name: string; readonly value: unknown; readonly reason: string; readonly lacking?: string }[];
}

/** A server that answers every client with the same bytes. */
async function answering(answer: Uint8Array | null): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'virglass-'));
  const path = join(folder, 'vtest.sock');
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => (answer === null ? socket.end() : socket.write(answer)));
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  return path;
}

function message(capset: Uint8Array): Uint8Array {
  return Buffer.concat([new Uint8Array(Uint32Array.of(capset.length + 1, 2).buffer), capset]);
}

test('prints every field with what decides it', async () => {
  const { status, out } = await caps();
  expect(status).toBe(0);
  expect(out).toMatch(/^Guests get OpenGL [34]\.\d with GLSL \d\.\d\d, OpenGL ES 3\.\d\.$/m);
  for (const title of ['Abilities', 'Limits', 'Capability bits', 'Formats']) expect(out).toMatch(new RegExp(`^${title}$`, 'm'));
  expect(out).toMatch(/^ {2}maxTexture2dSize +16384 +MAX_TEXTURE_SIZE$/m);
  expect(out).toMatch(/^ {2}sampler: \d+ formats that a texture could be made of$/m);
  expect(out).toMatch(/^ {4}unorm .*R8G8B8A8_UNORM/m);
});

test('JSON has the same, and a reason for each of the renderer’s fields', async () => {
  const { facts, versions, host } = JSON.parse((await caps('--json')).out) as Printed;
  expect(host.renderer).not.toBe('');
  expect(versions.gl).toMatch(/^\d\.\d$/);
  expect(facts.length).toBeGreaterThan(150);
  expect(facts.filter(({ reason }) => reason === '')).toEqual([]);
  for (const { name, value, lacking } of facts) if (value === false) expect(lacking, name).toMatch(/host|renderer/);
});

test('a host with less offers less', async () => {
  const { facts, versions } = JSON.parse((await caps('--json', '--gl-version', '3.3')).out) as Printed;
  expect(Number(versions.gl)).toBeLessThanOrEqual(4.5);
  expect(facts.find(({ name }) => name === 'glslLevel')?.value).toBeGreaterThanOrEqual(330);
});

test('compared with another server, only what differs is shown', async () => {
  const { out, status } = await caps('--compare', await answering(message(new Uint8Array(1376))));
  expect(status).toBe(0);
  expect(out).toMatch(/^there: OpenGL none/m);
  expect(out).toMatch(/^ {2}maxTexture2dSize +16384 +0 +MAX_TEXTURE_SIZE$/m);
  expect(out).not.toMatch(/HOST_IS_GLES/);
});

test.each([
  ['nobody listens', (): Promise<string> => Promise.resolve('/nowhere/vtest.sock'), /no capabilities from .*ENOENT/],
  ['it hangs up', (): Promise<string> => answering(null), /the server closed the connection/],
  ['it talks nonsense', (): Promise<string> => answering(new Uint8Array(64).fill(255)), /it answered with something else/],
  ['it announces too much', (): Promise<string> => answering(new Uint8Array(Uint32Array.of(1 << 30, 2).buffer)), /something else/],
])('one clear line when %s', async (_name, socket, line) => {
  const { status, err } = await caps('--compare', await socket());
  expect(status).toBe(1);
  expect(err).toMatch(/^virglass: [^\n]*\n$/);
  expect(err).toMatch(line);
});

test.each([['3'], ['4.55'], ['new']])('--gl-version %s is wrong usage', async (version) => {
  expect((await caps('--gl-version', version)).status).toBe(2);
});
