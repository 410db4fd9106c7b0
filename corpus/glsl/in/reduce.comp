#version 420
#extension GL_ARB_compute_shader : require
#extension GL_ARB_shader_storage_buffer_object : require
layout(local_size_x = 64) in;
layout(std430, binding = 0) readonly buffer Source { vec2 pairs[]; };
layout(std430, binding = 1) buffer Result { float total; uint count; };
layout(r32ui, binding = 0) uniform uimage2D histogram;
layout(binding = 0, offset = 4) uniform atomic_uint groups;
shared float sums[64];
void main() {
  uint i = gl_LocalInvocationIndex;
  vec2 pair = gl_GlobalInvocationID.x < uint(pairs.length()) ? pairs[gl_GlobalInvocationID.x] : vec2(0.0);
  sums[i] = pair.x * pair.y;
  imageAtomicAdd(histogram, ivec2(pair), 1u);
  for (uint step = 32u; step > 0u; step >>= 1) {
    barrier();
    if (i < step) sums[i] += sums[i + step];
  }
  if (i == 0u) {
    total += sums[0];
    atomicAdd(count, atomicCounterIncrement(groups));
  }
}
