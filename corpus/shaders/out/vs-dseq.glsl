#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 position = vec4(0.0);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u);
  t2.x = uint(gl_VertexID) & 1u;
  t3.x = -uint(t2.x != 0u);
  t4.xy = t3.x != 0u ? uvec2(0x3f800000u, 0u) : uvec2(0u, 0x3f800000u);
  t5.xy = unpackDouble2x32(double(uintBitsToFloat(t4.x)));
  t6.xy = unpackDouble2x32(double(uintBitsToFloat(t4.y)));
  t10.xy = t6.xy;
  t11.xy = uvec2(0u, 0x3ff00000u);
  t7.x = -uint(packDouble2x32(t10.xy) == packDouble2x32(t11.xy));
  t10.xy = t5.xy;
  t11.xy = uvec2(0u);
  t8.x = -uint(packDouble2x32(t10.xy) == packDouble2x32(t11.xy));
  t9.x = t8.x & t7.x;
  t0.xy = t4.xy;
  t0.zw = uvec2(0u, 0x3f800000u);
  t1.xw = uvec2(0u, 0x3f800000u);
  t1.yz = t4.xy;
  t10 = t9.x != 0u ? t1 : t0;
  v_generic0 = uintBitsToFloat(t10);
  position.xyz = attr0.xyz;
  position.w = 1.0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
