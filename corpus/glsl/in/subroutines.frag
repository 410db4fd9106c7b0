#version 420
subroutine vec4 Blend(vec4 a, vec4 b);
subroutine(Blend) vec4 add(vec4 a, vec4 b) { return a + b; }
subroutine(Blend) vec4 multiply(vec4 a, vec4 b) { return a * b; }
subroutine uniform Blend blend;
layout(origin_upper_left) in vec4 gl_FragCoord;
uniform sampler2D maps[4];
uniform int at;
in vec2 uv;
out vec4 color;
void main() {
  vec4 gathered = textureGatherOffset(maps[1], uv, ivec2(at, 1), 2);
  color = blend(texture(maps[at], uv), gathered) * textureGrad(maps[0], uv, dFdx(uv), dFdy(uv)) + gl_FragCoord;
}
