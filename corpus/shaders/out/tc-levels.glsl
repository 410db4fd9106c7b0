#version 450
layout(vertices = 1) out;
void main() {
  if (gl_InvocationID == 0) {
    gl_TessLevelOuter[0] = 0.0;
    gl_TessLevelOuter[1] = 0.0;
    gl_TessLevelOuter[2] = 0.0;
    gl_TessLevelOuter[3] = 0.0;
    gl_TessLevelInner[0] = 0.0;
    gl_TessLevelInner[1] = 0.0;
  }
  float value1 = 3.0;
  gl_TessLevelOuter[0] = value1;
  float value2 = 2.0;
  gl_TessLevelOuter[1] = value2;
  float value3 = 4.0;
  gl_TessLevelOuter[2] = value3;
  float value4 = 5.0;
  gl_TessLevelOuter[3] = value4;
  float value5 = 6.0;
  gl_TessLevelInner[0] = value5;
  float value6 = 7.0;
  gl_TessLevelInner[1] = value6;
}
