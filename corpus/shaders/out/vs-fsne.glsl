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
  vec4 position;
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u);
  v_generic0 = vec4(0.0);
  t0.x = -uint(vs_k0[0].x != 0.0);
  t1.x = t0.x & 0x3f800000u;
  v_generic0.x = uintBitsToFloat(t1.x) * -1.0 + 1.0;
  v_generic0.y = uintBitsToFloat(t1.x) / 2.0;
  t2.x = -uint(vs_k0[1].x != 0.0);
  t3.x = t2.x & 0x3f800000u;
  v_generic0.w = uintBitsToFloat(t3.x) * -1.0 + 1.0;
  position = attr0;
  v_generic0.z = uintBitsToFloat(t3.x);
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
