/** Tokens, as the preprocessor and the parser know them. */

/** Kinds of tokens. */
export const Kind = {
  end: 0,
  identifier: 1,
  /** Any number, as written; the lexer of the language looks at it again. */
  number: 2,
  punctuation: 3,
  /** A character that the language does not have. */
  other: 4,
} as const;
/** A kind of token. */
export type Kind = (typeof Kind)[keyof typeof Kind];

/** One token. `line` counts as `#line` says. */
export type Token = {
  readonly kind: Kind;
  readonly text: string;
  readonly file: number;
  readonly line: number;
  readonly column: number;
  /** First of its line. */
  readonly first: boolean;
  /** White space stands before it. */
  readonly spaced: boolean;
  /** An identifier that was found while its macro was being expanded: it stays as it is. */
  readonly painted: boolean;
};
