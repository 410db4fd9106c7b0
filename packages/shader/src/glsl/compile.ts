/** One shader: text to a checked unit. */
import { bounds } from './bounds.ts';
import { checkRecursion } from './check/functions.ts';
import { finish } from './check/finish.ts';
import { Context } from './check/context.ts';
import { Language } from './language.ts';
import { CompileError, Log } from './log.ts';
import type { CompileOptions, ShaderStage } from './options.ts';
import { Parser } from './syntax/parser.ts';
import type { Unit } from './syntax/tree.ts';
import { Preprocessor } from './text/preprocess.ts';

/** What a compilation gives. */
export type CompileResult =
  { readonly ok: true; readonly log: string; readonly unit: Unit } | { readonly ok: false; readonly log: string; readonly unit: null };

/**
 * Compiles one shader.
 *
 * @param stage - what it is for
 * @param source - GLSL text of any kind; bounded by `bounds`
 * @returns the unit for `linkProgram`, and the log; never throws
 */
export const compileShader = (stage: ShaderStage, source: string, options: CompileOptions): CompileResult => {
  const log = new Log();
  const language = new Language(stage, options);
  const cx = new Context(language, log);
  try {
    if (source.length > bounds.source) log.fatal({ file: 0, line: 1, column: 1 }, `the text is longer than ${bounds.source} characters`);
    const preprocessor = new Preprocessor(source, language, log);
    new Parser(preprocessor, cx).shader();
    cx.invariantAll = preprocessor.pragmas.invariantAll;
    checkRecursion(cx);
    finish(cx);
  } catch (error) {
    // Running out of stack in spite of all bounds is a fault of the text too, not of the caller.
    if (error instanceof RangeError) log.linkError('the shader is too complex');
    else if (!(error instanceof CompileError)) throw error;
  }
  if (log.errors > 0) return { ok: false, log: log.text(), unit: null };
  const main = cx.functions.find((fn) => fn.name === 'main' && fn.body !== null) ?? null;
  const unit: Unit = {
    stage,
    version: language.version,
    es: language.es,
    core: language.core,
    web: language.web,
    globals: cx.globals,
    blocks: cx.blocks,
    functions: cx.functions,
    main,
    startup: cx.startup,
    layout: cx.layout,
    invariantAll: cx.invariantAll,
    extensions: language.enabled,
    limits: language.limits,
    linkFaults: cx.linkFaults,
    perVertex: cx.redeclaredPerVertex,
    subroutines: cx.subroutines,
  };
  return { ok: true, log: log.text(), unit };
};
