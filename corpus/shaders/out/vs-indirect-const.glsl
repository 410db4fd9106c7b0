#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { uvec4 vs_k0[40]; };
layout(location = 0) in vec4 attr0;
out vec4 v_generic0;
void main() {
  vec4 t0;
  vec4 position = vec4(0.0);
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t6 = uvec4(0u), t7 = uvec4(0u);
  uvec4 t8 = uvec4(0u), t9 = uvec4(0u);
  ivec4 addr0 = ivec4(0);
  v_generic0 = vec4(0.0);
  t1.x = 0u;
  t0 = vec4(0.0, 1.0, 0.0, 1.0);
  while (true) {
    t2.x = -uint(int(t1.x) >= 40);
    if (t2.x != 0u) {
      break;
    }
    t3.x = t1.x & 0xfffffffu;
    addr0.x = int(t3.x);
    t4.xyz = vs_k0[min(uint(addr0.x), 39u)].xyz;
    t5.xy = -t4.xy;
    t6.xy = t4.yx + t5.xy;
    t7.x = -uint(int(t4.x) < int(t4.y));
    t8.x = t7.x != 0u ? t6.x : t6.y;
    t9.x = -uint(t8.x != t4.z);
    t0 = t9.x != 0u ? vec4(1.0, 0.0, 0.0, 1.0) : t0;
    t1.x = t1.x + 1u;
  }
  position = attr0;
  v_generic0 = t0;
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.zw);
}
