import { expect, test } from 'vitest';
import { floats, host, words } from '../../testing/host.test.ts';

const vertex = `VERT
DCL IN[0]
DCL IN[1]
DCL IN[2]
DCL OUT[0], POSITION
DCL OUT[1], GENERIC[0]
DCL OUT[2], GENERIC[1]
MOV OUT[0], IN[0]
MOV OUT[1], IN[1]
MOV OUT[2], IN[2]
END
`;

const fragment = (op: string): string => `FRAG
DCL IN[0..1], GENERIC[0], PERSPECTIVE
DCL OUT[0], COLOR
DCL CONST[0]
DCL TEMP[0]
DCL ADDR[0]
IMM[0] FLT32 {0.25, -0.25, 0.0, 0.0}
UARL ADDR[0].x, CONST[0].xxxx
${op}
MOV OUT[0], TEMP[0]
END
`;

test.for([
  [0, [0.75, 0.25, 1, 1]],
  [1, [-0.75, -0.25, 3, 1]],
  // Beyond the inputs stands the last one.
  [77, [-0.75, -0.25, 3, 1]],
] as const)('an input that a variable chooses is interpolated at an offset: %i', ([index, want]) => {
  const attributes = {
    0: words(-1, -1, 0, 1, 3, -1, 0, 1, -1, 3, 0, 1),
    1: words(0, 0, 1, 1, 2, 0, 1, 1, 0, 2, 1, 1),
    2: words(0, 0, 3, 1, -2, 0, 3, 1, 0, -2, 3, 1),
  };
  const { targets } = host('gl450').draw({
    vertex,
    fragment: fragment('INTERP_OFFSET TEMP[0], IN[ADDR[0].x], IMM[0]'),
    attributes,
    fsConstants: { 0: new Uint32Array([index, 0, 0, 0]) },
  });
  floats(targets[0] as Uint32Array).forEach((got, i) => expect(got).toBeCloseTo(want[i] as number, 4));
});
