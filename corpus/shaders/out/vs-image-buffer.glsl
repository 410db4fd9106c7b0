#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
layout(rg32f, binding = 0) readonly uniform imageBuffer vs_i0;
void main() {
  vec4 position;
  uvec4 t0 = uvec4(0u);
  vec4 t1 = vec4(0.0), t2 = vec4(0.0), t3 = vec4(0.0);
  uvec4 t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  t1.xy = attr0.xy + vec2(1.0);
  t2.xy = t1.xy * vec2(16.0, 96.0);
  t3.xy = t2.xy / vec2(2.0);
  t4.xy = uvec2(ivec2(t3.xy));
  t5.x = t4.y << 4u;
  t6.x = t4.x + t5.x;
  t0.x = t6.x % 1536u;
  v_generic0 = imageLoad(vs_i0, int(t0.x));
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
