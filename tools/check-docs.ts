/*
 * Every exported symbol of a package has a doc comment.
 *
 * A line-based reading is enough because prettier puts every top-level declaration in column 0. Two cases need no comment of
 * their own: the type that shares its name with a documented const object, and the further overloads of a function.
 */
import { finish, listFiles, readText } from './lib/repository.ts';

const declaration =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|namespace|enum) +([A-Za-z_$][\w$]*)/;

/** Findings of one source text, as `path:line: message`. */
export function undocumented(path: string, text: string): string[] {
  const findings: string[] = [];
  const documented = new Set<string>();
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const name = declaration.exec(line)?.[1];
    if (name === undefined) continue;
    if (isDocumented(lines, index)) documented.add(name);
    else if (!documented.has(name)) findings.push(`${path}:${index + 1}: ${name} is exported and has no doc comment`);
  }
  return findings;
}

/** True when the nearest line above, lint and format directives apart, ends a doc comment. */
function isDocumented(lines: readonly string[], index: number): boolean {
  let above = index - 1;
  while (above >= 0 && /^(?:\/\/|\/\* oxlint)/.test(lines[above] ?? '')) above--;
  if (!(lines[above] ?? '').trimEnd().endsWith('*/')) return false;
  while (above >= 0 && !/^\s*\/\*/.test(lines[above] ?? '')) above--;
  return (lines[above] ?? '').startsWith('/**');
}

if (process.argv[1] === import.meta.filename) {
  const sources = listFiles().filter(
    (path) => /^(?:packages\/[^/]+|guest-image)\/src\/.*\.ts$/.test(path) && !/\.test\.ts$|\/(?:generated|testing)\//.test(path),
  );
  finish(
    'check-docs',
    sources.flatMap((path) => undocumented(path, readText(path))),
  );
}
