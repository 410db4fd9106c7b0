#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[2]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t5, t7, t12;
  uvec4 t13, t14;
  vec4 t17;
  vec4 t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0);
  uvec4 t3 = uvec4(0u), t4 = uvec4(0u), t6 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u);
  uvec4 t15 = uvec4(0u), t16 = uvec4(0u);
  t3.xyz = uvec3(abs(ivec3(fs_k0[0].xxy)));
  t4.xyz = -uvec3(notEqual(uintBitsToFloat(fs_k0[1].xxy), uintBitsToFloat(t3.xyz)));
  t5 = t4.x != 0u ? vec4(1.0, 1.0, 0.0, 1.0) : vec4(0.0, 1.0, 0.0, 1.0);
  t6.x = t4.y | t4.z;
  t0.x = 1.0;
  t0.yzw = t5.yzw;
  t7 = t6.x != 0u ? t0 : t5;
  t8.xyz = uvec3(abs(ivec3(fs_k0[0].xyz)));
  t9.xyz = -uvec3(notEqual(uintBitsToFloat(fs_k0[1].xyz), uintBitsToFloat(t8.xyz)));
  t10.x = t9.y | t9.z;
  t11.x = t9.x | t10.x;
  t1.x = 1.0;
  t1.yzw = t7.yzw;
  t12 = t11.x != 0u ? t1 : t7;
  t13 = uvec4(abs(ivec4(fs_k0[0])));
  t14 = -uvec4(notEqual(uintBitsToFloat(fs_k0[1]), uintBitsToFloat(t13)));
  t15.xy = t14.xz | t14.yw;
  t16.x = t15.x | t15.y;
  t2.x = 1.0;
  t2.yzw = t12.yzw;
  t17 = t16.x != 0u ? t2 : t12;
  fragColor0 = t17;
}
