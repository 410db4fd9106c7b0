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
  vec4 position, t1, t2, t3;
  vec4 t0 = vec4(0.0);
  v_generic0 = vec4(0.0);
  t0.x = float(gl_InstanceID);
  v_generic0.y = t0.x * -1.0 + 1.0;
  t1 = vs_k0[1] * attr0.yyyy;
  t2 = vs_k0[0] * attr0.xxxx + t1;
  t3 = vs_k0[2] * attr0.zzzz + t2;
  position = vs_k0[3] * attr0.wwww + t3;
  v_generic0.x = t0.x;
  v_generic0.zw = vec2(0.0, 1.0);
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
