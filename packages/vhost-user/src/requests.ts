import type { Fd } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import type { Message } from './framed-socket.ts';
import { maxMemorySlots, queueCount } from './limits.ts';
import type { Session } from './session.ts';
import { noShmem } from './shmem.ts';
import type { Vring } from './vring.ts';

/** A request of the monitor. */
export interface Request {
  readonly name: string;
  /** Bytes of the payload, at least. */
  readonly minimumBytes: number;
  /** Whether it is answered by a message of its own. */
  readonly replies: boolean;
  /** Returns '' or what was wrong. */
  run(session: Session, message: Message): string;
}

const at = 0;

/** Bits of SET_VRING_KICK and its kin. */
const indexMask = 0xff;
const noFd = 0x100;

const R = p.VhostUserRequest as Readonly<Record<string, number>>;
const rows: [number, Request][] = [];

function on(name: string, words: number, run: Request['run']): void {
  rows.push([R[name]!, { name, minimumBytes: words * 4, replies: false, run }]);
}

function answers(name: string, words: number, run: (session: Session, message: Message) => void): void {
  rows.push([
    R[name]!,
    {
      name,
      minimumBytes: words * 4,
      replies: true,
      run: (session, message) => {
        run(session, message);
        return '';
      },
    },
  ]);
}

answers('GET_FEATURES', 0, (session) => {
  const [valueLo, valueHi] = session.features;
  session.reply((words, floats) => p.encodeVhostUserGetFeaturesReply(words, floats, 0, { valueLo, valueHi }));
});
on('SET_FEATURES', p.VhostUserSetFeaturesLength, (session, { words }) => {
  session.featuresLow = p.vhostUserSetFeaturesValueLo(words, at);
  session.device.acceptFeatures(session.featuresLow);
  return '';
});
on('SET_OWNER', 0, () => '');
on('RESET_OWNER', 0, () => '');
answers('GET_PROTOCOL_FEATURES', 0, (session) => {
  session.reply((words, floats) =>
    p.encodeVhostUserGetProtocolFeaturesReply(words, floats, 0, { valueLo: session.protocolFeatures, valueHi: 0 }),
  );
});
on('SET_PROTOCOL_FEATURES', p.VhostUserSetProtocolFeaturesLength, (session, { words }) => {
  session.protocolLow = p.vhostUserSetProtocolFeaturesValueLo(words, at);
  if (session.window !== null) session.window.agreed = (session.protocolLow & (1 << p.VhostUserProtocolFeature.SHMEM)) !== 0;
  return '';
});
answers('GET_SHMEM_CONFIG', 0, (session) => {
  const args = session.window?.config ?? noShmem;
  session.reply((words, floats) => p.encodeVhostUserGetShmemConfigReply(words, floats, 0, args));
});
answers('GET_QUEUE_NUM', 0, (session) => {
  session.reply((words, floats) => p.encodeVhostUserGetQueueNumReply(words, floats, 0, { valueLo: queueCount, valueHi: 0 }));
});
answers('GET_MAX_MEM_SLOTS', 0, (session) => {
  session.reply((words, floats) => p.encodeVhostUserGetMaxMemSlotsReply(words, floats, 0, { valueLo: maxMemorySlots, valueHi: 0 }));
});

on('SET_MEM_TABLE', p.VhostUserSetMemTableMinLength, (session, { words, bytes, fds }) => {
  const count = p.vhostUserSetMemTableNregions(words, at);
  const there = Math.floor((bytes / 4 - p.VhostUserSetMemTableMinLength) / 8);
  if (count > p.VhostUserMaxRegions || count > there || count !== fds.length) {
    return `${count} regions, ${there} described, ${fds.length} descriptors`;
  }
  const old = session.map.clear();
  const errors: string[] = [];
  for (let i = 0; i < count; i++) {
    const error = session.map.add(
      {
        guestAddress: p.u64Of(
          p.vhostUserSetMemTableRegionsGuestAddressLo(words, at, i),
          p.vhostUserSetMemTableRegionsGuestAddressHi(words, at, i),
        ),
        size: p.u64Of(p.vhostUserSetMemTableRegionsSizeLo(words, at, i), p.vhostUserSetMemTableRegionsSizeHi(words, at, i)),
        userAddress: p.u64Of(
          p.vhostUserSetMemTableRegionsUserAddressLo(words, at, i),
          p.vhostUserSetMemTableRegionsUserAddressHi(words, at, i),
        ),
        mmapOffset: p.u64Of(
          p.vhostUserSetMemTableRegionsMmapOffsetLo(words, at, i),
          p.vhostUserSetMemTableRegionsMmapOffsetHi(words, at, i),
        ),
      },
      fds[i]!,
    );
    if (error !== '') errors.push(error);
  }
  fds.length = 0;
  session.memoryChanged();
  for (const mapping of old) mapping[Symbol.dispose]();
  return errors.join('; ');
});

on('ADD_MEM_REG', p.VhostUserAddMemRegLength, (session, { words, fds }) => {
  const fd = fds.shift();
  if (fd === undefined) return 'no descriptor came with it';
  if (session.memory.regions.length >= maxMemorySlots) {
    fds.push(fd);
    return `there are ${maxMemorySlots} regions already`;
  }
  const error = session.map.add(
    {
      guestAddress: p.u64Of(p.vhostUserAddMemRegGuestAddressLo(words, at), p.vhostUserAddMemRegGuestAddressHi(words, at)),
      size: p.u64Of(p.vhostUserAddMemRegSizeLo(words, at), p.vhostUserAddMemRegSizeHi(words, at)),
      userAddress: p.u64Of(p.vhostUserAddMemRegUserAddressLo(words, at), p.vhostUserAddMemRegUserAddressHi(words, at)),
      mmapOffset: p.u64Of(p.vhostUserAddMemRegMmapOffsetLo(words, at), p.vhostUserAddMemRegMmapOffsetHi(words, at)),
    },
    fd,
  );
  if (error === '') session.memoryChanged();
  return error;
});

on('REM_MEM_REG', p.VhostUserRemMemRegLength, (session, { words }) => {
  const guestAddress = p.u64Of(p.vhostUserRemMemRegGuestAddressLo(words, at), p.vhostUserRemMemRegGuestAddressHi(words, at));
  const size = p.u64Of(p.vhostUserRemMemRegSizeLo(words, at), p.vhostUserRemMemRegSizeHi(words, at));
  const mapping = session.map.remove(guestAddress, size);
  if (mapping === null) return `no region of ${size} bytes at 0x${guestAddress.toString(16)}`;
  session.memoryChanged();
  mapping[Symbol.dispose]();
  return '';
});

/** A request about one queue: it is found, or the request refused. */
function queueOf(session: Session, index: number): Vring | string {
  return session.queues.vrings[index] ?? `no queue ${index}`;
}

on('SET_VRING_NUM', p.VhostUserSetVringNumLength, (session, { words }) => {
  const vring = queueOf(session, p.vhostUserSetVringNumIndex(words, at));
  if (typeof vring === 'string') return vring;
  vring.size = p.vhostUserSetVringNumNum(words, at);
  return '';
});
on('SET_VRING_BASE', p.VhostUserSetVringBaseLength, (session, { words }) => {
  const vring = queueOf(session, p.vhostUserSetVringBaseIndex(words, at));
  if (typeof vring === 'string') return vring;
  const num = p.vhostUserSetVringBaseNum(words, at) & 0xffff;
  // A monitor that has no message for it (User Mode Linux), or has and does not send it (QEMU's test device), resets the device by
  // beginning its queues anew; one that merely paused the guest goes on where they were.
  if (vring === session.queues.vrings[0] && vring.position !== 0 && num === 0) session.reset();
  vring.stop();
  vring.base = num;
  return '';
});
on('SET_VRING_ADDR', p.VhostUserSetVringAddrLength, (session, { words }) => {
  const vring = queueOf(session, p.vhostUserSetVringAddrIndex(words, at));
  if (typeof vring === 'string') return vring;
  vring.descriptors = p.u64Of(p.vhostUserSetVringAddrDescriptorsLo(words, at), p.vhostUserSetVringAddrDescriptorsHi(words, at));
  vring.used = p.u64Of(p.vhostUserSetVringAddrUsedLo(words, at), p.vhostUserSetVringAddrUsedHi(words, at));
  vring.available = p.u64Of(p.vhostUserSetVringAddrAvailableLo(words, at), p.vhostUserSetVringAddrAvailableHi(words, at));
  return '';
});
answers('GET_VRING_BASE', p.VhostUserGetVringBaseLength, (session, { words }) => {
  const index = p.vhostUserGetVringBaseIndex(words, at);
  const vring = session.queues.vrings[index];
  session.stopQueue(index);
  const num = vring?.base ?? 0;
  session.reply((out, floats) => p.encodeVhostUserGetVringBaseReply(out, floats, 0, { index, num }));
});
on('SET_VRING_ENABLE', p.VhostUserSetVringEnableLength, (session, { words }) => {
  const vring = queueOf(session, p.vhostUserSetVringEnableIndex(words, at));
  if (typeof vring === 'string') return vring;
  vring.enabled = p.vhostUserSetVringEnableNum(words, at) !== 0;
  if (vring.enabled) session.startQueues();
  return '';
});

/** The three requests that bring a descriptor for a queue. */
function onFd(name: string, take: (session: Session, vring: Vring, fd: Fd | null) => string): void {
  on(name, 2, (session, { words, fds }) => {
    const value = words[p.VhostUserHeaderWords]!;
    const vring = queueOf(session, value & indexMask);
    if (typeof vring === 'string') return vring;
    const fd = (value & noFd) !== 0 ? null : (fds.shift() ?? null);
    return take(session, vring, fd);
  });
}
onFd('SET_VRING_KICK', (session, vring, fd) => {
  const error = vring.setKick(fd);
  if (error !== '') return error;
  // Without protocol features a queue is enabled by its kick.
  if ((session.featuresLow & (1 << p.VirtioFeature.PROTOCOL_FEATURES)) === 0) vring.enabled = true;
  session.startQueues();
  return '';
});
onFd('SET_VRING_CALL', (_, vring, fd) => {
  vring.setCall(fd);
  return '';
});
onFd('SET_VRING_ERR', (_, vring, fd) => {
  vring.setError(fd);
  return '';
});
on('VRING_KICK', p.VhostUserVringKickLength, (session, { words }) => {
  const index = p.vhostUserVringKickIndex(words, at);
  const vring = queueOf(session, index);
  if (typeof vring === 'string') return vring;
  session.queues.work(index);
  return '';
});

answers('GET_CONFIG', p.VhostUserGetConfigMinLength, (session, { words }) => {
  const offset = p.vhostUserGetConfigOffset(words, at);
  const size = Math.min(p.vhostUserGetConfigSize(words, at), p.VhostUserMaxConfig);
  const flags = p.vhostUserGetConfigFlags(words, at);
  // What lies behind the space is zeros: monitors ask for as much as they know of.
  const data = new Uint8Array(size);
  if (offset < session.device.config.length) data.set(session.device.config.subarray(offset, offset + size));
  session.reply((out, floats) => {
    const end = p.encodeVhostUserGetConfigReply(out, floats, 0, { offset, size, flags, data });
    out[2] = p.VhostUserGetConfigMinLength * 4 + size;
    return end;
  });
});
on('SET_CONFIG', p.VhostUserSetConfigMinLength, (session, { words, bytes }) => {
  const offset = p.vhostUserSetConfigOffset(words, at);
  const size = p.vhostUserSetConfigSize(words, at);
  if (size > bytes - p.VhostUserSetConfigMinLength * 4) return `${size} bytes announced in a message of ${bytes}`;
  for (let i = 0; i + 4 <= size; i += 4)
    session.device.writeConfig(offset + i, words[p.VhostUserHeaderWords + p.VhostUserSetConfigMinLength + i / 4]!);
  return '';
});

on('GPU_SET_SOCKET', 0, (session, { fds }) => {
  const fd = fds.shift();
  if (fd === undefined) return 'no descriptor came with it';
  session.setDisplay(fd);
  return '';
});
on('SET_BACKEND_REQ_FD', 0, (session, { fds }) => {
  const fd = fds.shift();
  if (fd === undefined) return 'no descriptor came with it';
  session.setBackendSocket(fd);
  return '';
});
on('RESET_DEVICE', 0, (session) => {
  session.reset();
  return '';
});

/** The requests that are known, by number. */
export const requests: ReadonlyMap<number, Request> = new Map(rows);
