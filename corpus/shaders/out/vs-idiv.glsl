#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
out vec4 v_generic0;
void main() {
  uvec4 t3;
  vec4 position = vec4(0.0);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u);
  uvec4 t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u);
  uvec4 t15 = uvec4(0u), t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u);
  v_generic0 = vec4(0.0);
  t0.x = uint(gl_VertexID) % 6u;
  t1.x = uint(gl_VertexID / 6);
  t2.x = t1.x & 1u;
  t3 = -uvec4(equal(t0.xxxx, uvec4(1u, 4u, 5u, 2u)));
  t4.x = t3.x | t3.y;
  t5.x = t4.x | t3.z;
  t6.x = t2.x + 0xffffffffu;
  t7.x = t5.x & 1u;
  t8.x = t6.x + t7.x;
  position.x = float(int(t8.x));
  t9.x = uint(sign(int(t1.x)));
  t10.x = uint(abs(int(t1.x)));
  t11.x = t10.x >> 1u;
  t12.x = t9.x * t11.x;
  t13.x = -uint(t0.x == 3u);
  t14.x = t3.w | t13.x;
  t15.x = t14.x | t3.z;
  t16.x = t12.x + 0xffffffffu;
  t17.x = t15.x & 1u;
  t18.x = t16.x + t17.x;
  position.y = float(int(t18.x));
  position.zw = vec2(0.0, 1.0);
  v_generic0.x = uintBitsToFloat(t1.x);
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
