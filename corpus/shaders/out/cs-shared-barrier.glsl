#version 450
layout(local_size_x = 8, local_size_y = 8, local_size_z = 1) in;
layout(binding = 0) writeonly uniform image2D cs_i0;
shared uint cs_shared[65];
void main() {
  uvec4 threadId = uvec4(gl_LocalInvocationID, 0u);
  uvec4 blockId = uvec4(gl_WorkGroupID, 0u);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u);
  uvec4 t15 = uvec4(0u), t20 = uvec4(0u);
  for (uint i = gl_LocalInvocationIndex; i < 65u; i += 64u) cs_shared[i] = 0u;
  memoryBarrierShared();
  barrier();
  t20.xyz = blockId.xyz;
  cs_shared[0u] = 0xffffffffu;
  memoryBarrierShared();
  barrier();
  t1.x = threadId.y << 3u;
  t2.x = t1.x + threadId.x;
  t3.x = t2.x << 2u;
  t4.x = 4u + t3.x;
  cs_shared[min(t4.x >> 2, 64u)] = t2.x;
  memoryBarrierShared();
  barrier();
  t5.x = t2.x + 32u;
  t6.x = t5.x & 63u;
  t7.x = t6.x << 2u;
  t8.x = 4u + t7.x;
  t9.x = cs_shared[min(t8.x >> 2, 64u)];
  t10.x = -uint(t9.x != t6.x);
  if (t10.x != 0u) {
    cs_shared[0u] = 0u;
  }
  memoryBarrierShared();
  barrier();
  t12.x = cs_shared[0u];
  t13.x = t12.x;
  t14 = t13.x != 0u ? uvec4(0u, 0x3f800000u, 0u, 0u) : uvec4(0x3f800000u, 0u, 0u, 0u);
  t15.xy = t20.xy << uvec2(3u);
  t0.xy = t15.xy + threadId.xy;
  imageStore(cs_i0, ivec2(t0.xy), uintBitsToFloat(t14));
}
