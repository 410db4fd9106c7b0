/*
 * Messages that carry file descriptors (SCM_RIGHTS).
 *
 * `struct msghdr` holds raw pointers, so it lives with its iovec and its control area in one page that never moves. All
 * calls are synchronous on one thread, hence one page for the whole thread.
 *
 *    0  msghdr   name u64, namelen u32 + pad, iov u64, iovlen u64, control u64, controllen u64, flags i32 + pad
 *   56  iovec    base u64, len u64
 *   72  control  cmsghdr: len u64, level i32, type i32, then descriptors i32[]
 */
import { closeFd, type Fd } from './fd.ts';
import { Errno, libc, lastErrno } from './libc.ts';
import { NativeBuffer } from './native-buffer.ts';

const oControlLength = 40;
const oFlags = 48;
const oIovec = 56;
const oControl = 72;
const cmsgHeader = 16;
const socketLevel = 1;
const rights = 1;
const closeOnExec = 0x40000000;
const noSignal = 0x4000;
const dontWait = 0x40;
const controlTruncated = 8;

/** Most descriptors in one message, in either direction. The kernel's own limit is 253. */
export const maxMessageFds = 32;
const controlBytes = cmsgHeader + 4 * maxMessageFds;

let page: NativeBuffer | null = null;
let fields: DataView | null = null;

function message(): DataView {
  if (page !== null && fields !== null) return fields;
  page = NativeBuffer.allocate(oControl + controlBytes);
  fields = new DataView(page.bytes.buffer);
  fields.setBigUint64(16, BigInt(page.address + oIovec), true);
  fields.setBigUint64(24, 1n, true);
  fields.setBigUint64(32, BigInt(page.address + oControl), true);
  return fields;
}

function setIovec(view: DataView, address: number, length: number): void {
  view.setBigUint64(oIovec, BigInt(address), true);
  view.setBigUint64(oIovec + 8, BigInt(length), true);
}

/**
 * Sends bytes with file descriptors attached to the first of them. The receiver gets copies of the descriptors.
 *
 * @param address - of the bytes; at least one byte must go with descriptors
 * @returns bytes sent (the descriptors went with them), or a negated error number: `-Errno.EAGAIN` when the peer's queue is full
 */
export function sendFds(socket: Fd, address: number, length: number, fds: readonly Fd[]): number {
  if (fds.length > maxMessageFds) return -Errno.EMSGSIZE;
  const view = message();
  setIovec(view, address, length);
  view.setBigUint64(oControlLength, BigInt(cmsgHeader + ((4 * fds.length + 7) & ~7)), true);
  view.setBigUint64(oControl, BigInt(cmsgHeader + 4 * fds.length), true);
  view.setInt32(oControl + 8, socketLevel, true);
  view.setInt32(oControl + 12, rights, true);
  for (let i = 0; i < fds.length; i++) view.setInt32(oControl + cmsgHeader + 4 * i, fds[i] ?? -1, true);
  for (;;) {
    const sent = libc.sendmsg(socket, (page as NativeBuffer).address, noSignal | dontWait);
    if (sent >= 0) return sent;
    const errno = lastErrno();
    if (errno !== Errno.EINTR) return -errno;
  }
}

/**
 * Receives bytes and the file descriptors that came with them, without waiting.
 *
 * @param address - where the bytes go
 * @param length - room there
 * @param fds - received descriptors are appended; the caller owns them
 * @returns bytes received, 0 at the end of the stream, or a negated error number; `-Errno.EMSGSIZE` when more descriptors came
 *   than `maxMessageFds` (all of them are closed again)
 */
export function receiveFds(socket: Fd, address: number, length: number, fds: Fd[]): number {
  const view = message();
  setIovec(view, address, length);
  let received: number;
  for (;;) {
    view.setBigUint64(oControlLength, BigInt(controlBytes), true);
    view.setInt32(oFlags, 0, true);
    received = libc.recvmsg(socket, (page as NativeBuffer).address, closeOnExec | dontWait);
    if (received >= 0) break;
    const errno = lastErrno();
    if (errno !== Errno.EINTR) return -errno;
  }
  const first = fds.length;
  const end = oControl + Number(view.getBigUint64(oControlLength, true));
  for (let at = oControl; at + cmsgHeader <= end;) {
    const size = Number(view.getBigUint64(at, true));
    if (size < cmsgHeader) break;
    if (view.getInt32(at + 8, true) === socketLevel && view.getInt32(at + 12, true) === rights) {
      for (let fd = at + cmsgHeader; fd + 4 <= Math.min(at + size, end); fd += 4) fds.push(view.getInt32(fd, true) as Fd);
    }
    at += (size + 7) & ~7;
  }
  if ((view.getInt32(oFlags, true) & controlTruncated) === 0) return received;
  for (const fd of fds.splice(first)) closeFd(fd);
  return -Errno.EMSGSIZE;
}
