#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(location = 0) in vec4 attr0;
layout(std430, binding = 0) buffer vs_b0 { uint words[]; } vs_d0;
void main() {
  vec4 position = vec4(0.0);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u);
  uvec4 t7 = uvec4(0u), t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u);
  vs_d0.words[4u] = 0x40800000u;
  vs_d0.words[12u] = 0x40c00000u;
  vs_d0.words[13u] = 0x40e00000u;
  t0.x = vs_d0.words[0u];
  t1.x = uint(int(uintBitsToFloat(t0.x)));
  t2.x = t1.x + uint(gl_VertexID);
  t3.x = -uint(int(t2.x) < 4);
  if (t3.x != 0u) {
    t4.x = t2.x << 4u;
    t5.x = 112u + t4.x;
    t6.x = uint(vs_d0.words.length() << 2);
    t7.x = t6.x + 0xffffff90u;
    t8.x = -uint(t6.x < 112u);
    t9.x = t8.x != 0u ? 0u : t7.x;
    t10.x = t9.x >> 4u;
    t11.x = floatBitsToUint(float(int(t10.x)));
    vs_d0.words[t5.x >> 2] = t11.x;
  }
  position = attr0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
