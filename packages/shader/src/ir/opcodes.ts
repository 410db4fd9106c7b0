/**
 * Every TGSI opcode that Mesa can print, one row each.
 *
 * `shape` says how a destination component depends on the sources:
 * - `each`: component i of dst from component i of every source;
 * - `scalar`: one result from the x components (or a whole dot product), copied to all written components;
 * - `vector`: each component by its own rule (LIT, DST ...), or a resource's answer;
 * - `none`: no destination.
 *
 * Types: f float, i int, u uint, d double, I int64, U uint64, x untyped bits (MOV, the value operands of UCMP). Where signedness makes
 * no difference (sums, products, comparison results of 0 or ~0) the type is uint, which is how such bits are stored.
 * A source type string has one letter per operand; one letter stands for all.
 *
 * @source Mesa docs/gallium/tgsi.rst and the operand counts of its opcode table
 */

/** Type letters, see the file comment. */
export type ValueType = 'f' | 'i' | 'u' | 'd' | 'I' | 'U' | 'x';

/** Broad classes, for validation and for choosing the writer. */
export type OpcodeClass =
  'alu' | 'tex' | 'sample' | 'resource' | 'atomic' | 'flow' | 'kill' | 'derivative' | 'interp' | 'geometry' | 'sync' | 'lane' | 'misc';

/** One row of the table. */
export type OpcodeInfo = {
  readonly name: string;
  readonly dstCount: number;
  readonly srcCount: number;
  readonly shape: 'each' | 'scalar' | 'vector' | 'none';
  readonly dstType: ValueType;
  readonly srcTypes: readonly ValueType[];
  readonly class: OpcodeClass;
};

type Row = readonly [
  name: string,
  dst: number,
  src: number,
  shape: OpcodeInfo['shape'],
  dstType: ValueType,
  srcTypes: string,
  cls: OpcodeClass,
];

/* prettier-ignore */
const rows = [
  // moves and float arithmetic
  ['MOV', 1, 1, 'each', 'x', 'x', 'alu'],
  ['ARL', 1, 1, 'each', 'i', 'f', 'alu'],
  ['ARR', 1, 1, 'each', 'i', 'f', 'alu'],
  ['UARL', 1, 1, 'each', 'i', 'i', 'alu'],
  ['LIT', 1, 1, 'vector', 'f', 'f', 'alu'],
  ['RCP', 1, 1, 'scalar', 'f', 'f', 'alu'],
  ['RSQ', 1, 1, 'scalar', 'f', 'f', 'alu'],
  ['SQRT', 1, 1, 'scalar', 'f', 'f', 'alu'],
  ['EXP', 1, 1, 'vector', 'f', 'f', 'alu'],
  ['LOG', 1, 1, 'vector', 'f', 'f', 'alu'],
  ['MUL', 1, 2, 'each', 'f', 'f', 'alu'],
  ['ADD', 1, 2, 'each', 'f', 'f', 'alu'],
  ['DIV', 1, 2, 'each', 'f', 'f', 'alu'],
  ['DP2', 1, 2, 'scalar', 'f', 'f', 'alu'],
  ['DP3', 1, 2, 'scalar', 'f', 'f', 'alu'],
  ['DP4', 1, 2, 'scalar', 'f', 'f', 'alu'],
  ['DST', 1, 2, 'vector', 'f', 'f', 'alu'],
  ['MIN', 1, 2, 'each', 'f', 'f', 'alu'],
  ['MAX', 1, 2, 'each', 'f', 'f', 'alu'],
  ['SLT', 1, 2, 'each', 'f', 'f', 'alu'],
  ['SGE', 1, 2, 'each', 'f', 'f', 'alu'],
  ['SEQ', 1, 2, 'each', 'f', 'f', 'alu'],
  ['SNE', 1, 2, 'each', 'f', 'f', 'alu'],
  ['SGT', 1, 2, 'each', 'f', 'f', 'alu'],
  ['SLE', 1, 2, 'each', 'f', 'f', 'alu'],
  ['MAD', 1, 3, 'each', 'f', 'f', 'alu'],
  ['FMA', 1, 3, 'each', 'f', 'f', 'alu'],
  ['LRP', 1, 3, 'each', 'f', 'f', 'alu'],
  ['CMP', 1, 3, 'each', 'f', 'f', 'alu'],
  ['FRC', 1, 1, 'each', 'f', 'f', 'alu'],
  ['FLR', 1, 1, 'each', 'f', 'f', 'alu'],
  ['CEIL', 1, 1, 'each', 'f', 'f', 'alu'],
  ['ROUND', 1, 1, 'each', 'f', 'f', 'alu'],
  ['TRUNC', 1, 1, 'each', 'f', 'f', 'alu'],
  ['SSG', 1, 1, 'each', 'f', 'f', 'alu'],
  ['EX2', 1, 1, 'scalar', 'f', 'f', 'alu'],
  ['LG2', 1, 1, 'scalar', 'f', 'f', 'alu'],
  ['POW', 1, 2, 'scalar', 'f', 'f', 'alu'],
  ['COS', 1, 1, 'scalar', 'f', 'f', 'alu'],
  ['SIN', 1, 1, 'scalar', 'f', 'f', 'alu'],
  ['LDEXP', 1, 2, 'each', 'f', 'fi', 'alu'],
  ['DDX', 1, 1, 'each', 'f', 'f', 'derivative'],
  ['DDY', 1, 1, 'each', 'f', 'f', 'derivative'],
  ['DDX_FINE', 1, 1, 'each', 'f', 'f', 'derivative'],
  ['DDY_FINE', 1, 1, 'each', 'f', 'f', 'derivative'],
  // packing
  ['PK2H', 1, 1, 'scalar', 'u', 'f', 'alu'],
  ['PK2US', 1, 1, 'scalar', 'u', 'f', 'alu'],
  ['PK4B', 1, 1, 'scalar', 'u', 'f', 'alu'],
  ['PK4UB', 1, 1, 'scalar', 'u', 'f', 'alu'],
  ['UP2H', 1, 1, 'vector', 'f', 'u', 'alu'],
  ['UP2US', 1, 1, 'vector', 'f', 'u', 'alu'],
  ['UP4B', 1, 1, 'vector', 'f', 'u', 'alu'],
  ['UP4UB', 1, 1, 'vector', 'f', 'u', 'alu'],
  // float comparisons with integer result
  ['FSEQ', 1, 2, 'each', 'u', 'f', 'alu'],
  ['FSGE', 1, 2, 'each', 'u', 'f', 'alu'],
  ['FSLT', 1, 2, 'each', 'u', 'f', 'alu'],
  ['FSNE', 1, 2, 'each', 'u', 'f', 'alu'],
  // integers
  ['F2I', 1, 1, 'each', 'i', 'f', 'alu'],
  ['F2U', 1, 1, 'each', 'u', 'f', 'alu'],
  ['I2F', 1, 1, 'each', 'f', 'i', 'alu'],
  ['U2F', 1, 1, 'each', 'f', 'u', 'alu'],
  ['UADD', 1, 2, 'each', 'u', 'u', 'alu'],
  ['UMUL', 1, 2, 'each', 'u', 'u', 'alu'],
  ['UMAD', 1, 3, 'each', 'u', 'u', 'alu'],
  ['IMUL_HI', 1, 2, 'each', 'i', 'i', 'alu'],
  ['UMUL_HI', 1, 2, 'each', 'u', 'u', 'alu'],
  ['IDIV', 1, 2, 'each', 'i', 'i', 'alu'],
  ['UDIV', 1, 2, 'each', 'u', 'u', 'alu'],
  ['MOD', 1, 2, 'each', 'i', 'i', 'alu'],
  ['UMOD', 1, 2, 'each', 'u', 'u', 'alu'],
  ['INEG', 1, 1, 'each', 'u', 'u', 'alu'],
  ['IABS', 1, 1, 'each', 'i', 'i', 'alu'],
  ['ISSG', 1, 1, 'each', 'i', 'i', 'alu'],
  ['IMAX', 1, 2, 'each', 'i', 'i', 'alu'],
  ['IMIN', 1, 2, 'each', 'i', 'i', 'alu'],
  ['UMAX', 1, 2, 'each', 'u', 'u', 'alu'],
  ['UMIN', 1, 2, 'each', 'u', 'u', 'alu'],
  ['ISGE', 1, 2, 'each', 'u', 'i', 'alu'],
  ['ISLT', 1, 2, 'each', 'u', 'i', 'alu'],
  ['USEQ', 1, 2, 'each', 'u', 'u', 'alu'],
  ['USGE', 1, 2, 'each', 'u', 'u', 'alu'],
  ['USLT', 1, 2, 'each', 'u', 'u', 'alu'],
  ['USNE', 1, 2, 'each', 'u', 'u', 'alu'],
  ['UCMP', 1, 3, 'each', 'x', 'uxx', 'alu'],
  // bits
  ['NOT', 1, 1, 'each', 'u', 'u', 'alu'],
  ['AND', 1, 2, 'each', 'u', 'u', 'alu'],
  ['OR', 1, 2, 'each', 'u', 'u', 'alu'],
  ['XOR', 1, 2, 'each', 'u', 'u', 'alu'],
  ['SHL', 1, 2, 'each', 'u', 'u', 'alu'],
  ['ISHR', 1, 2, 'each', 'i', 'iu', 'alu'],
  ['USHR', 1, 2, 'each', 'u', 'u', 'alu'],
  ['IBFE', 1, 3, 'each', 'i', 'i', 'alu'],
  ['UBFE', 1, 3, 'each', 'u', 'uii', 'alu'],
  ['BFI', 1, 4, 'each', 'u', 'uuii', 'alu'],
  ['BREV', 1, 1, 'each', 'u', 'u', 'alu'],
  ['POPC', 1, 1, 'each', 'i', 'u', 'alu'],
  ['LSB', 1, 1, 'each', 'i', 'u', 'alu'],
  ['IMSB', 1, 1, 'each', 'i', 'i', 'alu'],
  ['UMSB', 1, 1, 'each', 'i', 'u', 'alu'],
  // doubles: operands are pairs xy and zw
  ['F2D', 1, 1, 'each', 'd', 'f', 'alu'],
  ['D2F', 1, 1, 'each', 'f', 'd', 'alu'],
  ['I2D', 1, 1, 'each', 'd', 'i', 'alu'],
  ['D2I', 1, 1, 'each', 'i', 'd', 'alu'],
  ['U2D', 1, 1, 'each', 'd', 'u', 'alu'],
  ['D2U', 1, 1, 'each', 'u', 'd', 'alu'],
  ['DABS', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DNEG', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DADD', 1, 2, 'each', 'd', 'd', 'alu'],
  ['DMUL', 1, 2, 'each', 'd', 'd', 'alu'],
  ['DDIV', 1, 2, 'each', 'd', 'd', 'alu'],
  ['DMAX', 1, 2, 'each', 'd', 'd', 'alu'],
  ['DMIN', 1, 2, 'each', 'd', 'd', 'alu'],
  ['DSLT', 1, 2, 'each', 'u', 'd', 'alu'],
  ['DSGE', 1, 2, 'each', 'u', 'd', 'alu'],
  ['DSEQ', 1, 2, 'each', 'u', 'd', 'alu'],
  ['DSNE', 1, 2, 'each', 'u', 'd', 'alu'],
  ['DRCP', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DSQRT', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DRSQ', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DMAD', 1, 3, 'each', 'd', 'd', 'alu'],
  ['DFMA', 1, 3, 'each', 'd', 'd', 'alu'],
  ['DFRAC', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DTRUNC', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DCEIL', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DFLR', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DROUND', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DSSG', 1, 1, 'each', 'd', 'd', 'alu'],
  ['DLDEXP', 1, 2, 'each', 'd', 'di', 'alu'],
  ['DFRACEXP', 2, 1, 'scalar', 'd', 'd', 'alu'],
  // 64-bit integers
  ['U2I64', 1, 1, 'each', 'I', 'u', 'alu'],
  ['I2I64', 1, 1, 'each', 'I', 'i', 'alu'],
  ['F2U64', 1, 1, 'each', 'U', 'f', 'alu'],
  ['F2I64', 1, 1, 'each', 'I', 'f', 'alu'],
  ['D2U64', 1, 1, 'each', 'U', 'd', 'alu'],
  ['D2I64', 1, 1, 'each', 'I', 'd', 'alu'],
  ['U642F', 1, 1, 'each', 'f', 'U', 'alu'],
  ['I642F', 1, 1, 'each', 'f', 'I', 'alu'],
  ['U642D', 1, 1, 'each', 'd', 'U', 'alu'],
  ['I642D', 1, 1, 'each', 'd', 'I', 'alu'],
  ['U64SEQ', 1, 2, 'each', 'u', 'U', 'alu'],
  ['U64SNE', 1, 2, 'each', 'u', 'U', 'alu'],
  ['I64SLT', 1, 2, 'each', 'u', 'I', 'alu'],
  ['U64SLT', 1, 2, 'each', 'u', 'U', 'alu'],
  ['I64SGE', 1, 2, 'each', 'u', 'I', 'alu'],
  ['U64SGE', 1, 2, 'each', 'u', 'U', 'alu'],
  ['I64MIN', 1, 2, 'each', 'I', 'I', 'alu'],
  ['U64MIN', 1, 2, 'each', 'U', 'U', 'alu'],
  ['I64MAX', 1, 2, 'each', 'I', 'I', 'alu'],
  ['U64MAX', 1, 2, 'each', 'U', 'U', 'alu'],
  ['I64ABS', 1, 1, 'each', 'I', 'I', 'alu'],
  ['I64SSG', 1, 1, 'each', 'I', 'I', 'alu'],
  ['I64NEG', 1, 1, 'each', 'I', 'I', 'alu'],
  ['U64ADD', 1, 2, 'each', 'U', 'U', 'alu'],
  ['U64MUL', 1, 2, 'each', 'U', 'U', 'alu'],
  ['U64SHL', 1, 2, 'each', 'U', 'Uu', 'alu'],
  ['I64SHR', 1, 2, 'each', 'I', 'Iu', 'alu'],
  ['U64SHR', 1, 2, 'each', 'U', 'Uu', 'alu'],
  ['I64DIV', 1, 2, 'each', 'I', 'I', 'alu'],
  ['U64DIV', 1, 2, 'each', 'U', 'U', 'alu'],
  ['I64MOD', 1, 2, 'each', 'I', 'I', 'alu'],
  ['U64MOD', 1, 2, 'each', 'U', 'U', 'alu'],
  // texture: the last source is the sampler
  ['TEX', 1, 2, 'vector', 'f', 'f', 'tex'],
  ['TEX_LZ', 1, 2, 'vector', 'f', 'f', 'tex'],
  ['TXP', 1, 2, 'vector', 'f', 'f', 'tex'],
  ['TXB', 1, 2, 'vector', 'f', 'f', 'tex'],
  ['TXL', 1, 2, 'vector', 'f', 'f', 'tex'],
  ['TXD', 1, 4, 'vector', 'f', 'f', 'tex'],
  ['TEX2', 1, 3, 'vector', 'f', 'f', 'tex'],
  ['TXB2', 1, 3, 'vector', 'f', 'f', 'tex'],
  ['TXL2', 1, 3, 'vector', 'f', 'f', 'tex'],
  ['TXF', 1, 2, 'vector', 'f', 'i', 'tex'],
  ['TXF_LZ', 1, 2, 'vector', 'f', 'i', 'tex'],
  ['TXQ', 1, 2, 'vector', 'i', 'i', 'tex'],
  ['TXQS', 1, 1, 'vector', 'i', 'i', 'tex'],
  ['TG4', 1, 3, 'vector', 'f', 'f', 'tex'],
  ['LODQ', 1, 2, 'vector', 'f', 'f', 'tex'],
  ['SAMP2HND', 1, 1, 'vector', 'u', 'u', 'tex'],
  // texture, Direct3D style: sampler view and sampler apart
  ['SAMPLE', 1, 3, 'vector', 'f', 'f', 'sample'],
  ['SAMPLE_I', 1, 2, 'vector', 'f', 'i', 'sample'],
  ['SAMPLE_I_MS', 1, 3, 'vector', 'f', 'i', 'sample'],
  ['SAMPLE_B', 1, 4, 'vector', 'f', 'f', 'sample'],
  ['SAMPLE_C', 1, 4, 'vector', 'f', 'f', 'sample'],
  ['SAMPLE_C_LZ', 1, 4, 'vector', 'f', 'f', 'sample'],
  ['SAMPLE_D', 1, 5, 'vector', 'f', 'f', 'sample'],
  ['SAMPLE_L', 1, 4, 'vector', 'f', 'f', 'sample'],
  ['GATHER4', 1, 3, 'vector', 'f', 'f', 'sample'],
  ['SVIEWINFO', 1, 2, 'vector', 'u', 'u', 'sample'],
  ['SAMPLE_POS', 1, 2, 'vector', 'f', 'u', 'sample'],
  ['SAMPLE_INFO', 1, 2, 'vector', 'u', 'u', 'sample'],
  ['LOD', 1, 3, 'vector', 'f', 'f', 'sample'],
  // buffers, images, atomics
  ['LOAD', 1, 2, 'vector', 'x', 'u', 'resource'],
  ['STORE', 1, 2, 'vector', 'x', 'ux', 'resource'],
  ['RESQ', 1, 1, 'vector', 'i', 'u', 'resource'],
  ['IMG2HND', 1, 1, 'vector', 'u', 'u', 'resource'],
  ['ATOMUADD', 1, 3, 'vector', 'u', 'uuu', 'atomic'],
  ['ATOMFADD', 1, 3, 'vector', 'f', 'uuf', 'atomic'],
  ['ATOMXCHG', 1, 3, 'vector', 'u', 'uuu', 'atomic'],
  ['ATOMCAS', 1, 4, 'vector', 'u', 'uuuu', 'atomic'],
  ['ATOMAND', 1, 3, 'vector', 'u', 'uuu', 'atomic'],
  ['ATOMOR', 1, 3, 'vector', 'u', 'uuu', 'atomic'],
  ['ATOMXOR', 1, 3, 'vector', 'u', 'uuu', 'atomic'],
  ['ATOMUMIN', 1, 3, 'vector', 'u', 'uuu', 'atomic'],
  ['ATOMUMAX', 1, 3, 'vector', 'u', 'uuu', 'atomic'],
  ['ATOMIMIN', 1, 3, 'vector', 'i', 'uui', 'atomic'],
  ['ATOMIMAX', 1, 3, 'vector', 'i', 'uui', 'atomic'],
  ['ATOMINC_WRAP', 1, 3, 'vector', 'u', 'uuu', 'atomic'],
  ['ATOMDEC_WRAP', 1, 3, 'vector', 'u', 'uuu', 'atomic'],
  ['FBFETCH', 1, 1, 'vector', 'f', 'f', 'misc'],
  ['CLOCK', 1, 0, 'vector', 'u', '', 'misc'],
  ['MEMBAR', 0, 1, 'none', 'x', 'u', 'sync'],
  ['BARRIER', 0, 0, 'none', 'x', '', 'sync'],
  // interpolation
  ['INTERP_CENTROID', 1, 1, 'vector', 'f', 'f', 'interp'],
  ['INTERP_SAMPLE', 1, 2, 'vector', 'f', 'fi', 'interp'],
  ['INTERP_OFFSET', 1, 2, 'vector', 'f', 'f', 'interp'],
  // between lanes
  ['VOTE_ANY', 1, 1, 'each', 'u', 'u', 'lane'],
  ['VOTE_ALL', 1, 1, 'each', 'u', 'u', 'lane'],
  ['VOTE_EQ', 1, 1, 'each', 'u', 'u', 'lane'],
  ['BALLOT', 1, 1, 'vector', 'u', 'u', 'lane'],
  ['READ_FIRST', 1, 1, 'each', 'x', 'x', 'lane'],
  ['READ_INVOC', 1, 2, 'each', 'x', 'xu', 'lane'],
  ['READ_HELPER', 1, 0, 'each', 'u', '', 'lane'],
  // control flow
  ['KILL', 0, 0, 'none', 'x', '', 'kill'],
  ['KILL_IF', 0, 1, 'none', 'x', 'f', 'kill'],
  ['DEMOTE', 0, 0, 'none', 'x', '', 'kill'],
  ['IF', 0, 1, 'none', 'x', 'f', 'flow'],
  ['UIF', 0, 1, 'none', 'x', 'u', 'flow'],
  ['ELSE', 0, 0, 'none', 'x', '', 'flow'],
  ['ENDIF', 0, 0, 'none', 'x', '', 'flow'],
  ['BGNLOOP', 0, 0, 'none', 'x', '', 'flow'],
  ['ENDLOOP', 0, 0, 'none', 'x', '', 'flow'],
  ['BRK', 0, 0, 'none', 'x', '', 'flow'],
  ['CONT', 0, 0, 'none', 'x', '', 'flow'],
  ['SWITCH', 0, 1, 'none', 'x', 'i', 'flow'],
  ['CASE', 0, 1, 'none', 'x', 'i', 'flow'],
  ['DEFAULT', 0, 0, 'none', 'x', '', 'flow'],
  ['ENDSWITCH', 0, 0, 'none', 'x', '', 'flow'],
  ['CAL', 0, 0, 'none', 'x', '', 'flow'],
  ['RET', 0, 0, 'none', 'x', '', 'flow'],
  ['BGNSUB', 0, 0, 'none', 'x', '', 'flow'],
  ['ENDSUB', 0, 0, 'none', 'x', '', 'flow'],
  ['NOP', 0, 0, 'none', 'x', '', 'flow'],
  ['END', 0, 0, 'none', 'x', '', 'flow'],
  ['EMIT', 0, 1, 'none', 'x', 'i', 'geometry'],
  ['ENDPRIM', 0, 1, 'none', 'x', 'i', 'geometry'],
] as const satisfies readonly Row[];

/** Name of an opcode. */
export type OpcodeName = (typeof rows)[number][0];

const spread = (types: string, count: number): ValueType[] =>
  Array.from({ length: count }, (_, i) => (types.length === 1 ? types : types[i]) as ValueType);

/** The table by name. Texture opcodes' last source is a sampler, so its type letter means nothing. */
export const opcodes: ReadonlyMap<string, OpcodeInfo & { readonly name: OpcodeName }> = new Map(
  (rows as readonly Row[]).map(([name, dstCount, srcCount, shape, dstType, srcTypes, cls]) => [
    name,
    { name: name as OpcodeName, dstCount, srcCount, shape, dstType, srcTypes: spread(srcTypes, srcCount), class: cls },
  ]),
);

/** Whether a type letter names a 64-bit type (two components per value). */
export const is64bit = (type: ValueType): boolean => type === 'd' || type === 'I' || type === 'U';
