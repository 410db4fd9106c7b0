import type { Fact, Section } from './facts.ts';

/** A field in which two capability sets differ. */
export interface Difference {
  readonly section: Section;
  readonly name: string;
  readonly ours: Fact['value'];
  /** What the other server says; `absent` when its set ends before the field. */
  readonly theirs: Fact['value'];
  readonly reason: string;
  readonly lacking?: 'host' | 'renderer';
  /** Of masks: formats, primitives and the like that one side alone has. */
  readonly onlyOurs?: readonly string[];
  readonly onlyTheirs?: readonly string[];
}

/** The fields in which another server's capability set differs from ours, in the order of ours. */
export function compareFacts(ours: readonly Fact[], theirs: readonly Fact[]): Difference[] {
  const others = new Map(theirs.map((fact) => [fact.name, fact]));
  return ours.flatMap((fact) => {
    const other = others.get(fact.name);
    if (other === undefined) return [{ ...difference(fact), theirs: 'absent' }];
    if (JSON.stringify(fact.value) === JSON.stringify(other.value)) return [];
    if (!isNames(fact.value) || !isNames(other.value)) return [{ ...difference(fact), theirs: other.value }];
    const [here, there] = [fact.value, other.value];
    const only = (some: readonly string[], rest: readonly string[]): string[] => some.filter((name) => !rest.includes(name));
    return [{ ...difference(fact), theirs: there, onlyOurs: only(here, there), onlyTheirs: only(there, here) }];
  });
}

function isNames(value: Fact['value']): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function difference({ section, name, value, reason, lacking }: Fact): Omit<Difference, 'theirs'> {
  return { section, name, ours: value, reason, ...(lacking === undefined ? {} : { lacking }) };
}
