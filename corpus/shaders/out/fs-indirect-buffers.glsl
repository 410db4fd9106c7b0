#version 450
flat in uvec4 v_generic0;
layout(location = 0) out vec4 fragColor0;
layout(std430, binding = 0) buffer fs_b0 { uint words[]; } fs_d0[2];
void main() {
  uvec4 t1;
  uvec4 t0 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0), addr2 = ivec4(0);
  t0.x = min(v_generic0.x, 1u);
  addr2.x = int(t0.x);
  t1 = uvec4(fs_d0[min(uint(addr2.x), 1u)].words[0u], fs_d0[min(uint(addr2.x), 1u)].words[1u], fs_d0[min(uint(addr2.x), 1u)].words[2u], fs_d0[min(uint(addr2.x), 1u)].words[3u]);
  addr2.x = int(t0.x);
  t2.x = fs_d0[min(uint(addr2.x), 1u)].words[4u];
  fragColor0 = uintBitsToFloat(t1) * uintBitsToFloat(t2.xxxx);
  t3.x = v_generic0.x + 1u;
  addr2.x = int(t0.x);
  fs_d0[min(uint(addr2.x), 1u)].words[5u] = t3.x;
}
