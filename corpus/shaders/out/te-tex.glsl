#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(triangles, equal_spacing, ccw) in;
flat in uvec4 e_generic0[gl_MaxPatchVertices];
out vec4 v_generic0;
void main() {
  vec4 position, t0, t1, t2, t3, t4, t5;
  vec4 tessCoord = vec4(gl_TessCoord, 0.0);
  t0 = gl_in[1].gl_Position * tessCoord.yyyy;
  t1 = gl_in[0].gl_Position * tessCoord.xxxx + t0;
  t2 = gl_in[2].gl_Position * tessCoord.zzzz + t1;
  t3 = uintBitsToFloat(e_generic0[1]) * tessCoord.yyyy;
  t4 = uintBitsToFloat(e_generic0[0]) * tessCoord.xxxx + t3;
  t5 = uintBitsToFloat(e_generic0[2]) * tessCoord.zzzz + t4;
  position = t2;
  v_generic0 = t5;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
