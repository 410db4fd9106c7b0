#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { uvec4 vs_k0[2]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 position;
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u);
  t0.x = vs_k0[1].x;
  t0.y = vs_k0[1].y;
  t2.xy = t0.xy;
  t3.xy = vs_k0[0].xy;
  t1.x = -uint(packDouble2x32(t2.xy) != packDouble2x32(t3.xy));
  t2 = t1.x != 0u ? uvec4(0x3f800000u, 0x3f800000u, 0u, 0x3f800000u) : uvec4(0u, 0x3f800000u, 0u, 0x3f800000u);
  v_generic0 = uintBitsToFloat(t2);
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
