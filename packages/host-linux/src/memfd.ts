import { closeFd, type Fd, takeFd } from './fd.ts';
import { Errno, lastErrno, lastError, libc } from './libc.ts';

const closeOnExec = 1;
const allowSealing = 2;
const neverExecutable = 8;
const addSeals = 1033;
const sealSeal = 1;
const sealShrink = 2;
const sealGrow = 4;

/** Kernels before 6.3 refuse the flag that newer ones want to see. */
let executableFlag = neverExecutable;

/**
 * Makes anonymous memory that can be handed to another process by descriptor.
 *
 * Its size is sealed: whoever gets the descriptor can neither shrink it, which would turn our next access to the mapping into
 * a SIGBUS, nor grow it beyond what was accounted for, nor add seals that would keep us from mapping it again.
 *
 * @param name - shown in /proc, not unique
 * @param byteLength - size; zero-filled, and no page is taken before it is touched
 * @returns a descriptor that the caller closes
 * @throws {HostError} when the system refuses
 */
export function createMemfd(name: string, byteLength: number): Fd {
  let result = libc.memfd_create(name, closeOnExec | allowSealing | executableFlag);
  if (result < 0 && executableFlag !== 0 && lastErrno() === Errno.EINVAL) {
    executableFlag = 0;
    result = libc.memfd_create(name, closeOnExec | allowSealing);
  }
  const fd = takeFd(result, `memfd_create ${name}`);
  if (libc.ftruncate(fd, byteLength) < 0) throw closing(fd, `ftruncate of ${name} to ${byteLength} bytes`);
  if (libc.fcntl(fd, addSeals, sealShrink | sealGrow | sealSeal) < 0) throw closing(fd, `sealing ${name}`);
  return fd;
}

function closing(fd: Fd, what: string): Error {
  const error = lastError(what);
  closeFd(fd);
  return error;
}
