#version 450
#extension GL_ARB_shader_atomic_counter_ops : require
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { vec4 fs_k0[1]; };
layout(location = 0) out vec4 fragColor0;
layout(std430, binding = 0) buffer fs_b0 { uint words[]; } fs_d0;
layout(binding = 0, offset = 0) uniform atomic_uint vg_a0_0_7[7];
layout(binding = 0, offset = 28) uniform atomic_uint vg_a0_7_1[1];
void main() {
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u);
  uvec4 t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u);
  uvec4 t15 = uvec4(0u), t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u), t19 = uvec4(0u), t20 = uvec4(0u), t21 = uvec4(0u);
  uvec4 t22 = uvec4(0u);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0), addr2 = ivec4(0);
  fragColor0 = vec4(0.0);
  t0.x = fragCoord.y * fs_k0[0].z + fs_k0[0].w;
  t1.x = uint(fragCoord.x);
  t2.x = uint(t0.x);
  t3.x = t2.x << 5u;
  t4.x = t3.x + t1.x;
  t5.x = -uint(t2.x < 7u);
  t6.x = -uint(t1.x < 32u);
  t7.x = t6.x & t5.x;
  t8.x = t4.x << 2u;
  t9.x = t7.x != 0u ? t8.x : 0x7fffffffu;
  t10.x = atomicExchange(fs_d0.words[0u], t9.x);
  t11.xy = t10.xx >> uvec2(2u, 7u);
  t12.x = t11.x & 31u;
  t13.x = 1u << (t11.x & 31u);
  t14.x = -uint(255u >= t11.x);
  if (t14.x != 0u) {
    t15.x = t11.y << 2u;
    t16 = t15.xxxx >> uvec4(2u);
    addr2.x = int(t16.x);
    t17.x = atomicCounterOrARB(vg_a0_0_7[min(uint(addr2.x), 6u)], t13.x);
    t18.x = t17.x & t13.x;
    t19.x = -uint(t18.x != 0u);
    if (t19.x != 0u) {
      t20.x = atomicCounterIncrement(vg_a0_7_1[0]);
    }
    t21.x = -uint(t12.x == t4.x);
    if (t21.x != 0u) {
      t22.x = atomicCounterIncrement(vg_a0_7_1[0]);
    }
    fragColor0 = vec4(0.0, 1.0, 0.0, 1.0);
  } else {
    fragColor0 = vec4(0.0, 0.0, 1.0, 1.0);
  }
}
