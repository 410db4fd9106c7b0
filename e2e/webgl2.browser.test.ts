/*
 * The renderer in a browser tab: the same neutral code as on Node, on WebGL2. It draws streams that Mesa's virgl driver sent to a host
 * with just these capabilities (corpus/streams/webgl2, made by record-webgl2.ts), and the pictures are compared with the peer's, which
 * draws with desktop OpenGL on llvmpipe.
 *
 * Every call of WebGL2 is followed by a question for errors, so that a call that the browser refuses has a name.
 */
import { CapsV2Offset } from '@virglass/protocol';
import { createWebGl2Gl, type WebGl2Gl } from '@virglass/gl/webgl2';
import { createVirglRenderer, type VirglRenderer } from '@virglass/virgl';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { commands } from 'vitest/browser';
import { pictureOf, type ReplayReadback, replayVtest } from '../testkit/src/replay.ts';

type Picture = ReturnType<typeof pictureOf>;

let gl: WebGl2Gl;
let renderer: VirglRenderer;
/** WebGL calls that failed since the last test began. */
const failures: string[] = [];

/** The context, with a name for each call that fails. The errors themselves stay for the renderer to find. */
function watched(context: WebGL2RenderingContext): WebGL2RenderingContext {
  // One flag for each kind of error, as in GL.
  const found = new Set<number>();
  const wrappers = new Map<PropertyKey, unknown>();
  const wrap =
    (name: PropertyKey, call: (...args: unknown[]) => unknown) =>
    (...args: unknown[]) => {
      const result: unknown = Reflect.apply(call, context, args);
      const error = context.getError();
      if (error !== 0) {
        found.add(error);
        failures.push(`${String(name)}(${args.map((arg) => (typeof arg === 'number' ? `0x${arg.toString(16)}` : typeof arg)).join(', ')})`);
      }
      return result;
    };
  wrappers.set('getError', () => {
    const [first] = found;
    if (first === undefined) return context.getError();
    found.delete(first);
    return first;
  });
  return new Proxy(context, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      let wrapper = wrappers.get(name);
      if (wrapper === undefined) wrappers.set(name, (wrapper = wrap(name, value as () => unknown)));
      return wrapper;
    },
  });
}

beforeAll(() => {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2', { antialias: false, depth: false, stencil: false, alpha: false });
  if (context === null) throw new Error('this browser has no WebGL2');
  gl = createWebGl2Gl(watched(context));
  renderer = createVirglRenderer(gl);
});

beforeEach(({ task }) => {
  // The first test is about what happened before it.
  if (!task.name.startsWith('capabilities')) failures.length = 0;
});

/** The OpenGL that Mesa's virgl driver makes of the capabilities: what Mesa 22.3 said for each combination. */
function guestOpenGl(value: (field: string) => number): string {
  const glsl = value('glslLevel');
  if (glsl < 130 || value('conditionalRender') === 0 || value('textureMultisample') === 0) return '2.1';
  if (glsl < 140 || value('maxTboSize') === 0) return '3.0';
  if (glsl < 150) return '3.1';
  return glsl < 330 ? '3.2' : '3.3 or more';
}

test('capabilities are found without a WebGL error and have what OpenGL 2.1 and OpenGL ES 3.0 guests need', async () => {
  expect(failures).toEqual([]);
  const { rows, v2 } = renderer.caps;
  const value = (field: string): number => Number(rows.find((row) => row.field === field)?.value);
  const formats = renderer.host.formats.storable().length;
  // oxlint-disable-next-line no-console -- what a guest of this browser gets, for people to read
  console.log(
    `${gl.features.renderer}: ${formats} texture formats, GLSL ${value('glslLevel')}, conditional render ${value('conditionalRender')}, ` +
      `multisample textures ${value('textureMultisample')}, buffer textures ${value('maxTboSize')}: guests get OpenGL ${guestOpenGl(value)}`,
  );
  const file: unknown = import.meta.env['VITE_CAPS_FILE'];
  if (typeof file === 'string') await commands.writeFile(file, [...v2].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
  expect(value('glslLevel')).toBeGreaterThanOrEqual(140);
  expect(value('maxRenderTargets')).toBeGreaterThanOrEqual(4);
  expect(value('maxUniformBlocks')).toBeGreaterThanOrEqual(11);
  expect(value('maxTextureSamplers')).toBeGreaterThanOrEqual(15);
  for (const name of [
    'B8G8R8A8_UNORM',
    'B8G8R8X8_UNORM',
    'R8G8B8A8_UNORM',
    'S8_UINT_Z24_UNORM',
    'A8_UNORM',
    'L8A8_UNORM',
    'R8G8B8A8_SRGB',
  ]) {
    expect(renderer.host.formats.storable().map((format) => format.name)).toContain(name);
  }
  expect(v2.length).toBeGreaterThan(CapsV2Offset.maxUniformBlockSize);
});

async function load(file: string): Promise<Response> {
  const response = await fetch(new URL(`../corpus/streams/webgl2/${file}`, import.meta.url));
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return response;
}

/** A packed file's content. Servers may have said that the packing is the transfer's, and then the browser has undone it. */
async function unpack(file: string): Promise<Uint8Array> {
  const bytes = new Uint8Array(await (await load(file)).arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer());
}

async function loadPng(name: string): Promise<Picture> {
  const bitmap = await createImageBitmap(await (await load(`${name}.png`)).blob(), { colorSpaceConversion: 'none' });
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height).getContext('2d')!;
  canvas.drawImage(bitmap, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  return { width, height, rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => data[Math.floor(i / 3) * 4 + (i % 3)]!) };
}

/** Executes a recording; what its program read back. */
async function replay(name: string): Promise<readonly ReplayReadback[]> {
  const recording = await unpack(`${name}.vtest.gz`);
  const log: string[] = [];
  const quota = { bytes: 2 ** 28, resources: 4096, contexts: 1, objects: 65536, gpuMilliseconds: 4000 };
  using device = renderer.openDevice(quota, { warn: (message) => log.push(message), debug: () => undefined });
  const { readbacks, refusals } = replayVtest(device, recording, { memory: (bytes) => gl.memory(bytes) });
  expect(log).toEqual([]);
  expect(refusals).toEqual([]);
  expect(readbacks.length).toBeGreaterThan(0);
  return readbacks;
}

/** Executes a recording; the last picture that its program presented. */
async function draw(name: string): Promise<Picture> {
  return pictureOf((await replay(name)).at(-1)!);
}

/** Share of the pixels that have a channel further away than `tolerance`. */
function shareOver(a: Picture, b: Picture, tolerance: number): number {
  let over = 0;
  for (let i = 0; i < a.rgb.length; i += 3) {
    let worst = 0;
    for (let c = i; c < i + 3; c++) worst = Math.max(worst, Math.abs(a.rgb[c]! - b.rgb[c]!));
    if (worst > tolerance) over++;
  }
  return over / (a.rgb.length / 3);
}

/*
 * A channel may differ by 8, in all pixels but a few at edges, which two rasterisers and two shader compilers place differently. The
 * shares are about twice what SwiftShader differs by. With VIRGLASS_ANGLE=gl-egl the browser draws with the rasteriser that the peer has.
 */
test.for([
  { name: 'glxgears', share: 0.002, clips: false },
  { name: 'cube21', share: 0.002, clips: false },
  { name: 'sproingies', share: 0.005, clips: true },
])('$name draws what the peer draws', async ({ name, share, clips }, { skip }) => {
  skip(clips && !gl.features.clipDistance, 'this browser has no clip distances');
  const [ours, peers] = [await draw(name), await loadPng(name)];
  expect(failures).toEqual([]);
  expect([ours.width, ours.height]).toEqual([peers.width, peers.height]);
  expect(shareOver(ours, peers, 8)).toBeLessThanOrEqual(share);
  expect(gl.getError()).toBe(0);
});

/*
 * Programs that need what WebGL2 has in another way only: attributes with a stride of 0, base vertices, blits within a texture, 1D
 * textures and readbacks of depth, stream output. All that they read back must be what the peer gives.
 */
test.each(['constant-attribute', 'base-vertex', 'blit-within-texture', 'depth-of-1d-texture', 'feedback'])('%s', async (name) => {
  const ours = await replay(name);
  const peers = await unpack(`${name}.readbacks.gz`);
  expect(failures).toEqual([]);
  const bytes = ours.flatMap((readback) => [...readback.bytes]);
  expect(bytes.length).toBe(peers.length);
  expect(
    bytes.findIndex((byte, i) => Math.abs(byte - peers[i]!) > 1),
    'first byte that differs',
  ).toBe(-1);
});

test('the gears are where they should be, in their colours', async () => {
  const { width, height, rgb } = await draw('glxgears');
  expect([width, height]).toEqual([96, 96]);
  /** Share of a box's pixels whose channel is bright while the others are dark. */
  const share = (channel: number, x0: number, y0: number, x1: number, y1: number): number => {
    let count = 0;
    for (let y = y0; y < y1; y++) {
      for (let x = x0; x < x1; x++) {
        const at = (y * width + x) * 3;
        const others = [0, 1, 2].filter((c) => c !== channel).map((c) => rgb[at + c]!);
        if (rgb[at + channel]! > 90 && Math.max(...others) < rgb[at + channel]! / 2) count++;
      }
    }
    return count / ((x1 - x0) * (y1 - y0));
  };
  const [RED, GREEN, BLUE] = [0, 1, 2] as const;
  const gears: readonly { readonly channel: number; readonly box: readonly [number, number, number, number] }[] = [
    { channel: RED, box: [10, 40, 50, 85] },
    { channel: GREEN, box: [56, 42, 76, 68] },
    { channel: BLUE, box: [18, 12, 43, 39] },
  ];
  for (const { channel, box } of gears) {
    expect(share(channel, ...box), `channel ${channel} in its box`).toBeGreaterThan(0.4);
    for (const other of [RED, GREEN, BLUE]) {
      if (other !== channel) expect(share(other, ...box), `channel ${other} in the box of ${channel}`).toBeLessThan(0.03);
    }
  }
  // The lower half on the right and the upper corner on the left stay black.
  for (const [x, y] of [
    [90, 90],
    [70, 80],
    [3, 3],
    [90, 5],
  ] as const)
    expect([...rgb.slice((y * width + x) * 3, (y * width + x) * 3 + 3)]).toEqual([0, 0, 0]);
});
