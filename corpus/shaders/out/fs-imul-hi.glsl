#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[5]; };
layout(location = 0) out vec4 fragColor0;
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
  uvec4 t1, t2, t3, t4, t5;
  vec4 t8;
  uvec4 t9;
  vec4 t12;
  vec4 t0 = vec4(0.0);
  uvec4 t6 = uvec4(0u), t7 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u);
  t1 = fs_k0[1] + fs_k0[0].xxxx;
  t2 = fs_k0[2] + fs_k0[0].xxxx;
  t3 = uvec4(ivec4(vg_imulHigh(int(t1.x), int(t2.x)), vg_imulHigh(int(t1.y), int(t2.y)), vg_imulHigh(int(t1.z), int(t2.z)), vg_imulHigh(int(t1.w), int(t2.w))));
  t4 = t1 * t2;
  t5 = -uvec4(notEqual(t3, fs_k0[3]));
  t6.xy = t5.xz | t5.yw;
  t7.x = t6.x | t6.y;
  t8 = t7.x != 0u ? vec4(1.0, 1.0, 0.0, 1.0) : vec4(0.0, 1.0, 0.0, 1.0);
  t9 = -uvec4(notEqual(t4, fs_k0[4]));
  t10.xy = t9.xz | t9.yw;
  t11.x = t10.x | t10.y;
  t0.xyw = t8.xyw;
  t0.z = 1.0;
  t12 = t11.x != 0u ? t0 : t8;
  fragColor0 = t12;
}
