#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { uvec4 vs_k0[3]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 position, t0, t1, t2;
  uvec4 t3;
  vec4 t11;
  uvec4 t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u);
  t0 = clamp(uintBitsToFloat(vs_k0[0]), 0.0, 1.0);
  t1 = t0 * vec4(255.0);
  t2 = roundEven(t1);
  t3 = uvec4(t2);
  t4.x = t3.x & 255u;
  t5.x = bitfieldInsert(t4.x, t3.y, 8, 8);
  t6.x = bitfieldInsert(t5.x, t3.z, 16, 8);
  t7.x = bitfieldInsert(t6.x, t3.w, 24, 8);
  t8.x = -uint(t7.x == vs_k0[2].x);
  t9.x = -uint(t7.x == vs_k0[1].x);
  t10.x = t9.x | t8.x;
  t11 = t10.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  v_generic0 = t11;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
