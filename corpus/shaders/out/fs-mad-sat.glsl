#version 450
layout(std140) uniform fs_c0 { vec4 fs_k0[3]; };
in vec4 v_color0;
in vec4 v_fog0;
in vec4 v_texcoord0;
layout(location = 0) out vec4 fragColor0;
uniform sampler2D fs_s0;
void main() {
  vec4 t0, t1;
  vec4 t2 = vec4(0.0), t3 = vec4(0.0), t4 = vec4(0.0), t5 = vec4(0.0);
  fragColor0 = vec4(0.0);
  t0 = v_texcoord0.xyxw;
  t1 = texture(fs_s0, t0.xy / t0.w);
  t2.xyz = clamp(t1.xyz + v_color0.xyz, 0.0, 1.0);
  t3.xyz = t2.xyz;
  fragColor0.w = t1.w * v_color0.w;
  t4.x = clamp(v_fog0.x * fs_k0[0].x + fs_k0[0].y, 0.0, 1.0);
  t5.x = t4.x;
  fragColor0.xyz = mix(fs_k0[1].xyz, t3.xyz, t5.xxx);
}
