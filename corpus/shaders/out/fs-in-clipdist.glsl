#version 450
layout(std140) uniform fs_c0 { vec4 fs_k0[6]; };
in vec4 v_clipdist0;
in vec4 v_clipdist1;
in vec4 v_generic0;
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u);
  vec4 t2 = vec4(0.0);
  uvec4 t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u);
  vec4 t8 = vec4(0.0), t9 = vec4(0.0);
  uvec4 t10 = uvec4(0u);
  vec4 t11 = vec4(0.0), t12 = vec4(0.0), t13 = vec4(0.0), t14 = vec4(0.0), t15 = vec4(0.0);
  uvec4 t16 = uvec4(0u);
  vec4 t17 = vec4(0.0);
  ivec4 addr0 = ivec4(0);
  fragColor0 = vec4(0.0);
  t1.x = 0u;
  t0.x = 0xffffffffu;
  while (true) {
    t3.x = -uint(int(t1.x) >= 6);
    if (t3.x != 0u) {
      break;
    }
    t4.x = uint(int(t1.x) >> 2u);
    t5.x = -uint(int(t4.x) < 1);
    if (t5.x != 0u) {
      t2 = v_clipdist0;
    } else {
      t2 = v_clipdist1;
    }
    t6.xy = t1.xx & uvec2(3u, 0xfffffffu);
    t7.xyz = -uvec3(lessThan(ivec3(t6.xxx), ivec3(3, 1, 2)));
    t8.xy = vec2(t7.x != 0u ? t2.z : t2.w, t7.y != 0u ? t2.x : t2.y);
    t9.x = t7.z != 0u ? t8.y : t8.x;
    t10.x = t6.y;
    addr0.x = int(t10.x);
    t11 = fs_k0[min(uint(addr0.x), 5u)];
    t12.x = dot(t11, v_generic0);
    t13.x = t12.x / v_generic0.w;
    t14.x = t13.x * -1.0 + t9.x;
    t15.x = max(t14.x, -t14.x);
    t16.x = -uint(0.00001 < t15.x);
    t0.x = t16.x != 0u ? 0u : t0.x;
    t1.x = t1.x + 1u;
  }
  t17 = t0.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  fragColor0 = t17;
}
