#version 450
flat in uvec4 v_generic0;
layout(location = 0) out vec4 fragColor0;
layout(rgba8, binding = 0) readonly uniform image2D fs_i0;
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t5 = uvec4(0u), t10 = uvec4(0u);
  uvec4 t11 = uvec4(0u);
  fragColor0 = vec4(0.0);
  t4.xyz = -uvec3(equal(v_generic0.xxx, uvec3(0u, 1u, 2u)));
  t5.x = t4.y;
  t10.x = t4.z;
  t11.x = t4.x;
  if (t11.x != 0u) {
    t0.xy = uvec2(6u, 13u);
    fragColor0 = imageLoad(fs_i0, ivec2(t0.xy));
  } else {
    if (t5.x != 0u) {
      t1.xy = uvec2(51u, 40u);
      fragColor0 = imageLoad(fs_i0, ivec2(t1.xy));
    } else {
      if (t10.x != 0u) {
        t2.xy = uvec2(42u, 26u);
        fragColor0 = imageLoad(fs_i0, ivec2(t2.xy));
      } else {
        t3.xy = uvec2(25u, 35u);
        fragColor0 = imageLoad(fs_i0, ivec2(t3.xy));
      }
    }
  }
}
