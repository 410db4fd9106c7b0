/**
 * A GL host for tests that draw: parses TGSI, writes GLSL, links, draws a triangle over the whole target and reads it back.
 * (Its name ends in .test.ts because only tests may import the GL binding.)
 */
import { GL } from '@virglass/gl';
import { type NativeGl, createNativeGl } from '@virglass/gl/native';
import { expect, test } from 'vitest';
import { type GlslDialect, type GlslFeatures, glslFeatures } from '../back/glsl/features.ts';
import type { GlslOptions, GlslShader } from '../back/glsl/options.ts';
import { SystemBlock, systemBlockName } from '../back/glsl/system-block.ts';
import { writeGlsl } from '../back/glsl/write.ts';
import { parseTgsi } from '../front/tgsi/parse.ts';
import type { TgsiModule } from '../ir/module.ts';
import type { Stage } from '../ir/types.ts';

/** Covers the target with one triangle made from gl_VertexID. */
export const coverVertex = `VERT
DCL SV[0], VERTEXID
DCL OUT[0], POSITION
DCL TEMP[0]
IMM[0] UINT32 {1, 2, 0, 0}
IMM[1] FLT32 {4.0, 2.0, -1.0, 1.0}
AND TEMP[0].x, SV[0].xxxx, IMM[0].xxxx
AND TEMP[0].y, SV[0].xxxx, IMM[0].yyyy
U2F TEMP[0].xy, TEMP[0].xyyy
MAD TEMP[0].xy, TEMP[0].xyyy, IMM[1].xyyy, IMM[1].zzzz
MOV TEMP[0].z, IMM[0].zzzz
MOV TEMP[0].w, IMM[1].wwww
MOV OUT[0], TEMP[0]
END
`;

type Kind = 'f' | 'i' | 'u';

/** One draw. */
export type Draw = {
  readonly vertex?: string;
  readonly fragment: string;
  readonly vs?: Partial<GlslOptions>;
  readonly fs?: Partial<GlslOptions>;
  /** Shaders between vertex and fragment shader, in pipeline order; options of the last one come on top of `vs`. */
  readonly between?: readonly string[];
  readonly last?: Partial<GlslOptions>;
  /** What is captured with `feedback`; default points. */
  readonly feedbackMode?: number;
  /** Words of each constant slot. */
  readonly vsConstants?: Readonly<Record<number, Uint32Array>>;
  readonly fsConstants?: Readonly<Record<number, Uint32Array>>;
  /** Words of the system block; y factor 1 by default. */
  readonly system?: (view: DataView) => void;
  /** Kind of each colour target; default one of floats. */
  readonly targets?: readonly Kind[];
  readonly width?: number;
  readonly height?: number;
  readonly samples?: number;
  /** Attributes: 4 words per vertex and location. */
  readonly attributes?: Readonly<Record<number, Uint32Array>>;
  readonly mode?: number;
  readonly vertices?: number;
  readonly instances?: number;
  /** Called with the program in use, before the draw: textures, state. Returns what to undo. */
  readonly setup?: (gl: NativeGl) => (() => void) | undefined;
  /** Uses a depth and stencil buffer and returns its contents in `depth`. */
  readonly depth?: boolean;
  /** Bytes of each transform feedback buffer; the draw then captures points. */
  readonly feedback?: readonly number[];
  /** Clears all targets to this instead of 0x7f7f7f7f words. */
  readonly clear?: number;
};

/** What came out: words of each target, row 0 first. */
export type Drawn = {
  readonly targets: readonly Uint32Array[];
  readonly depth: Float32Array;
  readonly stencil: Uint8Array;
  readonly feedback: readonly Uint32Array[];
  readonly vertexShader: GlslShader;
  readonly fragmentShader: GlslShader;
  readonly betweenShaders: readonly GlslShader[];
};

/** A written shader and its stage. */
export type Between = { readonly stage: Stage; readonly shader: GlslShader };

const shaderTypes = {
  vertex: GL.VERTEX_SHADER,
  'tess-control': GL.TESS_CONTROL_SHADER,
  'tess-eval': GL.TESS_EVALUATION_SHADER,
  geometry: GL.GEOMETRY_SHADER,
  fragment: GL.FRAGMENT_SHADER,
  compute: GL.COMPUTE_SHADER,
} as const satisfies Record<Stage, number>;

/** The module of a text, or a failed expectation. */
export const parsed = (text: string): TgsiModule => {
  const result = parseTgsi(text);
  if (!result.ok) throw new Error(`line ${result.line}: ${result.message}\n${text}`);
  return result.module;
};

const formats = {
  f: [GL.RGBA32F, GL.RGBA, GL.FLOAT],
  i: [GL.RGBA32I, GL.RGBA_INTEGER, GL.INT],
  u: [GL.RGBA32UI, GL.RGBA_INTEGER, GL.UNSIGNED_INT],
} as const;

/** A context and a dialect. */
export class Host {
  readonly gl: NativeGl;
  readonly dialect: GlslDialect;
  readonly features: GlslFeatures;

  constructor(gl: NativeGl, dialect: GlslDialect) {
    this.gl = gl;
    this.dialect = dialect;
    this.features = glslFeatures(dialect, (name) => gl.features.has(name));
  }

  /** Writes a module, or fails. */
  write(module: TgsiModule, options: Partial<GlslOptions> = {}): GlslShader {
    const result = writeGlsl(module, { dialect: this.dialect, features: this.features, ...options });
    if (!result.ok) throw new Error(result.message);
    return result;
  }

  /** Compiles a text; throws with the driver's message and the text. */
  compile(stage: Stage, source: string): number {
    const { gl } = this;
    const shader = gl.createShader(shaderTypes[stage]);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    if (gl.getShaderParameter(shader, GL.COMPILE_STATUS) === 0) {
      const log = gl.getShaderInfoLog(shader);
      gl.deleteShader(shader);
      throw new Error(`${log}\n${source.replace(/^/gm, '| ')}`);
    }
    return shader;
  }

  /** Links written shaders; returns the program. */
  link(vertex: GlslShader, fragment: GlslShader, between: readonly Between[] = []): number {
    const { gl } = this;
    const [vs, fs] = [this.compile('vertex', vertex.source), this.compile('fragment', fragment.source)];
    const program = gl.createProgram();
    gl.attachShader(program, vs);
    gl.attachShader(program, fs);
    for (const { stage, shader } of between) {
      const name = this.compile(stage, shader.source);
      gl.attachShader(program, name);
      gl.deleteShader(name);
    }
    const last = between.at(-1)?.shader ?? vertex;
    if (!vertex.locationsInText) for (const { name, location } of vertex.attributes) gl.bindAttribLocation(program, location, name);
    if (!fragment.locationsInText)
      for (const { name, location, index } of fragment.fragmentOutputs) gl.bindFragDataLocationIndexed(program, location, index, name);
    if (last.feedbackVaryings.length > 0)
      gl.transformFeedbackVaryings(
        program,
        [...last.feedbackVaryings],
        last.feedbackMode === 'interleaved' ? GL.INTERLEAVED_ATTRIBS : GL.SEPARATE_ATTRIBS,
      );
    gl.linkProgram(program);
    gl.deleteShader(vs);
    gl.deleteShader(fs);
    if (gl.getProgramParameter(program, GL.LINK_STATUS) === 0) {
      const log = gl.getProgramInfoLog(program);
      gl.deleteProgram(program);
      throw new Error([log, vertex.source, ...between.map(({ shader }) => shader.source), fragment.source].join('\n'));
    }
    return program;
  }

  #buffer(target: number, words: Uint32Array, minimum = 16): number {
    const { gl } = this;
    const size = Math.max(words.byteLength, minimum);
    const memory = gl.memory(size);
    memory.bytes.set(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
    const buffer = gl.createBuffer();
    gl.bindBuffer(target, buffer);
    gl.bufferData(target, size, memory, 0, GL.STATIC_DRAW);
    gl.freeMemory(memory);
    return buffer;
  }

  /** Draws and reads back. */
  draw(draw: Draw): Drawn {
    const { gl } = this;
    const vertexModule = parsed(draw.vertex ?? coverVertex);
    const fragmentModule = parsed(draw.fragment);
    const { width = 1, height = 1, targets = ['f'], samples = 0 } = draw;
    const colorKinds = new Uint8Array(8);
    targets.forEach((kind, i) => (colorKinds[i] = 'fiu'.indexOf(kind)));
    const modules = [vertexModule, ...(draw.between ?? []).map(parsed), fragmentModule];
    const written = modules.slice(0, -1).map((module, i): Between => {
      const following = modules[i + 1] as TgsiModule;
      const options = {
        next: following.info.inputs,
        nextStage: following.stage,
        ...(i === 0 || following === fragmentModule ? draw.vs : {}),
      };
      return { stage: module.stage, shader: this.write(module, { ...options, ...(following === fragmentModule ? draw.last : {}) }) };
    });
    const vertexShader = (written[0] as Between).shader;
    const between = written.slice(1);
    const fragmentShader = this.write(fragmentModule, {
      previous: (modules.at(-2) as TgsiModule).info.outputs,
      colorKinds,
      colorCount: targets.length,
      ...draw.fs,
    });
    const program = this.link(vertexShader, fragmentShader, between);
    const trash: (() => void)[] = [() => gl.deleteProgram(program)];
    gl.useProgram(program);
    let point = 0;
    const bindBlock = (name: string, words: Uint32Array, minimum: number): void => {
      const index = gl.getUniformBlockIndex(program, name);
      if (index === GL.INVALID_INDEX) return;
      const buffer = this.#buffer(GL.UNIFORM_BUFFER, words, minimum);
      gl.uniformBlockBinding(program, index, point);
      gl.bindBufferBase(GL.UNIFORM_BUFFER, point, buffer);
      point++;
      trash.push(() => gl.deleteBuffer(buffer));
    };
    for (const { slot, name, size } of vertexShader.uniformBlocks) bindBlock(name, draw.vsConstants?.[slot] ?? new Uint32Array(4), size);
    for (const { slot, name, size } of fragmentShader.uniformBlocks) bindBlock(name, draw.fsConstants?.[slot] ?? new Uint32Array(4), size);
    const system = new DataView(new ArrayBuffer(SystemBlock.size));
    system.setFloat32(SystemBlock.positionYFactor, 1, true);
    draw.system?.(system);
    bindBlock(systemBlockName, new Uint32Array(system.buffer), SystemBlock.size);
    for (const shader of [vertexShader, fragmentShader])
      for (const { name, unit } of shader.samplers) gl.uniform1i(gl.getUniformLocation(program, name), unit);

    const vao = gl.createVertexArray();
    gl.bindVertexArray(vao);
    trash.push(() => gl.deleteVertexArray(vao));
    for (const [location, words] of Object.entries(draw.attributes ?? {})) {
      const buffer = this.#buffer(GL.ARRAY_BUFFER, words);
      const at = Number(location);
      gl.enableVertexAttribArray(at);
      const kind = draw.vs?.attribKind?.[at] ?? 0;
      if (kind === 0) gl.vertexAttribPointer(at, 4, GL.FLOAT, false, 16, 0);
      else gl.vertexAttribIPointer(at, 4, kind === 1 ? GL.INT : GL.UNSIGNED_INT, 16, 0);
      trash.push(() => gl.deleteBuffer(buffer));
    }

    const framebuffer = this.#framebuffer(targets, width, height, samples, draw.depth === true, trash);
    gl.viewport(0, 0, width, height);
    const clear = draw.clear ?? 0x7f7f7f7f;
    const clearFloat = new Float32Array(new Uint32Array([clear]).buffer)[0] as number;
    targets.forEach((kind, i) => {
      if (kind === 'f') gl.clearBufferfv(GL.COLOR, i, clearFloat, clearFloat, clearFloat, clearFloat);
      else if (kind === 'i') gl.clearBufferiv(GL.COLOR, i, clear, clear, clear, clear);
      else gl.clearBufferuiv(GL.COLOR, i, clear, clear, clear, clear);
    });
    const undo = draw.setup?.(gl);
    const captures = (draw.feedback ?? []).map((bytes, i) => {
      const buffer = this.#buffer(GL.TRANSFORM_FEEDBACK_BUFFER, new Uint32Array(bytes / 4).fill(0xdeadbeef));
      gl.bindBufferBase(GL.TRANSFORM_FEEDBACK_BUFFER, i, buffer);
      trash.push(() => gl.deleteBuffer(buffer));
      return { buffer, bytes };
    });
    if (captures.length > 0) gl.beginTransformFeedback(draw.feedbackMode ?? GL.POINTS);
    gl.drawArraysInstanced(draw.mode ?? GL.TRIANGLES, 0, draw.vertices ?? 3, draw.instances ?? 1);
    if (captures.length > 0) gl.endTransformFeedback();
    undo?.();
    const read = this.#read(framebuffer, targets, width, height, samples, draw.depth === true, trash);
    const feedback = captures.map(({ buffer, bytes }) => {
      const memory = gl.memory(bytes);
      gl.bindBuffer(GL.TRANSFORM_FEEDBACK_BUFFER, buffer);
      gl.getBufferSubData(GL.TRANSFORM_FEEDBACK_BUFFER, 0, bytes, memory, 0);
      const words = new Uint32Array(memory.bytes.slice().buffer, 0, bytes / 4);
      gl.freeMemory(memory);
      return words;
    });
    gl.bindFramebuffer(GL.FRAMEBUFFER, 0);
    gl.useProgram(0);
    gl.bindVertexArray(0);
    for (const one of trash.reverse()) one();
    const error = gl.getError();
    if (error !== 0) throw new Error(`GL error 0x${error.toString(16)}`);
    return { ...read, feedback, vertexShader, fragmentShader, betweenShaders: between.map(({ shader }) => shader) };
  }

  #framebuffer(targets: readonly Kind[], width: number, height: number, samples: number, depth: boolean, trash: (() => void)[]): number {
    const { gl } = this;
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(GL.FRAMEBUFFER, framebuffer);
    trash.push(() => gl.deleteFramebuffer(framebuffer));
    const attach = (attachment: number, format: number): void => {
      const buffer = gl.createRenderbuffer();
      gl.bindRenderbuffer(GL.RENDERBUFFER, buffer);
      if (samples > 0) gl.renderbufferStorageMultisample(GL.RENDERBUFFER, samples, format, width, height);
      else gl.renderbufferStorage(GL.RENDERBUFFER, format, width, height);
      gl.framebufferRenderbuffer(GL.FRAMEBUFFER, attachment, GL.RENDERBUFFER, buffer);
      trash.push(() => gl.deleteRenderbuffer(buffer));
    };
    targets.forEach((kind, i) => attach(GL.COLOR_ATTACHMENT0 + i, formats[kind][0]));
    if (depth) attach(GL.DEPTH_STENCIL_ATTACHMENT, GL.DEPTH32F_STENCIL8);
    gl.drawBuffers(targets.length, (1 << targets.length) - 1);
    expect(gl.checkFramebufferStatus(GL.FRAMEBUFFER)).toBe(GL.FRAMEBUFFER_COMPLETE);
    return framebuffer;
  }

  #read(
    framebuffer: number,
    targets: readonly Kind[],
    width: number,
    height: number,
    samples: number,
    depth: boolean,
    trash: (() => void)[],
  ): Pick<Drawn, 'targets' | 'depth' | 'stencil'> {
    const { gl } = this;
    let source = framebuffer;
    const resolve = (i: number): void => {
      if (samples === 0) return;
      source = this.#framebuffer([targets[i] as Kind], width, height, 0, false, trash);
      gl.bindFramebuffer(GL.READ_FRAMEBUFFER, framebuffer);
      gl.readBuffer(GL.COLOR_ATTACHMENT0 + i);
      gl.blitFramebuffer(0, 0, width, height, 0, 0, width, height, GL.COLOR_BUFFER_BIT, GL.NEAREST);
    };
    const out = targets.map((kind, i) => {
      resolve(i);
      const [, format, type] = formats[kind];
      gl.bindFramebuffer(GL.READ_FRAMEBUFFER, source);
      gl.readBuffer(samples > 0 ? GL.COLOR_ATTACHMENT0 : GL.COLOR_ATTACHMENT0 + i);
      const memory = gl.memory(width * height * 16);
      gl.readPixels(0, 0, width, height, format, type, memory, 0);
      const words = new Uint32Array(memory.bytes.slice().buffer, 0, width * height * 4);
      gl.freeMemory(memory);
      return words;
    });
    if (!depth) return { targets: out, depth: new Float32Array(0), stencil: new Uint8Array(0) };
    const memory = gl.memory(width * height * 5 + 64);
    gl.bindFramebuffer(GL.READ_FRAMEBUFFER, framebuffer);
    gl.pixelStorei(GL.PACK_ALIGNMENT, 1);
    gl.readPixels(0, 0, width, height, GL.DEPTH_COMPONENT, GL.FLOAT, memory, 0);
    gl.readPixels(0, 0, width, height, GL.STENCIL_INDEX, GL.UNSIGNED_BYTE, memory, width * height * 4);
    gl.pixelStorei(GL.PACK_ALIGNMENT, 4);
    const bytes = memory.bytes.slice();
    gl.freeMemory(memory);
    return {
      targets: out,
      depth: new Float32Array(bytes.buffer, 0, width * height),
      stencil: new Uint8Array(bytes.buffer, width * height * 4, width * height),
    };
  }
}

const hosts = new Map<string, Host>();

/** A host by name, made once per process: `gl450`, `gl330`, `gl140`, `es300`, `es320`. */
export const host = (name: string): Host => {
  let found = hosts.get(name);
  if (found === undefined) {
    const version = Number(name.slice(2));
    const es = name.startsWith('es');
    const other = [...hosts].find(([key]) => key.startsWith(es ? 'es' : 'gl'))?.[1].gl;
    found = new Host(other ?? createNativeGl({ api: es ? 'gles' : 'gl' }), es ? { essl: version } : { glsl: version });
    hosts.set(name, found);
    found.gl.makeCurrent();
    // Core contexts have point coordinates without asking.
    if (found.gl.features.compatibility) found.gl.enable(GL.POINT_SPRITE);
  }
  found.gl.makeCurrent();
  return found;
};

/** Words of floats. */
export const words = (...values: readonly number[]): Uint32Array => new Uint32Array(new Float32Array(values).buffer);

/** Floats of words. */
export const floats = (bits: Uint32Array): number[] => [...new Float32Array(bits.slice().buffer)];

test('the host draws', () => {
  const fragment = 'FRAG\nDCL OUT[0], COLOR\nIMM[0] FLT32 {0.25, 0.5, 0.75, 1.0}\nMOV OUT[0], IMM[0]\nEND\n';
  for (const name of ['gl450', 'es300'])
    expect(floats(host(name).draw({ fragment }).targets[0] as Uint32Array)).toEqual([0.25, 0.5, 0.75, 1]);
});
