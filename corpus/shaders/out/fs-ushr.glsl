#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[5]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t5;
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u);
  vec4 t3 = vec4(0.0);
  uvec4 t4 = uvec4(0u);
  ivec4 addr0 = ivec4(0);
  t0.x = fs_k0[0].x << 4u;
  t1.x = t0.x + 16u;
  t2.x = t1.x >> 4u;
  addr0.x = int(t2.x);
  t3.x = uintBitsToFloat(fs_k0[min(uint(addr0.x), 4u)].x);
  t4.x = -uint(t3.x == 5.0);
  t5 = t4.x != 0u ? vec4(1.0, 0.0, 0.0, 1.0) : vec4(0.0, 1.0, 0.0, 1.0);
  fragColor0 = t5;
}
