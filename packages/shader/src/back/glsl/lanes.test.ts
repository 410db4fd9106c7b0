import { expect, test } from 'vitest';
import { host } from '../../testing/host.test.ts';

const draw = (body: string, constants: readonly number[] = [0, 1, 7, 0]): number[] => {
  const fragment = `FRAG
DCL SV[0], SUBGROUP_SIZE
DCL SV[1], SUBGROUP_INVOCATION
DCL SV[2], SUBGROUP_EQ_MASK
DCL SV[3], SUBGROUP_LT_MASK
DCL OUT[0], COLOR
DCL CONST[0]
DCL TEMP[0..3]
IMM[0] UINT32 {0, 1, 32, 4294967295}
${body}
MOV OUT[0], TEMP[0]
END
`;
  return [...(host('gl450').draw({ fragment, targets: ['u'], fsConstants: { 0: new Uint32Array(constants) } }).targets[0] as Uint32Array)];
};

const ones = 0xffffffff;

test('votes', () => {
  expect(draw('VOTE_ANY TEMP[0], CONST[0]')).toEqual([0, ones, ones, 0]);
  expect(draw('VOTE_ALL TEMP[0], CONST[0]')).toEqual([0, ones, ones, 0]);
  expect(draw('VOTE_EQ TEMP[0], CONST[0]')).toEqual([ones, ones, ones, ones]);
});

test('ballots and reads of other invocations', () => {
  const [low, , z, w] = draw('BALLOT TEMP[0], CONST[0].yyyy');
  expect(low).toBeGreaterThan(0);
  expect([z, w]).toEqual([0, 0]);
  expect(draw('BALLOT TEMP[0].xy, CONST[0].xxxx\nMOV TEMP[0].zw, IMM[0].yyyy')).toEqual([0, 0, 1, 1]);
  expect(draw('READ_FIRST TEMP[0], CONST[0]')).toEqual([0, 1, 7, 0]);
  expect(draw('READ_INVOC TEMP[0], CONST[0], SV[1].xxxx')).toEqual([0, 1, 7, 0]);
  // Far beyond the group: some value, and the host lives.
  expect(draw('READ_INVOC TEMP[0], CONST[0], IMM[0].wwww')).toHaveLength(4);
});

test('masks say where an invocation stands', () => {
  const [size, at, below, equal] = draw(
    'MOV TEMP[0].x, SV[0].xxxx\nMOV TEMP[0].y, SV[1].xxxx\nMOV TEMP[0].z, SV[3].xxxx\nMOV TEMP[0].w, SV[2].xxxx',
  ) as [number, number, number, number];
  expect(at).toBeLessThan(size);
  expect(equal).toBe(2 ** at);
  expect(below).toBe(2 ** at - 1);
});

test('the clock goes', () => {
  expect(draw('CLOCK TEMP[0].xy\nMOV TEMP[0].zw, IMM[0].xxxx').slice(0, 2)).not.toEqual([0, 0]);
});

test('helper invocations are none that write', () => {
  const fragment = `FRAG
DCL SV[0], HELPER_INVOCATION
DCL OUT[0], COLOR
DCL TEMP[0]
READ_HELPER TEMP[0].x
MOV TEMP[0].yzw, SV[0].xxxx
MOV OUT[0], TEMP[0]
END
`;
  expect([...(host('gl450').draw({ fragment, targets: ['u'] }).targets[0] as Uint32Array)]).toEqual([0, 0, 0, 0]);
});
