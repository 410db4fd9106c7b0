import { requireProgram, runClient, runProcess, virglassArguments } from '@virglass/testkit';
import { beforeAll, expect, test } from 'vitest';
import { type GlApi, glFacts, lowerLimits } from './gl-facts.ts';
import { useServer } from './support.ts';

/*
 * What programs are offered: at least what the peer offers on the same machine. Mesa works versions, extensions and limits out of the
 * capability set, so this is the test that the set says enough; piglit and the programs tell that it is true.
 */
const server = useServer();
const peer = useServer('peer');

beforeAll(() => requireProgram('wflinfo', 'waffle-utils'));

/** Limits that are lower than the peer's on purpose. */
const lowerOnPurpose: readonly (readonly [name: RegExp, reason: string])[] = [];

test.each<{ api: GlApi }>([{ api: 'core' }, { api: 'compat' }, { api: 'es' }])(
  'OpenGL $api has the peer’s version, extensions and limits',
  async ({ api }) => {
    const [ours, peers] = [await glFacts(api, server()), await glFacts(api, peer())];
    expect(ours.renderer).toMatch(/^virgl/);
    expect(ours.number, `${ours.version} beside ${peers.version}`).toBeGreaterThanOrEqual(peers.number);
    expect([...peers.extensions.difference(ours.extensions)].sort()).toEqual([]);
    expect(peers.extensions.size).toBeGreaterThan(100);
    expect(lowerLimits(ours, peers).filter((line) => !lowerOnPurpose.some(([name]) => name.test(line)))).toEqual([]);
  },
);

test.each([
  { name: 'OpenGL core 4.3', arguments: ['--api', 'gl', '--profile', 'core', '--version', '4.3'] },
  { name: 'OpenGL ES 3.2', arguments: ['--api', 'gles3', '--version', '3.2'] },
])('wflinfo gets $name', async ({ arguments: request }) => {
  const result = await runClient(['wflinfo', '--platform', 'surfaceless_egl', ...request], { server: server(), timeoutMs: 30_000 });
  expect(result.output).toMatch(/OpenGL renderer string: virgl/);
  expect(result.code, result.output).toBe(0);
});

test('virglass caps foretells the versions that programs get', async () => {
  const env = { ...process.env, LIBGL_ALWAYS_SOFTWARE: '1', GALLIUM_DRIVER: 'llvmpipe' };
  const { output } = await runProcess(process.execPath, [...virglassArguments(), 'caps', '--json'], { env, timeoutMs: 60_000 });
  const { versions } = JSON.parse(output) as { versions: { gl: string; gles: string } };
  const [core, es] = [await glFacts('core', server()), await glFacts('es', server())];
  expect([versions.gl, versions.gles].map((version) => Math.round(Number(version) * 10))).toEqual([core.number, es.number]);
});
