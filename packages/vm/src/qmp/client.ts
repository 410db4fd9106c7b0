/*
 * A client of the QEMU machine protocol: JSON objects, one a line.
 *
 * The other side greets; `qmp_capabilities` is the first command; then each command is answered with `return` or `error` and
 * its `id`, and events come in between at any time. virglass's own back end speaks it too, for what it can do (screendump).
 */
import { connect, createServer, type Socket } from 'node:net';
import { VmError } from '../vm-error.ts';
import type { QmpCommands, QmpEvents } from './commands.ts';
import { Lines } from './lines.ts';

/** A command was refused, in QEMU's words. */
export class QmpError extends Error {
  /** QEMU's class of the error: GenericError, CommandNotFound, DeviceNotFound. */
  readonly errorClass: string;

  constructor(command: string, errorClass: string, description: string) {
    super(`${command}: ${description}`);
    this.name = 'QmpError';
    this.errorClass = errorClass;
  }
}

interface Waiting {
  readonly command: string;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

type EventListener = (data: never) => void;

/** A connection to a monitor. */
export class Qmp implements Disposable {
  /** Settles when the connection is gone; never rejects. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, Set<EventListener>>();
  readonly #greeted = Promise.withResolvers<void>();
  #nextId = 1;
  #over: Error | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const lines = new Lines();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    const end = (error: Error): void => {
      if (this.#over !== null) return;
      this.#over = error;
      for (const { command, reject } of this.#waiting.values()) reject(new VmError(`${command}: ${error.message}`));
      this.#waiting.clear();
      this.#greeted.reject(error);
      socket.destroy();
      resolve();
    };
    // Whoever does not wait for the greeting must not be killed by its absence.
    this.#greeted.promise.catch(() => undefined);
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      try {
        for (const line of lines.feed(text)) this.#message(JSON.parse(line) as object);
      } catch (error) {
        end(new VmError('the monitor sent what is not its protocol', text.slice(0, 200), error));
      }
    });
    socket.on('error', (error) => end(new VmError(error.message)));
    socket.on('close', () => end(new VmError('the monitor has closed its connection')));
  }

  /**
   * Talks to a monitor over a connected socket.
   *
   * @throws {VmError} when it does not greet
   */
  static async over(socket: Socket): Promise<Qmp> {
    const qmp = new Qmp(socket);
    await qmp.#greeted.promise;
    await qmp.execute('qmp_capabilities');
    return qmp;
  }

  /**
   * Connects to a monitor that listens on a Unix socket.
   *
   * @throws {VmError} when nobody does
   */
  static async connect(path: string): Promise<Qmp> {
    const socket = connect(path);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.once('connect', resolve);
    socket.once('error', (error) => reject(new VmError(`${path}: ${error.message}`)));
    await promise;
    return Qmp.over(socket);
  }

  /**
   * Waits on a Unix socket for a monitor that was told to connect to it; there is no moment at which it could be missed.
   *
   * @param path - does not exist yet
   * @returns `ready` when monitors can connect; `qmp` settles with the first one's connection
   */
  static listen(path: string, signal: AbortSignal): { readonly ready: Promise<void>; readonly qmp: Promise<Qmp> } {
    const ready = Promise.withResolvers<void>();
    const connected = Promise.withResolvers<Qmp>();
    connected.promise.catch(() => undefined);
    const server = createServer((socket) => {
      server.close();
      Qmp.over(socket).then(connected.resolve, connected.reject);
    });
    server.on('error', (error) => {
      ready.reject(error);
      connected.reject(error);
    });
    server.listen(path, () => ready.resolve());
    const give = (): void => {
      server.close();
      connected.reject(new VmError('the monitor did not connect'));
    };
    signal.addEventListener('abort', give, { once: true });
    return { ready: ready.promise, qmp: connected.promise };
  }

  /**
   * Executes a command.
   *
   * @throws {QmpError} when it is refused
   * @throws {VmError} when the connection is gone
   */
  execute<Name extends keyof QmpCommands>(
    command: Name,
    ...[args]: QmpCommands[Name][0] extends undefined ? [] : [QmpCommands[Name][0]]
  ): Promise<QmpCommands[Name][1]> {
    if (this.#over !== null) return Promise.reject(new VmError(`${command}: ${this.#over.message}`));
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<QmpCommands[Name][1]>();
    this.#waiting.set(id, { command, resolve, reject });
    this.#socket.write(`${JSON.stringify({ execute: command, ...(args === undefined ? {} : { arguments: args }), id })}\n`);
    return promise;
  }

  /** Calls a listener for each event of a name. @returns what ends that */
  on<Name extends keyof QmpEvents>(event: Name, listener: (data: QmpEvents[Name]) => void): Disposable {
    const known = this.#listeners.get(event);
    const listeners = known ?? new Set<EventListener>();
    if (known === undefined) this.#listeners.set(event, listeners);
    listeners.add(listener);
    return { [Symbol.dispose]: () => listeners.delete(listener) };
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #message(message: object): void {
    if ('QMP' in message) {
      this.#greeted.resolve();
      return;
    }
    if ('event' in message) {
      const { event, data } = message as { event: string; data?: never };
      for (const listener of this.#listeners.get(event) ?? []) listener(data as never);
      return;
    }
    const { id } = message as { id?: number };
    const waiting = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || waiting === undefined) return;
    this.#waiting.delete(id);
    if ('error' in message) {
      const { error } = message as { error: { class?: string; desc?: string } };
      waiting.reject(new QmpError(waiting.command, error.class ?? '', error.desc ?? 'refused'));
    } else waiting.resolve((message as { return: never }).return);
  }
}
