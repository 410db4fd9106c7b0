#ifdef GL_ES
precision mediump float;
#endif
struct Light { vec3 direction; vec3 color; };
uniform Light lights[3];
uniform sampler2D map;
uniform float cutoff;
varying vec2 vUv;
varying vec3 vNormal;
vec3 shade(const in vec3 normal) {
  vec3 sum = vec3(0.1);
  for (int i = 0; i < 3; i++) sum += max(dot(normal, lights[i].direction), 0.0) * lights[i].color;
  return sum;
}
void main() {
  vec4 texel = texture2D(map, vUv);
  if (texel.a < cutoff) discard;
  gl_FragColor = vec4(shade(vNormal) * texel.rgb, texel.a);
}
