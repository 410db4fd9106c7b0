#version 450
in vec4 v_generic0;
in vec4 v_generic1;
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t7;
  vec4 t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0), t3 = vec4(0.0);
  uvec4 t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  t2.xyz = interpolateAtSample(v_generic0, clamp(0, 0, gl_NumSamples - 1)).xyz;
  t3.xyz = t2.xyz * vec3(-1.0) + v_generic0.xyz;
  t4.xyz = -uvec3(notEqual(t3.xyz, vec3(0.0)));
  t5.x = t4.y | t4.z;
  t6.x = t4.x | t5.x;
  t1.yzw = t3.xyz + vec3(0.5);
  t0.xy = v_generic1.xy;
  t0.zw = vec2(0.0, 1.0);
  t1.x = 1.0;
  t7 = t6.x != 0u ? t1 : t0;
  fragColor0 = t7;
}
