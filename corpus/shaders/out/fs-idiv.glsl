#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { vec4 fs_k0[1]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  uvec4 t0 = uvec4(0u);
  vec4 t1 = vec4(0.0);
  uvec4 t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u), t8 = uvec4(0u);
  uvec4 t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u), t15 = uvec4(0u);
  uvec4 t16 = uvec4(0u);
  t1.x = fragCoord.y * fs_k0[0].z + fs_k0[0].w;
  t2.x = uint(int(fragCoord.x));
  t3.x = uint(int(t2.x) / 125);
  t4.x = uint(int(t1.x));
  t5.x = uint(int(t4.x) / 125);
  t6.x = t3.x + t5.x;
  t7.x = t6.x & 1u;
  t8.x = -uint(t7.x == 0u);
  t9.xy = t8.x != 0u ? uvec2(0x3f800000u, 0u) : uvec2(0u, 0x3f800000u);
  t10.xy = unpackDouble2x32(double(uintBitsToFloat(t9.x)));
  t11.xy = unpackDouble2x32(double(uintBitsToFloat(t9.y)));
  t15.xy = t11.xy;
  t16.xy = uvec2(0u, 0x3ff00000u);
  t12.x = -uint(packDouble2x32(t15.xy) == packDouble2x32(t16.xy));
  t15.xy = t10.xy;
  t16.xy = uvec2(0u);
  t13.x = -uint(packDouble2x32(t15.xy) == packDouble2x32(t16.xy));
  t14.x = t13.x & t12.x;
  t0.xy = t9.xy;
  t0.zw = uvec2(0u, 0x3f800000u);
  t15 = t14.x != 0u ? uvec4(0u, 0u, 0x3f800000u, 0x3f800000u) : t0;
  fragColor0 = uintBitsToFloat(t15);
}
