/**
 * Bounds on the compiler's own work. Shader text may come from anywhere: each of these turns a shader that would take for ever,
 * or all of the stack, into a line in the log. Real shaders stay far below them.
 */
export const bounds = {
  /** Characters of source text. */
  source: 4 << 20,
  /** Tokens that macros may make, all together. */
  expandedTokens: 1 << 20,
  /** Macro calls in the arguments of macro calls. */
  macroNesting: 128,
  /** `#if` in `#if`. */
  conditionalNesting: 256,
  /** Parentheses, blocks, array dimensions and structures inside each other: each level takes some ten stack frames. */
  nesting: 256,
  /** Operands of one chain of binary operators, which nest to the left. */
  operators: 4096,
  /** Messages kept in a log. */
  messages: 64,
  /** Characters of an identifier; WebGL says 256 and 1024 (checked elsewhere), others nothing. */
  identifier: 1 << 16,
  /** Scalars of one constant. */
  constantScalars: 1 << 18,
  /** vec4 slots of one variable. */
  variableSlots: 1 << 16,
  /** Functions inlined into functions. */
  callDepth: 256,
  /** Instructions before optimisation; the host takes 16384. */
  instructions: 1 << 17,
  /** Statements. */
  statements: 1 << 20,
  /** Virtual registers. */
  registers: 1 << 17,
  /** Errors about one shader after which checking stops. */
  errors: 32,
} as const;
