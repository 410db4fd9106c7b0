#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { uvec4 vs_k0[1]; };
layout(location = 0) in vec4 attr0;
layout(location = 1) in vec4 attr1;
layout(location = 2) in vec4 attr2;
layout(location = 3) in vec4 attr3;
out vec4 v_generic0;
void main() {
  vec4 ta0[3], ta3[3];
  vec4 position = vec4(0.0);
  for (int i = 0; i < 3; i++) ta0[i] = vec4(0.0);
  for (int i = 0; i < 3; i++) ta3[i] = vec4(0.0);
  uvec4 t6 = uvec4(0u);
  vec4 t7 = vec4(0.0);
  uvec4 t8 = uvec4(0u);
  vec4 t9 = vec4(0.0);
  ivec4 addr0 = ivec4(0);
  v_generic0 = vec4(0.0);
  ta0[0].xyz = attr1.yzw;
  ta0[1].xyz = attr2.yzw;
  ta0[2].xyz = attr3.yzw;
  ta3[0].x = attr1.x;
  ta3[1].x = attr2.x;
  ta3[2].x = attr3.x;
  t6.x = 0u + vs_k0[0].x;
  addr0.x = int(t6.x);
  t7.x = ta3[min(uint(addr0.x), 2u)].x;
  t8.x = 0u + vs_k0[0].x;
  addr0.x = int(t8.x);
  t9.xyz = ta0[min(uint(addr0.x), 2u)].xyz;
  position.xyz = attr0.xyz;
  position.w = 1.0;
  v_generic0.x = t7.x;
  v_generic0.yzw = t9.xyz;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
