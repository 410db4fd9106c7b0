attribute vec3 position;
attribute vec2 uv;
uniform mat4 modelView;
uniform mat4 projection;
varying vec2 vUv;
varying vec3 vNormal;
void main() {
  vUv = uv;
  vNormal = normalize((modelView * vec4(position, 0.0)).xyz);
  gl_Position = projection * modelView * vec4(position, 1.0);
}
