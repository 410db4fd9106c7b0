#version 450
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u);
  fragColor0 = vec4(0.0);
  t0.xy = uvec2(0u, 0x3ff00000u);
  while (true) {
    t8.xy = t0.xy;
    t9.xy = uvec2(0x28000000u, 0x418debbbu);
    t1.x = -uint(packDouble2x32(t8.xy) < packDouble2x32(t9.xy));
    t2.x = ~t1.x;
    if (t2.x != 0u) {
      break;
    }
    t8.xy = t0.xy;
    t9.xy = uvec2(0u, 0x402a0000u);
    t0.xy = unpackDouble2x32(packDouble2x32(t8.xy) * packDouble2x32(t9.xy));
  }
  while (true) {
    t8.xy = uvec2(0x10800000u, 0x41c84f88u);
    t9.xy = t0.xy;
    t3.x = -uint(packDouble2x32(t8.xy) >= packDouble2x32(t9.xy));
    t4.x = ~t3.x;
    if (t4.x != 0u) {
      break;
    }
    t8.xy = t0.xy;
    t9.xy = uvec2(0u, 0x402a0000u);
    t0.xy = unpackDouble2x32(packDouble2x32(t8.xy) * packDouble2x32(t9.xy));
  }
  while (true) {
    t8.xy = t0.xy;
    t9.xy = uvec2(0x40000000u, 0x415269aeu);
    t5.x = -uint(packDouble2x32(t8.xy) == packDouble2x32(t9.xy));
    if (t5.x != 0u) {
      break;
    }
    t8.xy = t0.xy;
    t9.xy = uvec2(0u, 0x402a0000u);
    t0.xy = unpackDouble2x32(packDouble2x32(t8.xy) / packDouble2x32(t9.xy));
  }
  while (true) {
    t8.xy = t0.xy;
    t9.xy = uvec2(0x40000000u, 0x415269aeu);
    t6.x = -uint(packDouble2x32(t8.xy) != packDouble2x32(t9.xy));
    if (t6.x != 0u) {
      break;
    }
    t8.xy = t0.xy;
    t9.xy = uvec2(0u, 0x402a0000u);
    t0.xy = unpackDouble2x32(packDouble2x32(t8.xy) / packDouble2x32(t9.xy));
  }
  t8.xy = t0.xy;
  t9.xy = uvec2(0u, 0x4116a974u);
  t7.x = -uint(packDouble2x32(t8.xy) == packDouble2x32(t9.xy));
  t8 = t7.x != 0u ? uvec4(0u, 0x3f800000u, 0u, 0x3f800000u) : uvec4(0x3f800000u, 0u, 0u, 0x3f800000u);
  fragColor0 = uintBitsToFloat(t8);
}
