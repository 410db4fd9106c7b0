#version 450
layout(location = 0) out vec4 fragColor0;
void main() {
  uvec4 ta0[4], ta4[4];
  for (int i = 0; i < 4; i++) ta0[i] = uvec4(0u);
  for (int i = 0; i < 4; i++) ta4[i] = uvec4(0u);
  uvec4 t8 = uvec4(0u), t9 = uvec4(0u), t10 = uvec4(0u), t11 = uvec4(0u), t12 = uvec4(0u), t13 = uvec4(0u), t14 = uvec4(0u);
  uvec4 t15 = uvec4(0u), t16 = uvec4(0u), t17 = uvec4(0u), t18 = uvec4(0u), t19 = uvec4(0u), t20 = uvec4(0u), t21 = uvec4(0u);
  uvec4 t22 = uvec4(0u), t23 = uvec4(0u), t24 = uvec4(0u), t25 = uvec4(0u), t26 = uvec4(0u), t27 = uvec4(0u), t28 = uvec4(0u);
  uvec4 t29 = uvec4(0u), t30 = uvec4(0u), t31 = uvec4(0u), t32 = uvec4(0u), t33 = uvec4(0u), t34 = uvec4(0u), t35 = uvec4(0u);
  uvec4 t36 = uvec4(0u), t37 = uvec4(0u);
  vec4 t38 = vec4(0.0);
  uvec4 t39 = uvec4(0u), t40 = uvec4(0u), t41 = uvec4(0u), t42 = uvec4(0u), t43 = uvec4(0u);
  ivec4 addr0 = ivec4(0);
  fragColor0 = vec4(0.0);
  t8.x = 0u;
  while (true) {
    t13.x = -uint(int(t8.x) >= 4);
    if (t13.x != 0u) {
      break;
    }
    t14.x = t8.x;
    t15.x = 0u + t14.x;
    addr0.x = int(t15.x);
    ta0[min(uint(addr0.x), 3u)].xy = uvec2(0u, 0x3ff00000u);
    t8.x = t8.x + 1u;
  }
  t16.xy = ta0[0].xy;
  ta4[0].xy = t16.xy;
  t17.xy = ta0[1].xy;
  ta4[1].xy = t17.xy;
  t18.xy = ta0[2].xy;
  ta4[2].xy = t18.xy;
  t19.xy = ta0[3].xy;
  ta4[3].xy = t19.xy;
  t9.x = 0u;
  while (true) {
    t20.x = -uint(int(t9.x) >= 4);
    if (t20.x != 0u) {
      break;
    }
    t21.x = t9.x;
    t22.x = 0u + t21.x;
    addr0.x = int(t22.x);
    t23.xy = ta4[min(uint(addr0.x), 3u)].xy;
    t24.xy = unpackDouble2x32(double(int(t9.x)));
    t42.xy = t23.xy;
    t43.xy = t24.xy;
    t25.xy = unpackDouble2x32(packDouble2x32(t42.xy) * packDouble2x32(t43.xy));
    t26.x = t9.x;
    t27.x = 0u + t26.x;
    addr0.x = int(t27.x);
    ta4[min(uint(addr0.x), 3u)].xy = t25.xy;
    t9.x = t9.x + 1u;
  }
  t28.xy = ta4[0].xy;
  ta0[0].xy = t28.xy;
  t29.xy = ta4[1].xy;
  ta0[1].xy = t29.xy;
  t30.xy = ta4[2].xy;
  ta0[2].xy = t30.xy;
  t31.xy = ta4[3].xy;
  ta0[3].xy = t31.xy;
  t10.x = 0u;
  while (true) {
    t32.x = -uint(int(t10.x) >= 4);
    if (t32.x != 0u) {
      t11.x = 0u;
      break;
    }
    t33.x = t10.x;
    t34.x = 0u + t33.x;
    addr0.x = int(t34.x);
    t35.xy = ta4[min(uint(addr0.x), 3u)].xy;
    t36.xy = unpackDouble2x32(double(int(t10.x)));
    t42.xy = t35.xy;
    t43.xy = t36.xy;
    t37.x = -uint(packDouble2x32(t42.xy) != packDouble2x32(t43.xy));
    if (t37.x != 0u) {
      t38.x = float(int(t10.x));
      t39.x = floatBitsToUint(t38.x / 255.0);
      t42.xy = t35.xy;
      t43.xy = uvec2(0u, 0x406fe000u);
      t40.xy = unpackDouble2x32(packDouble2x32(t42.xy) / packDouble2x32(t43.xy));
      t42.xy = t40.xy;
      t41.x = floatBitsToUint(float(packDouble2x32(t42.xy)));
      t12.xw = uvec2(0x3f800000u);
      t12.y = t39.x;
      t12.z = t41.x;
      t11.x = 0xffffffffu;
      break;
    }
    t10.x = t10.x + 1u;
  }
  t42 = t11.x != 0u ? t12 : uvec4(0u, 0x3f800000u, 0u, 0x3f800000u);
  fragColor0 = uintBitsToFloat(t42);
}
