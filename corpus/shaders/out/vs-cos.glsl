#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
out vec4 v_color0;
void main() {
  vec4 t7;
  vec4 position = vec4(0.0), t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0);
  t0.x = float(gl_VertexID);
  t1.x = t0.x * 2.0943952 + 0.13;
  position.x = sin(t1.x);
  t2.x = cos(t1.x);
  position.y = t2.x * -1.0;
  t7 = vec4(0.5);
  v_color0 = t7;
  position.zw = vec2(0.5, 1.0);
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
