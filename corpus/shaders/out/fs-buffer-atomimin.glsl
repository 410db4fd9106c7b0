#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { vec4 fs_k0[1]; };
layout(location = 0) out vec4 fragColor0;
layout(std430, binding = 0) buffer fs_b0 { int words[]; } fs_d0;
layout(binding = 0, offset = 0) uniform atomic_uint vg_a0_0_1[1];
void main() {
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u);
  uvec4 t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u);
  uvec4 t15 = uvec4(0u), t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u), t19 = uvec4(0u), t20 = uvec4(0u);
  fragColor0 = vec4(0.0);
  t0.x = fragCoord.y * fs_k0[0].z + fs_k0[0].w;
  t1.x = uint(int(t0.x));
  t2.x = t1.x << 6u;
  t3.x = uint(int(fragCoord.x));
  t4.x = t2.x + t3.x;
  t5.x = 7u + t4.x;
  t6.x = uint(atomicMin(fs_d0.words[64u], int(t5.x)));
  t7.x = -uint(t6.x != 5u);
  if (t7.x != 0u) {
    t8.x = atomicCounterIncrement(vg_a0_0_1[0]);
  }
  t9.x = uint(fs_d0.words[64u]);
  t10.x = -uint(t9.x != 5u);
  if (t10.x != 0u) {
    t11.x = atomicCounterIncrement(vg_a0_0_1[0]);
  }
  t12.x = -uint(int(t4.x) < 64);
  if (t12.x != 0u) {
    t13.x = t4.x << 2u;
    t14.x = -t13.x;
    t15.x = uint(atomicMin(fs_d0.words[t13.x >> 2], int(t14.x)));
    t16.x = -uint(t15.x != t13.x);
    if (t16.x != 0u) {
      t17.x = atomicCounterIncrement(vg_a0_0_1[0]);
    }
    t18.x = uint(atomicExchange(fs_d0.words[t13.x >> 2], int(t13.x)));
    t19.x = -uint(t18.x != t14.x);
    if (t19.x != 0u) {
      t20.x = atomicCounterIncrement(vg_a0_0_1[0]);
    }
    fragColor0 = vec4(0.0, 1.0, 0.0, 1.0);
  } else {
    fragColor0 = vec4(0.0, 0.0, 1.0, 1.0);
  }
}
