/*
 * Monitors expect their back end within a moment, and loading everything and starting OpenGL takes longer than that. So the socket is
 * there first, and what a monitor sends meanwhile waits in it; what is only needed afterwards is imported afterwards.
 */
import { fstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Fd, Listener, SharedBlock } from '@virglass/host-linux';
import type { Renderer, ScreenMode } from '@virglass/virtio-gpu';
import type { VhostUserOptions } from '@virglass/vhost-user';
import { optimizeEagerlySoon } from '../eager-tiers.ts';
import { signal } from '../ending.ts';
import { CliError, messageOf } from '../errors.ts';
import { createLog, type Log, type LogLevel } from '../log.ts';
import type { Output } from '../program.ts';
import type { Screens } from '../screens.ts';

/** Options of `virglass vhost-user`. */
export interface VhostUserCommandOptions {
  readonly socketPath?: string;
  /** A socket that whoever starts us has opened. */
  readonly fd?: number;
  /** Where the running back end can be asked for pictures of the screens. */
  readonly control?: string;
  readonly printCapabilities?: boolean;
  readonly printDescriptor?: boolean;
  readonly renderNode?: string;
  /** Absent: on, or off where a management program starts us. */
  readonly virgl?: 'on' | 'off';
  /** Whether the monitor's console gets DMA buffers where they can be made. */
  readonly dmabuf: 'on' | 'off';
  /** Bytes of host storage the machine may hold. */
  readonly maxMem: number;
  readonly maxGpuTime: number;
  /** Bytes of the window in which the guest maps memory of the host, a power of two; 0: none. */
  readonly hostVisible: number;
  /** Absent: as the monitor's console wishes. */
  readonly screen?: readonly ScreenMode[];
  readonly log: LogLevel;
  readonly shaderCache?: string;
  readonly shaderCacheSize: number;
}

/** A screen where nobody wishes another. */
const usualScreen: ScreenMode = { width: 1280, height: 800 };

/** What one machine may take besides its bytes. */
const machineQuota = { resources: 1 << 18, contexts: 1024, objects: 1 << 18 };

/**
 * `virglass vhost-user`: serves virtual machines, one after the other, until a signal comes or the descriptor's machine ends.
 *
 * @throws {CliError} when there is no GL, or no socket
 */
export async function serveVhostUser(options: VhostUserCommandOptions, output: Output): Promise<void> {
  if (options.printCapabilities === true || options.printDescriptor === true) {
    const { capabilities, descriptor } = await import('./vhost-user-conventions.ts');
    const answer = options.printCapabilities === true ? await capabilities(options.renderNode) : descriptor();
    output.out(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  if ((options.socketPath === undefined) === (options.fd === undefined)) {
    throw new CliError('give either --socket-path PATH or --fd NUMBER: where the virtual machine connects');
  }
  const { socketPath, fd } = options;
  // Before anybody can connect, and so want to end us: the default of these signals would leave the socket's file behind.
  const ended = Promise.withResolvers<string>();
  void signal().then(ended.resolve);
  // Whoever sees the machine's socket finds the control socket too.
  using watched = options.control === undefined ? null : await watchScreens(options.control);
  const screens = watched?.screens ?? null;
  using listener = socketPath === undefined ? null : listenAt(resolve(socketPath));
  const socket = listener === null ? { connected: socketOf(fd!) } : { listener };
  if (listener !== null) output.out(`listening on ${listener.path}\n`);
  const { openStore } = await import('../serving.ts');
  const log = createLog(options.log, output.err);
  process.on('uncaughtExceptionMonitor', (error) => log.error(`a bug in virglass ends it: ${messageOf(error)}`));
  // By the conventions of vhost-user programs 3D has to be asked for; by hand nobody wants anything else.
  if ((options.virgl ?? (listener === null ? 'off' : 'on')) === 'off') {
    await serve(options, socket, null, 0, screens, log, ended);
    return;
  }
  const { openGl } = await import('../open-gl.ts');
  const { createVirglRenderer } = await import('@virglass/virgl');
  const { renderNode } = options;
  using opened = await openGl({ gl: 'native', ...(renderNode === undefined ? {} : { renderNode }) });
  const { features } = opened.gl;
  log.info(`drawing with ${features.renderer}, ${features.versionString} (${opened.platform})`);
  await using store = openStore({ ...options, gl: 'native' }, log);
  const exporter = options.dmabuf === 'on' ? opened.exporter() : null;
  if (exporter !== null) log.info('consoles are shown DMA buffers');
  const watcher = opened.watch();
  using renderer = createVirglRenderer(opened.gl, {
    ...(store === null ? {} : { programStore: store }),
    ...(watcher === null ? {} : { watcher }),
    ...(exporter === null ? {} : { exporter }),
    ...(options.hostVisible === 0
      ? {}
      : { shared: { bytes: options.hostVisible, allocate: (bytes) => SharedBlock.allocate('virglass', bytes) } }),
  });
  const sharing = renderer.host.sharing !== null;
  if (options.hostVisible > 0 && !sharing) log.info('this OpenGL cannot draw from memory that a guest has mapped: no host-visible window');
  await serve(options, socket, renderer, sharing ? options.hostVisible : 0, screens, log, ended);
}

async function serve(
  options: VhostUserCommandOptions,
  socket: VhostUserOptions['socket'],
  renderer: Renderer | null,
  hostVisibleBytes: number,
  screens: Screens | null,
  log: Log,
  ended: PromiseWithResolvers<string>,
): Promise<void> {
  const { VhostUserServer } = await import('@virglass/vhost-user');
  using server = new VhostUserServer({
    ...(screens === null ? {} : { display: screens }),
    socket,
    renderer,
    quota: { ...machineQuota, bytes: options.maxMem, gpuMilliseconds: options.maxGpuTime },
    log,
    screens: options.screen ?? [usualScreen],
    askConsole: options.screen === undefined,
    hostVisibleBytes,
    onGone: () => {
      log.info('the machine has gone');
      if ('connected' in socket) ended.resolve('the end of the machine');
    },
  });
  optimizeEagerlySoon();
  const name = await ended.promise;
  log.info(`${name}: closing${server.session === null ? '' : ' the machine that is connected'}`);
}

/** @throws {CliError} where nobody can connect */
function listenAt(path: string): Listener {
  try {
    return Listener.listen(path);
  } catch (error) {
    throw new CliError(`cannot listen on ${path}: ${messageOf(error)}`, undefined, error);
  }
}

/** @throws {CliError} when whoever started us did not open a socket there */
function socketOf(fd: number): Fd {
  try {
    if (fstatSync(fd).isSocket()) return fd as Fd;
  } catch (error) {
    throw new CliError(`--fd ${fd}: ${messageOf(error)}`, undefined, error);
  }
  throw new CliError(`--fd ${fd} is no socket`);
}

/** Keeps hold of what the screens show, and answers whoever asks for it. The machinery is loaded where it is wanted alone. */
async function watchScreens(path: string): Promise<Disposable & { readonly screens: Screens }> {
  const [{ listenForControl }, { Screens: Kept }] = await Promise.all([import('../control.ts'), import('../screens.ts')]);
  const screens = new Kept();
  const server = await listenForControl(resolve(path), screens);
  return { screens, [Symbol.dispose]: () => server[Symbol.dispose]() };
}
