#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { uvec4 vs_k0[4]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
uint vg_umulHigh(uint a, uint b) {
  uint high, low;
  umulExtended(a, b, high, low);
  return high;
}
int vg_imulHigh(int a, int b) {
  uint high = vg_umulHigh(uint(a), uint(b));
  return int(high - (a < 0 ? uint(b) : 0u) - (b < 0 ? uint(a) : 0u));
}
void main() {
  vec4 position;
  uvec4 t0, t1, t2, t3;
  vec4 t6;
  uvec4 t4 = uvec4(0u), t5 = uvec4(0u);
  t0 = vs_k0[1] + vs_k0[0].xxxx;
  t1 = vs_k0[2] + vs_k0[0].xxxx;
  t2 = uvec4(ivec4(vg_imulHigh(int(t0.x), int(t1.x)), vg_imulHigh(int(t0.y), int(t1.y)), vg_imulHigh(int(t0.z), int(t1.z)), vg_imulHigh(int(t0.w), int(t1.w))));
  t3 = -uvec4(notEqual(t2, vs_k0[3]));
  t4.xy = t3.xz | t3.yw;
  t5.x = t4.x | t4.y;
  t6 = t5.x != 0u ? vec4(1.0, 1.0, 0.0, 1.0) : vec4(0.0, 1.0, 0.0, 1.0);
  v_generic0 = t6;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
