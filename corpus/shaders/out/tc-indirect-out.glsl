#version 450
layout(std140) uniform tc_c0 { uvec4 tc_k0[2]; };
layout(vertices = 4) out;
flat out uvec4 e_generic0[4];
flat out uvec4 e_generic1[4];
flat out uvec4 e_generic2[4];
flat out uvec4 e_generic3[4];
flat out uvec4 e_generic4[4];
flat out uvec4 e_generic5[4];
flat out uvec4 e_generic6[4];
flat out uvec4 e_generic7[4];
flat out uvec4 e_generic8[4];
flat out uvec4 e_generic9[4];
flat out uvec4 e_generic10[4];
flat out uvec4 e_generic11[4];
flat out uvec4 e_generic12[4];
flat out uvec4 e_generic13[4];
flat out uvec4 e_generic14[4];
flat out uvec4 e_generic15[4];
flat out uvec4 e_generic16[4];
flat out uvec4 e_generic17[4];
flat out uvec4 e_generic18[4];
flat out uvec4 e_generic19[4];
flat out uvec4 e_generic20[4];
flat out uvec4 e_generic21[4];
flat out uvec4 e_generic22[4];
flat out uvec4 e_generic23[4];
flat out uvec4 e_generic24[4];
flat out uvec4 e_generic25[4];
flat out uvec4 e_generic26[4];
flat out uvec4 e_generic27[4];
flat out uvec4 e_generic28[4];
flat out uvec4 e_generic29[4];
flat out uvec4 e_generic30[4];
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u);
  vec4 t2 = vec4(0.0), t3 = vec4(0.0);
  uvec4 t4 = uvec4(0u);
  vec4 t5 = vec4(0.0);
  uvec4 t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u);
  vec4 t9 = vec4(0.0);
  uvec4 t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u), t15 = uvec4(0u), t16 = uvec4(0u);
  uvec4 t17 = uvec4(0u), t18 = uvec4(0u), t19 = uvec4(0u), t20 = uvec4(0u), t21 = uvec4(0u), t22 = uvec4(0u), t23 = uvec4(0u);
  uvec4 t24 = uvec4(0u), t25 = uvec4(0u), t26 = uvec4(0u), t27 = uvec4(0u), t28 = uvec4(0u), t29 = uvec4(0u), t30 = uvec4(0u);
  uvec4 t31 = uvec4(0u), t32 = uvec4(0u), t33 = uvec4(0u), t34 = uvec4(0u), t35 = uvec4(0u), t36 = uvec4(0u), t37 = uvec4(0u);
  uvec4 t38 = uvec4(0u), t39 = uvec4(0u), t40 = uvec4(0u), t41 = uvec4(0u), t42 = uvec4(0u), t43 = uvec4(0u), t44 = uvec4(0u);
  uvec4 t45 = uvec4(0u), t46 = uvec4(0u), t47 = uvec4(0u), t48 = uvec4(0u), t49 = uvec4(0u), t50 = uvec4(0u), t51 = uvec4(0u);
  uvec4 t52 = uvec4(0u), t53 = uvec4(0u), t54 = uvec4(0u), t55 = uvec4(0u), t56 = uvec4(0u), t57 = uvec4(0u), t58 = uvec4(0u);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0);
  gl_out[gl_InvocationID].gl_Position = vec4(0.0);
  e_generic0[gl_InvocationID] = uvec4(0u);
  e_generic1[gl_InvocationID] = uvec4(0u);
  e_generic2[gl_InvocationID] = uvec4(0u);
  e_generic3[gl_InvocationID] = uvec4(0u);
  e_generic4[gl_InvocationID] = uvec4(0u);
  e_generic5[gl_InvocationID] = uvec4(0u);
  e_generic6[gl_InvocationID] = uvec4(0u);
  e_generic7[gl_InvocationID] = uvec4(0u);
  e_generic8[gl_InvocationID] = uvec4(0u);
  e_generic9[gl_InvocationID] = uvec4(0u);
  e_generic10[gl_InvocationID] = uvec4(0u);
  e_generic11[gl_InvocationID] = uvec4(0u);
  e_generic12[gl_InvocationID] = uvec4(0u);
  e_generic13[gl_InvocationID] = uvec4(0u);
  e_generic14[gl_InvocationID] = uvec4(0u);
  e_generic15[gl_InvocationID] = uvec4(0u);
  e_generic16[gl_InvocationID] = uvec4(0u);
  e_generic17[gl_InvocationID] = uvec4(0u);
  e_generic18[gl_InvocationID] = uvec4(0u);
  e_generic19[gl_InvocationID] = uvec4(0u);
  e_generic20[gl_InvocationID] = uvec4(0u);
  e_generic21[gl_InvocationID] = uvec4(0u);
  e_generic22[gl_InvocationID] = uvec4(0u);
  e_generic23[gl_InvocationID] = uvec4(0u);
  e_generic24[gl_InvocationID] = uvec4(0u);
  e_generic25[gl_InvocationID] = uvec4(0u);
  e_generic26[gl_InvocationID] = uvec4(0u);
  e_generic27[gl_InvocationID] = uvec4(0u);
  e_generic28[gl_InvocationID] = uvec4(0u);
  e_generic29[gl_InvocationID] = uvec4(0u);
  e_generic30[gl_InvocationID] = uvec4(0u);
  if (gl_InvocationID == 0) {
    gl_TessLevelOuter[0] = 0.0;
    gl_TessLevelOuter[1] = 0.0;
    gl_TessLevelOuter[2] = 0.0;
    gl_TessLevelOuter[3] = 0.0;
    gl_TessLevelInner[0] = 0.0;
    gl_TessLevelInner[1] = 0.0;
  }
  t0.x = 0u;
  while (true) {
    t4.x = -uint(int(t0.x) >= 16);
    if (t4.x != 0u) {
      break;
    }
    t5.x = float(int(t0.x));
    t6.xy = floatBitsToUint(vec2(1.0, 1.1) + t5.xx);
    addr0.x = int(t0.x);
    addr1.x = gl_InvocationID;
    uvec2 value1 = t6.xy;
    uint at1 = min(uint(addr0.x), 30u);
    if (at1 == 0u) e_generic0[gl_InvocationID].xy = value1;
    if (at1 == 1u) e_generic1[gl_InvocationID].xy = value1;
    if (at1 == 2u) e_generic2[gl_InvocationID].xy = value1;
    if (at1 == 3u) e_generic3[gl_InvocationID].xy = value1;
    if (at1 == 4u) e_generic4[gl_InvocationID].xy = value1;
    if (at1 == 5u) e_generic5[gl_InvocationID].xy = value1;
    if (at1 == 6u) e_generic6[gl_InvocationID].xy = value1;
    if (at1 == 7u) e_generic7[gl_InvocationID].xy = value1;
    if (at1 == 8u) e_generic8[gl_InvocationID].xy = value1;
    if (at1 == 9u) e_generic9[gl_InvocationID].xy = value1;
    if (at1 == 10u) e_generic10[gl_InvocationID].xy = value1;
    if (at1 == 11u) e_generic11[gl_InvocationID].xy = value1;
    if (at1 == 12u) e_generic12[gl_InvocationID].xy = value1;
    if (at1 == 13u) e_generic13[gl_InvocationID].xy = value1;
    if (at1 == 14u) e_generic14[gl_InvocationID].xy = value1;
    if (at1 == 15u) e_generic15[gl_InvocationID].xy = value1;
    if (at1 == 16u) e_generic16[gl_InvocationID].xy = value1;
    if (at1 == 17u) e_generic17[gl_InvocationID].xy = value1;
    if (at1 == 18u) e_generic18[gl_InvocationID].xy = value1;
    if (at1 == 19u) e_generic19[gl_InvocationID].xy = value1;
    if (at1 == 20u) e_generic20[gl_InvocationID].xy = value1;
    if (at1 == 21u) e_generic21[gl_InvocationID].xy = value1;
    if (at1 == 22u) e_generic22[gl_InvocationID].xy = value1;
    if (at1 == 23u) e_generic23[gl_InvocationID].xy = value1;
    if (at1 == 24u) e_generic24[gl_InvocationID].xy = value1;
    if (at1 == 25u) e_generic25[gl_InvocationID].xy = value1;
    if (at1 == 26u) e_generic26[gl_InvocationID].xy = value1;
    if (at1 == 27u) e_generic27[gl_InvocationID].xy = value1;
    if (at1 == 28u) e_generic28[gl_InvocationID].xy = value1;
    if (at1 == 29u) e_generic29[gl_InvocationID].xy = value1;
    if (at1 == 30u) e_generic30[gl_InvocationID].xy = value1;
    t0.x = t0.x + 1u;
  }
  t1.x = 0u;
  while (true) {
    t7.x = -uint(int(t1.x) >= 14);
    if (t7.x != 0u) {
      break;
    }
    t8.x = 16u + t1.x;
    t9.x = float(int(t8.x));
    t10.xy = floatBitsToUint(vec2(1.0, 1.1) + t9.xx);
    addr0.x = int(t1.x);
    addr1.x = gl_InvocationID;
    uvec2 value2 = t10.xy;
    uint at2 = min(uint(addr0.x + 16), 30u);
    if (at2 == 0u) e_generic0[gl_InvocationID].xy = value2;
    if (at2 == 1u) e_generic1[gl_InvocationID].xy = value2;
    if (at2 == 2u) e_generic2[gl_InvocationID].xy = value2;
    if (at2 == 3u) e_generic3[gl_InvocationID].xy = value2;
    if (at2 == 4u) e_generic4[gl_InvocationID].xy = value2;
    if (at2 == 5u) e_generic5[gl_InvocationID].xy = value2;
    if (at2 == 6u) e_generic6[gl_InvocationID].xy = value2;
    if (at2 == 7u) e_generic7[gl_InvocationID].xy = value2;
    if (at2 == 8u) e_generic8[gl_InvocationID].xy = value2;
    if (at2 == 9u) e_generic9[gl_InvocationID].xy = value2;
    if (at2 == 10u) e_generic10[gl_InvocationID].xy = value2;
    if (at2 == 11u) e_generic11[gl_InvocationID].xy = value2;
    if (at2 == 12u) e_generic12[gl_InvocationID].xy = value2;
    if (at2 == 13u) e_generic13[gl_InvocationID].xy = value2;
    if (at2 == 14u) e_generic14[gl_InvocationID].xy = value2;
    if (at2 == 15u) e_generic15[gl_InvocationID].xy = value2;
    if (at2 == 16u) e_generic16[gl_InvocationID].xy = value2;
    if (at2 == 17u) e_generic17[gl_InvocationID].xy = value2;
    if (at2 == 18u) e_generic18[gl_InvocationID].xy = value2;
    if (at2 == 19u) e_generic19[gl_InvocationID].xy = value2;
    if (at2 == 20u) e_generic20[gl_InvocationID].xy = value2;
    if (at2 == 21u) e_generic21[gl_InvocationID].xy = value2;
    if (at2 == 22u) e_generic22[gl_InvocationID].xy = value2;
    if (at2 == 23u) e_generic23[gl_InvocationID].xy = value2;
    if (at2 == 24u) e_generic24[gl_InvocationID].xy = value2;
    if (at2 == 25u) e_generic25[gl_InvocationID].xy = value2;
    if (at2 == 26u) e_generic26[gl_InvocationID].xy = value2;
    if (at2 == 27u) e_generic27[gl_InvocationID].xy = value2;
    if (at2 == 28u) e_generic28[gl_InvocationID].xy = value2;
    if (at2 == 29u) e_generic29[gl_InvocationID].xy = value2;
    if (at2 == 30u) e_generic30[gl_InvocationID].xy = value2;
    t1.x = t1.x + 1u;
  }
  t11 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(16, 8, 4, 2)));
  t12.x = t11.y;
  t13.x = t11.w;
  t14.x = t11.z;
  t15.x = t11.x;
  if (t15.x != 0u) {
    if (t12.x != 0u) {
      if (t14.x != 0u) {
        if (t13.x != 0u) {
          t16.x = -uint(gl_InvocationID < 1);
          if (t16.x != 0u) {
            t2 = gl_in[0].gl_Position;
          } else {
            t2 = gl_in[1].gl_Position;
          }
        } else {
          t17.x = -uint(gl_InvocationID < 3);
          if (t17.x != 0u) {
            t2 = gl_in[2].gl_Position;
          } else {
            t2 = gl_in[3].gl_Position;
          }
        }
      } else {
        t18.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(6, 5, 7)));
        t19.x = t18.y;
        t20.x = t18.z;
        t21.x = t18.x;
        if (t21.x != 0u) {
          if (t19.x != 0u) {
            t2 = gl_in[4].gl_Position;
          } else {
            t2 = gl_in[5].gl_Position;
          }
        } else {
          if (t20.x != 0u) {
            t2 = gl_in[6].gl_Position;
          } else {
            t2 = gl_in[7].gl_Position;
          }
        }
      }
    } else {
      t22 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(12, 10, 9, 11)));
      t23.x = t22.y;
      t24.x = t22.w;
      t25.x = t22.z;
      t26.x = t22.x;
      if (t26.x != 0u) {
        if (t23.x != 0u) {
          if (t25.x != 0u) {
            t2 = gl_in[8].gl_Position;
          } else {
            t2 = gl_in[9].gl_Position;
          }
        } else {
          if (t24.x != 0u) {
            t2 = gl_in[10].gl_Position;
          } else {
            t2 = gl_in[11].gl_Position;
          }
        }
      } else {
        t27.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(14, 13, 15)));
        t28.x = t27.y;
        t29.x = t27.z;
        t30.x = t27.x;
        if (t30.x != 0u) {
          if (t28.x != 0u) {
            t2 = gl_in[12].gl_Position;
          } else {
            t2 = gl_in[13].gl_Position;
          }
        } else {
          if (t29.x != 0u) {
            t2 = gl_in[14].gl_Position;
          } else {
            t2 = gl_in[15].gl_Position;
          }
        }
      }
    }
  } else {
    t31 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(24, 20, 18, 17)));
    t32.x = t31.y;
    t33.x = t31.w;
    t34.x = t31.z;
    t35.x = t31.x;
    if (t35.x != 0u) {
      if (t32.x != 0u) {
        if (t34.x != 0u) {
          if (t33.x != 0u) {
            t2 = gl_in[16].gl_Position;
          } else {
            t2 = gl_in[17].gl_Position;
          }
        } else {
          t36.x = -uint(gl_InvocationID < 19);
          if (t36.x != 0u) {
            t2 = gl_in[18].gl_Position;
          } else {
            t2 = gl_in[19].gl_Position;
          }
        }
      } else {
        t37.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(22, 21, 23)));
        t38.x = t37.y;
        t39.x = t37.z;
        t40.x = t37.x;
        if (t40.x != 0u) {
          if (t38.x != 0u) {
            t2 = gl_in[20].gl_Position;
          } else {
            t2 = gl_in[21].gl_Position;
          }
        } else {
          if (t39.x != 0u) {
            t2 = gl_in[22].gl_Position;
          } else {
            t2 = gl_in[23].gl_Position;
          }
        }
      }
    } else {
      t41 = -uvec4(lessThan(ivec4(gl_InvocationID), ivec4(28, 26, 25, 27)));
      t42.x = t41.y;
      t43.x = t41.w;
      t44.x = t41.z;
      t45.x = t41.x;
      if (t45.x != 0u) {
        if (t42.x != 0u) {
          if (t44.x != 0u) {
            t2 = gl_in[24].gl_Position;
          } else {
            t2 = gl_in[25].gl_Position;
          }
        } else {
          if (t43.x != 0u) {
            t2 = gl_in[26].gl_Position;
          } else {
            t2 = gl_in[27].gl_Position;
          }
        }
      } else {
        t46.xyz = -uvec3(lessThan(ivec3(gl_InvocationID), ivec3(30, 29, 31)));
        t47.x = t46.y;
        t48.x = t46.z;
        t49.x = t46.x;
        if (t49.x != 0u) {
          if (t47.x != 0u) {
            t2 = gl_in[28].gl_Position;
          } else {
            t2 = gl_in[29].gl_Position;
          }
        } else {
          if (t48.x != 0u) {
            t2 = gl_in[30].gl_Position;
          } else {
            t2 = gl_in[31].gl_Position;
          }
        }
      }
    }
  }
  addr1.x = gl_InvocationID;
  gl_out[gl_InvocationID].gl_Position = t2;
  float value3 = 1.0;
  gl_TessLevelOuter[0] = value3;
  float value4 = 1.0;
  gl_TessLevelOuter[1] = value4;
  float value5 = 1.0;
  gl_TessLevelOuter[2] = value5;
  float value6 = 1.0;
  gl_TessLevelOuter[3] = value6;
  float value7 = 1.0;
  gl_TessLevelInner[0] = value7;
  float value8 = 1.0;
  gl_TessLevelInner[1] = value8;
  barrier();
  barrier();
  t50.x = -uint(int(tc_k0[0].x) >= 16);
  if (t50.x != 0u) {
    t51.x = tc_k0[0].x + 0xfffffff0u;
    t52.x = uint(gl_InvocationID) + 1u;
    t53.x = uint(gl_PatchVerticesIn) == 0u ? 0xffffffffu : t52.x % uint(gl_PatchVerticesIn);
    addr0.x = int(t51.x);
    addr1.x = int(t53.x);
    uint at9 = min(uint(addr0.x + 16), 30u);
    uvec4 pick9 = e_generic0[min(uint(addr1.x), 3u)];
    if (at9 == 1u) pick9 = e_generic1[min(uint(addr1.x), 3u)];
    if (at9 == 2u) pick9 = e_generic2[min(uint(addr1.x), 3u)];
    if (at9 == 3u) pick9 = e_generic3[min(uint(addr1.x), 3u)];
    if (at9 == 4u) pick9 = e_generic4[min(uint(addr1.x), 3u)];
    if (at9 == 5u) pick9 = e_generic5[min(uint(addr1.x), 3u)];
    if (at9 == 6u) pick9 = e_generic6[min(uint(addr1.x), 3u)];
    if (at9 == 7u) pick9 = e_generic7[min(uint(addr1.x), 3u)];
    if (at9 == 8u) pick9 = e_generic8[min(uint(addr1.x), 3u)];
    if (at9 == 9u) pick9 = e_generic9[min(uint(addr1.x), 3u)];
    if (at9 == 10u) pick9 = e_generic10[min(uint(addr1.x), 3u)];
    if (at9 == 11u) pick9 = e_generic11[min(uint(addr1.x), 3u)];
    if (at9 == 12u) pick9 = e_generic12[min(uint(addr1.x), 3u)];
    if (at9 == 13u) pick9 = e_generic13[min(uint(addr1.x), 3u)];
    if (at9 == 14u) pick9 = e_generic14[min(uint(addr1.x), 3u)];
    if (at9 == 15u) pick9 = e_generic15[min(uint(addr1.x), 3u)];
    if (at9 == 16u) pick9 = e_generic16[min(uint(addr1.x), 3u)];
    if (at9 == 17u) pick9 = e_generic17[min(uint(addr1.x), 3u)];
    if (at9 == 18u) pick9 = e_generic18[min(uint(addr1.x), 3u)];
    if (at9 == 19u) pick9 = e_generic19[min(uint(addr1.x), 3u)];
    if (at9 == 20u) pick9 = e_generic20[min(uint(addr1.x), 3u)];
    if (at9 == 21u) pick9 = e_generic21[min(uint(addr1.x), 3u)];
    if (at9 == 22u) pick9 = e_generic22[min(uint(addr1.x), 3u)];
    if (at9 == 23u) pick9 = e_generic23[min(uint(addr1.x), 3u)];
    if (at9 == 24u) pick9 = e_generic24[min(uint(addr1.x), 3u)];
    if (at9 == 25u) pick9 = e_generic25[min(uint(addr1.x), 3u)];
    if (at9 == 26u) pick9 = e_generic26[min(uint(addr1.x), 3u)];
    if (at9 == 27u) pick9 = e_generic27[min(uint(addr1.x), 3u)];
    if (at9 == 28u) pick9 = e_generic28[min(uint(addr1.x), 3u)];
    if (at9 == 29u) pick9 = e_generic29[min(uint(addr1.x), 3u)];
    if (at9 == 30u) pick9 = e_generic30[min(uint(addr1.x), 3u)];
    t3.xy = uintBitsToFloat(pick9.xy);
  } else {
    t54.x = uint(gl_InvocationID) + 1u;
    t55.x = uint(gl_PatchVerticesIn) == 0u ? 0xffffffffu : t54.x % uint(gl_PatchVerticesIn);
    addr0.x = int(tc_k0[0].x);
    addr1.x = int(t55.x);
    uint at10 = min(uint(addr0.x), 30u);
    uvec4 pick10 = e_generic0[min(uint(addr1.x), 3u)];
    if (at10 == 1u) pick10 = e_generic1[min(uint(addr1.x), 3u)];
    if (at10 == 2u) pick10 = e_generic2[min(uint(addr1.x), 3u)];
    if (at10 == 3u) pick10 = e_generic3[min(uint(addr1.x), 3u)];
    if (at10 == 4u) pick10 = e_generic4[min(uint(addr1.x), 3u)];
    if (at10 == 5u) pick10 = e_generic5[min(uint(addr1.x), 3u)];
    if (at10 == 6u) pick10 = e_generic6[min(uint(addr1.x), 3u)];
    if (at10 == 7u) pick10 = e_generic7[min(uint(addr1.x), 3u)];
    if (at10 == 8u) pick10 = e_generic8[min(uint(addr1.x), 3u)];
    if (at10 == 9u) pick10 = e_generic9[min(uint(addr1.x), 3u)];
    if (at10 == 10u) pick10 = e_generic10[min(uint(addr1.x), 3u)];
    if (at10 == 11u) pick10 = e_generic11[min(uint(addr1.x), 3u)];
    if (at10 == 12u) pick10 = e_generic12[min(uint(addr1.x), 3u)];
    if (at10 == 13u) pick10 = e_generic13[min(uint(addr1.x), 3u)];
    if (at10 == 14u) pick10 = e_generic14[min(uint(addr1.x), 3u)];
    if (at10 == 15u) pick10 = e_generic15[min(uint(addr1.x), 3u)];
    if (at10 == 16u) pick10 = e_generic16[min(uint(addr1.x), 3u)];
    if (at10 == 17u) pick10 = e_generic17[min(uint(addr1.x), 3u)];
    if (at10 == 18u) pick10 = e_generic18[min(uint(addr1.x), 3u)];
    if (at10 == 19u) pick10 = e_generic19[min(uint(addr1.x), 3u)];
    if (at10 == 20u) pick10 = e_generic20[min(uint(addr1.x), 3u)];
    if (at10 == 21u) pick10 = e_generic21[min(uint(addr1.x), 3u)];
    if (at10 == 22u) pick10 = e_generic22[min(uint(addr1.x), 3u)];
    if (at10 == 23u) pick10 = e_generic23[min(uint(addr1.x), 3u)];
    if (at10 == 24u) pick10 = e_generic24[min(uint(addr1.x), 3u)];
    if (at10 == 25u) pick10 = e_generic25[min(uint(addr1.x), 3u)];
    if (at10 == 26u) pick10 = e_generic26[min(uint(addr1.x), 3u)];
    if (at10 == 27u) pick10 = e_generic27[min(uint(addr1.x), 3u)];
    if (at10 == 28u) pick10 = e_generic28[min(uint(addr1.x), 3u)];
    if (at10 == 29u) pick10 = e_generic29[min(uint(addr1.x), 3u)];
    if (at10 == 30u) pick10 = e_generic30[min(uint(addr1.x), 3u)];
    t3.xy = uintBitsToFloat(pick10.xy);
  }
  t56.xy = -uvec2(equal(t3.xy, uintBitsToFloat(tc_k0[1].xy)));
  t57.x = t56.x & t56.y;
  t58 = t57.x != 0u ? uvec4(0u, 0x3f800000u, 0u, 0x3f800000u) : uvec4(0x3f800000u, 0u, 0u, 0x3f800000u);
  addr1.x = gl_InvocationID;
  e_generic30[gl_InvocationID] = t58;
}
