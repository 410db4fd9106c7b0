/** The invariants of the lower form, checked before it is printed: a fault here is ours, not the shader's. */
import type { Code } from './code.ts';

/** What is wrong, '' when nothing is: nesting closes, registers exist, masks are not empty. */
export const checkCode = (code: readonly Code[], registers: number): string => {
  const open: string[] = [];
  for (let i = 0; i < code.length; i++) {
    const one = code[i] as Code;
    switch (one.op) {
      case 'UIF':
      case 'BGNLOOP':
        open.push(one.op);
        break;
      case 'ELSE':
        if (open.at(-1) !== 'UIF') return `ELSE at ${i} without UIF`;
        open[open.length - 1] = 'ELSE';
        break;
      case 'ENDIF': {
        const top = open.pop();
        if (top !== 'UIF' && top !== 'ELSE') return `ENDIF at ${i} closes ${top ?? 'nothing'}`;
        break;
      }
      case 'ENDLOOP':
        if (open.pop() !== 'BGNLOOP') return `ENDLOOP at ${i} closes no loop`;
        break;
      case 'BRK':
      case 'CONT':
        if (!open.includes('BGNLOOP')) return `${one.op} at ${i} outside of a loop`;
        break;
      default:
    }
    for (const operand of [...one.src, ...(one.dst === null ? [] : [one.dst])]) {
      if (operand.file === 'TEMP' && (operand.index < 0 || operand.index >= registers))
        return `register ${operand.index} at ${i} does not exist`;
      for (const address of [operand.indirect, operand.dimensionIndirect])
        if (address !== null && (address.register < 0 || address.register >= registers))
          return `address ${address.register} at ${i} does not exist`;
    }
    if (one.dst !== null && one.dst.mask === 0) return `${one.op} at ${i} writes nothing`;
  }
  return open.length === 0 ? '' : `${open.at(-1)} is not closed`;
};
