#version 450
layout(vertices = 4) out;
out vg_e_generic0a { flat uvec4 v[31]; } e_generic0a[4];
patch out uvec4 e_patch0a[30];
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u);
  vec4 t5 = vec4(0.0);
  uvec4 t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u);
  vec4 t9 = vec4(0.0);
  uvec4 t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u);
  vec4 t13 = vec4(0.0);
  uvec4 t14 = uvec4(0u), t15 = uvec4(0u), t16 = uvec4(0u);
  vec4 t17 = vec4(0.0);
  uvec4 t18 = uvec4(0u);
  vec4 t19 = vec4(0.0);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0);
  gl_out[gl_InvocationID].gl_Position = vec4(0.0);
  e_generic0a[gl_InvocationID].v[0] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[1] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[2] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[3] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[4] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[5] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[6] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[7] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[8] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[9] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[10] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[11] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[12] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[13] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[14] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[15] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[16] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[17] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[18] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[19] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[20] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[21] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[22] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[23] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[24] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[25] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[26] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[27] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[28] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[29] = uvec4(0u);
  e_generic0a[gl_InvocationID].v[30] = uvec4(0u);
  if (gl_InvocationID == 0) {
    gl_TessLevelOuter[0] = 0.0;
    gl_TessLevelOuter[1] = 0.0;
    gl_TessLevelOuter[2] = 0.0;
    gl_TessLevelOuter[3] = 0.0;
    gl_TessLevelInner[0] = 0.0;
    gl_TessLevelInner[1] = 0.0;
    e_patch0a[0] = uvec4(0u);
    e_patch0a[1] = uvec4(0u);
    e_patch0a[2] = uvec4(0u);
    e_patch0a[3] = uvec4(0u);
    e_patch0a[4] = uvec4(0u);
    e_patch0a[5] = uvec4(0u);
    e_patch0a[6] = uvec4(0u);
    e_patch0a[7] = uvec4(0u);
    e_patch0a[8] = uvec4(0u);
    e_patch0a[9] = uvec4(0u);
    e_patch0a[10] = uvec4(0u);
    e_patch0a[11] = uvec4(0u);
    e_patch0a[12] = uvec4(0u);
    e_patch0a[13] = uvec4(0u);
    e_patch0a[14] = uvec4(0u);
    e_patch0a[15] = uvec4(0u);
    e_patch0a[16] = uvec4(0u);
    e_patch0a[17] = uvec4(0u);
    e_patch0a[18] = uvec4(0u);
    e_patch0a[19] = uvec4(0u);
    e_patch0a[20] = uvec4(0u);
    e_patch0a[21] = uvec4(0u);
    e_patch0a[22] = uvec4(0u);
    e_patch0a[23] = uvec4(0u);
    e_patch0a[24] = uvec4(0u);
    e_patch0a[25] = uvec4(0u);
    e_patch0a[26] = uvec4(0u);
    e_patch0a[27] = uvec4(0u);
    e_patch0a[28] = uvec4(0u);
    e_patch0a[29] = uvec4(0u);
  }
  t0.x = 0u;
  while (true) {
    t4.x = -uint(int(t0.x) >= 16);
    if (t4.x != 0u) {
      break;
    }
    t5.x = float(int(t0.x));
    t6 = floatBitsToUint(vec4(1.0, 1.1, 1.2, 1.3) + t5.xxxx);
    addr0.x = int(t0.x);
    addr1.x = gl_InvocationID;
    e_generic0a[gl_InvocationID].v[min(uint(addr0.x), 30u)] = t6;
    t0.x = t0.x + 1u;
  }
  t1.x = 0u;
  while (true) {
    t7.x = -uint(int(t1.x) >= 15);
    if (t7.x != 0u) {
      break;
    }
    t8.x = 16u + t1.x;
    t9.x = float(int(t8.x));
    t10 = floatBitsToUint(vec4(1.0, 1.1, 1.2, 1.3) + t9.xxxx);
    addr0.x = int(t1.x);
    addr1.x = gl_InvocationID;
    e_generic0a[gl_InvocationID].v[min(uint(addr0.x + 16), 30u)] = t10;
    t1.x = t1.x + 1u;
  }
  t2.x = 0u;
  while (true) {
    t11.x = -uint(int(t2.x) >= 16);
    if (t11.x != 0u) {
      break;
    }
    t12.x = 31u + t2.x;
    t13.x = float(int(t12.x));
    t14 = floatBitsToUint(vec4(1.0, 1.1, 1.2, 1.3) + t13.xxxx);
    addr0.x = int(t2.x);
    e_patch0a[min(uint(addr0.x), 29u)] = t14;
    t2.x = t2.x + 1u;
  }
  t3.x = 0u;
  while (true) {
    t15.x = -uint(int(t3.x) >= 14);
    if (t15.x != 0u) {
      break;
    }
    t16.x = 47u + t3.x;
    t17.x = float(int(t16.x));
    t18 = floatBitsToUint(vec4(1.0, 1.1, 1.2, 1.3) + t17.xxxx);
    addr0.x = int(t3.x);
    e_patch0a[min(uint(addr0.x + 16), 29u)] = t18;
    t3.x = t3.x + 1u;
  }
  addr1.x = gl_InvocationID;
  t19 = gl_in[min(uint(addr1.x), uint(gl_PatchVerticesIn - 1))].gl_Position;
  addr1.x = gl_InvocationID;
  gl_out[gl_InvocationID].gl_Position = t19;
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
}
