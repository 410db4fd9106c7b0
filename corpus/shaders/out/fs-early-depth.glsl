#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { vec4 fs_k0[1]; };
layout(early_fragment_tests) in;
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  vec4 depth = vec4(0.0, 0.0, gl_FragCoord.z, 0.0);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u);
  t0.x = uint(int(fragCoord.x));
  t1.x = t0.x & 1u;
  t2.x = -uint(t1.x == 0u);
  t3.x = t2.x & 0x3f800000u;
  if (-uintBitsToFloat(t3.x) < 0.0) discard;
  depth.z = 1.0;
  fragColor0 = vec4(0.0, 1.0, 0.0, 1.0);
  gl_FragDepth = depth.z;
}
