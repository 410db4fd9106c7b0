#version 450
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 t0;
  vec4 t3;
  vec4 face = vec4(gl_FrontFacing ? 1.0 : -1.0, 0.0, 0.0, 1.0);
  uvec4 t1 = uvec4(0u), t2 = uvec4(0u);
  t0 = floatBitsToUint(vec4(greaterThanEqual(face, vec4(0.0))));
  t1.x = t0.x;
  t2.x = t1.x;
  t3 = t2.x != 0u ? vec4(0.0, 1.0, 0.0, 0.0) : vec4(0.0, 0.0, 1.0, 0.0);
  fragColor0 = t3;
}
