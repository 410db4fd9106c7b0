#version 450
layout(std140) uniform fs_c0 { vec4 fs_k0[2]; };
in vec4 v_generic0;
in vec4 v_generic1;
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t9;
  vec4 t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0), t3 = vec4(0.0), t4 = vec4(0.0), t5 = vec4(0.0);
  uvec4 t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u);
  t0.y = fs_k0[0].y * fs_k0[1].x;
  t0.x = fs_k0[0].x;
  t3.xy = t0.xy;
  t4.xyz = interpolateAtOffset(v_generic0, t3.xy).xyz;
  t5.xyz = t4.xyz * vec3(-1.0) + v_generic0.xyz;
  t6.xyz = -uvec3(notEqual(t5.xyz, vec3(0.0)));
  t7.x = t6.y | t6.z;
  t8.x = t6.x | t7.x;
  t2.yzw = t5.xyz + vec3(0.5);
  t1.xy = v_generic1.xy;
  t1.zw = vec2(0.0, 1.0);
  t2.x = 1.0;
  t9 = t8.x != 0u ? t2 : t1;
  fragColor0 = t9;
}
