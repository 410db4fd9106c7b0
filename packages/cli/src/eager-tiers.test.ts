import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { eagerFlags } from './eager-tiers.ts';

test('this V8 knows the thresholds by their names', () => {
  // An unknown one it refuses by status and on stderr; set at run time it would be said on the stderr of every server.
  const { status, stderr } = spawnSync(process.execPath, [...eagerFlags, '--eval', ''], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});
