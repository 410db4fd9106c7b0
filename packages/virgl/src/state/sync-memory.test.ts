/** Hosts whose shaders may leave their buffers: what lies outside of a buffer, or where none is bound, is nowhere there, too. */
import * as p from '@virglass/protocol';
import { command, makeShader, VirglBench } from '@virglass/testkit';
import { expect, test } from 'vitest';

/** Thread i of the grid writes i + 1 to word i. */
const STORE = `COMP
PROPERTY CS_FIXED_BLOCK_WIDTH 4
PROPERTY CS_FIXED_BLOCK_HEIGHT 1
PROPERTY CS_FIXED_BLOCK_DEPTH 1
DCL SV[0], THREAD_ID
DCL SV[1], BLOCK_ID
DCL BUFFER[0]
DCL TEMP[0..1]
IMM[0] UINT32 {4, 1, 0, 0}
  0: UMAD TEMP[0].x, SV[1].xxxx, IMM[0].xxxx, SV[0].xxxx
  1: UMUL TEMP[1].x, TEMP[0].xxxx, IMM[0].xxxx
  2: UADD TEMP[0].x, TEMP[0].xxxx, IMM[0].yyyy
  3: STORE BUFFER[0].x, TEMP[1].xxxx, TEMP[0].xxxx
  4: END
`;

test('shaders keep to their buffers by themselves', () => {
  using bench = new VirglBench({ quirks: '+no-robust-buffer-access' });
  using guest = bench.guest();
  const buffer = guest.buffer(64, p.PipeBind.SHADER_BUFFER);
  const shaderType = p.PipeShader.COMPUTE;
  const handle = makeShader(guest, shaderType, STORE);
  const group = { blockX: 4, blockY: 1, blockZ: 1, gridX: 4, gridY: 1, gridZ: 1, indirectHandle: 0, indirectOffset: 0 };
  const status = guest.submit(
    command(p.encodeBindShader, { handle, type: shaderType }),
    command(p.encodeLaunchGrid, group),
    command(p.encodeSetShaderBuffers, { shaderType, startSlot: 0, buffer: [{ offset: 16, length: 16, resHandle: buffer }] }),
    command(p.encodeLaunchGrid, { ...group, gridX: 3 }),
    command(p.encodeMemoryBarrier, { flags: p.PipeBarrier.ALL }),
  );
  expect(status, guest.log.at(-1)).toBe(0);
  const words = new Uint32Array(guest.read(buffer, 64, { width: 64 }).buffer);
  expect([...words.subarray(0, 7)]).toEqual([0, 0, 0, 0, 1, 2, 3]);
  expect([...words.subarray(8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  expect([guest.log, bench.glErrors()]).toEqual([[], '']);
});
