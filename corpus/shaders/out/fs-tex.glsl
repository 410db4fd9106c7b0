#version 450
in vec4 v_generic0;
layout(location = 0) out vec4 fragColor0;
uniform sampler2D fs_s0;
void main() {
  fragColor0 = texture(fs_s0, v_generic0.xy);
}
