#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(quads, equal_spacing, ccw) in;
flat in uvec4 e_generic30[gl_MaxPatchVertices];
out vec4 v_generic0;
void main() {
  uvec4 ta0[4];
  vec4 ta4[4];
  vec4 tessCoord = vec4(gl_TessCoord, 0.0);
  vec4 position = vec4(0.0);
  for (int i = 0; i < 4; i++) ta0[i] = uvec4(0u);
  for (int i = 0; i < 4; i++) ta4[i] = vec4(0.0);
  uvec4 t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u);
  vec4 t11 = vec4(0.0);
  uvec4 t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u), t15 = uvec4(0u), t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u);
  uvec4 t19 = uvec4(0u), t20 = uvec4(0u);
  vec4 t21 = vec4(0.0);
  uvec4 t22 = uvec4(0u), t23 = uvec4(0u);
  vec4 t24 = vec4(0.0), t25 = vec4(0.0);
  uvec4 t26 = uvec4(0u), t27 = uvec4(0u), t28 = uvec4(0u), t29 = uvec4(0u), t30 = uvec4(0u), t31 = uvec4(0u), t32 = uvec4(0u);
  vec4 t33 = vec4(0.0), t34 = vec4(0.0), t35 = vec4(0.0), t36 = vec4(0.0), t37 = vec4(0.0), t38 = vec4(0.0), t39 = vec4(0.0);
  ivec4 addr0 = ivec4(0);
  v_generic0 = vec4(0.0);
  t8.x = 0u;
  while (true) {
    t12.x = -uint(int(t8.x) >= 4);
    if (t12.x != 0u) {
      break;
    }
    t13.xyz = -uvec3(lessThan(ivec3(t8.xxx), ivec3(2, 1, 3)));
    t14.x = t13.y;
    t15.x = t13.z;
    t16.x = t13.x;
    if (t16.x != 0u) {
      if (t14.x != 0u) {
        t9 = e_generic30[0];
      } else {
        t9 = e_generic30[1];
      }
    } else {
      if (t15.x != 0u) {
        t9 = e_generic30[2];
      } else {
        t9 = e_generic30[3];
      }
    }
    t17.x = t8.x;
    t18.x = 0u + t17.x;
    addr0.x = int(t18.x);
    ta0[min(uint(addr0.x), 3u)] = t9;
    t8.x = t8.x + 1u;
  }
  t19 = ta0[0];
  t20 = ta0[1];
  t21 = mix(uintBitsToFloat(t19), uintBitsToFloat(t20), tessCoord.xxxx);
  t22 = ta0[2];
  t23 = ta0[3];
  t24 = mix(uintBitsToFloat(t22), uintBitsToFloat(t23), tessCoord.xxxx);
  t25 = mix(t21, t24, tessCoord.yyyy);
  t10.x = 0u;
  while (true) {
    t26.x = -uint(int(t10.x) >= 4);
    if (t26.x != 0u) {
      break;
    }
    t27.xyz = -uvec3(lessThan(ivec3(t10.xxx), ivec3(2, 1, 3)));
    t28.x = t27.y;
    t29.x = t27.z;
    t30.x = t27.x;
    if (t30.x != 0u) {
      if (t28.x != 0u) {
        t11 = gl_in[0].gl_Position;
      } else {
        t11 = gl_in[1].gl_Position;
      }
    } else {
      if (t29.x != 0u) {
        t11 = gl_in[2].gl_Position;
      } else {
        t11 = gl_in[3].gl_Position;
      }
    }
    t31.x = t10.x;
    t32.x = 0u + t31.x;
    addr0.x = int(t32.x);
    ta4[min(uint(addr0.x), 3u)] = t11;
    t10.x = t10.x + 1u;
  }
  t33 = ta4[0];
  t34 = ta4[1];
  t35 = mix(t33, t34, tessCoord.xxxx);
  t36 = ta4[2];
  t37 = ta4[3];
  t38 = mix(t36, t37, tessCoord.xxxx);
  t39 = mix(t35, t38, tessCoord.yyyy);
  position = t39;
  v_generic0 = t25;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
