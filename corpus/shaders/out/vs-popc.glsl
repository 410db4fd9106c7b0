#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { uvec4 vs_k0[3]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 position;
  uvec4 t0, t1, t4, t5;
  vec4 t8, t9;
  uvec4 t2 = uvec4(0u), t3 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u);
  t0 = uvec4(ivec4(bitCount(vs_k0[1].x), bitCount(vs_k0[1].y), bitCount(vs_k0[1].z), bitCount(vs_k0[1].w)));
  t1 = -uvec4(notEqual(vs_k0[0], t0));
  t2.xy = t1.xz | t1.yw;
  t3.x = t2.x | t2.y;
  t4 = uvec4(ivec4(bitCount(vs_k0[2].x), bitCount(vs_k0[2].y), bitCount(vs_k0[2].z), bitCount(vs_k0[2].w)));
  t5 = -uvec4(notEqual(vs_k0[0], t4));
  t6.xy = t5.xz | t5.yw;
  t7.x = t6.x | t6.y;
  t8 = t7.x != 0u ? vec4(0.0, 0.0, 1.0, 1.0) : vec4(0.0, 1.0, 0.0, 1.0);
  t9 = t3.x != 0u ? vec4(1.0, 0.0, 0.0, 1.0) : t8;
  v_generic0 = t9;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
