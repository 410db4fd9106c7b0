#version 450
layout(local_size_x = 16, local_size_y = 1, local_size_z = 1) in;
layout(r8, binding = 0) restrict uniform image2DMS cs_i0;
layout(rgba32i, binding = 1) writeonly uniform iimage2D cs_i1;
void main() {
  uvec4 t6;
  uvec4 blockId = uvec4(gl_WorkGroupID, 0u);
  uvec4 threadId = uvec4(gl_LocalInvocationID, 0u);
  uvec4 t0 = uvec4(0u), t1 = uvec4(0u), t2 = uvec4(0u), t3 = uvec4(0u), t4 = uvec4(0u), t11 = uvec4(0u);
  t11.xyz = blockId.xyz;
  t2.xy = t11.xy << uvec2(4u, 0u);
  t0.x = threadId.x;
  t0.y = 0u;
  t1.xy = t2.xy + t0.xy;
  t4.w = uint(imageSamples(cs_i0));
  t3.x = t4.w;
  t6 = t3.xxxx;
  imageStore(cs_i1, ivec2(t1.xy), ivec4(t6));
}
