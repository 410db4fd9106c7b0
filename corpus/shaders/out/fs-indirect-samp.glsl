#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[1]; };
layout(location = 0) out vec4 fragColor0;
uniform sampler2D fs_s0;
uniform sampler2D fs_s1;
uniform sampler2D fs_s2;
uniform sampler2D fs_s3;
void main() {
  uvec4 t3;
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u);
  vec4 t2 = vec4(0.0);
  ivec4 addr0 = ivec4(0), addr1 = ivec4(0), addr2 = ivec4(0);
  fragColor0 = vec4(0.0);
  t0.x = min(fs_k0[0].x, 3u);
  addr2.x = int(t0.x);
  t3 = uvec4(3u, 0u, 0x42c80000u, 0x3f800000u);
  switch (addr2.x) {
    case 0:
      t1.xy = uvec2(ivec4(textureSize(fs_s0, int(t3.y)), 0, 1).xy);
      break;
    case 1:
      t1.xy = uvec2(ivec4(textureSize(fs_s1, int(t3.y)), 0, 1).xy);
      break;
    case 2:
      t1.xy = uvec2(ivec4(textureSize(fs_s2, int(t3.y)), 0, 1).xy);
      break;
    default:
      t1.xy = uvec2(ivec4(textureSize(fs_s3, int(t3.y)), 0, 1).xy);
      break;
  }
  t2.xy = vec2(ivec2(t1.xy));
  fragColor0.xy = t2.xy / vec2(100.0);
  fragColor0.zw = vec2(0.0, 1.0);
}
