#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(points, invocations = 4) in;
layout(triangle_strip, max_vertices = 4) out;
vec4 out0, t0, t1, t2, t3, t4;
uvec4 t5;
vec4 t6, t7;
uvec4 t8, t9, t10, t11;
vec4 t12, t13;
uvec4 t14, t15, t16;
vec4 t17;
void emitVertex0() {
  gl_Position = vec4(out0.x, out0.y * vg_raster.x, out0.zw);
  EmitVertex();
}
void main() {
  out0 = vec4(0.0);
  t0 = vec4(0.0);
  t1 = vec4(0.0);
  t2 = vec4(0.0);
  t3 = vec4(0.0);
  t4 = vec4(0.0);
  t5 = uvec4(0u);
  t6 = vec4(0.0);
  t7 = vec4(0.0);
  t8 = uvec4(0u);
  t9 = uvec4(0u);
  t10 = uvec4(0u);
  t11 = uvec4(0u);
  t12 = vec4(0.0);
  t13 = vec4(0.0);
  t14 = uvec4(0u);
  t15 = uvec4(0u);
  t16 = uvec4(0u);
  t17 = vec4(0.0);
  t5.xy = uvec2(ivec2(gl_InvocationID)) & uvec2(1u, 2u);
  t6.x = float(int(t5.x));
  t7.x = -1.0 + t6.x;
  t8.x = uint(sign(int(t5.y)));
  t9.x = uint(abs(int(t5.y)));
  t10.x = t9.x >> 1u;
  t11.x = t8.x * t10.x;
  t12.x = float(int(t11.x));
  t13.x = -1.0 + t12.x;
  t14.x = -uint(gl_InvocationID < 4);
  t15.x = -uint(gl_InvocationID >= 0);
  t16.x = t15.x & t14.x;
  if (t16.x != 0u) {
    t0.x = t7.x;
    t0.y = t13.x;
    t0.zw = vec2(0.0, 1.0);
    out0 = t0;
    emitVertex0();
    t1.x = t7.x;
    t1.y = t13.x;
    t17 = t1.xyxy + vec4(1.0, 0.0, 0.0, 1.0);
    t2.xy = t17.xy;
    t2.zw = vec2(0.0, 1.0);
    out0 = t2;
    emitVertex0();
    t3.xy = t17.zw;
    t3.zw = vec2(0.0, 1.0);
    out0 = t3;
    emitVertex0();
    t4.xy = t1.xy + vec2(1.0);
    t4.zw = vec2(0.0, 1.0);
    out0 = t4;
    emitVertex0();
    EndPrimitive();
  }
}
