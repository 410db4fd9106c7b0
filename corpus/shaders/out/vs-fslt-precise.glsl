#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[4]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 position, t4;
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u);
  precise uvec4 t2 = uvec4(0u);
  uvec4 t3 = uvec4(0u);
  t0.x = vs_k0[0].x / vs_k0[1].x;
  t1.x = -uint(vs_k0[2].x < vs_k0[3].x);
  t2.x = -uint(vs_k0[2].x < t0.x);
  t3.x = t2.x & t1.x;
  t4 = t3.x != 0u ? vec4(1.0, 0.0, 0.0, 1.0) : vec4(0.0, 1.0, 0.0, 1.0);
  v_generic0 = t4;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
