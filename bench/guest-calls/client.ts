/*
 * The calls of bench/guest-calls/client.c, one by one, by the guest driver: what it is measured with.
 *
 *   client.ts SOCKET WORKLOAD FRAMES WARM [count]
 *
 * Draws WARM frames, then FRAMES, and prints as JSON: microseconds of CPU of the whole process for each of the latter, and the sum of the
 * bytes of the last picture. With `count`, also how many words went to the host in a frame, in all and by command.
 */
import { createContext } from '@virglass/guest';
import { vtest } from '@virglass/guest/vtest';
import { CountingWinsys } from './counting.ts';

const [SIZE, DRAWS, MESHES, TEXTURES, PROGRAMS, VERTICES, INDICES, BLOCK] = [64, 500, 16, 8, 4, 24, 36, 256];
const [socket = '', workload = '', frames = '1', warm = '0', count = ''] = process.argv.slice(2);

const connect = vtest(socket);
const counts: CountingWinsys[] = [];
const transport =
  count === ''
    ? connect
    : () => {
        const counting = new CountingWinsys(connect());
        counts.push(counting);
        return counting;
      };
const gl = createContext(SIZE, SIZE, { transport, antialias: false });

function compile(type: number, text: string): WebGLShader {
  const shader = gl.createShader(type)!;
  gl.shaderSource(shader, text);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader) ?? '');
  return shader;
}
type WebGLShader = NonNullable<ReturnType<typeof gl.createShader>>;

const head = `#version 300 es
layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec2 uv;
`;
const vertexText = `${head}uniform mat4 projection, model;
out vec3 facing;
out vec2 place;
void main() {
  facing = mat3(model) * normal;
  place = uv;
  gl_Position = projection * model * vec4(position, 1);
}
`;
const fragmentText = (digit: number): string => `#version 300 es
precision highp float;
in vec3 facing;
in vec2 place;
uniform vec4 tint;
uniform sampler2D map;
out vec4 color;
void main() { color = tint * texture(map, place) * (0.${digit} + abs(facing.z)); }
`;
const blockText = `${head}layout(std140) uniform Object { mat4 projection, model; vec4 rest[8]; };
out vec3 facing;
out vec2 place;
void main() {
  facing = mat3(model) * normal + rest[7].xyz;
  place = uv;
  gl_Position = projection * model * vec4(position, 1);
}
`;

const target = gl.createFramebuffer();
const color = gl.createRenderbuffer();
gl.bindRenderbuffer(gl.RENDERBUFFER, color);
gl.renderbufferStorage(gl.RENDERBUFFER, gl.RGBA8, SIZE, SIZE);
const depth = gl.createRenderbuffer();
gl.bindRenderbuffer(gl.RENDERBUFFER, depth);
gl.renderbufferStorage(gl.RENDERBUFFER, gl.DEPTH_COMPONENT24, SIZE, SIZE);
gl.bindFramebuffer(gl.FRAMEBUFFER, target);
gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.RENDERBUFFER, color);
gl.framebufferRenderbuffer(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, gl.RENDERBUFFER, depth);

const identity = Array.from({ length: 16 }, (_, i) => Number(i % 5 === 0));
const matrix = Float32Array.from(identity);
const object = new Float32Array(BLOCK / 4);
object.set(identity);
object.set(identity, 16);
const vertex = new Float32Array(8);

const programs = Array.from({ length: PROGRAMS + 1 }, (_, i) => {
  const program = gl.createProgram()!;
  gl.attachShader(program, compile(gl.VERTEX_SHADER, i === PROGRAMS ? blockText : vertexText));
  gl.attachShader(program, compile(gl.FRAGMENT_SHADER, fragmentText(i + 1)));
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program) ?? '');
  gl.useProgram(program);
  const model = gl.getUniformLocation(program, 'model');
  const tint = gl.getUniformLocation(program, 'tint');
  if (i < PROGRAMS) {
    gl.uniformMatrix4fv(gl.getUniformLocation(program, 'projection'), false, matrix);
    gl.uniformMatrix4fv(model, false, matrix);
  } else gl.uniformBlockBinding(program, gl.getUniformBlockIndex(program, 'Object'), 0);
  gl.uniform4f(tint, 1, 1, 1, 1);
  gl.uniform1i(gl.getUniformLocation(program, 'map'), 0);
  return { program, model, tint };
});

const textures = Array.from({ length: TEXTURES }, (_, i) => {
  const texels = Uint8Array.from({ length: 16 * 16 * 4 }, (__, j) => 128 + ((i * 16 + j) & 127));
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, 16, 16);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 16, 16, gl.RGBA, gl.UNSIGNED_BYTE, texels);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  return texture;
});

const meshes = Array.from({ length: MESHES }, (_, i) => {
  const vertices = new Float32Array(VERTICES * 8);
  for (let j = 0; j < VERTICES; j++) {
    const x = (i % 4) / 2 - 1 + (j & 1) * 0.25;
    const y = (i >> 2) / 2 - 1 + ((j >> 1) & 1) * 0.25;
    vertices.set([x, y, j / VERTICES, 0, 0, 0.5, j & 1, (j >> 1) & 1], j * 8);
  }
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  const buffer = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
  gl.bufferData(gl.ARRAY_BUFFER, vertices, gl.DYNAMIC_DRAW);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  const indices = Uint16Array.from({ length: INDICES }, (__, j) => j % VERTICES);
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, indices, gl.STATIC_DRAW);
  for (let j = 0; j < 3; j++) {
    gl.enableVertexAttribArray(j);
    gl.vertexAttribPointer(j, j === 2 ? 2 : 3, gl.FLOAT, false, 32, j * 12);
  }
  return { array, buffer };
});
const blockBuffer = gl.createBuffer();
gl.bindBuffer(gl.UNIFORM_BUFFER, blockBuffer);
gl.bufferData(gl.UNIFORM_BUFFER, DRAWS * BLOCK, gl.DYNAMIC_DRAW);
gl.viewport(0, 0, SIZE, SIZE);
gl.enable(gl.DEPTH_TEST);
gl.depthFunc(gl.LEQUAL);
gl.clearColor(0.25, 0.5, 0.75, 1);

function move(program: number, i: number): void {
  matrix[12] = (i % 10) / 20;
  matrix[13] = (i % 7) / 20;
  gl.uniformMatrix4fv(programs[program]!.model, false, matrix);
}

const between: Readonly<Record<string, (i: number) => void>> = {
  draws() {},
  uniforms(i) {
    move(0, i);
    gl.uniform4f(programs[0]!.tint, 1, (i & 15) / 15, 1, 1);
  },
  states(i) {
    if (i & 1) gl.enable(gl.BLEND);
    else gl.disable(gl.BLEND);
    gl.blendFunc(gl.SRC_ALPHA, i & 2 ? gl.ONE : gl.ONE_MINUS_SRC_ALPHA);
    gl.depthMask((i & 4) !== 0);
    if (i & 1) gl.enable(gl.CULL_FACE);
    else gl.disable(gl.CULL_FACE);
  },
  textures(i) {
    gl.bindTexture(gl.TEXTURE_2D, textures[i % TEXTURES]!);
  },
  meshes(i) {
    gl.bindVertexArray(meshes[i % MESHES]!.array);
  },
  programs(i) {
    gl.useProgram(programs[i % PROGRAMS]!.program);
    move(i % PROGRAMS, i);
  },
  vertices(i) {
    const { array, buffer } = meshes[i % MESHES]!;
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    vertex[0] = (i % 8) / 8 - 1;
    vertex[6] = 1;
    gl.bufferSubData(gl.ARRAY_BUFFER, (i % VERTICES) * 32, vertex);
  },
  blocks(i) {
    object[28] = (i % 10) / 20;
    object[29] = (i % 7) / 20;
    gl.bufferSubData(gl.UNIFORM_BUFFER, i * BLOCK, object);
    gl.bindBufferRange(gl.UNIFORM_BUFFER, 0, blockBuffer, i * BLOCK, BLOCK);
  },
  mixed(i) {
    const at = Math.floor(i / 25) % PROGRAMS;
    if (i % 25 === 0) gl.useProgram(programs[at]!.program);
    if (i % 50 === 0) {
      if (i % 100 === 0) gl.enable(gl.BLEND);
      else gl.disable(gl.BLEND);
    }
    if (i % 5 === 0) gl.bindTexture(gl.TEXTURE_2D, textures[(i / 5) % TEXTURES]!);
    gl.bindVertexArray(meshes[i % MESHES]!.array);
    move(at, i);
    gl.uniform4f(programs[at]!.tint, 1, (i & 15) / 15, 1, 1);
  },
};

const name = Object.keys(between).find((one) => one === workload);
if (name === undefined) throw new Error(`no workload ${workload}`);
const change = between[name]!;

function frame(): void {
  gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  gl.useProgram(programs[name === 'blocks' ? PROGRAMS : 0]!.program);
  gl.bindVertexArray(meshes[0]!.array);
  for (let i = 0; i < DRAWS; i++) {
    change(i);
    gl.drawElements(gl.TRIANGLES, INDICES, gl.UNSIGNED_SHORT, 0);
  }
  gl.depthMask(true);
  gl.flush();
}

for (let i = Number(warm); i > 0; i--) frame();
gl.finish();
const before = process.cpuUsage();
for (const counting of counts) counting.clear();
for (let i = 0; i < Number(frames); i++) frame();
gl.finish();
const { user, system } = process.cpuUsage(before);
const words = counts[0]?.perFrame(Number(frames));
const pixels = new Uint8Array(SIZE * SIZE * 4);
gl.readPixels(0, 0, SIZE, SIZE, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
if (gl.getError() !== 0) throw new Error('a call was refused');
const sum = pixels.reduce((all, byte) => all + byte, 0);
console.log(JSON.stringify({ frameUs: (user + system) / Number(frames), sum, ...words }));
