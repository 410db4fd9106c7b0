/*
 * The virtio-gpu device over its queues, in this process: a driver that behaves, with one request in three that does not.
 *
 * A case is a device of its own on the one renderer: contexts, resources and blobs are made, then requests are sent that hold the cells
 * dealt to the case. Whatever is sent, the device answers it with a response of the specification, now or when the GPU and the monitor
 * are through; it stays within its quota; nothing is mapped twice or outside the window; a picture that nobody names stays what it was;
 * and when the guest is reset, all of it comes back.
 */
import { GL } from '@virglass/gl';
import { createNativeGl, type NativeGl } from '@virglass/gl/native';
import { NativeBuffer, SharedBlock } from '@virglass/host-linux';
import * as p from '@virglass/protocol';
import { createVirglRenderer, type VirglRenderer } from '@virglass/virgl';
import type { HostVisibleWindow, Picture, SharedRange } from '@virglass/virtio-gpu';
import { plainMemory } from '@virglass/virtio-gpu';
import { MockDriver } from '@virglass/virtio-gpu/testing';
import { type Cell, cellName } from './cells.ts';
import type { Coverage } from './coverage.ts';
import { Dice, mixSeed } from './dice.ts';
import type { Finding } from './execute.ts';
import { allGpuCells } from './gpu-cells.ts';
import { contextIds, GpuGuest, screens } from './gpu-program.ts';
import { complete, type Draft, encodeRequest, setLeaf } from './message.ts';
import { World } from './world.ts';

const ramAt = 0x80000000;
/** Guest memory that requests name; what lies below is the driver's own. */
const pages = { address: ramAt + (6 << 20), bytes: 4 << 20 };
/** A picture that no request names, and its memory. */
const canary = { id: 0x5ca1ab1e, address: ramAt + (12 << 20), size: 16 };
const windowBytes = 256 * 4096;
const quota = { bytes: 32 << 20, resources: 64, contexts: 8, objects: 1000, gpuMilliseconds: 4000 };

/** Cells of a case, and requests that behave between two of them. */
const cellsOfCase = 12;
const honestBetween = 2;

/** Cases in which everything is sent once. */
export function gpuCasesToCoverAll(): number {
  return Math.ceil(allGpuCells().length / cellsOfCase);
}

const firstError = p.VirtioGpuResponse.ERR_UNSPEC;
const responses = new Set<number>(Object.values(p.VirtioGpuResponse));

/** A window that keeps account. */
class CheckedWindow implements HostVisibleWindow {
  readonly size = windowBytes;
  readonly slots = 16;
  readonly wrong: string[] = [];
  readonly #dice: Dice;
  readonly #mapped = new Map<number, number>();
  #waiting: (() => void)[] = [];

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  get count(): number {
    return this.#mapped.size;
  }

  map(range: SharedRange, offset: number, length: number, done: (mapped: boolean) => void): void {
    if (offset % 4096 !== 0 || length % 4096 !== 0 || length === 0 || offset + length > this.size)
      this.wrong.push(`map ${offset}+${length}`);
    if (range.offset + length > range.memory.byteLength || length > range.length)
      this.wrong.push(`map of ${length} bytes of ${range.length}`);
    for (const [at, bytes] of this.#mapped)
      if (offset < at + bytes && at < offset + length) this.wrong.push(`${offset}+${length} is mapped`);
    const refused = this.#dice.chance(0.1);
    if (!refused) this.#mapped.set(offset, length);
    this.#later(() => done(!refused));
  }

  unmap(offset: number, length: number, done: (unmapped: boolean) => void): void {
    const known = this.#mapped.get(offset) === length;
    this.#mapped.delete(offset);
    this.#later(() => done(known));
  }

  /** Answers what waits. */
  settle(): void {
    for (const done of this.#waiting.splice(0)) done();
  }

  #later(done: () => void): void {
    if (this.#dice.chance(0.5)) done();
    else this.#waiting.push(done);
  }
}

/** A device for each case, with or without 3D. */
export class GpuTarget implements Disposable {
  readonly #gl: NativeGl | null;
  readonly #renderer: VirglRenderer | null;

  /** @param rendered - false: screens only, no OpenGL is needed */
  constructor(rendered: boolean) {
    this.#gl = rendered ? createNativeGl({}) : null;
    this.#renderer =
      this.#gl === null
        ? null
        : createVirglRenderer(this.#gl, { shared: { bytes: 1 << 20, allocate: (bytes) => SharedBlock.allocate('fuzz', bytes) } });
  }

  /** Runs one case of a run. */
  run(run: number, index: number, coverage: Coverage): Finding[] {
    const one = new GpuCase(this.#renderer, new Dice(mixSeed(run ^ 0x51ed270b, index)), coverage);
    try {
      const cells = allGpuCells();
      for (let i = 0; i < cellsOfCase; i++) one.cell(cells[(index * cellsOfCase + i) % cells.length]!);
      one.end();
      if (this.#gl !== null) {
        const error = this.#gl.getError();
        if (error !== GL.NO_ERROR) one.find('gl-error', `0x${error.toString(16)}`);
      }
    } catch (error) {
      one.find('exception', error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      one[Symbol.dispose]();
    }
    return one.findings;
  }

  [Symbol.dispose](): void {
    this.#renderer?.[Symbol.dispose]();
    this.#gl?.[Symbol.dispose]();
  }
}

/** One device and its driver. */
class GpuCase implements Disposable {
  readonly findings: Finding[] = [];
  readonly #dice: Dice;
  readonly #coverage: Coverage;
  readonly #guest: GpuGuest;
  readonly #window: CheckedWindow;
  readonly #driver: MockDriver;
  readonly #buffers: NativeBuffer[] = [];
  readonly #pictures = new Map<number, Picture | null>();
  /** Requests that are not answered. */
  readonly #open = new Set<number>();
  #name = '';

  constructor(renderer: VirglRenderer | null, dice: Dice, coverage: Coverage) {
    this.#dice = dice;
    this.#coverage = coverage;
    this.#guest = new GpuGuest(new World(dice), pages);
    this.#window = new CheckedWindow(dice);
    this.#driver = new MockDriver({
      renderer,
      quota,
      window: this.#window,
      screens: Array.from({ length: screens }, (_, i) => (i === 3 ? null : { width: 800, height: 600 })),
      display: {
        scanout: (scanout, _, picture) => void this.#pictures.set(scanout, picture),
        damage: (scanout, rect) => this.#look(scanout, rect),
        cursor: () => undefined,
        moveCursor: () => undefined,
      },
      allocate: (bytes) => {
        const buffer = NativeBuffer.allocate(bytes);
        this.#buffers.push(buffer);
        return buffer;
      },
      onAnswered: () => void this.#driver.device.control.publish(),
    });
    for (const context of contextIds) this.#honest('CTX_CREATE', context);
    this.#plantCanary();
  }

  find(kind: string, detail: string): void {
    this.findings.push({ kind, key: this.#name, detail });
  }

  /** Sends what behaves, and then what a cell wants. */
  cell(cell: Cell): void {
    for (let i = 0; i < honestBetween; i++) this.#honest(this.#dice.pick(usual));
    // Something must be there for it to be about.
    for (const name of needed[cell.spec.name] ?? []) this.#honest(name);
    const { spec, leaf, value } = cell;
    this.#name = cellName(spec, leaf, value);
    this.#coverage.sent([this.#name]);
    const { world } = this.#guest;
    const draft = complete(world, spec, { ...this.#guest.values(spec.name) });
    if (leaf !== null && !leaf.isCount) setLeaf(world, spec, draft, leaf, value);
    this.#send(spec as p.VirtioGpuSpec, draft, leaf?.isCount === true ? { leaf, value } : null, leaf === null ? value : 'exact');
    this.#guest.learn(spec.name, draft);
  }

  #honest(name: string, context?: number): void {
    const spec = p.virtioGpuSpecs.find((one) => one.name === name)!;
    const { world } = this.#guest;
    this.#name = name;
    const draft = complete(world, spec, { ...this.#guest.values(name) });
    this.#send(spec, draft, null, 'exact', context);
    this.#guest.learn(name, draft);
  }

  #send(spec: p.VirtioGpuSpec, draft: Draft, lie: Parameters<typeof encodeRequest>[4], shape: string, inContext?: number): void {
    const dice = this.#dice;
    const of = p.numberOf(draft, 'context');
    const context = inContext ?? (of === 0 ? dice.pick(contextIds) : of);
    delete draft['context'];
    const stream = spec.name === 'SUBMIT_3D' ? this.#guest.stream(context) : new Uint8Array(0);
    if (spec.name === 'SUBMIT_3D' && p.numberOf(draft, 'size') === 0) draft['size'] = stream.length;
    const payload = encodeRequest(this.#guest.world, spec, 0, draft, lie ?? null).subarray(8);
    let bytes = new Uint8Array(24 + payload.length + stream.length);
    const fence = shape === 'fence' || shape === 'ring' || dice.chance(0.3);
    const flags = (fence ? p.VirtioGpuFlag.FENCE : 0) | (shape === 'ring' ? p.VirtioGpuFlag.INFO_RING_IDX : 0);
    bytes.set(new Uint8Array(Uint32Array.of(spec.type, flags, dice.below(1000), 0, context, dice.below(256)).buffer));
    bytes.set(payload, 24);
    bytes.set(stream, 24 + payload.length);
    const room = shape === 'no room' ? 0 : shape === 'little room' ? dice.between(1, 40) : 4096;
    bytes = this.#damaged(bytes, shape);
    const queue = (shape === 'queue' ? 1 - spec.queue : spec.queue) as 0 | 1;
    const head = this.#driver.post(queue, bytes, room, shape === 'pieces' ? dice.between(2, 40) : 1);
    if (queue === 0) this.#open.add(head);
    this.#take(queue, head, room, spec.name);
    if (dice.chance(0.3)) this.#window.settle();
    this.#check();
  }

  #damaged(bytes: Uint8Array<ArrayBuffer>, shape: string): Uint8Array<ArrayBuffer> {
    const dice = this.#dice;
    switch (shape) {
      case 'shorter':
        return bytes.slice(0, Math.max(0, bytes.length - dice.between(1, 8)));
      case 'longer': {
        const longer = new Uint8Array(bytes.length + dice.between(1, 100));
        longer.set(bytes);
        return longer;
      }
      case 'empty':
        return bytes.slice(0, dice.pick([0, 1, 4, 23]));
      case 'header':
        return bytes.slice(0, 24);
      case 'type':
        new DataView(bytes.buffer).setUint32(0, dice.pick([0, 0x10e, 0x1ff, 0x20a, 0x302, 0x1100, 0xffffffff]), true);
        return bytes;
      case 'flips':
        for (let n = dice.between(1, 4); n > 0; n--) bytes[dice.below(bytes.length)]! ^= 1 << dice.below(8);
        return bytes;
      default:
        return bytes;
    }
  }

  /** Takes answers; one that is there at once must be one of the specification. */
  #take(queue: 0 | 1, head: number, room: number, name: string): void {
    const answers = this.#driver.collect(queue);
    for (const one of answers.keys()) this.#open.delete(one);
    const answer = answers.get(head);
    if (answer === undefined || answers.size > 1 || room < 24) return;
    const count = { [name]: 1 };
    this.#coverage.outcome(answer.type < firstError ? count : {}, answer.type < firstError ? {} : count);
    if (!responses.has(answer.type)) this.find('response', `0x${answer.type.toString(16)}`);
    if (answer.written < 24 || answer.written > room) this.find('response', `${answer.written} bytes written, room for ${room}`);
  }

  #check(): void {
    const { device } = this.#driver;
    const used = device.bytesUsed + (device.renderer?.bytesUsed ?? 0);
    if (!(device.bytesUsed >= 0 && used <= quota.bytes)) this.find('quota', `${used} of ${quota.bytes} bytes are in use`);
    if (device.resources.size > quota.resources) this.find('quota', `${device.resources.size} resources`);
    for (const wrong of this.#window.wrong.splice(0)) this.find('window', wrong);
    for (const { broken } of [device.control, device.cursor]) if (broken !== '') this.find('queue', broken);
    for (const line of this.#driver.log.lines.splice(0)) if (/\bat .*\.ts:\d+|a mistake of/.test(line)) this.find('mistake', line);
  }

  /** Reads what changed, as a display does. */
  #look(scanout: number, rect: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }): void {
    const picture = this.#pictures.get(scanout);
    if (picture === null || picture === undefined || rect.width * rect.height > 1 << 20) return;
    const target = NativeBuffer.allocate(rect.width * rect.height * 4);
    picture.read(
      { x: 0, y: 0, width: Math.min(rect.width, picture.width), height: Math.min(rect.height, picture.height) },
      target,
      0,
      rect.width * 4,
    );
    target[Symbol.dispose]();
  }

  #plantCanary(): void {
    const { id, address, size } = canary;
    const { ram } = this.#driver;
    for (let i = 0; i < size * size * 4; i++) ram[address - ramAt + i] = (i * 13) & 0xff;
    const send = <A>(encode: (words: Uint32Array, floats: Float32Array, at: number, args: A) => number, args: A): void => {
      const { type } = this.#driver.command(encode, args);
      if (type !== p.VirtioGpuResponse.OK_NODATA) this.find('canary', `0x${type.toString(16)}`);
    };
    send(p.encodeVirtioGpuResourceCreate2d, {
      resourceId: id,
      format: p.VirtioGpuFormat.B8G8R8X8_UNORM,
      width: size,
      height: size,
    });
    const entries = [{ addrLo: address, addrHi: 0, length: size * size * 4, padding: 0 }];
    send(p.encodeVirtioGpuResourceAttachBacking, { resourceId: id, nrEntries: 1, entries });
    send(p.encodeVirtioGpuTransferToHost2d, { resourceId: id, x: 0, y: 0, width: size, height: size, offsetLo: 0, offsetHi: 0 });
  }

  /** Lets everything finish, and looks whether anybody was harmed. */
  end(): void {
    const { device } = this.#driver;
    this.#name = 'end';
    for (let i = 0; i < 100 && this.#open.size > 0; i++) {
      this.#window.settle();
      device.drain();
      while (device.process(0).more);
      device.control.publish();
      for (const head of this.#driver.collect(0).keys()) this.#open.delete(head);
    }
    if (this.#open.size > 0) this.find('unanswered', `${this.#open.size} requests`);
    this.#check();
    const { id, size } = canary;
    const shown = this.#driver.command(p.encodeVirtioGpuSetScanout, {
      x: 0,
      y: 0,
      width: size,
      height: size,
      scanoutId: 0,
      resourceId: id,
    });
    if (shown.type !== p.VirtioGpuResponse.OK_NODATA) this.find('canary', `cannot be shown: 0x${shown.type.toString(16)}`);
    const target = plainMemory(size * size * 4);
    if (this.#pictures.get(0)?.read({ x: 0, y: 0, width: size, height: size }, target, 0, size * 4) !== true)
      this.find('canary', 'cannot be read');
    const wrong = target.bytes.findIndex((byte, i) => byte !== ((i * 13) & 0xff));
    if (wrong >= 0) this.find('canary', `byte ${wrong} is ${target.bytes[wrong]}`);
    device.reset();
    if (device.bytesUsed !== 0 || (device.renderer?.bytesUsed ?? 0) !== 0) this.find('leak', `${device.bytesUsed} bytes of the device`);
    this.#window.settle();
    if (this.#window.count !== 0) this.find('leak', `${this.#window.count} blobs are mapped after a reset`);
  }

  [Symbol.dispose](): void {
    this.#driver.device[Symbol.dispose]();
    for (const buffer of this.#buffers) buffer[Symbol.dispose]();
  }
}

/** Requests between cells, common ones more often. */
const usual = [
  'RESOURCE_CREATE_2D',
  'RESOURCE_CREATE_2D',
  'RESOURCE_ATTACH_BACKING',
  'RESOURCE_ATTACH_BACKING',
  'TRANSFER_TO_HOST_2D',
  'SET_SCANOUT',
  'RESOURCE_FLUSH',
  'RESOURCE_UNREF',
  'CTX_ATTACH_RESOURCE',
  'RESOURCE_CREATE_3D',
  'SUBMIT_3D',
  'RESOURCE_CREATE_BLOB',
  'RESOURCE_MAP_BLOB',
  'RESOURCE_UNMAP_BLOB',
  'TRANSFER_TO_HOST_3D',
  'TRANSFER_FROM_HOST_3D',
  'SET_SCANOUT_BLOB',
];

/** What must have been sent for a request to be more than a wrong number. */
const needed: Readonly<Record<string, readonly string[]>> = {
  SET_SCANOUT: ['RESOURCE_CREATE_2D'],
  RESOURCE_FLUSH: ['RESOURCE_CREATE_2D', 'SET_SCANOUT'],
  TRANSFER_TO_HOST_2D: ['RESOURCE_CREATE_2D', 'RESOURCE_ATTACH_BACKING'],
  RESOURCE_ATTACH_BACKING: ['RESOURCE_CREATE_2D'],
  RESOURCE_CREATE_BLOB: ['SUBMIT_3D'],
  SET_SCANOUT_BLOB: ['RESOURCE_CREATE_BLOB'],
  TRANSFER_TO_HOST_3D: ['RESOURCE_CREATE_3D', 'RESOURCE_ATTACH_BACKING'],
  TRANSFER_FROM_HOST_3D: ['RESOURCE_CREATE_3D', 'RESOURCE_ATTACH_BACKING'],
  RESOURCE_MAP_BLOB: ['SUBMIT_3D', 'RESOURCE_CREATE_BLOB', 'SUBMIT_3D', 'RESOURCE_CREATE_BLOB'],
  RESOURCE_UNMAP_BLOB: ['SUBMIT_3D', 'RESOURCE_CREATE_BLOB', 'SUBMIT_3D', 'RESOURCE_CREATE_BLOB', 'RESOURCE_MAP_BLOB'],
  UPDATE_CURSOR: ['RESOURCE_CREATE_2D'],
};
