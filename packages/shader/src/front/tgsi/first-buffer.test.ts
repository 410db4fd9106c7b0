/** Storage buffers count from the first that is declared. */
import { expect, test } from 'vitest';
import { parseTgsi } from './parse.ts';

const shader = (...numbers: readonly number[]): string => `FRAG
${numbers.map((n) => `DCL BUFFER[${n}]`).join('\n')}
DCL TEMP[0]
DCL ADDR[0]
IMM[0] UINT32 {0, 1, 2, 3}
LOAD TEMP[0].x, BUFFER[${numbers[0]}], IMM[0].xxxx
STORE BUFFER[${numbers.at(-1)}].x, IMM[0].xxxx, TEMP[0].xxxx
RESQ TEMP[0].x, BUFFER[ADDR[0].x+${numbers[0]}]
END
`;

test.each([
  { numbers: [0, 1], slots: [0, 1] },
  { numbers: [2, 3], slots: [0, 1] },
  { numbers: [4, 9], slots: [0, 5] },
  { numbers: [200], slots: [0] },
])('BUFFER$numbers are slots $slots', ({ numbers, slots }) => {
  const result = parseTgsi(shader(...numbers));
  if (!result.ok) throw new Error(result.message);
  const { info, instructions } = result.module;
  expect(info.buffers.map(({ index }) => index)).toEqual(slots);
  expect(info.storageSlots).toBe((slots.at(-1) ?? 0) + 1);
  const [load, store, size] = instructions;
  expect([load?.src[0]?.index.offset, store?.dst[0]?.index.offset, size?.src[0]?.index.offset]).toEqual([slots[0], slots.at(-1), slots[0]]);
  expect(size?.src[0]?.index.indirect).toMatchObject({ file: 'ADDR', index: 0 });
});

test.each([
  { numbers: [0, 64], message: /storage buffers beyond the limit of 64/ },
  { numbers: [300], message: /BUFFER beyond the limit of 256/ },
])('BUFFER$numbers are refused', ({ numbers, message }) => {
  expect(parseTgsi(shader(...numbers))).toMatchObject({ ok: false, message });
});
