#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[3]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u);
  t10.xy = fs_k0[0].xy;
  t0.xy = unpackDouble2x32(fract(packDouble2x32(t10.xy)));
  t10.xy = t0.xy;
  t11.xy = uvec2(0u, 0xbff00000u);
  t12.xy = fs_k0[0].xy;
  t1.xy = unpackDouble2x32(packDouble2x32(t10.xy) * packDouble2x32(t11.xy) + packDouble2x32(t12.xy));
  t10.xy = t0.xy;
  t11.xy = uvec2(0u);
  t2.x = -uint(packDouble2x32(t10.xy) != packDouble2x32(t11.xy));
  t3.xy = t2.xx & uvec2(0u, 0x3ff00000u);
  t10.xy = t1.xy;
  t11.xy = t3.xy;
  t4.xy = unpackDouble2x32(packDouble2x32(t10.xy) + packDouble2x32(t11.xy));
  t10.xy = fs_k0[0].xy;
  t11.xy = uvec2(0u);
  t5.x = -uint(packDouble2x32(t10.xy) >= packDouble2x32(t11.xy));
  t6.xy = t5.x != 0u ? t1.xy : t4.xy;
  t10.xy = fs_k0[2].xy;
  t11.xy = uvec2(0u, 0xbff00000u);
  t12.xy = t6.xy;
  t7.xy = unpackDouble2x32(packDouble2x32(t10.xy) * packDouble2x32(t11.xy) + packDouble2x32(t12.xy));
  t10.xy = t7.xy;
  t8.xy = unpackDouble2x32(abs(packDouble2x32(t10.xy)));
  t10.xy = fs_k0[1].xy;
  t11.xy = t8.xy;
  t9.x = -uint(packDouble2x32(t10.xy) >= packDouble2x32(t11.xy));
  t10 = t9.x != 0u ? uvec4(0u, 0x3f800000u, 0u, 0x3f800000u) : uvec4(0x3f800000u, 0u, 0u, 0x3f800000u);
  fragColor0 = uintBitsToFloat(t10);
}
