#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform te_c0 { uvec4 te_k0[2]; };
layout(quads, equal_spacing, ccw) in;
in vg_e_generic0a { flat uvec4 v[31]; } e_generic0a[gl_MaxPatchVertices];
patch in uvec4 e_patch0a[30];
out vec4 v_generic0;
void main() {
  uvec4 ta0[4], ta4[4];
  vec4 ta8[4];
  vec4 tessCoord = vec4(gl_TessCoord, 0.0);
  vec4 position = vec4(0.0);
  for (int i = 0; i < 4; i++) ta0[i] = uvec4(0u);
  for (int i = 0; i < 4; i++) ta4[i] = uvec4(0u);
  for (int i = 0; i < 4; i++) ta8[i] = vec4(0.0);
  uvec4 t12 = uvec4(0u);
  vec4 t13 = vec4(0.0);
  uvec4 t14 = uvec4(0u), t15 = uvec4(0u), t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u), t19 = uvec4(0u), t20 = uvec4(0u);
  uvec4 t21 = uvec4(0u), t22 = uvec4(0u), t23 = uvec4(0u), t24 = uvec4(0u);
  vec4 t25 = vec4(0.0);
  uvec4 t26 = uvec4(0u), t27 = uvec4(0u);
  vec4 t28 = vec4(0.0);
  uvec4 t29 = uvec4(0u), t30 = uvec4(0u), t31 = uvec4(0u), t32 = uvec4(0u), t33 = uvec4(0u), t34 = uvec4(0u), t35 = uvec4(0u);
  vec4 t36 = vec4(0.0);
  uvec4 t37 = uvec4(0u), t38 = uvec4(0u);
  vec4 t39 = vec4(0.0);
  uvec4 t40 = uvec4(0u), t41 = uvec4(0u), t42 = uvec4(0u);
  vec4 t43 = vec4(0.0);
  uvec4 t44 = uvec4(0u), t45 = uvec4(0u), t46 = uvec4(0u), t47 = uvec4(0u);
  vec4 t48 = vec4(0.0);
  uvec4 t49 = uvec4(0u);
  vec4 t50 = vec4(0.0);
  uvec4 t51 = uvec4(0u), t52 = uvec4(0u);
  vec4 t53 = vec4(0.0), t54 = vec4(0.0), t55 = vec4(0.0), t56 = vec4(0.0), t57 = vec4(0.0), t58 = vec4(0.0), t59 = vec4(0.0);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0);
  v_generic0 = vec4(0.0);
  t17.x = -uint(int(te_k0[0].x) >= 16);
  if (t17.x != 0u) {
    t12.x = 0u;
    while (true) {
      t18.x = -uint(int(t12.x) >= 4);
      if (t18.x != 0u) {
        break;
      }
      t19.x = te_k0[0].x + 0xfffffff0u;
      addr0.x = int(t19.x);
      addr1.x = int(t12.x);
      t20 = e_generic0a[min(uint(addr1.x), uint(gl_PatchVerticesIn - 1))].v[min(uint(addr0.x + 16), 30u)];
      t21.x = t12.x;
      t22.x = 0u + t21.x;
      addr0.x = int(t22.x);
      ta0[min(uint(addr0.x), 3u)] = t20;
      t12.x = t12.x + 1u;
    }
    t23 = ta0[0];
    t24 = ta0[1];
    t25 = mix(uintBitsToFloat(t23), uintBitsToFloat(t24), tessCoord.xxxx);
    t26 = ta0[2];
    t27 = ta0[3];
    t28 = mix(uintBitsToFloat(t26), uintBitsToFloat(t27), tessCoord.xxxx);
    t13 = mix(t25, t28, tessCoord.yyyy);
    t29.x = te_k0[0].x + 0xfffffff0u;
    addr0.x = int(t29.x);
    t14 = e_patch0a[min(uint(addr0.x + 16), 29u)];
  } else {
    t15.x = 0u;
    while (true) {
      t30.x = -uint(int(t15.x) >= 4);
      if (t30.x != 0u) {
        break;
      }
      addr0.x = int(te_k0[0].x);
      addr1.x = int(t15.x);
      t31 = e_generic0a[min(uint(addr1.x), uint(gl_PatchVerticesIn - 1))].v[min(uint(addr0.x), 30u)];
      t32.x = t15.x;
      t33.x = 0u + t32.x;
      addr0.x = int(t33.x);
      ta4[min(uint(addr0.x), 3u)] = t31;
      t15.x = t15.x + 1u;
    }
    t34 = ta4[0];
    t35 = ta4[1];
    t36 = mix(uintBitsToFloat(t34), uintBitsToFloat(t35), tessCoord.xxxx);
    t37 = ta4[2];
    t38 = ta4[3];
    t39 = mix(uintBitsToFloat(t37), uintBitsToFloat(t38), tessCoord.xxxx);
    t13 = mix(t36, t39, tessCoord.yyyy);
    addr0.x = int(te_k0[0].x);
    t14 = e_patch0a[min(uint(addr0.x), 29u)];
  }
  t40 = -uvec4(equal(t13, uintBitsToFloat(te_k0[1])));
  t41.xy = t40.xz & t40.yw;
  t42.x = t41.x & t41.y;
  t43 = uintBitsToFloat(te_k0[1]) + vec4(31.0);
  t44 = -uvec4(equal(uintBitsToFloat(t14), t43));
  t45.xy = t44.xz & t44.yw;
  t46.x = t45.x & t45.y;
  t47.x = t42.x & t46.x;
  t48 = t47.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  t16.x = 0u;
  while (true) {
    t49.x = -uint(int(t16.x) >= 4);
    if (t49.x != 0u) {
      break;
    }
    addr1.x = int(t16.x);
    t50 = gl_in[min(uint(addr1.x), uint(gl_PatchVerticesIn - 1))].gl_Position;
    t51.x = t16.x;
    t52.x = 0u + t51.x;
    addr0.x = int(t52.x);
    ta8[min(uint(addr0.x), 3u)] = t50;
    t16.x = t16.x + 1u;
  }
  t53 = ta8[0];
  t54 = ta8[1];
  t55 = mix(t53, t54, tessCoord.xxxx);
  t56 = ta8[2];
  t57 = ta8[3];
  t58 = mix(t56, t57, tessCoord.xxxx);
  t59 = mix(t55, t58, tessCoord.yyyy);
  position = t59;
  v_generic0 = t48;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
