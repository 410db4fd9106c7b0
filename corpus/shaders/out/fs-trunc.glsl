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
  vec4 t0 = vec4(0.0), t1 = vec4(0.0), t2 = vec4(0.0), t3 = vec4(0.0), t4 = vec4(0.0);
  fragColor0 = vec4(0.0);
  t0.x = fragCoord.x / 10.0;
  t1.x = t0.x * -1.0;
  t2.x = trunc(t0.x);
  fragColor0.x = t2.x / 25.0;
  t3.x = trunc(t1.x);
  t4.x = t3.x * -1.0;
  fragColor0.y = t4.x / 25.0;
  fragColor0.zw = vec2(0.0, 1.0);
}
