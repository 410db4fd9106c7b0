#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[2]; };
layout(location = 0) in vec4 attr0;
out vec4 v_color0;
void main() {
  vec4 position, t0, t2, t3;
  uvec4 t4, t9;
  vec4 t1 = vec4(0.0);
  t0 = vs_k0[1] * vec4(1.442695);
  t1.x = exp2(t0.x);
  t1.y = exp2(t0.y);
  t1.z = exp2(t0.z);
  t1.w = exp2(t0.w);
  t2 = vs_k0[0] * t1;
  t3 = max(t2, -t2);
  t4 = -uvec4(equal(t3, vec4(uintBitsToFloat(0x7f800000u))));
  t9 = t4 & uvec4(0x3f800000u);
  v_color0 = uintBitsToFloat(t9);
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
