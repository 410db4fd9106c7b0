/*
 * A case: a small program as an honest driver would send it, in which some fields have values that no driver sends.
 *
 * First come resources and a whole pipeline, so that draws do draw. Then come commands of every kind, most of them right; among
 * them those that the case has to hold (its cells, dealt out in `dealCells`), each followed by what makes the renderer use what
 * it was told: the created object is bound, something is drawn. What contradicts itself - wrong lengths, wrong counts - ends the
 * decoding and therefore comes last; the executor goes on with a new context after each.
 */
import {
  type CommandSpec,
  type MessageSpec,
  numberOf,
  ObjectType,
  PipePrim,
  PipeShader,
  virglSpecs,
  vtestSpecOf,
  VtestCommand,
} from '@virglass/protocol';
import { build, resourceFor } from './builders.ts';
import { allCells, type Cell, cellName, endsStream, isCommand, requestSpecs } from './cells.ts';
import { plainCells } from './coverage.ts';
import { Dice, mixSeed } from './dice.ts';
import { complete, damage, type Draft, encodeDraft, encodeRequest, setLeaf } from './message.ts';
import { type Request, requestOf, submitOf } from './requests.ts';
import type { Purpose } from './resources.ts';
import { pickShader, plainCompute, plainFragment, plainVertex } from './tgsi.ts';
import { kindOfObject, World } from './world.ts';

/** What a client sends, and which cells that fills. */
export interface Case {
  readonly seed: number;
  readonly requests: readonly Request[];
  readonly cells: readonly string[];
}

const specByName = new Map<string, MessageSpec>([...virglSpecs, ...requestSpecs].map((spec) => [spec.name, spec]));

const depthFormats = new Set([16, 17, 18, 19, 20, 21, 22, 23]);

/** Commands that a body is made of, common ones more often. */
const bodyCommands: readonly (readonly [name: string, weight: number])[] = [
  ['DRAW_VBO', 14],
  ['CLEAR', 3],
  ['CREATE_SHADER', 4],
  ['BIND_SHADER', 3],
  ['CREATE_BLEND', 2],
  ['CREATE_RASTERIZER', 2],
  ['CREATE_DSA', 2],
  ['CREATE_VERTEX_ELEMENTS', 2],
  ['CREATE_SAMPLER_VIEW', 3],
  ['CREATE_SAMPLER_STATE', 2],
  ['CREATE_SURFACE', 3],
  ['CREATE_QUERY', 2],
  ['CREATE_STREAMOUT_TARGET', 2],
  ['BIND_OBJECT', 3],
  ['DESTROY_OBJECT', 2],
  ['SET_FRAMEBUFFER_STATE', 3],
  ['SET_VERTEX_BUFFERS', 2],
  ['SET_SAMPLER_VIEWS', 2],
  ['SET_INDEX_BUFFER', 2],
  ['SET_CONSTANT_BUFFER', 2],
  ['SET_UNIFORM_BUFFER', 2],
  ['SET_SHADER_BUFFERS', 2],
  ['SET_SHADER_IMAGES', 2],
  ['BLIT', 3],
  ['RESOURCE_COPY_REGION', 3],
  ['CLEAR_TEXTURE', 2],
  ['RESOURCE_INLINE_WRITE', 2],
  ['TRANSFER3D', 2],
  ['COPY_TRANSFER3D', 2],
  ['RESOURCE_CREATE2', 2],
  ['RESOURCE_UNREF', 1],
  ['TRANSFER_GET', 1],
  ['TRANSFER_PUT', 2],
  ['TRANSFER_GET2', 1],
  ['TRANSFER_PUT2', 1],
  ['SET_STREAMOUT_TARGETS', 2],
  ['BEGIN_QUERY', 2],
  ['END_QUERY', 2],
  ['LAUNCH_GRID', 2],
];

const weighted = bodyCommands.flatMap(([name, weight]) => Array.from({ length: weight }, () => name));

const firstResources: readonly Purpose[] = [
  'color',
  'color',
  'depth',
  'texture',
  'texture',
  'multisample',
  'vertices',
  'indices',
  'constants',
  'results',
  'feedback',
  'storage',
];

class Writer {
  readonly world: World;
  readonly requests: Request[] = [];
  readonly cells = new Set<string>();
  #stream: Uint32Array[] = [];

  constructor(dice: Dice) {
    this.world = new World(dice);
  }

  /** Sends what has gathered. */
  flush(): void {
    if (this.#stream.length > 0) this.requests.push(submitOf(this.#stream));
    this.#stream = [];
  }

  /** A message as an honest driver sends it. */
  plain(name: string, fields: Draft = {}): Draft {
    const spec = specByName.get(name)!;
    const draft = complete(this.world, spec, { ...build(this.world, name), ...fields });
    for (const cell of plainCells(spec)) this.cells.add(cell);
    this.#emit(spec, draft);
    return draft;
  }

  /** A message with the value that a cell wants. */
  cell(cell: Cell): Draft {
    const { spec, leaf, value } = cell;
    const draft = complete(this.world, spec, { ...build(this.world, spec.name) });
    this.cells.add(cellName(spec, leaf, value));
    if (leaf === null) {
      this.#command(damage(this.world, encodeDraft(this.world, spec as CommandSpec, draft), value));
      return draft;
    }
    if (!leaf.isCount) setLeaf(this.world, spec, draft, leaf, value);
    if (leaf.isCount && isCommand(spec)) this.#command(encodeDraft(this.world, spec, draft, { leaf, value }));
    else if (leaf.isCount)
      this.#request(encodeRequest(this.world, spec, VtestCommand[spec.name as keyof typeof VtestCommand], draft, { leaf, value }));
    else this.#emit(spec, draft, value === 'plausible' || !spec.name.startsWith('CREATE_') || this.world.dice.chance(0.2));
    return draft;
  }

  /** @param believed - the guest counts on what the message makes */
  #emit(spec: MessageSpec, draft: Draft, believed = true): void {
    if (isCommand(spec)) this.#command(encodeDraft(this.world, spec, draft));
    else this.#request(encodeRequest(this.world, spec, VtestCommand[spec.name as keyof typeof VtestCommand], draft));
    if (believed) this.#learn(spec, draft);
  }

  #command(words: Uint32Array): void {
    this.#stream.push(words);
    if (this.#stream.length > 24 || this.world.dice.chance(0.05)) this.flush();
  }

  #request(bytes: Uint8Array): void {
    this.flush();
    this.requests.push(requestOf(bytes));
  }

  /** What the guest now believes to have. */
  #learn(spec: MessageSpec, draft: Draft): void {
    const { world } = this;
    const handle = numberOf(draft, 'handle');
    if (isCommand(spec) && spec.object !== undefined) {
      world.addObject(kindOfObject[spec.object] ?? 'object', handle, {
        ...draft,
        isDepth: Number(isDepthFormat(numberOf(draft, 'format'))),
      });
      return;
    }
    const id = numberOf(draft, 'id');
    const resHandle = numberOf(draft, 'resHandle');
    switch (spec.name) {
      case 'DESTROY_OBJECT':
        return world.removeObject(handle);
      case 'CREATE_SUB_CTX':
        if (!world.subs.has(id)) world.subs.set(id, []);
        return;
      case 'SET_SUB_CTX':
        if (world.subs.has(id)) world.sub = id;
        return;
      case 'DESTROY_SUB_CTX':
        if (id !== 0) {
          world.subs.delete(id);
          if (world.sub === id) world.sub = 0;
        }
        return;
      case 'RESOURCE_CREATE2': {
        const of = (name: string): number => numberOf(draft, name);
        const shape = {
          width: of('width'),
          height: of('height'),
          depth: of('depth'),
          arraySize: of('arraySize'),
          lastLevel: of('lastLevel'),
        };
        const known = { id: resHandle, target: of('target'), format: of('format'), bind: of('bind'), ...shape };
        // What the host surely refuses is named now and then, but not as if it were there.
        if (shape.width <= 0x10000 && shape.height <= 256 && shape.depth <= 64 && shape.arraySize <= 64 && shape.lastLevel < 16) {
          world.addResource({ ...known, nrSamples: of('nrSamples'), dataSize: of('dataSize') });
        }
        return;
      }
      case 'RESOURCE_UNREF':
        return world.removeResource(resHandle);
      default:
        return;
    }
  }

  /** Makes resources for everything that a pipeline needs. */
  resources(): void {
    const { dice } = this.world;
    for (const purpose of firstResources) if (purpose !== 'multisample' || dice.chance(0.5)) this.resource(purpose);
    this.resource('any');
    const vertices = this.world.resource((resource) => resource.bind === 0x10);
    if (vertices !== null) this.#fill(vertices.id, vertices.width, floats(dice, vertices.width));
    const indices = this.world.resource((resource) => resource.bind === 0x20);
    if (indices !== null)
      this.#fill(
        indices.id,
        indices.width,
        dice.bytes(indices.width).map((byte) => byte & 3),
      );
    const results = this.world.resource((resource) => (resource.bind & 0x100) !== 0);
    // What indirect draws and dispatches read: small numbers.
    if (results !== null) this.#fill(results.id, 64, new Uint8Array(Uint32Array.from({ length: 16 }, () => dice.between(0, 4)).buffer));
  }

  resource(purpose: Purpose): void {
    this.plain('RESOURCE_CREATE2', resourceFor(this.world, purpose));
  }

  #fill(resHandle: number, bytes: number, data: Uint8Array): void {
    const box = { level: 0, stride: 0, layerStride: 0, x: 0, y: 0, z: 0, width: bytes, height: 1, depth: 1 };
    this.plain('TRANSFER_PUT', { resHandle, ...box, data: data.subarray(0, bytes) });
  }

  /**
   * Makes and binds a pipeline that draws.
   *
   * @param missing - one of `drawParts`, which is left out
   */
  pipeline(missing = ''): void {
    const { dice } = this.world;
    for (const [type, text, part] of [
      [PipeShader.VERTEX, plainVertex, 'vertex shader'],
      [PipeShader.FRAGMENT, plainFragment, 'fragment shader'],
    ] as const) {
      const fields = { type, text, offset: text.length + 1, soNumOutputs: 0, continuation: 0 };
      const { handle } = this.plain('CREATE_SHADER', dice.chance(0.9) ? fields : {});
      if (part !== missing) this.plain('BIND_SHADER', { handle: handle ?? 0, type });
    }
    for (const [name, objectType] of [
      ['CREATE_BLEND', ObjectType.BLEND],
      ['CREATE_RASTERIZER', ObjectType.RASTERIZER],
      ['CREATE_DSA', ObjectType.DSA],
      ['CREATE_VERTEX_ELEMENTS', ObjectType.VERTEX_ELEMENTS],
    ] as const) {
      const { handle } = this.plain(name);
      if (name !== missing) this.plain('BIND_OBJECT', { objectType, handle: handle ?? 0 });
    }
    for (let i = dice.between(1, 3); i > 0; i--) this.plain('CREATE_SURFACE');
    this.plain('CREATE_SAMPLER_VIEW');
    this.plain('CREATE_SAMPLER_STATE');
    for (const [name, fields] of [
      ['SET_FRAMEBUFFER_STATE', {}],
      ['SET_VIEWPORT_STATE', {}],
      ['SET_VERTEX_BUFFERS', {}],
      ['SET_INDEX_BUFFER', {}],
      ['SET_SAMPLER_VIEWS', { shaderType: PipeShader.FRAGMENT, startSlot: 0 }],
      ['BIND_SAMPLER_STATES', { shaderType: PipeShader.FRAGMENT, startSlot: 0 }],
      ['SET_CONSTANT_BUFFER', { shaderType: PipeShader.VERTEX }],
    ] as const) {
      if (name !== missing) this.plain(name, fields);
    }
    this.draw();
  }

  /** Draws, clears and dispatches in a new sub-context in which something was never bound. */
  without(part: string): void {
    const before = this.world.sub;
    const id = this.world.dice.between(10, 99);
    this.plain('CREATE_SUB_CTX', { id });
    this.plain('SET_SUB_CTX', { id });
    if (part !== 'everything') this.pipeline(part);
    for (const mode of [PipePrim.POINTS, PipePrim.LINES, PipePrim.TRIANGLES, PipePrim.PATCHES]) {
      this.plain('DRAW_VBO', { mode, count: 3, start: 0, indexed: Number(mode === PipePrim.LINES), instanceCount: 1 });
    }
    this.plain('CLEAR');
    this.plain('LAUNCH_GRID');
    this.plain('SET_SUB_CTX', { id: before });
    this.plain('DESTROY_SUB_CTX', { id });
  }

  /** A draw that draws whatever is bound. */
  draw(): void {
    const indexed = Number(this.world.dice.chance(0.2));
    this.plain('DRAW_VBO', { mode: PipePrim.TRIANGLES, count: 6, start: 0, indexed, instanceCount: 1, startInstance: 0, indexBias: 0 });
  }

  /** Makes the renderer look at what a command has changed. */
  use(spec: MessageSpec, draft: Draft): void {
    const handle = numberOf(draft, 'handle');
    const kind = isCommand(spec) && spec.object !== undefined ? (kindOfObject[spec.object] ?? '') : spec.name;
    switch (kind) {
      case 'blend':
      case 'rasterizer':
      case 'dsa':
      case 'vertexElements':
        this.plain('BIND_OBJECT', { objectType: isCommand(spec) ? (spec.object ?? 0) : 0, handle });
        return this.draw();
      case 'shader':
        this.plain('BIND_SHADER', { handle, type: numberOf(draft, 'type') });
        if (numberOf(draft, 'type') === PipeShader.COMPUTE) this.launch();
        else this.plain('DRAW_VBO');
        return;
      case 'samplerView':
        this.plain('SET_SAMPLER_VIEWS', { shaderType: this.world.dice.below(2), startSlot: 0, handle: [handle] });
        return this.draw();
      case 'samplerState':
        this.plain('BIND_SAMPLER_STATES', { shaderType: PipeShader.FRAGMENT, startSlot: 0, handle: [handle] });
        return this.draw();
      case 'surface': {
        const depth = isDepthFormat(numberOf(draft, 'format'));
        this.plain('SET_FRAMEBUFFER_STATE', depth ? { zsurfHandle: handle } : { cbufHandle: [handle], zsurfHandle: 0 });
        this.plain('CLEAR');
        this.draw();
        if (this.world.dice.chance(0.5)) this.plain('CLEAR_SURFACE', { handle });
        return;
      }
      case 'query':
        this.plain('BEGIN_QUERY', { handle });
        this.draw();
        this.plain('END_QUERY', { handle });
        this.plain(this.world.dice.chance(0.7) ? 'GET_QUERY_RESULT' : 'GET_QUERY_RESULT_QBO', { handle });
        if (this.world.dice.chance(0.3)) {
          this.plain('SET_RENDER_CONDITION', { handle });
          this.draw();
          this.plain('SET_RENDER_CONDITION', { handle: 0 });
        }
        return;
      case 'streamoutTarget':
        this.plain('SET_STREAMOUT_TARGETS', { appendBitmask: 0, handle: [handle] });
        this.draw();
        this.plain('SET_STREAMOUT_TARGETS', { appendBitmask: 0, handle: [] });
        return;
      default:
        if (spec.name.startsWith('SET_') || spec.name.startsWith('BIND_')) this.draw();
        if (spec.name === 'SET_SHADER_BUFFERS' || spec.name === 'SET_SHADER_IMAGES') this.launch();
    }
  }

  /** Any command, right as far as the guest knows. */
  step(): void {
    const { dice } = this.world;
    if (dice.chance(0.02)) return this.chunked();
    const spec = dice.chance(0.8) ? specByName.get(dice.pick(weighted))! : dice.pick(virglSpecs);
    if (spec.name === 'LAUNCH_GRID') return this.launch();
    const draft = this.plain(spec.name);
    if (dice.chance(0.6)) this.use(spec, draft);
    if (spec.name === 'SET_SUB_CTX' && dice.chance(0.9)) this.pipeline();
    if (dice.chance(0.2)) this.repair();
  }

  /** A shader that comes in pieces, as long ones do: in order, now and then with a piece missing, repeated or out of its place. */
  chunked(): void {
    const { dice } = this.world;
    const type = PipeShader.FRAGMENT;
    const text = dice.chance(0.2) ? longText(dice.pick([1000, 12_000, 40_000])) : pickShader(dice, type);
    const size = text.length > 100_000 ? 200_000 : dice.pick([16, 64, 200]);
    const handle = this.world.newHandle();
    for (let at = 0; at < text.length; at += size) {
      if (dice.chance(0.03)) continue;
      const offset = at === 0 ? text.length + 1 : dice.chance(0.03) ? dice.below(2 ** 31) : at;
      const piece = { handle, type, offset, continuation: Number(at > 0), soNumOutputs: 0, text: text.slice(at, at + size) };
      for (let times = dice.chance(0.03) ? 2 : 1; times > 0; times--) this.plain('CREATE_SHADER', piece);
    }
    this.plain('BIND_SHADER', { handle, type });
    this.draw();
  }

  /** Binds what every draw needs anew: most of what has gone wrong so far would hide what comes. */
  repair(): void {
    const { world } = this;
    const color = world.resource(({ bind, target, nrSamples }) => (bind & 2) !== 0 && target === 2 && nrSamples === 0);
    if (color === null) return this.resource('color');
    const { handle } = this.plain('CREATE_SURFACE', { resHandle: color.id, format: color.format, level: 0, firstLayer: 0, lastLayer: 0 });
    this.plain('SET_FRAMEBUFFER_STATE', { cbufHandle: [handle ?? 0], zsurfHandle: 0 });
    for (const type of [PipeShader.VERTEX, PipeShader.FRAGMENT]) {
      const shader = world.object('shader', ({ made }) => made['type'] === type);
      this.plain('BIND_SHADER', { handle: shader?.handle ?? 0, type });
    }
    this.plain('SET_INDEX_BUFFER');
    this.draw();
  }

  /** Runs a compute shader, a plain one when there is none. */
  launch(): void {
    if (this.world.object('shader', ({ made }) => made['type'] === PipeShader.COMPUTE) === null) {
      const fields = { type: PipeShader.COMPUTE, text: plainCompute, offset: plainCompute.length + 1, soNumOutputs: 0, continuation: 0 };
      const { handle } = this.plain('CREATE_SHADER', fields);
      this.plain('BIND_SHADER', { handle: handle ?? 0, type: PipeShader.COMPUTE });
      this.plain('SET_SHADER_BUFFERS', { shaderType: PipeShader.COMPUTE });
    }
    this.plain('LAUNCH_GRID');
  }

  /** A value that the case has to hold, what uses it, and often the way back. */
  probe(cell: Cell): void {
    if (cell.leaf === null && cell.value.startsWith('without ')) {
      this.cells.add(cellName(cell.spec, null, cell.value));
      return this.without(cell.value.slice('without '.length));
    }
    const draft = this.cell(cell);
    this.use(cell.spec, draft);
    const { name } = cell.spec;
    if ((name.startsWith('SET_') || name.startsWith('BIND_')) && this.world.dice.chance(0.8)) this.plain(name);
    if (this.world.dice.chance(0.2)) this.repair();
  }
}

function isDepthFormat(format: number): boolean {
  return depthFormats.has(format);
}

/** A fragment shader of so many instructions. */
function longText(instructions: number): string {
  return `FRAG\nDCL OUT[0], COLOR\nDCL TEMP[0..3]\n${'MAD TEMP[0], TEMP[1], TEMP[2], TEMP[3]\n'.repeat(instructions)}MOV OUT[0], TEMP[0]\nEND\n`;
}

/** Positions and colours of vertices: pairs of four floats. */
function floats(dice: Dice, bytes: number): Uint8Array {
  return new Uint8Array(Float32Array.from({ length: bytes >> 2 }, (_, i) => ((i & 3) === 3 ? 1 : dice.unit() * 2 - 1)).buffer);
}

/** How long cases are. */
export interface Length {
  /** Cells that a case has to hold. */
  readonly cells: number;
  /** Commands besides. */
  readonly steps: number;
}

/** What the command line and the tests use. */
export const usualLength: Length = { cells: 18, steps: 12 };

/** Cases after which every cell has been sent once. */
export function casesToCoverAll(length: Length = usualLength): number {
  return Math.ceil(allCells().length / length.cells);
}

let order: { readonly seed: number; readonly cells: readonly Cell[] } | null = null;

/** The cells that a case of a run has to hold: the run's own order of all, dealt out evenly, again and again. */
function dealCells(run: number, index: number, count: number): Cell[] {
  if (order?.seed !== run) {
    const dice = new Dice(run);
    const cells = [...allCells()];
    for (let i = cells.length - 1; i > 0; i--) {
      const j = dice.below(i + 1);
      [cells[i], cells[j]] = [cells[j]!, cells[i]!];
    }
    order = { seed: run, cells };
  }
  const { cells } = order;
  return Array.from({ length: count }, (_, i) => cells[(index * count + i) % cells.length]!);
}

/** The case of a run with this number. */
export function makeCase(run: number, index: number, length: Length = usualLength): Case {
  const seed = mixSeed(run, index);
  const dice = new Dice(seed);
  const writer = new Writer(dice);
  writer.resources();
  writer.pipeline();
  const cells = dealCells(run, index, length.cells);
  const probes = cells.filter((cell) => !endsStream(cell));
  for (let left = length.steps + probes.length; left > 0; left--) {
    const probe = dice.below(left) < probes.length ? probes.pop() : undefined;
    if (probe === undefined) writer.step();
    else writer.probe(probe);
  }
  for (const resource of writer.world.resources.slice(0, 3)) {
    const { id, width, height } = resource;
    const box = { level: 0, stride: 0, layerStride: 0, x: 0, y: 0, z: 0, width, height, depth: 1 };
    writer.plain('TRANSFER_GET', { resHandle: id, ...box, dataSize: Math.min(width * height * 16, 1 << 20) });
  }
  writer.flush();
  // Requests that lie about their data end the connection, commands only the context.
  const last = cells.filter(endsStream).sort((a, b) => Number(isCommand(b.spec)) - Number(isCommand(a.spec)));
  for (const cell of last) {
    writer.cell(cell);
    writer.flush();
  }
  return { seed, requests: writer.requests, cells: [...writer.cells] };
}

/** Name of a request, for reports. */
export function requestName(command: number): string {
  return vtestSpecOf(command)?.name ?? `request ${command}`;
}
