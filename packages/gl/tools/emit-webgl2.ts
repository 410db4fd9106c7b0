import { banner, objectKinds, rows, tsParams, tsType, type Row } from './rows.ts';

const kinds: readonly string[] = objectKinds;

/** Argument of the WebGL2 method. Binding and attaching take null for the name 0; everything else needs the object. */
function argument(row: Row, kind: string, name: string): string {
  if (!kinds.includes(kind)) return name;
  const nullable = row.name.startsWith('bind') || row.name.startsWith('framebuffer');
  const needed = kind === 'program' || kind === 'shader' || !nullable;
  return `this.${kind}s.${needed ? 'need' : 'get'}(${name})`;
}

function method(row: Row): string {
  const params = tsParams(row);
  const list = params.map((p) => `${p.name}${p.optional ? '?' : ''}: ${p.type}`).join(', ');
  const type = tsType(row.returns);
  if (row.web === 'missing') return `  ${row.name}(): ${type === 'void' ? 'void' : type} {\n    this.missing('${row.name}');\n  }\n\n`;
  if (row.generates === 'create') return `  ${row.name}(): number {\n    return this.${row.returns}s.add(this.gl.${row.name}());\n  }\n\n`;
  const call = `this.gl.${row.name}(${params.map((p) => argument(row, p.kind, p.name)).join(', ')})`;
  return `  ${row.name}(${list}): ${type} {\n    ${type === 'void' ? '' : 'return '}${call};\n  }\n\n`;
}

/** Emits `src/webgl2/generated/webgl2-functions.ts`: functions that WebGL2 has as they are, and those that it cannot have. */
export function emitWebGl2(): string {
  let out = `${banner}import type { Memory } from '../../memory.ts';\nimport { WebGl2Objects } from '../objects.ts';\n\n`;
  out += '/** Functions that are a call of WebGL2 with names made objects, and functions that throw as WebGL2 has nothing alike. */\n';
  out += 'export class WebGl2Functions extends WebGl2Objects {\n';
  for (const row of rows) if (row.web !== 'hand') out += method(row);
  return `${out}}\n`;
}
