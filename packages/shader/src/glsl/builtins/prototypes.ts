/**
 * Built-in functions as prototypes, grouped by when they exist.
 *
 * A line `@ GLSL ES [EXTENSION ...] [: STAGE ...]` opens a group: the desktop version and the ES version that have it (0 for
 * never), extensions that bring it, stages that it is for. `genF` and its like stand for the scalar and the vectors, `vec` and its
 * like for the vectors, `mat` for all float matrices, `gsampler`, `gimage` and `gvec4` for the float, int and uint ones; all in one
 * prototype go together.
 *
 * @source OpenGL Shading Language 4.20, 4.30, 4.60 chapter 8; ES 1.00, 3.00, 3.10, 3.20 chapter 8; the extensions named
 */

/* prettier-ignore */
/** Everything but textures and images. */
export const mathPrototypes = `
@ 110 100
genF radians(genF)
genF degrees(genF)
genF sin(genF)
genF cos(genF)
genF tan(genF)
genF asin(genF)
genF acos(genF)
genF atan(genF, genF)
genF atan(genF)
genF pow(genF, genF)
genF exp(genF)
genF log(genF)
genF exp2(genF)
genF log2(genF)
genF sqrt(genF)
genF inversesqrt(genF)
genF abs(genF)
genF sign(genF)
genF floor(genF)
genF ceil(genF)
genF fract(genF)
genF mod(genF, float)
genF mod(genF, genF)
genF min(genF, genF)
genF min(genF, float)
genF max(genF, genF)
genF max(genF, float)
genF clamp(genF, genF, genF)
genF clamp(genF, float, float)
genF mix(genF, genF, genF)
genF mix(genF, genF, float)
genF step(genF, genF)
genF step(float, genF)
genF smoothstep(genF, genF, genF)
genF smoothstep(float, float, genF)
float length(genF)
float distance(genF, genF)
float dot(genF, genF)
vec3 cross(vec3, vec3)
genF normalize(genF)
genF faceforward(genF, genF, genF)
genF reflect(genF, genF)
genF refract(genF, genF, float)
mat matrixCompMult(mat, mat)
bvec lessThan(vec, vec)
bvec lessThan(ivec, ivec)
bvec lessThanEqual(vec, vec)
bvec lessThanEqual(ivec, ivec)
bvec greaterThan(vec, vec)
bvec greaterThan(ivec, ivec)
bvec greaterThanEqual(vec, vec)
bvec greaterThanEqual(ivec, ivec)
bvec equal(vec, vec)
bvec equal(ivec, ivec)
bvec equal(bvec, bvec)
bvec notEqual(vec, vec)
bvec notEqual(ivec, ivec)
bvec notEqual(bvec, bvec)
bool any(bvec)
bool all(bvec)
bvec not(bvec)
@ 110 0 compat : vertex
vec4 ftransform()
@ 110 0
float noise1(genF)
vec2 noise2(genF)
vec3 noise3(genF)
vec4 noise4(genF)
@ 120 300
matT transpose(mat)
outer outerProduct(outer, outer)
@ 130 300
genF sinh(genF)
genF cosh(genF)
genF tanh(genF)
genF asinh(genF)
genF acosh(genF)
genF atanh(genF)
genF roundEven(genF)
genF modf(genF, out genF)
genF mix(genF, genF, genB)
genB isnan(genF)
genB isinf(genF)
@ 110 300
genI min(genI, genI)
genI min(genI, int)
genI max(genI, genI)
genI max(genI, int)
genI clamp(genI, genI, genI)
genI clamp(genI, int, int)
@ 130 300 EXT_gpu_shader4
genI sign(genI)
genF round(genF)
genI abs(genI)
genF trunc(genF)
genU min(genU, genU)
genU min(genU, uint)
genU max(genU, genU)
genU max(genU, uint)
genU clamp(genU, genU, genU)
genU clamp(genU, uint, uint)
bvec lessThan(uvec, uvec)
bvec lessThanEqual(uvec, uvec)
bvec greaterThan(uvec, uvec)
bvec greaterThanEqual(uvec, uvec)
bvec equal(uvec, uvec)
bvec notEqual(uvec, uvec)
@ 0 0 EXT_gpu_shader4
genF truncate(genF)
@ 330 300 ARB_shader_bit_encoding ARB_gpu_shader5
genI floatBitsToInt(genF)
genU floatBitsToUint(genF)
genF intBitsToFloat(genI)
genF uintBitsToFloat(genU)
@ 150 300
sq determinant(mat)
@ 140 300
sqm inverse(mat)
@ 450 310 EXT_shader_integer_mix ARB_ES3_1_compatibility
genI mix(genI, genI, genB)
genU mix(genU, genU, genB)
genB mix(genB, genB, genB)
@ 400 0 ARB_gpu_shader5 ARB_shading_language_packing
uint packUnorm2x16(vec2)
vec2 unpackUnorm2x16(uint)
@ 400 310 ARB_gpu_shader5 ARB_shading_language_packing
uint packUnorm4x8(vec4)
uint packSnorm4x8(vec4)
vec4 unpackUnorm4x8(uint)
vec4 unpackSnorm4x8(uint)
@ 420 300 ARB_shading_language_packing
uint packSnorm2x16(vec2)
vec2 unpackSnorm2x16(uint)
uint packHalf2x16(vec2)
vec2 unpackHalf2x16(uint)
@ 0 300
uint packUnorm2x16(vec2)
vec2 unpackUnorm2x16(uint)
@ 400 320 ARB_gpu_shader5 EXT_gpu_shader5 OES_gpu_shader5
genF fma(genF, genF, genF)
@ 400 310 ARB_gpu_shader5 MESA_shader_integer_functions
genF frexp(genF, out genI)
genF ldexp(genF, genI)
genI bitfieldExtract(genI, int, int)
genU bitfieldExtract(genU, int, int)
genI bitfieldInsert(genI, genI, int, int)
genU bitfieldInsert(genU, genU, int, int)
genI bitfieldReverse(genI)
genU bitfieldReverse(genU)
genI bitCount(genI)
genI bitCount(genU)
genI findLSB(genI)
genI findLSB(genU)
genI findMSB(genI)
genI findMSB(genU)
genU uaddCarry(genU, genU, out genU)
genU usubBorrow(genU, genU, out genU)
void umulExtended(genU, genU, out genU, out genU)
void imulExtended(genI, genI, out genI, out genI)
@ 400 0 ARB_gpu_shader_fp64
genD sqrt(genD)
genD inversesqrt(genD)
genD abs(genD)
genD sign(genD)
genD floor(genD)
genD trunc(genD)
genD round(genD)
genD roundEven(genD)
genD ceil(genD)
genD fract(genD)
genD mod(genD, double)
genD mod(genD, genD)
genD modf(genD, out genD)
genD min(genD, genD)
genD min(genD, double)
genD max(genD, genD)
genD max(genD, double)
genD clamp(genD, genD, genD)
genD clamp(genD, double, double)
genD mix(genD, genD, genD)
genD mix(genD, genD, double)
genD mix(genD, genD, genB)
genD step(genD, genD)
genD step(double, genD)
genD smoothstep(genD, genD, genD)
genD smoothstep(double, double, genD)
genB isnan(genD)
genB isinf(genD)
genD fma(genD, genD, genD)
genD frexp(genD, out genI)
genD ldexp(genD, genI)
double packDouble2x32(uvec2)
uvec2 unpackDouble2x32(double)
double length(genD)
double distance(genD, genD)
double dot(genD, genD)
dvec3 cross(dvec3, dvec3)
genD normalize(genD)
genD faceforward(genD, genD, genD)
genD reflect(genD, genD)
genD refract(genD, genD, double)
dmat matrixCompMult(dmat, dmat)
dmatT transpose(dmat)
douter outerProduct(douter, douter)
dsq determinant(dmat)
dsqm inverse(dmat)
bvec lessThan(dvec, dvec)
bvec lessThanEqual(dvec, dvec)
bvec greaterThan(dvec, dvec)
bvec greaterThanEqual(dvec, dvec)
bvec equal(dvec, dvec)
bvec notEqual(dvec, dvec)
@ 110 300 OES_standard_derivatives : fragment
genF dFdx(genF)
genF dFdy(genF)
genF fwidth(genF)
@ 450 0 ARB_derivative_control : fragment
genF dFdxFine(genF)
genF dFdyFine(genF)
genF fwidthFine(genF)
genF dFdxCoarse(genF)
genF dFdyCoarse(genF)
genF fwidthCoarse(genF)
@ 400 320 ARB_gpu_shader5 OES_shader_multisample_interpolation : fragment
genF interpolateAtCentroid(genF)
genF interpolateAtSample(genF, int)
genF interpolateAtOffset(genF, vec2)
@ 400 0 ARB_gpu_shader5 : geometry
void EmitStreamVertex(int)
void EndStreamPrimitive(int)
@ 150 320 ARB_geometry_shader4 EXT_geometry_shader OES_geometry_shader : geometry
void EmitVertex()
void EndPrimitive()
@ 400 320 ARB_tessellation_shader EXT_tessellation_shader OES_tessellation_shader : tess-control
void barrier()
@ 430 310 ARB_compute_shader : compute
void barrier()
void memoryBarrierShared()
void groupMemoryBarrier()
@ 420 310 ARB_shader_image_load_store
void memoryBarrier()
@ 430 310 ARB_compute_shader
void memoryBarrierAtomicCounter()
void memoryBarrierBuffer()
void memoryBarrierImage()
@ 420 310 ARB_shader_atomic_counters
uint atomicCounterIncrement(atomic_uint)
uint atomicCounterDecrement(atomic_uint)
uint atomicCounter(atomic_uint)
@ 0 0 ARB_shader_atomic_counter_ops
uint atomicCounterAddARB(atomic_uint, uint)
uint atomicCounterSubtractARB(atomic_uint, uint)
uint atomicCounterMinARB(atomic_uint, uint)
uint atomicCounterMaxARB(atomic_uint, uint)
uint atomicCounterAndARB(atomic_uint, uint)
uint atomicCounterOrARB(atomic_uint, uint)
uint atomicCounterXorARB(atomic_uint, uint)
uint atomicCounterExchangeARB(atomic_uint, uint)
uint atomicCounterCompSwapARB(atomic_uint, uint, uint)
@ 460 0
uint atomicCounterAdd(atomic_uint, uint)
uint atomicCounterSubtract(atomic_uint, uint)
uint atomicCounterMin(atomic_uint, uint)
uint atomicCounterMax(atomic_uint, uint)
uint atomicCounterAnd(atomic_uint, uint)
uint atomicCounterOr(atomic_uint, uint)
uint atomicCounterXor(atomic_uint, uint)
uint atomicCounterExchange(atomic_uint, uint)
uint atomicCounterCompSwap(atomic_uint, uint, uint)
@ 430 310 ARB_shader_storage_buffer_object ARB_compute_shader
uint atomicAdd(inout uint, uint)
int atomicAdd(inout int, int)
uint atomicMin(inout uint, uint)
int atomicMin(inout int, int)
uint atomicMax(inout uint, uint)
int atomicMax(inout int, int)
uint atomicAnd(inout uint, uint)
int atomicAnd(inout int, int)
uint atomicOr(inout uint, uint)
int atomicOr(inout int, int)
uint atomicXor(inout uint, uint)
int atomicXor(inout int, int)
uint atomicExchange(inout uint, uint)
int atomicExchange(inout int, int)
uint atomicCompSwap(inout uint, uint, uint)
int atomicCompSwap(inout int, int, int)
@ 0 0 ARB_shader_group_vote
bool anyInvocationARB(bool)
bool allInvocationsARB(bool)
bool allInvocationsEqualARB(bool)
@ 460 0
bool anyInvocation(bool)
bool allInvocations(bool)
bool allInvocationsEqual(bool)
@ 0 0 ARB_shader_clock
uvec2 clock2x32ARB()
@ 0 0 AMD_shader_trinary_minmax
genF min3(genF, genF, genF)
genI min3(genI, genI, genI)
genU min3(genU, genU, genU)
genF max3(genF, genF, genF)
genI max3(genI, genI, genI)
genU max3(genU, genU, genU)
genF mid3(genF, genF, genF)
genI mid3(genI, genI, genI)
genU mid3(genU, genU, genU)
@ 0 0 EXT_demote_to_helper_invocation : fragment
bool helperInvocationEXT()
`;

const imageShapes: readonly (readonly [suffix: string, coordinate: string, size: string, glsl: string])[] = [
  ['1D', 'int', 'int', '0'],
  ['2D', 'ivec2', 'ivec2', '310'],
  ['3D', 'ivec3', 'ivec3', '310'],
  ['2DRect', 'ivec2', 'ivec2', '0'],
  ['Cube', 'ivec3', 'ivec2', '310'],
  ['Buffer', 'int', 'int', '320 EXT_texture_buffer OES_texture_buffer'],
  ['1DArray', 'ivec2', 'ivec2', '0'],
  ['2DArray', 'ivec3', 'ivec3', '310'],
  ['CubeArray', 'ivec3', 'ivec3', '320 EXT_texture_cube_map_array OES_texture_cube_map_array'],
  ['2DMS', 'ivec2, int', 'ivec2', '0'],
  ['2DMSArray', 'ivec3, int', 'ivec3', '0'],
];

const imageGroup = ([suffix, at, size, es]: (typeof imageShapes)[number]): string => {
  const lines = [
    `@ 420 ${es} ARB_shader_image_load_store`,
    `gvec4 imageLoad(gimage${suffix}, ${at})`,
    `void imageStore(gimage${suffix}, ${at}, gvec4)`,
    `@ 430 ${es} ARB_shader_image_size`,
    `${size} imageSize(gimage${suffix})`,
  ];
  if (suffix.includes('MS')) lines.push('@ 450 0 ARB_shader_texture_image_samples', `int imageSamples(gimage${suffix})`);
  const esAtomics = es.startsWith('0') ? '0' : '320 OES_shader_image_atomic';
  lines.push(`@ 420 ${esAtomics} ARB_shader_image_load_store`);
  for (const [kind, type] of [
    ['i', 'int'],
    ['u', 'uint'],
  ] as const) {
    for (const op of ['Add', 'Min', 'Max', 'And', 'Or', 'Xor', 'Exchange'])
      lines.push(`${type} imageAtomic${op}(${kind}image${suffix}, ${at}, ${type})`);
    lines.push(`${type} imageAtomicCompSwap(${kind}image${suffix}, ${at}, ${type}, ${type})`);
  }
  lines.push(`@ 450 ${esAtomics} ARB_ES3_1_compatibility`, `float imageAtomicExchange(image${suffix}, ${at}, float)`);
  return lines.join('\n');
};

/** Images. */
export const imagePrototypes = imageShapes.map(imageGroup).join('\n');
