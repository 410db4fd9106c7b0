#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[6]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 ta0[5];
  for (int i = 0; i < 5; i++) ta0[i] = uvec4(0u);
  uvec4 t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u);
  uvec4 t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u);
  ivec4 addr0 = ivec4(0);
  t12.xy = fs_k0[0].xy;
  t13.xy = fs_k0[1].xy;
  t5.xy = unpackDouble2x32(packDouble2x32(t12.xy) + packDouble2x32(t13.xy));
  t6.x = 0u + fs_k0[4].x;
  addr0.x = int(t6.x);
  ta0[min(uint(addr0.x), 4u)].xy = t5.xy;
  t7.x = 0u + fs_k0[5].x;
  addr0.x = int(t7.x);
  t8.xy = ta0[min(uint(addr0.x), 4u)].xy;
  t12.xy = fs_k0[3].xy;
  t13.xy = uvec2(0u, 0xbff00000u);
  t14.xy = t8.xy;
  t9.xy = unpackDouble2x32(packDouble2x32(t12.xy) * packDouble2x32(t13.xy) + packDouble2x32(t14.xy));
  t12.xy = t9.xy;
  t10.xy = unpackDouble2x32(abs(packDouble2x32(t12.xy)));
  t12.xy = fs_k0[2].xy;
  t13.xy = t10.xy;
  t11.x = -uint(packDouble2x32(t12.xy) >= packDouble2x32(t13.xy));
  t12 = t11.x != 0u ? uvec4(0u, 0x3f800000u, 0u, 0x3f800000u) : uvec4(0x3f800000u, 0u, 0u, 0x3f800000u);
  fragColor0 = uintBitsToFloat(t12);
}
