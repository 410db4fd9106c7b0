/**
 * The state of writing one shader: where each register lives, the parts of the text, what they need.
 *
 * Registers become variables as `passes/groups.ts` and `passes/infer-kinds.ts` say; inputs and outputs are put into the maps here by
 * `vertex.ts` and `fragment.ts` before the body is written. Every array that a guest's number indexes is clamped to its size.
 */
import { type Destination, type Indirect, type Instruction, type Register, type Source, swizzleAt } from '../../ir/instruction.ts';
import type { Immediate, TgsiModule } from '../../ir/module.ts';
import { limits } from '../../limits.ts';
import { groupRegisters, type RegisterGroup, tempArray } from '../../passes/groups.ts';
import { inferKinds, type InferredKinds, type Kind } from '../../passes/infer-kinds.ts';
import { Lines, Requirements, Unwritable } from './code.ts';
import { floatLiteral, intLiteral, uintLiteral } from './literal.ts';
import { stagePrefix } from './names.ts';
import type {
  GlslAtomicBuffer,
  GlslAttribute,
  GlslFragmentOutput,
  GlslImage,
  GlslOptions,
  GlslSampler,
  GlslStorageBlock,
} from './options.ts';
import { convert, maskComponents, select, splat, type Stored, suffix, typeName, type Variable, vector } from './value.ts';

/** A local variable: declared in main, or globally when subroutines share it. */
type Local = { readonly type: string; readonly name: string; readonly size: number; readonly init: string; readonly precise: boolean };

/** Outputs of a stage whose invocations read each other's. */
export type SharedOutputs = {
  readonly kind: (dst: Destination) => Stored;
  readonly read: (register: Register) => Variable;
  /** Assigns a value of `kind(dst)` with one component per written component. */
  readonly assign: (dst: Destination, value: string) => void;
};

/** One shader being written. */
export class Writer {
  readonly module: TgsiModule;
  readonly options: GlslOptions;
  readonly req: Requirements;
  /** `vs`, `fs`. */
  readonly prefix: string;
  /** Interface: inputs, outputs, uniforms. */
  readonly head = new Lines();
  /** Start of main. */
  readonly prolog = new Lines();
  /** End of main; of a geometry shader what each vertex of stream 0 to 3 gets. */
  readonly epilogs: readonly Lines[] = [new Lines(), new Lines(), new Lines(), new Lines()];
  /** The translated program. */
  body = new Lines();
  readonly helpers = new Map<string, string>();
  readonly ignored: string[] = [];
  readonly inputs = new Map<number, Variable>();
  readonly outputs = new Map<number, Variable>();
  readonly systemValues = new Map<number, Variable>();
  readonly samplers = new Map<number, GlslSampler>();
  readonly attributes: GlslAttribute[] = [];
  readonly fragmentOutputs: GlslFragmentOutput[] = [];
  readonly images: GlslImage[] = [];
  readonly storageBlocks: GlslStorageBlock[] = [];
  readonly atomicBuffers: GlslAtomicBuffer[] = [];
  readonly inputGroups: Map<number, RegisterGroup>;
  readonly outputGroups: Map<number, RegisterGroup>;
  readonly tempGroups: Map<number, RegisterGroup>;
  readonly locals: Local[] = [];
  usesSystemBlock = false;
  /** Whether `zero()` is. */
  usesZero = false;
  usesGridUniform = false;
  clipDistances = 0;
  writesPointSize = false;
  guarded = false;
  feedbackVaryings: string[] = [];
  feedbackMode: 'interleaved' | 'separate' = 'interleaved';
  /** Finds inputs of many vertices; null where they have one index. */
  vertexInput: ((register: Register) => Variable) | null = null;
  /** Reads and writes outputs that other invocations share; null where they are variables like others. */
  sharedOutputs: SharedOutputs | null = null;
  #kinds: InferredKinds = { temps: new Map(), constants: new Map() };
  #immediateArray = false;
  #choice: { readonly name: string; readonly kind: Stored } | null = null;

  constructor(module: TgsiModule, options: GlslOptions) {
    this.module = module;
    this.options = options;
    this.req = new Requirements(options.dialect, options.features);
    this.prefix = stagePrefix[module.stage];
    this.inputGroups = groupRegisters(module, 'IN', module.info.inputs);
    this.outputGroups = groupRegisters(module, 'OUT', module.info.outputs);
    this.tempGroups = groupRegisters(module, 'TEMP', module.temps);
    let indexed = 0;
    for (const { array } of this.tempGroups.values()) if (array) indexed++;
    if (indexed > limits.indexedTemps) this.fail(`${indexed} registers in arrays, at most ${limits.indexedTemps}`);
  }

  /** Decides storage; inputs and outputs must be in their maps. */
  inferKinds(): void {
    const kindOf =
      (map: ReadonlyMap<number, Variable>) =>
      (index: number): Kind =>
        (map.get(index)?.kind ?? 'f') === 'f' ? 'f' : 'u';
    const floatSampler = (unit: number): boolean =>
      (this.module.info.samplerViews.find((view) => view.unit === unit)?.kind ?? 'float') === 'float';
    this.#kinds = inferKinds(this.module, this.tempGroups, {
      input: kindOf(this.inputs),
      output: kindOf(this.outputs),
      systemValue: kindOf(this.systemValues),
      sampler: (unit) => (floatSampler(unit) ? 'f' : 'u'),
    });
  }

  /** End of main. */
  get epilog(): Lines {
    return this.epilogs[0] as Lines;
  }

  /** Storage of a constant slot. */
  constantKind(slot: number): Kind {
    return this.#kinds.constants.get(slot) ?? 'f';
  }

  /** Storage of a TEMP group. */
  tempKind(group: RegisterGroup): Kind {
    return this.#kinds.temps.get(group) ?? 'f';
  }

  /** Whether the immediates are needed as an array. */
  get usesImmediateArray(): boolean {
    return this.#immediateArray;
  }

  /** Stops with a reason. */
  fail(message: string): never {
    throw new Unwritable(message);
  }

  /** Uses the system block's member. */
  system(member: string): string {
    this.usesSystemBlock = true;
    return member;
  }

  /** An int that is always zero, though no compiler can know: a uniform that nobody sets, which GL makes zero. */
  zero(): string {
    this.usesZero = true;
    return 'vg_zero';
  }

  /**
   * A float expression, of any number of components, whose value no compiler can know: with `opaqueConversions` its bits are combined
   * with a word that is always zero, else it is the text as it is.
   */
  opaque(text: string): string {
    if (this.options.opaqueConversions !== true) return text;
    return `intBitsToFloat(floatBitsToInt(${text}) ^ ${this.zero()})`;
  }

  /** Adds a helper function once and returns its name. */
  helper(name: string, source: string): string {
    this.helpers.set(`${name} ${source.length}`, source);
    return name;
  }

  /** Declares a local variable; `size` 0 for a plain one, `init` '' to leave it undefined. */
  local(type: string, name: string, init: string, size = 0, precise = false): string {
    this.locals.push({ type, name, size, init, precise });
    return name;
  }

  /** Value of an address: an int expression. */
  #addressText({ file, index, component }: Indirect, offset: number): string {
    const register: Register = { file, index: { offset: index, indirect: null }, dimension: null };
    const variable = this.variable(register);
    const text = convert(select(variable, [component]), variable.kind, 'i', 1);
    if (offset === 0) return text;
    return offset < 0 ? `${text} - ${-offset}` : `${text} + ${offset}`;
  }

  /** An index into an array of `size` elements that starts at register `first`, clamped. */
  arrayIndex(indirect: Indirect | null, offset: number, first: number, size: number): string {
    if (indirect === null) return `${offset - first}`;
    return `min(uint(${this.#addressText(indirect, offset - first)}), ${Math.max(0, size - 1)}u)`;
  }

  /** The plain int value of an indirect index. */
  dynamicIndex(indirect: Indirect, offset: number): string {
    return this.#addressText(indirect, offset);
  }

  /** The variable a register stands for. */
  variable(register: Register): Variable {
    const { file, index } = register;
    switch (file) {
      case 'TEMP':
        return this.#grouped(register, this.tempGroups, 't', (group) => this.tempKind(group));
      case 'IN':
        if (this.vertexInput !== null) return this.vertexInput(register);
        return this.#io(register, this.inputGroups, this.inputs, 'inputs');
      case 'OUT':
        if (this.sharedOutputs !== null) return this.sharedOutputs.read(register);
        return this.#io(register, this.outputGroups, this.outputs, 'outputs');
      case 'SV':
        if (index.indirect !== null) this.fail('system values cannot be indexed');
        return this.systemValues.get(index.offset) ?? this.fail(`SV[${index.offset}] has no meaning here`);
      case 'ADDR':
        return { text: `addr${index.offset}`, kind: 'i' };
      case 'CONST':
        return this.#constant(register);
      case 'IMM':
        this.#immediateArray = true;
        return { text: `immediates[${this.arrayIndex(index.indirect, index.offset, 0, this.module.immediates.length)}]`, kind: 'u' };
      default:
        return this.fail(`${file} cannot be read as a value`);
    }
  }

  /** The group an indirect register lives in, by its array or the whole file. */
  groupOf(register: Register, groups: ReadonlyMap<number, RegisterGroup>): RegisterGroup {
    const { indirect, offset } = register.index;
    let at = offset;
    if (indirect !== null) {
      const { inputs, outputs } = this.module.info;
      const decls = register.file === 'IN' ? inputs : outputs;
      const declared = indirect.arrayId === 0 ? decls[0] : decls.find((one) => one.arrayId === indirect.arrayId);
      at = (register.file === 'TEMP' ? tempArray(this.module, indirect.arrayId) : declared)?.first ?? 0;
    }
    return groups.get(at) ?? this.fail(`${register.file}[${at}] is not declared`);
  }

  #grouped(
    register: Register,
    groups: ReadonlyMap<number, RegisterGroup>,
    name: string,
    kindOf: (group: RegisterGroup) => Stored,
  ): Variable {
    const group = this.groupOf(register, groups);
    const kind = kindOf(group);
    if (!group.array) return { text: `${name}${group.first}`, kind };
    const { indirect, offset } = register.index;
    return { text: `${name}a${group.first}[${this.arrayIndex(indirect, offset, group.first, group.last - group.first + 1)}]`, kind };
  }

  #io(register: Register, groups: ReadonlyMap<number, RegisterGroup>, map: ReadonlyMap<number, Variable>, name: string): Variable {
    const { indirect, offset } = register.index;
    if (indirect === null) return map.get(offset) ?? this.fail(`${register.file}[${offset}] has no meaning here`);
    const group = this.groupOf(register, groups);
    const index = this.arrayIndex(indirect, offset, group.first, group.last - group.first + 1);
    return { text: `${name}${group.first}[${index}]`, kind: this.ioArrayKind(group, map) };
  }

  /** Storage of an array of inputs or outputs: bits as soon as one register is. */
  ioArrayKind(group: RegisterGroup, map: ReadonlyMap<number, Variable>): Stored {
    for (let i = group.first; i <= group.last; i++) if ((map.get(i)?.kind ?? 'f') !== 'f') return 'u';
    return 'f';
  }

  /** The function that reads any constant buffer. Blocks cannot be indexed before GLSL 4.00: it chooses among those declared. */
  #constantChoice(): { readonly name: string; readonly kind: Stored } {
    if (this.#choice !== null) return this.#choice;
    const buffers = this.module.info.constBuffers;
    const kind: Stored = buffers.some(({ slot }) => this.constantKind(slot) === 'u') ? 'u' : 'f';
    const type = typeName(kind, 4);
    const lines = buffers.map(({ slot, size }) => {
      const text = convert(`${this.prefix}_k${slot}[min(uint(index), ${size - 1}u)]`, this.constantKind(slot), kind, 4);
      return `  if (slot == ${slot}) return ${text};\n`;
    });
    const name = this.helper(
      `${this.prefix}_constant`,
      `${type} ${this.prefix}_constant(int slot, int index) {\n${lines.join('')}  return ${type}(0);\n}`,
    );
    this.#choice = { name, kind };
    return this.#choice;
  }

  #constant({ index, dimension }: Register): Variable {
    const buffers = this.module.info.constBuffers;
    if (dimension !== null && dimension.indirect !== null) {
      const { name, kind } = this.#constantChoice();
      const slotText = this.dynamicIndex(dimension.indirect, dimension.offset);
      const indexText = index.indirect === null ? `${index.offset}` : this.dynamicIndex(index.indirect, index.offset);
      return { text: `${name}(${slotText}, ${indexText})`, kind };
    }
    const slot = dimension?.offset ?? 0;
    const size = buffers.find((buffer) => buffer.slot === slot)?.size ?? 1;
    return { text: `${this.prefix}_k${slot}[${this.arrayIndex(index.indirect, index.offset, 0, size)}]`, kind: this.constantKind(slot) };
  }

  /** A source operand: the components that stand at `at` of its swizzle, as `kind`, with its modifiers. */
  read(src: Source, kind: Stored, at: readonly number[]): string {
    const components = at.map((i) => swizzleAt(src.swizzle, i));
    if (src.file === 'IMM' && src.index.indirect === null)
      return this.#literal(this.module.immediates[src.index.offset] as Immediate, kind, components, src.absolute, src.negate);
    const variable = this.variable(src);
    let text = convert(select(variable, components), variable.kind, kind, at.length);
    if (src.absolute) text = kind === 'u' ? `${typeName('u', at.length)}(abs(${typeName('i', at.length)}(${text})))` : `abs(${text})`;
    if (src.negate) text = `-${text}`;
    return text;
  }

  #literal(immediate: Immediate, kind: Stored, components: readonly number[], absolute: boolean, negate: boolean): string {
    const parts = components.map((c) => {
      let bits = immediate.bits[c] as number;
      if (kind === 'f') {
        if (absolute) bits &= 0x7fffffff;
        if (negate) bits ^= 0x80000000;
        return floatLiteral(bits >>> 0);
      }
      if (absolute) bits = Math.abs(bits | 0);
      if (negate) bits = -bits;
      return kind === 'u' ? uintLiteral(bits >>> 0) : intLiteral(bits);
    });
    return vector(kind, parts);
  }

  /** Bits of an immediate operand's component, or null when the operand is no plain immediate. */
  immediateBits(src: Source, at: number): number | null {
    if (src.file !== 'IMM' || src.index.indirect !== null || src.absolute || src.negate) return null;
    return this.module.immediates[src.index.offset]?.bits[swizzleAt(src.swizzle, at)] ?? null;
  }

  /** The storage of a destination. */
  kindOf(dst: Destination): Stored {
    return dst.file === 'OUT' && this.sharedOutputs !== null ? this.sharedOutputs.kind(dst) : this.variable(dst).kind;
  }

  /** Assigns an expression of `kind`, which has one component per written component of the destination. */
  assign(inst: Instruction, kind: Stored, text: string, dst: Destination = inst.dst[0] as Destination): void {
    const components = maskComponents(dst.mask);
    const value = inst.saturate && kind === 'f' ? `clamp(${text}, 0.0, 1.0)` : text;
    if (dst.file === 'OUT' && this.sharedOutputs !== null) {
      this.sharedOutputs.assign(dst, convert(value, kind, this.sharedOutputs.kind(dst), components.length));
      return;
    }
    const variable = this.variable(dst);
    this.body.add(`${select(variable, components)} = ${convert(value, kind, variable.kind, components.length)};`);
  }

  /** Assigns a scalar to all written components. */
  assignScalar(inst: Instruction, kind: Stored, text: string, dst: Destination = inst.dst[0] as Destination): void {
    this.assign(inst, kind, splat(kind, maskComponents(dst.mask).length, text), dst);
  }

  /** Assigns a 4-component expression: the written components of it. */
  assignVec4(inst: Instruction, kind: Stored, text: string): void {
    const components = maskComponents((inst.dst[0] as Destination).mask);
    this.assign(inst, kind, components.length === 4 ? text : text + suffix(components));
  }
}
