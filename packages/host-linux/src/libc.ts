/*
 * The C library, called through koffi.
 *
 * This is the only file that names a libc function. Pointers are passed as numbers (user addresses are below 2^47, far below
 * 2^53), which is the cheapest way through koffi, and results that are pointers come back as signed 64-bit integers for the
 * same reason. Everything here has the same numbers and layouts on x86-64 and aarch64 glibc; variadic functions (fcntl,
 * mremap, open, ioctl) are declared with the arguments they get, which is the same calling convention on both.
 */
import koffi from 'koffi';
import { endianness } from 'node:os';
import { errnoName, HostError } from './host-error.ts';

if (process.platform !== 'linux') throw new HostError(`this package needs Linux, not ${process.platform}`, 'ENOSYS');
if (process.arch !== 'x64' && process.arch !== 'arm64') throw new HostError(`no layouts for ${process.arch}`, 'ENOSYS');
if (endianness() !== 'LE') throw new HostError('this package needs a little-endian machine', 'ENOSYS');

const library = koffi.load('libc.so.6');

type Native<A extends unknown[], R> = (...args: A) => R;

/** The functions in use; addresses, sizes and descriptors are numbers, a result below zero means that `lastErrno()` tells why. */
export const libc = {
  socket: library.func('int socket(int domain, int type, int protocol)') as Native<[number, number, number], number>,
  socketpair: library.func('int socketpair(int domain, int type, int protocol, uintptr_t pair)') as Native<
    [number, number, number, number],
    number
  >,
  bind: library.func('int bind(int fd, const void *address, uint32_t length)') as Native<[number, Uint8Array, number], number>,
  connect: library.func('int connect(int fd, const void *address, uint32_t length)') as Native<[number, Uint8Array, number], number>,
  listen: library.func('int listen(int fd, int backlog)') as Native<[number, number], number>,
  accept4: library.func('int accept4(int fd, uintptr_t address, uintptr_t length, int flags)') as Native<
    [number, number, number, number],
    number
  >,
  recv: library.func('int64_t recv(int fd, uintptr_t buffer, size_t length, int flags)') as Native<
    [number, number, number, number],
    number
  >,
  send: library.func('int64_t send(int fd, uintptr_t buffer, size_t length, int flags)') as Native<
    [number, number, number, number],
    number
  >,
  recvmsg: library.func('int64_t recvmsg(int fd, uintptr_t message, int flags)') as Native<[number, number, number], number>,
  sendmsg: library.func('int64_t sendmsg(int fd, uintptr_t message, int flags)') as Native<[number, number, number], number>,
  ppoll: library.func('int ppoll(uintptr_t fds, uint64_t count, uintptr_t timeout, uintptr_t mask)') as Native<
    [number, number, number, number],
    number
  >,
  read: library.func('int64_t read(int fd, uintptr_t buffer, size_t length)') as Native<[number, number, number], number>,
  write: library.func('int64_t write(int fd, uintptr_t buffer, size_t length)') as Native<[number, number, number], number>,
  open: library.func('int open(const char *path, int flags, uint32_t mode)') as Native<[string, number, number], number>,
  ioctl: library.func('int ioctl(int fd, uint64_t request, uintptr_t argument)') as Native<[number, number, number], number>,
  close: library.func('int close(int fd)') as Native<[number], number>,
  fchmod: library.func('int fchmod(int fd, uint32_t mode)') as Native<[number, number], number>,
  fcntl: library.func('int fcntl(int fd, int command, int argument)') as Native<[number, number, number], number>,
  ftruncate: library.func('int ftruncate(int fd, int64_t length)') as Native<[number, number], number>,
  memfd_create: library.func('int memfd_create(const char *name, uint32_t flags)') as Native<[string, number], number>,
  epoll_create1: library.func('int epoll_create1(int flags)') as Native<[number], number>,
  epoll_ctl: library.func('int epoll_ctl(int epoll, int operation, int fd, uintptr_t event)') as Native<
    [number, number, number, number],
    number
  >,
  eventfd: library.func('int eventfd(uint32_t value, int flags)') as Native<[number, number], number>,
  mmap: library.func('int64_t mmap(uintptr_t address, size_t length, int protection, int flags, int fd, int64_t offset)') as Native<
    [number, number, number, number, number, number],
    number
  >,
  mremap: library.func('int64_t mremap(uintptr_t address, size_t length, size_t newLength, int flags)') as Native<
    [number, number, number, number],
    number
  >,
  madvise: library.func('int madvise(uintptr_t address, size_t length, int advice)') as Native<[number, number, number], number>,
  getrlimit: library.func('int getrlimit(int resource, uintptr_t limit)') as Native<[number, number], number>,
  munmap: library.func('int munmap(uintptr_t address, size_t length)') as Native<[number, number], number>,
  strerror: library.func('const char *strerror(int errno)') as Native<[number], string>,
};

/** Error numbers that callers compare with; calls that may fail in normal operation return them negated. */
export const Errno = {
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EBUSY: 16,
  ENODEV: 19,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  EPIPE: 32,
  EMSGSIZE: 90,
  EPROTOTYPE: 91,
  ECONNABORTED: 103,
  ECONNRESET: 104,
  ENOBUFS: 105,
  ECONNREFUSED: 111,
} as const;

/** Bytes of a page; mappings are whole pages. 4096 also divides the larger pages of some aarch64 kernels' mmap offsets. */
export const pageBytes = 4096;

/** Error number of the call that has just failed. */
export function lastErrno(): number {
  return koffi.errno();
}

/** The error that describes the call that has just failed. */
export function lastError(what: string): HostError {
  return errorFor(what, lastErrno());
}

/** The error that describes a failure whose number is known. */
export function errorFor(what: string, errno: number): HostError {
  return new HostError(`${what}: ${libc.strerror(errno)}`, errnoName(errno), errno);
}

/** `length` bytes at `address` as an ArrayBuffer. Costs microseconds, so once per region; detach it before the memory goes. */
export function viewMemory(address: number, length: number): ArrayBuffer {
  return koffi.view(address, length);
}

/** Takes an ArrayBuffer away from all its views, so that none can touch memory that is about to be unmapped. */
export function detach(buffer: ArrayBuffer): void {
  buffer.transfer(0);
}
