#version 450
layout(std140) uniform fs_c0 { uvec4 fs_k0[3]; };
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 t0, t1;
  vec4 t2;
  t0 = fs_k0[2];
  t1 = uvec4(t0.x != 0u ? fs_k0[1].x : fs_k0[0].x, t0.y != 0u ? fs_k0[1].y : fs_k0[0].y, t0.z != 0u ? fs_k0[1].z : fs_k0[0].z, t0.w != 0u ? fs_k0[1].w : fs_k0[0].w);
  t2 = vec4(t1);
  fragColor0 = t2 / vec4(4.0);
}
