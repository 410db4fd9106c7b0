/*
 * Three gears, in plain WebGL 2.
 *
 *   virglass render examples/gears.js -o gears.png
 *
 * The same file runs in a browser, in a page that has a <canvas>.
 */
const canvas = document.querySelector('canvas');
const gl = canvas.getContext('webgl2');

const vertexShader = `#version 300 es
layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
uniform mat4 projection, view;
uniform vec2 place;
uniform float angle;
out vec3 facing;
void main() {
  float c = cos(angle), s = sin(angle);
  mat3 turn = mat3(c, s, 0, -s, c, 0, 0, 0, 1);
  facing = mat3(view) * turn * normal;
  gl_Position = projection * view * vec4(turn * position + vec3(place, 0), 1);
}`;

const fragmentShader = `#version 300 es
precision highp float;
in vec3 facing;
uniform vec3 color;
out vec4 result;
void main() {
  float light = max(dot(normalize(facing), normalize(vec3(5, 5, 10))), 0.0);
  result = vec4(color * (0.2 + 0.8 * light), 1);
}`;

function compile(type, source) {
  const shader = gl.createShader(type);
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
  return shader;
}

const program = gl.createProgram();
gl.attachShader(program, compile(gl.VERTEX_SHADER, vertexShader));
gl.attachShader(program, compile(gl.FRAGMENT_SHADER, fragmentShader));
gl.linkProgram(program);
if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
const uniform = (name) => gl.getUniformLocation(program, name);

/** A gear around the z axis, as triangles. */
function gear(inner, outer, width, teeth, depth) {
  const vertices = [];
  const half = width / 2;
  const at = (radius, angle, z) => [radius * Math.cos(angle), radius * Math.sin(angle), z];
  const quad = (a, b, c, d, normal) => {
    for (const corner of [a, b, c, c, b, d]) vertices.push(...corner, ...(Array.isArray(normal) ? normal : normal(corner)));
  };
  const wall = (radiusA, angleA, radiusB, angleB) => {
    const [a, b] = [at(radiusA, angleA, 0), at(radiusB, angleB, 0)];
    const normal = [b[1] - a[1], a[0] - b[0], 0];
    quad(at(radiusA, angleA, half), at(radiusA, angleA, -half), at(radiusB, angleB, half), at(radiusB, angleB, -half), normal);
  };
  const inward = ([x, y]) => [-x, -y, 0];
  for (let tooth = 0; tooth < teeth; tooth++) {
    const step = (2 * Math.PI) / teeth;
    const angles = [0, 1, 2, 3, 4].map((quarter) => tooth * step + (quarter * step) / 4);
    const [low, high] = [outer - depth / 2, outer + depth / 2];
    const rim = [low, high, high, low, low];
    for (let i = 0; i < 4; i++) {
      const [from, to] = [angles[i], angles[i + 1]];
      for (const z of [half, -half]) quad(at(inner, from, z), at(rim[i], from, z), at(inner, to, z), at(rim[i + 1], to, z), [0, 0, z]);
      wall(rim[i], from, rim[i + 1], to);
      quad(at(inner, from, half), at(inner, from, -half), at(inner, to, half), at(inner, to, -half), inward);
    }
  }
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
  gl.bufferData(gl.ARRAY_BUFFER, new Float32Array(vertices), gl.STATIC_DRAW);
  for (const location of [0, 1]) {
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, 3, gl.FLOAT, false, 24, location * 12);
  }
  return { array, count: vertices.length / 6 };
}

const gears = [
  { mesh: gear(1, 4, 1, 20, 0.7), place: [-3, -2], color: [0.8, 0.1, 0], speed: 1, offset: 0 },
  { mesh: gear(0.5, 2, 2, 10, 0.7), place: [3.1, -2], color: [0, 0.8, 0.2], speed: -2, offset: -0.157 },
  { mesh: gear(1.3, 2, 0.5, 10, 0.7), place: [-3.1, 4.2], color: [0.2, 0.2, 1], speed: -2, offset: -0.436 },
];

/** A camera that looks at the gears from the front, a little from the side and above. */
function camera() {
  const [cx, sx, cy, sy] = [Math.cos(0.35), Math.sin(0.35), Math.cos(0.52), Math.sin(0.52)];
  return [cy, sx * sy, -cx * sy, 0, 0, cx, sx, 0, sy, -sx * cy, cx * cy, 0, 0, 0, -40, 1];
}

function draw(milliseconds) {
  const { width, height } = canvas;
  gl.viewport(0, 0, width, height);
  gl.clearColor(0, 0, 0, 1);
  gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  gl.enable(gl.DEPTH_TEST);
  gl.useProgram(program);
  const [near, far, scale] = [5, 60, 5];
  const depth = [(near + far) / (near - far), (2 * near * far) / (near - far)];
  gl.uniformMatrix4fv(uniform('projection'), false, [
    (scale * height) / width,
    0,
    0,
    0,
    0,
    scale,
    0,
    0,
    0,
    0,
    depth[0],
    -1,
    0,
    0,
    depth[1],
    0,
  ]);
  gl.uniformMatrix4fv(uniform('view'), false, camera());
  for (const { mesh, place, color, speed, offset } of gears) {
    gl.uniform2fv(uniform('place'), place);
    gl.uniform1f(uniform('angle'), speed * (milliseconds / 1000) * 1.2 + offset);
    gl.uniform3fv(uniform('color'), color);
    gl.bindVertexArray(mesh.array);
    gl.drawArrays(gl.TRIANGLES, 0, mesh.count);
  }
  requestAnimationFrame(draw);
}

requestAnimationFrame(draw);
