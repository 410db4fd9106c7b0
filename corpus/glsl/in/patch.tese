#version 420
layout(quads, fractional_odd_spacing, cw) in;
in vec3 bent[];
patch in vec4 weights;
out vec3 normal;
void main() {
  vec4 a = mix(gl_in[0].gl_Position, gl_in[1].gl_Position, gl_TessCoord.x);
  vec4 b = mix(gl_in[3].gl_Position, gl_in[2].gl_Position, gl_TessCoord.x);
  normal = bent[int(gl_TessCoord.y * 3.0)] * weights.x;
  gl_Position = mix(a, b, gl_TessCoord.y) * gl_TessLevelOuter[0];
}
