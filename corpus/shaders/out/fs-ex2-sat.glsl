#version 450
layout(std140) uniform fs_c0 { vec4 fs_k0[4]; };
in vec4 v_color0;
in vec4 v_fog0;
layout(location = 0) out vec4 fragColor0;
uniform sampler2D fs_s0;
void main() {
  vec4 t0, t1, t2;
  vec4 t3 = vec4(0.0), t4 = vec4(0.0), t5 = vec4(0.0), t6 = vec4(0.0);
  fragColor0 = vec4(0.0);
  t0 = fs_k0[0].xyxw;
  t1 = texture(fs_s0, t0.xy / t0.w);
  t2 = t1 * v_color0;
  t3.x = v_fog0.x * fs_k0[1].z;
  t4.x = t3.x * -1.0;
  t5.x = clamp(exp2(t4.x), 0.0, 1.0);
  t6.x = t5.x;
  fragColor0.xyz = mix(fs_k0[2].xyz, t2.xyz, t6.xxx);
  fragColor0.w = t2.w;
}
