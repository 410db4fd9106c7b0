/** Draws, computation, clears, and the state that they depend on. */
import { type Command, number as n, type TestState } from './state.ts';
import { frustum, identity, type Matrix, ortho, setMatrices } from './matrices.ts';
import { useSubroutines } from './uniform-commands.ts';
import { made, parseFloats, parseInteger, TestFailure, TestSkipped } from './values.ts';

/** Attributes where a rectangle's corners and texture coordinates go; gl_MultiTexCoord0 is the last. */
const POSITION = 0;
const TEXTURE = 1;
const OLD_TEXTURE = 8;

type Rectangle = { readonly patch: boolean; readonly instances: number; readonly texture: readonly number[] | null };

const corners = ([x, y, w, h]: readonly [number, number, number, number], more: readonly number[]): Float32Array<ArrayBuffer> =>
  Float32Array.from([0, 1, 2, 3].flatMap((i) => [x + (i & 1) * w, y + (i >> 1) * h, ...more]));

const rectangle = (state: TestState, box: readonly [number, number, number, number], { patch, instances, texture }: Rectangle): void => {
  const { gl } = state;
  const program = state.linked();
  useSubroutines(state);
  const before = gl.getParameter(gl.VERTEX_ARRAY_BINDING) as ReturnType<typeof gl.createVertexArray> | null;
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  const point = (location: number, data: Float32Array<ArrayBuffer>, size: number): void => {
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
    gl.vertexAttribPointer(location, size, gl.FLOAT, false, 0, 0);
    gl.enableVertexAttribArray(location);
  };
  point(POSITION, corners(box, [0, 1]), 4);
  if (texture !== null) {
    const data = corners(texture as [number, number, number, number], []);
    point(gl.getAttribLocation(program, 'piglit_texcoord') === TEXTURE ? TEXTURE : OLD_TEXTURE, data, 2);
  }
  const mode = patch ? gl.PATCHES : gl.TRIANGLE_STRIP;
  const vertices = patch ? Number(gl.getParameter(gl.PATCH_VERTICES)) : 0;
  if (patch) gl.patchParameteri(gl.PATCH_VERTICES, 4);
  if (instances > 1) gl.drawArraysInstanced(mode, 0, 4, instances);
  else gl.drawArrays(mode, 0, 4);
  if (patch) gl.patchParameteri(gl.PATCH_VERTICES, vertices);
  gl.bindVertexArray(before);
  gl.deleteVertexArray(array);
};

const drawRectangle = (state: TestState, instanced: string, kind: string, text: string): void => {
  const tex = kind.includes('tex');
  const instances = instanced === '' ? 1 : parseInteger(instanced);
  const [x = 0, y = 0, w = 0, h = 0, ...texture] = parseFloats(text, tex ? 8 : 4);
  const [width, height] = state.test.size;
  const box: [number, number, number, number] = kind.includes('ortho')
    ? [-1 + (2 * x) / width, -1 + (2 * y) / height, (2 * w) / width, (2 * h) / height]
    : [x, y, w, h];
  rectangle(state, box, { patch: kind.includes('patch'), instances, texture: tex ? texture : null });
};

const drawArrays = (
  state: TestState,
  instanced: string,
  mode: string,
  first: string,
  count: string,
  instances: string | undefined,
): void => {
  const { gl } = state;
  state.linked();
  if (state.rows > 0 && Number(first) + Number(count) > state.rows) throw new TestFailure('there are fewer rows of vertex data');
  const draw = (primitive: string, from: number, vertices: number): void => {
    if (instanced === '') gl.drawArrays(state.enum(primitive), from, vertices);
    else gl.drawArraysInstanced(state.enum(primitive), from, vertices, Number(instances));
  };
  // Core profiles have no quads: what they cover is a fan, or a strip.
  if (mode === 'GL_QUADS') for (let i = 0; i + 4 <= Number(count); i += 4) draw('GL_TRIANGLE_FAN', Number(first) + i, 4);
  else draw({ GL_QUAD_STRIP: 'GL_TRIANGLE_STRIP', GL_POLYGON: 'GL_TRIANGLE_FAN' }[mode] ?? mode, Number(first), Number(count));
};

const captureMode = (state: TestState, mode: string): number => {
  const { gl } = state;
  return mode.startsWith('GL_TRIANGLE') ? gl.TRIANGLES : mode.startsWith('GL_LINE') ? gl.LINES : gl.POINTS;
};

const drawCaptured = (state: TestState, mode: string, first: string, count: string): void => {
  const { gl } = state;
  state.linked();
  const targets = [gl.PRIMITIVES_GENERATED, gl.TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN] as const;
  const queries = targets.map((target) => {
    const query = made(gl.createQuery());
    gl.beginQuery(target, query);
    return query;
  });
  gl.enable(gl.RASTERIZER_DISCARD);
  gl.beginTransformFeedback(captureMode(state, mode));
  gl.drawArrays(state.enum(mode), Number(first), Number(count));
  gl.endTransformFeedback();
  gl.disable(gl.RASTERIZER_DISCARD);
  for (const target of targets) gl.endQuery(target);
  gl.finish();
  ['GL_PRIMITIVES_GENERATED', 'GL_TRANSFORM_FEEDBACK_PRIMITIVES_WRITTEN'].forEach((name, i) =>
    state.counted.set(name, Number(gl.getQueryParameter(queries[i]!, gl.QUERY_RESULT))),
  );
};

const compute = (state: TestState, x: string, y: string, z: string): void => {
  const { gl } = state;
  state.linked();
  useSubroutines(state);
  gl.memoryBarrier(gl.ALL_BARRIER_BITS);
  gl.dispatchCompute(Number(x), Number(y), Number(z));
  gl.memoryBarrier(gl.ALL_BARRIER_BITS);
};

const setProjection = (state: TestState, projection: Matrix): void => setMatrices(state, identity(), projection);

const clear = (state: TestState): void => {
  if (state.clearBits !== 0) state.gl.clear(state.clearBits);
};

const clipPlane = (state: TestState, plane: string, a: string, b: string, c: string, d: string): void => {
  state.setClipPlane(Number(plane), [a, b, c, d].map(Number));
};

const caps: Readonly<Record<string, string>> = {
  GL_PROGRAM_POINT_SIZE: 'PROGRAM_POINT_SIZE',
  GL_DEPTH_TEST: 'DEPTH_TEST',
  GL_DEPTH_CLAMP: 'DEPTH_CLAMP',
};

const setCapability = (state: TestState, what: string, name: string): void => {
  const { gl } = state;
  const plane = /^GL_CLIP_PLANE(\d)$/.exec(name)?.[1];
  const on = what === 'enable';
  if (name === 'GL_VERTEX_PROGRAM_TWO_SIDE') {
    state.setTwoSide(on);
    return;
  }
  const cap = plane === undefined ? state.enum(caps[name] ?? name) : gl.CLIP_DISTANCE0 + Number(plane);
  if (on) gl.enable(cap);
  else gl.disable(cap);
};

const needs = (what: string) => (): never => {
  throw new TestSkipped(`${what} are not offered`);
};

const four = `${n}\\s+${n}\\s+${n}\\s+${n}`;

/** See above. */
export const drawCommands: readonly Command[] = [
  [
    /^clear color (.*)$/,
    (state, text = '') => {
      const [r = 0, g = 0, b = 0, a = 0] = parseFloats(text, 4);
      state.gl.clearColor(r, g, b, a);
      state.clearBits |= state.gl.COLOR_BUFFER_BIT;
    },
  ],
  [
    /^clear depth (.*)$/,
    (state, text = '') => {
      state.gl.clearDepth(parseFloats(text, 1)[0] ?? 1);
      state.clearBits |= state.gl.DEPTH_BUFFER_BIT;
    },
  ],
  [/^clear\b/, clear],
  [new RegExp(`^clip plane (\\d) ${four}`), clipPlane],
  [/^color (.*)$/, (state, text = '') => state.gl.vertexAttrib4fv(3, parseFloats(text, 4))],
  [/^compute (\d+) (\d+) (\d+)/, compute],
  [/^compute group size/, needs('compute groups of any size')],
  [
    /^draw instanced rect ((?:ortho |patch )*)(\d+) (.*)$/,
    (state, kind = '', count = '', text = '') => drawRectangle(state, count, kind, text),
  ],
  [/^draw rect ((?:ortho |patch |tex )*)(.*)$/, (state, kind = '', text = '') => drawRectangle(state, '', kind, text)],
  [/^draw arrays (instanced )(\S+) (\d+) (\d+) (\d+)/, drawArrays],
  [/^draw arrays()\s+(\S+) (\d+) (\d+)/, drawArrays],
  [/^xfb draw arrays (\S+) (\d+) (\d+)/, drawCaptured],
  [/^(enable|disable) (\S+)/, setCapability],
  [/^depthfunc (\S+)/, (state, name = '') => state.gl.depthFunc(state.enum(name))],
  [new RegExp(`^frustum ${four}\\s+${n}\\s+${n}`), (state, ...v) => setProjection(state, frustum(v.map(Number)))],
  [new RegExp(`^ortho ${four}`), (state, l, r, b, t) => setProjection(state, ortho(Number(l), Number(r), Number(b), Number(t)))],
  [/^ortho/, (state) => setProjection(state, ortho(0, state.drawSize[0], 0, state.drawSize[1]))],
  [/^hint (\S+) (\S+)/, (state, target = '', mode = '') => state.gl.hint(state.enum(target), state.enum(mode))],
  [/^memory barrier (\S+)/, (state, name = '') => state.gl.memoryBarrier(state.enum(name))],
  [/^blend barrier/, needs('advanced blend equations')],
  [/^fbfetch barrier/, needs('framebuffer fetches')],
  [/^patch parameter vertices (\d+)/, (state, count = '') => state.gl.patchParameteri(state.gl.PATCH_VERTICES, Number(count))],
  [
    /^patch parameter default level outer (.*)$/,
    (state, text = '') => state.gl.patchParameterfv(state.gl.PATCH_DEFAULT_OUTER_LEVEL, parseFloats(text, 4)),
  ],
  [
    /^patch parameter default level inner (.*)$/,
    (state, text = '') => state.gl.patchParameterfv(state.gl.PATCH_DEFAULT_INNER_LEVEL, parseFloats(text, 2)),
  ],
  [/^polygon mode (\S+) (\S+)/, (state, face = '', mode = '') => state.gl.polygonMode(state.enum(face), state.enum(mode))],
  [
    /^provoking vertex (first|last)/,
    (state, which = '') => state.gl.provokingVertex(which === 'first' ? state.gl.FIRST_VERTEX_CONVENTION : state.gl.LAST_VERTEX_CONVENTION),
  ],
  [/^shade model (smooth|flat)/, (state, model = '') => state.setFlat(model === 'flat')],
  [
    new RegExp(`^viewport indexed (\\d+) ${four}`),
    (state, i, x, y, w, h) => state.gl.viewportIndexedf(Number(i), Number(x), Number(y), Number(w), Number(h)),
  ],
  [/^viewport swizzle/, needs('viewport swizzles')],
  [/^(?:newlist|endlist|calllist|deletelist|light|parameter (?:env|local))/, needs('parts of the compatibility profile')],
  [/^program binary save restore/, needs('program binaries')],
  [
    /^active shader program (\S+)/,
    (state, stage = '') => {
      const program = state.stagePrograms.get(state.enum(stage)) ?? null;
      if (program === null || state.pipeline === null) throw new TestFailure(`there is no program of ${stage}`);
      state.gl.activeShaderProgram(state.pipeline, program);
      state.uniformProgram = program;
    },
  ],
];
