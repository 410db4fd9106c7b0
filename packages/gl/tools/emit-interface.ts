import { banner, rows, tsParams, tsType, type Row } from './rows.ts';

function availability(row: Row): string {
  const where: string[] = [];
  if (row.gl > 0) where.push(`GL ${row.gl / 10}`.replace(/ (\d)$/, ' $1.0'));
  if (row.es > 0) where.push(`ES ${row.es / 10}`.replace(/ (\d)$/, ' $1.0'));
  for (const e of row.extensions) where.push(`GL_${e.name}`);
  return `${row.symbol}: ${where.join(', ')}.${row.web === 'missing' ? ' Not in WebGL2.' : ''}`;
}

/** Emits `src/generated/functions.ts`: the methods of `Gl` that are GL functions. */
export function emitInterface(): string {
  let out = `${banner}import type { DebugCallback } from '../debug.ts';\nimport type { Memory } from '../memory.ts';\n\n`;
  out += '/** The GL functions of the table; each says from which version or by which extension it is there. */\n';
  out += 'export interface GlFunctions {\n';
  let family = '';
  for (const row of rows) {
    if (row.family !== family) {
      out += `${family === '' ? '' : '\n'}  // ${row.family}\n\n`;
      family = row.family;
    }
    const params = tsParams(row)
      .map((p) => `${p.name}${p.optional ? '?' : ''}: ${p.type}`)
      .join(', ');
    out += `  /** ${availability(row)} */\n  ${row.name}(${params}): ${tsType(row.returns)};\n`;
  }
  return `${out}}\n`;
}
