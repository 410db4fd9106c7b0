#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { uvec4 vs_k0[1]; };
layout(location = 0) in vec4 attr0;
out vec4 v_color0;
void main() {
  vec4 position, t2, t7;
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u);
  t1.x = 0xfffffffeu + vs_k0[0].x;
  t0.x = float(vs_k0[0].x);
  t0.y = float(t1.x);
  t2 = clamp(t0.xxyy / vec4(4.0), 0.0, 1.0);
  t7 = t2;
  v_color0 = t7;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
