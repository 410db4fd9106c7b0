#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform gs_c0 { uvec4 gs_k0[1]; };
layout(std140) uniform gs_c1 { uvec4 gs_k1[2]; };
layout(std140) uniform gs_c2 { uvec4 gs_k2[2]; };
layout(std140) uniform gs_c3 { uvec4 gs_k3[2]; };
layout(std140) uniform gs_c4 { uvec4 gs_k4[2]; };
layout(triangles) in;
layout(triangle_strip, max_vertices = 3) out;
uvec4 gs_constant(int slot, int index) {
  if (slot == 0) return gs_k0[min(uint(index), 0u)];
  if (slot == 1) return gs_k1[min(uint(index), 1u)];
  if (slot == 2) return gs_k2[min(uint(index), 1u)];
  if (slot == 3) return gs_k3[min(uint(index), 1u)];
  if (slot == 4) return gs_k4[min(uint(index), 1u)];
  return uvec4(0);
}
vec4 out0;
uvec4 out1;
vec4 ta0[3];
uvec4 t3, t4, t5, t6;
vec4 t7;
uvec4 t8, t9, t10, t11;
ivec4 addr0, addr1;
void emitVertex0() {
  gl_Position = vec4(out0.x, out0.y * vg_raster.x, out0.zw);
  EmitVertex();
}
void main() {
  out0 = vec4(0.0);
  out1 = uvec4(0u);
  for (int i = 0; i < 3; i++) ta0[i] = vec4(0.0);
  t3 = uvec4(0u);
  t4 = uvec4(0u);
  t5 = uvec4(0u);
  t6 = uvec4(0u);
  t7 = vec4(0.0);
  t8 = uvec4(0u);
  t9 = uvec4(0u);
  t10 = uvec4(0u);
  t11 = uvec4(0u);
  addr0 = ivec4(0);
  addr1 = ivec4(0);
  ta0[0] = gl_in[0].gl_Position;
  ta0[1] = gl_in[1].gl_Position;
  ta0[2] = gl_in[2].gl_Position;
  t3.x = 0u;
  while (true) {
    t4.x = -uint(int(t3.x) >= 3);
    if (t4.x != 0u) {
      break;
    }
    t5.x = t3.x;
    t6.x = 0u + t5.x;
    addr0.x = int(t6.x);
    t7 = ta0[min(uint(addr0.x), 2u)];
    t8.x = min(gs_k0[0].x, 3u);
    t9.x = t8.x + 1u;
    out0 = t7;
    t10 = t9.xxxx + uvec4(0xffffffffu);
    addr1.x = int(t10.x);
    t11 = gs_constant(addr1.x + 1, 1);
    out1 = t11;
    emitVertex0();
    t3.x = t3.x + 1u;
  }
  EndPrimitive();
}
