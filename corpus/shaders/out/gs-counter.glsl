#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(points) in;
layout(points, max_vertices = 1) out;
layout(binding = 0, offset = 0) uniform atomic_uint vg_a0_0_1[1];
vec4 out0;
uvec4 t0;
void emitVertex0() {
  gl_Position = vec4(out0.x, out0.y * vg_raster.x, out0.zw);
  EmitVertex();
}
void main() {
  out0 = vec4(0.0);
  t0 = uvec4(0u);
  t0.x = atomicCounterIncrement(vg_a0_0_1[0]);
  out0 = gl_in[0].gl_Position;
  emitVertex0();
}
