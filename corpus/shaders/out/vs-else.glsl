#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { uvec4 vs_k0[9]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  uvec4 t0, t1;
  vec4 position = vec4(0.0);
  uvec4 t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u);
  uvec4 t9 = uvec4(0u), t10 = uvec4(0u);
  vec4 t11 = vec4(0.0);
  v_generic0 = vec4(0.0);
  t0 = uvec4(bitfieldInsert(vs_k0[2].x, vs_k0[1].x, int(vs_k0[7].x), int(vs_k0[8].x)), bitfieldInsert(vs_k0[2].y, vs_k0[1].y, int(vs_k0[7].x), int(vs_k0[8].x)), bitfieldInsert(vs_k0[2].z, vs_k0[1].z, int(vs_k0[7].x), int(vs_k0[8].x)), bitfieldInsert(vs_k0[2].w, vs_k0[1].w, int(vs_k0[7].x), int(vs_k0[8].x)));
  t1 = -uvec4(notEqual(vs_k0[3], t0));
  t2.xy = t1.xz | t1.yw;
  t3.x = t2.x | t2.y;
  t4.x = vs_k0[0].x;
  t5.x = t4.x & t3.x;
  if (t5.x != 0u) {
    v_generic0 = vec4(1.0, 0.0, 0.0, 1.0);
  } else {
    t6 = uvec4(bitfieldInsert(vs_k0[5].x, vs_k0[4].x, int(vs_k0[7].x), int(vs_k0[8].x)), bitfieldInsert(vs_k0[5].y, vs_k0[4].y, int(vs_k0[7].x), int(vs_k0[8].x)), bitfieldInsert(vs_k0[5].z, vs_k0[4].z, int(vs_k0[7].x), int(vs_k0[8].x)), bitfieldInsert(vs_k0[5].w, vs_k0[4].w, int(vs_k0[7].x), int(vs_k0[8].x)));
    t7 = -uvec4(notEqual(vs_k0[6], t6));
    t8.xy = t7.xz | t7.yw;
    t9.x = t8.x | t8.y;
    t10.x = t4.x != 0u ? 0u : t9.x;
    t11 = t10.x != 0u ? vec4(0.0, 0.0, 1.0, 1.0) : vec4(0.0, 1.0, 0.0, 1.0);
    v_generic0 = t11;
  }
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
