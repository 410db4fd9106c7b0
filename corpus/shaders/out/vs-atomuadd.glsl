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
layout(binding = 0, offset = 4) uniform atomic_uint vg_a0_1_1[1];
void main() {
  vec4 position, t9;
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u);
  t0.x = atomicCounterIncrement(vg_a0_0_1[0]);
  t1.x = atomicCounter(vg_a0_0_1[0]);
  t2.x = atomicCounterDecrement(vg_a0_1_1[0]) + 1u;
  t3.x = atomicCounter(vg_a0_1_1[0]);
  t4.x = atomicCounterDecrement(vg_a0_1_1[0]) + 1u;
  t5.x = t4.x + 0xffffffffu;
  t6.x = -uint(t5.x >= t3.x);
  t7.x = -uint(t0.x >= t1.x);
  t8.x = t6.x | t7.x;
  t9 = t8.x != 0u ? vec4(1.0, 0.0, 0.0, 1.0) : vec4(0.0, 1.0, 0.0, 1.0);
  v_generic0 = t9;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
