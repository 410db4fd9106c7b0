#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[5]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 position, t0, t1, t2, t3, t4, t5, t10;
  vec4 t6 = vec4(0.0), t7 = vec4(0.0), t8 = vec4(0.0);
  uvec4 t9 = uvec4(0u);
  t0 = min(vs_k0[0], vs_k0[1]);
  t1 = min(vs_k0[0], vs_k0[2]);
  t2 = min(vs_k0[1], vs_k0[2]);
  t3 = max(t1, t2);
  t4 = max(t0, t3);
  t5 = vs_k0[4] * vec4(-1.0) + t4;
  t6.x = dot(t5, t5);
  t7.x = inversesqrt(t6.x);
  t8.x = 1.0 / t7.x;
  t9.x = -uint(vs_k0[3].x >= t8.x);
  t10 = t9.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  v_generic0 = t10;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
