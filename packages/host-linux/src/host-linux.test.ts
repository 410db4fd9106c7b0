import { mkdtempSync, openSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { libc } from './libc.ts';
import {
  closeFd,
  connectUnix,
  createMemfd,
  Errno,
  EventFd,
  type Fd,
  HostError,
  isClosed,
  Listener,
  Mapping,
  maxMappings,
  maxMessageFds,
  maxOpenFiles,
  NativeBuffer,
  Ready,
  receive,
  receiveFds,
  send,
  sendFds,
  socketPair,
  waitReadable,
  Watch,
} from './index.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'host-linux-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Descriptors of this process that are open now. */
function openFds(): number {
  return readdirSync('/proc/self/fd').length;
}

/** True while the address lies in a mapping of this process. */
function isMapped(address: number): boolean {
  return readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .some((line) => {
      const range = /^([0-9a-f]+)-([0-9a-f]+)/.exec(line);
      return range !== null && Number.parseInt(range[1] ?? '', 16) <= address && address < Number.parseInt(range[2] ?? '', 16);
    });
}

function thrown(action: () => unknown): HostError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(HostError);
    return error as HostError;
  }
  throw new Error('nothing was thrown');
}

function text(buffer: NativeBuffer, length: number): string {
  return Buffer.from(buffer.bytes.subarray(0, length)).toString();
}

describe('NativeBuffer', () => {
  test('is zeroed whole pages with an address', () => {
    using buffer = NativeBuffer.allocate(5000);
    expect(buffer.byteLength).toBe(8192);
    expect(buffer.address % 4096).toBe(0);
    expect(buffer.bytes.every((byte) => byte === 0)).toBe(true);
    buffer.words[1] = 0x04030201;
    expect([...buffer.bytes.subarray(4, 8)]).toEqual([1, 2, 3, 4]);
  });

  test('moveTo keeps the bytes and empties the old instance', () => {
    const small = NativeBuffer.allocate(4096);
    const view = small.bytes;
    view[7] = 77;
    using large = small.moveTo(1 << 20);
    expect(large.bytes[7]).toBe(77);
    expect(large.bytes[1 << 19]).toBe(0);
    expect([view.length, small.byteLength, small.address, small.bytes.length]).toEqual([0, 0, 0, 0]);
    using shrunk = large.moveTo(4096);
    expect([shrunk.byteLength, shrunk.bytes[7]]).toEqual([4096, 77]);
  });

  test('disposal detaches views and unmaps', () => {
    const buffer = NativeBuffer.allocate(1);
    const { address, bytes, words } = buffer;
    expect(isMapped(address)).toBe(true);
    buffer[Symbol.dispose]();
    buffer[Symbol.dispose]();
    expect([bytes.length, words.length]).toEqual([0, 0]);
    expect(isMapped(address)).toBe(false);
  });

  test('says what is refused', () => {
    expect(thrown(() => NativeBuffer.allocate(2 ** 47)).message).toMatch(/^mmap of \d+ bytes: Cannot allocate memory \(ENOMEM\)$/);
  });
});

describe('memfd and Mapping', () => {
  test('two mappings see the same bytes', () => {
    const fd = createMemfd('test', 8192);
    using a = new Mapping(fd, 8192);
    using b = new Mapping(fd, 4096, 4096);
    closeFd(fd);
    a.bytes[4096] = 9;
    expect(b.bytes[0]).toBe(9);
  });

  test('the size is sealed in both directions', () => {
    const fd = createMemfd('test', 4096);
    expect(libc.ftruncate(fd, 0)).toBe(-1);
    expect(libc.ftruncate(fd, 8192)).toBe(-1);
    expect(libc.fcntl(fd, 1034, 0) & 7).toBe(7);
    closeFd(fd);
  });

  test('disposal detaches the view before it unmaps', () => {
    const fd = createMemfd('test', 4096);
    const mapping = new Mapping(fd, 4096);
    closeFd(fd);
    const { address, bytes } = mapping;
    bytes[0] = 1;
    mapping[Symbol.dispose]();
    mapping[Symbol.dispose]();
    expect([bytes.length, bytes[0], mapping.byteLength, mapping.address]).toEqual([0, undefined, 0, 0]);
    expect(isMapped(address)).toBe(false);
  });

  test('a mapping that nobody looks at is unmapped without a view', () => {
    const fd = createMemfd('test', 4096);
    const mapping = new Mapping(fd, 4096);
    closeFd(fd);
    const { address } = mapping;
    mapping[Symbol.dispose]();
    expect(isMapped(address)).toBe(false);
    expect(mapping.bytes.length).toBe(0);
  });

  test('discarding zeroes the pages for everyone', () => {
    const fd = createMemfd('test', 8192);
    using mine = new Mapping(fd, 8192);
    using theirs = new Mapping(fd, 8192);
    closeFd(fd);
    mine.bytes.fill(7);
    expect(theirs.bytes[8191]).toBe(7);
    mine.discard();
    expect([theirs.bytes[0], theirs.bytes[8191]]).toEqual([0, 0]);
    theirs.bytes[1] = 5;
    expect(mine.bytes[1]).toBe(5);
  });

  test('a bad descriptor is a clear error', () => {
    expect(thrown(() => new Mapping(999_999 as Fd, 4096)).message).toBe(
      'mmap of 4096 bytes at 0 of file descriptor 999999: Bad file descriptor (EBADF)',
    );
  });
});

describe('stream sockets', () => {
  test('bytes arrive, an empty queue is EAGAIN, a closed peer is 0 and EPIPE', () => {
    const [a, b] = socketPair();
    using memory = NativeBuffer.allocate(4096);
    expect(receive(b, memory.address, 100)).toBe(-Errno.EAGAIN);
    memory.bytes.set(Buffer.from('hello'));
    expect(send(a, memory.address, 5)).toBe(5);
    expect(receive(b, memory.address + 100, 100)).toBe(5);
    expect(Buffer.from(memory.bytes.subarray(100, 105)).toString()).toBe('hello');
    closeFd(a);
    expect(receive(b, memory.address, 100)).toBe(0);
    expect(send(b, memory.address, 5)).toBe(-Errno.EPIPE);
    closeFd(b);
  });

  test('a full queue is EAGAIN, never a wait', () => {
    const [a, b] = socketPair();
    using memory = NativeBuffer.allocate(1 << 16);
    let sent = 0;
    for (;;) {
      const result = send(a, memory.address, 1 << 16);
      if (result < 0) {
        expect(result).toBe(-Errno.EAGAIN);
        break;
      }
      sent += result;
    }
    expect(sent).toBeGreaterThan(1000);
    closeFd(a);
    closeFd(b);
  });

  test('descriptors travel with the bytes', () => {
    const before = openFds();
    const [a, b] = socketPair();
    using memory = NativeBuffer.allocate(4096);
    const memfds = [createMemfd('one', 4096), createMemfd('two', 8192)];
    memory.bytes.set(Buffer.from('xy'));
    expect(sendFds(a, memory.address, 2, memfds)).toBe(2);
    for (const fd of memfds) closeFd(fd);
    const got: Fd[] = [];
    expect(receiveFds(b, memory.address + 8, 100, got)).toBe(2);
    expect(got.length).toBe(2);
    using first = new Mapping(got[0] as Fd, 4096);
    using second = new Mapping(got[1] as Fd, 8192);
    second.bytes[8191] = 1;
    expect(first.bytes[0]).toBe(0);
    for (const fd of [...got, a, b]) closeFd(fd);
    expect(openFds()).toBe(before);
  });

  test('plain receive drops descriptors without leaking them', () => {
    const before = openFds();
    const [a, b] = socketPair();
    using memory = NativeBuffer.allocate(4096);
    const memfd = createMemfd('one', 4096);
    expect(sendFds(a, memory.address, 1, [memfd])).toBe(1);
    closeFd(memfd);
    expect(receive(b, memory.address, 10)).toBe(1);
    closeFd(a);
    closeFd(b);
    expect(openFds()).toBe(before);
  });

  test('more descriptors than there is room for are refused and closed', () => {
    const [a, b] = socketPair();
    using memory = NativeBuffer.allocate(4096);
    const memfd = createMemfd('one', 4096);
    const before = openFds();
    expect(
      sendFds(
        a,
        memory.address,
        1,
        Array.from({ length: maxMessageFds + 1 }, () => memfd),
      ),
    ).toBe(-Errno.EMSGSIZE);
    expect(
      sendFds(
        a,
        memory.address,
        1,
        Array.from({ length: maxMessageFds }, () => memfd),
      ),
    ).toBe(1);
    const got: Fd[] = [];
    expect(receiveFds(b, memory.address, 10, got)).toBe(1);
    expect(got.length).toBe(maxMessageFds);
    for (const fd of got) closeFd(fd);
    expect(openFds()).toBe(before);
    for (const fd of [memfd, a, b]) closeFd(fd);
  });
});

describe('Listener', () => {
  test('accepts connections; only the owner may connect; disposal removes the path', () => {
    const path = join(folder, 'socket');
    const listener = Listener.listen(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(listener.accept()).toBe(-Errno.EAGAIN);
    const client = connectUnix(path);
    const server = listener.accept() as Fd;
    expect(server).toBeGreaterThan(0);
    using memory = NativeBuffer.allocate(4096);
    memory.bytes.set(Buffer.from('ping'));
    send(client, memory.address, 4);
    expect(receive(server, memory.address + 8, 100)).toBe(4);
    closeFd(client);
    closeFd(server);
    listener[Symbol.dispose]();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('replaces a socket that nobody listens on', () => {
    const path = join(folder, 'socket');
    const dead = Listener.listen(path);
    closeFd(dead.fd);
    using alive = Listener.listen(path);
    const client = connectUnix(path);
    closeFd(client);
    closeFd(alive.accept() as Fd);
  });

  test('leaves a path alone that belongs to another by now', () => {
    const path = join(folder, 'socket');
    const first = Listener.listen(path);
    rmSync(path);
    using second = Listener.listen(path);
    first[Symbol.dispose]();
    expect(second.path).toBe(path);
    expect(statSync(path).isSocket()).toBe(true);
  });

  const refusals: [name: string, path: (folder: string) => string, code: string, message: RegExp][] = [
    ['a file', (at) => (writeFileSync(join(at, 'file'), 'x'), join(at, 'file')), 'ENOTSOCK', /exists and is not a socket/],
    ['a folder', (at) => at, 'ENOTSOCK', /exists and is not a socket/],
    ['a missing folder', (at) => join(at, 'no', 'socket'), 'ENOENT', /^bind .*: No such file or directory/],
    ['a long path', (at) => join(at, 'x'.repeat(120)), 'ENAMETOOLONG', /the system allows 107/],
    ['an empty path', () => '', 'EINVAL', /is empty/],
    ['a zero byte', (at) => join(at, 'a\0b'), 'EINVAL', /zero byte/],
  ];
  test.for(refusals)('refuses %s', ([, path, code, message]) => {
    const error = thrown(() => Listener.listen(path(folder)));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  test('refuses a path on which someone listens', () => {
    const path = join(folder, 'socket');
    using listener = Listener.listen(path);
    const error = thrown(() => Listener.listen(path));
    expect([error.code, error.message]).toEqual(['EADDRINUSE', `another process listens on ${path} (EADDRINUSE)`]);
    closeFd(listener.accept() as Fd);
  });
});

describe('Watch', () => {
  test('reports readiness as a level, survives a collection, pauses and ends', async () => {
    using event = new EventFd();
    let calls = 0;
    const watch = new Watch(event.fd, Ready.READABLE, (ready) => {
      expect(ready).toBe(Ready.READABLE);
      calls++;
      if (calls === 3) event.drain();
    });
    (globalThis as { gc?: () => void }).gc?.();
    event.signal();
    await expect.poll(() => calls).toBe(3);
    watch.interest = 0;
    event.signal();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(calls).toBe(3);
    watch.interest = Ready.READABLE;
    await expect.poll(() => calls).toBeGreaterThan(3);
    watch[Symbol.dispose]();
    watch[Symbol.dispose]();
    watch.interest = Ready.WRITABLE;
  });

  test('reports that a socket takes bytes again', async () => {
    const [a, b] = socketPair();
    using memory = NativeBuffer.allocate(1 << 16);
    while (send(a, memory.address, 1 << 16) > 0);
    let writable = 0;
    const watch = new Watch(a, Ready.WRITABLE, () => {
      writable++;
      watch[Symbol.dispose]();
    });
    while (receive(b, memory.address, 1 << 16) > 0);
    await expect.poll(() => writable).toBe(1);
    closeFd(a);
    closeFd(b);
    expect(text(memory, 2)).toBe('\0\0');
  });
});

test('the system says its limits', () => {
  expect(maxOpenFiles()).toBeGreaterThan(100);
  expect(maxMappings()).toBeGreaterThan(1000);
});

test('what cannot be waited for is refused', () => {
  const path = join(folder, 'file');
  writeFileSync(path, '');
  const fd = openSync(path, 'r') as Fd;
  const open = readdirSync('/proc/self/fd').length;
  expect(() => new Watch(fd, Ready.READABLE, () => undefined)).toThrow(/Operation not permitted/);
  expect(() => new Watch(-1 as Fd, Ready.READABLE, () => undefined)).toThrow(/Bad file descriptor/);
  expect(readdirSync('/proc/self/fd').length).toBe(open);
  closeFd(fd);
});

test('EventFd counts signals', () => {
  using event = new EventFd();
  expect(event.drain()).toBe(0);
  event.signal();
  event.signal();
  expect(event.drain()).toBe(2);
  expect(event.drain()).toBe(0);
});

test('EventFd takes over what is used like one, and notices its end', () => {
  const [ours, theirs] = socketPair();
  using event = new EventFd(ours);
  expect(event.drain()).toBe(0);
  expect(event.signal()).toBe(true);
  using block = NativeBuffer.allocate(16);
  expect(receive(theirs, block.address, 16)).toBe(8);
  expect(block.words[0]).toBe(1);
  // Nobody reads: signals are lost when the queue is full, and nothing waits.
  for (let i = 0; i < 10_000; i++) expect(event.signal()).toBe(true);
  closeFd(theirs);
  expect(event.signal()).toBe(false);
  expect(event.drain()).toBe(-1);
});

describe('a peer that leaves', () => {
  const gone = (socket: Fd): Promise<number> =>
    new Promise((resolve) => {
      const watch = new Watch(socket, Ready.GONE, (ready) => {
        watch[Symbol.dispose]();
        resolve(ready);
      });
    });

  test('is told from one that only sends no more, with what it sent still there', async () => {
    const [ours, theirs] = socketPair();
    expect(isClosed(ours)).toBe(false);
    const memory = NativeBuffer.allocate(16);
    send(theirs, memory.address, 5);
    closeFd(theirs);
    expect((await gone(ours)) & Ready.GONE).toBe(Ready.GONE);
    expect(isClosed(ours)).toBe(true);
    expect(receive(ours, memory.address, 16)).toBe(5);
    closeFd(ours);
    memory[Symbol.dispose]();
  });
});

test('waiting in place tells which of two descriptors has something, and ends with the time', () => {
  const [a, b] = socketPair();
  const [c, d] = socketPair();
  using byte = NativeBuffer.allocate(1);
  try {
    expect(waitReadable(a, c, 100)).toBe(0);
    send(b, byte.address, 1);
    expect(waitReadable(a, c, 100)).toBe(1);
    send(d, byte.address, 1);
    expect(waitReadable(a, c, 100)).toBe(3);
    receive(a, byte.address, 1);
    expect(waitReadable(a, c, 100)).toBe(2);
    closeFd(b);
    expect(waitReadable(a, c, 100)).toBe(3);
  } finally {
    for (const fd of [a, c, d]) closeFd(fd);
  }
});
