#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { uvec4 vs_k0[1]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
uniform sampler2D vs_s0;
uniform sampler2D vs_s1;
uniform sampler2D vs_s2;
uniform sampler2D vs_s3;
void main() {
  vec4 position, t1;
  uvec4 t0 = uvec4(0u);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0), addr2 = ivec4(0);
  t0.x = min(vs_k0[0].x, 3u);
  addr2.x = int(t0.x);
  t1 = vec4(uintBitsToFloat(0x3u), 0.75, 0.25, 0.0);
  switch (addr2.x) {
    case 0:
      v_generic0 = texture(vs_s0, t1.yz);
      break;
    case 1:
      v_generic0 = texture(vs_s1, t1.yz);
      break;
    case 2:
      v_generic0 = texture(vs_s2, t1.yz);
      break;
    default:
      v_generic0 = texture(vs_s3, t1.yz);
      break;
  }
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
