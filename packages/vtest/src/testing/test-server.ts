import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VtestServer, VtestServerOptions } from '../server.ts';
import { createVtestServer } from '../server.ts';
import { type FakeRules, FakeRenderer } from './fake-renderer.ts';
import { TestClient } from './test-client.ts';

/** A server on a fake renderer in a folder of its own, and what it logged. */
export type TestServer = AsyncDisposable & {
  readonly server: VtestServer;
  readonly renderer: FakeRenderer;
  readonly socketPath: string;
  readonly warnings: string[];
  readonly debug: string[];
  connect(): TestClient;
};

/** Starts a server for a test. */
export async function startServer(rules: FakeRules = {}, options: Partial<VtestServerOptions> = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'vtest-'));
  const socketPath = join(folder, 'socket');
  const renderer = new FakeRenderer(rules);
  const warnings: string[] = [];
  const debug: string[] = [];
  const log = { warn: (line: string) => void warnings.push(line), debug: (line: string) => void debug.push(line) };
  const server = await createVtestServer({ socketPath, renderer, log, ...options });
  return {
    server,
    renderer,
    socketPath,
    warnings,
    debug,
    connect: () => new TestClient(socketPath),
    async [Symbol.asyncDispose]() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a leak would show up in: open descriptors and shared mappings of this process. */
export function holdings(): { fds: number; shared: number } {
  const shared = readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .filter((line) => line.includes('memfd:virglass')).length;
  return { fds: readdirSync('/proc/self/fd').length, shared };
}
