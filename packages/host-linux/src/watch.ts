import koffi from 'koffi';
import { closeFd, type Fd, takeFd } from './fd.ts';
import { lastError, libc } from './libc.ts';
import { NativeBuffer } from './native-buffer.ts';

/** Conditions that a watch reports; they combine by `|`. */
export const Ready = {
  /** There are bytes, a connection, an end of stream or an error to collect. */
  READABLE: 1,
  /** Bytes can be written, or an error can be collected. */
  WRITABLE: 2,
  /** The other side of a socket has closed it, or will send nothing more. */
  GONE: 4,
} as const;

/*
 * Handles that must not be collected. koffi's poll handle closes itself when the garbage collector finds it, and nothing in
 * the event loop keeps it alive, so every open watch is held here.
 */
const open = new Set<Watch>();

/**
 * Calls back when a file descriptor becomes ready, on this thread's event loop.
 *
 * The condition is a level: the callback comes again in every turn of the loop until the descriptor is drained or the
 * interest is set to 0. Dispose the watch before the descriptor is closed.
 */
export class Watch implements Disposable {
  readonly #handle: PollHandle;
  readonly #listener: PollListener;
  #interest: number;

  /**
   * @param fd - borrowed, must stay open until the watch is disposed
   * @param interest - `Ready` bits; 0 begins paused
   * @param callback - gets the `Ready` bits that hold; an exception ends the process as an uncaught one
   * @throws {HostError} when the descriptor is nothing that can be waited for: a file, a closed one
   */
  constructor(fd: Fd, interest: number, callback: (ready: number) => void) {
    checkPollable(fd);
    // The declared type of the callback lacks its first argument. A throw inside it would leave the native frame with a
    // pending exception and silently stop all further callbacks, so it is carried to a place where Node reports it.
    const listener = (status: number, events: Events): void => {
      try {
        callback(status < 0 ? this.#interest : bits(events));
      } catch (error) {
        setImmediate(() => {
          throw error;
        });
      }
    };
    this.#listener = listener as unknown as PollListener;
    this.#interest = interest;
    this.#handle = koffi.node.poll(fd, conditions(interest === 0 ? Ready.READABLE : interest), this.#listener);
    if (interest === 0) this.#handle.stop();
    open.add(this);
  }

  /** Changes what is waited for; 0 pauses. Setting what is set already costs nothing. */
  set interest(interest: number) {
    if (interest === this.#interest || !open.has(this)) return;
    this.#interest = interest;
    if (interest === 0) this.#handle.stop();
    else this.#handle.start(conditions(interest), this.#listener);
  }

  get interest(): number {
    return this.#interest;
  }

  /** Lets the process end although the watch is open. */
  unref(): void {
    this.#handle.unref();
  }

  [Symbol.dispose](): void {
    if (!open.delete(this)) return;
    this.#handle.close();
  }
}

const closeOnExec = 0o2000000;
const add = 1;
/** Bytes of `struct epoll_event` and more. */
const eventBytes = 16;

/** koffi ends the process where the event loop cannot wait for a descriptor, and some come from other processes. */
function checkPollable(fd: Fd): void {
  using event = NativeBuffer.allocate(eventBytes);
  const epoll = takeFd(libc.epoll_create1(closeOnExec), 'epoll_create1');
  const error = libc.epoll_ctl(epoll, add, fd, event.address) < 0 ? lastError(`waiting for file descriptor ${fd}`) : null;
  closeFd(epoll);
  if (error !== null) throw error;
}

type PollHandle = ReturnType<typeof koffi.node.poll>;
type Events = { readable: boolean; writable: boolean; disconnect: boolean };
type PollListener = (events: Events) => void;

function bits({ readable, writable, disconnect }: Events): number {
  return (readable ? Ready.READABLE : 0) | (writable ? Ready.WRITABLE : 0) | (disconnect ? Ready.GONE : 0);
}

function conditions(interest: number): Events {
  return {
    readable: (interest & Ready.READABLE) !== 0,
    writable: (interest & Ready.WRITABLE) !== 0,
    disconnect: (interest & Ready.GONE) !== 0,
  };
}
