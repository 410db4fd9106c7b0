#version 450
layout(location = 0) out vec4 fragColor0;
layout(r32ui, binding = 0) volatile uniform uimage1D fs_i0;
void main() {
  uvec4 t0 = uvec4(0u), t2 = uvec4(0u);
  fragColor0 = vec4(0.0);
  t0.x = 0u;
  t2.x = imageAtomicAdd(fs_i0, int(t0.x), 1u);
  fragColor0.x = uintBitsToFloat(t2.x);
  fragColor0.yzw = vec3(0.0, 0.0, uintBitsToFloat(0x1u));
}
