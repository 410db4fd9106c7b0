#version 450
layout(std140) uniform fs_c0 { vec4 fs_k0[1]; };
in vec4 v_generic0;
layout(location = 0) out vec4 fragColor0;
uniform sampler2DShadow fs_s0;
void main() {
  vec4 t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0), t3 = vec4(0.0);
  t1.xy = dFdx(v_generic0.xy);
  t2.xy = v_generic0.xy * fs_k0[0].xx;
  t3.xy = dFdy(t2.xy);
  t0.xyz = v_generic0.xyy;
  fragColor0 = vec4(textureGrad(fs_s0, t0.xyz, t1.xy, t3.xy));
}
