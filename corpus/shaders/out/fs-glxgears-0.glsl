#version 450
in vec4 v_color0;
layout(location = 0) out vec4 fragColor0;
void main() {
  fragColor0 = v_color0;
}
