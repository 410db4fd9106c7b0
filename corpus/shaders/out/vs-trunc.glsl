#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[4]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 position;
  vec4 t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0), t3 = vec4(0.0), t4 = vec4(0.0), t5 = vec4(0.0), t6 = vec4(0.0);
  uvec4 t7 = uvec4(0u);
  vec4 t8 = vec4(0.0), t9 = vec4(0.0), t10 = vec4(0.0);
  uvec4 t11 = uvec4(0u), t12 = uvec4(0u);
  v_generic0 = vec4(0.0);
  t0.xyz = trunc(vs_k0[0].xyz);
  t1.xyz = vs_k0[1].xyz * vec3(-1.0) + t0.xyz;
  t2.xyz = t0.xyz * vec3(-1.0) + vs_k0[0].xyz;
  t3.xyz = vs_k0[2].xyz * vec3(-1.0) + t2.xyz;
  t4.x = dot(t1.xyz, t1.xyz);
  t5.x = inversesqrt(t4.x);
  t6.x = 1.0 / t5.x;
  t7.x = -uint(t6.x < vs_k0[3].x);
  t12.x = t7.x & 0x3f800000u;
  v_generic0.x = uintBitsToFloat(t12.x);
  t8.x = dot(t3.xyz, t3.xyz);
  t9.x = inversesqrt(t8.x);
  t10.x = 1.0 / t9.x;
  t11.x = -uint(t10.x < vs_k0[3].x);
  t12.y = t11.x & 0x3f800000u;
  v_generic0.y = uintBitsToFloat(t12.y);
  position = attr0;
  v_generic0.zw = vec2(0.0, 1.0);
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
