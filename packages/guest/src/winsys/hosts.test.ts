/*
 * Hosts in the same process that answer garbage, offer little, refuse, or stop: whatever they do, a context is made and works, or is lost,
 * or there is none and a reason is given.
 */
import { CapsV1Size, CapsV2Offset, CapsV2Size } from '@virglass/protocol';
import { seededRandom } from '@virglass/testkit';
import { afterAll, expect, test } from 'vitest';
import { ContextError, createContext, destroyContext } from '../create-context.ts';
import { localHost } from '../testing/local-host.ts';
import type { WebGL2RenderingContext, WebGLRenderingContext } from '../webgl/contexts.ts';
import { inProcess, type InProcessDevice, type SharedBlock } from './in-process.ts';
import { RecorderWinsys, recording } from './recorder.ts';
import type { Transport } from './winsys.ts';

const host = localHost();
afterAll(() => host[Symbol.dispose]());
const real = host.capset;

type Context = WebGL2RenderingContext | WebGLRenderingContext;

/** Something of everything: shaders, buffers, textures, a framebuffer, a draw, pixels. */
function useEverything(gl: Context): void {
  const program = gl.createProgram();
  for (const [type, text] of [
    [gl.VERTEX_SHADER, 'attribute vec4 p; varying vec2 at; void main() { at = p.xy; gl_Position = p; }'],
    [
      gl.FRAGMENT_SHADER,
      'precision mediump float; varying vec2 at; uniform sampler2D map; void main() { gl_FragColor = texture2D(map, at); }',
    ],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program!, shader);
  }
  gl.linkProgram(program!);
  gl.useProgram(program);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(64), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(0);
  gl.vertexAttribPointer(0, 4, gl.FLOAT, false, 0, 0);
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 8, 8, 0, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(256));
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  const target = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, target);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 8, 8, 0, gl.RGBA, gl.UNSIGNED_BYTE, null);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, target, 0);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.readPixels(0, 0, 2, 2, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(16));
  for (const name of gl.getSupportedExtensions() ?? []) gl.getExtension(name);
  for (const name of [gl.MAX_TEXTURE_SIZE, gl.MAX_VIEWPORT_DIMS, gl.ALIASED_POINT_SIZE_RANGE, gl.RENDERER]) gl.getParameter(name);
  gl.finish();
  gl.getError();
}

/** Makes a context and uses it. @returns what came of it */
function outcome(transport: Transport, api: 'webgl' | 'webgl2'): string {
  let gl: Context;
  try {
    gl = createContext(8, 8, { api, transport });
  } catch (error) {
    expect(error).toBeInstanceOf(ContextError);
    return (error as ContextError).message;
  }
  useEverything(gl);
  const said = gl.isContextLost() ? `lost: ${gl.core.winsys.lost}` : 'works';
  destroyContext(gl);
  return said;
}

const offering = (capset: Uint8Array): Transport => recording(new RecorderWinsys(capset, false));

test('no capabilities at all are a reason', () => {
  for (const size of [0, 1, CapsV1Size, CapsV2Size]) expect(outcome(offering(new Uint8Array(size)), 'webgl2')).toMatch(/the host lacks/);
});

test('the shorter capabilities of an old host are enough for the first version', () => {
  expect(outcome(offering(real.slice(0, CapsV1Size)), 'webgl')).toBe('works');
});

test('whatever the capabilities are, there is a context or a reason', () => {
  const random = seededRandom(7);
  for (let i = 0; i < 150; i++) {
    const capset = i % 3 === 0 ? random.bytes(CapsV2Size) : real.slice();
    const words = new Uint32Array(capset.buffer, capset.byteOffset, capset.length >> 2);
    for (let j = 0; j < 1 + (i % 40); j++) {
      const value = [0, 1, 0xffffffff, 0x80000000, 0x7f800000][random.below(5)]!;
      words[random.below(words.length)] = i % 2 === 0 ? value : words[random.below(words.length)]! & value;
    }
    for (const api of ['webgl2', 'webgl'] as const) expect(outcome(offering(capset), api), `case ${i}`).toMatch(/^works$|the host/);
  }
});

test('a host without some formats has no context, or one without them', () => {
  for (const table of ['sampler', 'render', 'depthstencil', 'vertexbuffer'] as const) {
    const capset = real.slice().fill(0, CapsV2Offset[table], CapsV2Offset[table] + 64);
    for (const api of ['webgl2', 'webgl'] as const) expect(outcome(offering(capset), api), table).toMatch(/^works$|the host lacks/);
  }
});

/** A device that answers as it is told, one number for each of its calls in turn. */
function device(answer: () => number): InProcessDevice {
  const calls = [
    'createContext',
    'createResource',
    'destroyResource',
    'attachBacking',
    'attachResource',
    'submit',
    'transferToHost',
  ] as const;
  const numbers = Object.fromEntries([...calls, 'transferFromHost', 'createFence'].map((name) => [name, answer]));
  const rest = {
    finish() {},
    fenceSignalled: () => answer() === 0,
    waitFence: () => answer() === 0,
    destroyFence() {},
    [Symbol.dispose]() {},
  };
  return { ...numbers, ...rest } as unknown as InProcessDevice;
}

function through(answer: () => number): Transport {
  const memory = (byteLength: number): SharedBlock => ({ address: 0, byteLength, bytes: new Uint8Array(byteLength) });
  return inProcess({ open: () => device(answer), capset: () => real, memory, free: () => undefined, stagingBytes: 65536 });
}

test('a device that refuses from some moment on loses the context', () => {
  expect(
    outcome(
      through(() => 0),
      'webgl2',
    ),
  ).toBe('works');
  for (const least of [1, 2, 5, 10, 20, 50]) {
    let calls = 0;
    const said = outcome(
      through(() => Number(++calls >= least)),
      'webgl2',
    );
    expect(said, `from call ${least} on`).toMatch(/^lost: the host refused a command$|^works$|the host/);
  }
});

test('a device that answers by chance harms nobody', () => {
  const random = seededRandom(11);
  for (let i = 0; i < 50; i++) {
    const said = outcome(
      through(() => [0, 0, 0, 1, -1, 0xffffffff, NaN][random.below(7)]!),
      i % 2 === 0 ? 'webgl2' : 'webgl',
    );
    expect(said).toMatch(/^works$|^lost: |the host/);
  }
});

test('one that cannot be opened is a ContextError with its words', () => {
  const open = (): never => {
    throw new Error('no more devices');
  };
  const none = { address: 0, byteLength: 0, bytes: new Uint8Array(0) };
  const transport = inProcess({ open, capset: () => real, memory: () => none, free: () => undefined });
  expect(outcome(transport, 'webgl2')).toBe('no more devices');
});
