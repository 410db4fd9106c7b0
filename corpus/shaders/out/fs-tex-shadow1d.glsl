#version 450
in vec4 v_generic0;
layout(location = 0) out vec4 fragColor0;
uniform sampler1DShadow fs_s0;
void main() {
  vec4 t0 = vec4(0.0);
  t0.xyz = v_generic0.xxy;
  fragColor0 = vec4(texture(fs_s0, vec3(t0.x, 0.0, t0.z)));
}
