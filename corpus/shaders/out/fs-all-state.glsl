#version 450
layout(std140) uniform vg_system {
  vec4 vg_clipPlane[8];
  uvec4 vg_stipple[8];
  vec4 vg_raster;
  ivec4 vg_draw;
};
flat in vec4 v_color0;
flat in vec4 v_bcolor0;
flat in uvec4 v_generic3;
layout(location = 0) out vec4 fragColor0;
layout(location = 1) out vec4 fragColor1;
layout(location = 2) out vec4 fragColor2;
uniform sampler2D fs_s0;
void main() {
  vec4 color0, t0;
  vec4 color0In = gl_FrontFacing ? v_color0 : v_bcolor0;
  vec4 pointCoord = vec4(gl_PointCoord.x, 1.0 - gl_PointCoord.y, 0.0, 1.0);
  vec4 fragCoord = vec4(gl_FragCoord.x - 0.5, vg_raster.y - gl_FragCoord.y - 0.5, gl_FragCoord.zw);
  vec4 face = vec4(gl_FrontFacing ? 1.0 : -1.0, 0.0, 0.0, 1.0);
  vec4 t1 = vec4(0.0);
  ivec2 stipplePixel = ivec2(gl_FragCoord.xy) & 31;
  uint stippleRow = vg_stipple[stipplePixel.y >> 2][stipplePixel.y & 3];
  if (((stippleRow >> (31 - stipplePixel.x)) & 1u) == 0u) discard;
  {
    vec4 texel = texture(fs_s0, pointCoord.xy);
    t0 = vec4(texel.x, texel.x, texel.x, 1.0);
  }
  t0 = t0 * color0In;
  t0.xy = t0.xy + fragCoord.xy;
  t0.z = face.x < 0.0 ? vec4(0.0).z : vec4(0.0).w;
  t1.x = float(int(v_generic3.x));
  color0 = t0 + t1.xxxx;
  color0 = clamp(color0, 0.0, 1.0);
  if (!(color0.a > vg_raster.z)) discard;
  fragColor0 = color0;
  fragColor1 = color0.aaaa;
  fragColor2 = color0.bgra;
}
