#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[3]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t9;
  vec4 t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0);
  uvec4 t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u);
  t0.xy = clamp(uintBitsToFloat(fs_k0[0].xy), 0.0, 1.0);
  t1.xy = t0.xy * vec2(65535.0);
  t2.xy = roundEven(t1.xy);
  t3.xy = uvec2(t2.xy);
  t4.x = t3.x & 65535u;
  t5.x = bitfieldInsert(t4.x, t3.y, 16, 16);
  t6.x = -uint(t5.x == fs_k0[2].x);
  t7.x = -uint(t5.x == fs_k0[1].x);
  t8.x = t7.x | t6.x;
  t9 = t8.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  fragColor0 = t9;
}
