#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[32]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t0 = vec4(0.0);
  uvec4 t1 = uvec4(0u);
  fragColor0 = vec4(0.0);
  t1.xy = fs_k0[2].xy;
  fragColor0.x = float(packDouble2x32(t1.xy));
  t1.xy = fs_k0[22].xy;
  fragColor0.y = float(packDouble2x32(t1.xy));
  t1.xy = fs_k0[4].xy;
  t0.x = float(packDouble2x32(t1.xy));
  fragColor0.z = t0.x;
  fragColor0.w = 1.0;
}
