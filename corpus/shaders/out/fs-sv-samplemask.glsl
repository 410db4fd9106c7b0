#version 450
layout(location = 0) out vec4 fragColor0;
void main() {
  vec4 t1;
  uvec4 t0 = uvec4(0u);
  t0.x = -uint(uint(gl_SampleMaskIn[0]) == 1u);
  t1 = t0.x != 0u ? vec4(0.0, 1.0, 0.0, 1.0) : vec4(1.0, 0.0, 0.0, 1.0);
  fragColor0 = t1;
}
