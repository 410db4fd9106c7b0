import type { OfferedVersions } from './guest-version.ts';
import { formatSize } from '../size.ts';
import type { Finding, RenderNode } from './requirements.ts';

/** The GL of this machine. */
export interface HostGl {
  readonly renderer: string;
  readonly vendor: string;
  /** Version as the driver words it. */
  readonly version: string;
  readonly glsl: string;
  readonly api: 'OpenGL' | 'OpenGL ES';
  /** How it was reached. */
  readonly platform: string;
  /** Names of the workarounds in force. */
  readonly quirks: readonly string[];
}

/** One field or bit of the capability sets. */
export interface CapsRow {
  readonly field: string;
  /** Format masks are arrays of words. */
  readonly value: number | string | readonly number[];
  readonly reason: string;
  /** Why a value of 0 is 0: the host's GL has not got it, or the renderer does not offer it. */
  readonly lacking?: 'host' | 'renderer';
}

/** What a guest will be offered. */
export interface Offer extends OfferedVersions {
  readonly rows: Readonly<Record<string, string | number>>;
  /** Names of the capability bits. */
  readonly capabilities: readonly string[];
  /** Every field and bit of the capability sets, and what decides it. */
  readonly caps: readonly CapsRow[];
}

/** Everything that `virglass doctor` found out; its JSON is this object. */
export interface Report {
  readonly virglass: string;
  readonly node: string;
  readonly system: string;
  /** True when guests can be served. */
  readonly ready: boolean;
  readonly gl: HostGl | null;
  /** Why there is no GL, or why no offer could be made of it. */
  readonly problem: string | null;
  readonly renderNodes: readonly RenderNode[];
  readonly offered: Offer | null;
  /** Where translated programs are kept, and what is there. */
  readonly shaderCache: { readonly folder: string; readonly entries: number; readonly bytes: number };
  readonly requirements: readonly Finding[];
}

/** The report for people. */
export function describe(report: Report): string {
  const lines = [`virglass ${report.virglass}, Node ${report.node}, ${report.system}`];
  const section = (title: string, rows: readonly (readonly [string, string])[]): void => {
    const width = Math.max(...rows.map(([name]) => name.length));
    const indent = ' '.repeat(width + 4);
    lines.push('', title, ...rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value.replaceAll('\n', `\n${indent}`)}`.trimEnd()));
  };

  const { gl, offered } = report;
  section('OpenGL of this machine', [
    ...(gl === null
      ? []
      : ([
          ['renderer', gl.renderer],
          ['vendor', gl.vendor],
          ['version', `${gl.api} ${gl.version.replace(/^OpenGL ES /, '')}`],
          ['GLSL', gl.glsl],
          ['platform', gl.platform],
          ['quirks', gl.quirks.join(', ') || 'none'],
        ] as const)),
    ...(report.problem === null ? [] : ([['problem', report.problem]] as const)),
    [
      'GPUs',
      report.renderNodes
        .map((node) => (node.accessible ? node.path : `${node.path} (not yours to open: sudo usermod -aG render $USER)`))
        .join(', ') || 'no /dev/dri/renderD*; drawing in software',
    ],
  ]);
  if (offered !== null) {
    section('Offered to guests', [
      ['OpenGL', `${offered.gl}, GLSL ${offered.glsl}`],
      ['OpenGL ES', offered.gles],
      ...Object.entries(offered.rows).map(([name, value]) => [name, String(value)] as const),
      ['capabilities', wrap(offered.capabilities, 90)],
    ]);
  }
  const { folder, entries, bytes } = report.shaderCache;
  section('Shader cache', [[folder, entries === 0 ? 'empty' : `${entries} files, ${formatSize(bytes)}`]]);
  section(
    'Libraries and programs',
    report.requirements.map((finding) => [
      finding.name,
      finding.path === null
        ? `missing${finding.required ? ', indispensable' : ''}: ${finding.usedFor} (Debian: ${finding.debianPackage})`
        : finding.path,
    ]),
  );
  const missing = report.requirements.filter((finding) => finding.path === null).map((finding) => finding.debianPackage);
  lines.push('', report.ready ? 'Ready to serve: virglass vtest' : 'Not ready to serve guests.');
  if (missing.length > 0) lines.push(`To install what is missing: sudo apt-get install ${[...new Set(missing)].join(' ')}`);
  return `${lines.join('\n')}\n`;
}

/** Words in lines of at most `columns`. */
function wrap(words: readonly string[], columns: number): string {
  let text = '';
  let used = 0;
  for (const word of words) {
    const fits = used + 1 + word.length <= columns;
    text += used === 0 ? word : fits ? ` ${word}` : `\n${word}`;
    used = (fits ? used + 1 : 0) + word.length;
  }
  return text;
}

/** Set bits of a mask of many words. */
export function countBits(words: readonly number[]): number {
  let count = 0;
  for (const word of words) for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
