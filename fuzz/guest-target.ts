/*
 * The guest driver under programs that call it anyhow: hundreds of calls with arguments that may be right, and some that cannot be.
 *
 * Whatever is called: an error that is set means that nothing was sent, nothing is thrown but the TypeErrors that WebIDL demands, no call
 * takes long, and, where a renderer listens, it refuses nothing.
 */
import { createNativeGl, type NativeGl } from '@virglass/gl/native';
import {
  createContext,
  destroyContext,
  inProcess,
  RecorderWinsys,
  recording,
  type Transport,
  WebGL2RenderingContext,
} from '@virglass/guest';
import { createVirglRenderer } from '@virglass/virgl';
import { Dice, mixSeed } from './dice.ts';
import type { Finding } from './execute.ts';
import { type GuestApi, guestCalls } from './guest-calls.ts';
import { demandsTypeError, goodShaders, GuestWorld } from './guest-values.ts';

/** Where the constants are. */
const GL = WebGL2RenderingContext.prototype;
const CALLS = 250;
/** What a call may take; a host has to do everything that was sent before, by software. */
const SLOW_MS = { recorded: 5000, rendered: 30_000 };

/** The case of a run with a number: its API, and whether a renderer listens. */
export function guestCase(index: number): { readonly api: GuestApi; readonly rendered: boolean } {
  return { api: (['webgl2', 'webgl', 'opengl', 'webgl2'] as const)[index % 4]!, rendered: index % 5 === 0 };
}

type Context = ReturnType<typeof createContext>;
type Methods = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** What became of a method's calls. */
export interface GuestCoverage {
  done: number;
  refused: number;
  thrown: number;
}

/** See above. */
export class GuestTarget implements Disposable {
  /** By `API.method`. */
  readonly coverage = new Map<string, GuestCoverage>();
  readonly #gl: NativeGl;
  readonly #renderer: ReturnType<typeof createVirglRenderer>;

  constructor() {
    this.#gl = createNativeGl();
    this.#renderer = createVirglRenderer(this.#gl, { checkErrors: true });
    for (const [api, calls] of Object.entries(guestCalls)) {
      for (const name of Object.keys(calls)) this.coverage.set(`${api}.${name}`, { done: 0, refused: 0, thrown: 0 });
    }
  }

  /**
   * Runs a case: calls of a context that draws on a recorder, or on a renderer.
   *
   * @param rendered - whether a renderer listens; what GL objects to in what it is sent counts then too
   */
  run(run: number, index: number, rendered: boolean, api: GuestApi): Finding[] {
    const dice = new Dice(mixSeed(run ^ 0x2c1b3c6d, index));
    const log: string[] = [];
    const recorder = new RecorderWinsys(this.#renderer.capset(2, 0), false);
    const transport = rendered ? this.#rendering(log) : recording(recorder);
    const gl = createContext(32, 32, { api, transport, antialias: dice.chance(0.3), stencil: dice.chance(0.5) });
    const findings: Finding[] = [];
    const lines: string[] = [];
    try {
      this.#calls(gl, api, dice, recorder, findings, lines);
      gl.flush();
      if (rendered && (gl.isContextLost() || log.length > 0)) {
        findings.push({ kind: 'refused', key: (log[0] ?? 'context lost').replace(/\d+/g, 'N'), detail: [...log, ...lines].join('\n') });
      }
    } finally {
      destroyContext(gl);
    }
    return findings;
  }

  #rendering(log: string[]): Transport {
    const quota = { bytes: 2 ** 29, resources: 65536, contexts: 4, objects: 65536, gpuMilliseconds: 20_000 };
    const gl = this.#gl;
    return inProcess({
      open: () => this.#renderer.openDevice(quota, { warn: (text) => log.push(text), debug: () => undefined }),
      capset: (id) => this.#renderer.capset(id, 0),
      memory: (byteLength) => gl.memory(byteLength),
      free: (memory) => gl.freeMemory(memory),
    });
  }

  #calls(gl: Context, api: GuestApi, dice: Dice, recorder: RecorderWinsys, findings: Finding[], lines: string[]): void {
    const world = new GuestWorld(api, dice);
    const calls = guestCalls[api];
    const methods = gl as unknown as Methods;
    const names = Object.keys(calls).filter((name) => typeof methods[name] === 'function');
    let errors = 0;
    gl.onError = () => void errors++;
    const { stream } = gl.core;
    const sent = (): number => recorder.calls * 65536 + stream.at;
    const call = (name: string, args: readonly unknown[]): unknown => {
      const counts = this.coverage.get(`${api}.${name}`)!;
      const line = `${name}(${args.map(shown).join(', ')})`;
      lines.push(line);
      errors = 0;
      const before = sent();
      const started = performance.now();
      const report = (kind: Finding['kind'], key: string, detail = ''): void =>
        void findings.push({ kind, key: `${name} ${key}`, detail: `${line}\n${detail}\nafter:\n${lines.slice(-60).join('\n')}` });
      let made: unknown;
      try {
        made = methods[name]!.apply(gl, [...args]);
        counts[errors > 0 ? 'refused' : 'done']++;
      } catch (error) {
        counts.thrown++;
        const { message = String(error), stack = '' } = error instanceof Error ? error : {};
        const demanded = error instanceof TypeError && demandsTypeError(calls[name]!, args);
        if (!demanded) report('exception', message.replace(/\d+/g, 'N').slice(0, 60), stack);
        else if (sent() !== before) report('mistake', 'throws, and something was sent');
      }
      if (errors > 0 && sent() !== before) report('mistake', 'sets an error, and something was sent');
      const milliseconds = performance.now() - started;
      if (milliseconds > (recorder.calls > 0 ? SLOW_MS.recorded : SLOW_MS.rendered))
        report('slow', 'slow', `${Math.round(milliseconds)} ms`);
      world.keep(made);
      return made;
    };
    if (dice.chance(0.8)) prepare(call, api, dice.chance(0.3));
    for (let i = 0; i < CALLS; i++) {
      if (dice.chance(0.08))
        for (const [name, ...kinds] of dice.pick(recipes)) {
          if (names.includes(name!)) call(name!, world.values(kinds));
        }
      else {
        const name = dice.pick(names);
        call(name, world.values(calls[name]!));
      }
    }
  }

  /** Methods of an API that have never done anything. */
  neverDone(api: GuestApi): string[] {
    return [...this.coverage]
      .filter(([name, { done }]) => name.startsWith(`${api}.`) && done === 0)
      .map(([name]) => name.slice(api.length + 1));
  }

  /** How often methods did something, were refused, and threw. */
  table(): string {
    const lines = [...this.coverage].map(([name, { done, refused, thrown }]) => [name.padEnd(48), done, refused, thrown].join('\t'));
    return ['method\tdone\trefused\tTypeErrors', ...lines].join('\n');
  }

  [Symbol.dispose](): void {
    this.#renderer[Symbol.dispose]();
    this.#gl[Symbol.dispose]();
  }
}

/** What a program that means well begins with: something that can be drawn. */
function prepare(call: (name: string, args: readonly unknown[]) => unknown, api: GuestApi, feeds: boolean): void {
  const program = call('createProgram', []);
  goodShaders[api].forEach((text, i) => {
    const shader = call('createShader', [i === 0 ? GL.VERTEX_SHADER : GL.FRAGMENT_SHADER]);
    call('shaderSource', [shader, text]);
    call('compileShader', [shader]);
    call('attachShader', [program, shader]);
  });
  if (api !== 'webgl' && feeds) call('transformFeedbackVaryings', [program, ['place'], GL.INTERLEAVED_ATTRIBS]);
  call('linkProgram', [program]);
  call('useProgram', [program]);
  for (const name of ['size', 'light', 'map']) call('getUniformLocation', [program, name]);
  if (api !== 'webgl') call('bindVertexArray', [call('createVertexArray', [])]);
  for (const target of [GL.ARRAY_BUFFER, GL.ELEMENT_ARRAY_BUFFER, ...(api === 'webgl' ? [] : [GL.UNIFORM_BUFFER])]) {
    call('bindBuffer', [target, call('createBuffer', [])]);
    call('bufferData', [target, new Uint8Array(1024), GL.STATIC_DRAW]);
  }
  call('enableVertexAttribArray', [0]);
  call('vertexAttribPointer', [0, 4, GL.FLOAT, false, 0, 0]);
  if (api !== 'webgl') call('bindBufferBase', [GL.UNIFORM_BUFFER, 0, call('createBuffer', [])]);
  if (api !== 'webgl') call('bufferData', [GL.UNIFORM_BUFFER, 256, GL.DYNAMIC_DRAW]);
  call('bindTexture', [GL.TEXTURE_2D, call('createTexture', [])]);
  call('texImage2D', [GL.TEXTURE_2D, 0, GL.RGBA, 4, 4, 0, GL.RGBA, GL.UNSIGNED_BYTE, new Uint8Array(64)]);
  call('texSubImage2D', [GL.TEXTURE_2D, 0, 1, 1, 2, 2, GL.RGBA, GL.UNSIGNED_BYTE, new Uint8Array(16)]);
  call('generateMipmap', [GL.TEXTURE_2D]);
  if (api !== 'webgl') {
    call('bindTexture', [GL.TEXTURE_3D, call('createTexture', [])]);
    call('texImage3D', [GL.TEXTURE_3D, 0, GL.RGBA8, 4, 4, 4, 0, GL.RGBA, GL.UNSIGNED_BYTE, null]);
    call('texSubImage3D', [GL.TEXTURE_3D, 0, 0, 1, 2, 2, 2, 1, GL.RGBA, GL.UNSIGNED_BYTE, new Uint8Array(16)]);
    call('copyTexSubImage3D', [GL.TEXTURE_3D, 0, 0, 0, 3, 0, 0, 2, 2]);
    call('getIndexedParameter', [GL.UNIFORM_BUFFER_BINDING, 0]);
  }
  call('drawArrays', [GL.TRIANGLES, 0, 3]);
  if (api !== 'webgl' && feeds) {
    call('bindBufferBase', [GL.TRANSFORM_FEEDBACK_BUFFER, 0, call('createBuffer', [])]);
    call('bufferData', [GL.TRANSFORM_FEEDBACK_BUFFER, 4096, GL.DYNAMIC_COPY]);
    call('bindBuffer', [GL.TRANSFORM_FEEDBACK_BUFFER, null]);
    call('beginTransformFeedback', [GL.TRIANGLES]);
    call('drawArrays', [GL.TRIANGLES, 0, 3]);
    for (const name of ['pauseTransformFeedback', 'resumeTransformFeedback', 'endTransformFeedback']) call(name, []);
  }
  call('drawElements', [GL.TRIANGLES, 3, GL.UNSIGNED_SHORT, 0]);
  call('readPixels', [0, 0, 4, 4, GL.RGBA, GL.UNSIGNED_BYTE, new Uint8Array(64)]);
}

/** Calls that belong together, so that more than errors comes of a case. */
const recipes: readonly (readonly (readonly string[])[])[] = [
  [['createBuffer'], ['bindBuffer', 'bufferTarget', 'Buffer'], ['bufferData', 'bufferTarget', 'dataOrSize', 'usage']],
  [
    ['createTexture'],
    ['bindTexture', 'textureTarget', 'Texture'],
    ['texStorage2D', 'textureTarget', 'level', 'internalFormat', 'size', 'size'],
  ],
  [['createTexture'], ['bindTexture', 'textureTarget', 'Texture'], ['texImage2D', ...guestCalls.webgl['texImage2D']!]],
  [
    ['createFramebuffer'],
    ['bindFramebuffer', 'framebufferTarget', 'Framebuffer'],
    ['framebufferTexture2D', ...guestCalls.webgl['framebufferTexture2D']!],
  ],
  [
    ['createRenderbuffer'],
    ['bindRenderbuffer', 'renderbufferTarget', 'Renderbuffer'],
    ['renderbufferStorage', ...guestCalls.webgl['renderbufferStorage']!],
  ],
  [
    ['createVertexArray'],
    ['bindVertexArray', 'VertexArray'],
    ['enableVertexAttribArray', 'index'],
    ['vertexAttribPointer', ...guestCalls.webgl['vertexAttribPointer']!],
  ],
  [['createQuery'], ['beginQuery', 'queryTarget', 'Query'], ['drawArrays', 'mode', 'index', 'count'], ['endQuery', 'queryTarget']],
  [['createTransformFeedback'], ['createSampler'], ['bindSampler', 'index', 'Sampler'], ['fenceSync', 'any', 'zero']],
  ['createShader', 'createShader', 'createProgram'].map((name) => (name === 'createShader' ? [name, 'shaderType'] : [name])),
  [
    ['useProgram', 'Program'],
    ['getUniformLocation', 'Program', 'name'],
    ['uniform4fv', 'Location', 'floats'],
    ['drawArrays', 'mode', 'index', 'count'],
  ],
];

/** A value as a line of a report has it. */
function shown(value: unknown): string {
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}[${value.byteLength}]`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? JSON.stringify(value) : value.constructor.name;
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
