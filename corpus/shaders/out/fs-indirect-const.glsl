#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { uvec4 fs_k0[41]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t9;
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u);
  ivec4 addr0 = ivec4(0);
  t0.x = uint(fragCoord.x);
  t1.x = t0.x % 40u;
  t2.x = t1.x & 0xfffffffu;
  addr0.x = int(t2.x);
  t3.xyz = fs_k0[min(uint(addr0.x), 40u)].xyz;
  t4.xy = -t3.xy;
  t5.xy = t3.yx + t4.xy;
  t6.x = -uint(t3.x < t3.y);
  t7.x = t6.x != 0u ? t5.x : t5.y;
  t8.x = -uint(t7.x == t3.z);
  t9 = t8.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  fragColor0 = t9;
}
