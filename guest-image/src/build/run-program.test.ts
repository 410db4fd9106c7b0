import { expect, onTestFinished, test, vi } from 'vitest';
import { needPrograms, programText, runProgram } from './run-program.ts';

test('output, input, environment', async () => {
  const options = { input: Buffer.from('in'), environment: { VIRGLASS_TEST: 'set' } };
  expect(await programText('sh', ['-c', 'cat; echo " $VIRGLASS_TEST $1"', 'sh', 'a b'], options)).toBe('in set a b\n');
});

test('lines as they come, and those of the status', async () => {
  const lines: string[] = [];
  const status: string[] = [];
  await runProgram('sh', ['-c', 'printf "a\\nb\\nc"; echo s >&3'], {
    line: (line) => lines.push(line),
    status: (line) => status.push(line),
  });
  expect(lines).toEqual(['a', 'b', 'c']);
  expect(status).toEqual(['s']);
});

test('a failure says what the program said', async () => {
  await expect(runProgram('sh', ['-c', 'echo why >&2; exit 3'])).rejects.toThrow('sh failed (exit status 3):\nwhy');
});

test('a missing program is named with its package', async () => {
  await expect(runProgram('mkfs.erofs', [], { environment: { PATH: '/nowhere' } })).rejects.toThrow(
    'mkfs.erofs is not installed (Debian package erofs-utils)',
  );
});

test('a stopped program', async () => {
  const stop = new AbortController();
  const running = runProgram('sleep', ['60'], { signal: stop.signal });
  setTimeout(() => stop.abort(new Error('enough')), 20);
  await expect(running).rejects.toThrow('enough');
});

test('all that is missing is said at once', () => {
  expect(() => needPrograms('sh', 'cat')).not.toThrow();
  vi.stubEnv('PATH', '/nowhere');
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(() => needPrograms('apt-get', 'mkfs.erofs', 'apt-cache')).toThrow(
    'not installed: apt-get, mkfs.erofs, apt-cache (Debian: apt-get install apt erofs-utils)',
  );
});
