#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { uvec4 vs_k0[1]; };
layout(std140) uniform vs_c1 { vec4 vs_k1[2]; };
layout(std140) uniform vs_c2 { vec4 vs_k2[2]; };
layout(std140) uniform vs_c3 { vec4 vs_k3[2]; };
layout(std140) uniform vs_c4 { vec4 vs_k4[2]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
uvec4 vs_constant(int slot, int index) {
  if (slot == 0) return vs_k0[min(uint(index), 0u)];
  if (slot == 1) return floatBitsToUint(vs_k1[min(uint(index), 1u)]);
  if (slot == 2) return floatBitsToUint(vs_k2[min(uint(index), 1u)]);
  if (slot == 3) return floatBitsToUint(vs_k3[min(uint(index), 1u)]);
  if (slot == 4) return floatBitsToUint(vs_k4[min(uint(index), 1u)]);
  return uvec4(0);
}
void main() {
  vec4 position;
  uvec4 t2;
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0);
  t0.x = min(vs_k0[0].x, 3u);
  t1.x = t0.x + 1u;
  position = attr0;
  t2 = t1.xxxx + uvec4(0xffffffffu);
  addr1.x = int(t2.x);
  v_generic0 = uintBitsToFloat(vs_constant(addr1.x + 1, 1));
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
