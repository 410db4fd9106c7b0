/*
 * The vtest server: one process, one thread, all clients.
 *
 * A client gets a turn when its socket becomes readable. Four things keep a client from holding up the others: a turn has a
 * budget, a stream that does not fit into it is left between two commands and taken up again, and a client that used it up
 * queues for the next round (`#tick`), where those who have used least come first; a client that runs ahead of the GPU, wants
 * results that are not there, or does not read its answers, is parked; what takes too long within one command is stopped by the
 * renderer; whatever goes wrong ends in `#close` of that one client.
 *
 * Waiting for the GPU without spinning: most waits are over within a millisecond. While other clients have something to do, the
 * fences of the parked ones are asked between their turns. When a whole round of the event loop brought nothing, the thread
 * blocks on a fence for a moment: that is the cheapest way to wait, and there is nobody to disturb. A wait that outlasts this is
 * watched by the renderer's second thread, which calls when it is over. Only a renderer without one is asked again and again.
 *
 * A client that is alone is answered without the event loop in between (`#stayWith`), which takes longer than most answers.
 */
import { closeFd, Errno, type Fd, isClosed, Listener, Ready, waitReadable, Watch } from '@virglass/host-linux';
import type { Logger, Quota, Renderer } from '@virglass/virtio-gpu';
import { Client, type ClientHost } from './client.ts';
import {
  defaultMaxClients,
  defaultQuota,
  housekeepingMilliseconds,
  longMilliseconds,
  restMilliseconds,
  roundMilliseconds,
  stalledMilliseconds,
} from './limits.ts';
import { MappingBudget } from './shared-memory.ts';
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

/** Fences that nobody watches are asked again after this long when only sync objects wait for them. */
const syncPollMilliseconds = 1;
/** How long the thread blocks on a fence when nothing else is to do. */
const idleWaitMicroseconds = 1_000;
/** How long the thread blocks for what the only client sends next, and how many turns that client gets before others are looked for. */
const stayMicroseconds = 200;
/** How long it waits before the GPU is told to begin: a frame's messages follow each other at once. */
const unflushedMicroseconds = 50;
const stayTurns = 32;
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
  /** Milliseconds of turns, from where the least of the busy ones was when the client came in. */
  used: number;
  /** The thread has blocked for what the client waits for. */
  blocked: boolean;
  /** Submission of which the GPU must be done before the client's next turn but one, when it uses its turns up; -1: none. */
  pace: number;
  /** Until when others come first, after it kept them waiting. */
  restUntil: number;
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
  /** Clients that wait for the GPU. */
  readonly #waiting = new Set<Connection>();
  /** The renderer tells when one of them need not wait any more. */
  #watched = false;
  /** Runs when a client that queues has rested. */
  #rest: NodeJS.Timeout | null = null;
  /** What the client that was served from the queue last had used. */
  #served = 0;
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
    options.renderer.onFences = () => this.#onFences();
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
    this.renderer.onFences = null;
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
      watch = new Watch(socket, Ready.READABLE, (ready) => {
        this.#onReady(connection, ready);
      });
    } catch (error) {
      client.log.warn(`cannot be waited for: ${String(error)}; disconnected`);
      closeFd(socket);
      return;
    }
    const connection: Connection = {
      client,
      watch,
      state: TurnEnd.IDLE,
      queued: false,
      stalledSince: 0,
      used: 0,
      blocked: false,
      pace: -1,
      restUntil: 0,
    };
    this.#connections.add(connection);
    client.log.debug('connected');
  }

  #onReady(connection: Connection, ready: number): void {
    if ((ready & Ready.GONE) !== 0) {
      this.#onGone(connection);
      return;
    }
    switch (connection.state) {
      case TurnEnd.IDLE:
        this.#activity++;
        if (connection.restUntil > 0 && connection.restUntil > performance.now()) {
          connection.state = TurnEnd.MORE;
          connection.watch.interest = Ready.GONE;
          this.#enqueue(connection);
        } else {
          this.#turn(connection);
          if (this.alone) this.#stayWith(connection);
        }
        break;
      case TurnEnd.STALLED:
        this.#resume(connection);
        break;
      case TurnEnd.WAITING:
      case TurnEnd.CONGESTED:
        // What it sends meanwhile stays in the kernel. Only clients that do not wait for their answers get here, and those that leave.
        connection.watch.interest = Ready.GONE;
        break;
      case TurnEnd.MORE:
        // It may rest for a while.
        connection.watch.interest = Ready.GONE;
        break;
      case TurnEnd.CLOSED:
        break;
    }
  }

  /** The client of a parked connection has closed its end: what it sent before is nobody's any more. Else it only sends no more. */
  #onGone(connection: Connection): void {
    const { client } = connection;
    connection.watch.interest = 0;
    if (!isClosed(client.socket)) return;
    client.log.debug('went away before its work was done');
    this.#close(connection);
  }

  /** Gives the client its turn and arranges for what follows from it. */
  #turn(connection: Connection): void {
    const { client } = connection;
    const begin = performance.now();
    let end = this.#guarded(connection, () => takeTurn(client));
    if (end === null) return;
    this.#charge(connection, begin);
    if (end === TurnEnd.MORE && client.hasContext && this.#isAhead(connection)) end = TurnEnd.WAITING;
    connection.state = end;
    if (end === TurnEnd.CLOSED) {
      this.#close(connection);
      return;
    }
    connection.watch.interest = end === TurnEnd.STALLED ? Ready.WRITABLE : Ready.READABLE;
    if (end === TurnEnd.MORE) this.#enqueue(connection);
    else if (end === TurnEnd.WAITING) this.#wait(connection);
    else if (end === TurnEnd.CONGESTED) this.#after(congestionPauseMilliseconds, () => this.#resume(connection));
    // Being called again means that the kernel took something, so the clock starts anew.
    connection.stalledSince = end === TurnEnd.STALLED ? performance.now() : 0;
    if (client.hasContext && client.fences.unflushed && client.received.available === 0) this.#unflushed.add(connection);
    if (client.syncs.pending) this.#raiseSyncs();
    if (this.#unflushed.size > 0) this.#arm();
  }

  /**
   * Turns for the only client there is, waiting in place for what it sends next and for the GPU: a round of the event loop takes longer
   * than most of its answers do.
   */
  #stayWith(connection: Connection): void {
    const { client } = connection;
    for (let turns = 0; turns < stayTurns && this.alone; turns++) {
      if (connection.state === TurnEnd.WAITING) {
        if (connection.blocked) return;
        connection.blocked = true;
        this.#askFence(connection, idleWaitMicroseconds);
      } else if (connection.state === TurnEnd.IDLE) {
        if (connection.restUntil > 0) return;
        // Nobody is kept out: somebody who connects ends this.
        let ready = waitReadable(client.socket, this.#listener.fd, this.#unflushed.size > 0 ? unflushedMicroseconds : stayMicroseconds);
        if (ready === 0 && this.#unflushed.size > 0) {
          for (const unflushed of this.#unflushed) this.#flush(unflushed);
          this.#unflushed.clear();
          ready = waitReadable(client.socket, this.#listener.fd, stayMicroseconds);
        }
        if (ready !== 1) return;
        this.#activity++;
        this.#turn(connection);
      } else {
        return;
      }
    }
  }

  /** Notes how long a client has kept the thread; what was long it pays back before it comes again. */
  #charge(connection: Connection, begin: number): void {
    const now = performance.now();
    connection.used = Math.max(connection.used, this.#served) + now - begin;
    if (now - begin > longMilliseconds && !this.alone) connection.restUntil = now + Math.min(now - begin, restMilliseconds);
  }

  /**
   * Whether a client that used its turn up has given the GPU more than it keeps up with: then its next turn comes when the GPU has
   * finished what it got before this one. Otherwise others' work would queue behind all of it.
   */
  #isAhead(connection: Connection): boolean {
    const { client } = connection;
    const before = connection.pace;
    const ahead = this.#guarded(connection, () => {
      connection.pace = client.fences.cover();
      return before >= 0 && !client.fences.isDone(before);
    });
    if (ahead !== true) return false;
    client.waitingFor = before;
    return true;
  }

  #wait(connection: Connection): void {
    this.#waiting.add(connection);
    connection.blocked = false;
    this.#watched = false;
    this.#arm();
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
    this.#serveQueue();
    if (!this.#watched) for (const connection of [...this.#waiting]) this.#askFence(connection, 0);

    const quiet = this.#activity === this.#seenActivity;
    this.#seenActivity = this.#activity;
    if (quiet) {
      for (const connection of this.#unflushed) this.#flush(connection);
      this.#unflushed.clear();
      if (!this.#watched) this.#waitOrWatch();
    }
    if ((this.#waiting.size > 0 && !this.#watched) || this.#unflushed.size > 0) this.#arm();
    else if (this.#queue.length > 0) this.#armForQueue();
  }

  /** The next round comes when one of those who queue has rested. */
  #armForQueue(): void {
    const now = performance.now();
    let until = Number.POSITIVE_INFINITY;
    for (const { restUntil } of this.#queue) until = Math.min(until, restUntil);
    if (until <= now || this.alone) this.#arm();
    else if (this.#rest === null) {
      this.#rest = this.#after(until - now + 1, () => {
        this.#rest = null;
        this.#arm();
      });
    }
  }

  /** Turns for those who queue, who used least first, for as long as a round may take. */
  #serveQueue(): void {
    if (this.#queue.length === 0) return;
    const queue = this.#queue.sort((a, b) => a.used - b.used);
    this.#queue = [];
    const begin = performance.now();
    let now = begin;
    for (const connection of queue) {
      if (now - begin > roundMilliseconds || (connection.restUntil > now && !this.alone)) {
        this.#queue.push(connection);
        continue;
      }
      connection.queued = false;
      this.#activity++;
      this.#served = Math.max(this.#served, connection.used);
      this.#resume(connection);
      now = performance.now();
    }
  }

  /** Nothing else is to be done: blocks for a client for which that was not tried yet, and has the others watched. */
  #waitOrWatch(): void {
    for (const connection of this.#waiting) {
      if (connection.blocked) continue;
      connection.blocked = true;
      this.#askFence(connection, idleWaitMicroseconds);
      return;
    }
    let watched = this.#waiting.size > 0;
    for (const connection of this.#waiting) {
      const { client } = connection;
      watched = this.#guarded(connection, () => client.fences.watch(client.waitingFor)) === true && watched;
    }
    this.#watched = watched;
    // Blocking is also what keeps the asking of those from spinning that nobody watches.
    const first = watched ? undefined : this.#waiting.values().next().value;
    if (first !== undefined) this.#askFence(first, idleWaitMicroseconds);
  }

  /** Fences have signalled that clients or sync objects wait for. */
  #onFences(): void {
    this.#watched = false;
    this.#activity++;
    for (const connection of [...this.#waiting]) this.#askFence(connection, 0);
    this.#raiseSyncs();
    if (this.#waiting.size > 0) this.#arm();
  }

  /** Lets a waiting client go on if the GPU has finished, after blocking for it for a while if told so. */
  #askFence(connection: Connection, microseconds: number): void {
    const { client } = connection;
    const { waitingFor } = client;
    const done = this.#guarded(connection, () =>
      microseconds > 0 ? client.fences.wait(waitingFor, microseconds) : client.fences.isDone(waitingFor),
    );
    if (done !== true) return;
    client.waitingFor = -1;
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

  /** Raises the sync objects of streams that have finished, and has the others watched or asks again until none is left. */
  #raiseSyncs(): void {
    let unwatched = false;
    for (const connection of this.#connections) {
      const { syncs } = connection.client;
      if (!syncs.pending) continue;
      this.#guarded(connection, () => {
        const { fences } = connection.client;
        while (syncs.pending && fences.isDone(syncs.next)) syncs.completed(syncs.next);
        if (syncs.pending && !fences.watch(syncs.next)) unwatched = true;
      });
    }
    if (!unwatched) return;
    this.#syncTimer ??= setTimeout(() => {
      this.#syncTimer = null;
      this.#raiseSyncs();
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

  #after(milliseconds: number, action: () => void): NodeJS.Timeout {
    const pause = setTimeout(() => {
      this.#pauses.delete(pause);
      action();
    }, milliseconds);
    this.#pauses.add(pause);
    return pause;
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
