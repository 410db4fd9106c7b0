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
  vec4 position, clipVertex, t0, t1, t2, t3, t8;
  t0 = vs_k0[1] * attr0.yyyy;
  t1 = vs_k0[0] * attr0.xxxx + t0;
  t2 = vs_k0[2] * attr0.zzzz + t1;
  t3 = vs_k0[3] * attr0.wwww + t2;
  t8 = t3;
  clipVertex = t8;
  position = t3;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
