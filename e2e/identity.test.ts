import { requireProgram, runClient } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { useServer } from './support.ts';

const server = useServer();

beforeAll(() => requireProgram('wflinfo', 'waffle-utils'));

test.each([
  {
    name: 'OpenGL core 3.3',
    api: 'gl',
    version: '3.3',
    extra: ['--profile', 'core'],
    reports: /OpenGL core profile version string|OpenGL version string: (3\.[3-9]|4\.)/,
  },
  { name: 'OpenGL ES 2.0', api: 'gles2', version: '2.0', extra: [], reports: /OpenGL version string: OpenGL ES (2|3)\./ },
  { name: 'OpenGL ES 3.0', api: 'gles3', version: '3.0', extra: [], reports: /OpenGL version string: OpenGL ES 3\./ },
])('a program gets $name from virgl', async ({ api, version, extra, reports }) => {
  const result = await runClient(['wflinfo', '--platform', 'surfaceless_egl', '--api', api, '--version', version, ...extra], {
    server: server(),
    timeoutMs: 30_000,
  });
  expect(result.output).toMatch(/OpenGL renderer string: virgl/);
  expect(result.output).toMatch(reports);
  expect(result.code, result.output).toBe(0);
});

test('a client of vtest protocol 0 is served too', async () => {
  const result = await runClient(['wflinfo', '--platform', 'surfaceless_egl', '--api', 'gl', '--profile', 'core', '--version', '3.3'], {
    server: server(),
    protocol: 0,
    timeoutMs: 30_000,
  });
  expect(result.output).toMatch(/OpenGL renderer string: virgl/);
  expect(result.code, result.output).toBe(0);
});
