/*
 * The guest driver as people install it: its packages are packed from sources that nobody has built, installed into an empty project where
 * there is no compiler and no registry, and draw with an unmodified Node.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeScratchFolder, scratchFolder, startServer } from '@virglass/testkit';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = scratchFolder();
afterAll(() => removeScratchFolder(folder));

/** What @virglass/guest needs, and itself. */
const own = ['protocol', 'shader', 'host-linux', 'guest'].map((name) => `packages/${name}`);
/** What that takes from the registry; here it is packed from where it is installed. */
const foreign = ['node_modules/koffi', `node_modules/@koromix/koffi-linux-${process.arch}`];

const program = `
import { createContext } from '@virglass/guest';
import { vtest } from '@virglass/guest/vtest';
import { drm } from '@virglass/guest/drm';
const gl = createContext(16, 16, { transport: vtest(process.argv[2]), antialias: false });
const program = gl.createProgram();
for (const [type, source] of [
  [gl.VERTEX_SHADER, '#version 300 es\\nvoid main() { gl_Position = vec4(vec2(gl_VertexID & 1, gl_VertexID >> 1) * 2.0 - 1.0, 0, 1); }'],
  [gl.FRAGMENT_SHADER, '#version 300 es\\nprecision highp float; out vec4 o; void main() { o = vec4(gl_FragCoord.xy / 16.0, 0.5, 1); }'],
]) {
  const shader = gl.createShader(type);
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  gl.attachShader(program, shader);
}
gl.linkProgram(program);
gl.useProgram(program);
gl.drawArrays(gl.TRIANGLE_STRIP, 0, 4);
const out = new Uint8Array(4);
gl.readPixels(15, 15, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, out);
let refused = '';
try { drm({ path: '/dev/null' })(); } catch (error) { refused = error.message; }
console.log(JSON.stringify({ error: gl.getError(), log: gl.getProgramInfoLog(program), out: [...out], refused }));
`;

/** Copies what npm packs from, and what builds it: sources, and nothing that a build has made. */
function copySources(): string {
  const tree = join(folder, 'tree');
  const modules = join(tree, 'node_modules');
  mkdirSync(join(modules, '@virglass'), { recursive: true });
  for (const name of ['LICENSE', 'tsconfig.base.json', 'tools/prepack.ts']) cpSync(join(root, name), join(tree, name));
  for (const name of own) {
    const filter = (path: string): boolean => !['dist', 'LICENSE'].includes(basename(path)) && !path.endsWith('.tsbuildinfo');
    cpSync(join(root, name), join(tree, name), { recursive: true, filter });
    symlinkSync(join(tree, name), join(modules, '@virglass', basename(name)));
  }
  for (const name of ['typescript', '@typescript', '@types', 'undici-types', 'koffi'])
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  return tree;
}

test('packed, installed without a compiler, drawing', { timeout: 240_000 }, async () => {
  const tree = copySources();

  // All that a project without a compiler has: Node, and a shell to start scripts with.
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(process.execPath, join(bin, 'node'));
  symlinkSync('/bin/sh', join(bin, 'sh'));
  const npm = realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim());
  const env = { PATH: bin, HOME: folder, npm_config_cache: join(folder, 'cache'), npm_config_update_notifier: 'false' };
  const run = (args: readonly string[], cwd: string): string =>
    execFileSync(process.execPath, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  const packed = join(folder, 'packed');
  mkdirSync(packed);
  for (const name of own) run([npm, 'pack', '--pack-destination', packed], join(tree, name));
  for (const name of foreign) run([npm, 'pack', join(root, name), '--pack-destination', packed, '--ignore-scripts'], folder);
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  const files = readdirSync(packed).map((name) => join(packed, name));
  expect(files).toHaveLength(own.length + foreign.length);
  run([npm, 'install', '--offline', '--no-audit', '--no-fund', '--foreground-scripts', ...files], project);

  const installed = join(project, 'node_modules/@virglass/guest');
  for (const name of ['LICENSE', 'README.md', 'dist/index.d.ts']) expect(existsSync(join(installed, name)), name).toBe(true);

  writeFileSync(join(project, 'draw.js'), program);
  await using server = await startServer('virglass');
  const answer = JSON.parse(run(['draw.js', server.socket], project)) as { error: number; log: string; out: number[]; refused: string };
  expect(answer.log).toBe('');
  expect(answer.error).toBe(0);
  expect(answer.out).toEqual([247, 247, 128, 255]);
  expect(answer.refused).toMatch(/no render node of virtio_gpu/);
});
