#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(triangles, equal_spacing, ccw, point_mode) in;
layout(binding = 0, offset = 0) uniform atomic_uint vg_a0_0_1[1];
void main() {
  vec4 t0, t1, t2;
  vec4 tessCoord = vec4(gl_TessCoord, 0.0);
  vec4 position = vec4(0.0);
  uvec4 t3 = uvec4(0u), t4 = uvec4(0u);
  t0 = gl_in[1].gl_Position * tessCoord.yyyy;
  t1 = gl_in[0].gl_Position * tessCoord.xxxx + t0;
  t2 = gl_in[2].gl_Position * tessCoord.zzzz + t1;
  t3.x = -uint(tessCoord.z == 1.0);
  if (t3.x != 0u) {
    t4.x = atomicCounterIncrement(vg_a0_0_1[0]);
  }
  position = t2;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
