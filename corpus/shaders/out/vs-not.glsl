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
  vec4 position, t8;
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u);
  t0.xy = vs_k0[1].xy;
  t1.x = ~t0.y;
  t2.x = t0.x & t1.x;
  t3.xyz = vs_k0[2].xyz;
  t4.xy = ~t3.xz;
  t5.x = t3.y & t4.y;
  t6.x = t4.x & t5.x;
  t7.x = t2.x & t6.x;
  t8 = t7.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  v_generic0 = t8;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
