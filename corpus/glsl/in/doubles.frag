#version 420
uniform dmat2x3 matrix;
uniform dvec3 offset;
flat in dvec4 wide;
out vec4 color;
void main() {
  dvec3 v = matrix * wide.zx + offset;
  double d = dot(v, wide.xyz) > 1.0LF ? length(v) : fract(v.y);
  color = vec4(vec3(v), float(d));
}
