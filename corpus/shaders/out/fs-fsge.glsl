#version 450
layout(std140) uniform fs_c0 { vec4 fs_k0[5]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t0, t1, t2, t7;
  vec4 t3 = vec4(0.0), t4 = vec4(0.0), t5 = vec4(0.0);
  uvec4 t6 = uvec4(0u);
  t0 = min(fs_k0[1], fs_k0[2]);
  t1 = min(fs_k0[0], t0);
  t2 = fs_k0[4] * vec4(-1.0) + t1;
  t3.x = dot(t2, t2);
  t4.x = inversesqrt(t3.x);
  t5.x = 1.0 / t4.x;
  t6.x = -uint(fs_k0[3].x >= t5.x);
  t7 = t6.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  fragColor0 = t7;
}
