#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[10]; };
layout(location = 0) in vec4 attr0;
layout(location = 1) in vec4 attr1;
out vec4 v_color0;
void main() {
  vec4 position, t1, t2, t3, t16;
  vec4 t0 = vec4(0.0), t4 = vec4(0.0), t5 = vec4(0.0), t6 = vec4(0.0), t7 = vec4(0.0), t8 = vec4(0.0), t9 = vec4(0.0);
  vec4 t10 = vec4(0.0), t11 = vec4(0.0);
  t1 = attr0.xxxx * vs_k0[5];
  t2 = attr0.yyyy * vs_k0[6] + t1;
  t3 = attr0.zzzz * vs_k0[7] + t2;
  position = attr0.wwww * vs_k0[8] + t3;
  t4.x = dot(attr1.xyz, attr1.xyz);
  t5.x = inversesqrt(t4.x);
  t6.xyz = attr1.xyz * t5.xxx;
  t7.x = dot(t6.xyz, vs_k0[9].xyz);
  t8.x = max(0.0, t7.x);
  t9.x = float(0.0 < t7.x);
  t10.xyz = vs_k0[2].xyz + vs_k0[1].xyz;
  t11.xyz = t8.xxx * vs_k0[3].xyz + t10.xyz;
  t0.xyz = t9.xxx * vs_k0[4].xyz + t11.xyz;
  t0.w = vs_k0[1].w;
  t16 = clamp(t0, 0.0, 1.0);
  v_color0 = t16;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
