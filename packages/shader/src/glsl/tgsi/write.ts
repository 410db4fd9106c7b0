/**
 * The lower form as TGSI text, as Mesa prints it: declarations, immediates as bits, numbered instructions, jump targets of
 * conditions. Indices that variables choose are loaded into ADDR registers right before they are used: ADDR[0] for registers,
 * ADDR[1] for the first of two indices, ADDR[2] for samplers, images, buffers and counters.
 */
import { processors } from '../../ir/types.ts';
import type { Address, Code, CodeFile, Dst, Src, TempArray } from '../lower/code.ts';
import { partOf } from '../lower/code.ts';
import type { ShaderStage } from '../options.ts';

/** A stage ready to be printed. */
export type TgsiStage = {
  readonly stage: ShaderStage;
  /** `PROPERTY` lines without the word. */
  readonly properties: readonly string[];
  /** `DCL` lines without the word, all but TEMP and ADDR. */
  readonly declarations: readonly string[];
  readonly code: readonly Code[];
  readonly registers: number;
  readonly arrays: readonly TempArray[];
  readonly immediates: readonly (readonly number[])[];
};

const letters = ['x', 'y', 'z', 'w'] as const;
const opaqueFiles: ReadonlySet<CodeFile> = new Set<CodeFile>(['SAMP', 'IMAGE', 'BUFFER', 'HWATOMIC']);
const maskText: readonly string[] = Array.from({ length: 16 }, (_, mask) =>
  mask === 15 ? '' : `.${letters.filter((_letter, i) => (mask >> i) & 1).join('')}`,
);
const swizzleText: readonly string[] = Array.from({ length: 256 }, (_, s) =>
  s === 0b11100100 ? '' : `.${[0, 1, 2, 3].map((i) => letters[partOf(s, i)]).join('')}`,
);

type Operand = Pick<Src, 'file' | 'index' | 'dimension' | 'indirect' | 'dimensionIndirect' | 'array'>;

class Printer {
  readonly lines: string[] = [];
  readonly #arrays: readonly TempArray[];
  readonly #ids = new Map<number, number>();
  #count = 0;
  #depth = 0;
  addresses = 0;

  constructor(arrays: readonly TempArray[]) {
    this.#arrays = arrays;
    arrays.forEach(({ base }, i) => this.#ids.set(base, i + 1));
  }

  #line(text: string): void {
    this.lines.push(`${String(this.#count++).padStart(3)}: ${'  '.repeat(Math.min(this.#depth, 32))}${text}`);
  }

  #register({ file, index, dimension, indirect, dimensionIndirect, array }: Operand): string {
    let text = file as string;
    if (dimension >= 0) text += dimensionIndirect === null ? `[${dimension}]` : `[ADDR[1].x${dimension > 0 ? `+${dimension}` : ''}]`;
    if (indirect === null) return `${text}[${index}]`;
    const which = opaqueFiles.has(file) ? 2 : 0;
    const id = file === 'TEMP' ? this.#ids.get(array) : array >= 0 ? array : undefined;
    return `${text}[ADDR[${which}].x${index > 0 ? `+${index}` : ''}]${id === undefined ? '' : `(${id})`}`;
  }

  #source(src: Src): string {
    const bare = src.file === 'SAMP' || src.file === 'IMAGE' || src.file === 'BUFFER' || src.file === 'MEMORY' || src.file === 'HWATOMIC';
    let text = this.#register(src) + (bare ? '' : (swizzleText[src.swizzle] ?? ''));
    if (src.absolute) text = `|${text}|`;
    return src.negate ? `-${text}` : text;
  }

  #load(which: number, { register, component }: Address): void {
    this.addresses = Math.max(this.addresses, which + 1);
    const c = letters[component] ?? 'x';
    this.#line(`UARL ADDR[${which}].x, TEMP[${register}].${c}${c}${c}${c}`);
  }

  #loadAddresses(code: Code): void {
    const seen: (Address | null)[] = [null, null, null];
    const need = (which: number, address: Address | null): void => {
      if (address === null) return;
      const before = seen[which];
      if (before !== null && before !== undefined && before.register === address.register && before.component === address.component) return;
      seen[which] = address;
      this.#load(which, address);
    };
    for (const operand of [...code.src, ...(code.dst === null ? [] : [code.dst])]) {
      need(opaqueFiles.has(operand.file) ? 2 : 0, operand.indirect);
      need(1, operand.dimensionIndirect);
    }
  }

  #destination(dst: Dst): string {
    return this.#register(dst) + (maskText[dst.mask] ?? '');
  }

  code(code: Code): void {
    this.#loadAddresses(code);
    switch (code.op) {
      case 'UIF':
        this.#line(`UIF ${this.#source(code.src[0] as Src)} :0`);
        this.#depth++;
        return;
      case 'ELSE':
        this.#depth--;
        this.#line('ELSE :0');
        this.#depth++;
        return;
      case 'BGNLOOP':
        this.#line('BGNLOOP :0');
        this.#depth++;
        return;
      case 'ENDIF':
        this.#depth--;
        this.#line('ENDIF');
        return;
      case 'ENDLOOP':
        this.#depth--;
        this.#line('ENDLOOP :0');
        return;
      default:
    }
    const operands = [
      ...(code.dst === null ? [] : [this.#destination(code.dst)]),
      ...(code.second === null ? [] : [this.#destination(code.second)]),
      ...code.src.map((src) => this.#source(src)),
      ...(code.target === null ? [] : [code.target]),
      ...code.offsets.map((src) => `${this.#register(src)}.${[0, 1, 2].map((i) => letters[partOf(src.swizzle, i)]).join('')}`),
    ];
    const name = code.op + (code.saturate ? '_SAT' : '') + (code.precise ? '_PRECISE' : '');
    this.#line(`${name}${operands.length === 0 ? '' : ` ${operands.join(', ')}`}${code.tail}`);
  }

  end(): void {
    this.#line('END');
  }

  temps(registers: number): string[] {
    const lines: string[] = [];
    let next = 0;
    this.#arrays.forEach(({ base, size }, i) => {
      lines.push(`DCL TEMP[${base}${size > 1 ? `..${base + size - 1}` : ''}], ARRAY(${i + 1}), LOCAL`);
      next = base + size;
    });
    if (registers > next) lines.push(`DCL TEMP[${next}${registers - 1 > next ? `..${registers - 1}` : ''}]`);
    return lines;
  }
}

/** Prints a stage. */
export const writeTgsi = (stage: TgsiStage): string => {
  const printer = new Printer(stage.arrays);
  for (const code of stage.code) printer.code(code);
  printer.end();
  const word = Object.entries(processors).find(([, name]) => name === stage.stage)?.[0] ?? 'VERT';
  const immediates = stage.immediates.map((words, i) => `IMM[${i}] UINT32 {${[0, 1, 2, 3].map((c) => (words[c] ?? 0) >>> 0).join(', ')}}`);
  const { addresses } = printer;
  return `${[
    word,
    ...stage.properties.map((text) => `PROPERTY ${text}`),
    ...stage.declarations.map((text) => `DCL ${text}`),
    ...printer.temps(stage.registers),
    ...(addresses > 0 ? [`DCL ADDR[0${addresses > 1 ? `..${addresses - 1}` : ''}]`] : []),
    ...immediates,
    ...printer.lines,
  ].join('\n')}\n`;
};
