#version 450
layout(vertices = 3) out;
flat out uvec4 e_generic0[3];
uniform sampler2D tc_s0;
void main() {
  uvec4 t1;
  vec4 t0 = vec4(0.0);
  uvec4 t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u);
  uvec4 t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u), t15 = uvec4(0u);
  uvec4 t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u), t19 = uvec4(0u), t20 = uvec4(0u), t21 = uvec4(0u), t22 = uvec4(0u);
  uvec4 t23 = uvec4(0u), t24 = uvec4(0u), t25 = uvec4(0u), t26 = uvec4(0u), t27 = uvec4(0u), t28 = uvec4(0u), t29 = uvec4(0u);
  uvec4 t30 = uvec4(0u), t31 = uvec4(0u), t32 = uvec4(0u), t33 = uvec4(0u), t34 = uvec4(0u), t35 = uvec4(0u), t36 = uvec4(0u);
  uvec4 t37 = uvec4(0u), t38 = uvec4(0u), t39 = uvec4(0u);
  vec4 t40 = vec4(0.0);
  uvec4 t41 = uvec4(0u);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0);
  gl_out[gl_InvocationID].gl_Position = vec4(0.0);
  e_generic0[gl_InvocationID] = uvec4(0u);
  if (gl_InvocationID == 0) {
    gl_TessLevelOuter[0] = 0.0;
    gl_TessLevelOuter[1] = 0.0;
    gl_TessLevelOuter[2] = 0.0;
    gl_TessLevelOuter[3] = 0.0;
    gl_TessLevelInner[0] = 0.0;
    gl_TessLevelInner[1] = 0.0;
  }
  t1 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(16, 8, 4, 2)));
  t2.x = t1.y;
  t3.x = t1.w;
  t4.x = t1.z;
  t5.x = t1.x;
  if (t5.x != 0u) {
    if (t2.x != 0u) {
      if (t4.x != 0u) {
        if (t3.x != 0u) {
          t6.x = -uint(gl_InvocationID < 1);
          if (t6.x != 0u) {
            t0 = gl_in[0].gl_Position;
          } else {
            t0 = gl_in[1].gl_Position;
          }
        } else {
          t7.x = -uint(gl_InvocationID < 3);
          if (t7.x != 0u) {
            t0 = gl_in[2].gl_Position;
          } else {
            t0 = gl_in[3].gl_Position;
          }
        }
      } else {
        t8.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(6, 5, 7)));
        t9.x = t8.y;
        t10.x = t8.z;
        t11.x = t8.x;
        if (t11.x != 0u) {
          if (t9.x != 0u) {
            t0 = gl_in[4].gl_Position;
          } else {
            t0 = gl_in[5].gl_Position;
          }
        } else {
          if (t10.x != 0u) {
            t0 = gl_in[6].gl_Position;
          } else {
            t0 = gl_in[7].gl_Position;
          }
        }
      }
    } else {
      t12 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(12, 10, 9, 11)));
      t13.x = t12.y;
      t14.x = t12.w;
      t15.x = t12.z;
      t16.x = t12.x;
      if (t16.x != 0u) {
        if (t13.x != 0u) {
          if (t15.x != 0u) {
            t0 = gl_in[8].gl_Position;
          } else {
            t0 = gl_in[9].gl_Position;
          }
        } else {
          if (t14.x != 0u) {
            t0 = gl_in[10].gl_Position;
          } else {
            t0 = gl_in[11].gl_Position;
          }
        }
      } else {
        t17.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(14, 13, 15)));
        t18.x = t17.y;
        t19.x = t17.z;
        t20.x = t17.x;
        if (t20.x != 0u) {
          if (t18.x != 0u) {
            t0 = gl_in[12].gl_Position;
          } else {
            t0 = gl_in[13].gl_Position;
          }
        } else {
          if (t19.x != 0u) {
            t0 = gl_in[14].gl_Position;
          } else {
            t0 = gl_in[15].gl_Position;
          }
        }
      }
    }
  } else {
    t21 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(24, 20, 18, 17)));
    t22.x = t21.y;
    t23.x = t21.w;
    t24.x = t21.z;
    t25.x = t21.x;
    if (t25.x != 0u) {
      if (t22.x != 0u) {
        if (t24.x != 0u) {
          if (t23.x != 0u) {
            t0 = gl_in[16].gl_Position;
          } else {
            t0 = gl_in[17].gl_Position;
          }
        } else {
          t26.x = -uint(gl_InvocationID < 19);
          if (t26.x != 0u) {
            t0 = gl_in[18].gl_Position;
          } else {
            t0 = gl_in[19].gl_Position;
          }
        }
      } else {
        t27.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(22, 21, 23)));
        t28.x = t27.y;
        t29.x = t27.z;
        t30.x = t27.x;
        if (t30.x != 0u) {
          if (t28.x != 0u) {
            t0 = gl_in[20].gl_Position;
          } else {
            t0 = gl_in[21].gl_Position;
          }
        } else {
          if (t29.x != 0u) {
            t0 = gl_in[22].gl_Position;
          } else {
            t0 = gl_in[23].gl_Position;
          }
        }
      }
    } else {
      t31 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(28, 26, 25, 27)));
      t32.x = t31.y;
      t33.x = t31.w;
      t34.x = t31.z;
      t35.x = t31.x;
      if (t35.x != 0u) {
        if (t32.x != 0u) {
          if (t34.x != 0u) {
            t0 = gl_in[24].gl_Position;
          } else {
            t0 = gl_in[25].gl_Position;
          }
        } else {
          if (t33.x != 0u) {
            t0 = gl_in[26].gl_Position;
          } else {
            t0 = gl_in[27].gl_Position;
          }
        }
      } else {
        t36.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(30, 29, 31)));
        t37.x = t36.y;
        t38.x = t36.z;
        t39.x = t36.x;
        if (t39.x != 0u) {
          if (t37.x != 0u) {
            t0 = gl_in[28].gl_Position;
          } else {
            t0 = gl_in[29].gl_Position;
          }
        } else {
          if (t38.x != 0u) {
            t0 = gl_in[30].gl_Position;
          } else {
            t0 = gl_in[31].gl_Position;
          }
        }
      }
    }
  }
  addr1.x = gl_InvocationID;
  gl_out[gl_InvocationID].gl_Position = t0;
  float value1 = 1.0;
  gl_TessLevelOuter[0] = value1;
  float value2 = 1.0;
  gl_TessLevelOuter[1] = value2;
  float value3 = 1.0;
  gl_TessLevelOuter[2] = value3;
  float value4 = 1.0;
  gl_TessLevelOuter[3] = value4;
  float value5 = 1.0;
  gl_TessLevelInner[0] = value5;
  float value6 = 1.0;
  gl_TessLevelInner[1] = value6;
  t40.xy = t0.xy * vec2(0.25) + vec2(0.5);
  t41 = floatBitsToUint(texture(tc_s0, t40.xy));
  addr1.x = gl_InvocationID;
  e_generic0[gl_InvocationID] = t41;
}
