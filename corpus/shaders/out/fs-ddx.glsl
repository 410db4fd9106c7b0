#version 450
layout(std140) uniform fs_c0 { vec4 fs_k0[1]; };
in vec4 v_color0;
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t0, t1, t2, t3, t4;
  t0 = dFdx(v_color0);
  t1 = max(t0, -t0);
  t2 = v_color0 * fs_k0[0].xxxx;
  t3 = dFdy(t2);
  t4 = max(t3, -t3);
  fragColor0 = t1 + t4;
}
