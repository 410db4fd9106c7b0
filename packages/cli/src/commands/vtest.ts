import { resolve } from 'node:path';
import { createVirglRenderer } from '@virglass/virgl';
import { createVtestServer, defaultQuota, type VtestServer } from '@virglass/vtest';
import { signal } from '../ending.ts';
import { CliError, messageOf } from '../errors.ts';
import { createLog, type Log, type LogLevel } from '../log.ts';
import { type GlChoice, openGl } from '../open-gl.ts';
import type { Output } from '../program.ts';
import { optimizeEagerlySoon } from '../eager-tiers.ts';
import { openStore } from '../serving.ts';
import { formatSize } from '../size.ts';

/** Options of `virglass vtest`. */
export interface VtestOptions extends GlChoice {
  readonly socket: string;
  /** Bytes of host storage one client may hold. */
  readonly quota: number;
  /** Milliseconds for which one client's work may keep the GPU or the server busy without a break. */
  readonly maxGpuTime: number;
  readonly log: LogLevel;
  /** Folder of the shader cache, or 'off'; absent: where the user's caches are. */
  readonly shaderCache?: string;
  /** Bound on the shader cache in bytes. */
  readonly shaderCacheSize: number;
}

/**
 * `virglass vtest`: serves until a signal comes.
 *
 * @returns after the server has closed and the socket is gone
 * @throws {CliError} when there is no GL, or the socket cannot be had
 */
export async function serveVtest(options: VtestOptions, output: Output): Promise<void> {
  // From here on a signal ends the server in order; before that it simply ends the process, for nothing is there to clean up.
  const ended = signal();
  const log = createLog(options.log, output.err);
  using opened = await openGl(options);
  const { features } = opened.gl;
  log.info(`drawing with ${features.renderer}, ${features.versionString} (${opened.platform})`);
  await using store = openStore(options, log);
  const watcher = opened.watch();
  if (watcher === null && options.gl !== 'null')
    log.warn('endless shaders cannot be stopped: there is no second OpenGL context to watch from');
  if (watcher !== null) watcher.onFailure = (cause) => log.error(`endless shaders cannot be stopped any more: ${cause}`);
  using renderer = createVirglRenderer(opened.gl, {
    ...(store === null ? {} : { programStore: store }),
    ...(watcher === null ? {} : { watcher }),
  });
  const server = await listen(options, renderer, log);
  process.on('uncaughtExceptionMonitor', (error) => log.error(`a bug in virglass ends it: ${messageOf(error)}`));
  output.out(`listening on ${server.socketPath}\n`);
  log.info(`each client may hold ${formatSize(options.quota)}`);
  optimizeEagerlySoon();
  const name = await ended;
  const { clients, accepted } = server.stats;
  log.info(`${name}: closing ${clients} of ${accepted} clients`);
  await server.close();
  if (options.gl === 'null') return;
  const { compiled, linked, stored } = renderer.host.programs;
  log.info(`shaders compiled: ${compiled}, programs linked: ${linked}, from the cache: ${stored?.loaded ?? 0}`);
}

async function listen(
  options: VtestOptions,
  renderer: Parameters<typeof createVtestServer>[0]['renderer'],
  log: Log,
): Promise<VtestServer> {
  const socketPath = resolve(options.socket);
  const quota = { ...defaultQuota, bytes: options.quota, gpuMilliseconds: options.maxGpuTime };
  try {
    return await createVtestServer({ socketPath, renderer, quota, log });
  } catch (error) {
    throw new CliError(`cannot listen on ${socketPath}: ${messageOf(error)}`, undefined, error);
  }
}
