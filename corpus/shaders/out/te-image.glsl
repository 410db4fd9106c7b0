#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(quads, equal_spacing, ccw, point_mode) in;
flat in uvec4 e_generic0[gl_MaxPatchVertices];
layout(rgba32ui, binding = 0) writeonly uniform uimage2D te_i0;
void main() {
  vec4 position, t7;
  vec4 tessCoord = vec4(gl_TessCoord, 0.0);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0);
  t1.xy = -uvec2(lessThan(vec2(0.5), tessCoord.xy));
  t2.x = t1.y != 0u ? 2u : 0u;
  t3.x = t1.x & 1u;
  t4.x = t3.x + t2.x;
  addr1.x = int(t4.x);
  t5.xy = e_generic0[min(uint(addr1.x), uint(gl_PatchVerticesIn - 1))].xy;
  t0.xy = t5.xy;
  imageStore(te_i0, ivec2(t0.xy), uvec4(11u, 22u, 33u, 44u));
  addr1.x = int(t4.x);
  t7 = gl_in[min(uint(addr1.x), uint(gl_PatchVerticesIn - 1))].gl_Position;
  position = t7;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
