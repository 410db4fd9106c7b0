/**
 * Macros: definitions and expansion.
 *
 * Expansion is the C standard's: arguments are expanded before they are put in, the result is scanned again together with what
 * follows, and a name found inside its own expansion is painted and stays. Work is bounded by the count of tokens made.
 */
import { bounds } from '../bounds.ts';
import type { Log, Place } from '../log.ts';
import { Kind, type Token } from './token.ts';

/** One macro. */
export type Macro = {
  readonly name: string;
  /** Null for object-like macros. */
  readonly parameters: readonly string[] | null;
  readonly body: readonly Token[];
  /** Predefined: neither redefined nor undefined. */
  readonly fixed: boolean;
};

/** Where tokens come from: the text, or the tokens of a macro that is being expanded. */
type Frame = { readonly tokens: readonly Token[]; at: number; readonly macro: string };

/** Whether two definitions say the same. */
export const sameMacro = (a: Macro, b: Macro): boolean =>
  (a.parameters === null) === (b.parameters === null) &&
  (a.parameters ?? []).join(',') === (b.parameters ?? []).join(',') &&
  a.body.length === b.body.length &&
  a.body.every((token, i) => token.text === b.body[i]?.text && (i === 0 || token.spaced === b.body[i]?.spaced));

/** Expands the macros in a stream of tokens. */
export class Expander {
  readonly macros: Map<string, Macro>;
  readonly #log: Log;
  readonly #made: { count: number };
  readonly #source: () => Token;
  readonly #frames: Frame[] = [];
  readonly #active = new Map<string, number>();
  readonly #depth: number;
  #ahead: Token | null = null;
  /** The line and file that `__LINE__` and `__FILE__` mean. */
  readonly #here: () => Place;

  constructor(macros: Map<string, Macro>, log: Log, source: () => Token, here: () => Place, depth = 0, made = { count: 0 }) {
    this.macros = macros;
    this.#log = log;
    this.#source = source;
    this.#here = here;
    this.#depth = depth;
    this.#made = made;
  }

  #raw(): Token {
    while (this.#frames.length > 0) {
      const frame = this.#frames.at(-1) as Frame;
      const token = frame.tokens[frame.at];
      if (token !== undefined) {
        frame.at++;
        return token;
      }
      this.#pop();
    }
    const ahead = this.#ahead;
    if (ahead !== null) {
      this.#ahead = null;
      return ahead;
    }
    return this.#source();
  }

  #pop(): void {
    const frame = this.#frames.pop();
    if (frame !== undefined) this.#active.delete(frame.macro);
  }

  /** Whether a `(` comes next; frames that are used up are left on the way. */
  #parenthesisFollows(): boolean {
    while (this.#frames.length > 0) {
      const frame = this.#frames.at(-1) as Frame;
      const token = frame.tokens[frame.at];
      if (token !== undefined) return token.text === '(';
      this.#pop();
    }
    this.#ahead ??= this.#source();
    return this.#ahead.text === '(';
  }

  /** The next token after expansion. */
  next(): Token {
    for (;;) {
      const token = this.#raw();
      if (token.kind !== Kind.identifier || token.painted) return token;
      const macro = this.macros.get(token.text);
      if (macro === undefined) {
        if (token.text === '__LINE__' || token.text === '__FILE__') {
          // In the argument of a macro it is the line where it stands, in the text of a macro the last one of the call.
          const here = this.#frames.length === 0 ? token : this.#here();
          return { ...token, kind: Kind.number, text: String(token.text === '__LINE__' ? here.line : here.file) };
        }
        return token;
      }
      if (this.#active.has(token.text)) return { ...token, painted: true };
      if (macro.parameters === null) {
        this.#push(macro, macro.body, token);
        continue;
      }
      if (!this.#parenthesisFollows()) return token;
      const args = this.#arguments(macro, token);
      this.#push(macro, this.#substitute(macro, args, token), token);
    }
  }

  #push(macro: Macro, tokens: readonly Token[], call: Token): void {
    this.#made.count += tokens.length + 1;
    if (this.#made.count > bounds.expandedTokens) this.#log.fatal(call, `macros make more than ${bounds.expandedTokens} tokens`);
    const { file, line, column } = call;
    // Messages name the place of the call. Pasting has happened for function-like macros; object-like ones may paste too.
    let placed: Token[] = tokens.map((token) => ({ ...token, file, line, column, first: false }));
    if (macro.parameters === null && placed.some(({ text }) => text === '##')) placed = this.#paste(placed, call);
    if (placed[0] !== undefined) placed[0] = { ...placed[0], spaced: call.spaced, first: call.first };
    this.#frames.push({ tokens: placed, at: 0, macro: macro.name });
    this.#active.set(macro.name, 1);
  }

  #arguments(macro: Macro, call: Token): Token[][] {
    this.#raw();
    const args: Token[][] = [[]];
    let depth = 0;
    for (;;) {
      const token = this.#raw();
      if (token.kind === Kind.end) this.#log.fatal(call, `the call of macro ${macro.name} does not end`);
      this.#made.count++;
      if (this.#made.count > bounds.expandedTokens) this.#log.fatal(call, `macros make more than ${bounds.expandedTokens} tokens`);
      if (token.text === '(') depth++;
      else if (token.text === ')') {
        if (depth === 0) break;
        depth--;
      } else if (token.text === ',' && depth === 0) {
        args.push([]);
        continue;
      }
      (args.at(-1) as Token[]).push(this.#active.has(token.text) ? { ...token, painted: true } : token);
    }
    const wanted = macro.parameters?.length ?? 0;
    if (wanted === 0 && args.length === 1 && args[0]?.length === 0) args.pop();
    if (args.length !== wanted)
      this.#log.fatal(call, `macro ${macro.name} takes ${wanted} argument${wanted === 1 ? '' : 's'}, not ${args.length}`);
    return args;
  }

  #expandAll(tokens: readonly Token[], call: Token): Token[] {
    if (!tokens.some((token) => token.kind === Kind.identifier)) return [...tokens];
    if (this.#depth >= bounds.macroNesting) this.#log.fatal(call, `macro calls nest deeper than ${bounds.macroNesting}`);
    let at = 0;
    const end: Token = { ...call, kind: Kind.end, text: '' };
    const here: Place = { file: call.file, line: call.line, column: call.column };
    const inner = new Expander(
      this.macros,
      this.#log,
      () => tokens[at++] ?? end,
      () => here,
      this.#depth + 1,
      this.#made,
    );
    for (const name of this.#active.keys()) inner.#active.set(name, 1);
    const out: Token[] = [];
    for (let token = inner.next(); token.kind !== Kind.end; token = inner.next()) out.push(token);
    return out;
  }

  #substitute(macro: Macro, args: readonly Token[][], call: Token): Token[] {
    const { body } = macro;
    const parameters = macro.parameters ?? [];
    const expanded: (Token[] | undefined)[] = [];
    const out: Token[] = [];
    let pasting = false;
    for (let i = 0; i < body.length; i++) {
      const token = body[i] as Token;
      const which = token.kind === Kind.identifier ? parameters.indexOf(token.text) : -1;
      if (which < 0) {
        out.push(token);
        pasting ||= token.text === '##';
        continue;
      }
      const pasted = body[i - 1]?.text === '##' || body[i + 1]?.text === '##';
      const arg = args[which] as Token[];
      const tokens = pasted ? arg : (expanded[which] ??= this.#expandAll(arg, call));
      this.#made.count += tokens.length;
      if (this.#made.count > bounds.expandedTokens) this.#log.fatal(call, `macros make more than ${bounds.expandedTokens} tokens`);
      for (let j = 0; j < tokens.length; j++) out.push(j === 0 ? { ...(tokens[j] as Token), spaced: token.spaced } : (tokens[j] as Token));
      if (tokens.length === 0 && pasted) out.push({ ...token, kind: Kind.other, text: '' });
    }
    return pasting ? this.#paste(out, call) : out.filter(({ text }) => text !== '');
  }

  #paste(tokens: readonly Token[], call: Token): Token[] {
    const out: Token[] = [];
    for (let i = 0; i < tokens.length; i++) {
      const token = tokens[i] as Token;
      const left = out.at(-1);
      const right = tokens[i + 1];
      if (token.text !== '##' || left === undefined || right === undefined) {
        out.push(token);
        continue;
      }
      out.pop();
      i++;
      const text = left.text + right.text;
      const kind = left.text === '' ? right.kind : left.kind;
      if (!/^(\w+|[.\d]\w*|[-+*/%<>=!&|^#]{1,3}|)$/.test(text)) this.#log.error(call, `'${text.slice(0, 40)}' is no token`);
      // What is made of two is a new name, whatever was painted.
      out.push({ ...left, kind, text, painted: false });
    }
    return out.filter(({ text }) => text !== '');
  }
}
