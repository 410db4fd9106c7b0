import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('writes levels up to the chosen one, one line each', () => {
  const lines: string[] = [];
  const log = createLog(
    'warn',
    (line) => lines.push(line),
    () => 1000,
  );
  log.error('broken');
  log.warn('odd');
  log.info('unseen');
  log.debug('unseen');
  expect(lines).toEqual(['00:00:01.000 error broken\n', '00:00:01.000 warn  odd\n']);
});

test('control characters from a guest cannot reach the terminal', () => {
  const lines: string[] = [];
  const log = createLog(
    'warn',
    (line) => lines.push(line),
    () => 0,
  );
  log.warn('a\nb\x1b[2Jc');
  expect(lines).toEqual(['00:00:00.000 warn  a | b\\x1b[2Jc\n']);
});

test('a flood is cut and counted', () => {
  const lines: string[] = [];
  let time = 0;
  const log = createLog(
    'warn',
    (line) => lines.push(line),
    () => time,
  );
  for (let i = 0; i < 1000; i++) log.warn('again');
  expect(lines).toHaveLength(200);
  time = 1000;
  log.warn('later');
  expect(lines.slice(200)).toEqual(['00:00:01.000 warn  800 more lines were not written\n', '00:00:01.000 warn  later\n']);
});
