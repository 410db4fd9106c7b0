#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[1]; };
flat in uvec4 v_generic0;
layout(location = 0) out vec4 fragColor0;
layout(std430, binding = 7) readonly volatile buffer vg_guard { uint vg_stop; };
void main() {
  uvec4 t0;
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u);
  fragColor0 = vec4(0.0);
  t0 = uvec4(0u);
  while (vg_stop == 0u) {
    t1.x = -uint(t0.x >= v_generic0.x);
    if (t1.x != 0u) {
      break;
    }
    for (bool goes1 = true; goes1 && vg_stop == 0u;) {
      for (int turn1 = 0; turn1 < 256; turn1++) {
        t0.y = t0.y + 1u;
        t1.y = -uint(t0.y >= fs_k0[0].x);
        if (t1.y != 0u) {
          goes1 = false;
          break;
        }
      }
    }
    t2.x = 0u;
    while (true) {
      t3.x = -uint(int(t2.x) >= 16);
      if (t3.x != 0u) {
        break;
      }
      t0.z = t0.z + t2.x;
      t2.x = t2.x + 1u;
    }
    t0.x = t0.x + 1u;
  }
  fragColor0 = vec4(t0);
}
