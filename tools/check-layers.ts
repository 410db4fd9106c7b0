/*
 * Who may import whom.
 *
 * `layers.json` is the law: for each package the packages it may import, those of which it may import types only, the npm
 * packages it may use, and its environment. This check reads the import statements of every file and holds four things to it:
 * the imports themselves, the dependencies in package.json, the references in tsconfig.json, and the type libraries that the
 * compiler sees (a neutral package that cannot name `process` or `document` cannot come to depend on them).
 *
 * Imports are found by a regular expression on column 0, where prettier puts them; dynamic imports are found anywhere.
 */
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { finish, lineOf, listFiles, readText, root } from './lib/repository.ts';

type Environment = 'neutral' | 'node' | 'dom';

interface Part {
  readonly environment: Environment;
  readonly externals?: readonly string[];
}

interface Layer extends Part {
  readonly imports: readonly string[];
  /** Packages whose types alone may be imported. */
  readonly types?: readonly string[];
  /** Folders of `src/` with an environment of their own; the rest of the package may not import them. */
  readonly parts?: Readonly<Record<string, Part>>;
}

interface Layers {
  readonly packages: Readonly<Record<string, Layer>>;
  readonly tests: { readonly externals: readonly string[] };
  /** Folders beside `packages/` that may import every package, by its public entries. */
  readonly outside: readonly string[];
}

/** One import or re-export of a source text. */
export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

/** Every import, re-export and dynamic import of a source text, in order. */
export function importsOf(text: string): Import[] {
  const imports: Import[] = [];
  const statements = /^(?:import|export)\b(?:(\s+type)\b)?(?:[^;'"`=]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;
  for (const match of text.matchAll(statements))
    imports.push({ specifier: match[2] ?? '', typeOnly: match[1] !== undefined, line: lineOf(text, match.index) });
  for (const match of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
    imports.push({ specifier: match[1] ?? '', typeOnly: false, line: lineOf(text, match.index) });
  return imports;
}

/** The edges that `layers.json` allows, asked file by file. */
export class LayerCheck {
  readonly layers: Layers;
  readonly #exports: ReadonlyMap<string, ReadonlySet<string>>;

  /**
   * @param layers - the law
   * @param exportsOf - public entries of each workspace by its full name: `.`, `./native`
   */
  constructor(layers: Layers, exportsOf: ReadonlyMap<string, ReadonlySet<string>>) {
    this.layers = layers;
    this.#exports = exportsOf;
  }

  /** Findings about the imports of one file, as `path:line: message`. */
  file(path: string, text: string): string[] {
    const findings: string[] = [];
    for (const one of importsOf(text)) {
      const problem = this.#problem(path, one);
      if (problem !== null) findings.push(`${path}:${one.line}: ${one.specifier}: ${problem}`);
    }
    return findings;
  }

  #problem(path: string, one: Import): string | null {
    const [top, name = '', src, folder = ''] = this.#place(path);
    if (one.specifier.startsWith('.')) return this.#relative(path, one.specifier);
    if (one.specifier.startsWith('@virglass/')) {
      const entry = this.#entry(one.specifier);
      if (entry !== null) return entry;
    }
    if (top !== 'packages') return null;
    const layer = this.layers.packages[name];
    if (layer === undefined) return `packages/${name} has no row in layers.json`;
    // Tests and a package's own tools run on Node beside the sources, whatever those are for.
    const test = path.endsWith('.test.ts') || src !== 'src' || folder === 'testing';
    if (test && (one.specifier.startsWith('@virglass/') || one.specifier.startsWith('node:'))) return null;
    const part: Part = (src === 'src' ? layer.parts?.[folder] : undefined) ?? layer;
    if (one.specifier.startsWith('@virglass/')) return workspace(layer, one);
    if (one.specifier.startsWith('node:')) return part.environment === 'node' ? null : `no Node in a ${part.environment} place`;
    const allowed = [...(part.externals ?? []), ...(test ? this.layers.tests.externals : [])];
    return allowed.includes(one.specifier) ? null : 'npm package not allowed here by layers.json';
  }

  /** Parts of a path; a package that lives at the top of the tree reads as if it lay in packages/. */
  #place(path: string): string[] {
    const parts = path.split('/');
    return (parts[0] ?? '') in this.layers.packages ? ['packages', ...parts] : parts;
  }

  /** A relative import stays inside its workspace and does not reach from a neutral place into a part. */
  #relative(path: string, specifier: string): string | null {
    const target = normalize(join(dirname(path), specifier));
    const [top, name = '', src, from] = this.#place(path);
    const [targetTop, targetName, targetSrc, to = ''] = this.#place(target);
    if (top !== 'packages') {
      // Generators make files that a package's entry exports, so they cannot go through that entry.
      const generator = path.startsWith('tools/generate');
      return targetTop === 'packages' && !generator ? 'import a package by its name, not by a path' : null;
    }
    if (targetTop !== 'packages' || targetName !== name) return 'leaves its package';
    const parts = this.layers.packages[name]?.parts ?? {};
    if (src === 'src' && targetSrc === 'src' && to in parts && from !== to && from !== 'testing' && !path.endsWith('.test.ts'))
      return `only src/${to} and its entry may import src/${to}`;
    return null;
  }

  /** A workspace is imported by an entry of its `exports`, never by a deeper path. */
  #entry(specifier: string): string | null {
    const [scope, name, ...rest] = specifier.split('/');
    const entries = this.#exports.get(`${scope}/${name}`);
    if (entries === undefined) return 'no such workspace';
    return entries.has(rest.length === 0 ? '.' : `./${rest.join('/')}`) ? null : 'not a public entry (see its package.json exports)';
  }
}

function workspace(layer: Layer, one: Import): string | null {
  const name = one.specifier.split('/')[1] ?? '';
  if (layer.imports.includes(name)) return null;
  if (layer.types?.includes(name) === true) return one.typeOnly ? null : 'only its types may be imported here (import type)';
  return 'this edge is not in layers.json';
}

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Project {
  readonly compilerOptions?: { readonly types?: readonly string[]; readonly lib?: readonly string[] };
  readonly references?: readonly { readonly path: string }[];
}

/** Folder of a package: in packages/, or a room beside it. */
function placeOf(name: string): string {
  return existsSync(join(root, 'packages', name)) ? `packages/${name}` : name;
}

/** Findings about a package's manifest and compiler projects. */
function packageFindings(name: string, layer: Layer, files: readonly string[]): string[] {
  const findings: string[] = [];
  const place = placeOf(name);
  const workspaces = [...layer.imports, ...(layer.types ?? [])];
  const externals = [layer, ...Object.values(layer.parts ?? {})].flatMap((part) => part.externals ?? []);
  const manifest: Manifest = JSON.parse(readText(`${place}/package.json`));
  for (const dependency of Object.keys(manifest.dependencies ?? {})) {
    const allowed = dependency.startsWith('@virglass/') ? workspaces.includes(dependency.slice(10)) : externals.includes(dependency);
    if (!allowed) findings.push(`${place}/package.json:1: dependency ${dependency} is not in layers.json`);
  }
  if (!existsSync(join(root, place, 'README.md'))) findings.push(`${place}:1: has no README.md`);
  for (const path of files.filter((file) => new RegExp(`^${place}/(?:.*/)?tsconfig[^/]*\\.json$`).test(file))) {
    const project: Project = JSON.parse(readText(path));
    for (const reference of project.references ?? []) {
      const parts = normalize(join(dirname(path), reference.path)).split('/');
      const target = (parts[0] === 'packages' ? parts[1] : parts[0]) ?? '';
      if (target !== name && !workspaces.includes(target)) findings.push(`${path}:1: reference to ${target} is not in layers.json`);
    }
    const part = Object.entries(layer.parts ?? {}).find(([folder]) => path.includes(folder))?.[1] ?? layer;
    const { types = [], lib = [] } = project.compilerOptions ?? {};
    if (part.environment !== 'node' && types.length > 0) findings.push(`${path}:1: a ${part.environment} project has no "types"`);
    if (part.environment !== 'dom' && lib.some((library) => /^(?:dom|webworker)/i.test(library)))
      findings.push(`${path}:1: a ${part.environment} project has no DOM "lib"`);
  }
  return findings;
}

if (process.argv[1] === import.meta.filename) {
  const files = listFiles();
  const layers: Layers = JSON.parse(readText('layers.json'));
  const manifests = files.filter((path) => /^(?:packages\/[^/]+|guest-image|testkit)\/package\.json$/.test(path));
  const exportsOf = new Map(
    manifests.map((path) => {
      const manifest: Manifest = JSON.parse(readText(path));
      return [manifest.name, new Set(Object.keys(manifest.exports ?? {}))] as const;
    }),
  );
  const check = new LayerCheck(layers, exportsOf);
  const findings: string[] = [];
  for (const path of manifests) {
    const parts = path.split('/');
    const name = (parts[0] === 'packages' ? parts[1] : parts[0]) ?? '';
    const layer = layers.packages[name];
    if (path.startsWith('packages/') && layer === undefined) findings.push(`${path}:1: packages/${name} has no row in layers.json`);
    else if (layer !== undefined) findings.push(...packageFindings(name, layer, files));
  }
  const places = ['packages', ...Object.keys(layers.packages), ...layers.outside];
  for (const path of files) {
    if (path.endsWith('.ts') && places.includes(path.split('/')[0] ?? '')) findings.push(...check.file(path, readText(path)));
  }
  finish('check-layers', findings);
}
