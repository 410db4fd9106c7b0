#version 450
layout(std140) uniform fs_c1 { vec4 fs_k1[2]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  fragColor0 = fs_k1[1];
}
