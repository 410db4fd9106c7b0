#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { vec4 fs_k0[1]; };
layout(location = 0) out vec4 fragColor0;
layout(std430, binding = 0) buffer fs_b0 { uint words[]; } fs_d0;
layout(binding = 0, offset = 0) uniform atomic_uint vg_a0_0_1[1];
void main() {
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u);
  uvec4 t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u);
  uvec4 t15 = uvec4(0u), t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u), t19 = uvec4(0u);
  fragColor0 = vec4(0.0);
  t0.x = fragCoord.y * fs_k0[0].z + fs_k0[0].w;
  t1.x = uint(t0.x);
  t2.x = t1.x << 6u;
  t3.x = uint(fragCoord.x);
  t4.x = t2.x + t3.x;
  t5.x = atomicMax(fs_d0.words[64u], t4.x);
  t6.x = -uint(t5.x != 0x7fffffffu);
  if (t6.x != 0u) {
    t7.x = atomicCounterIncrement(vg_a0_0_1[0]);
  }
  t8.x = fs_d0.words[64u];
  t9.x = -uint(t8.x != 0x7fffffffu);
  if (t9.x != 0u) {
    t10.x = atomicCounterIncrement(vg_a0_0_1[0]);
  }
  t11.x = -uint(t4.x < 64u);
  if (t11.x != 0u) {
    t12.x = t4.x << 2u;
    t13.x = t12.x + 4u;
    t14.x = atomicMax(fs_d0.words[t12.x >> 2], t13.x);
    t15.x = -uint(t14.x != t12.x);
    if (t15.x != 0u) {
      t16.x = atomicCounterIncrement(vg_a0_0_1[0]);
    }
    t17.x = atomicExchange(fs_d0.words[t12.x >> 2], t12.x);
    t18.x = -uint(t17.x != t13.x);
    if (t18.x != 0u) {
      t19.x = atomicCounterIncrement(vg_a0_0_1[0]);
    }
    fragColor0 = vec4(0.0, 1.0, 0.0, 1.0);
  } else {
    fragColor0 = vec4(0.0, 0.0, 1.0, 1.0);
  }
}
