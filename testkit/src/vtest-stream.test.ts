import { expect, test } from 'vitest';
import { vtestMessage } from './vtest-client.ts';
import { Vcmd, VtestRecording } from './vtest-stream.ts';

function concat(...parts: Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

test.each([
  { name: 'a command counted in words', bytes: vtestMessage(Vcmd.SUBMIT_CMD, [1, 2, 3]), command: Vcmd.SUBMIT_CMD, payload: 12 },
  {
    name: 'a name counted in bytes',
    bytes: vtestMessage(Vcmd.CREATE_RENDERER, Buffer.from('abcde\0'), 6),
    command: Vcmd.CREATE_RENDERER,
    payload: 6,
  },
  {
    name: 'transfer data without padding',
    bytes: vtestMessage(
      Vcmd.TRANSFER_PUT,
      concat(new Uint8Array(Uint32Array.of(1, 0, 5, 5, 0, 0, 0, 5, 1, 1, 5).buffer), new Uint8Array(5)),
    ),
    command: Vcmd.TRANSFER_PUT,
    payload: 49,
  },
  {
    name: 'transfer data announced and left in shared memory',
    bytes: vtestMessage(Vcmd.TRANSFER_PUT2, [1, 0, 0, 0, 0, 64, 1, 1, 64, 0], 26),
    command: Vcmd.TRANSFER_PUT2,
    payload: 40,
  },
])('$name', ({ bytes, command, payload }) => {
  const tail = vtestMessage(Vcmd.RESOURCE_BUSY_WAIT, [0, 0]);
  const recording = new VtestRecording(concat(bytes, tail));
  expect(recording.messages).toEqual([
    { command, at: 0, payloadBytes: payload },
    { command: Vcmd.RESOURCE_BUSY_WAIT, at: 8 + payload, payloadBytes: 8 },
  ]);
});

test('an incomplete message at the end is left out', () => {
  const whole = vtestMessage(Vcmd.SUBMIT_CMD, [1, 2, 3]);
  expect(new VtestRecording(concat(whole, whole.subarray(0, 11))).messages.length).toBe(1);
});

test('a recording can be cut after its nth message of a kind', () => {
  const ask = vtestMessage(Vcmd.PROTOCOL_VERSION, [2]);
  const submit = vtestMessage(Vcmd.SUBMIT_CMD, [1]);
  const recording = new VtestRecording(concat(ask, submit, submit, submit));
  expect(recording.protocol).toBe(2);
  expect(recording.upTo(Vcmd.SUBMIT_CMD, 2).messages.length).toBe(3);
  expect(recording.upTo(Vcmd.SUBMIT_CMD, 9)).toBe(recording);
});
