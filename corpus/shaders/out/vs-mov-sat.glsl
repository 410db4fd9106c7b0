#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[14]; };
layout(location = 0) in vec4 attr0;
layout(location = 1) in vec4 attr1;
out vec4 v_color0;
out vec4 v_fog0;
out vec4 v_texcoord0;
void main() {
  vec4 position, t0, t1, t2, t8;
  vec4 t3 = vec4(0.0);
  v_fog0 = vec4(0.0);
  t0 = attr0.xxxx * vs_k0[9];
  t1 = attr0.yyyy * vs_k0[10] + t0;
  t2 = attr0.zzzz * vs_k0[11] + t1;
  position = attr0.wwww * vs_k0[12] + t2;
  t3.x = dot(attr0, vs_k0[4]);
  v_fog0.x = max(t3.x, -t3.x);
  t8 = clamp(vs_k0[1], 0.0, 1.0);
  v_color0 = t8;
  v_texcoord0 = attr1;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
