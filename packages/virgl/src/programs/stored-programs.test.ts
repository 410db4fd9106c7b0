/** Programs that come from a store: drawn without a compiler, like those that were compiled, whatever is in the store. */
import { readdirSync, readFileSync } from 'node:fs';
import { GL } from '@virglass/gl';
import * as p from '@virglass/protocol';
import { glslFeatures, parseTgsi, writeGlsl } from '@virglass/shader';
import {
  bindPipeline,
  bindPositions,
  command,
  drawArrays,
  makeShader,
  type PipelineOptions,
  VirglBench,
  type VirglGuest,
} from '@virglass/testkit';
import type { ProgramStore, StoredEntry } from '@virglass/virgl';
import { expect, onTestFinished, test, vi } from 'vitest';

const { PipeBind, PipeFormat, PipePrim, PipeShader, PipeTarget } = p;

/** A store in memory that writes when it is told to. */
class MemoryStore implements ProgramStore {
  readonly entries = new Map<string, StoredEntry>();
  readonly removed: string[] = [];
  #waiting: [string, () => StoredEntry | null][] = [];

  get(key: string): StoredEntry | null {
    return this.entries.get(key) ?? null;
  }

  put(key: string, make: () => StoredEntry | null): boolean {
    this.#waiting.push([key, make]);
    return true;
  }

  remove(key: string): void {
    this.removed.push(key);
    this.entries.delete(key);
  }

  write(): void {
    for (const [key, make] of this.#waiting.splice(0)) {
      const entry = make();
      if (entry !== null) this.entries.set(key, entry);
    }
  }

  /** Keys of programs; the others are of summaries of texts. */
  get programs(): string[] {
    return [...this.entries].filter(([, { bytes }]) => bytes.length > 0).map(([key]) => key);
  }
}

const cover = [-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1];
const SIZE = 4;

const constants = `FRAG
DCL OUT[0], COLOR
DCL CONST[0][0..2]
DCL CONST[1][0..1]
DCL IN[0], POSITION, LINEAR
DCL TEMP[0]
  0: ADD TEMP[0], CONST[0][2], CONST[1][1]
  1: MAD OUT[0], IN[0], CONST[0][0], TEMP[0]
  2: END
`;
const sampling = `FRAG
DCL OUT[0], COLOR
DCL SAMP[1]
DCL SAMP[3]
DCL SVIEW[1], 2D, FLOAT
DCL SVIEW[3], 2D, FLOAT
DCL TEMP[0..1]
IMM[0] FLT32 {    0.5000,     0.5000,     0.5000,     0.0000}
  0: TEX TEMP[0], IMM[0], SAMP[1], 2D
  1: TEX TEMP[1], IMM[0], SAMP[3], 2D
  2: MAD OUT[0], TEMP[0], IMM[0], TEMP[1]
  3: END
`;
const colour = `FRAG
DCL IN[0], GENERIC[0], LINEAR
DCL OUT[0], COLOR
  0: MOV OUT[0], IN[0]
  1: END
`;
const geometry = `GEOM
PROPERTY GS_INPUT_PRIMITIVE TRIANGLES
PROPERTY GS_OUTPUT_PRIMITIVE TRIANGLE_STRIP
PROPERTY GS_MAX_OUTPUT_VERTICES 3
PROPERTY GS_INVOCATIONS 1
DCL IN[][0], POSITION
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
IMM[0] FLT32 {    0.2500,     0.5000,     0.7500,     1.0000}
IMM[1] UINT32 {0, 0, 0, 0}
  0: MOV OUT[0], IN[0][0]
  1: MOV OUT[1], IMM[0]
  2: EMIT IMM[1].xxxx
  3: MOV OUT[0], IN[1][0]
  4: MOV OUT[1], IMM[0].wzyx
  5: EMIT IMM[1].xxxx
  6: MOV OUT[0], IN[2][0]
  7: MOV OUT[1], IMM[0]
  8: EMIT IMM[1].xxxx
  9: ENDPRIM IMM[1].xxxx
 10: END
`;

function constantData(guest: VirglGuest): void {
  const words = (values: readonly number[]): Uint32Array => new Uint32Array(Float32Array.from(values).buffer);
  const slot0 = [0.1, 0.05, 0, 0, 9, 9, 9, 9, 0.2, 0.1, 0.3, 0.4];
  guest.submit(command(p.encodeSetConstantBuffer, { shaderType: PipeShader.FRAGMENT, index: 0, data: words(slot0) }));
  const buffer = guest.buffer(256, PipeBind.CONSTANT_BUFFER);
  guest.write(buffer, new Uint8Array(Float32Array.from([9, 9, 9, 9, 0.1, 0, 0.2, 0]).buffer), { width: 32 });
  const range = { shaderType: PipeShader.FRAGMENT, index: 1, offset: 0, length: 256, resHandle: buffer };
  expect(guest.submit(command(p.encodeSetUniformBuffer, range)), guest.log.at(-1)).toBe(0);
}

function textures(guest: VirglGuest): void {
  const views = [1, 2, 3, 4].map((i) => {
    const texture = guest.resource({ target: PipeTarget.TEXTURE_2D, width: 1, height: 1 });
    guest.write(texture, [i * 20, 255 - i * 40, i * 3, 255], {});
    const handle = guest.handle();
    guest.submit(
      command(p.encodeCreateSamplerView, {
        handle,
        resHandle: texture,
        format: PipeFormat.R8G8B8A8_UNORM,
        target: PipeTarget.TEXTURE_2D,
        texture: { firstLayer: 0, lastLayer: 0, firstLevel: 0, lastLevel: 0 },
        ...{ swizzleR: 0, swizzleG: 1, swizzleB: 2, swizzleA: 3 },
      }),
    );
    return handle;
  });
  expect(guest.submit(command(p.encodeSetSamplerViews, { shaderType: PipeShader.FRAGMENT, startSlot: 0, handle: views }))).toBe(0);
}

const MEMORY_BYTES = 32;
const countingVertex = `VERT
DCL IN[0]
DCL OUT[0], POSITION
DCL BUFFER[1]
DCL TEMP[0]
IMM[0] UINT32 {8, 5, 0, 0}
  0: MOV OUT[0], IN[0]
  1: ATOMUMAX TEMP[0].x, BUFFER[1], IMM[0].xxxx, IMM[0].yyyy
  2: END
`;
const countingFragment = `FRAG
DCL OUT[0], COLOR
DCL BUFFER[0]
DCL HWATOMIC[0][1..1]
DCL IMAGE[0], 2D, PIPE_FORMAT_R32_UINT, WR
DCL TEMP[0]
IMM[0] UINT32 {4, 1, 0, 0}
IMM[1] FLT32 {1.0, 0.5, 1.0, 1.0}
  0: MOV OUT[0], IMM[1]
  1: ATOMUADD TEMP[0].x, BUFFER[0], IMM[0].xxxx, IMM[0].yyyy
  2: ATOMUADD TEMP[0].x, HWATOMIC[0][1], IMM[0].xxxx, IMM[0].yyyy
  3: ATOMUADD TEMP[0].x, IMAGE[0], IMM[0].zzzz, IMM[0].yyyy, 2D, PIPE_FORMAT_R32_UINT
  4: END
`;
const compute = `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 4
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], THREAD_ID
DCL BUFFER[1]
DCL TEMP[0]
IMM[0] UINT32 {4, 0, 0, 0}
  0: UMUL TEMP[0].x, SV[0].xxxx, IMM[0].xxxx
  1: STORE BUFFER[1].x, TEMP[0].xxxx, SV[0].xxxx
  2: END
`;

/** Binds a storage buffer of some stage; the buffer. */
function storage(guest: VirglGuest, shaderType: number, startSlot: number): number {
  const resHandle = guest.buffer(MEMORY_BYTES, PipeBind.SHADER_BUFFER);
  const buffer = [{ offset: 0, length: MEMORY_BYTES, resHandle }];
  expect(guest.submit(command(p.encodeSetShaderBuffers, { shaderType, startSlot, buffer })), guest.log.at(-1)).toBe(0);
  return resHandle;
}

function counters(guest: VirglGuest): Readback {
  const buffers = [storage(guest, PipeShader.VERTEX, 1), storage(guest, PipeShader.FRAGMENT, 0), guest.buffer(MEMORY_BYTES)];
  const texture = guest.resource({ format: PipeFormat.R32_UINT, width: 1, height: 1 });
  const image = { format: PipeFormat.R32_UINT, access: p.ImageAccess.READ_WRITE, layerOffset: 0, levelSize: 0, resHandle: texture };
  const status = guest.submit(
    command(p.encodeSetAtomicBuffers, { startSlot: 0, buffer: [{ offset: 0, length: MEMORY_BYTES, resHandle: buffers[2]! }] }),
    command(p.encodeSetShaderImages, { shaderType: PipeShader.FRAGMENT, startSlot: 0, image: [image] }),
  );
  expect(status, guest.log.at(-1)).toBe(0);
  return () => [
    ...buffers.flatMap((buffer) => [...guest.read(buffer, MEMORY_BYTES, { width: MEMORY_BYTES })]),
    ...guest.read(texture, 4, {}),
  ];
}

function dispatch(guest: VirglGuest): Readback {
  const buffer = storage(guest, PipeShader.COMPUTE, 1);
  const handle = makeShader(guest, PipeShader.COMPUTE, compute);
  const grid = { blockX: 4, blockY: 1, blockZ: 1, gridX: 1, gridY: 1, gridZ: 1, indirectHandle: 0, indirectOffset: 0 };
  const status = guest.submit(
    command(p.encodeBindShader, { handle, type: PipeShader.COMPUTE }),
    command(p.encodeLaunchGrid, grid),
    command(p.encodeMemoryBarrier, { flags: p.PipeBarrier.SHADER_BUFFER }),
  );
  expect(status, guest.log.at(-1)).toBe(0);
  return () => [...guest.read(buffer, MEMORY_BYTES, { width: MEMORY_BYTES })];
}

/** Reads what a scene has written besides its picture. */
type Readback = () => number[];

interface Scene {
  readonly pipeline: PipelineOptions;
  readonly prepare?: (guest: VirglGuest) => Readback | void;
  /** Words to read from a stream-output buffer besides the picture. */
  readonly captured?: number;
  /** Programs it makes, if not one. */
  readonly programs?: number;
}

const scenes: Readonly<Record<string, Scene>> = {
  plain: { pipeline: {} },
  constants: { pipeline: { fragment: constants }, prepare: constantData },
  textures: { pipeline: { fragment: sampling }, prepare: textures },
  'clip planes': {
    pipeline: { rasterizer: { clipPlaneEnable: 2 } },
    prepare: (guest) => {
      guest.submit(command(p.encodeSetClipState, { plane: Array.from({ length: 32 }, (_, i) => (i % 4 === 0 ? 1 : 0)) }));
    },
  },
  'stream output': {
    pipeline: { streamOutput: { stride: [3, 0, 0, 0], outputs: [{ registerIndex: 0, numComponents: 3, buffer: 0, dstOffset: 0 }] } },
    captured: 9,
  },
  'images, storage buffers and atomic counters': {
    pipeline: { vertex: countingVertex, fragment: countingFragment },
    prepare: counters,
  },
  compute: { pipeline: {}, prepare: dispatch, programs: 2 },
  geometry: {
    pipeline: { fragment: colour },
    prepare: (guest) => {
      const handle = makeShader(guest, PipeShader.GEOMETRY, geometry);
      guest.submit(command(p.encodeBindShader, { handle, type: PipeShader.GEOMETRY }));
    },
  },
};

/** Draws a scene; its pixels, and what was captured behind them. */
function draw(guest: VirglGuest, { pipeline, prepare, captured = 0 }: Scene): number[] {
  const target = guest.resource({ width: SIZE, height: SIZE });
  guest.framebuffer(0, guest.surface(target, PipeFormat.R8G8B8A8_UNORM));
  bindPipeline(guest, SIZE, SIZE, pipeline);
  bindPositions(guest, cover);
  const readback = prepare?.(guest) ?? ((): number[] => []);
  let buffer = 0;
  if (captured > 0) {
    buffer = guest.buffer(4 * captured, PipeBind.STREAM_OUTPUT);
    const handle = guest.handle();
    guest.submit(
      command(p.encodeCreateStreamoutTarget, { handle, resHandle: buffer, bufferOffset: 0, bufferSize: 4 * captured }),
      command(p.encodeSetStreamoutTargets, { appendBitmask: 0, handle: [handle] }),
    );
  }
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
  const pixels = [...guest.read(target, SIZE * SIZE * 4, { width: SIZE, height: SIZE })];
  if (captured > 0) pixels.push(...guest.read(buffer, 4 * captured, { width: 4 * captured }));
  return [...pixels, ...readback()];
}

/** A renderer with the store; ends with the test, without GL errors. */
function renderer(store: ProgramStore): VirglBench {
  const bench = new VirglBench(undefined, { programStore: store });
  bench.gl.makeCurrent();
  onTestFinished(() => bench[Symbol.dispose]());
  return bench;
}

const compilerCalls = ['shaderSource', 'compileShader', 'attachShader', 'linkProgram'] as const;

/** Draws in a new renderer; what it drew and how often it called the host's compiler. */
function drawWith(store: ProgramStore, scene: Scene): { readonly drawn: number[]; readonly calls: number; readonly bench: VirglBench } {
  const bench = renderer(store);
  const spies = compilerCalls.map((name) => vi.spyOn(bench.gl, name));
  using guest = bench.guest();
  const drawn = draw(guest, scene);
  expect(bench.glErrors()).toBe('');
  return { drawn, calls: spies.reduce((sum, spy) => sum + spy.mock.calls.length, 0), bench };
}

test.each(Object.entries(scenes))('%s: the second run draws the same and calls no compiler', (name, scene) => {
  const store = new MemoryStore();
  const first = drawWith(store, scene);
  expect(first.calls).toBeGreaterThan(5);
  expect(new Set(first.drawn).size, `${name} is no good test`).toBeGreaterThan(name === 'plain' ? 0 : 1);
  store.write();
  expect(store.programs).toHaveLength(scene.programs ?? 1);
  const second = drawWith(store, scene);
  expect(second.drawn).toEqual(first.drawn);
  expect(second.calls).toBe(0);
  const { compiled, linked, stored } = second.bench.renderer.host.programs;
  expect([compiled, linked, stored?.loaded, stored?.refused]).toEqual([0, 0, scene.programs ?? 1, 0]);
});

test('a text is parsed only where a program has to be made of it', () => {
  const store = new MemoryStore();
  drawWith(store, scenes['constants']!);
  store.write();
  const { bench } = drawWith(store, scenes['constants']!);
  using guest = bench.guest();
  const fragment = constants.replace('CONST[0][2]', 'CONST[0][0]');
  // The vertex shader's summary is from the first run; now its text is needed.
  expect(draw(guest, { ...scenes['constants']!, pipeline: { fragment } })).not.toEqual([]);
  expect(bench.renderer.host.programs.compiled).toBe(2);
  expect(bench.glErrors()).toBe('');
});

test('a text that is refused is refused in the same words in every run', () => {
  const store = new MemoryStore();
  const refusal = (): string => {
    const bench = renderer(store);
    using guest = bench.guest();
    expect(() => makeShader(guest, PipeShader.FRAGMENT, 'FRAG\nDCL OUT[0], COLOR\n  0: MOV OUT[0], IN[7]\n  1: END\n')).toThrow(/shader/);
    store.write();
    return guest.log.at(-1) ?? '';
  };
  const first = refusal();
  expect(first).toMatch(/line 3/);
  expect(refusal()).toBe(first);
  expect(store.entries.size).toBe(0);
});

test('a text of another stage than the command says is refused, known or not', () => {
  const store = new MemoryStore();
  drawWith(store, scenes['constants']!);
  store.write();
  const bench = renderer(store);
  using guest = bench.guest();
  for (let i = 0; i < 2; i++) {
    expect(() => makeShader(guest, PipeShader.VERTEX, constants)).toThrow(/fragment shader, the command says vertex/);
    makeShader(guest, PipeShader.FRAGMENT, constants);
  }
});

test('another driver finds nothing', () => {
  const store = new MemoryStore();
  drawWith(store, scenes['plain']!);
  store.write();
  const before = [...store.entries.keys()];
  for (const key of store.programs) {
    store.entries.set(key.replace('llvmpipe', 'some other GPU'), store.entries.get(key)!);
    store.entries.delete(key);
  }
  expect([...store.entries.keys()]).not.toEqual(before);
  const second = drawWith(store, scenes['plain']!);
  expect(second.bench.renderer.host.programs.linked).toBe(1);
});

const useless: Readonly<Record<string, (entry: StoredEntry) => StoredEntry>> = {
  'whose binary is of another build of the driver': ({ description, bytes }) => {
    // Mesa's binaries begin with its version and the driver's identity.
    const other = bytes.slice();
    other[6]! ^= 0xff;
    return { description, bytes: other };
  },
  'whose binary is short': ({ description, bytes }) => ({ description, bytes: bytes.slice(0, 20) }),
  'whose binary is zeros': ({ description, bytes }) => ({ description, bytes: new Uint8Array(bytes.length) }),
  'whose binary is absent': ({ description }) => ({ description, bytes: new Uint8Array(0) }),
  'of a format that the driver does not have': ({ description, bytes }) => ({
    description: description.replace(/"format":\d+/, '"format":4660'),
    bytes,
  }),
  'without a description': ({ bytes }) => ({ description: '', bytes }),
  'with another description': ({ bytes }) => ({ description: '{"format":34655,"about":[1]}', bytes }),
  'with null for a description': ({ bytes }) => ({ description: 'null', bytes }),
};

test.each(Object.entries(useless))('an entry %s is removed, and the program compiled', (_name, spoil) => {
  const store = new MemoryStore();
  const first = drawWith(store, scenes['constants']!);
  store.write();
  const [key] = store.programs;
  store.entries.set(key!, spoil(store.get(key!)!));
  const second = drawWith(store, scenes['constants']!);
  expect(second.drawn).toEqual(first.drawn);
  expect(second.bench.renderer.host.programs.linked).toBe(1);
  expect(second.bench.renderer.host.programs.stored?.refused).toBe(1);
  expect(store.removed).toEqual([key]);
  store.write();
  expect(drawWith(store, scenes['constants']!).calls).toBe(0);
});

test('a program that its guest has deleted is kept all the same', () => {
  const store = new MemoryStore();
  const bench = renderer(store);
  const guest = bench.guest();
  draw(guest, scenes['constants']!);
  guest[Symbol.dispose]();
  store.write();
  expect(store.programs).toHaveLength(1);
  expect(drawWith(store, scenes['constants']!).calls).toBe(0);
});

test('what the renderer ends with is kept', () => {
  const store = new MemoryStore();
  const bench = new VirglBench(undefined, { programStore: store });
  const guest = bench.guest();
  draw(guest, scenes['plain']!);
  bench.renderer[Symbol.dispose]();
  bench.gl[Symbol.dispose]();
  store.write();
  expect(store.programs).toHaveLength(1);
});

test('programs of blits are kept too', () => {
  const store = new MemoryStore();
  const blit = (): number => {
    const bench = renderer(store);
    const spy = vi.spyOn(bench.gl, 'compileShader');
    using guest = bench.guest();
    // L8 is kept as R8: only a shader can make the other channels of it.
    const src = guest.resource({ format: PipeFormat.L8_UNORM, width: 1, height: 1 });
    const dst = guest.resource({ width: 1, height: 1 });
    guest.write(src, [7], {});
    const status = guest.submit(
      command(p.encodeBlit, {
        ...{ mask: 0xf, filter: 0, scissorEnable: 0, renderConditionEnable: 0, alphaBlend: 0 },
        ...{ scissorMinx: 0, scissorMiny: 0, scissorMaxx: 0, scissorMaxy: 0 },
        ...{ srcResHandle: src, srcLevel: 0, srcFormat: PipeFormat.L8_UNORM, srcX: 0, srcY: 0, srcZ: 0, srcW: 1, srcH: 1, srcD: 1 },
        ...{ dstResHandle: dst, dstLevel: 0, dstFormat: PipeFormat.R8G8B8A8_UNORM, dstX: 0, dstY: 0, dstZ: 0, dstW: 1, dstH: 1, dstD: 1 },
      }),
    );
    expect(status, guest.log.at(-1)).toBe(0);
    expect([...guest.read(dst, 4, {})]).toEqual([7, 7, 7, 255]);
    return spy.mock.calls.length;
  };
  const first = blit();
  store.write();
  expect(first).toBeGreaterThan(0);
  expect(blit()).toBe(0);
});

test('hosts that compile in the background begin when the guest links', () => {
  const bench = renderer(new MemoryStore());
  Object.assign(bench.renderer.host.programs, { foresees: true });
  const link = vi.spyOn(bench.gl, 'linkProgram');
  const remove = vi.spyOn(bench.gl, 'deleteProgram');
  const guest = bench.guest();
  const target = guest.resource({ width: SIZE, height: SIZE });
  guest.framebuffer(0, guest.surface(target, PipeFormat.R8G8B8A8_UNORM));
  bindPipeline(guest, SIZE, SIZE);
  bindPositions(guest, cover);
  const vertexHandle = makeShader(guest, PipeShader.VERTEX, 'VERT\nDCL IN[0]\nDCL OUT[0], POSITION\n  0: MOV OUT[0], IN[0]\n  1: END\n');
  const fragments = [1, 2].map((i) => makeShader(guest, PipeShader.FRAGMENT, constants.replace('CONST[0][2]', `CONST[0][${i}]`)));
  const hint = (fragmentHandle: number): void => {
    const none = { geometryHandle: 0, tessCtrlHandle: 0, tessEvalHandle: 0, computeHandle: 0 };
    expect(guest.submit(command(p.encodeLinkShader, { vertexHandle, fragmentHandle, ...none }))).toBe(0);
  };
  for (const fragment of fragments) hint(fragment);
  hint(fragments[0]!);
  expect(link).toHaveBeenCalledTimes(2);
  guest.submit(
    command(p.encodeBindShader, { handle: vertexHandle, type: PipeShader.VERTEX }),
    command(p.encodeBindShader, { handle: fragments[0]!, type: PipeShader.FRAGMENT }),
  );
  expect(drawArrays(guest, PipePrim.TRIANGLES, 3), guest.log.at(-1)).toBe(0);
  hint(fragments[0]!);
  expect(link).toHaveBeenCalledTimes(2);
  // A shader of the wrong stage is no hint at all.
  const none = { geometryHandle: 0, tessCtrlHandle: 0, tessEvalHandle: 0, computeHandle: 0 };
  expect(guest.submit(command(p.encodeLinkShader, { vertexHandle: fragments[0]!, fragmentHandle: vertexHandle, ...none }))).toBe(0);
  // The program that was never drawn with goes with its shaders too.
  guest[Symbol.dispose]();
  expect(remove).toHaveBeenCalledTimes(2);
  expect(bench.glErrors()).toBe('');
});

test('what is known of a shader survives being written down', () => {
  const folder = new URL('../../../../corpus/shaders/in/', import.meta.url);
  const dialect = { glsl: 450 } as const;
  const features = glslFeatures(dialect, () => true);
  let count = 0;
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.tgsi')) continue;
    const parsed = parseTgsi(readFileSync(new URL(file, folder), 'latin1'));
    if (!parsed.ok) continue;
    const { info } = parsed.module;
    const { properties, ...plain } = info;
    expect(JSON.parse(JSON.stringify(plain)), file).toEqual(plain);
    expect(new Map(JSON.parse(JSON.stringify([...properties])) as [string, number][]), file).toEqual(properties);
    const written = writeGlsl(parsed.module, { dialect, features });
    if (!written.ok) continue;
    expect(JSON.parse(JSON.stringify(written)), file).toEqual(written);
    count++;
  }
  expect(count).toBeGreaterThan(80);
});

test('a host without program binaries keeps nothing', () => {
  const store = new MemoryStore();
  vi.stubEnv('MESA_SHADER_CACHE_DISABLE', 'true');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { bench } = drawWith(store, scenes['plain']!);
  store.write();
  if (bench.gl.getInteger(GL.NUM_PROGRAM_BINARY_FORMATS) === 0) expect(store.entries.size).toBe(0);
});
