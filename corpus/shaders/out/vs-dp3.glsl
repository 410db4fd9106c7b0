#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[13]; };
out vec4 v_color0;
void main() {
  vec4 position, t1, t2, t3, t14;
  vec4 t0 = vec4(0.0), t4 = vec4(0.0), t5 = vec4(0.0), t6 = vec4(0.0), t7 = vec4(0.0), t8 = vec4(0.0), t9 = vec4(0.0);
  t1 = vs_k0[9].xxxx * vs_k0[5];
  t2 = vs_k0[9].yyyy * vs_k0[6] + t1;
  t3 = vs_k0[9].zzzz * vs_k0[7] + t2;
  position = vs_k0[9].wwww * vs_k0[8] + t3;
  t4.xyz = vs_k0[10].xyz * vs_k0[11].xyz;
  t5.x = dot(t4.xyz, vs_k0[12].xyz);
  t6.x = max(0.0, t5.x);
  t7.x = float(0.0 < t5.x);
  t8.xyz = vs_k0[2].xyz + vs_k0[1].xyz;
  t9.xyz = t6.xxx * vs_k0[3].xyz + t8.xyz;
  t0.xyz = t7.xxx * vs_k0[4].xyz + t9.xyz;
  t0.w = vs_k0[1].w;
  t14 = clamp(t0, 0.0, 1.0);
  v_color0 = t14;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
