#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[2]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u);
  t0.xy = unpackDouble2x32(double(uintBitsToFloat(fs_k0[0].x)));
  t1.xy = unpackDouble2x32(double(uintBitsToFloat(fs_k0[0].y)));
  t7.xy = t0.xy;
  t2.xy = unpackDouble2x32(1.0lf / packDouble2x32(t7.xy));
  t7.xy = t1.xy;
  t3.xy = unpackDouble2x32(1.0lf / packDouble2x32(t7.xy));
  t7.xy = t3.xy;
  t8.xy = fs_k0[1].zw;
  t4.x = -uint(packDouble2x32(t7.xy) == packDouble2x32(t8.xy));
  t7.xy = t2.xy;
  t8.xy = fs_k0[1].xy;
  t5.x = -uint(packDouble2x32(t7.xy) == packDouble2x32(t8.xy));
  t6.x = t5.x & t4.x;
  t7 = t6.x != 0u ? uvec4(0u, 0x3f800000u, 0u, 0x3f800000u) : uvec4(0x3f800000u, 0u, 0u, 0x3f800000u);
  fragColor0 = uintBitsToFloat(t7);
}
