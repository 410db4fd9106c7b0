/*
 * What must not stand in any file: paths of one person's machine, a lock file bound to one registry mirror, notes to self, and
 * links that lead nowhere.
 * A line that must break a rule says `check-text: allow` and why.
 */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { finish, listFiles, lineOf, readText, root } from './lib/repository.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly message: string;
  readonly files: RegExp;
}

const rules: readonly Rule[] = [
  {
    pattern: /(?<![\w./:$}-])\/(?:home|root|work|Users)\/[\w.-]+/g,
    message: 'absolute path of one machine',
    files: /./,
  },
  {
    pattern: /(?<![\w./:$}-])\/tmp\/(?!\.virgl_test\b|\.X11-unix\b|\.X\b)[\w.-]+/g,
    message: 'fixed name in the temporary folder (make one with mkdtemp)',
    files: /\.(?:ts|js|mjs|sh|c)$|^(?:run|test)$|^\.ci\//,
  },
  {
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b(?! ?\(#\d+\))/g, // check-text: allow, the rule itself
    message: 'note to self without an issue number',
    files: /\.(?:ts|js|c|sh)$/,
  },
  { pattern: /^(?:<{7}|>{7}) /gm, message: 'merge conflict', files: /./ },
  {
    pattern: /"resolved": "https?:\/\/(?!registry\.npmjs\.org\/)[^"]*"/g,
    message: 'lock file names a registry mirror',
    files: /(?:^|\/)package-lock\.json$/,
  },
  { pattern: /^\s*(?:test|describe|it)\.only\(/gm, message: 'only one test would run', files: /\.test\.ts$/ },
];

const binary = /\.(?:png|gz|bin|trace|vtest|zst|xz)$/;
const largestBytes = 2 << 20;

/** Findings about relative links of a Markdown text that lead nowhere. */
export function deadLinks(path: string, text: string, exists: (path: string) => boolean): string[] {
  const findings: string[] = [];
  for (const match of text.matchAll(/\]\((?!\w+:|#)([^)#\s]+)[^)]*\)/g)) {
    const target = normalize(join(dirname(path), match[1] ?? ''));
    if (!exists(target)) findings.push(`${path}:${lineOf(text, match.index)}: there is no ${target}`);
  }
  return findings;
}

/** Findings of one text, as `path:line: message`. */
export function forbidden(path: string, text: string): string[] {
  const findings: string[] = [];
  for (const rule of rules) {
    if (!rule.files.test(path)) continue;
    for (const match of text.matchAll(rule.pattern)) {
      const line = lineOf(text, match.index);
      if ((text.split('\n', line)[line - 1] ?? '').includes('check-text: allow')) continue;
      findings.push(`${path}:${line}: ${rule.message}: ${match[0].trim()}`);
    }
  }
  return findings;
}

if (process.argv[1] === import.meta.filename) {
  const findings: string[] = [];
  for (const path of listFiles()) {
    const bytes = statSync(join(root, path)).size;
    if (bytes > largestBytes) findings.push(`${path}:1: ${bytes} bytes; nothing over ${largestBytes} belongs in git`);
    if (bytes > largestBytes || binary.test(path) || path === 'tools/check-text.test.ts') continue;
    const text = readText(path);
    findings.push(...forbidden(path, text));
    if (path.endsWith('.md')) findings.push(...deadLinks(path, text, (target) => existsSync(join(root, target))));
  }
  finish('check-text', findings);
}
