import { banner, rows, tsParams, tsType, type Row } from './rows.ts';

/** Expression that prints an argument. */
function printed(row: Row, name: string, kind: string): string {
  if (kind === 'enum') return row.name === 'activeTexture' ? `TEXTURE\${${name} - 0x84c0}` : `\${enumName(${name})}`;
  if (kind === 'prim') return `\${primitiveName(${name})}`;
  if (kind === 'factor') return `\${factorName(${name})}`;
  if (kind.endsWith('Bits')) return `\${bitNames('${kind}', ${name})}`;
  if (kind === 'str' || kind === 'strings') return `\${JSON.stringify(${name})}`;
  if (kind === 'data') {
    const sized = row.params.some((p) => p.name === 'size' && (p.kind === 'size' || p.kind === 'sizei'));
    const written = row.name.startsWith('get') || row.name.startsWith('read');
    return sized && !written ? `\${dataText(${name}, ${offsetOf(row)}, size)}` : `\${dataText(${name}, ${offsetOf(row)})}`;
  }
  if (kind === 'debugCallback') return `\${${name} === null ? 'null' : 'callback'}`;
  return `\${${name}}`;
}

function offsetOf(row: Row): string {
  return tsParams(row).find((p) => p.kind === 'dataOffset')?.name ?? '0';
}

/** Emits `src/generated/recorder-functions.ts`: every function, passed on and written down. */
export function emitRecorder(): string {
  let out = `${banner}import type { DebugCallback } from '../debug.ts';\nimport type { Memory } from '../memory.ts';\n`;
  out += `import { bitNames, dataText, enumName, factorName, primitiveName } from '../recorder-names.ts';\nimport type { GlFunctions } from './functions.ts';\n\n`;
  out +=
    '/** Every GL function: calls `target` and appends one line of text to `lines`. */\nexport class RecorderFunctions implements GlFunctions {\n';
  out += '  protected readonly target: GlFunctions;\n  /** The calls so far, one line each. */\n  readonly lines: string[] = [];\n\n';
  out += '  /** @param target - what executes the calls */\n  constructor(target: GlFunctions) {\n    this.target = target;\n  }\n\n';
  for (const row of rows) {
    const params = tsParams(row);
    const list = params.map((p) => `${p.name}${p.optional ? '?' : ''}: ${p.type}`).join(', ');
    const text = params
      .filter((p) => p.kind !== 'dataOffset' && !p.optional)
      .map((p) => printed(row, p.name, p.kind))
      .join(', ');
    const call = `this.target.${row.name}(${params.map((p) => p.name).join(', ')})`;
    const type = tsType(row.returns);
    if (type === 'void') {
      out += `  ${row.name}(${list}): void {\n    this.lines.push(\`${row.name}(${text})\`);\n    ${call};\n  }\n\n`;
      continue;
    }
    const result =
      row.returns === 'enum'
        ? '${enumName(result)}'
        : type === 'string'
          ? '${JSON.stringify(result)}'
          : type.startsWith('Memory')
            ? "${result === null ? 'null' : 'memory'}"
            : '${result}';
    out += `  ${row.name}(${list}): ${type} {\n    const result = ${call};\n    this.lines.push(\`${row.name}(${text}) = ${result}\`);\n    return result;\n  }\n\n`;
  }
  return `${out}}\n`;
}
