#version 450
layout(local_size_x = 32, local_size_y = 1, local_size_z = 1) in;
shared uint cs_shared[2];
layout(binding = 0, offset = 0) uniform atomic_uint vg_a0_0_1[1];
layout(binding = 0, offset = 4) uniform atomic_uint vg_a0_1_1[1];
void main() {
  uvec4 threadId = uvec4(gl_LocalInvocationID, 0u);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u);
  uvec4 t14 = uvec4(0u), t15 = uvec4(0u);
  for (uint i = gl_LocalInvocationIndex; i < 2u; i += 32u) cs_shared[i] = 0u;
  memoryBarrierShared();
  barrier();
  t2.x = -uint(threadId.x == 0u);
  if (t2.x != 0u) {
    cs_shared[0u] = 0u;
    cs_shared[1u] = 0u;
  }
  memoryBarrierShared();
  barrier();
  t0.x = cs_shared[0u];
  while (true) {
    t3.x = t0.x + 4u;
    t1.x = atomicCompSwap(cs_shared[0u], t0.x, t3.x);
    t4.x = -uint(t1.x == t0.x);
    if (t4.x != 0u) {
      break;
    }
    t0.x = t1.x;
  }
  t5.x = t1.x >> 2u;
  t6.x = 1u << (t5.x & 31u);
  t7.x = -uint(t5.x < 32u);
  if (t7.x != 0u) {
    t8.x = atomicOr(cs_shared[1u], t6.x);
    t9.x = t8.x & t6.x;
    t10.x = -uint(t9.x != 0u);
    if (t10.x != 0u) {
      t11.x = atomicCounterIncrement(vg_a0_1_1[0]);
    }
    t12.x = t8.x | t6.x;
    t13.x = -uint(t12.x == 0xffffffffu);
    if (t13.x != 0u) {
      t14.x = atomicCounterIncrement(vg_a0_0_1[0]);
    }
  } else {
    t15.x = atomicCounterIncrement(vg_a0_1_1[0]);
  }
}
