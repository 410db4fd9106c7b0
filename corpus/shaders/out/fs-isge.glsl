#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[3]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 t0 = uvec4(0u);
  vec4 t1 = vec4(0.0);
  uvec4 t2 = uvec4(0u), t3 = uvec4(0u);
  vec4 t4 = vec4(0.0);
  fragColor0 = vec4(0.0);
  t1.x = 0.0;
  t0.x = 0u;
  while (true) {
    t2.x = -uint(int(t0.x) >= int(fs_k0[0].x));
    if (t2.x != 0u) {
      break;
    }
    t1.x = t1.x + uintBitsToFloat(fs_k0[1].x);
    t0.x = t0.x + 1u;
  }
  t3.x = -uint(t1.x == uintBitsToFloat(fs_k0[2].x));
  t4 = t3.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  fragColor0 = t4;
}
