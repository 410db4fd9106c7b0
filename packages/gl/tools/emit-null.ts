import { banner, rows, tsType, type Row } from './rows.ts';

function body(row: Row): string {
  if (row.name.startsWith('create') || row.name === 'fenceSync') return '{\n    return ++this.lastName;\n  }';
  switch (tsType(row.returns)) {
    case 'void':
      return '{}';
    case 'boolean':
      return '{\n    return false;\n  }';
    case 'string':
      return "{\n    return '';\n  }";
    case 'number':
      return '{\n    return 0;\n  }';
    default:
      return '{\n    return null;\n  }';
  }
}

/** Emits `src/generated/null-functions.ts`: every function, doing nothing. */
export function emitNull(): string {
  let out = `${banner}import type { Memory } from '../memory.ts';\nimport type { GlFunctions } from './functions.ts';\n\n`;
  out += '/** Every GL function, doing nothing: names are counted up, everything else is 0, false, empty or null. */\n';
  out +=
    'export class NullFunctions implements GlFunctions {\n  /** The last object name given out; names are unique over all kinds. */\n  protected lastName = 0;\n\n';
  for (const row of rows) out += `  ${row.name}(): ${tsType(row.returns)} ${body(row)}\n\n`;
  return `${out}}\n`;
}
