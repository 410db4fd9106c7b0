#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[2]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t4;
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u);
  t0.x = exp2(uintBitsToFloat(fs_k0[0].x));
  t1.x = -uint(0.0 < t0.x);
  t2.x = fs_k0[1].x;
  t3.x = -uint(t2.x == t1.x);
  t4 = t3.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  fragColor0 = t4;
}
