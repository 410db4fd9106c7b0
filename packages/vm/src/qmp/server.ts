/*
 * The other side of the machine protocol, for programs of ours that can be asked for something while they run.
 */
import { createServer, type Server, type Socket } from 'node:net';
import { VmError } from '../vm-error.ts';
import { Lines } from './lines.ts';

/** What commands do: each gets the arguments that the client sent, unchecked, and answers or throws. */
export type QmpHandlers = Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>>;

/** A monitor that answers on a Unix socket. */
export class QmpServer implements Disposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server, handlers: QmpHandlers) {
    this.#server = server;
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      serve(socket, handlers);
    });
  }

  /**
   * Answers on a socket from now on.
   *
   * @param path - does not exist yet, and is gone again afterwards
   * @throws {VmError} when it cannot be made
   */
  static async listen(path: string, handlers: QmpHandlers): Promise<QmpServer> {
    const server = createServer();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('listening', resolve);
    server.once('error', reject);
    server.listen(path);
    try {
      await promise;
    } catch (error) {
      throw new VmError(`cannot listen on ${path}: ${(error as Error).message}`, '', error);
    }
    return new QmpServer(server, handlers);
  }

  [Symbol.dispose](): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}

function serve(socket: Socket, handlers: QmpHandlers): void {
  const lines = new Lines();
  const send = (message: object): void => void socket.write(`${JSON.stringify(message)}\n`);
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  send({ QMP: { version: { qemu: { major: 0, minor: 0, micro: 0 }, package: 'virglass' }, capabilities: [] } });
  // Commands are answered in the order in which they came, whatever each takes.
  let last = Promise.resolve();
  socket.on('data', (text: string) => {
    let received: string[];
    try {
      received = lines.feed(text);
    } catch {
      socket.destroy();
      return;
    }
    for (const line of received) {
      last = last.then(async () => send(await answer(line, handlers)));
    }
  });
}

/** What a line is answered with. */
async function answer(line: string, handlers: QmpHandlers): Promise<object> {
  let id: unknown;
  const refuse = (errorClass: string, desc: string): object => ({
    error: { class: errorClass, desc },
    ...(id === undefined ? {} : { id }),
  });
  try {
    const message = JSON.parse(line) as { execute?: unknown; arguments?: Record<string, unknown>; id?: unknown };
    id = message.id;
    const { execute } = message;
    if (typeof execute !== 'string') return refuse('GenericError', "QMP input lacks member 'execute'");
    const handler = execute === 'qmp_capabilities' ? () => ({}) : Object.hasOwn(handlers, execute) ? handlers[execute] : undefined;
    if (handler === undefined) return refuse('CommandNotFound', `The command ${execute} has not been found`);
    const result = (await handler(message.arguments ?? {})) ?? {};
    return { return: result, ...(id === undefined ? {} : { id }) };
  } catch (error) {
    return refuse('GenericError', error instanceof Error ? error.message : String(error));
  }
}
