#version 450
#extension GL_ARB_shader_atomic_counter_ops : require
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { uvec4 fs_k0[17]; };
layout(location = 0) out vec4 fragColor0;
layout(binding = 0, offset = 0) uniform atomic_uint vg_a0_0_1[1];
layout(binding = 0, offset = 4) uniform atomic_uint vg_a0_1_1[1];
layout(binding = 0, offset = 8) uniform atomic_uint vg_a0_2_1[1];
layout(binding = 0, offset = 12) uniform atomic_uint vg_a0_3_1[1];
layout(binding = 0, offset = 16) uniform atomic_uint vg_a0_4_1[1];
layout(binding = 0, offset = 20) uniform atomic_uint vg_a0_5_1[1];
layout(binding = 0, offset = 24) uniform atomic_uint vg_a0_6_1[1];
layout(binding = 0, offset = 28) uniform atomic_uint vg_a0_7_1[1];
void main() {
  uvec4 t6;
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u);
  uvec4 t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u), t15 = uvec4(0u);
  uvec4 t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u), t19 = uvec4(0u), t20 = uvec4(0u), t21 = uvec4(0u), t22 = uvec4(0u);
  uvec4 t23 = uvec4(0u), t24 = uvec4(0u), t25 = uvec4(0u), t26 = uvec4(0u), t27 = uvec4(0u), t28 = uvec4(0u), t29 = uvec4(0u);
  uvec4 t30 = uvec4(0u), t31 = uvec4(0u), t32 = uvec4(0u), t33 = uvec4(0u), t34 = uvec4(0u), t35 = uvec4(0u), t36 = uvec4(0u);
  uvec4 t37 = uvec4(0u), t38 = uvec4(0u), t39 = uvec4(0u), t40 = uvec4(0u), t41 = uvec4(0u), t42 = uvec4(0u), t43 = uvec4(0u);
  uvec4 t44 = uvec4(0u), t45 = uvec4(0u), t46 = uvec4(0u), t47 = uvec4(0u), t48 = uvec4(0u), t49 = uvec4(0u), t50 = uvec4(0u);
  uvec4 t51 = uvec4(0u), t52 = uvec4(0u), t53 = uvec4(0u), t54 = uvec4(0u), t55 = uvec4(0u), t56 = uvec4(0u);
  ivec4 addr0 = ivec4(0);
  fragColor0 = vec4(0.0);
  t0.x = fragCoord.y * uintBitsToFloat(fs_k0[16].z) + uintBitsToFloat(fs_k0[16].w);
  t1.x = uint(fragCoord.x);
  t2.x = uint(t0.x);
  t3.x = t2.x << 4u;
  t4.x = t1.x + t3.x;
  t5.x = t4.x % 9u;
  t6 = -uvec4(equal(uvec4(0u, 1u, 2u, 3u), t5.xxxx));
  t7.x = t6.y;
  t8.x = t6.w;
  t9.x = t6.z;
  t10.x = t6.x;
  if (t10.x != 0u) {
    t11.x = uint(int(t0.x));
    t12.x = t11.x & 0xfffffffu;
    addr0.x = int(t12.x);
    t13.x = fs_k0[min(uint(addr0.x), 16u)].x;
    t14.x = atomicCounterAddARB(vg_a0_0_1[0], t13.x);
  } else {
    if (t7.x != 0u) {
      t15.x = uint(int(t0.x));
      t16.x = t15.x & 0xfffffffu;
      addr0.x = int(t16.x);
      t17.x = fs_k0[min(uint(addr0.x), 16u)].x;
      t18.x = -t17.x;
      t19.x = atomicCounterAddARB(vg_a0_1_1[0], t18.x);
    } else {
      if (t9.x != 0u) {
        t20.x = uint(int(t0.x));
        t21.x = t20.x & 0xfffffffu;
        addr0.x = int(t21.x);
        t22.x = fs_k0[min(uint(addr0.x), 16u)].x;
        t23.x = atomicCounterMinARB(vg_a0_2_1[0], t22.x);
      } else {
        if (t8.x != 0u) {
          t24.x = uint(int(t0.x));
          t25.x = t24.x & 0xfffffffu;
          addr0.x = int(t25.x);
          t26.x = fs_k0[min(uint(addr0.x), 16u)].x;
          t27.x = atomicCounterMaxARB(vg_a0_3_1[0], t26.x);
        } else {
          t28 = -uvec4(equal(uvec4(4u, 5u, 6u, 7u), t5.xxxx));
          t29.x = t28.y;
          t30.x = t28.w;
          t31.x = t28.z;
          t32.x = t28.x;
          if (t32.x != 0u) {
            t33.x = uint(int(t0.x));
            t34.x = t33.x & 0xfffffffu;
            addr0.x = int(t34.x);
            t35.x = fs_k0[min(uint(addr0.x), 16u)].x;
            t36.x = atomicCounterAndARB(vg_a0_4_1[0], t35.x);
          } else {
            if (t29.x != 0u) {
              t37.x = uint(int(t0.x));
              t38.x = t37.x & 0xfffffffu;
              addr0.x = int(t38.x);
              t39.x = fs_k0[min(uint(addr0.x), 16u)].x;
              t40.x = atomicCounterOrARB(vg_a0_5_1[0], t39.x);
            } else {
              if (t31.x != 0u) {
                t41.x = uint(int(t0.x));
                t42.x = t41.x & 0xfffffffu;
                addr0.x = int(t42.x);
                t43.x = fs_k0[min(uint(addr0.x), 16u)].x;
                t44.x = atomicCounterXorARB(vg_a0_6_1[0], t43.x);
              } else {
                if (t30.x != 0u) {
                  t45.x = uint(int(t0.x));
                  t46.x = t45.x & 0xfffffffu;
                  addr0.x = int(t46.x);
                  t47.x = fs_k0[min(uint(addr0.x), 16u)].x;
                  t48.x = atomicCounterExchangeARB(vg_a0_7_1[0], t47.x);
                } else {
                  t49.x = -uint(8u == t5.x);
                  if (t49.x != 0u) {
                    t50.x = uint(int(t0.x));
                    t51.x = t50.x & 0xfffffffu;
                    t52.x = uint(int(fragCoord.x));
                    t53.x = t52.x & 0xfffffffu;
                    addr0.x = int(t53.x);
                    t54.x = fs_k0[min(uint(addr0.x), 16u)].x;
                    addr0.x = int(t51.x);
                    t55.x = fs_k0[min(uint(addr0.x), 16u)].x;
                    t56.x = atomicCounterCompSwapARB(vg_a0_0_1[0], t55.x, t54.x);
                  }
                }
              }
            }
          }
        }
      }
    }
  }
  fragColor0 = vec4(0.0, 1.0, 0.0, 1.0);
}
