#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[6]; };
out float gl_ClipDistance[1];
void main() {
  vec4 position, clipDistance0, t11;
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u);
  vec4 t2 = vec4(0.0), t3 = vec4(0.0);
  uvec4 t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u);
  vec4 t9 = vec4(0.0), t10 = vec4(0.0), t16 = vec4(0.0);
  t0.x = uint(gl_VertexID) & 1u;
  t1.x = t0.x * 10u;
  t2.x = float(int(t1.x));
  t3.x = vs_k0[0].x + t2.x;
  t4.x = uint(sign(gl_VertexID));
  t5.x = uint(abs(gl_VertexID));
  t6.x = t5.x >> 1u;
  t7.x = t4.x * 10u;
  t8.x = t7.x * t6.x;
  t9.x = float(int(t8.x));
  t10.x = vs_k0[0].y + t9.x;
  t11 = vs_k0[2] * t3.xxxx + vs_k0[5];
  position = vs_k0[3] * t10.xxxx + t11;
  t16.x = vs_k0[1].x;
  clipDistance0 = t16;
  t16.yzw = vec3(0.0);
  clipDistance0 = t16;
  gl_ClipDistance[0] = clipDistance0.x;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
