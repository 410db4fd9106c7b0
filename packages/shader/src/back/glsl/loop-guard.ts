/**
 * Loops that can be ended from outside.
 *
 * A guest's shader may never end, and no host can be relied upon to stop one. So loops ask, where they begin and every 256 turns, a
 * word of a storage buffer that the renderer sets when the guest's time is up and leaves set until the work has ended. From then on
 * no loop begins, those that run end within 256 turns, and main runs to its end. Loops with loops inside ask every turn.
 *
 *     for (bool goes = true; goes && vg_stop == 0u;) {
 *       for (int turn = 0; turn < 256; turn++) { ... goes = false; break; ... }
 *     }
 *
 * Two loops in one, since hosts that run many invocations in step (llvmpipe) take no branch inside a loop: they would read the word
 * at every turn and throw it away. A loop of two instructions costs 13 % more this way, 45 % with one loop; real bodies hide it. Not so
 * for outer loops: their bodies are long anyway, and hosts' compilers take twice as long for each level of nesting.
 * The read is a plain one: atomics would be ordered against each other on all of the host's threads. `volatile` keeps compilers from
 * reading once and for all.
 *
 * Hosts without storage buffers in a stage get a fixed number of turns instead, for all loops of an invocation together.
 *
 * A stopped invocation leaves undefined results, and may miss a barrier that others wait at; hosts end such a wait when it has finished.
 */
import type { Instruction } from '../../ir/instruction.ts';
import { shortLoops } from '../../passes/short-loops.ts';
import type { Writer } from './writer.ts';

/** Loops that need no guard, and loops with loops inside. */
type Loops = { readonly short: ReadonlySet<Instruction>; readonly outer: ReadonlySet<Instruction> };

const loops = new WeakMap<Writer, Loops>();

const loopsOf = (w: Writer): Loops => {
  let found = loops.get(w);
  if (found === undefined) {
    const { instructions } = w.module;
    const outer = new Set<Instruction>();
    const open: Instruction[] = [];
    for (const inst of instructions) {
      if (inst.op === 'ENDLOOP') open.pop();
      if (inst.op !== 'BGNLOOP') continue;
      for (const one of open) outer.add(one);
      open.push(inst);
    }
    found = { short: new Set([...shortLoops(w.module)].map((i) => instructions[i] as Instruction)), outer };
    loops.set(w, found);
  }
  return found;
};

const guardSource = (binding: number): string =>
  `layout(std430, binding = ${binding}) readonly volatile buffer vg_guard { uint vg_stop; };`;

/** A loop that is open in the text, null for a switch: the variable that says whether it goes on, '' where it has none. */
type Open = { readonly goes: string };

const open = new WeakMap<Writer, { readonly stack: (Open | null)[]; count: number }>();

const stateOf = (w: Writer): { readonly stack: (Open | null)[]; count: number } => {
  let state = open.get(w);
  if (state === undefined) open.set(w, (state = { stack: [], count: 0 }));
  return state;
};

/** Opens a loop. */
export const beginLoop = (w: Writer, inst: Instruction): void => {
  const { loopGuard, loopLimit = 0 } = w.options;
  const state = stateOf(w);
  const { short, outer } = loopsOf(w);
  if (loopGuard !== undefined && !short.has(inst)) {
    w.req.need('storageBuffers', 'guarded loops');
    w.guarded = true;
    w.helper('vg_guard', guardSource(loopGuard.binding));
    if (outer.has(inst)) {
      state.stack.push({ goes: '' });
      w.body.open('while (vg_stop == 0u) {');
      return;
    }
    const n = ++state.count;
    state.stack.push({ goes: `goes${n}` });
    w.body.open(`for (bool goes${n} = true; goes${n} && vg_stop == 0u;) {`);
    w.body.open(`for (int turn${n} = 0; turn${n} < 256; turn${n}++) {`);
    return;
  }
  state.stack.push({ goes: '' });
  if (loopLimit > 0 && !short.has(inst)) {
    w.helper('vg_turns', 'uint vg_turns = 0u;');
    w.body.open(`while (++vg_turns <= ${Math.min(loopLimit, 0x7fffffff)}u) {`);
  } else w.body.open('while (true) {');
};

/** Closes a loop. */
export const endLoop = (w: Writer): void => {
  const goes = stateOf(w).stack.pop()?.goes ?? '';
  w.body.close('}');
  if (goes !== '') w.body.close('}');
};

/** Inside a switch BRK leaves the switch. */
export const beginSwitch = (w: Writer): void => void stateOf(w).stack.push(null);

/** After a switch BRK leaves the loop again. */
export const endSwitch = (w: Writer): void => void stateOf(w).stack.pop();

/** Writes BRK. */
export const writeBreak = (w: Writer): void => {
  const goes = stateOf(w).stack.at(-1)?.goes ?? '';
  if (goes !== '') w.body.add(`${goes} = false;`);
  w.body.add('break;');
};
