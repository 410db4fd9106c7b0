#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform gs_c0 { uvec4 gs_k0[1]; };
layout(lines_adjacency, invocations = 2) in;
layout(points, max_vertices = 8) out;
flat in uvec4 g_generic2[4];
flat in uvec4 g_generic3[4];
flat in uvec4 g_psize0[4];
flat out vec4 v_color0;
flat out uvec4 v_generic3;
centroid out vec4 v_generic4;
out vec4 v_texcoord1;
flat out vec4 v_bcolor0;
out vec4 tf0;
flat out uint tf1;
layout(stream = 1) out vec3 tf2;
out float gl_ClipDistance[3];
uvec4 inputs1[8];
vec4 out0, out1;
uvec4 out2;
vec4 out3;
uvec4 out4, out5, out6;
vec4 out7;
ivec4 addr0, addr1;
void emitVertex0() {
  v_color0 = clamp(out1, 0.0, 1.0);
  v_generic3 = out2;
  v_generic4 = out7;
  v_texcoord1 = vec4(0.0);
  v_bcolor0 = v_color0;
  tf0 = out0;
  tf1 = out2.x;
  gl_ClipDistance[0] = dot(out0, vg_clipPlane[0]);
  gl_ClipDistance[1] = 0.0;
  gl_ClipDistance[2] = dot(out0, vg_clipPlane[2]);
  gl_Position = vec4(out0.x, out0.y * vg_raster.x, out0.z * 2.0 - out0.w, out0.w);
  gl_PointSize = out3.x;
  gl_Layer = int(out4.x);
  gl_ViewportIndex = int(out5.x);
  gl_PrimitiveID = int(out6.x);
  EmitVertex();
}
void emitVertex1() {
  tf2 = out7.xyz;
  EmitStreamVertex(1);
}
void main() {
  out0 = vec4(0.0);
  out1 = vec4(0.0);
  out2 = uvec4(0u);
  out3 = vec4(0.0);
  out4 = uvec4(0u);
  out5 = uvec4(0u);
  out6 = uvec4(0u);
  out7 = vec4(0.0);
  addr0 = ivec4(0);
  addr1 = ivec4(0);
  for (int i = 0; i < 4; i++) inputs1[i * 2 + 0] = g_generic2[i];
  for (int i = 0; i < 4; i++) inputs1[i * 2 + 1] = g_generic3[i];
  addr0.x = int(gs_k0[0].x);
  addr1.x = int(gs_k0[0].y);
  out0 = gl_in[min(uint(addr0.x), 3u)].gl_Position;
  out1 = uintBitsToFloat(inputs1[min(uint(addr0.x + 1), 3u) * 2u + min(uint(addr1.x), 1u)]);
  out2 = g_generic3[3];
  out3.x = uintBitsToFloat(g_psize0[0].x);
  out4.x = gs_k0[0].z;
  out5.x = gs_k0[0].w;
  out6.x = uint(gl_PrimitiveIDIn);
  emitVertex0();
  EndPrimitive();
  out7 = uintBitsToFloat(g_generic2[1]);
  emitVertex1();
  EndStreamPrimitive(1);
}
