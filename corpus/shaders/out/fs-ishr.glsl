#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[2]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u);
  vec4 t2 = vec4(0.0);
  fragColor0 = vec4(0.0);
  t0.x = uint(int(fs_k0[0].x) >> 16u);
  t1.x = -t0.x;
  t2.x = float(int(t1.x));
  fragColor0.x = t2.x * uintBitsToFloat(fs_k0[1].x);
  fragColor0.yzw = vec3(0.0, 0.0, 1.0);
}
