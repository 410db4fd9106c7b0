import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeviceQueue, DriverQueue, GuestMemory, MAX_CHAIN_SEGMENTS, ringBytes, RingFlag } from './index.ts';

const base = 0x40000000;
const bytes = 1 << 20;
const places = { descriptors: base, available: base + 0x4000, used: base + 0x6000 };
const data = base + 0x10000;

function machine(size: number, eventIndex: boolean): { memory: GuestMemory; ram: Uint8Array; driver: DriverQueue; device: DeviceQueue } {
  const memory = new GuestMemory();
  const ram = new Uint8Array(bytes);
  expect(memory.add({ guestAddress: base, size: bytes, userAddress: 0x7f0000000000, memory: block(ram), offset: 0 })).toBe('');
  const driver = new DriverQueue(memory, size, places, eventIndex);
  const device = new DeviceQueue(memory);
  expect(device.start({ size, ...places, next: 0, eventIndex })).toBe('');
  return { memory, ram, driver, device };
}

function block(ram: Uint8Array): { address: number; byteLength: number; bytes: Uint8Array } {
  return { address: 0, byteLength: ram.length, bytes: ram };
}

test.each([false, true])('requests of any shape come back with what was written, in any order (event index: %s)', (eventIndex) => {
  const range = fc.record({ address: fc.integer({ min: data, max: base + bytes - 256 }), length: fc.integer({ min: 1, max: 256 }) });
  const request = fc.record({ readable: fc.array(range, { maxLength: 5 }), writable: fc.array(range, { maxLength: 3 }) });
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 40 }), fc.boolean(), (requests, backwards) => {
      const { ram, driver, device } = machine(16, eventIndex);
      for (let i = data - base; i < bytes; i++) ram[i] = i * 7;
      let sent = 0;
      let answered = 0;
      const lengths = new Map<number, number>();
      while (answered < sent || sent < requests.length) {
        while (sent < requests.length) {
          const { readable, writable } = requests[sent]!;
          if (readable.length + writable.length === 0) {
            sent++;
            answered++;
            continue;
          }
          const head = driver.add(readable, writable);
          if (head < 0) break;
          lengths.set(
            head,
            writable.reduce((sum, one) => sum + one.length, 0),
          );
          const expected = readable.flatMap((one) => [...ram.subarray(one.address - base, one.address - base + one.length)]);
          driver.kick();
          sent++;
          const chain = device.take()!;
          expect(chain.head).toBe(head);
          const read = new Uint8Array(chain.readable);
          expect(chain.read(0, read, 0, read.length)).toBe(true);
          expect([...read]).toEqual(expected);
          expect(chain.read(1, read, 0, read.length)).toBe(false);
          held.push(chain);
        }
        if (backwards) held.reverse();
        for (const chain of held.splice(0)) {
          expect(chain.write(0, new Uint8Array(chain.writable).fill(0x55), 0, chain.writable)).toBe(true);
          expect(chain.write(1, new Uint8Array(chain.writable), 0, chain.writable)).toBe(false);
          device.give(chain);
        }
        device.publish();
        while (driver.collect((head, written) => expect(written).toBe(lengths.get(head)))) answered++;
      }
      expect(driver.free).toBe(16);
      expect(device.outstanding).toBe(0);
      expect(device.broken).toBe('');
    }),
    { numRuns: 60 },
  );
});
const held: NonNullable<ReturnType<DeviceQueue['take']>>[] = [];

test('notifications are sent once for a batch, and armed queues are kicked', () => {
  for (const eventIndex of [false, true]) {
    const { driver, device } = machine(8, eventIndex);
    expect(device.arm()).toBe(false);
    driver.add([{ address: data, length: 4 }], []);
    driver.add([{ address: data, length: 4 }], []);
    expect(driver.kick()).toBe(true);
    const a = device.take()!;
    const b = device.take()!;
    expect(device.take()).toBeNull();
    device.give(a);
    device.give(b);
    expect(device.publish()).toBe(true);
    expect(device.publish()).toBe(false);
    // Not armed again: with event indices the driver has no reason to kick for what comes now.
    driver.add([{ address: data, length: 4 }], []);
    expect(driver.kick()).toBe(!eventIndex);
    expect(device.arm()).toBe(true);
    device.give(device.take()!);
    expect(device.arm()).toBe(false);
    driver.add([{ address: data, length: 4 }], []);
    expect(driver.kick()).toBe(true);
    if (!eventIndex) {
      driver.ring.availableFlags = RingFlag.AVAIL_NO_INTERRUPT;
      device.give(device.take()!);
      expect(device.publish()).toBe(false);
    }
  }
});

test('an indirect table is followed, and long ones are bounded', () => {
  const { ram, driver, device } = machine(4, true);
  const table = new DataView(ram.buffer, 0x8000);
  for (const count of [3, MAX_CHAIN_SEGMENTS, MAX_CHAIN_SEGMENTS + 1]) {
    for (let i = 0; i < count; i++) {
      table.setBigUint64(i * 16, BigInt(data + i * 8), true);
      table.setUint32(i * 16 + 8, 8, true);
      table.setUint16(i * 16 + 12, (i < count - 1 ? RingFlag.DESC_NEXT : 0) | (i === count - 1 ? RingFlag.DESC_WRITE : 0), true);
      table.setUint16(i * 16 + 14, i + 1, true);
    }
    driver.addIndirect({ address: base + 0x8000, length: count * 16 });
    driver.kick();
    const chain = device.take();
    if (count > MAX_CHAIN_SEGMENTS) {
      expect(chain).toBeNull();
      expect(device.broken).toMatch(/more than 1024 buffers/);
      continue;
    }
    expect([chain!.readable, chain!.writable]).toEqual([(count - 1) * 8, 8]);
    device.give(chain!);
  }
});

/** What a hostile driver writes, and how the queue says it was stopped. */
const nonsense: readonly [string, (d: { driver: DriverQueue; ram: Uint8Array }) => void, RegExp][] = [
  ['an index that jumps', ({ driver }) => (driver.ring.availableIndex = 9), /9 ahead in a queue of 8/],
  ['a head outside', ({ driver }) => offer(driver, 8), /descriptor 8 was offered in a queue of 8/],
  ['a loop', ({ driver }) => chainOf(driver, [[data, 4, RingFlag.DESC_NEXT, 0]]), /does not end/],
  ['a next outside', ({ driver }) => chainOf(driver, [[data, 4, RingFlag.DESC_NEXT, 99]]), /goes on at descriptor 99 of 8/],
  ['an address outside', ({ driver }) => chainOf(driver, [[base + bytes - 3, 4, 0, 0]]), /outside guest memory/],
  ['a length that wraps', ({ driver }) => chainOf(driver, [[data, 0xffffffff, 0, 0]]), /outside guest memory/],
  ['an address of 64 bits', ({ driver }) => chainOf(driver, [[2 ** 60, 4, 0, 0]]), /outside guest memory/],
  ['an odd table', ({ driver }) => chainOf(driver, [[data, 17, RingFlag.DESC_INDIRECT, 0]]), /a table of 17 bytes/],
  ['a table outside', ({ driver }) => chainOf(driver, [[0, 16, RingFlag.DESC_INDIRECT, 0]]), /a table at 0x0, outside/],
  ['a crooked table', ({ driver }) => chainOf(driver, [[data + 1, 16, RingFlag.DESC_INDIRECT, 0]]), /not aligned/],
  ['a table and more', ({ driver }) => chainOf(driver, [[data, 16, RingFlag.DESC_INDIRECT | RingFlag.DESC_NEXT, 1]]), /goes on behind/],
  ['an index that goes back', ({ driver }) => (driver.ring.availableIndex = 0xffff), /65535 ahead in a queue of 8/],
  ['an address whose end wraps', ({ driver }) => chainOf(driver, [[2 ** 53 - 4, 8, 0, 0]]), /outside guest memory/],
  [
    'a table of nothing but empty buffers',
    ({ driver, ram }) => {
      const table = new DataView(ram.buffer, data - base);
      for (let i = 0; i < 4096; i++) table.setUint32(i * 16 + 12, RingFlag.DESC_NEXT | ((i + 1) << 16), true);
      chainOf(driver, [[data, 4096 * 16, RingFlag.DESC_INDIRECT, 0]]);
    },
    /more than 2048 descriptors/,
  ],
  [
    'a table within a table',
    ({ driver, ram }) => {
      new DataView(ram.buffer).setUint32(data - base + 8, 16, true);
      new DataView(ram.buffer).setUint16(data - base + 12, RingFlag.DESC_INDIRECT, true);
      chainOf(driver, [[data, 16, RingFlag.DESC_INDIRECT, 0]]);
    },
    /a table within a table/,
  ],
  [
    'reading behind writing',
    ({ driver }) =>
      chainOf(driver, [
        [data, 4, RingFlag.DESC_NEXT | RingFlag.DESC_WRITE, 1],
        [data, 4, 0, 0],
      ]),
    /to read behind one to write/,
  ],
];

function offer(driver: DriverQueue, head: number): void {
  driver.ring.available[2 + (driver.ring.availableIndex & (driver.ring.size - 1))] = head;
  driver.ring.availableIndex = (driver.ring.availableIndex + 1) & 0xffff;
}

function chainOf(driver: DriverQueue, descriptors: readonly (readonly [number, number, number, number])[]): void {
  descriptors.forEach(([address, length, flags, next], i) => {
    driver.ring.descriptors.set([address >>> 0, Math.floor(address / 2 ** 32), length, flags | (next << 16)], i * 4);
  });
  offer(driver, 0);
}

test.each(nonsense)('%s stops the queue, and a reset begins anew', (_, write, reason) => {
  const m = machine(8, false);
  write(m);
  expect(m.device.take()).toBeNull();
  expect(m.device.broken).toMatch(reason);
  expect(m.device.running).toBe(false);
  expect(m.device.publish()).toBe(false);
  const driver = new DriverQueue(m.memory, 8, places, false);
  expect(m.device.start({ size: 8, ...places, next: 0, eventIndex: false })).toBe('');
  driver.add([{ address: data, length: 4 }], []);
  driver.kick();
  expect(m.device.take()).not.toBeNull();
});

test('a head that is still out is refused; a request of an earlier life is not given back', () => {
  const { driver, device } = machine(8, false);
  driver.add([{ address: data, length: 4 }], []);
  driver.kick();
  const chain = device.take()!;
  offer(driver, chain.head);
  expect(device.take()).toBeNull();
  expect(device.broken).toMatch(/descriptor 0 was offered again/);
  device.start({ size: 8, ...places, next: 1, eventIndex: false });
  device.give(chain);
  expect(device.publish()).toBe(false);
});

test('what the driver changes after a request was taken changes nothing, and what is left out is not made up', () => {
  const { ram, driver, device } = machine(8, false);
  ram.set([1, 2, 3, 4], data - base);
  const head = driver.add([{ address: data, length: 4 }], [{ address: data + 64, length: 8 }]);
  driver.kick();
  const chain = device.take()!;
  driver.ring.descriptors.fill(0xffffffff);
  const read = new Uint8Array(4);
  expect(chain.read(0, read, 0, 4)).toBe(true);
  expect([...read]).toEqual([1, 2, 3, 4]);
  expect(chain.write(4, new Uint8Array([9]), 0, 1)).toBe(true);
  device.give(chain);
  device.give(chain);
  device.publish();
  expect([driver.ring.usedIndex, driver.ring.usedEntries[0], driver.ring.usedEntries[1]]).toEqual([1, head, 5]);
});

test('the indices go round, and a queue goes on where its earlier life ended', () => {
  for (const eventIndex of [false, true]) {
    const { memory, device } = machine(4, eventIndex);
    device.stop();
    const driver = new DriverQueue(memory, 4, places, eventIndex);
    driver.ring.usedIndex = 0xfffe;
    driver.ring.usedEvent = 0xfffe;
    let available = 0xfffe;
    driver.ring.availableIndex = available;
    expect(device.start({ size: 4, ...places, next: 0xfffe, eventIndex })).toBe('');
    for (let i = 0; i < 5; i++) {
      driver.ring.descriptors.set([data, 0, 4, 0], 0);
      driver.ring.available[2 + (available & 3)] = 0;
      available = (available + 1) & 0xffff;
      driver.ring.availableIndex = available;
      device.give(device.take()!);
      expect(device.publish()).toBe(!eventIndex || i === 0);
      expect(driver.ring.usedIndex).toBe(available);
    }
    expect(device.take()).toBeNull();
    expect(device.stop()).toBe(3);
  }
});

test('a region that goes takes its queue and its requests with it, and nothing else', () => {
  const { memory, driver, device } = machine(8, false);
  const far = new Uint8Array(4096);
  expect(memory.add({ guestAddress: 2 ** 33, size: 4096, userAddress: 0, memory: block(far), offset: 0 })).toBe('');
  driver.add([{ address: 2 ** 33, length: 16 }], [{ address: data, length: 4 }]);
  driver.kick();
  const chain = device.take()!;
  expect(memory.remove(2 ** 33, 1)).toBeNull();
  expect(memory.remove(2 ** 33, 4096)!.memory.bytes).toBe(far);
  expect(chain.read(0, new Uint8Array(16), 0, 16)).toBe(false);
  expect(chain.write(0, new Uint8Array(4), 0, 4)).toBe(true);
  device.give(chain);
  expect(device.publish()).toBe(true);
  memory.clear();
  expect(device.take()).toBeNull();
  expect(device.broken).toMatch(/outside guest memory/);
});

test('memory is found within its regions alone', () => {
  const memory = new GuestMemory();
  const ram = block(new Uint8Array(4096));
  expect(memory.add({ guestAddress: 4096, size: 4097, userAddress: 0, memory: ram, offset: 0 })).toMatch(/beyond its 4096 bytes/);
  expect(memory.add({ guestAddress: 4096, size: 0, userAddress: 0, memory: ram, offset: 0 })).toMatch(/no memory/);
  expect(memory.add({ guestAddress: 4096, size: 2048, userAddress: 8192, memory: ram, offset: 2048 })).toBe('');
  expect(memory.add({ guestAddress: 6143, size: 1, userAddress: 0, memory: ram, offset: 0 })).toMatch(/overlaps 0x1000..0x17ff/);
  expect(memory.find(4096, 2048)).not.toBeNull();
  expect(memory.find(4095, 1)).toBeNull();
  expect(memory.find(4096, 2049)).toBeNull();
  expect(memory.find(6143, 2)).toBeNull();
  expect(memory.find(4096, 0)).toBeNull();
  expect(memory.findUser(8192 + 2047, 1)).not.toBeNull();
  expect(memory.findUser(8192 + 2048, 1)).toBeNull();
  expect(ringBytes(4)).toEqual({ descriptors: 64, available: 14, used: 38 });
});

test('rings that cannot be are refused with the reason', () => {
  const { memory } = machine(8, false);
  const device = new DeviceQueue(memory);
  expect(device.start({ size: 7, ...places, next: 0, eventIndex: false })).toMatch(/power of two/);
  expect(device.start({ size: 65536, ...places, next: 0, eventIndex: false })).toMatch(/power of two/);
  expect(device.start({ size: 8, ...places, descriptors: base + 8, next: 0, eventIndex: false })).toMatch(/not aligned to 16/);
  expect(device.start({ size: 8, ...places, used: base + bytes - 8, next: 0, eventIndex: false })).toMatch(/used ring.*outside/);
  expect(device.start({ size: 8, ...places, available: 1, next: 0, eventIndex: false })).toMatch(/available ring.*outside/);
});

test('rings full of noise never hang or throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 600, maxLength: 600 }), (noise) => {
      const { ram, device } = machine(16, true);
      ram.set(noise.subarray(0, 256), 0);
      ram.set(noise.subarray(256, 300), 0x4000);
      ram[0x4002] = noise[300]! & 15;
      ram[0x4003] = 0;
      for (let i = 0; i < 16; i++) ram.set([noise[i]! & 15, 0], 0x4004 + i * 2);
      for (let i = 0; i < 20; i++) {
        const chain = device.take();
        if (chain === null) break;
        device.give(chain);
        device.publish();
      }
      device.arm();
    }),
    { numRuns: 300 },
  );
});
