#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[7]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 position, t1, t6;
  vec4 t0 = vec4(0.0), t2 = vec4(0.0), t3 = vec4(0.0), t4 = vec4(0.0);
  uvec4 t5 = uvec4(0u);
  t0.x = dot(vs_k0[0].xy, vs_k0[1].xy);
  t0.y = dot(vs_k0[0].xy, vs_k0[2].xy);
  t0.z = dot(vs_k0[0].xy, vs_k0[3].xy);
  t0.w = dot(vs_k0[0].xy, vs_k0[4].xy);
  t1 = vs_k0[6] * vec4(-1.0) + t0;
  t2.x = dot(t1, t1);
  t3.x = inversesqrt(t2.x);
  t4.x = 1.0 / t3.x;
  t5.x = -uint(vs_k0[5].x >= t4.x);
  t6 = t5.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  v_generic0 = t6;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
