#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
layout(std140) uniform vs_c0 { vec4 vs_k0[4]; };
layout(std140) uniform vs_c1 { uvec4 vs_k1[2]; };
layout(location = 0) in vec4 attr0;
layout(location = 1) in vec4 attr1;
flat out vec4 v_color0;
flat out vec4 v_bcolor0;
flat out uvec4 v_generic3;
out vec4 v_texcoord1;
centroid out vec4 v_generic4;
out vec4 tf0;
flat out uint tf1;
out vec4 tf2;
out float gl_ClipDistance[3];
void main() {
  vec4 o_v_color0, o_v_bcolor0;
  vec4 position = vec4(0.0), pointSize = vec4(0.0), edgeFlag = vec4(0.0);
  uvec4 t0 = uvec4(0u);
  v_generic3 = uvec4(0u);
  v_texcoord1 = vec4(0.0);
  v_generic4 = vec4(0.0);
  position.x = dot(attr0, vs_k0[0]);
  position.y = dot(attr0, vs_k0[1]);
  position.z = dot(attr0, vs_k0[2]);
  position.w = dot(attr0, vs_k0[3]);
  o_v_color0 = attr1.bgra;
  o_v_bcolor0 = attr1.bgra + uintBitsToFloat(vs_k1[1]);
  t0.x = uint(gl_InstanceID) + vs_k1[0].x;
  v_generic3.x = t0.x;
  pointSize.x = uintBitsToFloat(vs_k1[0].y);
  edgeFlag.x = attr1.bgra.w;
  v_color0 = clamp(o_v_color0, 0.0, 1.0);
  v_bcolor0 = clamp(o_v_bcolor0, 0.0, 1.0);
  tf0 = position;
  tf1 = v_generic3.x;
  tf2 = o_v_color0;
  gl_ClipDistance[0] = dot(position, vg_clipPlane[0]);
  gl_ClipDistance[1] = 0.0;
  gl_ClipDistance[2] = dot(position, vg_clipPlane[2]);
  gl_Position = vec4(position.x, position.y * vg_raster.x, position.z * 2.0 - position.w, position.w);
  gl_PointSize = pointSize.x;
}
