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
void main() {
  vec4 position;
  uvec4 t1, t2, t3;
  vec4 t6;
  uvec4 t7, t8, t9;
  vec4 t12;
  vec4 t0 = vec4(0.0);
  uvec4 t4 = uvec4(0u), t5 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u);
  t1 = -vs_k0[1];
  t2 = vs_k0[0] + t1;
  t3 = -uvec4(notEqual(t2, vs_k0[2]));
  t4.xy = t3.xz | t3.yw;
  t5.x = t4.x | t4.y;
  t6 = t5.x != 0u ? vec4(1.0, 1.0, 0.0, 1.0) : vec4(0.0, 1.0, 0.0, 1.0);
  t7 = -uvec4(lessThan(vs_k0[0], vs_k0[1]));
  t8 = t7 & uvec4(1u);
  t9 = -uvec4(notEqual(t8, vs_k0[3]));
  t10.xy = t9.xz | t9.yw;
  t11.x = t10.x | t10.y;
  t0.xyw = t6.xyw;
  t0.z = 1.0;
  t12 = t11.x != 0u ? t0 : t6;
  v_generic0 = t12;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
