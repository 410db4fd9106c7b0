#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform gs_c0 { vec4 gs_k0[1]; };
layout(triangles) in;
layout(triangle_strip, max_vertices = 3) out;
flat in uvec4 g_clipdist0[3];
flat in uvec4 g_clipdist1[3];
flat in uvec4 g_generic0[3];
vec4 out0;
uvec4 out1;
vec4 ta0[3];
uvec4 ta3[6], ta9[3], ta12[8], t20, t21, t22, t23, t24, t25, t26, t27, t28, t29, t30, t31, t32, t33, t34, t35, t36, t37, t38, t39;
uvec4 t40;
vec4 t41, t42;
uvec4 t43, t44, t45, t46;
vec4 t47;
uvec4 t48;
ivec4 addr0;
void emitVertex0() {
  gl_Position = vec4(out0.x, out0.y * vg_raster.x, out0.zw);
  EmitVertex();
}
void main() {
  out0 = vec4(0.0);
  out1 = uvec4(0u);
  for (int i = 0; i < 3; i++) ta0[i] = vec4(0.0);
  for (int i = 0; i < 6; i++) ta3[i] = uvec4(0u);
  for (int i = 0; i < 3; i++) ta9[i] = uvec4(0u);
  for (int i = 0; i < 8; i++) ta12[i] = uvec4(0u);
  t20 = uvec4(0u);
  t21 = uvec4(0u);
  t22 = uvec4(0u);
  t23 = uvec4(0u);
  t24 = uvec4(0u);
  t25 = uvec4(0u);
  t26 = uvec4(0u);
  t27 = uvec4(0u);
  t28 = uvec4(0u);
  t29 = uvec4(0u);
  t30 = uvec4(0u);
  t31 = uvec4(0u);
  t32 = uvec4(0u);
  t33 = uvec4(0u);
  t34 = uvec4(0u);
  t35 = uvec4(0u);
  t36 = uvec4(0u);
  t37 = uvec4(0u);
  t38 = uvec4(0u);
  t39 = uvec4(0u);
  t40 = uvec4(0u);
  t41 = vec4(0.0);
  t42 = vec4(0.0);
  t43 = uvec4(0u);
  t44 = uvec4(0u);
  t45 = uvec4(0u);
  t46 = uvec4(0u);
  t47 = vec4(0.0);
  t48 = uvec4(0u);
  addr0 = ivec4(0);
  ta0[0] = gl_in[0].gl_Position;
  ta0[1] = gl_in[1].gl_Position;
  ta0[2] = gl_in[2].gl_Position;
  ta3[0] = g_clipdist0[0];
  ta3[1] = g_clipdist1[0];
  ta3[2] = g_clipdist0[1];
  ta3[3] = g_clipdist1[1];
  ta3[4] = g_clipdist0[2];
  ta3[5] = g_clipdist1[2];
  ta9[0].x = g_generic0[0].x;
  ta9[1].x = g_generic0[1].x;
  ta9[2].x = g_generic0[2].x;
  t21.x = 0u;
  t20.x = 0xffffffffu;
  while (true) {
    t24.x = -uint(int(t21.x) >= 3);
    if (t24.x != 0u) {
      break;
    }
    t25.x = t21.x;
    t26.x = t25.x << 1u;
    t27.x = 0u + t26.x;
    addr0.x = int(t27.x);
    t28 = ta3[min(uint(addr0.x), 5u)];
    t29.x = t21.x;
    t30.x = t29.x << 1u;
    t31.x = 1u + t30.x;
    addr0.x = int(t31.x);
    t32 = ta3[min(uint(addr0.x), 5u)];
    ta12[1].x = t28.y;
    ta12[2].x = t28.z;
    ta12[3].x = t28.w;
    ta12[4].x = t32.x;
    ta12[5].x = t32.y;
    ta12[6].x = t32.z;
    ta12[7].x = t32.w;
    t33.x = floatBitsToUint(uintBitsToFloat(t28.x) + gs_k0[0].x);
    ta12[0].x = t33.x;
    t22.x = 0u;
    while (true) {
      t34.x = -uint(int(t22.x) >= 8);
      if (t34.x != 0u) {
        break;
      }
      t35.x = t22.x;
      t36.x = 0u + t35.x;
      addr0.x = int(t36.x);
      t37.x = ta12[min(uint(addr0.x), 7u)].x;
      t38.x = t21.x;
      t39.x = 0u + t38.x;
      addr0.x = int(t39.x);
      t40.x = ta9[min(uint(addr0.x), 2u)].x;
      t41.x = float(int(t22.x));
      t42.x = uintBitsToFloat(t40.x) + t41.x;
      t43.x = -uint(uintBitsToFloat(t37.x) != t42.x);
      t20.x = t43.x != 0u ? 0u : t20.x;
      t22.x = t22.x + 1u;
    }
    t21.x = t21.x + 1u;
  }
  t23.x = 0u;
  while (true) {
    t44.x = -uint(int(t23.x) >= 3);
    if (t44.x != 0u) {
      break;
    }
    t45.x = t23.x;
    t46.x = 0u + t45.x;
    addr0.x = int(t46.x);
    t47 = ta0[min(uint(addr0.x), 2u)];
    out0 = t47;
    t48.x = t20.x & 1u;
    out1.x = t48.x;
    emitVertex0();
    t23.x = t23.x + 1u;
  }
}
