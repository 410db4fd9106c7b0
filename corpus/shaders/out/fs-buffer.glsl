#version 450
layout(location = 0) out vec4 fragColor0;
layout(std430, binding = 0) buffer fs_b0 { uint words[]; } fs_d0;
void main() {
  fs_d0.words[4u] = 0x3f800000u;
  fs_d0.words[5u] = 0x40000000u;
  fs_d0.words[6u] = 0x40400000u;
  fs_d0.words[7u] = 0x40800000u;
  fragColor0 = uintBitsToFloat(uvec4(fs_d0.words[0u], fs_d0.words[1u], fs_d0.words[2u], fs_d0.words[3u]));
}
