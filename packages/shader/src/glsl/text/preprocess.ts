/**
 * The preprocessor: source text to tokens, one at a time, directives obeyed on the way.
 *
 * `#version` and `#extension` change the `Language` as they are met, so the parser sees what holds at its place. Tokens come from
 * the scanner through the expander; a `#` that is the first of its line is a directive wherever the expander is not collecting the
 * arguments of a macro (there it is an error, as in C it is undefined).
 */
import { bounds } from '../bounds.ts';
import type { Language } from '../language.ts';
import { extensionTable } from '../language.ts';
import type { Log } from '../log.ts';
import { Condition } from './condition.ts';
import { Expander, type Macro, sameMacro } from './macros.ts';
import { Scanner } from './scanner.ts';
import { Kind, type Token } from './token.ts';

type Branch = {
  readonly place: Token;
  /** Whether tokens of the present part count. */
  live: boolean;
  /** Whether some part was live. */
  taken: boolean;
  /** Whether what stands around it is live. */
  readonly outer: boolean;
  elseSeen: boolean;
};

/** Something about the whole shader that a `#pragma` said. */
export type Pragmas = { invariantAll: boolean; readonly debug: boolean; readonly optimize: boolean };

const desktopVersions = new Set([110, 120, 130, 140, 150, 330, 400, 410, 420, 430, 440, 450, 460]);
const esVersions = new Set([100, 300, 310, 320]);

/** Reads a shader's tokens. */
export class Preprocessor {
  readonly #language: Language;
  readonly #log: Log;
  readonly #scanner: Scanner;
  readonly #macros = new Map<string, Macro>();
  readonly #expander: Expander;
  readonly #branches: Branch[] = [];
  #ahead: Token | null = null;
  /** Whether the text starts with `#version`. */
  readonly #atStart: boolean;
  #tokensSeen = false;
  #versionSeen = false;
  #settled = false;
  /** Whether the parser is inside a function. */
  insideFunction = false;
  /** What `#pragma` said. */
  readonly pragmas: Pragmas = { invariantAll: false, debug: false, optimize: true };

  constructor(source: string, language: Language, log: Log) {
    this.#language = language;
    this.#log = log;
    this.#scanner = new Scanner(source, log);
    this.#expander = new Expander(
      this.#macros,
      log,
      () => this.#live(),
      () => ({ file: 0, line: this.#scanner.line, column: 1 }),
    );
    // WebGL 2 wants `#version 300 es` on the very first line.
    this.#atStart = /^[ \t]*#[ \t]*version\b/.test(source);
  }

  /** The next token of the program. */
  next(): Token {
    const token = this.#expander.next();
    if (token.kind === Kind.other) {
      this.#log.error(token, `unexpected character ${JSON.stringify(token.text)}`);
      return this.next();
    }
    if (token.text === '#' || token.text === '##') {
      this.#log.error(token, `unexpected '${token.text}'`);
      return this.next();
    }
    return token;
  }

  #scan(): Token {
    const ahead = this.#ahead;
    this.#ahead = null;
    return ahead ?? this.#scanner.next();
  }

  /** The next token that no condition hides, directives obeyed. */
  #live(): Token {
    for (;;) {
      const token = this.#scan();
      if (token.kind === Kind.end) {
        this.#settle();
        const open = this.#branches.pop();
        if (open !== undefined) this.#log.error(open.place, '#if without #endif');
        this.#branches.length = 0;
        if (this.#scanner.joined && this.#language.options.api === 'webgl')
          this.#log.error(token, 'GLSL ES 1.00 does not join lines by a backslash');
        return token;
      }
      const live = this.#branches.length === 0 || (this.#branches.at(-1) as Branch).live;
      if (token.text === '#' && token.first) this.#directive(token, live);
      else if (live) {
        this.#settle();
        this.#tokensSeen = true;
        return token;
      } else this.#scanner.skipLine();
    }
  }

  /** The rest of the directive's line. */
  #rest(): Token[] {
    const tokens: Token[] = [];
    for (;;) {
      const token = this.#scan();
      if (token.first || token.kind === Kind.end) {
        this.#ahead = token;
        return tokens;
      }
      tokens.push(token);
    }
  }

  #directive(hash: Token, live: boolean): void {
    const name = this.#scan();
    if (name.first || name.kind === Kind.end) {
      this.#ahead = name;
      return;
    }
    const text = name.text;
    if (text !== 'version' && live) this.#settle();
    if (!live && !/^(if|ifdef|ifndef|elif|else|endif)$/.test(text)) {
      this.#scanner.skipLine();
      return;
    }
    switch (text) {
      case 'define':
        return this.#define(name, this.#rest());
      case 'undef':
        return this.#undef(name, this.#rest());
      case 'if':
      case 'ifdef':
      case 'ifndef':
        return this.#if(name, live);
      case 'elif':
        return this.#elif(name);
      case 'else':
      case 'endif':
        return this.#elseOrEnd(name);
      case 'error': {
        const words = this.#rest().map((token) => (token.spaced ? ' ' : '') + token.text);
        return this.#log.error(hash, `#error${words.join('')}`);
      }
      case 'pragma':
        return this.#pragma(name, this.#rest());
      case 'extension':
        return this.#extension(name, this.#rest());
      case 'version':
        return this.#version(name, this.#rest());
      case 'line':
        return this.#line(name, this.#rest());
      default:
        this.#rest();
        this.#log.error(name, `unknown directive #${text.slice(0, 40)}`);
    }
  }

  #if(name: Token, live: boolean): void {
    if (this.#branches.length >= bounds.conditionalNesting) this.#log.fatal(name, `#if nests deeper than ${bounds.conditionalNesting}`);
    let holds = false;
    if (!live) this.#scanner.skipLine();
    else if (name.text === 'if') holds = this.#condition(name, this.#rest());
    else {
      const rest = this.#rest();
      const macro = rest[0];
      if (macro?.kind !== Kind.identifier) this.#log.error(name, `#${name.text} needs a name`);
      else {
        if (rest.length > 1) this.#extra(rest[1] as Token, `#${name.text}`);
        holds = this.#defined(macro.text) === (name.text === 'ifdef');
      }
    }
    this.#branches.push({ place: name, live: live && holds, taken: holds, outer: live, elseSeen: false });
  }

  #extra(token: Token, directive: string): void {
    if (this.#language.es) this.#log.error(token, `unexpected '${token.text.slice(0, 40)}' after ${directive}`);
    else this.#log.warning(token, `unexpected '${token.text.slice(0, 40)}' after ${directive}`);
  }

  #elif(name: Token): void {
    const branch = this.#branches.at(-1);
    if (branch === undefined || branch.elseSeen) {
      this.#rest();
      return this.#log.error(name, branch === undefined ? '#elif without #if' : '#elif after #else');
    }
    if (!branch.outer || branch.taken) {
      this.#scanner.skipLine();
      branch.live = false;
      return;
    }
    branch.live = branch.taken = this.#condition(name, this.#rest());
  }

  #elseOrEnd(name: Token): void {
    const rest = this.#rest();
    const branch = this.#branches.at(-1);
    if (branch === undefined) return this.#log.error(name, `#${name.text} without #if`);
    if (rest.length > 0 && branch.outer) this.#extra(rest[0] as Token, `#${name.text}`);
    if (name.text === 'endif') {
      this.#branches.pop();
      return;
    }
    if (branch.elseSeen) return this.#log.error(name, '#else after #else');
    branch.elseSeen = true;
    branch.live = branch.outer && !branch.taken;
    branch.taken = true;
  }

  #defined(name: string): boolean {
    return this.#macros.has(name) || name === '__LINE__' || name === '__FILE__';
  }

  #condition(name: Token, rest: readonly Token[]): boolean {
    const replaced: Token[] = [];
    for (let i = 0; i < rest.length; i++) {
      const token = rest[i] as Token;
      if (token.text !== 'defined') {
        replaced.push(token);
        continue;
      }
      const bracket = rest[i + 1]?.text === '(';
      const macro = rest[bracket ? i + 2 : i + 1];
      if (macro?.kind !== Kind.identifier || (bracket && rest[i + 3]?.text !== ')')) {
        this.#log.error(token, 'defined needs a name');
        return false;
      }
      i += bracket ? 3 : 1;
      replaced.push({ ...token, kind: Kind.number, text: this.#defined(macro.text) ? '1' : '0' });
    }
    let at = 0;
    const end: Token = { ...name, kind: Kind.end, text: '' };
    const expander = new Expander(
      this.#macros,
      this.#log,
      () => replaced[at++] ?? end,
      () => name,
    );
    const tokens: Token[] = [];
    for (let token = expander.next(); token.kind !== Kind.end; token = expander.next()) tokens.push(token);
    return new Condition(tokens, name, this.#log, this.#language.es).evaluate() !== 0;
  }

  #checkName(token: Token, what: string): boolean {
    const name = token.text;
    if (
      name === 'defined' ||
      (name.startsWith('GL_') && !name.startsWith('GL_VIRGLASS')) ||
      name === '__LINE__' ||
      name === '__FILE__' ||
      name === '__VERSION__'
    ) {
      // Reserved, but Mesa and others let desktop shaders have names of their own that start so.
      if (this.#macros.get(name)?.fixed === true || !name.startsWith('GL_') || this.#language.es) {
        this.#log.error(token, `${what}: the name ${name} is reserved`);
        return false;
      }
    }
    if (name.includes('__')) {
      if (this.#language.web && this.#language.version === 100) {
        this.#log.error(token, `${what}: names with two underscores are reserved`);
        return false;
      }
      this.#log.warning(token, `${what}: names with two underscores are reserved`);
    }
    return true;
  }

  #define(name: Token, rest: readonly Token[]): void {
    const macro = rest[0];
    if (macro?.kind !== Kind.identifier) return this.#log.error(name, '#define needs a name');
    const most = this.#language.options.api === 'webgl' ? 256 : 1024;
    if (this.#language.web && rest.some(({ text }) => text.length > most))
      return this.#log.error(macro, `names have at most ${most} characters`);
    if (!this.#checkName(macro, '#define')) return;
    let parameters: string[] | null = null;
    let at = 1;
    if (rest[1]?.text === '(' && !rest[1].spaced) {
      parameters = [];
      at = 2;
      if (rest[at]?.text === ')') at++;
      else
        for (;;) {
          const parameter = rest[at];
          if (parameter?.kind !== Kind.identifier)
            return this.#log.error(parameter ?? macro, `#define ${macro.text}: expected the name of a parameter`);
          if (parameters.includes(parameter.text)) this.#log.error(parameter, `#define ${macro.text}: parameter ${parameter.text} twice`);
          parameters.push(parameter.text);
          const separator = rest[at + 1]?.text;
          at += 2;
          if (separator === ')') break;
          if (separator !== ',') return this.#log.error(parameter, `#define ${macro.text}: expected ',' or ')'`);
        }
    }
    const body = rest.slice(at);
    if (body[0]?.text === '##' || body.at(-1)?.text === '##') this.#log.error(name, "'##' stands at an end of the definition");
    else if (this.#language.es && body.some(({ text }) => text === '##')) this.#log.error(name, `${this.#language.describe()} has no '##'`);
    const made: Macro = { name: macro.text, parameters, body, fixed: false };
    const before = this.#macros.get(macro.text);
    if (before !== undefined && !sameMacro(before, made)) this.#log.error(macro, `macro ${macro.text} is defined differently before`);
    this.#macros.set(macro.text, made);
  }

  #undef(name: Token, rest: readonly Token[]): void {
    const macro = rest[0];
    if (macro?.kind !== Kind.identifier) return this.#log.error(name, '#undef needs a name');
    if (
      this.#macros.get(macro.text)?.fixed === true ||
      macro.text === '__LINE__' ||
      macro.text === '__FILE__' ||
      (macro.text.startsWith('GL_') && this.#language.es)
    )
      return this.#log.error(macro, `${macro.text} is predefined`);
    if (rest.length > 1) this.#extra(rest[1] as Token, '#undef');
    this.#macros.delete(macro.text);
  }

  #pragma(name: Token, rest: readonly Token[]): void {
    const words = rest.map(({ text }) => text);
    const text = words.join('');
    if (words[0] === 'STDGL') {
      if (text === 'STDGLinvariant(all)') {
        if (this.#language.es && this.#language.version >= 300 && this.#language.stage === 'fragment')
          this.#log.error(name, 'invariant(all) is not for fragment shaders');
        this.pragmas.invariantAll = true;
      }
      return;
    }
    if ((words[0] === 'optimize' || words[0] === 'debug') && this.insideFunction)
      this.#log.error(name, `#pragma ${words[0]} stands outside of functions`);
    if ((words[0] === 'optimize' || words[0] === 'debug') && words[1] === '(' && !/^\w+\((on|off)\)$/.test(text))
      this.#log.warning(name, `#pragma ${words[0]} takes on or off`);
  }

  #extension(name: Token, rest: readonly Token[]): void {
    const [extension, colon, behaviour] = rest;
    if (extension?.kind !== Kind.identifier || colon?.text !== ':' || behaviour === undefined || rest.length > 3)
      return this.#log.error(name, "#extension is written 'name : behaviour'");
    const what = behaviour.text;
    if (what !== 'require' && what !== 'enable' && what !== 'warn' && what !== 'disable')
      return this.#log.error(behaviour, `'${what.slice(0, 40)}' is none of require, enable, warn and disable`);
    if (this.#tokensSeen && this.#language.es) {
      if (this.#language.version >= 300) return this.#log.error(name, '#extension comes before everything else');
      this.#log.warning(name, '#extension should come before everything else');
    }
    const language = this.#language;
    if (extension.text === 'all') {
      if (what === 'require' || what === 'enable') return this.#log.error(behaviour, `all extensions at once cannot be ${what}d`);
      for (const one of extensionTable.keys()) {
        if (!language.knows(one)) continue;
        if (what === 'disable') language.setExtension(one, false, false);
        else language.setExtension(one, true, true);
      }
      return;
    }
    const bare = extension.text.replace(/^GL_/, '');
    if (!extension.text.startsWith('GL_') || !language.knows(bare)) {
      if (what === 'require') this.#log.error(extension, `extension ${extension.text} is not available in ${language.describe()}`);
      else this.#log.warning(extension, `extension ${extension.text} is not available in ${language.describe()}`);
      return;
    }
    language.setExtension(bare, what !== 'disable', what === 'warn');
  }

  #version(name: Token, rest: readonly Token[]): void {
    const [number, profile] = rest;
    if (this.#versionSeen) return this.#log.error(name, '#version twice');
    const late = !this.#atStart && this.#language.web && rest[0]?.text !== '100';
    if (late || this.#tokensSeen || this.#settled) return this.#log.error(name, '#version must come first');
    const text = number?.text ?? '';
    if (!/^\d+$/.test(text) || text.startsWith('0')) return this.#log.fatal(number ?? name, '#version needs a number');
    const version = Number(text);
    const language = this.#language;
    const { options } = language;
    const es = version === 100 || profile?.text === 'es';
    const most = es
      ? options.api === 'webgl'
        ? 100
        : options.api === 'webgl2'
          ? 300
          : (options.esVersion ?? 320)
      : (options.version ?? 420);
    if (!(es ? esVersions : desktopVersions).has(version) || version > most || (language.web && !es))
      this.#log.fatal(number ?? name, `version ${text}${es && version !== 100 ? ' es' : ''} is not supported`);
    if (version === 100 && profile !== undefined) this.#log.error(profile, 'version 100 takes no profile');
    if (profile !== undefined) {
      if (profile.text !== 'es' && profile.text !== 'core' && profile.text !== 'compatibility')
        this.#log.fatal(profile, `'${profile.text.slice(0, 40)}' is no profile`);
      if (profile.text !== 'es' && version < 150) this.#log.error(profile, `version ${text} takes no profile`);
      if (profile.text === 'compatibility' && options.compatibility === false)
        this.#log.error(profile, 'the compatibility profile is not supported');
    }
    if (rest.length > 2) this.#log.error(rest[2] as Token, 'unexpected text after #version');
    this.#versionSeen = true;
    language.version = version;
    language.es = es;
    language.compatibility = profile?.text === 'compatibility';
    language.core = !es && (profile === undefined ? version >= 140 : profile.text === 'core');
    if (es) language.enabled.delete('ARB_texture_rectangle');
    language.changed();
    this.#settle();
  }

  #line(name: Token, rest: readonly Token[]): void {
    let at = 0;
    const end: Token = { ...name, kind: Kind.end, text: '' };
    const expander = new Expander(
      this.#macros,
      this.#log,
      () => rest[at++] ?? end,
      () => name,
    );
    const tokens: Token[] = [];
    for (let token = expander.next(); token.kind !== Kind.end; token = expander.next()) tokens.push(token);
    // One or two constants, or what is made of them.
    const numbers: number[] = [];
    let run: Token[] = [];
    const finish = (): void => {
      if (run.length > 0) numbers.push(new Condition(run, name, this.#log, true).evaluate());
      run = [];
    };
    for (const token of tokens) {
      const before = run.at(-1);
      if (
        before !== undefined &&
        (before.kind === Kind.number || before.text === ')') &&
        (token.kind === Kind.number || token.text === '(')
      )
        finish();
      run.push(token);
    }
    finish();
    const [line, file] = numbers;
    if (line === undefined || numbers.length > 2) return this.#log.error(name, '#line takes a line and a string number');
    // The line that follows has that number; before version 3.30 the one after it had.
    const language = this.#language;
    const base = this.#ahead !== null ? this.#scanner.sourceLine : this.#scanner.sourceLine + 1;
    const ahead = this.#ahead;
    const directiveLine = name.line - this.#scanner.lineOffset;
    const offset = line - (directiveLine + 1) + (language.since(330, 100) ? 0 : 1);
    if (ahead !== null) this.#ahead = { ...ahead, line: ahead.line - this.#scanner.lineOffset + offset, file: file ?? ahead.file };
    if (base >= 0) this.#scanner.lineOffset = offset;
    if (file !== undefined) this.#scanner.file = file;
  }

  /** The version is known: predefined macros come to be. */
  #settle(): void {
    if (this.#settled) return;
    this.#settled = true;
    const language = this.#language;
    const define = (name: string, value: number): void => {
      const token: Token = {
        kind: Kind.number,
        text: String(value),
        file: 0,
        line: 0,
        column: 1,
        first: false,
        spaced: true,
        painted: false,
      };
      this.#macros.set(name, { name, parameters: null, body: [token], fixed: true });
    };
    define('__VERSION__', language.version);
    if (language.es) {
      define('GL_ES', 1);
      define('GL_FRAGMENT_PRECISION_HIGH', 1);
    } else {
      if (language.version >= 130) define('GL_FRAGMENT_PRECISION_HIGH', 1);
    }
    if (!language.es && language.version >= 150) {
      define('GL_core_profile', 1);
      if (language.compatibility) define('GL_compatibility_profile', 1);
    }
    for (const name of extensionTable.keys()) if (language.knows(name)) define(`GL_${name}`, 1);
    if (language.es && language.version >= 300) define('GL_es_profile', 1);
  }
}
