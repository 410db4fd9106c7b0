#version 300 es
precision highp float;
precision highp usampler2DArray;
precision highp sampler2DShadow;
flat in int which;
in vec4 tint;
uniform usampler2DArray layers;
uniform sampler2DShadow shadow;
layout(location = 0) out vec4 color;
layout(location = 1) out uvec4 id;
void main() {
  ivec3 size = textureSize(layers, 0);
  id = texelFetch(layers, ivec3(gl_FragCoord.xy, which % size.z), 0);
  float lit = textureProj(shadow, tint) + textureLod(shadow, tint.xyz, 0.0);
  color = vec4(dFdx(tint.xy), fwidth(lit), gl_FrontFacing ? 1.0 : 0.0);
  gl_FragDepth = lit;
}
