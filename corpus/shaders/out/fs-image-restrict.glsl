#version 450
flat in uvec4 v_generic0;
layout(location = 0) out vec4 fragColor0;
layout(r32ui, binding = 0) restrict readonly uniform uimage1D fs_i0;
layout(r32ui, binding = 1) restrict writeonly uniform uimage1D fs_i1;
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u);
  uvec4 t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u);
  fragColor0 = vec4(0.0);
  t0.x = 0u;
  while (true) {
    t9.x = -uint(int(t0.x) >= 768);
    if (t9.x != 0u) {
      break;
    }
    t1.x = 16u;
    t10 = imageLoad(fs_i0, int(t1.x));
    t11.x = t0.x << 1u;
    t12.x = t10.x + 1u;
    t2.x = t11.x;
    imageStore(fs_i1, int(t2.x), t12.xxxx);
    t3.x = 16u;
    t13 = imageLoad(fs_i0, int(t3.x));
    t4.x = t11.x + 1u;
    t14.x = t13.x + 0xffffffffu;
    imageStore(fs_i1, int(t4.x), t14.xxxx);
    t0.x = t0.x + 1u;
  }
  fragColor0 = uintBitsToFloat(v_generic0);
}
