import { banner, rows } from './rows.ts';

/** Emits `src/generated/function-names.ts`: names of all functions, for tests of the bindings. */
export function emitNames(): string {
  let out = `${banner}import type { GlFunctions } from './functions.ts';\n\n/** Names of all functions of the table, in its order. */\n`;
  out += `export const glFunctionNames: readonly (keyof GlFunctions)[] = [\n${rows.map((row) => `  '${row.name}',\n`).join('')}];\n`;
  return out;
}
