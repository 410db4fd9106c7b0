import { resolve } from 'node:path';
import type { Renderer, ScreenMode } from '@virglass/virtio-gpu';
import { createVirglRenderer } from '@virglass/virgl';
import { VhostUserServer, type VhostUserOptions } from '@virglass/vhost-user';
import { CliError, messageOf } from '../errors.ts';
import { createLog, type Log, type LogLevel } from '../log.ts';
import { openGl } from '../open-gl.ts';
import type { Output } from '../program.ts';
import { openStore, signal } from '../serving.ts';

/** Options of `virglass vhost-user`. */
export interface VhostUserCommandOptions {
  readonly socketPath?: string;
  /** A socket that whoever starts us has opened. */
  readonly fd?: number;
  readonly printCapabilities?: boolean;
  readonly renderNode?: string;
  readonly virgl: 'on' | 'off';
  /** Bytes of host storage the machine may hold. */
  readonly maxMem: number;
  readonly maxGpuTime: number;
  readonly screen: readonly ScreenMode[];
  readonly log: LogLevel;
  readonly shaderCache?: string;
  readonly shaderCacheSize: number;
}

/** What `--print-capabilities` says. @source QEMU docs/interop/vhost-user.rst, Backend program conventions */
const capabilities = { type: 'gpu', features: ['render-node', 'virgl'] };

/** What one machine may take besides its bytes. */
const machineQuota = { resources: 1 << 18, contexts: 1024, objects: 1 << 18 };

/**
 * `virglass vhost-user`: serves virtual machines, one after the other, until a signal comes or the descriptor's machine ends.
 *
 * @throws {CliError} when there is no GL, or no socket
 */
export async function serveVhostUser(options: VhostUserCommandOptions, output: Output): Promise<void> {
  if (options.printCapabilities === true) {
    output.out(`${JSON.stringify(capabilities)}\n`);
    return;
  }
  if ((options.socketPath === undefined) === (options.fd === undefined)) {
    throw new CliError('give either --socket-path PATH or --fd NUMBER: where the virtual machine connects');
  }
  const ended = Promise.withResolvers<string>();
  void signal().then(ended.resolve);
  const log = createLog(options.log, output.err);
  process.on('uncaughtExceptionMonitor', (error) => log.error(`a bug in virglass ends it: ${messageOf(error)}`));
  if (options.virgl === 'off') {
    await serve(options, null, log, output, ended);
    return;
  }
  const { renderNode } = options;
  using opened = await openGl({ gl: 'native', ...(renderNode === undefined ? {} : { renderNode }) });
  const { features } = opened.gl;
  log.info(`drawing with ${features.renderer}, ${features.versionString} (${opened.platform})`);
  await using store = openStore({ ...options, gl: 'native' }, log);
  const watcher = opened.watch();
  using renderer = createVirglRenderer(opened.gl, {
    ...(store === null ? {} : { programStore: store }),
    ...(watcher === null ? {} : { watcher }),
  });
  await serve(options, renderer, log, output, ended);
}

async function serve(
  options: VhostUserCommandOptions,
  renderer: Renderer | null,
  log: Log,
  output: Output,
  ended: PromiseWithResolvers<string>,
): Promise<void> {
  const { socketPath, fd } = options;
  const socket = socketPath === undefined ? { connected: fd as never } : { path: resolve(socketPath) };
  const serverOptions: VhostUserOptions = {
    socket,
    renderer,
    quota: { ...machineQuota, bytes: options.maxMem, gpuMilliseconds: options.maxGpuTime },
    log,
    screens: options.screen,
    onGone: () => {
      log.info('the machine has gone');
      if (socketPath === undefined) ended.resolve('the end of the machine');
    },
  };
  let server: VhostUserServer;
  try {
    server = new VhostUserServer(serverOptions);
  } catch (error) {
    throw new CliError(`cannot listen on ${socketPath}: ${messageOf(error)}`, undefined, error);
  }
  using running = server;
  if (socketPath !== undefined) output.out(`listening on ${resolve(socketPath)}\n`);
  const name = await ended.promise;
  log.info(`${name}: closing${running.session === null ? '' : ' the machine that is connected'}`);
}
