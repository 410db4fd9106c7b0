/*
 * A fluid without compute shaders: every step is a triangle over the whole of a texture of half floats.
 *
 *   virglass render examples/fluid.js -o fluid.mp4 --frames 240 --fps 30
 *
 * The same file runs in a browser, in a page that has a <canvas>. The method is J. Stam's, "Stable Fluids" (1999): what flows carries
 * itself along, then the pressure that makes it free of sources is found step by step and taken away.
 */
const canvas = document.querySelector('canvas');
const gl = canvas.getContext('webgl2', { antialias: false, depth: false });
if (gl.getExtension('EXT_color_buffer_float') === null && gl.getExtension('EXT_color_buffer_half_float') === null) {
  throw new Error('half floats cannot be drawn to here');
}
gl.getExtension('OES_texture_float_linear');

const CELLS_HIGH = 128;
const PRESSURE_STEPS = 24;
const cells = { width: Math.round((CELLS_HIGH * canvas.width) / canvas.height), height: CELLS_HIGH };

const corner = `#version 300 es
out vec2 at;
void main() {
  at = vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0;
  gl_Position = vec4(at * 2.0 - 1.0, 0, 1);
}`;

const head = `#version 300 es
precision highp float;
precision highp sampler2D;
in vec2 at;
uniform sampler2D velocity, other;
uniform vec2 cell;
uniform float time;
out vec4 result;
vec4 beside(sampler2D field, float x, float y) { return texture(field, at + cell * vec2(x, y)); }
`;

const steps = {
  // A field is carried along by the velocity, and fades.
  carry: 'uniform float kept; void main() { result = kept * texture(other, at - texture(velocity, at).xy * cell); }',
  // Three jets push, and bring color.
  push: `uniform float colored;
    void main() {
      result = texture(other, at);
      for (int i = 0; i < 3; i++) {
        float turn = time * (0.7 + 0.2 * float(i)) + 2.1 * float(i);
        vec2 place = 0.5 + 0.3 * vec2(cos(turn), sin(turn * 1.3));
        vec2 away = (at - place) * vec2(cell.y / cell.x, 1);
        float near = exp(-dot(away, away) * 400.0);
        vec3 color = 0.5 + 0.5 * cos(time * 0.5 + vec3(0, 2, 4) + 2.1 * float(i));
        result += near * mix(vec4(vec2(-sin(turn), cos(turn * 1.3)) * 0.6, 0, 0), vec4(color * 0.12, 0), colored);
      }
    }`,
  sources: `void main() {
      float x = beside(velocity, 1.0, 0.0).x - beside(velocity, -1.0, 0.0).x;
      float y = beside(velocity, 0.0, 1.0).y - beside(velocity, 0.0, -1.0).y;
      result = vec4(0.5 * (x + y));
    }`,
  // One step towards the pressure: "velocity" is the pressure so far, "other" the sources.
  press: `void main() {
      vec4 sum = beside(velocity, 1.0, 0.0) + beside(velocity, -1.0, 0.0) + beside(velocity, 0.0, 1.0) + beside(velocity, 0.0, -1.0);
      result = (sum - texture(other, at)) * 0.25;
    }`,
  free: `void main() {
      vec2 slope = vec2(beside(other, 1.0, 0.0).x - beside(other, -1.0, 0.0).x, beside(other, 0.0, 1.0).x - beside(other, 0.0, -1.0).x);
      result = texture(velocity, at) - vec4(0.5 * slope, 0, 0);
    }`,
  show: 'void main() { vec3 color = texture(other, at).rgb; result = vec4(pow(color / (1.0 + color), vec3(0.6)), 1); }',
};

function compile(type, source) {
  const shader = gl.createShader(type);
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
  return shader;
}

const programs = Object.fromEntries(
  Object.entries(steps).map(([name, source]) => {
    const program = gl.createProgram();
    gl.attachShader(program, compile(gl.VERTEX_SHADER, corner));
    gl.attachShader(program, compile(gl.FRAGMENT_SHADER, head + source));
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
    gl.useProgram(program);
    gl.uniform1i(gl.getUniformLocation(program, 'other'), 1);
    gl.uniform2f(gl.getUniformLocation(program, 'cell'), 1 / cells.width, 1 / cells.height);
    const uniforms = Object.fromEntries(['time', 'kept', 'colored'].map((one) => [one, gl.getUniformLocation(program, one)]));
    return [name, { program, uniforms }];
  }),
);

/** A texture of the cells, and what draws to it. */
function field() {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA16F, cells.width, cells.height);
  for (const wrap of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, wrap, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  const framebuffer = gl.createFramebuffer();
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return { texture, framebuffer };
}

let [velocity, color, pressure, spare] = Array.from({ length: 4 }, field);
const sources = field();

/** Runs a step over all cells of a target, or over the canvas. */
function run(name, target, first, second, values = {}) {
  const { program, uniforms } = programs[name];
  gl.useProgram(program);
  for (const [one, value] of Object.entries(values)) gl.uniform1f(uniforms[one], value);
  for (const [unit, { texture }] of [first, second].entries()) {
    gl.activeTexture(gl.TEXTURE0 + unit);
    gl.bindTexture(gl.TEXTURE_2D, texture);
  }
  gl.bindFramebuffer(gl.FRAMEBUFFER, target === null ? null : target.framebuffer);
  if (target === null) gl.viewport(0, 0, canvas.width, canvas.height);
  else gl.viewport(0, 0, cells.width, cells.height);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

function step(time) {
  run('carry', spare, velocity, velocity, { kept: 0.999 });
  run('push', velocity, spare, spare, { time, colored: 0 });
  run('sources', sources, velocity, velocity);
  for (let i = 0; i < PRESSURE_STEPS; i++) {
    run('press', spare, pressure, sources);
    [pressure, spare] = [spare, pressure];
  }
  run('free', spare, velocity, pressure);
  [velocity, spare] = [spare, velocity];
  run('carry', spare, velocity, color, { kept: 0.995 });
  run('push', color, spare, spare, { time, colored: 1 });
}

function draw(milliseconds) {
  for (let i = 0; i < 3; i++) step(milliseconds / 1000 + i / 90);
  run('show', null, velocity, color);
  requestAnimationFrame(draw);
}

requestAnimationFrame(draw);
