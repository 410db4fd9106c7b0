#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(location = 0) in vec4 attr0;
layout(location = 1) in vec4 attr1;
out vec4 v_generic0;
out float gl_ClipDistance[8];
void main() {
  vec4 ta0[2];
  vec4 position = vec4(0.0), clipDistance0 = vec4(0.0), clipDistance1 = vec4(0.0);
  for (int i = 0; i < 2; i++) ta0[i] = vec4(0.0);
  uvec4 t2 = uvec4(0u);
  vec4 t3 = vec4(0.0), t4 = vec4(0.0), t5 = vec4(0.0), t6 = vec4(0.0);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u);
  vec4 t10 = vec4(0.0), t11 = vec4(0.0), t12 = vec4(0.0);
  uvec4 t13 = uvec4(0u), t14 = uvec4(0u);
  vec4 t15 = vec4(0.0), t16 = vec4(0.0), t17 = vec4(0.0), t18 = vec4(0.0);
  uvec4 t19 = uvec4(0u);
  vec4 t24 = vec4(0.0), t25 = vec4(0.0);
  ivec4 addr0 = ivec4(0);
  v_generic0 = vec4(0.0);
  ta0[0] = vec4(0.0);
  ta0[1] = vec4(0.0);
  t2.x = 0u;
  while (true) {
    t7.x = -uint(int(t2.x) >= 8);
    if (t7.x != 0u) {
      break;
    }
    t8.x = uint(int(t2.x) >> 2u);
    t9.x = 0u + t8.x;
    addr0.x = int(t9.x);
    t10 = ta0[min(uint(addr0.x), 1u)];
    t11.x = float(int(t2.x));
    t12.x = attr1.x + t11.x;
    t13.x = t2.x & 3u;
    t3.x = t12.x;
    t3.yzw = t10.yzw;
    t14 = -uvec4(equal(t13.xxxx, uvec4(0u, 1u, 2u, 3u)));
    t15 = t14.x != 0u ? t3 : t10;
    t4.xzw = t15.xzw;
    t4.y = t12.x;
    t16 = t14.y != 0u ? t4 : t15;
    t5.xyw = t16.xyw;
    t5.z = t12.x;
    t17 = t14.z != 0u ? t5 : t16;
    t6.xyz = t17.xyz;
    t6.w = t12.x;
    t18 = t14.w != 0u ? t6 : t17;
    t19.x = 0u + t8.x;
    addr0.x = int(t19.x);
    ta0[min(uint(addr0.x), 1u)] = t18;
    t2.x = t2.x + 1u;
  }
  t24 = ta0[0];
  clipDistance0 = t24;
  t25 = ta0[1];
  clipDistance1 = t25;
  position = attr0;
  v_generic0.x = attr1.x;
  gl_ClipDistance[0] = clipDistance0.x;
  gl_ClipDistance[1] = clipDistance0.y;
  gl_ClipDistance[2] = clipDistance0.z;
  gl_ClipDistance[3] = clipDistance0.w;
  gl_ClipDistance[4] = clipDistance1.x;
  gl_ClipDistance[5] = clipDistance1.y;
  gl_ClipDistance[6] = clipDistance1.z;
  gl_ClipDistance[7] = clipDistance1.w;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
