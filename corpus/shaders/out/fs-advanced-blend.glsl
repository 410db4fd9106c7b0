#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform fs_c0 { vec4 fs_k0[2]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 fragCoord = vec4(gl_FragCoord.x, vg_raster.y - gl_FragCoord.y, gl_FragCoord.zw);
  vec4 t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0);
  fragColor0 = vec4(0.0);
  t0.x = fract(fragCoord.x);
  t1.x = t0.x * -1.0 + fragCoord.x;
  t2.x = t1.x / 16.0;
  fragColor0.xyz = fs_k0[0].xyz * t2.xxx;
  fragColor0.w = t2.x * fs_k0[0].w;
}
