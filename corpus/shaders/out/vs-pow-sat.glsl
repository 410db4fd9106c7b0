#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[2]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 position, t1;
  vec4 t0 = vec4(0.0);
  t0.x = clamp(pow(vs_k0[0].x, vs_k0[1].x), 0.0, 1.0);
  t0.y = clamp(pow(vs_k0[0].y, vs_k0[1].y), 0.0, 1.0);
  t0.z = clamp(pow(vs_k0[0].z, vs_k0[1].z), 0.0, 1.0);
  t0.w = clamp(pow(vs_k0[0].w, vs_k0[1].w), 0.0, 1.0);
  t1 = t0;
  v_generic0 = t1 * vec4(0.5) + vec4(0.25);
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
