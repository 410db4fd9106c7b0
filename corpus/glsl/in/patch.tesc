#version 420
layout(vertices = 4) out;
in vec3 normal[];
out vec3 bent[];
patch out vec4 weights;
uniform float levels[2];
void main() {
  bent[gl_InvocationID] = normalize(normal[gl_InvocationID] + normal[(gl_InvocationID + 1) & 3]);
  gl_out[gl_InvocationID].gl_Position = gl_in[gl_InvocationID].gl_Position;
  barrier();
  if (gl_InvocationID == 0) {
    weights = vec4(bent[1], bent[2].x);
    for (int i = 0; i < 4; i++) gl_TessLevelOuter[i] = levels[0];
    gl_TessLevelInner[0] = gl_TessLevelInner[1] = levels[1];
  }
}
