#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[14]; };
in vec4 v_generic0;
in vec4 v_generic1;
in vec4 v_generic2;
layout(location = 0) out vec4 fragColor0;
uniform sampler2D fs_s0;
void main() {
  uvec4 t6;
  vec4 face = vec4(gl_FrontFacing ? 1.0 : -1.0, 0.0, 0.0, 1.0);
  vec4 t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0), t3 = vec4(0.0), t4 = vec4(0.0), t5 = vec4(0.0);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u);
  vec4 t10 = vec4(0.0), t11 = vec4(0.0), t12 = vec4(0.0), t13 = vec4(0.0), t14 = vec4(0.0), t15 = vec4(0.0), t16 = vec4(0.0);
  vec4 t17 = vec4(0.0), t18 = vec4(0.0), t19 = vec4(0.0);
  uvec4 t20 = uvec4(0u);
  vec4 t21 = vec4(0.0), t22 = vec4(0.0), t23 = vec4(0.0), t24 = vec4(0.0);
  uvec4 t25 = uvec4(0u);
  vec4 t26 = vec4(0.0);
  fragColor0 = vec4(0.0);
  t6 = floatBitsToUint(vec4(greaterThanEqual(face, vec4(0.0))));
  t7.x = fs_k0[0].x;
  if (t7.x != 0u) {
    t0 = v_generic0;
  } else {
    t8.x = t6.x;
    t9.x = t8.x;
    if (t9.x != 0u) {
      t10.x = dot(v_generic2.xyz, v_generic2.xyz);
      t11.x = inversesqrt(t10.x);
      t1.xyz = v_generic2.xyz * t11.xxx;
      t2 = v_generic0 * uintBitsToFloat(fs_k0[7]);
      t3 = t2 * uintBitsToFloat(fs_k0[1]);
      t4 = v_generic0 * uintBitsToFloat(fs_k0[9]);
    } else {
      t12.x = dot(v_generic2.xyz, v_generic2.xyz);
      t13.x = inversesqrt(t12.x);
      t14.xyz = v_generic2.xyz * t13.xxx;
      t1.xyz = t14.xyz * vec3(-1.0);
      t2 = v_generic0 * uintBitsToFloat(fs_k0[8]);
      t3 = t2 * uintBitsToFloat(fs_k0[1]);
      t4 = v_generic0 * uintBitsToFloat(fs_k0[10]);
    }
    t15.x = dot(t1.xyz, uintBitsToFloat(fs_k0[5].xyz));
    t16.x = max(0.0, t15.x);
    t17.x = dot(t1.xyz, uintBitsToFloat(fs_k0[6].xyz));
    t18.x = max(0.0, t17.x);
    t19.x = pow(t18.x, uintBitsToFloat(fs_k0[12].x));
    t20.x = -uint(t16.x == 0.0);
    t21.x = t20.x != 0u ? 0.0 : t19.x;
    t22 = uintBitsToFloat(fs_k0[4]) * uintBitsToFloat(fs_k0[11]);
    t23 = t2 * uintBitsToFloat(fs_k0[2]) + t3;
    t24 = uintBitsToFloat(fs_k0[3]) * t4;
    t5 = t24 * t16.xxxx + t23;
    t25.x = fs_k0[13].x;
    if (t25.x != 0u) {
      t26 = texture(fs_s0, v_generic1.xy);
      t5 = t5 * t26;
    }
    t0 = t22 * t21.xxxx + t5;
  }
  fragColor0 = clamp(t0, 0.0, 1.0);
}
