#version 450
layout(std140) uniform fs_c0 { vec4 fs_k0[2]; };
layout(location = 0) out vec4 fragColor0;
uniform sampler1D fs_s0;
void main() {
  vec4 t0, t1;
  t0 = fs_k0[1].xxxw;
  t1 = texture(fs_s0, t0.x / t0.w);
  fragColor0 = t1 * fs_k0[0];
}
