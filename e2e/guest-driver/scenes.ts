/*
 * Scenes for the guest driver, drawn alike on every transport: each uses another part of what goes to a host. They need nothing but a
 * WebGL 2 context, so that the same file is imported by a test and by a program inside a guest.
 */
import type { WebGL2RenderingContext, WebGLProgram } from '@virglass/guest';

type Gl = WebGL2RenderingContext;

/** A scene: its size, and how it is drawn into a new context. */
export interface Scene {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Several samples, and no depth: not every host has depth with samples. */
  readonly smooth?: boolean;
  readonly draw: (gl: Gl) => void | Promise<void>;
}

function link(gl: Gl, vertex: string, fragment: string, varyings: readonly string[] = []): WebGLProgram {
  const program = gl.createProgram()!;
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type)!;
    gl.shaderSource(shader, `#version 300 es\nprecision highp float;\n${source}`);
    gl.compileShader(shader);
    if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) !== true) throw new Error(String(gl.getShaderInfoLog(shader)));
    gl.attachShader(program, shader);
  }
  if (varyings.length > 0) gl.transformFeedbackVaryings(program, [...varyings], gl.SEPARATE_ATTRIBS);
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) throw new Error(String(gl.getProgramInfoLog(program)));
  gl.useProgram(program);
  return program;
}

function attribute(gl: Gl, location: number, size: number, values: readonly number[], divisor = 0): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, Float32Array.from(values), gl.STATIC_DRAW);
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, size, gl.FLOAT, false, 0, 0);
  gl.vertexAttribDivisor(location, divisor);
}

const corners = [-1, -1, 1, -1, -1, 1, 1, 1];

/** A triangle whose corners have colors. */
function triangle(gl: Gl): void {
  link(
    gl,
    'layout(location=0) in vec2 p; layout(location=1) in vec3 c; out vec3 color; void main() { color = c; gl_Position = vec4(p, 0, 1); }',
    'in vec3 color; out vec4 o; void main() { o = vec4(color, 1); }',
  );
  attribute(gl, 0, 2, [-0.9, -0.8, 0.9, -0.7, 0.1, 0.9]);
  attribute(gl, 1, 3, [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  gl.clearColor(0.1, 0.2, 0.3, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

/** A texture larger than any staging memory, with mipmaps, on a plane that goes to the horizon. */
function floor(gl: Gl): void {
  const program = link(
    gl,
    'layout(location=0) in vec2 p; out vec2 uv; void main() { float z = p.y < 0.0 ? 1.0 : 12.0; uv = vec2(p.x, p.y * 0.5) * z; gl_Position = vec4(p.x * z * 0.7, p.y * z * 0.6, 0.0, z); }',
    'in vec2 uv; out vec4 o; uniform sampler2D image; void main() { o = texture(image, uv); }',
  );
  attribute(gl, 0, 2, corners);
  const size = 2048;
  const bytes = new Uint8Array(size * size * 4);
  for (let y = 0, at = 0; y < size; y++)
    for (let x = 0; x < size; x++, at += 4) {
      const dark = ((x >> 6) ^ (y >> 6)) & 1;
      bytes[at] = dark ? 40 : x >> 3;
      bytes[at + 1] = dark ? 60 : y >> 3;
      bytes[at + 2] = dark ? 90 : (x ^ y) & 255;
      bytes[at + 3] = 255;
    }
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, size, size, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 100, 200, 3, 3, gl.RGBA, gl.UNSIGNED_BYTE, bytes.subarray(0, 36));
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
  gl.uniform1i(gl.getUniformLocation(program, 'image'), 0);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
}

/** A lit torus: indices, depth, matrices as uniforms; a picture larger than what is read at once. */
function torus(gl: Gl): void {
  const program = link(
    gl,
    `layout(location=0) in vec3 p; layout(location=1) in vec3 n; uniform mat4 turn; uniform mat4 view; out vec3 normal;
     void main() { normal = mat3(turn) * n; gl_Position = view * turn * vec4(p, 1); }`,
    `in vec3 normal; out vec4 o; uniform vec3 lights[2];
     void main() { vec3 sum = vec3(0.08); for (int i = 0; i < 2; i++) sum[i] += max(dot(normalize(normal), normalize(lights[i])), 0.0); o = vec4(sum, 1); }`,
  );
  const [rings, sides] = [48, 24];
  const positions: number[] = [];
  const normals: number[] = [];
  const indices: number[] = [];
  for (let ring = 0; ring < rings; ring++)
    for (let side = 0; side < sides; side++) {
      const [a, b] = [(ring / rings) * 2 * Math.PI, (side / sides) * 2 * Math.PI];
      const out = Math.cos(b);
      normals.push(Math.cos(a) * out, Math.sin(a) * out, Math.sin(b));
      positions.push(Math.cos(a) * (0.7 + 0.3 * out), Math.sin(a) * (0.7 + 0.3 * out), 0.3 * Math.sin(b));
      const [next, up] = [((ring + 1) % rings) * sides, (side + 1) % sides];
      const here = ring * sides;
      indices.push(here + side, next + side, here + up, here + up, next + side, next + up);
    }
  attribute(gl, 0, 3, positions);
  attribute(gl, 1, 3, normals);
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, Uint16Array.from(indices), gl.STATIC_DRAW);
  const [c, s] = [Math.cos(1), Math.sin(1)];
  gl.uniformMatrix4fv(gl.getUniformLocation(program, 'turn'), false, [1, 0, 0, 0, 0, c, s, 0, 0, -s, c, 0, 0, 0, 0, 1]);
  gl.uniformMatrix4fv(gl.getUniformLocation(program, 'view'), false, [1.2, 0, 0, 0, 0, 1.6, 0, 0, 0, 0, -1.2, -1, 0, 0, 1.4, 2]);
  gl.uniform3fv(gl.getUniformLocation(program, 'lights'), [1, 1, 1, -1, 0.5, 0.7]);
  gl.enable(gl.DEPTH_TEST);
  gl.clearColor(0, 0, 0.2, 1);
  gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  gl.drawElements(gl.TRIANGLES, indices.length, gl.UNSIGNED_SHORT, 0);
}

/** Instances with a uniform block, blended; many small uploads. */
function instances(gl: Gl): void {
  const program = link(
    gl,
    `layout(location=0) in vec2 p; layout(location=1) in vec2 shift; layout(std140) uniform Look { vec4 color; vec2 scale; float grow[3]; };
     out vec4 tint; void main() { float g = grow[gl_InstanceID % 3]; tint = color * vec4(1, g, 1.0 - g, 1); gl_Position = vec4(p * scale * (0.5 + g) + shift, 0, 1); }`,
    'in vec4 tint; out vec4 o; void main() { o = tint; }',
  );
  attribute(gl, 0, 2, corners);
  const shifts: number[] = [];
  for (let i = 0; i < 100; i++) shifts.push(Math.sin(i * 2.4) * i * 0.009, Math.cos(i * 2.4) * i * 0.009);
  attribute(gl, 1, 2, shifts, 1);
  gl.bindBufferBase(gl.UNIFORM_BUFFER, 0, gl.createBuffer());
  gl.bufferData(gl.UNIFORM_BUFFER, 80, gl.DYNAMIC_DRAW);
  gl.uniformBlockBinding(program, gl.getUniformBlockIndex(program, 'Look'), 0);
  gl.enable(gl.BLEND);
  gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
  gl.clearColor(0, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  for (let i = 0; i < 4; i++) {
    const look = new Float32Array(20);
    look.set([i & 1, 0.9, i >> 1, 0.6, 0.1, 0.06, 0, 0, 0.2, 0, 0, 0, 0.6, 0, 0, 0, 1]);
    gl.bufferSubData(gl.UNIFORM_BUFFER, 0, look);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, 25 * (i + 1));
  }
}

/** Several targets at once, one of them of integers, put together by a second pass and a blit. */
function targets(gl: Gl): void {
  const drawn = gl.createFramebuffer();
  const textures = [gl.RGBA8, gl.RG16UI].map((format, i) => {
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, 64, 64);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    if (i === 0) gl.bindFramebuffer(gl.FRAMEBUFFER, drawn);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0 + i, gl.TEXTURE_2D, texture, 0);
    return texture;
  });
  gl.drawBuffers([gl.COLOR_ATTACHMENT0, gl.COLOR_ATTACHMENT1]);
  attribute(gl, 0, 2, corners);
  link(
    gl,
    'layout(location=0) in vec2 p; void main() { gl_Position = vec4(p * 0.8, 0, 1); }',
    `layout(location=0) out vec4 a; layout(location=1) out uvec2 b;
     void main() { a = vec4(gl_FragCoord.xy / 64.0, 0, 1); b = uvec2(gl_FragCoord.xy) * uvec2(gl_FragCoord.yx) + 7u; }`,
  );
  gl.viewport(0, 0, 64, 64);
  gl.clearBufferfv(gl.COLOR, 0, [0, 0, 1, 1]);
  gl.clearBufferuiv(gl.COLOR, 1, [9, 60000, 0, 0]);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  gl.bindFramebuffer(gl.DRAW_FRAMEBUFFER, null);
  gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
  const program = link(
    gl,
    'layout(location=0) in vec2 p; out vec2 uv; void main() { uv = p * 0.5 + 0.5; gl_Position = vec4(p, 0, 1); }',
    `in vec2 uv; out vec4 o; uniform sampler2D a; uniform highp usampler2D b;
     void main() { uvec2 n = texture(b, uv).xy; o = vec4(texture(a, uv).rg, float((n.x ^ n.y) & 255u) / 255.0, 1); }`,
  );
  for (const [unit, texture] of textures.entries()) {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.uniform1i(gl.getUniformLocation(program, 'ab'[unit]!), unit);
  }
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, drawn);
  gl.readBuffer(gl.COLOR_ATTACHMENT0);
  gl.blitFramebuffer(0, 0, 64, 64, 4, 100, 28, 124, gl.COLOR_BUFFER_BIT, gl.LINEAR);
  gl.bindFramebuffer(gl.READ_FRAMEBUFFER, null);
}

/** What a vertex shader writes is read by the program, and what a query counts becomes a color. */
async function feedback(gl: Gl): Promise<void> {
  link(
    gl,
    'layout(location=0) in float i; out vec2 place; void main() { place = vec2(sin(i * 0.7), cos(i * 0.3)) * (i / 40.0); gl_Position = vec4(0); }',
    'out vec4 o; void main() { o = vec4(1); }',
    ['place'],
  );
  attribute(
    gl,
    0,
    1,
    Array.from({ length: 40 }, (_, i) => i),
  );
  const places = gl.createBuffer();
  gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, places);
  gl.bufferData(gl.TRANSFORM_FEEDBACK_BUFFER, 40 * 8, gl.STATIC_READ);
  gl.enable(gl.RASTERIZER_DISCARD);
  gl.beginTransformFeedback(gl.POINTS);
  gl.drawArrays(gl.POINTS, 0, 40);
  gl.endTransformFeedback();
  gl.disable(gl.RASTERIZER_DISCARD);
  gl.bindBufferBase(gl.TRANSFORM_FEEDBACK_BUFFER, 0, null);
  gl.bindBuffer(gl.COPY_READ_BUFFER, places);
  const found = new Float32Array(80);
  gl.getBufferSubData(gl.COPY_READ_BUFFER, 0, found);
  const program = link(
    gl,
    'layout(location=0) in vec2 p; void main() { gl_Position = vec4(p, 0, 1); gl_PointSize = 6.0; }',
    'out vec4 o; uniform vec4 color; void main() { o = color; }',
  );
  const color = gl.getUniformLocation(program, 'color');
  attribute(gl, 0, 2, [...found]);
  const seen: boolean[] = [];
  const query = gl.createQuery()!;
  for (const x of [0, 4000]) {
    gl.viewport(x, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.uniform4f(color, 1, 1, 0, 1);
    gl.beginQuery(gl.ANY_SAMPLES_PASSED, query);
    gl.drawArrays(gl.POINTS, 0, 40);
    gl.endQuery(gl.ANY_SAMPLES_PASSED);
    do await new Promise((resolve) => setTimeout(resolve, 1));
    while (gl.getQueryParameter(query, gl.QUERY_RESULT_AVAILABLE) !== true && !gl.isContextLost());
    seen.push(Boolean(gl.getQueryParameter(query, gl.QUERY_RESULT)));
  }
  gl.viewport(0, 0, gl.drawingBufferWidth, gl.drawingBufferHeight);
  gl.enable(gl.SCISSOR_TEST);
  gl.scissor(4, 4, 16, 16);
  gl.clearColor(Number(seen[0]), Number(seen[1]), 0.5, 1);
  gl.clear(gl.COLOR_BUFFER_BIT);
  gl.disable(gl.SCISSOR_TEST);
}

/** All scenes. */
export const scenes: readonly Scene[] = [
  { name: 'triangle', width: 128, height: 128, draw: triangle },
  { name: 'smooth triangle', width: 400, height: 300, smooth: true, draw: triangle },
  { name: 'floor', width: 200, height: 120, draw: floor },
  { name: 'torus', width: 800, height: 600, draw: torus },
  { name: 'instances', width: 128, height: 128, draw: instances },
  { name: 'targets', width: 128, height: 128, draw: targets },
  { name: 'feedback', width: 128, height: 128, draw: feedback },
];
