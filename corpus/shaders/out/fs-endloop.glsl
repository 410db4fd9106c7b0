#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[2]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u);
  fragColor0 = vec4(0.0, 0.0, 1.0, 1.0);
  while (true) {
    t0.x = fs_k0[0].x;
    if (t0.x != 0u) {
    } else {
      break;
    }
    t1.x = fs_k0[1].x;
    t2.x = ~t1.x;
    if (t2.x != 0u) {
      fragColor0 = vec4(0.0, 1.0, 0.0, 1.0);
      break;
    }
    fragColor0 = vec4(0.0, 1.0, 0.0, 1.0);
  }
}
