#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[4]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 position;
  vec4 t0 = vec4(0.0), t1 = vec4(0.0);
  uvec4 t2 = uvec4(0u), t3 = uvec4(0u);
  ivec4 addr0 = ivec4(0);
  t0.xy = attr0.xy + vec2(1.0);
  t1.x = t0.x * 0.5 + t0.y;
  t2.x = uint(int(t1.x));
  t3.x = t2.x & 0xfffffffu;
  position = attr0;
  addr0.x = int(t3.x);
  v_generic0 = vs_k0[min(uint(addr0.x), 3u)];
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
