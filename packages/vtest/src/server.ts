/*
 * The vtest server: one process, one thread, all clients.
 *
 * A client gets a turn when its socket becomes readable. Three things keep a client from holding up the others: a turn has a
 * budget, and a client that used it up goes to the end of the queue of the next round (`#tick`); an answer that waits for the
 * GPU, or for the client to read, parks the client; whatever goes wrong ends in `#close` of that one client.
 *
 * Waiting for the GPU without spinning: a fence can only be asked. While other clients have something to do, the fences of the
 * parked ones are asked between their turns. When a whole round of the event loop brought nothing, the thread blocks on the
 * oldest fence for a moment: that is the cheapest way to wait, and there is nobody to disturb.
 */
import { closeFd, Errno, type Fd, Listener, Ready, Watch } from '@virglass/host-linux';
import type { Logger, Quota, Renderer } from '@virglass/virtio-gpu';
import { Client, type ClientHost } from './client.ts';
import { defaultMaxClients, defaultQuota, housekeepingMilliseconds, stalledMilliseconds } from './limits.ts';
import { MappingBudget } from './shared-memory.ts';
import { answerBusy } from './submit.ts';
import { takeTurn, TurnEnd } from './turn.ts';

/** How a server is made. */
export type VtestServerOptions = {
  /** Path of the Unix socket; what clients connect to. */
  readonly socketPath: string;
  /** Borrowed: outlives the server. */
  readonly renderer: Renderer;
  /** What each client may take; see `defaultQuota`. */
  readonly quota?: Quota;
  readonly log: Logger;
  /** Clients at once; see `defaultMaxClients`. */
  readonly maxClients?: number;
  /** Permission bits of the socket; 0600 unless said otherwise. */
  readonly socketMode?: number;
  /** How long a client may leave answers unread; see the limit of that name. */
  readonly stalledMilliseconds?: number;
  /** Period of housekeeping; see the limit of that name. */
  readonly housekeepingMilliseconds?: number;
};

/** What a server is doing. */
export type VtestServerStats = {
  readonly clients: number;
  /** Clients that ever connected. */
  readonly accepted: number;
  /** Clients that were turned away because there were too many. */
  readonly turnedAway: number;
  /** Bytes that all clients hold: GL storage, shared memory, buffers. */
  readonly bytes: number;
};

/** A running vtest server. */
export interface VtestServer {
  readonly socketPath: string;
  readonly stats: VtestServerStats;
  /** Disconnects all clients, frees what they held and removes the socket. */
  close(): Promise<void>;
}

/**
 * Starts a server.
 *
 * @throws {HostError} when the socket cannot be made: someone listens already, the path is taken or too long, ...
 */
export function createVtestServer(options: VtestServerOptions): Promise<VtestServer> {
  return new Promise((resolve) => {
    resolve(new Server(options));
  });
}

/** Fences are asked again after this long when only sync objects wait for them. */
const syncPollMilliseconds = 1;
/** How long the thread blocks on a fence when nothing else is to do. */
const idleWaitMicroseconds = 1_000;
/** Pause before accepting again when the system has no descriptors left. */
const acceptPauseMilliseconds = 100;
/** Pause before sending again when too many descriptors are in flight. */
const congestionPauseMilliseconds = 10;
/** Connections taken in one go. */
const acceptsPerTurn = 16;

/** A connection: the client and how it stands with the event loop. */
type Connection = {
  readonly client: Client;
  readonly watch: Watch;
  /** How its last turn ended. */
  state: TurnEnd;
  /** In the queue of the next round. */
  queued: boolean;
  /** When the client stopped reading its answers. */
  stalledSince: number;
};

class Server implements VtestServer, ClientHost {
  readonly socketPath: string;
  readonly renderer: Renderer;
  readonly quota: Quota;
  readonly log: Logger;
  readonly mappings: MappingBudget;
  readonly #maxClients: number;
  readonly #stalledMilliseconds: number;
  readonly #listener: Listener;
  readonly #listenerWatch: Watch;
  readonly #connections = new Set<Connection>();
  /** Clients that go on in the next round. */
  #queue: Connection[] = [];
  /** Clients whose answer waits for the GPU. */
  readonly #waiting = new Set<Connection>();
  /** Clients that went idle with work that the GPU was not told to begin. */
  readonly #unflushed = new Set<Connection>();
  #immediate: NodeJS.Immediate | null = null;
  #syncTimer: NodeJS.Timeout | null = null;
  readonly #housekeeping: NodeJS.Timeout;
  readonly #pauses = new Set<NodeJS.Timeout>();
  /** Turns taken because of something a client sent; tells whether a round brought anything. */
  #activity = 0;
  #seenActivity = 0;
  #accepted = 0;
  #turnedAway = 0;
  #closed = false;

  constructor(options: VtestServerOptions) {
    this.socketPath = options.socketPath;
    this.renderer = options.renderer;
    this.quota = options.quota ?? defaultQuota;
    this.log = options.log;
    this.#maxClients = options.maxClients ?? defaultMaxClients;
    this.mappings = new MappingBudget(this.#maxClients);
    this.#stalledMilliseconds = options.stalledMilliseconds ?? stalledMilliseconds;
    this.#listener = Listener.listen(options.socketPath, options.socketMode ?? 0o600);
    this.#listenerWatch = new Watch(this.#listener.fd, Ready.READABLE, () => {
      this.#accept();
    });
    this.#housekeeping = setInterval(() => {
      this.#keepHouse();
    }, options.housekeepingMilliseconds ?? housekeepingMilliseconds);
    this.#housekeeping.unref();
  }

  get alone(): boolean {
    return this.#connections.size === 1;
  }

  get stats(): VtestServerStats {
    let bytes = 0;
    for (const { client } of this.#connections) bytes += client.bytesUsed;
    return { clients: this.#connections.size, accepted: this.#accepted, turnedAway: this.#turnedAway, bytes };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#listenerWatch[Symbol.dispose]();
    for (const connection of this.#connections) this.#close(connection);
    clearInterval(this.#housekeeping);
    for (const pause of this.#pauses) clearTimeout(pause);
    if (this.#syncTimer !== null) clearTimeout(this.#syncTimer);
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    this.#listener[Symbol.dispose]();
    // libuv lets go of closed handles at the end of this round.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }

  #accept(): void {
    for (let i = 0; i < acceptsPerTurn; i++) {
      const result = this.#listener.accept();
      if (result === -Errno.EAGAIN) return;
      if (result === -Errno.ECONNABORTED || result === -Errno.EINTR) continue;
      if (result < 0) {
        this.log.warn(`connections cannot be accepted: error ${-result}; trying again in ${acceptPauseMilliseconds} ms`);
        this.#listenerWatch.interest = 0;
        this.#after(acceptPauseMilliseconds, () => {
          this.#listenerWatch.interest = Ready.READABLE;
        });
        return;
      }
      this.#admit(result as Fd);
    }
  }

  #admit(socket: Fd): void {
    if (this.#connections.size >= this.#maxClients) {
      this.#turnedAway++;
      this.log.warn(`a client was turned away: ${this.#maxClients} are connected`);
      closeFd(socket);
      return;
    }
    const client = new Client(this, ++this.#accepted, socket);
    let watch: Watch;
    try {
      watch = new Watch(socket, Ready.READABLE, () => {
        this.#onReady(connection);
      });
    } catch (error) {
      client.log.warn(`cannot be waited for: ${String(error)}; disconnected`);
      closeFd(socket);
      return;
    }
    const connection: Connection = { client, watch, state: TurnEnd.IDLE, queued: false, stalledSince: 0 };
    this.#connections.add(connection);
    client.log.debug('connected');
  }

  #onReady(connection: Connection): void {
    switch (connection.state) {
      case TurnEnd.IDLE:
        this.#activity++;
        this.#turn(connection);
        break;
      case TurnEnd.STALLED:
        this.#resume(connection);
        break;
      case TurnEnd.WAITING:
      case TurnEnd.CONGESTED:
        // What it sends meanwhile stays in the kernel. Only clients that do not wait for their answers get here.
        connection.watch.interest = 0;
        break;
      case TurnEnd.MORE:
      case TurnEnd.CLOSED:
        break;
    }
  }

  /** Gives the client its turn and arranges for what follows from it. */
  #turn(connection: Connection): void {
    const { client } = connection;
    const end = this.#guarded(connection, () => takeTurn(client));
    if (end === null) return;
    connection.state = end;
    if (end === TurnEnd.CLOSED) {
      this.#close(connection);
      return;
    }
    connection.watch.interest = end === TurnEnd.STALLED ? Ready.WRITABLE : Ready.READABLE;
    if (end === TurnEnd.MORE) this.#enqueue(connection);
    else if (end === TurnEnd.WAITING) this.#waiting.add(connection);
    else if (end === TurnEnd.CONGESTED) this.#after(congestionPauseMilliseconds, () => this.#resume(connection));
    // Being called again means that the kernel took something, so the clock starts anew.
    connection.stalledSince = end === TurnEnd.STALLED ? performance.now() : 0;
    if (client.hasContext && client.fences.unflushed && client.received.available === 0) this.#unflushed.add(connection);
    if (client.syncs.pending) this.#pollSyncs();
    if (this.#waiting.size > 0 || this.#unflushed.size > 0) this.#arm();
  }

  /** A turn for a client that was parked, if it is still there. */
  #resume(connection: Connection): void {
    if (!this.#connections.has(connection)) return;
    connection.state = TurnEnd.IDLE;
    this.#turn(connection);
  }

  #enqueue(connection: Connection): void {
    if (!connection.queued) this.#queue.push(connection);
    connection.queued = true;
    this.#arm();
  }

  #arm(): void {
    this.#immediate ??= setImmediate(() => {
      this.#immediate = null;
      this.#tick();
    });
  }

  /** Once per round of the event loop, while anybody waits: between what arrived in this round and what arrives in the next. */
  #tick(): void {
    const queue = this.#queue;
    this.#queue = [];
    for (const connection of queue) {
      connection.queued = false;
      this.#activity++;
      this.#resume(connection);
    }
    for (const connection of [...this.#waiting]) this.#askFence(connection, 0);

    const quiet = this.#activity === this.#seenActivity;
    this.#seenActivity = this.#activity;
    if (quiet) {
      for (const connection of this.#unflushed) this.#flush(connection);
      this.#unflushed.clear();
      const first = this.#waiting.values().next().value;
      if (first !== undefined) this.#askFence(first, idleWaitMicroseconds);
    }
    if (this.#waiting.size > 0 || this.#unflushed.size > 0 || this.#queue.length > 0) this.#arm();
  }

  /** Answers a waiting client if the GPU has finished, after blocking for it for a while if told so. */
  #askFence(connection: Connection, microseconds: number): void {
    const { client } = connection;
    const { waitingFor } = client;
    const done = this.#guarded(connection, () =>
      microseconds > 0 ? client.fences.wait(waitingFor, microseconds) : client.fences.isDone(waitingFor),
    );
    if (done !== true) return;
    client.waitingFor = -1;
    answerBusy(client, false);
    this.#waiting.delete(connection);
    this.#resume(connection);
  }

  /** Lets the GPU begin with what an idle client has submitted. */
  #flush(connection: Connection): void {
    this.#guarded(connection, () => {
      connection.client.fences.flush();
    });
  }

  /** Does something for a client; an exception is a fault of ours or of the host, and ends this client only. */
  #guarded<T>(connection: Connection, action: () => T): T | null {
    try {
      return action();
    } catch (error) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      connection.client.log.warn(`internal error: ${what}; disconnected`);
      this.#close(connection);
      return null;
    }
  }

  /** Raises the sync objects of streams that have finished; asks again until none is left. */
  #pollSyncs(): void {
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = null;
      let pending = false;
      for (const connection of this.#connections) {
        const { syncs } = connection.client;
        if (!syncs.pending) continue;
        this.#guarded(connection, () => {
          while (syncs.pending && connection.client.fences.isDone(syncs.next)) syncs.completed(syncs.next);
        });
        pending ||= syncs.pending;
      }
      if (pending) this.#pollSyncs();
    }, syncPollMilliseconds);
  }

  #keepHouse(): void {
    const now = performance.now();
    for (const connection of this.#connections) {
      const { client } = connection;
      client.received.trim();
      client.replies.trim();
      client.memory.trim();
      client.syncs.expire(now);
      if (connection.stalledSince > 0 && now - connection.stalledSince > this.#stalledMilliseconds) {
        client.log.warn(`has not read ${client.replies.pending} bytes of answers for ${this.#stalledMilliseconds / 1000} s; disconnected`);
        this.#close(connection);
      }
    }
  }

  #after(milliseconds: number, action: () => void): void {
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      action();
    }, milliseconds);
    this.#pauses.add(pause);
  }

  /** Ends a connection and frees everything the client held, whatever state it is in. */
  #close(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    const { client } = connection;
    connection.state = TurnEnd.CLOSED;
    this.#waiting.delete(connection);
    this.#unflushed.delete(connection);
    connection.watch[Symbol.dispose]();
    closeFd(client.socket);
    try {
      client[Symbol.dispose]();
    } catch (error) {
      client.log.warn(`internal error at the end: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    client.log.debug('disconnected');
  }
}
