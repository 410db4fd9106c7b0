/** Control flow, discards and subroutine calls. */
import type { Instruction, Source } from '../../ir/instruction.ts';
import { intLiteral } from './literal.ts';
import { beginLoop, beginSwitch, endLoop, endSwitch, writeBreak } from './loop-guard.ts';
import type { Writer } from './writer.ts';

/** Opens the label of a case; cases are one step deeper than their switch, statements one more. */
const label = (w: Writer, text: string, first: boolean): void => {
  if (!first) w.body.dedent();
  w.body.open(text);
};

/** Switches that are open, and whether they had a label yet. */
const switches = new WeakMap<Writer, boolean[]>();

/** Writes a flow instruction; false when it is none. */
export const writeFlow = (w: Writer, inst: Instruction): boolean => {
  const { op } = inst;
  const src = inst.src[0] as Source;
  const open = switches.get(w) ?? [];
  switches.set(w, open);
  switch (op) {
    case 'IF':
      w.body.open(`if (${w.read(src, 'f', [0])} != 0.0) {`);
      return true;
    case 'UIF':
      w.body.open(`if (${w.read(src, 'u', [0])} != 0u) {`);
      return true;
    case 'ELSE':
      w.body.close('} else {');
      w.body.indent();
      return true;
    case 'ENDIF':
      w.body.close('}');
      return true;
    case 'ENDLOOP':
      endLoop(w);
      return true;
    case 'BGNLOOP':
      beginLoop(w, inst);
      return true;
    case 'BRK':
      writeBreak(w);
      return true;
    case 'CONT':
      w.body.add('continue;');
      return true;
    case 'SWITCH':
      w.body.open(`switch (${w.read(src, 'i', [0])}) {`);
      open.push(false);
      beginSwitch(w);
      return true;
    case 'CASE':
    case 'DEFAULT': {
      const value = op === 'CASE' ? intLiteral(w.immediateBits(src, 0) ?? 0) : '';
      label(w, op === 'CASE' ? `case ${value}:` : 'default:', open.at(-1) !== true);
      open[open.length - 1] = true;
      return true;
    }
    case 'ENDSWITCH':
      endSwitch(w);
      // GLSL wants a statement after the last label.
      if (open.pop() === true) {
        w.body.add('break;');
        w.body.dedent();
      }
      w.body.close('}');
      return true;
    case 'CAL':
      w.body.add(`sub${inst.label}();`);
      return true;
    case 'RET':
      w.body.add('return;');
      return true;
    case 'KILL':
      w.body.add('discard;');
      return true;
    case 'DEMOTE':
      w.body.add(w.req.want('demote') ? 'demote;' : 'discard;');
      return true;
    case 'KILL_IF':
      killIf(w, src);
      return true;
    case 'NOP':
    case 'END':
      return true;
    default:
      return false;
  }
};

/** Discards if any component is negative; only different components are tested. */
const killIf = (w: Writer, src: Source): void => {
  const at: number[] = [];
  const seen = new Set<number>();
  for (let c = 0; c < 4; c++) {
    const component = (src.swizzle >> (c * 2)) & 3;
    if (!seen.has(component)) at.push(c);
    seen.add(component);
  }
  const text = w.read(src, 'f', at);
  const test = at.length === 1 ? `${text} < 0.0` : `any(lessThan(${text}, vec${at.length}(0.0)))`;
  w.body.add(`if (${test}) discard;`);
};
