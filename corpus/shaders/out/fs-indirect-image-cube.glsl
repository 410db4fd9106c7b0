#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { uvec4 fs_k0[3]; };
layout(location = 0) out vec4 fragColor0;
layout(r32ui, binding = 0) uniform uimageCube fs_i0[1];
void main() {
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u);
  uvec4 t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t14 = uvec4(0u);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0), addr2 = ivec4(0);
  fragColor0 = vec4(0.0);
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
  t1.y = t9.x & 15u;
  t10.x = uint(sign(int(t9.x)));
  t11.x = uint(abs(int(t9.x)));
  t12.x = t11.x >> 4u;
  t1.z = t10.x * t12.x;
  t2.xyz = fs_k0[1].xxx + t1.xyz;
  addr2.x = int(fs_k0[0].x);
  t14.x = imageAtomicAnd(fs_i0[min(uint(addr2.x), 0u)], ivec3(t2.xyz), 33u);
  fragColor0.x = uintBitsToFloat(t14.x);
  fragColor0.yzw = vec3(0.0, 0.0, uintBitsToFloat(0x1u));
}
