#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(quads, equal_spacing, ccw) in;
out vec4 v_generic0;
void main() {
  vec4 position;
  uvec4 t1;
  vec4 t8;
  vec4 tessCoord = vec4(gl_TessCoord, 0.0);
  vec4 t0 = vec4(0.0);
  uvec4 t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u);
  t0.xy = mix(vec2(-1.0), vec2(1.0), tessCoord.xy);
  t1 = -uvec4(equal(vec4(gl_TessLevelOuter[0], gl_TessLevelOuter[1], gl_TessLevelOuter[2], gl_TessLevelOuter[3]), vec4(3.0, 2.0, 4.0, 5.0)));
  t2.x = t1.x & t1.y;
  t3.x = t2.x & t1.z;
  t4.x = t3.x & t1.w;
  t5.xy = -uvec2(equal(vec2(gl_TessLevelInner[0], gl_TessLevelInner[1]), vec2(6.0, 7.0)));
  t6.x = t5.x & t5.y;
  t7.x = t4.x & t6.x;
  t8 = t7.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  t0.zw = vec2(0.0, 1.0);
  position = t0;
  v_generic0 = t8;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
