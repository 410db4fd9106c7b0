#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { uvec4 fs_k0[3]; };
layout(location = 0) out vec4 fragColor0;
layout(rgba32f, binding = 0) writeonly uniform image2DRect fs_i0[1];
void main() {
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u);
  uvec4 t8 = uvec4(0u), t9 = uvec4(0u);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0), addr2 = ivec4(0);
  t0.y = fragCoord.y * uintBitsToFloat(fs_k0[2].z) + uintBitsToFloat(fs_k0[2].w);
  t0.x = fragCoord.x;
  t3.xy = uvec2(ivec2(t0.xy));
  t4.x = t3.y << 4u;
  t5.x = t3.x + t4.x;
  t1.x = t5.x & 15u;
  t6.x = uint(sign(int(t5.x)));
  t7.x = uint(abs(int(t5.x)));
  t8.x = t7.x >> 4u;
  t9.x = t6.x * t8.x;
  t1.y = t9.x % 96u;
  t2.xy = fs_k0[1].xx + t1.xy;
  addr2.x = int(fs_k0[0].x);
  imageStore(fs_i0[min(uint(addr2.x), 0u)], ivec2(t2.xy), vec4(33.0));
  fragColor0 = vec4(0.0);
}
