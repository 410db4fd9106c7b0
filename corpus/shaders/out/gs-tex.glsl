#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform gs_c0 { uvec4 gs_k0[1]; };
layout(triangles) in;
layout(triangle_strip, max_vertices = 3) out;
uniform sampler2D gs_s0;
uniform sampler2D gs_s1;
uniform sampler2D gs_s2;
uniform sampler2D gs_s3;
vec4 out0;
uvec4 out1;
vec4 ta0[3];
uvec4 t3, t4, t5, t6;
vec4 t7;
uvec4 t8, t9;
vec4 t10;
ivec4 addr0, addr1, addr2;
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
  t10 = vec4(0.0);
  addr0 = ivec4(0);
  addr1 = ivec4(0);
  addr2 = ivec4(0);
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
    addr2.x = int(t8.x);
    t10 = vec4(0.0, uintBitsToFloat(0x3u), 0.75, 0.25);
    switch (addr2.x) {
      case 0:
        t9 = floatBitsToUint(texture(gs_s0, t10.zw));
        break;
      case 1:
        t9 = floatBitsToUint(texture(gs_s1, t10.zw));
        break;
      case 2:
        t9 = floatBitsToUint(texture(gs_s2, t10.zw));
        break;
      default:
        t9 = floatBitsToUint(texture(gs_s3, t10.zw));
        break;
    }
    out0 = t7;
    out1 = t9;
    emitVertex0();
    t3.x = t3.x + 1u;
  }
  EndPrimitive();
}
