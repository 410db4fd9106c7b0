/* Scenes of OpenGL for the guest driver: stages, memory and draws that WebGL has not. Like those of scenes.ts they need nothing but a context. */
import type { OpenGLContext } from '@virglass/guest';

type Gl = OpenGLContext;

/** A scene of OpenGL: its size, and how it is drawn into a new context. */
export interface OpenGLScene {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly draw: (gl: Gl) => void;
}

type Stage = 'vertex' | 'tessControl' | 'tessEvaluation' | 'geometry' | 'fragment' | 'compute';

function link(gl: Gl, texts: Partial<Record<Stage, string>>, separable = false): NonNullable<ReturnType<Gl['createProgram']>> {
  const types: Record<Stage, number> = {
    vertex: gl.VERTEX_SHADER,
    tessControl: gl.TESS_CONTROL_SHADER,
    tessEvaluation: gl.TESS_EVALUATION_SHADER,
    geometry: gl.GEOMETRY_SHADER,
    fragment: gl.FRAGMENT_SHADER,
    compute: gl.COMPUTE_SHADER,
  };
  const program = gl.createProgram()!;
  for (const [stage, text] of Object.entries(texts)) {
    const shader = gl.createShader(types[stage as Stage])!;
    gl.shaderSource(shader, `#version 430 core\n${text}`);
    gl.compileShader(shader);
    if (gl.getShaderParameter(shader, gl.COMPILE_STATUS) !== true) throw new Error(`${stage}: ${gl.getShaderInfoLog(shader)}`);
    gl.attachShader(program, shader);
  }
  if (separable) gl.programParameteri(program, gl.PROGRAM_SEPARABLE, 1);
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) throw new Error(String(gl.getProgramInfoLog(program)));
  return program;
}

/** A curved surface of patches, cut into triangles that a geometry shader moves apart. */
function patches(gl: Gl): void {
  const program = link(gl, {
    vertex: `out vec2 place; void main() { place = vec2(gl_VertexID & 1, gl_VertexID >> 1 & 1); gl_Position = vec4(place, 0, 1); }`,
    tessControl: `layout(vertices = 4) out; in vec2 place[]; out vec2 at[]; patch out float lift;
void main() {
  at[gl_InvocationID] = (place[gl_InvocationID] + vec2(gl_PrimitiveID % 3, gl_PrimitiveID / 3)) / 3.0 * 2.0 - 1.0;
  if (gl_InvocationID == 0) {
    lift = 0.2 + 0.1 * float(gl_PrimitiveID);
    for (int i = 0; i < 4; i++) gl_TessLevelOuter[i] = 6.0;
    gl_TessLevelInner[0] = gl_TessLevelInner[1] = float(2 + gl_PrimitiveID);
  }
}`,
    tessEvaluation: `layout(quads, equal_spacing, ccw) in; in vec2 at[]; patch in float lift; out vec3 point;
void main() {
  vec2 p = mix(mix(at[0], at[1], gl_TessCoord.x), mix(at[2], at[3], gl_TessCoord.x), gl_TessCoord.y);
  vec2 bow = gl_TessCoord.xy * (1.0 - gl_TessCoord.xy);
  point = vec3(p, lift * 8.0 * bow.x * bow.y);
}`,
    geometry: `layout(triangles) in; layout(triangle_strip, max_vertices = 3) out; in vec3 point[]; out vec3 color;
void main() {
  vec3 middle = (point[0] + point[1] + point[2]) / 3.0;
  vec3 normal = normalize(cross(point[1] - point[0], point[2] - point[0]));
  for (int i = 0; i < 3; i++) {
    color = (0.5 + 0.5 * normal) * (0.4 + 0.6 * max(normal.z, 0.0));
    vec3 p = mix(middle, point[i], 0.8);
    gl_Position = vec4(p.xy * 0.9, -p.z, 1.0);
    EmitVertex();
  }
  EndPrimitive();
}`,
    fragment: 'in vec3 color; out vec4 o; void main() { o = vec4(color, 1); }',
  });
  gl.useProgram(program);
  gl.bindVertexArray(gl.createVertexArray());
  gl.enable(gl.DEPTH_TEST);
  gl.clearColor(0.05, 0.05, 0.1, 1);
  gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
  gl.patchParameteri(gl.PATCH_VERTICES, 4);
  gl.drawArrays(gl.PATCHES, 0, 36);
}

function storage(gl: Gl, binding: number, data: number | Float32Array | Uint32Array): void {
  gl.bindBufferBase(gl.SHADER_STORAGE_BUFFER, binding, gl.createBuffer());
  if (typeof data === 'number') gl.bufferData(gl.SHADER_STORAGE_BUFFER, data, gl.DYNAMIC_COPY);
  else gl.bufferData(gl.SHADER_STORAGE_BUFFER, data, gl.STATIC_DRAW);
}

/** Points that a compute shader places and sizes; a palette and a count are read by fragments, images by vertices and by fragments. */
function memory(gl: Gl): void {
  const place = link(gl, {
    compute: `layout(local_size_x = 8) in;
layout(std430, binding = 0) buffer Points { vec4 points[]; };
layout(rgba8, binding = 0) uniform writeonly image2D ground;
shared float turn;
void main() {
  if (gl_LocalInvocationIndex == 0u) turn = float(gl_WorkGroupID.x) * 0.8;
  barrier();
  float i = float(gl_LocalInvocationID.x);
  points[gl_GlobalInvocationID.x] = vec4(cos(turn + i * 0.4) * (0.1 + i * 0.1), sin(turn + i * 0.4) * (0.1 + i * 0.1), 4.0 + i, 0);
  ivec2 at = ivec2(gl_LocalInvocationID.x, gl_WorkGroupID.x);
  imageStore(ground, at, vec4((at.x + at.y) % 2 == 0 ? vec3(0.2, 0.2, 0.25) : vec3(0.1, 0.12, 0.1), 1));
}`,
  });
  const draw = link(gl, {
    vertex: `layout(std430, binding = 0) readonly buffer Points { vec4 points[]; };
flat out int number;
void main() { number = gl_VertexID; gl_Position = vec4(points[gl_VertexID].xy, 0, 1); gl_PointSize = points[gl_VertexID].z; }`,
    fragment: `layout(std430, binding = 1) readonly buffer Palette { vec4 colors[]; };
layout(std430, binding = 2) buffer Count { uint drawn; };
flat in int number; out vec4 o;
void main() { atomicAdd(drawn, 1u); o = colors[number % colors.length()] * (0.4 + 0.6 * gl_PointCoord.x); }`,
  });
  const back = link(gl, {
    vertex: 'void main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 4.0 - 1.0, 0, 1); }',
    fragment: `layout(rgba8, binding = 0) uniform readonly image2D ground; out vec4 o;
void main() { o = imageLoad(ground, ivec2(gl_FragCoord.xy / 16.0)); }`,
  });
  const bar = link(gl, {
    vertex: `layout(std430, binding = 2) readonly buffer Count { uint drawn; };
layout(r32f, binding = 1) uniform readonly image2D height;
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1) * vec2(float(drawn) / 4096.0, imageLoad(height, ivec2(0)).x);
  gl_Position = vec4(corner - 1.0, 0, 1);
}`,
    fragment: `layout(rgba8, binding = 0) uniform readonly image2D ground; out vec4 o;
void main() { o = vec4(1, 0.3, 0.1, 1) + imageLoad(ground, ivec2(gl_FragCoord.xy / 4.0) % 8); }`,
  });
  gl.bindVertexArray(gl.createVertexArray());
  gl.enable(gl.PROGRAM_POINT_SIZE);
  storage(gl, 0, 64 * 16);
  storage(gl, 1, Float32Array.of(1, 0.4, 0.4, 1, 0.4, 1, 0.4, 1, 0.5, 0.5, 1, 1));
  storage(gl, 2, Uint32Array.of(0));
  const image = (unit: number, format: number, size: number): void => {
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, size, size);
    gl.bindImageTexture(unit, texture, 0, false, 0, gl.READ_WRITE, format);
  };
  image(0, gl.RGBA8, 8);
  image(1, gl.R32F, 1);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 1, 1, gl.RED, gl.FLOAT, Float32Array.of(0.15));
  gl.useProgram(place);
  gl.dispatchCompute(8, 1, 1);
  gl.memoryBarrier(gl.ALL_BARRIER_BITS);
  gl.useProgram(back);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  gl.useProgram(draw);
  gl.drawArrays(gl.POINTS, 0, 64);
  gl.memoryBarrier(gl.ALL_BARRIER_BITS);
  gl.useProgram(bar);
  gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
}

/** Separable programs in a pipeline, with a subroutine, doubles, viewports by primitive and draws whose arguments are in a buffer. */
function pipeline(gl: Gl): void {
  const vertex = link(
    gl,
    {
      vertex: `layout(location = 0) in vec2 p; layout(location = 1) in float turn;
uniform double zoom; out gl_PerVertex { vec4 gl_Position; }; layout(location = 0) out vec3 color;
void main() {
  double c = double(cos(turn)), s = double(sin(turn));
  dvec2 q = dmat2(c, s, -s, c) * dvec2(p) * zoom;
  color = vec3(p * 0.5 + 0.5, float(gl_VertexID) * 0.3);
  gl_Position = vec4(q, 0, 1);
}`,
    },
    true,
  );
  const fragment = link(
    gl,
    {
      fragment: `subroutine vec3 Shade(vec3 c); subroutine uniform Shade shade;
subroutine(Shade) vec3 plain(vec3 c) { return c; }
subroutine(Shade) vec3 stripes(vec3 c) { return int(gl_FragCoord.x) % 8 < 4 ? c.zxy : c; }
layout(location = 0) in vec3 color; out vec4 o; void main() { o = vec4(shade(color), 1); }`,
    },
    true,
  );
  const pipe = gl.createProgramPipeline()!;
  gl.useProgramStages(pipe, gl.VERTEX_SHADER_BIT, vertex);
  gl.useProgramStages(pipe, gl.FRAGMENT_SHADER_BIT, fragment);
  gl.bindProgramPipeline(pipe);
  gl.bindVertexArray(gl.createVertexArray());
  const attribute = (location: number, size: number, values: readonly number[], divisor: number): void => {
    gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer());
    gl.bufferData(gl.ARRAY_BUFFER, Float32Array.from(values), gl.STATIC_DRAW);
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, size, gl.FLOAT, false, 0, 0);
    gl.vertexAttribDivisor(location, divisor);
  };
  attribute(0, 2, [-0.8, -0.6, 0.8, -0.6, 0, 0.9], 0);
  attribute(1, 1, [0, 1, 2, 3], 1);
  gl.bindBuffer(gl.DRAW_INDIRECT_BUFFER, gl.createBuffer());
  // Vertices, instances, first vertex, first instance.
  gl.bufferData(gl.DRAW_INDIRECT_BUFFER, Uint32Array.of(3, 1, 0, 1, 3, 1, 0, 2), gl.STATIC_DRAW);
  gl.programUniform1d(vertex, gl.getUniformLocation(vertex, 'zoom'), 0.9);
  for (const [i, name] of ['plain', 'stripes'].entries()) {
    gl.viewport(i * 64, 0, 64, 128);
    gl.uniformSubroutinesuiv(gl.FRAGMENT_SHADER, [gl.getSubroutineIndex(fragment, gl.FRAGMENT_SHADER, name)]);
    gl.drawArraysIndirect(gl.TRIANGLES, i * 16);
  }
}

/** The scenes, each for a new context. */
export const openglScenes: readonly OpenGLScene[] = [
  { name: 'patches', width: 128, height: 128, draw: patches },
  { name: 'memory', width: 128, height: 128, draw: memory },
  { name: 'pipeline', width: 128, height: 128, draw: pipeline },
];
