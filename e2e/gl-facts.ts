import { glFactsProgram, runClient, type VtestServer } from '@virglass/testkit';
import { type GlLimit, glLimits } from './gl-limits.ts';

/** Kinds of context. */
export type GlApi = 'core' | 'compat' | 'es';

/** What OpenGL says about itself. */
export interface GlFacts {
  readonly version: string;
  /** Version times ten. */
  readonly number: number;
  readonly glsl: string;
  readonly renderer: string;
  readonly extensions: ReadonlySet<string>;
  /** By name; limits that the context does not know are absent. */
  readonly limits: ReadonlyMap<string, readonly number[]>;
}

const question = ({ pname, count, range, float }: GlLimit): string =>
  `${pname.toString(16)}${count !== undefined || range ? `x${count ?? 2}` : ''}${float ? 'f' : ''}`;

/**
 * Asks a server's OpenGL, in a context of the highest version that it gives.
 * @throws {Error} with the program's output when it gets no context
 */
export async function glFacts(api: GlApi, server: VtestServer | 'direct'): Promise<GlFacts> {
  const { code, output } = await runClient([glFactsProgram(), api, ...glLimits.map(question)], { server, timeoutMs: 60_000 });
  if (code !== 0) throw new Error(`no facts about OpenGL ${api}: ${output}`);
  const values = (kind: string): string[] =>
    output.split('\n').flatMap((line) => (line.startsWith(`${kind} `) ? [line.slice(kind.length + 1)] : []));
  const version = values('version')[0] ?? '';
  const digits = /(\d)\.(\d)/.exec(version);
  const limits = new Map(values('limit').map((line) => [line.split(' ')[0], line.split(' ').slice(1).map(Number)]));
  return {
    version,
    number: digits ? Number(digits[1]) * 10 + Number(digits[2]) : 0,
    glsl: values('glsl')[0] ?? '',
    renderer: values('renderer')[0] ?? '',
    extensions: new Set(values('extension')),
    limits: new Map(glLimits.flatMap((limit) => (limits.has(question(limit)) ? [[limit.name, limits.get(question(limit)) ?? []]] : []))),
  };
}

/** Limits that are worse on one side than on the other, as lines `NAME: ours, theirs`. */
export function lowerLimits(ours: GlFacts, theirs: GlFacts): string[] {
  return glLimits.flatMap((limit) => {
    const [a, b] = [ours.limits.get(limit.name), theirs.limits.get(limit.name)];
    if (b === undefined) return [];
    const worse = a === undefined || b.some((number, i) => isWorse(limit, i, a[i] ?? 0, number));
    return worse ? [`${limit.name}: ${a?.join(' ') ?? 'unknown'}, ${b.join(' ')}`] : [];
  });
}

function isWorse({ lessIsMore, range }: GlLimit, index: number, ours: number, theirs: number): boolean {
  return lessIsMore === true || (range === true && index === 0) ? ours > theirs : ours < theirs;
}
