#version 450
layout(location = 0) out vec4 fragColor0;
layout(r32ui, binding = 0) volatile uniform uimage1D fs_i0;
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t5 = uvec4(0u);
  fragColor0 = vec4(0.0);
  t1.x = 1u;
  t0.x = 0u;
  while (true) {
    t3.x = 0u;
    t2.x = imageAtomicCompSwap(fs_i0, int(t3.x), t0.x, t1.x);
    t5.x = -uint(t2.x == t0.x);
    if (t5.x != 0u) {
      break;
    }
    t1.x = t2.x + 1u;
    t0.x = t2.x;
  }
  fragColor0.x = uintBitsToFloat(t2.x);
  fragColor0.yzw = vec3(0.0, 0.0, uintBitsToFloat(0x1u));
}
