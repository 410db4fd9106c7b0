/*
 * A server of our own over its socket, hostile clients one after another, and a healthy client that replays a recording between
 * them. Half of the clients send a case of the renderer; the others greet with some version of the protocol, send a few right
 * requests, and then one with a value from the tables of the vtest protocol, or of a wrong length.
 */
import { fileURLToPath } from 'node:url';
import { decodeFields, type MessageSpec, vtestSpecOf, type VtestSpec, VtestCommand, vtestSpecs } from '@virglass/protocol';
import {
  openDescriptors,
  type Readback,
  replayBlindly,
  replayRecording,
  residentBytes,
  startServer,
  Vcmd,
  vtestMessage,
  VtestRecording,
  type VtestServer,
} from '@virglass/testkit';
import { allVtestCells, type Cell, cellName } from './cells.ts';
import type { Coverage } from './coverage.ts';
import { Dice, mixSeed } from './dice.ts';
import type { Finding } from './execute.ts';
import { build } from './builders.ts';
import { complete, encodeRequest, setLeaf } from './message.ts';
import { makeCase } from './program.ts';
import { encodeCase, type Request } from './requests.ts';
import { spliceCase } from './splice.ts';
import { World } from './world.ts';

const recording = fileURLToPath(new URL('../corpus/streams/glxgears.vtest.gz', import.meta.url));

const clientMilliseconds = 60_000;

/** Clients between two looks at the healthy one and at what the server holds. */
const lookEvery = 10;
const memorySlack = 512 << 20;
const descriptorSlack = 16;

/** Cells that one client of the vtest kind fills, besides the last one. */
const honestRequests = 3;

/** The bytes of a request whose values follow a cell. */
function requestBytes(world: World, { spec, leaf, value }: Cell): Uint8Array {
  const draft = complete(world, spec, { ...build(world, spec.name) });
  const command = (spec as VtestSpec).command;
  if (leaf !== null && !leaf.isCount) setLeaf(world, spec, draft, leaf, value);
  const bytes = encodeRequest(world, spec, command, draft, leaf?.isCount ? { leaf, value } : null);
  const view = new DataView(bytes.buffer);
  if ((spec as VtestSpec).lengthInBytes === true) view.setUint32(0, bytes.length - 8, true);
  return leaf === null ? damaged(world, bytes, value) : bytes;
}

function damaged(world: World, bytes: Uint8Array, value: string): Uint8Array {
  const { dice } = world;
  const view = new DataView(bytes.buffer);
  const length = view.getUint32(0, true);
  const announce = (words: number): Uint8Array => {
    view.setUint32(0, words >>> 0, true);
    return bytes;
  };
  switch (value) {
    case 'shorter':
      return announce(length - 1);
    case 'longer':
      return announce(length + 1);
    case 'empty':
      return announce(0);
    case 'endless':
      return announce(dice.pick([0xffffffff, 0x7fffffff, 1 << 22, 1 << 20]));
    case 'opcode':
      view.setUint32(4, dice.pick([0, 39, 99, 255, 0xffffffff]), true);
      return bytes;
    case 'cut':
      return bytes.subarray(0, dice.below(bytes.length));
    default:
      return bytes;
  }
}

/** Renderer, version, and what this version needs before resources. */
function greeting(version: number): Uint8Array[] {
  const name = Buffer.from('fuzz\0', 'latin1');
  return [vtestMessage(VtestCommand.CREATE_RENDERER, name, name.length), vtestMessage(VtestCommand.PROTOCOL_VERSION, [version])];
}

/** A server over its socket. */
export class VtestTarget implements AsyncDisposable {
  /** What the last client sent, as far as it is a case. */
  requests: readonly Request[] = [];
  readonly #server: VtestServer;
  readonly #healthy: VtestRecording;
  readonly #expected: readonly Readback[];
  readonly #memory: number;
  readonly #descriptors: number;
  #logged = 0;
  #served = 0;

  private constructor(server: VtestServer, healthy: VtestRecording, expected: readonly Readback[]) {
    this.#server = server;
    this.#healthy = healthy;
    this.#expected = expected;
    this.#memory = residentBytes(server.pids());
    this.#descriptors = openDescriptors(server.process.pid);
  }

  /** Starts a server and looks at what it gives a healthy client. */
  static async start(): Promise<VtestTarget> {
    const server = await startServer('virglass');
    const healthy = VtestRecording.read(recording).upTo(Vcmd.TRANSFER_GET, 3);
    return new VtestTarget(server, healthy, await replayRecording(server.socket, healthy));
  }

  /** One client of a run. */
  async run(run: number, index: number, coverage: Coverage): Promise<Finding[]> {
    const dice = new Dice(mixSeed(run ^ 0x2545f491, index));
    this.requests = [];
    let bytes: Uint8Array;
    let cell = '';
    if (index % 8 === 0) {
      this.requests = (index % 32 === 0 ? spliceCase(run, index >> 3) : makeCase(run, index >> 3)).requests;
      bytes = encodeCase(this.requests);
    } else {
      const cells = allVtestCells();
      const wanted = cells[(index - Math.floor(index / 8)) % cells.length]!;
      cell = cellName(wanted.spec, wanted.leaf, wanted.value);
      bytes = this.#client(dice, wanted);
      coverage.sent([cell]);
    }
    const fate = await replayBlindly(this.#server.socket, bytes, clientMilliseconds);
    return this.#look(fate === 'open' ? [{ kind: 'hang', key: cell, detail: `${cell}: the connection is still open` }] : [], cell);
  }

  #client(dice: Dice, wanted: Cell): Uint8Array {
    const world = new World(dice);
    const version = Math.max((wanted.spec as VtestSpec).version, dice.pick([0, 2, 3, 4]));
    const parts = greeting(version);
    for (let i = 0; i < honestRequests; i++) {
      const spec = dice.pick(vtestSpecs.filter((one) => one.version <= version && honest.has(one.name)));
      const bytes = requestBytes(world, { spec, leaf: null, value: 'exact' });
      if (version >= 3 && spec.name.startsWith('RESOURCE_CREATE')) new DataView(bytes.buffer).setUint32(8, 0, true);
      parts.push(bytes);
      learn(world, spec, bytes, version);
    }
    parts.push(requestBytes(world, wanted));
    return Buffer.concat(parts);
  }

  async #look(findings: Finding[], cell: string): Promise<Finding[]> {
    if (!this.#server.alive) throw new Error(`the server died of ${cell || 'a case'}:\n${this.#server.log.slice(-4000)}`);
    const log = this.#server.log.slice(this.#logged);
    this.#logged = this.#server.log.length;
    const mistake = /.*(?:a mistake of the renderer|internal error).*/.exec(log);
    if (mistake !== null) findings.push({ kind: 'mistake', key: `${cell} in the log`, detail: mistake[0] });
    if (++this.#served % lookEvery !== 0) return findings;
    const now = await replayRecording(this.#server.socket, this.#healthy);
    const changed = now.filter(({ bytes }, i) => !bytes.equals(this.#expected[i]!.bytes)).length;
    if (changed > 0 || now.length !== this.#expected.length) {
      findings.push({ kind: 'neighbour', key: cell, detail: `${changed} pictures of the healthy client changed` });
    }
    const memory = residentBytes(this.#server.pids()) - this.#memory;
    if (memory > memorySlack) findings.push({ kind: 'leak', key: 'memory', detail: `${memory >> 20} MiB more than at the start` });
    const descriptors = openDescriptors(this.#server.process.pid) - this.#descriptors;
    if (descriptors > descriptorSlack) findings.push({ kind: 'leak', key: 'descriptors', detail: `${descriptors} more than at the start` });
    return findings;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop();
  }
}

/** Requests that may come at any time and do not end the connection. */
const honest: ReadonlySet<string> = new Set([
  'RESOURCE_CREATE',
  'RESOURCE_CREATE2',
  'RESOURCE_BUSY_WAIT',
  'GET_CAPS2',
  'PING_PROTOCOL_VERSION',
  'GET_PARAM',
  'GET_CAPSET',
  'SYNC_CREATE',
]);

/** What the client has now; since version 3 the server counts resources, as it counts syncs. */
function learn(world: World, spec: MessageSpec, bytes: Uint8Array, version: number): void {
  if (spec.name === 'SYNC_CREATE') {
    const id = world.objects.filter(({ kind }) => kind === 'sync').length + 1;
    world.objects.push({ kind: 'sync', handle: id, made: {} });
  }
  if (!spec.name.startsWith('RESOURCE_CREATE')) return;
  const words = new Uint32Array(bytes.buffer, 0, bytes.length >> 2);
  const { values } = decodeFields(vtestSpecOf(words[1]!)!.fields, words, new Float32Array(words.buffer, 0, words.length), 2, words.length);
  const of = (name: string): number => (typeof values[name] === 'number' ? values[name] : 0);
  const id = version >= 3 ? world.resources.length + 1 : of('resHandle');
  const shape = { width: of('width'), height: of('height'), depth: of('depth'), arraySize: of('arraySize'), lastLevel: of('lastLevel') };
  const rest = { target: of('target'), format: of('format'), bind: of('bind'), nrSamples: of('nrSamples'), dataSize: of('dataSize') };
  world.addResource({ id, ...shape, ...rest });
}

/** Clients after which every cell of the vtest protocol has been sent. */
export function clientsToCoverAll(): number {
  return Math.ceil((allVtestCells().length * 8) / 7) + 8;
}
