/**
 * Runs piglit's glslparsertest corpus through the GLSL compiler: each file says in a comment what should become of it.
 *
 *     node -C virglass-source tools/glslparsertest.ts FOLDER [--each N] [--from N] [--list] [--match TEXT] [--version 4.20]
 *
 * FOLDER holds `tests` and `generated_tests`. `--each N` takes every Nth file of each folder, so that large families do not drown
 * the others; `--list` prints the files that did not go as expected, with the log.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { compileShader, linkProgram, shaderExtensions, type ShaderStage } from '@virglass/shader';

const stages: Readonly<Record<string, ShaderStage>> = {
  vert: 'vertex',
  frag: 'fragment',
  geom: 'geometry',
  tesc: 'tess-control',
  tese: 'tess-eval',
  comp: 'compute',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    each: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    list: { type: 'boolean', default: false },
    match: { type: 'string', default: '' },
    version: { type: 'string', default: '4.20' },
  },
});

const root = positionals[0] ?? '.';
const print = (text: string): void => void process.stdout.write(`${text}\n`);

const find = (folder: string, out: string[]): string[] => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) find(path, out);
    else if (Object.hasOwn(stages, entry.name.slice(entry.name.lastIndexOf('.') + 1))) out.push(path);
  }
  return out;
};

/** What a file's comment says. */
type Config = {
  readonly pass: boolean;
  readonly version: number;
  readonly es: boolean;
  readonly extensions: readonly string[];
  readonly link: boolean;
};

const readConfig = (source: string): Config | null => {
  const text = /\[config\]([\s\S]*?)\[end config\]/.exec(source)?.[1];
  if (text === undefined) return null;
  const entry = (name: string): string => new RegExp(`${name}:[ \\t]*(.*)`).exec(text)?.[1]?.trim() ?? '';
  const version = /^(\d+)\.(\d+)( es)?/.exec(entry('glsl_version'));
  if (version === null) return null;
  const number = Number(version[1]) * 100 + Number(version[2]);
  const es = version[3] !== undefined || number === 100 || number === 300;
  return {
    pass: entry('expect_result') === 'pass',
    version: number,
    es,
    extensions: entry('require_extensions').split(/\s+/).filter(Boolean),
    link: entry('check_link') === 'true',
  };
};

type Count = { good: number; all: number };
const versions = new Map<string, Count>();
const folders = new Map<string, Count>();
const count = (map: Map<string, Count>, key: string, good: boolean): void => {
  const entry = map.get(key) ?? { good: 0, all: 0 };
  entry.all++;
  if (good) entry.good++;
  map.set(key, entry);
};

/* prettier-ignore */
/** What the compiler does not offer; files that need it are left out, as piglit skips them. */
const unsupported = /^GL_(ARB_bindless_texture|ARB_gpu_shader_int64|ARB_shading_language_include|ARB_compute_variable_group_size|ARB_fragment_shader_interlock|NV_.*|INTEL_.*|EXT_shader_samples_identical|ARB_shader_ballot|AMD_gpu_shader_int64|EXT_shader_image_load_formatted|OES_texture_view)$/;

const byFolder = new Map<string, string[]>();
for (const path of ['tests', 'generated_tests'].flatMap((name) => find(join(root, name), [])).sort()) {
  const folder = relative(root, path).split('/').slice(0, 3).join('/');
  byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
}
const total: Count = { good: 0, all: 0 };
let skipped = 0;
let longest = 0;
let longestPath = '';
const most = Number(values.version.replace('.', ''));
for (const [folder, paths] of byFolder) {
  for (let i = Number(values.from); i < paths.length; i += Number(values.each)) {
    const path = paths[i] ?? '';
    if (!path.includes(values.match)) continue;
    const source = readFileSync(path, 'latin1');
    const config = readConfig(source);
    if (config === null) continue;
    if (
      (config.es ? config.version > 320 : config.version > most) ||
      config.extensions.some(
        (name) => unsupported.test(name) || (!name.startsWith('!') && !shaderExtensions.includes(name.replace(/^GL_/, ''))),
      )
    ) {
      skipped++;
      continue;
    }
    const stage = stages[path.slice(path.lastIndexOf('.') + 1)] ?? 'vertex';
    const start = performance.now();
    // `!GL_x` asks for a compiler without x.
    const without = config.extensions.filter((name) => name.startsWith('!')).map((name) => name.replace(/^!GL_/, ''));
    const own = {
      geometry: /geometry_shader/,
      compute: /compute_shader/,
      'tess-control': /tessellation/,
      'tess-eval': /tessellation/,
      vertex: /^$/,
      fragment: /^$/,
    }[stage];
    if (without.some((name) => own.test(name))) continue;
    const extensions = shaderExtensions.filter((name) => !without.includes(name));
    const result = compileShader(stage, source, { api: 'opengl', version: most, extensions });
    let ok = result.ok;
    let { log } = result;
    if (result.unit !== null && config.link) {
      const linked = linkProgram([result.unit], { separable: true });
      ok = linked.ok;
      log += linked.log;
    }
    const time = performance.now() - start;
    if (time > longest) [longest, longestPath] = [time, path];
    const good = ok === config.pass;
    const version = `${config.es ? 'ES ' : ''}${(config.version / 100).toFixed(2)}`;
    count(versions, version, good);
    count(folders, folder, good);
    total.all++;
    if (good) total.good++;
    else if (values.list)
      print(`${config.pass ? 'REFUSED' : 'TAKEN'} ${relative(root, path)}\n    ${log.split('\n').slice(0, 2).join('\n    ')}`);
  }
}
const show = (title: string, map: Map<string, Count>, all: boolean): void => {
  print(title);
  for (const [key, { good, all: of }] of [...map].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (all || good < of)
      print(`  ${key.padEnd(60)} ${String(good).padStart(6)} of ${String(of).padStart(6)}  ${((100 * good) / of).toFixed(1)} %`);
};
show('by version', versions, true);
show('by folder (those with failures)', folders, false);
print(
  `${total.good} of ${total.all} as expected (${((100 * total.good) / Math.max(1, total.all)).toFixed(2)} %), ${skipped} left out; longest ${longest.toFixed(1)} ms ${relative(root, longestPath)}`,
);
