#version 450
layout(local_size_x = 2, local_size_y = 3, local_size_z = 1) in;
shared uint cs_shared[1];
layout(binding = 0, offset = 0) uniform atomic_uint vg_a0_0_1[1];
void main() {
  uvec4 threadId = uvec4(gl_LocalInvocationID, 0u);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u);
  for (uint i = gl_LocalInvocationIndex; i < 1u; i += 6u) cs_shared[i] = 0u;
  memoryBarrierShared();
  barrier();
  t0.x = threadId.y << 1u;
  t1.x = t0.x + threadId.x;
  t2.x = -uint(t1.x == 0u);
  if (t2.x != 0u) {
    cs_shared[0u] = 0u;
  }
  memoryBarrierShared();
  barrier();
  t3.x = atomicAdd(cs_shared[0u], t1.x);
  memoryBarrierShared();
  barrier();
  t4.x = cs_shared[0u];
  t5.x = -uint(t4.x == 15u);
  t6.x = t2.x & t5.x;
  if (t6.x != 0u) {
    t7.x = atomicCounterIncrement(vg_a0_0_1[0]);
  }
}
