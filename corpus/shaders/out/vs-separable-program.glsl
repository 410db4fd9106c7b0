#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[4]; };
layout(location = 0) in vec4 attr0;
void main() {
  vec4 position, t0, t1, t2;
  t0 = attr0.xxxx * vs_k0[0];
  t1 = attr0.yyyy * vs_k0[1] + t0;
  t2 = attr0.zzzz * vs_k0[2] + t1;
  position = attr0.wwww * vs_k0[3] + t2;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
