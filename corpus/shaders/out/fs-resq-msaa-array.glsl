#version 450
layout(location = 0) out vec4 fragColor0;
layout(rgba8i, binding = 0) restrict uniform iimage2DMSArray fs_i0;
void main() {
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u);
  t1.w = uint(imageSamples(fs_i0));
  t0.x = t1.w;
  fragColor0 = uintBitsToFloat(t0.xxxx);
}
