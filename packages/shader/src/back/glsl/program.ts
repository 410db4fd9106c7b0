/** The body: instructions in order, subroutines as functions, local variables. */
import type { Instruction } from '../../ir/instruction.ts';
import type { OpcodeClass } from '../../ir/opcodes.ts';
import { writeAlu } from './alu.ts';
import { writeBits } from './bits.ts';
import { Lines } from './code.ts';
import { writeFlow } from './flow.ts';
import { writeFetch } from './fragment.ts';
import { writeEmit } from './geometry.ts';
import { writeInterp } from './interp.ts';
import { writeLanes } from './lanes.ts';
import { writeMemory } from './memory.ts';
import { writeBarrier } from './tess-control.ts';
import { writeTexture } from './texture.ts';
import { typeName, zero } from './value.ts';
import { preciseRegisters, writtenFirst } from './vertex.ts';
import { writeWide } from './wide.ts';
import type { Writer } from './writer.ts';

const writers: readonly ((w: Writer, inst: Instruction) => boolean)[] = [
  writeFlow,
  writeEmit,
  writeTexture,
  writeInterp,
  writeMemory,
  writeLanes,
  writeFetch,
  writeWide,
  writeBits,
  writeAlu,
];

/** Classes that no writer knows yet. */
const later: ReadonlySet<OpcodeClass> = new Set<OpcodeClass>(['sample']);

const writeInstruction = (w: Writer, inst: Instruction): void => {
  if (writeBarrier(w, inst)) return;
  if (later.has(inst.info.class)) w.fail(`${inst.op} is not supported yet`);
  for (const write of writers) if (write(w, inst)) return;
  w.fail(`${inst.op} is not supported`);
};

/** One subroutine's text. */
export type Subroutine = { readonly name: string; readonly lines: readonly string[]; readonly calls: readonly string[] };

/** The translated program: main's text is in the writer's body. */
export type Program = {
  readonly subroutines: readonly Subroutine[];
  /** Main returns early: it has to be a function of its own for the epilog to run. */
  readonly returns: boolean;
};

/** Declares temporaries and address registers as locals. */
export const declareRegisters = (w: Writer): void => {
  const whole = writtenFirst(w, 'TEMP');
  const precise = preciseRegisters(w, 'TEMP');
  const used = usedTemps(w);
  for (const group of new Set(w.tempGroups.values())) {
    if (!used.has(group.first)) continue;
    const kind = w.tempKind(group);
    const type = typeName(kind, 4);
    let marked = false;
    for (let i = group.first; i <= group.last; i++) marked ||= precise.has(i);
    marked &&= w.req.want('gpuShader5');
    const nothing = `${type}(${zero[kind]})`;
    if (group.array) w.local(type, `ta${group.first}`, nothing, group.last - group.first + 1, marked);
    else w.local(type, `t${group.first}`, whole.has(group.first) ? '' : nothing, 0, marked);
  }
  for (let i = 0; i < w.module.addressCount; i++) w.local('ivec4', `addr${i}`, 'ivec4(0)');
};

/** First registers of the groups that any instruction names. */
const usedTemps = (w: Writer): Set<number> => {
  const used = new Set<number>();
  const visit = (index: number): void => {
    const group = w.tempGroups.get(index);
    if (group !== undefined) used.add(group.first);
  };
  for (const inst of w.module.instructions) {
    for (const { file, index, dimension } of [...inst.dst, ...inst.src]) {
      if (file === 'TEMP' && index.indirect === null) visit(index.offset);
      for (const one of [index.indirect, dimension?.indirect ?? null]) if (one?.file === 'TEMP') visit(one.index);
    }
    for (const { file, index } of inst.offsets) if (file === 'TEMP') visit(index);
  }
  // Arrays are only named by addresses, perhaps.
  for (const group of w.tempGroups.values()) if (group.array) used.add(group.first);
  return used;
};

/** Writes all instructions. */
export const writeProgram = (w: Writer): Program => {
  const subroutines: Subroutine[] = [];
  const main = new Lines();
  main.indent();
  w.body = main;
  let returns = false;
  let calls: string[] = [];
  w.module.instructions.forEach((inst, i) => {
    if (inst.op === 'BGNSUB') {
      w.body = new Lines();
      w.body.open(`void sub${i}() {`);
      calls = [];
      subroutines.push({ name: `sub${i}`, lines: w.body.lines, calls });
    } else if (inst.op === 'ENDSUB') {
      w.body.close('}');
      w.body = main;
    } else {
      if (inst.op === 'RET' && w.body === main) returns = true;
      if (inst.op === 'CAL') calls.push(`sub${inst.label}`);
      writeInstruction(w, inst);
    }
  });
  w.body = main;
  return { subroutines: callOrder(subroutines), returns };
};

/** Callees before callers. */
const callOrder = (subroutines: readonly Subroutine[]): Subroutine[] => {
  const out: Subroutine[] = [];
  const visit = (sub: Subroutine): void => {
    if (out.includes(sub)) return;
    for (const name of sub.calls) {
      const callee = subroutines.find((one) => one.name === name);
      if (callee !== undefined) visit(callee);
    }
    out.push(sub);
  };
  subroutines.forEach(visit);
  return out;
};
