#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[4]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t6;
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u);
  t0.x = uint(min(int(fs_k0[0].x), int(fs_k0[1].x)));
  t1.x = uint(min(int(fs_k0[0].x), int(fs_k0[2].x)));
  t2.x = uint(min(int(fs_k0[1].x), int(fs_k0[2].x)));
  t3.x = uint(max(int(t1.x), int(t2.x)));
  t4.x = uint(max(int(t0.x), int(t3.x)));
  t5.x = -uint(t4.x == fs_k0[3].x);
  t6 = t5.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  fragColor0 = t6;
}
