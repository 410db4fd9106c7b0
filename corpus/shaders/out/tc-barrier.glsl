#version 450
layout(vertices = 6) out;
patch out uvec4 e_patch0;
patch out uvec4 e_patch1;
patch out uvec4 e_patch2;
patch out uvec4 e_patch3;
patch out uvec4 e_patch4;
patch out uvec4 e_patch5;
patch out uvec4 e_patch6;
void main() {
  uvec4 t2;
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u);
  uvec4 t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u), t15 = uvec4(0u);
  uvec4 t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u), t19 = uvec4(0u), t20 = uvec4(0u), t21 = uvec4(0u), t22 = uvec4(0u);
  uvec4 t23 = uvec4(0u), t24 = uvec4(0u), t25 = uvec4(0u), t26 = uvec4(0u), t27 = uvec4(0u), t28 = uvec4(0u), t29 = uvec4(0u);
  uvec4 t30 = uvec4(0u), t31 = uvec4(0u), t32 = uvec4(0u), t33 = uvec4(0u), t34 = uvec4(0u), t35 = uvec4(0u), t36 = uvec4(0u);
  uvec4 t37 = uvec4(0u), t38 = uvec4(0u), t39 = uvec4(0u), t40 = uvec4(0u), t41 = uvec4(0u), t42 = uvec4(0u), t43 = uvec4(0u);
  uvec4 t44 = uvec4(0u), t45 = uvec4(0u), t46 = uvec4(0u);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0);
  gl_out[gl_InvocationID].gl_Position = vec4(0.0);
  if (gl_InvocationID == 0) {
    gl_TessLevelOuter[0] = 0.0;
    gl_TessLevelOuter[1] = 0.0;
    gl_TessLevelOuter[2] = 0.0;
    gl_TessLevelOuter[3] = 0.0;
    gl_TessLevelInner[0] = 0.0;
    gl_TessLevelInner[1] = 0.0;
    e_patch0 = uvec4(0u);
    e_patch1 = uvec4(0u);
    e_patch2 = uvec4(0u);
    e_patch3 = uvec4(0u);
    e_patch4 = uvec4(0u);
    e_patch5 = uvec4(0u);
    e_patch6 = uvec4(0u);
  }
  t2 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(16, 8, 4, 2)));
  t3.x = t2.y;
  t4.x = t2.w;
  t5.x = t2.z;
  t6.x = t2.x;
  if (t6.x != 0u) {
    if (t3.x != 0u) {
      if (t5.x != 0u) {
        if (t4.x != 0u) {
          t7.x = -uint(gl_InvocationID < 1);
          if (t7.x != 0u) {
            t0 = gl_in[0].gl_Position;
          } else {
            t0 = gl_in[1].gl_Position;
          }
        } else {
          t8.x = -uint(gl_InvocationID < 3);
          if (t8.x != 0u) {
            t0 = gl_in[2].gl_Position;
          } else {
            t0 = gl_in[3].gl_Position;
          }
        }
      } else {
        t9.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(6, 5, 7)));
        t10.x = t9.y;
        t11.x = t9.z;
        t12.x = t9.x;
        if (t12.x != 0u) {
          if (t10.x != 0u) {
            t0 = gl_in[4].gl_Position;
          } else {
            t0 = gl_in[5].gl_Position;
          }
        } else {
          if (t11.x != 0u) {
            t0 = gl_in[6].gl_Position;
          } else {
            t0 = gl_in[7].gl_Position;
          }
        }
      }
    } else {
      t13 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(12, 10, 9, 11)));
      t14.x = t13.y;
      t15.x = t13.w;
      t16.x = t13.z;
      t17.x = t13.x;
      if (t17.x != 0u) {
        if (t14.x != 0u) {
          if (t16.x != 0u) {
            t0 = gl_in[8].gl_Position;
          } else {
            t0 = gl_in[9].gl_Position;
          }
        } else {
          if (t15.x != 0u) {
            t0 = gl_in[10].gl_Position;
          } else {
            t0 = gl_in[11].gl_Position;
          }
        }
      } else {
        t18.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(14, 13, 15)));
        t19.x = t18.y;
        t20.x = t18.z;
        t21.x = t18.x;
        if (t21.x != 0u) {
          if (t19.x != 0u) {
            t0 = gl_in[12].gl_Position;
          } else {
            t0 = gl_in[13].gl_Position;
          }
        } else {
          if (t20.x != 0u) {
            t0 = gl_in[14].gl_Position;
          } else {
            t0 = gl_in[15].gl_Position;
          }
        }
      }
    }
  } else {
    t22 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(24, 20, 18, 17)));
    t23.x = t22.y;
    t24.x = t22.w;
    t25.x = t22.z;
    t26.x = t22.x;
    if (t26.x != 0u) {
      if (t23.x != 0u) {
        if (t25.x != 0u) {
          if (t24.x != 0u) {
            t0 = gl_in[16].gl_Position;
          } else {
            t0 = gl_in[17].gl_Position;
          }
        } else {
          t27.x = -uint(gl_InvocationID < 19);
          if (t27.x != 0u) {
            t0 = gl_in[18].gl_Position;
          } else {
            t0 = gl_in[19].gl_Position;
          }
        }
      } else {
        t28.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(22, 21, 23)));
        t29.x = t28.y;
        t30.x = t28.z;
        t31.x = t28.x;
        if (t31.x != 0u) {
          if (t29.x != 0u) {
            t0 = gl_in[20].gl_Position;
          } else {
            t0 = gl_in[21].gl_Position;
          }
        } else {
          if (t30.x != 0u) {
            t0 = gl_in[22].gl_Position;
          } else {
            t0 = gl_in[23].gl_Position;
          }
        }
      }
    } else {
      t32 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(28, 26, 25, 27)));
      t33.x = t32.y;
      t34.x = t32.w;
      t35.x = t32.z;
      t36.x = t32.x;
      if (t36.x != 0u) {
        if (t33.x != 0u) {
          if (t35.x != 0u) {
            t0 = gl_in[24].gl_Position;
          } else {
            t0 = gl_in[25].gl_Position;
          }
        } else {
          if (t34.x != 0u) {
            t0 = gl_in[26].gl_Position;
          } else {
            t0 = gl_in[27].gl_Position;
          }
        }
      } else {
        t37.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(30, 29, 31)));
        t38.x = t37.y;
        t39.x = t37.z;
        t40.x = t37.x;
        if (t40.x != 0u) {
          if (t38.x != 0u) {
            t0 = gl_in[28].gl_Position;
          } else {
            t0 = gl_in[29].gl_Position;
          }
        } else {
          if (t39.x != 0u) {
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
  t41.x = -uint(gl_InvocationID < 6);
  if (t41.x != 0u) {
    addr0.x = gl_InvocationID;
    uint value1 = uint(gl_InvocationID);
    uint at1 = min(uint(addr0.x), 6u);
    if (at1 == 0u) e_patch0.x = value1;
    if (at1 == 1u) e_patch1.x = value1;
    if (at1 == 2u) e_patch2.x = value1;
    if (at1 == 3u) e_patch3.x = value1;
    if (at1 == 4u) e_patch4.x = value1;
    if (at1 == 5u) e_patch5.x = value1;
    if (at1 == 6u) e_patch6.x = value1;
  }
  e_patch6 = uvec4(0u, 0x3f800000u, 0u, 0x3f800000u);
  barrier();
  barrier();
  t1.x = 0u;
  while (true) {
    t42.x = -uint(int(t1.x) >= 6);
    if (t42.x != 0u) {
      break;
    }
    t43.x = t1.x + uint(gl_InvocationID);
    t44.x = t43.x % 6u;
    addr0.x = int(t44.x);
    uint at2 = min(uint(addr0.x), 6u);
    uvec4 pick2 = e_patch0;
    if (at2 == 1u) pick2 = e_patch1;
    if (at2 == 2u) pick2 = e_patch2;
    if (at2 == 3u) pick2 = e_patch3;
    if (at2 == 4u) pick2 = e_patch4;
    if (at2 == 5u) pick2 = e_patch5;
    if (at2 == 6u) pick2 = e_patch6;
    t45.x = pick2.x;
    t46.x = -uint(t45.x != t44.x);
    if (t46.x != 0u) {
      e_patch6 = uvec4(0x3f800000u, 0u, 0u, 0x3f800000u);
    }
    t1.x = t1.x + 1u;
  }
  float value3 = 1.0;
  gl_TessLevelOuter[0] = value3;
  float value4 = 1.0;
  gl_TessLevelOuter[1] = value4;
  float value5 = 1.0;
  gl_TessLevelOuter[2] = value5;
  float value6 = 0.0;
  gl_TessLevelOuter[3] = value6;
  float value7 = 0.0;
  gl_TessLevelInner[0] = value7;
  float value8 = 0.0;
  gl_TessLevelInner[1] = value8;
}
