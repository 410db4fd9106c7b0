#version 450
layout(local_size_x = 4, local_size_y = 4, local_size_z = 4) in;
layout(binding = 0, offset = 0) uniform atomic_uint vg_a0_0_1[1];
layout(binding = 0, offset = 4) uniform atomic_uint vg_a0_1_1[1];
layout(binding = 0, offset = 8) uniform atomic_uint vg_a0_2_1[1];
layout(binding = 0, offset = 12) uniform atomic_uint vg_a0_3_1[1];
layout(binding = 0, offset = 16) uniform atomic_uint vg_a0_4_1[1];
layout(binding = 0, offset = 20) uniform atomic_uint vg_a0_5_1[1];
layout(binding = 0, offset = 24) uniform atomic_uint vg_a0_6_1[1];
layout(binding = 0, offset = 28) uniform atomic_uint vg_a0_7_1[1];
void main() {
  uvec4 gridSize = uvec4(gl_NumWorkGroups, 0u);
  uvec4 blockId = uvec4(gl_WorkGroupID, 0u);
  uvec4 threadId = uvec4(gl_LocalInvocationID, 0u);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u);
  uvec4 t14 = uvec4(0u), t15 = uvec4(0u), t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u), t19 = uvec4(0u), t20 = uvec4(0u);
  uvec4 t21 = uvec4(0u), t22 = uvec4(0u), t23 = uvec4(0u), t24 = uvec4(0u), t25 = uvec4(0u), t26 = uvec4(0u), t27 = uvec4(0u);
  uvec4 t28 = uvec4(0u), t29 = uvec4(0u), t30 = uvec4(0u), t31 = uvec4(0u), t32 = uvec4(0u), t37 = uvec4(0u);
  t37.xyz = blockId.xyz;
  t0.xyz = gridSize.xyz << uvec3(2u);
  t1.xyz = t0.xyz >> uvec3(1u);
  t2.xyz = t37.xyz << uvec3(2u);
  t3.xyz = t2.xyz + threadId.xyz;
  t4.x = t3.x & t3.y;
  t5.x = t4.x & t3.z;
  t6.xy = -uvec2(equal(t5.xx, uvec2(0u, 2u)));
  t7.x = t6.y;
  t8.x = t6.x;
  if (t8.x != 0u) {
    t9.x = atomicCounterIncrement(vg_a0_0_1[0]);
  }
  t10.x = t3.x | t3.y;
  t11.x = t10.x | t3.z;
  t12.xy = -uvec2(equal(t11.xx, uvec2(7u, 5u)));
  t13.x = t12.y;
  t14.x = t12.x;
  if (t14.x != 0u) {
    t15.x = atomicCounterIncrement(vg_a0_1_1[0]);
  }
  t16.xy = -uvec2(equal(t3.xy, t3.yz));
  t17.x = t16.x & t16.y;
  if (t17.x != 0u) {
    t18.x = atomicCounterIncrement(vg_a0_2_1[0]);
  }
  t19.xyz = -uvec3(notEqual(t3.xyx, t3.yzz));
  t20.x = t19.x & t19.y;
  t21.x = t20.x & t19.z;
  if (t21.x != 0u) {
    t22.x = atomicCounterIncrement(vg_a0_3_1[0]);
  }
  if (t7.x != 0u) {
    t23.x = atomicCounterIncrement(vg_a0_4_1[0]);
  }
  if (t13.x != 0u) {
    t24.x = atomicCounterIncrement(vg_a0_5_1[0]);
  }
  t25.xyz = -uvec3(lessThan(t3.xyz, t1.xyz));
  t26.x = t25.x & t25.y;
  t27.x = t26.x & t25.z;
  if (t27.x != 0u) {
    t28.x = atomicCounterIncrement(vg_a0_6_1[0]);
  }
  t29.xyz = -uvec3(greaterThanEqual(t3.xyz, t1.xyz));
  t30.x = t29.x | t29.y;
  t31.x = t30.x | t29.z;
  if (t31.x != 0u) {
    t32.x = atomicCounterIncrement(vg_a0_7_1[0]);
  }
}
