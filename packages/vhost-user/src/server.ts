/*
 * The back end as a program: waits for a monitor, serves it, and waits for the next when it has gone. One machine at a time:
 * a process for each keeps what one of them breaks from the others.
 */
import { closeFd, Errno, type Fd, HostError, Listener, Ready, Watch } from '@virglass/host-linux';
import { Session, type SessionOptions } from './session.ts';

/** Pause before accepting again when the system has no descriptors left. */
const ACCEPT_PAUSE_MILLISECONDS = 100;

/** How a back end is made. */
export interface VhostUserOptions extends SessionOptions {
  /**
   * Where monitors connect: a path to listen at, a socket that listens already (borrowed; who takes long to start listens first, and
   * monitors that have connected meanwhile are served now), or a socket that is connected (taken over).
   */
  readonly socket: { readonly path: string } | { readonly listener: Listener } | { readonly connected: Fd };
  /** Called when a monitor has gone; a connected descriptor has no next one. */
  readonly onGone?: () => void;
}

/** A running back end. */
export class VhostUserServer implements Disposable {
  readonly #options: VhostUserOptions;
  /** The listener that was made here. */
  readonly #listener: Listener | null = null;
  readonly #watch: Watch | null = null;
  #session: Session | null = null;
  #pause: ReturnType<typeof setTimeout> | null = null;

  /** @throws {HostError} when the socket cannot be made */
  constructor(options: VhostUserOptions) {
    this.#options = options;
    if (options.renderer !== null) options.renderer.onFences = () => this.#session?.queues.collect();
    const { socket } = options;
    if ('connected' in socket) this.#begin(socket.connected);
    else {
      this.#listener = 'path' in socket ? Listener.listen(socket.path) : null;
      const listener = 'listener' in socket ? socket.listener : this.#listener!;
      this.#watch = new Watch(listener.fd, Ready.READABLE, () => this.#accept(listener));
    }
  }

  /** The monitor's session, while one is connected. */
  get session(): Session | null {
    return this.#session;
  }

  [Symbol.dispose](): void {
    this.#session?.[Symbol.dispose]();
    this.#session = null;
    if (this.#pause !== null) clearTimeout(this.#pause);
    this.#watch?.[Symbol.dispose]();
    this.#listener?.[Symbol.dispose]();
  }

  #accept(listener: Listener): void {
    const fd = listener.accept();
    if (fd < 0) {
      if (fd === -Errno.EAGAIN || fd === -Errno.ECONNABORTED || fd === -Errno.EINTR) return;
      this.#options.log.warn(`a monitor could not be accepted: error ${-fd}; trying again in ${ACCEPT_PAUSE_MILLISECONDS} ms`);
      this.#watch!.interest = 0;
      this.#pause = setTimeout(() => {
        this.#watch!.interest = Ready.READABLE;
      }, ACCEPT_PAUSE_MILLISECONDS);
      return;
    }
    // A machine that starts again connects anew, and that may be told before the end of its old connection.
    if (this.#session?.isLeft === true) this.#end(this.#session);
    if (this.#session !== null) {
      this.#options.log.warn('a second monitor was turned away: this process serves one machine');
      closeFd(fd as Fd);
      return;
    }
    this.#begin(fd as Fd);
  }

  #begin(fd: Fd): void {
    try {
      const session = new Session(fd, this.#options, () => this.#end(session));
      this.#session = session;
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      this.#options.log.warn(`a monitor cannot be served: ${error.message}`);
      this.#options.onGone?.();
    }
  }

  #end(session: Session): void {
    if (this.#session !== session) return;
    this.#session = null;
    session[Symbol.dispose]();
    this.#options.onGone?.();
  }
}
