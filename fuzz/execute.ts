/* Executes a case on the renderer in this process, as the vtest front would, and says what was wrong with how it went. */
import { createHash } from 'node:crypto';
import { GL } from '@virglass/gl';
import type { NativeGl } from '@virglass/gl/native';
import * as p from '@virglass/protocol';
import { VirglBench } from '@virglass/testkit';
import { Status } from '@virglass/virgl';
import type { BackingSegment, HostMemory, RendererDevice, ResourceArgs, TransferBox } from '@virglass/virtio-gpu';
import { GlObjects, type ObjectKind, takeErrors } from './gl-objects.ts';
import { Neighbour } from './neighbour.ts';
import type { Request } from './requests.ts';

/** Something that must not happen. */
export interface Finding {
  /** `gl-error`, `mistake`, `exception`, `leak`, `neighbour`, `differs`, `slow`; the parent adds `crash` and `hang`. */
  readonly kind: string;
  /** Which one: findings with the same key have the same cause as far as anybody can tell. */
  readonly key: string;
  readonly detail: string;
}

/** How a case went. */
export interface Outcome {
  readonly findings: readonly Finding[];
  readonly accepted: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  /** Statuses of all requests and commands, and a digest of all that was read back. */
  readonly statuses: readonly number[];
  readonly digest: string;
  readonly milliseconds: number;
  /** What the renderer had to say about refusals, the first of them. */
  readonly log: readonly string[];
}

/** What a case may take from the host. */
const quota = { bytes: 128 << 20, resources: 512, contexts: 4, objects: 4096, gpuMilliseconds: 4000 };

/** Most bytes that a readback of a case may ask for; the vtest front has a limit of its own. */
const maxDataBytes = 16 << 20;

/** A case that takes longer is reported: nothing in it is meant to be work. */
const slowMilliseconds = 8000;

/** Time for a whole stream before the renderer lets others come in. */
const sliceMilliseconds = 0.2;

const contextId = 1;

const fatal: ReadonlySet<number> = new Set([
  Status.UNKNOWN_COMMAND,
  Status.ILLEGAL_COMMAND_BUFFER,
  Status.ILLEGAL_CONTEXT,
  Status.OUT_OF_QUOTA,
  Status.OUT_OF_MEMORY,
]);

/** Kinds of object of which caches keep some after the guest has gone; their number is bounded instead. */
const cached: ReadonlySet<ObjectKind> = new Set([
  'Query',
  'Shader',
  'Program',
  'Framebuffer',
  'VertexArray',
  'memory bytes',
  'memory blocks',
  'Buffer',
  'Sync',
]);

/** How many of them caches may keep at most. */
const cachedLimit: Partial<Record<ObjectKind, number>> = {
  Query: 2048,
  Shader: 8192,
  Program: 4096,
  Framebuffer: 128,
  VertexArray: 1024,
  Buffer: 64,
  Sync: 64,
  'memory blocks': 64,
  'memory bytes': 96 << 20,
};

/** The renderer, a guest beside, and cases one after another. */
export class Arena implements Disposable {
  readonly bench: VirglBench;
  readonly objects: GlObjects;
  readonly #neighbour: Neighbour;
  readonly #expected: string;
  readonly #stream: HostMemory;
  readonly #trace: (name: string) => void;
  #baseline: Readonly<Record<ObjectKind, number>>;

  /** @param trace - is told what is about to be executed, in case that it is the last thing that this process does */
  constructor(trace: (name: string) => void = () => {}) {
    this.#trace = trace;
    let objects: GlObjects | null = null;
    this.bench = new VirglBench(undefined, { checkErrors: true }, (gl) => (objects = new GlObjects(gl)));
    this.objects = objects!;
    this.#neighbour = new Neighbour(this.bench);
    this.#stream = this.bench.gl.memory(1 << 20);
    this.#neighbour.begin();
    this.#expected = this.#neighbour.end();
    this.#neighbour.begin();
    const again = this.#neighbour.end();
    if (again !== this.#expected) throw new Error(`the neighbour's picture differs by itself: ${this.#expected}; ${again}`);
    this.#baseline = this.objects.snapshot();
  }

  /**
   * Executes a case.
   *
   * @param twice - compares two runs of it
   * @param whole - gives the renderer streams as they are, with hardly any time for each, so that it leaves them in the middle;
   *   otherwise a stream goes command by command, and one that is refused does not hide the others
   */
  run(requests: readonly Request[], twice = false, whole = false): Outcome {
    const first = this.#once(requests, whole);
    if (!twice || first.findings.length > 0) return first;
    const second = this.#once(requests, whole);
    const at = first.statuses.findIndex((status, i) => status !== second.statuses[i]);
    if (at >= 0 || first.statuses.length !== second.statuses.length) {
      const detail = `status ${at} was ${first.statuses[at]} and then ${second.statuses[at]}`;
      return { ...first, findings: [{ kind: 'differs', key: 'status', detail }, ...second.findings] };
    }
    if (first.digest === second.digest) return { ...first, findings: second.findings };
    return {
      ...first,
      findings: [{ kind: 'differs', key: 'readback', detail: `${first.digest} and ${second.digest}` }, ...second.findings],
    };
  }

  #once(requests: readonly Request[], whole: boolean): Outcome {
    const { gl } = this.bench;
    const started = performance.now();
    const guest = new Guest(this.bench.renderer, gl, this.#stream, this.#trace);
    this.#neighbour.begin();
    for (const [index, request] of requests.entries()) {
      guest.request(request, whole);
      if (index % 8 === 7) this.#neighbour.interrupt();
    }
    const beside = this.#neighbour.end();
    guest[Symbol.dispose]();
    gl.finish();
    const milliseconds = performance.now() - started;
    const findings = [...guest.findings];
    for (const error of takeErrors(gl)) findings.push(glError('at the end', error));
    if (beside !== this.#expected) findings.push({ kind: 'neighbour', key: 'picture', detail: `${this.#expected} became ${beside}` });
    findings.push(...this.#leaks(guest.device.bytesUsed));
    if (milliseconds > slowMilliseconds) findings.push({ kind: 'slow', key: 'slow', detail: `${Math.round(milliseconds)} ms` });
    const { accepted, refused, statuses, lines } = guest;
    return { findings, accepted, refused, statuses, digest: guest.digest(), milliseconds, log: lines };
  }

  #leaks(bytesUsed: number): Finding[] {
    const now = this.objects.snapshot();
    const findings: Finding[] = [];
    for (const kind of Object.keys(now) as ObjectKind[]) {
      if (cached.has(kind) ? now[kind] <= (cachedLimit[kind] ?? 0) : now[kind] <= this.#baseline[kind]) continue;
      findings.push({ kind: 'leak', key: kind, detail: `${kind}: ${this.#baseline[kind]} became ${now[kind]}` });
    }
    if (bytesUsed !== 0) findings.push({ kind: 'leak', key: 'bytesUsed', detail: `${bytesUsed} bytes of a device that is gone` });
    // What has leaked once is not reported again with every later case.
    if (findings.length > 0) this.#baseline = now;
    return findings;
  }

  [Symbol.dispose](): void {
    this.#neighbour[Symbol.dispose]();
    this.bench[Symbol.dispose]();
  }
}

/** Running out of memory is foreseen; everything else that GL complains about is a mistake of the renderer. */
function glError(where: string, error: number): Finding {
  return { kind: 'gl-error', key: `${where} 0x${error.toString(16)}`, detail: `GL error 0x${error.toString(16)}, ${where}` };
}

class Guest implements Disposable {
  readonly device: RendererDevice;
  readonly findings: Finding[] = [];
  readonly accepted: Record<string, number> = {};
  readonly refused: Record<string, number> = {};
  readonly statuses: number[] = [];
  /** The first lines of the log. */
  readonly lines: string[] = [];
  readonly #gl: NativeGl;
  readonly #trace: (name: string) => void;
  readonly #stream: HostMemory;
  readonly #hash = createHash('sha1');
  readonly #memories = new Map<number, HostMemory>();
  readonly #sizes = new Map<number, number>();
  #log: string[] = [];
  #ended = false;

  constructor(renderer: VirglBench['renderer'], gl: NativeGl, stream: HostMemory, trace: (name: string) => void) {
    this.#gl = gl;
    this.#trace = trace;
    this.#stream = stream;
    this.device = renderer.openDevice(quota, { warn: (line) => void this.#log.push(line), debug: () => {} });
    this.device.createContext(contextId, 'fuzz');
  }

  digest(): string {
    return this.#hash.digest('hex');
  }

  request({ command, bytes, stream }: Request, whole: boolean): void {
    if (this.#ended) return;
    if (command === p.VtestCommand.SUBMIT_CMD) {
      if (whole) this.#whole(bytes.subarray(4 * p.VtestHeaderWords));
      else for (const words of stream) this.#command(words);
      return;
    }
    const name = p.vtestSpecOf(command)?.name ?? `request ${command}`;
    const words = new Uint32Array(Math.ceil(bytes.length / 4));
    new Uint8Array(words.buffer).set(bytes);
    const handler = handlers.get(command);
    if (handler === undefined) return;
    this.#did(
      name,
      this.#guarded(name, () => handler(this, words, bytes)),
    );
    for (const error of takeErrors(this.#gl)) if (error !== GL.OUT_OF_MEMORY) this.findings.push(glError(name, error));
  }

  #command(words: Uint32Array): void {
    if (words.length * 4 > this.#stream.byteLength || words.length === 0) return;
    const name = p.virglSpecOf(words[0]!)?.name ?? `command ${words[0]! & 0xff}`;
    this.#stream.bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
    const status = this.#guarded(name, () => this.device.submit(contextId, this.#stream, 0, words.length));
    this.#did(name, status);
    if (fatal.has(status)) this.#revive();
  }

  /** A stream of any length, taken up again as often as the renderer leaves it. */
  #whole(stream: Uint8Array): void {
    if (stream.length > this.#stream.byteLength || stream.length < 4) return;
    this.#stream.bytes.set(stream);
    const words = stream.length >>> 2;
    for (let left = words, turns = 0; left > 0 && turns <= words; turns++) {
      const status = this.#guarded('SUBMIT_CMD', () =>
        this.device.submit(contextId, this.#stream, 4 * (words - left), left, sliceMilliseconds),
      );
      const after = this.device.unexecuted;
      if (after === 0 || after >= left) {
        this.#did('SUBMIT_CMD', status);
        if (after >= left && after > 0) this.findings.push({ kind: 'mistake', key: 'no command in a turn', detail: `${after} words left` });
        return;
      }
      left = after;
    }
  }

  #guarded(name: string, action: () => number): number {
    this.#log = [];
    this.#trace(name);
    try {
      return action();
    } catch (error) {
      const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.findings.push({ kind: 'exception', key: `${name} ${firstFrame(cause)}`, detail: cause });
      return Status.UNKNOWN;
    } finally {
      for (const line of this.#log) this.#judge(name, line);
    }
  }

  #judge(name: string, line: string): void {
    if (this.lines.length < 1000) this.lines.push(line);
    const error = /GL error 0x([0-9a-f]+)/.exec(line);
    if (error !== null && parseInt(error[1]!, 16) !== GL.OUT_OF_MEMORY) this.findings.push(glError(name, parseInt(error[1]!, 16)));
    if (line.includes('a mistake of the renderer'))
      this.findings.push({ kind: 'mistake', key: `${name} ${firstFrame(line)}`, detail: line });
  }

  #did(name: string, status: number): void {
    const counts = status === 0 ? this.accepted : this.refused;
    counts[name] = (counts[name] ?? 0) + 1;
    this.statuses.push(status);
  }

  /** A latched context executes nothing more; the guest starts again in a new one, with the resources that it has. */
  #revive(): void {
    this.device.destroyContext(contextId);
    this.device.createContext(contextId, 'fuzz again');
    for (const id of this.#sizes.keys()) this.device.attachResource(contextId, id);
  }

  create(args: ResourceArgs, dataSize: number): number {
    if (args.id === 0 || this.#sizes.has(args.id)) return Status.ILLEGAL_RESOURCE;
    const status = this.device.createResource(args);
    if (status !== 0) return status;
    this.#sizes.set(args.id, dataSize);
    if (dataSize > 0 && dataSize <= quota.bytes) {
      const memory = this.#gl.memory(dataSize);
      this.#memories.set(args.id, memory);
      this.device.attachBacking(args.id, segments(memory, args.id));
    }
    return this.device.attachResource(contextId, args.id);
  }

  unref(id: number): number {
    const status = this.device.destroyResource(id);
    const memory = this.#memories.get(id);
    if (memory !== undefined) this.#gl.freeMemory(memory);
    this.#memories.delete(id);
    this.#sizes.delete(id);
    return status;
  }

  transfer(toHost: boolean, id: number, box: TransferBox): number {
    const memory = this.#memories.get(id);
    if (memory === undefined || box.offset >= memory.byteLength) return Status.ILLEGAL_RANGE;
    return toHost ? this.device.transferToHost(contextId, id, box, null) : this.device.transferFromHost(contextId, id, box, null);
  }

  get(id: number, box: TransferBox, dataSize: number): number {
    if (dataSize > maxDataBytes || dataSize === 0) return Status.OUT_OF_QUOTA;
    const memory = this.#gl.memory(dataSize);
    const status = this.device.transferFromHost(contextId, id, box, memory);
    if (status === 0) this.#hash.update(memory.bytes);
    this.#gl.freeMemory(memory);
    return status;
  }

  put(id: number, box: TransferBox, data: Uint8Array): number {
    const memory = this.#gl.memory(Math.max(1, data.length));
    memory.bytes.set(data);
    const status = this.device.transferToHost(contextId, id, box, memory);
    this.#gl.freeMemory(memory);
    return status;
  }

  /** The front closes the connection of a client whose request contradicts itself. */
  disconnect(): number {
    this.#ended = true;
    return Status.ILLEGAL_COMMAND_BUFFER;
  }

  [Symbol.dispose](): void {
    this.#guarded('the end', () => {
      this.device[Symbol.dispose]();
      return 0;
    });
    for (const memory of this.#memories.values()) this.#gl.freeMemory(memory);
    this.#memories.clear();
  }
}

/** Backing comes in one piece or, for every third resource, in three. */
function segments(memory: HostMemory, id: number): BackingSegment[] {
  const { byteLength } = memory;
  if (id % 3 !== 0 || byteLength < 12) return [{ memory, offset: 0, length: byteLength }];
  const cut = [0, Math.floor(byteLength / 3), Math.floor(byteLength / 2) + 1, byteLength];
  return [0, 1, 2].map((i) => ({ memory, offset: cut[i]!, length: cut[i + 1]! - cut[i]! }));
}

/** Function and file of the first stack frame: what tells one exception from another. */
function firstFrame(stack: string): string {
  return /at ([\w.#<>]+ \()?[^)\n]*?([\w-]+\.ts):\d+/.exec(stack)?.slice(1, 3).join('') ?? stack.slice(0, 60);
}

type Handler = (guest: Guest, words: Uint32Array, bytes: Uint8Array) => number;

function argsOf(words: Uint32Array): ResourceArgs {
  return {
    id: p.vtestResourceCreateResHandle(words, 0),
    target: p.vtestResourceCreateTarget(words, 0),
    format: p.vtestResourceCreateFormat(words, 0),
    bind: p.vtestResourceCreateBind(words, 0),
    width: p.vtestResourceCreateWidth(words, 0),
    height: p.vtestResourceCreateHeight(words, 0),
    depth: p.vtestResourceCreateDepth(words, 0),
    arraySize: p.vtestResourceCreateArraySize(words, 0),
    lastLevel: p.vtestResourceCreateLastLevel(words, 0),
    samples: p.vtestResourceCreateNrSamples(words, 0),
    flags: 0,
  };
}

/** The box of TRANSFER_GET and TRANSFER_PUT. */
function inlineBox(words: Uint32Array): TransferBox {
  return {
    level: p.vtestTransferGetLevel(words, 0),
    x: p.vtestTransferGetX(words, 0),
    y: p.vtestTransferGetY(words, 0),
    z: p.vtestTransferGetZ(words, 0),
    width: p.vtestTransferGetWidth(words, 0),
    height: p.vtestTransferGetHeight(words, 0),
    depth: p.vtestTransferGetDepth(words, 0),
    stride: p.vtestTransferGetStride(words, 0),
    layerStride: p.vtestTransferGetLayerStride(words, 0),
    offset: 0,
  };
}

/** The box of TRANSFER_GET2 and TRANSFER_PUT2. */
function sharedBox(words: Uint32Array): TransferBox {
  return {
    level: p.vtestTransferGet2Level(words, 0),
    x: p.vtestTransferGet2X(words, 0),
    y: p.vtestTransferGet2Y(words, 0),
    z: p.vtestTransferGet2Z(words, 0),
    width: p.vtestTransferGet2Width(words, 0),
    height: p.vtestTransferGet2Height(words, 0),
    depth: p.vtestTransferGet2Depth(words, 0),
    stride: 0,
    layerStride: 0,
    offset: p.vtestTransferGet2Offset(words, 0),
  };
}

const putData = 4 * (p.VtestHeaderWords + p.VtestTransferGetLength);

const handlers: ReadonlyMap<number, Handler> = new Map<number, Handler>([
  [p.VtestCommand.RESOURCE_CREATE, (guest, words) => guest.create(argsOf(words), 0)],
  [p.VtestCommand.RESOURCE_CREATE2, (guest, words) => guest.create(argsOf(words), p.vtestResourceCreate2DataSize(words, 0))],
  [p.VtestCommand.RESOURCE_UNREF, (guest, words) => guest.unref(p.vtestResourceUnrefResHandle(words, 0))],
  [p.VtestCommand.TRANSFER_GET, (guest, words) => guest.get(words[2]!, inlineBox(words), p.vtestTransferGetDataSize(words, 0))],
  [
    p.VtestCommand.TRANSFER_PUT,
    (guest, words, bytes) => {
      const honest = p.vtestTransferGetDataSize(words, 0) === bytes.length - putData;
      return honest ? guest.put(words[2]!, inlineBox(words), bytes.subarray(putData)) : guest.disconnect();
    },
  ],
  [p.VtestCommand.TRANSFER_GET2, (guest, words) => guest.transfer(false, words[2]!, sharedBox(words))],
  [p.VtestCommand.TRANSFER_PUT2, (guest, words) => guest.transfer(true, words[2]!, sharedBox(words))],
]);
