#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(points) in;
layout(points, max_vertices = 1) out;
flat in uvec4 g_generic0[1];
layout(rgba32ui, binding = 0) coherent readonly uniform uimage2D gs_i0;
vec4 out0;
uvec4 out1, t0, t2, t3, t4, t5, t6;
void emitVertex0() {
  gl_Position = vec4(out0.x, out0.y * vg_raster.x, out0.zw);
  EmitVertex();
}
void main() {
  out0 = vec4(0.0);
  out1 = uvec4(0u);
  t0 = uvec4(0u);
  t4 = uvec4(0u);
  t5 = uvec4(0u);
  t0.xy = g_generic0[0].xy;
  t2 = imageLoad(gs_i0, ivec2(t0.xy));
  t3 = -uvec4(equal(t2, uvec4(11u, 22u, 33u, 44u)));
  t4.xy = t3.xz & t3.yw;
  t5.x = t4.x & t4.y;
  t6 = t5.x != 0u ? uvec4(33u) : uvec4(77u);
  out0 = gl_in[0].gl_Position;
  out1 = t6;
  emitVertex0();
}
