#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(location = 0) in vec4 attr0;
out vec4 v_color0;
uniform sampler2D vs_s0;
void main() {
  vec4 position;
  uvec4 t4;
  vec4 t8;
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u);
  t4 = uvec4(0u, 1024u, 0x3f800000u, 0u);
  t1.xy = uvec2(ivec4(textureSize(vs_s0, int(t4.x)), 0, 1).xy);
  t2.xy = -uvec2(equal(t1.xy, uvec2(1024u)));
  t3.x = t2.x & t2.y;
  t0.y = t3.x & 0x3f800000u;
  t0.xz = uvec2(0u, 0x3f800000u);
  t8 = clamp(uintBitsToFloat(t0.xyxz), 0.0, 1.0);
  v_color0 = t8;
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
