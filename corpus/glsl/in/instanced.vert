#version 300 es
layout(location = 0) in vec4 position;
layout(location = 1) in mat4 instance;
layout(std140) uniform Camera { mat4 view; mat4 projection; vec4 planes[2]; float time; };
flat out int which;
out vec4 tint;
invariant gl_Position;
void main() {
  which = gl_InstanceID & 3;
  tint = vec4(planes[which & 1].xyz, time);
  switch (which) {
    case 0: tint.r = 1.0; break;
    case 1: tint.g = 1.0;
    default: tint.b = 0.5;
  }
  gl_Position = projection * view * instance * position;
  gl_PointSize = 2.0;
}
