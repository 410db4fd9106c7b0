#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
layout(binding = 0, offset = 0) uniform atomic_uint vg_a0_0_1[1];
void main() {
  vec4 position;
  uvec4 t0 = uvec4(0u);
  v_generic0 = vec4(0.0);
  t0.x = atomicCounter(vg_a0_0_1[0]);
  v_generic0.x = float(t0.x);
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
