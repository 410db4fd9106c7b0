/** Operand rules: which files an operand may name, and that the register exists. */
import type { Index, Instruction, Register } from '../ir/instruction.ts';
import type { File } from '../ir/types.ts';
import { TgsiError } from '../front/tgsi/scanner.ts';
import { limits } from '../limits.ts';
import type { Declared } from './declared.ts';

const valueFiles: ReadonlySet<File> = new Set<File>(['CONST', 'IN', 'OUT', 'TEMP', 'IMM', 'SV']);
const addressFiles: ReadonlySet<File> = new Set<File>(['ADDR', 'TEMP', 'IN', 'CONST', 'IMM']);
const resourceFiles: ReadonlySet<File> = new Set<File>(['IMAGE', 'BUFFER', 'MEMORY', 'HWATOMIC']);
const addressOps: ReadonlySet<string> = new Set(['ARL', 'ARR', 'UARL']);
/** Index arithmetic of the text stays far inside 32 bits. */
const maxOffset = 1 << 16;

const show = (register: Register): string => `${register.file}[${register.index.offset}]`;

/** Checks the operands of one instruction after another. */
export class OperandCheck {
  readonly #d: Declared;
  #line = 1;

  constructor(declared: Declared) {
    this.#d = declared;
  }

  #fail(message: string): never {
    throw new TgsiError(this.#line, message);
  }

  /** Throws TgsiError unless every operand is legal. */
  instruction(inst: Instruction): void {
    this.#line = inst.line;
    for (const dst of inst.dst) this.#destination(inst, dst);
    for (let i = 0; i < inst.src.length; i++) this.#source(inst, inst.src[i] as Register, i);
    for (const { file, index } of inst.offsets) {
      if (!valueFiles.has(file)) this.#fail(`${file} cannot be a texel offset`);
      this.#exists({ file, index: { offset: index, indirect: null }, dimension: null });
    }
  }

  #destination(inst: Instruction, dst: Register): void {
    const { file } = dst;
    if (file === 'ADDR') {
      if (!addressOps.has(inst.op)) this.#fail(`${inst.op} cannot write an address register`);
    } else if (inst.op === 'STORE') {
      if (!resourceFiles.has(file)) this.#fail(`STORE cannot write ${file}`);
    } else if (file !== 'TEMP' && file !== 'OUT') this.#fail(`${inst.op} cannot write ${file}`);
    this.#exists(dst);
  }

  #source(inst: Instruction, src: Register, i: number): void {
    const { file } = src;
    const wanted = this.#wantedFile(inst, i);
    if (wanted === 'value' ? !valueFiles.has(file) : wanted === 'resource' ? !resourceFiles.has(file) : file !== wanted)
      this.#fail(`operand ${i + 1} of ${inst.op} cannot be ${file}`);
    this.#exists(src);
  }

  /** What operand i of an instruction must be. */
  #wantedFile(inst: Instruction, i: number): File | 'value' | 'resource' {
    switch (inst.info.class) {
      case 'tex':
        return i === inst.src.length - 1 ? 'SAMP' : 'value';
      case 'sample':
        if (i === 1 && inst.op !== 'SAMPLE_POS' && inst.op !== 'SAMPLE_INFO') return 'SVIEW';
        if (i === 0 && (inst.op === 'SAMPLE_POS' || inst.op === 'SAMPLE_INFO')) return 'SVIEW';
        if (i === 2 && inst.op !== 'SAMPLE_I_MS') return 'SAMP';
        return 'value';
      case 'atomic':
        return i === 0 ? 'resource' : 'value';
      case 'resource':
        return i === 0 && inst.op !== 'STORE' ? 'resource' : 'value';
      case 'interp':
        return i === 0 ? 'IN' : 'value';
      default:
        return inst.op === 'FBFETCH' ? 'OUT' : inst.op === 'CASE' ? 'IMM' : 'value';
    }
  }

  /** The register, or for an indirect one its file and address, must be declared. */
  #exists(register: Register): void {
    const { file, index, dimension } = register;
    this.#address(index);
    if (dimension !== null) {
      this.#address(dimension);
      const stage = this.#d.raw.stage;
      const perVertex =
        (file === 'IN' && (stage === 'geometry' || stage.startsWith('tess'))) || (file === 'OUT' && stage === 'tess-control');
      if (file !== 'CONST' && file !== 'HWATOMIC' && !perVertex) this.#fail(`${file} has one index`);
    }
    if (index.indirect === null) {
      if (!this.#has(file, index.offset, dimension)) this.#fail(`${show(register)} is not declared`);
      return;
    }
    const { arrayId } = index.indirect;
    const arrays =
      file === 'TEMP' ? this.#d.tempArrays : file === 'IN' ? this.#d.inputArrays : file === 'OUT' ? this.#d.outputArrays : null;
    if (arrays !== null && arrayId !== 0 && !arrays.has(arrayId)) this.#fail(`${file} array ${arrayId} is not declared`);
    if (!this.#any(file, dimension)) this.#fail(`no ${file} is declared`);
  }

  #address(index: Index): void {
    if (Math.abs(index.offset) > maxOffset) this.#fail('index offset out of range');
    const { indirect } = index;
    if (indirect === null) return;
    if (!addressFiles.has(indirect.file)) this.#fail(`${indirect.file} cannot be an address`);
    if (!this.#has(indirect.file, indirect.index, null)) this.#fail(`${indirect.file}[${indirect.index}] is not declared`);
  }

  #has(file: File, index: number, dimension: Index | null): boolean {
    const { raw, inputs, outputs, systemValues, temps, addressCount } = this.#d;
    const { declarations } = raw;
    if (index < 0) return false;
    switch (file) {
      case 'IN':
        return (inputs[index] ?? null) !== null;
      case 'OUT':
        return (outputs[index] ?? null) !== null;
      case 'SV':
        return (systemValues[index] ?? null) !== null;
      case 'TEMP':
        return index < limits.temps && temps[index] === 1;
      case 'ADDR':
        return index < addressCount;
      case 'IMM':
        return index < raw.immediates.length;
      case 'CONST':
        if (dimension !== null && dimension.indirect !== null) return index < Math.max(0, ...declarations.constants.values());
        return index < (declarations.constants.get(dimension?.offset ?? 0) ?? 0);
      case 'SAMP':
        return declarations.samplers.has(index);
      case 'SVIEW':
        return declarations.sviews.some((view) => view.unit === index);
      case 'IMAGE':
        return declarations.images.some((image) => image.index === index);
      case 'BUFFER':
        return declarations.buffers.some((buffer) => buffer.index === index);
      case 'MEMORY':
        return index < declarations.memory.length;
      case 'HWATOMIC':
        return declarations.atomics.some((a) => a.buffer === (dimension?.offset ?? 0) && index >= a.first && index <= a.last);
      default:
        return false;
    }
  }

  #any(file: File, dimension: Index | null): boolean {
    const { raw } = this.#d;
    const d = raw.declarations;
    switch (file) {
      case 'IN':
        return d.inputs.length > 0;
      case 'OUT':
        return d.outputs.length > 0;
      case 'TEMP':
        return d.temps.length > 0;
      case 'IMM':
        return raw.immediates.length > 0;
      case 'CONST':
        return dimension === null || dimension.indirect !== null
          ? d.constants.size > 0 && (dimension !== null || d.constants.has(0))
          : d.constants.has(dimension.offset);
      case 'SAMP':
        return d.samplers.size > 0;
      case 'IMAGE':
        return d.images.length > 0;
      case 'BUFFER':
        return d.buffers.length > 0;
      case 'HWATOMIC':
        return d.atomics.length > 0;
      default:
        return false;
    }
  }
}
