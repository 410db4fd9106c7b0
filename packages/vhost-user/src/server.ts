/*
 * The back end as a program: waits for a monitor, serves it, and waits for the next when it has gone. One machine at a time:
 * a process for each keeps what one of them breaks from the others.
 */
import { Errno, type Fd, Listener, Ready, Watch } from '@virglass/host-linux';
import { closeFd } from '@virglass/host-linux';
import { Session, type SessionOptions } from './session.ts';

/** How a back end is made. */
export interface VhostUserOptions extends SessionOptions {
  /** Where monitors connect: a path to listen at, or a descriptor that is a listening or connected socket already. */
  readonly socket: { readonly path: string } | { readonly connected: Fd };
  /** Called when a monitor has gone; a connected descriptor has no next one. */
  readonly onGone?: () => void;
}

/** A running back end. */
export class VhostUserServer implements Disposable {
  readonly #options: VhostUserOptions;
  readonly #listener: Listener | null = null;
  readonly #watch: Watch | null = null;
  #session: Session | null = null;

  /** @throws {HostError} when the socket cannot be made */
  constructor(options: VhostUserOptions) {
    this.#options = options;
    if ('path' in options.socket) {
      const listener = Listener.listen(options.socket.path);
      this.#listener = listener;
      this.#watch = new Watch(listener.fd, Ready.READABLE, () => this.#accept(listener));
    } else this.#begin(options.socket.connected);
    if (options.renderer !== null) options.renderer.onFences = () => this.#session?.collect();
  }

  /** The monitor's session, while one is connected. */
  get session(): Session | null {
    return this.#session;
  }

  [Symbol.dispose](): void {
    this.#session?.[Symbol.dispose]();
    this.#session = null;
    this.#watch?.[Symbol.dispose]();
    this.#listener?.[Symbol.dispose]();
  }

  #accept(listener: Listener): void {
    const fd = listener.accept();
    if (fd < 0) {
      if (fd !== -Errno.EAGAIN) this.#options.log.warn(`a monitor could not be accepted: error ${-fd}`);
      return;
    }
    if (this.#session !== null) {
      this.#options.log.warn('a second monitor was turned away: this process serves one machine');
      closeFd(fd as Fd);
      return;
    }
    this.#begin(fd as Fd);
  }

  #begin(fd: Fd): void {
    const session = new Session(fd, this.#options, () => {
      session[Symbol.dispose]();
      this.#session = null;
      this.#options.onGone?.();
    });
    this.#session = session;
  }
}
