#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { uvec4 fs_k0[4]; };
layout(location = 0) out vec4 fragColor0;
layout(rgba8, binding = 0) readonly uniform image2D fs_i0;
layout(binding = 1) writeonly uniform image2D fs_i1;
void main() {
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t7 = uvec4(0u);
  fragColor0 = vec4(0.0);
  t0.y = fragCoord.y * uintBitsToFloat(fs_k0[3].z) + uintBitsToFloat(fs_k0[3].w);
  t0.x = fragCoord.x;
  t3.xy = uvec2(ivec2(t0.xy));
  t4.x = -uint(fs_k0[0].x != 0u);
  if (t4.x != 0u) {
    t1.xy = t3.xy;
    fragColor0 = imageLoad(fs_i0, ivec2(t1.xy));
  } else {
    fragColor0 = uintBitsToFloat(fs_k0[2]);
  }
  t7.x = -uint(fs_k0[1].x != 0u);
  if (t7.x != 0u) {
    t2.xy = t3.xy;
    imageStore(fs_i1, ivec2(t2.xy), uintBitsToFloat(fs_k0[2]));
  }
}
