#version 450
layout(std140) uniform fs_c0 { vec4 fs_k0[1]; };
in vec4 v_texcoord0;
layout(location = 0) out vec4 fragColor0;
uniform sampler2D fs_s0;
void main() {
  vec4 t4, t5;
  uvec4 t6;
  vec4 t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0), t3 = vec4(0.0);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u);
  vec4 t10 = vec4(0.0), t11 = vec4(0.0), t12 = vec4(0.0);
  uvec4 t13 = uvec4(0u), t14 = uvec4(0u), t15 = uvec4(0u), t16 = uvec4(0u), t17 = uvec4(0u);
  t1.x = fs_k0[0].x + 0.5;
  t2.x = ceil(t1.x);
  t3.x = t2.x + -1.0;
  t4 = texture(fs_s0, v_texcoord0.xy);
  t0.xyz = v_texcoord0.xyx;
  t0.w = t3.x;
  t5 = textureLod(fs_s0, t0.xy, t0.w);
  t6 = -uvec4(notEqual(t4, t5));
  t7.xy = t6.xz | t6.yw;
  t8.x = t7.x | t7.y;
  t9.x = t8.x & 0x3f800000u;
  if (-uintBitsToFloat(t9.x) < 0.0) discard;
  t10.xy = vec4(textureQueryLod(fs_s0, v_texcoord0.xy), 0.0, 0.0).xy;
  t11.x = t10.y * -1.0 + t10.x;
  t12.x = max(t11.x, -t11.x);
  t13.x = -uint(0.007843138 >= t12.x);
  t14.x = ~t13.x;
  t15.x = t14.x & 0x3f800000u;
  if (-uintBitsToFloat(t15.x) < 0.0) discard;
  t16.x = -uint(t10.x != t3.x);
  t17.x = t16.x & 0x3f800000u;
  if (-uintBitsToFloat(t17.x) < 0.0) discard;
  fragColor0 = t4;
}
