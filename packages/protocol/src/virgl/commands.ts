import type { CommandSpec } from '../schema.ts';
import { actionSpecs } from './action-commands.ts';
import { objectSpecs } from './objects.ts';
import { stateSpecs } from './state-commands.ts';
import { videoSpecs } from './video-commands.ts';

/** Opcode of CREATE_OBJECT, whose payload depends on the object type in the header. */
export const createObjectOpcode = 1;

/** Every virgl message: CREATE_OBJECT by object type first, then the other commands by opcode. */
export const virglSpecs: readonly CommandSpec[] = [
  ...objectSpecs,
  ...[...stateSpecs, ...actionSpecs, ...videoSpecs].sort((a, b) => a.opcode - b.opcode),
];

/** Name of each opcode as the specification spells it, by opcode. */
export const virglCommandNames: readonly string[] = virglSpecs.reduce<string[]>(
  (names, spec) => {
    if (spec.object === undefined) names[spec.opcode] = spec.name;
    return names;
  },
  ['NOP', 'CREATE_OBJECT'],
);

const byOpcode: (CommandSpec | undefined)[] = [];
const byObject: (CommandSpec | undefined)[] = [];
for (const spec of virglSpecs) {
  if (spec.object === undefined) byOpcode[spec.opcode] = spec;
  else byObject[spec.object] = spec;
}

/** The table of the command with this header word, or undefined when there is no such command or object type. */
export function virglSpecOf(header: number): CommandSpec | undefined {
  const opcode = header & 0xff;
  return opcode === createObjectOpcode ? byObject[(header >>> 8) & 0xff] : byOpcode[opcode];
}
