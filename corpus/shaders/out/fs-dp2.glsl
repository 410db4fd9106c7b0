#version 450
layout(std140) uniform fs_c0 { vec4 fs_k0[2]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t0 = vec4(0.0);
  t0.x = dot(fs_k0[0].xy, fs_k0[1].xy);
  fragColor0 = t0.xxxx;
}
