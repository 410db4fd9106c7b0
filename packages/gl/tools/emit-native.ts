import { banner, cSignature, dataOffset, rows, tsParams, tsType, type Row } from './rows.ts';

function wrapperBody(row: Row): string {
  const names = tsParams(row).map((p) => `${p.name}${p.optional ? '?' : ''}: ${p.type}`);
  if (row.generates === 'create') return `() => {\n      f(1, s.address);\n      return s.u32[0] as number;\n    }`;
  if (row.generates === 'delete') return `(name: number) => {\n      s.u32[0] = name;\n      f(1, s.address);\n    }`;
  const lines: string[] = [];
  const args: string[] = [];
  for (const p of row.params) {
    if (p.parts.length > 0) {
      const view = { vec4f: 'f32', vec4i: 'i32', vec4u: 'u32' }[p.kind] ?? '';
      p.parts.forEach((part, i) => lines.push(`s.${view}[${i}] = ${part};`));
      args.push('s.address');
    } else if (p.kind === 'data') {
      const address = `${p.name}.address + ${dataOffset(row)}`;
      args.push(p.optional ? `${p.name} === null ? 0 : ${address}` : address);
    } else args.push(p.name);
  }
  if (row.out !== '') args.push('s.address');
  const call = `f(${args.join(', ')})`;
  if (row.out === '') lines.push(row.returns === 'void' ? `${call};` : `return ${call} as ${tsType(row.returns)};`);
  else {
    lines.push(`${call};`);
    const value = {
      int: 's.i32[0] as number',
      float: 's.f32[0] as number',
      i64: '(s.i32[1] as number) * 0x100000000 + (s.u32[0] as number)',
    }[row.out];
    if (value === undefined) throw new Error(`${row.name}: out kind ${row.out}`);
    lines.push(`return ${value};`);
  }
  return `(${names.join(', ')}) => {\n      ${lines.join('\n      ')}\n    }`;
}

/** Emits `src/native/generated/calls.ts`: prototypes, versions and wrappers of the native binding. */
export function emitNative(): string {
  let out = `${banner}import type { GlFunctions } from '../../generated/functions.ts';\nimport type { Memory } from '../../memory.ts';\n`;
  out += `import type { NativeFunction, NativeRow, Scratch } from '../call.ts';\n\n`;
  out += '/** Where to find each function: method, symbol, symbol in OpenGL ES, C signature, versions, extensions (`name:suffix`). */\n';
  out += 'export const nativeRows: readonly NativeRow[] = [\n';
  for (const row of rows) {
    const ext = row.extensions.map((e) => (e.suffix === '' ? e.name : `${e.name}:${e.suffix}`)).join(' ');
    const signature = row.native === 'hand' ? '' : cSignature(row);
    const cells = [row.name, row.symbol, row.symbolEs, signature].map((x) => `'${x}'`).join(', ');
    out += `  [${cells}, ${row.gl}, ${row.es}, '${ext}'],\n`;
  }
  out +=
    '];\n\n/** Functions that are more than the symbol itself: made once for each context from the symbol and the scratch memory. */\n';
  out += 'export const wrappers: Readonly<Record<string, (f: NativeFunction, s: Scratch) => NativeFunction>> = {\n';
  for (const row of rows) {
    if (row.native !== 'wrapped') continue;
    const body = wrapperBody(row);
    out += `  ${row.name}: (f${/\bs\./.test(body) ? ', s' : ''}) =>\n    ${body},\n`;
  }
  const hand = rows.filter((row) => row.native === 'hand').map((row) => `'${row.name}'`);
  out += `};\n\n/** The functions that \`irregular.ts\` writes by hand. */\nexport type IrregularFunctions = Pick<GlFunctions, ${hand.join(' | ')}>;\n`;
  return out;
}
