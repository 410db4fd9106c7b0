#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[4]; };
layout(location = 0) out vec4 fragColor0;
uint vg_umulHigh(uint a, uint b) {
  uint high, low;
  umulExtended(a, b, high, low);
  return high;
}
void main() {
  uvec4 t1, t2, t3;
  vec4 t6;
  uvec4 t7;
  vec4 t10;
  vec4 t0 = vec4(0.0);
  uvec4 t4 = uvec4(0u), t5 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u);
  t1 = uvec4(vg_umulHigh(fs_k0[0].x, fs_k0[1].x), vg_umulHigh(fs_k0[0].y, fs_k0[1].y), vg_umulHigh(fs_k0[0].z, fs_k0[1].z), vg_umulHigh(fs_k0[0].w, fs_k0[1].w));
  t2 = fs_k0[0] * fs_k0[1];
  t3 = -uvec4(notEqual(t1, fs_k0[2]));
  t4.xy = t3.xz | t3.yw;
  t5.x = t4.x | t4.y;
  t6 = t5.x != 0u ? vec4(1.0, 1.0, 0.0, 1.0) : vec4(0.0, 1.0, 0.0, 1.0);
  t7 = -uvec4(notEqual(t2, fs_k0[3]));
  t8.xy = t7.xz | t7.yw;
  t9.x = t8.x | t8.y;
  t0.xyw = t6.xyw;
  t0.z = 1.0;
  t10 = t9.x != 0u ? t0 : t6;
  fragColor0 = t10;
}
